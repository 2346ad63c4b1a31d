//! The profile of an area (Steckbrief): what the API says about it, for the screen and for A4.

use maud::{Markup, PreEscaped, html};
use serde_json::Value;

use super::city::sources_brief;
use super::frame::{Head, Rendered, Sheet, Site, encoded};
use super::places::{self, links};
use super::profile_indicator;
use super::read::{Read, entry};
use super::standing;

/// What a profile is made of.
#[derive(Debug, Clone, Copy)]
pub struct ProfileParts<'a> {
    /// The city as the API answers it.
    pub city: &'a Value,
    /// The profile as the API answers it.
    pub profile: &'a Value,
    /// The picture of where it lies.
    pub locator: &'a str,
}

/// Most offers that are listed one by one.
const LISTED: usize = 60;

/// The page of an area.
pub fn profile(site: &Site, parts: &ProfileParts) -> Rendered {
    let (city, profile) = (parts.city, parts.profile);
    let (level, area) = (&profile["level"], &profile["area"]);
    let head = Head {
        title: area.text("name").to_owned(),
        way: way(city, level.text("id"), level.text("plural")),
        sheet: sheet(
            site,
            city,
            level,
            area.text("name"),
            &periods(site, profile),
            &used(parts),
        ),
        invented: city.holds("invented").then(|| city.text("name").to_owned()),
    };
    let main = html! {
        p.subtitle {
            span lang=[site.data_language()] {
                (site.say("profile.subtitle", &[
                    ("level", level.text("name")), ("city", city.text("name")), ("year", &level.count("boundary_year").to_string()),
                ]))
            }
            " · " (site.say("page.code", &[("code", area.text("code"))]))
        }
        div.place {
            figure { (PreEscaped(parts.locator)) }
            (facts(site, parts))
        }
        (standing::standing(site, city, profile))
        section aria-labelledby="zahlen" {
            h2 #zahlen { (site.word("page.figures")) }
            p.fine { (site.word("page.figures_help")) " "
                a href=(site.to("/handbook.html#bereich")) { (site.word("page.what_interval")) } }
            (profile_indicator::themes(site, city, profile.items("themes")))
        }
        (similar(site, city, profile))
        (offers(site, profile.items("offers")))
        section aria-labelledby="quellen" {
            h2 #quellen { (site.word("notes.sources")) }
            (sources_brief(site, &used(parts)))
        }
        section aria-labelledby="hinweise" {
            h2 #hinweise { (site.word("page.notes")) }
            p { (profile.text("note")) }
            p.fine { (site.say("notes.version", &[("version", profile.text("data_version"))])) }
            p.noprint { a href=(site.file(&format!(
                "/cities/{}/{}/areas/{}", encoded(city.text("id")), encoded(level.text("id")), encoded(area.text("code"))
            ))) { (site.word("page.json")) } }
        }
    };
    site.page(&head, &main)
}

/// The way from the list of cities to a level.
pub(super) fn way(city: &Value, level: &str, plural: &str) -> Vec<(String, String)> {
    let id = encoded(city.text("id"));
    vec![
        (format!("/cities/{id}/index.html"), city.text("name").to_owned()),
        (format!("/cities/{id}/{}/table.html", encoded(level)), plural.to_owned()),
    ]
}

/// What stands on every printed sheet.
pub(super) fn sheet(site: &Site, city: &Value, level: &Value, name: &str, periods: &str, sources: &[Value]) -> Sheet {
    // An office that gave many tables is named once, with all their dates.
    let mut publishers: Vec<(&str, Vec<&str>)> = Vec::new();
    for source in sources {
        let (publisher, date) = (source.text("publisher"), source.text("as_of"));
        match publishers.iter_mut().find(|(known, _)| *known == publisher) {
            Some((_, dates)) if dates.contains(&date) => {}
            Some((_, dates)) => dates.push(date),
            None => publishers.push((publisher, vec![date])),
        }
    }
    let said = publishers.into_iter().map(|(publisher, mut dates)| {
        dates.sort_unstable();
        let dates: Vec<String> = dates.into_iter().map(|date| site.period(date)).collect();
        site.say(
            "page.source_short",
            &[("publisher", publisher), ("date", &dates.join(", "))],
        )
    });
    Sheet {
        subject: format!("{} · {} {name}", city.text("name"), level.text("name")),
        period: periods.to_owned(),
        source: said.collect::<Vec<_>>().join("; "),
    }
}

/// The period of most indicators, or first and last of all.
fn periods(site: &Site, profile: &Value) -> String {
    let shown = profile
        .items("themes")
        .iter()
        .flat_map(|theme| theme.items("indicators"));
    let mut periods: Vec<&str> = shown.map(|i| i.text("period")).collect();
    periods.sort_unstable();
    periods.dedup();
    span(site, &periods)
}

