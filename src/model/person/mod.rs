//! Data about single persons: what they are, and the forms by which they are told in cells and sentences.

pub(crate) mod forms;
mod kind;
mod text;

pub use kind::PersonData;
pub use text::in_text;
