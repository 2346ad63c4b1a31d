//! What a presentation may say.

use super::file::{Kind, Presentation, Slide, Words};
use super::fill::placeholders;
use super::{MOST_COMPARED, MOST_SLIDES, Place, Refusal};
use crate::model::person;

/// Most characters and lines of a text.
#[derive(Clone, Copy)]
struct Room {
    characters: usize,
    lines: usize,
}

const TITLE: Room = Room {
    characters: 120,
    lines: 1,
};
/// One line that is read from the last row.
const MESSAGE: Room = Room {
    characters: 140,
    lines: 1,
};
const TEXT: Room = Room {
    characters: 700,
    lines: 7,
};
const NOTES: Room = Room {
    characters: 4000,
    lines: 80,
};
/// Most characters of an identifier or code.
const NAME: usize = 80;
/// Most indicators of a profile: as many as are read from the last row.
const MOST_INDICATORS: usize = 6;

/// Whether every text and field is one that a slide can show.
pub(super) fn check(presentation: &Presentation) -> Result<(), Refusal> {
    let count = presentation.slides.len();
    if count == 0 || count > MOST_SLIDES {
        return Err(Refusal::Slides(count));
    }
    let place = |field| Place { slide: None, field };
    text(&presentation.title, place("title"), TITLE)?;
    let mut numbered = presentation.slides.iter().zip(1..);
    numbered.try_for_each(|(one, number)| slide(one, number))
}

fn slide(slide: &Slide, number: usize) -> Result<(), Refusal> {
    let place = |field| Place {
        slide: Some(number),
        field,
    };
    text(&slide.message, place("message"), MESSAGE)?;
    if let Some(notes) = &slide.notes {
        text(notes, place("notes"), NOTES)?;
    }
    match (&slide.text, slide.kind) {
        (Some(lines), Kind::Text) => text(lines, place("text"), TEXT)?,
        (Some(_), _) => return Err(Refusal::Field(place("text"))),
        (None, Kind::Text) => return Err(Refusal::Lacks(place("text"))),
        (None, _) => {}
    }
    names(slide, number)?;
    let view = &slide.view;
    let needs = |there: bool, field| {
        if there {
            Ok(())
        } else {
            Err(Refusal::Lacks(place(field)))
        }
    };
    match slide.kind {
        Kind::Text => Ok(()),
        Kind::Priority => needs(view.definition.is_some(), "definition"),
        Kind::Map => needs(view.level.is_some(), "level"),
        Kind::Profile => {
            needs(view.level.is_some(), "level")?;
            needs(view.area.is_some(), "area")
        }
        Kind::Comparison => {
            needs(view.level.is_some(), "level")?;
            needs(view.indicator.is_some(), "indicator")?;
            needs(!view.areas.is_empty(), "areas")
        }
    }
}

/// Identifiers and codes, in number and form.
fn names(slide: &Slide, number: usize) -> Result<(), Refusal> {
    let view = &slide.view;
    let place = |field| Place {
        slide: Some(number),
        field,
    };
    let single = [
        (&view.level, "level"),
        (&view.indicator, "indicator"),
        (&view.period, "period"),
        (&view.earlier, "earlier"),
        (&view.method, "method"),
        (&view.definition, "definition"),
        (&view.area, "area"),
    ];
    let none = Vec::new();
    let several = [
        (&view.areas, "areas", MOST_COMPARED),
        (&view.indicators, "indicators", MOST_INDICATORS),
        (view.context.as_ref().unwrap_or(&none), "context", 20),
    ];
    for (list, field, most) in several {
        let mut seen: Vec<&String> = list.iter().collect();
        seen.sort();
        seen.dedup();
        if list.len() > most || seen.len() < list.len() {
            return Err(Refusal::Field(place(field)));
        }
    }
    let singles = single
        .into_iter()
        .filter_map(|(name, field)| Some((name.as_ref()?, field)));
    let lists = several
        .into_iter()
        .flat_map(|(list, field, _)| list.iter().map(move |name| (name, field)));
    for (name, field) in singles.chain(lists) {
        // Lists stand in addresses with commas between.
        let fits = (1..=NAME).contains(&name.chars().count()) && !name.chars().any(|c| c.is_control() || c == ',');
        if !fits {
            return Err(Refusal::Field(place(field)));
        }
    }
    let classes = view.classes.is_none_or(|classes| (3..=7).contains(&classes));
    if classes {
        Ok(())
    } else {
        Err(Refusal::Field(place("classes")))
    }
}

fn text(words: &Words, place: Place, room: Room) -> Result<(), Refusal> {
    let mut any = false;
    for text in words.all() {
        any = true;
        one(text, place, room)?;
    }
    if any { Ok(()) } else { Err(Refusal::Lacks(place)) }
}

fn one(text: &str, place: Place, room: Room) -> Result<(), Refusal> {
    if text.trim().is_empty() {
        return Err(Refusal::Lacks(place));
    }
    let broken = |c: char| c.is_control() && !(c == '\n' && room.lines > 1);
    if text.chars().count() > room.characters || text.chars().any(broken) {
        let most = room.characters;
        return Err(Refusal::Text { place, most });
    }
    if text.lines().count() > room.lines {
        let most = room.lines;
        return Err(Refusal::Lines { place, most });
    }
    placeholders(text).map_err(|found| Refusal::Placeholder { place, found })?;
    let found = text.lines().find_map(person::in_text);
    found.map_or(Ok(()), |what| Err(Refusal::Person { place, what }))
}
