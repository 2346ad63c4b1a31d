//! Gates a made-up city of 11,000 areas with 50 indicators in 20 periods, and prints seconds and shares.
//!
//! `RAYON_NUM_THREADS=1 cargo bench --bench gate -- [nested|crossing|versions] [PERIODS]`; without words all cases in 20
//! periods.
#![allow(clippy::print_stdout)]

use std::collections::BTreeMap;
use std::time::Instant;

use geo::{Coord, MultiPolygon};
use sozialraumatlas::disclosure::{Published, publish};
use sozialraumatlas::figure::crosswalk::{Crosswalk, CrosswalkMethod};
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
    for (name, shape) in [
        ("nested", Shape::Nested),
        ("crossing", Shape::Crossing),
        ("versions", Shape::Versions),
    ] {
        let other = words.iter().any(|word| word.parse::<usize>().is_err() && word != name);
        if !other {
            run(name, shape, periods);
        }
    }
}

/// What the levels of the city are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// Blocks in quarters in districts.
    Nested,
    /// Also rooms that do not nest with the quarters.
    Crossing,
    /// Also blocks and quarters of a new boundary version: counted in the second half of the periods, and in the last
    /// period of the first half both versions were.
    Versions,
}

fn run(name: &str, shape: Shape, periods: usize) {
    let start = Instant::now();
    let data = city(shape, periods);
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

fn city(shape: Shape, periods: usize) -> Dataset {
    let mut sizes = vec![("block", AREAS), ("quarter", AREAS / 10), ("district", AREAS / 100)];
    let mut links = vec![vec![(1, 10)], vec![(2, 10)], vec![]];
    match shape {
        Shape::Nested => {}
        Shape::Crossing => {
            sizes.push(("room", AREAS.div_ceil(37)));
            links.push(vec![]);
            links[0].push((3, 37));
        }
        Shape::Versions => {
            sizes.extend([("new_block", AREAS), ("new_quarter", AREAS / 10)]);
            links.extend([vec![(4, 10)], vec![]]);
        }
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
    let new = (shape == Shape::Versions).then(crosswalk);
    let figures = groups.iter().chain(&cases).enumerate();
    let figures = figures.map(|(at, counts)| (figure(at), joined(&years, counts, new.as_ref())));
    let parts = DatasetParts {
        city: about(),
        levels: levels.collect(),
        sources: vec![source()],
        figures: figures.collect(),
        indicators: (0..INDICATORS).map(indicator).collect(),
        remarks: Remarks::default(),
        crosswalks: new.into_iter().collect(),
        priorities: Vec::new(),
        already_published: Vec::new(),
        rounding_key: None,
        context: Vec::new(),
        offers: Vec::new(),
        data_version: "made up".to_owned(),
    };
    Dataset::build(parts)
}

/// Of twenty blocks two are joined, one is parted and two exchange ground; the others stay what they are.
fn crosswalk() -> Crosswalk {
    let shares = (0..AREAS).flat_map(|old| match old % 20 {
        1 => vec![(old, old - 1, 1.0)],
        2 => vec![(old, old - 1, 0.4), (old, old, 0.6)],
        3 => vec![(old, old, 0.7), (old, old + 1, 0.3)],
        _ => vec![(old, old, 1.0)],
    });
    Crosswalk::new(0, 3, CrosswalkMethod::Table, AREAS, &shares.collect::<Vec<_>>())
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

fn joined(years: &[Period], counts: &[Vec<f64>], new: Option<&Crosswalk>) -> JoinedFigure {
    let rows: Vec<(Period, Vec<Cell>)> = years
        .iter()
        .cloned()
        .zip(counts)
        .map(|(year, row)| (year, row.iter().copied().map(Cell::number).collect()))
        .collect();
    let half = if new.is_some() { rows.len() / 2 } else { rows.len() };
    let mut levels = BTreeMap::from([(0, rows[..half].iter().cloned().collect())]);
    if let Some(new) = new {
        let moved = rows[half.saturating_sub(1)..].iter().map(|(year, cells)| {
            let whole = |cell: Cell| Cell::number(cell.value.unwrap_or_default().round());
            let cells = new.moved(cells, AREAS).into_iter().map(whole).collect();
            (year.clone(), cells)
        });
        levels.insert(3, moved.collect());
    }
    JoinedFigure {
        levels,
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
