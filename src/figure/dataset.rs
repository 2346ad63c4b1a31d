//! The data of one city before the disclosure gate.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::hierarchy;
use crate::model::{
    AreaSet, Cell, City, ContextLayer, Figure, FigureKind, Indicator, Missing, Period, PriorityDefinition, Source,
    Value,
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
}

/// One figure on one level.
#[derive(Debug, Clone)]
pub struct Series {
    /// Where the cells come from.
    pub origin: Origin,
    /// Cells by period.
    pub periods: Periods,
}

/// One figure on all levels.
#[derive(Debug, Clone)]
pub struct FigureData {
    /// What the figure is.
    pub figure: Figure,
    /// For every level the cells, or why there are none (`NotAggregable` for rates, `NoRow` where nothing leads there).
    pub levels: Vec<Result<Series, Missing>>,
    /// The whole city by period: the office's total, else the sum over the areas.
    pub city: BTreeMap<Period, Value>,
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
    /// Definitions of status indices.
    pub priorities: Vec<PriorityDefinition>,
    /// Layers for orientation.
    pub context: Vec<ContextLayer>,
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
    /// Indicators.
    pub indicators: Arc<[Indicator]>,
    /// Definitions of status indices.
    pub priorities: Arc<[PriorityDefinition]>,
    /// Layers for orientation.
    pub context: Arc<[ContextLayer]>,
    /// Hash over everything that was read.
    pub data_version: String,
}

impl Dataset {
    /// Adds every figure up to every level that it can reach.
    pub fn build(parts: DatasetParts) -> Self {
        let figures = parts
            .figures
            .into_iter()
            .map(|(figure, joined)| FigureData::build(figure, joined, &parts.levels))
            .collect();
        Self {
            city: Arc::new(parts.city),
            levels: parts.levels.into(),
            sources: parts.sources.into(),
            figures,
            indicators: parts.indicators.into(),
            priorities: parts.priorities.into(),
            context: parts.context.into(),
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
        let levels = &self.figures.get(figure).ok_or(Missing::NoRow)?.levels;
        levels
            .get(level)
            .ok_or(Missing::NoRow)?
            .as_ref()
            .map_err(|reason| *reason)
    }
}

impl FigureData {
    fn build(figure: Figure, mut joined: JoinedFigure, levels: &[AreaSet]) -> Self {
        let city = city_values(&figure, &joined);
        let direct: Vec<usize> = joined.levels.keys().copied().collect();
        let derived: Vec<Option<Result<Series, Missing>>> = (0..levels.len())
            .map(|level| {
                if joined.levels.contains_key(&level) {
                    return None;
                }
                Some(derive(&figure, &joined, &direct, level, levels))
            })
            .collect();
        let levels = derived
            .into_iter()
            .enumerate()
            .map(|(level, derived)| {
                derived.unwrap_or_else(|| {
                    joined
                        .levels
                        .remove(&level)
                        .map(|periods| Series {
                            origin: Origin::Direct,
                            periods,
                        })
                        .ok_or(Missing::NoRow)
                })
            })
            .collect();
        Self { figure, levels, city }
    }
}

/// Cells of a level without rows of its own: sums over the nearest finer level that has rows.
fn derive(
    figure: &Figure,
    joined: &JoinedFigure,
    direct: &[usize],
    level: usize,
    levels: &[AreaSet],
) -> Result<Series, Missing> {
    let (from, path) = hierarchy::nearest_path(levels, direct, level).ok_or(Missing::NoRow)?;
    if figure.kind == FigureKind::Rate {
        return Err(Missing::NotAggregable);
    }
    let periods = joined
        .levels
        .get(&from)
        .into_iter()
        .flatten()
        .map(|(period, cells)| {
            (
                period.clone(),
                hierarchy::sum_up(cells, &path, levels[level].areas.len()),
            )
        })
        .collect();
    Ok(Series {
        origin: Origin::Summed(from),
        periods,
    })
}

/// The office's total where there is one, else the sum over the finest level with rows.
fn city_values(figure: &Figure, joined: &JoinedFigure) -> BTreeMap<Period, Value> {
    let finest = joined
        .levels
        .values()
        .max_by_key(|periods| periods.values().next().map_or(0, Vec::len));
    let mut city: BTreeMap<Period, Value> = finest
        .into_iter()
        .flatten()
        .map(|(period, cells)| {
            let value = if figure.kind == FigureKind::Rate {
                Err(Missing::NotAggregable)
            } else {
                hierarchy::sum(cells.iter().map(|c| c.value))
            };
            (period.clone(), value)
        })
        .collect();
    for (period, cell) in &joined.totals {
        if cell.value.is_ok() {
            city.insert(period.clone(), cell.value);
        }
    }
    city
}
