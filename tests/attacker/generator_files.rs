//! Random cities as folders, so that they come in by the same door as every other.

use std::fmt::Write;

use serde_json::{Value, json};
use sozialraumatlas::input::files::Folder;
use sozialraumatlas::model::Period;

use super::declared::Declared;
use super::generator::{FIRST_YEAR, Partition, Plan, Ratio, Rule};
use super::generator_time::Said;
use crate::support::TempFolder;
use crate::tiny::{CORNER, EDGE, indicator};

const TABLES: [&str; 2] = ["leute", "faelle"];

impl Plan {
    /// Writes the city into a folder.
    pub fn write(&self) -> TempFolder {
        let folder = TempFolder::new("attacked");
        folder.write("boundaries/block.geojson", self.blocks_geojson().to_string());
        for partition in &self.partitions {
            if partition.assigned {
                folder.write(
                    format!("boundaries/{}.csv", partition.id).as_str(),
                    assignment(partition),
                );
            } else {
                let shapes = self.shapes(partition).to_string();
                folder.write(format!("boundaries/{}.geojson", partition.id).as_str(), shapes);
            }
        }
        for (table, id) in TABLES.iter().enumerate() {
            folder.write(format!("indicators/{id}.csv").as_str(), self.csv(table));
        }
        folder.write("city.toml", self.toml());
        folder
    }

    /// What everybody knows of it before any number is shown; that cases add up over time, even where nothing says so.
    pub fn declared(&self, folder: &TempFolder) -> Declared {
        let mut declared = Declared::read(&Folder::new(folder.path()));
        for figure in &mut declared.figures {
            let column = self.columns.iter().find(|c| c.id == figure.id).unwrap();
            figure.over_time = column.table == 1 && self.over_time.is_some();
        }
        declared
    }

    /// Codes of a level's areas in order.
    pub fn codes(&self, level: &str) -> Vec<String> {
        let Some(partition) = self.partitions.iter().find(|p| p.id == level) else {
            return (0..self.blocks).map(|b| code("block", b)).collect();
        };
        let mut areas: Vec<usize> = partition.of_block.iter().flatten().copied().collect();
        areas.sort_unstable();
        areas.dedup();
        areas.into_iter().map(|a| code(partition.id, a)).collect()
    }

    /// For every area below a partition the position of the area that it belongs to.
    pub fn parents(&self, partition: &Partition, below: &[String], above: &[String]) -> Vec<Option<usize>> {
        let finer = self.partitions.iter().find(|p| p.id == partition.below);
        let parent = |area: usize| {
            let block = finer.map_or(Some(area), |f| f.of_block.iter().position(|a| *a == Some(area)))?;
            let target = code(partition.id, partition.of_block[block]?);
            above.iter().position(|c| *c == target)
        };
        (0..below.len()).map(parent).collect()
    }

    pub fn years(&self) -> Vec<Period> {
        let year = |p: usize| Period::parse(&(FIRST_YEAR + p).to_string()).unwrap();
        (0..self.periods).map(year).collect()
    }

    fn parent(&self, level: &str) -> Option<&Partition> {
        self.partitions.iter().find(|p| !p.assigned && p.below == level)
    }

    fn blocks_geojson(&self) -> Value {
        let parent = self.parent("block");
        let features: Vec<Value> = (0..self.blocks)
            .map(|b| {
                let parent = parent.and_then(|p| p.of_block[b]).map(|p| code("viertel", p));
                feature(&code("block", b), parent.as_deref(), (b, b + 1))
            })
            .collect();
        json!({"type": "FeatureCollection", "features": features})
    }

    /// Areas of neighbouring blocks as rectangles.
    fn shapes(&self, partition: &Partition) -> Value {
        let parent = self.parent(partition.id);
        let areas = partition.of_block.iter().flatten().max().map_or(0, |most| most + 1);
        let features: Vec<Value> = (0..areas)
            .map(|area| {
                let first = partition.of_block.iter().position(|a| *a == Some(area)).unwrap();
                let count = partition.of_block.iter().filter(|a| **a == Some(area)).count();
                let parent = parent.and_then(|p| Some(code(p.id, p.of_block[first]?)));
                feature(&code(partition.id, area), parent.as_deref(), (first, first + count))
            })
            .collect();
        json!({"type": "FeatureCollection", "features": features})
    }

