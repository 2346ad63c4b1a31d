//! Areas put together freely, as the service adds them up: many selections of every column.

use super::declared::{Declared, Indicator};
use super::knowledge::{Fact, Knowledge, Place, Sum};
use super::random::Random;
use crate::support::Service;

/// Pairs of selections that are asked for on each level.
const EACH: usize = 4;

/// What selections tell: numerators, denominators and plain sums of random areas, each with the same without one of them.
pub fn ask(service: &Service, declared: &Declared, knowledge: &Knowledge, seed: u64) -> Vec<Fact> {
    let random = &mut Random::new(seed ^ 0x005E_1EC7);
    let asked = Asked {
        service,
        declared,
        knowledge,
    };
    let mut facts = Vec::new();
    for level in 0..declared.levels.len() {
        let codes = knowledge.geography.codes[level].len();
        for _ in 0..EACH {
            let indicator = random.pick(&declared.indicators);
            let period = random.index(knowledge.periods.len());
            let areas: Vec<usize> = (0..codes).filter(|_| random.percent(45)).collect();
            for some in [&areas[..], areas.get(1..).unwrap_or_default()] {
                facts.extend(asked.selection(indicator, level, period, some));
            }
        }
    }
    facts
}

struct Asked<'a> {
    service: &'a Service,
    declared: &'a Declared,
    knowledge: &'a Knowledge,
}

impl Asked<'_> {
    fn selection(&self, indicator: &Indicator, level: usize, period: usize, areas: &[usize]) -> Vec<Fact> {
        let forms = areas.iter().filter_map(|area| {
            self.knowledge
                .forms(indicator, Place::Area { level, area: *area }, period)
        });
        let (above, below): (Vec<Sum>, Vec<Sum>) = forms.unzip();
        if above.is_empty() {
            return Vec::new();
        }
        let codes = &self.knowledge.geography.codes[level];
        let names: Vec<&str> = areas.iter().map(|area| codes[*area].as_str()).collect();
        let answer = self.service.get(&format!(
            "/cities/{}/{}/selection?indicator={}&period={}&codes={}",
            self.declared.city,
            self.declared.levels[level],
            indicator.id,
            self.knowledge.periods[period],
            names.join(",")
        ));
        if !answer.status.is_success() {
            return Vec::new();
        }
        let answer = answer.json();
        let told = |key: &str, parts: Vec<Sum>| {
            let number = answer[key].as_f64();
            number.map(|number| Fact::equal(parts.concat(), number))
        };
        let facts = if indicator.denominator.is_empty() {
            [told("value", above), None]
        } else {
            [told("numerator", above), told("denominator", below)]
        };
        facts.into_iter().flatten().collect()
    }
}
