//! What cannot be right, seen only when figures meet.

use crate::figure::{Dataset, Origin, measure};
use crate::model::{Finding, Indicator, Measure, Missing, Term};

/// Differences below this come from floating-point arithmetic.
const NOISE: f64 = 1e-9;
/// Per cent of no less than this are multiplied twice.
const MANY: f64 = 1000.0;

/// Cells in which the part exceeds the whole.
#[derive(Default)]
struct Excess {
    cells: usize,
    example: Option<(String, String)>,
}

/// Shares whose numerator exceeds their denominator: swapped columns, different dates, or no share at all.
pub(super) fn shares_above_the_whole(data: &Dataset) -> Vec<Finding> {
    let shares = data
        .indicators
        .iter()
        .filter(|i| matches!(i.measure, Measure::Ratio { share: true, .. }));
    shares
        .filter_map(|indicator| finding(indicator, &excess(data, &indicator.measure)))
        .collect()
}

/// Indicators in per cent in which the whole is no hundred: the factor was forgotten, or is in the formula too.
pub(super) fn per_cent_that_are_none(data: &Dataset) -> Vec<Finding> {
    let scale = |indicator: &Indicator| match &indicator.measure {
        Measure::Ratio {
            numerator,
            denominator,
            factor,
            ..
        } => {
            // A weight has a scale of its own.
            if numerator.iter().chain(denominator).any(|term| term.weight.is_some()) {
                return None;
            }
            let most = |terms: &[Term]| terms.iter().map(|term| term.coefficient.abs()).fold(0.0, f64::max);
            Some(factor * most(numerator) / most(denominator))
        }
        Measure::Value(_) => None,
    };
    let in_per_cent = data
        .indicators
        .iter()
        .filter(|indicator| indicator.unit.0.trim() == "%");
    let scaled = in_per_cent.filter_map(|indicator| Some((indicator, scale(indicator)?)));
    let wrong = scaled.filter(|(_, scale)| scale.is_finite() && ((scale - 1.0).abs() < NOISE || *scale >= MANY));
    wrong
        .map(|(indicator, scale)| {
            Finding::warning("indicator/no-per-cent", "city.toml")
                .with("indicator", indicator.id.as_str())
                .with("scale", scale.to_string())
        })
        .collect()
}

fn excess(data: &Dataset, indicator: &Measure) -> Excess {
    let mut excess = Excess::default();
    for level in 0..data.levels.len() {
        let direct = |f: &usize| data.series(*f, level).is_ok_and(|s| s.origin == Origin::Direct);
        if !indicator.figures().iter().all(direct) {
            continue;
        }
        let first = indicator.figures().first().and_then(|f| data.series(*f, level).ok());
        for period in first.into_iter().flat_map(|s| s.periods.keys()) {
            let cells = measure(data, indicator, level, period).into_iter().flatten();
            for (area, cell) in data.levels[level].areas.iter().zip(cells) {
                let [part, whole] = [cell.numerator, cell.denominator].map(|v| v.unwrap_or(Err(Missing::NoRow)));
                if part.ok().zip(whole.ok()).is_some_and(|(part, whole)| part > whole) {
                    excess.cells += 1;
                    excess
                        .example
                        .get_or_insert_with(|| (area.code.to_string(), period.to_string()));
                }
            }
        }
    }
    excess
}

fn finding(indicator: &Indicator, excess: &Excess) -> Option<Finding> {
    let (code, period) = excess.example.as_ref()?;
    Some(
        Finding::warning("figure/part-exceeds-whole", "city.toml")
            .with("indicator", indicator.id.as_str())
            .with("cells", excess.cells)
            .with("area", code.as_str())
            .with("period", period.as_str()),
    )
}
