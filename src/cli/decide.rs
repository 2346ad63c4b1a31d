//! Decisions from the command line, and the log of them.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use sozialraumatlas::api::LOG;
use sozialraumatlas::decision::{Action, Log, LogError, now, read_csv, write_csv};
use sozialraumatlas::disclosure::publish;
use sozialraumatlas::model::{Audience, PriorityDefinition};
use sozialraumatlas::output::decided::draft;
use sozialraumatlas::output::page::decisions_text::log_text;
use sozialraumatlas::output::wire::{DecisionRequest, entry_json, read_entries};
use sozialraumatlas::text::{Language, phrase, sentence};

use super::verbs::{json, print};
use super::{Outcome, cities};

/// Where the log stands.
#[derive(Debug, Args)]
struct Place {
    /// City folder; without one, the embedded city, which needs --log.
    city: Option<PathBuf>,
    /// File of the log; without one, decisions.sqlite in the city folder.
    #[arg(long, value_name = "FILE")]
    log: Option<PathBuf>,
}

impl Place {
    fn log(&self) -> Log {
        match &self.log {
            Some(file) => Log::at(file.clone()),
            None => log(self.city.as_deref()),
        }
    }
}

/// The log in a city folder; the embedded city has none.
pub(super) fn log(city: Option<&Path>) -> Log {
    city.map_or_else(Log::nowhere, |city| Log::at(city.join(LOG)))
}

#[derive(Debug, Args)]
pub(super) struct Decide {
    #[command(flatten)]
    place: Place,
    /// What is done.
    #[arg(long, value_parser = clap::builder::PossibleValuesParser::new(Action::ALL.map(Action::id)))]
    action: String,
    /// The department that does it, never a person.
    #[arg(long)]
    label: String,
    /// The priority area, such as P12.
    #[arg(long)]
    area: Option<String>,
    /// Level of the areas.
    #[arg(long, default_value = "")]
    level: String,
    /// Codes of the areas, separated by commas.
    #[arg(long, value_delimiter = ',')]
    codes: Vec<String>,
    /// File with the drawn part as a GeoJSON geometry.
    #[arg(long, value_name = "FILE")]
    polygon: Option<PathBuf>,
    /// Priority areas that are put together, separated by commas.
    #[arg(long, value_delimiter = ',')]
    merged: Vec<String>,
    /// Definition of the index.
    #[arg(long, default_value = "")]
    definition: String,
    /// Name of the priority area.
    #[arg(long, default_value = "")]
    name: String,
    /// The committee (Gremium).
    #[arg(long, default_value = "")]
    committee: String,
    /// The day it met, such as 2026-11-20.
    #[arg(long, default_value = "")]
    date: String,
    /// Number of the paper (Drucksache).
    #[arg(long, default_value = "")]
    paper: String,
    /// First day of the decision.
    #[arg(long, default_value = "")]
    valid_from: String,
    /// Last day of the decision.
    #[arg(long, default_value = "")]
    valid_to: String,
    /// Day on which it is to be looked at again.
    #[arg(long, default_value = "")]
    next_review: String,
    /// Why; about areas, never about persons.
    #[arg(long, default_value = "")]
    reason: String,
    /// Let the public read the reason.
    #[arg(long)]
    publish_reason: bool,
    /// Number of the entry whose reason is blanked.
    #[arg(long)]
    entry: Option<u64>,
}

#[derive(Debug, Args)]
pub(super) struct ShowLog {
    #[command(flatten)]
    place: Place,
    /// How to write the log.
    #[arg(long, value_enum, default_value_t = LogFormat::Text)]
    format: LogFormat,
    /// Restore entries from a CSV or JSON file that this verb wrote, into a log that has none.
    #[arg(long, value_name = "FILE")]
    import: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum LogFormat {
    Text,
    Json,
    Csv,
}

impl Decide {
    fn request(&self) -> Result<DecisionRequest, String> {
        let polygon = |path: &PathBuf| {
            let bytes = read(path)?;
            serde_json::from_slice(&bytes).map_err(|e| format!("{}: {e}; expected a GeoJSON geometry.", path.display()))
        };
        Ok(DecisionRequest {
            action: self.action.clone(),
            area: self.area.clone(),
            level: self.level.clone(),
            codes: self.codes.clone(),
            polygon: self.polygon.as_ref().map(polygon).transpose()?,
            merged: self.merged.clone(),
            definition: self.definition.clone(),
            name: self.name.clone(),
            committee: self.committee.clone(),
            date: self.date.clone(),
            paper: self.paper.clone(),
            valid_from: self.valid_from.clone(),
            valid_to: self.valid_to.clone(),
            next_review: self.next_review.clone(),
            reason: self.reason.clone(),
            publish_reason: self.publish_reason,
            entry: self.entry,
        })
    }
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    std::fs::read(path).map_err(|e| format!("{}: cannot be read: {e}", path.display()))
}

/// Writes a step to the log and prints its entry.
pub(super) fn decide(args: &Decide) -> Result<Outcome, String> {
    let request = args.request()?;
    let loaded = cities::load(args.place.city.as_deref())?;
    let public = publish(&loaded.dataset, Audience::Public);
    let internal = publish(&loaded.dataset, Audience::Internal);
    let inputs = |definition: &PriorityDefinition| match definition.inputs {
        Audience::Public => &public,
        Audience::Internal => &internal,
    };
    let log = args.place.log();
    let ledger = log.ledger().map_err(|e| e.to_string())?;
    let step = draft(&public, &inputs, &ledger, &request).map_err(|unfit| phrase(Language::German, &unfit.phrase()))?;
    let entry = log.append(step, &args.label, now()).map_err(|e| said(&e))?;
    print(log_text(&[entry]).as_bytes())?;
    Ok(Outcome::Fine)
}

fn said(error: &LogError) -> String {
    match error {
        LogError::Refused(refusal) => phrase(Language::German, &refusal.phrase()),
        LogError::NoPlace => {
            "the city has no folder to keep decisions in; name a city folder, or a file with --log.".to_owned()
        }
        other => other.to_string(),
    }
}

/// Prints the log, or restores one.
pub(super) fn show(args: &ShowLog) -> Result<Outcome, String> {
    let log = args.place.log();
    if log.path().is_none() {
        return Err(said(&LogError::NoPlace));
    }
    if let Some(path) = &args.import {
        let bytes = read(path)?;
        let is_json = bytes
            .iter()
            .find(|b| !b.is_ascii_whitespace())
            .is_some_and(|b| b"[{".contains(b));
        let entries = if is_json {
            read_entries(&bytes)
        } else {
            read_csv(&bytes)
        };
        let entries = entries.map_err(|e| format!("{}: {e}", path.display()))?;
        log.restore(&entries).map_err(|e| e.to_string())?;
        tracing::info!("{} entries restored", entries.len());
    }
    let ledger = log.ledger().map_err(|e| e.to_string())?;
    let entries = ledger.entries();
    let bytes = match args.format {
        LogFormat::Text if entries.is_empty() => {
            format!("{}\n", sentence(Language::German, "decision.empty", &[])).into_bytes()
        }
        LogFormat::Text => log_text(entries).into_bytes(),
        LogFormat::Json => json(&entries.iter().map(entry_json).collect::<Vec<_>>())?,
        LogFormat::Csv => write_csv(entries).map_err(|e| e.to_string())?,
    };
    print(&bytes)?;
    Ok(Outcome::Fine)
}
