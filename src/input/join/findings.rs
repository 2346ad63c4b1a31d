//! The report's bad news as findings.

use std::collections::BTreeMap;

use crate::model::{DuplicateRow, Finding, LevelJoin, SumCheck, TableReport, UnmatchedRow};

/// Areas that a finding names before it only counts.
const NAMED: usize = 10;

/// Everything in a report that a person should look at.
pub(super) fn findings(report: &TableReport) -> Vec<Finding> {
    let file = &report.file;
    let mut findings: Vec<Finding> = report.unmatched.iter().map(|row| unmatched_row(file, row)).collect();
    let incomplete = report.levels.iter().filter(|level| !level.areas_without_row.is_empty());
    findings.extend(incomplete.map(|level| areas_without_row(file, level)));
    findings.extend(report.duplicates.iter().map(|row| duplicate_row(file, row)));
    findings.extend(disagreements(report));
    if report.heading_rows > 0 {
        let message = format!(
            "{} rows hold a heading and no values; they were left out. `group_column` in city.toml makes a column of them.",
            report.heading_rows
        );
        findings.push(Finding::note("table/heading-rows", file, message));
    }
    if report.rows_outside_rules > 0 {
        let message = format!(
            "{} rows are taken by no rule of the table and were left out.",
            report.rows_outside_rules
        );
        findings.push(Finding::note("join/row-outside-rules", file, message));
    }
    findings
}

fn unmatched_row(file: &str, row: &UnmatchedRow) -> Finding {
    let hint = row.suggestion.as_ref().map_or_else(String::new, |(text, similarity)| {
        format!(" The nearest known key is \"{text}\" (similarity {similarity:.2}); if it is meant, declare it under `mapping` in city.toml.")
    });
    let hint = match &row.because {
        Some(because) => format!("{hint} They differ in this: {because}."),
        None => hint,
    };
    let message = format!("no area has the key \"{}\" ({} rows).{hint}", row.key, row.rows);
    Finding::warning("join/unmatched-row", file, message).at_row(row.row)
}

fn areas_without_row(file: &str, level: &LevelJoin) -> Finding {
    let missing = &level.areas_without_row;
    let mut names: Vec<String> = missing
        .iter()
        .take(NAMED)
        .map(|(code, name)| format!("{code} {name}"))
        .collect();
    if missing.len() > NAMED {
        names.push(format!("and {} more", missing.len() - NAMED));
    }
    let message = format!(
        "{} of {} areas of level \"{}\" have no row: {}.",
        missing.len(),
        level.areas,
        level.level,
        names.join(", ")
    );
    Finding::warning("join/area-without-row", file, message)
}

fn duplicate_row(file: &str, row: &DuplicateRow) -> Finding {
    let what = if row.same {
        "the same value again"
    } else {
        "another value; the cell is left empty, since neither can be trusted"
    };
    let message = format!(
        "\"{}\" {} of area {} is given twice: {what}.",
        row.column, row.period, row.key
    );
    Finding::warning("join/duplicate-row", file, message).at_row(row.row)
}

/// Cells given twice beyond those listed.
pub(super) fn unlisted(file: &str, count: usize) -> Option<Finding> {
    let message = format!(
        "{count} more cells are given twice. Perhaps a column divides the rows further, such as age or sex: declare `where` for the rows that are meant."
    );
    (count > 0).then(|| Finding::warning("join/duplicate-more", file, message))
}

/// Periods of one figure that a finding spells out.
const SPELLED_OUT: usize = 3;

/// One finding per figure whose sums and totals disagree, with the latest periods spelled out.
fn disagreements(report: &TableReport) -> Vec<Finding> {
    let mut by_figure: BTreeMap<&str, Vec<&SumCheck>> = BTreeMap::new();
    for check in report.sums.iter().filter(|check| check.agrees == Some(false)) {
        by_figure.entry(&check.figure).or_default().push(check);
    }
    by_figure
        .into_values()
        .map(|checks| disagreement(report, &checks))
        .collect()
}

fn disagreement(report: &TableReport, checks: &[&SumCheck]) -> Finding {
    let spelled: Vec<String> = checks
        .iter()
        .rev()
        .take(SPELLED_OUT)
        .map(|check| spell(check))
        .collect();
    let periods: Vec<&str> = checks.iter().map(|check| check.period.as_str()).collect();
    let column = checks.first().map_or("", |check| check.column.as_str());
    let message = format!(
        "\"{column}\": sums and total rows disagree in {} periods ({}). {}. Suppressed, rounded or unassigned parts may explain it; if not, ask the office.",
        periods.len(),
        periods.join(", "),
        spelled.join("; ")
    );
    Finding::warning("join/total-disagrees", &report.file, message)
}

/// `2024: sum of level "ortsteil" 632560, total row 632562`
fn spell(check: &SumCheck) -> String {
    let mut parts: Vec<String> = check
        .levels
        .iter()
        .map(|l| match l.missing {
            0 => format!("sum of level \"{}\" {}", l.level, l.sum),
            missing => format!(
                "sum of level \"{}\" {} ({missing} areas without a value)",
                l.level, l.sum
            ),
        })
        .collect();
    parts.extend(check.total.map(|total| format!("total row {total}")));
    format!("{}: {}", check.period, parts.join(", "))
}
