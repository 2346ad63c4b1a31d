//! A reader that panics: an error of its file, and everything else goes on.

use std::borrow::Cow;
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};

use sozialraumatlas::input::boundary::{self, BoundaryOptions};
use sozialraumatlas::input::files::{CityFiles, Embedded};
use sozialraumatlas::input::load;
use sozialraumatlas::input::table::{self, TableOptions};

/// The invented city, but a reader panics while it reads one of the files.
struct Trap {
    path: &'static str,
    /// How often the file is read before.
    calm: AtomicUsize,
}

impl Trap {
    fn new(path: &'static str, calm: usize) -> Self {
        let calm = AtomicUsize::new(calm);
        Self { path, calm }
    }
}

impl CityFiles for Trap {
    fn read(&self, path: &str) -> io::Result<Cow<'static, [u8]>> {
        if path == self.path {
            let before = self
                .calm
                .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |n| n.checked_sub(1));
            before.expect("the trap in the middle of a file");
        }
        Embedded.read(path)
    }

    fn exists(&self, path: &str) -> bool {
        path == self.path || Embedded.exists(path)
    }

    fn label(&self) -> String {
        "(trap)".to_owned()
    }
}

fn holds(message: &str, file: &str) {
    for part in [
        file,
        "the reader stopped",
        "the trap in the middle of a file",
        "expected an undamaged file",
    ] {
        assert!(message.contains(part), "{message:?} does not hold {part:?}");
    }
}

#[test]
fn a_panic_in_any_reader_of_boundaries_is_an_error_of_its_file() {
    for ending in boundary::FORMATS.iter().flat_map(|format| format.extensions()) {
        let path: &'static str = format!("a.{ending}").leak();
        let error = boundary::read(&Trap::new(path, 0), path, &BoundaryOptions::default()).unwrap_err();
        holds(&error.to_string(), path);
    }
}

#[test]
fn a_panic_in_any_reader_of_tables_is_an_error_of_its_file() {
    for ending in table::FORMATS.iter().flat_map(|format| format.extensions()) {
        let path: &'static str = format!("a.{ending}").leak();
        let error = table::read(&Trap::new(path, 0), path, &TableOptions::default()).unwrap_err();
        holds(&error.to_string(), path);
    }
}

#[test]
fn a_city_with_a_file_at_which_a_reader_panics_is_refused_and_the_next_one_loads() {
    for path in [
        "boundaries/ortsteile.geojson",
        "boundaries/statistische_bezirke.shp",
        "boundaries/gewaesser.geojson",
        "indicators/zuordnung_sozialraeume.csv",
        "indicators/sgb2.csv",
        "indicators/schuleingang.json",
    ] {
        // The first reading is for the fingerprint of all files.
        holds(&load(&Trap::new(path, 1)).unwrap_err().to_string(), path);
    }
    assert!(load(&Embedded).is_ok());
}

#[test]
fn a_panic_beyond_the_readers_is_an_error_of_the_city() {
    let error = load(&Trap::new("indicators/sgb2.csv", 0)).unwrap_err().to_string();
    for part in ["(trap)", "the import stopped", "report this fault"] {
        assert!(error.contains(part), "{error}");
    }
}
