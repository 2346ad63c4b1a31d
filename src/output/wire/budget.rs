//! A budget shared out by need.

mod refusal;

use serde::Serialize;

pub use refusal::{BudgetRefusal, budget_refusal_sentence};

use crate::analysis::budget::{Amount, BudgetError, Capped, Need, Rules, Share, share_out};
use crate::analysis::status::StatusIndex;
use crate::disclosure::Published;
use crate::model::{FigureKind, Measure, Missing, Period, PriorityDefinition, Value};
use crate::text::{Language, missing, number, sentence};

/// What is shared out, and by what.
#[derive(Debug, Clone, PartialEq)]
pub struct BudgetQuery {
    /// Budget, base share, need and cap.
    pub rules: Rules,
    /// The indicator that counts heads.
    pub population: usize,
    /// The indicator with the present amounts in euros.
    pub current: Option<usize>,
}

/// What every area gets, ordered by code. Amounts are whole cents.
#[derive(Debug, Serialize)]
pub struct BudgetWire<'a> {
    definition: &'a str,
    name: &'a str,
    definition_hash: String,
    data_version: &'a str,
    level: &'a str,
    period: &'a str,
    /// Name of the level's areas.
    #[serde(skip)]
    pub plural: &'a str,
    /// The budget.
    pub total_cents: i64,
    /// The part that is shared by heads alone.
    pub base_share: f64,
    need: NeedWire,
    cap: Option<f64>,
    population: ColumnWire<'a>,
    current: Option<ColumnWire<'a>>,
    /// The present sum of the areas that get a part.
    pub current_total_cents: Option<i64>,
    /// Heads of the areas that get a part.
    pub people: f64,
    /// Areas that get a part.
    pub shared: usize,
    /// What every reader must know.
    pub note: String,
    /// One entry per area.
    pub areas: Vec<BudgetAreaWire<'a>>,
}

#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum NeedWire {
    Continuous { a: f64 },
    Classes { factors: Vec<f64> },
}

#[derive(Debug, Serialize)]
struct ColumnWire<'a> {
    indicator: &'a str,
    name: &'a str,
    period: &'a str,
}

/// What one area gets.
#[derive(Debug, Serialize)]
pub struct BudgetAreaWire<'a> {
    id: u64,
    /// The official key.
    pub code: &'a str,
    /// The name.
    pub name: &'a str,
    /// Heads.
    pub people: Option<f64>,
    /// The index.
    pub index: Option<f64>,
    /// Name of the class.
    pub class: Option<&'a str>,
    /// The factor of need.
    pub factor: Option<f64>,
    /// The amount; none without heads.
    pub cents: Option<i64>,
    /// The amount per head.
    pub cents_per_head: Option<f64>,
    /// The amount by heads alone.
    pub by_heads_cents: Option<i64>,
    /// How much the amount differs from that.
    pub to_by_heads_cents: Option<i64>,
    /// The present amount.
    pub current_cents: Option<i64>,
    /// How much the amount differs from that.
    pub to_current_cents: Option<i64>,
    /// The present amount scaled to the new sum, from which the cap is counted.
    pub current_scaled_cents: Option<f64>,
    /// `lower` or `upper` where the cap stopped the amount.
    pub capped: Option<&'static str>,
    /// Why there is no amount, or the least factor; empty otherwise.
    pub remark: String,
}

/// A column of published values with its period.
struct Chosen<'a> {
    indicator: usize,
    period: &'a Period,
    values: Vec<Value>,
}

