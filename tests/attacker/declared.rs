//! What `city.toml` and the assignment tables beside it tell everybody.

use std::collections::HashMap;

use sozialraumatlas::input::catalog::{LevelOrigin, LevelSpec};
use sozialraumatlas::input::files::CityFiles;
use sozialraumatlas::input::read_catalog;
use sozialraumatlas::model::{Audience, DisclosureRules, FigureKind, Measure, Period, Term};
use toml::{Table, Value};

#[derive(Debug, Clone)]
pub struct Figure {
    pub id: String,
    /// Whether it counts persons or cases: whole numbers, guarded by rules.
    pub count: bool,
    /// Whether it can be added up at all.
    pub additive: bool,
    pub source: usize,
    /// Figures that make it up.
    pub parts: Vec<usize>,
    /// Whether its counts of short periods make up those of longer ones.
    pub over_time: bool,
}

/// `factor × numerator / denominator`; without a denominator the numerator itself.
#[derive(Debug, Clone)]
pub struct Indicator {
    pub id: String,
    pub numerator: Vec<Term>,
    pub denominator: Vec<Term>,
    pub factor: f64,
    /// Whether the numerator is a part of the denominator.
    pub share: bool,
}

impl Indicator {
    /// Whether it adds counts up and takes nothing away.
    pub fn is_sum(&self) -> bool {
        let mut terms = self.numerator.iter().chain(&self.denominator);
        terms.all(|term| term.weight.is_none() && (term.coefficient - 1.0).abs() < f64::EPSILON)
    }
}

/// A level that is put together from a finer one by a table.
#[derive(Debug, Clone)]
pub struct Assigned {
    pub from: usize,
    pub to: usize,
    /// Code of the finer area -> code of the area it belongs to.
    pub parent: HashMap<String, String>,
}

#[derive(Debug, Clone)]
pub struct Definition {
    pub id: String,
    pub period: Period,
    pub indicators: Vec<usize>,
}

#[derive(Debug, Clone)]
pub struct Declared {
    pub city: String,
    pub levels: Vec<String>,
    pub assigned: Vec<Assigned>,
    pub rules: Vec<DisclosureRules>,
    pub figures: Vec<Figure>,
    pub indicators: Vec<Indicator>,
    pub definitions: Vec<Definition>,
}

impl Declared {
    pub fn read(files: &dyn CityFiles) -> Self {
        let catalog = read_catalog(files).unwrap_or_else(|e| panic!("{e}"));
        let parts = parts(files);
        let figures = catalog.figures.iter().zip(parts).map(|(f, parts)| Figure {
            id: f.id.clone(),
            count: f.kind == FigureKind::Count,
            additive: f.kind != FigureKind::Rate,
            source: f.source,
            parts,
            over_time: f.adds_up_over_time == Some(true),
        });
        let indicators: Vec<Indicator> = catalog
            .indicators
            .iter()
            .map(|i| indicator(&i.id, &i.measure))
            .collect();
        let definitions = catalog.priorities.iter().map(|p| Definition {
            id: p.id.clone(),
            period: p.period.clone(),
            indicators: p
                .status
                .indicators
                .iter()
                .map(|w| indicators.iter().position(|i| i.id == w.indicator).unwrap())
                .collect(),
        });
        let levels = catalog.levels.iter().enumerate();
        Self {
            city: catalog.city.id.clone(),
            levels: catalog.levels.iter().map(|l| l.level.id.clone()).collect(),
            assigned: levels.filter_map(|(to, level)| assigned(to, level, files)).collect(),
            rules: catalog
                .sources
                .iter()
                .map(|s| s.rules(Audience::Public).clone())
                .collect(),
            figures: figures.collect(),
            definitions: definitions.collect(),
            indicators,
        }
    }

    pub fn level(&self, id: &str) -> usize {
        self.levels.iter().position(|l| l == id).unwrap()
    }

    /// The rules that guard a figure, if it counts persons.
    pub fn rules_of(&self, figure: usize) -> Option<&DisclosureRules> {
        let figure = &self.figures[figure];
        figure.count.then(|| &self.rules[figure.source])
    }
}

/// For every figure the figures that are declared to make it up.
fn parts(files: &dyn CityFiles) -> Vec<Vec<usize>> {
    let text = String::from_utf8(files.read("city.toml").unwrap().into_owned()).unwrap();
    let toml: Table = text.parse().unwrap();
    let figures: Vec<&Value> = toml
        .get("figure")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .collect();
    let position = |id: &Value| figures.iter().position(|f| f["id"] == *id).unwrap();
    let parts = |figure: &&Value| {
        let list = figure.get("sum_of").and_then(Value::as_array);
        list.into_iter().flatten().map(position).collect()
    };
    figures.iter().map(parts).collect()
}

fn indicator(id: &str, measure: &Measure) -> Indicator {
    let (numerator, denominator, factor, share) = match measure {
        Measure::Value(terms) => (terms.clone(), Vec::new(), 1.0, false),
        Measure::Ratio {
            numerator,
            denominator,
            factor,
            share,
        } => (numerator.clone(), denominator.clone(), *factor, *share),
    };
    Indicator {
        id: id.to_owned(),
        numerator,
        denominator,
        factor,
        share,
    }
}

fn assigned(to: usize, level: &LevelSpec, files: &dyn CityFiles) -> Option<Assigned> {
    let LevelOrigin::Assignment {
        from,
        path,
        code,
        to: target,
        ..
    } = &level.origin
    else {
        return None;
    };
    let bytes = files.read(path).unwrap();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let delimiter = if text.lines().next()?.contains(';') { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let header = reader.headers().unwrap().clone();
    let column = |name: &str| header.iter().position(|h| h == name).unwrap();
    let (code, target) = (column(code), column(target));
    let mut parent = HashMap::new();
    for record in reader.records().map(Result::unwrap) {
        parent
            .entry(record[code].to_owned())
            .or_insert(record[target].to_owned());
    }
    Some(Assigned {
        from: *from,
        to,
        parent,
    })
}
