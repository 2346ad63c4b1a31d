//! Asks the public service for everything and writes down what it tells.

use std::collections::BTreeMap;

use serde_json::Value;
use sozialraumatlas::model::Period;

use super::counts::value_facts;
use super::declared::{Declared, Indicator};
use super::grid;
use super::index;
use super::knowledge::{Fact, Geography, Knowledge, Link, Model, Place};
use super::legend;
use crate::support::Service;
use crate::tile_decoder::decode;

/// What is shown of one cell of an indicator.
#[derive(Debug, Clone, PartialEq)]
pub enum Shown {
    Number(f64),
    Reason(String),
}

impl Shown {
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Reason(_) => None,
        }
    }
}

/// Where an indicator is shown.
pub type Spot = (usize, Place, usize);

/// What a visitor has seen.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    pub knowledge: Knowledge,
    pub shown: BTreeMap<Spot, Shown>,
    /// Answers that do not agree with each other.
    pub oddities: Vec<String>,
}

/// How much to ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// Every column and index; downloads, tiles and faulty questions of one period.
    Some,
    /// Downloads of all periods too.
    All,
}

struct Visitor<'a> {
    service: &'a Service,
    declared: &'a Declared,
    seen: Seen,
}

/// Everything that the public may see of a city.
pub fn collect(service: &Service, declared: &Declared, effort: Effort) -> Seen {
    let mut visitor = Visitor {
        service,
        declared,
        seen: Seen::default(),
    };
    let city = service.json(&format!("/cities/{}", declared.city));
    visitor.geography(&city);
    visitor.periods(&city);
    let columns = visitor.columns(&city);
    for (indicator, level, period) in &columns {
        visitor.column(*indicator, *level, *period);
    }
    let last = visitor.seen.knowledge.periods.len().saturating_sub(1);
    for level in 0..declared.levels.len() {
        for period in 0..=last {
            if effort == Effort::All || period == last {
                visitor.download(level, period);
            }
        }
        visitor.index(level);
    }
    visitor.report();
    // Tiles and faults say again what values say: of random cities some are enough.
    let sampled = |c: &Spotted| effort == Effort::All || (c.0 + c.1).is_multiple_of(3);
    for (indicator, level, period) in columns.into_iter().filter(|c| c.2 == last && sampled(c)) {
        visitor.tiles(indicator, level, period, effort);
        visitor.faults(indicator, level, period);
    }
    visitor.seen
}

