//! The cells of one quantity in one period, from the data to what is secret by itself.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::ground::Laid;
use super::places::number;
use super::protect::{self, Frame, State};
use crate::model::{Missing, Value};

/// The cells of one quantity while they are prepared.
pub(super) struct Cells {
    frame: Arc<Frame>,
    values: Vec<Value>,
    counts: Vec<f64>,
    states: Vec<State>,
    needs: Vec<f64>,
    usual: f64,
}

impl Cells {
    /// Cells with these values by place, of which `usual` is a usual one.
    pub(super) fn new(frame: Arc<Frame>, values: Vec<Value>, usual: f64) -> Self {
        let places = values.len();
        Self {
            frame,
            values,
            counts: vec![f64::NAN; places],
            states: vec![State::Fixed; places],
            needs: vec![0.0; places],
            usual,
        }
    }

    pub(super) fn take_numbers(&mut self) {
        for (place, value) in self.values.iter().enumerate() {
            if let Ok(count) = value {
                self.counts[place] = *count;
                self.states[place] = State::Open;
            }
        }
    }

    /// What offices keep secret is not known to anybody; a guess stands for the count. What is missing for another reason
    /// is taken for nothing, as somebody who looks for secrets would; its sums are not known either.
    pub(super) fn guess(&mut self, threshold: f64) {
        let missing: Vec<usize> = (0..self.values.len())
            .filter(|place| self.values[*place].is_err())
            .collect();
        for place in &missing {
            if !self.is_whole(*place) && self.values[*place] == Err(Missing::Suppressed) {
                self.counts[*place] = self.share_of_rest(*place).unwrap_or((threshold / 2.0).max(1.0));
                self.states[*place] = State::Unknown;
            }
        }
        // Coarser levels stand on finer ones; as many rounds as there can be levels.
        for _ in 0..16 {
            let mut changed = false;
            for place in &missing {
                let Some(sum) = self.sum_of_parts(*place) else { continue };
                changed |= !self.counts[*place].total_cmp(&sum).is_eq();
                self.counts[*place] = sum;
                self.states[*place] = State::Unknown;
            }
            if !changed {
                break;
            }
        }
    }

    fn is_whole(&self, place: usize) -> bool {
        self.frame.makings_of(number(place)).any(|(_, sign)| sign < 0)
    }

    /// What a known whole leaves for each of its parts that are kept secret.
    fn share_of_rest(&self, place: usize) -> Option<f64> {
        let mut sums = self.frame.makings_of(number(place)).filter(|(_, sign)| *sign > 0);
        sums.find_map(|(sum, _)| {
            let (whole, parts) = self.frame.members(sum).split_first()?;
            let whole = self.values[whole.0 as usize].ok()?;
            let parts = parts.iter().map(|(part, _)| self.values[*part as usize]);
            let known: f64 = parts.clone().flatten().sum();
            let secret = parts.filter(|value| *value == Err(Missing::Suppressed)).count();
            let secret = f64::from(u32::try_from(secret).unwrap_or(u32::MAX));
            Some(((whole - known) / secret).max(0.0))
        })
    }

    fn sum_of_parts(&self, place: usize) -> Option<f64> {
        let (sum, _) = self.frame.makings_of(number(place)).find(|(_, sign)| *sign < 0)?;
        let parts = self.frame.members(sum).iter().skip(1);
        let parts = parts.map(|(part, _)| self.counts[*part as usize]);
        Some(parts.filter(|count| !count.is_nan()).sum())
    }

    /// Hides shown counts.
    pub(super) fn hide(&mut self, width: f64, is_secret: impl Fn(usize, f64) -> bool) {
        for place in 0..self.counts.len() {
            if self.values[place].is_ok() && is_secret(place, self.counts[place]) {
                self.states[place] = State::Hidden;
                self.needs[place] = self.needs[place].max(width);
            }
        }
    }

