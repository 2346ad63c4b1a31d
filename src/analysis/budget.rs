//! Sharing a budget out by need: "Ungleiches ungleich behandeln".
//!
//! For a budget `B`, a base share `s`, people `p_i` and factors of need `f_i >= 1`:
//!
//! `B_i = s B p_i / Σp + (1 - s) B p_i f_i / Σ(p f)`
//!
//! The factor grows with the index, `f_i = 1 + a clamp((index_i - min) / (max - min), 0, 1)`, or is given for every class. A
//! yearly cap `c` keeps an area within `±c` of what it has now, scaled to the new sum; the rest is shared among the others by the
//! same formula until nothing changes. Cents go to the largest remainders, of equal ones to the first in the order of the areas
//! (their codes), so that the sum is the budget to the cent.
//!
//! It is for means that can be steered (§§ 11-16 SGB VIII, school social work, family centres, staff). An individual entitlement
//! such as Hilfen zur Erziehung cannot be capped by area.

use super::real;

/// How the need of areas becomes a factor.
#[derive(Debug, Clone, PartialEq)]
pub enum Need {
    /// From 1 at the lowest index to 1 + a at the highest.
    Continuous {
        /// How much more a head counts in the area with the greatest need.
        a: f64,
    },
    /// One factor for every class, from least to most deprived.
    PerClass(Vec<f64>),
}

/// An area that gets a part.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    /// Heads that are counted, at least zero.
    pub people: f64,
    /// The index; none where it cannot be computed, which counts as the least need.
    pub index: Option<f64>,
    /// The class of the index.
    pub class: Option<usize>,
    /// What it has now, in cents.
    pub current: Option<i64>,
}

/// What is shared out, and how.
#[derive(Debug, Clone, PartialEq)]
pub struct Rules {
    /// The budget in cents.
    pub total: i64,
    /// The part from 0 to 1 that is shared by heads alone.
    pub base_share: f64,
    /// How need counts.
    pub need: Need,
    /// How far an amount may move from the present one, scaled: 0.1 is ten per cent.
    pub cap: Option<f64>,
    /// The present sum in cents; without one, that of the areas.
    pub last_total: Option<i64>,
}

/// At which end an amount was stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Capped {
    /// It would have lost more.
    Lower,
    /// It would have gained more.
    Upper,
}

/// What an area gets.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Amount {
    /// The factor of need.
    pub factor: f64,
    /// Cents by the rules.
    pub cents: i64,
    /// Cents by heads alone.
    pub by_heads: i64,
    /// What it has now, scaled to the new sum; cents.
    pub scaled: Option<f64>,
    /// Whether the cap stopped it.
    pub capped: Option<Capped>,
}

/// Why nothing is shared out.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum BudgetError {
    /// The budget is no amount.
    #[error("found a budget of {0} cents, expected one from 1 cent to 10 million million euros")]
    Total(i64),
    /// The base share is no share.
    #[error("found the base share {0}, expected a number from 0 to 1")]
    BaseShare(f64),
    /// The need cannot be a factor.
    #[error("found a factor of need that is no number from 0 (a) or above 0 (classes) to 100")]
    Factor,
    /// There are not as many factors as classes.
    #[error("found {found} factors, expected one for each of the {expected} classes")]
    Classes {
        /// Factors found.
        found: usize,
        /// Classes of the definition.
        expected: usize,
    },
    /// The cap is no share.
    #[error("found the cap {0}, expected a number from 0 to 1")]
    Cap(f64),
    /// Nobody is counted.
    #[error("found nobody in any area, expected at least one person")]
    Nobody,
    /// There is nothing that a cap could start from.
    #[error("found no present amounts, expected some: a cap starts from what the areas have now")]
    NoCurrent,
    /// No amounts keep the cap and make up the sum.
    #[error(
        "with this cap the areas can get from {lower} to {upper} cents together, but not the budget of {total} cents"
    )]
    Infeasible {
        /// Least sum in cents.
        lower: i64,
        /// Greatest sum in cents.
        upper: i64,
        /// The budget in cents.
        total: i64,
    },
}

/// The largest budget in cents that floating-point numbers count without loss.
const MOST: i64 = 1_000_000_000_000_000;

