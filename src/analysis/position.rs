//! Where one area stands among all areas of its level.

use super::interval::Interval;
use super::real;
use crate::model::Value;

/// Ranks that an area may have, counted from the highest value.
///
/// Values that chance could have put in another order share their ranks: an area is certainly behind those whose whole
/// interval lies above its own, and certainly before those whose whole interval lies below.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RankRange {
    /// The best rank, at least 1.
    pub from: usize,
    /// The last rank, at most the number of areas.
    pub to: usize,
}

/// Where an area stands among the areas of its level that have a value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Position {
    /// Number of areas with a value.
    pub areas: usize,
    /// Position of the area with the lowest value and that value; the first one where several have it.
    pub min: (usize, f64),
    /// The same for the highest value.
    pub max: (usize, f64),
    /// Share of the other areas with a lower value, those with the same value counted half: 0 is the lowest place, 1 the
    /// highest; `None` where no other area has a value.
    pub quantile: Option<f64>,
    /// The ranks that the area may have.
    pub rank: RankRange,
}

/// The position of an area. `intervals` hold one entry per area; an area without one stands at its value alone.
///
/// # Missing values
/// `None` where the area has no value; others without one are left out.
///
/// # Examples
/// ```
/// use sozialraumatlas::analysis::position::position;
/// let found = position(&[Ok(1.0), Ok(4.0), Ok(2.0)], &[None; 3], 2).ok_or("no value")?;
/// assert_eq!((found.rank.from, found.rank.to, found.quantile), (2, 2, Some(0.5)));
/// # Ok::<(), &str>(())
/// ```
pub fn position(values: &[Value], intervals: &[Option<Interval>], area: usize) -> Option<Position> {
    let own = values.get(area)?.ok()?;
    let known = || {
        values
            .iter()
            .enumerate()
            .filter_map(|(i, value)| Some((i, value.ok()?)))
    };
    let bounds = |i: usize, value: f64| {
        let interval = intervals.get(i).copied().flatten();
        interval.unwrap_or(Interval {
            lower: value,
            upper: value,
        })
    };
    let mine = bounds(area, own);
    let others = || known().filter(|(i, _)| *i != area);
    let areas = known().count();
    let above = others().filter(|(i, v)| bounds(*i, *v).lower > mine.upper).count();
    let below = others().filter(|(i, v)| bounds(*i, *v).upper < mine.lower).count();
    let lower = others().filter(|(_, value)| *value < own).count();
    let higher = others().filter(|(_, value)| *value > own).count();
    let same = areas - 1 - lower - higher;
    Some(Position {
        areas,
        min: known().reduce(|a, b| if b.1 < a.1 { b } else { a })?,
        max: known().reduce(|a, b| if b.1 > a.1 { b } else { a })?,
        quantile: (areas > 1).then(|| (real(lower) + real(same) / 2.0) / real(areas - 1)),
        rank: RankRange {
            from: above + 1,
            to: areas - below,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::{Interval, RankRange, position};
    use crate::model::Missing;

    #[test]
    fn areas_whose_intervals_overlap_share_their_ranks() {
        let values = [Ok(10.0), Ok(12.0), Ok(30.0), Err(Missing::Suppressed)];
        let around = |value: f64| {
            Some(Interval {
                lower: value - 3.0,
                upper: value + 3.0,
            })
        };
        let intervals = [around(10.0), around(12.0), around(30.0), None];
        let found = position(&values, &intervals, 0).expect("a value");
        assert_eq!(found.areas, 3);
        assert_eq!(found.rank, RankRange { from: 2, to: 3 });
        assert_eq!((found.min, found.max), ((0, 10.0), (2, 30.0)));
        assert_eq!(
            position(&values, &intervals, 2).expect("a value").rank,
            RankRange { from: 1, to: 1 }
        );
        assert_eq!(position(&values, &intervals, 3), None);
    }

    #[test]
    fn equal_values_share_rank_and_quantile() {
        let found = position(&[Ok(1.0), Ok(1.0), Ok(1.0)], &[], 1).expect("a value");
        assert_eq!((found.rank, found.quantile), (RankRange { from: 1, to: 3 }, Some(0.5)));
        let alone = position(&[Ok(1.0)], &[], 0).expect("a value");
        assert_eq!((alone.rank, alone.quantile), (RankRange { from: 1, to: 1 }, None));
    }
}
