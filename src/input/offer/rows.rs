//! From rows to offers.

use std::collections::BTreeMap;

use geo::Coord;

use super::OfferError;
use super::columns::Columns;
use crate::input::boundary::points::{RawPoint, RawPoints};
use crate::input::boundary::system::Missing as Unsaid;
use crate::input::catalog::OfferSpec;
use crate::input::files::CityFiles;
use crate::input::table::{self, Decimal, Signs, TableOptions, parse_cell};
use crate::model::{Finding, LifeStage, Offer, RawRow, RawTable};

/// Reads a table with two columns of coordinates.
pub(super) fn of_table(
    files: &dyn CityFiles,
    spec: &OfferSpec,
    findings: &mut Vec<Finding>,
) -> Result<(RawPoints, Columns), OfferError> {
    let options = TableOptions {
        encoding: spec.encoding.as_deref(),
        delimiter: spec.delimiter,
        records: spec.records.as_deref(),
        layout: spec.shape.as_ref(),
    };
    let (table, noticed) = table::read(files, &spec.path, &options)?;
    findings.extend(noticed);
    let columns = Columns::find(spec, &table.columns)?;
    let (Some(lon), Some(lat)) = (columns.lon, columns.lat) else {
        return Err(OfferError::NoCoordinates {
            file: spec.path.clone(),
            offer: spec.id.clone(),
            found: table.columns.join(", "),
        });
    };
    let numbers = numbers(&table, [lon, lat]);
    let rows = table.rows.into_iter().zip(numbers);
    let rows = rows.map(|(row, [x, y])| RawPoint {
        number: row.number,
        cells: row.cells,
        at: x.zip(y).map(|(x, y)| Coord { x, y }),
    });
    let points = RawPoints {
        rows: rows.collect(),
        columns: table.columns,
        said: None,
        missing: Unsaid::Columns,
    };
    Ok((points, columns))
}

/// The numbers of two columns of coordinates; nothing where a cell is none.
///
/// A sign that stands twice in one cell groups thousands in all of them; else the last sign of a cell is the decimal one, so that
/// `13,405` is a longitude and no thirteen thousand.
fn numbers(table: &RawTable, columns: [usize; 2]) -> Vec<[Option<f64>; 2]> {
    let cell = |row: &RawRow, column: usize| {
        row.cells
            .get(column)
            .map(|cell| cell.trim().to_owned())
            .unwrap_or_default()
    };
    let cells: Vec<[String; 2]> = table
        .rows
        .iter()
        .map(|row| columns.map(|column| cell(row, column)))
        .collect();
    let groups = ['.', ','].into_iter().find(|sign| {
        let mut all = cells.iter().flatten();
        all.any(|cell| cell.matches(*sign).count() > 1)
    });
    cells
        .iter()
        .map(|pair| [0, 1].map(|i| number(&pair[i], groups)))
        .collect()
}

fn number(cell: &str, groups: Option<char>) -> Option<f64> {
    let mut plain: String = cell
        .chars()
        .filter(|c| !c.is_whitespace() && Some(*c) != groups)
        .collect();
    if groups.is_none() && plain.contains('.') && plain.contains(',') {
        let decimal = plain.rfind(['.', ',']).and_then(|at| plain.get(at..)?.chars().next());
        plain.retain(|c| c.is_ascii_digit() || c == '-' || Some(c) == decimal);
    }
    let plain = plain.replace(',', ".");
    plain.parse().ok().filter(|number: &f64| number.is_finite())
}

/// All rows with a place.
pub(super) fn offers(
    spec: &OfferSpec,
    points: &RawPoints,
    columns: &Columns,
    places: &BTreeMap<usize, Coord<f64>>,
    shown: &[bool],
    findings: &mut Vec<Finding>,
) -> Vec<Offer> {
    let mut unreadable: Vec<usize> = Vec::new();
    let rows = points
        .rows
        .iter()
        .filter_map(|row| Some((row, *places.get(&row.number)?)));
    let offers = rows
        .map(|(row, at)| {
            let text = |column: Option<usize>| {
                let column = column.filter(|column| shown.get(*column) == Some(&true));
                column
                    .and_then(|column| row.cells.get(column))
                    .map_or("", |cell| cell.trim())
            };
            let stages = stages(text(columns.life_stages));
            let room = places_of(text(columns.places));
            if room.is_err() {
                unreadable.push(row.number);
            }
            let id = text(columns.id);
            Offer {
                id: if id.is_empty() {
                    row.number.to_string()
                } else {
                    id.to_owned()
                },
                name: text(columns.name).to_owned(),
                kind: text(columns.kind).to_owned(),
                life_stages: if stages.is_empty() {
                    spec.life_stages.clone()
                } else {
                    stages
                },
                provider: text(columns.provider).to_owned(),
                places: room.unwrap_or_default(),
                details: details(row, points, columns, shown),
                at,
            }
        })
        .collect();
    if let Some(first) = unreadable.first() {
        findings.push(
            Finding::warning("offer/no-number", &spec.path)
                .with("count", unreadable.len())
                .at_row(*first),
        );
    }
    offers
}

/// A number of places, nothing, or an error for a text that is neither.
fn places_of(text: &str) -> Result<Option<f64>, ()> {
    let signs = Signs::default();
    let read = [Decimal::Comma, Decimal::Point].map(|decimal| parse_cell(text, decimal, &signs));
    match read {
        [Ok(cell), _] | [Err(_), Ok(cell)] => Ok(cell.value.ok()),
        _ => Err(()),
    }
}

/// Stages in a JSON list or between separators.
fn stages(text: &str) -> Vec<LifeStage> {
    let list: Option<Vec<String>> = text.starts_with('[').then(|| serde_json::from_str(text).ok()).flatten();
    let parts = list.unwrap_or_else(|| text.split([';', ',', '|']).map(str::to_owned).collect());
    let parts = parts.into_iter().map(|part| part.trim().to_owned());
    parts.filter(|part| !part.is_empty()).map(LifeStage).collect()
}

fn details(row: &RawPoint, points: &RawPoints, columns: &Columns, shown: &[bool]) -> Vec<(String, String)> {
    let told = columns.told();
    let rest = points.columns.iter().zip(&row.cells).zip(shown).enumerate();
    rest.filter(|(column, ((_, cell), shown))| {
        **shown && !cell.trim().is_empty() && told.iter().all(|(_, used)| *used != Some(*column))
    })
    .map(|(_, ((name, cell), _))| (name.clone(), cell.trim().to_owned()))
    .collect()
}
