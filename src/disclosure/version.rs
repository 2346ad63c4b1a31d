//! The version of published data: a fingerprint of nothing but what may be seen.

use geo::CoordsIter;

use super::published::{Column, Counts, Published};
use crate::model::{AreaSet, Fingerprint, Missing, Source};

/// Sixteen hexadecimal digits over definitions, areas and shown cells. A hidden count never enters: whoever holds the public
/// files could else try all guesses until the digits agree.
pub(super) fn of(published: &Published) -> String {
    let mut print = Fingerprint::default();
    print.text(&format!("{:?}", published.city()));
    published
        .sources()
        .iter()
        .for_each(|source| add_source(&mut print, source));
    print.text(&format!("{:?}", published.figures()));
    print.text(&format!("{:?}", published.indicators()));
    print.text(&format!("{:?}", published.remarks()));
    print.text(&format!("{:?}", published.priorities()));
    print.text(&format!("{:?}", published.context()));
    print.text(&format!("{:?}", published.offers()));
    for set in published.levels() {
        add_level(&mut print, set);
    }
    for indicator in 0..published.indicators().len() {
        for level in 0..published.levels().len() {
            match published.periods(indicator, level) {
                Err(reason) => print.word(code(reason)),
                Ok(periods) => {
                    print.size(periods.len());
                    for period in periods {
                        print.text(period.as_str());
                        let column = published.column(indicator, level, period);
                        if let Some(column) = column {
                            add_column(&mut print, column);
                        }
                    }
                }
            }
        }
    }
    print.short()
}

/// What readers are told about a source; the rules of departments are not.
fn add_source(print: &mut Fingerprint, source: &Source) {
    let texts = [
        &source.id,
        &source.publisher,
        &source.title,
        &source.licence,
        &source.as_of,
        &source.url,
        &source.population_concept,
    ];
    for text in texts {
        print.text(text);
    }
    print.text(&format!("{:?}", source.public_rules));
}

fn add_level(print: &mut Fingerprint, set: &AreaSet) {
    print.text(&format!("{:?}", set.level));
    print.text(&format!("{:?}", set.links));
    print.size(set.areas.len());
    for area in &set.areas {
        print.word(area.id);
        print.text(area.code.as_str());
        print.text(&area.name);
        print.number(area.area_km2);
        for corner in area.shape.coords_iter().chain([area.label]) {
            print.number(corner.x);
            print.number(corner.y);
        }
    }
}

fn add_column(print: &mut Fingerprint, column: &Column) {
    for cell in column.cells() {
        let mark = cell.mark.map_or(0, |mark| 1 + mark as u64);
        add(print, cell.value, mark);
    }
    add(print, column.city(), 0);
    let all = column
        .counts()
        .into_iter()
        .flatten()
        .copied()
        .chain(column.city_counts());
    for counts in all.flatten() {
        let Counts { numerator, denominator } = counts;
        print.number(numerator);
        print.number(denominator);
    }
}

fn add(print: &mut Fingerprint, value: Result<f64, Missing>, mark: u64) {
    match value {
        Ok(number) => {
            print.word(mark);
            print.number(number);
        }
        Err(reason) => print.word(code(reason)),
    }
}

/// A reason, apart from all marks.
fn code(reason: Missing) -> u64 {
    1000 + reason as u64
}
