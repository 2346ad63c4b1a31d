//! Pixels as PNG.

use crate::failure::Failure;

/// A drawn picture: four bytes per pixel, row by row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pixels {
    /// Pixels from left to right.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
    /// Red, green, blue, opacity.
    pub rgba: Vec<u8>,
}

/// Writes a picture as PNG.
///
/// # References
/// W3C: Portable Network Graphics (PNG) Specification, third edition.
pub fn png(pixels: &Pixels) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, pixels.width, pixels.height);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Fast);
    let mut writer = encoder.write_header().map_err(|_| Failure::Crashed)?;
    writer.write_image_data(&pixels.rgba).map_err(|_| Failure::Crashed)?;
    writer.finish().map_err(|_| Failure::Crashed)?;
    Ok(bytes)
}
