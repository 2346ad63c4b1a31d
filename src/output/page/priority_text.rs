//! The status index as text and as a table.

use std::fmt::Write;

use crate::model::Missing;
use crate::output::wire::{PriorityWire, RefusalWire};
use crate::text::{Language, missing, number, sentence};

/// The flagged areas first, from the highest index down, then how many others there are.
pub fn priority_text(result: &PriorityWire) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = write_text(&mut text, result);
    text
}

fn write_text(text: &mut String, result: &PriorityWire) -> std::fmt::Result {
    writeln!(text, "{}", result.heading())?;
    write_counts(text, result)?;
    let mut flagged: Vec<_> = result.areas.iter().filter(|a| a.flag).collect();
    flagged.sort_by(|a, b| {
        b.index
            .unwrap_or_default()
            .total_cmp(&a.index.unwrap_or_default())
            .then_with(|| a.code.cmp(b.code))
    });
    for area in flagged {
        writeln!(text, "  {} {}: {}", area.code, area.name, area.reason)?;
    }
    let without: Vec<_> = result.areas.iter().filter(|a| a.index.is_none()).collect();
    if !without.is_empty() {
        writeln!(text, "\n{} Gebiete ohne Klasse", without.len())?;
    }
    for area in without {
        writeln!(text, "  {} {}: {}", area.code, area.name, area.reason)?;
    }
    writeln!(text, "\n{}", result.note())
}

/// People in flagged areas, and the areas by status and dynamics.
fn write_counts(text: &mut String, result: &PriorityWire) -> std::fmt::Result {
    let (version, hash) = result.fingerprint();
    writeln!(text, "Definition, Fassung {version}, Prüfsumme {hash}")?;
    if let Some((flagged, all)) = result.people() {
        let count = |n: f64| number(Language::German, n, 0);
        writeln!(
            text,
            "{} von {} Einwohnern der Gebiete mit Klasse leben in auffälligen",
            count(flagged),
            count(all)
        )?;
    }
    let (classes, dynamics, table) = result.cross();
    if !dynamics.is_empty() {
        writeln!(text, "\nStatus / Dynamik: {}", dynamics.join(" / "))?;
        for (class, row) in classes.iter().zip(table) {
            let counts: Vec<String> = row.iter().map(ToString::to_string).collect();
            writeln!(text, "  {class}: {}", counts.join(" / "))?;
        }
        writeln!(text)?;
    }
    Ok(())
}

/// Values, intervals and differences that stand in the place of an index.
pub fn comparison_text(refusal: &RefusalWire, language: Language) -> String {
    let mut text = String::new();
    for compared in &refusal.instead {
        let value = |n: Option<f64>| n.map_or_else(|| "–".to_owned(), |n| number(language, n, compared.decimals));
        let words = [
            ("indicator", compared.name),
            ("period", compared.period),
            ("unit", compared.unit),
        ];
        text.push_str(&sentence(language, "priority.compared", &words));
        let _ = writeln!(text, " ({})", value(compared.city));
        for area in &compared.areas {
            let reason = area
                .reason
                .and_then(Missing::from_id)
                .map(|reason| missing(language, reason));
            let verdict = area
                .to_city
                .map(|to_city| sentence(language, &format!("to_city.{to_city}"), &[]));
            let numbers = [area.value, area.lower, area.upper, area.difference].map(value);
            let _ = writeln!(
                text,
                "  {}: {} [{}; {}], {}{}",
                area.name,
                reason.unwrap_or_else(|| numbers[0].clone()),
                numbers[1],
                numbers[2],
                sentence(language, "priority.compared_difference", &[("difference", &numbers[3])]),
                verdict.map_or_else(String::new, |verdict| format!(" ({verdict})")),
            );
        }
    }
    text
}

/// One row per area, ordered by code: UTF-8 with byte order mark, semicolons, decimal comma.
///
/// # Errors
/// When the table cannot be written, which memory alone could cause.
pub fn priority_csv(result: &PriorityWire) -> Result<Vec<u8>, csv::Error> {
    let mut bytes = b"\xEF\xBB\xBF".to_vec();
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .terminator(csv::Terminator::CRLF)
        .from_writer(&mut bytes);
    let header = [
        "code",
        "name",
        "index",
        "class",
        "flag",
        "reason",
        "flag_status",
        "dynamics_index",
        "dynamics_class",
    ];
    writer.write_record(header)?;
    let decimal = |n: f64| n.to_string().replace('.', ",");
    for area in &result.areas {
        let index = area.index.map_or_else(String::new, decimal);
        let change = area.dynamics.as_ref().map_or_else(String::new, |d| decimal(d.index));
        writer.write_record([
            area.code,
            area.name,
            &index,
            area.class.unwrap_or_default(),
            if area.flag { "true" } else { "false" },
            &area.reason,
            area.flag_status.unwrap_or_default(),
            &change,
            area.dynamics.as_ref().map_or("", |d| d.class),
        ])?;
    }
    writer.flush()?;
    drop(writer);
    Ok(bytes)
}

impl PriorityWire<'_> {
    /// Name, level, period and counts in one line.
    fn heading(&self) -> String {
        let count = |n: usize| number(Language::German, f64::from(u32::try_from(n).unwrap_or(u32::MAX)), 0);
        format!(
            "{} ({}, {}): {} von {} Gebieten mit Klasse, {} rechnerisch auffällig",
            self.name(),
            self.level(),
            self.period(),
            count(self.valid()),
            count(self.areas.len()),
            count(self.areas.iter().filter(|a| a.flag).count())
        )
    }
}
