//! CSV for spreadsheets: UTF-8 with byte order mark; German ones read semicolons and decimal commas, English ones commas and
//! decimal points.

use super::{Export, ExportError, Picture};
use crate::analysis::difference::Verdict;
use crate::analysis::estimate::{estimate, model};
use crate::disclosure::Published;
use crate::model::{Mark, Missing, Period, tidy};
use crate::output::geojson::Selection;
use crate::output::wire::class_name;
use crate::text::{Language, missing, sentence};

/// One row per area; a missing value stands as its reason in words, never as zero or nothing.
pub(super) struct Csv;

impl Export for Csv {
    fn id(&self) -> &'static str {
        "csv"
    }

    fn media_type(&self) -> &'static str {
        "text/csv; charset=utf-8"
    }

    fn write(&self, p: &Published, selection: &Selection) -> Result<Vec<u8>, ExportError> {
        self.write_picture(p, selection, &Picture::default())
    }

    fn write_picture(&self, p: &Published, selection: &Selection, wish: &Picture) -> Result<Vec<u8>, ExportError> {
        let fault = |e: csv::Error| ExportError::Csv(e.to_string());
        let words = Words(wish.wish.language);
        let mut bytes = b"\xEF\xBB\xBF".to_vec();
        {
            let mut writer = csv::WriterBuilder::new()
                .delimiter(words.delimiter())
                .terminator(csv::Terminator::CRLF)
                .from_writer(&mut bytes);
            let marked = marked(p, selection);
            writer
                .write_record(header(p, selection, &marked, words))
                .map_err(fault)?;
            let areas = p.levels().get(selection.level).map_or(0, |set| set.areas.len());
            for area in 0..areas {
                let row = row(p, selection, &marked, area, words);
                writer.write_record(row).map_err(fault)?;
            }
            writer.flush().map_err(|e| ExportError::Csv(e.to_string()))?;
        }
        Ok(bytes)
    }
}

/// How one language writes tables.
#[derive(Clone, Copy)]
struct Words(Language);

impl Words {
    fn delimiter(self) -> u8 {
        match self.0 {
            Language::German => b';',
            Language::English => b',',
        }
    }

    fn say(self, key: &str) -> String {
        sentence(self.0, key, &[])
    }

    fn missing(self, reason: Missing) -> String {
        missing(self.0, reason)
    }

    fn decimal(self, number: f64) -> String {
        let plain = tidy(number).to_string();
        match self.0 {
            Language::German => plain.replace('.', ","),
            Language::English => plain,
        }
    }

    fn class(self, class: Option<&String>) -> String {
        class.map_or_else(String::new, |class| class_name(class, self.0))
    }
}

/// What stands beside a value.
#[derive(Clone, Copy)]
enum More {
    Numerator,
    Denominator,
    Lower,
    Upper,
}

impl More {
    fn key(self) -> &'static str {
        match self {
            Self::Numerator => "export.numerator",
            Self::Denominator => "export.denominator",
            Self::Lower => "export.lower",
            Self::Upper => "export.upper",
        }
    }

    fn of(self, p: &Published, level: usize, indicator: usize, period: &Period, area: usize) -> Option<f64> {
        let column = p.column(indicator, level, period)?;
        let counts = || column.counts()?.get(area)?.ok();
        let bounds = || Some(estimate(p, indicator, column, area).interval?.0);
        match self {
            Self::Numerator => counts().map(|c| c.numerator),
            Self::Denominator => counts().map(|c| c.denominator),
            Self::Lower => bounds().map(|i| i.lower),
            Self::Upper => bounds().map(|i| i.upper),
        }
    }
}

/// Counts stand beside ratios, bounds beside those of which an interval can be given.
fn more_columns(p: &Published, level: usize, indicator: usize, period: &Period) -> &'static [More] {
    const ALL: [More; 4] = [More::Lower, More::Upper, More::Numerator, More::Denominator];
    let has_counts = p
        .column(indicator, level, period)
        .is_some_and(|column| column.counts().is_some());
    match (has_counts, model(p, indicator).is_ok()) {
        (false, _) => &[],
        (true, false) => &ALL[2..],
        (true, true) => &ALL,
    }
}

/// How a value stands to that of the city; `None` where none of it can be said.
fn to_city(p: &Published, level: usize, indicator: usize, period: &Period, area: usize) -> Option<Verdict> {
    let column = p.column(indicator, level, period)?;
    Some(estimate(p, indicator, column, area).to_city?.verdict())
}

