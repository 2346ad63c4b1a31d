//! Least and largest value of a sum of unknowns: linear programs, then search over whole numbers.
//!
//! The solver works in floating point; it is asked about small connected parts only, with unknowns counted from their lower
//! bounds. An answer that it cannot give leaves the bounds of propagation, which are always true.

use std::collections::{BTreeSet, HashMap, HashSet};

use microlp::{ComparisonOp, Error, OptimizationDirection, Problem, SolutionStatus, SolveOptions, Variable};

use super::system::{SLACK, System, Var};

/// Nodes that a search over whole numbers may look at.
const NODES: u64 = 400;
/// In parts with more unknowns linear programs decide alone: a search over whole numbers would take too much memory.
const LARGE: usize = 150;
/// Programs with more unknowns are not tried: the solver's memory grows with the square.
const LARGEST: usize = 800;
/// Unknowns that a small program moves.
const NEAR: usize = 60;

/// Which end of a range is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    Least,
    Largest,
}

/// A connected part of a system: unknowns that are not known, and the rows that hold them.
#[derive(Debug, Default)]
pub struct Part {
    vars: Vec<Var>,
    rows: Vec<usize>,
    /// Points that satisfy everything, whole where numbers are whole.
    witnesses: Vec<HashMap<Var, f64>>,
}

/// What a program is about.
#[derive(Debug, Clone, Copy)]
struct Question<'a> {
    terms: &'a [(Var, f64)],
    end: End,
    /// Whether whole numbers are sought.
    whole: bool,
    /// Only these unknowns move, all others stay where the first witness has them.
    moving: Option<&'a [Var]>,
}

/// What is known about a sum.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    pub lo: f64,
    pub hi: f64,
    /// Whether the truth may be narrower than `lo` and `hi` say.
    pub open: bool,
}

impl Part {
    /// Begins with a point that is known to be feasible, so that few programs are needed to show that something is safe;
    /// unknowns that the point leaves out are completed by a search.
    pub fn begin(&mut self, system: &System, point: &HashMap<Var, f64>) {
        let missing: Vec<Var> = self
            .vars
            .iter()
            .copied()
            .filter(|var| !point.contains_key(var))
            .collect();
        self.witnesses = vec![point.clone()];
        if !missing.is_empty() {
            let question = Question {
                terms: &[],
                end: End::Least,
                whole: self.vars.len() <= LARGE,
                moving: Some(&missing),
            };
            self.solve(system, question);
            self.witnesses.remove(0);
        }
        let holds = self.witnesses.first().is_some_and(|point| self.holds(system, point));
        if !holds {
            self.witnesses.clear();
        }
    }

    /// The range of a sum as far as it matters: exact when it is narrower than `width`, else at least that wide. Counts the
    /// programs that were solved.
    pub fn range(&mut self, system: &System, terms: &[(Var, f64)], width: f64, solved: &mut usize) -> Range {
        let (mut lo, mut hi) = system.range(terms);
        if hi - lo < width - SLACK || self.moves_nearby(system, terms, width, solved) {
            return Range { lo, hi, open: false };
        }
        let searches: &[bool] = if self.vars.len() > LARGE {
            &[false]
        } else {
            &[false, true]
        };
        for &whole in searches {
            for end in [End::Largest, End::Least] {
                if self.spread(system, terms) >= width - SLACK {
                    return Range { lo, hi, open: false };
                }
                *solved += 1;
                let question = Question {
                    terms,
                    end,
                    whole,
                    moving: None,
                };
                match (self.solve(system, question), end) {
                    // What can grow for ever is wide enough.
                    (Some(bound), _) if bound.is_infinite() => return Range { lo, hi, open: false },
                    (Some(bound), End::Largest) => hi = hi.min((bound + SLACK).floor()),
                    (Some(bound), End::Least) => lo = lo.max((bound - SLACK).ceil()),
                    (None, _) => {}
                }
            }
            if hi - lo < width - SLACK {
                break;
            }
        }
        let proven = hi - lo < width - SLACK || self.spread(system, terms) >= width - SLACK;
        Range { lo, hi, open: !proven }
    }

