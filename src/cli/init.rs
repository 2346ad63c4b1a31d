//! The verb `init`: proposes a `city.toml`, writes it and tries it out.

use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use clap::Args;
use sozialraumatlas::input;
use sozialraumatlas::input::files::Folder;
use sozialraumatlas::input::init::{InitOptions, Proposal, propose};
use sozialraumatlas::model::Period;
use sozialraumatlas::output::page::check_text::check_text;
use sozialraumatlas::text::Language;

use super::Outcome;
use super::progress::Bar;

/// Options of the verb.
#[derive(Debug, Args)]
pub(super) struct Init {
    /// Folder with boundary files and tables.
    folder: PathBuf,
    /// The city's name; without one, the folder's name tells it.
    #[arg(long)]
    name: Option<String>,
    /// Replace a city.toml that is there already.
    #[arg(long)]
    force: bool,
    /// Print the proposal instead of writing it.
    #[arg(long, visible_alias = "stdout")]
    dry_run: bool,
}

/// Proposes, writes and tries out a `city.toml`.
pub(super) fn init(args: &Init, quiet: bool) -> Result<Outcome, String> {
    let path = args.folder.join("city.toml");
    if path.exists() && !args.force && !args.dry_run {
        return Err(format!(
            "{}: is there already and stays as it is. Replace it with --force, or look at a proposal with --dry-run.",
            path.display()
        ));
    }
    let options = InitOptions {
        name: args.name.clone(),
        period: this_year()?,
    };
    let bar = Bar::new("looking at the files", quiet);
    let proposal = propose(&args.folder, &options).map_err(|e| e.to_string())?;
    drop(bar);
    if args.dry_run {
        super::verbs::print(proposal.text.as_bytes())?;
        return Ok(Outcome::Fine);
    }
    std::fs::write(&path, &proposal.text).map_err(|e| format!("{}: cannot be written: {e}", path.display()))?;
    super::verbs::print(summary(&path, &proposal).as_bytes())?;
    if proposal.levels == 0 || proposal.tables == 0 {
        return Err(format!(
            "the proposal was written, but a city needs at least one level and one table; found {} and {}. Add files and run init again with --force, or complete {} by hand.",
            proposal.levels,
            proposal.tables,
            path.display()
        ));
    }
    try_out(&args.folder, quiet)
}

/// The year for files that name none.
fn this_year() -> Result<Period, String> {
    const SECONDS_PER_YEAR: u64 = 31_556_952;
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_err(|e| e.to_string())?;
    let year = 1970 + since.as_secs() / SECONDS_PER_YEAR;
    Period::parse(&year.to_string()).ok_or_else(|| format!("the clock says the year {year}; set the clock."))
}

fn summary(path: &Path, proposal: &Proposal) -> String {
    let mut text = format!(
        "{}: {} levels, {} tables; {} places to look at, marked with \"bitte prüfen\"\n",
        path.display(),
        proposal.levels,
        proposal.tables,
        proposal.doubts
    );
    for (file, reason) in &proposal.not_understood {
        text.extend(["  not understood: ", file, ": ", reason, "\n"]);
    }
    text.push('\n');
    text
}

/// Loads what was written, so that a person learns at once whether it opens.
fn try_out(folder: &Path, quiet: bool) -> Result<Outcome, String> {
    let bar = Bar::new(&folder.display().to_string(), quiet);
    let loaded = input::load_watched(&Folder::new(folder), &bar);
    drop(bar);
    match loaded {
        Ok(loaded) => {
            super::verbs::print(check_text(&loaded.report, Language::English).as_bytes())?;
            Ok(Outcome::Fine)
        }
        Err(error) => Err(format!(
            "the proposal was written, but the city does not open with it yet:\n{error}\nMend city.toml or the file, then run: sozialraumatlas check {}",
            folder.display()
        )),
    }
}
