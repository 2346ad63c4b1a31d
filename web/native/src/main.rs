//! Draws choropleths of a running Sozialraumatlas server off screen with maplibre-rs, on a graphics card or on the
//! processor by a software Vulkan such as Mesa's lavapipe.
//!
//! maplibre-rs is young: a tile that it does not expect ends in a panic, and a driver may end the whole process. So the
//! program starts itself a second time to draw (`--bundle`), watches over that process, and says in one sentence what
//! went wrong. A server starts the program in the same way and hands it the tiles, so nothing that a reader asked for
//! becomes a word of a command line.

mod arguments;
mod atlas;
mod bundle;
mod draw;
mod failure;
mod isolate;
mod picture;
mod view;

use std::io::{Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

use arguments::{Arguments, HELP, Task};
use bundle::Bundle;
use failure::Failure;

fn main() -> ExitCode {
    // What a panic has to say means nothing to the reader; the sentence that stands for it is written below.
    std::panic::set_hook(Box::new(|_| {}));
    let done = catch_unwind(AssertUnwindSafe(run)).unwrap_or(Err(Failure::Crashed));
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            // Nobody reads a message that cannot be written.
            let _ = writeln!(std::io::stderr(), "error: {failure}");
            ExitCode::from(failure.exit_code())
        }
    }
}

fn run() -> Result<(), Failure> {
    match arguments::read(std::env::args_os().skip(1))? {
        Task::Help => print(HELP.as_bytes()),
        Task::Version => print(concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION"), "\n").as_bytes()),
        Task::Bundle => draw_bundle(),
        Task::Picture(arguments) => fetch_and_draw(&arguments),
    }
}

fn print(text: &[u8]) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    out.write_all(text)
        .and_then(|()| out.flush())
        .map_err(|_| Failure::Output)
}

/// Draws what stands on standard input; the picture goes to standard output.
fn draw_bundle() -> Result<(), Failure> {
    let mut bytes = Vec::new();
    let most = bundle::MOST_BYTES;
    let read = std::io::stdin().lock().take(most + 1).read_to_end(&mut bytes);
    if read.is_err() || bytes.len() as u64 > most {
        return Err(Failure::Bundle("it is cut off or too long"));
    }
    let bundle = Bundle::read(&bytes)?;
    let pixels = draw::draw(&bundle)?;
    print(&picture::png(&pixels)?)
}

/// Gets tiles and colours from a server and has them drawn by a process of its own.
fn fetch_and_draw(arguments: &Arguments) -> Result<(), Failure> {
    let bundle = atlas::fetch(arguments)?;
    let picture = isolate::draw(&bundle, arguments.time_limit)?;
    let path = &arguments.output;
    std::fs::write(path, picture).map_err(|error| Failure::File(path.display().to_string(), error.to_string()))
}
