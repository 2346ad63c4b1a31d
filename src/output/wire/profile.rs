//! Everything that may be said about one area (Steckbrief).

mod indicator;
mod joined;
mod place;
mod strip;

use serde::Serialize;

use self::indicator::{Asked, IndicatorWire};
pub use self::joined::{JoinedWire, joined};
use self::place::{ChildrenWire, ParentWire, PlaceWire};
use super::priority::{AreaWire, priority};
use crate::analysis::similarity::{self, MIN_COLUMNS};
use crate::analysis::status::StatusIndex;
use crate::disclosure::Published;
use crate::model::{AreaLevel, FigureKind, Indicator, Measure, Missing, Period, PriorityDefinition, Value};
use crate::text::{Language, sentence};

/// Areas named as similar.
const SIMILAR: usize = 5;

/// A definition with what it was computed on and its index on the level.
pub type Hint<'a> = (&'a Published, &'a PriorityDefinition, &'a StatusIndex);

/// What a profile is asked for.
#[derive(Debug, Clone, Copy)]
pub struct ProfileQuestion<'a> {
    /// Index of the level.
    pub level: usize,
    /// Index of the area.
    pub area: usize,
    /// The period that is preferred; indicators that lack it, and all without one, show their latest.
    pub period: Option<&'a Period>,
    /// Areas of the level that share a border with it.
    pub neighbours: &'a [usize],
    /// Definitions whose hints may be seen.
    pub hints: &'a [Hint<'a>],
}

/// One area with all its indicators.
#[derive(Debug, Serialize)]
pub struct ProfileWire<'a> {
    city: &'a str,
    data_version: &'a str,
    audience: &'static str,
    level: LevelWire<'a>,
    area: AreaDetails<'a>,
    parents: Vec<ParentWire<'a>>,
    children: Option<ChildrenWire<'a>>,
    neighbours: Vec<PlaceWire<'a>>,
    population: Option<PopulationWire<'a>>,
    hints: Vec<HintWire<'a>>,
    themes: Vec<ThemeWire<'a>>,
    similar: SimilarWire<'a>,
    note: String,
}

#[derive(Debug, Serialize)]
struct LevelWire<'a> {
    id: &'a str,
    name: &'a str,
    plural: &'a str,
    boundary_year: u16,
    areas: usize,
}

impl<'a> LevelWire<'a> {
    fn new(level: &'a AreaLevel, areas: usize) -> Self {
        Self {
            id: &level.id,
            name: &level.name,
            plural: &level.plural,
            boundary_year: level.boundary_year,
            areas,
        }
    }
}

#[derive(Debug, Serialize)]
struct AreaDetails<'a> {
    id: u64,
    code: &'a str,
    name: &'a str,
    lon: f64,
    lat: f64,
    area_km2: f64,
}

/// Inhabitants, as the indicator that counts them says.
#[derive(Debug, Serialize)]
struct PopulationWire<'a> {
    indicator: &'a str,
    name: &'a str,
    unit: &'a str,
    period: &'a str,
    value: Option<f64>,
    reason: Option<&'static str>,
    reason_text: Option<String>,
}

/// What a definition says about the area: a computed hint.
#[derive(Debug, Serialize)]
struct HintWire<'a> {
    definition: &'a str,
    definition_name: &'a str,
    period: &'a str,
    hint: AreaWire<'a>,
    note: String,
}

#[derive(Debug, Serialize)]
struct ThemeWire<'a> {
    theme: &'a str,
    indicators: Vec<IndicatorWire<'a>>,
}

/// The areas most like this one, nearest first.
#[derive(Debug, Serialize)]
struct SimilarWire<'a> {
    areas: Vec<SimilarArea<'a>>,
    indicators: Vec<&'a str>,
    note: String,
}

#[derive(Debug, Serialize)]
struct SimilarArea<'a> {
    #[serde(flatten)]
    place: PlaceWire<'a>,
    distance: f64,
    indicators: usize,
}

/// Describes an area; `None` when there is none with this index.
pub fn profile<'a>(p: &'a Published, question: &ProfileQuestion<'a>, language: Language) -> Option<ProfileWire<'a>> {
    let set = p.levels().get(question.level)?;
    let area = set.areas.get(question.area)?;
    let asked = Asked {
        p,
        level: question.level,
        area: question.area,
        period: question.period,
        language,
    };
    Some(ProfileWire {
        city: &p.city().id,
        data_version: p.data_version(),
        audience: p.audience().id(),
        level: LevelWire::new(&set.level, set.areas.len()),
        area: AreaDetails {
            id: area.id,
            code: area.code.as_str(),
            name: &area.name,
            lon: area.label.x,
            lat: area.label.y,
            area_km2: area.area_km2,
        },
        parents: place::parents(p, question.level, question.area),
        children: place::children(p, question.level, question.area),
        neighbours: question
            .neighbours
            .iter()
            .filter_map(|n| PlaceWire::new(p, question.level, *n))
            .collect(),
        population: population(&asked),
        hints: hints(&asked, question.hints),
        themes: themes(&asked),
        similar: similar(&asked),
        note: sentence(language, "profile.note", &[]),
    })
}

