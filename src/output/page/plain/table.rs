//! One indicator of one level and period: all areas with values, intervals and reasons.

use maud::{Markup, html};
use serde_json::Value;

use super::city::sources;
use super::frame::{Head, Rendered, Site, encoded};
use super::places::{self, sorting};
use super::profile::{sheet, used_by, way};
use super::profile_indicator::decimals;
use super::read::{Read, entry};
use crate::model::PriorityDefinition;

/// What a table is made of.
#[derive(Debug, Clone, Copy)]
pub struct TableParts<'a> {
    /// The city as the API answers it.
    pub city: &'a Value,
    /// The areas of the level as the API answers them.
    pub areas: &'a Value,
    /// The values as the API answers them.
    pub values: &'a Value,
    /// The definition whose hints are among the values.
    pub hints: Option<&'a PriorityDefinition>,
    /// What the map says in words.
    pub map: &'a str,
    /// Formats of downloads.
    pub formats: &'a [&'a str],
}

/// The page of a table.
pub fn table(site: &Site, parts: &TableParts) -> Rendered {
    let (city, values) = (parts.city, parts.values);
    let none = Value::Null;
    let level = entry(city.items("levels"), "id", values.text("level")).unwrap_or(&none);
    let indicator = entry(city.items("indicators"), "id", values.text("indicator")).unwrap_or(&none);
    let period = site.period(values.text("period"));
    let used = used_by(city, &[indicator.text("id")], level.text("id"));
    let data = site.data_language();
    let id = encoded(city.text("id"));
    let method = site.to(&format!(
        "/cities/{id}/indicators/{}/method.html",
        encoded(indicator.text("id"))
    ));
    let head = Head {
        title: format!("{}, {period}", indicator.text("name")),
        way: way(city, level.text("id"), level.text("plural")),
        sheet: sheet(site, city, level, indicator.text("name"), &period, &used),
        invented: city.holds("invented").then(|| city.text("name").to_owned()),
    };
    let main = html! {
        p.subtitle lang=[data] {
            (site.say("page.level_in", &[("level", level.text("plural")), ("city", city.text("name"))]))
        }
        @if !indicator.text("description").is_empty() { p lang=[data] { (indicator.text("description")) } }
        p { span lang=[data] { (indicator.text("formula")) } ". " a href=(method) { (site.word("page.to_method")) } }
        (switches(site, parts, level, indicator))
        (picture(site, parts, level, indicator))
        section aria-labelledby="werte" {
            h2 #werte { (site.word("page.values")) }
            (rows(site, parts, level, indicator, &method))
            p.fine { (values["interval"].text("note")) }
            @if let Some(note) = values["classification"]["note"].as_str() { p.fine { (note) } }
            (remarks(site, indicator))
        }
        (downloads(site, parts, level, indicator))
        section aria-labelledby="quellen" {
            h2 #quellen { (site.word("notes.sources")) }
            (sources(site, &used))
            p.fine { (site.say("notes.version", &[("version", values.text("data_version"))])) }
        }
    };
    site.page(&head, &main)
}

fn table_address(parts: &TableParts, level: &str, indicator: &str, period: Option<&str>) -> String {
    let period = period.map(|p| format!("&period={}", encoded(p))).unwrap_or_default();
    format!(
        "/cities/{}/{}/table.html?indicator={}{period}",
        encoded(parts.city.text("id")),
        encoded(level),
        encoded(indicator)
    )
}

/// Ways to other periods, levels and indicators.
fn switches(site: &Site, parts: &TableParts, level: &Value, indicator: &Value) -> Markup {
    let data = site.data_language();
    let (own, id) = (level.text("id"), indicator.text("id"));
    let reached =
        |level: &str| entry(indicator.items("available"), "level", level).filter(|a| !a.items("periods").is_empty());
    let periods = reached(own).map(|a| a.texts("periods")).unwrap_or_default();
    let shown = parts.values.text("period");
    let others = || {
        parts
            .city
            .items("levels")
            .iter()
            .filter(|level| reached(level.text("id")).is_some())
    };
    let here = |indicator: &Value| {
        entry(indicator.items("available"), "level", own).is_some_and(|a| !a.items("periods").is_empty())
    };
    html! {
        nav.switch aria-label=(site.word("page.switch")) {
            dl.facts {
                dt { (site.word("sources.periods")) }
                dd { ul.inline { @for period in periods { (choice(site, &table_address(parts, own, id, Some(period)), &site.period(period), period == shown, None)) } } }
                dt { (site.word("page.levels")) }
                dd { ul.inline { @for level in others() {
                    (choice(site, &table_address(parts, level.text("id"), id, None), level.text("plural"), level.text("id") == own, data))
                } } }
            }
            details {
                summary { (site.word("page.other_indicators")) }
                ul.places {
                    @for other in parts.city.items("indicators").iter().filter(|i| here(i)) {
                        (choice(site, &table_address(parts, own, other.text("id"), None), other.text("name"), other.text("id") == id, data))
                    }
                }
            }
        }
    }
}

