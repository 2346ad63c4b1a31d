//! What the query of a picture says about its extent, its parts and its surroundings.

use super::context::Context;
use super::problem::Problem;
use super::state::Snapshot;
use crate::output::map::{ContextShapes, DEFAULT_DPI, Format, Paper, Parts, Show, Wish, orienting_level};

/// Width and height of a picture when the query says nothing: a slide.
const SLIDE: (u32, u32) = (1920, 1080);

/// Extent, parts and language.
pub(super) fn wish(context: &Context) -> Result<Wish, Problem> {
    Ok(Wish {
        format: format(context)?,
        parts: parts(context)?,
        language: context.language,
    })
}

fn wrong(context: &Context, name: &str, expected: &str) -> Problem {
    let found = context.param(name).unwrap_or_default();
    Problem::query(context.language, name, found, expected)
}

fn format(context: &Context) -> Result<Format, Problem> {
    let Some(id) = context.param("paper") else {
        let width = context.number("width")?.unwrap_or(SLIDE.0);
        let height = context.number("height")?.unwrap_or(SLIDE.1);
        let found = format!("{width} × {height}");
        return Format::screen(width, height)
            .ok_or_else(|| Problem::query(context.language, "width, height", &found, "problem.expected_extent"));
    };
    let paper = Paper::by_id(id).ok_or_else(|| wrong(context, "paper", "problem.expected_paper"))?;
    let landscape = match context.param("orientation") {
        None | Some("landscape") => true,
        Some("portrait") => false,
        Some(_) => return Err(wrong(context, "orientation", "problem.expected_orientation")),
    };
    let dpi = context.number("dpi")?.unwrap_or(DEFAULT_DPI);
    Format::paper(paper, landscape, dpi).ok_or_else(|| wrong(context, "dpi", "problem.expected_dpi"))
}

fn parts(context: &Context) -> Result<Parts, Problem> {
    Parts::chosen(context.param("parts"), context.param("without"))
        .map_err(|name| Problem::query(context.language, "parts, without", &name, "problem.expected_parts"))
}

/// What the colours mean.
pub(super) fn show(context: &Context) -> Result<Show, Problem> {
    context.param("show").map_or(Ok(Show::default()), |id| {
        Show::by_id(id).ok_or_else(|| wrong(context, "show", "problem.expected_show"))
    })
}

/// What draws the coloured areas of a picture made of pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Renderer {
    Own,
    Maplibre,
}

/// What draws; the service itself without a word.
pub(super) fn renderer(context: &Context) -> Result<Renderer, Problem> {
    match context.param("renderer") {
        None | Some("own") => Ok(Renderer::Own),
        Some("maplibre") => Ok(Renderer::Maplibre),
        Some(_) => Err(wrong(context, "renderer", "problem.expected_renderer")),
    }
}

/// The coarser level whose borders are drawn: the one that is named, else the one that orients best.
pub(super) fn parent(context: &Context, snapshot: &Snapshot, level: usize) -> Result<Option<usize>, Problem> {
    match context.param("parents") {
        Some("none") => Ok(None),
        Some(id) => context.level(snapshot, id).map(Some),
        None => Ok(orienting_level(&snapshot.published, level)),
    }
}

/// The context layers that the query names; all without a word, none for `none`.
pub(super) fn context_layers<'d>(
    context: &Context,
    all: &'d [ContextShapes],
) -> Result<Vec<&'d ContextShapes>, Problem> {
    let find = |id: &str| {
        let unknown = || Problem::not_found(context.language, "problem.unknown_context", &[("id", id)]);
        all.iter().find(|layer| layer.id() == id).ok_or_else(unknown)
    };
    match context.param("context") {
        None => Ok(all.iter().collect()),
        Some("none") => Ok(Vec::new()),
        Some(list) => list.split(',').map(find).collect(),
    }
}
