//! Maps social-space disparities in German cities and flags priority areas (Schwerpunkträume).
//!
//! The way of the data:
//!
//! ```text
//!  city.toml
//!  boundaries ─┐                                                      ┌ tile, style ─┐
//!  tables ─────┼ input ── join ── figure ── disclosure ── Published ──┼ analysis     ├ api ── web
//!              │            (Dataset)       (the gate)                └ export, page ┘ CLI
//!          geometry
//! ```
//!
//! Load: read, reproject to longitude and latitude once, join, index, compute figures, gate. Request: look up, clip,
//! encode, answer.
//!
//! # Invariants
//! 1. A reader returns what it read and a list of findings; only an unreadable file is an error.
//! 2. Classes and colours are computed once, on the server; clients style by the integer class.
//! 3. After [`input`] everything is longitude and latitude; a length comes from [`crs::Metric`] only, an area is geodesic.
//! 4. Outputs take [`disclosure::Published`].
//! 5. Missing is a reason, never zero, never NaN, never the lowest class.
//! 6. No city's name stands in this code.
//! 7. The same input gives the same bytes.
//! 8. A flag is a computed hint until a body has decided: every flag carries its status.

pub mod analysis;
pub mod api;
pub mod crs;
pub mod decision;
pub mod disclosure;
pub mod figure;
pub mod geometry;
pub mod input;
pub mod model;
pub mod output;
pub mod text;
