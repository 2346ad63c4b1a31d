//! A city in a folder, as the public has seen it.

use sozialraumatlas::figure::Dataset;
use sozialraumatlas::input::files::Folder;
use sozialraumatlas::input::load;

use super::answers::{Effort, Seen, collect};
use super::attack::{Outcome, attack};
use super::declared::Declared;
use super::knowledge::{Cell, Fact, Place};
use super::truth::{Target, Truth};
use crate::support::{Service, TempFolder};

pub struct City {
    pub service: Service,
    pub declared: Declared,
    pub seen: Seen,
    /// What is true, which the attack never looks at.
    pub data: Dataset,
}

impl City {
    pub fn new(folder: &TempFolder) -> Self {
        let service = Service::folder(folder.path());
        let files = Folder::new(folder.path());
        let declared = Declared::read(&files);
        let seen = collect(&service, &declared, Effort::Some);
        Self {
            service,
            seen,
            declared,
            data: load(&files).unwrap().dataset,
        }
    }

    /// A figure in an area of a level and in a period.
    pub fn cell(&self, figure: &str, level: &str, area: usize, period: &str) -> Cell {
        let figures = &self.declared.figures;
        let periods = &self.seen.knowledge.periods;
        Cell {
            figure: figures.iter().position(|f| f.id == figure).unwrap(),
            place: Place::Area {
                level: self.declared.level(level),
                area,
            },
            period: periods.iter().position(|p| p.as_str() == period).unwrap(),
        }
    }

    /// Attacks the secrets that are meant by somebody who knows more than the answers.
    pub fn attack(&self, is_meant: impl Fn(&Target) -> bool, more: Vec<Fact>) -> Outcome {
        let mut knowledge = self.seen.knowledge.clone();
        let truth = Truth::of(&self.data, &knowledge);
        let mut targets = truth.targets(&self.declared, &knowledge);
        targets.retain(is_meant);
        knowledge.facts.extend(more);
        let outcome = attack(&knowledge, &self.declared, &targets, &truth);
        assert!(outcome.wrong.is_empty(), "{:#?}", outcome.wrong);
        outcome
    }
}
