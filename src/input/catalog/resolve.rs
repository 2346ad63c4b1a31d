//! Turns the texts of `city.toml` into checked references.

use std::collections::BTreeMap;

use toml::Spanned;

use super::error::{CatalogError, Problem, line_of};
use super::raw::{RawCatalog, RawCity, RawDisclosure, RawFloor, RawRules, RawSigns, RawSource, Text, ZeroRule};
use super::raw_place::RawBaseMap;
use super::{Catalog, FileSpec, resolve_rounding};
use crate::crs::LonLat;
use crate::figure::expression::Vocabulary;
use crate::input::nearest::{did_you_mean, suggested};
use crate::input::table::Signs;
use crate::model::{Argument, City, DisclosureRules, Figure, Floor, Indicator, Period, Phrase, Source};

/// Collects faults while the parts are resolved, so that a person sees all of them at once.
pub(super) struct Resolver<'a> {
    pub(super) text: &'a str,
    problems: Vec<Problem>,
    pub(super) files: Vec<FileSpec>,
    /// Identifiers in the order of the file, by kind.
    pub(super) ids: BTreeMap<&'static str, Vec<String>>,
}

impl Resolver<'_> {
    /// Notes a fault at a byte offset.
    pub(super) fn problem(&mut self, offset: usize, message: String) {
        let line = line_of(self.text, offset);
        self.problems.push(Problem::other(line, message));
    }

    /// Notes a fault that the reader's language has words for.
    pub(super) fn fault(&mut self, offset: usize, message: String, said: Phrase) {
        let line = line_of(self.text, offset);
        self.problems.push(Problem { line, message, said });
    }

    /// Notes a fault where a text stands.
    pub(super) fn problem_at<T>(&mut self, place: &Spanned<T>, message: String) {
        self.problem(place.span().start, message);
    }

    /// Takes down the identifiers of one kind; malformed and repeated ones are faults.
    fn declare<'t>(&mut self, kind: &'static str, ids: impl Iterator<Item = &'t Text>) {
        let mut known: Vec<String> = Vec::new();
        for id in ids {
            let text = id.get_ref();
            if !is_identifier(text) {
                self.fault(
                    id.span().start,
                    format!("{kind} id \"{text}\" is not an identifier: expected lower-case letters a-z, digits, \"_\" or \"-\"."),
                    Phrase::new("error.catalog.identifier").with("kind", kind).with("id", text.as_str()),
                );
            }
            if known.contains(text) {
                self.fault(
                    id.span().start,
                    format!("duplicate {kind} id \"{text}\": every {kind} needs an id of its own."),
                    Phrase::new("error.catalog.duplicate")
                        .with("kind", kind)
                        .with("id", text.as_str()),
                );
            }
            known.push(text.clone());
        }
        self.ids.insert(kind, known);
    }

    /// The index of a declared identifier; an unknown one is a fault that names the nearest.
    pub(super) fn reference(&mut self, kind: &'static str, id: &Text) -> Option<usize> {
        let offset = id.span().start;
        self.reference_text(kind, id.get_ref(), offset)
    }

    /// The same for a text whose place is known otherwise.
    pub(super) fn reference_text(&mut self, kind: &'static str, id: &str, offset: usize) -> Option<usize> {
        let known = self.ids.get(kind).map_or(&[][..], Vec::as_slice);
        let found = known.iter().position(|k| k == id);
        if found.is_none() {
            let hint = did_you_mean(id, known.iter().map(String::as_str));
            let message = format!("unknown {kind} \"{id}\"; declared are: {}.{hint}", known.join(", "));
            let said = Phrase::new("error.catalog.unknown_reference")
                .with("kind", kind)
                .with("id", id)
                .with("known", Argument::list(known.iter().map(String::as_str)))
                .with("hint", suggested(id, known.iter().map(String::as_str)));
            self.fault(offset, message, said);
        }
        found
    }

    /// A path inside the city folder, taken down as needed.
    pub(super) fn file(&mut self, path: &Text, url: Option<String>) -> String {
        let text = self.inside(path);
        self.add_file(text.clone(), url, false);
        text
    }

    /// A path inside the city folder, of whatever file.
    pub(super) fn inside(&mut self, path: &Text) -> String {
        let text = path.get_ref().replace('\\', "/");
        let inside = !text.is_empty()
            && !text.starts_with('/')
            && !text.contains(':')
            && text
                .split('/')
                .all(|part| !part.is_empty() && part != ".." && part != ".");
        if !inside {
            self.fault(
                path.span().start,
                format!("file \"{text}\" must be a path inside the city folder, such as \"indicators/table.csv\"."),
                Phrase::new("error.catalog.path").with("file", text.as_str()),
            );
        }
        text
    }

    /// All files, unless there are faults.
    fn files(mut self) -> Result<Vec<FileSpec>, CatalogError> {
        if self.problems.is_empty() {
            return Ok(self.files);
        }
        self.problems.sort_by_key(|p| p.line);
        Err(CatalogError {
            problems: self.problems,
        })
    }

    /// Takes a file down once.
    pub(super) fn add_file(&mut self, path: String, url: Option<String>, optional: bool) {
        match self.files.iter_mut().find(|f| f.path == path) {
            Some(known) => known.url = known.url.take().or(url),
            None => self.files.push(FileSpec { path, url, optional }),
        }
    }

    /// A period; anything else is a fault.
    pub(super) fn period(&mut self, text: &Text) -> Option<Period> {
        let period = Period::parse_german(text.get_ref());
        if period.is_none() {
            self.fault(
                text.span().start,
                format!("found the period \"{}\", expected a year, school year, half-year, quarter, month or day such as \"2023\", \"2023/24\", \"2023-H1\", \"2023-Q2\", \"2023-06\" or \"2023-12-31\".", text.get_ref()),
                Phrase::new("error.catalog.period").with("found", text.get_ref().as_str()),
            );
        }
        period
    }
}