/// Shares a budget out.
///
/// # Units
/// Cents.
///
/// # Missing values
/// An area without an index has the factor 1; one without a present amount is not capped.
///
/// # Errors
/// When a rule is no number of its range, nobody is counted, or no amounts keep the cap.
///
/// # Examples
/// 100.00 euros for two areas of 50 people each with the indices 0 and 1, a = 1 and no base share: factors 1 and 2, so that the
/// first gets 33.33 and the second 66.67 euros. With a base share of 1 each gets 50.00.
pub fn share_out(rules: &Rules, areas: &[Share]) -> Result<Vec<Amount>, BudgetError> {
    check(rules)?;
    let people: f64 = areas.iter().map(|a| a.people).sum();
    if !(people.is_finite() && people > 0.0 && areas.iter().all(|a| a.people >= 0.0)) {
        return Err(BudgetError::Nobody);
    }
    let factors = factors(&rules.need, areas)?;
    let heads: Vec<f64> = areas.iter().map(|a| a.people / people).collect();
    let weights = weights(rules.base_share, &factors, areas, &heads);
    let free = vec![Bounds::FREE; areas.len()];
    let scaled = scaled(rules, areas)?;
    let bounds: Vec<Bounds> = match rules.cap {
        Some(cap) => scaled
            .iter()
            .zip(areas)
            .map(|(now, area)| Bounds::around(*now, area.people, cap))
            .collect(),
        None => free.clone(),
    };
    let cents = cents(rules.total, &weights, &bounds)?;
    let by_heads = self::cents(rules.total, &heads, &free)?;
    let uncapped = self::cents(rules.total, &weights, &free)?;
    let amount = |i: usize| Amount {
        factor: factors[i],
        cents: cents[i],
        by_heads: by_heads[i],
        scaled: scaled[i],
        capped: bounds[i].stopped(uncapped[i], cents[i]),
    };
    Ok((0..areas.len()).map(amount).collect())
}

fn check(rules: &Rules) -> Result<(), BudgetError> {
    if !(1..=MOST).contains(&rules.total) {
        return Err(BudgetError::Total(rules.total));
    }
    if !(0.0..=1.0).contains(&rules.base_share) {
        return Err(BudgetError::BaseShare(rules.base_share));
    }
    match rules.cap {
        Some(cap) if !(0.0..=1.0).contains(&cap) => Err(BudgetError::Cap(cap)),
        _ => Ok(()),
    }
}

fn factors(need: &Need, areas: &[Share]) -> Result<Vec<f64>, BudgetError> {
    match need {
        Need::Continuous { a } if !(0.0..=100.0).contains(a) => Err(BudgetError::Factor),
        Need::Continuous { a } => {
            let indices = || areas.iter().filter_map(|area| area.index).filter(|i| i.is_finite());
            let (min, max) = indices().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), index| {
                (low.min(index), high.max(index))
            });
            let factor = |area: &Share| match area.index {
                Some(index) if max > min => 1.0 + a * ((index - min) / (max - min)).clamp(0.0, 1.0),
                _ => 1.0,
            };
            Ok(areas.iter().map(factor).collect())
        }
        Need::PerClass(given) => {
            if !given.iter().all(|f| f.is_finite() && *f > 0.0 && *f <= 100.0) {
                return Err(BudgetError::Factor);
            }
            let expected = areas.iter().filter_map(|a| a.class).max().map_or(0, |class| class + 1);
            let found = given.len();
            if found < expected {
                return Err(BudgetError::Classes { found, expected });
            }
            let factor = |area: &Share| area.class.and_then(|class| given.get(class)).copied().unwrap_or(1.0);
            Ok(areas.iter().map(factor).collect())
        }
    }
}

/// Parts of the whole that add up to 1. Where need makes no difference they are those of the heads, to the last bit.
fn weights(base_share: f64, factors: &[f64], areas: &[Share], heads: &[f64]) -> Vec<f64> {
    let first = factors.first().copied().unwrap_or(1.0);
    let equal = factors.iter().all(|f| (f - first).abs() <= 0.0);
    let needed: f64 = areas.iter().zip(factors).map(|(area, f)| area.people * f).sum();
    if equal || base_share >= 1.0 {
        return heads.to_vec();
    }
    let part = |i: usize| base_share * heads[i] + (1.0 - base_share) * areas[i].people * factors[i] / needed;
    (0..areas.len()).map(part).collect()
}

/// The present amounts, scaled to the new sum.
fn scaled(rules: &Rules, areas: &[Share]) -> Result<Vec<Option<f64>>, BudgetError> {
    let sum: i64 = areas.iter().filter_map(|a| a.current).sum();
    let last = rules.last_total.unwrap_or(sum);
    let known = areas.iter().any(|a| a.current.is_some());
    if !known
        || last <= 0
        || areas
            .iter()
            .any(|a| a.current.is_some_and(|c| !(0..=MOST).contains(&c)))
    {
        return match rules.cap {
            Some(_) => Err(BudgetError::NoCurrent),
            None => Ok(vec![None; areas.len()]),
        };
    }
    let ratio = money(rules.total) / money(last);
    Ok(areas.iter().map(|a| a.current.map(|c| money(c) * ratio)).collect())
}

/// Whole cents between which an amount must lie.
#[derive(Debug, Clone, Copy)]
struct Bounds {
    lower: i64,
    upper: i64,
}

impl Bounds {
    const FREE: Self = Self { lower: 0, upper: MOST };

    const NOTHING: Self = Self { lower: 0, upper: 0 };

