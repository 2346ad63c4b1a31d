//! The simplex method for sums that are zero, started from a point that keeps all of them.
//!
//! # References
//! Dantzig, G. B. (1963), *Linear Programming and Extensions*, chapter 18 on bounded variables, DOI 10.1515/9781400884179;
//! Bland, R. G. (1977), *New finite pivoting rules for the simplex method*, DOI 10.1287/moor.2.2.103.

/// Differences below this come from floating-point arithmetic.
pub(crate) const NOISE: f64 = 1e-6;
/// Coefficients below this are zero.
const ZERO: f64 = 1e-9;
/// Steps without progress after which the order of variables decides.
const PATIENCE: usize = 30;

/// Variables with bounds around zero and rows that sum up to zero.
#[derive(Debug, Clone, Default)]
pub(crate) struct Program {
    pub lo: Vec<f64>,
    pub hi: Vec<f64>,
    pub rows: Vec<Vec<(usize, f64)>>,
}

/// A program with values that keep all rows and bounds, zero at first.
#[derive(Debug)]
pub(crate) struct Simplex {
    program: Program,
    /// For every row the basic variable, whose coefficient is one.
    basic: Vec<usize>,
    is_basic: Vec<bool>,
    cells: Vec<Vec<f64>>,
    /// What a step of each variable gains.
    gains: Vec<f64>,
    values: Vec<f64>,
    /// How far the variable came at points of whole values.
    whole_reach: f64,
    /// The values there.
    whole_values: Vec<f64>,
}

impl Simplex {
    pub(crate) fn new(program: Program) -> Self {
        let count = program.lo.len();
        let mut simplex = Self {
            basic: Vec::with_capacity(program.rows.len()),
            is_basic: vec![false; count],
            cells: Vec::with_capacity(program.rows.len()),
            gains: vec![0.0; count],
            values: vec![0.0; count],
            whole_reach: 0.0,
            whole_values: Vec::new(),
            program,
        };
        for row in 0..simplex.program.rows.len() {
            let mut cells = vec![0.0; count];
            for (var, factor) in &simplex.program.rows[row] {
                cells[*var] += factor;
            }
            simplex.add(cells);
        }
        simplex
    }

    /// Values with the largest sum of gain × value that was found. Every step keeps all rows and bounds, so that they are
    /// possible even where steps run out.
    pub(crate) fn maximise(&mut self, gains: &[f64]) -> &[f64] {
        self.gains = gains.to_vec();
        for row in 0..self.cells.len() {
            let gain = self.gains[self.basic[row]];
            if gain.abs() > ZERO {
                let cells = std::mem::take(&mut self.cells[row]);
                subtract(&mut self.gains, &cells, gain);
                self.gains[self.basic[row]] = 0.0;
                self.cells[row] = cells;
            }
        }
        self.run(None);
        &self.values
    }

    /// The farthest value of a variable upwards (`sign` 1) or downwards (-1), beyond `enough` no matter how far.
    pub(crate) fn farthest(&mut self, var: usize, sign: f64, enough: f64) -> f64 {
        let mut gains = vec![0.0; self.values.len()];
        gains[var] = sign;
        if let Some(row) = self.basic.iter().position(|basic| *basic == var) {
            gains
                .iter_mut()
                .zip(&self.cells[row])
                .for_each(|(gain, cell)| *gain = -sign * cell);
            gains[var] = 0.0;
        }
        self.gains = gains;
        self.whole_reach = 0.0;
        self.whole_values.clear();
        self.note_whole(var, sign);
        if self.run(Some((var, sign, enough))) {
            f64::INFINITY
        } else {
            sign * self.values[var]
        }
    }

    /// How far the variable of the last search came while all values were whole.
    pub(crate) fn whole_reach(&self) -> f64 {
        self.whole_reach
    }

    fn note_whole(&mut self, var: usize, sign: f64) {
        if sign * self.values[var] > self.whole_reach + NOISE && self.is_whole() {
            self.whole_reach = sign * self.values[var];
            self.whole_values.clone_from(&self.values);
        }
    }

    /// The values at that point; nothing where it did not move.
    pub(crate) fn whole_values(&self) -> &[f64] {
        &self.whole_values
    }

    /// The present values.
    pub(crate) fn values(&self) -> &[f64] {
        &self.values
    }

    /// Goes back to where nothing has moved.
    pub(crate) fn restart(&mut self) {
        self.values.fill(0.0);
    }

    /// Whether all values are whole.
    pub(crate) fn is_whole(&self) -> bool {
        self.values.iter().all(|value| (value - value.round()).abs() < NOISE)
    }

    /// Whether all rows still sum up to zero: arithmetic of many steps may drift.
    pub(crate) fn is_sound(&self) -> bool {
        let sum = |row: &Vec<(usize, f64)>| row.iter().map(|(var, factor)| factor * self.values[*var]).sum::<f64>();
        self.program.rows.iter().all(|row| sum(row).abs() < NOISE)
    }

    /// Steps until nothing gains or the variable is far enough; says whether it can go on without end.
    fn run(&mut self, enough: Option<(usize, f64, f64)>) -> bool {
        let most = 4 * (self.values.len() + self.cells.len()) + 200;
        let mut stuck = 0;
        for _ in 0..most {
            if enough.is_some_and(|(var, sign, far)| sign * self.values[var] >= far - NOISE) {
                break;
            }
            let Some((column, up)) = self.entering(stuck > PATIENCE) else {
                break;
            };
            let Some(moved) = self.advance(column, up, stuck > PATIENCE) else {
                if let Some((var, sign, far)) = enough {
                    self.go_far(column, up, var, far - sign * self.values[var]);
                }
                return true;
            };
            stuck = if moved { 0 } else { stuck + 1 };
            if let Some((var, sign, _)) = enough.filter(|_| moved) {
                self.note_whole(var, sign);
            }
        }
        false
    }

