//! The declaration of accessibility.
//!
//! # References
//! Directive (EU) 2016/2102, article 7; Commission Implementing Decision (EU) 2018/1523; BGG, section 12b; BITV 2.0, section 7.

use maud::{Markup, html};

use super::frame::{Head, Rendered, Site, web_address};

/// The declaration, with what the operator has said and plain words where nothing was said.
pub fn accessibility(site: &Site) -> Rendered {
    let head = Head {
        title: site.word("page.accessibility"),
        ..Head::default()
    };
    let operator = site.operator;
    let said = &operator.accessibility;
    let incomplete = [
        &operator.name,
        &operator.email,
        &said.made_on,
        &said.method,
        &said.enforcement_body,
    ];
    let incomplete = said.conformance.is_none() || incomplete.iter().any(|text| text.is_empty());
    let conformance = said
        .conformance
        .map(|c| site.word(&format!("accessibility.conformance.{}", c.id())));
    let main = html! {
        @if incomplete { p.notice { strong { (site.word("accessibility.incomplete")) } } }
        p {
            (site.word("accessibility.scope")) " " (or_missing(site, &operator.name))
            @if !operator.name.is_empty() { "." }
        }
        h2 { (site.word("accessibility.status")) }
        p { @match conformance { Some(text) => (text), None => (or_missing(site, "")) } }
        h2 { (site.word("accessibility.barriers")) }
        @if said.barriers.is_empty() { p { (or_missing(site, "")) } }
        @else { ul lang=[site.data_language()] { @for barrier in &said.barriers { li { (barrier) } } } }
        h3 { (site.word("accessibility.design")) }
        ul { @for number in 1..=5 { li { (site.word(&format!("accessibility.design.{number}"))) } } }
        h2 { (site.word("accessibility.made")) }
        dl.facts {
            dt { (site.word("accessibility.made_on")) } dd { (day(site, &said.made_on)) }
            dt { (site.word("accessibility.checked_on")) } dd { (day(site, &said.checked_on)) }
            dt { (site.word("accessibility.method")) } dd lang=[site.data_language()] { (or_missing(site, &said.method)) }
        }
        h2 { (site.word("accessibility.feedback")) }
        p { (site.word("accessibility.feedback_lead")) }
        (contact(site))
        h2 { (site.word("accessibility.enforcement")) }
        p { (site.word("accessibility.enforcement_lead")) }
        p lang=[site.data_language()] {
            (or_missing(site, &said.enforcement_body))
            @if let Some(url) = web_address(&said.enforcement_url) { " " a href=(url) { (said.enforcement_url) } }
        }
    };
    site.page(&head, &main)
}

/// Who runs the service and how they are reached.
pub(super) fn contact(site: &Site) -> Markup {
    let operator = site.operator;
    html! {
        dl.facts {
            dt { (site.word("page.operator")) } dd lang=[site.data_language()] { (or_missing(site, &operator.name)) }
            @if !operator.address.is_empty() { dt { (site.word("page.postal")) } dd lang=[site.data_language()] { (operator.address) } }
            dt { (site.word("page.email")) }
            dd { @if operator.email.contains('@') { a href={ "mailto:" (operator.email) } { (operator.email) } } @else { (or_missing(site, "")) } }
            @if !operator.telephone.is_empty() { dt { (site.word("page.telephone")) } dd { (operator.telephone) } }
        }
    }
}

fn day(site: &Site, day: &str) -> Markup {
    or_missing(site, &site.period(day))
}

/// A text, or that the operator has not said it.
pub(super) fn or_missing(site: &Site, text: &str) -> Markup {
    html! {
        @if text.is_empty() { span.missing { (site.word("page.operator_silent")) } } @else { (text) }
    }
}