    /// Whether unknowns near the wanted ones alone can move a known feasible point far enough: a small program instead of a
    /// large one, for most secrets that are safe.
    fn moves_nearby(&mut self, system: &System, terms: &[(Var, f64)], width: f64, solved: &mut usize) -> bool {
        if self.witnesses.is_empty() || self.vars.len() <= NEAR {
            return false;
        }
        let moving = self.near(system, terms);
        for end in [End::Largest, End::Least] {
            if self.spread(system, terms) >= width - SLACK {
                return true;
            }
            *solved += 1;
            let question = Question {
                terms,
                end,
                whole: false,
                moving: Some(&moving),
            };
            self.solve(system, question);
        }
        self.spread(system, terms) >= width - SLACK
    }

    /// Unknowns that share a row with the wanted ones, with these, and so on, up to a number.
    fn near(&self, system: &System, terms: &[(Var, f64)]) -> Vec<Var> {
        let mut near: Vec<Var> = terms.iter().map(|(var, _)| *var).collect();
        let mut left: Vec<usize> = self.rows.clone();
        loop {
            let before = near.len();
            let found: HashSet<Var> = near.iter().copied().collect();
            let (reached, rest): (Vec<usize>, Vec<usize>) = left
                .into_iter()
                .partition(|row| system.rows[*row].terms.iter().any(|(var, _)| found.contains(var)));
            left = rest;
            let vars = reached
                .iter()
                .flat_map(|row| &system.rows[*row].terms)
                .map(|(var, _)| *var);
            let new: BTreeSet<Var> = vars
                .filter(|v| !found.contains(v) && !system.unknowns[*v].is_known())
                .collect();
            near.extend(new);
            if near.len() == before || near.len() > NEAR {
                return near;
            }
        }
    }

    /// How far apart the known feasible points are.
    fn spread(&self, system: &System, terms: &[(Var, f64)]) -> f64 {
        let values = self.witnesses.iter().map(|point| {
            let at = |var: &Var| point.get(var).copied().unwrap_or(system.unknowns[*var].lo);
            terms.iter().map(|(var, factor)| factor * at(var)).sum::<f64>()
        });
        let (lo, hi) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(lo, hi), v| (lo.min(v), hi.max(v)));
        if hi >= lo { hi - lo } else { 0.0 }
    }

    /// Solves one program: no feasible point lies beyond the answer. Keeps the point if it is whole where it must be.
    fn solve(&mut self, system: &System, question: Question) -> Option<f64> {
        if question.moving.unwrap_or(&self.vars).len() > LARGEST {
            return None;
        }
        let (problem, variables, constant) = self.problem(system, question);
        let mut options = SolveOptions::default();
        options.node_limit = question.whole.then_some(NODES);
        let unbounded = if question.end == End::Largest {
            f64::INFINITY
        } else {
            f64::NEG_INFINITY
        };
        let solution = match problem.solve_with(options) {
            Ok(outcome) => outcome.into_solution().ok()?,
            Err(Error::Unbounded) => return Some(unbounded),
            Err(_) => return None,
        };
        let mut point = question.moving.map_or_else(HashMap::new, |_| self.witnesses[0].clone());
        point.extend(variables.iter().map(|(var, column)| {
            let unknown = system.unknowns[*var];
            let value = unknown.lo + solution.var_value(*column);
            (
                *var,
                if unknown.whole && near_whole(value) {
                    value.round()
                } else {
                    value
                },
            )
        }));
        let is_whole = |(var, value): (&Var, &f64)| !system.unknowns[*var].whole || near_whole(*value);
        if (self.vars.len() > LARGE || point.iter().all(is_whole)) && self.holds(system, &point) {
            self.witnesses.push(point);
        }
        (solution.status() == SolutionStatus::Optimal).then(|| solution.objective() + constant)
    }

    fn problem(&self, system: &System, question: Question) -> (Problem, Vec<(Var, Variable)>, f64) {
        let mut problem = Problem::new(match question.end {
            End::Largest => OptimizationDirection::Maximize,
            End::Least => OptimizationDirection::Minimize,
        });
        let wanted: HashMap<Var, f64> = question.terms.iter().copied().collect();
        let mut constant = 0.0;
        for (var, factor) in question.terms {
            constant += factor * system.unknowns[*var].lo;
        }
        let mut columns: HashMap<Var, Variable> = HashMap::new();
        let mut variables = Vec::new();
        for var in question.moving.unwrap_or(&self.vars) {
            let unknown = system.unknowns[*var];
            let goal = wanted.get(var).copied().unwrap_or(0.0);
            let most = unknown.hi - unknown.lo;
            let column = if question.whole && unknown.whole {
                problem.add_integer_var(goal, (0, bound(most)))
            } else {
                problem.add_var(goal, (0.0, most))
            };
            columns.insert(*var, column);
            variables.push((*var, column));
        }
        let still = question.moving.and(self.witnesses.first());
        for row in self.rows.iter().map(|row| &system.rows[*row]) {
            let mut known = 0.0;
            let mut left = Vec::new();
            for (var, factor) in &row.terms {
                match (columns.get(var), still.and_then(|point| point.get(var))) {
                    (Some(column), _) => {
                        known += factor * system.unknowns[*var].lo;
                        left.push((*column, *factor));
                    }
                    (None, Some(value)) => known += factor * value,
                    (None, None) => known += factor * system.unknowns[*var].lo,
                }
            }
            constrain(&mut problem, &left, row.lo - known, row.hi - known);
        }
        (problem, variables, constant)
    }

    /// Whether a point satisfies every row and bound of the part.
    fn holds(&self, system: &System, point: &HashMap<Var, f64>) -> bool {
        let at = |var: &Var| point.get(var).copied().unwrap_or(system.unknowns[*var].lo);
        self.rows.iter().map(|row| &system.rows[*row]).all(|row| {
            let sum: f64 = row.terms.iter().map(|(var, factor)| factor * at(var)).sum();
            let size: f64 = row.terms.iter().map(|(var, factor)| (factor * at(var)).abs()).sum();
            let slack = SLACK + 1e-9 * size;
            sum >= row.lo - slack && sum <= row.hi + slack
        })
    }
}

