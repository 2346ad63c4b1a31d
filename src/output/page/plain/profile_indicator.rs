//! The numbers of an area, a row for every indicator.

use maud::{Markup, html};
use serde_json::Value;

use super::chart::{self, Strip};
use super::frame::{Site, encoded, gap, theme_links};
use super::read::Read;

/// All indicators by theme, with ways to the themes where there are several.
pub(super) fn themes(site: &Site, city: &Value, themes: &[Value]) -> Markup {
    let names: Vec<&str> = themes.iter().map(|theme| theme.text("theme")).collect();
    html! {
        (theme_links(site, &names))
        @for (at, one) in themes.iter().enumerate() { (theme(site, city, one, at)) }
    }
}

/// Indicators of one theme.
fn theme(site: &Site, city: &Value, theme: &Value, at: usize) -> Markup {
    let data = site.data_language();
    let columns = [
        "page.indicator",
        "page.value",
        "page.city_value",
        "page.comparison",
        "page.distribution",
    ];
    html! {
        h3 id={ "thema-" (at) } lang=[data] { (theme.text("theme")) }
        table.figures role="table" aria-label=(theme.text("theme")) {
            thead role="rowgroup" { tr role="row" {
                @for key in columns { th scope="col" role="columnheader" { (site.word(key)) } }
            } }
            tbody role="rowgroup" {
                @for indicator in theme.items("indicators") { (row(site, city, indicator)) }
            }
        }
    }
}

fn row(site: &Site, city: &Value, indicator: &Value) -> Markup {
    let decimals = decimals(indicator);
    let unit = indicator.text("unit");
    let data = site.data_language();
    let method = site.to(&format!(
        "/cities/{}/indicators/{}/method.html",
        encoded(city.text("id")),
        encoded(indicator.text("id"))
    ));
    html! {
        tr role="row" {
            th scope="row" role="rowheader" {
                a href=(method) lang=[data] { (indicator.text("name")) }
                span.fine { (site.period(indicator.text("period"))) ", " span lang=[data] { (unit) } }
            }
            td role="cell" {
                span.label aria-hidden="true" { (site.word("page.value")) }
                (value(site, indicator, decimals, unit))
            }
            td role="cell" {
                span.label aria-hidden="true" { (site.word("page.city_value")) }
                (city_value(site, &indicator["city"], decimals, unit))
            }
            td role="cell" {
                span.label aria-hidden="true" { (site.word("page.comparison")) }
                (words(site, indicator))
            }
            td.drawn role="cell" {
                span.label aria-hidden="true" { (site.word("page.distribution")) }
                (drawn(site, indicator))
            }
        }
    }
}

pub(super) fn decimals(indicator: &Value) -> u8 {
    u8::try_from(indicator.count("decimals")).unwrap_or(6)
}

/// A value with its interval, its counts and its mark, or the reason why there is none.
pub(super) fn value(site: &Site, of: &Value, decimals: u8, unit: &str) -> Markup {
    let bounds = of.number("lower").zip(of.number("upper"));
    let counts = of.number("numerator").zip(of.number("denominator"));
    html! {
        @match of.number("value") {
            Some(value) => { strong.value { (site.number(value, decimals)) } (gap(unit)) span.unit { (unit) } },
            None => span.missing { (site.word(&format!("reason.{}", of.text("reason")))) },
        }
        @if let Some(mark) = of["mark"].as_str() { span.fine { (site.word(&format!("mark.{mark}"))) } }
        @if let Some((low, high)) = bounds {
            span.fine { (site.say("page.interval", &[("lower", &site.number(low, decimals)), ("upper", &site.number(high, decimals))])) }
        }
        @if let Some((above, below)) = counts {
            @let key = if unit == "%" { "page.counts" } else { "page.counts_per" };
            span.fine { (site.say(key, &[("numerator", &site.figure(above)), ("denominator", &site.figure(below))])) }
        }
    }
}

fn city_value(site: &Site, city: &Value, decimals: u8, unit: &str) -> Markup {
    html! {
        @match city.number("value") {
            Some(value) => (site.measured(value, decimals, unit)),
            None => span.missing { (site.word(&format!("reason.{}", city.text("reason")))) },
        }
    }
}

fn words(site: &Site, indicator: &Value) -> Markup {
    let text = |part: &str| indicator[part]["text"].as_str();
    let mark = match indicator["difference"].text("verdict") {
        "higher" => "▲ ",
        "lower" => "▼ ",
        _ => "",
    };
    html! {
        @if let Some(difference) = text("difference") { p { span aria-hidden="true" { (mark) } (difference) } }
        @if let Some(rank) = text("position") { p { (rank) } }
        @if let Some(trend) = text("trend") { p { (trend) } }
        @for cut in indicator.items("breaks") {
            p.fine { (site.say("remark.break", &[("period", &site.period(cut.text("period")))])) " " span lang=[site.data_language()] { (cut.text("text")) } }
        }
        @for remark in indicator.texts("remarks") { p.fine { (remark) } }
    }
}

fn drawn(site: &Site, indicator: &Value) -> Markup {
    let decimals = decimals(indicator);
    let values: Vec<f64> = indicator["strip"]
        .items("values")
        .iter()
        .filter_map(Value::as_f64)
        .collect();
    let bounds = indicator.number("lower").zip(indicator.number("upper"));
    // A count of the whole city lies far beyond those of its parts.
    let city = indicator["city"]
        .number("value")
        .filter(|_| !indicator["difference"].is_null());
    let ends = [values.first(), values.last()].map(|end| end.map(|v| site.number(*v, decimals)));
    let [low, high] = ends.map(Option::unwrap_or_default);
    let title = site.say("page.strip", &[("low", &low), ("high", &high)]);
    let strip = Strip {
        all: &values,
        own: indicator.number("value").map(|own| (own, bounds)),
        city,
        title: &title,
    };
    let points = indicator.items("series");
    html! {
        (chart::strip(&strip))
        @if !values.is_empty() { span.ends { span { (low) } span { (high) } } }
        (chart::series(site, points, indicator.items("breaks"), decimals))
        @if let (Some(first), Some(last)) = (points.first(), points.last()) {
            @if points.len() > 1 { span.ends { span { (site.period(first.text("period"))) } span { (site.period(last.text("period"))) } } }
        }
    }
}