    /// Around a present amount; the ends are rounded outwards to whole cents. Without people and present amount there is nothing
    /// to get.
    fn around(now: Option<f64>, people: f64, cap: f64) -> Self {
        // A hair's breadth, so that an end that is a whole cent stays one.
        match now {
            Some(now) => Self {
                lower: whole((now * (1.0 - cap) + 1e-6).floor()),
                upper: whole((now * (1.0 + cap) - 1e-6).ceil()).max(0),
            },
            None if people > 0.0 => Self::FREE,
            None => Self::NOTHING,
        }
    }

    fn stopped(self, uncapped: i64, cents: i64) -> Option<Capped> {
        if cents <= self.lower && uncapped < cents {
            Some(Capped::Lower)
        } else if cents >= self.upper && uncapped > cents {
            Some(Capped::Upper)
        } else {
            None
        }
    }
}

/// Whole cents in the proportion of the weights, within their bounds, that add up to the total.
fn cents(total: i64, weights: &[f64], bounds: &[Bounds]) -> Result<Vec<i64>, BudgetError> {
    let sum = |end: fn(&Bounds) -> i64| bounds.iter().map(end).fold(0_i64, i64::saturating_add);
    let (lower, upper) = (sum(|b| b.lower), sum(|b| b.upper));
    if total < lower || total > upper {
        return Err(BudgetError::Infeasible { lower, upper, total });
    }
    Ok(rounded(total, &levelled(total, weights, bounds), bounds))
}

/// Amounts in the proportion of the weights, clamped, the rest shared among the unclamped until stable.
///
/// In each round either those below their lower end or those above their upper end are fixed, whichever misses more in sum, so
/// that nobody is fixed who would have come back between: the fixed point is the only one.
fn levelled(total: i64, weights: &[f64], bounds: &[Bounds]) -> Vec<f64> {
    let clamp = |i: usize, amount: f64| amount.clamp(money(bounds[i].lower), money(bounds[i].upper));
    let mut fixed: Vec<Option<f64>> = vec![None; weights.len()];
    loop {
        let rest = money(total) - fixed.iter().flatten().sum::<f64>();
        let open: Vec<usize> = (0..weights.len()).filter(|i| fixed[*i].is_none()).collect();
        let weight: f64 = open.iter().map(|i| weights[*i]).sum();
        let wanted = |i: usize| if weight > 0.0 { rest * weights[i] / weight } else { 0.0 };
        let missed: f64 = open.iter().map(|i| clamp(*i, wanted(*i)) - wanted(*i)).sum();
        let (below, above) = (missed >= 0.0, missed <= 0.0);
        let mut changed = false;
        for i in open.iter().copied() {
            let (want, held) = (wanted(i), clamp(i, wanted(i)));
            if (held > want && below) || (held < want && above) {
                fixed[i] = Some(held);
                changed = true;
            }
        }
        if !changed {
            return (0..weights.len())
                .map(|i| fixed[i].unwrap_or_else(|| clamp(i, wanted(i))))
                .collect();
        }
    }
}

/// Whole cents by largest remainder (Hare and Niemeyer), the first of equal ones first, within their bounds.
fn rounded(total: i64, amounts: &[f64], bounds: &[Bounds]) -> Vec<i64> {
    let floor = |i: usize| whole((amounts[i] + 1e-6).floor()).clamp(bounds[i].lower, bounds[i].upper);
    let mut cents: Vec<i64> = (0..amounts.len()).map(floor).collect();
    // Remainders that differ by rounding of floating-point numbers only are equal.
    let remainder = |i: usize| ((amounts[i] - money(whole((amounts[i] + 1e-6).floor()))) * 1e4).round();
    let mut order: Vec<usize> = (0..amounts.len()).collect();
    order.sort_by(|a, b| remainder(*b).total_cmp(&remainder(*a)).then(a.cmp(b)));
    let mut left = total - cents.iter().sum::<i64>();
    while left != 0 {
        let before = left;
        let step = left.signum();
        let turn: Vec<usize> = if step > 0 {
            order.clone()
        } else {
            order.iter().rev().copied().collect()
        };
        // More than a cent each is left only where all who have a weight stand at their ends.
        let each = (left.abs() / whole(real(amounts.len().max(1)))).max(1);
        for i in turn {
            let room = if step > 0 {
                bounds[i].upper - cents[i]
            } else {
                cents[i] - bounds[i].lower
            };
            let moved = each.min(room).min(left.abs());
            cents[i] += step * moved;
            left -= step * moved;
            if left == 0 {
                break;
            }
        }
        if left == before {
            break;
        }
    }
    cents
}

#[expect(clippy::cast_precision_loss, reason = "amounts are below 2^53 cents")]
fn money(cents: i64) -> f64 {
    cents as f64
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "amounts are below 2^53 cents; the cast saturates"
)]
fn whole(amount: f64) -> i64 {
    amount as i64
}

#[cfg(test)]
mod tests;
