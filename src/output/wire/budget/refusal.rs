//! Why a budget is not shared out.

use super::euro_text;
use crate::analysis::budget::BudgetError;
use crate::disclosure::Published;
use crate::text::{Language, sentence};

/// Why a budget is not shared out.
#[derive(Debug, Clone, PartialEq)]
pub enum BudgetRefusal {
    /// The indicator measures an individual entitlement.
    Entitlement(usize),
    /// The indicator counts no heads.
    NoHeads(usize),
    /// The indicator is no amount.
    NoAmount(usize),
    /// The indicator has no values on the level.
    NoValues(usize),
    /// The rules do not work out.
    Rules(BudgetError),
}

/// Why a budget is not shared out, in words.
pub fn budget_refusal_sentence(p: &Published, refusal: &BudgetRefusal, language: Language) -> String {
    let name = |indicator: &usize| p.indicators().get(*indicator).map_or("", |i| i.name.as_str());
    let say = |key: &str, words: &[(&str, &str)]| sentence(language, key, words);
    let of = |key: &str, indicator: &usize| say(key, &[("indicator", name(indicator))]);
    match refusal {
        BudgetRefusal::Entitlement(indicator) => of("budget.entitlement", indicator),
        BudgetRefusal::NoHeads(indicator) => of("budget.no_heads", indicator),
        BudgetRefusal::NoAmount(indicator) => of("budget.no_amount", indicator),
        BudgetRefusal::NoValues(indicator) => of("budget.no_values", indicator),
        BudgetRefusal::Rules(error) => rules_sentence(error, language),
    }
}

fn rules_sentence(error: &BudgetError, language: Language) -> String {
    let say = |key: &str, words: &[(&str, &str)]| sentence(language, key, words);
    match error {
        BudgetError::Total(_) => say("budget.total", &[]),
        BudgetError::BaseShare(_) => say("budget.base_share", &[]),
        BudgetError::Factor => say("budget.factor", &[]),
        BudgetError::Classes { found, expected } => say(
            "budget.classes",
            &[("found", &found.to_string()), ("expected", &expected.to_string())],
        ),
        BudgetError::Cap(_) => say("budget.cap", &[]),
        BudgetError::Nobody => say("budget.nobody", &[]),
        BudgetError::NoCurrent => say("budget.no_current", &[]),
        BudgetError::Infeasible { lower, upper, total } => {
            let euros = [lower, upper, total].map(|cents| euro_text(language, *cents));
            let [lower, upper, total] = &euros;
            say(
                "budget.infeasible",
                &[("lower", lower), ("upper", upper), ("total", total)],
            )
        }
    }
}
