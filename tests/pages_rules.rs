//! Pages without JavaScript load nothing, run nothing, tell faults in words and say what the operator says.

use sozialraumatlas::api::{CitySlot, Options};
use sozialraumatlas::output::page::plain::{Accessibility, Conformance, Operator, Privacy};

use crate::pages::{page, words};
use crate::support::{Answer, Service, embedded, musterstadt};

/// All doors of pages with an example each.
fn doors() -> Vec<&'static str> {
    let all = crate::addresses::EXAMPLES.iter();
    let pages = all.filter(|(path, _)| {
        std::path::Path::new(path).extension().is_some_and(|e| e == "html")
            && !path.contains("report")
            && *path != "/api.html"
    });
    pages.flat_map(|(_, questions)| questions.iter().copied()).collect()
}

#[test]
fn pages_load_nothing_foreign_and_run_nothing() {
    let doors = doors();
    assert!(doors.len() > 15);
    for address in doors {
        let html = page(embedded(), address);
        let policy = embedded().get(address).header("content-security-policy").to_owned();
        assert!(
            policy.starts_with("default-src 'none'; style-src 'sha256-") && !policy.contains("unsafe"),
            "{policy}"
        );
        for forbidden in ["<script", " style=", " onclick", "javascript:", "http-equiv"] {
            assert!(!html.contains(forbidden), "{address} holds {forbidden}");
        }
        let english = address.contains("language=en");
        assert!(
            html.contains(if english {
                "<html lang=\"en\">"
            } else {
                "<html lang=\"de\">"
            }),
            "{address}"
        );
        assert!(
            html.contains("hreflang=\"de\"") && html.contains("hreflang=\"en\"") && html.contains("class=\"skip\"")
        );
        assert_eq!(html.matches("<h1").count(), 1, "{address}");
        assert_eq!(
            html.matches("<th>").count(),
            0,
            "{address}: every head of a table says what it heads"
        );
        for (at, _) in html.match_indices("<th ") {
            assert!(
                html[at..].split('>').next().unwrap().contains("scope="),
                "{address}: {}",
                &html[at..at + 80]
            );
        }
        let gap = words(&html)
            .split_once('{')
            .map(|(_, rest)| rest.chars().take(40).collect::<String>());
        assert_eq!(gap, None, "{address} shows a sentence whose gaps are not filled");
        // A key that no catalogue has would be shown as it is.
        for prefix in [
            " page.",
            " handbook.",
            " privacy.",
            " accessibility.",
            " reason.",
            " mark.",
            " method.",
        ] {
            let text = words(&html);
            // Behind the full stop of a sentence stands no letter.
            let is_key = |at: usize| text[at + prefix.len()..].starts_with(|c: char| c.is_ascii_lowercase());
            let keys = text.match_indices(prefix).filter(|(at, _)| is_key(*at)).count();
            assert_eq!(keys, 0, "{address} shows a key: {prefix}");
        }
    }
}

#[test]
fn faults_are_told_on_a_page() {
    for (address, status) in [
        ("/cities/nirgends/index.html", 404),
        ("/cities/musterstadt/ortsteil/areas/9999/profile.html", 404),
        ("/cities/musterstadt/ortsteil/table.html?indicator=nichts", 404),
        ("/cities/musterstadt/ortsteil/selection.html?codes=9999", 404),
        ("/cities/musterstadt/definitions/nichts/method.html", 404),
        (
            "/cities/musterstadt/statistischer_bezirk/table.html?indicator=miete",
            422,
        ),
    ] {
        let answer = embedded().get(address);
        assert_eq!(answer.status, status, "{address}");
        assert!(answer.header("content-type").starts_with("text/html") && answer.header("cache-control") == "no-store");
        let text = String::from_utf8(answer.body).unwrap();
        assert!(words(&text).contains("Zur Liste der Städte"), "{address}");
    }
}

#[test]
fn names_that_look_like_markup_stay_names() {
    let folder = musterstadt();
    let toml = String::from_utf8(folder.read("city.toml")).unwrap();
    let hostile = r#"name = "</style><script>alert(1)</script>\"{}""#;
    let toml = toml
        .replace("name = \"SGB-II-Quote\"", hostile)
        .replace("name = \"Musterstadt\"", hostile);
    assert_eq!(toml.matches("alert(1)").count(), 2);
    folder.write("city.toml", toml);
    let service = Service::folder(folder.path());
    for door in [
        "index.html",
        "indicators/sgb2_quote/method.html",
        "ortsteil/table.html",
        "ortsteil/areas/11/profile.html",
    ] {
        let html = page(&service, &format!("/cities/musterstadt/{door}"));
        assert!(!html.contains("<script") && html.contains("&lt;script"), "{door}");
        assert_eq!(html.matches("</style>").count(), 1, "{door}");
    }
}

fn with_operator(operator: Operator) -> Service {
    let (slot, _) = CitySlot::embedded().unwrap_or_else(|e| panic!("{e}"));
    let options = Options {
        operator,
        ..Options::default()
    };
    Service::with(vec![slot], options)
}

#[test]
fn declarations_say_what_the_operator_says_and_what_is_missing() {
    let silent = words(&page(embedded(), "/accessibility.html"));
    assert!(
        silent.contains("noch nicht vollständig") && silent.contains("Der Betreiber hat dazu noch nichts angegeben.")
    );
    assert!(words(&page(embedded(), "/privacy.html")).contains("noch nicht vollständig"));
    let service = with_operator(Operator {
        name: "Stadt Neustadt, Jugendamt".to_owned(),
        email: "atlas@neustadt.example".to_owned(),
        imprint_url: "https://neustadt.example/impressum".to_owned(),
        accessibility: Accessibility {
            made_on: "2026-11-20".to_owned(),
            method: "Selbstbewertung".to_owned(),
            conformance: Some(Conformance::Partial),
            barriers: vec!["Ältere PDF".to_owned()],
            enforcement_body: "Landesbeauftragte".to_owned(),
            ..Accessibility::default()
        },
        privacy: Privacy {
            officer: "Datenschutz Neustadt".to_owned(),
            server_logs: "sieben Tage".to_owned(),
            ..Privacy::default()
        },
        ..Operator::default()
    });
    let html = page(&service, "/accessibility.html");
    let text = words(&html);
    for word in [
        "Stadt Neustadt, Jugendamt",
        "20.11.2026",
        "teilweise vereinbar",
        "Ältere PDF",
        "Landesbeauftragte",
    ] {
        assert!(text.contains(word), "{word} is not in {text}");
    }
    assert!(!text.contains("noch nicht vollständig"), "{text}");
    assert!(html.contains("mailto:atlas@neustadt.example") && html.contains("https://neustadt.example/impressum"));
    let privacy = words(&page(&service, "/privacy.html"));
    assert!(
        privacy.contains("sieben Tage") && privacy.contains("Datenschutz Neustadt"),
        "{privacy}"
    );
    let tags = |service: &Service| -> Answer { service.get("/cities/musterstadt/index.html") };
    assert_ne!(
        tags(&service).header("etag"),
        tags(embedded()).header("etag"),
        "pages name the operator"
    );
}
