//! Priority areas as a level of their own.

use geo::MultiPolygon;
use serde_json::{Map, Value};

use super::may_see;
use crate::decision::{Ledger, PriorityArea, Status};
use crate::disclosure::{Joined, Published};
use crate::geometry::{area_km2, dissolve, label_point};
use crate::model::{Area, AreaCode, AreaLevel, AreaSet, Digest, Validity};
use crate::output::wire::standing_of;
use crate::text::{Language, sentence};

/// Ids stay below 2^53, the largest range of integers that JavaScript's numbers hold exactly.
const ID_BITS: u32 = 52;
/// Names of areas in the name of a priority area that nobody named.
const NAMES: usize = 3;

/// The priority areas that an audience may see, ready to be a level.
#[derive(Debug, Clone)]
pub struct DecidedLevel {
    /// Their shapes, ordered by code.
    pub set: AreaSet,
    /// What each is made of.
    pub joined: Vec<Joined>,
    /// How far each has come, and what is known of it.
    pub areas: Vec<DecidedArea>,
}

/// What is known of a priority area.
#[derive(Debug, Clone)]
pub struct DecidedArea {
    /// How far it has come.
    pub status: Status,
    /// Committee, paper, term, what is to be checked again, with the names of the answers about decisions.
    pub details: Map<String, Value>,
}

/// The level of priority areas under way and in force that the audience may see; `None` where there is none.
///
/// An area whose parts are gone from the data is left out.
pub fn level(p: &Published, ledger: &Ledger, today: &str) -> Option<DecidedLevel> {
    let live = ledger
        .areas()
        .filter(|area| area.status.is_live() && may_see(p.audience(), area));
    let mut found: Vec<(Area, Joined, DecidedArea)> = live
        .filter_map(|area| {
            let (shape, joined) = made_of(p, area)?;
            let (status, details) = (area.status, details(p, ledger, area, today));
            Some((outline(p, area, shape)?, joined, DecidedArea { status, details }))
        })
        .collect();
    found.sort_by(|a, b| a.0.code.cmp(&b.0.code));
    let first = &p.levels()[found.first()?.1.level].level;
    let name = sentence(Language::German, "decision.level_name", &[]);
    let level = AreaLevel {
        id: p.city().priority_level.clone(),
        name,
        plural: p.city().priority_name.clone(),
        source: first.source,
        boundary_year: first.boundary_year,
        validity: Validity::default(),
        version_of: None,
    };
    let (mut outlines, mut joined, mut areas) = (Vec::new(), Vec::new(), Vec::new());
    for (outline, parts, area) in found {
        outlines.push(outline);
        joined.push(parts);
        areas.push(area);
    }
    let set = AreaSet {
        level,
        areas: outlines,
        links: Vec::new(),
    };
    Some(DecidedLevel { set, joined, areas })
}

/// What answers about decisions say of it, but for what stands beside it anyway.
fn details(p: &Published, ledger: &Ledger, area: &PriorityArea, today: &str) -> Map<String, Value> {
    let wire = standing_of(p, ledger, area, today, Language::German);
    let Ok(Value::Object(mut details)) = serde_json::to_value(wire) else {
        return Map::new();
    };
    for name in ["id", "code", "name", "entries"] {
        details.remove(name);
    }
    if let Some(level) = details.remove("level") {
        details.insert("of_level".to_owned(), level);
    }
    details
}

/// The key of a priority area, which also stands in addresses.
pub fn code(area: &PriorityArea) -> String {
    format!("P{}", area.id)
}

/// The name given, else those of the areas.
pub fn name(p: &Published, area: &PriorityArea) -> String {
    if !area.name.is_empty() {
        return area.name.clone();
    }
    let set = p.level(&area.level).and_then(|level| p.levels().get(level));
    let named = |code: &&str| {
        let found = set.and_then(|set| set.areas.get(set.position(code)?));
        found.map_or_else(|| (*code).to_owned(), |area| area.name.clone())
    };
    let codes = area.codes();
    let mut parts: Vec<String> = codes.iter().take(NAMES).map(named).collect();
    if codes.len() > NAMES {
        parts.push("…".to_owned());
    }
    parts.join(", ")
}

/// The dissolved shape, and the parts whose figures are added up.
fn made_of(p: &Published, area: &PriorityArea) -> Option<(MultiPolygon<f64>, Joined)> {
    let level = p.level(&area.level)?;
    let set = &p.levels()[level];
    let mut shapes: Vec<&MultiPolygon<f64>> = Vec::new();
    for part in &area.parts {
        match &part.shape {
            Some(shape) => shapes.push(shape),
            None => shapes.extend(shapes_of(set, &part.codes)),
        }
    }
    let whole: Option<Vec<usize>> = area.codes().iter().map(|code| set.position(code)).collect();
    let areas = whole.filter(|_| !area.is_drawn());
    (!shapes.is_empty()).then(|| (dissolve(&shapes), Joined { level, areas }))
}

fn shapes_of<'s>(set: &'s AreaSet, codes: &'s [String]) -> impl Iterator<Item = &'s MultiPolygon<f64>> {
    codes
        .iter()
        .filter_map(|code| Some(&set.areas.get(set.position(code)?)?.shape))
}

fn outline(p: &Published, area: &PriorityArea, shape: MultiPolygon<f64>) -> Option<Area> {
    let code = code(area);
    let digest = Digest::default()
        .part("boundary_year", &p.city().boundary_year.to_be_bytes())
        .part("priority_level", p.city().priority_level.as_bytes())
        .part("code", code.as_bytes());
    Some(Area {
        id: digest.number() >> (u64::BITS - ID_BITS),
        code: AreaCode::new(&code),
        name: name(p, area),
        label: label_point(&shape)?,
        area_km2: area_km2(&shape),
        shape,
    })
}
