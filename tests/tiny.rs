//! Small made-up cities whose numbers can be checked by hand.

use std::fmt::Write;

use serde_json::{Value, json};

use crate::support::{Service, TempFolder};

/// Edge of a block in degrees.
pub const EDGE: f64 = 0.01;
/// South-western corner of the first block.
pub const CORNER: [f64; 2] = [10.0, 51.0];

/// A square block as GeoJSON; `column` and `row` count from the corner.
pub fn block(code: &str, name: &str, column: u32, row: u32) -> Value {
    let (west, south) = (CORNER[0] + EDGE * f64::from(column), CORNER[1] + EDGE * f64::from(row));
    let (east, north) = (
        CORNER[0] + EDGE * f64::from(column + 1),
        CORNER[1] + EDGE * f64::from(row + 1),
    );
    json!({"type": "Feature", "properties": {"KEY": code, "NAME": name}, "geometry": {"type": "Polygon",
        "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]]}})
}

/// A row of blocks with the codes 01, 02, …
pub fn blocks(count: u32) -> Value {
    let features: Vec<Value> = (0..count)
        .map(|i| block(&format!("{:02}", i + 1), &format!("Block {}", i + 1), i, 0))
        .collect();
    json!({"type": "FeatureCollection", "features": features})
}

/// A source with its rules, an entry of `city.toml`.
pub fn source(id: &str, rules: &str) -> String {
    format!(
        "[[source]]\nid = \"{id}\"\npublisher = \"Amt {id}\"\nlicence = \"CC0-1.0\"\nas_of = \"2024\"\nowner = \"Amt {id}\"\nupdate_cycle = \"jährlich\"\n[source.disclosure]\n{rules}\n\n"
    )
}

/// A city with one level `block` of `count` blocks in a row and one table `zahlen` of the period 2024, whose columns are
/// counts of their own name in small letters; `rest` follows in `city.toml`.
pub fn city(count: u32, rules: &str, table: &str, rest: &str) -> TempFolder {
    let folder = TempFolder::new("tiny");
    folder.write("boundaries/block.geojson", blocks(count).to_string());
    folder.write("indicators/zahlen.csv", table);
    let mut toml = head("block", "quote");
    toml += &source("amt", rules);
    toml += "[[level]]\nid = \"block\"\nname = \"Block\"\nfile = \"boundaries/block.geojson\"\nsource = \"amt\"\ncode = \"KEY\"\nlabel = \"NAME\"\n\n";
    toml += "[[table]]\nid = \"zahlen\"\nfile = \"indicators/zahlen.csv\"\nsource = \"amt\"\nlayout = \"columns\"\nperiod = \"2024\"\nlevel = \"block\"\nkey = \"Block\"\ntotals = [\"Stadt\"]\n\n";
    for column in table.lines().next().unwrap().split(';').skip(1) {
        toml += &figure(&column.to_lowercase(), "zahlen", column, "count");
    }
    folder.write("city.toml", toml + rest);
    folder
}

/// The first entry of `city.toml`.
pub fn head(level: &str, indicator: &str) -> String {
    format!(
        "[city]\nid = \"tiny\"\nname = \"Kleinstadt\"\nboundary_year = 2024\ndefault_level = \"{level}\"\ndefault_indicator = \"{indicator}\"\n\n"
    )
}

/// A figure, an entry of `city.toml`.
pub fn figure(id: &str, table: &str, column: &str, kind: &str) -> String {
    format!("[[figure]]\nid = \"{id}\"\ntable = \"{table}\"\ncolumn = \"{column}\"\nkind = \"{kind}\"\n\n")
}

/// An indicator with the parts given, an entry of `city.toml`.
pub fn indicator(id: &str, unit: &str, parts: &str) -> String {
    let mut text = String::new();
    write!(text, "[[indicator]]\nid = \"{id}\"\nname = \"{id}\"\ntheme = \"Probe\"\nunit = \"{unit}\"\ndirection = \"burden\"\ndecimals = 1\n{parts}\n\n").unwrap();
    text
}

/// 100 × a / b in per cent.
pub fn quote() -> String {
    indicator("quote", "%", "numerator = \"a\"\ndenominator = \"b\"\nfactor = 100")
}

/// What a reader sees of one indicator: the numbers, or the stable names of the reasons.
#[derive(Debug, PartialEq)]
pub struct Seen {
    pub areas: Vec<Result<f64, String>>,
    pub city: Result<f64, String>,
}

impl Seen {
    /// Numbers as given, missing ones as their reason.
    pub fn words(&self) -> Vec<String> {
        self.areas.iter().map(word).collect()
    }

    pub fn city_word(&self) -> String {
        word(&self.city)
    }
}

fn word(cell: &Result<f64, String>) -> String {
    match cell {
        Ok(number) => format!("{number:.2}")
            .trim_end_matches('0')
            .trim_end_matches('.')
            .to_owned(),
        Err(reason) => reason.clone(),
    }
}

fn cell(value: &Value, reason: &Value) -> Result<f64, String> {
    match (value.as_f64(), reason.as_str()) {
        (Some(number), None) => Ok(number),
        (None, Some(reason)) => Err(reason.to_owned()),
        _ => panic!("neither a number nor a reason, or both: {value}, {reason}"),
    }
}

/// The values of an indicator on a level for one audience.
pub fn seen(service: &Service, level: &str, indicator: &str, internal: bool) -> Seen {
    let address = format!("/cities/tiny/{level}/values?indicator={indicator}");
    let answer = if internal {
        service.internal(&address)
    } else {
        service.json(&address)
    };
    let areas = answer["value"].as_array().unwrap().iter();
    let reasons = answer["reason"].as_array().unwrap().iter();
    Seen {
        areas: areas.zip(reasons).map(|(value, reason)| cell(value, reason)).collect(),
        city: cell(&answer["city"], &answer["city_reason"]),
    }
}
