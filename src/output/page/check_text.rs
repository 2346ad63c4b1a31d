//! The check report as text for a terminal or an e-mail.

use std::fmt::Write;

use crate::model::{Difference, GeometryReport, ImportReport, Severity, SumCheck, TableReport};

/// Sums of older periods are counted, not listed; disagreements are listed whatever their age.
const PERIODS_LISTED: usize = 3;

/// Writes the whole report.
pub fn check_text(report: &ImportReport) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = write(&mut text, report);
    text
}

fn write(text: &mut String, report: &ImportReport) -> std::fmt::Result {
    writeln!(
        text,
        "{} ({}), data version {}",
        report.name, report.city, report.data_version
    )?;
    writeln!(text, "\nBoundaries")?;
    for level in &report.levels {
        let crs = if level.crs.is_empty() {
            "assignment table"
        } else {
            &level.crs
        };
        writeln!(
            text,
            "  {}: {} areas from {} rows, {:.3} km², {crs}, {} ({})",
            level.level, level.areas, level.rows, level.area_km2, level.encoding, level.file
        )?;
        let shapes = level.geometry;
        if shapes != GeometryReport::default() {
            writeln!(
                text,
                "    shapes: {} repaired, {} vertices shared with a neighbour, {} gaps and {} overlaps closed, {} and {} left",
                shapes.repaired, shapes.nodes, shapes.gaps_closed, shapes.overlaps_closed, shapes.gaps, shapes.overlaps
            )?;
        }
        if level.without_parent > 0 {
            writeln!(text, "    {} areas without a parent", level.without_parent)?;
        }
    }
    writeln!(text, "\nTables")?;
    for table in &report.tables {
        write_table(text, table)?;
    }
    write_findings(text, report)
}

fn write_table(text: &mut String, table: &TableReport) -> std::fmt::Result {
    writeln!(
        text,
        "  {} ({}): {} rows, {}, decimal sign: {}",
        table.table, table.file, table.rows, table.encoding, table.decimal
    )?;
    for row in &table.first_rows {
        writeln!(text, "    row {} as read: {}", row.number, row.cells.join(" ; "))?;
    }
    for level in &table.levels {
        writeln!(
            text,
            "    joined {} of {} areas of level \"{}\"",
            level.matched, level.areas, level.level
        )?;
    }
    if table.city_rows > 0 {
        writeln!(text, "    {} rows for the whole city", table.city_rows)?;
    }
    if !table.unmatched.is_empty() {
        let rows: usize = table.unmatched.iter().map(|u| u.rows).sum();
        writeln!(text, "    not joined: {} keys in {rows} rows", table.unmatched.len())?;
    }
    write_sums(text, &table.sums)
}

fn write_sums(text: &mut String, sums: &[SumCheck]) -> std::fmt::Result {
    let mut figures: Vec<&str> = sums.iter().map(|s| s.figure.as_str()).collect();
    figures.dedup();
    for figure in figures {
        let own: Vec<&SumCheck> = sums.iter().filter(|s| s.figure == figure).collect();
        let older = own.len().saturating_sub(PERIODS_LISTED);
        let (earlier, latest) = own.split_at(older);
        for sum in earlier.iter().filter(|s| s.agrees == Some(false)).chain(latest) {
            writeln!(text, "    {}", sum_line(sum))?;
        }
        let agreeing = earlier.iter().filter(|s| s.agrees == Some(true)).count();
        let comparable = own.iter().any(|s| s.levels.len() + usize::from(s.total.is_some()) > 1);
        if agreeing > 0 && comparable {
            writeln!(text, "    \"{}\": {agreeing} earlier periods agree", own[0].column)?;
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
    let why = sum.difference.as_ref().map(difference).unwrap_or_default();
    format!("\"{}\" {}: {}{verdict}{why}", sum.column, sum.period, parts.join(", "))
}

/// `, difference 12: 2 secret, 1 row not assigned (7), rounded to 5`
fn difference(difference: &Difference) -> String {
    let mut causes = Vec::new();
    if difference.suppressed > 0 {
        causes.push(format!("{} areas secret", difference.suppressed));
    }
    if difference.missing > 0 {
        causes.push(format!("{} areas without a value", difference.missing));
    }
    if difference.unassigned_rows > 0 {
        causes.push(format!(
            "{} rows not assigned ({})",
            difference.unassigned_rows, difference.unassigned
        ));
    }
    causes.extend(
        difference
            .rounded_to
            .map(|base| format!("all numbers rounded to {base}")),
    );
    let verdict = if difference.explained {
        "explained by"
    } else {
        "not explained by"
    };
    match causes.is_empty() {
        true => format!(", difference {} without a visible cause", difference.amount),
        false => format!(", difference {} {verdict} {}", difference.amount, causes.join(", ")),
    }
}

fn write_findings(text: &mut String, report: &ImportReport) -> std::fmt::Result {
    let warnings = report
        .findings
        .iter()
        .filter(|f| f.severity == Severity::Warning)
        .count();
    writeln!(
        text,
        "\nFindings: {warnings} warnings, {} notes",
        report.findings.len() - warnings
    )?;
    for finding in &report.findings {
        let row = finding.row.map_or_else(String::new, |row| format!(", row {row}"));
        writeln!(
            text,
            "  {} [{}] {}{row}: {}",
            finding.severity.id(),
            finding.code,
            finding.file,
            finding.message
        )?;
    }
    Ok(())
}
