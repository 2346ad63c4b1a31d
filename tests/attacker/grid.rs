//! Numbers of vector tiles.

/// The tile column of a longitude.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "tile numbers are small and positive"
)]
pub fn column(lon: f64, zoom: i32) -> u32 {
    ((lon + 180.0) / 360.0 * 2.0_f64.powi(zoom)) as u32
}

/// The tile row of a latitude.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "tile numbers are small and positive"
)]
pub fn row(lat: f64, zoom: i32) -> u32 {
    let y = (1.0 - lat.to_radians().tan().asinh() / std::f64::consts::PI) / 2.0;
    (y * 2.0_f64.powi(zoom)) as u32
}