    fn csv(&self, table: usize) -> String {
        let columns: Vec<_> = self.columns.iter().filter(|c| c.table == table).collect();
        let names: Vec<&str> = columns.iter().map(|c| c.id).collect();
        let mut text = format!("Ebene;Gebiet;Jahr;{}\n", names.join(";"));
        let years = (0..self.periods).map(|year| (FIRST_YEAR + year).to_string());
        let parts = columns
            .first()
            .into_iter()
            .flat_map(|c| c.parts.iter().map(|(text, _)| text.clone()));
        for text_of_period in years.chain(parts) {
            let period = Period::parse(&text_of_period).unwrap();
            let mut row = |level: &str, key: &str, of: &dyn Fn(usize) -> bool| {
                let sum = |counts: &[u32]| -> u32 {
                    let parts = counts.iter().enumerate().filter(|(b, _)| of(*b));
                    parts.map(|(_, n)| *n).sum()
                };
                let sums: Vec<String> = columns
                    .iter()
                    .map(|c| sum(c.in_period(&period).unwrap()).to_string())
                    .collect();
                writeln!(text, "{level};{key};{period};{}", sums.join(";")).unwrap();
            };
            for block in 0..self.blocks {
                row("Block", &code("block", block), &|b| b == block);
            }
            if let (true, Some(partition)) = (self.coarse_rows[table], self.parent("block")) {
                let areas = partition.of_block.iter().flatten().max().map_or(0, |most| most + 1);
                for area in 0..areas {
                    row("Viertel", &code("viertel", area), &|b| {
                        partition.of_block[b] == Some(area)
                    });
                }
            }
            if self.totals[table] {
                row("Stadt", "Stadt", &|_| true);
            }
        }
        text
    }

    fn toml(&self) -> String {
        let mut toml = String::from(
            "[city]\nid = \"zufall\"\nname = \"Zufallsstadt\"\nboundary_year = 2024\ndefault_level = \"block\"\ndefault_indicator = \"i0\"\n\n",
        );
        for (id, rule) in ["amt", "stelle"].iter().zip(&self.rules) {
            toml += &crate::tiny::source(id, &rules(rule));
        }
        // A parent may be named before or after; the coarsest stands first.
        for partition in self.partitions.iter().filter(|p| !p.assigned) {
            toml += &self.file_level(partition.id);
        }
        toml += &self.file_level("block");
        for id in self.partitions.iter().filter(|p| p.assigned).map(|p| p.id) {
            write!(toml, "[[level]]\nid = \"{id}\"\nname = \"{id}\"\nsource = \"amt\"\nfrom = \"block\"\nassignment = {{ file = \"boundaries/{id}.csv\", code = \"Block\", to = \"Ziel\" }}\n\n").unwrap();
        }
        for (table, id) in TABLES.iter().enumerate() {
            toml += &self.table(table, id);
        }
        for column in &self.columns {
            toml += &crate::tiny::figure(column.id, TABLES[column.table], column.id, "count");
            if let (1, Some(said @ (Said::Yes | Said::Wrong))) = (column.table, self.over_time) {
                toml.truncate(toml.trim_end().len());
                writeln!(toml, "\nadds_up_over_time = {}\n", said == Said::Yes).unwrap();
            }
            let parts: Vec<&str> = self
                .columns
                .iter()
                .map(|c| c.id)
                .filter(|id| id.starts_with('g'))
                .collect();
            if column.id == "all" && self.says_parts && !parts.is_empty() {
                toml.truncate(toml.trim_end().len());
                writeln!(toml, "\nsum_of = {parts:?}\n").unwrap();
            }
        }
        for ratio in &self.ratios {
            toml += &entry(ratio);
        }
        let year = FIRST_YEAR + self.periods - 1;
        write!(toml, "[[priority]]\nid = \"status\"\nname = \"Status\"\nlevel = \"block\"\nperiod = \"{year}\"\nindicators = [{{ id = \"i0\" }}]\ncuts = [-1.0, 1.0]\nclasses = [\"a\", \"b\", \"c\"]\nflag = [\"c\"]\nmin_areas = 3\npublish_hints = true\n").unwrap();
        toml
    }

