//! Draws pictures of a city on one core and prints milliseconds: `cargo bench --bench map -- CITY_FOLDER LEVEL INDICATOR`;
//! without arguments Musterstadt.
#![allow(clippy::print_stdout)]

use std::error::Error;
use std::path::Path;
use std::time::{Duration, Instant};

use sozialraumatlas::analysis::status::status_index;
use sozialraumatlas::disclosure::publish;
use sozialraumatlas::input::files::{CityFiles, Embedded, Folder};
use sozialraumatlas::model::Audience;
use sozialraumatlas::output::map::{self, ContextShapes, Ground, Parent, Scene, Show, Wish, orienting_level};
use sozialraumatlas::output::tile::PreparedLevel;
use sozialraumatlas::output::wire;

const RUNS: u32 = 15;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with("--")).collect();
    let files: Box<dyn CityFiles> = match arguments.first() {
        Some(folder) => Box::new(Folder::new(Path::new(folder))),
        None => Box::new(Embedded),
    };
    let loaded = sozialraumatlas::input::load(files.as_ref())?;
    let published = publish(&loaded.dataset, Audience::Public);
    let city = published.city();
    let level_id = arguments.get(1).unwrap_or(&city.default_level);
    let level = published.level(level_id).ok_or("no such level")?;
    let indicator_id = arguments.get(2).unwrap_or(&city.default_indicator);
    let indicator = published.indicator(indicator_id).ok_or("no such indicator")?;
    let chosen = wire::choose(&published, level, indicator, None, None).map_err(|e| format!("{e:?}"))?;
    let ground = |level: usize| Ground::new(&PreparedLevel::new(&published.levels()[level]));
    let (own, parent) = (
        ground(level),
        orienting_level(&published, level).map(|level| (level, ground(level))),
    );
    let layers: Vec<ContextShapes> = published.context().iter().map(ContextShapes::new).collect();
    let layers: Vec<&ContextShapes> = layers.iter().collect();
    let definition = published.priorities().iter().find(|d| &d.level == level_id);
    let status = definition.and_then(|d| Some((d, status_index(&published, d, level).ok()?)));
    let scene = Scene {
        published: &published,
        level,
        ground: &own,
        parent: parent.as_ref().map(|(level, ground)| Parent { level: *level, ground }),
        within: None,
        context: &layers,
        chosen: Some(&chosen),
        change: None,
        status: status.as_ref().map(|(d, s)| (*d, s)),
        show: Show::Values,
        address: "https://atlas.example/?stadt=beispiel",
    };
    println!(
        "{}, {level_id}, {} areas",
        city.name,
        published.levels()[level].areas.len()
    );
    let wish = Wish::default();
    let drawn = map::svg(&scene, &wish);
    let svg = median(|| map::svg(&scene, &wish).len());
    let png = median(|| map::png(&map::svg(&scene, &wish), &wish.format).map_or(0, |bytes| bytes.len()));
    println!(
        "svg 1920 x 1080: {:.1} ms, {} kB",
        svg.as_secs_f64() * 1e3,
        drawn.len() / 1000
    );
    println!("png 1920 x 1080: {:.1} ms with its svg", png.as_secs_f64() * 1e3);
    Ok(())
}

/// Time that this thread has had a processor, so that other work on the machine does not count; elsewhere the clock's.
fn busy(since: Instant) -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|text| text.split_whitespace().next()?.parse().ok());
    nanoseconds.map_or_else(|| since.elapsed(), Duration::from_nanos)
}

/// The median time of some runs after a first one that is not counted.
fn median(mut run: impl FnMut() -> usize) -> Duration {
    run();
    let begin = Instant::now();
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let start = busy(begin);
            std::hint::black_box(run());
            busy(begin).saturating_sub(start)
        })
        .collect();
    times.sort_unstable();
    times[times.len() / 2]
}
