//! Whether a step fits the data: its areas are there, hang together, and were flagged where it says so.

use geo::{BoundingRect, CoordsIter, MultiPolygon};

use super::definitions;
use crate::analysis::status::status_index;
use crate::decision::{Action, Draft, Ledger, Session, Term};
use crate::disclosure::Published;
use crate::geometry::{area_km2, dissolve, faults, normalise, shared_ground};
use crate::model::{AreaSet, Phrase, PriorityDefinition};
use crate::output::wire::DecisionRequest;

/// Most vertices of a drawn part.
const MOST_VERTICES: usize = 5_000;
/// The part of a drawn shape that must lie in the areas that it is a part of.
const INSIDE: f64 = 0.98;

/// Why a step does not fit the data.
#[derive(Debug, Clone, PartialEq)]
pub enum Unfit {
    /// There is no such action.
    Action(String),
    /// There is no such level.
    Level(String),
    /// The level has no such area.
    Code(String),
    /// There is no such definition.
    Definition(String),
    /// The index cannot be computed on the level.
    NoIndex(String),
    /// The index does not flag the area.
    NotFlagged(String),
    /// The areas do not share borders.
    Apart,
    /// The polygon is none.
    Polygon,
    /// The polygon lies outside of the areas that it is a part of.
    Outside,
    /// The key of a priority area is none.
    Key(String),
}

impl Unfit {
    /// The field of the request that it is about.
    pub fn field(&self) -> &'static str {
        match self {
            Self::Action(_) => "action",
            Self::Level(_) => "level",
            Self::Code(_) | Self::NotFlagged(_) | Self::Apart => "codes",
            Self::Definition(_) | Self::NoIndex(_) => "definition",
            Self::Polygon | Self::Outside => "polygon",
            Self::Key(_) => "area",
        }
    }

    /// The reason in words of the catalogue.
    pub fn phrase(&self) -> Phrase {
        match self {
            Self::Action(id) => Phrase::new("decision.unknown_action").with("id", id.as_str()).with(
                "known",
                crate::model::Argument::list(Action::ALL.iter().map(|a| a.id())),
            ),
            Self::Level(id) => Phrase::new("decision.unknown_level").with("id", id.as_str()),
            Self::Code(code) => Phrase::new("decision.unknown_code").with("code", code.as_str()),
            Self::Definition(id) => Phrase::new("decision.unknown_definition").with("id", id.as_str()),
            Self::NoIndex(id) => Phrase::new("decision.no_index").with("id", id.as_str()),
            Self::NotFlagged(code) => Phrase::new("decision.not_flagged").with("code", code.as_str()),
            Self::Apart => Phrase::new("decision.apart"),
            Self::Polygon => Phrase::new("decision.polygon"),
            Self::Outside => Phrase::new("decision.outside"),
            Self::Key(key) => Phrase::new("decision.key").with("key", key.as_str()),
        }
    }
}

/// The step that a request asks for, with definition, hash and data version as they are now.
///
/// Places are those of the public; `inputs` gives what a definition is computed on.
///
/// # Errors
/// When the request does not fit the data.
pub fn draft<'p>(
    public: &'p Published,
    inputs: &dyn Fn(&PriorityDefinition) -> &'p Published,
    ledger: &Ledger,
    request: &DecisionRequest,
) -> Result<Draft, Unfit> {
    let action = Action::from_id(&request.action).ok_or_else(|| Unfit::Action(request.action.clone()))?;
    let mut draft = Draft {
        action: Some(action),
        area: request.area.as_deref().map(key).transpose()?,
        level: request.level.clone(),
        codes: request.codes.clone(),
        shape: None,
        merged: request.merged.iter().map(|k| key(k)).collect::<Result<_, _>>()?,
        definition: request.definition.clone(),
        definition_hash: String::new(),
        data_version: public.data_version().to_owned(),
        name: request.name.trim().to_owned(),
        session: Session {
            committee: request.committee.trim().to_owned(),
            date: request.date.trim().to_owned(),
            paper: request.paper.trim().to_owned(),
        },
        term: Term {
            valid_from: request.valid_from.clone(),
            valid_to: request.valid_to.clone(),
            next_review: request.next_review.clone(),
        },
        reason: request.reason.trim().to_owned(),
        publish_reason: request.publish_reason,
        entry: request.entry,
    };
    draft.codes.sort_unstable();
    let known = draft
        .area
        .or(draft.merged.first().copied())
        .and_then(|id| ledger.area(id));
    if draft.definition.is_empty()
        && let Some(area) = known
    {
        draft.definition.clone_from(&area.basis.definition);
    }
    let named = definitions(public).into_iter().find(|(id, _)| *id == draft.definition);
    match named {
        Some((_, hash)) => draft.definition_hash = hash,
        None if request.definition.is_empty() => draft.definition.clear(),
        None => return Err(Unfit::Definition(request.definition.clone())),
    }
    if !draft.level.is_empty() || !draft.codes.is_empty() {
        let areas = places(public, &mut draft, request, action)?;
        if matches!(action, Action::Proposed | Action::Rejected) {
            flagged(public, inputs, &draft, &areas)?;
        }
    }
    if action == Action::Merged {
        contiguous(public, ledger, &draft.merged)?;
    }
    Ok(draft)
}

/// `P12` or `12`.
fn key(text: &str) -> Result<u64, Unfit> {
    let digits = text.strip_prefix('P').unwrap_or(text);
    digits.parse().map_err(|_| Unfit::Key(text.to_owned()))
}