    fn file_level(&self, id: &str) -> String {
        let parent = self.parent(id).map_or_else(String::new, |p| {
            format!(
                "parent = {{ level = \"{}\", by = \"attribute\", column = \"OBEN\" }}\n",
                p.id
            )
        });
        format!(
            "[[level]]\nid = \"{id}\"\nname = \"{id}\"\nfile = \"boundaries/{id}.geojson\"\nsource = \"amt\"\ncode = \"KEY\"\nlabel = \"NAME\"\n{parent}\n"
        )
    }

    fn table(&self, table: usize, id: &str) -> String {
        let source = ["amt", "stelle"][table];
        let mut toml = format!(
            "[[table]]\nid = \"{id}\"\nfile = \"indicators/{id}.csv\"\nsource = \"{source}\"\nlayout = \"columns\"\nperiod_column = \"Jahr\"\n\n"
        );
        let mut rows = |level: &str, word: &str| {
            write!(
                toml,
                "[[table.rows]]\nlevel = \"{level}\"\nkey = \"Gebiet\"\nwhere = {{ Ebene = \"{word}\" }}\n\n"
            )
            .unwrap();
        };
        rows("block", "Block");
        if self.coarse_rows[table] && self.parent("block").is_some() {
            rows("viertel", "Viertel");
        }
        if self.totals[table] {
            rows("city", "Stadt");
        }
        toml
    }
}

/// The key of an area: a letter of its level and its number, blocks by number only.
fn code(level: &str, number: usize) -> String {
    match level {
        "block" => format!("{:02}", number + 1),
        "viertel" => format!("V{:02}", number + 1),
        "bezirk" => format!("Z{:02}", number + 1),
        "raum" => format!("R{:02}", number + 1),
        _ => format!("S{:02}", number + 1),
    }
}

fn feature(key: &str, parent: Option<&str>, (from, to): (usize, usize)) -> Value {
    let at = |column: usize| CORNER[0] + EDGE * f64::from(u32::try_from(column).unwrap());
    let (west, east, south, north) = (at(from), at(to), CORNER[1], CORNER[1] + EDGE);
    let mut ring = vec![json!([west, south])];
    // Neighbours share every corner.
    ring.extend((from + 1..=to).map(|c| json!([at(c), south])));
    ring.push(json!([east, north]));
    ring.extend((from..to).rev().map(|c| json!([at(c), north])));
    ring.push(json!([west, south]));
    json!({"type": "Feature", "properties": {"KEY": key, "NAME": format!("Gebiet {key}"), "OBEN": parent},
        "geometry": {"type": "Polygon", "coordinates": [ring]}})
}

fn assignment(partition: &Partition) -> String {
    let mut text = String::from("Block;Ziel\n");
    for (block, area) in partition.of_block.iter().enumerate() {
        let target = area.map_or_else(String::new, |a| code(partition.id, a));
        writeln!(text, "{};{target}", code("block", block)).unwrap();
    }
    text
}

fn rules(rule: &Rule) -> String {
    let zero = if rule.zero_is_public { "publish" } else { "suppress" };
    let mut text = format!(
        "threshold = {}\nzero = \"{zero}\"\ncomplement = {}",
        rule.threshold, rule.complement
    );
    if let Some(least) = rule.floor {
        write!(text, "\nfloor = {{ figure = \"all\", min = {least} }}").unwrap();
    }
    text
}

fn entry(ratio: &Ratio) -> String {
    let unit = if ratio.share { "%" } else { "je 1.000" };
    if ratio.denominator.is_empty() {
        return indicator(&ratio.id, "Personen", &format!("value = \"{}\"", ratio.numerator[0]));
    }
    indicator(
        &ratio.id,
        unit,
        &format!(
            "numerator = {:?}\ndenominator = {:?}\nfactor = {}",
            ratio.numerator, ratio.denominator, ratio.factor
        ),
    )
}
