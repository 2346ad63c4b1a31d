//! Pages and texts without JavaScript.

pub mod api_html;
pub mod budget_text;
pub mod check_html;
pub mod check_text;
pub mod decisions_text;
mod difference;
pub mod disparity_text;
mod hidden;
pub mod overview;
pub mod plain;
pub mod priority_text;
pub mod robustness_text;

/// The finding that tells what was decided about the shape of a table.
const LAYOUT: &str = "table/layout-detected";
mod sums;
