//! Assigns the cells of a hexagonal lattice to districts.
//!
//! Every corner of a hexagon belongs to at most three cells, so borders drawn
//! along the lattice never touch in a single point.

use std::collections::{BTreeMap, BTreeSet};

use crate::plan;

/// Width of a lattice cell in metres.
pub const CELL_WIDTH_M: f64 = 64.0;

/// Integer position on the lattice, of a cell's centre or of a corner.
///
/// One step east is half a cell, one step north a third of a row.
pub type Node = (i32, i32);

/// Lattice cell to position in [`plan::DISTRICTS`].
pub type Labels = BTreeMap<Node, usize>;

/// Steps to the six neighbours, counter-clockwise from the east.
pub const NEIGHBOURS: [Node; 6] = [(2, 0), (1, 3), (-1, 3), (-2, 0), (-1, -3), (1, -3)];

/// Corners counter-clockwise; edge `i` to `i + 1` lies towards neighbour `i`.
pub const CORNERS: [Node; 6] = [(1, -1), (1, 1), (0, 2), (-1, 1), (-1, -1), (0, -2)];

/// Moves a lattice node.
pub fn step(node: Node, by: Node) -> Node {
    (node.0 + by.0, node.1 + by.1)
}

/// Position of a lattice node on the plan.
pub fn position(node: Node) -> [f64; 2] {
    let row = CELL_WIDTH_M * 3.0_f64.sqrt() / 6.0;
    [f64::from(node.0) * CELL_WIDTH_M / 2.0, f64::from(node.1) * row]
}

/// Distance of two points in metres.
pub fn distance(a: [f64; 2], b: [f64; 2]) -> f64 {
    (a[0] - b[0]).hypot(a[1] - b[1])
}

/// Points on a Catmull-Rom curve through `controls`, `pieces` for each span.
pub fn curve(controls: &[[f64; 2]], pieces: u32) -> Vec<[f64; 2]> {
    let mut points = Vec::new();
    let last = controls.len().saturating_sub(1);
    for (index, pair) in controls.windows(2).enumerate() {
        let before = controls[index.saturating_sub(1)];
        let after = controls[(index + 2).min(last)];
        for piece in 0..pieces {
            let share = f64::from(piece) / f64::from(pieces);
            points.push([0, 1].map(|axis| spline([before[axis], pair[0][axis], pair[1][axis], after[axis]], share)));
        }
    }
    points.extend(controls.last());
    points
}

fn spline(p: [f64; 4], share: f64) -> f64 {
    let linear = p[2] - p[0];
    let square = 2.0 * p[0] - 5.0 * p[1] + 4.0 * p[2] - p[3];
    let cube = 3.0 * (p[1] - p[2]) + p[3] - p[0];
    0.5 * (2.0 * p[1] + share * (linear + share * (square + share * cube)))
}

/// Whether a point lies north-east of the river, that is on its right bank.
fn right_bank(river: &[[f64; 2]], point: [f64; 2]) -> bool {
    let mut best = (f64::INFINITY, false);
    for pair in river.windows(2) {
        let (start, end) = (pair[0], pair[1]);
        let along = [end[0] - start[0], end[1] - start[1]];
        let to = [point[0] - start[0], point[1] - start[1]];
        let length = along[0].mul_add(along[0], along[1] * along[1]);
        let share = ((to[0] * along[0] + to[1] * along[1]) / length).clamp(0.0, 1.0);
        let foot = [start[0] + share * along[0], start[1] + share * along[1]];
        let away = distance(point, foot);
        if away < best.0 {
            best = (away, along[0] * to[1] - along[1] * to[0] < 0.0);
        }
    }
    best.1
}

/// Whether the city reaches a point.
fn in_city(point: [f64; 2]) -> bool {
    let bent = bend(point);
    let east = (bent[0] - 6_050.0) / 5_650.0;
    let north = (bent[1] - 5_100.0) / 4_650.0;
    let radius = (east.abs().powf(2.7) + north.abs().powf(2.7)).powf(1.0 / 2.7);
    let angle = north.atan2(east);
    let waves = [
        (3.0, 2.6, 0.035),
        (5.0, 5.2, 0.045),
        (8.0, 3.9, 0.030),
        (13.0, 1.7, 0.026),
        (31.0, 0.4, 0.013),
    ];
    let limit: f64 = waves
        .iter()
        .map(|(count, phase, height)| height * (count * angle + phase).sin())
        .sum();
    radius < 1.0 + limit
}

/// Bends straight cell borders into streets and paths.
fn bend(point: [f64; 2]) -> [f64; 2] {
    let [east, north] = point;
    let wide = [
        120.0 * (north / 610.0 + 1.3).sin() + 70.0 * ((east + north) / 390.0).sin(),
        120.0 * (east / 570.0 + 0.4).sin() + 70.0 * ((east - north) / 420.0 + 2.0).sin(),
    ];
    let fine = [
        34.0 * (north / 121.0 + east / 300.0).sin(),
        34.0 * (east / 133.0 - north / 280.0).sin(),
    ];
    [east + wide[0] + fine[0], north + wide[1] + fine[1]]
}

