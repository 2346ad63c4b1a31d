//! The published data: what may be shown to one audience.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::gate::{Gate, View, is_same_for_all};
use super::memory::GateMemory;
use super::{summary, version};
use crate::figure::{Dataset, MeasuredCell, measure, measure_city, measure_periods};
use crate::model::{
    AreaSet, Audience, Cell, City, ContextLayer, Figure, FigureKind, HiddenReport, Indicator, Measure, Missing,
    OfferLayer, Period, PriorityDefinition, Remarks, Source, Value,
};

/// The cells of one indicator on one level in one period, after the gate.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    cells: Vec<Cell>,
    city: Value,
    ratio: Option<RatioCounts>,
}

/// The counts behind a shown quotient.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Counts {
    /// Above the line.
    pub numerator: f64,
    /// Below the line.
    pub denominator: f64,
}

/// Counts of a ratio in the order of the areas and for the whole city; there are some exactly where the value is shown.
#[derive(Debug, Clone, PartialEq)]
struct RatioCounts {
    areas: Vec<Result<Counts, Missing>>,
    city: Result<Counts, Missing>,
}

impl Column {
    /// A column of sums of what another one shows; the city stays the whole city.
    pub(super) fn of_sums(&self, cells: Vec<Cell>, counts: Option<Vec<Result<Counts, Missing>>>) -> Self {
        let ratio = self.ratio.as_ref().zip(counts).map(|(ratio, areas)| RatioCounts {
            areas,
            city: ratio.city,
        });
        Self {
            cells,
            city: self.city,
            ratio,
        }
    }

    /// One cell per area, in the order of the level's areas.
    pub fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// The numbers that are there.
    pub fn numbers(&self) -> impl Iterator<Item = f64> {
        self.cells.iter().filter_map(|cell| cell.value.ok())
    }

    /// The value of the whole city.
    ///
    /// # Errors
    /// Why there is none.
    pub fn city(&self) -> Value {
        self.city
    }

    /// Numerator and denominator of a ratio by area: numbers where the value is one, else the value's reason.
    /// `None` for an indicator that is no ratio.
    pub fn counts(&self) -> Option<&[Result<Counts, Missing>]> {
        self.ratio.as_ref().map(|ratio| ratio.areas.as_slice())
    }

    /// Numerator and denominator of the whole city's ratio; `None` for an indicator that is no ratio.
    pub fn city_counts(&self) -> Option<Result<Counts, Missing>> {
        self.ratio.as_ref().map(|ratio| ratio.city)
    }
}

/// An indicator on one level: columns by period, or why there are none.
pub(super) type LevelColumns = Result<BTreeMap<Period, Column>, Missing>;

/// Everything about a city that one audience may see. Made by [`publish`] only.
#[derive(Debug, Clone)]
pub struct Published {
    audience: Audience,
    city: Arc<City>,
    levels: Arc<[AreaSet]>,
    sources: Arc<[Source]>,
    indicators: Arc<[Indicator]>,
    figures: Vec<Figure>,
    remarks: Arc<Remarks>,
    priorities: Arc<[PriorityDefinition]>,
    context: Arc<[ContextLayer]>,
    offers: Arc<[OfferLayer]>,
    columns: Vec<Vec<Arc<LevelColumns>>>,
    data_version: String,
}

impl Published {
    /// The same with one more level behind the others, whose columns are made of published ones: one per indicator.
    pub(super) fn with_columns(&self, set: AreaSet, columns: Vec<LevelColumns>) -> Self {
        let mut more = self.clone();
        more.levels = self.levels.iter().cloned().chain([set]).collect();
        for (levels, added) in more.columns.iter_mut().zip(columns) {
            levels.push(Arc::new(added));
        }
        more
    }

    /// Who may see this.
    pub fn audience(&self) -> Audience {
        self.audience
    }

    /// The city.
    pub fn city(&self) -> &City {
        &self.city
    }

    /// Levels with their areas.
    pub fn levels(&self) -> &[AreaSet] {
        &self.levels
    }

    /// The same, shared.
    pub fn levels_shared(&self) -> Arc<[AreaSet]> {
        self.levels.clone()
    }

    /// Index of a level by identifier.
    pub fn level(&self, id: &str) -> Option<usize> {
        self.levels.iter().position(|set| set.level.id == id)
    }

    /// Sources with their rules.
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// Indicators in the order of `city.toml`.
    pub fn indicators(&self) -> &[Indicator] {
        &self.indicators
    }

    /// Index of an indicator by identifier.
    pub fn indicator(&self, id: &str) -> Option<usize> {
        self.indicators.iter().position(|i| i.id == id)
    }

    /// Indices of the sources that an indicator's figures come from, ascending and without repetition.
    pub fn sources_of(&self, indicator: &Indicator) -> Vec<usize> {
        let mut sources: Vec<usize> = indicator
            .measure
            .figures()
            .iter()
            .filter_map(|f| self.figures.get(*f).map(|figure| figure.source))
            .collect();
        sources.sort_unstable();
        sources.dedup();
        sources
    }

    /// What a figure is called in its table.
    pub fn figure_name(&self, figure: usize) -> &str {
        self.figures.get(figure).map_or("", |figure| figure.column.as_str())
    }

    /// What the figures are, without any of their numbers.
    pub fn figures(&self) -> &[Figure] {
        &self.figures
    }

    /// Goals and breaks of series.
    pub fn remarks(&self) -> &Remarks {
        &self.remarks
    }

    /// What a figure counts; an unknown figure is a rate, of which nothing may be computed.
    pub fn figure_kind(&self, figure: usize) -> FigureKind {
        self.figures.get(figure).map_or(FigureKind::Rate, |f| f.kind)
    }

