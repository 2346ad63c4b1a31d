//! Says both ways what joined and what did not, and whether totals agree with sums.

use std::collections::BTreeMap;

use super::JoinInput;
use super::cells::Filled;
use super::difference::difference;
use super::keys::{self, Near};
use super::rows::Places;
use crate::figure::JoinedFigure;
use crate::input::catalog::{KeyKind, RowTarget};
use crate::model::{FigureKind, LevelJoin, LevelSum, Period, Phrase, SumCheck, TableReport, UnmatchedRow};

/// Sums of decimal fractions differ by rounding of the sum itself, never by more than this share.
const SUM_TOLERANCE: f64 = 1e-9;

/// The report of one table.
pub(super) fn table_report(input: &JoinInput, places: &Places, filled: &Filled, decimal: Phrase) -> TableReport {
    TableReport {
        table: input.spec.id.clone(),
        file: input.spec.path.clone(),
        encoding: input.head.encoding.clone(),
        decimal,
        first_rows: input.head.first_rows.clone(),
        rows: places.rows,
        heading_rows: places.headings,
        city_rows: places.city,
        rows_outside_rules: places.outside,
        levels: levels(input)
            .into_iter()
            .map(|level| level_join(input, places, level))
            .collect(),
        unmatched: unmatched(input, places),
        duplicates: filled.duplicates.clone(),
        sums: sums(input, filled),
    }
}

/// Levels that the table's rules name, once each.
fn levels(input: &JoinInput) -> Vec<usize> {
    let mut levels: Vec<usize> = Vec::new();
    for rule in &input.spec.rules {
        if let RowTarget::Level(level) = rule.target
            && !levels.contains(&level)
        {
            levels.push(level);
        }
    }
    levels
}

fn level_join(input: &JoinInput, places: &Places, level: usize) -> LevelJoin {
    let set = &input.levels[level];
    let has_row = &places.joined[level];
    let areas_without_row = set
        .areas
        .iter()
        .zip(has_row)
        .filter(|(_, has_row)| !**has_row)
        .map(|(area, _)| (area.code.to_string(), area.name.clone()))
        .collect();
    LevelJoin {
        level: set.level.id.clone(),
        areas: set.areas.len(),
        matched: has_row.iter().filter(|h| **h).count(),
        areas_without_row,
    }
}

/// Keys that joined nothing, each once, with the nearest key of the level as a suggestion.
fn unmatched(input: &JoinInput, places: &Places) -> Vec<UnmatchedRow> {
    let mut unmatched: Vec<UnmatchedRow> = places
        .unmatched
        .iter()
        .map(|((key, rule), &(row, rows))| {
            let near = suggestion(input, *rule, key);
            UnmatchedRow {
                row,
                rows,
                key: key.clone(),
                because: near.as_ref().and_then(|near| near.because.clone()),
                suggestion: near.map(|near| (near.text, near.similarity)),
            }
        })
        .collect();
    unmatched.sort_by_key(|u| u.row);
    unmatched
}

fn suggestion(input: &JoinInput, rule: usize, key: &str) -> Option<Near> {
    let rule = &input.spec.rules[rule];
    let RowTarget::Level(level) = rule.target else {
        return None;
    };
    let candidates = input.levels[level].areas.iter().map(|area| match rule.by {
        KeyKind::Code => area.code.as_str(),
        KeyKind::Name => area.name.as_str(),
    });
    keys::suggest(key, candidates, rule.by)
}

fn sums(input: &JoinInput, filled: &Filled) -> Vec<SumCheck> {
    let mut checks = Vec::new();
    for (at, (figure, joined)) in input.figures.iter().zip(&filled.figures).enumerate() {
        if figure.kind == FigureKind::Rate {
            continue;
        }
        let mut periods: Vec<&Period> = joined
            .levels
            .values()
            .flat_map(BTreeMap::keys)
            .chain(joined.totals.keys())
            .collect();
        periods.sort();
        periods.dedup();
        for period in periods {
            let levels = level_sums(input, joined, period);
            let total = joined.totals.get(period).and_then(|cell| cell.value.ok());
            let unassigned = filled
                .unassigned
                .get(&(at, period.clone()))
                .copied()
                .unwrap_or_default();
            let finest = joined.levels.values().filter_map(|periods| periods.get(period));
            let finest = finest.max_by_key(|cells| cells.len());
            checks.push(SumCheck {
                figure: figure.id.clone(),
                column: figure.column.clone(),
                period: period.to_string(),
                agrees: agree(&levels, total),
                difference: total
                    .zip(finest)
                    .and_then(|(total, cells)| difference(total, cells, unassigned)),
                levels,
                total,
            });
        }
    }
    checks
}

fn level_sums(input: &JoinInput, joined: &JoinedFigure, period: &Period) -> Vec<LevelSum> {
    joined
        .levels
        .iter()
        .filter_map(|(level, periods)| {
            let cells = periods.get(period)?;
            Some(LevelSum {
                level: input.levels[*level].level.id.clone(),
                sum: tidy(cells.iter().filter_map(|c| c.value.ok()).fold(0.0, |sum, n| sum + n)),
                missing: cells.iter().filter(|c| c.value.is_err()).count(),
                areas: cells.len(),
            })
        })
        .collect()
}

/// Drops the noise of adding decimal fractions, so that a report says 20554.4 and not 20554.399999999998.
fn tidy(sum: f64) -> f64 {
    const SCALE: f64 = 1e6;
    (sum * SCALE).round() / SCALE
}

/// Whether all complete sums and the total say the same. A sum with missing areas proves nothing, unless it exceeds what
/// is complete: counts are not negative.
fn agree(levels: &[LevelSum], total: Option<f64>) -> Option<bool> {
    let complete: Vec<f64> = levels
        .iter()
        .filter(|l| l.missing == 0)
        .map(|l| l.sum)
        .chain(total)
        .collect();
    let first = *complete.first()?;
    let tolerance = SUM_TOLERANCE * complete.iter().fold(1.0, |max: f64, sum| max.max(sum.abs()));
    let differ = complete.iter().any(|sum| (sum - first).abs() > tolerance);
    let exceeds = levels.iter().any(|l| l.missing > 0 && l.sum > first + tolerance);
    match (differ || exceeds, complete.len()) {
        (true, _) => Some(false),
        (false, 1) => None,
        (false, _) => Some(true),
    }
}

#[cfg(test)]
mod tests {
    use super::{LevelSum, agree};

    fn sum(sum: f64, missing: usize) -> LevelSum {
        LevelSum {
            level: "ortsteil".into(),
            sum,
            missing,
            areas: 6,
        }
    }

    #[test]
    fn a_sum_with_gaps_is_not_compared_unless_it_exceeds_the_total() {
        assert_eq!(agree(&[sum(610.0, 0)], Some(610.0)), Some(true));
        assert_eq!(agree(&[sum(600.0, 0)], Some(610.0)), Some(false));
        assert_eq!(agree(&[sum(240.0, 3)], Some(610.0)), None);
        assert_eq!(agree(&[sum(700.0, 1)], Some(610.0)), Some(false));
        assert_eq!(agree(&[sum(610.0, 0)], None), None);
    }
}
