//! Pictures of repaired shapes: where in the level, and the broken place before and after. SVG in the page, no script.

use std::fmt::Write;

use geo::Coord;

use super::Page;
use crate::model::{ImportReport, LevelReport, RepairKind, RepairView, Rings};
use crate::text::number;

/// Side of a picture in its own units.
const SIDE: f64 = 300.0;

/// From degrees to the units of a picture: west and north edge, units per degree of longitude and latitude.
struct Scale {
    west: f64,
    north: f64,
    x: f64,
    y: f64,
}

impl Scale {
    /// The window fills the picture, and what is about square on the ground is so in the picture.
    fn of([west, south, east, north]: [f64; 4]) -> Self {
        let narrow = f64::midpoint(south, north).to_radians().cos().max(0.1);
        let extent = ((east - west) * narrow).max(north - south).max(f64::MIN_POSITIVE);
        let units = SIDE / extent;
        let (width, height) = ((east - west) * narrow * units, (north - south) * units);
        Self {
            west: west - (SIDE - width) / 2.0 / (units * narrow),
            north: north + (SIDE - height) / 2.0 / units,
            x: units * narrow,
            y: units,
        }
    }

    fn point(&self, at: Coord<f64>) -> (f64, f64) {
        ((at.x - self.west) * self.x, (self.north - at.y) * self.y)
    }

    /// The rings as the content of a path.
    fn path(&self, rings: &Rings) -> String {
        let mut path = String::new();
        for ring in rings {
            for (i, at) in ring.iter().enumerate() {
                let (x, y) = self.point(*at);
                // Writing to a String cannot fail.
                let _ = write!(path, "{}{x:.1} {y:.1}", if i == 0 { "M" } else { "L" });
            }
            path.push('Z');
        }
        path
    }
}

impl Page {
    /// The pictures of all levels with repairs; nothing where there are none.
    pub(super) fn pictures(&mut self, report: &ImportReport) {
        if report.levels.iter().all(|level| level.repairs.views.is_empty()) {
            return;
        }
        self.heading("h2", "check.repairs");
        self.line("check.repairs_how");
        for level in report.levels.iter().filter(|l| !l.repairs.views.is_empty()) {
            self.level_pictures(level);
        }
    }

    fn level_pictures(&mut self, level: &LevelReport) {
        let words = [
            ("level", level.level.clone()),
            ("shown", self.whole(level.repairs.views.len())),
            ("all", self.whole(level.repairs.all)),
        ];
        let words: Vec<(&str, &str)> = words.iter().map(|(k, v)| (*k, v.as_str())).collect();
        let head = self.say("check.repairs_level", &words);
        let overview = self.overview(level);
        self.push(&format!(
            "<section>\n<h3>{head}</h3>\n{overview}\n<ol class=\"repairs\">"
        ));
        for (i, view) in level.repairs.views.iter().enumerate() {
            let pair = self.pair(i + 1, view);
            self.push(&pair);
        }
        self.push("</ol>\n</section>");
    }

    /// Where in the level the repairs are.
    fn overview(&self, level: &LevelReport) -> String {
        let points = || level.repairs.outlines.iter().flatten();
        let low = |of: fn(&Coord<f64>) -> f64| points().map(of).fold(f64::INFINITY, f64::min);
        let high = |of: fn(&Coord<f64>) -> f64| points().map(of).fold(f64::NEG_INFINITY, f64::max);
        let window = [low(|c| c.x), low(|c| c.y), high(|c| c.x), high(|c| c.y)];
        if window.iter().any(|edge| !edge.is_finite()) {
            return String::new();
        }
        let scale = Scale::of(window);
        let outlines = scale.path(&level.repairs.outlines);
        let mut marks = String::new();
        for (i, view) in level.repairs.views.iter().enumerate() {
            let (x, y) = scale.point(view.at);
            let _ = write!(
                marks,
                "<circle class=\"spot\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"5\"/><text x=\"{:.1}\" y=\"{:.1}\">{}</text>",
                x + 7.0,
                y + 4.0,
                i + 1
            );
        }
        let caption = self.say("check.repairs_where", &[("level", &level.level)]);
        format!(
            "<figure class=\"where\">{}<figcaption>{caption}</figcaption></figure>",
            svg(&caption, &format!("<path class=\"outline\" d=\"{outlines}\"/>{marks}"))
        )
    }

    /// Before and after, side by side.
    fn pair(&self, mark: usize, view: &RepairView) -> String {
        let scale = Scale::of(view.window);
        let sliver = if view.sliver.is_empty() {
            String::new()
        } else {
            format!("<path class=\"sliver\" d=\"{}\"/>", scale.path(&view.sliver))
        };
        let spots = view.spots.iter().fold(String::new(), |mut spots, at| {
            let (x, y) = scale.point(*at);
            let _ = write!(spots, "<circle class=\"spot\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"6\"/>");
            spots
        });
        let before = format!(
            "<path class=\"area\" d=\"{}\"/>{sliver}{spots}",
            scale.path(&view.before)
        );
        let after = format!("<path class=\"area\" d=\"{}\"/>", scale.path(&view.after));
        let caption = self.caption(view);
        let frame = |key: &str, content: &str| {
            let word = self.say(key, &[("mark", &mark.to_string())]);
            format!(
                "<figure>{}<figcaption>{word}</figcaption></figure>",
                svg(&format!("{word}. {caption}"), content)
            )
        };
        format!(
            "<li><p>{caption}</p><div class=\"pair\">{}{}</div></li>",
            frame("check.before", &before),
            frame("check.after", &after)
        )
    }

    fn caption(&self, view: &RepairView) -> String {
        let key = match view.kind {
            RepairKind::Shape => "check.repair.shape",
            RepairKind::Failed => "check.repair.failed",
            RepairKind::Gap => "check.repair.gap",
            RepairKind::Overlap => "check.repair.overlap",
        };
        let [_, south, _, north] = view.window;
        let words = [
            ("areas", view.codes.join(", ")),
            ("spots", self.whole(view.spots.len())),
            ("area", number(self.language, view.changed_m2, 1)),
            ("x", number(self.language, view.at.x, 6)),
            ("y", number(self.language, view.at.y, 6)),
            // A degree of latitude has about 111.3 km.
            ("metres", number(self.language, (north - south) * 111_320.0, 0)),
        ];
        let words: Vec<(&str, &str)> = words.iter().map(|(k, v)| (*k, v.as_str())).collect();
        self.say(key, &words)
    }
}

/// A picture with its text alternative, which is escaped already.
fn svg(alternative: &str, content: &str) -> String {
    format!("<svg viewBox=\"0 0 {SIDE} {SIDE}\" role=\"img\" aria-label=\"{alternative}\">{content}</svg>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_fills_the_picture_without_stretching_the_ground() {
        // At 60 degrees north a degree of longitude is half as long as one of latitude.
        let scale = Scale::of([10.0, 59.0, 14.0, 61.0]);
        let corner = scale.point(Coord { x: 10.0, y: 61.0 });
        let other = scale.point(Coord { x: 14.0, y: 59.0 });
        assert!(corner.0.abs() < 1e-6 && corner.1.abs() < 1e-6, "{corner:?}");
        assert!(
            (other.0 - SIDE).abs() < 1e-6 && (other.1 - SIDE).abs() < 1e-6,
            "{other:?}"
        );
        assert_eq!(
            scale.path(&vec![vec![Coord { x: 10.0, y: 61.0 }, Coord { x: 14.0, y: 59.0 }]]),
            "M0.0 0.0L300.0 300.0Z"
        );
    }
}
