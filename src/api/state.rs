//! What the service holds: cities as loaded, ready to be asked.

use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::SystemTime;

use rayon::prelude::*;

use super::tile_cache::TileCache;
use super::tokens::Tokens;
use crate::analysis::status::{StatusError, StatusIndex, status_index};
use crate::crs::LonLat;
use crate::disclosure::{GateMemory, GateWork, Published, publish_all};
use crate::figure::Dataset;
use crate::geometry::{AreaIndex, LevelShapes};
use crate::input::files::{CityFiles, Embedded, Folder};
use crate::input::observer::{Observer, Unwatched};
use crate::input::{self, LoadError};
use crate::model::{AreaSet, Audience, Digest, ImportReport, PriorityDefinition};
use crate::output::tile::PreparedLevel;
use crate::output::wire::public_report;
use crate::text::Language;

/// An index or the reason why there is none.
type StatusOutcome = Result<StatusIndex, StatusError>;

/// What one audience may see of a city.
#[derive(Debug)]
pub struct Snapshot {
    /// The data behind the gate.
    pub published: Published,
    /// For every definition and level the index.
    statuses: Arc<Vec<Vec<StatusOutcome>>>,
}

impl Snapshot {
    /// The definition with this identifier.
    pub(super) fn definition(&self, id: &str) -> Option<(usize, &PriorityDefinition)> {
        self.published.priorities().iter().enumerate().find(|(_, d)| d.id == id)
    }

    /// The first definition made for a level whose hints this audience may see.
    pub(super) fn default_definition(&self, level: usize) -> Option<(usize, &PriorityDefinition)> {
        let level = &self.published.levels().get(level)?.level.id;
        self.published
            .priorities()
            .iter()
            .enumerate()
            .find(|(_, d)| &d.level == level && d.is_visible_to(self.published.audience()))
    }

    /// The index of a definition on a level.
    pub(super) fn status(&self, definition: usize, level: usize) -> Option<&StatusOutcome> {
        self.statuses.get(definition)?.get(level)
    }
}

/// One loaded city.
#[derive(Debug)]
pub(super) struct CityData {
    public: Snapshot,
    internal: Snapshot,
    pub prepared: Vec<PreparedLevel>,
    pub indexes: Vec<AreaIndex<LevelShapes>>,
    pub tiles: TileCache,
    /// What happened to every file; only its counts are public.
    pub report: ImportReport,
    /// Version of everything that the public may be answered.
    answers: String,
}

impl CityData {
    fn new(dataset: &Dataset, mut report: ImportReport, memory: &GateMemory) -> Result<Self, crate::crs::CrsError> {
        let gated = || publish_all(dataset, memory);
        let projected = || dataset.levels.par_iter().map(PreparedLevel::new).collect();
        let indexed = || {
            (0..dataset.levels.len())
                .into_par_iter()
                .map(|level| index(&dataset.levels, level))
                .collect::<Result<_, _>>()
        };
        let ([public, internal], (prepared, spatial)) = rayon::join(gated, || rayon::join(projected, indexed));
        let statuses = Arc::new(statuses(&public, &internal));
        // A hash over the files would let everybody try guesses of hidden counts.
        public.data_version().clone_into(&mut report.data_version);
        Ok(Self {
            answers: answers_version(&report),
            prepared,
            indexes: spatial?,
            tiles: TileCache::default(),
            report,
            internal: Snapshot {
                published: internal,
                statuses: statuses.clone(),
            },
            public: Snapshot {
                published: public,
                statuses,
            },
        })
    }

    /// What an audience may see.
    pub(super) fn snapshot(&self, audience: Audience) -> &Snapshot {
        match audience {
            Audience::Public => &self.public,
            Audience::Internal => &self.internal,
        }
    }

    pub(super) fn data_version(&self) -> &str {
        self.public.published.data_version()
    }

    /// Changes whenever a public answer does: with the data and with the report about their import.
    pub(super) fn answers_version(&self) -> &str {
        &self.answers
    }
}

