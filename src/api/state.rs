//! What the service holds: cities as loaded, ready to be asked.

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::SystemTime;

use rayon::prelude::*;

use super::decided::View;
use super::drawings::Drawings;
use super::options::Options;
use super::reload::{Fingerprint, fingerprint};
use super::shelf::Shelf;
pub use super::snapshot::Snapshot;
use super::tile_cache::TileCache;
use super::turns::Turns;
use crate::crs::LonLat;
use crate::decision::Log;
use crate::disclosure::{GateMemory, GateWork, publish_and_report};
use crate::figure::Dataset;
use crate::geometry::{AreaIndex, LevelShapes};
use crate::input::files::{CityFiles, Embedded, Folder};
use crate::input::observer::{Observer, Unwatched};
use crate::input::{self, LoadError};
use crate::model::{AreaSet, Audience, Digest, ImportReport};
use crate::output::page::plain::Operator;
use crate::output::tile::PreparedLevel;
use crate::output::wire::public_report;
use crate::text::Language;

/// One loaded city.
#[derive(Debug)]
pub(super) struct CityData {
    public: Arc<Snapshot>,
    internal: Arc<Snapshot>,
    pub prepared: Vec<Arc<PreparedLevel>>,
    pub indexes: Vec<Arc<AreaIndex<LevelShapes>>>,
    pub tiles: TileCache,
    pub drawings: Drawings,
    /// What happened to every file; only its counts are public.
    pub report: Arc<ImportReport>,
    /// Version of everything that the public may be answered but decisions.
    answers: String,
    /// Tells apart what decisions an audience sees; empty without any.
    decided: String,
}

impl CityData {
    fn new(dataset: &Dataset, mut report: ImportReport, memory: &GateMemory) -> Result<Self, crate::crs::CrsError> {
        let gated = || publish_and_report(dataset, memory);
        let projected = || {
            let levels = dataset.levels.par_iter();
            levels.map(|set| Arc::new(PreparedLevel::new(set))).collect()
        };
        let indexed = || {
            (0..dataset.levels.len())
                .into_par_iter()
                .map(|level| index(&dataset.levels, level).map(Arc::new))
                .collect::<Result<_, _>>()
        };
        let (([public, internal], hidden), (prepared, spatial)) =
            rayon::join(gated, || rayon::join(projected, indexed));
        report.hidden = Some(hidden);
        // A hash over the files would let everybody try guesses of hidden counts.
        public.data_version().clone_into(&mut report.data_version);
        let (public, internal) = Snapshot::both(public, internal);
        Ok(Self {
            answers: answers_version(&report),
            prepared,
            indexes: spatial?,
            tiles: TileCache::default(),
            drawings: Drawings::new(dataset.levels.len()),
            report: Arc::new(report),
            decided: String::new(),
            internal: Arc::new(internal),
            public: Arc::new(public),
        })
    }

