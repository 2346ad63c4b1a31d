//! The check report for everybody as JSON: counts, kinds of findings, files and who publishes them.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::{ImportReport, Severity};
use crate::output::page::overview::overview;
use crate::text::{self, Language};

/// What everybody may know about an import. No key, name or cell of a file.
#[derive(Debug, Serialize)]
pub struct PublicReportWire<'a> {
    city: &'a str,
    name: &'a str,
    data_version: &'a str,
    warnings: usize,
    files: Vec<FileWire<'a>>,
    findings: Vec<KindWire<'a>>,
}

#[derive(Debug, Serialize)]
struct FileWire<'a> {
    file: &'a str,
    kind: &'static str,
    id: &'a str,
    publisher: &'a str,
    encoding: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    crs: &'a str,
    rows: usize,
    joined: usize,
    not_joined: usize,
    repaired: Option<usize>,
    suspected: usize,
}

#[derive(Debug, Serialize)]
struct KindWire<'a> {
    file: &'a str,
    code: &'static str,
    severity: &'static str,
    title: String,
    count: usize,
}

/// What everybody may know about an import, with the titles of findings in one language.
pub fn public_report(report: &ImportReport, language: Language) -> PublicReportWire<'_> {
    let mut kinds: BTreeMap<(&str, &'static str, Severity), usize> = BTreeMap::new();
    for finding in &report.findings {
        *kinds
            .entry((&finding.file, finding.code, finding.severity))
            .or_default() += 1;
    }
    let warnings = report.findings.iter().filter(|f| f.severity == Severity::Warning);
    let files = overview(report).into_iter().map(|row| FileWire {
        file: row.file,
        kind: if row.is_level { "boundaries" } else { "table" },
        id: row.name,
        publisher: row.publisher,
        encoding: row.encoding,
        crs: row.crs,
        rows: row.rows,
        joined: row.joined,
        not_joined: row.not_joined,
        repaired: row.repaired,
        suspected: row.suspected,
    });
    let findings = kinds.into_iter().map(|((file, code, severity), count)| KindWire {
        file,
        code,
        severity: severity.id(),
        title: text::title(language, code),
        count,
    });
    PublicReportWire {
        city: &report.city,
        name: &report.name,
        data_version: &report.data_version,
        warnings: warnings.count(),
        files: files.collect(),
        findings: findings.collect(),
    }
}
