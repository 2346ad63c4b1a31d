//! Indices of need, how stable they are, and what other assumptions would change.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use sozialraumatlas::analysis::scenario::Scenario;
use sozialraumatlas::analysis::status::status_index;
use sozialraumatlas::disclosure::{Published, publish};
use sozialraumatlas::input::catalog::template;
use sozialraumatlas::model::{Audience, PriorityDefinition};
use sozialraumatlas::output::page::priority_text::{comparison_text, priority_csv, priority_text};
use sozialraumatlas::output::wire;
use sozialraumatlas::text::Language;

use super::verbs::{json, level, print, unknown};
use super::{AudienceName, Outcome, cities, decide};

/// The index itself, or something about it.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct Priority {
    #[command(subcommand)]
    verb: Option<PriorityVerb>,
    #[command(flatten)]
    index: Index,
}

#[derive(Debug, Subcommand)]
enum PriorityVerb {
    /// List the built-in definitions, or print one to copy into a city.toml.
    #[command(
        after_help = "A city names one with `use = \"mss-2021\"`.\n\nExample: sozialraumatlas priority definitions mss-2021"
    )]
    Definitions(Definitions),
    /// Write a step to the log of decisions: propose, add, draw, reject, name, merge, discuss, resolve, lift, redact.
    #[command(
        after_help = "Example: sozialraumatlas priority decide geodata/meine-stadt --label Jugendamt --action proposed --definition status --level ortsteil --codes 01,02"
    )]
    Decide(Box<decide::Decide>),
    /// Print the log of decisions, or restore it from a copy.
    #[command(after_help = "Example: sozialraumatlas priority log geodata/meine-stadt --format csv > beschluesse.csv")]
    Log(decide::ShowLog),
}

/// Which definition on which data.
#[derive(Debug, Args)]
struct Chosen {
    /// City folder; without one, the embedded city.
    city: Option<PathBuf>,
    /// Level to compare; without one, the definition's own.
    #[arg(long)]
    level: Option<String>,
    /// For whom: a definition on internal inputs needs internal, and its result must not be passed on.
    #[arg(long, value_enum, default_value_t = AudienceName::Public)]
    audience: AudienceName,
}

#[derive(Debug, Args)]
struct Index {
    #[command(flatten)]
    chosen: Chosen,
    /// Identifier of the definition; without one, the city's first.
    #[arg(long)]
    definition: Option<String>,
    #[command(flatten)]
    scenario: ScenarioArgs,
    /// How to write the result.
    #[arg(long, value_enum, default_value_t = PriorityFormat::Text)]
    format: PriorityFormat,
}

/// Other assumptions.
#[derive(Debug, Args)]
struct ScenarioArgs {
    /// Other weights, such as kinderarmut:2,sgb2_quote:0.5.
    #[arg(long)]
    weights: Option<String>,
    /// Other cuts of the status, such as -1,1,1.5.
    #[arg(long, allow_hyphen_values = true)]
    cuts: Option<String>,
    /// Other cuts of the dynamics.
    #[arg(long, allow_hyphen_values = true)]
    dynamics_cuts: Option<String>,
}

#[derive(Debug, Args)]
struct Definitions {
    /// The definition to print.
    id: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum PriorityFormat {
    Text,
    Json,
    Csv,
}

/// Runs the verb.
pub(super) fn priority(args: &Priority) -> Result<Outcome, String> {
    match &args.verb {
        None => index(&args.index),
        Some(PriorityVerb::Definitions(args)) => definitions(args),
        Some(PriorityVerb::Decide(args)) => decide::decide(args),
        Some(PriorityVerb::Log(args)) => decide::show(args),
    }
}

/// A city behind the gate, once for everybody and, where asked for, once for the administration.
struct Gated {
    public: Published,
    internal: Option<Published>,
}

impl Gated {
    fn load(chosen: &Chosen) -> Result<Self, String> {
        let loaded = cities::load(chosen.city.as_deref())?;
        let internal = matches!(chosen.audience, AudienceName::Internal);
        Ok(Self {
            public: publish(&loaded.dataset, Audience::Public),
            internal: internal.then(|| publish(&loaded.dataset, Audience::Internal)),
        })
    }

