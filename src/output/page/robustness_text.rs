//! How firmly a result stands, and two results side by side, as text and as a table.

use std::fmt::Write;

use crate::output::wire::{CompareWire, ComparedAreaWire, RobustnessWire};
use crate::text::{Language, number};

/// The summary, what single choices change, and the areas that are not flagged in all or none of the runs.
pub fn robustness_text(found: &RobustnessWire) -> String {
    let mut text = found.summary.join("\n");
    text.push_str("\n\n");
    for choice in &found.choices {
        let shift = number(Language::German, choice.rank_shift, 2);
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "  wenn {}: {} kommen hinzu, {} fallen weg, {} wechseln die Klasse, mittlere Rangverschiebung {shift}",
            choice.words, choice.gained, choice.lost, choice.class_changes
        );
    }
    let doubtful = |share: f64| share > 0.0 && share < 1.0;
    text.push('\n');
    for area in &found.areas {
        let shaky = area.flagged_share.is_some_and(doubtful) || (area.flag && !area.flips.is_empty());
        if shaky || area.near_cut.is_some() {
            let _ = writeln!(text, "  {} {}: {}", area.code, area.name, area.words);
        }
    }
    text
}

/// The summary and the areas that change class or flag.
pub fn compare_text(found: &CompareWire) -> String {
    let mut text = format!("{}\n\n", found.summary);
    for area in found
        .areas
        .iter()
        .filter(|area| area.class_changed || area.flag_changed.is_some())
    {
        let class = |side: Option<&crate::output::wire::SideWire>| {
            side.map_or_else(
                || "ohne Klasse".to_owned(),
                |side| format!("„{}“ ({})", side.class, number(Language::German, side.index, 2)),
            )
        };
        let (a, b) = (class(area.a.as_ref()), class(area.b.as_ref()));
        let _ = writeln!(text, "  {} {}: {a} → {b}{}", area.code, area.name, flag(area));
    }
    text
}

fn flag(area: &ComparedAreaWire) -> &'static str {
    match area.flag_changed {
        Some("gained") => ", zusätzlich rechnerisch auffällig",
        Some(_) => ", nicht mehr rechnerisch auffällig",
        None => "",
    }
}

/// One row per area, ordered by code: UTF-8 with byte order mark, semicolons, decimal comma.
///
/// # Errors
/// When the table cannot be written, which memory alone could cause.
pub fn compare_csv(found: &CompareWire) -> Result<Vec<u8>, csv::Error> {
    let mut bytes = b"\xEF\xBB\xBF".to_vec();
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .terminator(csv::Terminator::CRLF)
        .from_writer(&mut bytes);
    let header = [
        "code",
        "name",
        "index_a",
        "class_a",
        "flag_a",
        "index_b",
        "class_b",
        "flag_b",
        "rank_difference",
    ];
    writer.write_record(header)?;
    for area in &found.areas {
        let side = |side: Option<&crate::output::wire::SideWire>| {
            side.map_or_else(
                || [String::new(), String::new(), String::new()],
                |side| {
                    [
                        side.index.to_string().replace('.', ","),
                        side.class.to_owned(),
                        side.flag.to_string(),
                    ]
                },
            )
        };
        let rank = area
            .rank_difference
            .map_or_else(String::new, |difference| difference.to_string());
        let mut row = vec![area.code.to_owned(), area.name.to_owned()];
        row.extend(side(area.a.as_ref()));
        row.extend(side(area.b.as_ref()));
        row.push(rank);
        writer.write_record(row)?;
    }
    writer.flush()?;
    drop(writer);
    Ok(bytes)
}
