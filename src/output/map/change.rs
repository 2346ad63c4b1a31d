//! The change between two periods as a subject, and its words.

use super::scene::Scene;
use super::subject::{Class, Fill, Hatch, Subject, below_zero, counted, fitting_decimals, is_absolute, range};
use super::words::Words;
use crate::analysis::difference::Verdict;
use crate::model::Value;
use crate::output::wire::{ChosenChange, ChosenColumn};
use crate::text::{Language, number, period};

/// Fills and classes of the changes; circles where the indicator counts things.
pub(super) fn change_subject(
    scene: &Scene,
    chosen: &ChosenColumn,
    change: &ChosenChange,
    language: Language,
) -> Subject {
    let areas: Vec<Value> = (0..scene.areas()).map(|area| change.value(area)).collect();
    let absolute = is_absolute(scene, chosen.indicator);
    let fill = |area: usize, value: &Value| match value {
        Err(reason) => Fill::Hatch(Hatch::of(*reason)),
        Ok(_) if absolute => Fill::Circle,
        Ok(_) => change.class(area).map_or(Fill::Outside, Fill::Class),
    };
    Subject {
        fills: areas
            .iter()
            .enumerate()
            .map(|(area, value)| fill(area, value))
            .collect(),
        classes: if absolute {
            Vec::new()
        } else {
            classes(scene, chosen, change, &areas, language)
        },
        matrix: None,
        amounts: absolute.then(|| areas.iter().map(|value| value.ok()).collect()),
        reasons: counted(areas.iter().filter_map(|value| value.err())),
        flagged: Vec::new(),
    }
}

fn classes(
    scene: &Scene,
    chosen: &ChosenColumn,
    change: &ChosenChange,
    areas: &[Value],
    language: Language,
) -> Vec<Class> {
    let Some(found) = &change.classes else {
        return Vec::new();
    };
    let indicators = scene.published.indicators();
    let own = indicators.get(chosen.indicator).map_or(1, |i| i.decimals.max(1));
    let decimals = exact_decimals(&found.breaks, own)
        .unwrap_or_else(|| fitting_decimals(&found.breaks, areas, |area| change.class(area), own));
    let colors = change.colors().into_iter().zip(&found.counts).enumerate();
    colors
        .map(|(class, (color, count))| Class {
            color,
            label: range(&found.breaks, class, decimals, language),
            count: *count,
            mark: below_zero(&found.breaks, class),
        })
        .collect()
}

/// The fewest decimals from these on with which breaks are written as they are, if there are few.
fn exact_decimals(breaks: &[f64], own: u8) -> Option<u8> {
    let exact = |decimals: &u8| {
        let power = 10.0_f64.powi(i32::from(*decimals));
        let rest = |value: &f64| (value * power - (value * power).round()).abs();
        breaks.iter().all(|value| rest(value) < 1e-6)
    };
    (own..own + 3).find(exact)
}

impl Words<'_> {
    /// `Kinderarmut: Veränderung 2020 bis 2024`.
    pub(super) fn change_title(&self, change: &ChosenChange) -> Option<String> {
        let chosen = self.scene.chosen?;
        let indicator = &self.indicator()?.name;
        let from = period(self.language, change.earlier);
        let to = period(self.language, chosen.period);
        let words = [("indicator", indicator.as_str()), ("from", &from), ("to", &to)];
        Some(self.say("development.map", &words))
    }

    /// `Veränderung (Prozentpunkte)`.
    pub(super) fn change_heading(&self) -> String {
        let unit = match self.indicator().map(|indicator| indicator.unit.0.as_str()) {
            Some("%") => self.say("profile.points", &[]),
            unit => unit.unwrap_or_default().to_owned(),
        };
        let name = self.say("picture.change", &[]);
        if unit.is_empty() {
            name
        } else {
            self.say("legend.heading", &[("indicator", &name), ("unit", &unit)])
        }
    }

    /// A change with its sign and unit; of values in per cent these are percentage points.
    pub(super) fn signed(&self, value: f64) -> String {
        let indicator = self.indicator();
        let decimals = indicator.map_or(1, |indicator| indicator.decimals);
        let text = number(self.language, value, decimals);
        let sign = if value > 0.0 && text.bytes().any(|b| (b'1'..=b'9').contains(&b)) {
            "+"
        } else {
            ""
        };
        let text = format!("{sign}{text}");
        match indicator.map(|indicator| indicator.unit.0.as_str()) {
            None | Some("") => text,
            Some("%") => self.say("change.points", &[("number", &text)]),
            Some(unit) => format!("{text}\u{a0}{unit}"),
        }
    }

    /// The city's change, and whether it is more than chance explains.
    pub(super) fn city_change(&self, change: &ChosenChange) -> Option<String> {
        let value = self.signed(change.city.value.ok()?.absolute);
        let sure = change.city.difference.map(|found| found.verdict().id());
        Some(match sure {
            Some(verdict) => format!("{value} ({})", self.say(&format!("change.{verdict}"), &[])),
            None => value,
        })
    }

    /// In how many areas the change is more than chance explains, and what makes the two periods hard to compare.
    pub(super) fn change_notes(&self, change: &ChosenChange) -> Vec<String> {
        let known: Vec<_> = change.areas.iter().filter_map(|area| area.difference).collect();
        let sure = known
            .iter()
            .filter(|found| found.verdict() != Verdict::NotSecured)
            .count();
        let (sure, of) = (sure.to_string(), known.len().to_string());
        let told = (!known.is_empty()).then(|| self.say("picture.change_sure", &[("sure", &sure), ("of", &of)]));
        told.into_iter().chain(self.breaks(change)).collect()
    }

    /// Breaks of the series between the two periods, as sentences.
    pub(super) fn break_sentences(&self) -> Vec<String> {
        let breaks = self.change().map_or_else(Vec::new, |change| self.breaks(change));
        let sentence = |text: &String| format!("{}.", text.trim_end_matches('.'));
        breaks.iter().map(sentence).collect()
    }

    fn breaks(&self, change: &ChosenChange) -> Vec<String> {
        let (Some(chosen), Some(indicator)) = (self.scene.chosen, self.indicator()) else {
            return Vec::new();
        };
        let p = self.scene.published;
        let own = (chosen.indicator, indicator);
        let between = p
            .remarks()
            .breaks_between(own, p.figures(), change.earlier, chosen.period);
        between
            .into_iter()
            .map(|found| {
                let from = period(self.language, &found.period);
                self.say("picture.break", &[("period", &from), ("text", &found.text)])
            })
            .collect()
    }

    /// From which change to which.
    pub(super) fn change_spread(&self, change: &ChosenChange) -> Vec<String> {
        let changes = (0..self.scene.areas()).filter_map(|area| change.value(area).ok());
        let (low, high) = changes.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
            (low.min(value), high.max(value))
        });
        if low > high {
            return vec![self.say("legend.no_classes", &[])];
        }
        let (low, high) = (self.signed(low), self.signed(high));
        let spread = self.say("picture.alt_change", &[("low", &low), ("high", &high)]);
        let city = self.city_line().map(|line| format!("{line}."));
        std::iter::once(spread).chain(city).collect()
    }
}
