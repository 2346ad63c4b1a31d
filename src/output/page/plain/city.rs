//! One city: its levels, areas, indicators, definitions and sources, with ways to everything.

use maud::{Markup, html};
use serde_json::Value;

use super::frame::{Head, Rendered, Site, encoded, theme_links, web_address};
use super::places;
use super::read::Read;

/// A city as the API answers it, with the areas of every level.
#[derive(Debug, Clone, Copy)]
pub struct CityQuestion<'a> {
    /// The answer about the city.
    pub city: &'a Value,
    /// The answers about the areas of its levels, in the order of the levels.
    pub areas: &'a [Value],
}

/// The page of a city.
pub fn city(site: &Site, question: &CityQuestion) -> Rendered {
    let city = question.city;
    let data = site.data_language();
    let head = Head {
        title: city.text("name").to_owned(),
        invented: city.holds("invented").then(|| city.text("name").to_owned()),
        ..Head::default()
    };
    let main = html! {
        @if let Some(note) = city["note"].as_str() { p lang=[data] { (note) } }
        nav aria-label=(site.word("page.here")) {
            ul.jump {
                @for (to, key) in [
                    ("#ebenen", "page.levels"), ("#indikatoren", "page.indicators"), ("#quellen", "notes.sources"),
                ] { li { a href=(to) { (site.word(key)) } } }
            }
        }
        section aria-labelledby="ebenen" {
            h2 #ebenen { (site.word("page.levels")) }
            @for (level, areas) in city.items("levels").iter().zip(question.areas) { (level_part(site, city, level, areas)) }
        }
        section aria-labelledby="indikatoren" {
            h2 #indikatoren { (site.word("page.indicators")) }
            p { (site.word("page.indicators_lead")) }
            (theme_links(site, &themes(city)))
            @for (at, theme) in themes(city).into_iter().enumerate() { (theme_part(site, city, theme, at)) }
        }
        @if !city.items("priorities").is_empty() { (definitions(site, city)) }
        section aria-labelledby="quellen" {
            h2 #quellen { (site.word("notes.sources")) }
            (sources(site, city.items("sources")))
        }
        section aria-labelledby="dateien" {
            h2 #dateien { (site.word("page.files")) }
            ul {
                li { a href=(site.to(&format!("/cities/{}/report.html", encoded(city.text("id"))))) { (site.word("notes.report")) } }
                li { a href=(site.file(&format!("/cities/{}", encoded(city.text("id"))))) { (site.word("page.json")) } }
                @for offer in city.items("offers") {
                    li {
                        a href=(site.file(&format!("/cities/{}/offers/{}", encoded(city.text("id")), encoded(offer.text("id"))))) {
                            span lang=[data] { (offer.text("name")) } " (GeoJSON, " (site.whole(offer.count("count"))) ")"
                        }
                    }
                }
            }
            p.fine { (site.say("notes.version", &[("version", city.text("data_version"))])) }
        }
    };
    site.page(&head, &main)
}

fn level_part(site: &Site, city: &Value, level: &Value, areas: &Value) -> Markup {
    let (id, own) = (encoded(city.text("id")), encoded(level.text("id")));
    let year = level.count("boundary_year").to_string();
    let table = format!("/cities/{id}/{own}/table.html");
    let selection = format!("/cities/{id}/{own}/selection.html");
    let data = site.data_language();
    html! {
        section aria-labelledby={ "ebene-" (own) } {
            h3 id={ "ebene-" (own) } lang=[data] { (level.text("plural")) }
            p { (site.say("page.level", &[("count", &site.whole(level.count("areas"))), ("year", &year)])) }
            ul.jump {
                li { a href=(site.to(&table)) { (site.say("page.to_table", &[("level", level.text("plural"))])) } }
                li { a href=(site.to(&selection)) { (site.say("page.to_selection", &[("level", level.text("plural"))])) } }
            }
            details open[level.count("areas") <= 30] {
                summary { (site.say("page.profiles_of", &[("level", level.text("plural"))])) }
                ul.places {
                    @for (code, name) in places::by_name(areas) {
                        li {
                            a href=(site.to(&format!("/cities/{id}/{own}/areas/{}/profile.html", encoded(code)))) lang=[data] { (name) }
                            " " span.code { (code) }
                        }
                    }
                }
            }
        }
    }
}

/// Themes in the order of the indicators, each once.
fn themes(city: &Value) -> Vec<&str> {
    let mut themes: Vec<&str> = Vec::new();
    for indicator in city.items("indicators") {
        if !themes.contains(&indicator.text("theme")) {
            themes.push(indicator.text("theme"));
        }
    }
    themes
}

