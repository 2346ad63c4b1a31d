//! Everything that can go wrong, each in one plain sentence.

/// Why there is no picture.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The command line cannot be read.
    #[error("{0}; --help shows an example.")]
    Arguments(String),
    /// Nobody answers.
    #[error("no server answers at {0}; start one with `sozialraumatlas serve`, or check the address.")]
    NoServer(String),
    /// The server answers with a problem.
    #[error("the server says: {0}")]
    Server(String),
    /// The server answers with something else.
    #[error("found an answer of {0} that is none of a Sozialraumatlas server ({1}).")]
    Answer(String, &'static str),
    /// No area lies in the part of the map that is asked for.
    #[error(
        "found no area to draw in this part of the map; check --bbox, or whether the city has areas on this level."
    )]
    Empty,
    /// The part of the map cannot be drawn in this size.
    #[error("{0}.")]
    View(&'static str),
    /// The bundle cannot be read.
    #[error("found a bundle of tiles that cannot be read: {0}.")]
    Bundle(&'static str),
    /// No graphics card and no software renderer.
    #[error(
        "found no graphics adapter; on a machine without a graphics card install a software Vulkan, on Debian: apt-get install mesa-vulkan-drivers libvulkan1."
    )]
    NoAdapter,
    /// maplibre-rs gave up.
    #[error("maplibre-rs could not draw these tiles.")]
    Crashed,
    /// The process that draws could not be started.
    #[error("the process that draws could not be started ({0}).")]
    Start(String),
    /// Drawing took too long.
    #[error("drawing took longer than {0} seconds and was stopped; ask for a smaller --size, or raise --time-limit.")]
    Time(u64),
    /// The picture cannot be written down.
    #[error("found no way to write {0} ({1}).")]
    File(String, String),
    /// Standard output is closed.
    #[error("standard output cannot be written.")]
    Output,
}

impl Failure {
    /// 3 and 4 tell who started the process that draws what it lacks; people get 2 for everything.
    const NO_ADAPTER: u8 = 3;
    const EMPTY: u8 = 4;
    const OTHER: u8 = 2;

    /// The exit code of the process that draws.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::NoAdapter if isolated() => Self::NO_ADAPTER,
            Self::Empty if isolated() => Self::EMPTY,
            _ => Self::OTHER,
        }
    }

    /// What the exit code of the process that draws means.
    pub fn from_exit(code: Option<i32>) -> Self {
        match code.and_then(|code| u8::try_from(code).ok()) {
            Some(Self::NO_ADAPTER) => Self::NoAdapter,
            Some(Self::EMPTY) => Self::Empty,
            _ => Self::Crashed,
        }
    }
}

/// Whether this is the process that draws.
fn isolated() -> bool {
    std::env::args_os().nth(1).is_some_and(|word| word == "--bundle")
}
