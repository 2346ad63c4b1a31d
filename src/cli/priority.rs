//! Indices of need, how stable they are, and what other assumptions would change.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use sozialraumatlas::analysis::robustness::{MAX_RUNS, Options, robustness};
use sozialraumatlas::analysis::scenario::Scenario;
use sozialraumatlas::analysis::status::{StatusError, status_index};
use sozialraumatlas::disclosure::{Published, publish};
use sozialraumatlas::input::catalog::template;
use sozialraumatlas::model::{Audience, PriorityDefinition};
use sozialraumatlas::output::page::priority_text::{comparison_text, priority_csv, priority_text};
use sozialraumatlas::output::page::robustness_text::{compare_csv, compare_text, robustness_text};
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
    /// Tell how much the result rests on weights and single choices.
    #[command(after_help = "Example: sozialraumatlas priority robustness geodata/berlin --runs 1000 --format json")]
    Robustness(Examine),
    /// Put two definitions or weightings side by side.
    #[command(
        after_help = "Without --b the first definition is compared with itself under other weights or cuts.\n\nExample: sozialraumatlas priority compare geodata/berlin --weights s4:2,s1:1 --cuts=-1,1,1.5"
    )]
    Compare(Compare),
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
struct Examine {
    #[command(flatten)]
    chosen: Chosen,
    /// Identifier of the definition; without one, the city's first.
    #[arg(long)]
    definition: Option<String>,
    #[command(flatten)]
    scenario: ScenarioArgs,
    /// Number of runs with random weights.
    #[arg(long, default_value_t = Options::default().runs)]
    runs: usize,
    /// Where the random numbers begin; the same seed gives the same result.
    #[arg(long, default_value_t = Options::default().seed)]
    seed: u64,
    /// How far weights may differ, as a share of them.
    #[arg(long, default_value_t = Options::default().spread)]
    spread: f64,
    /// How to write the result.
    #[arg(long, value_enum, default_value_t = ExamineFormat::Text)]
    format: ExamineFormat,
}

#[derive(Debug, Args)]
struct Compare {
    #[command(flatten)]
    chosen: Chosen,
    /// Identifier of the first definition; without one, the city's first.
    #[arg(long)]
    a: Option<String>,
    /// Identifier of the second; without one, the same.
    #[arg(long)]
    b: Option<String>,
    #[command(flatten)]
    scenario: ScenarioArgs,
    /// Other weights of the first.
    #[arg(long)]
    weights_a: Option<String>,
    /// Other cuts of the first's status.
    #[arg(long, allow_hyphen_values = true)]
    cuts_a: Option<String>,
    /// Other cuts of the first's dynamics.
    #[arg(long, allow_hyphen_values = true)]
    dynamics_cuts_a: Option<String>,
    /// How to write the result.
    #[arg(long, value_enum, default_value_t = PriorityFormat::Text)]
    format: PriorityFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ExamineFormat {
    Text,
    Json,
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
        Some(PriorityVerb::Robustness(args)) => examine(args),
        Some(PriorityVerb::Compare(args)) => compare(args),
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
    let plain = args.format != PriorityFormat::Json;
    let status = status_index(p, &definition, level).map_err(|e| refused(p, &definition, level, &e, plain))?;
    let result = wire::priority(p, &definition, &status, Language::German);
    let bytes = match args.format {
        PriorityFormat::Text => priority_text(&result).into_bytes(),
        PriorityFormat::Json => json(&result)?,
        PriorityFormat::Csv => priority_csv(&result).map_err(|e| e.to_string())?,
    };
    print(&bytes)?;
    Ok(Outcome::Fine)
}

/// Writes what can be compared in the place of an index, and gives the reason.
fn refused(p: &Published, definition: &PriorityDefinition, level: usize, error: &StatusError, plain: bool) -> String {
    let refusal = wire::refusal(p, definition, level, error, Language::German);
    if !refusal.instead.is_empty() {
        let written = if plain {
            print(comparison_text(&refusal, Language::German).as_bytes())
        } else {
            json(&refusal).and_then(|bytes| print(&bytes))
        };
        if let Err(error) = written {
            return error;
        }
    }
    refusal.refused
}

/// Tells how much an index rests on weights and choices.
fn examine(args: &Examine) -> Result<Outcome, String> {
    if !(1..=MAX_RUNS).contains(&args.runs) || !(args.spread > 0.0 && args.spread <= 1.0) {
        return Err(format!(
            "found --runs {} --spread {}, expected 1 to {MAX_RUNS} runs and a spread above 0 and at most 1.",
            args.runs, args.spread
        ));
    }
    let gated = Gated::load(&args.chosen)?;
    let declared = gated.definition(args.definition.as_deref())?;
    let level = gated.level(&args.chosen, declared)?;
    let definition = args.scenario.applied_to(declared)?;
    let p = gated.inputs(&definition)?;
    let options = Options {
        runs: args.runs,
        seed: args.seed,
        spread: args.spread,
    };
    let plain = args.format == ExamineFormat::Text;
    let found = robustness(p, &definition, level, options).map_err(|e| refused(p, &definition, level, &e, plain))?;
    let result = wire::robustness(p, &definition, &found, Language::German);
    match args.format {
        ExamineFormat::Text => print(robustness_text(&result).as_bytes())?,
        ExamineFormat::Json => print(&json(&result)?)?,
    }
    Ok(Outcome::Fine)
}

/// Puts two results side by side.
fn compare(args: &Compare) -> Result<Outcome, String> {
    let gated = Gated::load(&args.chosen)?;
    let first = gated.definition(args.a.as_deref())?;
    let second = gated.definition(args.b.as_deref().or(Some(&first.id)))?;
    let level = gated.level(&args.chosen, first)?;
    let changes = ScenarioArgs {
        weights: args.weights_a.clone(),
        cuts: args.cuts_a.clone(),
        dynamics_cuts: args.dynamics_cuts_a.clone(),
    };
    let (first, second) = (changes.applied_to(first)?, args.scenario.applied_to(second)?);
    let plain = args.format != PriorityFormat::Json;
    let computed = |definition: &PriorityDefinition| {
        let p = gated.inputs(definition)?;
        status_index(p, definition, level).map_err(|e| refused(p, definition, level, &e, plain))
    };
    let (a, b) = (computed(&first)?, computed(&second)?);
    let result = wire::compare_priorities(gated.inputs(&first)?, (&first, &a), (&second, &b), Language::German);
    let bytes = match args.format {
        PriorityFormat::Text => compare_text(&result).into_bytes(),
        PriorityFormat::Json => json(&result)?,
        PriorityFormat::Csv => compare_csv(&result).map_err(|e| e.to_string())?,
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
