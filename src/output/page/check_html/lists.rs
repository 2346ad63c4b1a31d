//! Lists of a table's section: keys without an area, cells given twice, sums that disagree.

use super::super::sums::{periods, worst};
use super::{LISTED, Page, escaped};
use crate::model::{DuplicateRow, ImportReport, PartSums, SumCheck, UnmatchedRow};
use crate::output::page::difference::difference_text;
use crate::output::page::hidden;
use crate::text::{number, phrase};

impl Page {
    pub(super) fn unmatched(&mut self, rows: &[UnmatchedRow]) {
        if rows.is_empty() {
            return;
        }
        self.heading("h4", "check.unmatched");
        self.open_table(&[
            ("check.row", true),
            ("check.key", false),
            ("check.rows", true),
            ("check.suggestion", false),
        ]);
        for row in rows.iter().take(LISTED) {
            let mut suggestion = row.suggestion.as_ref().map_or_else(String::new, |(key, similarity)| {
                let similarity = number(self.language, similarity * 100.0, 0);
                self.say("check.similar", &[("key", key), ("similarity", &similarity)])
            });
            if let Some(because) = &row.because {
                suggestion.extend([" ", &escaped(&phrase(self.language, because))]);
            }
            let line = format!(
                "<tr><td class=\"n\">{}</td><td><code>{}</code></td><td class=\"n\">{}</td><td>{suggestion}</td></tr>",
                row.row,
                escaped(&row.key),
                self.whole(row.rows)
            );
            self.push(&line);
        }
        self.close_table(rows.len());
    }

    pub(super) fn duplicates(&mut self, rows: &[DuplicateRow]) {
        if rows.is_empty() {
            return;
        }
        self.heading("h4", "check.duplicates");
        self.open_table(&[
            ("check.row", true),
            ("check.key", false),
            ("check.column", false),
            ("check.period", false),
            ("check.consequence", false),
        ]);
        for row in rows.iter().take(LISTED) {
            let said = self.say(if row.same { "check.same" } else { "check.contradiction" }, &[]);
            let line = format!(
                "<tr><td class=\"n\">{}</td><td><code>{}</code></td><td>{}</td><td>{}</td><td>{said}</td></tr>",
                row.row,
                escaped(&row.key),
                escaped(&row.column),
                escaped(&row.period)
            );
            self.push(&line);
        }
        self.close_table(rows.len());
    }

    pub(super) fn sums(&mut self, sums: &[SumCheck]) {
        let wrong: Vec<&SumCheck> = sums.iter().filter(|s| s.agrees == Some(false)).collect();
        if wrong.is_empty() {
            return;
        }
        self.heading("h4", "check.sums_disagree");
        self.open_table(&[
            ("check.column", false),
            ("check.period", false),
            ("check.sums", false),
            ("check.explanation", false),
        ]);
        let figures = wrong.chunk_by(|a, b| a.figure == b.figure);
        for own in figures.clone().take(LISTED) {
            let (shown, others) = worst(own);
            for sum in shown {
                self.sum(sum);
            }
            if !others.is_empty() {
                let words = [("count", self.whole(others.len())), ("periods", periods(&others))];
                let words: Vec<(&str, &str)> = words.iter().map(|(key, word)| (*key, word.as_str())).collect();
                let column = escaped(&own[0].column);
                let more = self.say("check.sums_more", &words);
                self.push(&format!("<tr><td>{column}</td><td colspan=\"3\">{more}</td></tr>"));
            }
        }
        self.close_table(figures.count());
    }

    fn sum(&mut self, sum: &SumCheck) {
        let mut parts: Vec<String> = sum
            .levels
            .iter()
            .filter(|l| l.missing < l.areas)
            .map(|l| {
                let missing = (l.missing > 0).then(|| self.say("check.missing", &[("count", &self.whole(l.missing))]));
                format!(
                    "{} {}{}",
                    escaped(&l.level),
                    self.figure(l.sum),
                    missing.map_or_else(String::new, |m| format!(" {m}"))
                )
            })
            .collect();
        parts.extend(
            sum.total
                .map(|total| format!("{} {}", self.say("check.total", &[]), self.figure(total))),
        );
        let explanation = sum.difference.as_ref().map_or_else(String::new, |difference| {
            escaped(&difference_text(difference, self.language))
        });
        let line = format!(
            "<tr><td>{}</td><td>{}</td><td>{}</td><td>{explanation}</td></tr>",
            escaped(&sum.column),
            escaped(&sum.period),
            parts.join("; ")
        );
        self.push(&line);
    }

    /// Areas whose own row is not the sum of the rows of their parts.
    pub(super) fn parts(&mut self, all: &[PartSums]) {
        let differing: usize = all.iter().map(|sums| sums.differing).sum();
        if differing == 0 {
            return;
        }
        self.heading("h2", "check.parts");
        self.open_table(&[
            ("check.column", false),
            ("check.level", false),
            ("check.key", false),
            ("check.period", false),
            ("check.own_row", true),
            ("check.sum_of_parts", true),
            ("check.explanation", false),
        ]);
        let rows = all
            .iter()
            .flat_map(|sums| sums.differences.iter().map(move |row| (sums, row)));
        for (sums, row) in rows.take(LISTED) {
            let said = difference_text(&row.difference, self.language);
            let line = format!(
                "<tr><td>{}</td><td>{} ({})</td><td><code>{}</code> {}</td><td>{}</td>{}{}<td>{}</td></tr>",
                escaped(&sums.column),
                escaped(&sums.level),
                escaped(&sums.parts),
                escaped(&row.code),
                escaped(&row.name),
                escaped(&row.period),
                Self::right(&self.figure(row.own)),
                Self::right(&self.figure(row.own - row.difference.amount)),
                escaped(&said)
            );
            self.push(&line);
        }
        self.close_table(differing);
    }

    /// What the public does not see, and why.
    pub(super) fn hidden(&mut self, report: &ImportReport) {
        let Some(report) = &report.hidden else { return };
        self.heading("h2", "hidden.title");
        for said in hidden::lead(self.language, report) {
            self.push(&format!("<p>{}</p>", escaped(&said)));
        }
        if report.rows.is_empty() {
            return;
        }
        self.open_table(&[
            ("hidden.indicator", false),
            ("check.level", false),
            ("hidden.hidden", true),
            ("hidden.numbers", true),
            ("hidden.primary", true),
            ("hidden.secondary", true),
            ("hidden.last", false),
        ]);
        for row in &report.rows {
            let counts = [row.primary + row.secondary, row.numbers, row.primary, row.secondary];
            let counts = counts.map(|count| Self::right(&self.whole(count))).concat();
            let line = format!(
                "<tr><td>{}</td><td>{}</td>{counts}<td>{}</td></tr>",
                escaped(&row.name),
                escaped(&hidden::level(self.language, row)),
                escaped(&hidden::last(self.language, row))
            );
            self.push(&line);
        }
        self.close_table(0);
    }
}
