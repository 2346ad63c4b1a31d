//! The cities that are served.

use maud::html;
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
        ul.places {
            @for city in list.items("cities") {
                li {
                    a href=(site.to(&format!("/cities/{}/index.html", encoded(city.text("id"))))) lang=[site.data_language()] {
                        (city.text("name"))
                    }
                    @if city.holds("invented") { " (" (site.word("page.invented")) ")" }
                }
            }
        }
        p { (site.word("page.handbook_lead")) " " a href=(site.to("/handbook.html")) { (site.word("page.handbook")) } }
    };
    site.page(&head, &main)
}
