//! Invented cities whose boundaries changed, once or several times: what was counted when and where, and which tables lead
//! from one version to another.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use serde_json::{Value, json};

use super::random::Random;
use crate::support::TempFolder;
use crate::tiny::{block, figure, head, indicator, source};

pub const FIGURES: [&str; 2] = ["Faelle", "Leute"];
const YEARS: [u32; 3] = [2018, 2019, 2020];

/// Which versions crosswalks lead from and to: one, back and forth, chains, circles and two ways to the same end.
const TWO: [&[(usize, usize)]; 4] = [&[(0, 1)], &[(0, 1)], &[(1, 0)], &[(0, 1), (1, 0)]];
const THREE: [&[(usize, usize)]; 6] = [
    &[(0, 1), (1, 2)],
    &[(0, 1), (1, 2)],
    &[(1, 0), (1, 2)],
    &[(0, 1), (2, 1)],
    &[(0, 1), (1, 2), (2, 0)],
    &[(0, 1), (1, 2), (0, 2)],
];
const FOUR: [&[(usize, usize)]; 3] = [
    &[(0, 1), (1, 3), (0, 2), (2, 3)],
    &[(0, 1), (1, 2), (2, 3)],
    &[(0, 1), (1, 2), (2, 3), (3, 0)],
];

/// A boundary version, or districts that are put together from its areas.
#[derive(Debug, Clone)]
pub struct Level {
    /// The version that districts are made of.
    pub of: Option<usize>,
    /// The area of every piece of ground; none outside all.
    pub area: Vec<Option<usize>>,
    pub size: usize,
}

/// A city as it is, by pieces of ground that no border parts.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    pub levels: Vec<Level>,
    pub versions: usize,
    /// Crosswalks.
    pub ways: Vec<(usize, usize)>,
    /// Whether crosswalks say how much of an area goes where.
    weighted: bool,
    ground: Vec<f64>,
    counts: BTreeMap<(u32, usize), Vec<u32>>,
    /// Year and level of the tables.
    tables: BTreeSet<(u32, usize)>,
    /// Rows that tables lack.
    missing: BTreeSet<(u32, usize, usize)>,
    /// Old areas that a crosswalk does not name.
    lost: BTreeSet<(usize, usize)>,
}

impl Plan {
    pub fn draw(seed: u64) -> Self {
        let random = &mut Random::new(seed ^ 0xB0_DE25);
        let versions = *random.pick(&[2, 2, 3, 3, 4]);
        let ways = match versions {
            2 => *random.pick(&TWO),
            3 => *random.pick(&THREE),
            _ => *random.pick(&FOUR),
        };
        let mut plan = Self {
            versions,
            ways: ways.to_vec(),
            ..Self::default()
        };
        plan.draw_versions(random);
        plan.draw_slivers(random);
        plan.draw_districts(random);
        plan.draw_counts(random);
        plan.draw_tables(random);
        plan
    }

    /// Regions that no version mixes, each cut in several ways.
    fn draw_versions(&mut self, random: &mut Random) {
        let mut levels = vec![
            Level {
                of: None,
                area: Vec::new(),
                size: 0,
            };
            self.versions
        ];
        for _ in 0..random.between(2, if self.versions > 2 { 4 } else { 5 }) {
            let pieces = random.index(4) + 1;
            self.ground.extend((0..pieces).map(|_| f64::from(random.between(3, 9))));
            let mut cut: Vec<usize> = Vec::new();
            for level in &mut levels {
                let before = Some(cut).filter(|cut| !cut.is_empty() && random.percent(35));
                cut = before.unwrap_or_else(|| match random.between(0, 3) {
                    0 => vec![0; pieces],
                    1 => (0..pieces).collect(),
                    _ => (0..pieces).map(|_| random.index(pieces)).collect(),
                });
                let names: BTreeSet<usize> = cut.iter().copied().collect();
                let number = |name: &usize| level.size + names.iter().position(|n| n == name).unwrap();
                let areas: Vec<Option<usize>> = cut.iter().map(|name| Some(number(name))).collect();
                level.area.extend(areas);
                level.size += names.len();
            }
        }
        self.levels = levels;
    }

    /// Ground that borders drawn in different ways part from everything else, on which nobody lives.
    fn draw_slivers(&mut self, random: &mut Random) {
        self.weighted = random.percent(75);
        if !self.weighted || random.percent(50) {
            return;
        }
        for _ in 0..random.between(1, 3) {
            self.ground.push(*random.pick(&[0.05, 0.02, 0.000_01, 0.0]));
            for level in &mut self.levels {
                let area = random.index(level.size);
                level.area.push(Some(area));
            }
        }
    }

