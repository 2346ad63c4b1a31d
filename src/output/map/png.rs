//! Pictures made of pixels.

use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

use super::font;
use super::format::Format;

/// A picture cannot be made of pixels.
#[derive(Debug, thiserror::Error)]
pub enum PngError {
    /// The drawing cannot be read back.
    #[error("found a drawing that cannot be read ({0}), expected SVG; this is a fault of the program")]
    Svg(String),
    /// There is no memory for the picture.
    #[error("found a picture of {width} by {height} pixels, expected one that fits into memory; ask for a smaller one")]
    Size {
        /// Pixels from left to right.
        width: u32,
        /// Pixels from top to bottom.
        height: u32,
    },
    /// The areas that another renderer drew cannot be used.
    #[error("found areas of another renderer that cannot be used: {0}")]
    Below(String),
    /// The pixels cannot be written.
    #[error("cannot write the picture: {0}")]
    Encoding(String),
}

/// The program's fonts and no others, so that a picture looks the same everywhere.
pub(super) static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    fonts.load_font_data(font::REGULAR.to_vec());
    fonts.load_font_data(font::SEMI_BOLD.to_vec());
    fonts.set_sans_serif_family("Source Sans 3");
    Arc::new(fonts)
});

/// Reads a drawing with the program's fonts.
pub(super) fn tree(svg: &str) -> Result<Tree, PngError> {
    let options = Options {
        fontdb: FONTS.clone(),
        font_family: "Source Sans 3".to_owned(),
        ..Options::default()
    };
    Tree::from_str(svg, &options).map_err(|error| PngError::Svg(error.to_string()))
}

/// A drawing of a format as PNG, 8 bits per colour.
///
/// # Errors
/// When the drawing cannot be read or the picture does not fit into memory.
///
/// # References
/// W3C: Portable Network Graphics (PNG) Specification, third edition.
pub fn png(svg: &str, format: &Format) -> Result<Vec<u8>, PngError> {
    let mut pixels = paper(format)?;
    draw(svg, &mut pixels)?;
    encode(&pixels)
}

/// Pixels without a colour.
pub(super) fn paper(format: &Format) -> Result<Pixmap, PngError> {
    let (width, height) = format.pixels();
    Pixmap::new(width, height).ok_or(PngError::Size { width, height })
}

/// Draws over what is there, as large as the pixels are.
pub(super) fn draw(svg: &str, pixels: &mut Pixmap) -> Result<(), PngError> {
    let tree = tree(svg)?;
    let (width, height) = (edge(pixels.width()), edge(pixels.height()));
    let scale = Transform::from_scale(width / tree.size().width(), height / tree.size().height());
    resvg::render(&tree, scale, &mut pixels.as_mut());
    Ok(())
}

pub(super) fn encode(pixels: &Pixmap) -> Result<Vec<u8>, PngError> {
    pixels
        .encode_png()
        .map_err(|error| PngError::Encoding(error.to_string()))
}

#[expect(clippy::cast_precision_loss, reason = "edges have at most four digits")]
fn edge(length: u32) -> f32 {
    length as f32
}