impl Visitor<'_> {
    fn address(&self, level: usize) -> String {
        format!("/cities/{}/{}", self.declared.city, self.declared.levels[level])
    }

    fn geography(&mut self, city: &Value) {
        let mut geography = Geography::default();
        let mut parents = Vec::new();
        for level in 0..self.declared.levels.len() {
            let areas = self.service.json(&format!("{}/areas", self.address(level)));
            geography.codes.push(words(&areas["code"]));
            parents.push(areas["parent"].clone());
        }
        let position = |level: usize, code: &str| geography.codes[level].iter().position(|c| c == code);
        let mut links = Vec::new();
        for (fine, described) in city["levels"].as_array().unwrap().iter().enumerate() {
            let Some(coarse) = described["parent"].as_str().map(|id| self.declared.level(id)) else {
                continue;
            };
            let parent = parents[fine].as_array().unwrap().iter();
            let parent = parent.map(|code| position(coarse, code.as_str()?)).collect();
            links.push(Link { fine, coarse, parent });
        }
        for table in &self.declared.assigned {
            let (fine, coarse) = (table.from, table.to);
            let codes = geography.codes[fine].iter();
            let parent = codes.map(|code| position(coarse, table.parent.get(code)?)).collect();
            links.push(Link { fine, coarse, parent });
        }
        geography.links = links;
        self.seen.knowledge.geography = geography;
    }

    fn periods(&mut self, city: &Value) {
        let mut periods: Vec<String> = Vec::new();
        for available in city["indicators"].as_array().unwrap().iter().map(|i| &i["available"]) {
            for level in available.as_array().unwrap() {
                periods.extend(words(&level["periods"]));
            }
        }
        let mut periods: Vec<Period> = periods.iter().filter_map(|p| Period::parse(p)).collect();
        let shown = periods.clone();
        // Changes and frozen years speak of periods that are not shown by themselves.
        for term in self
            .declared
            .indicators
            .iter()
            .flat_map(|i| i.numerator.iter().chain(&i.denominator))
        {
            periods.extend(shown.iter().filter_map(|p| term.period(p)));
            periods.sort();
            periods.dedup();
        }
        self.seen.knowledge.periods = periods;
    }

    /// Indicator, level and period of every column.
    fn columns(&mut self, city: &Value) -> Vec<Spotted> {
        let mut columns = Vec::new();
        for (indicator, described) in city["indicators"].as_array().unwrap().iter().enumerate() {
            for available in described["available"].as_array().unwrap() {
                let level = self.declared.level(available["level"].as_str().unwrap());
                for period in words(&available["periods"]) {
                    let knowledge = &mut self.seen.knowledge;
                    let period = knowledge.periods.iter().position(|p| p.as_str() == period).unwrap();
                    columns.push((indicator, level, period));
                    let forms = knowledge.forms(&self.declared.indicators[indicator], Place::City, period);
                    let forms = forms.into_iter().flat_map(|(above, below)| [above, below].concat());
                    for (cell, _) in forms {
                        knowledge.reach.insert((cell.figure, Some(level), cell.period));
                        knowledge.reach.insert((cell.figure, None, cell.period));
                    }
                }
            }
        }
        columns
    }

    fn column(&mut self, indicator: usize, level: usize, period: usize) {
        let answer = self.service.json(&format!(
            "{}/values?indicator={}&period={}",
            self.address(level),
            self.declared.indicators[indicator].id,
            self.seen.knowledge.periods[period]
        ));
        for area in 0..self.seen.knowledge.geography.codes[level].len() {
            let place = Place::Area { level, area };
            let shown = shown(&answer["value"][area], &answer["reason"][area]);
            self.cell(indicator, place, period, &shown);
            let beside = |key: &str| answer[key][area].as_f64();
            self.beside(indicator, place, period, &beside);
        }
        let city = shown(&answer["city"], &answer["city_reason"]);
        self.cell(indicator, Place::City, period, &city);
        let beside = |key: &str| answer[format!("city_{key}")].as_f64();
        self.beside(indicator, Place::City, period, &beside);
        self.legend(&answer, indicator, level, period);
    }

    /// One cell of an indicator.
    fn cell(&mut self, indicator: usize, place: Place, period: usize, shown: &Shown) {
        let spot = (indicator, place, period);
        if self.seen.shown.get(&spot).is_some_and(|known| known == shown) {
            return;
        }
        let measure = &self.declared.indicators[indicator];
        match shown {
            Shown::Number(value) => {
                let facts = value_facts(self.declared, &self.seen.knowledge, measure, (place, period), *value);
                self.seen.knowledge.facts.extend(facts);
            }
            Shown::Reason(reason) if reason == "not_applicable" && self.is_finest(measure, place) => {
                let below = self.seen.knowledge.form(&measure.denominator, place, period);
                self.seen
                    .knowledge
                    .facts
                    .extend(below.map(|below| Fact::equal(below, 0.0)));
            }
            Shown::Reason(_) => {}
        }
        let before = self.seen.shown.insert(spot, shown.clone());
        if let Some(before) = before {
            // The number counts; a reason elsewhere does not take it back.
            self.seen.oddities.push(format!("{spot:?}: {before:?} and {shown:?}"));
            if before.number().is_some() {
                self.seen.shown.insert(spot, before);
            }
        }
    }

    /// Whether a quotient is told of areas that no finer ones make up; a coarser one inherits reasons from its parts.
    fn is_finest(&self, measure: &Indicator, place: Place) -> bool {
        let Place::Area { level, .. } = place else { return false };
        let knowledge = &self.seen.knowledge;
        let mut finer = knowledge
            .geography
            .links
            .iter()
            .filter(|l| l.coarse == level)
            .map(|l| l.fine);
        let Some(term) = measure.denominator.first() else {
            return false;
        };
        !finer.any(|fine| {
            knowledge
                .reach
                .iter()
                .any(|(f, l, _)| *f == term.figure && *l == Some(fine))
        })
    }

    /// Counts and intervals told beside a value.
    fn beside(&mut self, indicator: usize, place: Place, period: usize, number: &dyn Fn(&str) -> Option<f64>) {
        let measure = &self.declared.indicators[indicator];
        let Some((numerator, denominator)) = self.seen.knowledge.forms(measure, place, period) else {
            return;
        };
        let facts = &mut self.seen.knowledge.facts;
        for (key, sum) in [("numerator", &numerator), ("denominator", &denominator)] {
            if let Some(count) = number(key).filter(|_| !sum.is_empty()) {
                facts.push(Fact::equal(sum.clone(), count));
            }
        }
        if let (Some(lower), Some(upper), false) = (number("lower"), number("upper"), denominator.is_empty()) {
            facts.push(Fact::Interval {
                numerator,
                denominator,
                factor: measure.factor,
                ends: (lower, upper),
                model: if measure.share { Model::Wilson } else { Model::Byar },
            });
        }
    }

    /// Classes may tell what cells do not.
    fn legend(&mut self, answer: &Value, indicator: usize, level: usize, period: usize) {
        let places = (0..self.seen.knowledge.geography.codes[level].len()).map(|area| Place::Area { level, area });
        let cells: Vec<(Place, Shown)> = places
            .map(|place| (place, self.seen.shown[&(indicator, place, period)].clone()))
            .collect();
        let (told, oddities) = legend::legend(answer, &cells);
        for (place, number) in told {
            self.cell(indicator, place, period, &Shown::Number(number));
        }
        self.seen.oddities.extend(oddities);
    }

    fn download(&mut self, level: usize, period: usize) {
        let text = self.seen.knowledge.periods[period].clone();
        let (city, id) = (&self.declared.city, &self.declared.levels[level]);
        let answer = self
            .service
            .get(&format!("/collections/{city}.{id}/items?period={text}"));
        if !answer.status.is_success() {
            return;
        }
        let answer = answer.json();
        for (area, feature) in answer["features"].as_array().unwrap().iter().enumerate() {
            let properties = &feature["properties"];
            for (indicator, measure) in self.declared.indicators.iter().enumerate() {
                let reason = &properties[format!("{}_reason", measure.id)];
                if properties.get(&measure.id).is_some() {
                    let shown = shown(&properties[&measure.id], reason);
                    self.cell(indicator, Place::Area { level, area }, period, &shown);
                }
            }
        }
    }

    fn report(&mut self) {
        let report = self
            .service
            .json(&format!("/cities/{}/report.json", self.declared.city));
        self.seen.oddities.extend(legend::report(&report));
    }

    fn index(&mut self, level: usize) {
        for definition in &self.declared.definitions {
            let address = format!("{}/priority?definition={}", self.address(level), definition.id);
            let answer = self.service.get(&address);
            if answer.status.is_success() {
                let told = index::told(&answer.json(), definition, self.declared, level, &self.seen);
                for (spot, value) in told.cells {
                    self.cell(spot.0, spot.1, spot.2, &Shown::Number(value));
                }
                self.seen.knowledge.facts.extend(told.facts);
            }
        }
    }

    fn tiles(&mut self, indicator: usize, level: usize, period: usize, effort: Effort) {
        let measure = &self.declared.indicators[indicator].id;
        let stem = format!(
            "{}/choropleth/{measure}/{}",
            self.address(level),
            self.seen.knowledge.periods[period]
        );
        let bounds = self.service.json(&format!("{stem}/tiles.json"))["bounds"].clone();
        let corner = |at: usize| bounds[at].as_f64().unwrap();
        let zoom = if effort == Effort::All { 10 } else { 8 };
        let (x0, x1) = (grid::column(corner(0), zoom), grid::column(corner(2), zoom));
        let (y0, y1) = (grid::row(corner(3), zoom), grid::row(corner(1), zoom));
        for (x, y) in (x0..=x1).flat_map(|x| (y0..=y1).map(move |y| (x, y))) {
            let tile = self.service.get(&format!("{stem}/tiles/{zoom}/{x}/{y}"));
            let layers = if tile.status.is_success() {
                decode(&tile.body)
            } else {
                continue;
            };
            for feature in layers.get("areas").into_iter().flatten() {
                let code = feature.text("code").unwrap();
                let codes = &self.seen.knowledge.geography.codes[level];
                let area = codes.iter().position(|c| c == code).unwrap();
                let shown = match (feature.number("value"), feature.text("reason")) {
                    (Some(number), _) => Shown::Number(number),
                    (None, reason) => Shown::Reason(reason.unwrap_or_default().to_owned()),
                };
                self.cell(indicator, Place::Area { level, area }, period, &shown);
            }
        }
    }

    /// A fault may count values that are not shown.
    fn faults(&mut self, indicator: usize, level: usize, period: usize) {
        let address = format!(
            "{}/values?indicator={}&period={}&method=equal_interval&classes=9",
            self.address(level),
            self.declared.indicators[indicator].id,
            self.seen.knowledge.periods[period]
        );
        let answer = self.service.get(&address);
        if answer.status.is_success() {
            return;
        }
        let spots = self.seen.shown.iter().filter(|((i, place, p), _)| {
            (*i, *p) == (indicator, period) && matches!(place, Place::Area { level: l, .. } if *l == level)
        });
        let mut numbers: Vec<f64> = spots.filter_map(|(_, shown)| shown.number()).collect();
        numbers.sort_by(f64::total_cmp);
        numbers.dedup();
        let detail = answer.json()["detail"].as_str().unwrap_or_default().to_owned();
        let told = detail
            .split(|c: char| !c.is_ascii_digit())
            .filter_map(|n| n.parse::<usize>().ok());
        if told.filter(|n| *n != 9).any(|n| n > numbers.len()) {
            self.seen
                .oddities
                .push(format!("{detail} with {} different numbers", numbers.len()));
        }
    }
}

/// Indicator, level and period.
type Spotted = (usize, usize, usize);

fn words(array: &Value) -> Vec<String> {
    let words = array.as_array().into_iter().flatten();
    words.map(|w| w.as_str().unwrap_or_default().to_owned()).collect()
}

fn shown(value: &Value, reason: &Value) -> Shown {
    match value.as_f64() {
        Some(number) => Shown::Number(number),
        None => Shown::Reason(reason.as_str().unwrap_or_default().to_owned()),
    }
}