    /// The same city as one audience sees it with what was decided; `stamp` tells it apart.
    ///
    /// # Errors
    /// When a shape is too far away from the city.
    pub(super) fn with_decided(&self, snapshot: Snapshot, stamp: String) -> Result<Self, crate::crs::CrsError> {
        let (mut prepared, mut indexes) = (self.prepared.clone(), self.indexes.clone());
        let levels: Arc<[AreaSet]> = snapshot.published.levels_shared();
        for level in prepared.len()..levels.len() {
            prepared.push(Arc::new(PreparedLevel::new(&levels[level])));
            indexes.push(Arc::new(index(&levels, level)?));
        }
        let audience = snapshot.published.audience();
        let snapshot = Arc::new(snapshot);
        let other = |own: Audience, known: &Arc<Snapshot>| {
            if own == audience {
                snapshot.clone()
            } else {
                known.clone()
            }
        };
        Ok(Self {
            public: other(Audience::Public, &self.public),
            internal: other(Audience::Internal, &self.internal),
            prepared,
            indexes,
            tiles: TileCache::default(),
            drawings: Drawings::new(levels.len()),
            report: self.report.clone(),
            answers: self.answers.clone(),
            decided: stamp,
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

    /// Version of the data and of the report about them, and what is known of decisions: answers are equal where these are.
    pub(super) fn tag(&self) -> String {
        let data = &self.answers;
        if self.decided.is_empty() {
            data.to_owned()
        } else {
            format!("{data}-{}", self.decided)
        }
    }
}

fn answers_version(report: &ImportReport) -> String {
    let told = serde_json::to_vec(&public_report(report, Language::German)).unwrap_or_default();
    Digest::default().part("report", &told).short()
}

fn index(levels: &Arc<[AreaSet]>, level: usize) -> Result<AreaIndex<LevelShapes>, crate::crs::CrsError> {
    let first = levels.get(level).and_then(|set| set.areas.first());
    let centre = first.map_or(geo::Coord { x: 10.0, y: 51.0 }, |area| area.label);
    let frame = crate::crs::MetricFrame::around(LonLat(centre))?;
    let levels = levels.clone();
    AreaIndex::new(LevelShapes { levels, level }, frame)
}

/// The log of decisions in a city folder.
pub const LOG: &str = "decisions.sqlite";

/// A city with the place it comes from.
pub struct CitySlot {
    files: Box<dyn CityFiles>,
    /// Files to watch, relative to the folder, and what they looked like; none for the embedded city.
    watched: RwLock<Option<Fingerprint>>,
    current: RwLock<Arc<CityData>>,
    /// What the gate found out, so that a change of one file is not paid for with all of them.
    memory: GateMemory,
    stale_since: RwLock<Option<SystemTime>>,
    log: Log,
    shelf: Shelf,
    /// The city with what was decided, as last asked for.
    view: Mutex<Option<View>>,
}

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
        let slot = Self {
            log: Log::at(path.join(LOG)),
            shelf: Shelf::in_city(path),
            ..slot
        };
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
            log: Log::nowhere(),
            shelf: Shelf::default(),
            view: Mutex::new(None),
        };
        Ok((slot, report))
    }

    /// The current data.
    pub(super) fn current(&self) -> Arc<CityData> {
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The log of decisions.
    pub(super) fn log(&self) -> &Log {
        &self.log
    }

    /// Where presentations stand, and the files of the city.
    pub(super) fn shelf(&self) -> (&Shelf, &dyn CityFiles) {
        (&self.shelf, self.files.as_ref())
    }

    /// The current data as an audience sees them with what was decided. A log that cannot be read is told to the service's own
    /// log, and the data go without it.
    pub(super) fn seen_by(&self, audience: Audience) -> Arc<CityData> {
        let data = self.current();
        let mut view = self.view.lock().unwrap_or_else(PoisonError::into_inner);
        View::renewed(&mut view, &data, &self.log).map_or(data, |view| view.of(audience))
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

/// All cities of a service.
#[derive(Debug)]
pub struct Atlas {
    cities: Vec<CitySlot>,
    options: Options,
    /// Whose picture is drawn next.
    picture_turns: Turns,
    /// Held while maplibre-rs draws: a large picture takes it a gigabyte.
    maplibre_turn: Mutex<()>,
}

impl Atlas {
    /// A service for these cities; of two with one id the later is not reachable.
    pub fn new(mut cities: Vec<CitySlot>, options: Options) -> Self {
        if let Some(folder) = &options.decisions {
            for city in &mut cities {
                city.log = Log::at(folder.join(format!("{}.sqlite", city.id())));
                city.shelf = Shelf::beside(folder.join(format!("{}.presentations", city.id())));
            }
        }
        Self {
            cities,
            picture_turns: Turns::new(options.pictures),
            options,
            maplibre_turn: Mutex::default(),
        }
    }

    /// A city as an audience sees it.
    pub(super) fn city(&self, id: &str, audience: Audience) -> Option<Arc<CityData>> {
        Some(self.slot(id)?.seen_by(audience))
    }

    pub(super) fn slot(&self, id: &str) -> Option<&CitySlot> {
        self.cities.iter().find(|slot| slot.id() == id)
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

    /// Turns for drawing pictures; waiting ones are served in order.
    pub(super) fn picture_turns(&self) -> &Turns {
        &self.picture_turns
    }

    /// Program that draws areas with maplibre-rs, and the turn to run it: one process at a time.
    pub(super) fn maplibre(&self) -> Option<(&Path, MutexGuard<'_, ()>)> {
        let turn = || self.maplibre_turn.lock().unwrap_or_else(PoisonError::into_inner);
        Some((self.options.maplibre.as_deref()?, turn()))
    }

    /// Who runs the service.
    pub(super) fn operator(&self) -> &Operator {
        &self.options.operator
    }

    pub(super) fn public_url(&self) -> Option<&str> {
        self.options.public_url.as_deref()
    }
}
