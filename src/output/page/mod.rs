//! Pages and texts without JavaScript.

pub mod check_html;
pub mod check_text;
pub mod disparity_text;
pub mod priority_text;
