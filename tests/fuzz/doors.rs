//! Doors through which bytes of any kind come into a city, as a planner's files do: one for every reader.
//!
//! A door is a small city in memory with one file left open; the bytes become that file, and the whole city is loaded.

use std::io::{Cursor, Write};

use sozialraumatlas::crs::epsg_from_wkt;
use sozialraumatlas::input::files::Memory;
use sozialraumatlas::input::init::{InitOptions, propose_for};
use sozialraumatlas::input::table::{Decimal, NumberFormat, Signs, parse_cell};
use sozialraumatlas::input::{load, read_catalog};
use sozialraumatlas::model::Period;
use sozialraumatlas::output::presentation::{read, write};

/// Stands between the files of which one input is made.
pub const BETWEEN: &[u8] = b"\n=====\n";

/// Three blocks side by side with the keys 01 to 03.
const BLOCKS: &str = include_str!("city/blocks.geojson");
/// A table of the blocks.
const TABLE: &str = "Block;A;B\n01;10;100\n02;20;200\n03;30;300\n";
/// `city.toml` with the boundaries, the table and a line more of each as placeholders.
const CITY: &str = include_str!("city/city.toml");

/// What becomes of the bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The file with the boundaries and those that belong to it.
    Boundary(&'static [&'static str]),
    /// The table.
    Table(&'static str),
    /// The table, packed out of these parts.
    Packed(&'static str, &'static [&'static str]),
    /// A layer of water.
    Context,
    /// The shifts of a datum.
    Grid,
    /// A file of offers.
    Offers(&'static [&'static str]),
    /// A folder for which a `city.toml` is proposed: blocks, and these files besides.
    Folder(&'static [&'static str]),
    /// `city.toml` itself.
    Catalog,
    /// A description of a reference system.
    Wkt,
    /// Cells of a column.
    Numbers,
    /// A presentation of the city.
    Presentation,
}

/// Every door by its name, which is also that of its fuzz target and of its folder of inputs.
pub const DOORS: &[(&str, Kind)] = &[
    ("boundary_grid", Kind::Grid),
    ("city_toml", Kind::Catalog),
    ("context", Kind::Context),
    ("csv", Kind::Table("csv")),
    ("dbf", Kind::Table("dbf")),
    ("flatgeobuf", Kind::Boundary(&["fgb"])),
    ("geojson", Kind::Boundary(&["geojson"])),
    ("geojson_lines", Kind::Boundary(&["geojsonl"])),
    ("geopackage", Kind::Boundary(&["gpkg"])),
    (
        "init",
        Kind::Folder(&["zahlen.csv", "liste.json", "mehr.geojson", "weitere_2022.csv"]),
    ),
    ("json", Kind::Table("json")),
    ("number", Kind::Numbers),
    ("ods", Kind::Table("ods")),
    ("ods_content", Kind::Packed("ods", &["content.xml"])),
    ("offers_csv", Kind::Offers(&["csv"])),
    ("offers_json", Kind::Offers(&["json"])),
    ("offers_shapefile", Kind::Offers(&["shp", "dbf", "shx", "prj"])),
    ("presentation", Kind::Presentation),
    ("shapefile", Kind::Boundary(&["shp", "dbf", "shx", "prj", "cpg"])),
    ("topojson", Kind::Boundary(&["topojson"])),
    ("wkt", Kind::Wkt),
    ("xls", Kind::Table("xls")),
    ("xlsx", Kind::Table("xlsx")),
    ("xlsx_parts", Kind::Packed("xlsx", XLSX_PARTS)),
    ("zipped", Kind::Boundary(&["zip"])),
];

const XLSX_PARTS: &[&str] = &[
    "xl/workbook.xml",
    "xl/worksheets/sheet1.xml",
    "xl/sharedStrings.xml",
    "xl/styles.xml",
];

/// Parts of a workbook that are always the same.
const XLSX_FRAME: [(&str, &str); 2] = [
    (
        "_rels/.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
    ),
    (
        "xl/_rels/workbook.xml.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#,
    ),
];

/// Sends bytes through the door of this name; gives the complaint, if there is one.
///
/// # Panics
/// When no door has this name, or when a reader panics and nothing catches it.
pub fn open(name: &str, bytes: &[u8]) -> Result<(), String> {
    let (_, kind) = DOORS.iter().find(|(door, _)| *door == name).expect("a door");
    match kind {
        Kind::Wkt => {
            return epsg_from_wkt(&String::from_utf8_lossy(bytes))
                .map(drop)
                .map_err(|e| e.to_string());
        }
        Kind::Numbers => return numbers(&String::from_utf8_lossy(bytes)),
        Kind::Folder(names) => return folder(names, bytes),
        Kind::Presentation => return presentation(bytes),
        _ => {}
    }
    let city = city(*kind, bytes);
    if *kind == Kind::Catalog {
        // A city that names no level of ours is loaded no further than this.
        read_catalog(&city).map_err(|e| e.to_string())?;
    }
    load(&city).map(drop).map_err(|e| e.to_string())
}

