//! Levels from boundary files: keys, names, order and parents.

use std::collections::{BTreeMap, BTreeSet};

use geo::{BoundingRect, Intersects};

use super::words::{self, Ids, KEY_WORDS, LevelName, NAME_WORDS, has_word};
use crate::input::boundary::RawBoundary;
use crate::model::Finding;

/// A boundary file with the columns that look like key and name.
#[derive(Debug)]
pub(super) struct BoundaryFile {
    pub path: String,
    /// The layer, where the file has several.
    pub layer: Option<String>,
    pub stem: String,
    pub code: String,
    pub label: Option<String>,
    pub columns: Vec<String>,
    /// One list of cells per row.
    pub rows: Vec<Vec<String>>,
    /// Key and name of every area, by key.
    pub areas: BTreeMap<String, String>,
    pub epsg: String,
    /// The system follows from the place only.
    pub is_inferred: bool,
    /// Latitude or northing came first.
    pub is_swapped: bool,
    pub findings: usize,
    /// The box around all areas in longitude and latitude.
    pub extent: Option<geo::Rect<f64>>,
}

impl BoundaryFile {
    /// The same as one of several layers of its file, which gives it its name.
    pub(super) fn of_layer(mut self, layer: &str) -> Self {
        layer.rsplit('/').next().unwrap_or(layer).clone_into(&mut self.stem);
        self.layer = Some(layer.to_owned());
        self
    }
}

/// A level as proposed.
#[derive(Debug)]
pub(super) struct LevelGuess {
    pub id: String,
    pub name: LevelName,
    pub origin: Origin,
    /// Key and name of every area, by key.
    pub areas: BTreeMap<String, String>,
    pub parent: Option<Parent>,
    /// What a person should look at.
    pub doubts: Vec<String>,
    /// What else is worth knowing.
    pub notes: Vec<String>,
}

/// Where the areas come from.
#[derive(Debug)]
pub(super) enum Origin {
    File(BoundaryFile),
    Assignment {
        from: usize,
        path: String,
        code: String,
        to: String,
        label: Option<String>,
    },
}

/// How areas find their parent.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Parent {
    pub level: usize,
    pub rule: Rule,
}

/// The three ways to a parent.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Rule {
    Prefix(usize),
    Attribute(String),
    Location,
}

/// Longest text that may be a key.
const LONGEST_KEY: usize = 24;

/// Finds key and name of a boundary file; the error says why there are none.
pub(super) fn understand(path: &str, raw: &RawBoundary, findings: &[Finding]) -> Result<BoundaryFile, String> {
    let rows: Vec<Vec<String>> = raw.features.iter().map(|f| f.cells.clone()).collect();
    let code = (0..raw.columns.len())
        .filter_map(|c| Some((key_score(&raw.columns[c], &cells(&rows, c))?, std::cmp::Reverse(c))))
        .max()
        .map(|(_, std::cmp::Reverse(c))| c)
        .ok_or_else(|| {
            let columns = raw.columns.join(", ");
            format!("Flächen ohne Spalte, die ein Schlüssel sein kann (Spalten: {columns})")
        })?;
    let label = (0..raw.columns.len())
        .filter(|c| *c != code)
        .filter_map(|c| Some((name_score(&raw.columns[c], &cells(&rows, c))?, std::cmp::Reverse(c))))
        .max()
        .map(|(_, std::cmp::Reverse(c))| c);
    let mut areas = BTreeMap::new();
    for row in rows.iter().filter(|row| !cell(row, code).is_empty()) {
        let name = label.map_or("", |l| cell(row, l));
        let key = cell(row, code).to_owned();
        areas.entry(key).or_insert_with(|| name.to_owned());
    }
    Ok(BoundaryFile {
        path: path.to_owned(),
        layer: None,
        stem: super::scan::stem(path).to_owned(),
        code: raw.columns[code].clone(),
        label: label.map(|l| raw.columns[l].clone()),
        columns: raw.columns.clone(),
        rows,
        areas,
        epsg: raw.epsg.to_string(),
        is_inferred: findings.iter().any(|finding| finding.code == "crs/inferred"),
        is_swapped: findings.iter().any(|finding| finding.code == "boundary/axes-swapped"),
        findings: findings.len(),
        extent: raw
            .features
            .iter()
            .filter_map(|f| f.shape.bounding_rect())
            .reduce(around),
    })
}

/// The box around two boxes.
pub(super) fn around(a: geo::Rect<f64>, b: geo::Rect<f64>) -> geo::Rect<f64> {
    geo::Rect::new(
        (a.min().x.min(b.min().x), a.min().y.min(b.min().y)),
        (a.max().x.max(b.max().x), a.max().y.max(b.max().y)),
    )
}

