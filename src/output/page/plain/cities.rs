//! The cities that are served.

use maud::{Markup, html};
use serde_json::Value;

use super::frame::{Head, Rendered, Site, encoded};
use super::read::Read;

/// The list of cities, as the API answers it.
pub fn cities(site: &Site, list: &Value) -> Rendered {
    let head = Head {
        title: site.word("page.cities"),
        ..Head::default()
    };
    let main = html! {
        p { (site.word("page.cities_lead")) }
        ul.cards { @for city in list.items("cities") { (card(site, city)) } }
        p { (site.word("page.handbook_lead")) " " a href=(site.to("/handbook.html")) { (site.word("page.handbook")) } }
    };
    site.page(&head, &main)
}

/// What there is of a city.
fn card(site: &Site, city: &Value) -> Markup {
    let data = site.data_language();
    let count = |key: &str| site.whole(city[key].as_u64().unwrap_or_default());
    let periods = city.texts("periods");
    let span = match periods.as_slice() {
        [] => String::new(),
        [only] => site.period(only),
        [first, .., last] => site.say(
            "cities.span",
            &[("from", &site.period(first)), ("to", &site.period(last))],
        ),
    };
    let levels: Vec<String> = city
        .items("levels")
        .iter()
        .map(|level| {
            let areas = level["areas"].as_u64().unwrap_or_default();
            format!("{}\u{a0}{}", site.whole(areas), level.text("plural"))
        })
        .collect();
    html! {
        li {
            h2.name { a href=(site.to(&format!("/cities/{}/index.html", encoded(city.text("id"))))) lang=[data] { (city.text("name")) } }
            @if city.holds("invented") { p.invented { (site.word("cities.invented")) } }
            dl.facts {
                dt { (site.word("cities.areas")) } dd lang=[data] { (levels.join(", ")) }
                dt { (site.word("cities.indicators")) } dd { (count("indicators")) }
                @if !span.is_empty() { dt { (site.word("cities.periods")) } dd { (span) } }
                @if city["offers"].as_u64() > Some(0) { dt { (site.word("cities.offers")) } dd { (count("offers")) } }
                @if !city.text("as_of").is_empty() { dt { (site.word("cities.as_of")) } dd { (site.period(city.text("as_of"))) } }
            }
        }
    }
}