    fn draw_districts(&mut self, random: &mut Random) {
        for version in 0..self.versions {
            // The gate compares levels in pairs, not three that meet in one that was not counted.
            let most = if self.versions == 2 { 2 } else { 1 };
            if !random.percent(50) || self.levels.len() == self.versions + most {
                continue;
            }
            let base = &self.levels[version];
            let size = random.index(3) + 2;
            if base.size <= size {
                continue;
            }
            let gaps = random.percent(20);
            let parent: Vec<Option<usize>> = (0..base.size)
                .map(|_| (!gaps || random.percent(75)).then(|| random.index(size)))
                .collect();
            if parent.iter().all(Option::is_none) {
                continue;
            }
            let area = base.area.iter().map(|area| parent[(*area)?]).collect();
            self.levels.push(Level {
                of: Some(version),
                area,
                size,
            });
        }
    }

    fn draw_counts(&mut self, random: &mut Random) {
        for year in YEARS {
            let lived_in = |ground: &f64| *ground > 1.0;
            let all: Vec<u32> = self
                .ground
                .iter()
                .map(|ground| if lived_in(ground) { random.between(0, 60) } else { 0 })
                .collect();
            let some = all.iter().map(|all| random.between(0, *all).min(random.between(0, 60)));
            self.counts.insert((year, 0), some.collect());
            self.counts.insert((year, 1), all);
        }
    }

    fn draw_tables(&mut self, random: &mut Random) {
        for year in YEARS {
            let counted: Vec<usize> = (0..self.levels.len())
                .filter(|level| {
                    let is_whole = self.levels[*level].area.iter().all(Option::is_some);
                    is_whole && random.percent(if *level < self.versions { 55 } else { 40 })
                })
                .collect();
            let any = random.index(self.versions);
            let counted = if counted.is_empty() { vec![any] } else { counted };
            self.tables.extend(counted.into_iter().map(|level| (year, level)));
        }
        let tables: Vec<(u32, usize)> = self.tables.iter().copied().collect();
        if random.percent(35) {
            for _ in 0..random.between(1, 2) {
                let (year, level) = *random.pick(&tables);
                if level < self.versions && self.levels[level].size > 2 {
                    self.missing
                        .insert((year, level, random.index(self.levels[level].size)));
                }
            }
        }
        if random.percent(8) {
            let way = random.index(self.ways.len());
            let old = random.index(self.levels[self.ways[way].0].size);
            self.lost.insert((way, old));
        }
    }
}

impl Plan {
    /// What is true of a sum of pieces.
    pub fn count(&self, year: u32, figure: usize, is_in: impl Fn(usize) -> bool) -> f64 {
        let pieces = self.counts[&(year, figure)].iter().enumerate();
        pieces
            .filter(|(piece, _)| is_in(*piece))
            .map(|(_, count)| f64::from(*count))
            .sum()
    }

    /// As a folder, with the crosswalks or without.
    pub fn write(&self, with_crosswalks: bool) -> TempFolder {
        let folder = TempFolder::new("boundaries");
        let last = level_id(self.versions - 1);
        let mut toml = head(&last, "anteil") + &source("amt", "threshold = 5");
        for (level, own) in self.levels.iter().enumerate() {
            let id = level_id(level);
            let keys = match own.of {
                None => self.write_version(&folder, level),
                Some(base) => self.write_districts(&folder, level, base),
            };
            let _ = write!(
                toml,
                "[[level]]\nid = \"{id}\"\nname = \"{id}\"\nplural = \"{id}\"\nsource = \"amt\"\n{keys}\n\n"
            );
        }
        toml += &self.write_tables(&folder);
        for (way, (from, to)) in self.ways.iter().enumerate().filter(|_| with_crosswalks) {
            self.write_way(&folder, way);
            let (from, to) = (level_id(*from), level_id(*to));
            let weight = if self.weighted { "weight = \"anteil\"\n" } else { "" };
            let _ = write!(
                toml,
                "[[crosswalk]]\nfrom = \"{from}\"\nto = \"{to}\"\nfile = \"boundaries/weg{way}.csv\"\ncode_old = \"von\"\ncode_new = \"nach\"\n{weight}\n"
            );
        }
        toml += &indicator("faelle", "Personen", "value = \"faelle\"");
        toml += &indicator("leute", "Personen", "value = \"leute\"");
        let share = "numerator = \"faelle\"\ndenominator = \"leute\"\nfactor = 100";
        toml += &indicator("anteil", "%", share);
        folder.write("city.toml", toml);
        folder
    }

