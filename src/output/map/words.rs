//! The words of a picture.

use super::parts::{Part, Parts};
use super::scene::{Index, Scene};
use super::subject::{Fill, Hatch, Subject};
use crate::model::{Mark, Missing, Period};
use crate::output::wire::{self, ChosenChange};
use crate::text::{Language, missing, number, period, sentence};

/// Who says the words about what.
#[derive(Clone, Copy)]
pub(super) struct Words<'a> {
    pub scene: &'a Scene<'a>,
    pub subject: &'a Subject,
    pub language: Language,
}

impl Words<'_> {
    pub(super) fn say(&self, key: &str, words: &[(&str, &str)]) -> String {
        sentence(self.language, key, words)
    }

    /// The name of what is shown.
    pub(super) fn title(&self) -> String {
        match (self.scene.index(), self.scene.status, self.indicator()) {
            (Some(_), Some((definition, _)), _) => definition.name.clone(),
            (_, _, Some(indicator)) => {
                let change = self.change().and_then(|change| self.change_title(change));
                change.unwrap_or_else(|| indicator.name.clone())
            }
            _ => self.plural().to_owned(),
        }
    }

    /// `Ortsteile in Musterstadt, 2024`.
    pub(super) fn subtitle(&self) -> String {
        let city = &self.scene.published.city().name;
        let words = [("plural", self.plural()), ("city", city.as_str())];
        let text = match self.period().filter(|_| self.change().is_none()) {
            None => self.say("map.subtitle_plain", &words),
            Some(period) => self.say("map.subtitle", &[words[0], words[1], ("period", &period)]),
        };
        let more = if self.is_smoothed() {
            "picture.smoothed"
        } else if self.scene.is_scenario() {
            "picture.scenario"
        } else {
            return text;
        };
        format!("{text}, {}", self.say(more, &[]))
    }

    fn is_smoothed(&self) -> bool {
        !self.is_status() && self.scene.chosen.is_some_and(|chosen| chosen.smoothed.is_some())
    }

    /// The change that is shown in place of values.
    pub(super) fn change(&self) -> Option<&ChosenChange<'_>> {
        self.scene.change.filter(|_| !self.is_status())
    }

    /// What stands above the classes.
    pub(super) fn classes_column(&self) -> String {
        match self.scene.index() {
            None => self.say("legend.class_column", &[]),
            Some(Index::Status) => self.say("picture.status_column", &[]),
            Some(Index::Dynamics) => self.say("picture.dynamics_column", &[]),
            Some(Index::Both) => self.say("picture.both_column", &[]),
        }
    }

    pub(super) fn indicator(&self) -> Option<&crate::model::Indicator> {
        self.scene.published.indicators().get(self.scene.chosen?.indicator)
    }

    fn plural(&self) -> &str {
        let levels = self.scene.published.levels();
        levels.get(self.scene.level).map_or("", |set| set.level.plural.as_str())
    }

    fn period(&self) -> Option<String> {
        self.scene.period().map(|p| period(self.language, p))
    }

    /// What the classes are of, with its unit.
    pub(super) fn legend_heading(&self) -> String {
        let Some(indicator) = self.indicator().filter(|_| !self.is_status()) else {
            return self.title();
        };
        if self.change().is_some() {
            return self.change_heading();
        }
        let key = if indicator.unit.0.is_empty() {
            "legend.heading_plain"
        } else {
            "legend.heading"
        };
        self.say(key, &[("indicator", &indicator.name), ("unit", &indicator.unit.0)])
    }

    pub(super) fn is_status(&self) -> bool {
        self.scene.index().is_some()
    }

    /// A number of the indicator with its unit.
    pub(super) fn value(&self, value: f64) -> String {
        let decimals = self.indicator().map_or(0, |indicator| indicator.decimals);
        self.with_unit(number(self.language, value, decimals))
    }

    /// A round number of the indicator with its unit.
    pub(super) fn round(&self, value: f64) -> String {
        self.with_unit(number(self.language, value, u8::from(value.fract() > 0.0)))
    }

    fn with_unit(&self, number: String) -> String {
        match self.indicator().map(|indicator| indicator.unit.0.as_str()) {
            None | Some("") => number,
            Some(unit) => format!("{number}\u{a0}{unit}"),
        }
    }

    /// `Musterstadt insgesamt: 13,2 %`.
    pub(super) fn city_line(&self) -> Option<String> {
        let chosen = self.scene.chosen.filter(|_| !self.is_status())?;
        let value = match (self.change(), chosen.column.city()) {
            (Some(change), _) => self.city_change(change)?,
            (None, Ok(value)) => self.value(value),
            (None, Err(reason)) => missing(self.language, reason),
        };
        let city = &self.scene.published.city().name;
        Some(format!("{}: {value}", self.say("picture.city", &[("city", city)])))
    }

    /// The label of a hatch, with the reasons where it stands for several.
    pub(super) fn hatch_label(&self, hatch: Hatch) -> String {
        let label = self.say(&format!("legend.{}", hatch.id()), &[]);
        let told = self.subject.reasons.iter().map(|(reason, _)| *reason);
        let told: Vec<String> = told
            .filter(|r| !matches!(r, Missing::Suppressed | Missing::Excluded | Missing::Absent))
            .map(|reason| missing(self.language, reason))
            .collect();
        if hatch == Hatch::None && !told.is_empty() {
            format!("{label} ({})", told.join(", "))
        } else {
            label
        }
    }

    /// The mark of a hint with the definition behind it.
    pub(super) fn flag_label(&self) -> String {
        let label = self.say("flag.auffaellig", &[]);
        match self.scene.status {
            Some((definition, _)) if !self.is_status() => format!("{label} ({})", definition.name),
            _ => label,
        }
    }

    /// Paragraphs below the map.
    pub(super) fn paragraphs(&self, parts: &Parts) -> Vec<String> {
        let mut all = Vec::new();
        if parts.has(Part::Notes) {
            all.push(self.notes(parts));
        }
        if parts.has(Part::Sources) {
            all.push(self.sources(parts));
        }
        if parts.has(Part::Address) {
            all.push(self.address());
        }
        all.retain(|paragraph| !paragraph.is_empty());
        all
    }

    /// What the map says and what it does not say.
    fn notes(&self, parts: &Parts) -> String {
        let mut told = vec![self.say("notes.people", &[]), self.say("picture.local", &[])];
        if self.is_status() || (parts.has(Part::Flags) && self.subject.count_flagged() > 0) {
            told[1] = self.say("notes.index", &[]);
        }
        let city = self.scene.published.city();
        if city.invented {
            told.push(self.say("app.invented", &[("city", &city.name)]));
        }
        told.extend(self.classes_note());
        told.extend(self.estimated_note());
        told.extend(self.disclosure());
        told.join(" ")
    }

    fn classes_note(&self) -> Vec<String> {
        let Some(chosen) = self.scene.chosen.filter(|_| !self.is_status()) else {
            return Vec::new();
        };
        let change = self.change();
        let classes = match change {
            Some(change) => change.classes.as_ref(),
            None => Some(&chosen.classification),
        };
        let mut told = Vec::new();
        if self.subject.amounts.is_some() {
            told.push(self.say("picture.amounts", &[]));
        } else if let Some(classes) = classes.filter(|classes| !classes.counts.is_empty()) {
            let name = self.say(&format!("method.{}", classes.method), &[]);
            told.push(self.say("picture.method", &[("method", &name)]));
            told.extend(classes.note.map(|note| wire::note_sentence(note, self.language)));
        }
        told.extend(change.into_iter().flat_map(|change| self.change_notes(change)));
        told
    }

    fn estimated_note(&self) -> Option<String> {
        let estimated = Some(Mark::Estimated);
        let cells = self.scene.chosen.filter(|_| !self.is_status())?.column.cells();
        let count = match self.change() {
            Some(change) => change.marks.iter().filter(|mark| **mark == estimated).count(),
            None => cells.iter().filter(|c| c.mark == estimated && c.value.is_ok()).count(),
        };
        (count > 0).then(|| self.say("picture.estimated", &[("count", &count.to_string())]))
    }

    /// What stays secret in these numbers, when anything does.
    fn disclosure(&self) -> Vec<String> {
        let p = self.scene.published;
        let mut told: Vec<String> = Vec::new();
        for source in self.number_sources() {
            let Some(source) = p.sources().get(source) else {
                continue;
            };
            let rules = source.rules(p.audience());
            let text = if let Some(base) = rules.rounding {
                self.say("picture.rounded", &[("base", &number(self.language, base, 0))])
            } else if rules.threshold > 1.0 {
                let max = number(self.language, rules.threshold - 1.0, 0);
                self.say("picture.secret", &[("max", &max)])
            } else if !rules.zero_is_public || rules.floor.is_some() {
                self.say("picture.secret_some", &[])
            } else {
                continue;
            };
            if !told.contains(&text) {
                told.push(text);
            }
        }
        told
    }

    /// Sources of the numbers, each once.
    fn number_sources(&self) -> Vec<usize> {
        let p = self.scene.published;
        let mut indices: Vec<usize> = self
            .scene
            .chosen
            .filter(|_| !self.is_status())
            .map(|c| c.indicator)
            .into_iter()
            .collect();
        for definition in self.scene.index_definitions() {
            indices.extend(definition.indicators.iter().filter_map(|w| p.indicator(&w.indicator)));
        }
        let indicators = indices.iter().filter_map(|i| p.indicators().get(*i));
        let mut sources: Vec<usize> = indicators.flat_map(|i| p.sources_of(i)).collect();
        sources.sort_unstable();
        sources.dedup();
        sources
    }

    fn sources(&self, parts: &Parts) -> String {
        let set = self.scene.published.levels().get(self.scene.level);
        let mut ground: Vec<usize> = set.map(|set| set.level.source).into_iter().collect();
        if parts.has(Part::Context) {
            ground.extend(self.scene.context.iter().map(|layer| layer.source));
        }
        ground.sort_unstable();
        ground.dedup();
        let year = set.map_or(0, |set| set.level.boundary_year).to_string();
        let numbers = self.cited(&self.number_sources());
        let mut told = Vec::new();
        if !numbers.is_empty() {
            told.push(format!("{} {numbers}.", self.say("legend.source", &[])));
        }
        let map = self.cited(&ground);
        told.push(self.say("picture.ground", &[("year", &year), ("sources", &map)]));
        told.join(" ")
    }

    /// `© publisher (as-of dates), licence`, publishers and licences that are the same told once.
    fn cited(&self, sources: &[usize]) -> String {
        let mut told: Vec<(String, String, Vec<String>)> = Vec::new();
        for source in sources.iter().filter_map(|s| self.scene.published.sources().get(*s)) {
            let date = Period::parse(&source.as_of).map_or(source.as_of.clone(), |p| period(self.language, &p));
            let known = told
                .iter_mut()
                .find(|(p, l, _)| *p == source.publisher && *l == source.licence);
            match known {
                Some((_, _, dates)) if dates.contains(&date) => {}
                Some((_, _, dates)) => dates.push(date),
                None => told.push((source.publisher.clone(), source.licence.clone(), vec![date])),
            }
        }
        let one = |(publisher, licence, dates): &(String, String, Vec<String>)| {
            let date = self.say("notes.as_of", &[("date", &dates.join(", "))]);
            let licence = self.say("notes.licence", &[("licence", licence)]);
            format!("© {publisher}, {date}, {licence}")
        };
        told.iter().map(one).collect::<Vec<_>>().join("; ")
    }

    fn address(&self) -> String {
        let version = self.say("notes.version", &[("version", self.scene.published.data_version())]);
        if self.scene.address.is_empty() {
            version
        } else {
            format!("{} · {version}", self.scene.address)
        }
    }

    /// What a map says, for those who do not see it and to be pasted beside it.
    pub(super) fn alternative(&self) -> String {
        let mut told = vec![self.say(
            "picture.alt",
            &[("title", &self.title()), ("subtitle", &self.subtitle())],
        )];
        told.extend(if self.is_status() {
            self.status_spread()
        } else {
            self.spread()
        });
        told.extend(self.break_sentences());
        told.extend(self.estimated_note());
        told.extend(self.hatch_sentences());
        let flagged = self.subject.count_flagged();
        if flagged > 0 {
            let name = self.scene.status.map_or("", |(definition, _)| definition.name.as_str());
            told.push(self.counted("picture.alt_flagged", flagged, &[("name", name)]));
        }
        told.push(self.say("notes.people", &[]));
        told.join(" ")
    }

    fn counted(&self, key: &str, count: usize, words: &[(&str, &str)]) -> String {
        let form = if count == 1 { "one" } else { "many" };
        let count = count.to_string();
        let mut words = words.to_vec();
        words.push(("count", &count));
        self.say(&format!("{key}_{form}"), &words)
    }

    /// From which value to which, and the whole city's.
    fn spread(&self) -> Vec<String> {
        let Some(chosen) = self.scene.chosen else {
            return Vec::new();
        };
        if let Some(change) = self.change() {
            return self.change_spread(change);
        }
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for value in (0..self.scene.areas()).filter_map(|area| chosen.classed(area).ok()) {
            (low, high) = (low.min(value), high.max(value));
        }
        if low > high {
            return vec![self.say("legend.no_classes", &[])];
        }
        let words = [("low", self.value(low)), ("high", self.value(high))];
        let words = words.each_ref().map(|(name, word)| (*name, word.as_str()));
        let mut told = vec![self.say("picture.alt_spread", &words)];
        if chosen.column.city().is_ok() {
            told.extend(self.city_line().map(|line| format!("{line}.")));
        }
        told
    }

    /// How many areas are in which class of the index.
    fn status_spread(&self) -> Vec<String> {
        let classes = self.subject.classes.iter();
        let list: Vec<String> = classes
            .map(|class| format!("{}: {}", class.label, class.count))
            .collect();
        let words = [("column", self.classes_column()), ("list", list.join(", "))];
        vec![self.say(
            "picture.alt_classes",
            &words.each_ref().map(|(name, word)| (*name, word.as_str())),
        )]
    }

    fn hatch_sentences(&self) -> Vec<String> {
        let count = |hatch| (hatch, self.subject.hatched(hatch));
        let outside = self.subject.fills.iter().filter(|f| **f == Fill::Outside).count();
        let told = Hatch::ALL.map(count).into_iter().filter(|(_, count)| *count > 0);
        told.map(|(hatch, count)| {
            let label = self.say(&format!("legend.{}", hatch.id()), &[]);
            self.counted("picture.alt_hatched", count, &[("label", &label)])
        })
        .chain((outside > 0).then(|| self.say("classes.outside", &[("count", &outside.to_string())])))
        .collect()
    }
}
