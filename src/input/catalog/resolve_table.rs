//! Tables and the figures in them.

use super::raw::{RawDecimal, RawKeyKind, RawLayout, RawRowRule, RawTableSpec};
use super::raw_indicator::{RawFigure, RawFigureKind};
use super::resolve::Resolver;
use super::{KeyKind, Layout, PeriodOrigin, RowRule, RowTarget, TableSpec};
use crate::input::table::Decimal;
use crate::model::{Figure, FigureKind, KeyDate, Source};

/// The word in place of a level for rows that describe the whole city.
const CITY: &str = "city";

impl Resolver<'_> {
    /// One table; `None` after a fault that leaves nothing to work with.
    pub(super) fn table(&mut self, raw: RawTableSpec) -> Option<TableSpec> {
        let source = self.reference("source", &raw.source).unwrap_or_default();
        let path = self.file(&raw.file, raw.url.clone());
        let layout = self.layout(&raw)?;
        let rules = self.rules(&raw);
        let shape = self.shape(&raw);
        let key_date = raw.key_date.as_ref().and_then(|date| self.key_date(date));
        Some(TableSpec {
            id: raw.id.into_inner(),
            path,
            source,
            encoding: raw.encoding,
            delimiter: raw.delimiter,
            decimal: raw.decimal.map(|d| match d {
                RawDecimal::Comma => Decimal::Comma,
                RawDecimal::Point => Decimal::Point,
            }),
            records: raw.records,
            shape,
            layout,
            key_date,
            population_concept: raw.population_concept,
            allow_columns: raw.allow_columns,
            rules,
        })
    }

    fn layout(&mut self, raw: &RawTableSpec) -> Option<Layout> {
        let figure = raw.figure_column.clone();
        match raw.layout.get_ref() {
            RawLayout::Years => Some(Layout::Years { figure }),
            RawLayout::Columns => Some(Layout::Columns {
                period: self.period_origin(raw)?,
            }),
            RawLayout::Long => {
                let period = self.period_origin(raw)?;
                let Some(value) = raw.value_column.clone() else {
                    self.problem_at(
                        &raw.layout,
                        format!(
                            "table \"{}\" with layout = \"long\" needs `value_column`.",
                            raw.id.get_ref()
                        ),
                    );
                    return None;
                };
                Some(Layout::Long { figure, period, value })
            }
        }
    }

    fn period_origin(&mut self, raw: &RawTableSpec) -> Option<PeriodOrigin> {
        match (&raw.period, &raw.period_column) {
            (Some(period), None) => self.period(period).map(PeriodOrigin::Fixed),
            (None, Some(column)) => Some(PeriodOrigin::Column(column.clone())),
            _ => {
                self.problem_at(
                    &raw.layout,
                    format!(
                        "table \"{}\" needs either `period` or `period_column`.",
                        raw.id.get_ref()
                    ),
                );
                None
            }
        }
    }

    fn rules(&mut self, raw: &RawTableSpec) -> Vec<RowRule> {
        match (&raw.level, &raw.key, raw.rows.is_empty()) {
            (Some(level), Some(key), true) => {
                let target = self.target(level);
                let format = self.key_format(raw.key_format.as_ref());
                let mut rules = Vec::new();
                if !raw.totals.is_empty() {
                    rules.push(total_rule(key, &raw.totals));
                }
                rules.extend(target.map(|target| RowRule {
                    target,
                    key: Some(key.clone()),
                    by: key_kind(raw.by),
                    mapping: raw.mapping.clone(),
                    format,
                    conditions: std::collections::BTreeMap::new(),
                    keys: Vec::new(),
                }));
                rules
            }
            (None, None, false) => raw.rows.iter().filter_map(|rule| self.row_rule(rule)).collect(),
            _ => {
                self.problem_at(
                    &raw.id,
                    format!(
                        "table \"{}\" needs either `level` and `key`, or [[table.rows]] entries.",
                        raw.id.get_ref()
                    ),
                );
                Vec::new()
            }
        }
    }

    fn row_rule(&mut self, raw: &RawRowRule) -> Option<RowRule> {
        let target = self.target(&raw.level)?;
        let told = !raw.conditions.is_empty() || (!raw.keys.is_empty() && raw.key.is_some());
        if target == RowTarget::City && !told {
            self.problem_at(
                &raw.level,
                "rows of the whole city need `where`, or `key` with `keys`, so that they can be told from the others."
                    .to_owned(),
            );
        }
        if target != RowTarget::City && raw.key.is_none() {
            self.problem_at(
                &raw.level,
                "rows of a level need `key`, the column that holds the key of the area.".to_owned(),
            );
        }
        Some(RowRule {
            target,
            key: raw.key.clone(),
            by: key_kind(raw.by),
            mapping: raw.mapping.clone(),
            format: self.key_format(raw.key_format.as_ref()),
            conditions: raw.conditions.clone(),
            keys: raw.keys.clone(),
        })
    }

    fn target(&mut self, level: &super::raw::Text) -> Option<RowTarget> {
        if level.get_ref() == CITY {
            return Some(RowTarget::City);
        }
        self.reference("level", level).map(RowTarget::Level)
    }

    /// A day of every year; anything else is a fault.
    fn key_date(&mut self, text: &super::raw::Text) -> Option<KeyDate> {
        let read = KeyDate::parse(text.get_ref());
        if read.is_none() {
            let message = format!(
                "found key_date = \"{}\", expected a day of the year such as \"31.12.\" or \"12-31\".",
                text.get_ref()
            );
            self.problem_at(text, message);
        }
        read
    }

    /// The tables of a figure, the first one first.
    fn tables_of(&mut self, raw: &RawFigure, tables: &[TableSpec]) -> Option<Vec<usize>> {
        self.reference("table", &raw.table)?;
        // A table that failed has been reported already.
        let table = tables.iter().position(|t| &t.id == raw.table.get_ref())?;
        let mut all = vec![table];
        for other in &raw.also_in {
            self.reference("table", other)?;
            let at = tables.iter().position(|t| &t.id == other.get_ref())?;
            if tables[at].source != tables[table].source {
                // The rules of one source protect a figure, so it cannot have two.
                let message = format!(
                    "also_in: table \"{}\" has another source than table \"{}\"; make it a figure of its own.",
                    other.get_ref(),
                    raw.table.get_ref()
                );
                self.problem_at(other, message);
            } else if !all.contains(&at) {
                all.push(at);
            }
        }
        Some(all)
    }

    /// One figure with its tables. What it does not say about key date and population, its table and source say.
    pub(super) fn figure(
        &mut self,
        raw: RawFigure,
        tables: &[TableSpec],
        sources: &[Source],
    ) -> Option<(Figure, Vec<usize>)> {
        let all = self.tables_of(&raw, tables)?;
        let spec = tables.get(*all.first()?)?;
        let mut parts = Vec::with_capacity(raw.sum_of.len());
        for part in &raw.sum_of {
            parts.extend(self.reference("figure", part));
            if part.get_ref() == raw.id.get_ref() {
                self.problem_at(part, format!("sum_of: \"{}\" is no part of itself.", part.get_ref()));
            }
        }
        if raw.adds_up_over_time == Some(true) && matches!(raw.kind, RawFigureKind::Rate) {
            let message = "adds_up_over_time: shares, means and medians do not add up.".to_owned();
            self.problem_at(&raw.id, message);
        }
        let figure = Figure {
            id: raw.id.into_inner(),
            kind: match raw.kind {
                RawFigureKind::Count => FigureKind::Count,
                RawFigureKind::Amount => FigureKind::Amount,
                RawFigureKind::Rate => FigureKind::Rate,
            },
            source: spec.source,
            unit: raw.unit,
            column: raw.column.trim().to_owned(),
            key_date: raw.key_date.and_then(|date| self.key_date(&date)).or(spec.key_date),
            population_concept: raw
                .population_concept
                .or_else(|| spec.population_concept.clone())
                .or_else(|| sources.get(spec.source).map(|source| source.population_concept.clone()))
                .unwrap_or_default(),
            parts,
            adds_up_over_time: raw.adds_up_over_time,
        };
        Some((figure, all))
    }
}

fn key_kind(raw: RawKeyKind) -> KeyKind {
    match raw {
        RawKeyKind::Code => KeyKind::Code,
        RawKeyKind::Name => KeyKind::Name,
    }
}

/// Rows whose key is declared to be a total of the whole city.
fn total_rule(key: &str, totals: &[String]) -> RowRule {
    RowRule {
        target: RowTarget::City,
        key: Some(key.to_owned()),
        by: KeyKind::Name,
        mapping: std::collections::BTreeMap::new(),
        format: super::KeyFormat::default(),
        conditions: std::collections::BTreeMap::new(),
        keys: totals.to_vec(),
    }
}
