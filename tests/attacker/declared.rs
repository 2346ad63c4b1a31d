//! What `city.toml` and the assignment tables beside it tell everybody, read without the product's own catalogue.

use std::collections::HashMap;

use sozialraumatlas::input::files::CityFiles;
use toml::{Table, Value};

/// Rules of a source for the public.
#[derive(Debug, Clone)]
pub struct Rules {
    pub threshold: f64,
    pub zero_is_public: bool,
    pub complement: bool,
    /// Figure of inhabitants and their least number.
    pub floor: Option<(usize, f64)>,
}

#[derive(Debug, Clone)]
pub struct Figure {
    pub id: String,
    /// Whether it counts persons or cases: whole numbers, guarded by rules.
    pub count: bool,
    /// Whether it can be added up at all.
    pub additive: bool,
    pub source: usize,
}

/// `factor × sum(numerator) / sum(denominator)`; without a denominator the numerator itself.
#[derive(Debug, Clone)]
pub struct Indicator {
    pub id: String,
    pub numerator: Vec<usize>,
    pub denominator: Vec<usize>,
    pub factor: f64,
    /// Whether the numerator is a part of the denominator.
    pub share: bool,
}

/// A level that is put together from a finer one by a table.
#[derive(Debug, Clone)]
pub struct Assigned {
    pub from: String,
    pub to: String,
    /// Code of the finer area -> code of the area it belongs to.
    pub parent: HashMap<String, String>,
}

#[derive(Debug, Clone)]
pub struct Definition {
    pub id: String,
    pub period: String,
    /// Indicators with their weights, negative for resources.
    pub indicators: Vec<(usize, f64)>,
}

#[derive(Debug, Clone)]
pub struct Declared {
    pub city: String,
    pub levels: Vec<String>,
    pub assigned: Vec<Assigned>,
    pub rules: Vec<Rules>,
    pub figures: Vec<Figure>,
    pub indicators: Vec<Indicator>,
    pub definitions: Vec<Definition>,
}

impl Declared {
    pub fn read(files: &dyn CityFiles) -> Self {
        let text = String::from_utf8(files.read("city.toml").unwrap().into_owned()).unwrap();
        let toml: Table = text.parse().unwrap();
        let sources = ids(&toml, "source");
        let tables: HashMap<String, usize> = entries(&toml, "table")
            .map(|t| (text_of(t, "id"), sources[&text_of(t, "source")]))
            .collect();
        let figure_ids = ids(&toml, "figure");
        let figures = entries(&toml, "figure").map(|f| figure(f, &tables)).collect();
        let indicator_ids = ids(&toml, "indicator");
        Self {
            city: text_of(toml["city"].as_table().unwrap(), "id"),
            levels: entries(&toml, "level").map(|l| text_of(l, "id")).collect(),
            assigned: entries(&toml, "level").filter_map(|l| assigned(l, files)).collect(),
            rules: entries(&toml, "source").map(|s| rules(s, &figure_ids)).collect(),
            figures,
            indicators: entries(&toml, "indicator").map(|i| indicator(i, &figure_ids)).collect(),
            definitions: entries(&toml, "priority")
                .map(|p| definition(p, &indicator_ids, &toml))
                .collect(),
        }
    }

    pub fn level(&self, id: &str) -> usize {
        self.levels.iter().position(|l| l == id).unwrap()
    }

    /// The rules that guard a figure, if it counts persons.
    pub fn rules_of(&self, figure: usize) -> Option<&Rules> {
        let figure = &self.figures[figure];
        figure.count.then(|| &self.rules[figure.source])
    }
}

fn entries<'t>(toml: &'t Table, key: &str) -> impl Iterator<Item = &'t Table> {
    let list = toml.get(key).and_then(Value::as_array);
    list.into_iter().flatten().map(|entry| entry.as_table().unwrap())
}

fn text_of(table: &Table, key: &str) -> String {
    table
        .get(key)
        .and_then(Value::as_str)
        .unwrap_or_else(|| panic!("no {key} in {table}"))
        .to_owned()
}

fn ids(toml: &Table, key: &str) -> HashMap<String, usize> {
    let entries = entries(toml, key).enumerate();
    entries.map(|(index, entry)| (text_of(entry, "id"), index)).collect()
}

fn number(value: &Value) -> Option<f64> {
    value.as_float().or_else(|| value.as_integer()?.to_string().parse().ok())
}

fn rules(source: &Table, figures: &HashMap<String, usize>) -> Rules {
    let rules = source["disclosure"].as_table().unwrap();
    let floor = rules.get("floor").and_then(Value::as_table);
    Rules {
        threshold: number(&rules["threshold"]).unwrap(),
        zero_is_public: rules.get("zero").and_then(Value::as_str) != Some("suppress"),
        complement: rules.get("complement").and_then(Value::as_bool).unwrap_or(true),
        floor: floor.map(|f| (figures[&text_of(f, "figure")], number(&f["min"]).unwrap())),
    }
}

fn figure(figure: &Table, tables: &HashMap<String, usize>) -> Figure {
    let kind = figure.get("kind").and_then(Value::as_str).unwrap_or("count");
    Figure {
        id: text_of(figure, "id"),
        count: kind == "count",
        additive: kind != "rate",
        source: tables[&text_of(figure, "table")],
    }
}

fn indicator(indicator: &Table, figures: &HashMap<String, usize>) -> Indicator {
    let group = |key: &str| match indicator.get(key) {
        Some(Value::String(id)) => vec![figures[id]],
        Some(Value::Array(ids)) => ids.iter().map(|id| figures[id.as_str().unwrap()]).collect(),
        _ => Vec::new(),
    };
    let value = group("value");
    let is_ratio = value.is_empty();
    let share = indicator.get("share").and_then(Value::as_bool);
    Indicator {
        id: text_of(indicator, "id"),
        numerator: if is_ratio { group("numerator") } else { value },
        denominator: group("denominator"),
        factor: indicator.get("factor").and_then(number).unwrap_or(1.0),
        share: is_ratio && share.unwrap_or(text_of(indicator, "unit").trim() == "%"),
    }
}

fn definition(priority: &Table, indicators: &HashMap<String, usize>, toml: &Table) -> Definition {
    let weighted = priority["indicators"].as_array().unwrap().iter().map(|entry| {
        let entry = entry.as_table().unwrap();
        let index = indicators[&text_of(entry, "id")];
        let resource = entries(toml, "indicator")
            .nth(index)
            .is_some_and(|i| text_of(i, "direction") == "resource");
        let weight = entry.get("weight").and_then(number).unwrap_or(1.0);
        (index, if resource { -weight } else { weight })
    });
    Definition {
        id: text_of(priority, "id"),
        period: text_of(priority, "period"),
        indicators: weighted.collect(),
    }
}

fn assigned(level: &Table, files: &dyn CityFiles) -> Option<Assigned> {
    let table = level.get("assignment")?.as_table()?;
    let bytes = files.read(&text_of(table, "file")).unwrap();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let delimiter = if text.lines().next()?.contains(';') { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes());
    let header = reader.headers().unwrap().clone();
    let column = |key: &str| header.iter().position(|h| h == text_of(table, key)).unwrap();
    let (code, to) = (column("code"), column("to"));
    let mut parent = HashMap::new();
    for record in reader.records().map(Result::unwrap) {
        parent.entry(record[code].to_owned()).or_insert(record[to].to_owned());
    }
    Some(Assigned {
        from: text_of(level, "from"),
        to: text_of(level, "id"),
        parent,
    })
}
