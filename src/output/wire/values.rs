//! The values of one indicator, with their classes.

use std::collections::BTreeMap;

use serde::Serialize;

use super::certainty::{CertaintyWire, Extras, certainty};
use crate::analysis::classification::{
    Classification, ClassificationError, DIVERGING, Note, classify, colors, diverging, is_diverging,
};
use crate::analysis::estimate;
use crate::analysis::smoothing;
use crate::disclosure::{Column, Published};
use crate::model::{ClassMethod, ClassRequest, Indicator, Mark, Missing, Period, Value};
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
    /// Smoothed values, where the classes are made of these instead of the counted ones.
    pub smoothed: Option<Vec<Value>>,
    /// Classes of the cells; without classes when there is no number at all.
    pub classification: Classification,
}

impl ChosenColumn<'_> {
    /// What an area is classed by: its counted value, or its smoothed one where the classes are made of these.
    ///
    /// # Errors
    /// Why there is none.
    pub fn classed(&self, area: usize) -> Value {
        match &self.smoothed {
            Some(smoothed) => smoothed.get(area).copied().unwrap_or(Err(Missing::NoRow)),
            None => self
                .column
                .cells()
                .get(area)
                .map_or(Err(Missing::NoRow), |cell| cell.value),
        }
    }

    /// The class of an area, counted from 0; -1 for missing values and values outside manual breaks.
    pub fn class(&self, area: usize) -> i64 {
        self.classed(area)
            .ok()
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
    /// The indicator has no smoothed values there.
    NotSmoothed,
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
    choose_over(p, level, indicator, period, request, ClassScope::Period)
}

/// Which values the breaks are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClassScope {
    /// Those of the shown period.
    Period,
    /// Those of all periods together, so that a colour means the same in each.
    AllPeriods,
}

/// The same with a word on what the breaks are made of.
///
/// # Errors
/// When the level or period has no values, or the classes that were asked for do not fit.
pub fn choose_over<'p>(
    p: &'p Published,
    level: usize,
    indicator: usize,
    period: Option<&str>,
    request: Option<&ClassRequest>,
    scope: ClassScope,
) -> Result<ChosenColumn<'p>, ValuesError> {
    let (period, column) = find(p, level, indicator, period)?;
    if scope == ClassScope::Period {
        let numbers: Vec<f64> = column.numbers().collect();
        return classed(p, (indicator, level), (period, column), &numbers, request);
    }
    let periods = p.periods(indicator, level).map_err(ValuesError::NotOnLevel)?;
    let columns = periods.iter().filter_map(|of| p.column(indicator, level, of));
    let numbers: Vec<f64> = columns.flat_map(Column::numbers).collect();
    let mut chosen = classed(p, (indicator, level), (period, column), &numbers, request)?;
    chosen.classification = chosen.classification.counting(column.numbers());
    Ok(chosen)
}

/// The same with classes of the smoothed values.
///
/// # Errors
/// As [`choose`], and `NotSmoothed` where the indicator has no smoothed values.
pub fn choose_smoothed<'p>(
    p: &'p Published,
    level: usize,
    indicator: usize,
    period: Option<&str>,
    request: Option<&ClassRequest>,
    scope: ClassScope,
) -> Result<ChosenColumn<'p>, ValuesError> {
    let (period, column) = find(p, level, indicator, period)?;
    let smoothed = |column: &Column| {
        let (found, factor) = estimate::smoothed(p, indicator, column)?;
        Some(smoothing::values(&found, factor))
    };
    let shown = smoothed(column).ok_or(ValuesError::NotSmoothed)?;
    let own = || shown.iter().filter_map(|value| value.ok());
    let numbers: Vec<f64> = match scope {
        ClassScope::Period => own().collect(),
        ClassScope::AllPeriods => {
            let periods = p.periods(indicator, level).map_err(ValuesError::NotOnLevel)?;
            let columns = periods.iter().filter_map(|of| p.column(indicator, level, of));
            let all = columns.filter_map(smoothed).flatten();
            all.filter_map(Value::ok).collect()
        }
    };
    let mut chosen = classed(p, (indicator, level), (period, column), &numbers, request)?;
    if scope == ClassScope::AllPeriods {
        chosen.classification = chosen.classification.counting(own());
    }
    chosen.smoothed = Some(shown);
    Ok(chosen)
}

/// Finds a column. Without a period the latest is taken.
///
/// # Errors
/// When the level or period has no values.
pub fn find<'p>(
    p: &'p Published,
    level: usize,
    indicator: usize,
    period: Option<&str>,
) -> Result<(&'p Period, &'p Column), ValuesError> {
    let periods = p.periods(indicator, level).map_err(ValuesError::NotOnLevel)?;
    let known = || ValuesError::NoPeriod(periods.iter().map(ToString::to_string).collect());
    let period = match period {
        Some(text) => periods.iter().find(|known| known.as_str() == text).copied(),
        None => periods.last().copied(),
    }
    .ok_or_else(known)?;
    let column = p.column(indicator, level, period).ok_or_else(known)?;
    Ok((period, column))
}

