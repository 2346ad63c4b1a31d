//! `city.toml`: what a city folder declares, checked and resolved.
//!
//! Unknown keys, unknown references and duplicate identifiers are errors that name the line and the nearest valid word.

mod error;
mod place;
mod raw;
mod raw_crosswalk;
mod raw_indicator;
mod raw_known;
mod raw_place;
mod raw_priority;
mod raw_shape;
mod resolve;
mod resolve_crosswalk;
mod resolve_index;
mod resolve_indicator;
mod resolve_known;
mod resolve_level;
mod resolve_measure;
mod resolve_place;
mod resolve_priority;
mod resolve_remark;
mod resolve_rounding;
mod resolve_shape;
mod resolve_table;
pub mod template;

use std::collections::BTreeMap;

pub use error::{CatalogError, Problem};
pub use place::{ContextSpec, OfferColumns, OfferSpec, PlaceSpec};

use crate::crs::{Epsg, LonLat};
use crate::input::boundary::Axes;
use crate::input::table::{Decimal, LayoutKeys, Signs};
use crate::model::{City, Figure, Indicator, KeyDate, Period, PriorityDefinition, Remarks, Source};

/// Everything that `city.toml` declares; references between the parts are indices.
#[derive(Debug, Clone)]
pub struct Catalog {
    /// The city itself.
    pub city: City,
    /// Where the city lies, for files that do not say what their coordinates mean.
    pub center: Option<LonLat>,
    /// File with what the draws of random rounding follow from.
    pub rounding_key: Option<String>,
    /// Publishers, their terms and rules.
    pub sources: Vec<Source>,
    /// The legend of signs of each source.
    pub signs: Vec<Signs>,
    /// Levels in the order of the file.
    pub levels: Vec<LevelSpec>,
    /// Ways from one boundary version to another.
    pub crosswalks: Vec<CrosswalkSpec>,
    /// Tables in the order of the file.
    pub tables: Vec<TableSpec>,
    /// Figures in the order of the file.
    pub figures: Vec<Figure>,
    /// For every figure, its tables: mostly one, or several that stand for different periods.
    pub figure_tables: Vec<Vec<usize>>,
    /// Indicators in the order of the file.
    pub indicators: Vec<Indicator>,
    /// Goals and breaks of series.
    pub remarks: Remarks,
    /// Definitions of status indices.
    pub priorities: Vec<PriorityDefinition>,
    /// Cells that stand in other publications.
    pub already_published: Vec<KnownSpec>,
    /// Layers for orientation.
    pub context: Vec<ContextSpec>,
    /// Files of offers.
    pub offers: Vec<OfferSpec>,
    /// Every file that the folder needs, with its download address where one is known.
    pub files: Vec<FileSpec>,
}

/// A file of the city folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileSpec {
    /// Path relative to the city folder.
    pub path: String,
    /// Where the publisher offers it.
    pub url: Option<String>,
    /// The city works without it (the side files of a Shapefile other than `.shp` and `.dbf`).
    pub optional: bool,
}

/// Where the boundaries of a level come from.
#[derive(Debug, Clone)]
pub enum LevelOrigin {
    /// A boundary file.
    File {
        /// Path relative to the city folder.
        path: String,
        /// Attribute with the key.
        code: String,
        /// Attribute with the name.
        label: Option<String>,
        /// Declared reference system, which wins over the file's.
        crs: Option<Epsg>,
        /// Declared order of the axes.
        axes: Axes,
        /// Declared encoding of attributes.
        encoding: Option<String>,
        /// Which of several layers, tables or members the file means.
        layer: Option<String>,
    },
    /// Areas of a finer level put together by an assignment table.
    Assignment {
        /// The finer level.
        from: usize,
        /// Path of the table.
        path: String,
        /// Column with the finer area's key.
        code: String,
        /// Column with the key of the area it belongs to.
        to: String,
        /// Column with that area's name.
        label: Option<String>,
        /// Declared delimiter.
        delimiter: Option<char>,
        /// Declared encoding.
        encoding: Option<String>,
        /// Declared sheet, header and range; absent when nothing is declared.
        shape: Option<Box<LayoutKeys>>,
        /// The form that brings the finer areas' keys into that of their level.
        key_format: KeyFormat,
    },
}

impl LevelOrigin {
    /// The file, relative to the city folder.
    pub fn path(&self) -> &str {
        match self {
            Self::File { path, .. } | Self::Assignment { path, .. } => path,
        }
    }
}

/// How areas find their parent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParentRule {
    /// An attribute of the boundary file holds the parent's key.
    Attribute(String),
    /// The first characters of the key are the parent's key.
    Prefix(usize),
    /// The parent is the area in which the label point lies.
    Location,
}

/// One level as declared.
#[derive(Debug, Clone)]
pub struct LevelSpec {
    /// Identifier, names, source and year.
    pub level: crate::model::AreaLevel,
    /// Where the boundaries come from.
    pub origin: LevelOrigin,
    /// The parent level and how to find the parent.
    pub parent: Option<(usize, ParentRule)>,
    /// Gaps and overlaps between neighbours that are narrower than this in metres are closed; 0 changes nothing.
    pub tolerance_m: f64,
}

