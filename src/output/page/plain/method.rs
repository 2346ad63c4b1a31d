//! The method page of one indicator: formula, sources, owners, rules.

use maud::{Markup, html};
use serde_json::Value;

use super::city::{said, sources};
use super::frame::{Head, Rendered, Sheet, Site, encoded, web_address};
use super::profile::span;
use super::read::{Read, entry};

/// The page of an indicator's method as the API answers it.
pub fn indicator_method(site: &Site, city: &Value, method: &Value) -> Rendered {
    let indicator = &method["indicator"];
    let data = site.data_language();
    let head = Head {
        title: site.say("page.method_of", &[("name", indicator.text("name"))]),
        way: vec![(
            format!("/cities/{}/index.html", encoded(city.text("id"))),
            city.text("name").to_owned(),
        )],
        sheet: Sheet {
            subject: format!("{} · {}", city.text("name"), indicator.text("name")),
            ..Sheet::default()
        },
        invented: city.holds("invented").then(|| city.text("name").to_owned()),
    };
    let main = html! {
        @if !indicator.text("description").is_empty() { p lang=[data] { (indicator.text("description")) } }
        section aria-labelledby="berechnung" {
            h2 #berechnung { (site.word("sources.formula")) }
            (formula(site, method))
        }
        section aria-labelledby="zustaendig" {
            h2 #zustaendig { (site.word("page.responsible")) }
            dl.facts {
                dt { (site.word("page.owner")) } dd lang=[data] { (said(site, &method.texts("owners").join("; "))) }
                dt { (site.word("page.update_cycle")) } dd lang=[data] { (said(site, &method.texts("update_cycles").join("; "))) }
                @if !indicator.texts("key_dates").is_empty() {
                    dt { (site.word("sources.key_dates")) } dd { (indicator.texts("key_dates").join(", ")) }
                }
                @if !indicator.texts("population_concepts").is_empty() {
                    dt { (site.word("sources.population")) } dd lang=[data] { (indicator.texts("population_concepts").join("; ")) }
                }
            }
        }
        (reach(site, city, indicator))
        section aria-labelledby="sicherheit" {
            h2 #sicherheit { (site.word("page.certainty")) }
            p { (method["interval"].text("note")) " " a href=(site.to("/handbook.html#bereich")) { (site.word("page.in_handbook")) } }
            p { (classes(site, &method["classes"])) " " a href=(site.to("/handbook.html#klassen")) { (site.word("page.in_handbook")) } }
            (notes(site, indicator, method))
        }
        (enters(site, city, method))
        section aria-labelledby="quellen" {
            h2 #quellen { (site.word("notes.sources")) }
            (sources(site, method.items("sources")))
            p.fine { (site.say("notes.version", &[("version", method.text("data_version"))])) }
        }
    };
    site.page(&head, &main)
}

fn formula(site: &Site, method: &Value) -> Markup {
    let indicator = &method["indicator"];
    let data = site.data_language();
    let all = method.items("figures");
    html! {
        p.formula lang=[data] { (indicator.text("formula")) }
        dl.facts {
            @for (key, side) in [("page.numerator", "numerator"), ("page.denominator", "denominator")] {
                @if !method.text(side).is_empty() { dt { (site.word(key)) } dd lang=[data] { (method.text(side)) } }
            }
            @if let Some(factor) = method.number("factor") { dt { (site.word("page.factor")) } dd { (site.figure(factor)) } }
            dt { (site.word("sources.unit")) } dd lang=[data] { (indicator.text("unit")) }
            dt { (site.word("sources.direction")) } dd { (site.word(&format!("direction.{}", indicator.text("direction")))) }
            dt { (site.word("page.decimals")) } dd { (site.whole(indicator.count("decimals"))) }
        }
        @if method.holds("share") { p { (site.word("page.is_share")) } }
        @if method.holds("individual_entitlement") { p { (site.word("page.entitlement")) } }
        h3 { (site.word("page.columns")) }
        div.wide tabindex="0" role="group" aria-label=(site.word("page.columns")) {
            table {
                thead { tr { @for key in ["page.column", "page.kind", "page.source"] { th scope="col" { (site.word(key)) } } } }
                tbody { @for figure in all {
                    tr {
                        th scope="row" lang=[data] { (figure.text("column")) }
                        td { (site.word(&format!("page.kind.{}", figure.text("kind")))) }
                        td lang=[data] {
                            (entry(method.items("sources"), "id", figure.text("source")).map_or("", |s| s.text("publisher")))
                        }
                    }
                } }
            }
        }
        p.fine { (site.word("page.columns_help")) " " a href=(site.to("/handbook.html#summen")) { (site.word("page.in_handbook")) } }
    }
}