fn classed<'p>(
    p: &'p Published,
    (indicator, level): (usize, usize),
    (period, column): (&'p Period, &'p Column),
    numbers: &[f64],
    request: Option<&ClassRequest>,
) -> Result<ChosenColumn<'p>, ValuesError> {
    let own = p.indicators().get(indicator).and_then(|own| around_zero(own, numbers));
    let around_zero = request.is_none() && own.is_some();
    let wish = request.or(own.as_ref()).unwrap_or(&p.indicators()[indicator].classes);
    let classified = classify(numbers.iter().copied(), wish).map(|found| (found, wish.clone()));
    let met = match (classified, request) {
        (Err(error), None) => give_way(numbers, wish, error),
        (classified, _) => classified,
    };
    let (mut classification, request) = match met {
        Err(ClassificationError::NoValues) => (nothing_to_class(), wish.clone()),
        other => other.map_err(ValuesError::Classes)?,
    };
    if around_zero {
        classification.method = DIVERGING;
    }
    Ok(ChosenColumn {
        indicator,
        level,
        period,
        column,
        request,
        smoothed: None,
        classification,
    })
}

/// Colours that part at zero mislead unless their middle lies there: where the city declares none, classes lie around zero.
fn around_zero(indicator: &Indicator, numbers: &[f64]) -> Option<ClassRequest> {
    let undeclared = indicator.classes.method == ClassMethod::Quantiles && indicator.classes.classes.is_none();
    let both = numbers.iter().any(|n| *n < 0.0) && numbers.iter().any(|n| *n > 0.0);
    (undeclared && both && is_diverging(&indicator.palette)).then(|| diverging(numbers.iter().copied()))?
}

/// The city's default is a preference: where it does not fit it gives way, and a note says so.
fn give_way(
    numbers: &[f64],
    wish: &ClassRequest,
    error: ClassificationError,
) -> Result<(Classification, ClassRequest), ClassificationError> {
    let classes = None;
    let mut open = ClassRequest {
        classes,
        ..wish.clone()
    };
    match error {
        ClassificationError::FewerDistinctValues { .. } | ClassificationError::TiedValues { .. } => {
            Ok((classify(numbers.iter().copied(), &open)?, open))
        }
        ClassificationError::NotRightSkewed { .. } => {
            open.method = ClassMethod::Quantiles;
            let note = Some(Note::NotRightSkewed);
            let found = classify(numbers.iter().copied(), &open)?;
            Ok((Classification { note, ..found }, open))
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
    city_class: Option<usize>,
    classification: ClassificationWire,
    #[serde(skip_serializing_if = "Option::is_none")]
    smoothed_class: Option<Vec<i64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    smoothed_classification: Option<ClassificationWire>,
    #[serde(flatten)]
    certainty: CertaintyWire<'a>,
}

/// Classes with their colours and counts.
#[derive(Debug, Serialize)]
pub struct ClassificationWire {
    pub(super) of: &'static str,
    pub(super) method: &'static str,
    pub(super) breaks: Vec<f64>,
    pub(super) colors: Vec<String>,
    pub(super) counts: Vec<usize>,
    pub(super) missing: BTreeMap<&'static str, usize>,
    pub(super) note: Option<String>,
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
        mark: cells.iter().map(|c| c.shown_mark().map(Mark::id)).collect(),
        class: (0..cells.len()).map(|area| chosen.class(area)).collect(),
        city: chosen.column.city().ok(),
        city_reason: chosen.column.city().err().map(crate::model::Missing::id),
        city_class: chosen
            .column
            .city()
            .ok()
            .and_then(|city| chosen.classification.class_of(city)),
        classification: classification(p, chosen, language),
        smoothed_class: extras
            .classes
            .map(|smooth| (0..cells.len()).map(|area| smooth.class(area)).collect()),
        smoothed_classification: extras.classes.map(|smooth| classification(p, smooth, language)),
        certainty: certainty(p, chosen, extras, language),
    }
}

fn classification(p: &Published, chosen: &ChosenColumn, language: Language) -> ClassificationWire {
    let mut missing = BTreeMap::new();
    for reason in (0..chosen.column.cells().len()).filter_map(|area| chosen.classed(area).err()) {
        *missing.entry(reason.id()).or_insert(0) += 1;
    }
    let made = chosen.classification.note.map(|note| note_sentence(note, language));
    let smoothed = chosen
        .smoothed
        .as_ref()
        .map(|_| sentence(language, "smoothing.explained", &[]));
    let notes: Vec<String> = smoothed.into_iter().chain(made).collect();
    ClassificationWire {
        of: if chosen.smoothed.is_some() {
            "smoothed"
        } else {
            "counted"
        },
        method: chosen.classification.method,
        breaks: chosen.classification.breaks.clone(),
        colors: chosen.colors(p),
        counts: chosen.classification.counts.clone(),
        missing,
        note: (!notes.is_empty()).then(|| notes.join(" ")),
    }
}

pub(in crate::output) fn note_sentence(note: Note, language: Language) -> String {
    let say = |key: &str, words: &[(&str, usize)]| {
        let texts: Vec<(&str, String)> = words.iter().map(|(name, count)| (*name, count.to_string())).collect();
        let words: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (*name, text.as_str())).collect();
        sentence(language, key, &words)
    };
    match note {
        Note::FewerDistinctValues { distinct } => say("classes.fewer", &[("distinct", distinct)]),
        Note::TiedValues { classes } => say("classes.ties", &[("classes", classes)]),
        Note::OtherNumber { asked, made } => say("classes.other_number", &[("asked", asked), ("made", made)]),
        Note::NotRightSkewed => say("classes.not_right_skewed", &[]),
        Note::ValuesOutside { count } => say("classes.outside", &[("count", count)]),
    }
}
