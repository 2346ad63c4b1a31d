//! Several areas together: the sums of what is published of each.

use serde::Serialize;

use super::super::certainty::{IntervalWire, interval_wire};
use super::super::remarks::{self, BreakWire};
use super::indicator::{Asked, CityValueWire, DifferenceWire, city};
use super::place::PlaceWire;
use super::strip::{StripWire, strip};
use super::{LevelWire, PopulationWire, inhabitants};
use crate::analysis::difference::difference_to_whole;
use crate::analysis::estimate::{estimates, model};
use crate::analysis::interval::interval;
use crate::disclosure::{Published, Selection};
use crate::model::{Missing, Period};
use crate::text::{Language, sentence};

/// Areas that a reader put together, with all indicators.
#[derive(Debug, Serialize)]
pub struct JoinedWire<'a> {
    city: &'a str,
    data_version: &'a str,
    audience: &'static str,
    level: LevelWire<'a>,
    areas: Vec<PlaceWire<'a>>,
    area_km2: f64,
    population: Option<PopulationWire<'a>>,
    themes: Vec<ThemeWire<'a>>,
    note: String,
}

#[derive(Debug, Serialize)]
struct ThemeWire<'a> {
    theme: &'a str,
    indicators: Vec<IndicatorWire<'a>>,
}

#[derive(Debug, Serialize)]
struct IndicatorWire<'a> {
    id: &'a str,
    name: &'a str,
    description: &'a str,
    unit: &'a str,
    decimals: u8,
    direction: &'static str,
    period: &'a str,
    value: Option<f64>,
    reason: Option<&'static str>,
    reason_text: Option<String>,
    numerator: Option<f64>,
    denominator: Option<f64>,
    lower: Option<f64>,
    upper: Option<f64>,
    interval: IntervalWire,
    city: CityValueWire,
    difference: Option<DifferenceWire>,
    strip: Option<StripWire>,
    series: Vec<PointWire<'a>>,
    breaks: Vec<BreakWire<'a>>,
    remarks: Vec<String>,
}

#[derive(Debug, Serialize)]
struct PointWire<'a> {
    period: &'a str,
    value: Option<f64>,
    reason: Option<&'static str>,
    city: Option<f64>,
}

/// What is asked of several areas.
struct Question<'a, 'q> {
    asked: Asked<'a>,
    areas: &'q [usize],
}

/// The areas of a level with these indices together, ascending and once each; `None` when there is none.
pub fn joined<'a>(
    p: &'a Published,
    level: usize,
    areas: &[usize],
    period: Option<&'a Period>,
    language: Language,
) -> Option<JoinedWire<'a>> {
    let set = p.levels().get(level)?;
    let area = *areas.first()?;
    let asked = Asked {
        p,
        level,
        area,
        period,
        language,
    };
    let question = Question { asked, areas };
    Some(JoinedWire {
        city: &p.city().id,
        data_version: p.data_version(),
        audience: p.audience().id(),
        level: LevelWire::new(&set.level, set.areas.len()),
        areas: areas
            .iter()
            .filter_map(|area| PlaceWire::new(p, level, *area))
            .collect(),
        area_km2: areas
            .iter()
            .filter_map(|area| set.areas.get(*area))
            .map(|a| a.area_km2)
            .sum(),
        population: question.population(),
        themes: question.themes(),
        note: sentence(language, "profile.joined_note", &[]),
    })
}

impl<'a> Question<'a, '_> {
    fn sum(&self, indicator: usize, period: &Period) -> Selection {
        self.asked.p.selection(indicator, self.asked.level, self.areas, period)
    }

    fn population(&self) -> Option<PopulationWire<'a>> {
        let found = inhabitants(self.asked.p)?;
        let period = self.asked.period_of(found)?;
        let value = self.sum(found, period).value;
        let indicator = self.asked.p.indicators().get(found)?;
        Some(PopulationWire::new(&self.asked, indicator, period, value))
    }

    fn themes(&self) -> Vec<ThemeWire<'a>> {
        let mut themes: Vec<ThemeWire> = Vec::new();
        for (index, indicator) in self.asked.p.indicators().iter().enumerate() {
            let Some(wire) = self.indicator(index) else { continue };
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

    fn indicator(&self, index: usize) -> Option<IndicatorWire<'a>> {
        let (p, language) = (self.asked.p, self.asked.language);
        let indicator = p.indicators().get(index)?;
        let period = self.asked.period_of(index)?;
        let column = p.column(index, self.asked.level, period)?;
        let sum = self.sum(index, period);
        let counts = sum.counts.and_then(Result::ok).filter(|_| sum.value.is_ok());
        let model = model(p, index);
        let counted = model.ok().zip(counts);
        let bounds = counted.and_then(|((fluctuation, factor), counts)| {
            let (interval, _) = interval(fluctuation, counts)?;
            Some(interval.scaled(factor))
        });
        let whole = column.city_counts().and_then(Result::ok);
        let to_city = counted.zip(whole).and_then(|(((fluctuation, factor), counts), whole)| {
            Some(difference_to_whole(fluctuation, counts, whole)?.scaled(factor))
        });
        let value = sum.value;
        Some(IndicatorWire {
            id: &indicator.id,
            name: &indicator.name,
            description: &indicator.description,
            unit: &indicator.unit.0,
            decimals: indicator.decimals,
            direction: indicator.direction.id(),
            period: period.as_str(),
            value: value.ok(),
            reason: value.err().map(Missing::id),
            reason_text: self.asked.reason_text(value),
            numerator: counts.map(|c| c.numerator),
            denominator: counts.map(|c| c.denominator),
            lower: bounds.map(|i| i.lower),
            upper: bounds.map(|i| i.upper),
            interval: interval_wire(model.map(|(fluctuation, _)| fluctuation), language),
            city: city(column, &estimates(p, index, column)),
            difference: value
                .ok()
                .and_then(|value| self.asked.difference_of(indicator, value, column, to_city)),
            strip: strip(column),
            series: self.series(index),
            breaks: remarks::breaks(p, index, indicator),
            remarks: remarks::remarks(p, indicator, language),
        })
    }

    fn series(&self, index: usize) -> Vec<PointWire<'a>> {
        let (p, level) = (self.asked.p, self.asked.level);
        let point = |period: &'a Period| {
            let value = self.sum(index, period).value;
            Some(PointWire {
                period: period.as_str(),
                value: value.ok(),
                reason: value.err().map(Missing::id),
                city: p.column(index, level, period)?.city().ok(),
            })
        };
        let periods = p.periods(index, level).unwrap_or_default();
        periods.into_iter().filter_map(point).collect()
    }
}
