//! The check report as text for a terminal or an e-mail.

use std::fmt::Write;

use super::difference::difference_text;
use super::hidden;
use super::overview::{FileRow, overview};
use super::sums::{periods, worst};
use crate::model::{GeometryReport, ImportReport, LevelReport, PartSums, Severity, SumCheck, TableReport};
use crate::text::{self, Language, needed, number, sentence};

/// Sums of older periods are counted, not listed; of disagreements the largest are listed whatever their age.
const PERIODS_LISTED: usize = 3;

/// Writes the whole report in one language.
pub fn check_text(report: &ImportReport, language: Language) -> String {
    let mut page = Page {
        out: String::new(),
        language,
    };
    page.head(report);
    page.line(0, "text.boundaries", &[]);
    for level in &report.levels {
        page.level(level);
    }
    page.out.push('\n');
    page.line(0, "text.tables", &[]);
    for table in &report.tables {
        page.table(report, table);
    }
    page.parts(&report.parts);
    page.hidden(report);
    page.findings(report);
    page.out
}

/// The text under construction.
struct Page {
    out: String,
    language: Language,
}

impl Page {
    fn say(&self, key: &str, words: &[(&str, &str)]) -> String {
        sentence(self.language, key, words)
    }

    fn line(&mut self, indent: usize, key: &str, words: &[(&str, &str)]) {
        let said = self.say(key, words);
        self.push(indent, &said);
    }

    fn push(&mut self, indent: usize, line: &str) {
        // Writing to a String cannot fail.
        let _ = writeln!(self.out, "{:indent$}{line}", "");
    }

    /// A count with the language's separators.
    fn whole(&self, count: usize) -> String {
        // Counts of rows stay far below 2^53.
        #[allow(clippy::cast_precision_loss)]
        number(self.language, count as f64, 0)
    }

    fn figure(&self, value: f64) -> String {
        number(self.language, value, needed(value))
    }

    fn head(&mut self, report: &ImportReport) {
        let words = [
            ("name", report.name.as_str()),
            ("city", &report.city),
            ("version", &report.data_version),
        ];
        self.line(0, "text.head", &words);
        self.out.push('\n');
        let rows = overview(report);
        let heads = [
            "check.file",
            "check.rows",
            "check.rows_joined",
            "check.rows_not_joined",
            "check.repaired",
            "check.suspected",
        ];
        let heads = heads.map(|key| self.say(key, &[]));
        let mut lines = vec![heads];
        lines.extend(rows.iter().map(|row| self.cells(row)));
        self.columns(&lines);
        self.out.push('\n');
    }

    fn cells(&self, row: &FileRow) -> [String; 6] {
        [
            row.file.to_owned(),
            self.whole(row.rows),
            self.whole(row.joined),
            self.whole(row.not_joined),
            row.repaired.map_or_else(|| "–".to_owned(), |count| self.whole(count)),
            self.whole(row.suspected),
        ]
    }

    /// Cells below each other: the first to the left, the others to the right.
    fn columns(&mut self, lines: &[[String; 6]]) {
        let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or(0);
        let widths: [usize; 6] = std::array::from_fn(width);
        for line in lines {
            let mut text = format!("{:<1$}", line[0], widths[0]);
            for (cell, width) in line.iter().zip(widths).skip(1) {
                let _ = write!(text, "  {cell:>width$}");
            }
            self.push(2, &text);
        }
    }

    fn level(&mut self, level: &LevelReport) {
        let crs = if level.crs.is_empty() {
            self.say("check.from_assignment", &[])
        } else {
            level.crs.clone()
        };
        let words = [
            ("level", level.level.clone()),
            ("areas", self.whole(level.areas)),
            ("rows", self.whole(level.rows)),
            ("area", number(self.language, level.area_km2, 3)),
            ("crs", crs),
            ("encoding", level.encoding.clone()),
            ("file", level.file.clone()),
        ];
        self.filled(2, "text.level", &words);
        let shapes = level.geometry;
        if shapes != GeometryReport::default() {
            let words = [
                ("repaired", self.whole(shapes.repaired)),
                ("nodes", self.whole(shapes.nodes)),
                ("gaps_closed", self.whole(shapes.gaps_closed)),
                ("overlaps_closed", self.whole(shapes.overlaps_closed)),
                ("gaps", self.whole(shapes.gaps)),
                ("overlaps", self.whole(shapes.overlaps)),
            ];
            self.filled(4, "text.shapes", &words);
        }
        if level.without_parent > 0 {
            self.filled(4, "text.without_parent", &[("areas", self.whole(level.without_parent))]);
        }
    }

    fn filled(&mut self, indent: usize, key: &str, words: &[(&str, String)]) {
        let words: Vec<(&str, &str)> = words.iter().map(|(name, word)| (*name, word.as_str())).collect();
        self.line(indent, key, &words);
    }

    fn table(&mut self, report: &ImportReport, table: &TableReport) {
        let words = [
            ("table", table.table.clone()),
            ("file", table.file.clone()),
            ("rows", self.whole(table.rows)),
            ("encoding", table.encoding.clone()),
            ("decimal", text::phrase(self.language, &table.decimal)),
        ];
        self.filled(2, "text.table", &words);
        for decided in report
            .findings
            .iter()
            .filter(|f| f.file == table.file && f.code == super::LAYOUT)
        {
            let said = text::finding(self.language, decided);
            self.push(4, &said);
        }
        for row in &table.first_rows {
            let words = [("row", row.number.to_string()), ("cells", row.cells.join(" ; "))];
            self.filled(4, "text.as_read", &words);
        }
        for level in &table.levels {
            let words = [
                ("matched", self.whole(level.matched)),
                ("areas", self.whole(level.areas)),
                ("level", level.level.clone()),
            ];
            self.filled(4, "text.joined", &words);
        }
        if table.city_rows > 0 {
            self.filled(4, "text.city_rows", &[("rows", self.whole(table.city_rows))]);
        }
        if !table.unmatched.is_empty() {
            let rows: usize = table.unmatched.iter().map(|u| u.rows).sum();
            let words = [("keys", self.whole(table.unmatched.len())), ("rows", self.whole(rows))];
            self.filled(4, "text.not_joined", &words);
        }
        self.sums(&table.sums);
    }

