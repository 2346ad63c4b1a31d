//! What happened to every file of an import, for the people who sent and read them.

use std::collections::BTreeMap;

use super::{DisclosureRules, Finding, Phrase, RawRow, RepairViews};

/// What was done to the shapes of a level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct GeometryReport {
    /// Shapes that were not valid and were repaired, or could not be.
    pub repaired: usize,
    /// Vertices that a neighbour got so that both share them.
    pub nodes: usize,
    /// Gaps between neighbours narrower than the tolerance, which were closed.
    pub gaps_closed: usize,
    /// Gaps that stay, lakes among them.
    pub gaps: usize,
    /// Overlaps narrower than the tolerance, which were taken away.
    pub overlaps_closed: usize,
    /// Overlaps that stay.
    pub overlaps: usize,
}

/// What was read from a boundary file or put together from a finer level.
#[derive(Debug, Clone, PartialEq)]
pub struct LevelReport {
    /// The level's identifier.
    pub level: String,
    /// File relative to the city folder.
    pub file: String,
    /// Reference system of the file, such as `EPSG:25833`; empty for assignment tables.
    pub crs: String,
    /// Encoding of the attributes.
    pub encoding: String,
    /// Rows in the file.
    pub rows: usize,
    /// Areas that came out.
    pub areas: usize,
    /// Areas that have no parent although the level declares one.
    pub without_parent: usize,
    /// Sum of the areas in square kilometres.
    pub area_km2: f64,
    /// What was done to the shapes.
    pub geometry: GeometryReport,
    /// Pictures of the worst repairs; for internal use only.
    pub repairs: RepairViews,
}

/// How the rows of a table met the areas of one level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LevelJoin {
    /// The level's identifier.
    pub level: String,
    /// Areas of the level.
    pub areas: usize,
    /// Areas that at least one row joined.
    pub matched: usize,
    /// Code and name of the areas without a row.
    pub areas_without_row: Vec<(String, String)>,
}

/// A row that joined no area.
#[derive(Debug, Clone, PartialEq)]
pub struct UnmatchedRow {
    /// Line or record in the file.
    pub row: usize,
    /// How many rows carry this key.
    pub rows: usize,
    /// The key as written.
    pub key: String,
    /// The most similar key of the level and its similarity; a suggestion, not a join.
    pub suggestion: Option<(String, f64)>,
    /// What the two differ in and what to declare, where that is recognised.
    pub because: Option<Phrase>,
}

/// A row that gives a cell for the second time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DuplicateRow {
    /// Line or record in the file.
    pub row: usize,
    /// The key as written.
    pub key: String,
    /// The figure's column.
    pub column: String,
    /// The period.
    pub period: String,
    /// Both rows say the same.
    pub same: bool,
}

/// Sum of one figure over the areas of one level.
#[derive(Debug, Clone, PartialEq)]
pub struct LevelSum {
    /// The level's identifier.
    pub level: String,
    /// Sum of the numbers that are there.
    pub sum: f64,
    /// Areas without a number.
    pub missing: usize,
    /// All areas of the level.
    pub areas: usize,
}

/// Sums of one figure and period over all levels of the table, beside the declared total.
#[derive(Debug, Clone, PartialEq)]
pub struct SumCheck {
    /// The figure's identifier.
    pub figure: String,
    /// The figure's column.
    pub column: String,
    /// The period.
    pub period: String,
    /// One sum per level.
    pub levels: Vec<LevelSum>,
    /// The total that the office wrote, if any.
    pub total: Option<f64>,
    /// Whether complete sums and the total say the same; `None` where fewer than two of them can be compared.
    pub agrees: Option<bool>,
    /// Why the total differs from the sum over the finest level of the table; `None` where it does not.
    pub difference: Option<Difference>,
}

/// A difference between a declared total and the sum of its parts, with what may explain it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    /// Total less sum.
    pub amount: f64,
    /// Parts that are secret.
    pub suppressed: usize,
    /// Other parts without a number.
    pub missing: usize,
    /// The base to which all numbers seem to be rounded.
    pub rounded_to: Option<f64>,
    /// Rows that joined no area.
    pub unassigned_rows: usize,
    /// What those rows add up to.
    pub unassigned: f64,
    /// Whether all of this together can make up the difference.
    pub explained: bool,
}

