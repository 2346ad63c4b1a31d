//! One text per definition, and its fingerprint.

use std::fmt::Write;

use super::{Classing, Dimension, IndexDefinition, Normalisation, PriorityDefinition, WeightedIndicator};
use crate::model::{Deviation, Digest, Lag};

/// The form of the text; a new one gives new fingerprints.
const FORM: &str = "priority-definition/1";

impl PriorityDefinition {
    /// Everything that decides about classes and flags, a line each, in a fixed order and form.
    ///
    /// Name, description and who may see the hints are left out: they change no class. Numbers stand as the shortest decimal
    /// that gives the same floating-point number back.
    pub fn canonical_text(&self) -> String {
        let mut text = Lines(String::new());
        text.line("form", FORM);
        text.line("id", &self.id);
        text.line("version", &self.version);
        text.line("level", &self.level);
        text.line("period", self.period.as_str());
        text.line("inputs", self.inputs.id());
        if let Some(floor) = &self.floor {
            text.line("floor", &format!("{} {}", floor.indicator, floor.min));
        }
        for exclusion in &self.exclude {
            text.line("exclude", exclusion.code.as_str());
            text.line("exclude.reason", &exclusion.reason);
        }
        text.index("status", &self.status);
        if let Some(dynamics) = &self.dynamics {
            text.index("dynamics", &dynamics.index);
            text.line("dynamics.change", dynamics.change.id());
            text.line("dynamics.lag", &dynamics.change.lag().map(lag).unwrap_or_default());
            text.line("dynamics.reversed", &dynamics.reversed.to_string());
        }
        for rule in &self.attention {
            let exceeding = rule.exceeding.map_or_else(String::new, |least| least.to_string());
            let words = [list(&rule.status), list(&rule.dynamics), exceeding];
            text.line("attention", &words.join(" / "));
        }
        text.line("min_areas", &self.min_areas.to_string());
        text.0
    }

    /// Fingerprint of everything that decides about classes and flags.
    pub fn hash(&self) -> String {
        Digest::default()
            .part("definition", self.canonical_text().as_bytes())
            .short()
    }

    /// Identifier of a result: the definition on one version of the data.
    pub fn result_id(&self, data_version: &str) -> String {
        Digest::default()
            .part("definition", self.hash().as_bytes())
            .part("data", data_version.as_bytes())
            .short()
    }
}

/// Lines of `key = value`.
struct Lines(String);

impl Lines {
    fn line(&mut self, key: &str, value: &str) {
        let value = value.replace('\\', "\\\\").replace('\n', "\\n");
        // Writing to a String cannot fail.
        let _ = writeln!(self.0, "{key} = {value}");
    }

    fn index(&mut self, name: &str, index: &IndexDefinition) {
        let line = |key: &str| format!("{name}.{key}");
        for indicator in &index.indicators {
            self.line(&line("indicator"), &indicator_text(indicator));
        }
        for dimension in &index.dimensions {
            self.line(&line("dimension"), &dimension_text(dimension));
        }
        self.line(
            &line("winsorise"),
            &index.winsorise.map(|ends| numbers(&ends)).unwrap_or_default(),
        );
        self.line(&line("normalise"), &normalisation_text(&index.normalisation));
        self.line(&line("aggregate"), index.aggregation.id());
        self.line(&line("rescale"), index.rescale.id());
        let classing = match &index.classing {
            Classing::Quantiles(classes) => classes.to_string(),
            other => numbers(other.numbers()),
        };
        self.line(&line("classing"), &format!("{} {classing}", index.classing.id()));
        for class in &index.classes {
            self.line(&line("class"), class);
        }
        self.line(&line("threshold"), &index.threshold.to_string());
    }
}

fn indicator_text(indicator: &WeightedIndicator) -> String {
    let mut text = format!("{} weight {}", indicator.indicator, indicator.weight);
    let mut add = |key: &str, value: Option<String>| {
        if let Some(value) = value {
            let _ = write!(text, " {key} {value}");
        }
    };
    add("period", indicator.period.as_ref().map(ToString::to_string));
    add("log", indicator.log.then(|| "true".to_owned()));
    add("winsorise", indicator.winsorise.map(|ends| numbers(&ends)));
    add("goalposts", indicator.goalposts.map(|ends| numbers(&ends)));
    add("reference", indicator.reference.map(|r| numbers(&[r.mean, r.sd])));
    add("threshold", indicator.threshold.map(|value| value.to_string()));
    text
}

fn dimension_text(dimension: &Dimension) -> String {
    let Dimension {
        id,
        weight,
        members,
        rescale,
        ..
    } = dimension;
    format!(
        "{id} weight {weight} members {} rescale {}",
        list(members),
        rescale.id()
    )
}

fn normalisation_text(normalisation: &Normalisation) -> String {
    let more = match normalisation {
        Normalisation::MinMax(range) | Normalisation::Goalposts(range) => numbers(range),
        Normalisation::Z(Deviation::Weighted(by)) => by.clone(),
        Normalisation::Reference(Some(period)) => period.to_string(),
        _ => String::new(),
    };
    format!("{} {more}", normalisation.id())
}

fn lag(lag: &Lag) -> String {
    match lag {
        Lag::Periods(n) => format!("{n} periods"),
        Lag::Months(n) => format!("{n} months"),
        Lag::At(period) => format!("at {period}"),
    }
}

fn numbers(numbers: &[f64]) -> String {
    let texts: Vec<String> = numbers.iter().map(f64::to_string).collect();
    texts.join(",")
}

fn list(indices: &[usize]) -> String {
    let texts: Vec<String> = indices.iter().map(usize::to_string).collect();
    texts.join(",")
}