fn cell(row: &[String], column: usize) -> &str {
    row.get(column).map_or("", |cell| cell.trim())
}

fn cells(rows: &[Vec<String>], column: usize) -> Vec<&str> {
    rows.iter()
        .map(|row| row.get(column).map_or("", |cell| cell.trim()))
        .collect()
}

/// How much a column looks like a key: all cells filled, (nearly) all different, short, few spaces.
fn key_score(header: &str, cells: &[&str]) -> Option<i32> {
    let distinct: BTreeSet<&str> = cells.iter().copied().filter(|c| !c.is_empty()).collect();
    let filled = cells.iter().filter(|c| !c.is_empty()).count();
    let fits = !distinct.is_empty()
        && filled * 10 >= cells.len() * 9
        && distinct.len() * 10 >= filled * 7
        && distinct.iter().all(|c| c.chars().count() <= LONGEST_KEY);
    // Lengths and areas are measures, however unique.
    let measure = distinct
        .iter()
        .any(|c| c.contains(['.', ',']) && c.parse::<f64>().is_ok())
        || has_word(
            header,
            &["shape", "area", "flaeche", "umfang", "length", "len", "laenge"],
        );
    if !fits || measure {
        return None;
    }
    let share = |test: &dyn Fn(&str) -> bool| distinct.iter().filter(|c| test(c)).count() * 10 >= distinct.len() * 9;
    let mut score = 0;
    score += i32::from(distinct.len() == cells.len()) * 40;
    score += i32::from(has_word(header, &KEY_WORDS)) * 30;
    score += i32::from(share(&|c| c.chars().any(|c| c.is_ascii_digit()))) * 30;
    score += i32::from(same_length(&distinct)) * 10;
    score -= i32::from(distinct.iter().any(|c| c.contains(' '))) * 20;
    score -= i32::from(has_word(header, &["name", "bezeichnung"])) * 30;
    // Running numbers of programs and identifiers of records are no official keys.
    score -= i32::from(has_word(
        header,
        &[
            "fid", "objectid", "gid", "ogcfid", "gmlid", "uuid", "recordid", "idx", "datum", "stand",
        ],
    )) * 45;
    Some(score)
}

fn same_length(texts: &BTreeSet<&str>) -> bool {
    let mut lengths = texts.iter().map(|t| t.chars().count());
    let first = lengths.next();
    lengths.all(|length| Some(length) == first)
}

/// How much a column looks like a name: letters in (nearly) all cells, mostly different.
fn name_score(header: &str, cells: &[&str]) -> Option<i32> {
    let filled: Vec<&&str> = cells.iter().filter(|c| !c.is_empty()).collect();
    let distinct: BTreeSet<&str> = filled.iter().map(|c| **c).collect();
    let letters = filled
        .iter()
        .filter(|c| c.chars().filter(|c| c.is_alphabetic()).count() >= 2)
        .count();
    let named = has_word(header, &NAME_WORDS) || words::fold(header).ends_with("name");
    let fits = !filled.is_empty()
        && filled.len() * 10 >= cells.len() * 8
        && letters * 10 >= filled.len() * 9
        && (distinct.len() * 10 >= filled.len() * 8 || cells.len() == 1);
    let web = distinct.iter().any(|c| c.contains("://"));
    if !fits || web {
        return None;
    }
    let mut score = i32::from(named) * 50;
    score += i32::from(distinct.len() == cells.len()) * 20;
    score -= i32::from(has_word(header, &["gml", "id", "uuid", "fid", "gmlid"])) * 60;
    Some(score)
}

/// Levels from coarse to fine, without files that hold the areas of another one again.
pub(super) fn levels(files: Vec<BoundaryFile>) -> Vec<LevelGuess> {
    let mut kept: Vec<(BoundaryFile, Vec<String>)> = Vec::new();
    for file in files {
        let twin = kept
            .iter()
            .position(|(k, _)| k.areas.len() == file.areas.len() && k.areas.keys().eq(file.areas.keys()));
        match twin {
            Some(i) if file.findings < kept[i].0.findings => {
                let (old, mut others) = std::mem::replace(&mut kept[i], (file, Vec::new()));
                others.push(old.path);
                kept[i].1 = others;
            }
            Some(i) => kept[i].1.push(file.path),
            None => kept.push((file, Vec::new())),
        }
    }
    kept.sort_by(|(a, _), (b, _)| a.areas.len().cmp(&b.areas.len()).then_with(|| a.path.cmp(&b.path)));
    let mut ids = Ids::default();
    let mut levels: Vec<LevelGuess> = Vec::new();
    for (file, twins) in kept {
        let level = level(file, &twins, &mut ids, &levels);
        levels.push(level);
    }
    levels
}

