//! Profiles of an area and of several areas together.

use axum::extract::{Path, Query};
use axum::http::Uri;
use axum::response::Response;
use serde_json::{Map, Value, json};

use super::super::context::Context;
use super::super::problem::Problem;
use super::super::state::{CityData, Snapshot};
use super::super::{profile as profiles, selection as selections};
use super::super::answer::told;
use super::site;
use crate::crs::LonLat;
use crate::disclosure::Published;
use crate::model::{Offer, Period};
use crate::output::map::{Locator, locator};
use crate::output::page::plain::{self, OfferHere, ProfileParts, SelectionParts};
use crate::output::wire;
use crate::text::sentence;

/// An area by its code.
pub(in crate::api) async fn profile(
    context: Context,
    Path((city, level_id, code)): Path<(String, String, String)>,
) -> Response {
    let make = |context: &Context| {
        let data = context.city(&city)?;
        let snapshot = context.snapshot(&data);
        let level = context.level(snapshot, &level_id)?;
        let area = profiles::position(context, snapshot, level, &code)?;
        let profile = profiles::told(context, &data, snapshot, level, area)?;
        let city = site::city(context, &snapshot.published)?;
        let shown = profile["themes"].as_array().into_iter().flatten();
        let shown = shown.flat_map(|theme| theme["indicators"].as_array().into_iter().flatten());
        let shown = shown.filter_map(|i| Some((i["id"].as_str()?, i["period"].as_str()?)));
        let values = values(&snapshot.published, level, shown);
        let place = located(context, &data, snapshot, level, &[area]);
        let parts = ProfileParts {
            city: &city,
            profile: &profile,
            values: &values,
            locator: &place,
            offers: &offers(&data, snapshot, level, &[area]),
        };
        Ok(site::page(context, &data, |site| plain::profile(site, &parts)))
    };
    site::shown(&context, make(&context))
}

/// Several areas, or a form to choose them.
pub(in crate::api) async fn selection(context: Context, Path((city, level_id)): Path<(String, String)>) -> Response {
    let make = |context: &Context| {
        let data = context.city(&city)?;
        let snapshot = context.snapshot(&data);
        let level = context.level(snapshot, &level_id)?;
        let published = &snapshot.published;
        let all = told(context, &wire::areas(published, level))?;
        let city = site::city(context, published)?;
        let codes = codes(context);
        if codes.is_empty() {
            return Ok(site::page(context, &data, |site| plain::choice(site, &city, &level_id, &all)));
        }
        let areas = selections::areas(context, snapshot, level, &codes)?;
        let answers = answers(context, published, level, &areas)?;
        let latest = answers.iter().filter_map(|series| series.last());
        let latest = latest.filter_map(|a| Some((a["indicator"].as_str()?, a["period"].as_str()?)));
        let set = &published.levels()[level];
        let chosen: Vec<&str> = areas.iter().map(|area| set.areas[*area].code.as_str()).collect();
        let parts = SelectionParts {
            city: &city,
            level: &level_id,
            areas: &all,
            codes: &chosen,
            answers: &answers,
            values: &values(published, level, latest),
            locator: &located(context, &data, snapshot, level, &areas),
            offers: &offers(&data, snapshot, level, &areas),
        };
        Ok(site::page(context, &data, |site| plain::selection(site, &parts)))
    };
    site::shown(&context, make(&context))
}

/// The codes of the query, which a form names one by one and an address with commas.
fn codes(context: &Context) -> String {
    let uri = context.address.parse::<Uri>().ok();
    let query = uri.and_then(|uri| Query::<Vec<(String, String)>>::try_from_uri(&uri).ok());
    let parts = query.into_iter().flat_map(|query| query.0);
    let codes: Vec<String> = parts.filter(|(name, _)| name == "codes").map(|(_, code)| code).collect();
    codes.join(",")
}

/// For every indicator that reaches the level the answers about a selection, one per period up to the one that is wished for.
fn answers(context: &Context, p: &Published, level: usize, areas: &[usize]) -> Result<Vec<Vec<Value>>, Problem> {
    let wished = context.param("period").and_then(Period::parse);
    let mut all = Vec::new();
    for indicator in 0..p.indicators().len() {
        let periods = p.periods(indicator, level).unwrap_or_default();
        let known = wished.as_ref().filter(|wished| periods.contains(wished));
        let until = periods.iter().filter(|period| known.is_none_or(|known| **period <= known));
        let series = until.map(|period| told(context, &wire::selection(p, (indicator, level), period, areas, context.language)));
        let series: Vec<Value> = series.collect::<Result<_, _>>()?;
        if !series.is_empty() {
            all.push(series);
        }
    }
    Ok(all)
}

/// The published values of all areas of a level, ascending, by indicator.
fn values<'v>(p: &Published, level: usize, shown: impl Iterator<Item = (&'v str, &'v str)>) -> Value {
    let mut found = Map::new();
    for (id, period) in shown {
        let column = p
            .indicator(id)
            .zip(Period::parse(period))
            .and_then(|(indicator, period)| p.column(indicator, level, &period));
        let mut numbers: Vec<f64> = column.into_iter().flat_map(crate::disclosure::Column::numbers).collect();
        numbers.sort_by(f64::total_cmp);
        found.insert(id.to_owned(), json!(numbers));
    }
    Value::Object(found)
}

/// Where areas lie, drawn.
fn located(context: &Context, data: &CityData, snapshot: &Snapshot, level: usize, areas: &[usize]) -> String {
    let published = &snapshot.published;
    let city = published.city();
    let set = &published.levels()[level];
    // Priority areas do not cover the city.
    let whole = if set.level.id == city.priority_level {
        published.level(&city.default_level).unwrap_or(level)
    } else {
        level
    };
    let grounds = [whole, level].map(|level| data.drawings.ground(&data.prepared, level));
    let [Some(whole), Some(own)] = grounds else {
        return String::new();
    };
    let names: Vec<&str> = areas.iter().filter_map(|area| set.areas.get(*area)).map(|a| a.name.as_str()).collect();
    let words = [("areas", names.join(", ")), ("city", city.name.clone())];
    let words = words.each_ref().map(|(key, word)| (*key, word.as_str()));
    locator(&Locator {
        whole,
        own,
        areas,
        context: data.drawings.context(published),
        title: &sentence(context.language, "page.locator", &words),
    })
}

/// Offers within areas of a level, by file, kind and name.
fn offers(data: &CityData, snapshot: &Snapshot, level: usize, areas: &[usize]) -> Vec<OfferHere> {
    let Some(index) = data.indexes.get(level) else {
        return Vec::new();
    };
    let within = |offer: &&Offer| index.locate(LonLat(offer.at)).is_some_and(|area| areas.contains(&area));
    let mut found = Vec::new();
    for layer in snapshot.published.offers() {
        let mut here: Vec<&Offer> = layer.offers.iter().filter(within).collect();
        here.sort_by(|a, b| (&a.kind, &a.name, &a.id).cmp(&(&b.kind, &b.name, &b.id)));
        found.extend(here.into_iter().map(|offer| here_is(&layer.name, offer)));
    }
    found
}

fn here_is(layer: &str, offer: &Offer) -> OfferHere {
    let stages: Vec<&str> = offer.life_stages.iter().map(|stage| stage.0.as_str()).collect();
    OfferHere {
        layer: layer.to_owned(),
        name: if offer.name.is_empty() { offer.id.clone() } else { offer.name.clone() },
        kind: offer.kind.clone(),
        life_stages: stages.join(", "),
        provider: offer.provider.clone(),
        places: offer.places,
    }
}
