//! A dataset in which some figures have other rows, added up again from there.

use std::collections::BTreeMap;

use super::build::Map;
use super::dataset::{Dataset, FigureData, JoinedFigure, Origin, Periods};
use super::hierarchy::Ways;
use super::product;

impl FigureData {
    /// Cells that rows of the table gave, by level.
    pub fn own_rows(&self) -> BTreeMap<usize, Periods> {
        let mut rows: BTreeMap<usize, Periods> = BTreeMap::new();
        for (level, series) in self.levels.iter().enumerate() {
            let Ok(series) = series else { continue };
            let own = series.periods.iter();
            for (period, cells) in own.filter(|(period, _)| series.origin_in(period) == Some(Origin::Direct)) {
                rows.entry(level).or_default().insert(period.clone(), cells.clone());
            }
        }
        rows
    }
}

/// Makes figures anew from rows.
#[derive(Debug)]
pub struct Rebuilder<'d> {
    data: &'d Dataset,
    ways: Ways,
}

impl<'d> Rebuilder<'d> {
    /// For the levels and crosswalks of a dataset.
    pub fn new(data: &'d Dataset) -> Self {
        Self {
            data,
            ways: Ways::new(&data.levels),
        }
    }

    /// A figure with these rows and no others; whatever else there is of it is their sum.
    pub fn figure(&self, figure: usize, rows: BTreeMap<usize, Periods>) -> Option<FigureData> {
        let joined = JoinedFigure {
            levels: rows,
            totals: BTreeMap::new(),
        };
        let figure = self.data.figures.get(figure)?.figure.clone();
        Some(FigureData::build(figure, joined, self.map()))
    }

    /// For every area of a level the area of another that it lies in; `None` where no way leads there.
    pub fn path(&self, from: usize, to: usize) -> Option<&[Option<usize>]> {
        self.ways.get(from, to).map(|way| way.path.as_slice())
    }

    /// The dataset with these figures in place of its own.
    pub fn finish(&self, figures: Vec<FigureData>) -> Dataset {
        Dataset {
            products: product::products(&figures, &self.data.indicators, self.map()),
            figures,
            ..self.data.clone()
        }
    }

    fn map(&self) -> Map<'_> {
        Map {
            ways: &self.ways,
            crosswalks: &self.data.crosswalks,
        }
    }
}
