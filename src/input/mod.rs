//! From a city folder to a [`Dataset`]: reads, reprojects, joins, reports.
//!
//! A reader returns what it read with a list of findings; only a file that cannot be used at all is an error.

pub mod boundary;
pub mod catalog;
mod comparable;
mod compose;
pub mod context;
mod crosswalk;
pub mod fetch;
pub mod files;
mod guard;
pub mod init;
pub mod join;
mod known;
mod letters;
pub mod level;
pub mod nearest;
pub mod observer;
pub mod offer;
mod parts;
pub mod persons;
mod plausible;
mod said;
pub mod table;

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::figure::{Dataset, DatasetParts, JoinedFigure};
use crate::model::{
    AreaSet, ContextLayer, Digest, Figure, Finding, ImportReport, OfferLayer, RoundingKey, TableReport,
};
use catalog::{Catalog, CatalogError};
use files::CityFiles;
use guard::guarded;
use observer::{Amount, Observer, Unwatched, Watch};
use table::TableOptions;

/// A city cannot be loaded.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// `city.toml` is absent or unreadable.
    #[error("{folder}: cannot read city.toml ({reason}); expected a city folder with a city.toml in it.")]
    NoCatalog {
        /// The folder.
        folder: String,
        /// The system's words.
        reason: String,
    },
    /// `city.toml` has faults.
    #[error(transparent)]
    Catalog(#[from] CatalogError),
    /// A level cannot be made.
    #[error(transparent)]
    Level(#[from] level::LevelError),
    /// A table cannot be read.
    #[error(transparent)]
    Table(#[from] table::TableError),
    /// A table does not fit its declaration.
    #[error(transparent)]
    Join(#[from] join::JoinError),
    /// A table holds data about persons.
    #[error(transparent)]
    Persons(#[from] persons::PersonError),
    /// A context layer cannot be read.
    #[error(transparent)]
    Context(#[from] context::ContextError),
    /// A file of offers cannot be read.
    #[error(transparent)]
    Offer(#[from] offer::OfferError),
    /// Something happened that nobody foresaw.
    #[error(
        "{file}: found content at which the import stopped ({problem}), expected an undamaged file; save it again with the program it comes from, or report this fault with the file"
    )]
    Unforeseen {
        /// The file, or the folder when no single file is to blame.
        file: String,
        /// What was said.
        problem: String,
    },
    /// There is no key for rounding.
    #[error(
        "{file}: expected a key for rounding, a text file with at least 32 random characters. Make one (for example with `openssl rand -hex 32`), keep it to the office, and keep it: with another key counts are rounded another way"
    )]
    RoundingKey {
        /// The file.
        file: String,
    },
    /// The areas lie where no metric frame for Germany reaches.
    #[error("{folder}: {reason}. Check the reference system of the boundary files.")]
    Place {
        /// The folder.
        folder: String,
        /// What was found.
        reason: String,
    },
}

/// A loaded city and what happened on the way.
#[derive(Debug)]
pub struct Loaded {
    /// The data, before the gate.
    pub dataset: Dataset,
    /// What happened to every file.
    pub report: ImportReport,
}

/// Reads `city.toml` alone.
///
/// # Errors
/// When it is absent or has faults.
pub fn read_catalog(files: &dyn CityFiles) -> Result<Catalog, LoadError> {
    let absent = |reason: String| LoadError::NoCatalog {
        folder: files.label(),
        reason,
    };
    let bytes = files.read("city.toml").map_err(|e| absent(e.to_string()))?;
    let text = std::str::from_utf8(&bytes).map_err(|e| absent(format!("not UTF-8 at byte {}", e.valid_up_to())))?;
    let parsed = guarded(|| catalog::parse(text)).map_err(|problem| unforeseen("city.toml", problem))?;
    Ok(parsed?)
}

/// Loads a whole city.
///
/// # Errors
/// When a file is absent or cannot be used; nothing that ran before is changed. A panic of a parser is such an error.
pub fn load(files: &dyn CityFiles) -> Result<Loaded, LoadError> {
    load_watched(files, &Unwatched)
}

/// Loads a whole city and tells somebody how far it is.
///
/// # Errors
/// When a file is absent or cannot be used; nothing that ran before is changed. A panic of a parser is such an error.
pub fn load_watched(files: &dyn CityFiles, observer: &dyn Observer) -> Result<Loaded, LoadError> {
    guarded(|| load_all(files, observer)).unwrap_or_else(|problem| Err(unforeseen(&files.label(), problem)))
}

fn unforeseen(file: &str, problem: String) -> LoadError {
    let file = file.to_owned();
    LoadError::Unforeseen { file, problem }
}

fn load_all(files: &dyn CityFiles, observer: &dyn Observer) -> Result<Loaded, LoadError> {
    let catalog = read_catalog(files)?;
    let (data_version, sizes) = data_version(files, &catalog);
    let publishers = publishers(&catalog);
    observer.begins(publishers.keys().filter_map(|path| sizes.get(path)).sum());
    let watch = Watch { observer, sizes };
    let levels = level::load_watched(files, &catalog, &watch)?;
    let mut findings = levels.findings;
    let (figures, tables) = load_tables(files, &catalog, &levels.sets, &watch, &mut findings)?;
    let sources = crosswalk::Sources {
        files,
        catalog: &catalog,
        levels: &levels.sets,
        figures: &figures,
    };
    let crosswalks = sources.crosswalks(&mut findings)?;
    findings.extend(unknown_exclusions(&catalog, &levels.sets));
    findings.extend(comparable::kept_by_nobody(&catalog.sources, &catalog.figures));
    let already_published = known::places(&catalog, &levels.sets, &mut findings);
    let Around { context, offers } = around(files, &catalog, &levels.sets, &watch, &mut findings)?;
    let parts = parts::part_sums(&levels.sets, &figures);
    findings.extend(parts::disagreements(&parts));
    findings.extend(parts::changing_levels(&levels.sets, &figures));
    let rounding_key = rounding_key(files, &catalog)?;
    let dataset = Dataset::build(DatasetParts {
        city: catalog.city.clone(),
        levels: levels.sets,
        sources: catalog.sources,
        figures,
        indicators: catalog.indicators,
        remarks: catalog.remarks,
        crosswalks,
        priorities: catalog.priorities,
        already_published,
        context,
        offers,
        rounding_key,
        data_version: data_version.clone(),
    });
    findings.extend(plausible::shares_above_the_whole(&dataset));
    findings.extend(plausible::per_cent_that_are_none(&dataset));
    findings.extend(comparable::doubtful(&dataset));
    findings.extend(crosswalk::versions(&dataset));
    let report = ImportReport {
        city: catalog.city.id,
        name: catalog.city.name,
        data_version,
        levels: levels.reports,
        tables,
        parts,
        publishers,
        hidden: None,
        findings,
    };
    Ok(Loaded { dataset, report })
}

/// What the draws of random rounding follow from, where the city has it.
fn rounding_key(files: &dyn CityFiles, catalog: &Catalog) -> Result<Option<RoundingKey>, LoadError> {
    let Some(file) = &catalog.rounding_key else {
        return Ok(None);
    };
    let text = files
        .read(file)
        .ok()
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let key = text.as_deref().and_then(RoundingKey::new);
    let file = file.clone();
    key.map(Some).ok_or(LoadError::RoundingKey { file })
}

/// What lies around and in the areas, beside figures.
struct Around {
    context: Vec<ContextLayer>,
    offers: Vec<OfferLayer>,
}

/// Reads layers for orientation and offers; where the areas lie is known.
fn around(
    files: &dyn CityFiles,
    catalog: &Catalog,
    levels: &[AreaSet],
    watch: &Watch,
    findings: &mut Vec<Finding>,
) -> Result<Around, LoadError> {
    let clue = level::clue(catalog, levels.iter());
    let (mut context, mut offers) = (Vec::new(), Vec::new());
    for spec in &catalog.context {
        let (layer, noticed) = context::read(files, spec, clue)?;
        watch.done(&spec.path, Amount::Rows(0));
        findings.extend(noticed);
        context.push(layer);
    }
    for spec in &catalog.offers {
        let (layer, noticed) = offer::read(files, spec, clue)?;
        watch.done(&spec.path, Amount::Rows(layer.offers.len()));
        findings.extend(noticed);
        offers.push(layer);
    }
    Ok(Around { context, offers })
}

/// Areas that a definition leaves out by name, but that do not exist: the definition means something else than it says.
fn unknown_exclusions(catalog: &Catalog, levels: &[AreaSet]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for definition in &catalog.priorities {
        let Some(set) = levels.iter().find(|set| set.level.id == definition.level) else {
            continue;
        };
        for exclusion in &definition.exclude {
            if set.position(exclusion.code.as_str()).is_none() {
                let hint = nearest::suggested(exclusion.code.as_str(), set.areas.iter().map(|a| a.code.as_str()));
                findings.push(
                    Finding::warning("priority/unknown-exclusion", "city.toml")
                        .with("priority", definition.id.as_str())
                        .with("area", exclusion.code.as_str())
                        .with("level", definition.level.as_str())
                        .with("hint", hint),
                );
            }
        }
    }
    findings
}

/// Figures with their joined cells, and the report of every table.
type Tables = (Vec<(Figure, JoinedFigure)>, Vec<TableReport>);

/// A table read and joined, with the indices of its figures.
struct LoadedTable {
    figures: Vec<usize>,
    joined: join::Joined,
    noticed: Vec<Finding>,
}

fn load_tables(
    files: &dyn CityFiles,
    catalog: &Catalog,
    levels: &[AreaSet],
    watch: &Watch,
    findings: &mut Vec<Finding>,
) -> Result<Tables, LoadError> {
    let loaded: Vec<Result<LoadedTable, LoadError>> = (0..catalog.tables.len())
        .into_par_iter()
        .map(|table| {
            let path = &catalog.tables[table].path;
            let loaded = guarded(|| load_table(files, catalog, levels, table))
                .unwrap_or_else(|problem| Err(unforeseen(path, problem)))?;
            watch.done(path, Amount::Rows(loaded.joined.report.rows));
            Ok(loaded)
        })
        .collect();
    let mut cells: Vec<JoinedFigure> = vec![JoinedFigure::default(); catalog.figures.len()];
    let mut reports = Vec::with_capacity(loaded.len());
    for table in loaded {
        let table = table?;
        for (figure, joined) in table.figures.into_iter().zip(table.joined.figures) {
            let id = &catalog.figures[figure].id;
            findings.extend(join::series::extend(&mut cells[figure], joined, id));
        }
        reports.push(table.joined.report);
        findings.extend(table.noticed);
        findings.extend(table.joined.findings);
    }
    Ok((catalog.figures.iter().cloned().zip(cells).collect(), reports))
}

fn load_table(
    files: &dyn CityFiles,
    catalog: &Catalog,
    levels: &[AreaSet],
    table_index: usize,
) -> Result<LoadedTable, LoadError> {
    let spec = &catalog.tables[table_index];
    let options = TableOptions {
        encoding: spec.encoding.as_deref(),
        delimiter: spec.delimiter,
        records: spec.records.as_deref(),
        layout: spec.shape.as_ref(),
    };
    let (table, mut noticed) = table::open(files, &spec.path, &options)?;
    let own: Vec<usize> = (0..catalog.figures.len())
        .filter(|f| catalog.figure_tables[*f].contains(&table_index))
        .collect();
    let figures: Vec<&Figure> = own.iter().map(|f| &catalog.figures[*f]).collect();
    let mut joiner = join::Joiner::new(join::JoinInput {
        spec,
        head: &table.head,
        figures: &figures,
        levels,
        signs: &catalog.signs[spec.source],
    });
    let mut look = persons::Look::new(&table.head.columns);
    table.rows(&mut |row| {
        look.row(row);
        if let Ok(joiner) = &mut joiner {
            joiner.row(row);
        }
    })?;
    // Whether persons are described is told before anything that would quote a cell.
    noticed.extend(look.check(&spec.path, &spec.id, &spec.allow_columns)?);
    let done = joiner?.finish()?;
    Ok(LoadedTable {
        figures: own,
        joined: done,
        noticed,
    })
}

/// Who publishes each file.
fn publishers(catalog: &Catalog) -> BTreeMap<String, String> {
    let levels = catalog
        .levels
        .iter()
        .map(|spec| (spec.origin.path(), spec.level.source));
    let tables = catalog.tables.iter().map(|spec| (spec.path.as_str(), spec.source));
    let context = catalog.context.iter().map(|spec| (spec.path.as_str(), spec.source));
    let offers = catalog.offers.iter().map(|spec| (spec.path.as_str(), spec.source));
    levels
        .chain(tables)
        .chain(context)
        .chain(offers)
        .filter_map(|(path, source)| Some((path.to_owned(), catalog.sources.get(source)?.publisher.clone())))
        .collect()
}

/// Fingerprint of `city.toml` and every declared file that is there, and the sizes of the files.
fn data_version(files: &dyn CityFiles, catalog: &Catalog) -> (String, BTreeMap<String, u64>) {
    let declared = catalog.files.iter().map(|f| f.path.as_str());
    let mut paths: Vec<&str> = std::iter::once("city.toml").chain(declared).collect();
    paths.sort_unstable();
    let mut digest = Digest::default();
    let mut sizes = BTreeMap::new();
    for path in paths {
        // A file that cannot be read to its end counts as absent here; whoever needs it will say so.
        if let Ok((hash, size)) = files::fingerprint(files, path) {
            digest = digest.part(path, &hash);
            sizes.insert(path.to_owned(), size);
        }
    }
    (digest.short(), sizes)
}
