//! How unequal the areas of a city are.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use sozialraumatlas::analysis::status::status_index;
use sozialraumatlas::disclosure::{Published, publish};
use sozialraumatlas::model::{Audience, Missing};
use sozialraumatlas::output::page::disparity_text::disparity_text;
use sozialraumatlas::output::wire::{self, ChosenColumn, ValuesError};
use sozialraumatlas::text::Language;

use super::verbs::{json, level, print, unknown};
use super::{Outcome, cities};

#[derive(Debug, Args)]
pub(super) struct Stats {
    /// City folder; without one, the embedded city.
    city: Option<PathBuf>,
    /// Indicator; without one, the city's default.
    #[arg(long)]
    indicator: Option<String>,
    /// Level; without one, the city's default.
    #[arg(long)]
    level: Option<String>,
    /// Period; without one, the latest.
    #[arg(long)]
    period: Option<String>,
    /// How to write the result.
    #[arg(long, value_enum, default_value_t = StatsFormat::Text)]
    format: StatsFormat,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum StatsFormat {
    Text,
    Json,
}

/// Computes the spread of an indicator over the areas of a level, from what the public may see.
pub(super) fn stats(args: &Stats) -> Result<Outcome, String> {
    let loaded = cities::load(args.city.as_deref())?;
    let published = publish(&loaded.dataset, Audience::Public);
    let city = published.city();
    let level = level(&published, args.level.as_deref().unwrap_or(&city.default_level))?;
    let chosen = choose(&published, level, args)?;
    let definition = published
        .priorities()
        .iter()
        .find(|d| d.level == published.levels()[level].level.id && d.is_visible_to(Audience::Public));
    let status = definition.and_then(|d| Some((d, status_index(&published, d, level).ok()?)));
    let status = status.as_ref().map(|(d, s)| (*d, s));
    let found = wire::disparity(&published, &chosen, status, Language::German);
    match args.format {
        StatsFormat::Text => print(disparity_text(&found, Language::German).as_bytes())?,
        StatsFormat::Json => print(&json(&found)?)?,
    }
    Ok(Outcome::Fine)
}

fn choose<'p>(published: &'p Published, level: usize, args: &Stats) -> Result<ChosenColumn<'p>, String> {
    let id = args.indicator.as_deref().unwrap_or(&published.city().default_indicator);
    let known = || published.indicators().iter().map(|i| i.id.as_str());
    let indicator = published
        .indicator(id)
        .ok_or_else(|| unknown("indicator", id, known()))?;
    let name = &published.levels()[level].level.id;
    wire::choose(published, level, indicator, args.period.as_deref(), None).map_err(|error| match error {
        ValuesError::NotOnLevel(Missing::NotAggregable) => {
            format!("indicator \"{id}\" cannot be added up to level \"{name}\"; choose another level.")
        }
        ValuesError::NotOnLevel(Missing::Absent) => {
            format!("the figures of indicator \"{id}\" have no period in common on level \"{name}\"; see `check`.")
        }
        ValuesError::NotOnLevel(_) => {
            format!("indicator \"{id}\" has no values on level \"{name}\"; choose another level.")
        }
        ValuesError::NoPeriod(periods) => unknown(
            &format!("period for indicator \"{id}\" on this level"),
            args.period.as_deref().unwrap_or_default(),
            periods.iter().map(String::as_str),
        ),
        ValuesError::NotSmoothed => format!("indicator \"{id}\" has no smoothed values on level \"{name}\"."),
        ValuesError::Classes(error) => error.to_string(),
    })
}
