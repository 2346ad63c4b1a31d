//! The counts of one period with everything that ties them together.

use std::cell::OnceCell;
use std::sync::Arc;

use super::frame::Frame;
use crate::model::Fingerprint;

/// What is known about a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// Shown, and may be hidden.
    Open,
    /// Known or taken for known, and cannot be hidden.
    Fixed,
    /// Hidden by the gate.
    Hidden,
    /// Known to nobody who sees the published data, without the gate's doing.
    Unknown,
}

impl State {
    /// Whether the count may be anything that the sums allow.
    pub(crate) fn is_free(self) -> bool {
        matches!(self, Self::Hidden | Self::Unknown)
    }
}

/// A quantity that is released, at all places.
#[derive(Debug)]
pub(crate) struct Quantity {
    /// Sums that hold between its places.
    pub frame: Arc<Frame>,
    /// The count by place; not a number where there is none.
    pub counts: Vec<f64>,
    /// What is known by place.
    pub states: Vec<State>,
    /// How wide the range of a cell must stay; zero where it needs no protection.
    pub needs: Vec<f64>,
    /// A usual count, the unit of loss.
    pub usual: f64,
    /// For every use the other quantities that must be shown for it.
    pub used_with: Vec<Vec<usize>>,
}

impl Quantity {
    /// The same where `first` other quantities stand before it and those that it names.
    pub(crate) fn moved(mut self, first: usize) -> Self {
        self.used_with.iter_mut().flatten().for_each(|other| *other += first);
        self
    }

    /// Reach × (1 + √(count / usual)) of every cell.
    fn worth(&self) -> Vec<f64> {
        let exact = |count: &f64| (count.max(0.0) / self.usual.max(1.0)).sqrt();
        let places = 0_u32..;
        let counts = self.counts.iter().zip(places);
        counts
            .map(|(count, place)| self.frame.reach(place) * (1.0 + exact(count)))
            .collect()
    }

    fn add_to(&self, print: &mut Fingerprint) {
        let frame = self.frame.print().to_le_bytes();
        for half in frame.chunks_exact(8) {
            print.word(half.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte)));
        }
        print.size(self.counts.len());
        for ((count, state), need) in self.counts.iter().zip(&self.states).zip(&self.needs) {
            print.number(*count);
            print.word(*state as u64 | need.to_bits() << 2);
        }
        print.number(self.usual);
        for others in &self.used_with {
            print.size(others.len());
            for other in others {
                print.size(*other);
            }
        }
        print.size(self.used_with.len());
    }
}

/// A sum of quantities at every place that is zero, or at least zero where something is left over.
#[derive(Debug, Clone)]
pub(crate) struct Link {
    pub terms: Vec<(usize, f64)>,
    /// Whether the sum is what other counts, never released themselves, leave over.
    pub rest: bool,
    /// How wide the range of what is left over must stay, by place; empty where it needs no protection.
    pub needs: Vec<f64>,
    /// At which places it holds; empty for all.
    pub at: Vec<bool>,
}

impl Link {
    /// The same where `first` other quantities stand before those that it ties.
    pub(crate) fn moved(mut self, first: usize) -> Self {
        self.terms.iter_mut().for_each(|(quantity, _)| *quantity += first);
        self
    }

    fn holds(&self, place: u32) -> bool {
        self.at.get(place as usize).is_none_or(|holds| *holds)
    }
}

/// A quantity at a place.
pub(crate) type CellId = (usize, u32);

/// All quantities of one period.
#[derive(Debug)]
pub(crate) struct Table {
    pub places: usize,
    pub quantities: Vec<Quantity>,
    pub links: Vec<Link>,
    links_of: Vec<Vec<usize>>,
    /// What the cells of a quantity are worth, where somebody asked.
    worth: Vec<OnceCell<Vec<f64>>>,
}

impl Table {
    pub(crate) fn new(places: usize, quantities: Vec<Quantity>, links: Vec<Link>) -> Self {
        let mut links_of = vec![Vec::new(); quantities.len()];
        for (index, link) in links.iter().enumerate() {
            for (quantity, _) in &link.terms {
                links_of[*quantity].push(index);
            }
        }
        Self {
            worth: vec![OnceCell::new(); quantities.len()],
            places,
            quantities,
            links,
            links_of,
        }
    }

