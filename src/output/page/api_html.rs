//! The description of the service as a page without JavaScript: every address with its parameters and answers.

use std::fmt::Write;

use serde_json::Value;

use super::check_html::escaped;

/// The style of the page, for those who must allow it by its hash.
pub const STYLE: &str = "body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:1rem;color:#1a1a1a;background:#fff}\
code{font-family:ui-monospace,monospace;overflow-wrap:anywhere}h3{margin:1.5rem 0 .25rem;font-size:1rem}\
dl{margin:.25rem 0 .25rem 1rem}dt{font-weight:600}dd{margin:0 0 .25rem 1rem}p{margin:.25rem 0}";

/// The page of an `OpenAPI` document: addresses by tag.
pub fn api_html(document: &Value) -> String {
    let text = |value: &Value| escaped(value.as_str().unwrap_or_default());
    let title = text(&document["info"]["title"]);
    let mut html = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title} API</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title} API</h1>\n"
    );
    for paragraph in text(&document["info"]["description"]).split("  ") {
        push(&mut html, &format!("<p>{paragraph}</p>"));
    }
    push(
        &mut html,
        "<p>For programs: <a href=\"/api\">/api</a> (OpenAPI 3.1, JSON).</p>",
    );
    for tag in document["tags"].as_array().into_iter().flatten() {
        push(
            &mut html,
            &format!(
                "<section>\n<h2>{}</h2>\n<p>{}</p>",
                text(&tag["name"]),
                text(&tag["description"])
            ),
        );
        for (path, method, operation) in operations(document) {
            if operation["tags"][0] == tag["name"] {
                push(&mut html, &described(document, path, method, operation));
            }
        }
        push(&mut html, "</section>");
    }
    html.push_str("</main>\n</body>\n</html>\n");
    html
}

fn push(html: &mut String, line: &str) {
    html.push_str(line);
    html.push('\n');
}

/// Every operation with its address and method.
fn operations(document: &Value) -> impl Iterator<Item = (&str, &str, &Value)> {
    let paths = document["paths"].as_object().into_iter().flatten();
    paths.flat_map(|(path, item)| {
        let methods = item.as_object().into_iter().flatten();
        methods.map(move |(method, operation)| (path.as_str(), method.as_str(), operation))
    })
}

fn described(document: &Value, path: &str, method: &str, operation: &Value) -> String {
    let text = |value: &Value| escaped(value.as_str().unwrap_or_default());
    let address = escaped(path);
    let address = if method == "get" && !path.contains('{') {
        format!("<a href=\"{address}\">{address}</a>")
    } else {
        address
    };
    let mut html = format!(
        "<h3><code>{} {address}</code></h3>\n<p>{}. {}</p>\n",
        method.to_uppercase(),
        text(&operation["summary"]),
        text(&operation["description"])
    );
    let parameters: Vec<&Value> = operation["parameters"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|parameter| resolved(document, parameter))
        .collect();
    if !parameters.is_empty() {
        html.push_str("<dl>\n");
        for parameter in parameters {
            // A text is written without a fault.
            let _ = writeln!(
                html,
                "<dt><code>{}</code> ({})</dt><dd>{}</dd>",
                text(&parameter["name"]),
                text(&parameter["in"]),
                text(&parameter["description"])
            );
        }
        html.push_str("</dl>\n");
    }
    let media = operation["responses"]["200"]["content"]
        .as_object()
        .into_iter()
        .flatten();
    let media: Vec<String> = media
        .map(|(name, _)| format!("<code>{}</code>", escaped(name)))
        .collect();
    let _ = write!(html, "<p>Answers with {}.</p>", media.join(" or "));
    html
}

/// What a reference within the document points to, or the value itself.
fn resolved<'d>(document: &'d Value, value: &'d Value) -> &'d Value {
    let pointer = value["$ref"].as_str().and_then(|address| address.strip_prefix('#'));
    pointer.and_then(|pointer| document.pointer(pointer)).unwrap_or(value)
}