/// Shares a budget out over the areas of the index's level, by published heads.
///
/// # Missing values
/// An area whose heads are not published gets no part, and says so. One without an index has the factor 1.
///
/// # Errors
/// When an indicator does not fit or the rules do not work out.
pub fn budget<'a>(
    p: &'a Published,
    definition: &'a PriorityDefinition,
    status: &StatusIndex,
    query: &BudgetQuery,
    language: Language,
) -> Result<BudgetWire<'a>, BudgetRefusal> {
    let population = heads(p, definition, status.level, query.population)?;
    let current = query
        .current
        .map(|indicator| amounts(p, definition, status.level, indicator))
        .transpose()?;
    let outcome = |area: usize| status.result.areas.get(area).and_then(|a| a.as_ref().ok());
    let present = |area: usize| current.as_ref().and_then(|c| Some(cents((*c.values.get(area)?).ok()?)));
    let takes_part: Vec<usize> = (0..population.values.len())
        .filter(|area| population.values[*area].is_ok())
        .collect();
    let share = |area: &usize| Share {
        people: population.values[*area].unwrap_or_default(),
        index: outcome(*area).map(|s| s.status.index),
        class: outcome(*area).map(|s| s.status.class),
        current: present(*area),
    };
    let shares: Vec<Share> = takes_part.iter().map(share).collect();
    if let Need::PerClass(factors) = &query.rules.need
        && factors.len() != definition.classes().len()
    {
        let (found, expected) = (factors.len(), definition.classes().len());
        return Err(BudgetRefusal::Rules(BudgetError::Classes { found, expected }));
    }
    let amounts = share_out(&query.rules, &shares).map_err(BudgetRefusal::Rules)?;
    let mut areas = without_amounts(p, definition, status, &population, language);
    for (at, area) in areas.iter_mut().enumerate() {
        area.current_cents = present(at);
    }
    for ((at, share), amount) in takes_part.iter().zip(&shares).zip(&amounts) {
        fill(&mut areas[*at], share, amount);
    }
    let (rules, level) = (&query.rules, &p.levels()[status.level].level);
    Ok(BudgetWire {
        definition: &definition.id,
        name: &definition.name,
        definition_hash: definition.hash(),
        data_version: p.data_version(),
        level: &level.id,
        plural: &level.plural,
        period: definition.period.as_str(),
        total_cents: rules.total,
        base_share: rules.base_share,
        need: NeedWire::from(&rules.need),
        cap: rules.cap,
        population: column(p, &population),
        current: current.as_ref().map(|chosen| column(p, chosen)),
        current_total_cents: current.is_some().then(|| shares.iter().filter_map(|s| s.current).sum()),
        people: shares.iter().map(|s| s.people).sum(),
        shared: shares.len(),
        note: note(p, definition, language),
        areas,
    })
}

fn note(p: &Published, definition: &PriorityDefinition, language: Language) -> String {
    let note = sentence(language, "budget.note", &[("name", &definition.name)]);
    if p.priorities().contains(definition) {
        note
    } else {
        format!("{} {note}", sentence(language, "priority.scenario", &[]))
    }
}

impl From<&Need> for NeedWire {
    fn from(need: &Need) -> Self {
        match need {
            Need::Continuous { a } => Self::Continuous { a: *a },
            Need::PerClass(factors) => Self::Classes {
                factors: factors.clone(),
            },
        }
    }
}

/// Every area with its index, and why it gets no part or counts as the least need.
fn without_amounts<'a>(
    p: &'a Published,
    definition: &'a PriorityDefinition,
    status: &StatusIndex,
    population: &Chosen,
    language: Language,
) -> Vec<BudgetAreaWire<'a>> {
    let areas = p.levels()[status.level].areas.iter().zip(&status.result.areas);
    areas
        .zip(&population.values)
        .map(|((area, outcome), people)| {
            let index = outcome.as_ref().ok().map(|outcome| &outcome.status);
            let class = index.and_then(|index| definition.classes().get(index.class));
            let remark = match (people, index) {
                (Err(reason), _) => without_heads(*reason, language),
                (Ok(_), None) => sentence(language, "budget.no_index", &[]),
                (Ok(_), Some(_)) => String::new(),
            };
            blank(area, index.map(|index| index.index), class, remark)
        })
        .collect()
}

fn blank<'a>(
    area: &'a crate::model::Area,
    index: Option<f64>,
    class: Option<&'a String>,
    remark: String,
) -> BudgetAreaWire<'a> {
    BudgetAreaWire {
        id: area.id,
        code: area.code.as_str(),
        name: &area.name,
        people: None,
        index,
        class: class.map(String::as_str),
        factor: None,
        cents: None,
        cents_per_head: None,
        by_heads_cents: None,
        to_by_heads_cents: None,
        current_cents: None,
        to_current_cents: None,
        current_scaled_cents: None,
        capped: None,
        remark,
    }
}

fn fill(area: &mut BudgetAreaWire, share: &Share, amount: &Amount) {
    area.people = Some(share.people);
    area.factor = Some(amount.factor);
    area.cents = Some(amount.cents);
    area.cents_per_head = (share.people > 0.0).then(|| euros(amount.cents) * 100.0 / share.people);
    area.by_heads_cents = Some(amount.by_heads);
    area.to_by_heads_cents = Some(amount.cents - amount.by_heads);
    area.to_current_cents = share.current.map(|current| amount.cents - current);
    area.current_scaled_cents = amount.scaled;
    area.capped = amount.capped.map(|end| match end {
        Capped::Lower => "lower",
        Capped::Upper => "upper",
    });
}

