//! What is lost against the least that must be lost, in tables so small that every pattern can be tried.

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::{all_wide, base, quantity, table};
use crate::disclosure::protect::frame::Sum;
use crate::disclosure::protect::repair::protect;
use crate::disclosure::protect::table::{CellId, Link, State, Table};

/// Blocks that make up a city, at each of them children and adults that make up all inhabitants.
fn ages(base: &[u32]) -> Table {
    let (children, adults) = base.split_at(base.len() / 2);
    let blocks = u32::try_from(children.len()).unwrap_or(0);
    let city = Sum {
        whole: blocks,
        parts: (0..blocks).collect(),
        ..Sum::default()
    };
    let all: Vec<u32> = children.iter().zip(adults).map(|(c, a)| c + a).collect();
    let of = |base: &[u32]| quantity(children.len() + 1, std::slice::from_ref(&city), base);
    let mut quantities = vec![of(children), of(adults), of(&all)];
    // Everything is shown by itself and as a share of all.
    quantities[0].used_with.push(vec![2]);
    quantities[1].used_with.push(vec![2]);
    quantities[2].used_with.extend([vec![0], vec![1]]);
    let link = Link {
        terms: vec![(2, 1.0), (0, -1.0), (1, -1.0)],
        rest: false,
        needs: Vec::new(),
        at: Vec::new(),
    };
    Table::new(children.len() + 1, quantities, vec![link])
}

/// The least loss of any safe pattern, found by trying all of them.
struct Exhaustive<'t> {
    table: &'t mut Table,
    targets: Vec<CellId>,
    losses: Vec<(CellId, f64)>,
    best: f64,
}

impl Exhaustive<'_> {
    fn is_safe(&mut self) -> bool {
        all_wide(self.table, &self.targets)
    }

    /// All cells from `next` on are hidden so far; `spent` is lost for good.
    fn search(&mut self, next: usize, spent: f64) {
        if spent >= self.best || !self.is_safe() {
            return;
        }
        let Some((cell, loss)) = self.losses.get(next).copied() else {
            self.best = spent;
            return;
        };
        self.table.set(cell, State::Open);
        self.search(next + 1, spent);
        self.table.set(cell, State::Hidden);
        self.search(next + 1, spent + loss);
    }
}

fn cells(table: &Table) -> impl Iterator<Item = CellId> {
    let places = 0..u32::try_from(table.places).unwrap_or(0);
    (0..table.quantities.len()).flat_map(move |quantity| places.clone().map(move |place| (quantity, place)))
}

fn optimum(table: &mut Table, known: f64) -> f64 {
    let open = cells(table).filter(|cell| table.state(*cell) == State::Open);
    let mut losses: Vec<(CellId, f64)> = open.map(|cell| (cell, table.loss(cell))).collect();
    losses.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    for (cell, _) in &losses {
        table.set(*cell, State::Hidden);
    }
    let targets = table.targets();
    let mut search = Exhaustive {
        table,
        targets,
        losses,
        best: known + 1e-9,
    };
    search.search(0, 0.0);
    search.best
}

/// The loss of what is hidden against the least possible one, in a hundred tables that need it, ascending.
fn losses_against_the_least(numbers: usize, make: impl Fn(&[u32]) -> Table) -> Vec<f64> {
    let random = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(Config::default(), random);
    let mut ratios = Vec::new();
    while ratios.len() < 100 {
        let counts = base(numbers).new_tree(&mut runner).expect("a table").current();
        let mut table = make(&counts);
        let losses: Vec<(CellId, f64)> = cells(&table).map(|cell| (cell, table.loss(cell))).collect();
        let outcome = protect(&mut table);
        assert!(outcome.unprotected.is_empty(), "{counts:?}");
        if outcome.secondary.is_empty() {
            continue;
        }
        let is_own = |(cell, _): &&(CellId, f64)| outcome.secondary.contains(cell);
        let own: f64 = losses.iter().filter(is_own).map(|(_, loss)| loss).sum();
        for cell in &outcome.secondary {
            table.set(*cell, State::Open);
        }
        ratios.push(own / optimum(&mut table, own));
    }
    ratios.sort_by(f64::total_cmp);
    println!("median {}, 90 % {}, most {}", ratios[50], ratios[90], ratios[99]);
    ratios
}

#[test]
fn little_more_is_lost_than_must_be() {
    let ratios = losses_against_the_least(6, |counts| table(2, 3, counts));
    assert!(ratios[50] <= 1.5 && ratios[99] <= 3.0, "{ratios:?}");
}

#[test]
fn little_more_is_lost_where_quantities_make_up_another() {
    let ratios = losses_against_the_least(6, ages);
    assert!(ratios[50] <= 1.5 && ratios[99] <= 3.0, "{ratios:?}");
}