fn choice(site: &Site, to: &str, name: &str, current: bool, data: Option<&str>) -> Markup {
    html! {
        li {
            @if current { strong aria-current="true" lang=[data] { (name) } }
            @else { a href=(site.to(to)) lang=[data] { (name) } }
        }
    }
}

fn map_address(parts: &TableParts, level: &Value, indicator: &Value, format: &str) -> String {
    format!(
        "/cities/{}/{}/map.{format}?indicator={}&period={}",
        encoded(parts.city.text("id")),
        encoded(level.text("id")),
        encoded(indicator.text("id")),
        encoded(parts.values.text("period"))
    )
}

fn picture(site: &Site, parts: &TableParts, level: &Value, indicator: &Value) -> Markup {
    let drawn = format!(
        "{}&width=1280&height=900&without=address,sources",
        map_address(parts, level, indicator, "svg")
    );
    html! {
        figure.map {
            a href=(site.to(&map_address(parts, level, indicator, "svg"))) {
                img src=(site.to(&drawn)) alt=(parts.map.trim()) width="1280" height="900" loading="lazy";
            }
        }
    }
}

/// Positions of areas, sorted by name.
fn sorted(areas: &Value) -> Vec<usize> {
    let names = areas.texts("name");
    let codes = areas.texts("code");
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by_cached_key(|at| {
        (
            sorting(names[*at]),
            codes.get(*at).copied().unwrap_or_default().to_owned(),
        )
    });
    order
}

/// One area's cell of every column.
struct Row<'a> {
    values: &'a Value,
    at: usize,
}

impl Row<'_> {
    fn number(&self, column: &str) -> Option<f64> {
        self.values[column][self.at].as_f64()
    }

    fn text(&self, column: &str) -> &str {
        self.values[column][self.at].as_str().unwrap_or_default()
    }
}

fn rows(site: &Site, parts: &TableParts, level: &Value, indicator: &Value, method: &str) -> Markup {
    let data = site.data_language();
    let places = decimals(indicator);
    let values = parts.values;
    let counted = values.items("numerator").iter().any(|n| !n.is_null());
    let bounded = values.items("lower").iter().any(|n| !n.is_null());
    let flags = values["flag_status"].is_array();
    let label = format!("{}, {}", indicator.text("name"), level.text("plural"));
    html! {
        div.wide tabindex="0" role="group" aria-label=(label) {
            table.long.short[!bounded && !counted] {
                thead { tr {
                    th scope="col" lang=[data] { (level.text("name")) }
                    th.n scope="col" { a href=(method) { (site.word("page.value")) " (" span lang=[data] { (indicator.text("unit")) } ")" } }
                    @if bounded {
                        th.n scope="col" { a href=(site.to("/handbook.html#bereich")) { (site.word("page.interval_column")) } }
                        th scope="col" { a href=(site.to("/handbook.html#vergleich")) { (site.word("page.to_city")) } }
                    }
                    @if counted { th.n scope="col" { (site.word("page.counts_column")) } }
                    @if flags { th scope="col" { (site.word("page.status")) (hints(site, parts.hints)) } }
                } }
                tbody {
                    @for at in sorted(parts.areas) {
                        @let row = Row { values, at };
                        @let name = parts.areas["name"][at].as_str().unwrap_or_default();
                        tr {
                            th scope="row" { a href=(site.to(&places::address(parts.city.text("id"), level.text("id"), row.text("code")))) lang=[data] { (name) } }
                            (cells(site, &row, places, bounded, counted))
                            @if flags { td { (status(site, row.text("flag_status"))) } }
                        }
                    }
                }
                tfoot { (city_row(site, parts, places, bounded, counted, flags)) }
            }
        }
    }
}

