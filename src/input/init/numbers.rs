//! Which figures of a table can be read, and with which decimal sign.

use super::layout::{LayoutGuess, Shape};
use super::words;
use crate::input::table::{Decimal, Decision, NumberFormat, Signs, parse_cell};
use crate::model::{FigureKind, RawTable, Written};

/// Most figures taken from one table.
const MOST_FIGURES: usize = 150;

/// A figure with its cells.
pub(super) struct Candidate<'a> {
    pub name: String,
    pub placed: Vec<&'a str>,
    pub all: Vec<&'a str>,
}

/// Whether all cells are numbers or signs, and at least one is a number.
pub(super) fn numbers(cells: &[&str], decimal: Decimal, signs: &Signs) -> bool {
    let mut any = false;
    for cell in cells {
        match parse_cell(cell, decimal, signs) {
            Ok(cell) => any |= cell.value.is_ok(),
            Err(_) => return false,
        }
    }
    any
}

impl Shape {
    /// Declares the decimal sign where a text such as `1.234` among stored numbers leaves it open.
    pub(super) fn declare_unclear(&mut self, table: &RawTable) {
        let unclear = self.figures.iter().find_map(|name| {
            let column = table.column(name)?;
            match table.written.get(column) {
                Some(Written::Unclear { example }) => Some(example),
                _ => None,
            }
        });
        if let (Some(example), None) = (unclear, self.decimal) {
            self.decimal = Some((Decimal::Comma, true));
            self.doubts.push(format!(
                "Dezimalzeichen: „{example}“ steht als Text zwischen Zahlen; gelesen mit Tausenderpunkt"
            ));
        }
    }
}

/// Decides the decimal sign and keeps the figures that can be read with it.
pub(super) fn settle(
    layout: LayoutGuess,
    candidates: &[Candidate],
    point: bool,
    signs: &Signs,
) -> Result<Shape, String> {
    let fits = |c: &Candidate, decimal| numbers(&c.placed, decimal, signs);
    let count = |decimal| candidates.iter().filter(|c| fits(c, decimal)).count();
    let decided = NumberFormat::decide(candidates.iter().flat_map(|c| c.placed.iter().copied()));
    let decided_here = matches!(decided, Decision::Decided(_));
    let (decimal, doubt) = match decided {
        Decision::Decided(decimal) if count(decimal) > 0 => (decimal, false),
        Decision::Ambiguous { .. } => (if point { Decimal::Point } else { Decimal::Comma }, true),
        _ if count(Decimal::Point) > count(Decimal::Comma) => (Decimal::Point, false),
        _ => (Decimal::Comma, false),
    };
    let mut left_out = Vec::new();
    let mut kept = Vec::new();
    let own = |c: &Candidate| NumberFormat::decide(c.placed.iter().copied());
    // A count written "1.234" beside columns with decimal points is no fraction, and nobody can tell what it is.
    let thousands = |c: &Candidate| {
        decimal == Decimal::Point
            && !point
            && matches!(own(c), Decision::Ambiguous { example } if example.contains('.'))
            && words::kind_of(&c.name).0 == FigureKind::Count
    };
    for candidate in candidates {
        if fits(candidate, decimal) && kept.len() < MOST_FIGURES && !(decided_here && thousands(candidate)) {
            kept.push(candidate);
        } else {
            left_out.push(candidate.name.clone());
        }
    }
    if kept.is_empty() {
        return Err("keine Spalte mit Zahlen zu den Gebieten gefunden".to_owned());
    }
    let mut doubts = Vec::new();
    if doubt {
        doubts.push("Dezimalzeichen nicht eindeutig: Ist der Punkt in den Zahlen ein Tausenderpunkt?".to_owned());
    }
    // What the join will see, the rows of no area included, must lead to the same sign; else it is declared.
    let seen = NumberFormat::decide(kept.iter().flat_map(|c| c.all.iter().copied()));
    let clear = seen == Decision::Decided(decimal) || seen == Decision::NoEvidence;
    Ok(Shape {
        layout,
        figures: kept.iter().map(|c| c.name.clone()).collect(),
        decimal: (!clear).then_some((decimal, doubt)),
        latest: None,
        doubts,
        left_out,
    })
}