fn constrain(problem: &mut Problem, left: &[(Variable, f64)], lo: f64, hi: f64) {
    if left.is_empty() {
        return;
    }
    if lo.is_finite() && hi.is_finite() && hi - lo <= SLACK * 1e-3 {
        problem.add_constraint(left, ComparisonOp::Eq, f64::midpoint(lo, hi));
        return;
    }
    if lo.is_finite() {
        problem.add_constraint(left, ComparisonOp::Ge, lo);
    }
    if hi.is_finite() {
        problem.add_constraint(left, ComparisonOp::Le, hi);
    }
}

fn near_whole(value: f64) -> bool {
    (value - value.round()).abs() <= 10.0 * SLACK
}

#[expect(clippy::cast_possible_truncation, reason = "larger numbers are cut off on purpose")]
fn bound(most: f64) -> i32 {
    most.min(f64::from(i32::MAX)).round() as i32
}

/// The connected parts of a system and, for every unknown, its part. Unknowns of one wanted sum are put into one part.
pub fn parts(system: &System, wanted: &[Vec<(Var, f64)>]) -> (Vec<Part>, Vec<Option<usize>>) {
    let mut roots: Vec<usize> = (0..system.unknowns.len()).collect();
    let free = |terms: &[(Var, f64)]| -> Vec<Var> {
        let vars = terms.iter().map(|(var, _)| *var);
        vars.filter(|var| !system.unknowns[*var].is_known()).collect()
    };
    let rows: Vec<Vec<Var>> = system.rows.iter().map(|row| free(&row.terms)).collect();
    for group in rows.iter().cloned().chain(wanted.iter().map(|terms| free(terms))) {
        for pair in group.windows(2) {
            let (a, b) = (root(&mut roots, pair[0]), root(&mut roots, pair[1]));
            roots[a] = b;
        }
    }
    let mut number: HashMap<usize, usize> = HashMap::new();
    let mut parts: Vec<Part> = Vec::new();
    let mut part_of = vec![None; system.unknowns.len()];
    for (var, own) in part_of.iter_mut().enumerate() {
        if system.unknowns[var].is_known() {
            continue;
        }
        let root = root(&mut roots, var);
        let part = *number.entry(root).or_insert_with(|| {
            parts.push(Part::default());
            parts.len() - 1
        });
        parts[part].vars.push(var);
        *own = Some(part);
    }
    for (index, vars) in rows.iter().enumerate() {
        if let Some(part) = vars.first().and_then(|var| part_of[*var]) {
            parts[part].rows.push(index);
        }
    }
    (parts, part_of)
}

fn root(roots: &mut [usize], mut at: usize) -> usize {
    while roots[at] != at {
        roots[at] = roots[roots[at]];
        at = roots[at];
    }
    at
}
