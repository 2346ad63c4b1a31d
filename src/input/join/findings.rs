//! The report's bad news as findings.

use std::collections::BTreeMap;

use crate::model::{Argument, DuplicateRow, Finding, LevelJoin, Phrase, SumCheck, TableReport, UnmatchedRow};

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
        findings.push(Finding::note("table/heading-rows", file).with("rows", report.heading_rows));
    }
    if report.rows_outside_rules > 0 {
        findings.push(Finding::note("join/row-outside-rules", file).with("rows", report.rows_outside_rules));
    }
    findings
}

fn unmatched_row(file: &str, row: &UnmatchedRow) -> Finding {
    let nearest = row.suggestion.as_ref().map(|(text, similarity)| {
        Phrase::new("phrase.nearest_key")
            .with("key", text.as_str())
            .with("similarity", Argument::Decimal(*similarity, 2))
    });
    let because = row.because.clone();
    let because = because.map(|because| Phrase::new("phrase.differ").with("because", because));
    Finding::warning("join/unmatched-row", file)
        .with("key", row.key.as_str())
        .with("rows", row.rows)
        .with("nearest", Argument::optional(nearest))
        .with("because", Argument::optional(because))
        .at_row(row.row)
}

fn areas_without_row(file: &str, level: &LevelJoin) -> Finding {
    let missing = &level.areas_without_row;
    let named = missing.iter().take(NAMED).map(|(code, name)| format!("{code} {name}"));
    let named = Argument::list(named);
    let listed = match missing.len().checked_sub(NAMED) {
        Some(more @ 1..) => Phrase::new("phrase.list_and_more")
            .with("list", named)
            .with("count", more)
            .into(),
        _ => named,
    };
    Finding::warning("join/area-without-row", file)
        .with("count", missing.len())
        .with("areas", level.areas)
        .with("level", level.level.as_str())
        .with("names", listed)
}

fn duplicate_row(file: &str, row: &DuplicateRow) -> Finding {
    let finding = if row.same {
        Finding::warning("join/duplicate-row", file)
            .variant("same")
            .with("column", row.column.as_str())
            .with("period", row.period.as_str())
            .with("key", row.key.as_str())
    } else {
        Finding::warning("join/duplicate-row", file)
            .variant("other")
            .with("column", row.column.as_str())
            .with("period", row.period.as_str())
            .with("key", row.key.as_str())
    };
    finding.at_row(row.row)
}

/// Cells given twice beyond those listed.
pub(super) fn unlisted(file: &str, count: usize) -> Option<Finding> {
    (count > 0).then(|| Finding::warning("join/duplicate-more", file).with("count", count))
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
    let spelled = checks.iter().rev().take(SPELLED_OUT).map(|check| spell(check));
    let periods = Argument::list(checks.iter().take(NAMED).map(|check| check.period.as_str()));
    let periods = match checks.len().checked_sub(NAMED) {
        Some(more @ 1..) => Phrase::new("phrase.list_and_more")
            .with("list", periods)
            .with("count", more)
            .into(),
        _ => periods,
    };
    let column = checks.first().map_or("", |check| check.column.as_str());
    Finding::warning("join/total-disagrees", &report.file)
        .with("column", column)
        .with("count", checks.len())
        .with("periods", periods)
        .with("sums", Argument::Clauses(spelled.collect()))
}

/// `2024: sum of level "ortsteil" 632,560, total row 632,562`
fn spell(check: &SumCheck) -> Phrase {
    let mut parts: Vec<Argument> = check
        .levels
        .iter()
        .map(|l| match l.missing {
            0 => Phrase::new("phrase.sum")
                .with("level", l.level.as_str())
                .with("sum", Argument::Number(l.sum))
                .into(),
            missing => Phrase::new("phrase.sum_with_missing")
                .with("level", l.level.as_str())
                .with("sum", Argument::Number(l.sum))
                .with("missing", missing)
                .into(),
        })
        .collect();
    let total = check.total.map(Argument::Number);
    parts.extend(total.map(|total| Phrase::new("phrase.total_row").with("total", total).into()));
    Phrase::new("phrase.period_sums")
        .with("period", check.period.as_str())
        .with("sums", Argument::List(parts))
}
