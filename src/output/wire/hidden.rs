//! What the disclosure gate hides from the public, as JSON for the people who keep the data.

use serde::Serialize;

use crate::model::{DisclosureRules, HiddenReport, HiddenRow};

/// Rules and hidden cells; no count that is hidden.
#[derive(Debug, Serialize)]
pub(super) struct HiddenWire<'a> {
    rules: Vec<RuleWire<'a>>,
    unprotected: usize,
    cells: Vec<CellsWire<'a>>,
}

#[derive(Debug, Serialize)]
struct RuleWire<'a> {
    source: &'a str,
    threshold: f64,
    zero_is_public: bool,
    complement: bool,
    floor: Option<f64>,
    rounding: Option<f64>,
}

#[derive(Debug, Serialize)]
struct CellsWire<'a> {
    indicator: &'a str,
    /// Nothing for the whole city.
    level: Option<&'a str>,
    numbers: usize,
    hidden: usize,
    secret: usize,
    protecting: usize,
    last: LastWire<'a>,
}

/// The last period with hidden cells.
#[derive(Debug, Serialize)]
struct LastWire<'a> {
    period: &'a str,
    secret: &'a [String],
    protecting: &'a [String],
}

pub(super) fn hidden(report: &HiddenReport) -> HiddenWire<'_> {
    HiddenWire {
        rules: report.rules.iter().map(|(source, rules)| rule(source, rules)).collect(),
        unprotected: report.unprotected,
        cells: report.rows.iter().map(cells).collect(),
    }
}

fn rule<'a>(source: &'a str, rules: &DisclosureRules) -> RuleWire<'a> {
    RuleWire {
        source,
        threshold: rules.threshold,
        zero_is_public: rules.zero_is_public,
        complement: rules.complement,
        floor: rules.floor.as_ref().map(|floor| floor.min),
        rounding: rules.rounding,
    }
}

fn cells(row: &HiddenRow) -> CellsWire<'_> {
    CellsWire {
        indicator: &row.indicator,
        level: row.level.as_deref(),
        numbers: row.numbers,
        hidden: row.primary + row.secondary,
        secret: row.primary,
        protecting: row.secondary,
        last: LastWire {
            period: &row.period,
            secret: &row.secret,
            protecting: &row.protecting,
        },
    }
}
