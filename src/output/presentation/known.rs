//! Whether a city has what a presentation names.

use super::file::{Presentation, Slide, View};
use super::fill::fill;
use super::{Place, Refusal};
use crate::analysis::classification::method_by_id;
use crate::disclosure::Published;
use crate::text::Language;

/// The first thing that a presentation names and the city has not, if any.
pub fn unknown(presentation: &Presentation, p: &Published) -> Option<Refusal> {
    let numbered = presentation.slides.iter().zip(1..);
    numbered
        .map(|(one, number)| slide(one, number, p))
        .find_map(Result::err)
}

fn slide(slide: &Slide, number: usize, p: &Published) -> Result<(), Refusal> {
    let view = &slide.view;
    let place = |field| Place {
        slide: Some(number),
        field,
    };
    let missing = |field, found: &str| Refusal::Unknown {
        place: place(field),
        found: found.to_owned(),
    };
    for (words, field) in [(Some(&slide.message), "message"), (slide.text.as_ref(), "text")] {
        for text in words.into_iter().flat_map(super::Words::all) {
            // A message with a gap says nothing.
            if let Some(found) = fill(p, Language::German, text).open.first() {
                return Err(missing(field, found));
            }
        }
    }
    let level = match &view.level {
        Some(id) => Some(p.level(id).ok_or_else(|| missing("level", id))?),
        None => None,
    };
    for (id, field) in view
        .indicator
        .iter()
        .map(|id| (id, "indicator"))
        .chain(view.indicators.iter().map(|id| (id, "indicators")))
    {
        p.indicator(id).ok_or_else(|| missing(field, id))?;
    }
    if let Some(id) = view
        .definition
        .as_ref()
        .filter(|id| p.priorities().iter().all(|d| d.id != **id))
    {
        return Err(missing("definition", id));
    }
    if let Some(id) = view.method.as_ref().filter(|id| method_by_id(id).is_none()) {
        return Err(missing("method", id));
    }
    let mut layers = view.context.iter().flatten();
    if let Some(id) = layers.find(|id| p.context().iter().all(|layer| layer.id != **id)) {
        return Err(missing("context", id));
    }
    let Some(level) = level else { return Ok(()) };
    codes(view, level, p).map_err(|(field, found)| missing(field, found))?;
    periods(view, level, p).map_err(|(field, found)| missing(field, found))
}

type Named<'v> = (&'static str, &'v str);

fn codes<'v>(view: &'v View, level: usize, p: &Published) -> Result<(), Named<'v>> {
    let areas = p.levels().get(level).map_or(&[][..], |set| &set.areas);
    let named = view
        .area
        .iter()
        .map(|code| ("area", code))
        .chain(view.areas.iter().map(|code| ("areas", code)));
    for (field, code) in named {
        if areas.iter().all(|area| area.code.as_str() != code) {
            return Err((field, code));
        }
    }
    Ok(())
}

/// Periods of the one indicator; a profile takes what each of its indicators has.
fn periods<'v>(view: &'v View, level: usize, p: &Published) -> Result<(), Named<'v>> {
    let Some(indicator) = view.indicator.as_ref().and_then(|id| p.indicator(id)) else {
        return Ok(());
    };
    let known = p.periods(indicator, level).unwrap_or_default();
    if known.is_empty() {
        return Err(("indicator", view.indicator.as_deref().unwrap_or_default()));
    }
    for (field, period) in [("period", &view.period), ("earlier", &view.earlier)] {
        if let Some(period) = period
            .as_ref()
            .filter(|period| known.iter().all(|k| k.as_str() != period.as_str()))
        {
            return Err((field, period));
        }
    }
    Ok(())
}
