//! Two indicators of the same areas.

use serde::Serialize;

use super::values::{ChosenColumn, color_hex};
use crate::analysis::classification::{BIVARIATE, Classification, classify};
use crate::analysis::correlation::correlation as compute;
use crate::disclosure::Published;
use crate::model::{ClassMethod, ClassRequest};
use crate::text::{Language, sentence};

/// Classes per indicator on a map of two.
const CLASSES: usize = 3;

/// Two columns of one level.
#[derive(Debug)]
pub struct Pair<'p> {
    /// The one that is drawn to the right.
    pub x: ChosenColumn<'p>,
    /// The one that is drawn upwards.
    pub y: ChosenColumn<'p>,
}

/// How two indicators go together: coefficients, and nine classes for a map of both.
#[derive(Debug, Serialize)]
pub struct CorrelationWire<'a> {
    level: &'a str,
    data_version: &'a str,
    x: AxisWire<'a>,
    y: AxisWire<'a>,
    /// Areas with both values; the others are left out.
    n: usize,
    pearson: Option<f64>,
    spearman: Option<f64>,
    id: Vec<u64>,
    code: Vec<&'a str>,
    /// `3 * class of y + class of x`, each 0 to 2; -1 where a value is missing.
    class: Vec<i64>,
    colors: Vec<String>,
    counts: Vec<usize>,
    note: String,
}

/// One of the two indicators.
#[derive(Debug, Serialize)]
struct AxisWire<'a> {
    indicator: &'a str,
    name: &'a str,
    unit: &'a str,
    decimals: u8,
    period: &'a str,
    value: Vec<Option<f64>>,
    reason: Vec<Option<&'static str>>,
    city: Option<f64>,
    /// Terciles of the areas with both values; empty where ties leave no three classes.
    breaks: Vec<f64>,
}

/// Compares two columns. Classes are made of the areas that have both values.
pub fn correlation<'a>(p: &'a Published, pair: &'a Pair<'a>, language: Language) -> CorrelationWire<'a> {
    let set = &p.levels()[pair.x.level];
    let both: Vec<Option<(f64, f64)>> = (0..set.areas.len())
        .map(|area| Some((value(&pair.x, area)?, value(&pair.y, area)?)))
        .collect();
    let pairs: Vec<(f64, f64)> = both.iter().flatten().copied().collect();
    let found = compute(&pairs);
    let xs = terciles(pairs.iter().map(|(x, _)| *x));
    let ys = terciles(pairs.iter().map(|(_, y)| *y));
    let place = |at: &Option<(f64, f64)>| {
        let (x, y) = (*at)?;
        Some(CLASSES * ys.as_ref()?.class_of(y)? + xs.as_ref()?.class_of(x)?)
    };
    let classes: Vec<Option<usize>> = both.iter().map(place).collect();
    let mut counts = vec![0; CLASSES * CLASSES];
    for class in classes.iter().flatten() {
        counts[*class] += 1;
    }
    CorrelationWire {
        level: &set.level.id,
        data_version: p.data_version(),
        x: axis(p, &pair.x, xs.as_ref()),
        y: axis(p, &pair.y, ys.as_ref()),
        n: pairs.len(),
        pearson: found.map(|c| c.pearson),
        spearman: found.map(|c| c.spearman),
        id: set.areas.iter().map(|a| a.id).collect(),
        code: set.areas.iter().map(|a| a.code.as_str()).collect(),
        class: classes
            .iter()
            .map(|class| class.and_then(|c| i64::try_from(c).ok()).unwrap_or(-1))
            .collect(),
        colors: BIVARIATE.into_iter().map(color_hex).collect(),
        counts,
        note: sentence(language, "correlation.note", &[]),
    }
}

fn value(chosen: &ChosenColumn, area: usize) -> Option<f64> {
    chosen.column.cells().get(area)?.value.ok()
}

fn terciles(values: impl Iterator<Item = f64>) -> Option<Classification> {
    let wish = ClassRequest {
        method: ClassMethod::Quantiles,
        classes: Some(CLASSES),
        breaks: Vec::new(),
    };
    classify(values, &wish).ok()
}

fn axis<'a>(p: &'a Published, chosen: &'a ChosenColumn, classes: Option<&Classification>) -> AxisWire<'a> {
    let indicator = &p.indicators()[chosen.indicator];
    let cells = chosen.column.cells();
    AxisWire {
        indicator: &indicator.id,
        name: &indicator.name,
        unit: &indicator.unit.0,
        decimals: indicator.decimals,
        period: chosen.period.as_str(),
        value: cells.iter().map(|c| c.value.ok()).collect(),
        reason: cells
            .iter()
            .map(|c| c.value.err().map(crate::model::Missing::id))
            .collect(),
        city: chosen.column.city().ok(),
        breaks: classes.map_or_else(Vec::new, |c| c.breaks.clone()),
    }
}