    /// What a definition is computed on.
    fn inputs(&self, definition: &PriorityDefinition) -> Result<&Published, String> {
        match definition.inputs {
            Audience::Public => Ok(&self.public),
            Audience::Internal => self.internal.as_ref().ok_or_else(|| {
                format!(
                    "definition \"{}\" has internal inputs; ask for it with --audience internal.",
                    definition.id
                )
            }),
        }
    }

    pub(super) fn definition(&self, id: Option<&str>) -> Result<&PriorityDefinition, String> {
        let all = self.public.priorities();
        match id {
            Some(id) => all
                .iter()
                .find(|d| d.id == id)
                .ok_or_else(|| unknown("definition", id, all.iter().map(|d| d.id.as_str()))),
            None => all
                .first()
                .ok_or_else(|| "the city declares no [[priority]] in city.toml.".to_owned()),
        }
    }

    fn level(&self, chosen: &Chosen, definition: &PriorityDefinition) -> Result<usize, String> {
        level(&self.public, chosen.level.as_deref().unwrap_or(&definition.level))
    }
}

impl ScenarioArgs {
    fn applied_to(&self, definition: &PriorityDefinition) -> Result<PriorityDefinition, String> {
        let (weights, cuts) = (self.weights.as_deref(), self.cuts.as_deref());
        Scenario::read(weights, cuts, self.dynamics_cuts.as_deref())
            .and_then(|scenario| scenario.applied_to(definition))
            .map_err(|e| wire::scenario_sentence(&e, Language::German))
    }
}

/// Computes the index; where it is refused for want of areas, values and intervals are written in its place.
fn index(args: &Index) -> Result<Outcome, String> {
    let gated = Gated::load(&args.chosen)?;
    let declared = gated.definition(args.definition.as_deref())?;
    let level = gated.level(&args.chosen, declared)?;
    let definition = args.scenario.applied_to(declared)?;
    let p = gated.inputs(&definition)?;
    let status = match status_index(p, &definition, level) {
        Ok(status) => status,
        Err(error) => {
            let refusal = wire::refusal(p, &definition, level, &error, Language::German);
            if !refusal.instead.is_empty() {
                match args.format {
                    PriorityFormat::Json => print(&json(&refusal)?)?,
                    PriorityFormat::Text | PriorityFormat::Csv => {
                        print(comparison_text(&refusal, Language::German).as_bytes())?;
                    }
                }
            }
            return Err(refusal.refused);
        }
    };
    let result = wire::priority(p, &definition, &status, Language::German);
    let bytes = match args.format {
        PriorityFormat::Text => priority_text(&result).into_bytes(),
        PriorityFormat::Json => json(&result)?,
        PriorityFormat::Csv => priority_csv(&result).map_err(|e| e.to_string())?,
    };
    print(&bytes)?;
    Ok(Outcome::Fine)
}

/// Lists the built-in definitions, or writes the file of one.
fn definitions(args: &Definitions) -> Result<Outcome, String> {
    let known = template::TEMPLATES;
    let Some(id) = &args.id else {
        for summary in template::summaries() {
            let roles = summary.roles.join(", ");
            let text = format!(
                "{}: {}\n  {}\n  {roles}\n",
                summary.id, summary.name, summary.description
            );
            print(text.as_bytes())?;
        }
        return Ok(Outcome::Fine);
    };
    let found = known.iter().find(|template| template.id == id);
    let template = found.ok_or_else(|| unknown("definition", id, known.iter().map(|t| t.id)))?;
    print(template.text.as_bytes())?;
    Ok(Outcome::Fine)
}