/// Additional reach of a settlement type: open country takes more ground.
fn reach_m(fabric: plan::Fabric) -> f64 {
    match fabric {
        plan::Fabric::Village => 620.0,
        plan::Fabric::Houses | plan::Fabric::Villa => 420.0,
        plan::Fabric::Harbour | plan::Fabric::Terraces | plan::Fabric::Estate => 300.0,
        plan::Fabric::Blocks | plan::Fabric::Workers | plan::Fabric::Fresh => 150.0,
        plan::Fabric::Core => 0.0,
    }
}

/// Position of a district in the plan.
pub fn district_index(code: &str) -> Option<usize> {
    plan::DISTRICTS.iter().position(|d| d.code == code)
}

/// Assigns every lattice cell of the city to a district.
pub fn labels() -> Labels {
    let river = curve(&plan::RIVER, 12);
    let enclave = district_index(plan::ENCLAVE.0);
    let seeds: Vec<(usize, [f64; 2], bool, f64)> = plan::DISTRICTS
        .iter()
        .enumerate()
        .filter(|(index, _)| Some(*index) != enclave)
        .map(|(index, d)| {
            let reach = reach_m(d.fabric);
            let bank = right_bank(&river, d.seed);
            (index, d.seed, bank, reach * reach)
        })
        .collect();
    let mut labels = Labels::new();
    for row in -15..200 {
        for column in -15..210 {
            let cell = (2 * column + row % 2, 3 * row);
            let point = position(cell);
            if !in_city(point) {
                continue;
            }
            let bank = right_bank(&river, point);
            let bent = bend(point);
            let nearest = seeds
                .iter()
                .filter(|seed| seed.2 == bank)
                .map(|seed| (distance(bent, seed.1).powi(2) - seed.3, seed.0))
                .min_by(|a, b| a.0.total_cmp(&b.0));
            if let Some((_, label)) = nearest {
                labels.insert(cell, label);
            }
        }
    }
    absorb_splinters(&mut labels);
    place_island_and_enclave(&mut labels);
    labels
}

/// Keeps the largest connected part of each district and gives smaller parts
/// to the neighbour with the longest common border.
fn absorb_splinters(labels: &mut Labels) {
    let mut parts: BTreeMap<usize, Vec<BTreeSet<Node>>> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for (&cell, &label) in labels.iter() {
        if seen.contains(&cell) {
            continue;
        }
        let part = connected(labels, cell, label);
        seen.extend(part.iter().copied());
        parts.entry(label).or_default().push(part);
    }
    for (label, mut found) in parts {
        found.sort_by_key(|part| std::cmp::Reverse(part.len()));
        for part in found.iter().skip(1) {
            let mut votes: BTreeMap<usize, usize> = BTreeMap::new();
            for &cell in part {
                for by in NEIGHBOURS {
                    if let Some(&other) = labels.get(&step(cell, by)) {
                        *votes.entry(other).or_default() += usize::from(other != label);
                    }
                }
            }
            let heir = votes.iter().max_by_key(|(_, count)| **count);
            if let Some((&heir, _)) = heir {
                labels.extend(part.iter().map(|&cell| (cell, heir)));
            }
        }
    }
}

fn connected(labels: &Labels, start: Node, label: usize) -> BTreeSet<Node> {
    let mut part = BTreeSet::from([start]);
    let mut open = vec![start];
    while let Some(cell) = open.pop() {
        for by in NEIGHBOURS {
            let next = step(cell, by);
            if labels.get(&next) == Some(&label) && part.insert(next) {
                open.push(next);
            }
        }
    }
    part
}

/// Cuts the island and the enclave out of the districts around them.
fn place_island_and_enclave(labels: &mut Labels) {
    let lake = district_index(plan::LAKE_OWNER);
    let island = district_index(plan::ISLAND_OWNER);
    let enclave = district_index(plan::ENCLAVE.0);
    for (&cell, label) in labels.iter_mut() {
        let point = position(cell);
        if let (Some(lake), Some(island)) = (lake, island) {
            let [east, north] = plan::ISLAND.0;
            let away = ((point[0] - east) / 1.35).hypot(point[1] - north);
            let shore = distance(point, plan::LAKE);
            if away < plan::ISLAND.1 {
                *label = island;
            } else if shore < 700.0 {
                *label = lake;
            }
        }
        if let Some(enclave) = enclave {
            let bent = bend(point);
            if distance(bent, bend(plan::DISTRICTS[enclave].seed)) < plan::ENCLAVE.1 {
                *label = enclave;
            }
        }
    }
}
