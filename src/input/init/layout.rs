//! How figures and periods lie in a table whose keys are known.

use std::collections::{BTreeMap, BTreeSet};

use super::keys::Keys;
use super::numbers::{Candidate, numbers, settle};
use super::told::{self, Place};
use super::words::{self, FIGURE_WORDS, KEY_WORDS, PERIOD_WORDS, VALUE_WORDS, fold, has_word};
use crate::input::table::headings::{self, PeriodHeading};
use crate::input::table::{Decimal, Signs};
use crate::model::{Period, RawTable};

/// Where the period comes from.
#[derive(Debug, Clone)]
pub(super) enum PeriodGuess {
    /// The same for all rows.
    Fixed(Period),
    Column(String),
}

/// How figures and periods lie.
#[derive(Debug, Clone)]
pub(super) enum LayoutGuess {
    Columns {
        period: PeriodGuess,
    },
    Years {
        figure: Option<String>,
    },
    Long {
        figure: Option<String>,
        period: PeriodGuess,
        value: String,
    },
}

/// Everything about the cells of a table.
#[derive(Debug)]
pub(super) struct Shape {
    pub layout: LayoutGuess,
    /// Names of figures as the table writes them; empty text for a table of one figure without a name.
    pub figures: Vec<String>,
    pub decimal: Option<(Decimal, bool)>,
    pub latest: Option<Period>,
    pub doubts: Vec<String>,
    /// Columns or figures with cells that are no numbers.
    pub left_out: Vec<String>,
}

/// The table with what is known of it.
struct View<'a> {
    table: &'a RawTable,
    keys: &'a Keys,
    signs: Signs,
}

/// Which columns have a period as header.
pub(super) fn period_headers(table: &RawTable) -> Vec<bool> {
    headings::periods(&table.columns).iter().map(Option::is_some).collect()
}

/// Finds the layout; the error says why there is none.
pub(super) fn find(
    table: &RawTable,
    keys: &Keys,
    place: &Place,
    fallback: &Period,
    point: bool,
) -> Result<Shape, String> {
    let view = View {
        table,
        keys,
        signs: Signs::default(),
    };
    let headers = period_headers(table);
    let years: Vec<usize> = (0..headers.len()).filter(|c| headers[*c]).collect();
    let rest_numeric = (0..headers.len()).any(|c| !headers[c] && view.measure(c));
    if years.len() >= 2 || (years.len() == 1 && !rest_numeric) {
        let headings = headings::periods(&table.columns);
        if headings::crossed(headings.iter().flatten()) && view.figure_column(None).is_none() {
            return view.crossed_years(&headings, point);
        }
        return view.years(&years, point);
    }
    let period = view.period_column();
    let figure = view.figure_column(period);
    let value = figure.and_then(|figure| view.value_column(figure, period));
    let (guess, latest, doubts) = view.period(period, place, fallback)?;
    view.refuse_repeated_keys(period, figure.filter(|_| value.is_some()))?;
    let mut shape = match (figure, value) {
        (Some(figure), Some(value)) => view.long(figure, value, guess, point)?,
        _ => view.columns(period, guess, point)?,
    };
    shape.latest = Some(latest);
    shape.doubts.extend(doubts);
    Ok(shape)
}

