//! Areas drawn by maplibre-rs: a program of its own, started once per picture.
//!
//! The program is handed colours and tiles through its standard input and gives the picture back through its standard
//! output. Nothing of a request becomes a word of its command line, it asks no server, and it sees neither tokens nor the
//! service's environment; so it may draw what an internal request may see, too.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use axum::http::StatusCode;
use serde_json::json;

use super::context::Context;
use super::problem::Problem;
use super::state::CityData;
use crate::output::map::Below;
use crate::output::tile::{Layering, TileId, encode_layered};

/// Name of the program.
const NAME: &str = "sozialraumatlas-maplibre";

/// How long one picture may take; with waiting for a turn, less than an answer may take.
const TIME: Duration = Duration::from_secs(20);

/// How often the watch looks.
const LOOK: Duration = Duration::from_millis(10);

/// Longest picture that is taken: every pixel of the largest picture, not compressed.
const MOST_BYTES: u64 = 80 << 20;

/// What the program needs of the environment: where drivers stand and which of them to use.
const ENVIRONMENT: [&str; 12] = [
    "HOME",
    "LD_LIBRARY_PATH",
    "LIBGL_ALWAYS_SOFTWARE",
    "LP_NUM_THREADS",
    "MESA_SHADER_CACHE_DIR",
    "PATH",
    "VK_DRIVER_FILES",
    "VK_ICD_FILENAMES",
    "WGPU_ADAPTER_NAME",
    "WGPU_BACKEND",
    "XDG_CACHE_HOME",
    "XDG_DATA_DIRS",
];

/// Exit codes of the program.
const NO_ADAPTER: i32 = 3;
const EMPTY: i32 = 4;

/// The program beside this one, or in the folders of `PATH`.
pub fn find_maplibre() -> Option<PathBuf> {
    let own = std::env::current_exe().ok();
    let beside = own.as_deref().and_then(Path::parent).map(Path::to_owned);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = beside.into_iter().chain(std::env::split_paths(&path));
    let name = format!("{NAME}{}", std::env::consts::EXE_SUFFIX);
    folders.map(|folder| folder.join(&name)).find(|file| file.is_file())
}

/// Why there is no picture.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Failed {
    NoAdapter,
    Time,
    Other(String),
}

/// Has the areas drawn; `None` when there is nothing to draw.
pub(super) fn areas(
    context: &Context,
    data: &CityData,
    level: usize,
    below: &Below,
) -> Result<Option<Vec<u8>>, Problem> {
    let unavailable = |key| Problem::new(context.language, StatusCode::SERVICE_UNAVAILABLE, key, &[]);
    let program = context
        .atlas
        .maplibre()
        .ok_or_else(|| unavailable("problem.no_maplibre"))?;
    let bundle = bundle(context, data, level, below)?;
    run(program, bundle, TIME).map_err(|failed| match failed {
        Failed::NoAdapter => unavailable("problem.no_adapter"),
        Failed::Time => unavailable("problem.maplibre_slow"),
        Failed::Other(what) => {
            tracing::error!("{}: {what}", program.display());
            unavailable("problem.maplibre_failed")
        }
    })
}

/// A line that says what follows, and the tiles.
fn bundle(context: &Context, data: &CityData, level: usize, below: &Below) -> Result<Vec<u8>, Problem> {
    let fault = || {
        Problem::new(
            context.language,
            StatusCode::INTERNAL_SERVER_ERROR,
            "problem.crash",
            &[],
        )
    };
    let published = &context.snapshot(data).published;
    let set = published.levels().get(level).ok_or_else(fault)?;
    let (prepared, index) = data
        .prepared
        .get(level)
        .zip(data.indexes.get(level))
        .ok_or_else(fault)?;
    let names: Vec<String> = (0..below.colors.len())
        .map(|number| format!("color-{number}"))
        .collect();
    let of = |area: usize| below.of.get(area).copied().flatten();
    let layering = Layering {
        names: &names,
        of: &of,
        borders: false,
    };
    let (zoom, places) = below.tiles();
    let mut tiles = Vec::new();
    for [x, y] in places {
        let tile = TileId::new(zoom, x, y).ok_or_else(fault)?;
        let [west, south, east, north] = tile.bounds_with_margin();
        let candidates = index.bbox(west, south, east, north);
        let bytes = encode_layered(tile, set, prepared, &candidates, layering, None).map_err(|error| {
            tracing::error!("tile {zoom}/{x}/{y}: {error}");
            fault()
        })?;
        tiles.push((tile, bytes));
    }
    let head = json!({
        "width": below.size[0],
        "height": below.size[1],
        "window": below.window,
        "layers": names
            .iter()
            .zip(&below.colors)
            .map(|(name, color)| json!({"name": name, "color": color}))
            .collect::<Vec<_>>(),
        "tiles": tiles
            .iter()
            .map(|(tile, bytes)| json!({"x": tile.x, "y": tile.y, "bytes": bytes.len()}))
            .collect::<Vec<_>>(),
    });
    let mut bundle = format!("{head}\n").into_bytes();
    tiles.iter().for_each(|(_, bytes)| bundle.extend_from_slice(bytes));
    Ok(bundle)
}

/// Runs the program on a bundle, and stops it when it takes too long.
fn run(program: &Path, bundle: Vec<u8>, time: Duration) -> Result<Option<Vec<u8>>, Failed> {
    let other = |what: &dyn std::fmt::Display| Failed::Other(what.to_string());
    let environment = ENVIRONMENT
        .into_iter()
        .filter_map(|name| Some((name, std::env::var_os(name)?)));
    let mut child = Command::new(program)
        .arg("--bundle")
        .env_clear()
        .envs(environment)
        .current_dir(std::env::temp_dir())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        // Drivers talk; what matters is told by the exit code.
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| other(&error))?;
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    let writer = thread::spawn(move || stdin.map(|mut pipe| pipe.write_all(&bundle)));
    let reader = thread::spawn(move || {
        let mut picture = Vec::new();
        let read = stdout.map(|pipe| pipe.take(MOST_BYTES).read_to_end(&mut picture));
        read.and_then(Result::ok).map(|_| picture)
    });
    let ended = watch(&mut child, time);
    // A process that ended early has closed its input, and its output in any case.
    let _ = writer.join();
    let picture = reader.join().ok().flatten();
    match ended? {
        Some(0) => picture.map(Some).ok_or_else(|| other(&"its picture cannot be read")),
        Some(EMPTY) => Ok(None),
        Some(NO_ADAPTER) => Err(Failed::NoAdapter),
        Some(code) => Err(other(&format_args!("ended with exit code {code}"))),
        None => Err(other(&"was ended by the system")),
    }
}

/// Waits for the end; the exit code, unless the system ended the process.
fn watch(child: &mut Child, time: Duration) -> Result<Option<i32>, Failed> {
    let end = Instant::now() + time;
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Ok(status.code()),
            Ok(None) if Instant::now() < end => thread::sleep(LOOK),
            late => {
                // It may have ended this very moment.
                let _ = child.kill();
                let _ = child.wait();
                return Err(match late {
                    Err(error) => Failed::Other(error.to_string()),
                    Ok(_) => Failed::Time,
                });
            }
        }
    }
}
