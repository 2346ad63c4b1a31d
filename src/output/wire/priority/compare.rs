//! Two results side by side.

use serde::Serialize;

use super::words::INDEX_DECIMALS;
use super::{HeadWire, dynamics_labels, status_labels};
use crate::analysis::comparison::{AreaChange, Comparison, compare};
use crate::analysis::priority::AreaStatus;
use crate::analysis::status::StatusIndex;
use crate::disclosure::Published;
use crate::model::{Area, PriorityDefinition};
use crate::text::{Language, number, sentence};

/// Which areas change class between two definitions or weightings, by how much.
#[derive(Debug, Serialize)]
pub struct CompareWire<'a> {
    a: SideHeadWire<'a>,
    b: SideHeadWire<'a>,
    class_changes: usize,
    gained: usize,
    lost: usize,
    mean_rank_shift: f64,
    /// Areas by class of `a` (rows) and of `b` (columns).
    table: Vec<Vec<usize>>,
    /// The kinds of changes that a map shows.
    changes: Vec<ChangeKindWire>,
    /// The result in words.
    pub summary: String,
    note: String,
    /// One entry per area, ordered by code.
    pub areas: Vec<ComparedAreaWire<'a>>,
}

/// A kind of change with its colour.
#[derive(Debug, Serialize)]
struct ChangeKindWire {
    id: &'static str,
    label: String,
    color: &'static str,
    count: usize,
}

/// Identifiers of the kinds of changes, the keys of their words and their colours, told apart by lightness too.
///
/// # References
/// Brewer 1994, <https://doi.org/10.1016/B978-0-08-042415-6.50014-4>.
const CHANGES: [(&str, &str, &str); 4] = [
    ("same", "priority.change.same", "#ece9e2"),
    ("class", "priority.change.class", "#c2a5cf"),
    ("lost", "priority.change.lost", "#4393c3"),
    ("gained", "priority.change.gained", "#a6400b"),
];

/// One of the two definitions.
#[derive(Debug, Serialize)]
struct SideHeadWire<'a> {
    #[serde(flatten)]
    head: HeadWire<'a>,
    classes: &'a [String],
    /// The classes in full words.
    class_labels: Vec<String>,
    weights: Vec<WeightWire<'a>>,
    cuts: Vec<f64>,
    valid: usize,
    flagged: usize,
}

#[derive(Debug, Serialize)]
struct WeightWire<'a> {
    indicator: &'a str,
    weight: f64,
}

/// One area in both.
#[derive(Debug, Serialize)]
pub struct ComparedAreaWire<'a> {
    id: u64,
    /// The official key.
    pub code: &'a str,
    /// The name.
    pub name: &'a str,
    /// In the first result; none without an index.
    pub a: Option<SideWire<'a>>,
    /// In the second.
    pub b: Option<SideWire<'a>>,
    index_difference: Option<f64>,
    /// Below zero: moved up, towards more need.
    pub rank_difference: Option<i64>,
    /// Whether the name of the class differs.
    pub class_changed: bool,
    /// `gained`, `lost` or none.
    pub flag_changed: Option<&'static str>,
    /// Position of the kind of change; -1 without an index in both.
    change: i64,
}

/// One area in one result.
#[derive(Debug, Serialize)]
pub struct SideWire<'a> {
    /// The index.
    pub index: f64,
    /// Name of the class.
    pub class: &'a str,
    status: usize,
    /// 1 for the highest index.
    pub rank: usize,
    dynamics_class: Option<&'a str>,
    /// The class of the dynamics in full words.
    dynamics_label: Option<String>,
    /// Whether a rule for attention applies.
    pub flag: bool,
    /// How far the area has come.
    pub flag_status: Option<&'static str>,
}

/// A definition with its result.
pub type Computed<'a> = (&'a PriorityDefinition, &'a StatusIndex);

