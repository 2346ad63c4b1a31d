//! What every verb does.

use std::io::{Read, Write};
use std::sync::Arc;

use sozialraumatlas::analysis::status::status_index;
use sozialraumatlas::api::{Atlas, Options, Tokens, find_maplibre, read_operator, serve as serve_http};
use sozialraumatlas::decision::today;
use sozialraumatlas::disclosure::{Published, hidden_report, publish};
use sozialraumatlas::input::fetch::{FetchError, Fetched, Origin, fetch_watched as fetch_files};
use sozialraumatlas::input::files::CityFiles;
use sozialraumatlas::model::{Audience, Finding, Period, Severity};
use sozialraumatlas::output::decided::with_decided;
use sozialraumatlas::output::geojson::Selection;
use sozialraumatlas::output::page::check_html::check_html;
use sozialraumatlas::output::page::check_text::check_text;
use sozialraumatlas::output::{export, presentation, wire};
use sozialraumatlas::text::Language;

use super::progress::Bar;
use super::{AudienceName, Check, Export, Failure, Fetch, LanguageName, Outcome, ReportFormat, Serve, cities, decide};

/// Serves until stopped.
pub(super) fn serve(args: Serve, quiet: bool) -> Result<Outcome, String> {
    let tokens = args
        .tokens
        .as_deref()
        .map(Tokens::read)
        .transpose()
        .map_err(|e| e.to_string())?;
    if let Some(program) = args.maplibre.as_deref().filter(|program| !program.is_file()) {
        return Err(format!("found no program {} for --maplibre.", program.display()));
    }
    let operator = args
        .operator
        .as_deref()
        .map(read_operator)
        .transpose()
        .map_err(|e| e.to_string())?;
    let cities = cities::to_serve(&args.cities, quiet)?;
    let options = Options {
        public_url: args.public_url,
        tokens: tokens.unwrap_or_default(),
        operator: operator.unwrap_or_default(),
        decisions: args.decisions,
        // It is started from another folder.
        maplibre: args
            .maplibre
            .or_else(find_maplibre)
            .and_then(|program| std::path::absolute(program).ok()),
        ..Options::default()
    };
    let atlas = Atlas::new(cities, options);
    if let Some(id) = twice(&atlas.city_names()) {
        return Err(format!(
            "two of the cities have the id \"{id}\"; give one of them another id in its city.toml."
        ));
    }
    let atlas = Arc::new(atlas);
    let runtime = tokio::runtime::Runtime::new().map_err(|e| e.to_string())?;
    runtime.block_on(serve_http(atlas, args.listen)).map_err(|e| {
        format!(
            "cannot listen on {}: {e}. Choose another address with --listen.",
            args.listen
        )
    })?;
    Ok(Outcome::Fine)
}

/// An identifier that occurs twice.
fn twice(ids: &[String]) -> Option<&String> {
    ids.iter()
        .enumerate()
        .find(|(i, id)| ids[..*i].contains(id))
        .map(|(_, id)| id)
}

/// Reports what happened to every file.
pub(super) fn check(args: &Check, quiet: bool) -> Result<Outcome, Failure> {
    let language = |usual| match args.language {
        Some(LanguageName::De) => Language::German,
        Some(LanguageName::En) => Language::English,
        None => usual,
    };
    let mut loaded = match cities::load_watched(args.city.as_deref(), quiet) {
        Ok(loaded) => loaded,
        Err(error) if args.format == ReportFormat::Html || args.language.is_some() => {
            return Err(Failure::said(&error, language(Language::German)));
        }
        Err(error) => return Err(error.to_string().into()),
    };
    loaded.report.hidden = Some(hidden_report(&loaded.dataset));
    let published = publish(&loaded.dataset, Audience::Internal);
    let shown = presentations(cities::files(args.city.as_deref()).as_ref(), &published);
    loaded.report.findings.extend(shown);
    let bytes = match args.format {
        ReportFormat::Text => check_text(&loaded.report, language(Language::English)).into_bytes(),
        ReportFormat::Json => json(&wire::report(&loaded.report, language(Language::English)))?,
        ReportFormat::Html => check_html(&loaded.report, language(Language::German)).into_bytes(),
    };
    print(&bytes)?;
    let warnings = loaded.report.findings.iter().any(|f| f.severity == Severity::Warning);
    Ok(if args.strict && warnings {
        Outcome::Findings
    } else {
        Outcome::Fine
    })
}

/// What is wrong with the files of presentations.
fn presentations(files: &dyn CityFiles, published: &Published) -> Vec<Finding> {
    let look = |name: String| {
        let mut bytes = Vec::new();
        let most = u64::try_from(presentation::WORTH_READING).unwrap_or(u64::MAX);
        let opened = files.open(&format!("{}/{name}", presentation::FOLDER)).ok()?;
        opened.take(most).read_to_end(&mut bytes).ok()?;
        presentation::finding(&name, &bytes, published)
    };
    files.list(presentation::FOLDER).into_iter().filter_map(look).collect()
}

