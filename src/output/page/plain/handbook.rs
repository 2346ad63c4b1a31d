//! The handbook of methods: how figures become values, what they say and what they do not.

use maud::html;

use super::frame::{Head, Rendered, Site};
use super::literature::literature;
use crate::text::Language;

/// Chapters: their place on the page and the keys of their paragraphs, the first of which is the heading.
const CHAPTERS: [(&str, usize); 11] = [
    ("zuordnung", 3),
    ("summen", 4),
    ("fehlend", 2),
    ("bereich", 4),
    ("vergleich", 4),
    ("klassen", 3),
    ("geheimhaltung", 5),
    ("index", 5),
    ("hinweis", 4),
    ("auswahl", 2),
    ("fassung", 2),
];

/// The handbook.
pub fn handbook(site: &Site) -> Rendered {
    let head = Head {
        title: site.word("page.handbook"),
        ..Head::default()
    };
    let chapter = |id: &str| site.word(&format!("handbook.{id}"));
    let english = (site.language == Language::German).then_some("en");
    let main = html! {
        p { (site.word("handbook.lead")) }
        nav aria-label=(site.word("page.here")) {
            ol { @for (id, _) in CHAPTERS { li { a href={ "#" (id) } { (chapter(id)) } } } li { a href="#literatur" { (site.word("handbook.literature")) } } }
        }
        @for (id, paragraphs) in CHAPTERS {
            section aria-labelledby=(id) {
                h2 id=(id) { (chapter(id)) }
                @for number in 1..=paragraphs { p { (site.word(&format!("handbook.{id}.{number}"))) } }
            }
        }
        section aria-labelledby="literatur" {
            h2 #literatur { (site.word("handbook.literature")) }
            (literature(english))
        }
    };
    site.page(&head, &main)
}
