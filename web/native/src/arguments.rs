//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use lexopt::{Arg, Parser, ValueExt};

use crate::failure::Failure;

/// What `--help` says.
pub const HELP: &str = "\
Draws a choropleth of a running Sozialraumatlas server off screen with maplibre-rs, as PNG.

Usage: sozialraumatlas-maplibre --city CITY -o FILE [OPTIONS]

  --server URL         Address of the server [default: http://127.0.0.1:8080]
  --city CITY          City as in the server's addresses
  --level LEVEL        Level [default: the city's]
  --indicator ID       Indicator [default: the city's]
  --period PERIOD      Period such as 2024 [default: the latest]
  --method METHOD      How classes are made: quantiles, equal_interval, fisher_jenks, standard_deviation, head_tail,
                       pretty, manual
  --classes N          How many classes, 2 to 9
  --breaks LIST        Breaks for the method manual, such as 0,5,10,20
  --size WxH           Pixels, 16 to 4961 along an edge [default: 1280x720]
  --bbox W,S,E,N       Part of the map in degrees [default: the whole city]
  --time-limit SECONDS Longest time for drawing, 1 to 600 [default: 60]
  -o, --output FILE    The PNG file
      --bundle         Draw what stands on standard input and write to standard output (how a server calls it; exit code
                       3 without a graphics adapter, 4 when nothing is to be seen)
      --version        Name and version
  -h, --help           This text

Areas have the colours of the server's legend; borders are drawn, labels and legend are not.
Exit codes: 0 the picture was drawn, 2 it was not and one sentence on standard error says why.

Example: sozialraumatlas-maplibre --city musterstadt --level ortsteil --size 1280x720 -o karte.png
";

/// Fewest and most pixels along an edge.
pub const EDGES: std::ops::RangeInclusive<u32> = 16..=4961;
/// Most pixels of a picture: A3 at 300 dots per inch.
pub const MOST_PIXELS: u64 = 4961 * 3508;

/// What is to be done.
#[derive(Debug, PartialEq)]
pub enum Task {
    /// Fetch and draw.
    Picture(Box<Arguments>),
    /// Draw what stands on standard input.
    Bundle,
    /// Show the help.
    Help,
    /// Show the version.
    Version,
}

/// What is to be drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Arguments {
    /// Address of the server without a slash at its end.
    pub server: String,
    /// City.
    pub city: String,
    /// Level, unless the city's own.
    pub level: Option<String>,
    /// Indicator, unless the city's own.
    pub indicator: Option<String>,
    /// Period, unless the latest.
    pub period: Option<String>,
    /// Method, number of classes and breaks for the query.
    pub classes: Vec<(&'static str, String)>,
    /// Width and height in pixels.
    pub size: [u32; 2],
    /// West, south, east, north.
    pub bbox: Option<[f64; 4]>,
    /// Longest time for drawing.
    pub time_limit: Duration,
    /// The file.
    pub output: PathBuf,
}

fn wrong(name: &str, found: &str, expected: &str) -> Failure {
    Failure::Arguments(format!("found {name} {found}, expected {expected}"))
}

/// Reads the words after the program's name.
pub fn read(words: impl IntoIterator<Item = OsString>) -> Result<Task, Failure> {
    let said = |error: lexopt::Error| Failure::Arguments(error.to_string());
    let mut parser = Parser::from_args(words);
    let mut found = Arguments {
        server: "http://127.0.0.1:8080".to_owned(),
        city: String::new(),
        level: None,
        indicator: None,
        period: None,
        classes: Vec::new(),
        size: [1280, 720],
        bbox: None,
        time_limit: Duration::from_mins(1),
        output: PathBuf::new(),
    };
    while let Some(argument) = parser.next().map_err(said)? {
        let name = match argument {
            Arg::Long("help") | Arg::Short('h') => return Ok(Task::Help),
            Arg::Long("version") => return Ok(Task::Version),
            Arg::Long("bundle") => return Ok(Task::Bundle),
            Arg::Long("output") | Arg::Short('o') => {
                found.output = parser.value().map_err(said)?.into();
                continue;
            }
            Arg::Long(name) => name.to_owned(),
            other => return Err(said(other.unexpected())),
        };
        let value = |parser: &mut Parser| parser.value().and_then(ValueExt::string).map_err(said);
        take(&mut found, &name, || value(&mut parser))?;
    }
    if found.city.is_empty() {
        return Err(Failure::Arguments("found no --city".to_owned()));
    }
    if found.output.as_os_str().is_empty() {
        return Err(Failure::Arguments("found no file to write (-o)".to_owned()));
    }
    Ok(Task::Picture(Box::new(found)))
}

fn take(found: &mut Arguments, name: &str, value: impl FnOnce() -> Result<String, Failure>) -> Result<(), Failure> {
    match name {
        "server" => found.server = server(&value()?)?,
        "city" => found.city = value()?,
        "level" => found.level = Some(value()?),
        "indicator" => found.indicator = Some(value()?),
        "period" => found.period = Some(value()?),
        "method" => found.classes.push(("method", value()?)),
        "breaks" => found.classes.push(("breaks", value()?)),
        "classes" => {
            let text = value()?;
            let known = text.parse().is_ok_and(|n: u8| (2..=9).contains(&n));
            if !known {
                return Err(wrong("--classes", &text, "2 to 9"));
            }
            found.classes.push(("classes", text));
        }
        "size" => found.size = size(&value()?)?,
        "bbox" => found.bbox = Some(bbox(&value()?)?),
        "time-limit" => found.time_limit = time_limit(&value()?)?,
        _ => return Err(Failure::Arguments(format!("unknown option --{name}"))),
    }
    Ok(())
}

fn server(text: &str) -> Result<String, Failure> {
    let plain = text.trim_end_matches('/');
    let known = plain.starts_with("http://") || plain.starts_with("https://");
    if known && reqwest::Url::parse(plain).is_ok_and(|url| url.has_host()) {
        Ok(plain.to_owned())
    } else {
        Err(wrong("--server", text, "an address such as http://127.0.0.1:8080"))
    }
}

fn size(text: &str) -> Result<[u32; 2], Failure> {
    let edges = text
        .split_once('x')
        .and_then(|(width, height)| Some([width.parse().ok()?, height.parse().ok()?]));
    edges
        .filter(|edges| fits(*edges))
        .ok_or_else(|| wrong("--size", text, "width and height of 16 to 4961 pixels such as 1280x720"))
}

/// Whether a picture of this size can be drawn.
pub fn fits([width, height]: [u32; 2]) -> bool {
    EDGES.contains(&width) && EDGES.contains(&height) && u64::from(width) * u64::from(height) <= MOST_PIXELS
}

fn bbox(text: &str) -> Result<[f64; 4], Failure> {
    let expected = || {
        wrong(
            "--bbox",
            text,
            "west,south,east,north in degrees such as 12.2,51.2,12.6,51.5",
        )
    };
    let numbers: Vec<f64> = text
        .split(',')
        .map(|number| number.trim().parse().map_err(|_| expected()))
        .collect::<Result<_, _>>()?;
    match numbers[..] {
        [west, south, east, north]
            if (-180.0..east).contains(&west) && east <= 180.0 && (-85.0..north).contains(&south) && north <= 85.0 =>
        {
            Ok([west, south, east, north])
        }
        _ => Err(expected()),
    }
}

fn time_limit(text: &str) -> Result<Duration, Failure> {
    let seconds = text.parse().ok().filter(|seconds| (1..=600).contains(seconds));
    seconds
        .map(Duration::from_secs)
        .ok_or_else(|| wrong("--time-limit", text, "1 to 600 seconds"))
}

#[cfg(test)]
mod tests {
    use super::{Task, read};
    use crate::failure::Failure;

    fn words(text: &str) -> Result<Task, Failure> {
        read(text.split_whitespace().map(Into::into))
    }

    #[test]
    fn a_full_command_line_is_read() {
        let line =
            "--server http://[::1]:9/ --city a --level b --size 640x480 --bbox 12,51,12.5,51.5 --classes 4 -o x.png";
        let Ok(Task::Picture(found)) = words(line) else {
            panic!("{:?}", words(line));
        };
        assert_eq!((found.server.as_str(), found.size), ("http://[::1]:9", [640, 480]));
        assert_eq!(found.bbox, Some([12.0, 51.0, 12.5, 51.5]));
        assert_eq!(found.classes, [("classes", "4".to_owned())]);
    }

    #[test]
    fn what_cannot_be_read_is_told_with_what_was_expected() {
        for (line, word) in [
            ("-o x.png", "--city"),
            ("--city a", "-o"),
            ("--city a --size 10x10 -o x", "1280x720"),
            ("--city a --size 4961x4961 -o x", "1280x720"),
            ("--city a --bbox 12,51,11,52 -o x", "--bbox"),
            ("--city a --bbox 1,2,nan,4 -o x", "--bbox"),
            ("--city a --server ftp://x -o x", "--server"),
            ("--city a --classes 1 -o x", "--classes"),
            ("--city a --time-limit 0 -o x", "--time-limit"),
            ("--city a --colour red -o x", "--colour"),
            ("--city", "--city"),
            ("karte.png", "karte.png"),
        ] {
            let failure = words(line).expect_err(line).to_string();
            assert!(
                failure.contains(word) && failure.ends_with("--help shows an example."),
                "{failure}"
            );
        }
    }
}
