//! Random cities that are hard to protect: small counts, levels that nest and levels that do not, totals given or not,
//! indicators that share figures.

use sozialraumatlas::model::{Period, PeriodKind};

use super::declared::Declared;
use super::generator_time::Said;
use super::knowledge::{Cell, Knowledge, Place};
use super::random::Random;
use super::truth::Truth;

/// Rules of one source.
#[derive(Debug, Clone)]
pub struct Rule {
    pub threshold: u32,
    pub zero_is_public: bool,
    pub complement: bool,
    pub floor: Option<u32>,
}

/// A level above the blocks: for every block the number of the area it belongs to.
#[derive(Debug, Clone)]
pub struct Partition {
    pub id: &'static str,
    /// Whether the level is put together by a table; else its areas are neighbours with a boundary file.
    pub assigned: bool,
    /// The level below, of a file: blocks or another file level.
    pub below: &'static str,
    pub of_block: Vec<Option<usize>>,
}

/// A column of a table with its counts by period and block.
#[derive(Debug, Clone)]
pub struct Column {
    pub id: &'static str,
    pub table: usize,
    pub counts: Vec<Vec<u32>>,
    /// Counts of parts of years.
    pub parts: Vec<(String, Vec<u32>)>,
}

/// An indicator; without a denominator the count itself.
#[derive(Debug, Clone)]
pub struct Ratio {
    pub id: String,
    pub numerator: Vec<&'static str>,
    pub denominator: Vec<&'static str>,
    pub share: bool,
    pub factor: u32,
}

/// A random city.
#[derive(Debug, Clone)]
pub struct Plan {
    pub blocks: usize,
    pub periods: usize,
    pub rules: Vec<Rule>,
    pub partitions: Vec<Partition>,
    pub columns: Vec<Column>,
    /// Whether each of the two tables has a total of the city, and rows of the first level above.
    pub totals: [bool; 2],
    pub coarse_rows: [bool; 2],
    /// Whether `city.toml` says that the groups make up all.
    pub says_parts: bool,
    pub ratios: Vec<Ratio>,
    /// What is said about cases that are counted by parts of years too.
    pub over_time: Option<Said>,
}

impl Plan {
    /// The city of a seed.
    pub fn draw(seed: u64) -> Self {
        let mut random = Random::new(seed);
        let random = &mut random;
        let mut plan = Self {
            blocks: random.between(5, 16) as usize,
            periods: random.between(1, 3) as usize,
            rules: (0..2).map(|_| rule(random)).collect(),
            partitions: Vec::new(),
            columns: Vec::new(),
            totals: [random.percent(50), random.percent(50)],
            coarse_rows: [random.percent(25), random.percent(25)],
            says_parts: random.percent(70),
            ratios: Vec::new(),
            over_time: None,
        };
        plan.partitions = partitions(random, plan.blocks);
        plan.draw_columns(random);
        plan.draw_ratios(random);
        // A table of 20 to 200 cells.
        while plan.blocks * plan.columns.len() * plan.periods > 200 {
            plan.periods -= 1;
            for column in &mut plan.columns {
                column.counts.pop();
            }
        }
        plan.draw_parts_of_years(seed);
        plan
    }

    /// Inhabitants, in half of all cities by age groups, and one or two kinds of cases among them.
    fn draw_columns(&mut self, random: &mut Random) {
        let (blocks, periods) = (self.blocks, self.periods);
        let groups = if random.percent(50) {
            random.between(2, 3) as usize
        } else {
            0
        };
        let mut parts: Vec<Vec<Vec<u32>>> = Vec::new();
        for _ in 0..groups.max(1) {
            let first: Vec<u32> = (0..blocks).map(|_| inhabitants(random)).collect();
            parts.push(later(random, first, periods, u32::MAX));
        }
        let sum = |parts: &[Vec<Vec<u32>>]| -> Vec<Vec<u32>> {
            let of = |period: usize, block: usize| parts.iter().map(|p| p[period][block]).sum();
            (0..periods).map(|p| (0..blocks).map(|b| of(p, b)).collect()).collect()
        };
        let all = sum(&parts);
        self.columns.push(column("all", 0, all.clone()));
        for (id, part) in ["g1", "g2", "g3"].into_iter().zip(parts.iter().take(groups)) {
            self.columns.push(column(id, 0, part.clone()));
        }
        let base = if groups > 0 { parts[0].clone() } else { all };
        let cases: Vec<Vec<u32>> = base
            .iter()
            .map(|row| row.iter().map(|n| cases(random, *n)).collect())
            .collect();
        if random.percent(60) {
            let left = zip(&base, &cases, |n, a| n - a);
            let more = left
                .iter()
                .map(|row| row.iter().map(|n| super::generator::cases(random, *n)).collect());
            self.columns.push(column("more", 1, more.collect()));
        }
        self.columns.push(column("some", 1, cases));
    }