    /// A fingerprint of everything that decides about its hidden cells.
    pub(crate) fn print(&self) -> u128 {
        let mut print = Fingerprint::default();
        for quantity in &self.quantities {
            quantity.add_to(&mut print);
        }
        for link in &self.links {
            print.size(link.terms.len());
            for (quantity, factor) in &link.terms {
                print.size(*quantity);
                print.number(*factor);
            }
            print.word(u64::from(link.rest));
            print.size(link.needs.len());
            for need in &link.needs {
                print.number(*need);
            }
            print.size(link.at.len());
            for holds in &link.at {
                print.word(u64::from(*holds));
            }
        }
        print.value()
    }

    /// Whether nothing in it is secret.
    pub(crate) fn is_open(&self) -> bool {
        let in_need = |q: &Quantity| q.needs.iter().zip(&q.states).any(|(n, s)| *n > 0.0 && s.is_free());
        !self
            .quantities
            .iter()
            .any(|quantity| quantity.states.contains(&State::Hidden) || in_need(quantity))
    }

    pub(crate) fn state(&self, (quantity, place): CellId) -> State {
        self.quantities[quantity].states[place as usize]
    }

    pub(crate) fn set(&mut self, (quantity, place): CellId, state: State) {
        self.quantities[quantity].states[place as usize] = state;
    }

    pub(crate) fn count(&self, (quantity, place): CellId) -> f64 {
        self.quantities[quantity].counts[place as usize]
    }

    pub(crate) fn need(&self, (quantity, place): CellId) -> f64 {
        self.quantities[quantity].needs[place as usize]
    }

    /// Links that a quantity takes part in.
    pub(crate) fn links_of(&self, quantity: usize) -> &[usize] {
        &self.links_of[quantity]
    }

    /// What a link leaves over at a place; `None` where it does not hold or one of its counts is not there.
    pub(crate) fn rest(&self, link: usize, place: u32) -> Option<f64> {
        if !self.links[link].holds(place) {
            return None;
        }
        let terms = self.links[link].terms.iter();
        let sum: f64 = terms
            .map(|(quantity, factor)| factor * self.count((*quantity, place)))
            .sum();
        (!sum.is_nan()).then_some(sum.max(0.0))
    }

    /// What is lost when a cell is hidden: uses × reach × (1 + √(count / usual)).
    ///
    /// - uses: indicators that are still shown there; a cell that none shows is nearly free.
    /// - reach: how many of the finest areas it stands for. Levels are read alike, maps of districts as often as maps of
    ///   blocks, so that one of four districts is looked at as often as a quarter of all blocks, and the city's own value,
    ///   beside which every other is put, as often as all of them.
    /// - √count: how exact a count is, its relative error being 1/√count.
    pub(crate) fn loss(&self, (quantity, place): CellId) -> f64 {
        let q = &self.quantities[quantity];
        let shown = |others: &&Vec<usize>| others.iter().all(|other| !self.state((*other, place)).is_free());
        let uses = q.used_with.iter().filter(shown).count();
        let uses = if uses == 0 {
            0.02
        } else {
            f64::from(u32::try_from(uses).unwrap_or(u32::MAX))
        };
        uses * self.worth[quantity].get_or_init(|| q.worth())[place as usize]
    }

    /// All cells that need protection, the most demanding first.
    pub(crate) fn targets(&self) -> Vec<CellId> {
        let mut targets = Vec::new();
        for (quantity, q) in self.quantities.iter().enumerate() {
            for (place, need) in q.needs.iter().enumerate() {
                if *need > 0.0 && q.states[place].is_free() {
                    targets.push((quantity, u32::try_from(place).unwrap_or(u32::MAX)));
                }
            }
        }
        targets.sort_by(|a, b| self.need(*b).total_cmp(&self.need(*a)).then(a.cmp(b)));
        targets
    }
}