/// Levels and periods, and why others have none.
fn reach(site: &Site, city: &Value, indicator: &Value) -> Markup {
    let data = site.data_language();
    html! {
        section aria-labelledby="ebenen" {
            h2 #ebenen { (site.word("page.levels_periods")) }
            dl.facts {
                @for available in indicator.items("available") {
                    @let level = entry(city.items("levels"), "id", available.text("level"));
                    dt lang=[data] { (level.map_or("", |level| level.text("plural"))) }
                    dd {
                        @if let Some(refused) = available["refused"].as_str() { (refused) }
                        @else {
                            (span(site, &available.texts("periods"))) ": "
                            a href=(site.to(&format!(
                                "/cities/{}/{}/table.html?indicator={}",
                                encoded(city.text("id")), encoded(available.text("level")), encoded(indicator.text("id"))
                            ))) { (site.word("page.table")) span.unseen lang=[data] { " " (level.map_or("", |level| level.text("plural"))) } }
                        }
                        @for remark in available.texts("remarks") { p.fine { (remark) } }
                    }
                }
            }
        }
    }
}

fn classes(site: &Site, classes: &Value) -> String {
    let method = site.word(&format!("method.{}", classes.text("method")));
    let breaks: Vec<String> = classes
        .items("breaks")
        .iter()
        .filter_map(Value::as_f64)
        .map(|b| site.figure(b))
        .collect();
    match (breaks.is_empty(), classes["classes"].as_u64()) {
        (false, _) => site.say(
            "page.classes_breaks",
            &[("method", &method), ("breaks", &breaks.join("; "))],
        ),
        (true, Some(count)) => site.say(
            "page.classes_count",
            &[("method", &method), ("count", &site.whole(count))],
        ),
        (true, None) => site.say("page.classes_open", &[("method", &method)]),
    }
}

fn notes(site: &Site, indicator: &Value, method: &Value) -> Markup {
    let data = site.data_language();
    html! {
        h3 { (site.word("sources.remarks")) }
        ul {
            @for cut in indicator.items("breaks") {
                li { (site.say("remark.break", &[("period", &site.period(cut.text("period")))])) " " span lang=[site.data_language()] { (cut.text("text")) } }
            }
            @for remark in indicator.texts("remarks") { li { (remark) } }
            @for source in method.items("sources") {
                li { span lang=[data] { (source.text("publisher")) } ": " (source.text("disclosure")) " "
                    a href=(site.to("/handbook.html#geheimhaltung")) { (site.word("page.in_handbook")) } }
            }
        }
        @if !indicator.items("goals").is_empty() {
            h3 { (site.word("notes.goals")) }
            ul lang=[data] { @for goal in indicator.items("goals") {
                li { @match web_address(goal.text("url")) {
                    Some(url) => a href=(url) { (goal.text("name")) },
                    None => (goal.text("name")),
                } }
            } }
        }
    }
}

/// Definitions that the indicator enters.
fn enters(site: &Site, city: &Value, method: &Value) -> Markup {
    let ids = method.texts("definitions");
    html! {
        @if !ids.is_empty() {
            section aria-labelledby="definitionen" {
                h2 #definitionen { (site.word("page.enters")) }
                ul { @for definition in city.items("priorities").iter().filter(|d| ids.contains(&d.text("id"))) {
                    li { a href=(site.to(&format!(
                        "/cities/{}/definitions/{}/method.html", encoded(city.text("id")), encoded(definition.text("id"))
                    ))) lang=[site.data_language()] { (definition.text("name")) } }
                } }
            }
        }
    }
}
