//! Cells that stand in other publications.

use super::Period;

/// Cells of figures that everybody knows already: the gate neither hides them nor counts on their secrecy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlreadyPublished {
    /// The figures, by index.
    pub figures: Vec<usize>,
    /// In which periods; `None` for all.
    pub periods: Option<Vec<Period>>,
    /// Where.
    pub places: KnownPlaces,
}

/// Places whose counts are known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KnownPlaces {
    /// The whole city.
    City,
    /// All areas of the level with this index.
    Level(usize),
    /// Some areas of a level, by index.
    Areas(usize, Vec<usize>),
}

impl AlreadyPublished {
    /// Whether it tells of a figure in a period.
    pub fn tells(&self, figure: usize, period: &Period) -> bool {
        let periods = self.periods.as_ref();
        self.figures.contains(&figure) && periods.is_none_or(|periods| periods.contains(period))
    }
}