/// Whether a text can stand in addresses as it is.
fn is_identifier(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 64
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_' || b == b'-')
}

/// Words that addresses use in the place of a level.
const RESERVED_LEVELS: [&str; 4] = ["city", "context", "locate", "offers"];

/// Resolves the whole file.
pub(super) fn resolve(text: &str, raw: RawCatalog) -> Result<Catalog, CatalogError> {
    let mut r = Resolver {
        text,
        problems: Vec::new(),
        files: Vec::new(),
        ids: BTreeMap::new(),
    };
    declare_all(&mut r, &raw);
    let center = raw
        .city
        .center
        .as_ref()
        .and_then(|center| resolve_center(&mut r, center));
    let rounding = resolve_rounding::declared(&mut r, &raw);
    let city = resolve_city(&mut r, raw.city, raw.base_map);
    let (sources, signs): (Vec<Source>, Vec<Signs>) = raw.source.into_iter().map(|s| resolve_source(&mut r, s)).unzip();
    let levels = raw
        .level
        .into_iter()
        .filter_map(|l| r.level(l, city.boundary_year))
        .collect();
    let crosswalks = raw.crosswalk.iter().filter_map(|c| r.crosswalk(c)).collect();
    let tables: Vec<_> = raw.table.into_iter().filter_map(|t| r.table(t)).collect();
    let figure = |r: &mut Resolver, f| r.figure(f, &tables, &sources);
    let (figures, figure_tables): (Vec<Figure>, Vec<Vec<usize>>) =
        raw.figure.into_iter().filter_map(|f| figure(&mut r, f)).unzip();
    let groups = raw.group.into_iter().filter_map(|g| r.group(g)).collect::<Vec<_>>();
    let words = Vocabulary {
        figures: &figures,
        groups: &groups,
    };
    let remarks = r.remarks(raw.goals, raw.breaks);
    let indicators = raw.indicator.into_iter();
    let indicators: Vec<Indicator> = indicators.filter_map(|i| r.indicator(i, words)).collect();
    let priorities = raw.priority.into_iter().filter_map(|p| r.priority(p)).collect();
    let already_published = r.all_known(raw.already_published, &figures, &indicators);
    let context = raw.context.into_iter().map(|c| r.context(c)).collect();
    let offers = raw.offer.into_iter().map(|o| r.offer(o)).collect();
    rounding.check(&mut r, &sources, &figures, &indicators, &already_published);
    let files = r.files()?;
    Ok(Catalog {
        city,
        center,
        rounding_key: rounding.key,
        sources,
        signs,
        levels,
        crosswalks,
        tables,
        figures,
        figure_tables,
        indicators,
        remarks,
        priorities,
        already_published,
        context,
        offers,
        files,
    })
}

/// Takes down every identifier, so that references may point forward.
fn declare_all(r: &mut Resolver, raw: &RawCatalog) {
    r.declare("source", raw.source.iter().map(|s| &s.id));
    r.declare("level", raw.level.iter().map(|s| &s.id));
    r.declare("table", raw.table.iter().map(|s| &s.id));
    r.declare("figure", raw.figure.iter().map(|s| &s.id));
    r.declare("group", raw.group.iter().map(|g| &g.id));
    r.declare("leitziel", raw.goals.iter().map(|g| &g.id));
    r.declare("indicator", raw.indicator.iter().map(|s| &s.id));
    r.declare("priority", raw.priority.iter().map(|s| &s.id));
    r.declare("context", raw.context.iter().map(|s| &s.id));
    r.declare("offer", raw.offer.iter().map(|s| &s.id));

    for level in raw
        .level
        .iter()
        .filter(|l| RESERVED_LEVELS.contains(&l.id.get_ref().as_str()) || *l.id.get_ref() == raw.city.priority_level)
    {
        r.problem_at(
            &level.id,
            format!("level id \"{}\" is reserved; choose another.", level.id.get_ref()),
        );
    }
}