/// The city with the bytes in their place.
fn city(kind: Kind, bytes: &[u8]) -> Memory {
    let (mut boundary, mut table, mut more) = ("areas.geojson".to_owned(), "zahlen.csv".to_owned(), String::new());
    let mut files = Memory::default()
        .with("areas.geojson", BLOCKS.as_bytes())
        .with("zahlen.csv", TABLE.as_bytes());
    match kind {
        Kind::Boundary(endings) => {
            let named = parts(bytes).zip(endings);
            // An empty part stands for a file that is not there.
            for (part, ending) in named.filter(|(part, ending)| !part.is_empty() || *ending == &endings[0]) {
                files = files.with(&format!("fuzz.{ending}"), part);
            }
            boundary = format!("fuzz.{}", endings.first().expect("an ending"));
        }
        Kind::Table(ending) => {
            table = format!("fuzz.{ending}");
            files = files.with(&table, bytes);
        }
        Kind::Packed(ending, names) => {
            table = format!("fuzz.{ending}");
            files = files.with(&table, &packed(names, bytes));
        }
        Kind::Context => {
            files = files.with("wasser.geojson", bytes);
            more = "[[context]]\nid = \"w\"\nname = \"W\"\nkind = \"water\"\nfile = \"wasser.geojson\"\nsource = \"amt\"\n".into();
        }
        Kind::Offers(endings) => {
            for (part, ending) in parts(bytes).zip(endings).filter(|(part, _)| !part.is_empty()) {
                files = files.with(&format!("angebote.{ending}"), part);
            }
            let ending = endings.first().expect("an ending");
            more = format!("[[offer]]\nid = \"o\"\nname = \"O\"\nfile = \"angebote.{ending}\"\nsource = \"amt\"\n");
        }
        Kind::Grid => {
            files = files
                .with("BETA2007.gsb", bytes)
                .with("fuzz.geojson", include_bytes!("city/gauss-krueger.geojson"));
            boundary = String::from("fuzz.geojson");
        }
        Kind::Catalog | Kind::Wkt | Kind::Numbers | Kind::Folder(_) | Kind::Presentation => {}
    }
    let toml = CITY.replace("{boundary}", &boundary).replace("{table}", &table) + &more;
    files.with("city.toml", if kind == Kind::Catalog { bytes } else { toml.as_bytes() })
}

/// Reads a presentation; what is taken is written and read again, and the same.
fn presentation(bytes: &[u8]) -> Result<(), String> {
    let found = read(bytes).map_err(|refusal| refusal.phrase().key.to_owned())?;
    assert_eq!(read(&write(&found)), Ok(found));
    Ok(())
}

/// Proposes a `city.toml` for the blocks and these files, and opens the city with it.
fn folder(names: &[&str], bytes: &[u8]) -> Result<(), String> {
    let mut files = Memory::default().with("bloecke.geojson", BLOCKS.as_bytes());
    let mut paths = vec!["bloecke.geojson".to_owned()];
    for (part, name) in parts(bytes).zip(names).filter(|(part, _)| !part.is_empty()) {
        files = files.with(name, part);
        paths.push((*name).to_owned());
    }
    let options = InitOptions {
        name: Some("Probe".to_owned()),
        period: Period::parse("2024").expect("a year"),
    };
    let text = propose_for(&files, paths, &options).text;
    load(&files.with("city.toml", text.as_bytes()))
        .map(drop)
        .map_err(|e| e.to_string())
}

/// The files in one input.
fn parts(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = Some(bytes);
    std::iter::from_fn(move || {
        let all = rest?;
        let at = all.windows(BETWEEN.len()).position(|window| window == BETWEEN);
        rest = at.and_then(|at| all.get(at + BETWEEN.len()..));
        all.get(..at.unwrap_or(all.len()))
    })
}

/// An archive of these parts; mutated archives would fail at their checksums.
fn packed(names: &[&str], bytes: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let open = names.iter().copied().zip(parts(bytes));
    let frame = XLSX_FRAME.iter().filter(|_| names.len() > 1);
    for (name, content) in frame.map(|(name, text)| (*name, text.as_bytes())).chain(open) {
        archive.start_file(name, stored).expect("in memory");
        archive.write_all(content).expect("in memory");
    }
    archive.finish().expect("in memory").into_inner()
}

/// Decides on the format of a column and reads its cells with the legend of the German offices.
fn numbers(text: &str) -> Result<(), String> {
    let signs = Signs::named("lsn").map_err(|e| e.to_string())?;
    let _ = NumberFormat::decide(text.lines());
    let cells = text
        .lines()
        .flat_map(|cell| [Decimal::Comma, Decimal::Point].map(|decimal| parse_cell(cell, decimal, &signs).map(drop)));
    cells
        .map(|cell| cell.map_err(|e| e.to_string()))
        .fold(Ok(()), Result::or)
}