    /// Shows a column itself.
    pub fn add_count(&mut self, column: &'static str) {
        self.ratios.push(Ratio {
            id: format!("i{}", self.ratios.len()),
            numerator: vec![column],
            denominator: Vec::new(),
            share: false,
            factor: 100,
        });
    }

    fn has(&self, id: &str) -> bool {
        self.columns.iter().any(|c| c.id == id)
    }

    fn draw_ratios(&mut self, random: &mut Random) {
        let base = if self.has("g1") { "g1" } else { "all" };
        let mut add = |numerator: &[&'static str], denominator: &[&'static str], share: bool| {
            let id = format!("i{}", self.ratios.len());
            let (numerator, denominator) = (numerator.to_vec(), denominator.to_vec());
            let factor = if share || denominator.is_empty() { 100 } else { 1000 };
            self.ratios.push(Ratio {
                id,
                numerator,
                denominator,
                share,
                factor,
            });
        };
        add(&["some"], &[base], true);
        let has = |id: &str| self.columns.iter().any(|c| c.id == id);
        if random.percent(70) {
            add(&["all"], &[], false);
        }
        if random.percent(35) {
            add(&["some"], &[], false);
        }
        if random.percent(30) {
            add(&["some"], &["all"], false);
        }
        if has("more") {
            add(&["more"], &[base], true);
            if random.percent(40) {
                add(&["some", "more"], &[base], true);
            }
        }
        if has("g1") && random.percent(50) {
            add(&["g1"], &["all"], true);
        }
        if has("g2") && random.percent(40) {
            add(&["some"], &["g1", "g2"], true);
        }
        if has("g2") && random.percent(30) {
            add(&["g2"], &[], false);
        }
    }

    /// The counts of every cell that is spoken of.
    pub fn truth(&self, declared: &Declared, knowledge: &Knowledge) -> Truth {
        let mut truth = Truth::default();
        for (figure, level, period) in knowledge.reach.iter().copied() {
            let column = self
                .columns
                .iter()
                .find(|c| c.id == declared.figures[figure].id)
                .unwrap();
            let Some(counts) = column.in_period(&knowledge.periods[period]) else {
                continue;
            };
            let mut put = |place: Place, blocks: &dyn Fn(usize) -> bool| {
                let parts = counts.iter().enumerate().filter(|(block, _)| blocks(*block));
                let sum: u32 = parts.map(|(_, count)| *count).sum();
                truth.counts.insert(Cell { figure, place, period }, f64::from(sum));
            };
            let Some(level) = level else {
                put(Place::City, &|_| true);
                continue;
            };
            let partition = self.partitions.iter().find(|p| p.id == declared.levels[level]);
            for (area, code) in knowledge.geography.codes[level].iter().enumerate() {
                let number: usize = code.trim_start_matches(char::is_alphabetic).parse().unwrap();
                put(Place::Area { level, area }, &|block| match partition {
                    Some(partition) => partition.of_block[block] == Some(number - 1),
                    None => block == number - 1,
                });
            }
        }
        truth
    }
}

/// The first period.
pub const FIRST_YEAR: usize = 2021;

fn column(id: &'static str, table: usize, counts: Vec<Vec<u32>>) -> Column {
    Column {
        id,
        table,
        counts,
        parts: Vec::new(),
    }
}

