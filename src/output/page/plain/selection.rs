//! Several areas together: a form to choose them, and what is published of all of them.

use maud::{Markup, PreEscaped, html};
use serde_json::Value;

use super::city::sources_brief;
use super::frame::{Head, Rendered, Site, encoded};
use super::places::{self, links};
use super::profile::{population, sheet, span, used_by, way};
use super::profile_indicator;
use super::read::{Read, entry};

/// What the page of a selection is made of.
#[derive(Debug, Clone, Copy)]
pub struct SelectionParts<'a> {
    /// The city as the API answers it.
    pub city: &'a Value,
    /// The areas of the level as the API answers them.
    pub areas: &'a Value,
    /// The profile of the chosen areas as the API answers it.
    pub joined: &'a Value,
    /// The picture of where they lie.
    pub locator: &'a str,
}

/// A form with all areas of a level.
pub fn choice(site: &Site, city: &Value, level: &str, areas: &Value) -> Rendered {
    let none = Value::Null;
    let level = entry(city.items("levels"), "id", level).unwrap_or(&none);
    let head = Head {
        title: site.say("page.choose", &[("level", level.text("plural"))]),
        way: way(city, level.text("id"), level.text("plural")),
        invented: city.holds("invented").then(|| city.text("name").to_owned()),
        ..Head::default()
    };
    let to = format!(
        "/cities/{}/{}/selection.html",
        encoded(city.text("id")),
        encoded(level.text("id"))
    );
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
    let (city, joined) = (parts.city, parts.joined);
    let level = &joined["level"];
    let shown = || {
        joined
            .items("themes")
            .iter()
            .flat_map(|theme| theme.items("indicators"))
    };
    let ids: Vec<&str> = shown().map(|i| i.text("id")).collect();
    let mut periods: Vec<&str> = shown().map(|i| i.text("period")).collect();
    periods.sort_unstable();
    periods.dedup();
    let used = used_by(city, &ids, level.text("id"));
    let chosen: Vec<&str> = joined.items("areas").iter().map(|area| area.text("code")).collect();
    let count = site.whole(chosen.len() as u64);
    let title = site.say("page.selection", &[("count", &count), ("level", level.text("plural"))]);
    let to = format!(
        "/cities/{}/{}/selection.html",
        encoded(city.text("id")),
        encoded(level.text("id"))
    );
    let head = Head {
        way: way(city, level.text("id"), level.text("plural")),
        sheet: sheet(site, city, level, &title, &span(site, &periods), &used),
        invented: city.holds("invented").then(|| city.text("name").to_owned()),
        title,
    };
    let main = html! {
        div.place {
            figure { (PreEscaped(parts.locator)) }
            (facts(site, city, joined))
        }
        section aria-labelledby="zahlen" {
            h2 #zahlen { (site.word("page.figures")) }
            p.fine { (site.word("page.selection_help")) " " a href=(site.to("/handbook.html#auswahl")) { (site.word("page.in_handbook")) } }
            (profile_indicator::themes(site, city, joined.items("themes")))
        }
        (super::profile::offers(site, joined.items("offers")))
        section aria-labelledby="quellen" {
            h2 #quellen { (site.word("notes.sources")) }
            (sources_brief(site, &used))
            p { (joined.text("note")) }
            p.fine { (site.say("notes.version", &[("version", joined.text("data_version"))])) }
        }
        section.noprint aria-labelledby="andere" {
            h2 #andere { (site.word("page.change_selection")) }
            details { summary { (site.word("page.areas")) } (form(site, &to, parts.areas, &chosen)) }
        }
    };
    site.page(&head, &main)
}

fn facts(site: &Site, city: &Value, joined: &Value) -> Markup {
    html! {
        dl.facts {
            (population(site, &joined["population"]))
            dt { (site.word("page.area")) }
            dd { (site.measured(joined.number("area_km2").unwrap_or_default(), 2, "km²")) }
            dt { (site.word("page.areas")) }
            dd { (links(site, city.text("id"), joined["level"].text("id"), joined.items("areas"))) }
        }
    }
}
