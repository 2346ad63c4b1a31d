//! Small drawings beside numbers: where a value lies among all, and how it has changed. Black on white; what they say stands
//! in words beside them.

use std::fmt::Write;

use maud::{Markup, PreEscaped, html};
use serde_json::Value;

use super::frame::Site;
use super::read::Read;

const WIDTH: f64 = 220.0;
const STRIP: f64 = 30.0;
const SERIES: f64 = 44.0;
/// Free space at both ends.
const PAD: f64 = 8.0;

/// A way from numbers to places on a line.
#[derive(Clone, Copy)]
struct Scale {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
}

impl Scale {
    fn place(self, value: f64) -> f64 {
        let span = self.high - self.low;
        let share = if span > 0.0 {
            ((value - self.low) / span).clamp(0.0, 1.0)
        } else {
            0.5
        };
        self.from + share * (self.to - self.from)
    }
}

fn short(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

/// What a strip shows.
pub(super) struct Strip<'a> {
    /// The values of all areas that have one.
    pub all: &'a [f64],
    /// The value of the area with its interval.
    pub own: Option<(f64, Option<(f64, f64)>)>,
    /// The value of the city.
    pub city: Option<f64>,
    /// The same in words.
    pub title: &'a str,
}

/// A stroke for every area, a dot with its interval for this one, a diamond for the city.
pub(super) fn strip(strip: &Strip) -> Markup {
    let bounds = strip.own.and_then(|(_, bounds)| bounds);
    let ends = strip.all.iter().copied().chain(strip.city);
    let ends = ends.chain(bounds.into_iter().flat_map(|(low, high)| [low, high]));
    let (low, high) = extent(ends);
    if strip.all.is_empty() {
        return html! {};
    }
    let scale = Scale {
        low,
        high,
        from: PAD,
        to: WIDTH - PAD,
    };
    let mut places: Vec<String> = strip
        .all
        .iter()
        .map(|v| short((scale.place(*v) * 2.0).round() / 2.0))
        .collect();
    places.dedup();
    let ticks: String = places.iter().fold(String::new(), |mut path, x| {
        // Writing to a String cannot fail.
        let _ = write!(path, "M{x} 9v12");
        path
    });
    let mut marks = String::new();
    if let Some(city) = strip.city {
        let x = scale.place(city);
        let _ = write!(
            marks,
            "<path d=\"M{} 15l5-6 5 6-5 6z\" fill=\"#fff\" stroke=\"#14181a\" stroke-width=\"1.5\"/>",
            short(x - 5.0)
        );
    }
    if let Some((low, high)) = bounds {
        let (from, to) = (short(scale.place(low)), short(scale.place(high)));
        let _ = write!(
            marks,
            "<path d=\"M{from} 15H{to}\" stroke=\"#14181a\" stroke-width=\"3\"/>"
        );
    }
    if let Some((own, _)) = strip.own {
        let _ = write!(
            marks,
            "<circle cx=\"{}\" cy=\"15\" r=\"4.5\" fill=\"#14181a\" stroke=\"#fff\"/>",
            short(scale.place(own))
        );
    }
    html! {
        svg.strip role="img" viewBox={ "0 0 " (WIDTH) " " (STRIP) } width=(WIDTH) height=(STRIP) {
            title { (strip.title) }
            path d=(ticks) stroke="#8a9296" stroke-width="1" fill="none" {}
            (PreEscaped(marks))
        }
    }
}

fn extent(values: impl Iterator<Item = f64>) -> (f64, f64) {
    values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| {
        (low.min(v), high.max(v))
    })
}

/// The values of an area over time, its city dashed, breaks as upright lines; nothing for fewer than two values.
pub(super) fn series(site: &Site, points: &[Value], breaks: &[Value], decimals: u8) -> Markup {
    let own = |point: &Value| point.number("value");
    let city = |point: &Value| point.number("city");
    if points.iter().filter_map(own).count() < 2 {
        return html! {};
    }
    // Counts of the whole city would press those of the area flat.
    let compares = |p: &Value| own(p).zip(city(p)).is_none_or(|(own, city)| city <= 8.0 * own.abs());
    let comparable = points.iter().all(compares);
    let city = |point: &Value| city(point).filter(|_| comparable);
    let shown = points.iter().filter_map(own).chain(points.iter().filter_map(city));
    let (low, high) = extent(shown);
    let y = Scale {
        low,
        high,
        from: SERIES - 5.0,
        to: 5.0,
    };
    #[allow(clippy::cast_precision_loss)]
    let x = |at: usize| PAD + at as f64 * (WIDTH - 2.0 * PAD) / (points.len() - 1).max(1) as f64;
    let cut = |period: &str| points.iter().position(|p| p.text("period") >= period);
    let cuts = breaks.iter().filter_map(|b| cut(b.text("period")).filter(|at| *at > 0));
    let cuts = cuts.fold(String::new(), |path, at| {
        path + &format!("M{} 2V{}", short(x(at) - 4.0), SERIES - 2.0)
    });
    let last = points.iter().rposition(|p| own(p).is_some());
    let dot = last.and_then(|at| Some((x(at), y.place(own(&points[at])?))));
    html! {
        svg.series role="img" viewBox={ "0 0 " (WIDTH) " " (SERIES) } width=(WIDTH) height=(SERIES) {
            title { (told(site, points, decimals)) }
            path d=(cuts) stroke="#14181a" stroke-width="1" stroke-dasharray="1 2" fill="none" {}
            path d=(line(points, &city, &x, y)) stroke="#565f63" stroke-width="1.2" stroke-dasharray="4 3" fill="none" {}
            path d=(line(points, &own, &x, y)) stroke="#14181a" stroke-width="2" fill="none" {}
            @if let Some((x, y)) = dot {
                circle cx=(short(x)) cy=(short(y)) r="3" fill="#14181a" {}
            }
        }
    }
}

/// A line through the values that are there, broken where one is missing.
fn line(points: &[Value], of: &dyn Fn(&Value) -> Option<f64>, x: &dyn Fn(usize) -> f64, y: Scale) -> String {
    let mut path = String::new();
    let mut open = false;
    for (at, point) in points.iter().enumerate() {
        let Some(value) = of(point) else {
            open = false;
            continue;
        };
        let step = if open { 'L' } else { 'M' };
        // Writing to a String cannot fail.
        let _ = write!(path, "{step}{} {}", short(x(at)), short(y.place(value)));
        open = true;
    }
    path
}

/// Every point of a series in words.
fn told(site: &Site, points: &[Value], decimals: u8) -> String {
    let point = |point: &Value| {
        let value = point.number("value").map_or_else(
            || site.word(&format!("reason.{}", point.text("reason"))),
            |value| site.number(value, decimals),
        );
        format!("{}: {value}", site.period(point.text("period")))
    };
    points.iter().map(point).collect::<Vec<_>>().join("; ")
}
