//! The method page of an index of need.

use maud::{Markup, html};
use serde_json::Value;

use super::frame::{Head, Rendered, Sheet, Site, encoded};
use super::profile::used_by;
use super::read::{Read, entry};

/// The page of a definition as the API answers it.
pub fn definition(site: &Site, city: &Value, method: &Value) -> Rendered {
    let definition = &method["definition"];
    let data = site.data_language();
    let level = entry(city.items("levels"), "id", definition.text("level"));
    let plural = level.map_or("", |level| level.text("plural"));
    let head = Head {
        title: site.say("page.method_of", &[("name", definition.text("name"))]),
        way: vec![(
            format!("/cities/{}/index.html", encoded(city.text("id"))),
            city.text("name").to_owned(),
        )],
        sheet: Sheet {
            subject: format!("{} · {}", city.text("name"), definition.text("name")),
            period: site.period(definition.text("period")),
            source: String::new(),
        },
        invented: city.holds("invented").then(|| city.text("name").to_owned()),
    };
    let main = html! {
        p lang=[data] { (definition.text("description")) }
        p.notice { (method.text("note")) }
        dl.facts {
            dt { (site.word("choose.level")) } dd lang=[data] { (plural) }
            dt { (site.word("page.period")) } dd { (site.period(definition.text("period"))) }
            dt { (site.word("page.version")) } dd { (definition.text("version")) " (" code { (definition.text("hash")) } ")" }
            @if let Some(template) = definition["template"].as_str() { dt { (site.word("page.template")) } dd { (template) } }
        }
        section aria-labelledby="status" {
            h2 #status { (site.word("page.index_status")) }
            (index(site, city, &method["method"]))
            (classes(site, &definition.texts("class_labels"), definition.items("cuts"), definition.text("classing")))
        }
        @if method["dynamics"].is_object() { (dynamics(site, city, &method["dynamics"])) }
        (flags(site, city, method))
        p { a href=(site.to("/handbook.html#index")) { (site.word("page.how_indices")) } }
        p { a href=(site.to(&format!(
            "/cities/{}/{}/map.svg?show=status&definition={}",
            encoded(city.text("id")), encoded(definition.text("level")), encoded(definition.text("id"))
        ))) { (site.word("page.index_map")) } }
        section aria-labelledby="quellen" {
            h2 #quellen { (site.word("notes.sources")) }
            (super::city::sources(site, &used_by(city, &definition.texts("indicators"), definition.text("level"))))
            p.fine { (site.say("notes.version", &[("version", method.text("data_version"))])) }
        }
    };
    site.page(&head, &main)
}

/// The choices behind one index, in the order in which they are made.
fn index(site: &Site, city: &Value, method: &Value) -> Markup {
    let word = |group: &str, key: &str| site.word(&format!("page.{group}.{}", method.text(key)));
    html! {
        (weights(site, city, method))
        ol {
            @if let Some([low, high]) = pair(&method["winsorise"]) {
                li { (site.say("page.winsorise", &[("low", &site.figure(low)), ("high", &site.figure(high))])) }
            }
            li {
                (word("normalise", "normalise"))
                @if let Some([low, high]) = pair(&method["range"]) {
                    " " (site.say("page.range", &[("low", &site.figure(low)), ("high", &site.figure(high))]))
                }
                @if let Some(period) = method["reference"].as_str() { " " (site.say("page.reference", &[("period", &site.period(period))])) }
            }
            @if !method.items("dimensions").is_empty() {
                li { (site.word("page.dimensions")) ul { @for dimension in method.items("dimensions") {
                    li lang=[site.data_language()] { (dimension.text("name")) " (" (site.figure(dimension.number("weight").unwrap_or_default())) ")" }
                } } }
            }
            li { (word("aggregate", "aggregate")) }
            li { (word("rescale", "rescale")) }
        }
    }
}

fn weights(site: &Site, city: &Value, method: &Value) -> Markup {
    let data = site.data_language();
    html! {
        div.wide tabindex="0" role="group" aria-label=(site.word("sources.indicators")) {
            table {
                thead { tr {
                    th scope="col" { (site.word("page.indicator")) }
                    th scope="col" { (site.word("sources.direction")) }
                    th.n scope="col" { (site.word("page.weight")) }
                } }
                tbody { @for weighted in method.items("indicators") {
                    @let indicator = entry(city.items("indicators"), "id", weighted.text("id"));
                    tr {
                        th scope="row" {
                            a href=(site.to(&format!(
                                "/cities/{}/indicators/{}/method.html", encoded(city.text("id")), encoded(weighted.text("id"))
                            ))) lang=[data] { (indicator.map_or(weighted.text("id"), |i| i.text("name"))) }
                            @if let Some(period) = weighted["period"].as_str() { " (" (site.period(period)) ")" }
                            @if weighted.holds("log") { span.fine { (site.word("page.logarithm")) } }
                        }
                        td { @if let Some(indicator) = indicator { (site.word(&format!("direction.{}", indicator.text("direction")))) } }
                        td.n { (site.figure(weighted.number("weight").unwrap_or_default())) }
                    }
                } }
            }
        }
    }
}

/// The two numbers of a range.
fn pair(value: &Value) -> Option<[f64; 2]> {
    Some([value[0].as_f64()?, value[1].as_f64()?])
}

fn classes(site: &Site, names: &[&str], cuts: &[Value], classing: &str) -> Markup {
    let cuts: Vec<String> = cuts
        .iter()
        .filter_map(Value::as_f64)
        .map(|cut| site.figure(cut))
        .collect();
    html! {
        p {
            (site.word(&format!("page.classing.{classing}")))
            @if !cuts.is_empty() { " " (cuts.join("; ")) "." }
        }
        p { (site.word("page.class_names")) " " (names.join(", ")) }
    }
}

fn dynamics(site: &Site, city: &Value, dynamics: &Value) -> Markup {
    html! {
        section aria-labelledby="dynamik" {
            h2 #dynamik { (site.word("picture.dynamics_column")) }
            p {
                (site.word(&format!("page.change.{}", dynamics.text("change"))))
                @if let Some(since) = dynamics["since"].as_str() { " " (site.say("page.change_since", &[("period", &site.period(since))])) }
            }
            (index(site, city, &dynamics["method"]))
            (classes(site, &dynamics.texts("class_labels"), dynamics.items("cuts"), dynamics["method"].text("classing")))
        }
    }
}

/// Who is flagged, and who takes no part.
fn flags(site: &Site, city: &Value, method: &Value) -> Markup {
    let floor = &method["floor"];
    let excluded = method.items("exclude");
    html! {
        section aria-labelledby="auffaellig" {
            h2 #auffaellig { (site.word("page.who_flagged")) }
            ul { @for rule in method.texts("attention") { li { (rule) } } }
            p { (site.word("page.flag_is_hint")) " " a href=(site.to("/handbook.html#hinweis")) { (site.word("page.in_handbook")) } }
            @if floor.is_object() {
                @let name = entry(city.items("indicators"), "id", floor.text("indicator")).map_or("", |i| i.text("name"));
                p { (site.say("page.floor", &[("indicator", name), ("min", &site.figure(floor.number("min").unwrap_or_default()))])) }
            }
            @if !excluded.is_empty() {
                p { (site.word("page.excluded")) }
                ul lang=[site.data_language()] { @for area in excluded { li { (area.text("code")) ": " (area.text("reason")) } } }
            }
            p { (site.say("page.near_cut", &[("distance", &site.figure(method.number("near_cut").unwrap_or_default()))])) }
        }
    }
}
