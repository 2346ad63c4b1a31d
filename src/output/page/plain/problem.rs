//! A fault, told on a page.

use maud::html;

use super::frame::{Head, Rendered, Site};

/// The page of a fault: its title and its words, and a way on.
pub fn problem(site: &Site, title: &str, detail: &str) -> Rendered {
    let head = Head {
        title: title.to_owned(),
        ..Head::default()
    };
    let main = html! {
        p { (detail) }
        p { a href=(site.to("/cities.html")) { (site.word("page.to_cities")) } }
    };
    site.page(&head, &main)
}