impl Column {
    /// Forgets all years but the first, with their parts.
    pub fn keep_first_year(&mut self) {
        self.counts.truncate(1);
        let first = FIRST_YEAR.to_string();
        self.parts.retain(|(text, _)| text.starts_with(&first));
    }

    /// The counts of a year or of a part of one.
    pub fn in_period(&self, period: &Period) -> Option<&Vec<u32>> {
        if period.kind() == PeriodKind::Year {
            return self.counts.get(usize::from(period.year()) - FIRST_YEAR);
        }
        let part = self.parts.iter().find(|(text, _)| text == period.as_str());
        part.map(|(_, counts)| counts)
    }
}

fn rule(random: &mut Random) -> Rule {
    Rule {
        threshold: *random.pick(&[3, 5, 10]),
        zero_is_public: random.percent(75),
        complement: random.percent(80),
        floor: random.percent(15).then(|| *random.pick(&[10, 30])),
    }
}

fn inhabitants(random: &mut Random) -> u32 {
    match random.between(1, 10) {
        1 => random.between(0, 9),
        2..=4 => random.between(10, 60),
        _ => random.between(30, 400),
    }
}

fn cases(random: &mut Random, of: u32) -> u32 {
    let most = match random.between(1, 10) {
        1..=4 => 12,
        5..=9 => of / 3,
        _ => of,
    };
    random.between(0, most.min(of))
}

/// Counts of later periods: most stay, some move a little.
fn later(random: &mut Random, first: Vec<u32>, periods: usize, most: u32) -> Vec<Vec<u32>> {
    let mut rows = vec![first];
    while rows.len() < periods {
        let last = rows[rows.len() - 1].clone();
        let step = |n: &u32| {
            if random.percent(60) {
                *n
            } else {
                (n + random.between(0, 4)).saturating_sub(2).min(most)
            }
        };
        rows.push(last.iter().map(step).collect());
    }
    rows
}

fn zip(a: &[Vec<u32>], b: &[Vec<u32>], with: impl Fn(u32, u32) -> u32) -> Vec<Vec<u32>> {
    let row = |(a, b): (&Vec<u32>, &Vec<u32>)| a.iter().zip(b).map(|(a, b)| with(*a, *b)).collect();
    a.iter().zip(b).map(row).collect()
}

/// One to three levels above the blocks, nested and overlapping.
fn partitions(random: &mut Random, blocks: usize) -> Vec<Partition> {
    let mut partitions = Vec::new();
    if random.percent(75) {
        let quarter = runs(random, blocks, 4);
        let quarters = quarter.last().copied().flatten().unwrap_or(0) + 1;
        if quarters > 2 && random.percent(35) {
            let district = runs(random, quarters, 3);
            let of_block = quarter.iter().map(|q| q.and_then(|q| district[q])).collect();
            partitions.push(Partition {
                id: "bezirk",
                assigned: false,
                below: "viertel",
                of_block,
            });
        }
        partitions.push(Partition {
            id: "viertel",
            assigned: false,
            below: "block",
            of_block: quarter,
        });
    }
    let overlapping = if partitions.is_empty() { 1 } else { random.between(0, 2) };
    for id in ["raum", "region"].into_iter().take(overlapping as usize) {
        let areas = random.between(2, 4) as usize;
        let gap = random.percent(15);
        let draw = |_| {
            if gap && random.percent(10) {
                None
            } else {
                Some(random.index(areas))
            }
        };
        let of_block = (0..blocks).map(draw).collect();
        partitions.push(Partition {
            id,
            assigned: true,
            below: "block",
            of_block,
        });
    }
    partitions
}

/// Neighbours in a row, cut into runs of one to some.
fn runs(random: &mut Random, length: usize, longest: u32) -> Vec<Option<usize>> {
    let mut of = Vec::new();
    let mut run = 0;
    while of.len() < length {
        let next = random.between(1, longest) as usize;
        of.extend(std::iter::repeat_n(Some(run), next.min(length - of.len())));
        run += 1;
    }
    of
}