fn without_heads(reason: Missing, language: Language) -> String {
    sentence(
        language,
        "budget.no_heads_here",
        &[("reason", &missing(language, reason))],
    )
}

fn column<'a>(p: &'a Published, chosen: &Chosen<'a>) -> ColumnWire<'a> {
    let indicator = &p.indicators()[chosen.indicator];
    ColumnWire {
        indicator: &indicator.id,
        name: &indicator.name,
        period: chosen.period.as_str(),
    }
}

/// A count of heads: a sum of counts, no ratio.
fn heads<'a>(
    p: &'a Published,
    definition: &PriorityDefinition,
    level: usize,
    indicator: usize,
) -> Result<Chosen<'a>, BudgetRefusal> {
    let counts = |figure: usize| p.figure_kind(figure) == FigureKind::Count;
    match p.indicators().get(indicator).map(|i| &i.measure) {
        Some(Measure::Value(terms)) if terms.iter().all(|t| counts(t.figure)) => {}
        _ => return Err(BudgetRefusal::NoHeads(indicator)),
    }
    steerable(p, indicator)?;
    chosen(p, definition, level, indicator)
}

/// An amount: a sum, no ratio.
fn amounts<'a>(
    p: &'a Published,
    definition: &PriorityDefinition,
    level: usize,
    indicator: usize,
) -> Result<Chosen<'a>, BudgetRefusal> {
    steerable(p, indicator)?;
    let adds_up = |figure: usize| p.figure_kind(figure) != FigureKind::Rate;
    match p.indicators().get(indicator).map(|i| &i.measure) {
        Some(Measure::Value(terms)) if terms.iter().all(|t| adds_up(t.figure)) => {}
        _ => return Err(BudgetRefusal::NoAmount(indicator)),
    }
    chosen(p, definition, level, indicator)
}

fn steerable(p: &Published, indicator: usize) -> Result<(), BudgetRefusal> {
    match p.indicators().get(indicator) {
        Some(found) if found.individual_entitlement => Err(BudgetRefusal::Entitlement(indicator)),
        _ => Ok(()),
    }
}

/// The values in the definition's period, else in the latest one.
fn chosen<'a>(
    p: &'a Published,
    definition: &PriorityDefinition,
    level: usize,
    indicator: usize,
) -> Result<Chosen<'a>, BudgetRefusal> {
    let none = || BudgetRefusal::NoValues(indicator);
    let periods = p.periods(indicator, level).map_err(|_| none())?;
    let same = periods.iter().find(|period| ***period == definition.period);
    let period = same.or(periods.last()).copied().ok_or_else(none)?;
    let column = p.column(indicator, level, period).ok_or_else(none)?;
    let values = column.cells().iter().map(|cell| cell.value).collect();
    Ok(Chosen {
        indicator,
        period,
        values,
    })
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "amounts are rounded and below 2^53 cents; the cast saturates"
)]
fn cents(euros: f64) -> i64 {
    (euros * 100.0).round() as i64
}

#[expect(clippy::cast_precision_loss, reason = "amounts are below 2^53 cents")]
fn euros(cents: i64) -> f64 {
    cents as f64 / 100.0
}

/// An amount in words, such as "1.234,50 €".
pub fn euro_text(language: Language, cents: i64) -> String {
    format!("{} €", number(language, euros(cents), 2))
}

/// Cents of an amount in euros such as `1250000` or `1250000.50`; `None` for anything else.
pub fn read_cents(text: &str) -> Option<i64> {
    let (whole, part) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(part) || part.len() > 2 {
        return None;
    }
    format!("{whole}{part:0<2}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::read_cents;

    #[test]
    fn euros_are_read_as_cents_and_nothing_else_is() {
        assert_eq!(read_cents("1250000"), Some(125_000_000));
        assert_eq!(read_cents("12.5"), Some(1_250));
        assert_eq!(read_cents("0.07"), Some(7));
        for wrong in ["", "-1", "1,5", "1.234", "1e6", ".5", "99999999999999999999"] {
            assert_eq!(read_cents(wrong), None, "{wrong}");
        }
    }
}
