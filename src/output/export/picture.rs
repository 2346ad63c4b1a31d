//! The map as a picture.

use super::{Export, ExportError, Picture};
use crate::disclosure::Published;
use crate::output::geojson::Selection;
use crate::output::map::{self, ContextShapes, Ground, Parent, Scene, orienting_level};
use crate::output::tile::PreparedLevel;
use crate::output::wire::{ChosenChange, ChosenColumn, ValuesError, choose, choose_change};

/// SVG with text as text.
pub(super) struct Svg;

/// Pixels.
pub(super) struct Png;

impl Export for Svg {
    fn id(&self) -> &'static str {
        "svg"
    }

    fn is_picture(&self) -> bool {
        true
    }

    fn media_type(&self) -> &'static str {
        "image/svg+xml"
    }

    fn write(&self, p: &Published, selection: &Selection) -> Result<Vec<u8>, ExportError> {
        self.write_picture(p, selection, &Picture::default())
    }

    fn write_picture(&self, p: &Published, selection: &Selection, picture: &Picture) -> Result<Vec<u8>, ExportError> {
        with_scene(p, selection, picture, |scene| {
            Ok(map::svg(scene, &picture.wish).into_bytes())
        })
    }
}

impl Export for Png {
    fn id(&self) -> &'static str {
        "png"
    }

    fn is_picture(&self) -> bool {
        true
    }

    fn media_type(&self) -> &'static str {
        "image/png"
    }

    fn write(&self, p: &Published, selection: &Selection) -> Result<Vec<u8>, ExportError> {
        self.write_picture(p, selection, &Picture::default())
    }

    fn write_picture(&self, p: &Published, selection: &Selection, picture: &Picture) -> Result<Vec<u8>, ExportError> {
        with_scene(p, selection, picture, |scene| {
            Ok(map::png(&map::svg(scene, &picture.wish), &picture.wish.format)?)
        })
    }
}

/// The map of the city's first indicator among the chosen ones, else of the first that was chosen.
fn with_scene(
    p: &Published,
    selection: &Selection,
    picture: &Picture,
    draw: impl FnOnce(&Scene) -> Result<Vec<u8>, ExportError>,
) -> Result<Vec<u8>, ExportError> {
    let ground = |level: usize| p.levels().get(level).map(|set| Ground::new(&PreparedLevel::new(set)));
    let usual = p.indicator(&p.city().default_indicator);
    let column = selection
        .indicators
        .iter()
        .find(|(indicator, _)| Some(*indicator) == usual);
    let column = column.or_else(|| selection.indicators.first());
    let wish = picture.classes.as_ref();
    let chosen = column.map(|(indicator, period)| choose(p, selection.level, *indicator, Some(period.as_str()), wish));
    let chosen = match chosen {
        Some(Err(ValuesError::Classes(error))) => return Err(error.into()),
        other => other.and_then(Result::ok),
    };
    let (Some(own), true) = (ground(selection.level), chosen.is_some() || selection.status.is_some()) else {
        return Err(ExportError::NothingToDraw);
    };
    let change = match (&picture.earlier, &chosen) {
        (Some(earlier), Some(chosen)) => Some(change(p, chosen, earlier)?),
        _ => None,
    };
    let parent_level = orienting_level(p, selection.level);
    let parent_ground = parent_level.and_then(|level| Some((level, ground(level)?)));
    let layers: Vec<ContextShapes> = p.context().iter().map(ContextShapes::new).collect();
    draw(&Scene {
        published: p,
        level: selection.level,
        ground: &own,
        parent: parent_ground
            .as_ref()
            .map(|(level, ground)| Parent { level: *level, ground }),
        within: None,
        context: &layers.iter().collect::<Vec<_>>(),
        chosen: chosen.as_ref(),
        change: change.as_ref(),
        status: selection.status,
        show: picture.show,
        address: "",
    })
}

/// The change since an earlier period of the column.
fn change<'p>(p: &'p Published, chosen: &ChosenColumn<'p>, earlier: &str) -> Result<ChosenChange<'p>, ExportError> {
    let periods = p.periods(chosen.indicator, chosen.level).unwrap_or_default();
    let before: Vec<_> = periods.into_iter().filter(|period| *period < chosen.period).collect();
    let found = before.iter().find(|period| period.as_str() == earlier);
    found
        .and_then(|period| choose_change(p, chosen, period))
        .ok_or_else(|| {
            let known: Vec<&str> = before.iter().map(|period| period.as_str()).collect();
            ExportError::Earlier {
                found: earlier.to_owned(),
                known: known.join(", "),
            }
        })
}
