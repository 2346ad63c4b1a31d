//! Areas of a finer level within those of a coarser one.

use geo::{BooleanOps, BoundingRect, Coord, Intersects, MultiPolygon, Rect};
use rayon::prelude::*;

use crate::geometry::{area_km2, label_point};

/// Parts of an area outside its parent that come from drawing and say nothing.
const DRAWN_SHARE: f64 = 1e-6;

/// A child area as the check needs it.
#[derive(Debug, Clone, Copy)]
pub struct Nesting<'a> {
    /// The child's shape.
    pub shape: &'a MultiPolygon<f64>,
    /// The child's area.
    pub area_km2: f64,
    /// A point well inside the child.
    pub label: Coord<f64>,
    /// The declared parent, by position.
    pub parent: Option<usize>,
}

/// A child that does not lie in its parent.
#[derive(Debug, Clone, PartialEq)]
pub struct NestingFault {
    /// The child, by position.
    pub child: usize,
    /// The declared parent.
    pub declared: usize,
    /// The parent with which it has most in common; `None` when it meets none.
    pub largest: Option<usize>,
    /// How much of it lies in the declared parent, in square metres.
    pub inside_m2: f64,
    /// How much lies outside, in square metres.
    pub outside_m2: f64,
    /// Where it sticks out.
    pub at: Coord<f64>,
}

impl NestingFault {
    /// The share outside the declared parent, from 0 to 1.
    pub fn outside(&self) -> f64 {
        let whole = self.inside_m2 + self.outside_m2;
        if whole > 0.0 { self.outside_m2 / whole } else { 0.0 }
    }
}

/// Finds children that lie mostly in another parent than the declared one, or outside it by more than a share.
///
/// Where the children of a parent have exactly its area, lie within its box and have their label points in it, they
/// nest; shapes are cut with each other only elsewhere.
pub fn check_nesting(children: &[Nesting], parents: &[(&MultiPolygon<f64>, f64)], share: f64) -> Vec<NestingFault> {
    let boxes: Vec<Option<Rect<f64>>> = parents.iter().map(|(shape, _)| shape.bounding_rect()).collect();
    let suspects = suspects(children, parents, &boxes);
    suspects
        .par_iter()
        .filter_map(|child| fault(*child, children.get(*child)?, parents, &boxes, share))
        .collect()
}

fn suspects(children: &[Nesting], parents: &[(&MultiPolygon<f64>, f64)], boxes: &[Option<Rect<f64>>]) -> Vec<usize> {
    let mut groups: Vec<Vec<usize>> = vec![Vec::new(); parents.len()];
    for (i, child) in children.iter().enumerate() {
        if let Some(group) = child.parent.and_then(|parent| groups.get_mut(parent)) {
            group.push(i);
        }
    }
    let is_exact = |parent: usize, group: &[usize]| {
        let (Some((shape, area_km2)), Some(Some(bounds))) = (parents.get(parent), boxes.get(parent)) else {
            return false;
        };
        let sum: f64 = group.iter().filter_map(|i| children.get(*i)).map(|c| c.area_km2).sum();
        let mut own = group.iter().filter_map(|i| children.get(*i));
        (sum - area_km2).abs() <= area_km2 * DRAWN_SHARE
            && own.all(|c| c.shape.bounding_rect().is_some_and(|r| fits(&r, bounds)) && shape.intersects(&c.label))
    };
    let odd = groups
        .iter()
        .enumerate()
        .filter(|(parent, group)| !is_exact(*parent, group));
    odd.flat_map(|(_, group)| group.iter().copied()).collect()
}

/// Whether a box lies within another, give or take a millimetre.
fn fits(inner: &Rect<f64>, outer: &Rect<f64>) -> bool {
    let slack = 1e-8;
    inner.min().x >= outer.min().x - slack
        && inner.min().y >= outer.min().y - slack
        && inner.max().x <= outer.max().x + slack
        && inner.max().y <= outer.max().y + slack
}

fn fault(
    child: usize,
    nesting: &Nesting,
    parents: &[(&MultiPolygon<f64>, f64)],
    boxes: &[Option<Rect<f64>>],
    share: f64,
) -> Option<NestingFault> {
    let declared = nesting.parent?;
    let common_m2 = |parent: usize| {
        let around = parents.get(parent).map(|(around, _)| *around);
        around.map_or(0.0, |around| area_km2(&nesting.shape.intersection(around)) * 1e6)
    };
    let (whole_m2, inside_m2) = (nesting.area_km2 * 1e6, common_m2(declared));
    let outside_m2 = (whole_m2 - inside_m2).max(0.0);
    if outside_m2 <= whole_m2 * share {
        return None;
    }
    let bounds = nesting.shape.bounding_rect()?;
    let near = boxes
        .iter()
        .enumerate()
        .filter(|(parent, other)| *parent != declared && other.is_some_and(|other| other.intersects(&bounds)));
    let largest = near
        .map(|(parent, _)| (common_m2(parent), parent))
        .chain([(inside_m2, declared)])
        .filter(|(common, _)| *common > 0.0)
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
        .map(|(_, parent)| parent);
    let outside = parents
        .get(declared)
        .map(|(parent, _)| nesting.shape.difference(*parent));
    let at = outside.and_then(|shape| label_point(&shape)).unwrap_or(nesting.label);
    Some(NestingFault {
        child,
        declared,
        largest,
        inside_m2,
        outside_m2,
        at,
    })
}