    /// Definitions of status indices.
    pub fn priorities(&self) -> &[PriorityDefinition] {
        &self.priorities
    }

    /// Layers for orientation.
    pub fn context(&self) -> &[ContextLayer] {
        &self.context
    }

    /// Offers by file; places that everybody may visit, without columns about persons.
    pub fn offers(&self) -> &[OfferLayer] {
        &self.offers
    }

    /// Tells versions of the data apart by what the public may see, for all audiences alike: what a department wrote down
    /// and what everybody reads speak of one version, and nobody can try guesses of hidden counts on it.
    pub fn data_version(&self) -> &str {
        &self.data_version
    }

    /// Periods in which an indicator has values on a level, or why it has none.
    ///
    /// # Errors
    /// `NotAggregable` when the indicator cannot be added up to the level, `NoRow` when nothing leads there.
    pub fn periods(&self, indicator: usize, level: usize) -> Result<Vec<&Period>, Missing> {
        match self
            .columns
            .get(indicator)
            .and_then(|levels| levels.get(level))
            .map(Arc::as_ref)
        {
            Some(Ok(columns)) => Ok(columns.keys().collect()),
            Some(Err(reason)) => Err(*reason),
            None => Err(Missing::NoRow),
        }
    }

    /// The cells of an indicator on a level in a period.
    pub fn column(&self, indicator: usize, level: usize, period: &Period) -> Option<&Column> {
        let columns = self.columns.get(indicator)?.get(level)?;
        Result::as_ref(columns).ok()?.get(period)
    }
}

/// Lets through what an audience may see.
pub fn publish(data: &Dataset, audience: Audience) -> Published {
    let memory = GateMemory::default();
    if audience == Audience::Public {
        return publish_to(&Gate::new(data, audience, &memory));
    }
    let [_, internal] = publish_all(data, &memory);
    internal
}

/// Lets through what the public and what departments may see, in this order. Tables that the memory knows are not worked on
/// again.
pub fn publish_all(data: &Dataset, memory: &GateMemory) -> [Published; 2] {
    both(data, &Gate::new(data, Audience::Public, memory), memory)
}

/// The same with what is hidden from the public, for the people who keep the data.
pub fn publish_and_report(data: &Dataset, memory: &GateMemory) -> ([Published; 2], HiddenReport) {
    let gate = Gate::new(data, Audience::Public, memory);
    (both(data, &gate, memory), summary::report(&gate))
}

fn both(data: &Dataset, gate: &Gate, memory: &GateMemory) -> [Published; 2] {
    let public = publish_to(gate);
    let internal = if is_same_for_all(data) {
        Published {
            audience: Audience::Internal,
            ..public.clone()
        }
    } else {
        Published {
            data_version: public.data_version.clone(),
            ..publish_to(&Gate::new(data, Audience::Internal, memory))
        }
    };
    [public, internal]
}

/// The only constructor of [`Published`].
fn publish_to(gate: &Gate) -> Published {
    let (data, audience) = (gate.data.as_ref(), gate.audience);
    let columns = (0..data.indicators.len()).into_par_iter().map(|indicator| {
        let mut common = BTreeMap::new();
        let levels = 0..data.levels.len();
        levels
            .map(|level| Arc::new(level_columns(gate, indicator, level, &mut common)))
            .collect()
    });
    let columns: Vec<Vec<Arc<LevelColumns>>> = columns.collect();
    let mut published = Published {
        audience,
        city: data.city.clone(),
        levels: data.levels.clone(),
        sources: data.sources.clone(),
        indicators: data.indicators.clone(),
        figures: data.figures.iter().map(|f| f.figure.clone()).collect(),
        remarks: data.remarks.clone(),
        priorities: data.priorities.clone(),
        context: data.context.clone(),
        offers: data.offers.clone(),
        columns,
        data_version: data.data_version.clone(),
    };
    if audience == Audience::Public {
        published.data_version = version::of(&published);
    }
    published
}

/// What all levels of an indicator have in common in a period: what the gate hides, and the whole city.
type Common<'g> = BTreeMap<Period, (View<'g>, MeasuredCell)>;

fn level_columns<'g>(gate: &'g Gate, index: usize, level: usize, common: &mut Common<'g>) -> LevelColumns {
    let mut columns = BTreeMap::new();
    let indicator = &gate.data.indicators[index].measure;
    for period in measure_periods(&gate.data, indicator, level)? {
        let measured = measure(&gate.data, indicator, level, &period)?;
        let (view, whole) = common.entry(period.clone()).or_insert_with(|| {
            let whole = measure_city(&gate.data, indicator, &period);
            (gate.view(index, &period), whole)
        });
        let is_ratio = matches!(indicator, Measure::Ratio { .. });
        let mut cells = Vec::with_capacity(measured.len());
        let mut areas = Vec::with_capacity(if is_ratio { measured.len() } else { 0 });
        for (area, cell) in measured.enumerate() {
            let value = view.pass(&cell, gate.place(level, area));
            cells.push(Cell { value, mark: cell.mark });
            if is_ratio {
                areas.push(counts(&cell, value));
            }
        }
        let city = view.pass(whole, gate.city());
        let ratio = is_ratio.then(|| RatioCounts {
            areas,
            city: counts(whole, city),
        });
        columns.insert(period, Column { cells, city, ratio });
    }
    Ok(columns)
}

/// The counts behind a value that may be shown, else the reason why it is not.
fn counts(raw: &MeasuredCell, shown: Value) -> Result<Counts, Missing> {
    shown?;
    Ok(Counts {
        numerator: raw.numerator.unwrap_or(Err(Missing::NotApplicable))?,
        denominator: raw.denominator.unwrap_or(Err(Missing::NotApplicable))?,
    })
}
