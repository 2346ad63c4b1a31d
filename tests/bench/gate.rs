//! Gates a made-up city of 11,000 areas with 50 indicators in 20 periods, and prints seconds and shares.
//!
//! `RAYON_NUM_THREADS=1 cargo bench --bench gate -- [nested|crossing] [PERIODS]`; without words both cases in 20 periods.
#![allow(clippy::print_stdout)]

use std::time::Instant;

use geo::{Coord, MultiPolygon};
use sozialraumatlas::disclosure::{Published, publish};
use sozialraumatlas::figure::{Dataset, DatasetParts, JoinedFigure};
use sozialraumatlas::model::{
    Area, AreaCode, AreaLevel, AreaSet, Audience, Cell, City, ClassMethod, ClassRequest, Direction, DisclosureRules,
    Figure, FigureKind, Indicator, Measure, Missing, ParentLink, Period, Remarks, Source, Unit, Validity,
};

/// Areas of the finest level.
const AREAS: usize = 11_000;
/// Groups of inhabitants, each the base of as many indicators.
const GROUPS: usize = 10;
/// Indicators.
const INDICATORS: usize = 50;
/// Periods, unless the command line names fewer.
const PERIODS: usize = 20;

fn main() {
    let words: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with("--"))
        .collect();
    let periods = words.iter().find_map(|word| word.parse().ok()).unwrap_or(PERIODS);
    for (name, crossing) in [("nested", false), ("crossing", true)] {
        let other = words.iter().any(|word| word.parse::<usize>().is_err() && word != name);
        if !other {
            run(name, crossing, periods);
        }
    }
}

fn run(name: &str, crossing: bool, periods: usize) {
    let start = Instant::now();
    let data = city(crossing, periods);
    println!("{name}: made in {:.2} s", start.elapsed().as_secs_f64());
    let start = Instant::now();
    let published = publish(&data, Audience::Public);
    let seconds = start.elapsed().as_secs_f64();
    let (hidden, all) = hidden(&published);
    println!(
        "{name}: gate and {INDICATORS} indicators in {periods} periods {seconds:.3} s, {:.1} % of {all} cells hidden",
        100.0 * whole(hidden) / whole(all)
    );
}

/// Cells that are secret, and all.
fn hidden(published: &Published) -> (usize, usize) {
    let (mut hidden, mut all) = (0, 0);
    for indicator in 0..published.indicators().len() {
        for level in 0..published.levels().len() {
            for period in published.periods(indicator, level).unwrap_or_default() {
                let Some(column) = published.column(indicator, level, period) else {
                    continue;
                };
                all += column.cells().len();
                let secret = column
                    .cells()
                    .iter()
                    .filter(|cell| cell.value == Err(Missing::Suppressed));
                hidden += secret.count();
            }
        }
    }
    (hidden, all)
}

/// Blocks in quarters in districts; with `crossing` also in rooms that do not nest with the quarters.
fn city(crossing: bool, periods: usize) -> Dataset {
    let mut sizes = vec![("block", AREAS), ("quarter", AREAS / 10), ("district", AREAS / 100)];
    let mut links = vec![vec![(1, 10)], vec![(2, 10)], vec![]];
    if crossing {
        sizes.push(("room", AREAS.div_ceil(37)));
        links.push(vec![]);
        links[0].push((3, 37));
    }
    let levels = sizes
        .iter()
        .zip(&links)
        .map(|((id, count), links)| level(id, *count, links));
    let years: Vec<Period> = (0..periods)
        .filter_map(|year| Period::parse(&(2000 + year).to_string()))
        .collect();
    let mut random = Random(7);
    let groups: Vec<Vec<Vec<f64>>> = (0..GROUPS).map(|_| people(&mut random, periods)).collect();
    let cases = (0..INDICATORS).map(|at| cases(&mut random, &groups[at % GROUPS], at));
    let cases: Vec<Vec<Vec<f64>>> = cases.collect();
    let figures = groups.iter().chain(&cases).enumerate();
    let figures = figures.map(|(at, counts)| (figure(at), joined(&years, counts)));
    let parts = DatasetParts {
        city: about(),
        levels: levels.collect(),
        sources: vec![source()],
        figures: figures.collect(),
        indicators: (0..INDICATORS).map(indicator).collect(),
        remarks: Remarks::default(),
        crosswalks: Vec::new(),
        priorities: Vec::new(),
        already_published: Vec::new(),
        rounding_key: None,
        context: Vec::new(),
        offers: Vec::new(),
        data_version: "made up".to_owned(),
    };
    Dataset::build(parts)
}

