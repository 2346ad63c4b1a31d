//! The check report as one HTML file that a planner can mail: no script, no request to anywhere, readable on paper.
//!
//! It shows keys as the files write them, so it is for internal use and says so.

mod findings;
mod lists;
mod overview;
mod pictures;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use crate::model::{ImportReport, LevelReport, Severity, TableReport};
use crate::text::{Language, finding, needed, number, phrase, sentence};

pub use overview::public_html;

/// Most rows of one list; further ones are counted.
const LISTED: usize = 100;

/// Cells of a first row that are shown.
const CELLS_SHOWN: usize = 12;

/// The style of the page, for those who must allow it by its hash.
pub const STYLE: &str = include_str!("check_html/style.css");

/// The report in one language.
pub fn check_html(report: &ImportReport, language: Language) -> String {
    let mut page = Page {
        html: String::new(),
        language,
    };
    page.head(report, "check.internal");
    page.files(report);
    page.summary(report);
    page.boundaries(report);
    page.pictures(report);
    page.heading("h2", "check.tables");
    for table in &report.tables {
        page.table_report(report, table);
    }
    page.parts(&report.parts);
    page.hidden(report);
    page.remaining(report);
    page.end()
}

/// Text for an element or a quoted attribute; control characters, which HTML forbids, become visible.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\n' | '\t' => escaped.push(' '),
            c if c.is_control() => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}

/// The page under construction.
struct Page {
    html: String,
    language: Language,
}

impl Page {
    /// A sentence of the catalogue, escaped; words are escaped with it.
    fn say(&self, key: &str, words: &[(&str, &str)]) -> String {
        escaped(&sentence(self.language, key, words))
    }

    fn whole(&self, count: usize) -> String {
        // Counts of rows stay far below 2^53.
        #[allow(clippy::cast_precision_loss)]
        number(self.language, count as f64, 0)
    }

    /// A figure with as many decimals as it needs, at most three.
    fn figure(&self, value: f64) -> String {
        number(self.language, value, needed(value))
    }

    fn push(&mut self, html: &str) {
        self.html.push_str(html);
        self.html.push('\n');
    }

    fn heading(&mut self, level: &str, key: &str) {
        let text = self.say(key, &[]);
        self.push(&format!("<{level}>{text}</{level}>"));
    }

    fn end(mut self) -> String {
        self.html.push_str("</main>\n</body>\n</html>\n");
        self.html
    }

    fn head(&mut self, report: &ImportReport, notice: &str) {
        let lang = match self.language {
            Language::German => "de",
            Language::English => "en",
        };
        let title = self.say("check.title", &[("name", &report.name)]);
        let notice = self.say(notice, &[]);
        let version = self.say("check.version", &[("version", &report.data_version)]);
        self.push(&format!(
            "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"robots\" content=\"noindex\">\n\
             <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n<p>{version}</p>\n\
             <p class=\"notice\">{notice}</p>"
        ));
    }

    fn summary(&mut self, report: &ImportReport) {
        let joins = || report.tables.iter().flat_map(|t| &t.levels);
        let unmatched = || report.tables.iter().flat_map(|t| &t.unmatched);
        let warnings = report
            .findings
            .iter()
            .filter(|f| f.severity == Severity::Warning)
            .count();
        let disagree = report
            .tables
            .iter()
            .flat_map(|t| &t.sums)
            .filter(|s| s.agrees == Some(false))
            .count();
        let counts = [
            ("check.levels", report.levels.len()),
            ("check.tables", report.tables.len()),
            ("check.rows_read", report.tables.iter().map(|t| t.rows).sum()),
            ("check.areas_joined", joins().map(|j| j.matched).sum()),
            (
                "check.areas_missing",
                joins().map(|j| j.areas - j.matched.min(j.areas)).sum(),
            ),
            ("check.keys_unmatched", unmatched().count()),
            (
                "check.duplicates",
                report.tables.iter().map(|t| t.duplicates.len()).sum(),
            ),
            ("check.sums_disagree", disagree),
            ("check.warnings", warnings),
            ("check.notes", report.findings.len() - warnings),
        ];
        self.heading("h2", "check.summary");
        self.push("<table>");
        for (key, count) in counts {
            let row = format!(
                "<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td></tr>",
                self.say(key, &[]),
                self.whole(count)
            );
            self.push(&row);
        }
        self.push("</table>");
    }

    fn boundaries(&mut self, report: &ImportReport) {
        self.heading("h2", "check.boundaries");
        self.open_table(&[
            ("check.level", false),
            ("check.file", false),
            ("check.crs", false),
            ("check.encoding", false),
            ("check.rows", true),
            ("check.areas", true),
            ("check.without_parent", true),
            ("check.area_km2", true),
        ]);
        for level in &report.levels {
            let row = self.level_row(level);
            self.push(&row);
        }
        self.close_table(0);
        for level in &report.levels {
            self.findings_of(report, &level.file, Some(&level.level));
        }
    }

