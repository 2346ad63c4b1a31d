//! Figures (columns of tables) and the indicators made of them.

use super::{KeyDate, Measure};

/// What a figure counts, and so what may be done with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FigureKind {
    /// Persons, households or cases: may be added up, guarded by the disclosure gate.
    Count,
    /// Hectares, euros, dwellings: may be added up, describes no persons.
    Amount,
    /// A share, mean or median: must never be added up.
    Rate,
}

/// One column of one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// Identifier in `city.toml`.
    pub id: String,
    /// What it counts.
    pub kind: FigureKind,
    /// Index of the source whose rules protect it.
    pub source: usize,
    /// What one unit is, such as "Personen"; may be empty.
    pub unit: String,
    /// The column's name in its table.
    pub column: String,
    /// The day on which it is counted every year, where that is declared.
    pub key_date: Option<KeyDate>,
    /// Whom it counts, such as "Melderegister"; may be empty.
    pub population_concept: String,
    /// Figures that it is the sum of, by index, where `city.toml` says so.
    pub parts: Vec<usize>,
    /// Whether its counts of months make up those of years, as cases do that begin; `None` where `city.toml` does not say.
    pub adds_up_over_time: Option<bool>,
}

/// Which way a high value points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// High values mean more need.
    Burden,
    /// High values mean less need.
    Resource,
    /// Neither; must not enter an index.
    Neutral,
}

impl Direction {
    /// The stable name in answers and files.
    pub fn id(self) -> &'static str {
        match self {
            Self::Burden => "burden",
            Self::Resource => "resource",
            Self::Neutral => "neutral",
        }
    }
}

/// The unit of an indicator as shown, such as `%` or `je 1.000`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit(pub String);

/// How a range of values is cut into classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClassMethod {
    /// Classes of one width.
    EqualInterval,
    /// Classes of about one number of areas.
    Quantiles,
    /// Least sum of squared deviations within classes.
    FisherJenks,
    /// One standard deviation wide, around the mean.
    StandardDeviation,
    /// At the mean, at the mean of what lies above it, and so on.
    HeadTail,
    /// Round numbers.
    Pretty,
    /// Breaks given by a person.
    Manual,
}

/// A wish for classes: method, number and, for manual ones, the breaks.
#[derive(Debug, Clone, PartialEq)]
pub struct ClassRequest {
    /// How to cut.
    pub method: ClassMethod,
    /// How many classes; `None` means at most five, as the data allow.
    pub classes: Option<usize>,
    /// Lowest value, inner breaks and highest value for manual classes, else empty.
    pub breaks: Vec<f64>,
}

/// One indicator as a reader chooses it.
#[derive(Debug, Clone, PartialEq)]
pub struct Indicator {
    /// Identifier in addresses and files.
    pub id: String,
    /// Name shown to people.
    pub name: String,
    /// Group in pickers.
    pub theme: String,
    /// What it says and where its limits are.
    pub description: String,
    /// The department that answers for it, where that is another one than its sources'; may be empty.
    pub owner: String,
    /// How often it is renewed, where that is said otherwise than by its sources; may be empty.
    pub update_cycle: String,
    /// Unit of the value.
    pub unit: Unit,
    /// Which way a high value points.
    pub direction: Direction,
    /// Decimals shown.
    pub decimals: u8,
    /// Where the value comes from.
    pub measure: Measure,
    /// Default classes.
    pub classes: ClassRequest,
    /// Name of the palette.
    pub palette: String,
    /// Aims of the city that it serves, by index.
    pub goals: Vec<usize>,
    /// Whether it measures help to which every single person is entitled, such as Hilfen zur Erziehung: no budget is shared out
    /// by it.
    pub individual_entitlement: bool,
}
