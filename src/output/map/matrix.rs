//! The legend of two classifications at once: a cross table.

use super::font::Weight;
use super::legend::draw_color;
use super::subject::{Class, Subject};
use super::view::{Point, Rect};
use super::xml::{Style, Svg};

/// Sizes and distances in sizes of the smallest letters.
const SWATCH: f64 = 1.9;
const COUNT: f64 = 2.6;
const GAP: f64 = 0.35;
const LINE: f64 = 1.2;
const ROW: f64 = 1.75;
/// Narrower labels of rows could not be read.
const LEAST_LABEL: f64 = 6.0;

/// Rows of one classification, columns of the other, a colour and a count in each field.
pub(super) struct Matrix {
    rows: Vec<Vec<String>>,
    columns: Vec<Vec<String>>,
    fields: Vec<Class>,
    label: f64,
    text: f64,
}

impl Matrix {
    /// The table in a column of this width; `None` where colours show one classification, or there is no room.
    pub(super) fn new(subject: &Subject, width: f64, text: f64) -> Option<Self> {
        let (rows, columns) = subject.matrix.as_ref()?;
        let across = columns.iter().fold(0.0, |sum, _| sum + (SWATCH + COUNT + GAP) * text);
        let label = width - across;
        let wrapped = |words: &[String], width: f64| {
            let lines = words.iter().map(|word| Weight::Regular.wrap(word, text, width));
            lines.collect::<Vec<_>>()
        };
        (label >= LEAST_LABEL * text).then(|| Self {
            rows: wrapped(rows, label - GAP * text),
            columns: wrapped(columns, (SWATCH + COUNT) * text),
            fields: subject.classes.clone(),
            label,
            text,
        })
    }

    fn lines(&self, lines: &[String]) -> f64 {
        lines.iter().fold(0.0, |sum, _| sum + LINE * self.text)
    }

    fn head(&self) -> f64 {
        let most = self.columns.iter().map(|lines| self.lines(lines)).fold(0.0, f64::max);
        most + 0.25 * self.text
    }

    fn row_height(&self, lines: &[String]) -> f64 {
        (self.lines(lines) + 0.3 * self.text).max(ROW * self.text)
    }

    /// Height of the whole.
    pub(super) fn height(&self) -> f64 {
        self.head() + self.rows.iter().map(|lines| self.row_height(lines)).sum::<f64>()
    }

    /// Draws it with its upper left corner at a point.
    pub(super) fn draw(&self, svg: &mut Svg, corner: Point) {
        let u = self.text;
        let words = Style::plain(u);
        let write = |svg: &mut Svg, lines: &[String], at: Point| {
            let mut base = at.y + 0.85 * u;
            for line in lines {
                svg.text(Point::new(at.x, base), line, &words);
                base += LINE * u;
            }
        };
        let step = (SWATCH + COUNT + GAP) * u;
        let mut x = corner.x + self.label;
        for column in &self.columns {
            let spare = self.head() - 0.25 * u - self.lines(column);
            write(svg, column, Point::new(x, corner.y + spare));
            x += step;
        }
        let mut y = corner.y + self.head();
        let fields = self.fields.chunks(self.columns.len().max(1));
        for (row, fields) in self.rows.iter().zip(fields) {
            write(svg, row, Point::new(corner.x, y));
            let mut x = corner.x + self.label;
            for field in fields {
                let frame = Rect {
                    x,
                    y: y + 0.05 * u,
                    width: SWATCH * u,
                    height: 1.2 * u,
                };
                draw_color(svg, frame, &field.color, field.mark, u);
                let at = Point::new(frame.right() + GAP * u, y + 0.85 * u);
                svg.text(at, &field.count.to_string(), &words);
                x += step;
            }
            y += self.row_height(row);
        }
    }
}
