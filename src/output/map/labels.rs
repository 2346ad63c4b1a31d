//! Names on the map, none over another.
//!
//! # References
//! Imhof, E. (1975): Positioning names on maps. The American Cartographer 2(2), doi:10.1559/152304075784313304.

use super::font::{CAP_HEIGHT, DESCENT, Weight};
use super::view::{Point, Rect, inside};

/// Distance between lines, in font sizes.
const LEADING: f64 = 1.08;
/// Space around a name that others keep free, in font sizes.
const CLEARANCE: f64 = 0.18;
/// Most lines of a name.
const MOST_LINES: usize = 3;

/// A name that looks for its place.
#[derive(Debug, Clone)]
pub(super) struct Wanted<'a> {
    pub name: &'a str,
    /// The label point.
    pub at: Point,
    /// Rings of the area.
    pub rings: &'a [Vec<Point>],
    /// Names of a higher rank are placed first.
    pub rank: f64,
}

/// A name with its place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Label {
    pub lines: Vec<String>,
    /// Baseline of the first line, in the middle.
    pub at: Point,
    /// What the letters cover.
    pub cover: Rect,
    pub size: f64,
    pub weight: Weight,
}

impl Label {
    /// Baselines of all lines.
    pub(super) fn baselines(&self) -> impl Iterator<Item = (Point, &str)> {
        self.lines.iter().zip(0_u32..).map(|(line, i)| {
            let y = self.at.y + f64::from(i) * LEADING * self.size;
            (Point::new(self.at.x, y), line.as_str())
        })
    }
}

/// How names are set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Setting {
    pub size: f64,
    pub weight: Weight,
    /// Where names may stand.
    pub page: Rect,
    /// Share of a name that must lie in its own area.
    pub within: f64,
}

/// Places names, the highest rank first, where they cover neither each other nor an obstacle. A name without a place is
/// left out: it can be read in the table.
pub(super) fn place(mut wanted: Vec<Wanted>, obstacles: &[Rect], setting: Setting) -> Vec<Label> {
    wanted.sort_by(|a, b| {
        let by_rank = b.rank.total_cmp(&a.rank);
        by_rank
            .then_with(|| a.name.cmp(b.name))
            .then_with(|| a.at.x.total_cmp(&b.at.x))
    });
    let mut taken = obstacles.to_vec();
    let mut placed = Vec::new();
    for one in &wanted {
        if let Some(label) =
            candidates(one, reach(one, obstacles), setting).find(|label| fits(label, one, &taken, setting))
        {
            taken.push(label.cover.grown(CLEARANCE * setting.size));
            placed.push(label);
        }
    }
    placed
}

fn fits(label: &Label, wanted: &Wanted, taken: &[Rect], setting: Setting) -> bool {
    setting.page.contains(&label.cover)
        && !taken.iter().any(|other| other.overlaps(&label.cover))
        && share_inside(&label.cover, wanted.rings) >= setting.within
}

/// Ways to set a name: in as few lines as possible first, on the label point first.
fn candidates(wanted: &Wanted, reach: f64, setting: Setting) -> impl Iterator<Item = Label> {
    let mut ways: Vec<Vec<String>> = Vec::new();
    let whole = setting.weight.width(wanted.name, setting.size);
    for divisor in [1.0, 1.7, 2.6, 3.4] {
        let lines = setting
            .weight
            .wrap(wanted.name, setting.size, whole / divisor + 0.5 * setting.size);
        if lines.len() <= MOST_LINES && !ways.contains(&lines) && !splits_a_word(&lines, wanted.name) {
            ways.push(lines);
        }
    }
    let shifts = [
        (0.0, 0.0),
        (0.0, -0.6),
        (0.0, 0.6),
        (-0.35, 0.0),
        (0.35, 0.0),
        (0.0, -1.1),
        (0.0, 1.1),
    ];
    let at = wanted.at;
    shifts.into_iter().flat_map(move |shift| {
        let ways = ways.clone();
        ways.into_iter()
            .filter(|lines| !lines.is_empty())
            .map(move |lines| set(lines, at, shift, reach, setting))
    })
}

/// Whether a line ends within a word; names are not broken like that.
fn splits_a_word(lines: &[String], name: &str) -> bool {
    let ends = lines.len().saturating_sub(1);
    let mut rest = name.trim();
    lines.iter().take(ends).any(|line| {
        rest = rest.trim_start().strip_prefix(line.as_str()).unwrap_or_default();
        !(line.ends_with(['-', '/', '–']) || rest.starts_with(' '))
    })
}

