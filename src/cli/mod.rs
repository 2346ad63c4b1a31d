//! Verbs and their options.

mod budget;
mod cities;
mod decide;
mod init;
mod picture;
mod priority;
mod progress;
mod stats;
mod verbs;

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use sozialraumatlas::input::LoadError;
use sozialraumatlas::text::{self, Language};

/// Maps social-space disparities in German cities and flags priority areas (Schwerpunkträume).
#[derive(Debug, Parser)]
#[command(name = "sozialraumatlas", version, about)]
pub(crate) struct Cli {
    #[command(subcommand)]
    verb: Option<Verb>,
    /// No progress bars, and no logs but warnings and errors.
    #[arg(long, short, global = true)]
    quiet: bool,
}

impl Cli {
    /// Whether standard error is to hold warnings and errors only.
    pub(crate) fn is_quiet(&self) -> bool {
        self.quiet
    }
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Serve cities on the web (the default).
    #[command(after_help = "Example: sozialraumatlas serve geodata/leipzig --listen 127.0.0.1:8080")]
    Serve(Serve),
    /// Load a city and say what joined and what did not.
    #[command(
        after_help = "Exit codes: 0 the city was loaded; 1 it was loaded with warnings and --strict was given; 2 it could not be loaded.\n\nExample: sozialraumatlas check geodata/leipzig --format html > pruefbericht.html"
    )]
    Check(Check),
    /// Propose a city.toml for a folder of files.
    #[command(after_help = "Example: sozialraumatlas init geodata/meine-stadt")]
    Init(init::Init),
    /// Get the files that a city folder declares.
    #[command(after_help = "Example: sozialraumatlas fetch geodata/leipzig --mirror /mnt/office/leipzig")]
    Fetch(Fetch),
    /// Write the areas of a level with indicators.
    #[command(
        after_help = "Example: sozialraumatlas export geodata/leipzig --level ortsteil --format csv > ortsteile.csv"
    )]
    Export(Export),
    /// Compute the status index and its hints.
    #[command(after_help = "Example: sozialraumatlas priority geodata/berlin --format json")]
    Priority(priority::Priority),
    /// Say how unequal the areas are: spread, Gini, children in flagged areas.
    #[command(
        after_help = "Example: sozialraumatlas stats geodata/leipzig --indicator migrantenanteil --level ortsteil"
    )]
    Stats(stats::Stats),
    /// Share a budget out by need.
    #[command(
        after_help = "For means that can be steered (§§ 11-16 SGB VIII, school social work, family centres, staff), never for individual entitlements.\n\nExample: sozialraumatlas budget geodata/berlin --total 1250000 --population ew --base-share 0.5 --a 1"
    )]
    Budget(budget::Budget),
}

#[derive(Debug, Args)]
struct Serve {
    /// City folders; without any, the embedded city and every city with data under ./geodata.
    cities: Vec<PathBuf>,
    /// Address to listen on.
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Address under which the public reaches the service, for absolute links.
    #[arg(long)]
    public_url: Option<String>,
    /// TOML file with the tokens of departments: [tokens] label = "SHA-256 of the token in hexadecimal".
    #[arg(long)]
    tokens: Option<PathBuf>,
    /// TOML file that says who runs the service, for the declaration of accessibility, the privacy notice and the imprint.
    #[arg(long, value_name = "FILE")]
    operator: Option<PathBuf>,
    /// Folder for the logs of decisions, one file per city; without one they stand in the city folders.
    #[arg(long, value_name = "DIR")]
    decisions: Option<PathBuf>,
    /// Program that draws pictures with maplibre-rs; without it, sozialraumatlas-maplibre beside this program or in PATH.
    #[arg(long, value_name = "FILE")]
    maplibre: Option<PathBuf>,
}

#[derive(Debug, Args)]
struct Check {
    /// City folder; without one, the embedded city.
    city: Option<PathBuf>,
    /// How to write the report.
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    format: ReportFormat,
    /// Language of the report; without one, English as text and German as HTML. JSON is always in English.
    #[arg(long, value_enum)]
    language: Option<LanguageName>,
    /// Exit with 1 when there are warnings.
    #[arg(long)]
    strict: bool,
}

#[derive(Debug, Args)]
struct Fetch {
    /// City folder with a city.toml.
    city: PathBuf,
    /// Take the files from this folder instead of the addresses in city.toml.
    #[arg(long, value_name = "DIR")]
    mirror: Option<PathBuf>,
    /// Get files anew that are there already.
    #[arg(long)]
    force: bool,
}

#[derive(Debug, Args)]
struct Export {
    /// City folder; without one, the embedded city.
    city: Option<PathBuf>,
    /// Format of the file.
    #[arg(long, default_value = "geojson", value_parser = clap::builder::PossibleValuesParser::new(sozialraumatlas::output::export::EXPORTS.iter().map(|e| e.id())))]
    format: String,
    /// Level; without one, the city's default.
    #[arg(long)]
    level: Option<String>,
    /// Indicators, separated by commas; without any, all that the level has.
    #[arg(long, value_delimiter = ',')]
    indicators: Vec<String>,
    /// Period; without one, each indicator's latest.
    #[arg(long)]
    period: Option<String>,
    /// Every period of every indicator, instead of one.
    #[arg(long, conflicts_with = "period")]
    all_periods: bool,
    /// File to write; without one, standard output.
    #[arg(long, short)]
    output: Option<PathBuf>,
    /// For whom: internal figures must not be passed on.
    #[arg(long, value_enum, default_value_t = AudienceName::Public)]
    audience: AudienceName,
    #[command(flatten)]
    picture: picture::PictureArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ReportFormat {
    Text,
    Json,
    Html,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum LanguageName {
    De,
    En,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum AudienceName {
    Public,
    Internal,
}

/// How a verb ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Nothing to worry about.
    Fine,
    /// Warnings, and `--strict` was given.
    Findings,
}

/// Why a verb ended without a result.
#[derive(Debug)]
pub(crate) struct Failure {
    /// "error" in the language of the message.
    pub word: String,
    /// A message for the person at the terminal.
    pub message: String,
}

impl Failure {
    /// Why a city cannot be loaded, in the language of the reader.
    fn said(error: &LoadError, language: Language) -> Self {
        let lines = error.phrases();
        let lines: Vec<String> = lines.iter().map(|line| text::phrase(language, line)).collect();
        Self {
            word: text::sentence(language, "error.word", &[]),
            message: lines.join("\n"),
        }
    }
}

impl From<String> for Failure {
    fn from(message: String) -> Self {
        let word = "error".to_owned();
        Self { word, message }
    }
}

/// Runs a verb.
pub(crate) fn run(cli: Cli) -> Result<Outcome, Failure> {
    let serve = || {
        Verb::Serve(Serve {
            cities: Vec::new(),
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            public_url: None,
            tokens: None,
            operator: None,
            decisions: None,
            maplibre: None,
        })
    };
    let quiet = cli.quiet;
    let done = match cli.verb.unwrap_or_else(serve) {
        Verb::Serve(args) => verbs::serve(args, quiet),
        Verb::Check(args) => return verbs::check(&args, quiet),
        Verb::Init(args) => init::init(&args, quiet),
        Verb::Fetch(args) => verbs::fetch(&args, quiet),
        Verb::Export(args) => verbs::export(&args),
        Verb::Priority(args) => priority::priority(&args),
        Verb::Stats(args) => stats::stats(&args),
        Verb::Budget(args) => budget::budget(&args),
    };
    done.map_err(Failure::from)
}