/// Gets the files of a city.
pub(super) fn fetch(args: &Fetch, quiet: bool) -> Result<Outcome, String> {
    let files = cities::files(Some(&args.city));
    let catalog = sozialraumatlas::input::read_catalog(files.as_ref()).map_err(|e| e.to_string())?;
    let origin = args.mirror.clone().map_or(Origin::Addresses, Origin::Mirror);
    let bar = Bar::new("getting files", quiet);
    let errors = fetch_files(&catalog, &args.city, &origin, args.force, &bar, &mut |path, outcome| {
        bar.aside(|| log_fetched(path, outcome));
    });
    drop(bar);
    match errors.len() {
        0 => Ok(Outcome::Fine),
        failed => Err(format!(
            "{failed} of {} files could not be got; what was there before is unchanged.",
            catalog.files.len()
        )),
    }
}

fn log_fetched(path: &str, outcome: &Result<Fetched, FetchError>) {
    match outcome {
        Ok(Fetched::Written(bytes)) => tracing::info!("{path}: {bytes} bytes"),
        Ok(Fetched::Kept) => tracing::info!("{path}: already there (--force gets it anew)"),
        Ok(Fetched::Skipped) => tracing::debug!("{path}: not offered, not needed"),
        Err(error) => tracing::error!("{error}"),
    }
}

/// Writes the areas of a level.
pub(super) fn export(args: &Export) -> Result<Outcome, String> {
    let loaded = cities::load(args.city.as_deref())?;
    let audience = match args.audience {
        AudienceName::Public => Audience::Public,
        AudienceName::Internal => Audience::Internal,
    };
    let ledger = decide::log(args.city.as_deref()).ledger().map_err(|e| e.to_string())?;
    let (published, standing) = with_decided(&publish(&loaded.dataset, audience), &ledger, &today());
    let level_id = args.level.as_deref().unwrap_or(&published.city().default_level);
    let level = level(&published, level_id)?;
    let indicators = selected(&published, level, args)?;
    let definition = published
        .priorities()
        .iter()
        .find(|d| d.level == level_id && d.is_visible_to(audience));
    let status = definition.and_then(|d| {
        // Everybody sees one class per area, whoever asks.
        let inputs = publish(&loaded.dataset, d.inputs);
        Some((d, status_index(&inputs, d, level).ok()?))
    });
    let selection = Selection {
        level,
        indicators: &indicators,
        status: status.as_ref().map(|(d, s)| (*d, s)),
        standing: &standing,
    };
    let format = export::by_id(&args.format)
        .ok_or_else(|| unknown("format", &args.format, export::EXPORTS.iter().map(|e| e.id())))?;
    let bytes = format
        .write_picture(&published, &selection, &args.picture.read()?)
        .map_err(|e| e.to_string())?;
    match &args.output {
        Some(path) => std::fs::write(path, bytes).map_err(|e| format!("{}: cannot be written: {e}", path.display()))?,
        None => print(&bytes)?,
    }
    Ok(Outcome::Fine)
}

fn selected<'p>(published: &'p Published, level: usize, args: &Export) -> Result<Vec<(usize, &'p Period)>, String> {
    let all: Vec<String> = published.indicators().iter().map(|i| i.id.clone()).collect();
    let wanted = if args.indicators.is_empty() {
        &all
    } else {
        &args.indicators
    };
    let mut selected = Vec::new();
    for id in wanted {
        let indicator = published
            .indicator(id)
            .ok_or_else(|| unknown("indicator", id, all.iter().map(String::as_str)))?;
        let periods = published.periods(indicator, level).unwrap_or_default();
        let wanted: Vec<&Period> = match &args.period {
            _ if args.all_periods => periods.clone(),
            Some(text) => periods.iter().filter(|p| p.as_str() == text).copied().collect(),
            None => periods.last().copied().into_iter().collect(),
        };
        if wanted.is_empty() && !args.indicators.is_empty() {
            return Err(unknown(
                &format!("period for indicator \"{id}\" on this level"),
                args.period.as_deref().unwrap_or_default(),
                periods.iter().map(|p| p.as_str()),
            ));
        }
        selected.extend(wanted.into_iter().map(|period| (indicator, period)));
    }
    Ok(selected)
}

pub(super) fn level(published: &Published, id: &str) -> Result<usize, String> {
    let known = || published.levels().iter().map(|l| l.level.id.as_str());
    published.level(id).ok_or_else(|| unknown("level", id, known()))
}

pub(super) fn unknown<'a>(what: &str, id: &str, known: impl Iterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.collect();
    let hint = sozialraumatlas::input::nearest::did_you_mean(id, known.iter().copied());
    format!("unknown {what} \"{id}\"; known are: {}.{hint}", known.join(", "))
}

pub(super) fn json(value: &impl serde::Serialize) -> Result<Vec<u8>, String> {
    let mut bytes = serde_json::to_vec_pretty(value).map_err(|e| e.to_string())?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// Writes to standard output; a closed pipe is no error, since `| head` is a fair way to look.
pub(super) fn print(bytes: &[u8]) -> Result<(), String> {
    let mut out = std::io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(e) if e.kind() != std::io::ErrorKind::BrokenPipe => Err(format!("cannot write the result: {e}")),
        _ => Ok(()),
    }
}