/// How far up and down what stands on the label point reaches, such as a circle; names stand above or below it.
fn reach(wanted: &Wanted, obstacles: &[Rect]) -> f64 {
    let spot = Rect {
        x: wanted.at.x,
        y: wanted.at.y,
        ..Rect::default()
    };
    obstacles
        .iter()
        .find(|other| other.contains(&spot))
        .map_or(0.0, |other| other.height / 2.0)
}

/// Lines around a point; the shift counts in widths and heights of the whole.
fn set(lines: Vec<String>, at: Point, shift: (f64, f64), reach: f64, setting: Setting) -> Label {
    let Setting { size, weight, .. } = setting;
    let width = lines.iter().map(|line| weight.width(line, size)).fold(0.0, f64::max);
    let below = lines.iter().skip(1).fold(0.0, |sum, _| sum + LEADING * size);
    let height = below + (CAP_HEIGHT + DESCENT) * size;
    let beyond = if shift.1 < 0.0 { -reach } else { reach };
    let middle = Point::new(at.x + shift.0 * width, at.y + shift.1 * height + beyond);
    Label {
        at: Point::new(middle.x, middle.y - height / 2.0 + CAP_HEIGHT * size),
        cover: Rect {
            x: middle.x - width / 2.0,
            y: middle.y - height / 2.0,
            width,
            height,
        },
        lines,
        size,
        weight,
    }
}

/// How much of a box lies within rings, by fifteen of its points.
fn share_inside(cover: &Rect, rings: &[Vec<Point>]) -> f64 {
    const COLUMNS: [f64; 5] = [0.02, 0.25, 0.5, 0.75, 0.98];
    const ROWS: [f64; 3] = [0.1, 0.5, 0.9];
    let mut within = 0.0;
    for column in COLUMNS {
        for row in ROWS {
            let point = Point::new(cover.x + column * cover.width, cover.y + row * cover.height);
            within += f64::from(u8::from(inside(rings, point)));
        }
    }
    within / 15.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(x: f64, y: f64, side: f64) -> Vec<Vec<Point>> {
        vec![
            [(x, y), (x + side, y), (x + side, y + side), (x, y + side)]
                .map(|(x, y)| Point::new(x, y))
                .to_vec(),
        ]
    }

    const SETTING: Setting = Setting {
        size: 10.0,
        weight: Weight::Regular,
        page: Rect {
            x: 0.0,
            y: 0.0,
            width: 500.0,
            height: 500.0,
        },
        within: 0.9,
    };

    fn wanted<'a>(name: &'a str, rings: &'a [Vec<Point>], at: (f64, f64), rank: f64) -> Wanted<'a> {
        Wanted {
            name,
            at: Point::new(at.0, at.1),
            rings,
            rank,
        }
    }

    #[test]
    fn of_two_names_in_one_place_the_higher_rank_stays_and_the_other_moves_or_goes() {
        let rings = square(100.0, 100.0, 60.0);
        let two = vec![
            wanted("Nord", &rings, (130.0, 130.0), 1.0),
            wanted("Süd", &rings, (130.0, 130.0), 2.0),
        ];
        let placed = place(two, &[], SETTING);
        assert_eq!(placed[0].lines, ["Süd"]);
        assert!(placed.len() == 1 || !placed[0].cover.overlaps(&placed[1].cover));
    }

    #[test]
    fn a_name_wraps_at_its_hyphen_and_is_left_out_where_it_finds_no_room() {
        let wide = square(0.0, 0.0, 45.0);
        let placed = place(vec![wanted("Lausen-Grünau", &wide, (22.0, 22.0), 1.0)], &[], SETTING);
        assert_eq!(placed[0].lines, ["Lausen-", "Grünau"]);
        let narrow = square(0.0, 0.0, 15.0);
        assert_eq!(
            place(vec![wanted("Großzschocher", &narrow, (7.0, 7.0), 1.0)], &[], SETTING),
            []
        );
    }

    #[test]
    fn names_keep_clear_of_obstacles_and_of_the_edge() {
        let rings = square(0.0, 0.0, 200.0);
        let blocked = Rect {
            x: 60.0,
            y: 90.0,
            width: 80.0,
            height: 20.0,
        };
        let placed = place(vec![wanted("Mitte", &rings, (100.0, 100.0), 1.0)], &[blocked], SETTING);
        assert!(placed.iter().all(|label| !label.cover.overlaps(&blocked)));
        let edge = vec![wanted("Am Stadtrand", &rings, (1.0, 100.0), 1.0)];
        assert!(
            place(edge, &[], SETTING)
                .iter()
                .all(|label| SETTING.page.contains(&label.cover))
        );
    }
}
