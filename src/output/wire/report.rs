//! The check report as JSON.

use std::collections::BTreeMap;

use serde::Serialize;

use super::hidden::{HiddenWire, hidden};
use super::phrase::{ArgumentWire, arguments};
use crate::model::{Difference, ImportReport, LevelReport, PartDifference, PartSums, SumCheck, TableReport};
use crate::text::{self, Language};

/// What happened to every file of a city.
#[derive(Debug, Serialize)]
pub struct ReportWire<'a> {
    city: &'a str,
    name: &'a str,
    data_version: &'a str,
    warnings: usize,
    levels: Vec<LevelWire<'a>>,
    tables: Vec<TableWire<'a>>,
    parts: Vec<PartSumsWire<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hidden: Option<HiddenWire<'a>>,
    findings: Vec<FindingWire<'a>>,
}

#[derive(Debug, Serialize)]
struct LevelWire<'a> {
    level: &'a str,
    file: &'a str,
    crs: &'a str,
    encoding: &'a str,
    rows: usize,
    areas: usize,
    without_parent: usize,
    area_km2: f64,
    geometry: GeometryWire,
}

#[derive(Debug, Serialize)]
struct GeometryWire {
    repaired: usize,
    nodes: usize,
    gaps_closed: usize,
    gaps: usize,
    overlaps_closed: usize,
    overlaps: usize,
}

#[derive(Debug, Serialize)]
struct TableWire<'a> {
    table: &'a str,
    file: &'a str,
    encoding: &'a str,
    decimal: String,
    first_rows: Vec<FirstRowWire<'a>>,
    rows: usize,
    heading_rows: usize,
    city_rows: usize,
    rows_outside_rules: usize,
    levels: Vec<JoinWire<'a>>,
    unmatched: Vec<UnmatchedWire<'a>>,
    duplicates: Vec<DuplicateWire<'a>>,
    sums: Vec<SumWire<'a>>,
}

#[derive(Debug, Serialize)]
struct JoinWire<'a> {
    level: &'a str,
    areas: usize,
    matched: usize,
    areas_without_row: Vec<NamedCode<'a>>,
}

#[derive(Debug, Serialize)]
struct NamedCode<'a> {
    code: &'a str,
    name: &'a str,
}

#[derive(Debug, Serialize)]
struct FirstRowWire<'a> {
    row: usize,
    cells: &'a [String],
}

#[derive(Debug, Serialize)]
struct UnmatchedWire<'a> {
    row: usize,
    rows: usize,
    key: &'a str,
    nearest: Option<&'a str>,
    similarity: Option<f64>,
    because: Option<String>,
}

#[derive(Debug, Serialize)]
struct DuplicateWire<'a> {
    row: usize,
    key: &'a str,
    column: &'a str,
    period: &'a str,
    same: bool,
}

#[derive(Debug, Serialize)]
struct SumWire<'a> {
    figure: &'a str,
    column: &'a str,
    period: &'a str,
    levels: Vec<LevelSumWire<'a>>,
    total: Option<f64>,
    agrees: Option<bool>,
    difference: Option<DifferenceWire>,
}

/// Total less sum, with what may explain it.
#[derive(Debug, Serialize)]
struct DifferenceWire {
    amount: f64,
    suppressed: usize,
    missing: usize,
    rounded_to: Option<f64>,
    unassigned_rows: usize,
    unassigned: f64,
    explained: bool,
}

/// Own rows of areas beside the sums of their parts.
#[derive(Debug, Serialize)]
struct PartSumsWire<'a> {
    figure: &'a str,
    column: &'a str,
    level: &'a str,
    parts: &'a str,
    compared: usize,
    differing: usize,
    unexplained: usize,
    differences: Vec<PartDifferenceWire<'a>>,
}

#[derive(Debug, Serialize)]
struct PartDifferenceWire<'a> {
    period: &'a str,
    code: &'a str,
    name: &'a str,
    own: f64,
    difference: DifferenceWire,
}

#[derive(Debug, Serialize)]
struct LevelSumWire<'a> {
    level: &'a str,
    sum: f64,
    missing: usize,
    areas: usize,
}

#[derive(Debug, Serialize)]
struct FindingWire<'a> {
    code: &'static str,
    variant: Option<&'static str>,
    severity: &'static str,
    file: &'a str,
    row: Option<usize>,
    title: String,
    message: String,
    arguments: BTreeMap<&'static str, ArgumentWire<'a>>,
}

