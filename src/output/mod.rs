//! What people and programs get: JSON, tiles, styles, downloads, reports. Takes [`Published`](crate::disclosure::Published) only.

pub mod decided;
pub mod export;
pub mod geojson;
pub mod map;
pub mod offers;
pub mod page;
pub mod presentation;
pub mod style;
pub mod tile;
pub mod wire;
