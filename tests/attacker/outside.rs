//! What stands in other publications: the attacker knows it, and the gate is told of it.

use std::fmt::Write;

use super::attack::attack;
use super::declared::Declared;
use super::generator::Plan;
use super::knowledge::{Cell, Fact, Knowledge, Place};
use super::random::Random;
use super::truth::{Target, Truth};

/// Some areas of a level, or the whole city, of which one figure is known.
#[derive(Debug, Clone)]
pub struct Outside {
    figure: &'static str,
    /// None for the whole city.
    level: Option<String>,
    codes: Vec<String>,
    /// The period; none for all.
    period: Option<String>,
}

impl Outside {
    /// Nothing in most cities, one or two publications in the others.
    pub fn draw(seed: u64, plan: &Plan) -> Vec<Self> {
        let random = &mut Random::new(seed ^ 0x00A1_5EAD);
        let count = if random.percent(40) { random.between(1, 2) } else { 0 };
        (0..count).map(|_| Self::one(random, plan)).collect()
    }

    fn one(random: &mut Random, plan: &Plan) -> Self {
        let mut levels: Vec<&str> = plan.partitions.iter().map(|p| p.id).collect();
        levels.push("block");
        let level = (!random.percent(20)).then(|| (*random.pick(&levels)).to_owned());
        let mut codes = level.as_ref().map_or_else(Vec::new, |level| plan.codes(level));
        if random.percent(60) {
            codes.retain(|_| random.percent(40));
        }
        let year = random.percent(50).then(|| random.pick(&plan.years()).to_string());
        Self {
            figure: random.pick(&plan.columns).id,
            level: level.filter(|_| !codes.is_empty()),
            codes,
            period: year,
        }
    }

    /// The entry of `city.toml`.
    pub fn toml(&self) -> String {
        let Self { figure, codes, .. } = self;
        let level = self.level.as_deref().unwrap_or("city");
        let mut toml = format!(
            "\n[[already_published]]\npublication = \"Jahrbuch\"\nfigure = \"{figure}\"\nlevel = \"{level}\"\n"
        );
        if self.level.is_some() {
            writeln!(toml, "codes = {codes:?}").unwrap();
        }
        if let Some(period) = &self.period {
            writeln!(toml, "periods = [\"{period}\"]").unwrap();
        }
        toml
    }

    /// Speaks of the figure where the publication does.
    pub fn reach(&self, declared: &Declared, knowledge: &mut Knowledge) {
        let figure = declared.figures.iter().position(|f| f.id == self.figure).unwrap();
        let level = self.level.as_ref().map(|id| declared.level(id));
        for period in 0..knowledge.periods.len() {
            knowledge.reach.insert((figure, level, period));
        }
    }

    fn tells(&self, cell: &Cell, declared: &Declared, knowledge: &Knowledge) -> bool {
        let place = match (&self.level, cell.place) {
            (None, Place::City) => true,
            (Some(id), Place::Area { level, area }) => {
                declared.levels[level] == *id && self.codes.contains(&knowledge.geography.codes[level][area])
            }
            _ => false,
        };
        let period = knowledge.periods[cell.period].as_str();
        place && declared.figures[cell.figure].id == self.figure && self.period.as_deref().is_none_or(|p| p == period)
    }
}

/// Adds what other publications tell. Of the targets those are left that it does not narrow by itself.
pub fn learn(
    outside: &[Outside],
    knowledge: &mut Knowledge,
    declared: &Declared,
    truth: &Truth,
    targets: Vec<Target>,
) -> Vec<Target> {
    let told = truth
        .counts
        .iter()
        .filter(|(cell, _)| outside.iter().any(|o| o.tells(cell, declared, knowledge)))
        .map(|(cell, count)| Fact::equal(vec![(*cell, 1.0)], *count));
    let told: Vec<Fact> = told.collect();
    if told.is_empty() {
        return targets;
    }
    let mut alone = Knowledge {
        facts: told.clone(),
        ..knowledge.clone()
    };
    // Linear programs want ends; no count is as large.
    alone.facts.extend(truth.counts.keys().map(|cell| Fact::Between {
        sum: vec![(*cell, 1.0)],
        lo: 0.0,
        hi: 1e6,
    }));
    let solvable = alone.model(declared).unwrap();
    // Rules do not hold for what everybody knows: that it is shown does not make it large.
    knowledge.facts.retain(|fact| match fact {
        Fact::Between { sum, lo, hi } if hi.is_infinite() => {
            let terms = solvable.sought(sum);
            let known = terms.and_then(|terms| solvable.system.known(&terms));
            known.is_none_or(|known| known >= *lo)
        }
        _ => true,
    });
    knowledge.facts.extend(told);
    let narrowed = attack(&alone, declared, &targets, truth).narrowed;
    targets
        .into_iter()
        .filter(|target| !narrowed.iter().any(|n| n.what == target.what))
        .collect()
}
