//! Decisions: steps that are asked for, priority areas as they stand, and the log.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::analysis::status::StatusIndex;
use crate::decision::{COLUMNS, Current, Entry, Ledger, PriorityArea, Session, TableError, Term, read_record, record};
use crate::disclosure::Published;
use crate::model::{Audience, PriorityDefinition};
use crate::output::decided::{Standing, code, definitions, may_see, name};
use crate::text::{Language, phrase, sentence};

/// A step that a department asks for. Texts that are not needed are left out.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DecisionRequest {
    /// Stable name of the action.
    pub action: String,
    /// The priority area, such as `P12`; none where one is made.
    pub area: Option<String>,
    /// Identifier of the level of the areas.
    pub level: String,
    /// Codes of the areas.
    pub codes: Vec<String>,
    /// A drawn part of them as a GeoJSON geometry.
    pub polygon: Option<Value>,
    /// The priority areas that are put together.
    pub merged: Vec<String>,
    /// Identifier of the definition of the index.
    pub definition: String,
    /// The name given.
    pub name: String,
    /// The committee (Gremium).
    pub committee: String,
    /// The day it met.
    pub date: String,
    /// The number of the paper (Drucksache).
    pub paper: String,
    /// The first day of the decision.
    pub valid_from: String,
    /// Its last day.
    pub valid_to: String,
    /// When it is to be looked at again.
    pub next_review: String,
    /// Why.
    pub reason: String,
    /// Whether the public may read the reason.
    pub publish_reason: bool,
    /// Number of the entry whose reason is blanked.
    pub entry: Option<u64>,
}

/// What stands, for one audience.
#[derive(Debug, Serialize)]
pub struct DecisionsWire<'a> {
    city: &'a str,
    name: &'a str,
    priority_name: &'a str,
    audience: &'static str,
    data_version: &'a str,
    /// Identifier of the level of priority areas, where there is one.
    pub level: Option<&'a str>,
    note: String,
    /// The priority areas that the audience may see, ordered by number.
    pub areas: Vec<StandingWire<'a>>,
    /// Computed hints that nobody has acted on, as far as the audience may see them.
    pub hints: Vec<HintWire<'a>>,
    /// The log; for those with a token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entries: Option<Vec<Value>>,
}

/// A priority area as it stands.
#[derive(Debug, Serialize)]
pub struct StandingWire<'a> {
    id: u64,
    /// Its key on the level of priority areas.
    pub code: String,
    /// The name given, else the names of its areas.
    pub name: String,
    /// How far it has come.
    pub flag_status: &'static str,
    /// The same in words.
    pub flag_status_name: String,
    level: &'a str,
    /// Codes of its areas.
    pub codes: Vec<&'a str>,
    drawn: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    computed: Option<bool>,
    definition: Option<&'a str>,
    definition_hash: Option<&'a str>,
    data_version: &'a str,
    #[serde(flatten)]
    session: Option<SessionWire<'a>>,
    #[serde(flatten)]
    term: Option<TermWire<'a>>,
    /// Why it is to be looked at again.
    pub recheck: Vec<&'static str>,
    /// The same in words; empty when there is no cause.
    pub recheck_text: String,
    reasons: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    merged_into: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    entries: Option<&'a [u64]>,
}

impl StandingWire<'_> {
    /// The texts of its row in a table.
    pub fn row(&self) -> [String; 16] {
        let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
        let (session, term) = (self.session.as_ref(), self.term.as_ref());
        [
            self.code.clone(),
            self.name.clone(),
            self.flag_status.to_owned(),
            self.level.to_owned(),
            self.codes.join(", "),
            text(self.definition),
            text(self.definition_hash),
            self.data_version.to_owned(),
            text(session.map(|s| s.committee)),
            text(session.map(|s| s.date)),
            text(session.map(|s| s.paper)),
            text(term.map(|t| t.valid_from)),
            text(term.and_then(|t| t.valid_to)),
            text(term.map(|t| t.next_review)),
            self.recheck_text.clone(),
            self.reasons.join(" / "),
        ]
    }
}

/// Where a committee spoke.
#[derive(Debug, Serialize)]
struct SessionWire<'a> {
    committee: &'a str,
    date: &'a str,
    paper: &'a str,
}

/// For how long it decided.
#[derive(Debug, Serialize)]
struct TermWire<'a> {
    valid_from: &'a str,
    valid_to: Option<&'a str>,
    next_review: &'a str,
}

/// A computed hint.
#[derive(Debug, Serialize)]
pub struct HintWire<'a> {
    definition: &'a str,
    level: &'a str,
    code: &'a str,
    name: &'a str,
    flag_status: &'static str,
}

/// What the hints of an answer come from: definitions with the index of their level, as far as the audience may see them.
pub type Hints<'a> = &'a [(&'a PriorityDefinition, &'a StatusIndex)];

/// Describes what stands. Without a token that is what committees decided, and hints of definitions that publish them.
pub fn decisions<'a>(
    p: &'a Published,
    ledger: &'a Ledger,
    hints: Hints<'a>,
    today: &str,
    language: Language,
) -> DecisionsWire<'a> {
    let seen = ledger.areas().filter(|area| may_see(p.audience(), area));
    let areas: Vec<StandingWire> = seen.map(|area| standing_of(p, ledger, area, today, language)).collect();
    let live = ledger
        .areas()
        .any(|area| area.status.is_live() && may_see(p.audience(), area));
    let level = live.then_some(p.city().priority_level.as_str());
    let internal = p.audience() == Audience::Internal;
    DecisionsWire {
        city: &p.city().id,
        name: &p.city().name,
        priority_name: &p.city().priority_name,
        audience: p.audience().id(),
        data_version: p.data_version(),
        level,
        note: sentence(language, "decision.note", &[("name", &p.city().priority_name)]),
        areas,
        hints: open_hints(p, ledger, hints),
        entries: internal.then(|| ledger.entries().iter().map(entry_json).collect()),
    }
}