/// Index of the indicator that counts inhabitants: the one that definitions or rules take as a floor.
fn inhabitants(p: &Published) -> Option<usize> {
    let mut floors = p.priorities().iter().filter_map(|d| d.floor.as_ref());
    let named = floors.find_map(|floor| p.indicator(&floor.indicator));
    named.or_else(|| {
        let mut rules = p.sources().iter().filter_map(|s| s.rules(p.audience()).floor.as_ref());
        let counts = |figure: usize| p.indicators().iter().position(|i| i.measure.single() == Some(figure));
        rules.find_map(|floor| counts(floor.figure))
    })
}

fn population<'a>(asked: &Asked<'a>) -> Option<PopulationWire<'a>> {
    let p = asked.p;
    let found = inhabitants(p)?;
    let indicator = p.indicators().get(found)?;
    let period = asked.period_of(found)?;
    let value = p.column(found, asked.level, period)?.cells().get(asked.area)?.value;
    Some(PopulationWire::new(asked, indicator, period, value))
}

impl<'a> PopulationWire<'a> {
    fn new(asked: &Asked<'a>, indicator: &'a Indicator, period: &'a Period, value: Value) -> Self {
        Self {
            indicator: &indicator.id,
            name: &indicator.name,
            unit: &indicator.unit.0,
            period: period.as_str(),
            value: value.ok(),
            reason: value.err().map(Missing::id),
            reason_text: asked.reason_text(value),
        }
    }
}

fn hints<'a>(asked: &Asked<'a>, hints: &[Hint<'a>]) -> Vec<HintWire<'a>> {
    let hint = |(inputs, definition, status): &Hint<'a>| {
        let all = priority(inputs, definition, status, asked.language);
        let note = all.note().to_owned();
        Some(HintWire {
            definition: &definition.id,
            definition_name: &definition.name,
            period: definition.period.as_str(),
            hint: all.areas.into_iter().nth(asked.area)?,
            note,
        })
    };
    hints.iter().filter_map(hint).collect()
}

/// Indicators by theme, both in the order of `city.toml`; those that do not reach the level are left out.
fn themes<'a>(asked: &Asked<'a>) -> Vec<ThemeWire<'a>> {
    let mut themes: Vec<ThemeWire> = Vec::new();
    for (index, indicator) in asked.p.indicators().iter().enumerate() {
        let Some(wire) = asked.indicator(index) else {
            continue;
        };
        match themes.iter_mut().find(|theme| theme.theme == indicator.theme) {
            Some(theme) => theme.indicators.push(wire),
            None => themes.push(ThemeWire {
                theme: &indicator.theme,
                indicators: vec![wire],
            }),
        }
    }
    themes
}

/// Compares areas by everything that does not depend on how large they are: shares, rates and means.
fn similar<'a>(asked: &Asked<'a>) -> SimilarWire<'a> {
    let p = asked.p;
    let is_relative = |measure: &Measure| match measure {
        Measure::Ratio { .. } => true,
        Measure::Value(terms) => terms.iter().all(|t| p.figure_kind(t.figure) == FigureKind::Rate),
    };
    let (mut columns, mut names): (Vec<Vec<Value>>, Vec<&str>) = (Vec::new(), Vec::new());
    for (index, indicator) in p.indicators().iter().enumerate() {
        let column = asked
            .period_of(index)
            .and_then(|period| p.column(index, asked.level, period));
        if let Some(column) = column.filter(|_| is_relative(&indicator.measure)) {
            columns.push(column.cells().iter().map(|cell| cell.value).collect());
            names.push(&indicator.id);
        }
    }
    let found = similarity::similar(&columns, asked.area, SIMILAR);
    let key = if found.is_empty() {
        "profile.similar_none"
    } else {
        "profile.similar"
    };
    SimilarWire {
        areas: found
            .into_iter()
            .filter_map(|similar| {
                Some(SimilarArea {
                    place: PlaceWire::new(p, asked.level, similar.area)?,
                    distance: similar.distance,
                    indicators: similar.columns,
                })
            })
            .collect(),
        indicators: names,
        note: sentence(asked.language, key, &[("min", &MIN_COLUMNS.to_string())]),
    }
}
