//! Changes as a map: classes of equal meaning up and down, and the change of the whole city.

use std::collections::BTreeMap;

use serde::Serialize;

use super::values::{ChosenColumn, ClassificationWire, color_hex};
use crate::analysis::change::change;
use crate::analysis::classification::{Classification, DIVERGING, classify, colors, diverging};
use crate::analysis::difference::{Difference, difference};
use crate::analysis::estimate::{Changed, changes, model};
use crate::disclosure::{Column, Published};
use crate::model::{Mark, Missing, Period, Value};

/// Two hues with a light middle: neither direction is good by itself.
const PALETTE: &str = "PuOr";

/// Changes of counted values since an earlier period, with their classes.
#[derive(Debug)]
pub struct ChosenChange<'p> {
    /// The earlier period.
    pub earlier: &'p Period,
    /// Changes by area.
    pub areas: Vec<Changed>,
    /// What holds of a change because it holds of one of its two values: that it is estimated or rounded.
    pub marks: Vec<Option<Mark>>,
    /// Their classes, where anything changed.
    pub classes: Option<Classification>,
    /// The change of the whole city.
    pub city: CityChange,
}

/// How the value of the whole city changed.
#[derive(Debug, Clone, Copy)]
pub struct CityChange {
    /// The change, or why there is none.
    pub value: Result<crate::analysis::change::Change, Missing>,
    /// The same from the counts, with its interval.
    pub difference: Option<Difference>,
}

impl ChosenChange<'_> {
    /// The change of an area.
    ///
    /// # Errors
    /// Why there is none.
    pub fn value(&self, area: usize) -> Value {
        let found = self.areas.get(area).ok_or(Missing::NoRow)?;
        found.change.map(|change| change.absolute)
    }

    /// The class of an area, counted from 0.
    pub fn class(&self, area: usize) -> Option<usize> {
        self.classes.as_ref()?.class_of(self.value(area).ok()?)
    }

    /// Colours of the classes.
    pub fn colors(&self) -> Vec<String> {
        let count = self.classes.as_ref().map_or(0, |classes| classes.counts.len());
        let palette = colors(PALETTE, count).unwrap_or_default();
        palette.into_iter().map(color_hex).collect()
    }
}

/// The changes of a column since an earlier period; `None` where the indicator has no values in it.
pub fn choose_change<'p>(p: &'p Published, chosen: &ChosenColumn<'p>, earlier: &'p Period) -> Option<ChosenChange<'p>> {
    let before = p.column(chosen.indicator, chosen.level, earlier)?;
    let areas = changes(p, chosen.indicator, before, chosen.column);
    let numbers = || areas.iter().filter_map(|c| Some(c.change.ok()?.absolute));
    let classes = diverging(numbers()).and_then(|wish| classify(numbers(), &wish).ok());
    let classes = classes.map(|found| Classification {
        method: DIVERGING,
        ..found
    });
    Some(ChosenChange {
        earlier,
        classes,
        city: city_change(p, chosen, before),
        marks: marks(before, chosen.column, &areas),
        areas,
    })
}

fn marks(before: &Column, now: &Column, areas: &[Changed]) -> Vec<Option<Mark>> {
    let cells = before.cells().iter().zip(now.cells()).zip(areas);
    let both = cells.map(|((before, now), changed)| {
        let mark = Mark::of_change(before.mark, now.mark);
        mark.filter(|_| changed.change.is_ok())
    });
    both.collect()
}

fn city_change(p: &Published, chosen: &ChosenColumn, before: &Column) -> CityChange {
    let counts = |column: &Column| column.city_counts().and_then(Result::ok);
    let sure = model(p, chosen.indicator)
        .ok()
        .and_then(|(model, factor)| Some(difference(model, counts(chosen.column)?, counts(before)?)?.scaled(factor)));
    CityChange {
        value: change(before.city(), chosen.column.city()),
        difference: sure,
    }
}

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
    /// Why there is none.
    reason: Option<&'static str>,
    per_cent: Option<f64>,
    lower: Option<f64>,
    upper: Option<f64>,
    verdict: Option<&'static str>,
}

/// Classes of the changes.
pub(super) fn change_map(change: &ChosenChange) -> ChangeMapWire {
    ChangeMapWire {
        class: (0..change.areas.len()).map(|area| change.class(area)).collect(),
        classification: classification(change),
        city: city_wire(&change.city),
    }
}

fn classification(change: &ChosenChange) -> ClassificationWire {
    let mut missing = BTreeMap::new();
    for reason in change.areas.iter().filter_map(|c| c.change.err()) {
        *missing.entry(Missing::id(reason)).or_insert(0) += 1;
    }
    let classes = change.classes.as_ref();
    ClassificationWire {
        of: "change",
        method: classes.map_or("none", |c| c.method),
        breaks: classes.map_or_else(Vec::new, |c| c.breaks.clone()),
        colors: change.colors(),
        counts: classes.map_or_else(Vec::new, |c| c.counts.clone()),
        missing,
        note: None,
    }
}

fn city_wire(city: &CityChange) -> CityChangeWire {
    let plain = city.value.ok();
    let sure = city.difference;
    CityChangeWire {
        absolute: plain.map(|c| c.absolute),
        reason: city.value.err().map(Missing::id),
        per_cent: plain.and_then(|c| c.per_cent),
        lower: sure.map(|d| d.interval.lower),
        upper: sure.map(|d| d.interval.upper),
        verdict: sure.map(|d| d.verdict().id()),
    }
}