/// Describes a priority area as an audience may know it.
pub fn standing_of<'a>(
    p: &'a Published,
    ledger: &'a Ledger,
    area: &'a PriorityArea,
    today: &str,
    language: Language,
) -> StandingWire<'a> {
    let internal = p.audience() == Audience::Internal;
    let known = definitions(p);
    let recheck = area.recheck(&Current {
        data_version: p.data_version(),
        definitions: &known,
        today,
    });
    let causes: Vec<String> = recheck.iter().map(|why| phrase(language, &why.phrase())).collect();
    let recheck_text = if causes.is_empty() {
        String::new()
    } else {
        sentence(language, "decision.recheck", &[("causes", &causes.join("; "))])
    };
    let some = |text: &'a str| (!text.is_empty()).then_some(text);
    let entries = area.entries.iter().filter_map(|number| ledger.entry(*number));
    let shown = entries.filter(|entry| internal || entry.draft.publish_reason);
    let known = p.priorities().iter().find(|d| d.id == area.basis.definition);
    let visible = internal || known.is_some_and(|d| d.is_visible_to(p.audience()));
    let of_index = |text: &'a str| some(text).filter(|_| visible);
    StandingWire {
        id: area.id,
        code: code(area),
        name: name(p, area),
        flag_status: area.status.id(),
        flag_status_name: phrase(language, &area.status.phrase()),
        level: &area.level,
        codes: area.codes(),
        drawn: area.is_drawn(),
        computed: visible.then_some(area.computed),
        definition: of_index(&area.basis.definition),
        definition_hash: of_index(&area.basis.definition_hash),
        data_version: &area.basis.data_version,
        session: area.session.as_ref().map(session),
        term: area.term.as_ref().map(term),
        recheck: recheck.iter().map(|why| why.id()).collect(),
        recheck_text,
        reasons: shown.filter_map(|entry| some(&entry.draft.reason)).collect(),
        merged_into: area.merged_into.map(|id| format!("P{id}")),
        entries: internal.then_some(&area.entries),
    }
}

fn session(session: &Session) -> SessionWire<'_> {
    SessionWire {
        committee: &session.committee,
        date: &session.date,
        paper: &session.paper,
    }
}

fn term(term: &Term) -> TermWire<'_> {
    TermWire {
        valid_from: &term.valid_from,
        valid_to: (!term.valid_to.is_empty()).then_some(&term.valid_to),
        next_review: &term.next_review,
    }
}

/// Flagged areas of which the log says nothing that the audience may see.
fn open_hints<'a>(p: &'a Published, ledger: &Ledger, hints: Hints<'a>) -> Vec<HintWire<'a>> {
    let standing = Standing::new(p, ledger, None);
    let mut open = Vec::new();
    for (definition, status) in hints {
        let set = &p.levels()[status.level];
        for (at, area) in set.areas.iter().enumerate() {
            let flag_status = standing.flag_status(status.level, at, status.flags(at));
            if flag_status == Some(crate::decision::COMPUTED) {
                open.push(HintWire {
                    definition: &definition.id,
                    level: &set.level.id,
                    code: area.code.as_str(),
                    name: &area.name,
                    flag_status: crate::decision::COMPUTED,
                });
            }
        }
    }
    open
}

/// Columns with numbers, lists and truth values; all others are texts.
const NUMBERS: [&str; 3] = ["number", "area", "entry"];
const FLAGS: [&str; 2] = ["publish_reason", "makes"];

/// An entry of the log with the names of [`COLUMNS`]; null where there is nothing.
pub fn entry_json(entry: &Entry) -> Value {
    let cells = record(entry);
    let mut object = Map::new();
    for (column, cell) in COLUMNS.iter().zip(cells) {
        let value = match *column {
            "codes" => json!(entry.draft.codes),
            "merged" => json!(entry.draft.merged),
            "polygon" => serde_json::from_str(&cell).unwrap_or(Value::Null),
            name if NUMBERS.contains(&name) => cell.parse::<u64>().map_or(Value::Null, Value::from),
            name if FLAGS.contains(&name) => json!(cell == "true"),
            _ if cell.is_empty() => Value::Null,
            _ => json!(cell),
        };
        object.insert((*column).to_owned(), value);
    }
    Value::Object(object)
}

/// Entries from the JSON that [`entry_json`] makes: an array of them, or an answer with `entries`.
///
/// # Errors
/// When the JSON is another one or a cell cannot be read.
pub fn read_entries(bytes: &[u8]) -> Result<Vec<Entry>, TableError> {
    let fault = |problem: String| TableError::Table(problem);
    let value: Value = serde_json::from_slice(bytes).map_err(|e| fault(e.to_string()))?;
    let list = value.as_array().or_else(|| value.get("entries")?.as_array());
    let list = list.ok_or_else(|| fault("no list of entries".to_owned()))?;
    let mut entries = Vec::with_capacity(list.len());
    for (row, object) in list.iter().enumerate() {
        let cells = COLUMNS.map(|column| cell(column, &object[column]));
        entries.push(read_record(&cells, row + 1)?);
    }
    Ok(entries)
}

fn cell(column: &str, value: &Value) -> String {
    let item = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    match value {
        Value::Null => String::new(),
        Value::Array(items) => {
            let between = if column == "codes" { "\n" } else { "," };
            items.iter().map(item).collect::<Vec<_>>().join(between)
        }
        other => item(other),
    }
}
