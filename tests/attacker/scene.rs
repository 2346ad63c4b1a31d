//! Channels through which a protected table leaks, each opened alone: the attacker must notice every one of them.

use serde_json::json;
use sozialraumatlas::model::{DisclosureRules, Period, Term};

use super::answers::{Seen, Shown};
use super::attack::{Outcome, attack};
use super::counts::value_facts;
use super::declared::{Declared, Definition, Figure, Indicator};
use super::index;
use super::interval::{byar, wilson};
use super::knowledge::{Cell, Fact, Geography, Knowledge, Link, Model, Place, Sum, group};
use super::legend::legend;
use super::primary::Gate;
use super::truth::Truth;

const BLOCK: usize = 0;
const QUARTER: usize = 1;
const REGION: usize = 2;
const SOME: usize = 1;

/// Six blocks in two quarters, and in two regions that cut across them.
const QUARTERS: [usize; 6] = [0, 0, 0, 1, 1, 1];
const REGIONS: [usize; 6] = [0, 0, 1, 0, 1, 1];
const ALL: [f64; 6] = [60.0, 50.0, 80.0, 70.0, 40.0, 90.0];

/// A table with what is hidden of it.
struct Scene {
    declared: Declared,
    truth: Truth,
    knowledge: Knowledge,
    /// Hidden blocks, quarters and regions, the first two by number from zero.
    hidden: Vec<Place>,
}

fn year() -> Period {
    Period::parse("2024").unwrap()
}

fn block(area: usize) -> Place {
    Place::Area { level: BLOCK, area }
}

fn cell(figure: usize, place: Place) -> Cell {
    Cell {
        figure,
        place,
        period: 0,
    }
}

fn declared(zero_is_public: bool) -> Declared {
    let figure = |id: &str| Figure {
        id: id.into(),
        count: true,
        additive: true,
        source: 0,
        parts: Vec::new(),
        over_time: false,
    };
    let indicator = |id: &str, numerator: usize, denominator: Vec<usize>| Indicator {
        id: id.into(),
        numerator: vec![Term::plain(numerator)],
        share: !denominator.is_empty(),
        denominator: denominator.into_iter().map(Term::plain).collect(),
        factor: 100.0,
    };
    let rules = DisclosureRules {
        threshold: 5.0,
        zero_is_public,
        complement: true,
        floor: None,
        rounding: None,
    };
    Declared {
        city: "probe".into(),
        levels: ["block", "quarter", "region"].map(String::from).to_vec(),
        assigned: Vec::new(),
        rules: vec![rules],
        figures: vec![figure("all"), figure("some")],
        indicators: vec![indicator("all", 0, vec![]), indicator("share", SOME, vec![0])],
        definitions: vec![Definition {
            id: "status".into(),
            period: year(),
            indicators: vec![1],
        }],
    }
}

fn knowledge() -> Knowledge {
    let codes = |count: usize| (0..count).map(|n| n.to_string()).collect();
    let link = |coarse: usize, parent: [usize; 6]| Link {
        fine: BLOCK,
        coarse,
        parent: parent.map(Some).to_vec(),
    };
    let levels = [Some(BLOCK), Some(QUARTER), Some(REGION), None].into_iter();
    Knowledge {
        geography: Geography {
            codes: vec![codes(6), codes(2), codes(2)],
            links: vec![link(QUARTER, QUARTERS), link(REGION, REGIONS)],
        },
        periods: vec![year()],
        reach: levels.flat_map(|level| [(0, level, 0), (SOME, level, 0)]).collect(),
        facts: Vec::new(),
    }
}