/// The areas of a step by their place in the level.
fn places(
    public: &Published,
    draft: &mut Draft,
    request: &DecisionRequest,
    action: Action,
) -> Result<Vec<usize>, Unfit> {
    let level = public
        .level(&draft.level)
        .ok_or_else(|| Unfit::Level(draft.level.clone()))?;
    let set = &public.levels()[level];
    let place = |code: &String| set.position(code).ok_or_else(|| Unfit::Code(code.clone()));
    let areas: Vec<usize> = draft.codes.iter().map(place).collect::<Result<_, _>>()?;
    if let Some(polygon) = &request.polygon {
        draft.shape = Some(drawn(set, &areas, polygon)?);
    } else if action != Action::Rejected {
        let shapes: Vec<_> = areas
            .iter()
            .filter_map(|a| set.areas.get(*a))
            .map(|a| &a.shape)
            .collect();
        if !hang_together(&shapes) {
            return Err(Unfit::Apart);
        }
    }
    Ok(areas)
}

/// Whether the index flags every area.
fn flagged<'p>(
    public: &'p Published,
    inputs: &dyn Fn(&PriorityDefinition) -> &'p Published,
    draft: &Draft,
    areas: &[usize],
) -> Result<(), Unfit> {
    let Some(definition) = public.priorities().iter().find(|d| d.id == draft.definition) else {
        // The log asks for the definition.
        return Ok(());
    };
    let level = public
        .level(&draft.level)
        .ok_or_else(|| Unfit::Level(draft.level.clone()))?;
    let status = status_index(inputs(definition), definition, level);
    let status = status.map_err(|_| Unfit::NoIndex(definition.id.clone()))?;
    match areas.iter().zip(&draft.codes).find(|(area, _)| !status.flags(**area)) {
        Some((_, code)) => Err(Unfit::NotFlagged(code.clone())),
        None => Ok(()),
    }
}

/// A drawn part of the areas.
fn drawn(set: &AreaSet, areas: &[usize], polygon: &serde_json::Value) -> Result<MultiPolygon<f64>, Unfit> {
    let geometry: geojson::Geometry = serde_json::from_value(polygon.clone()).map_err(|_| Unfit::Polygon)?;
    let shape: MultiPolygon<f64> = match geo::Geometry::<f64>::try_from(geometry).map_err(|_| Unfit::Polygon)? {
        geo::Geometry::Polygon(polygon) => polygon.into(),
        geo::Geometry::MultiPolygon(shape) => shape,
        _ => return Err(Unfit::Polygon),
    };
    let on_earth = |c: geo::Coord<f64>| c.x.abs() <= 180.0 && c.y.abs() <= 90.0;
    if shape.coords_count() > MOST_VERTICES || !shape.coords_iter().all(on_earth) || !faults(&shape).is_empty() {
        return Err(Unfit::Polygon);
    }
    let shape = normalise(shape);
    let own = area_km2(&shape);
    let shapes: Vec<_> = areas
        .iter()
        .filter_map(|a| set.areas.get(*a))
        .map(|a| &a.shape)
        .collect();
    let inside: f64 = shared_ground(&[&shape], &shapes).iter().map(|(_, _, km2)| km2).sum();
    if own <= 0.0 {
        Err(Unfit::Polygon)
    } else if inside < INSIDE * own {
        Err(Unfit::Outside)
    } else {
        Ok(shape)
    }
}

/// Whether priority areas that are put together share borders.
fn contiguous(public: &Published, ledger: &Ledger, merged: &[u64]) -> Result<(), Unfit> {
    let mut shapes: Vec<MultiPolygon<f64>> = Vec::new();
    for area in merged.iter().filter_map(|id| ledger.area(*id)) {
        let Some(level) = public.level(&area.level) else {
            continue;
        };
        let set = &public.levels()[level];
        for part in &area.parts {
            if let Some(shape) = &part.shape {
                shapes.push(shape.clone());
            } else {
                let areas = part.codes.iter().filter_map(|code| set.areas.get(set.position(code)?));
                shapes.extend(areas.map(|area| area.shape.clone()));
            }
        }
    }
    let shapes: Vec<_> = shapes.iter().collect();
    if hang_together(&shapes) {
        Ok(())
    } else {
        Err(Unfit::Apart)
    }
}

/// Whether one can walk from every shape to every other over common borders; meeting in a corner is not enough. A shape of
/// several parts hangs together by itself.
fn hang_together(shapes: &[&MultiPolygon<f64>]) -> bool {
    let mut reached = vec![false; shapes.len()];
    let mut waiting: Vec<usize> = (0..shapes.len()).take(1).collect();
    while let Some(from) = waiting.pop() {
        reached[from] = true;
        for to in 0..shapes.len() {
            if !reached[to] && !waiting.contains(&to) && border(shapes[from], shapes[to]) {
                waiting.push(to);
            }
        }
    }
    reached.iter().all(|r| *r)
}

/// Whether two shapes share a border or ground: their union has fewer parts than they.
fn border(a: &MultiPolygon<f64>, b: &MultiPolygon<f64>) -> bool {
    let (Some(one), Some(other)) = (a.bounding_rect(), b.bounding_rect()) else {
        return false;
    };
    let near = one.min().x <= other.max().x
        && other.min().x <= one.max().x
        && one.min().y <= other.max().y
        && other.min().y <= one.max().y;
    near && dissolve(&[a, b]).0.len() < a.0.len() + b.0.len()
}
