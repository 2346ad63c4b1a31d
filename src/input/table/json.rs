//! JSON: an array of objects, one per row.

use super::{Log, MAX_CELLS, TableError, TableFormat, TableOptions, assemble, text_of};
use crate::input::files::CityFiles;
use crate::input::nearest::did_you_mean;
use crate::model::{Argument, Finding, Phrase, RawRow, RawTable};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::cell::Cell as Counter;
use std::collections::HashMap;
use std::fmt;

/// Reads JSON files. The columns are the keys of all records in the order in which they first appear.
pub struct Json;

/// Most values in a file, nested ones included.
const MAX_NODES: usize = 2 * MAX_CELLS;

impl TableFormat for Json {
    fn id(&self) -> &'static str {
        "json"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["json"]
    }

    fn read(
        &self,
        files: &dyn CityFiles,
        path: &str,
        options: &TableOptions,
    ) -> Result<(RawTable, Vec<Finding>), TableError> {
        let mut log = Log::new(path);
        let (text, encoding) = text_of(files, options, &mut log)?;
        if text.trim().is_empty() {
            let path = path.to_owned();
            return Err(TableError::NoHeader { path });
        }
        let root = parse(path, &text)?;
        drop(text);
        let records = find(path, root, options.records.unwrap_or_default())?;
        let (columns, rows) = table(records, &mut log)?;
        let table = assemble(path, columns, rows, encoding)?;
        Ok((table, log.finish()))
    }
}

/// A value of a JSON file; scalars as texts, members in their order.
enum Node {
    Null,
    Scalar(String),
    Array(Vec<Node>),
    Object(Vec<(String, Node)>),
}

impl Node {
    /// What it is, for messages.
    /// What was found in the place of a cell, for a finding.
    fn phrase(&self) -> Phrase {
        match self {
            Self::Null | Self::Scalar(_) => Phrase::new("nested.value"),
            Self::Array(items) => Phrase::new("nested.list").with("count", items.len()),
            Self::Object(members) => {
                let keys = members.iter().take(20).map(|(key, _)| key.as_str());
                Phrase::new("nested.object").with("keys", Argument::list(keys))
            }
        }
    }

    fn describe(&self) -> String {
        match self {
            Self::Null => "null".to_owned(),
            Self::Scalar(text) => format!("\"{}\"", text.chars().take(40).collect::<String>()),
            Self::Array(items) => format!("an array of {}", items.len()),
            Self::Object(members) if members.is_empty() => "an object without keys".to_owned(),
            Self::Object(members) => {
                let more = if members.len() > 20 { ", …" } else { "" };
                let keys: Vec<&str> = members.iter().take(20).map(|(key, _)| key.as_str()).collect();
                format!("the keys {}{more}", keys.join(", "))
            }
        }
    }
}

/// Builds nodes as long as there are some left.
#[derive(Clone, Copy)]
struct Builder<'a> {
    left: &'a Counter<usize>,
}

impl<'de> DeserializeSeed<'de> for Builder<'_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        let left = self.left.get().checked_sub(1);
        self.left.set(left.ok_or_else(|| D::Error::custom("too many values"))?);
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Builder<'_> {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Scalar(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Scalar(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Scalar(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        // This form has a point and never an exponent.
        Ok(Node::Scalar(value.to_string()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Node, E> {
        Ok(Node::Scalar(value.trim().to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let mut nodes = Vec::new();
        while let Some(node) = items.next_element_seed(self)? {
            nodes.push(node);
        }
        Ok(Node::Array(nodes))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Node, A::Error> {
        let mut nodes = Vec::new();
        while let Some(key) = members.next_key::<String>()? {
            nodes.push((key.trim().to_owned(), members.next_value_seed(self)?));
        }
        Ok(Node::Object(nodes))
    }
}

/// Parses a text; `serde_json` limits the nesting to 128.
fn parse(path: &str, text: &str) -> Result<Node, TableError> {
    let left = Counter::new(MAX_NODES);
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let node = Builder { left: &left }.deserialize(&mut deserializer);
    let parsed = node.and_then(|node| deserializer.end().map(|()| node));
    parsed.map_err(|error| {
        let path = path.to_owned();
        if left.get() == 0 {
            return TableError::TooManyCells { path };
        }
        let text = error.to_string();
        let message = text.split(" at line ").next().unwrap_or(&text).to_owned();
        let (line, column) = (error.line(), error.column());
        TableError::JsonSyntax {
            path,
            line,
            column,
            message,
        }
    })
}

/// Follows a dotted path to an array.
fn find(path: &str, root: Node, records: &str) -> Result<Vec<Node>, TableError> {
    let mut node = root;
    for part in records.split('.').filter(|part| !part.is_empty()) {
        let (found, hint) = (node.describe(), hint(&node, part));
        let members = if let Node::Object(members) = node {
            members
        } else {
            Vec::new()
        };
        let member = members.into_iter().find(|(key, _)| key == part);
        node = member.map(|(_, node)| node).ok_or_else(|| TableError::RecordsPath {
            path: path.to_owned(),
            records: records.to_owned(),
            missing: part.to_owned(),
            found,
            hint,
        })?;
    }
    match node {
        Node::Array(items) => Ok(items),
        other => Err(TableError::NotRecords {
            path: path.to_owned(),
            place: format!("records = \"{records}\""),
            found: other.describe(),
            expected: "an array of objects; declare the path to it",
        }),
    }
}

/// A question for the key nearest to a missing one.
fn hint(node: &Node, missing: &str) -> String {
    let Node::Object(members) = node else {
        return String::new();
    };
    let keys = members.iter().map(|(key, _)| key.as_str());
    did_you_mean(missing, keys.filter(|key| key.len() <= 100).take(200))
}

/// Columns and rows of an array of objects.
fn table(records: Vec<Node>, log: &mut Log) -> Result<(Vec<String>, Vec<RawRow>), TableError> {
    let mut positions: HashMap<String, usize> = HashMap::new();
    let mut columns = Vec::new();
    let mut rows = Vec::with_capacity(records.len());
    for (i, record) in records.into_iter().enumerate() {
        let number = i + 1;
        let Node::Object(members) = record else {
            return Err(TableError::NotRecords {
                path: log.path.to_owned(),
                place: format!("record {number}"),
                found: record.describe(),
                expected: "an object",
            });
        };
        let mut cells = vec![None; columns.len()];
        for (key, node) in members {
            let position = *positions.entry(key).or_insert_with_key(|key| {
                columns.push(key.clone());
                columns.len() - 1
            });
            cells.resize(columns.len().max(cells.len()), None);
            let text = cell(node, number, columns.get(position), log);
            if let Some(place) = cells.get_mut(position)
                && place.replace(text).is_some()
            {
                log.warn("table/duplicate-key", Some(number), |f| f);
            }
        }
        let cells = cells.into_iter().map(Option::unwrap_or_default).collect();
        rows.push(RawRow { number, cells });
        if columns.len().saturating_mul(rows.len()) > MAX_CELLS {
            let path = log.path.to_owned();
            return Err(TableError::TooManyCells { path });
        }
    }
    for row in &mut rows {
        row.cells.resize(columns.len(), String::new());
    }
    Ok((columns, rows))
}

/// The text of a cell; nested values have none.
fn cell(node: Node, number: usize, column: Option<&String>, log: &mut Log) -> String {
    match node {
        Node::Null => String::new(),
        Node::Scalar(text) => text,
        nested => {
            let name = column.map_or("", String::as_str);
            log.warn("table/nested-value", Some(number), |f| {
                f.with("column", name).with("found", nested.phrase())
            });
            String::new()
        }
    }
}