fn truth(some: [f64; 6]) -> Truth {
    let mut truth = Truth::default();
    for (figure, counts) in [(0, ALL), (SOME, some)] {
        let mut put = |place: Place, of: &dyn Fn(usize) -> bool| {
            let sum = counts.iter().enumerate().filter(|(b, _)| of(*b)).map(|(_, n)| n).sum();
            truth.counts.insert(cell(figure, place), sum);
        };
        put(Place::City, &|_| true);
        for area in 0..6 {
            put(block(area), &|b| b == area);
        }
        for area in 0..2 {
            put(Place::Area { level: QUARTER, area }, &|b| QUARTERS[b] == area);
            put(Place::Area { level: REGION, area }, &|b| REGIONS[b] == area);
        }
    }
    truth
}

impl Scene {
    /// Three and two persons in blocks 0 and 3; blocks 1 and 4 and both regions are hidden for their sake.
    fn protected() -> Self {
        let regions = [0, 1].map(|area| Place::Area { level: REGION, area });
        let mut hidden = [0, 1, 3, 4].map(block).to_vec();
        hidden.extend(regions);
        Self::new([3.0, 12.0, 14.0, 2.0, 9.0, 21.0], hidden, true)
    }

    fn new(some: [f64; 6], hidden: Vec<Place>, zero_is_public: bool) -> Self {
        Self::published(declared(zero_is_public), some, hidden)
    }

    fn published(declared: Declared, some: [f64; 6], hidden: Vec<Place>) -> Self {
        let mut scene = Self {
            declared,
            truth: truth(some),
            knowledge: knowledge(),
            hidden,
        };
        scene.show();
        scene
    }

    /// Shows every count of the denominator, and every share that is not hidden.
    fn show(&mut self) {
        for (index, measure) in self.declared.indicators.iter().enumerate() {
            for (place, period) in self.knowledge.spots(measure) {
                if index == 0 || !self.hidden.contains(&place) {
                    let (above, below) = self.knowledge.forms(measure, place, period).unwrap();
                    let gate = Gate {
                        declared: &self.declared,
                        truth: &self.truth,
                    };
                    let value = gate.value(measure, &above, &below).unwrap();
                    let facts = value_facts(&self.declared, &self.knowledge, measure, (place, period), value);
                    self.knowledge.facts.extend(facts);
                }
            }
        }
    }

    fn attack(&self) -> Outcome {
        let targets = self.truth.targets(&self.declared, &self.knowledge);
        assert!(targets.len() >= 2, "{targets:?}");
        let outcome = attack(&self.knowledge, &self.declared, &targets, &self.truth);
        assert!(outcome.wrong.is_empty(), "{:#?}", outcome.wrong);
        assert_eq!(outcome.open, 0);
        outcome
    }

    /// Secrets that are narrowed after the facts are learned.
    fn narrowed_after(mut self, facts: Vec<Fact>) -> Vec<f64> {
        self.knowledge.facts.extend(facts);
        let found = self.attack().narrowed.into_iter();
        found.filter_map(|n| n.truth).collect()
    }

    fn sum(&self, blocks: &[usize]) -> Fact {
        let sum: Sum = blocks.iter().map(|b| (cell(SOME, block(*b)), 1.0)).collect();
        let value = self.truth.sum(&sum).unwrap();
        Fact::equal(sum, value)
    }
}

#[test]
fn a_protected_table_keeps_its_secrets() {
    assert_eq!(Scene::protected().attack().narrowed.len(), 0);
}

#[test]
fn primary_suppression_alone_is_undone_by_the_totals() {
    let hidden = [0, 3].map(block).to_vec();
    let scene = Scene::new([3.0, 12.0, 14.0, 2.0, 9.0, 21.0], hidden, true);
    assert_eq!(scene.narrowed_after(vec![]), [3.0, 2.0]);
}

#[test]
fn suppression_that_forgets_the_other_partition_is_undone_by_it() {
    // Quarters alone would be protected by a second hidden block each; the regions tell block 3.
    let hidden = [0, 1, 3, 4].map(block).to_vec();
    let scene = Scene::new([3.0, 12.0, 14.0, 2.0, 9.0, 21.0], hidden, true);
    assert!(scene.narrowed_after(vec![]).contains(&2.0));
}