/// The report of one import, with what was noticed in one language.
pub fn report(report: &ImportReport, language: Language) -> ReportWire<'_> {
    ReportWire {
        city: &report.city,
        name: &report.name,
        data_version: &report.data_version,
        warnings: report
            .findings
            .iter()
            .filter(|f| f.severity == crate::model::Severity::Warning)
            .count(),
        levels: report.levels.iter().map(level).collect(),
        tables: report.tables.iter().map(|t| table(t, language)).collect(),
        parts: report.parts.iter().map(parts).collect(),
        hidden: report.hidden.as_ref().map(hidden),
        findings: report
            .findings
            .iter()
            .map(|f| FindingWire {
                code: f.code,
                variant: f.variant,
                severity: f.severity.id(),
                file: &f.file,
                row: f.row,
                title: text::title(language, f.code),
                message: text::finding(language, f),
                arguments: arguments(&f.arguments),
            })
            .collect(),
    }
}

fn level(l: &LevelReport) -> LevelWire<'_> {
    LevelWire {
        level: &l.level,
        file: &l.file,
        crs: &l.crs,
        encoding: &l.encoding,
        rows: l.rows,
        areas: l.areas,
        without_parent: l.without_parent,
        area_km2: l.area_km2,
        geometry: GeometryWire {
            repaired: l.geometry.repaired,
            nodes: l.geometry.nodes,
            gaps_closed: l.geometry.gaps_closed,
            gaps: l.geometry.gaps,
            overlaps_closed: l.geometry.overlaps_closed,
            overlaps: l.geometry.overlaps,
        },
    }
}

fn table(t: &TableReport, language: Language) -> TableWire<'_> {
    TableWire {
        table: &t.table,
        file: &t.file,
        encoding: &t.encoding,
        decimal: text::phrase(language, &t.decimal),
        first_rows: t
            .first_rows
            .iter()
            .map(|r| FirstRowWire {
                row: r.number,
                cells: &r.cells,
            })
            .collect(),
        rows: t.rows,
        heading_rows: t.heading_rows,
        city_rows: t.city_rows,
        rows_outside_rules: t.rows_outside_rules,
        levels: t
            .levels
            .iter()
            .map(|l| JoinWire {
                level: &l.level,
                areas: l.areas,
                matched: l.matched,
                areas_without_row: l
                    .areas_without_row
                    .iter()
                    .map(|(code, name)| NamedCode { code, name })
                    .collect(),
            })
            .collect(),
        unmatched: t
            .unmatched
            .iter()
            .map(|u| UnmatchedWire {
                row: u.row,
                rows: u.rows,
                key: &u.key,
                nearest: u.suggestion.as_ref().map(|(text, _)| text.as_str()),
                similarity: u.suggestion.as_ref().map(|(_, s)| *s),
                because: u.because.as_ref().map(|b| text::phrase(language, b)),
            })
            .collect(),
        duplicates: t
            .duplicates
            .iter()
            .map(|d| DuplicateWire {
                row: d.row,
                key: &d.key,
                column: &d.column,
                period: &d.period,
                same: d.same,
            })
            .collect(),
        sums: t.sums.iter().map(sum).collect(),
    }
}

fn sum(s: &SumCheck) -> SumWire<'_> {
    SumWire {
        figure: &s.figure,
        column: &s.column,
        period: &s.period,
        levels: s
            .levels
            .iter()
            .map(|l| LevelSumWire {
                level: &l.level,
                sum: l.sum,
                missing: l.missing,
                areas: l.areas,
            })
            .collect(),
        total: s.total,
        agrees: s.agrees,
        difference: s.difference.map(difference),
    }
}

fn difference(d: Difference) -> DifferenceWire {
    DifferenceWire {
        amount: d.amount,
        suppressed: d.suppressed,
        missing: d.missing,
        rounded_to: d.rounded_to,
        unassigned_rows: d.unassigned_rows,
        unassigned: d.unassigned,
        explained: d.explained,
    }
}

fn parts(sums: &PartSums) -> PartSumsWire<'_> {
    PartSumsWire {
        figure: &sums.figure,
        column: &sums.column,
        level: &sums.level,
        parts: &sums.parts,
        compared: sums.compared,
        differing: sums.differing,
        unexplained: sums.unexplained,
        differences: sums.differences.iter().map(part).collect(),
    }
}

fn part(row: &PartDifference) -> PartDifferenceWire<'_> {
    PartDifferenceWire {
        period: &row.period,
        code: &row.code,
        name: &row.name,
        own: row.own,
        difference: difference(row.difference),
    }
}
