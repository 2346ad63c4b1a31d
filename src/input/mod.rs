//! From a city folder to a [`Dataset`]: reads, reprojects, joins, reports.
//!
//! A reader returns what it read with a list of findings; only a file that cannot be used at all is an error.

pub mod boundary;
pub mod catalog;
pub mod context;
pub mod fetch;
pub mod files;
pub mod join;
pub mod level;
pub mod nearest;
pub mod table;

use crate::figure::{Dataset, DatasetParts, JoinedFigure};
use crate::model::{Digest, Figure, Finding, ImportReport, TableReport};
use catalog::{Catalog, CatalogError};
use files::CityFiles;
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
    /// A context layer cannot be read.
    #[error(transparent)]
    Context(#[from] context::ContextError),
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
    Ok(catalog::parse(text)?)
}

/// Loads a whole city.
///
/// # Errors
/// When a file is absent or cannot be used; nothing that ran before is changed.
pub fn load(files: &dyn CityFiles) -> Result<Loaded, LoadError> {
    let catalog = read_catalog(files)?;
    let data_version = data_version(files, &catalog);
    let levels = level::load(files, &catalog)?;
    let mut findings = levels.findings;
    let (figures, tables) = load_tables(files, &catalog, &levels.sets, &mut findings)?;
    let context = catalog
        .context
        .iter()
        .map(|spec| context::read(files, spec))
        .collect::<Result<_, _>>()?;
    let report = ImportReport {
        city: catalog.city.id.clone(),
        name: catalog.city.name.clone(),
        data_version: data_version.clone(),
        levels: levels.reports,
        tables,
        findings,
    };
    let dataset = Dataset::build(DatasetParts {
        city: catalog.city,
        levels: levels.sets,
        sources: catalog.sources,
        figures,
        indicators: catalog.indicators,
        priorities: catalog.priorities,
        context,
        data_version,
    });
    Ok(Loaded { dataset, report })
}

/// Figures with their joined cells, and the report of every table.
type Tables = (Vec<(Figure, JoinedFigure)>, Vec<TableReport>);

fn load_tables(
    files: &dyn CityFiles,
    catalog: &Catalog,
    levels: &[crate::model::AreaSet],
    findings: &mut Vec<Finding>,
) -> Result<Tables, LoadError> {
    let mut joined: Vec<Option<JoinedFigure>> = vec![None; catalog.figures.len()];
    let mut reports = Vec::new();
    for (index, spec) in catalog.tables.iter().enumerate() {
        let options = TableOptions {
            encoding: spec.encoding.as_deref(),
            delimiter: spec.delimiter,
            records: spec.records.as_deref(),
        };
        let (raw, noticed) = table::read(files, &spec.path, &options)?;
        findings.extend(noticed);
        let own: Vec<usize> = (0..catalog.figures.len())
            .filter(|f| catalog.figure_tables[*f] == index)
            .collect();
        let figures: Vec<&Figure> = own.iter().map(|f| &catalog.figures[*f]).collect();
        let input = join::JoinInput {
            spec,
            raw: &raw,
            figures: &figures,
            levels,
            signs: &catalog.signs[spec.source],
        };
        let result = join::join(&input)?;
        for (figure, cells) in own.iter().zip(result.figures) {
            joined[*figure] = Some(cells);
        }
        reports.push(result.report);
        findings.extend(result.findings);
    }
    let figures = catalog
        .figures
        .iter()
        .cloned()
        .zip(joined.into_iter().map(Option::unwrap_or_default))
        .collect();
    Ok((figures, reports))
}

/// Fingerprint of `city.toml` and every declared file that is there.
fn data_version(files: &dyn CityFiles, catalog: &Catalog) -> String {
    let declared = catalog.files.iter().map(|f| f.path.as_str());
    let mut paths: Vec<&str> = std::iter::once("city.toml").chain(declared).collect();
    paths.sort_unstable();
    let mut digest = Digest::default();
    for path in paths {
        if let Ok(bytes) = files.read(path) {
            digest = digest.part(path, &bytes);
        }
    }
    digest.short()
}
