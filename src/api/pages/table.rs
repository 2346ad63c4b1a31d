//! Tables of one indicator.

use axum::extract::Path;
use axum::response::Response;

use super::super::answer::told;
use super::super::context::Context;
use super::super::{map, priority, values};
use super::site;
use crate::output::export::EXPORTS;
use crate::output::page::plain::{self, TableParts};
use crate::output::wire;

/// All areas of a level with the values of one indicator in one period.
pub(in crate::api) async fn table(context: Context, Path((city, level_id)): Path<(String, String)>) -> Response {
    let make = |context: &Context| {
        let data = context.city(&city)?;
        let snapshot = context.snapshot(&data);
        let level = context.level(snapshot, &level_id)?;
        let hints = priority::shown(context, &data, snapshot, level)?;
        let values = values::told(context, snapshot, level, hints.map(|(_, status)| status))?;
        let areas = told(context, &wire::areas(&snapshot.published, level))?;
        let city = site::city(context, &snapshot.published)?;
        let said = map::said(context, &data, &level_id)?;
        let formats: Vec<&str> = EXPORTS.iter().map(|format| format.id()).collect();
        let parts = TableParts {
            city: &city,
            areas: &areas,
            values: &values,
            hints: hints.map(|(definition, _)| definition),
            map: &said,
            formats: &formats,
        };
        Ok(site::page(context, &data, |site| plain::table(site, &parts)))
    };
    site::shown(&context, make(&context))
}
