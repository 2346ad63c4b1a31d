//! The check report as text for a terminal or an e-mail.

use std::fmt::Write;

use crate::model::{GeometryReport, ImportReport, Severity, SumCheck, TableReport};
use crate::text::{self, Language};

/// Sums of older periods are counted, not listed; disagreements are listed whatever their age.
const PERIODS_LISTED: usize = 3;

/// Writes the whole report.
pub fn check_text(report: &ImportReport) -> String {
    let mut written = String::new();
    // Writing to a String cannot fail.
    let _ = write(&mut written, report);
    written
}

fn write(out: &mut String, report: &ImportReport) -> std::fmt::Result {
    writeln!(
        out,
        "{} ({}), data version {}",
        report.name, report.city, report.data_version
    )?;
    writeln!(out, "\nBoundaries")?;
    for level in &report.levels {
        let crs = if level.crs.is_empty() {
            "assignment table"
        } else {
            &level.crs
        };
        writeln!(
            out,
            "  {}: {} areas from {} rows, {:.3} km², {crs}, {} ({})",
            level.level, level.areas, level.rows, level.area_km2, level.encoding, level.file
        )?;
        let shapes = level.geometry;
        if shapes != GeometryReport::default() {
            writeln!(
                out,
                "    shapes: {} repaired, {} vertices shared with a neighbour, {} gaps and {} overlaps closed, {} and {} left",
                shapes.repaired, shapes.nodes, shapes.gaps_closed, shapes.overlaps_closed, shapes.gaps, shapes.overlaps
            )?;
        }
        if level.without_parent > 0 {
            writeln!(out, "    {} areas without a parent", level.without_parent)?;
        }
    }
    writeln!(out, "\nTables")?;
    for table in &report.tables {
        write_table(out, table)?;
    }
    write_findings(out, report)
}

fn write_table(out: &mut String, table: &TableReport) -> std::fmt::Result {
    writeln!(
        out,
        "  {} ({}): {} rows, {}, decimal sign: {}",
        table.table,
        table.file,
        table.rows,
        table.encoding,
        text::phrase(Language::English, &table.decimal)
    )?;
    for row in &table.first_rows {
        writeln!(out, "    row {} as read: {}", row.number, row.cells.join(" ; "))?;
    }
    for level in &table.levels {
        writeln!(
            out,
            "    joined {} of {} areas of level \"{}\"",
            level.matched, level.areas, level.level
        )?;
    }
    if table.city_rows > 0 {
        writeln!(out, "    {} rows for the whole city", table.city_rows)?;
    }
    if !table.unmatched.is_empty() {
        let rows: usize = table.unmatched.iter().map(|u| u.rows).sum();
        writeln!(out, "    not joined: {} keys in {rows} rows", table.unmatched.len())?;
    }
    write_sums(out, &table.sums)
}

fn write_sums(out: &mut String, sums: &[SumCheck]) -> std::fmt::Result {
    let mut figures: Vec<&str> = sums.iter().map(|s| s.figure.as_str()).collect();
    figures.dedup();
    for figure in figures {
        let own: Vec<&SumCheck> = sums.iter().filter(|s| s.figure == figure).collect();
        let older = own.len().saturating_sub(PERIODS_LISTED);
        let (earlier, latest) = own.split_at(older);
        for sum in earlier.iter().filter(|s| s.agrees == Some(false)).chain(latest) {
            writeln!(out, "    {}", sum_line(sum))?;
        }
        let agreeing = earlier.iter().filter(|s| s.agrees == Some(true)).count();
        let comparable = own.iter().any(|s| s.levels.len() + usize::from(s.total.is_some()) > 1);
        if agreeing > 0 && comparable {
            writeln!(out, "    \"{}\": {agreeing} earlier periods agree", own[0].column)?;
        }
    }
    Ok(())
}

/// `"Einwohner" 2023: ortsteil 628718, stadtbezirk 628718, total row 628718: agree`
fn sum_line(sum: &SumCheck) -> String {
    let mut parts: Vec<String> = sum
        .levels
        .iter()
        .map(|l| match l.missing {
            all if all == l.areas => format!("{} no values", l.level),
            0 => format!("{} {}", l.level, l.sum),
            missing => format!("{} {} ({missing} areas without a value)", l.level, l.sum),
        })
        .collect();
    parts.extend(sum.total.map(|total| format!("total row {total}")));
    let verdict = match (sum.agrees, parts.len()) {
        (Some(true), _) => ": agree",
        (Some(false), _) => ": DISAGREE",
        (None, 0 | 1) => "",
        (None, _) => ": not comparable",
    };
    format!("\"{}\" {}: {}{verdict}", sum.column, sum.period, parts.join(", "))
}

fn write_findings(out: &mut String, report: &ImportReport) -> std::fmt::Result {
    let warnings = report
        .findings
        .iter()
        .filter(|f| f.severity == Severity::Warning)
        .count();
    writeln!(
        out,
        "\nFindings: {warnings} warnings, {} notes",
        report.findings.len() - warnings
    )?;
    for finding in &report.findings {
        let row = finding.row.map_or_else(String::new, |row| format!(", row {row}"));
        writeln!(
            out,
            "  {} [{}] {}{row}: {}",
            finding.severity.id(),
            finding.code,
            finding.file,
            text::finding(Language::English, finding)
        )?;
    }
    Ok(())
}
