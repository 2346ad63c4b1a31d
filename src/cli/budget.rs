//! A budget shared out by need.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use sozialraumatlas::analysis::budget::{Need, Rules};
use sozialraumatlas::analysis::status::status_index;
use sozialraumatlas::disclosure::{Published, publish};
use sozialraumatlas::model::{Audience, PriorityDefinition};
use sozialraumatlas::output::page::budget_text::{budget_csv, budget_text};
use sozialraumatlas::output::wire::{self, BudgetQuery};
use sozialraumatlas::text::Language;

use super::verbs::{json, level, print, unknown};
use super::{Outcome, cities};

#[derive(Debug, Args)]
pub(super) struct Budget {
    /// City folder; without one, the embedded city.
    city: Option<PathBuf>,
    /// The budget in euros, such as 1250000 or 1250000.50.
    #[arg(long)]
    total: String,
    /// Identifier of the definition; without one, the city's first.
    #[arg(long)]
    definition: Option<String>,
    /// Level to share the budget out on; without one, the definition's own.
    #[arg(long)]
    level: Option<String>,
    /// Indicator that counts heads; without one, the children that the definition names.
    #[arg(long)]
    population: Option<String>,
    /// Indicator with the present amounts in euros.
    #[arg(long)]
    current: Option<String>,
    /// Part from 0 to 1 that is shared by heads alone.
    #[arg(long, default_value_t = 0.5)]
    base_share: f64,
    /// How much more a head counts at the greatest need.
    #[arg(long, default_value_t = 1.0)]
    a: f64,
    /// One factor for every class instead, from least to most deprived, separated by commas.
    #[arg(long, value_delimiter = ',', conflicts_with = "a")]
    factors: Option<Vec<f64>>,
    /// How far an amount may move from the present one: 0.1 is ten per cent.
    #[arg(long)]
    cap: Option<f64>,
    /// The present sum in euros; without one, that of the areas.
    #[arg(long)]
    last_total: Option<String>,
    /// How to write the result.
    #[arg(long, value_enum, default_value_t = BudgetFormat::Text)]
    format: BudgetFormat,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum BudgetFormat {
    Text,
    Json,
    Csv,
}

/// Shares a budget out, from what the public may see.
pub(super) fn budget(args: &Budget) -> Result<Outcome, String> {
    let loaded = cities::load(args.city.as_deref())?;
    let published = publish(&loaded.dataset, Audience::Public);
    let definition = definition(&published, args.definition.as_deref())?;
    let level = level(&published, args.level.as_deref().unwrap_or(&definition.level))?;
    let status = status_index(&published, definition, level)
        .map_err(|e| wire::refusal_sentence(&published, &e, Language::German))?;
    let query = query(&published, definition, args)?;
    let found = wire::budget(&published, definition, &status, &query, Language::German)
        .map_err(|refusal| wire::budget_refusal_sentence(&published, &refusal, Language::German))?;
    let bytes = match args.format {
        BudgetFormat::Text => budget_text(&found, Language::German).into_bytes(),
        BudgetFormat::Json => json(&found)?,
        BudgetFormat::Csv => budget_csv(&found).map_err(|e| e.to_string())?,
    };
    print(&bytes)?;
    Ok(Outcome::Fine)
}

/// The definition, which must be made for everybody.
fn definition<'p>(published: &'p Published, id: Option<&str>) -> Result<&'p PriorityDefinition, String> {
    let public = || published.priorities().iter().filter(|d| d.inputs == Audience::Public);
    match id {
        Some(id) => public()
            .find(|d| d.id == id)
            .ok_or_else(|| unknown("definition", id, public().map(|d| d.id.as_str()))),
        None => public()
            .next()
            .ok_or_else(|| "the city declares no [[priority]] in city.toml.".to_owned()),
    }
}

fn query(published: &Published, definition: &PriorityDefinition, args: &Budget) -> Result<BudgetQuery, String> {
    let known = || published.indicators().iter().map(|i| i.id.as_str());
    let indicator = |id: &str| published.indicator(id).ok_or_else(|| unknown("indicator", id, known()));
    let cents = |option: &str, text: &str| {
        let wrong = || format!("found {option} \"{text}\", expected euros such as 1250000 or 1250000.50.");
        wire::read_cents(text).ok_or_else(wrong)
    };
    let population = args.population.as_deref().or(definition.heads());
    let population = population.ok_or("name the indicator that counts heads with --population.")?;
    Ok(BudgetQuery {
        rules: Rules {
            total: cents("--total", &args.total)?,
            base_share: args.base_share,
            need: args
                .factors
                .clone()
                .map_or(Need::Continuous { a: args.a }, Need::PerClass),
            cap: args.cap,
            last_total: args
                .last_total
                .as_deref()
                .map(|text| cents("--last-total", text))
                .transpose()?,
        },
        population: indicator(population)?,
        current: args.current.as_deref().map(indicator).transpose()?,
    })
}
