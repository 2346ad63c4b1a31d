//! The status index as text and as a table.

use std::fmt::Write;

use crate::output::wire::PriorityWire;
use crate::text::{Language, number};

/// The flagged areas first, from the highest index down, then how many others there are.
pub fn priority_text(result: &PriorityWire) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = write_text(&mut text, result);
    text
}

fn write_text(text: &mut String, result: &PriorityWire) -> std::fmt::Result {
    writeln!(text, "{}", result.heading())?;
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
    writer.write_record(["code", "name", "index", "class", "flag", "reason"])?;
    for area in &result.areas {
        let index = area.index.map_or_else(String::new, |i| i.to_string().replace('.', ","));
        let flag = if area.flag { "true" } else { "false" };
        writer.write_record([
            area.code,
            area.name,
            &index,
            area.class.unwrap_or_default(),
            flag,
            &area.reason,
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