    fn write_version(&self, folder: &TempFolder, level: usize) -> String {
        let areas = self.levels[level].size;
        let features: Vec<Value> = (0..areas).map(|area| shape(&code(level, area), area, areas)).collect();
        let collection = json!({"type": "FeatureCollection", "features": features});
        let file = format!("boundaries/{}.geojson", level_id(level));
        folder.write(&file, collection.to_string());
        let of = if level + 1 < self.versions {
            format!("\nversion_of = \"{}\"", level_id(self.versions - 1))
        } else {
            String::new()
        };
        format!("file = \"{file}\"\ncode = \"KEY\"\nlabel = \"NAME\"{of}")
    }

    fn write_districts(&self, folder: &TempFolder, level: usize, base: usize) -> String {
        let mut table = "teil;ganzes\n".to_owned();
        let pairs = self.levels[base].area.iter().zip(&self.levels[level].area);
        let pairs: BTreeSet<_> = pairs.filter_map(|(part, whole)| Some(((*part)?, (*whole)?))).collect();
        for (part, whole) in pairs {
            let _ = writeln!(table, "{};{}", code(base, part), code(level, whole));
        }
        let (id, base) = (level_id(level), level_id(base));
        folder.write(&format!("boundaries/{id}.csv"), table);
        format!(
            "from = \"{base}\"\nassignment = {{ file = \"boundaries/{id}.csv\", code = \"teil\", to = \"ganzes\" }}"
        )
    }

    fn write_tables(&self, folder: &TempFolder) -> String {
        let mut toml = String::new();
        let mut ids = Vec::new();
        for (year, level) in &self.tables {
            let key = level_id(*level);
            let id = format!("{key}_{year}");
            let mut table = format!("Gebiet;{}\n", FIGURES.join(";"));
            for area in 0..self.levels[*level].size {
                let is_in = |piece: usize| self.levels[*level].area[piece] == Some(area);
                let is_there = self.levels[*level].area.contains(&Some(area));
                if is_there && !self.missing.contains(&(*year, *level, area)) {
                    let [some, all] = [0, 1].map(|figure| self.count(*year, figure, is_in));
                    let _ = writeln!(table, "{};{some};{all}", code(*level, area));
                }
            }
            folder.write(&format!("indicators/{id}.csv"), table);
            let _ = write!(
                toml,
                "[[table]]\nid = \"{id}\"\nfile = \"indicators/{id}.csv\"\nsource = \"amt\"\nlayout = \"columns\"\nperiod = \"{year}\"\nlevel = \"{key}\"\nkey = \"Gebiet\"\n\n"
            );
            ids.push(id);
        }
        let others = ids[1..]
            .iter()
            .map(|id| format!("\"{id}\""))
            .collect::<Vec<_>>()
            .join(", ");
        for name in FIGURES {
            let own = figure(&name.to_lowercase(), &ids[0], name, "count");
            toml += &own.replace("column", &format!("also_in = [{others}]\ncolumn"));
        }
        toml
    }

    fn write_way(&self, folder: &TempFolder, way: usize) {
        let (from, to) = self.ways[way];
        let mut shares: BTreeMap<(usize, usize), f64> = BTreeMap::new();
        for (piece, ground) in self.ground.iter().enumerate() {
            let (Some(old), Some(new)) = (self.levels[from].area[piece], self.levels[to].area[piece]) else {
                continue;
            };
            if !self.lost.contains(&(way, old)) {
                *shares.entry((old, new)).or_default() += ground;
            }
        }
        let mut table = "von;nach;anteil\n".to_owned();
        for ((old, new), share) in shares {
            let _ = writeln!(table, "{};{};{share}", code(from, old), code(to, new));
        }
        folder.write(&format!("boundaries/weg{way}.csv"), table);
    }
}

pub fn level_id(level: usize) -> String {
    format!("ebene{level}")
}

fn code(level: usize, area: usize) -> String {
    format!(
        "{}{:02}",
        ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L"][level],
        area + 1
    )
}

/// The area that a code names.
pub fn area_of(code: &str) -> usize {
    code[1..].parse::<usize>().unwrap() - 1
}

/// A strip of the ground that all versions cover.
fn shape(code: &str, area: usize, areas: usize) -> Value {
    let column = |area: usize| u32::try_from(area * 840 / areas).unwrap();
    let mut shape = block(code, code, column(area), 0);
    let end = block(code, code, column(area + 1) - 1, 0);
    for corner in [1, 2] {
        shape["geometry"]["coordinates"][0][corner] = end["geometry"]["coordinates"][0][corner].clone();
    }
    // A hundredth of a degree each would reach around the globe.
    for corner in 0..5 {
        let place = &mut shape["geometry"]["coordinates"][0][corner];
        place[0] = json!(10.0 + (place[0].as_f64().unwrap() - 10.0) / 40.0);
    }
    shape
}
