//! What-if: a definition with other weights or cuts.

use super::priority::{Contradiction, check};
use crate::model::{Classing, IndexDefinition, PriorityDefinition};

/// Changes to a definition, as an address or a command line names them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Scenario {
    /// Weights by indicator; those that are not named keep theirs.
    pub weights: Vec<(String, f64)>,
    /// Cuts of the status in place of the declared ones.
    pub cuts: Option<Vec<f64>>,
    /// Cuts of the dynamics in place of the declared ones.
    pub dynamics_cuts: Option<Vec<f64>>,
}

/// Why there is no such scenario.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ScenarioError {
    /// A weight is not written as `indicator:number`.
    #[error("found the weight \"{0}\", expected an indicator and a number such as kinderarmut:2")]
    Weight(String),
    /// A cut is no number.
    #[error("found the cuts \"{0}\", expected ascending numbers such as -1,1,1.5")]
    Cuts(String),
    /// The definition has no such indicator.
    #[error("the definition has no indicator \"{found}\"; known are: {known}")]
    Indicator {
        /// What was asked for.
        found: String,
        /// What there is.
        known: String,
    },
    /// The changed definition contradicts itself.
    #[error("{0}")]
    Contradiction(Contradiction),
}

impl Scenario {
    /// Reads `weights` such as `kinderarmut:2,sgb2_quote:0.5` and cuts such as `-1,1,1.5`.
    ///
    /// # Errors
    /// When a part cannot be read.
    ///
    /// # Examples
    /// ```
    /// use sozialraumatlas::analysis::scenario::Scenario;
    /// let scenario = Scenario::read(Some("a:2"), Some("-1,1"), None).expect("a scenario");
    /// assert_eq!(scenario.weights, vec![("a".to_owned(), 2.0)]);
    /// assert_eq!(scenario.cuts, Some(vec![-1.0, 1.0]));
    /// ```
    pub fn read(weights: Option<&str>, cuts: Option<&str>, dynamics_cuts: Option<&str>) -> Result<Self, ScenarioError> {
        let given = weights.unwrap_or_default().split(',').map(str::trim);
        Ok(Self {
            weights: given
                .filter(|part| !part.is_empty())
                .map(weight)
                .collect::<Result<_, _>>()?,
            cuts: cuts.map(numbers).transpose()?,
            dynamics_cuts: dynamics_cuts.map(numbers).transpose()?,
        })
    }

    /// Whether nothing is changed.
    pub fn is_empty(&self) -> bool {
        self.weights.is_empty() && self.cuts.is_none() && self.dynamics_cuts.is_none()
    }

    /// The definition with these changes. A weight holds in both indices where an indicator stands in both.
    ///
    /// # Errors
    /// When an indicator is not there, or what comes out contradicts itself.
    pub fn applied_to(&self, definition: &PriorityDefinition) -> Result<PriorityDefinition, ScenarioError> {
        let mut changed = definition.clone();
        for (id, weight) in &self.weights {
            if !set_weight(&mut changed, id, *weight) {
                let known: Vec<&str> = definition
                    .indices()
                    .flat_map(|index| index.indicators.iter().map(|w| w.indicator.as_str()))
                    .collect();
                return Err(ScenarioError::Indicator {
                    found: id.clone(),
                    known: known.join(", "),
                });
            }
        }
        if let Some(cuts) = &self.cuts {
            set_cuts(&mut changed.status, cuts);
        }
        if let (Some(cuts), Some(dynamics)) = (&self.dynamics_cuts, &mut changed.dynamics) {
            set_cuts(&mut dynamics.index, cuts);
        }
        check(&changed).map_err(ScenarioError::Contradiction)?;
        Ok(changed)
    }
}

fn weight(part: &str) -> Result<(String, f64), ScenarioError> {
    let wrong = || ScenarioError::Weight(part.to_owned());
    let (id, weight) = part.split_once(':').ok_or_else(wrong)?;
    let weight: f64 = weight.trim().parse().map_err(|_| wrong())?;
    if weight.is_finite() {
        Ok((id.trim().to_owned(), weight))
    } else {
        Err(wrong())
    }
}

fn numbers(text: &str) -> Result<Vec<f64>, ScenarioError> {
    let number = |part: &str| part.trim().parse().ok().filter(|n: &f64| n.is_finite());
    let numbers: Option<Vec<f64>> = text.split(',').map(number).collect();
    numbers.ok_or_else(|| ScenarioError::Cuts(text.to_owned()))
}

fn set_weight(definition: &mut PriorityDefinition, id: &str, weight: f64) -> bool {
    let dynamics = definition.dynamics.iter_mut().map(|d| &mut d.index);
    let indices = std::iter::once(&mut definition.status).chain(dynamics);
    let mut found = false;
    for weighted in indices.flat_map(|index| index.indicators.iter_mut()) {
        if weighted.indicator == id {
            weighted.weight = weight;
            found = true;
        }
    }
    found
}

/// New numbers in the declared way to classify; equal parts have none and are cut at values instead.
fn set_cuts(index: &mut IndexDefinition, cuts: &[f64]) {
    let cuts = cuts.to_vec();
    index.classing = match index.classing {
        Classing::Cuts(_) | Classing::Quantiles(_) => Classing::Cuts(cuts),
        Classing::Percentiles(_) => Classing::Percentiles(cuts),
        Classing::Exceeding(_) => Classing::Exceeding(cuts),
    };
}
