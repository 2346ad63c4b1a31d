//! Makes the crosswalks between boundary versions, and says where one is lacking.

use std::collections::{BTreeMap, BTreeSet};

use crate::crs::{LonLat, MetricFrame};
use crate::figure::JoinedFigure;
use crate::figure::crosswalk::{Crosswalk, CrosswalkMethod, Share, Weighing, population_shares};
use crate::geometry::{AreaIndex, shared_ground};
use crate::input::catalog::{Catalog, CrosswalkRule, CrosswalkSpec};
use crate::input::files::CityFiles;
use crate::input::level::LevelError;
use crate::input::nearest::{did_you_mean, suggested};
use crate::input::table::{self, Decimal, Signs, TableOptions, parse_cell};
use crate::model::{AreaSet, Argument, Cell, Figure, Finding, Missing, Period, RawTable};

/// Weights of an old area that add up to less or more than 1 by more than this are doubtful.
const DOUBTFUL: f64 = 0.01;

/// Areas that a finding names; the others are only counted.
const NAMED: usize = 10;

/// What crosswalks are made from.
pub(super) struct Sources<'s> {
    pub(super) files: &'s dyn CityFiles,
    pub(super) catalog: &'s Catalog,
    pub(super) levels: &'s [AreaSet],
    pub(super) figures: &'s [(Figure, JoinedFigure)],
}

impl Sources<'_> {
    /// Every declared crosswalk.
    ///
    /// # Errors
    /// When a table cannot be read or lacks a declared column.
    pub(super) fn crosswalks(&self, findings: &mut Vec<Finding>) -> Result<Vec<Crosswalk>, LevelError> {
        let specs = self.catalog.crosswalks.iter();
        specs.map(|spec| self.crosswalk(spec, findings)).collect()
    }

    fn crosswalk(&self, spec: &CrosswalkSpec, findings: &mut Vec<Finding>) -> Result<Crosswalk, LevelError> {
        let (old, new) = (&self.levels[spec.from], &self.levels[spec.to]);
        let mut weighing = None;
        let (method, shares, file) = match &spec.rule {
            CrosswalkRule::Table { path, .. } => {
                let shares = self.table_shares(spec, old, new, findings)?;
                (CrosswalkMethod::Table, shares, path.as_str())
            }
            CrosswalkRule::Area => {
                let outlines = |set: &AreaSet| set.areas.iter().map(|a| a.shape.clone()).collect::<Vec<_>>();
                let (from, to) = (outlines(old), outlines(new));
                let shares = shared_ground(&from.iter().collect::<Vec<_>>(), &to.iter().collect::<Vec<_>>());
                (CrosswalkMethod::Area, shares, "city.toml")
            }
            CrosswalkRule::Population { .. } => {
                let shares = self.by_population(spec, old, new, findings);
                weighing = self.weighing(spec, old);
                (CrosswalkMethod::Population, shares, "city.toml")
            }
        };
        let mut crosswalk = Crosswalk::new(spec.from, spec.to, method, old.areas.len(), &shares);
        crosswalk.weighing = weighing;
        findings.extend(lost(&crosswalk, old, new, file));
        Ok(crosswalk)
    }

    /// Shares that a table gives.
    fn table_shares(
        &self,
        spec: &CrosswalkSpec,
        from: &AreaSet,
        to: &AreaSet,
        findings: &mut Vec<Finding>,
    ) -> Result<Vec<Share>, LevelError> {
        let CrosswalkRule::Table {
            path,
            old,
            new,
            weight,
            delimiter,
            encoding,
        } = &spec.rule
        else {
            return Ok(Vec::new());
        };
        let options = TableOptions {
            encoding: encoding.as_deref(),
            delimiter: *delimiter,
            ..TableOptions::default()
        };
        let (raw, noticed) = table::read(self.files, path, &options)?;
        findings.extend(noticed);
        let column = |name: &str, key| column(&raw, name, key, path, from);
        let (old, new) = (column(old, "crosswalk.code_old")?, column(new, "crosswalk.code_new")?);
        let weight = weight.as_deref().map(|w| column(w, "crosswalk.weight")).transpose()?;
        let mut shares = Vec::new();
        for row in &raw.rows {
            let cell = |column: usize| row.cells.get(column).map_or("", |c| c.trim());
            let share = weight.map_or(Some(1.0), |w| number(cell(w)));
            match (from.position(cell(old)), to.position(cell(new)), share) {
                (Some(old), Some(new), Some(share)) => shares.push((old, new, share)),
                (old_area, new_area, _) => {
                    findings.push(match (old_area, new_area) {
                        (None, _) => unknown(path, row.number, cell(old), from),
                        (_, None) => unknown(path, row.number, cell(new), to),
                        _ => Finding::warning("crosswalk/row-left-out", path)
                            .variant("weight")
                            .with("found", weight.map_or("", cell))
                            .at_row(row.number),
                    });
                }
            }
        }
        findings.extend(doubtful_sums(&shares, from, path));
        Ok(shares)
    }

    /// Shares by the inhabitants of a finer level.
    fn by_population(
        &self,
        spec: &CrosswalkSpec,
        from: &AreaSet,
        to: &AreaSet,
        findings: &mut Vec<Finding>,
    ) -> Vec<Share> {
        let CrosswalkRule::Population { figure, base, period } = &spec.rule else {
            return Vec::new();
        };
        let set = &self.levels[*base];
        let Some((_, cells)) = self.counted(*figure, *base, period.as_ref()) else {
            findings.push(
                Finding::warning("crosswalk/no-counts", "city.toml")
                    .with("from", from.level.id.as_str())
                    .with("to", to.level.id.as_str())
                    .with("base", set.level.id.as_str()),
            );
            return population_shares(set, &lies_in(set, spec.from, from), &lies_in(set, spec.to, to), &[]);
        };
        let missing = cells.iter().filter(|c| c.value.is_err()).count();
        if missing > 0 {
            findings.push(
                Finding::note("crosswalk/missing-counts", "city.toml")
                    .with("missing", missing)
                    .with("areas", cells.len())
                    .with("base", set.level.id.as_str()),
            );
        }
        population_shares(set, &lies_in(set, spec.from, from), &lies_in(set, spec.to, to), cells)
    }
}