#[test]
fn one_parent_total_too_many_gives_a_secret_away() {
    let scene = Scene::protected();
    let region = vec![(cell(SOME, Place::Area { level: REGION, area: 0 }), 1.0)];
    let value = scene.truth.sum(&region).unwrap();
    assert_eq!(scene.narrowed_after(vec![Fact::equal(region, value)]), [2.0]);
}

#[test]
fn a_merged_area_that_is_computed_from_raw_cells_gives_a_secret_away() {
    let scene = Scene::protected();
    let merged = scene.sum(&[0, 2]);
    assert_eq!(scene.narrowed_after(vec![merged]), [3.0]);
}

#[test]
fn two_selections_that_are_harmless_alone_give_a_secret_away_together() {
    let selections = [[0, 4], [0, 3]].map(|blocks| Scene::protected().sum(&blocks));
    for one in &selections {
        assert!(Scene::protected().narrowed_after(vec![one.clone()]).is_empty());
    }
    assert_eq!(Scene::protected().narrowed_after(selections.to_vec()), [3.0, 2.0]);
}

#[test]
fn the_interval_of_a_protected_share_or_rate_gives_it_away() {
    for (model, ends) in [(Model::Wilson, wilson(3.0, 60.0)), (Model::Byar, byar(3.0, 60.0))] {
        let interval = Fact::Interval {
            numerator: group(&[SOME], block(0), 0),
            denominator: group(&[0], block(0), 0),
            factor: 100.0,
            ends: (100.0 * ends.0, 100.0 * ends.1),
            model,
        };
        assert_eq!(Scene::protected().narrowed_after(vec![interval]), [3.0], "{model:?}");
    }
}

#[test]
fn a_rounded_share_with_a_known_denominator_gives_the_count_away() {
    let rounded = Fact::Quotient {
        numerator: group(&[SOME], block(3), 0),
        denominator: group(&[0], block(3), 0),
        factor: 100.0,
        value: 2.9,
        error: 0.05,
    };
    assert_eq!(Scene::protected().narrowed_after(vec![rounded]), [2.0]);
}

#[test]
fn a_share_of_a_hidden_denominator_is_a_reduced_fraction() {
    // 3 of 60 is 1/20; between 45 and 75 only 60 is a multiple of 20.
    let mut scene = Scene::protected();
    let all: Sum = group(&[0], block(0), 0);
    scene.knowledge.facts.retain(|fact| match fact {
        Fact::Between { sum, .. } => {
            *sum != all
                && sum.iter().all(|(c, _)| {
                    !matches!(
                        c.place,
                        Place::Area {
                            level: QUARTER | REGION,
                            ..
                        } | Place::City
                    )
                })
        }
        _ => true,
    });
    let share = Fact::Quotient {
        numerator: group(&[SOME], block(0), 0),
        denominator: all.clone(),
        factor: 100.0,
        value: 5.0,
        error: 0.0,
    };
    let rough = Fact::Between {
        sum: all,
        lo: 45.0,
        hi: 75.0,
    };
    assert_eq!(scene.narrowed_after(vec![share, rough]), [3.0]);
}

#[test]
fn a_share_without_its_complement_rule_tells_who_is_left() {
    let mut open = declared(true);
    open.rules[0].complement = false;
    let mut scene = Scene::published(open, [30.0, 48.0, 40.0, 35.0, 36.0, 60.0], vec![]);
    assert!(scene.truth.targets(&scene.declared, &scene.knowledge).is_empty());
    scene.declared.rules[0].complement = true;
    let left: Vec<f64> = scene.attack().narrowed.iter().filter_map(|n| n.truth).collect();
    assert_eq!(left, [2.0, 4.0]);
}

