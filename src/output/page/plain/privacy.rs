//! What the service knows about its visitors.

use maud::html;

use super::accessibility::{contact, or_missing};
use super::frame::{Head, Rendered, Site};

/// The privacy notice: what the program does, and what only the operator can say.
pub fn privacy(site: &Site) -> Rendered {
    let head = Head {
        title: site.word("page.privacy"),
        ..Head::default()
    };
    let said = &site.operator.privacy;
    let silent = site.operator.name.is_empty() || said.officer.is_empty() || said.server_logs.is_empty();
    let data = site.data_language();
    let main = html! {
        @if silent { p.notice { strong { (site.word("privacy.incomplete")) } } }
        h2 { (site.word("privacy.program")) }
        ul { @for number in 1..=6 { li { (site.word(&format!("privacy.program.{number}"))) } } }
        h2 { (site.word("privacy.shown")) }
        p { (site.word("privacy.shown_text")) " " a href=(site.to("/handbook.html#geheimhaltung")) { (site.word("page.in_handbook")) } }
        h2 { (site.word("privacy.servers")) }
        p { (site.word("privacy.servers_lead")) }
        p lang=[data] { (or_missing(site, &said.server_logs)) }
        h2 { (site.word("privacy.responsible")) }
        (contact(site))
        dl.facts {
            dt { (site.word("privacy.officer")) } dd lang=[data] { (or_missing(site, &said.officer)) }
            dt { (site.word("privacy.authority")) } dd lang=[data] { (or_missing(site, &said.authority)) }
        }
        p { (site.word("privacy.rights")) }
    };
    site.page(&head, &main)
}