impl Sources<'_> {
    /// The counts that weights are made of: of the period asked for, else of the last.
    fn counted(&self, figure: usize, base: usize, period: Option<&Period>) -> Option<(&Period, &Vec<Cell>)> {
        let periods = self.figures.get(figure)?.1.levels.get(&base)?;
        match period {
            Some(period) => periods.get_key_value(period),
            None => periods.iter().next_back(),
        }
    }

    /// What weights by inhabitants are made of.
    fn weighing(&self, spec: &CrosswalkSpec, old: &AreaSet) -> Option<Weighing> {
        let CrosswalkRule::Population { figure, base, period } = &spec.rule else {
            return None;
        };
        let (period, _) = self.counted(*figure, *base, period.as_ref())?;
        Some(Weighing {
            figure: *figure,
            base: *base,
            period: period.clone(),
            old: lies_in(&self.levels[*base], spec.from, old),
        })
    }
}

/// For every area of a finer level, the area of another that it lies in: by its link, else by its label point.
fn lies_in(finer: &AreaSet, level: usize, coarser: &AreaSet) -> Vec<Option<usize>> {
    if let Some(link) = finer.links.iter().find(|link| link.level == level) {
        return link.parent.clone();
    }
    let index = coarser.areas.first().and_then(|first| {
        let frame = MetricFrame::around(LonLat(first.label)).ok()?;
        AreaIndex::new(coarser, frame).ok()
    });
    let locate = |area: &crate::model::Area| index.as_ref().and_then(|index| index.locate(LonLat(area.label)));
    finer.areas.iter().map(locate).collect()
}

fn column(raw: &RawTable, name: &str, key: &'static str, path: &str, level: &AreaSet) -> Result<usize, LevelError> {
    raw.column(name).ok_or_else(|| LevelError::UnknownColumn {
        file: path.to_owned(),
        column: name.to_owned(),
        key,
        level: level.level.id.clone(),
        found: raw.columns.join(", "),
        hint: did_you_mean(name, raw.columns.iter().map(String::as_str)),
    })
}

/// A weight with a decimal comma or point; below 1000 no thousands are separated.
fn number(text: &str) -> Option<f64> {
    let decimal = if text.contains(',') {
        Decimal::Comma
    } else {
        Decimal::Point
    };
    let cell = parse_cell(text, decimal, &Signs::default()).ok()?;
    cell.value.ok().filter(|share| share.is_finite() && *share >= 0.0)
}

fn unknown(path: &str, row: usize, code: &str, set: &AreaSet) -> Finding {
    let hint = suggested(code, set.areas.iter().map(|a| a.code.as_str()));
    Finding::warning("crosswalk/row-left-out", path)
        .with("level", set.level.id.as_str())
        .with("area", code)
        .with("hint", hint)
        .at_row(row)
}

/// Old areas whose weights do not add up to the whole.
fn doubtful_sums(shares: &[Share], from: &AreaSet, path: &str) -> Option<Finding> {
    let mut sums: BTreeMap<usize, f64> = BTreeMap::new();
    for (old, _, share) in shares {
        *sums.entry(*old).or_default() += share;
    }
    let wrong: Vec<String> = sums
        .iter()
        .filter(|(_, sum)| (*sum - 1.0).abs() > DOUBTFUL)
        .map(|(old, sum)| format!("{} ({sum:.3})", from.areas[*old].code))
        .collect();
    (!wrong.is_empty()).then(|| {
        Finding::warning("crosswalk/weights-not-whole", path)
            .with("count", wrong.len())
            .with("areas", Argument::list(wrong.into_iter().take(NAMED)))
    })
}