/// Inhabitants by period and area: villages and towns, changing little by little.
fn people(random: &mut Random, periods: usize) -> Vec<Vec<f64>> {
    let first: Vec<f64> = (0..AREAS)
        .map(|_| (20.0 * (3.5 * random.next()).exp()).round())
        .collect();
    let mut rows = vec![first];
    while rows.len() < periods {
        let last = &rows[rows.len() - 1];
        let next = last.iter().map(|count| (count * (0.98 + 0.05 * random.next())).round());
        rows.push(next.collect());
    }
    rows
}

/// Cases among them, more of them in later indicators.
fn cases(random: &mut Random, people: &[Vec<f64>], at: usize) -> Vec<Vec<f64>> {
    let usual = 0.1 + 0.3 * whole(at) / whole(INDICATORS);
    let mut of = |count: &f64| (count * usual * (0.5 + random.next())).round();
    people.iter().map(|row| row.iter().map(&mut of).collect()).collect()
}

fn joined(years: &[Period], counts: &[Vec<f64>]) -> JoinedFigure {
    let cells = |row: &Vec<f64>| row.iter().copied().map(Cell::number).collect();
    let periods = years.iter().cloned().zip(counts.iter().map(cells)).collect();
    JoinedFigure {
        levels: [(0, periods)].into(),
        totals: [].into(),
    }
}

fn level(id: &str, count: usize, links: &[(usize, usize)]) -> AreaSet {
    let area = |at: usize| Area {
        id: at as u64,
        code: AreaCode::new(&format!("{at:05}")),
        name: format!("{id} {at}"),
        shape: MultiPolygon::new(Vec::new()),
        label: Coord { x: 10.0, y: 51.0 },
        area_km2: 1.0,
    };
    let link = |(level, size): &(usize, usize)| ParentLink {
        level: *level,
        parent: (0..count).map(|at| Some(at / size)).collect(),
    };
    AreaSet {
        level: AreaLevel {
            id: id.to_owned(),
            name: id.to_owned(),
            plural: id.to_owned(),
            source: 0,
            boundary_year: 2024,
            validity: Validity::default(),
            version_of: None,
        },
        areas: (0..count).map(area).collect(),
        links: links.iter().map(link).collect(),
    }
}

fn source() -> Source {
    let rules = DisclosureRules {
        threshold: 5.0,
        zero_is_public: true,
        complement: true,
        floor: None,
        rounding: None,
    };
    Source {
        id: "office".to_owned(),
        publisher: "office".to_owned(),
        title: String::new(),
        licence: "CC0-1.0".to_owned(),
        as_of: "2024".to_owned(),
        url: String::new(),
        population_concept: String::new(),
        owner: String::new(),
        update_cycle: String::new(),
        public_rules: rules.clone(),
        internal_rules: rules,
    }
}

fn figure(at: usize) -> Figure {
    Figure {
        id: format!("f{at}"),
        kind: FigureKind::Count,
        source: 0,
        unit: String::new(),
        column: format!("f{at}"),
        key_date: None,
        population_concept: String::new(),
        parts: Vec::new(),
        adds_up_over_time: None,
    }
}

fn indicator(at: usize) -> Indicator {
    Indicator {
        id: format!("i{at}"),
        name: format!("i{at}"),
        theme: String::new(),
        description: String::new(),
        owner: String::new(),
        update_cycle: String::new(),
        unit: Unit("%".to_owned()),
        direction: Direction::Burden,
        decimals: 1,
        measure: Measure::ratio(&[GROUPS + at], &[at % GROUPS], 100.0, true),
        classes: ClassRequest {
            method: ClassMethod::Quantiles,
            classes: Some(5),
            breaks: Vec::new(),
        },
        palette: String::new(),
        goals: Vec::new(),
        individual_entitlement: false,
    }
}

fn about() -> City {
    City {
        id: "bench".to_owned(),
        name: "Bench".to_owned(),
        invented: true,
        boundary_year: 2024,
        priority_name: String::new(),
        priority_level: "block".to_owned(),
        default_level: "block".to_owned(),
        default_indicator: "i0".to_owned(),
        note: None,
        base_map: None,
    }
}

fn whole(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// A small generator of random numbers (Knuth, D. E., *The Art of Computer Programming*, vol. 2, table 1 in 3.3.4).
struct Random(u64);

impl Random {
    /// At least zero, below one.
    fn next(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        f64::from(u32::try_from(self.0 >> 33).unwrap_or(0)) / f64::from(1_u32 << 31)
    }
}
