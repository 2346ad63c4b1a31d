//! What definitions say about an area, and what was decided about it.

use maud::{Markup, html};
use serde_json::Value;

use super::frame::{Site, encoded};
use super::places;
use super::profile_indicator::decimals;
use super::read::{Read, entry};

/// Decimals of scores.
const SCORE: u8 = 2;

/// Hints and decisions; nothing where there are neither.
pub(super) fn standing(site: &Site, city: &Value, profile: &Value) -> Markup {
    let decision = &profile["decision"];
    let status = profile.text("flag_status");
    if profile.items("hints").is_empty() && decision.is_null() && status.is_empty() {
        return html! {};
    }
    html! {
        section aria-labelledby="hinweis" {
            h2 #hinweis lang=[site.data_language()] { (city.text("priority_name")) }
            @if !status.is_empty() { p.flag { strong { (status_name(site, status)) } } }
            @if decision.is_object() { (decided(site, city, decision)) }
            @for hint in profile.items("hints") { (hinted(site, city, hint)) }
        }
    }
}

fn status_name(site: &Site, status: &str) -> String {
    if status == "auffaellig" {
        site.word("priority.flagged")
    } else {
        site.word(&format!("decision.status.{status}"))
    }
}

/// What a committee or the administration said.
fn decided(site: &Site, city: &Value, decision: &Value) -> Markup {
    let data = site.data_language();
    let day = |key: &str| site.period(decision.text(key));
    let plain = [
        ("page.committee", decision.text("committee").to_owned()),
        ("page.date", day("date")),
        ("page.paper", decision.text("paper").to_owned()),
        ("page.valid_from", day("valid_from")),
        ("page.valid_to", day("valid_to")),
        ("page.next_review", day("next_review")),
        ("page.decided_on_data", decision.text("data_version").to_owned()),
    ];
    let level = decision.text("of_level");
    let causes: Vec<String> = decision
        .texts("recheck")
        .iter()
        .map(|why| site.word(&format!("decision.recheck.{why}")))
        .collect();
    html! {
        dl.facts {
            @for (key, text) in plain.iter().filter(|(_, text)| !text.is_empty()) { dt { (site.word(key)) } dd { (text) } }
            @if !decision.texts("codes").is_empty() {
                dt { (site.word("page.made_of")) }
                dd { ul.inline {
                    @for code in decision.texts("codes") {
                        li { a href=(site.to(&places::address(city.text("id"), level, code))) { (code) } }
                    }
                } }
            }
            @if !decision.texts("reasons").is_empty() {
                dt { (site.word("page.reasons")) }
                dd lang=[data] { @for reason in decision.texts("reasons") { p { (reason) } } }
            }
            dt { (site.word("page.since_decision")) }
            dd {
                @if causes.is_empty() { (site.word("page.nothing_new")) }
                @else { (site.say("decision.recheck", &[("causes", &causes.join("; "))])) }
            }
        }
        @if decision.holds("drawn") { p.fine { (site.word("page.drawn")) } }
    }
}

/// A computed hint with its reasons.
fn hinted(site: &Site, city: &Value, of: &Value) -> Markup {
    let hint = &of["hint"];
    let data = site.data_language();
    let method = site.to(&format!(
        "/cities/{}/definitions/{}/method.html",
        encoded(city.text("id")),
        encoded(of.text("definition"))
    ));
    let named = of.text("definition_name");
    html! {
        div.hint.flagged[hint.holds("flag")] {
            h3 { a href=(method) lang=[data] { (named) } " (" (site.period(of.text("period"))) ")" }
            p { (hint.text("reason")) }
            @let contributions = hint.items("contributions");
            @if !contributions.is_empty() { (contributions_table(site, city, named, contributions)) }
            @if !hint["dynamics"].items("contributions").is_empty() {
                @let title = site.say("page.dynamics_of", &[("name", named)]);
                (contributions_table(site, city, &title, hint["dynamics"].items("contributions")))
            }
            p.fine { (of.text("note")) }
        }
    }
}

fn contributions_table(site: &Site, city: &Value, title: &str, contributions: &[Value]) -> Markup {
    let columns = [
        "page.indicator",
        "page.value",
        "page.score",
        "page.weight",
        "page.contribution",
    ];
    html! {
        div.wide tabindex="0" role="group" aria-label=(title) {
            table {
                thead { tr { @for (at, key) in columns.iter().enumerate() { th.n[at > 0] scope="col" { (site.word(key)) } } } }
                tbody {
                    @for part in contributions {
                        @let described = entry(city.items("indicators"), "id", part.text("indicator"));
                        @let unit = described.map_or("", |i| i.text("unit"));
                        @let places = described.map_or(SCORE, decimals);
                        tr {
                            th scope="row" lang=[site.data_language()] { (part.text("name")) }
                            td.n { (site.measured(part.number("value").unwrap_or_default(), places, unit)) }
                            td.n { (site.number(part.number("score").unwrap_or_default(), SCORE)) }
                            td.n { (site.figure(part.number("weight").unwrap_or_default())) }
                            td.n { (site.number(part.number("contribution").unwrap_or_default(), SCORE)) }
                        }
                    }
                }
            }
        }
    }
}