    fn sums(&mut self, sums: &[SumCheck]) {
        let mut figures: Vec<&str> = sums.iter().map(|s| s.figure.as_str()).collect();
        figures.dedup();
        for figure in figures {
            let own: Vec<&SumCheck> = sums.iter().filter(|s| s.figure == figure).collect();
            let older = own.len().saturating_sub(PERIODS_LISTED);
            let (earlier, latest) = own.split_at(older);
            let wrong: Vec<&SumCheck> = earlier.iter().copied().filter(|s| s.agrees == Some(false)).collect();
            let (shown, others) = worst(&wrong);
            for sum in shown.iter().chain(latest) {
                let line = self.sum_line(sum);
                self.push(4, &line);
                if let Some(difference) = &sum.difference {
                    let line = difference_text(difference, self.language);
                    self.push(6, &line);
                }
            }
            if !others.is_empty() {
                let words = [
                    ("column", own[0].column.clone()),
                    ("count", self.whole(others.len())),
                    ("periods", periods(&others)),
                ];
                self.filled(4, "text.earlier_disagree", &words);
            }
            let agreeing = earlier.iter().filter(|s| s.agrees == Some(true)).count();
            let comparable = own.iter().any(|s| s.levels.len() + usize::from(s.total.is_some()) > 1);
            if agreeing > 0 && comparable {
                let words = [("column", own[0].column.clone()), ("periods", self.whole(agreeing))];
                self.filled(4, "text.earlier_agree", &words);
            }
        }
    }

    /// How many own rows of areas are the sums of their parts, figure by figure.
    fn parts(&mut self, all: &[PartSums]) {
        for sums in all {
            let words = [
                ("column", sums.column.clone()),
                ("level", sums.level.clone()),
                ("parts", sums.parts.clone()),
                ("compared", self.whole(sums.compared)),
                ("differing", self.whole(sums.differing)),
                ("unexplained", self.whole(sums.unexplained)),
            ];
            self.filled(2, "text.parts", &words);
            for row in sums.differences.iter().take(PERIODS_LISTED) {
                let said = difference_text(&row.difference, self.language);
                self.push(4, &format!("{} {} {}: {said}", row.code, row.name, row.period));
            }
        }
    }

    /// What the public does not see, and why.
    fn hidden(&mut self, report: &ImportReport) {
        let Some(hidden) = &report.hidden else { return };
        self.out.push('\n');
        self.line(0, "hidden.title", &[]);
        for said in hidden::lead(self.language, hidden) {
            self.push(2, &said);
        }
        for row in &hidden.rows {
            let words = [
                ("name", row.name.clone()),
                ("level", hidden::level(self.language, row)),
                ("hidden", self.whole(row.primary + row.secondary)),
                ("numbers", self.whole(row.numbers)),
                ("primary", self.whole(row.primary)),
                ("secondary", self.whole(row.secondary)),
                ("last", hidden::last(self.language, row)),
            ];
            self.filled(2, "hidden.row", &words);
        }
    }

    /// `"Einwohner" 2023: ortsteil 628,718, stadtbezirk 628,718, total row 628,718: agree`
    fn sum_line(&self, sum: &SumCheck) -> String {
        let level = |l: &crate::model::LevelSum| match l.missing {
            all if all == l.areas => self.say("text.no_values", &[("level", &l.level)]),
            0 => format!("{} {}", l.level, self.figure(l.sum)),
            missing => format!(
                "{} {} {}",
                l.level,
                self.figure(l.sum),
                self.say("check.missing", &[("count", &self.whole(missing))])
            ),
        };
        let mut parts: Vec<String> = sum.levels.iter().map(level).collect();
        let total = sum.total.map(|total| self.figure(total));
        parts.extend(total.map(|total| self.say("phrase.total_row", &[("total", &total)])));
        let verdict = match (sum.agrees, parts.len()) {
            (Some(true), _) => self.say("text.agree", &[]),
            (Some(false), _) => self.say("text.disagree", &[]),
            (None, 0 | 1) => String::new(),
            (None, _) => self.say("text.not_comparable", &[]),
        };
        let words = [
            ("column", sum.column.as_str()),
            ("period", &sum.period),
            ("sums", &parts.join(", ")),
            ("verdict", &verdict),
        ];
        self.say("text.sum", &words)
    }

    fn findings(&mut self, report: &ImportReport) {
        let warnings = report.findings.iter().filter(|f| f.severity == Severity::Warning);
        let warnings = warnings.count();
        self.out.push('\n');
        let words = [
            ("warnings", self.whole(warnings)),
            ("notes", self.whole(report.findings.len() - warnings)),
        ];
        self.filled(0, "text.findings", &words);
        for finding in &report.findings {
            let row = finding
                .row
                .map_or_else(String::new, |row| self.say("text.row", &[("row", &row.to_string())]));
            let severity = match finding.severity {
                Severity::Warning => self.say("text.warning", &[]),
                Severity::Note => self.say("text.note", &[]),
            };
            let said = text::finding(self.language, finding);
            let line = format!("{severity} [{}] {}{row}: {said}", finding.code, finding.file);
            self.push(2, &line);
        }
    }
}