/// One period, or first and last.
pub(super) fn span(site: &Site, periods: &[&str]) -> String {
    match periods {
        [] => String::new(),
        [only] => site.period(only),
        [first, .., last] => format!("{}–{}", site.period(first), site.period(last)),
    }
}

/// The sources of the indicators that are shown and of the boundaries.
fn used(parts: &ProfileParts) -> Vec<Value> {
    let shown = parts
        .profile
        .items("themes")
        .iter()
        .flat_map(|theme| theme.items("indicators"));
    let ids: Vec<&str> = shown.map(|i| i.text("id")).collect();
    used_by(parts.city, &ids, parts.profile["level"].text("id"))
}

/// The sources of some indicators and of a level's boundaries, in the order of the city.
pub(super) fn used_by(city: &Value, indicators: &[&str], level: &str) -> Vec<Value> {
    let described = city
        .items("indicators")
        .iter()
        .filter(|i| indicators.contains(&i.text("id")));
    let mut ids: Vec<&str> = described.flat_map(|i| i.texts("sources")).collect();
    ids.extend(entry(city.items("levels"), "id", level).map(|level| level.text("source")));
    let all = city.items("sources").iter();
    all.filter(|source| ids.contains(&source.text("id"))).cloned().collect()
}

fn facts(site: &Site, parts: &ProfileParts) -> Markup {
    let (city, profile) = (parts.city, parts.profile);
    let data = site.data_language();
    let id = city.text("id");
    html! {
        dl.facts {
            (population(site, &profile["population"]))
            dt { (site.word("page.area")) }
            dd { (site.measured(profile["area"].number("area_km2").unwrap_or_default(), 2, "km²")) }
            @for parent in profile.items("parents") {
                dt lang=[data] { (parent.text("level_name")) }
                dd { a href=(site.to(&places::address(id, parent.text("level"), parent.text("code")))) lang=[data] { (parent.text("name")) } }
            }
            @let children = &profile["children"];
            @if !children.items("areas").is_empty() {
                dt lang=[data] { (children.text("level_plural")) }
                dd { (links(site, id, children.text("level"), children.items("areas"))) }
            }
            @if !profile.items("neighbours").is_empty() {
                dt { (site.word("profile.neighbours")) }
                dd { (links(site, id, profile["level"].text("id"), profile.items("neighbours"))) }
            }
        }
    }
}

/// How many people live there, where an indicator counts them.
pub(super) fn population(site: &Site, population: &Value) -> Markup {
    html! {
        @if !population.is_null() {
            dt {
                span lang=[site.data_language()] { (population.text("name")) }
                " (" (site.period(population.text("period"))) ")"
            }
            dd.large {
                @match population.number("value") {
                    Some(value) => (site.number(value, 0)),
                    None => span.missing { (population.text("reason_text")) },
                }
            }
        }
    }
}

fn similar(site: &Site, city: &Value, profile: &Value) -> Markup {
    let similar = &profile["similar"];
    html! {
        section.keep aria-labelledby="aehnlich" {
            h2 #aehnlich { (site.word("page.similar")) }
            @if !similar.items("areas").is_empty() {
                (links(site, city.text("id"), profile["level"].text("id"), similar.items("areas")))
            }
            p.fine { (similar.text("note")) }
        }
    }
}

/// Offers within areas, file by file.
pub(super) fn offers(site: &Site, layers: &[Value]) -> Markup {
    html! {
        section aria-labelledby="angebote" {
            h2 #angebote { (site.word("page.offers")) }
            @if layers.is_empty() { p { (site.word("page.no_offers")) } }
            @for layer in layers { (offers_of(site, layer)) }
        }
    }
}

fn offers_of(site: &Site, layer: &Value) -> Markup {
    let data = site.data_language();
    let mut here: Vec<&Value> = layer.items("offers").iter().collect();
    here.sort_by_cached_key(|offer| ["type", "name", "id"].map(|key| offer.text(key).to_owned()));
    let columns = [
        "page.offer",
        "page.offer_kind",
        "page.offer_for",
        "page.offer_provider",
        "page.offer_places",
    ];
    html! {
        h3 lang=[data] { (layer.text("name")) " (" (site.whole(here.len() as u64)) ")" }
        div.wide tabindex="0" role="group" aria-label=(layer.text("name")) {
            table {
                thead { tr { @for key in columns { th scope="col" { (site.word(key)) } } } }
                tbody lang=[data] {
                    @for offer in here.iter().take(LISTED) {
                        tr {
                            th scope="row" { (if offer.text("name").is_empty() { offer.text("id") } else { offer.text("name") }) }
                            td { (offer.text("type")) }
                            td { (offer.texts("life_stages").join(", ")) }
                            td { (offer.text("provider")) }
                            td.n { @if let Some(places) = offer.number("places") { (site.figure(places)) } @else { "–" } }
                        }
                    }
                }
            }
        }
        @if here.len() > LISTED {
            p { (site.say("check.more", &[("count", &site.whole((here.len() - LISTED) as u64))])) }
        }
    }
}
