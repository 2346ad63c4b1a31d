//! Areas put together freely, as the service adds them up: many selections of every column.

use super::declared::Declared;
use super::knowledge::{Fact, Knowledge, Place, Sum};
use super::random::Random;
use crate::support::Service;

/// Selections of one column that are asked for.
const EACH: usize = 6;

/// What selections tell: numerators, denominators and plain sums of random areas, two by two and more.
pub fn ask(service: &Service, declared: &Declared, knowledge: &Knowledge, seed: u64) -> Vec<Fact> {
    let random = &mut Random::new(seed ^ 0x005E_1EC7);
    let mut facts = Vec::new();
    for (index, level) in declared.levels.iter().enumerate() {
        let codes = &knowledge.geography.codes[index];
        for _ in 0..EACH {
            let indicator = random.pick(&declared.indicators);
            let period = random.index(knowledge.periods.len());
            let areas: Vec<usize> = (0..codes.len()).filter(|_| random.percent(45)).collect();
            let Some(first) = areas.first() else { continue };
            let place = |area: usize| Place::Area { level: index, area };
            if knowledge.forms(indicator, place(*first), period).is_none() {
                continue;
            }
            let names: Vec<&str> = areas.iter().map(|area| codes[*area].as_str()).collect();
            let answer = service.get(&format!(
                "/cities/{}/{level}/selection?indicator={}&period={}&codes={}",
                declared.city,
                indicator.id,
                knowledge.periods[period],
                names.join(",")
            ));
            if !answer.status.is_success() {
                continue;
            }
            let answer = answer.json();
            let forms = areas
                .iter()
                .filter_map(|area| knowledge.forms(indicator, place(*area), period));
            let (above, below): (Vec<Sum>, Vec<Sum>) = forms.unzip();
            let mut learn = |key: &str, parts: Vec<Sum>| {
                let number = answer[key].as_f64();
                facts.extend(number.map(|number| Fact::equal(parts.concat(), number)));
            };
            if indicator.denominator.is_empty() {
                learn("value", above);
            } else {
                learn("numerator", above);
                learn("denominator", below);
            }
        }
    }
    facts
}