/// What the office noted beside a value that is there; also that it is estimated.
fn mark(p: &Published, level: usize, indicator: usize, period: &Period, area: usize) -> Option<Mark> {
    p.column(indicator, level, period)?.cells().get(area)?.shown_mark()
}

/// For every indicator of the selection whether it needs a column for notes.
fn marked(p: &Published, selection: &Selection) -> Vec<bool> {
    let level = selection.level;
    let areas = p.levels().get(level).map_or(0, |set| set.areas.len());
    let marked = |(indicator, period): &(usize, &Period)| {
        (0..areas).any(|area| mark(p, level, *indicator, period, area).is_some())
    };
    selection.indicators.iter().map(marked).collect()
}

fn header(p: &Published, selection: &Selection, marked: &[bool], words: Words) -> Vec<String> {
    let mut header = vec![words.say("export.code"), words.say("export.name")];
    for ((index, period), marked) in selection.indicators.iter().zip(marked) {
        let indicator = &p.indicators()[*index];
        header.push(format!("{} in {} ({period})", indicator.name, indicator.unit.0));
        let name = &indicator.name;
        let more = more_columns(p, selection.level, *index, period);
        header.extend(
            more.iter()
                .map(|column| format!("{name}: {} ({period})", words.say(column.key()))),
        );
        if model(p, *index).is_ok() {
            header.push(format!("{name}: {} ({period})", words.say("export.to_city")));
        }
        if *marked {
            header.push(format!("{name}: {} ({period})", words.say("export.mark")));
        }
    }
    if let Some((definition, _)) = selection.status {
        let period = definition.period.as_str();
        let index = format!("{} ({period})", definition.name);
        let told = |key: &str| format!("{} ({period})", words.say(key));
        header.extend([index, told("export.class")]);
        if definition.dynamics.is_some() {
            header.extend([told("export.dynamics"), told("export.dynamics_class")]);
        }
        header.push(told("export.hint"));
    }
    if !selection.standing.is_empty() {
        header.push(words.say("export.standing"));
    }
    header
}

fn row(p: &Published, selection: &Selection, marked: &[bool], area: usize, words: Words) -> Vec<String> {
    let named = &p.levels()[selection.level].areas[area];
    let mut row = vec![named.code.to_string(), named.name.clone()];
    for ((indicator, period), marked) in selection.indicators.iter().zip(marked) {
        let cell = p
            .column(*indicator, selection.level, period)
            .and_then(|c| c.cells().get(area).copied());
        let value = cell.map_or(Err(Missing::NoRow), |c| c.value);
        row.push(match value {
            Ok(value) => words.decimal(value),
            Err(reason) => words.missing(reason),
        });
        let more = more_columns(p, selection.level, *indicator, period);
        row.extend(
            more.iter()
                .map(|column| match column.of(p, selection.level, *indicator, period, area) {
                    Some(number) => words.decimal(number),
                    None => value.err().map(|reason| words.missing(reason)).unwrap_or_default(),
                }),
        );
        if model(p, *indicator).is_ok() {
            let verdict = to_city(p, selection.level, *indicator, period, area);
            let said = verdict.map(|verdict| words.say(&format!("to_city.{}", verdict.id())));
            let reason = || value.err().map(|reason| words.missing(reason));
            row.push(said.or_else(reason).unwrap_or_default());
        }
        if *marked {
            let noted = mark(p, selection.level, *indicator, period, area);
            row.push(noted.map_or_else(String::new, |mark| words.say(&format!("mark.{}", mark.id()))));
        }
    }
    if let Some((definition, status)) = selection.status {
        let outcome = status.result.areas.get(area).and_then(|a| a.as_ref().ok());
        row.push(outcome.map_or_else(String::new, |s| words.decimal(s.status.index)));
        row.push(words.class(outcome.and_then(|s| definition.classes().get(s.status.class))));
        if let Some(dynamics) = &definition.dynamics {
            let change = outcome.and_then(|s| s.dynamics.as_ref());
            row.push(change.map_or_else(String::new, |change| words.decimal(change.index)));
            let class = change.and_then(|change| dynamics.index.classes.get(change.class));
            row.push(words.class(class));
        }
        let hint = outcome.filter(|s| s.flagged);
        row.push(hint.map_or_else(String::new, |_| words.say("priority.flagged")));
    }
    if !selection.standing.is_empty() {
        let said = |status| words.say(&format!("decision.status.{status}"));
        let standing = selection.standing.flag_status(selection.level, area, false);
        row.push(standing.map_or_else(String::new, said));
    }
    row
}
