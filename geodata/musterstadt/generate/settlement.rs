//! Where people live: around the middle of every district, on the ground that is not green.

use crate::figures::green_share;
use crate::plan::{DISTRICTS, Fabric};
use crate::terrain::{Labels, Node, distance, position};

/// Ground around houses that counts as green space but is lived in.
const GARDENS: f64 = 1.35;
/// Share of a harbour that is lived in.
const HARBOUR: f64 = 0.22;
/// Length of the waves at the edge of the settlement, in metres, and their height.
const WAVE_M: f64 = 260.0;
const WAVE_HEIGHT_M: f64 = 90.0;

/// The cells in which people live, all with one label.
pub fn settled(labels: &Labels) -> Labels {
    let mut found = Labels::new();
    for (index, district) in DISTRICTS.iter().enumerate() {
        let mut cells: Vec<(f64, Node)> = labels
            .iter()
            .filter(|(_, label)| **label == index)
            .map(|(cell, _)| (away(position(*cell), district.seed), *cell))
            .collect();
        cells.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let share = match district.fabric {
            Fabric::Harbour => HARBOUR,
            _ => (1.0 - GARDENS * green_share(index, district)).clamp(0.25, 1.0),
        };
        let wanted = f64::from(u32::try_from(cells.len()).unwrap_or(u32::MAX)) * share;
        let kept = cells
            .iter()
            .zip(0_u32..)
            .take_while(|(_, number)| f64::from(*number) < wanted);
        found.extend(kept.map(|((_, cell), _)| (*cell, 0)));
    }
    found
}

/// Distance from the middle, with waves, so that no settlement is a circle.
fn away(point: [f64; 2], middle: [f64; 2]) -> f64 {
    let waves = (point[0] / WAVE_M).sin() + (point[1] / WAVE_M + 1.0).cos();
    distance(point, middle) + WAVE_HEIGHT_M * waves
}