fn level(file: BoundaryFile, twins: &[String], ids: &mut Ids, coarser: &[LevelGuess]) -> LevelGuess {
    let name = words::level_name_of_stem(&file.stem);
    let mut doubts = Vec::new();
    if !name.known {
        doubts.push("Name der Ebene aus dem Dateinamen".to_owned());
    }
    if !has_word(&file.code, &KEY_WORDS) {
        doubts.push(format!("Ist „{}“ der amtliche Schlüssel?", file.code));
    }
    if file.label.is_none() {
        doubts.push("keine Spalte mit Namen gefunden; angezeigt wird der Schlüssel".to_owned());
    }
    if file.is_inferred {
        doubts.push(format!(
            "die Datei nennt kein Koordinatensystem; nur {} legt sie zu den anderen Gebieten oder nach Deutschland",
            file.epsg
        ));
    }
    if file.is_swapped {
        doubts.push("Breite oder Hochwert steht in der Datei zuerst; `axes` tauscht die Achsen".to_owned());
    }
    let mut notes: Vec<String> = twins
        .iter()
        .map(|twin| format!("Dieselben Gebiete stehen auch in {twin}."))
        .collect();
    notes.push(format!("{} Gebiete, {} in der Datei.", file.areas.len(), file.epsg));
    let parent = parent(&file, coarser);
    LevelGuess {
        id: ids.take(&level_id(&name), "ebene"),
        areas: file.areas.clone(),
        origin: Origin::File(file),
        name,
        parent,
        doubts,
        notes,
    }
}

/// The identifier of a level; words that addresses use otherwise get an addition.
pub(super) fn level_id(name: &LevelName) -> String {
    let id = words::slug(&name.singular, "gebiet");
    if matches!(id.as_str(), "city" | "context" | "locate" | "offers") {
        return format!("ebene_{id}");
    }
    id
}

/// The nearest coarser level whose keys lead to it by prefix or attribute; else the nearest by location.
fn parent(file: &BoundaryFile, coarser: &[LevelGuess]) -> Option<Parent> {
    let candidates = || {
        coarser
            .iter()
            .enumerate()
            .rev()
            .filter(|(_, level)| level.areas.len() < file.areas.len() && same_place(file, level))
    };
    let by_key = candidates().find_map(|(i, level)| {
        let rule = prefix(file, level).or_else(|| attribute(file, level))?;
        Some(Parent { level: i, rule })
    });
    by_key.or_else(|| {
        candidates().next().map(|(i, _)| Parent {
            level: i,
            rule: Rule::Location,
        })
    })
}

/// Whether two levels can belong to one city: the middle of the finer lies within the coarser.
fn same_place(file: &BoundaryFile, coarser: &LevelGuess) -> bool {
    let Origin::File(parent) = &coarser.origin else {
        return false;
    };
    match (file.extent, parent.extent) {
        (Some(own), Some(other)) => other.intersects(&own.center()),
        _ => false,
    }
}

/// The fixed length at which every key begins with a key of the coarser level, if every one of those is used.
fn prefix(file: &BoundaryFile, coarser: &LevelGuess) -> Option<Rule> {
    let length = coarser.areas.keys().next()?.chars().count();
    if coarser.areas.keys().any(|key| key.chars().count() != length) {
        return None;
    }
    let mut used: BTreeSet<String> = BTreeSet::new();
    for key in file.areas.keys() {
        let start: String = key.chars().take(length).collect();
        if key.chars().count() <= length || !coarser.areas.contains_key(&start) {
            return None;
        }
        used.insert(start);
    }
    (used.len() == coarser.areas.len()).then_some(Rule::Prefix(length))
}

/// A column whose values are keys of the coarser level, nearly all of which occur.
fn attribute(file: &BoundaryFile, coarser: &LevelGuess) -> Option<Rule> {
    let column = (0..file.columns.len())
        .filter(|c| file.columns[*c] != file.code)
        .find(|c| {
            let values: BTreeSet<&str> = file.rows.iter().map(|row| cell(row, *c)).collect();
            values.iter().all(|value| coarser.areas.contains_key(*value))
                && values.len() * 10 >= coarser.areas.len() * 9
                && (coarser.areas.len() > 1 || has_word(&file.columns[*c], &KEY_WORDS))
        })?;
    Some(Rule::Attribute(file.columns[column].clone()))
}
