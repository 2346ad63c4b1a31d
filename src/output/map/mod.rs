//! The map as a picture: SVG with text as text, and PNG made of it.
//!
//! Colours, classes, hatches and marks are those of the page's map. Outlines come from borders that are simplified once
//! for both neighbours, in Web Mercator, which shows shapes and angles of a city as they are. Nothing is drawn that does
//! not lie behind the gate; a picture made from internal figures carries a stamp.
//!
//! The same scene and wish give the same bytes.

mod below;
mod change;
mod context;
mod fills;
mod font;
mod format;
mod ground;
mod labels;
mod layers;
mod layout;
mod legend;
mod locator;
mod matrix;
mod outlines;
mod page;
mod parts;
mod png;
mod scene;
mod strip;
mod subject;
mod symbols;
#[cfg(test)]
mod testing;
mod view;
mod within;
mod words;
mod xml;

pub use self::png::{PngError, png};
pub use below::{Below, composed};
pub use context::ContextShapes;
pub use format::{DEFAULT_DPI, DPI, Format, MAX_EDGE, MAX_PIXELS, MIN_EDGE, Paper};
pub use ground::Ground;
pub use locator::{Locator, locator};
pub use outlines::{OutlinesWire, outlines};
pub use parts::{Part, Parts};
pub use scene::{Parent, Scene, Show, Wish, orienting_level};
pub use subject::is_absolute;

use crate::text::Language;

/// Colour of words and thick lines.
const INK: &str = "#14181a";
/// Colour of words that stand back; its contrast to white is 7.2 to 1.
const FAINT: &str = "#4d5659";
/// Colour of areas that carry a symbol.
const PAPER: &str = "#f3f1ec";

/// Draws a map as SVG.
///
/// # Missing values
/// Areas without a value are hatched by reason: none, secret, excluded. Absolute numbers are circles, never fills.
///
/// # References
/// SVG 2 (W3C).
pub fn svg(scene: &Scene, wish: &Wish) -> String {
    page::draw(scene, wish)
}

/// What the map says in a few sentences, to be pasted beside the picture.
pub fn alternative_text(scene: &Scene, language: Language) -> String {
    let subject = subject::Subject::new(scene, language);
    words::Words {
        scene,
        subject: &subject,
        language,
    }
    .alternative()
}