#[test]
fn a_shown_zero_is_narrowed_where_zero_is_secret() {
    let scene = Scene::new([0.0, 12.0, 14.0, 0.0, 9.0, 21.0], vec![], false);
    assert_eq!(scene.narrowed_after(vec![]), [0.0, 0.0]);
}

#[test]
fn an_old_version_that_hid_other_cells_gives_a_secret_away() {
    let mut new = Scene::protected();
    let regions = [0, 1].map(|area| Place::Area { level: REGION, area });
    let mut hidden = [0, 2, 3, 4].map(block).to_vec();
    hidden.extend(regions);
    let old = Scene::new([3.0, 12.0, 14.0, 2.0, 9.0, 21.0], hidden, true);
    assert_eq!(old.attack().narrowed.len(), 0);
    new.knowledge.learn(&old.knowledge);
    assert!(new.narrowed_after(vec![]).contains(&3.0));
}

#[test]
fn a_change_since_a_period_that_is_shown_gives_a_secret_away() {
    let mut scene = Scene::protected();
    let before = Cell {
        period: 1,
        ..cell(SOME, block(0))
    };
    scene.truth.counts.insert(before, 7.0);
    let change = vec![(cell(SOME, block(0)), 1.0), (before, -1.0)];
    let facts = vec![Fact::equal(vec![(before, 1.0)], 7.0), Fact::equal(change, -4.0)];
    assert_eq!(scene.narrowed_after(facts), [3.0]);
}

#[test]
fn what_another_publication_tells_is_used() {
    let scene = Scene::protected();
    let published = scene.sum(&[1]);
    assert_eq!(scene.narrowed_after(vec![published]), [3.0]);
}

#[test]
fn a_z_value_or_an_index_of_a_protected_area_gives_its_share_away() {
    let shares: Vec<f64> = (0..6)
        .map(|b| [3.0, 12.0, 14.0, 2.0, 9.0, 21.0][b] / ALL[b] * 100.0)
        .collect();
    let mean = shares.iter().sum::<f64>() / 6.0;
    let deviation = (shares.iter().map(|s| (s - mean) * (s - mean)).sum::<f64>() / 6.0).sqrt();
    for with_z in [true, false] {
        let scene = Scene::new([3.0, 12.0, 14.0, 2.0, 9.0, 21.0], vec![block(0), block(3)], true);
        let mut seen = Seen {
            knowledge: scene.knowledge.clone(),
            ..Seen::default()
        };
        for area in [1, 2, 4, 5] {
            seen.shown.insert((1, block(area), 0), Shown::Number(shares[area]));
        }
        let areas: Vec<_> = shares
            .iter()
            .map(|share| {
                let z = (share - mean) / deviation;
                let parts = if with_z {
                    json!([{"indicator": "share", "z": z}])
                } else {
                    json!([])
                };
                json!({"index": z, "contributions": parts})
            })
            .collect();
        let answer = json!({"valid": 6, "areas": areas});
        let told = index::told(&answer, &scene.declared.definitions[0], &scene.declared, BLOCK, &seen);
        let mut protected = Scene::protected();
        protected
            .knowledge
            .facts
            .retain(|f| !matches!(f, Fact::Quotient { .. }));
        assert_eq!(protected.narrowed_after(told.facts), [3.0, 2.0], "{with_z}");
    }
}

#[test]
fn a_legend_that_begins_with_a_hidden_number_gives_it_away() {
    let answer = json!({"classification": {"method": "quantiles", "breaks": [2.5, 10.0, 40.0], "counts": [2, 2]}});
    let mut cells: Vec<(Place, Shown)> = [10.0, 20.0, 30.0, 40.0]
        .into_iter()
        .enumerate()
        .map(|(b, number)| (block(b), Shown::Number(number)))
        .collect();
    cells.push((block(4), Shown::Reason("suppressed".into())));
    let (told, oddities) = legend(&answer, &cells);
    assert_eq!((told, oddities.len()), (vec![(block(4), 2.5)], 1));
}