fn answers_version(report: &ImportReport) -> String {
    let told = serde_json::to_vec(&public_report(report, Language::German)).unwrap_or_default();
    Digest::default().part("report", &told).short()
}

/// Every definition on what it is declared for; who may see the result is asked with every request.
fn statuses(public: &Published, internal: &Published) -> Vec<Vec<StatusOutcome>> {
    let levels = 0..public.levels().len();
    let inputs = |audience| {
        if audience == Audience::Internal {
            internal
        } else {
            public
        }
    };
    public
        .priorities()
        .iter()
        .map(|definition| {
            levels
                .clone()
                .map(|level| status_index(inputs(definition.inputs), definition, level))
                .collect()
        })
        .collect()
}

fn index(levels: &Arc<[AreaSet]>, level: usize) -> Result<AreaIndex<LevelShapes>, crate::crs::CrsError> {
    let first = levels.get(level).and_then(|set| set.areas.first());
    let centre = first.map_or(geo::Coord { x: 10.0, y: 51.0 }, |area| area.label);
    let frame = crate::crs::MetricFrame::around(LonLat(centre))?;
    let levels = levels.clone();
    AreaIndex::new(LevelShapes { levels, level }, frame)
}

/// A city with the place it comes from.
pub struct CitySlot {
    files: Box<dyn CityFiles>,
    /// Files to watch, relative to the folder, and what they looked like; none for the embedded city.
    watched: RwLock<Option<Fingerprint>>,
    current: RwLock<Arc<CityData>>,
    /// What the gate found out, so that a change of one file is not paid for with all of them.
    memory: GateMemory,
    stale_since: RwLock<Option<SystemTime>>,
}

/// Sizes and times of a city's files.
type Fingerprint = Vec<(String, Option<(u64, SystemTime)>)>;

impl CitySlot {
    /// The city that the binary carries.
    ///
    /// # Errors
    /// When it cannot be loaded, which a test rules out.
    pub fn embedded() -> Result<(Self, ImportReport), LoadError> {
        Self::load(Box::new(Embedded), &Unwatched)
    }

    /// A city folder.
    ///
    /// # Errors
    /// When it cannot be loaded.
    pub fn folder(path: &Path) -> Result<(Self, ImportReport), LoadError> {
        Self::folder_watched(path, &Unwatched)
    }

    /// A city folder, telling somebody how far loading is.
    ///
    /// # Errors
    /// When it cannot be loaded.
    pub fn folder_watched(path: &Path, observer: &dyn Observer) -> Result<(Self, ImportReport), LoadError> {
        let files = Folder::new(path);
        // Looked at before loading, so that a change meanwhile is seen.
        let seen = fingerprint(&files, None);
        let (slot, report) = Self::load(Box::new(files), observer)?;
        *slot.watched.write().unwrap_or_else(PoisonError::into_inner) = Some(seen);
        Ok((slot, report))
    }

    fn load(files: Box<dyn CityFiles>, observer: &dyn Observer) -> Result<(Self, ImportReport), LoadError> {
        let memory = GateMemory::default();
        let (data, report) = load(files.as_ref(), observer, &memory)?;
        memory.end_load();
        let slot = Self {
            memory,
            files,
            watched: RwLock::new(None),
            current: RwLock::new(Arc::new(data)),
            stale_since: RwLock::new(None),
        };
        Ok((slot, report))
    }