/// Own rows of areas beside the sums of the rows of their parts, for one figure over all periods.
#[derive(Debug, Clone, PartialEq)]
pub struct PartSums {
    /// The figure's identifier.
    pub figure: String,
    /// The figure's column.
    pub column: String,
    /// The level of the own rows.
    pub level: String,
    /// The level of the parts.
    pub parts: String,
    /// Own rows with parts.
    pub compared: usize,
    /// How many of them differ from the sum.
    pub differing: usize,
    /// How many of these nothing explains.
    pub unexplained: usize,
    /// The differences, those that nothing explains first; the largest only, where there are many.
    pub differences: Vec<PartDifference>,
}

/// An own row that differs from the sum of its parts.
#[derive(Debug, Clone, PartialEq)]
pub struct PartDifference {
    /// The period.
    pub period: String,
    /// The area's key.
    pub code: String,
    /// The area's name.
    pub name: String,
    /// What its own row says.
    pub own: f64,
    /// How far the sum is from it, and why.
    pub difference: Difference,
}

/// What happened to one table.
#[derive(Debug, Clone, PartialEq)]
pub struct TableReport {
    /// The table's identifier.
    pub table: String,
    /// File relative to the city folder.
    pub file: String,
    /// Encoding in which it was read.
    pub encoding: String,
    /// The decimal sign and where it is known from.
    pub decimal: Phrase,
    /// The first rows of the file as read.
    pub first_rows: Vec<RawRow>,
    /// Rows read.
    pub rows: usize,
    /// Rows that hold nothing but a heading.
    pub heading_rows: usize,
    /// Rows that describe the whole city.
    pub city_rows: usize,
    /// Rows that no rule of the table takes.
    pub rows_outside_rules: usize,
    /// How rows met areas, level by level.
    pub levels: Vec<LevelJoin>,
    /// Keys that joined nothing.
    pub unmatched: Vec<UnmatchedRow>,
    /// Cells given twice.
    pub duplicates: Vec<DuplicateRow>,
    /// Sums that can be compared.
    pub sums: Vec<SumCheck>,
}

/// What happened to every file of a city.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportReport {
    /// The city's identifier.
    pub city: String,
    /// The city's name.
    pub name: String,
    /// Hash over `city.toml` and all files.
    pub data_version: String,
    /// Boundaries.
    pub levels: Vec<LevelReport>,
    /// Tables.
    pub tables: Vec<TableReport>,
    /// Own rows of areas beside the sums of their parts.
    pub parts: Vec<PartSums>,
    /// Who publishes each declared file.
    pub publishers: BTreeMap<String, String>,
    /// What is hidden from the public; `None` where nobody asked. For the people who keep the data alone.
    pub hidden: Option<HiddenReport>,
    /// Everything noticed, in the order of the files.
    pub findings: Vec<Finding>,
}

/// What the disclosure gate hides from the public and by which rules, without any count that is hidden.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct HiddenReport {
    /// Sources that keep something secret.
    pub rules: Vec<(String, DisclosureRules)>,
    /// Cells by indicator and level, only where some are hidden.
    pub rows: Vec<HiddenRow>,
    /// Secret counts that nothing can protect, since what tells them may not be hidden.
    pub unprotected: usize,
}

/// Hidden cells of an indicator on a level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HiddenRow {
    /// The indicator's identifier.
    pub indicator: String,
    /// The indicator's name.
    pub name: String,
    /// The level's identifier; `None` for the whole city.
    pub level: Option<String>,
    /// Cells with a number before the gate, all periods together.
    pub numbers: usize,
    /// Hidden because a count behind them is secret.
    pub primary: usize,
    /// Hidden because they would tell a secret count.
    pub secondary: usize,
    /// The last period with hidden cells.
    pub period: String,
    /// Codes of its areas whose own counts are secret.
    pub secret: Vec<String>,
    /// Codes of its areas that protect others only.
    pub protecting: Vec<String>,
}
