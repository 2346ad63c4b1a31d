//! Several areas together: a form to choose them, and what is published of all of them.

use maud::{Markup, PreEscaped, html};
use serde_json::{Value, json};

use super::city::sources;
use super::frame::{Head, Rendered, Site, encoded};
use super::places::{self, address};
use super::profile::{OfferHere, sheet, span, used_by, way};
use super::profile_indicator;
use super::read::{Read, entry};

/// What the page of a selection is made of.
#[derive(Debug, Clone, Copy)]
pub struct SelectionParts<'a> {
    /// The city as the API answers it.
    pub city: &'a Value,
    /// Identifier of the level.
    pub level: &'a str,
    /// The areas of the level as the API answers them.
    pub areas: &'a Value,
    /// Codes of the chosen areas.
    pub codes: &'a [&'a str],
    /// For every indicator that reaches the level, the answers about the selection in all periods, the latest at the end.
    pub answers: &'a [Vec<Value>],
    /// For every indicator by its identifier, the published values of all areas.
    pub values: &'a Value,
    /// The picture of where they lie.
    pub locator: &'a str,
    /// Offers within them.
    pub offers: &'a [OfferHere],
}

/// A form with all areas of a level.
pub fn choice(site: &Site, city: &Value, level: &str, areas: &Value) -> Rendered {
    let none = Value::Null;
    let level = entry(city.items("levels"), "id", level).unwrap_or(&none);
    let head = Head {
        title: site.say("page.choose", &[("level", level.text("plural"))]),
        way: way(site, city, level.text("id"), level.text("plural")),
        invented: city.holds("invented").then(|| city.text("name").to_owned()),
        ..Head::default()
    };
    let to = format!("/cities/{}/{}/selection.html", encoded(city.text("id")), encoded(level.text("id")));
    let main = html! {
        p { (site.word("page.choose_lead")) }
        (form(site, &to, areas, &[]))
    };
    site.page(&head, &main)
}

fn form(site: &Site, to: &str, areas: &Value, chosen: &[&str]) -> Markup {
    html! {
        form.noprint method="get" action=(site.file(to)) {
            fieldset {
                legend { (site.word("page.areas")) }
                ul.places { @for (code, name) in places::by_name(areas) {
                    li { label { input type="checkbox" name="codes" value=(code) checked[chosen.contains(&code)]; " "
                        span lang=[site.data_language()] { (name) } " " span.code { (code) } } }
                } }
            }
            @if site.data_language().is_some() { input type="hidden" name="language" value="en"; }
            button type="submit" { (site.word("page.show_selection")) }
        }
    }
}

/// The page of a selection.
pub fn selection(site: &Site, parts: &SelectionParts) -> Rendered {
    let city = parts.city;
    let none = Value::Null;
    let level = entry(city.items("levels"), "id", parts.level).unwrap_or(&none);
    let themes = themes(city, parts.answers);
    let shown = || themes.iter().flat_map(|theme| theme.items("indicators"));
    let ids: Vec<&str> = shown().map(|i| i.text("id")).collect();
    let mut periods: Vec<&str> = shown().map(|i| i.text("period")).collect();
    periods.sort_unstable();
    periods.dedup();
    let used = used_by(city, &ids, parts.level);
    let count = site.whole(parts.codes.len() as u64);
    let title = site.say("page.selection", &[("count", &count), ("level", level.text("plural"))]);
    let to = format!("/cities/{}/{}/selection.html", encoded(city.text("id")), encoded(parts.level));
    let head = Head {
        way: way(site, city, parts.level, level.text("plural")),
        sheet: sheet(site, city, level, &title, &span(site, &periods), &used),
        invented: city.holds("invented").then(|| city.text("name").to_owned()),
        title,
    };
    let main = html! {
        div.place {
            figure { (PreEscaped(parts.locator)) }
            (facts(site, parts))
        }
        section aria-labelledby="zahlen" {
            h2 #zahlen { (site.word("page.figures")) }
            p.fine { (site.word("page.selection_help")) " " a href=(site.to("/handbook.html#auswahl")) { (site.word("page.in_handbook")) } }
            @for theme in &themes { (profile_indicator::theme(site, city, theme, parts.values)) }
        }
        (super::profile::offers(site, parts.offers))
        section aria-labelledby="quellen" {
            h2 #quellen { (site.word("notes.sources")) }
            (sources(site, &used))
            p { (site.word("notes.people")) " " (site.word("picture.local")) }
            p.fine { (site.say("notes.version", &[("version", city.text("data_version"))])) }
        }
        section.noprint aria-labelledby="andere" {
            h2 #andere { (site.word("page.change_selection")) }
            details { summary { (site.word("page.areas")) } (form(site, &to, parts.areas, parts.codes)) }
        }
    };
    site.page(&head, &main)
}

fn facts(site: &Site, parts: &SelectionParts) -> Markup {
    let all = places::by_name(parts.areas);
    let chosen = all.iter().filter(|(code, _)| parts.codes.contains(code));
    let codes = parts.areas.texts("code");
    let sizes = parts.areas.items("area_km2");
    let size = |code: &&str| sizes.get(codes.iter().position(|c| c == code)?)?.as_f64();
    let size: f64 = parts.codes.iter().filter_map(size).sum();
    html! {
        dl.facts {
            dt { (site.word("page.area")) }
            dd { (site.measured(size, 2, "km²")) }
            dt { (site.word("page.areas")) }
            dd { ul.inline { @for (code, name) in chosen {
                li { a href=(site.to(&address(parts.city.text("id"), parts.level, code))) lang=[site.data_language()] { (name) } }
            } } }
        }
    }
}

/// The answers in the shape of a profile's themes.
fn themes(city: &Value, answers: &[Vec<Value>]) -> Vec<Value> {
    let mut themes: Vec<(String, Vec<Value>)> = Vec::new();
    for series in answers {
        let Some(latest) = series.last() else { continue };
        let Some(described) = entry(city.items("indicators"), "id", latest.text("indicator")) else {
            continue;
        };
        let row = row(described, latest, series);
        match themes.iter_mut().find(|(name, _)| name == described.text("theme")) {
            Some((_, rows)) => rows.push(row),
            None => themes.push((described.text("theme").to_owned(), vec![row])),
        }
    }
    let theme = |(name, rows): (String, Vec<Value>)| json!({"theme": name, "indicators": rows});
    themes.into_iter().map(theme).collect()
}

fn row(described: &Value, latest: &Value, series: &[Value]) -> Value {
    let point = |answer: &Value| {
        json!({
            "period": answer["period"], "value": answer["value"], "reason": answer["reason"],
            "city": answer["city"]["value"],
        })
    };
    let mut row = latest.clone();
    row["id"] = described["id"].clone();
    for name in ["name", "breaks", "remarks"] {
        row[name] = described[name].clone();
    }
    row["series"] = series.iter().map(point).collect();
    row
}
