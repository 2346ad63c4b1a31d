//! The table of files at the top, and the report that everybody may see, which is little more than that.

use std::collections::BTreeMap;

use super::super::overview::overview;
use super::{Page, escaped};
use crate::model::{ImportReport, Severity};
use crate::text::{self, Language};

impl Page {
    /// One row per file.
    pub(super) fn files(&mut self, report: &ImportReport) {
        self.heading("h2", "check.files");
        self.open_table(&[
            ("check.file", false),
            ("check.used_for", false),
            ("check.publisher", false),
            ("check.encoding", false),
            ("check.crs", false),
            ("check.rows", true),
            ("check.rows_joined", true),
            ("check.rows_not_joined", true),
            ("check.repaired", true),
            ("check.suspected", true),
        ]);
        for row in overview(report) {
            let class = |count: usize| if count > 0 { "n warn" } else { "n" };
            let repaired = row.repaired.map_or_else(|| "–".to_owned(), |count| self.whole(count));
            let line = format!(
                "<tr><th scope=\"row\" class=\"f\">{}</th><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td class=\"n\">{}</td>\
                 <td class=\"n\">{}</td><td class=\"{}\">{}</td><td class=\"n\">{repaired}</td><td class=\"{}\">{}</td></tr>",
                escaped(row.file),
                escaped(row.name),
                escaped(row.publisher),
                escaped(row.encoding),
                escaped(if row.crs.is_empty() { "–" } else { row.crs }),
                self.whole(row.rows),
                self.whole(row.joined),
                class(row.not_joined),
                self.whole(row.not_joined),
                class(row.suspected),
                self.whole(row.suspected),
            );
            self.push(&line);
        }
        self.close_table(0);
    }

    /// How often each kind of finding was made about each file; no word of what stands in it.
    fn kinds(&mut self, report: &ImportReport) {
        self.heading("h2", "check.kinds");
        let mut kinds: BTreeMap<(&str, std::cmp::Reverse<Severity>, &str), usize> = BTreeMap::new();
        for finding in &report.findings {
            let key = (finding.file.as_str(), std::cmp::Reverse(finding.severity), finding.code);
            *kinds.entry(key).or_default() += 1;
        }
        if kinds.is_empty() {
            self.line("check.nothing_found");
            return;
        }
        self.open_table(&[
            ("check.file", false),
            ("check.kind", false),
            ("check.code", false),
            ("check.count", true),
        ]);
        for ((file, severity, code), count) in kinds {
            let word = match severity.0 {
                Severity::Warning => "check.warning",
                Severity::Note => "check.note",
            };
            let line = format!(
                "<tr><td class=\"f\">{}</td><td>{}: {}</td><td><code>{}</code></td><td class=\"n\">{}</td></tr>",
                escaped(file),
                self.say(word, &[]),
                escaped(&text::title(self.language, code)),
                escaped(code),
                self.whole(count)
            );
            self.push(&line);
        }
        self.close_table(0);
    }

    pub(super) fn line(&mut self, key: &str) {
        let said = self.say(key, &[]);
        self.push(&format!("<p>{said}</p>"));
    }
}

/// What everybody may see: counts, kinds of findings, files and who publishes them. No key, name or cell of a file.
pub fn public_html(report: &ImportReport, language: Language) -> String {
    let mut page = Page {
        html: String::new(),
        language,
    };
    page.head(report, "check.public");
    page.files(report);
    page.kinds(report);
    page.end()
}