/// Old areas that are brought nowhere: their counts are missing in the new areas.
fn lost(crosswalk: &Crosswalk, old: &AreaSet, new: &AreaSet, file: &str) -> Option<Finding> {
    let codes: Vec<&str> = crosswalk.lost().map(|area| old.areas[area].code.as_str()).collect();
    (!codes.is_empty()).then(|| {
        Finding::warning("crosswalk/area-lost", file)
            .with("count", codes.len())
            .with("areas", old.areas.len())
            .with("from", old.level.id.as_str())
            .with("to", new.level.id.as_str())
            .with("codes", Argument::list(codes.into_iter().take(NAMED)))
    })
}

/// Levels with values in periods in which their boundaries do not hold, and versions without a crosswalk between them.
pub(super) fn versions(data: &crate::figure::Dataset) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (own, set) in data.levels.iter().enumerate() {
        findings.extend(outside_validity(data, own, set));
        let Some(other) = set.level.version_of else { continue };
        let (level, other_level) = (set.level.id.as_str(), data.levels[other].level.id.as_str());
        if !is_compared(data, own, other, false) && lacks(data, own, other) {
            findings.push(
                Finding::note("level/no-crosswalk", "city.toml")
                    .with("level", level)
                    .with("other", other_level),
            );
        }
        let counted = counted_in_both(data, own, other).filter(|_| !is_compared(data, own, other, true));
        if let Some((figure, period)) = counted {
            findings.push(
                Finding::warning("level/counted-in-both", "city.toml")
                    .with("level", level)
                    .with("other", other_level)
                    .with("figure", figure)
                    .with("period", period.as_str()),
            );
        }
    }
    findings
}

/// Whether it is known which areas of two levels cover the same ground: by crosswalks in whatever direction and over whatever
/// other versions, and with links by finer levels that make up these too. That both make up the same coarser level tells
/// nothing of that.
fn is_compared(data: &crate::figure::Dataset, own: usize, other: usize, with_links: bool) -> bool {
    let links = data.levels.iter().enumerate().filter(|_| with_links);
    let links: Vec<(usize, usize)> = links
        .flat_map(|(finer, set)| set.links.iter().map(move |link| (finer, link.level)))
        .collect();
    let mut seen = BTreeSet::from([(own, false)]);
    let mut open = vec![(own, false)];
    while let Some((level, climbed)) = open.pop() {
        let up = links.iter().filter(|(finer, _)| *finer == level);
        let up = up.map(|(_, coarser)| (*coarser, true));
        let down = links.iter().filter(|(_, coarser)| *coarser == level);
        let down = down.map(|(finer, _)| (*finer, false));
        let across = data.crosswalks.iter().filter(|c| c.from == level || c.to == level);
        let across = across.map(|c| (c.from + c.to - level, false));
        let on: Vec<(usize, bool)> = up.chain(down.chain(across).filter(|_| !climbed)).collect();
        open.extend(on.into_iter().filter(|step| seen.insert(*step)));
    }
    seen.iter().any(|(level, _)| *level == other)
}

/// Whether a count has periods on one version that it lacks on the other.
fn lacks(data: &crate::figure::Dataset, own: usize, other: usize) -> bool {
    data.figures.iter().any(|figure| {
        let (Ok(own), there) = (figure.on(own), figure.on(other)) else {
            return false;
        };
        match there {
            Ok(there) => own.periods.keys().any(|p| !there.periods.contains_key(p)),
            Err(reason) => reason == Missing::NoRow,
        }
    })
}

/// A guarded count of persons that was counted in both versions, and the last period in which it was.
fn counted_in_both(data: &crate::figure::Dataset, own: usize, other: usize) -> Option<(&str, &crate::model::Period)> {
    data.figures.iter().find_map(|figure| {
        let rules = &data.sources.get(figure.figure.source)?.public_rules;
        let (own, other) = (figure.on(own).ok()?, figure.on(other).ok()?);
        let direct = |series: &crate::figure::Series, period: &crate::model::Period| {
            series.origin_in(period) == Some(crate::figure::Origin::Direct)
        };
        let mut periods = own.periods.keys().rev();
        let period = periods.find(|period| direct(own, period) && direct(other, period))?;
        let is_guarded = figure.figure.kind == crate::model::FigureKind::Count && !rules.are_open();
        is_guarded.then_some((figure.figure.id.as_str(), period))
    })
}

fn outside_validity(data: &crate::figure::Dataset, own: usize, set: &AreaSet) -> Option<Finding> {
    let mut periods: Vec<String> = Vec::new();
    for figure in &data.figures {
        let Ok(series) = figure.on(own) else { continue };
        let direct = |p: &&crate::model::Period| series.origin_in(p) == Some(crate::figure::Origin::Direct);
        let outside = series
            .periods
            .keys()
            .filter(direct)
            .filter(|p| !set.level.validity.holds_in(p));
        periods.extend(outside.map(ToString::to_string));
    }
    periods.sort();
    periods.dedup();
    (!periods.is_empty()).then(|| {
        Finding::warning("level/outside-validity", "city.toml")
            .with("level", set.level.id.as_str())
            .with("periods", Argument::list(periods))
    })
}