/// Which index the hints are from: it has a period of its own.
fn hints(site: &Site, definition: Option<&PriorityDefinition>) -> Markup {
    html! {
        @if let Some(definition) = definition {
            span.fine {
                span lang=[site.data_language()] { (definition.name) } ", " (site.period(definition.period.as_str()))
            }
        }
    }
}

fn status(site: &Site, id: &str) -> String {
    match id {
        "" => String::new(),
        "auffaellig" => site.word("priority.flagged"),
        id => site.word(&format!("decision.status.{id}")),
    }
}

fn cells(site: &Site, row: &Row, places: u8, bounded: bool, counted: bool) -> Markup {
    let verdict = row.text("to_city");
    let mark = row.text("mark");
    html! {
        td.n {
            @match row.number("value") {
                Some(value) => (site.number(value, places)),
                None => span.missing { (site.word(&format!("reason.{}", row.text("reason")))) },
            }
            @if !mark.is_empty() { span.fine { (site.word(&format!("mark.{mark}"))) } }
        }
        @if bounded {
            td.n { (range(site, row.number("lower").zip(row.number("upper")), places)) }
            td { @if !verdict.is_empty() { (site.word(&format!("page.verdict.{verdict}"))) } }
        }
        @if counted { td.n { (pair(site, row.number("numerator").zip(row.number("denominator")))) } }
    }
}

fn range(site: &Site, bounds: Option<(f64, f64)>, places: u8) -> String {
    bounds.map_or_else(String::new, |(low, high)| {
        format!("{}–{}", site.number(low, places), site.number(high, places))
    })
}

fn pair(site: &Site, counts: Option<(f64, f64)>) -> String {
    counts.map_or_else(String::new, |(above, below)| {
        let words = [("numerator", site.figure(above)), ("denominator", site.figure(below))];
        site.say(
            "profile.counts",
            &words.each_ref().map(|(key, word)| (*key, word.as_str())),
        )
    })
}

fn city_row(site: &Site, parts: &TableParts, places: u8, bounded: bool, counted: bool, flags: bool) -> Markup {
    let values = parts.values;
    let city = |name: &str| values.number(&format!("city_{name}"));
    html! {
        tr {
            th scope="row" lang=[site.data_language()] { (site.say("picture.city", &[("city", parts.city.text("name"))])) }
            td.n {
                @match values.number("city") {
                    Some(value) => (site.number(value, places)),
                    None => span.missing { (site.word(&format!("reason.{}", values.text("city_reason")))) },
                }
            }
            @if bounded { td.n { (range(site, city("lower").zip(city("upper")), places)) } td {} }
            @if counted { td.n { (pair(site, city("numerator").zip(city("denominator")))) } }
            @if flags { td {} }
        }
    }
}

fn remarks(site: &Site, indicator: &Value) -> Markup {
    html! {
        @for cut in indicator.items("breaks") {
            p.fine { (site.say("remark.break", &[("period", &site.period(cut.text("period")))])) " " span lang=[site.data_language()] { (cut.text("text")) } }
        }
        @for remark in indicator.texts("remarks") { p.fine { (remark) } }
    }
}

fn downloads(site: &Site, parts: &TableParts, level: &Value, indicator: &Value) -> Markup {
    let stem = format!(
        "/cities/{}/{}/downloads/{}",
        encoded(parts.city.text("id")),
        encoded(level.text("id")),
        encoded(indicator.text("id"))
    );
    let period = encoded(parts.values.text("period"));
    html! {
        section.noprint aria-labelledby="herunterladen" {
            h2 #herunterladen { (site.word("notes.downloads")) }
            ul.inline {
                @for format in parts.formats {
                    li { a href=(site.to(&format!("{stem}.{format}?period={period}"))) { (site.say("page.download", &[("format", &format.to_uppercase())])) } }
                }
                li { a href=(site.to(&format!("{stem}.csv?period=all"))) { (site.word("page.all_periods")) } }
            }
        }
    }
}
