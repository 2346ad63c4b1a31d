//! The data of one city before the disclosure gate.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::build::Map;
use super::crosswalk::Crosswalk;
use super::hierarchy::Ways;
use super::product;
use crate::model::{
    AlreadyPublished, AreaSet, Cell, City, ContextLayer, Figure, Indicator, Missing, OfferLayer, Period,
    PriorityDefinition, Remarks, RoundingKey, Source, Term, Value,
};

/// Cells of one figure by period, in the order of the level's areas.
pub type Periods = BTreeMap<Period, Vec<Cell>>;

/// What a table gave for one figure.
#[derive(Debug, Clone, Default)]
pub struct JoinedFigure {
    /// Cells by level index.
    pub levels: BTreeMap<usize, Periods>,
    /// Totals of the whole city as the office wrote them.
    pub totals: BTreeMap<Period, Cell>,
}

/// Where the cells of a level come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Rows of the table.
    Direct,
    /// Sums over the areas of the level with this index.
    Summed(usize),
    /// Counts of another boundary version, by the crosswalk with this index.
    Crosswalk(usize),
}

/// One figure on one level.
#[derive(Debug, Clone)]
pub struct Series {
    /// Where the cells of most interest come from: own rows, where there are any.
    pub origin: Origin,
    /// Cells by period.
    pub periods: Periods,
    /// Where the cells of a period come from, where that differs from `origin`.
    pub others: BTreeMap<Period, Origin>,
}

impl Series {
    /// Cells that rows of the table gave.
    pub(super) fn direct(periods: Periods) -> Self {
        Self {
            origin: Origin::Direct,
            periods,
            others: BTreeMap::new(),
        }
    }

    /// Adds the cells of a period.
    pub(super) fn insert(&mut self, period: Period, cells: Vec<Cell>, origin: Origin) {
        if self.periods.is_empty() {
            self.origin = origin;
        }
        if self.origin != origin {
            self.others.insert(period.clone(), origin);
        }
        self.periods.insert(period, cells);
    }

    /// Where the cells of a period come from; `None` where there are none.
    pub fn origin_in(&self, period: &Period) -> Option<Origin> {
        let there = self.periods.contains_key(period);
        there.then(|| self.others.get(period).copied().unwrap_or(self.origin))
    }
}

/// One figure on all levels.
#[derive(Debug, Clone)]
pub struct FigureData {
    /// What the figure is.
    pub figure: Figure,
    /// For every level the cells, or why there are none (`NotAggregable` for rates, `NoRow` where nothing leads there).
    pub levels: Vec<Result<Series, Missing>>,
    /// The whole city by period as the office wrote it.
    pub totals: BTreeMap<Period, Value>,
    /// The whole city by period as the sum over the areas.
    pub sums: BTreeMap<Period, Value>,
}

impl FigureData {
    /// The figure on a level.
    ///
    /// # Errors
    /// Why it has no cells there.
    pub fn on(&self, level: usize) -> Result<&Series, Missing> {
        let series = self.levels.get(level).ok_or(Missing::NoRow)?;
        series.as_ref().map_err(|reason| *reason)
    }
}

/// What a dataset is made from.
#[derive(Debug, Clone)]
pub struct DatasetParts {
    /// The city.
    pub city: City,
    /// Levels with their areas and links.
    pub levels: Vec<AreaSet>,
    /// Sources with their rules.
    pub sources: Vec<Source>,
    /// Figures and what the tables gave for them.
    pub figures: Vec<(Figure, JoinedFigure)>,
    /// Indicators; their measures name figures by index.
    pub indicators: Vec<Indicator>,
    /// Goals and breaks of series.
    pub remarks: Remarks,
    /// Ways from one boundary version to another.
    pub crosswalks: Vec<Crosswalk>,
    /// Definitions of status indices.
    pub priorities: Vec<PriorityDefinition>,
    /// Cells that everybody knows from other publications.
    pub already_published: Vec<AlreadyPublished>,
    /// Layers for orientation.
    pub context: Vec<ContextLayer>,
    /// Offers by file.
    pub offers: Vec<OfferLayer>,
    /// What the draws of random rounding follow from, where sources are rounded.
    pub rounding_key: Option<RoundingKey>,
    /// Hash over everything that was read.
    pub data_version: String,
}

/// The data of one city with every figure on every level that it can be added up to. Nothing here is protected:
/// only the disclosure gate may turn it into something that is shown.
#[derive(Debug, Clone)]
pub struct Dataset {
    /// The city.
    pub city: Arc<City>,
    /// Levels with their areas and links.
    pub levels: Arc<[AreaSet]>,
    /// Sources with their rules.
    pub sources: Arc<[Source]>,
    /// Figures on all levels.
    pub figures: Vec<FigureData>,
    /// Figures weighted with a rate, by figure and rate, as the indicators' terms need them.
    pub products: BTreeMap<(usize, usize), FigureData>,
    /// Indicators.
    pub indicators: Arc<[Indicator]>,
    /// Goals and breaks of series.
    pub remarks: Arc<Remarks>,
    /// Ways from one boundary version to another.
    pub crosswalks: Arc<[Crosswalk]>,
    /// Definitions of status indices.
    pub priorities: Arc<[PriorityDefinition]>,
    /// Cells that everybody knows from other publications.
    pub already_published: Vec<AlreadyPublished>,
    /// Layers for orientation.
    pub context: Arc<[ContextLayer]>,
    /// Offers by file.
    pub offers: Arc<[OfferLayer]>,
    /// What the draws of random rounding follow from, where sources are rounded.
    pub rounding_key: Option<RoundingKey>,
    /// Hash over everything that was read.
    pub data_version: String,
}

impl Dataset {
    /// Adds every figure up to every level that it can reach.
    pub fn build(parts: DatasetParts) -> Self {
        let ways = Ways::new(&parts.levels);
        let map = Map {
            ways: &ways,
            crosswalks: &parts.crosswalks,
        };
        let figures: Vec<FigureData> = parts
            .figures
            .into_iter()
            .map(|(figure, joined)| FigureData::build(figure, joined, map))
            .collect();
        let products = product::products(&figures, &parts.indicators, map);
        Self {
            city: Arc::new(parts.city),
            levels: parts.levels.into(),
            sources: parts.sources.into(),
            figures,
            products,
            indicators: parts.indicators.into(),
            remarks: Arc::new(parts.remarks),
            crosswalks: parts.crosswalks.into(),
            priorities: parts.priorities.into(),
            already_published: parts.already_published,
            context: parts.context.into(),
            offers: parts.offers.into(),
            rounding_key: parts.rounding_key,
            data_version: parts.data_version,
        }
    }
}

impl Dataset {
    /// A figure on a level.
    ///
    /// # Errors
    /// Why the figure has no cells there.
    pub fn series(&self, figure: usize, level: usize) -> Result<&Series, Missing> {
        self.figures.get(figure).ok_or(Missing::NoRow)?.on(level)
    }

    /// What a term is taken from, before its lag and coefficient: the figure, or its product with a rate.
    pub fn term_figure(&self, term: &Term) -> Option<&FigureData> {
        match term.weight {
            None => self.figures.get(term.figure),
            Some(rate) => self.products.get(&(term.figure, rate)),
        }
    }

    /// The same on a level.
    ///
    /// # Errors
    /// Why there are no cells.
    pub fn term_series(&self, term: &Term, level: usize) -> Result<&Series, Missing> {
        self.term_figure(term).ok_or(Missing::NoRow)?.on(level)
    }
}
