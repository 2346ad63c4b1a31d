//! The values of one indicator, with their classes.

use std::collections::BTreeMap;

use serde::Serialize;

use super::certainty::{CertaintyWire, Extras, certainty};
use crate::analysis::classification::{Classification, ClassificationError, Note, classify, colors};
use crate::disclosure::{Column, Published};
use crate::model::{ClassRequest, Mark, Period};
use crate::text::{Language, sentence};

/// One column, found and classed.
#[derive(Debug)]
pub struct ChosenColumn<'p> {
    /// Index of the indicator.
    pub indicator: usize,
    /// Index of the level.
    pub level: usize,
    /// The period.
    pub period: &'p Period,
    /// The cells behind the gate.
    pub column: &'p Column,
    /// The wish for classes that was met: the asker's or the indicator's default.
    pub request: ClassRequest,
    /// Classes of the cells; without classes when there is no number at all.
    pub classification: Classification,
}

impl ChosenColumn<'_> {
    /// The class of an area, counted from 0; -1 for missing values and values outside manual breaks.
    pub fn class(&self, area: usize) -> i64 {
        let value = self.column.cells().get(area).and_then(|cell| cell.value.ok());
        value
            .and_then(|v| self.classification.class_of(v))
            .and_then(|class| i64::try_from(class).ok())
            .unwrap_or(-1)
    }

    /// Colours of the classes.
    pub fn colors(&self, published: &Published) -> Vec<String> {
        let palette = &published.indicators()[self.indicator].palette;
        colors(palette, self.classification.counts.len())
            .unwrap_or_default()
            .into_iter()
            .map(color_hex)
            .collect()
    }
}

/// A colour as `#rrggbb`.
pub fn color_hex([r, g, b]: [u8; 3]) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

/// Why there is no such column.
#[derive(Debug, Clone, PartialEq)]
pub enum ValuesError {
    /// The indicator does not reach the level.
    NotOnLevel(crate::model::Missing),
    /// There is no such period; these are known.
    NoPeriod(Vec<String>),
    /// The wish for classes cannot be met.
    Classes(ClassificationError),
}

/// Finds a column and cuts it into classes. Without a period the latest is taken, without a wish the indicator's default.
///
/// # Errors
/// When the level or period has no values, or the classes that were asked for do not fit.
pub fn choose<'p>(
    p: &'p Published,
    level: usize,
    indicator: usize,
    period: Option<&str>,
    request: Option<&ClassRequest>,
) -> Result<ChosenColumn<'p>, ValuesError> {
    let periods = p.periods(indicator, level).map_err(ValuesError::NotOnLevel)?;
    let known = || ValuesError::NoPeriod(periods.iter().map(ToString::to_string).collect());
    let period = match period {
        Some(text) => periods.iter().find(|known| known.as_str() == text).copied(),
        None => periods.last().copied(),
    }
    .ok_or_else(known)?;
    let column = p.column(indicator, level, period).ok_or_else(known)?;
    let wish = request.unwrap_or(&p.indicators()[indicator].classes);
    let mut classified = classify(column.numbers(), wish);
    if request.is_none() {
        classified = classified.or_else(|error| fewer_classes(column, wish, error));
    }
    let classification = match classified {
        Err(ClassificationError::NoValues) => nothing_to_class(),
        other => other.map_err(ValuesError::Classes)?,
    };
    Ok(ChosenColumn {
        indicator,
        level,
        period,
        column,
        request: wish.clone(),
        classification,
    })
}

/// The city's default is a preference: on a level with few areas it gives way, and a note says so.
fn fewer_classes(
    column: &Column,
    wish: &ClassRequest,
    error: ClassificationError,
) -> Result<Classification, ClassificationError> {
    let open = ClassRequest {
        classes: None,
        ..wish.clone()
    };
    match error {
        ClassificationError::FewerDistinctValues { .. } | ClassificationError::TiedValues { .. } => {
            classify(column.numbers(), &open)
        }
        other => Err(other),
    }
}

/// A map on which every area is missing has a legend without classes.
fn nothing_to_class() -> Classification {
    Classification {
        method: "none",
        breaks: Vec::new(),
        counts: Vec::new(),
        note: None,
    }
}

/// Columns of one length, ordered by code.
#[derive(Debug, Serialize)]
pub struct ValuesWire<'a> {
    indicator: &'a str,
    period: &'a str,
    level: &'a str,
    unit: &'a str,
    decimals: u8,
    data_version: &'a str,
    id: Vec<u64>,
    code: Vec<&'a str>,
    value: Vec<Option<f64>>,
    reason: Vec<Option<&'static str>>,
    mark: Vec<Option<&'static str>>,
    class: Vec<i64>,
    city: Option<f64>,
    city_reason: Option<&'static str>,
    classification: ClassificationWire,
    #[serde(flatten)]
    certainty: CertaintyWire<'a>,
}

/// Classes with their colours and counts.
#[derive(Debug, Serialize)]
pub struct ClassificationWire {
    method: &'static str,
    breaks: Vec<f64>,
    colors: Vec<String>,
    counts: Vec<usize>,
    missing: BTreeMap<&'static str, usize>,
    note: Option<String>,
}

/// The values of a chosen column.
pub fn values<'a>(
    p: &'a Published,
    chosen: &'a ChosenColumn<'a>,
    extras: &Extras<'a>,
    language: Language,
) -> ValuesWire<'a> {
    let indicator = &p.indicators()[chosen.indicator];
    let set = &p.levels()[chosen.level];
    let cells = chosen.column.cells();
    ValuesWire {
        indicator: &indicator.id,
        period: chosen.period.as_str(),
        level: &set.level.id,
        unit: &indicator.unit.0,
        decimals: indicator.decimals,
        data_version: p.data_version(),
        id: set.areas.iter().map(|a| a.id).collect(),
        code: set.areas.iter().map(|a| a.code.as_str()).collect(),
        value: cells.iter().map(|c| c.value.ok()).collect(),
        reason: cells
            .iter()
            .map(|c| c.value.err().map(crate::model::Missing::id))
            .collect(),
        mark: cells
            .iter()
            .map(|c| c.mark.filter(|_| c.value.is_ok()).map(Mark::id))
            .collect(),
        class: (0..cells.len()).map(|area| chosen.class(area)).collect(),
        city: chosen.column.city().ok(),
        city_reason: chosen.column.city().err().map(crate::model::Missing::id),
        classification: classification(p, chosen, language),
        certainty: certainty(p, chosen, extras, language),
    }
}

fn classification(p: &Published, chosen: &ChosenColumn, language: Language) -> ClassificationWire {
    let mut missing = BTreeMap::new();
    for reason in chosen.column.cells().iter().filter_map(|c| c.value.err()) {
        *missing.entry(reason.id()).or_insert(0) += 1;
    }
    ClassificationWire {
        method: chosen.classification.method,
        breaks: chosen.classification.breaks.clone(),
        colors: chosen.colors(p),
        counts: chosen.classification.counts.clone(),
        missing,
        note: chosen.classification.note.map(|note| note_sentence(note, language)),
    }
}

pub(in crate::output) fn note_sentence(note: Note, language: Language) -> String {
    let (key, name, count) = match note {
        Note::FewerDistinctValues { distinct } => ("classes.fewer", "distinct", distinct),
        Note::TiedValues { classes } => ("classes.ties", "classes", classes),
        Note::ValuesOutside { count } => ("classes.outside", "count", count),
    };
    sentence(language, key, &[(name, &count.to_string())])
}