fn theme_part(site: &Site, city: &Value, theme: &str, at: usize) -> Markup {
    let id = encoded(city.text("id"));
    let data = site.data_language();
    let levels = city.items("levels");
    let reached = |indicator: &Value| -> Vec<(String, String)> {
        let available = indicator
            .items("available")
            .iter()
            .filter(|a| !a.items("periods").is_empty());
        let level = |a: &Value| {
            let level = levels.iter().find(|level| level["id"] == a["level"])?;
            let address = format!(
                "/cities/{id}/{}/table.html?indicator={}",
                encoded(level.text("id")),
                encoded(indicator.text("id"))
            );
            Some((site.to(&address), level.text("plural").to_owned()))
        };
        available.filter_map(level).collect()
    };
    html! {
        h3 id={ "thema-" (at) } lang=[data] { (theme) }
        ul.cards {
            @for indicator in city.items("indicators").iter().filter(|i| i.text("theme") == theme) {
                li {
                    p { strong lang=[data] { (indicator.text("name")) } " (" span lang=[data] { (indicator.text("unit")) } ")" }
                    @if !indicator.text("description").is_empty() { p.fine lang=[data] { (indicator.text("description")) } }
                    ul.inline {
                        @for (to, name) in reached(indicator) {
                            li { a href=(to) lang=[data] { (name) span.unseen { ": " (indicator.text("name")) } } }
                        }
                        li {
                            a href=(site.to(&format!("/cities/{id}/indicators/{}/method.html", encoded(indicator.text("id"))))) {
                                (site.word("page.to_method")) span.unseen lang=[data] { ": " (indicator.text("name")) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn definitions(site: &Site, city: &Value) -> Markup {
    let id = encoded(city.text("id"));
    let data = site.data_language();
    html! {
        section aria-labelledby="definitionen" {
            h2 #definitionen lang=[data] { (city.text("priority_name")) }
            p { (site.word("notes.index")) }
            ul {
                @for definition in city.items("priorities") {
                    li {
                        a href=(site.to(&format!("/cities/{id}/definitions/{}/method.html", encoded(definition.text("id"))))) lang=[data] {
                            (definition.text("name"))
                        }
                        ": " span lang=[data] { (definition.text("description")) } " "
                        a href=(site.to(&format!(
                            "/cities/{id}/{}/map.svg?show=status&definition={}",
                            encoded(definition.text("level")), encoded(definition.text("id"))
                        ))) { (site.word("page.index_map")) span.unseen lang=[data] { ": " (definition.text("name")) } }
                    }
                }
            }
            p { a href=(site.file(&format!("/cities/{id}/decisions.csv"))) { (site.word("page.decisions")) } }
        }
    }
}

/// Sources with everything that must be known to use and to ask about them.
pub(super) fn sources(site: &Site, sources: &[Value]) -> Markup {
    let data = site.data_language();
    html! {
        @for source in sources {
            section.source {
                h3 lang=[data] { @if source.text("title").is_empty() { (source.text("publisher")) } @else { (source.text("title")) } }
                dl.facts {
                    dt { (site.word("sources.publisher")) } dd lang=[data] { (source.text("publisher")) }
                    dt { (site.word("sources.licence")) } dd { (source.text("licence")) }
                    dt { (site.word("sources.as_of")) } dd { (site.period(source.text("as_of"))) }
                    dt { (site.word("page.owner")) } dd lang=[data] { (said(site, source.text("owner"))) }
                    dt { (site.word("page.update_cycle")) } dd lang=[data] { (said(site, source.text("update_cycle"))) }
                    @if !source.text("population_concept").is_empty() {
                        dt { (site.word("sources.population")) } dd lang=[data] { (source.text("population_concept")) }
                    }
                    dt { (site.word("sources.rules")) } dd { (source.text("disclosure")) }
                }
                @if let Some(url) = web_address(source.text("url")) { p { a href=(url) { (site.word("sources.link")) } } }
            }
        }
    }
}

/// Sources in a line each, where whole descriptions would be longer than what they are about.
pub(super) fn sources_brief(site: &Site, sources: &[Value]) -> Markup {
    let data = site.data_language();
    html! {
        ul.brief {
            @for source in sources {
                li {
                    @if !source.text("title").is_empty() { strong lang=[data] { (source.text("title")) } ": " }
                    span lang=[data] { (source.text("publisher")) }
                    "; " (site.word("sources.licence")) ": " (source.text("licence"))
                    "; " (site.word("sources.as_of")) ": " (site.period(source.text("as_of")))
                    @if !source.text("owner").is_empty() { "; " (site.word("page.owner")) ": " span lang=[data] { (source.text("owner")) } }
                    @if !source.text("update_cycle").is_empty() { "; " (site.word("page.update_cycle")) ": " span lang=[data] { (source.text("update_cycle")) } }
                    @if !source.text("population_concept").is_empty() {
                        "; " (site.word("sources.population")) ": " span lang=[data] { (source.text("population_concept")) }
                    }
                    ". " (source.text("disclosure"))
                    @if let Some(url) = web_address(source.text("url")) { " " a.noprint href=(url) { (site.word("sources.link")) } }
                }
            }
        }
    }
}

/// A text, or that nothing is said.
pub(super) fn said(site: &Site, text: &str) -> String {
    if text.is_empty() {
        site.word("page.not_said")
    } else {
        text.to_owned()
    }
}