/// The city's place; two numbers in the wrong order or elsewhere would mislead every guess that rests on them.
fn resolve_center(r: &mut Resolver, center: &Spanned<[f64; 2]>) -> Option<LonLat> {
    let [x, y] = *center.get_ref();
    if (5.0..=16.0).contains(&x) && (47.0..=56.0).contains(&y) {
        return Some(LonLat(geo::Coord { x, y }));
    }
    r.problem_at(
        center,
        format!("found center = [{x}, {y}], expected longitude and latitude in Germany, such as [9.7, 52.4]."),
    );
    None
}

fn resolve_city(r: &mut Resolver, raw: RawCity, base_map: Option<RawBaseMap>) -> City {
    if !is_identifier(raw.id.get_ref()) {
        r.problem_at(
            &raw.id,
            format!(
                "city id \"{}\" is not an identifier: expected lower-case letters a-z, digits, \"_\" or \"-\".",
                raw.id.get_ref()
            ),
        );
    }
    if !is_identifier(&raw.priority_level) {
        r.problem_at(
            &raw.id,
            format!(
                "priority_level \"{}\" is not an identifier: expected lower-case letters a-z, digits, \"_\" or \"-\".",
                raw.priority_level
            ),
        );
    }
    r.reference("level", &raw.default_level);
    r.reference("indicator", &raw.default_indicator);
    City {
        id: raw.id.into_inner(),
        name: raw.name,
        invented: raw.invented,
        boundary_year: raw.boundary_year,
        priority_name: raw.priority_name,
        priority_level: raw.priority_level,
        default_level: raw.default_level.into_inner(),
        default_indicator: raw.default_indicator.into_inner(),
        note: raw.note,
        base_map: base_map.and_then(|raw| r.base_map(raw)),
    }
}

const NO_DOMINANCE: &str = "found a dominance rule, which needs the contributions of single persons or firms; tables of areas do not hold \
    them. Expected a threshold; the office that has the contributions can suppress by dominance and write its sign.";

fn resolve_source(r: &mut Resolver, raw: RawSource) -> (Source, Signs) {
    let signs = match &raw.signs {
        None => Ok(Signs::default()),
        Some(signs) => match signs.get_ref() {
            RawSigns::Named(name) => Signs::named(name),
            RawSigns::Overrides(map) => Signs::default().with_overrides(map),
        },
    };
    let signs = signs.unwrap_or_else(|error| {
        let offset = raw.signs.as_ref().map_or(0, |s| s.span().start);
        r.problem(offset, format!("signs of source \"{}\": {error}", raw.id.get_ref()));
        Signs::default()
    });
    r.period(&raw.as_of);
    let RawDisclosure {
        threshold,
        zero,
        complement,
        floor,
        rounding,
        dominance,
        internal,
    } = raw.disclosure;
    let public_rules = resolve_rules(
        r,
        &RawRules {
            threshold,
            zero,
            complement,
            floor,
            rounding,
            dominance,
        },
    );
    let internal_rules = internal.map_or_else(|| public_rules.clone(), |rules| resolve_rules(r, &rules));
    let source = Source {
        id: raw.id.into_inner(),
        publisher: raw.publisher,
        title: raw.title,
        licence: raw.licence,
        as_of: raw.as_of.into_inner(),
        url: raw.url,
        population_concept: raw.population_concept,
        owner: raw.owner,
        update_cycle: raw.update_cycle,
        public_rules,
        internal_rules,
    };
    (source, signs)
}

fn resolve_rules(r: &mut Resolver, raw: &RawRules) -> DisclosureRules {
    if let Some(rule) = &raw.dominance {
        r.problem_at(rule, NO_DOMINANCE.to_owned());
    }
    let floor = raw
        .floor
        .as_ref()
        .and_then(|RawFloor { figure, min }| r.reference("figure", figure).map(|figure| Floor { figure, min: *min }));
    DisclosureRules {
        threshold: f64::from(raw.threshold),
        zero_is_public: raw.zero != Some(ZeroRule::Suppress),
        complement: raw.complement.unwrap_or(true),
        floor,
        rounding: raw.rounding.as_ref().map(|base| f64::from(*base.get_ref())),
    }
}
