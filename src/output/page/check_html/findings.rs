//! Findings of a file, grouped by what they are about.

use std::collections::BTreeMap;

use super::{Page, escaped};
use crate::model::{Finding, ImportReport, Severity};
use crate::text;

/// Most findings listed for one code and file.
const LISTED: usize = 50;
/// Codes that the tables of the page tell already.
const TOLD: [&str; 4] = [
    "join/unmatched-row",
    "join/duplicate-row",
    "join/area-without-row",
    "join/total-disagrees",
];

impl Page {
    /// Findings of a file that no table of the page tells; `heading` names the file when several share a section.
    pub(super) fn findings_of(&mut self, report: &ImportReport, file: &str, heading: Option<&str>) {
        let own: Vec<&Finding> = report
            .findings
            .iter()
            .filter(|f| f.file == file && !TOLD.contains(&f.code))
            // A table's own section tells its layout above.
            .filter(|f| heading.is_some() || f.code != super::super::LAYOUT)
            .collect();
        if own.is_empty() {
            return;
        }
        match heading {
            Some(name) => self.push(&format!("<h3>{} <code>{}</code></h3>", escaped(file), escaped(name))),
            None => self.heading("h4", "check.findings"),
        }
        self.list(&own);
    }

    /// Findings about files that stand in no section.
    pub(super) fn remaining(&mut self, report: &ImportReport) {
        let known =
            |file: &str| report.levels.iter().any(|l| l.file == file) || report.tables.iter().any(|t| t.file == file);
        let mut files: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
        for finding in report.findings.iter().filter(|f| !known(&f.file)) {
            files.entry(&finding.file).or_default().push(finding);
        }
        if files.is_empty() {
            return;
        }
        self.heading("h2", "check.other_files");
        for (file, findings) in files {
            self.push(&format!("<h3>{}</h3>", escaped(file)));
            self.list(&findings);
        }
    }

    fn list(&mut self, findings: &[&Finding]) {
        let mut groups: BTreeMap<(std::cmp::Reverse<Severity>, &str), Vec<&Finding>> = BTreeMap::new();
        for finding in findings {
            let key = (std::cmp::Reverse(finding.severity), finding.code);
            groups.entry(key).or_default().push(finding);
        }
        for ((severity, code), group) in groups {
            let (class, word) = match severity.0 {
                Severity::Warning => ("warn", "check.warning"),
                Severity::Note => ("note", "check.note"),
            };
            let word = self.say(word, &[]);
            let count = self.whole(group.len());
            let title = escaped(&text::title(self.language, code));
            self.push(&format!(
                "<p><span class=\"{class}\">{word}</span>: {title} ({count}) <code>{}</code></p>\n<ul>",
                escaped(code)
            ));
            for finding in group.iter().take(LISTED) {
                let row = finding.row.map_or_else(String::new, |row| {
                    format!("{} ", self.say("check.at_row", &[("row", &row.to_string())]))
                });
                let said = escaped(&text::finding(self.language, finding));
                self.push(&format!("<li>{row}{said}</li>"));
            }
            if let Some(more @ 1..) = group.len().checked_sub(LISTED) {
                let more = self.say("check.more", &[("count", &self.whole(more))]);
                self.push(&format!("<li>{more}</li>"));
            }
            self.push("</ul>");
        }
    }
}