    fn level_row(&self, level: &LevelReport) -> String {
        let crs = if level.crs.is_empty() {
            self.say("check.from_assignment", &[])
        } else {
            escaped(&level.crs)
        };
        let mut row = format!(
            "<tr><td>{}</td><td class=\"f\">{}</td><td>{crs}</td><td>{}</td>",
            escaped(&level.level),
            escaped(&level.file),
            escaped(&level.encoding)
        );
        for count in [level.rows, level.areas, level.without_parent] {
            row.push_str(&Self::right(&self.whole(count)));
        }
        row.push_str(&Self::right(&number(self.language, level.area_km2, 2)));
        row + "</tr>"
    }

    /// A cell with a number.
    fn right(number: &str) -> String {
        format!("<td class=\"n\">{number}</td>")
    }

    fn open_table(&mut self, columns: &[(&str, bool)]) {
        let heads: Vec<String> = columns
            .iter()
            .map(|(key, right)| {
                let class = if *right { " class=\"n\"" } else { "" };
                format!("<th scope=\"col\"{class}>{}</th>", self.say(key, &[]))
            })
            .collect();
        self.push(&format!(
            "<div class=\"wide\" tabindex=\"0\" role=\"group\"><table>\n<thead><tr>{}</tr></thead>",
            heads.concat()
        ));
    }

    fn table_report(&mut self, report: &ImportReport, table: &TableReport) {
        self.push(&format!(
            "<section>\n<h3>{} <code>{}</code></h3>",
            escaped(&table.file),
            escaped(&table.table)
        ));
        let decimal = phrase(self.language, &table.decimal);
        let read = self.say(
            "check.table_read",
            &[
                ("rows", &self.whole(table.rows)),
                ("encoding", &table.encoding),
                ("decimal", &decimal),
            ],
        );
        self.push(&format!("<p>{read}</p>"));
        self.as_read(report, table);
        self.push("<ul>");
        for join in &table.levels {
            let class = if join.matched == join.areas { "good" } else { "warn" };
            let words = [
                ("matched", self.whole(join.matched)),
                ("areas", self.whole(join.areas)),
                ("level", join.level.clone()),
            ];
            let words: Vec<(&str, &str)> = words.iter().map(|(k, v)| (*k, v.as_str())).collect();
            let line = format!("<li class=\"{class}\">{}</li>", self.say("check.joined", &words));
            self.push(&line);
            self.areas_without_row(&join.areas_without_row);
        }
        for (key, count) in [
            ("check.city_rows", table.city_rows),
            ("check.rows_outside", table.rows_outside_rules),
        ] {
            if count > 0 {
                let line = format!("<li>{}</li>", self.say(key, &[("rows", &self.whole(count))]));
                self.push(&line);
            }
        }
        self.push("</ul>");
        self.unmatched(&table.unmatched);
        self.duplicates(&table.duplicates);
        self.sums(&table.sums);
        self.findings_of(report, &table.file, None);
        self.push("</section>");
    }

    /// What was decided about the shape of the table, and its first rows as read.
    fn as_read(&mut self, report: &ImportReport, table: &TableReport) {
        for decided in report
            .findings
            .iter()
            .filter(|f| f.file == table.file && f.code == super::LAYOUT)
        {
            let said = escaped(&finding(self.language, decided));
            self.push(&format!("<p>{said}</p>"));
        }
        if table.first_rows.is_empty() {
            return;
        }
        let head = self.say("check.first_rows", &[]);
        self.push(&format!(
            "<p>{head}</p>\n<div class=\"wide\" tabindex=\"0\" role=\"group\"><table>"
        ));
        for row in &table.first_rows {
            let cells = row
                .cells
                .iter()
                .take(CELLS_SHOWN)
                .map(|cell| format!("<td>{}</td>", escaped(cell)));
            let cells: String = cells.collect();
            let more = if row.cells.len() > CELLS_SHOWN {
                "<td>…</td>"
            } else {
                ""
            };
            let line = format!(
                "<tr><th scope=\"row\">{}</th>{cells}{more}</tr>",
                self.say("check.at_row", &[("row", &row.number.to_string())])
            );
            self.push(&line);
        }
        self.close_table(0);
    }

    fn areas_without_row(&mut self, areas: &[(String, String)]) {
        if areas.is_empty() {
            return;
        }
        let listed: Vec<String> = areas
            .iter()
            .take(LISTED)
            .map(|(code, name)| format!("<code>{}</code> {}", escaped(code), escaped(name)))
            .collect();
        let head = self.say("check.without_row", &[("count", &self.whole(areas.len()))]);
        let more = self.more(areas.len());
        self.push(&format!("<li>{head} {}{more}</li>", listed.join(", ")));
    }

    /// How many more than are listed, or nothing.
    fn more(&self, count: usize) -> Cow<'static, str> {
        match count.checked_sub(LISTED) {
            Some(more @ 1..) => Cow::Owned(format!(" {}", self.say("check.more", &[("count", &self.whole(more))]))),
            _ => Cow::Borrowed(""),
        }
    }

    fn close_table(&mut self, count: usize) {
        let more = self.more(count);
        self.push("</table></div>");
        if !more.is_empty() {
            self.push(&format!("<p>{more}</p>"));
        }
    }
}
