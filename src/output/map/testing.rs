//! Levels for tests.

use geo::{Coord, polygon};

use crate::model::{Area, AreaCode, AreaLevel, AreaSet, Validity};
use crate::output::tile::PreparedLevel;

/// Squares of a hundredth of a degree in rows from the south-west, around 10 degrees east and 50 degrees north.
pub(super) fn level(columns: u32, rows: u32) -> PreparedLevel {
    let mut areas = Vec::new();
    for row in 0..rows {
        for column in 0..columns {
            areas.push(square(column, row));
        }
    }
    PreparedLevel::new(&AreaSet {
        level: AreaLevel {
            id: "quadrat".to_owned(),
            name: "Quadrat".to_owned(),
            plural: "Quadrate".to_owned(),
            source: 0,
            boundary_year: 2024,
            validity: Validity::default(),
            version_of: None,
        },
        areas,
        links: Vec::new(),
    })
}

fn square(column: u32, row: u32) -> Area {
    let (x, y) = (10.0 + 0.01 * f64::from(column), 50.0 + 0.01 * f64::from(row));
    // The far side is computed as the near side of the neighbour is, so that both are one number.
    let (x2, y2) = (10.0 + 0.01 * f64::from(column + 1), 50.0 + 0.01 * f64::from(row + 1));
    let number = u64::from(row) * 1000 + u64::from(column);
    Area {
        id: number,
        code: AreaCode::new(&number.to_string()),
        name: format!("Quadrat {number}"),
        shape: polygon![(x: x, y: y), (x: x2, y: y), (x: x2, y: y2), (x: x, y: y2)].into(),
        label: Coord {
            x: f64::midpoint(x, x2),
            y: f64::midpoint(y, y2),
        },
        area_km2: 0.8,
    }
}