    /// Counts that an office keeps secret must not be computed from what is shown here.
    pub(super) fn guard_signs(&mut self, width: f64) {
        for place in 0..self.values.len() {
            let is_secret = |place: usize| self.values[place] == Err(Missing::Suppressed);
            if !is_secret(place) || self.states[place] != State::Unknown {
                continue;
            }
            let sums = self.frame.makings_of(number(place)).filter(|(_, sign)| *sign < 0);
            let mut parts = sums.flat_map(|(sum, _)| self.frame.members(sum).iter().skip(1));
            if !parts.any(|(part, _)| is_secret(*part as usize)) {
                self.needs[place] = width;
            }
        }
    }

    /// A quantity that is part of others only.
    pub(super) fn nobody_sees(&mut self, width: f64, is_secret: impl Fn(f64) -> bool) {
        for (place, state) in self.states.iter_mut().enumerate() {
            if *state == State::Open {
                *state = State::Unknown;
                self.needs[place] = if is_secret(self.counts[place]) { width } else { 0.0 };
            }
        }
    }

    /// Pieces of ground that nobody was told of: where their counts follow from others and are secret, they must not be
    /// computed.
    pub(super) fn lay(&mut self, pieces: &[Laid], width: f64, is_secret: impl Fn(f64) -> bool) {
        for piece in pieces {
            self.counts[piece.place] = piece.count;
            self.states[piece.place] = State::Unknown;
            // That nobody lives on a piece of ground is seen on every map.
            if piece.follows && piece.count > 0.0 && is_secret(piece.count) {
                self.needs[piece.place] = width;
            }
        }
    }

    /// Rows that one version lacks while another counted the same ground: nobody knows what they hold, but that it is somebody.
    pub(super) fn bridge(&mut self) {
        let bonds = |place: usize| {
            let sums = self.frame.sums_of(number(place)).iter();
            sums.filter(|(sum, _)| self.frame.is_bond(*sum))
        };
        let lacking: Vec<usize> = (0..self.values.len())
            .filter(|place| self.counts[*place].is_nan() && bonds(*place).next().is_some())
            .collect();
        let rest = |place: usize| {
            bonds(place).find_map(|(sum, sign)| {
                let members = self.frame.members(*sum).iter();
                let others = members.filter(|(member, _)| *member as usize != place);
                let others = others.map(|(member, other)| f64::from(*other) * self.counts[*member as usize]);
                let sum = -f64::from(*sign) * others.sum::<f64>();
                (!sum.is_nan()).then_some(sum.max(0.0))
            })
        };
        let counts: Vec<f64> = lacking.iter().map(|place| rest(*place).unwrap_or(0.0)).collect();
        for (place, count) in lacking.into_iter().zip(counts) {
            self.counts[place] = count;
            self.states[place] = State::Unknown;
        }
    }

    /// Counts that everybody knows from elsewhere, and those that follow from them, need no protection and give none.
    pub(super) fn know(&mut self, places: &BTreeSet<usize>) {
        let mut open: Vec<usize> = places.iter().copied().collect();
        let mut known = vec![false; self.counts.len()];
        while let Some(place) = open.pop() {
            if self.counts[place].is_nan() || std::mem::replace(&mut known[place], true) {
                continue;
            }
            self.states[place] = State::Fixed;
            self.needs[place] = 0.0;
            for (sum, _) in self.frame.sums_of(number(place)) {
                let members = self.frame.members(*sum).iter().map(|(place, _)| *place as usize);
                let mut left = members.filter(|place| !known[*place] && !self.counts[*place].is_nan());
                if let (Some(last), None) = (left.next(), left.next()) {
                    open.push(last);
                }
            }
        }
    }

    pub(super) fn finish(self) -> protect::Quantity {
        protect::Quantity {
            frame: self.frame,
            counts: self.counts,
            states: self.states,
            needs: self.needs,
            usual: self.usual,
            used_with: Vec::new(),
        }
    }
}