    /// The current data.
    pub(super) fn current(&self) -> Arc<CityData> {
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Since when the files on disk cannot be loaded any more, if so.
    pub(super) fn stale_since(&self) -> Option<SystemTime> {
        *self.stale_since.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn id(&self) -> String {
        self.current().public.published.city().id.clone()
    }

    /// Loads again when the files have changed and says how much the gate had to work on. A failed load leaves the last good
    /// state serving.
    pub fn reload_if_changed(&self) -> Option<GateWork> {
        let before = self.watched.read().unwrap_or_else(PoisonError::into_inner).clone()?;
        let now = fingerprint(self.files.as_ref(), Some(&before));
        if now == before {
            return None;
        }
        *self.watched.write().unwrap_or_else(PoisonError::into_inner) = Some(now);
        // Loading takes its time; the locks are held for the exchange only, so that nobody waits.
        match load(self.files.as_ref(), &Unwatched, &self.memory) {
            Ok((data, report)) => {
                let work = self.memory.end_load();
                tracing::info!(
                    "{}: loaded again, data version {}, {} findings; the gate worked on {} tables, {} were as before",
                    report.city,
                    data.data_version(),
                    report.findings.len(),
                    work.made,
                    work.kept
                );
                *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(data);
                *self.stale_since.write().unwrap_or_else(PoisonError::into_inner) = None;
                Some(work)
            }
            Err(error) => {
                let folder = self.files.label();
                tracing::error!("{folder}: cannot be loaded, the last good state goes on serving:\n{error}");
                let mut stale = self.stale_since.write().unwrap_or_else(PoisonError::into_inner);
                stale.get_or_insert_with(SystemTime::now);
                None
            }
        }
    }
}

/// Sizes and times of `city.toml` and of the files that it names now, or named when it last made sense.
fn fingerprint(files: &dyn CityFiles, known: Option<&Fingerprint>) -> Fingerprint {
    let folder = files.label();
    let mut paths: Vec<String> = match input::read_catalog(files) {
        Ok(catalog) => catalog.files.into_iter().map(|f| f.path).collect(),
        Err(_) => known
            .into_iter()
            .flatten()
            .map(|(path, _)| path.clone())
            .filter(|p| p != "city.toml")
            .collect(),
    };
    paths.insert(0, "city.toml".to_owned());
    let look = |path: String| {
        let meta = std::fs::metadata(Path::new(&folder).join(&path)).ok();
        let seen = meta.and_then(|m| Some((m.len(), m.modified().ok()?)));
        (path, seen)
    };
    paths.into_iter().map(look).collect()
}

impl std::fmt::Debug for CitySlot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CitySlot")
            .field("files", &self.files.label())
            .finish_non_exhaustive()
    }
}

fn load(
    files: &dyn CityFiles,
    observer: &dyn Observer,
    memory: &GateMemory,
) -> Result<(CityData, ImportReport), LoadError> {
    let loaded = input::load_watched(files, observer)?;
    let data = CityData::new(&loaded.dataset, loaded.report.clone(), memory).map_err(|e| LoadError::Place {
        folder: files.label(),
        reason: e.to_string(),
    })?;
    Ok((data, loaded.report))
}

/// How the service presents itself.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Address under which the public reaches the service, for absolute links.
    pub public_url: Option<String>,
    /// Tokens of departments.
    pub tokens: Tokens,
}

/// All cities of a service.
#[derive(Debug)]
pub struct Atlas {
    cities: Vec<CitySlot>,
    options: Options,
}

impl Atlas {
    /// A service for these cities; of two with one id the later is not reachable.
    pub fn new(cities: Vec<CitySlot>, options: Options) -> Self {
        Self { cities, options }
    }

    pub(super) fn city(&self, id: &str) -> Option<Arc<CityData>> {
        self.cities
            .iter()
            .map(CitySlot::current)
            .find(|city| city.public.published.city().id == id)
    }

    pub(super) fn slots(&self) -> &[CitySlot] {
        &self.cities
    }

    /// Identifiers of the cities in the order of serving.
    pub fn city_names(&self) -> Vec<String> {
        self.cities.iter().map(CitySlot::id).collect()
    }

    pub(super) fn department(&self, token: &str) -> Option<&str> {
        self.options.tokens.department(token)
    }

    pub(super) fn public_url(&self) -> Option<&str> {
        self.options.public_url.as_deref()
    }
}
