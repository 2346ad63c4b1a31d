//! An invented city with one large CSV of which it uses little, and what a command on it costs.

use std::fmt::Write as _;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Areas of the city.
pub const AREAS: usize = 400;
/// Figures that the city declares.
pub const DECLARED: usize = 10;

/// How the CSV lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A row for each area, month and figure.
    Long,
    /// A row for each area and month, a column for each figure.
    Wide,
}

/// How much the CSV holds.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Months, each with every area.
    pub months: usize,
    /// Figures, the declared ones first.
    pub figures: usize,
}

/// Writes the city into a folder; gives the size of its CSV in bytes.
pub fn write(folder: &Path, shape: Shape, size: Size) -> u64 {
    std::fs::create_dir_all(folder).unwrap();
    std::fs::write(folder.join("city.toml"), catalog(shape)).unwrap();
    std::fs::write(folder.join("areas.geojson"), areas()).unwrap();
    let path = folder.join("figures.csv");
    let mut file = BufWriter::new(std::fs::File::create(&path).unwrap());
    match shape {
        Shape::Long => long(&mut file, size),
        Shape::Wide => wide(&mut file, size),
    }
    file.flush().unwrap();
    std::fs::metadata(&path).unwrap().len()
}

fn month(number: usize) -> String {
    format!("{}-{:02}", 2000 + number / 12, 1 + number % 12)
}

/// A number that follows from its place, with decimals as offices write them.
fn value(area: usize, month: usize, figure: usize) -> String {
    let number = (area * 7919 + month * 104_729 + figure * 1_299_709) % 99_991;
    format!("{},{}", number / 10, number % 10)
}

fn long(file: &mut impl Write, size: Size) {
    writeln!(file, "Gebiet;Name;Monat;Kennzahl;Beschreibung;Wert").unwrap();
    for month_number in 0..size.months {
        let month = month(month_number);
        for area in 0..AREAS {
            for figure in 0..size.figures {
                let value = value(area, month_number, figure);
                writeln!(
                    file,
                    "{area:04};Ortsteil {area};{month};K{figure};Kennzahl Nummer {figure} der Stadt, erfunden;{value}"
                )
                .unwrap();
            }
        }
    }
}

fn wide(file: &mut impl Write, size: Size) {
    write!(file, "Gebiet;Monat").unwrap();
    (0..size.figures).for_each(|figure| write!(file, ";K{figure}").unwrap());
    writeln!(file).unwrap();
    for month_number in 0..size.months {
        for area in 0..AREAS {
            write!(file, "{area:04};{}", month(month_number)).unwrap();
            (0..size.figures).for_each(|figure| write!(file, ";{}", value(area, month_number, figure)).unwrap());
            writeln!(file).unwrap();
        }
    }
}

fn areas() -> String {
    let square = |area: usize| {
        let (west, south) = (index(area % 20) * 0.01 + 12.0, index(area / 20) * 0.01 + 51.0);
        let (east, north) = (index(area % 20 + 1) * 0.01 + 12.0, index(area / 20 + 1) * 0.01 + 51.0);
        format!(
            r#"{{"type":"Feature","properties":{{"nr":"{area:04}","name":"Ortsteil {area}"}},"geometry":{{"type":"Polygon","coordinates":[[[{west},{south}],[{east},{south}],[{east},{north}],[{west},{north}],[{west},{south}]]]}}}}"#
        )
    };
    let all: Vec<String> = (0..AREAS).map(square).collect();
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, all.join(","))
}

fn index(number: usize) -> f64 {
    u32::try_from(number).map(f64::from).unwrap()
}

fn catalog(shape: Shape) -> String {
    let layout = match shape {
        Shape::Long => "layout = \"long\"\nfigure_column = \"Kennzahl\"\nvalue_column = \"Wert\"",
        Shape::Wide => "layout = \"columns\"",
    };
    let mut text = format!(
        r#"[city]
id = "gross"
name = "Großstadt"
boundary_year = 2024
default_level = "ot"
default_indicator = "k0"
[[source]]
id = "s"
publisher = "Amt"
licence = "dl-de/by-2-0"
as_of = "2024-12-31"
[source.disclosure]
threshold = 3
[[level]]
id = "ot"
name = "Ortsteil"
file = "areas.geojson"
source = "s"
code = "nr"
label = "name"
[[table]]
id = "t"
file = "figures.csv"
source = "s"
{layout}
period_column = "Monat"
level = "ot"
key = "Gebiet"
"#
    );
    for figure in 0..DECLARED {
        let _ = write!(
            text,
            r#"[[figure]]
id = "k{figure}"
table = "t"
column = "K{figure}"
[[indicator]]
id = "k{figure}"
name = "Kennzahl {figure}"
theme = "Erfunden"
unit = "Anzahl"
direction = "neutral"
decimals = 0
value = "k{figure}"
"#
        );
    }
    text
}

/// What a command cost.
#[derive(Debug, Clone, Copy)]
pub struct Cost {
    /// From its start to its end.
    pub time: Duration,
    /// The most memory that it held, as Linux tells it.
    pub peak_kib: u64,
    pub success: bool,
}

/// Runs a command to its end and looks at its memory all the while. `None` where there is no `/proc`.
pub fn cost(command: &mut Command) -> Option<Cost> {
    let start = Instant::now();
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut peak_kib = 0;
    let done = loop {
        let peak = std::fs::read_to_string(&status).ok().as_deref().and_then(peak);
        peak_kib = peak_kib.max(peak.unwrap_or_default());
        if let Some(done) = child.try_wait().unwrap() {
            break done;
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    (peak_kib > 0).then(|| Cost {
        time: start.elapsed(),
        peak_kib,
        success: done.success(),
    })
}

fn peak(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}