    /// Moves a variable that nothing stops until another one has moved by a distance.
    fn go_far(&mut self, column: usize, up: bool, var: usize, distance: f64) {
        let sign = if up { 1.0 } else { -1.0 };
        let row = self.basic.iter().position(|basic| *basic == var);
        let rate = row.map_or(1.0, |row| self.cells[row][column].abs());
        let step = if rate > ZERO {
            (distance / rate).max(0.0).ceil()
        } else {
            0.0
        };
        self.values[column] += sign * step;
        for (row, cells) in self.cells.iter().enumerate() {
            self.values[self.basic[row]] -= sign * step * cells[column];
        }
    }

    /// Adds a row with the variable that can move farthest as its basic one; rows that say nothing new are left out.
    fn add(&mut self, mut cells: Vec<f64>) {
        for (row, basic) in self.cells.iter().zip(&self.basic) {
            let factor = cells[*basic];
            if factor.abs() > ZERO {
                subtract(&mut cells, row, factor);
            }
        }
        let room = |var: usize| (self.program.hi[var].min(-self.program.lo[var])).max(0.0);
        let candidates = cells.iter().enumerate().filter(|(_, c)| c.abs() > 1e-7);
        let Some((column, _)) = candidates.max_by(|a, b| room(a.0).total_cmp(&room(b.0)).then(b.0.cmp(&a.0))) else {
            return;
        };
        self.basic.push(column);
        self.is_basic[column] = true;
        self.cells.push(cells);
        self.pivot(self.cells.len() - 1, column);
    }

    /// Makes a variable the basic one of a row.
    fn pivot(&mut self, row: usize, column: usize) {
        let mut own = std::mem::take(&mut self.cells[row]);
        let factor = own[column];
        // Most cells are zero and change nothing.
        let mut filled = Vec::new();
        for (at, cell) in own.iter_mut().enumerate() {
            *cell /= factor;
            if *cell > ZERO || *cell < -ZERO {
                filled.push((at, *cell));
            }
        }
        for cells in self.cells.iter_mut().chain([&mut self.gains]) {
            // The row itself is out.
            if let Some(factor) = cells.get(column).copied() {
                if factor.abs() > ZERO {
                    subtract_filled(cells, &filled, factor);
                }
                cells[column] = 0.0;
            }
        }
        self.cells[row] = own;
    }

    /// A variable whose step gains, and its direction.
    fn entering(&self, in_order: bool) -> Option<(usize, bool)> {
        let mut best: Option<(usize, bool, f64)> = None;
        for (var, gain) in self.gains.iter().enumerate() {
            let up = *gain > 0.0;
            let end = if up { self.program.hi[var] } else { self.program.lo[var] };
            let is_at_end = if up {
                self.values[var] >= end - ZERO
            } else {
                self.values[var] <= end + ZERO
            };
            if self.is_basic[var] || gain.abs() <= NOISE || is_at_end {
                continue;
            }
            if in_order {
                return Some((var, up));
            }
            if best.is_none_or(|(.., known)| gain.abs() > known) {
                best = Some((var, up, gain.abs()));
            }
        }
        best.map(|(var, up, _)| (var, up))
    }

    /// Moves a variable until something stops it; says whether anything moved, `None` when nothing does.
    fn advance(&mut self, column: usize, up: bool, in_order: bool) -> Option<bool> {
        let sign = if up { 1.0 } else { -1.0 };
        let end = if up {
            self.program.hi[column]
        } else {
            self.program.lo[column]
        };
        let mut step = (end - self.values[column]).abs();
        let mut blocker: Option<usize> = None;
        for (row, cells) in self.cells.iter().enumerate() {
            let slope = cells[column] * sign;
            if slope.abs() <= ZERO {
                continue;
            }
            let var = self.basic[row];
            let end = if slope > 0.0 {
                self.program.lo[var]
            } else {
                self.program.hi[var]
            };
            let limit = ((end - self.values[var]) / -slope).max(0.0);
            let is_better = match blocker {
                _ if limit < step - ZERO => true,
                Some(known) if limit <= step => {
                    if in_order {
                        var < self.basic[known]
                    } else {
                        cells[column].abs() > self.cells[known][column].abs()
                    }
                }
                _ => false,
            };
            if is_better {
                step = limit;
                blocker = Some(row);
            }
        }
        if !step.is_finite() {
            return None;
        }
        self.values[column] += sign * step;
        for (row, cells) in self.cells.iter().enumerate() {
            self.values[self.basic[row]] -= sign * step * cells[column];
        }
        if let Some(row) = blocker {
            self.is_basic[self.basic[row]] = false;
            self.is_basic[column] = true;
            self.basic[row] = column;
            self.pivot(row, column);
        }
        Some(step > ZERO)
    }
}

fn subtract(from: &mut [f64], row: &[f64], factor: f64) {
    for (cell, other) in from.iter_mut().zip(row) {
        *cell -= factor * other;
    }
}

fn subtract_filled(from: &mut [f64], row: &[(usize, f64)], factor: f64) {
    for &(at, other) in row {
        from[at] -= factor * other;
    }
}
