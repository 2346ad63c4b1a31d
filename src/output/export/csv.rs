//! CSV for German spreadsheets: UTF-8 with byte order mark, semicolons, decimal comma.

use super::{Export, ExportError};
use crate::disclosure::Published;
use crate::output::geojson::Selection;
use crate::text::{Language, missing};

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
        let fault = |e: csv::Error| ExportError::Csv(e.to_string());
        let mut bytes = b"\xEF\xBB\xBF".to_vec();
        {
            let mut writer = csv::WriterBuilder::new()
                .delimiter(b';')
                .terminator(csv::Terminator::CRLF)
                .from_writer(&mut bytes);
            writer.write_record(header(p, selection)).map_err(fault)?;
            let areas = p.levels().get(selection.level).map_or(0, |set| set.areas.len());
            for area in 0..areas {
                writer.write_record(row(p, selection, area)).map_err(fault)?;
            }
            writer.flush().map_err(|e| ExportError::Csv(e.to_string()))?;
        }
        Ok(bytes)
    }
}

fn header(p: &Published, selection: &Selection) -> Vec<String> {
    let mut header = vec!["Schlüssel".to_owned(), "Name".to_owned()];
    for (indicator, period) in selection.indicators {
        let indicator = &p.indicators()[*indicator];
        header.push(format!("{} in {} ({period})", indicator.name, indicator.unit.0));
    }
    if let Some((definition, _)) = selection.status {
        let period = definition.period.as_str();
        let index = format!("{} ({period})", definition.name);
        header.extend([index, format!("Klasse ({period})"), format!("Hinweis ({period})")]);
    }
    header
}

fn row(p: &Published, selection: &Selection, area: usize) -> Vec<String> {
    let named = &p.levels()[selection.level].areas[area];
    let mut row = vec![named.code.to_string(), named.name.clone()];
    for (indicator, period) in selection.indicators {
        let cell = p
            .column(*indicator, selection.level, period)
            .and_then(|c| c.cells().get(area).copied());
        row.push(match cell.map_or(Err(crate::model::Missing::NoRow), |c| c.value) {
            Ok(value) => value.to_string().replace('.', ","),
            Err(reason) => missing(Language::German, reason),
        });
    }
    if let Some((definition, status)) = selection.status {
        let outcome = status.result.areas.get(area).and_then(|a| a.as_ref().ok());
        row.push(outcome.map_or_else(String::new, |s| s.index.to_string().replace('.', ",")));
        row.push(
            outcome
                .and_then(|s| definition.classes.get(s.class))
                .cloned()
                .unwrap_or_default(),
        );
        let hint = outcome.filter(|s| s.flagged);
        row.push(hint.map_or_else(String::new, |_| {
            crate::text::sentence(Language::German, "priority.flagged", &[])
        }));
    }
    row
}