impl<'a> View<'a> {
    fn cell(&self, row: usize, column: usize) -> &'a str {
        self.table.rows[row].cells.get(column).map_or("", |c| c.trim())
    }

    fn placed(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.table.rows.len()).filter(|row| self.keys.placed[*row])
    }

    /// Whether all cells of areas are numbers or signs, one of them a number, and the column is no key.
    fn measure(&self, column: usize) -> bool {
        let header = &self.table.columns[column];
        if self.keys.columns.contains(&column) || is_key_header(header) {
            return false;
        }
        let cells: Vec<&str> = self.placed().map(|row| self.cell(row, column)).collect();
        [Decimal::Comma, Decimal::Point]
            .into_iter()
            .any(|decimal| numbers(&cells, decimal, &self.signs))
    }

    fn years(&self, years: &[usize], point: bool) -> Result<Shape, String> {
        let figure = self.figure_column(None);
        let mut by_name: BTreeMap<String, Candidate<'a>> = BTreeMap::new();
        let mut order = Vec::new();
        for row in 0..self.table.rows.len() {
            let name = figure.map_or("", |f| self.cell(row, f)).to_owned();
            if figure.is_some() && name.is_empty() {
                continue;
            }
            let candidate = by_name.entry(name.clone()).or_insert_with(|| {
                order.push(name.clone());
                candidate(name)
            });
            let cells = years.iter().map(|c| self.cell(row, *c));
            candidate.all.extend(cells.clone());
            if self.keys.placed[row] {
                candidate.placed.extend(cells);
            }
        }
        let candidates: Vec<Candidate> = order.iter().filter_map(|name| by_name.remove(name)).collect();
        let layout = LayoutGuess::Years {
            figure: figure.map(|f| self.table.columns[f].clone()),
        };
        let mut shape = settle(layout, &candidates, point, &self.signs)?;
        let headings = headings::periods(&self.table.columns);
        let latest = years.iter().filter_map(|c| headings[*c].as_ref());
        shape.latest = latest.map(|heading| heading.period.clone()).max();
        Ok(shape)
    }

    /// Periods above or below what the columns count: every other word of the header is a figure.
    fn crossed_years(&self, headings: &[Option<PeriodHeading>], point: bool) -> Result<Shape, String> {
        let mut candidates: Vec<Candidate<'a>> = Vec::new();
        for (column, heading) in headings.iter().enumerate() {
            let Some(heading) = heading else { continue };
            let at = candidates.iter().position(|c| c.name == heading.rest);
            let at = at.unwrap_or_else(|| {
                candidates.push(candidate(heading.rest.clone()));
                candidates.len() - 1
            });
            candidates[at]
                .placed
                .extend(self.placed().map(|row| self.cell(row, column)));
            let all = (0..self.table.rows.len()).map(|row| self.cell(row, column));
            candidates[at].all.extend(all);
        }
        let mut shape = settle(LayoutGuess::Years { figure: None }, &candidates, point, &self.signs)?;
        shape.latest = headings.iter().flatten().map(|heading| heading.period.clone()).max();
        Ok(shape)
    }

    fn long(&self, figure: usize, value: usize, period: PeriodGuess, point: bool) -> Result<Shape, String> {
        let mut by_name: BTreeMap<&str, Candidate<'a>> = BTreeMap::new();
        let mut order = Vec::new();
        for row in 0..self.table.rows.len() {
            let name = self.cell(row, figure);
            if name.is_empty() {
                continue;
            }
            let candidate = by_name.entry(name).or_insert_with(|| {
                order.push(name);
                candidate(name.to_owned())
            });
            candidate.all.push(self.cell(row, value));
            if self.keys.placed[row] {
                candidate.placed.push(self.cell(row, value));
            }
        }
        let candidates: Vec<Candidate> = order.iter().filter_map(|name| by_name.remove(name)).collect();
        let layout = LayoutGuess::Long {
            figure: Some(self.table.columns[figure].clone()),
            period,
            value: self.table.columns[value].clone(),
        };
        settle(layout, &candidates, point, &self.signs)
    }

    fn columns(&self, period: Option<usize>, guess: PeriodGuess, point: bool) -> Result<Shape, String> {
        let candidates: Vec<Candidate> = (0..self.table.columns.len())
            .filter(|c| Some(*c) != period && self.measure(*c))
            .map(|c| Candidate {
                name: self.table.columns[c].clone(),
                placed: self.placed().map(|row| self.cell(row, c)).collect(),
                all: (0..self.table.rows.len()).map(|row| self.cell(row, c)).collect(),
            })
            .collect();
        settle(LayoutGuess::Columns { period: guess }, &candidates, point, &self.signs)
    }

    /// The column whose cells are periods in every row.
    fn period_column(&self) -> Option<usize> {
        let periods = |c: usize| {
            let cells = (0..self.table.rows.len()).map(|row| self.cell(row, c));
            !self.keys.columns.contains(&c) && cells.map(Period::parse_german).all(|p| p.is_some())
        };
        let found: Vec<usize> = (0..self.table.columns.len()).filter(|c| periods(*c)).collect();
        let named = found.iter().find(|c| has_word(&self.table.columns[**c], &PERIOD_WORDS));
        named
            .or_else(|| found.iter().find(|c| self.runs_through_time(**c)))
            .copied()
    }

    /// Whether few different years stand beside nearly all areas each.
    fn runs_through_time(&self, column: usize) -> bool {
        let mut areas: BTreeMap<&str, BTreeSet<Vec<&str>>> = BTreeMap::new();
        let mut all = BTreeSet::new();
        for row in self.placed() {
            let key = self.keys.of_row(&self.table.rows[row].cells);
            areas.entry(self.cell(row, column)).or_default().insert(key.clone());
            all.insert(key);
        }
        let recent = |text: &str| Period::parse_german(text).is_some_and(|p| (1950..=2050).contains(&p.year()));
        areas.len() >= 2
            && areas
                .iter()
                .all(|(year, keys)| recent(year) && keys.len() * 2 >= all.len())
    }

    /// A period column, one fixed period or the fallback; the error when a column holds what cannot be read.
    fn period(
        &self,
        column: Option<usize>,
        place: &Place,
        fallback: &Period,
    ) -> Result<(PeriodGuess, Period, Vec<String>), String> {
        if let Some(column) = column {
            let periods = (0..self.table.rows.len()).filter_map(|row| Period::parse_german(self.cell(row, column)));
            let latest = periods.max().unwrap_or_else(|| fallback.clone());
            return Ok((
                PeriodGuess::Column(self.table.columns[column].clone()),
                latest,
                Vec::new(),
            ));
        }
        for c in (0..self.table.columns.len()).filter(|c| has_word(&self.table.columns[*c], &PERIOD_WORDS)) {
            let header = &self.table.columns[c];
            let texts: BTreeSet<&str> = (0..self.table.rows.len()).map(|row| self.cell(row, c)).collect();
            let read: Option<Vec<Period>> = texts.iter().map(|t| words::written_date(t)).collect();
            match read.as_deref() {
                Some([one]) => {
                    let doubt = format!("Zeitstand aus „{header}“, dort anders geschrieben");
                    return Ok((PeriodGuess::Fixed(one.clone()), one.clone(), vec![doubt]));
                }
                Some([_, _, ..]) => {
                    return Err(format!(
                        "Spalte „{header}“ enthält mehrere Zeitstände in einer Schreibweise, die so nicht gelesen wird (erwartet: 2023, 2023-06 oder 2023-12-31)"
                    ));
                }
                _ => {}
            }
        }
        if let Some((period, from)) = told::period(self.table, place) {
            return Ok((PeriodGuess::Fixed(period.clone()), period, vec![from]));
        }
        let stem = words::period_in(place.stem).map(|period| (period, "Zeitstand aus dem Dateinamen"));
        let footer = || told::footer(self.table).map(|period| (period, "Zeitstand aus der Fußzeile"));
        let (period, from) = stem
            .or_else(footer)
            .unwrap_or_else(|| (fallback.clone(), "Zeitstand unbekannt"));
        Ok((PeriodGuess::Fixed(period.clone()), period, vec![from.to_owned()]))
    }

    /// A key that stands in many rows of one period and figure is no key of areas.
    fn refuse_repeated_keys(&self, period: Option<usize>, figure: Option<usize>) -> Result<(), String> {
        let mut seen: BTreeSet<(Vec<&str>, &str, &str)> = BTreeSet::new();
        let mut rows = 0_usize;
        for row in self.placed() {
            let cell = |c: Option<usize>| c.map_or("", |c| self.cell(row, c));
            let key = self.keys.of_row(&self.table.rows[row].cells);
            seen.insert((key, cell(period), cell(figure)));
            rows += 1;
        }
        if seen.len() * 2 >= rows {
            return Ok(());
        }
        let columns = self
            .keys
            .columns
            .iter()
            .map(|c| format!("„{}“", self.table.columns[*c]));
        Err(format!(
            "die Gebiete in {} stehen mehrfach, ohne dass eine Spalte für Zeit oder Merkmal sie unterscheidet",
            columns.collect::<Vec<_>>().join(", ")
        ))
    }

    /// The text column that says different things about one area and period.
    fn figure_column(&self, period: Option<usize>) -> Option<usize> {
        let headers = period_headers(self.table);
        (0..self.table.columns.len())
            .filter(|c| !headers[*c] && Some(*c) != period && !self.keys.columns.contains(c))
            .filter(|c| self.names_figures(*c, period))
            .max_by_key(|c| {
                let rank = FIGURE_WORDS
                    .iter()
                    .position(|w| has_word(&self.table.columns[*c], &[*w]));
                (rank.map_or(0, |rank| FIGURE_WORDS.len() - rank), std::cmp::Reverse(*c))
            })
    }

    fn names_figures(&self, column: usize, period: Option<usize>) -> bool {
        let mut groups: BTreeMap<(Vec<&str>, &str), BTreeSet<&str>> = BTreeMap::new();
        let mut values: BTreeMap<&str, usize> = BTreeMap::new();
        for row in self.placed() {
            let text = self.cell(row, column);
            if text.is_empty() {
                continue;
            }
            let key = self.keys.of_row(&self.table.rows[row].cells);
            let time = period.map_or("", |p| self.cell(row, p));
            groups.entry((key, time)).or_default().insert(text);
            *values.entry(text).or_default() += 1;
        }
        let letters = values.keys().filter(|v| v.chars().any(char::is_alphabetic)).count();
        let web = values.keys().any(|v| v.contains("://"));
        let several = groups.values().filter(|g| g.len() > 1).count();
        let repeated = values.values().filter(|n| **n > 1).count();
        !web && values.len() >= 2
            && letters * 10 >= values.len() * 9
            && several * 2 >= groups.len()
            && repeated * 2 >= values.len()
    }

    /// The column with the values of a long table.
    fn value_column(&self, figure: usize, period: Option<usize>) -> Option<usize> {
        let measures: Vec<usize> = (0..self.table.columns.len())
            .filter(|c| *c != figure && Some(*c) != period && self.measure(*c))
            .collect();
        let named = measures.iter().find(|c| {
            let header = fold(&self.table.columns[**c]);
            VALUE_WORDS.contains(&header.as_str())
        });
        let named = named.or_else(|| {
            measures
                .iter()
                .find(|c| has_word(&self.table.columns[**c], &VALUE_WORDS))
        });
        named
            .or(match measures.as_slice() {
                [one] => Some(one),
                _ => None,
            })
            .copied()
    }
}

fn candidate<'a>(name: String) -> Candidate<'a> {
    Candidate {
        name,
        placed: Vec::new(),
        all: Vec::new(),
    }
}

/// Whether a header says that the column holds keys or numbers of records.
fn is_key_header(header: &str) -> bool {
    let words = words::words(header);
    words.last().is_some_and(|word| KEY_WORDS.contains(&word.as_str()))
}