/// Compares two results over one level.
pub fn compare_priorities<'a>(
    p: &'a Published,
    a: Computed<'a>,
    b: Computed<'a>,
    language: Language,
) -> CompareWire<'a> {
    let level = a.1.level;
    let found = compare(&a.1.result, &b.1.result, [a.0.classes(), b.0.classes()]);
    let set = &p.levels()[level];
    let results = a.1.result.areas.iter().zip(&b.1.result.areas).zip(&found.areas);
    let labels = |definition: &PriorityDefinition| {
        let dynamics = definition.dynamics.as_ref();
        dynamics.map_or_else(Vec::new, |dynamics| dynamics_labels(dynamics, language))
    };
    let (of_a, of_b) = (labels(a.0), labels(b.0));
    let areas = set.areas.iter().zip(results).map(|(area, ((first, second), change))| {
        let (first, second) = ((a.0, first.as_ref().ok()), (b.0, second.as_ref().ok()));
        compared(area, (first, &of_a), (second, &of_b), change)
    });
    let areas: Vec<ComparedAreaWire> = areas.collect();
    CompareWire {
        changes: kinds(&areas, language),
        areas,
        class_changes: found.class_changes(),
        gained: found.gained(),
        lost: found.lost(),
        mean_rank_shift: found.rank_shift,
        summary: summary(&found, language),
        note: sentence(language, "priority.note", &[("name", &b.0.name)]),
        table: found.table,
        a: side(p, a, level, language),
        b: side(p, b, level, language),
    }
}

fn kinds(areas: &[ComparedAreaWire], language: Language) -> Vec<ChangeKindWire> {
    let kinds = CHANGES.iter().zip(0_i64..);
    kinds
        .map(|((id, key, color), position)| ChangeKindWire {
            id,
            label: sentence(language, key, &[]),
            color,
            count: areas.iter().filter(|area| area.change == position).count(),
        })
        .collect()
}

fn kind(has_index: bool, change: &AreaChange) -> i64 {
    match (change.gained, change.lost, change.class) {
        (true, ..) => 3,
        (_, true, _) => 2,
        (_, _, true) => 1,
        _ if has_index => 0,
        _ => -1,
    }
}

fn side<'a>(
    p: &'a Published,
    (definition, status): Computed<'a>,
    level: usize,
    language: Language,
) -> SideHeadWire<'a> {
    let weights = definition.indices().flat_map(|index| &index.indicators);
    SideHeadWire {
        head: HeadWire::new(p, definition, level, language),
        classes: definition.classes(),
        class_labels: status_labels(definition, language),
        weights: weights
            .map(|w| WeightWire {
                indicator: &w.indicator,
                weight: w.weight,
            })
            .collect(),
        cuts: status.result.cuts.clone(),
        valid: status.result.valid,
        flagged: status.result.areas.iter().flatten().filter(|area| area.flagged).count(),
    }
}

/// A definition with what it says of one area.
type Told<'a> = (&'a PriorityDefinition, Option<&'a AreaStatus>);

/// The same with the classes of its dynamics in full words.
type Labelled<'a, 'l> = (Told<'a>, &'l [String]);

fn compared<'a>(area: &'a Area, a: Labelled<'a, '_>, b: Labelled<'a, '_>, change: &AreaChange) -> ComparedAreaWire<'a> {
    ComparedAreaWire {
        change: kind(a.0.1.is_some() || b.0.1.is_some(), change),
        id: area.id,
        code: area.code.as_str(),
        name: &area.name,
        a: one(a),
        b: one(b),
        index_difference: change.index,
        rank_difference: change.rank,
        class_changed: change.class,
        flag_changed: match (change.gained, change.lost) {
            (true, _) => Some("gained"),
            (_, true) => Some("lost"),
            _ => None,
        },
    }
}

fn one<'a>(((definition, found), labels): Labelled<'a, '_>) -> Option<SideWire<'a>> {
    let found = found?;
    let dynamics = definition.dynamics.as_ref().zip(found.dynamics.as_ref());
    Some(SideWire {
        index: found.status.index,
        class: definition.classes().get(found.status.class)?,
        status: found.status.class,
        rank: found.status.rank,
        dynamics_label: dynamics.and_then(|(_, found)| labels.get(found.class).cloned()),
        dynamics_class: dynamics.and_then(|(d, found)| d.index.classes.get(found.class).map(String::as_str)),
        flag: found.flagged,
        flag_status: found.flagged.then_some(super::COMPUTED_HINT),
    })
}

fn summary(found: &Comparison, language: Language) -> String {
    let shift = number(language, found.rank_shift, INDEX_DECIMALS);
    let words = [
        ("classes", found.class_changes().to_string()),
        ("gained", found.gained().to_string()),
        ("lost", found.lost().to_string()),
        ("shift", shift),
    ];
    let words: Vec<(&str, &str)> = words.iter().map(|(k, v)| (*k, v.as_str())).collect();
    sentence(language, "priority.compare_summary", &words)
}
