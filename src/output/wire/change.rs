//! Changes as a map: classes of equal meaning up and down, and the change of the whole city.

use std::collections::BTreeMap;

use serde::Serialize;

use super::values::{ChosenColumn, ClassificationWire, color_hex};
use crate::analysis::change::change;
use crate::analysis::classification::{Classification, DIVERGING, classify, colors, diverging};
use crate::analysis::difference::difference;
use crate::analysis::estimate::{Changed, model};
use crate::disclosure::{Column, Published};
use crate::model::Missing;

/// Two hues with a light middle: neither direction is good by itself.
const PALETTE: &str = "PuOr";

/// Classes of the changes and the change of the city.
#[derive(Debug, Serialize)]
pub struct ChangeMapWire {
    class: Vec<Option<usize>>,
    classification: ClassificationWire,
    city: CityChangeWire,
}

/// How the value of the whole city changed.
#[derive(Debug, Serialize)]
pub struct CityChangeWire {
    absolute: Option<f64>,
    per_cent: Option<f64>,
    lower: Option<f64>,
    upper: Option<f64>,
    verdict: Option<&'static str>,
}

/// Classes of the changes since an earlier column.
pub(super) fn change_map(p: &Published, chosen: &ChosenColumn, before: &Column, found: &[Changed]) -> ChangeMapWire {
    let numbers = || found.iter().filter_map(|c| Some(c.change.ok()?.absolute));
    let classes = diverging(numbers()).and_then(|wish| classify(numbers(), &wish).ok());
    let class = |changed: &Changed| classes.as_ref()?.class_of(changed.change.ok()?.absolute);
    ChangeMapWire {
        class: found.iter().map(class).collect(),
        classification: classification(classes.as_ref(), found),
        city: city_change(p, chosen, before),
    }
}

fn classification(classes: Option<&Classification>, found: &[Changed]) -> ClassificationWire {
    let mut missing = BTreeMap::new();
    for reason in found.iter().filter_map(|c| c.change.err()) {
        *missing.entry(Missing::id(reason)).or_insert(0) += 1;
    }
    let counts = classes.map_or_else(Vec::new, |c| c.counts.clone());
    let palette = colors(PALETTE, counts.len()).unwrap_or_default();
    ClassificationWire {
        of: "change",
        method: if counts.is_empty() { "none" } else { DIVERGING },
        breaks: classes.map_or_else(Vec::new, |c| c.breaks.clone()),
        colors: palette.into_iter().map(color_hex).collect(),
        counts,
        missing,
        note: None,
    }
}

fn city_change(p: &Published, chosen: &ChosenColumn, before: &Column) -> CityChangeWire {
    let plain = change(before.city(), chosen.column.city()).ok();
    let counts = |column: &Column| column.city_counts().and_then(Result::ok);
    let sure = model(p, chosen.indicator)
        .ok()
        .and_then(|(model, factor)| Some(difference(model, counts(chosen.column)?, counts(before)?)?.scaled(factor)));
    CityChangeWire {
        absolute: plain.map(|c| c.absolute),
        per_cent: plain.and_then(|c| c.per_cent),
        lower: sure.map(|d| d.interval.lower),
        upper: sure.map(|d| d.interval.upper),
        verdict: sure.map(|d| d.verdict().id()),
    }
}
