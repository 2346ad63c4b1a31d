//! How large a picture is and how small its letters may get.

/// Fewest pixels along an edge.
pub const MIN_EDGE: u32 = 320;
/// Most pixels along an edge: the long side of A3 at 300 dots per inch.
pub const MAX_EDGE: u32 = 4961;
/// Most pixels of a picture: A3 at 300 dots per inch.
pub const MAX_PIXELS: u64 = 4961 * 3508;
/// Dots per inch that paper may ask for.
pub const DPI: std::ops::RangeInclusive<u32> = 50..=300;
/// Dots per inch without a wish.
pub const DEFAULT_DPI: u32 = 150;

/// Points per inch (1/72 inch).
const POINTS: f64 = 72.0;
/// Millimetres per inch.
const INCH_MM: f64 = 25.4;
/// The smallest letters on a slide of 1920 by 1080 pixels, so that the last row of a hall can read them.
const SLIDE_TEXT: f64 = 24.0;
const SLIDE_PIXELS: f64 = 1920.0 * 1080.0;
/// Letters that a screen can still show.
const MIN_SCREEN_TEXT: f64 = 10.0;
/// Letters beside which a map still fits on a slide.
const MAX_TEXT: f64 = 60.0;

/// A sheet of DIN 476.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    /// 210 mm by 297 mm.
    A4,
    /// 297 mm by 420 mm.
    A3,
}

impl Paper {
    /// The sheet with this name.
    pub fn by_id(id: &str) -> Option<Self> {
        match id {
            "a4" => Some(Self::A4),
            "a3" => Some(Self::A3),
            _ => None,
        }
    }

    /// Short and long side in millimetres.
    fn millimetres(self) -> (f64, f64) {
        match self {
            Self::A4 => (210.0, 297.0),
            Self::A3 => (297.0, 420.0),
        }
    }

    /// Size of the smallest letters in points.
    fn text(self) -> f64 {
        match self {
            Self::A4 => 7.5,
            Self::A3 => 9.5,
        }
    }
}

/// A picture's extent. Lengths are pixels on a screen and points (1/72 inch) on paper.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Format {
    /// Width in user units.
    pub width: f64,
    /// Height in user units.
    pub height: f64,
    /// Size of the smallest letters in user units; everything else is measured by it.
    pub text: f64,
    /// Pixels per user unit when the picture is made of pixels.
    pub scale: f64,
    /// Width and height on paper in millimetres.
    pub millimetres: Option<(f64, f64)>,
}

impl Default for Format {
    /// A slide of 1920 by 1080 pixels.
    fn default() -> Self {
        Self {
            width: 1920.0,
            height: 1080.0,
            text: SLIDE_TEXT,
            scale: 1.0,
            millimetres: None,
        }
    }
}

impl Format {
    /// A picture for screens; `None` when an edge or the whole is out of bounds.
    pub fn screen(width: u32, height: u32) -> Option<Self> {
        let edges = MIN_EDGE..=MAX_EDGE;
        let pixels = u64::from(width) * u64::from(height);
        if !edges.contains(&width) || !edges.contains(&height) || pixels > MAX_PIXELS {
            return None;
        }
        let (width, height) = (f64::from(width), f64::from(height));
        Some(Self {
            width,
            height,
            text: (SLIDE_TEXT * (width * height / SLIDE_PIXELS).sqrt()).max(MIN_SCREEN_TEXT),
            scale: 1.0,
            millimetres: None,
        })
    }

    /// The same picture with other smallest letters; `None` when nobody could read them or nothing would fit beside them.
    pub fn with_letters(self, size: f64) -> Option<Self> {
        (MIN_SCREEN_TEXT..=MAX_TEXT)
            .contains(&size)
            .then_some(Self { text: size, ..self })
    }

    /// A sheet; `None` when the resolution is out of bounds.
    pub fn paper(paper: Paper, landscape: bool, dpi: u32) -> Option<Self> {
        if !DPI.contains(&dpi) {
            return None;
        }
        let (short, long) = paper.millimetres();
        let (width, height) = if landscape { (long, short) } else { (short, long) };
        Some(Self {
            width: width / INCH_MM * POINTS,
            height: height / INCH_MM * POINTS,
            text: paper.text(),
            scale: f64::from(dpi) / POINTS,
            millimetres: Some((width, height)),
        })
    }

    /// Width and height in pixels.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "both are positive and at most MAX_EDGE"
    )]
    pub fn pixels(&self) -> (u32, u32) {
        let edge = |length: f64| ((length * self.scale).round() as u32).clamp(1, MAX_EDGE);
        (edge(self.width), edge(self.height))
    }

    /// Whether the picture is clearly wider than high.
    pub(super) fn is_wide(&self) -> bool {
        self.width > 1.15 * self.height
    }
}

#[cfg(test)]
mod tests {
    use super::{Format, MAX_EDGE, Paper};

    #[test]
    fn a3_at_300_dots_per_inch_is_the_largest_picture() {
        let format = Format::paper(Paper::A3, true, 300).expect("within bounds");
        assert_eq!(format.pixels(), (4961, 3508));
        assert_eq!(Format::paper(Paper::A3, true, 301), None);
        assert_eq!(Format::screen(MAX_EDGE + 1, 400), None);
        assert_eq!(Format::screen(MAX_EDGE, MAX_EDGE), None);
        assert_eq!(Format::screen(100, 400), None);
    }

    #[test]
    fn letters_keep_the_sizes_that_a_hall_and_a_sheet_need() {
        assert_eq!(Format::screen(1920, 1080), Some(Format::default()));
        assert!(Format::default().text >= 24.0);
        for paper in [Paper::A4, Paper::A3] {
            assert!(Format::paper(paper, false, 150).expect("within bounds").text >= 7.0);
        }
    }
}