/// How counts of one boundary version are brought to another, as declared.
#[derive(Debug, Clone)]
pub struct CrosswalkSpec {
    /// The level that counts come from.
    pub from: usize,
    /// The level that they are brought to.
    pub to: usize,
    /// Where the weights come from.
    pub rule: CrosswalkRule,
}

/// Where the weights of a crosswalk come from.
#[derive(Debug, Clone)]
pub enum CrosswalkRule {
    /// A table with the keys of both versions.
    Table {
        /// Path relative to the city folder.
        path: String,
        /// Column with the old key.
        old: String,
        /// Column with the new key.
        new: String,
        /// Column with the share of the old area; absent where every old area goes to one new one.
        weight: Option<String>,
        /// Declared delimiter.
        delimiter: Option<char>,
        /// Declared encoding.
        encoding: Option<String>,
    },
    /// The ground that both share.
    Area,
    /// Inhabitants of a finer level.
    Population {
        /// The figure that counts them.
        figure: usize,
        /// The finer level.
        base: usize,
        /// The period of the counts; the latest where nothing is declared.
        period: Option<Period>,
    },
}

/// How figures and periods lie in a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Layout {
    /// Every figure has a column; the period is fixed or stands in a column.
    Columns {
        /// Where the period comes from.
        period: PeriodOrigin,
    },
    /// Periods are columns; another column names the figure.
    Years {
        /// The column that names the figure; absent when the table holds one figure only.
        figure: Option<String>,
    },
    /// One row per area, figure and period.
    Long {
        /// The column that names the figure; absent when the table holds one figure only.
        figure: Option<String>,
        /// Where the period comes from.
        period: PeriodOrigin,
        /// The column with the value.
        value: String,
    },
}

/// A fixed period or the column that holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PeriodOrigin {
    /// The same for every row.
    Fixed(Period),
    /// A column.
    Column(String),
}

/// Whether keys are codes or names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyKind {
    /// Official keys.
    Code,
    /// Names as in the boundary file.
    Name,
}

/// What the rows that a rule takes describe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowTarget {
    /// Areas of a level.
    Level(usize),
    /// The whole city.
    City,
}

/// Which word of a cell such as `01 Altstadt` is the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyPart {
    /// The first word.
    Code,
    /// What follows the first word.
    Name,
}

/// How keys as written become keys of the level; applied in the order of the fields.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KeyFormat {
    /// Taken away at the beginning, where it stands.
    pub strip_prefix: Option<String>,
    /// Taken away at the end, where it stands.
    pub strip_suffix: Option<String>,
    /// Only this part counts.
    pub take: Option<KeyPart>,
    /// Filled with zeros in front to this length; `.0` behind a number is dropped first.
    pub pad: Option<usize>,
}

/// Which rows belong to which level, and how their key reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowRule {
    /// What the rows describe.
    pub target: RowTarget,
    /// Column with the key; absent for city rows told by their conditions alone.
    pub key: Option<String>,
    /// Codes or names.
    pub by: KeyKind,
    /// Keys as written to keys of the level, declared by a person.
    pub mapping: BTreeMap<String, String>,
    /// What is done to a key as written before it is looked up.
    pub format: KeyFormat,
    /// Columns that must hold exactly these texts.
    pub conditions: BTreeMap<String, String>,
    /// Only these keys; empty for all.
    pub keys: Vec<String>,
}

/// One table as declared.
#[derive(Debug, Clone)]
pub struct TableSpec {
    /// Identifier.
    pub id: String,
    /// Path relative to the city folder.
    pub path: String,
    /// Index of the source.
    pub source: usize,
    /// Declared encoding.
    pub encoding: Option<String>,
    /// Declared delimiter.
    pub delimiter: Option<char>,
    /// Declared decimal sign.
    pub decimal: Option<Decimal>,
    /// Path to the array of records in a JSON file.
    pub records: Option<String>,
    /// Declared sheet, header and range; absent when nothing is declared.
    pub shape: Option<LayoutKeys>,
    /// How figures and periods lie.
    pub layout: Layout,
    /// The day of the year on which its figures are counted.
    pub key_date: Option<KeyDate>,
    /// Whom its figures count, where that differs from the source.
    pub population_concept: Option<String>,
    /// Columns that look like data about persons and are none, as a person declared.
    pub allow_columns: Vec<String>,
    /// Which rows belong where; the first rule that takes a row wins.
    pub rules: Vec<RowRule>,
}

/// Cells that stand in another publication, as declared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownSpec {
    /// Where they stand.
    pub publication: String,
    /// The figures, by index.
    pub figures: Vec<usize>,
    /// In which periods; `None` for all.
    pub periods: Option<Vec<Period>>,
    /// On which level; `None` for the whole city.
    pub level: Option<usize>,
    /// Of which areas, by key; `None` for all.
    pub codes: Option<Vec<String>>,
}

/// Reads and checks `city.toml`.
///
/// # Errors
/// Every fault that was seen, with its line.
pub fn parse(text: &str) -> Result<Catalog, CatalogError> {
    let raw: raw::RawCatalog = toml::from_str(text).map_err(|e| error::from_toml(text, &e))?;
    resolve::resolve(text, raw)
}
