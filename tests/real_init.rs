//! `init` and the person-data detector on the folders of real cities.

use std::path::{Path, PathBuf};

use sozialraumatlas::input::files::Folder;
use sozialraumatlas::input::init::{InitOptions, Proposal, propose};
use sozialraumatlas::input::table::{self, TableOptions};
use sozialraumatlas::input::{self, persons};
use sozialraumatlas::model::{ImportReport, Period};

/// The folder with real data, or nothing and a word.
fn data() -> Option<PathBuf> {
    let folder = std::env::var_os("SOZIALRAUMATLAS_TEST_DATA").map(PathBuf::from);
    if folder.is_none() {
        eprintln!("skipped: SOZIALRAUMATLAS_TEST_DATA is not set");
    }
    folder
}

/// A copy that is removed when the test ends.
struct Copy(PathBuf);

impl Copy {
    /// The files of a folder whose relative path is wanted, below a folder with this name.
    fn of(from: &Path, name: &str, wanted: impl Fn(&str) -> bool) -> Self {
        let to = std::env::temp_dir()
            .join(format!("real-init-{}-{name}", std::process::id()))
            .join(name);
        let _ = std::fs::remove_dir_all(&to);
        for sub in ["boundaries", "indicators", "offers"] {
            let Ok(entries) = std::fs::read_dir(from.join(sub)) else {
                continue;
            };
            for entry in entries {
                let file = entry.expect("an entry").file_name().into_string().expect("a name");
                let path = format!("{sub}/{file}");
                if wanted(&path) {
                    std::fs::create_dir_all(to.join(sub)).expect("a folder");
                    std::fs::copy(from.join(&path), to.join(&path)).expect("copied");
                }
            }
        }
        Self(to)
    }

    /// Proposes, writes and loads without a hand edit.
    fn init(&self) -> (Proposal, ImportReport) {
        let options = InitOptions {
            name: None,
            period: Period::parse("2024").expect("a year"),
        };
        let proposal = propose(&self.0, &options).expect("a folder");
        std::fs::write(self.0.join("city.toml"), &proposal.text).expect("written");
        let loaded = input::load(&Folder::new(&self.0)).unwrap_or_else(|e| panic!("{e}"));
        (proposal, loaded.report)
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        if let Some(parent) = self.0.parent() {
            let _ = std::fs::remove_dir_all(parent);
        }
    }
}

/// Matched areas of every table and level.
fn matched(report: &ImportReport, file: &str) -> Vec<(String, usize, usize)> {
    let table = report.tables.iter().find(|t| t.file.contains(file)).expect("the table");
    table
        .levels
        .iter()
        .map(|l| (l.level.clone(), l.matched, l.areas))
        .collect()
}

#[test]
fn boundaries_and_three_tables_of_leipzig_serve_without_a_hand_edit() {
    let Some(data) = data() else { return };
    let tables = ["Einwohner.csv", "Soziales_SGB II.csv", "Arbeitsmarkt_Arbeitslose.csv"];
    let copy = Copy::of(&data.join("leipzig"), "leipzig", |path| {
        path.starts_with("boundaries/") || tables.iter().any(|t| path.ends_with(t))
    });
    let (proposal, report) = copy.init();
    assert_eq!(report.name, "Leipzig");
    assert_eq!(report.levels.iter().map(|l| l.areas).collect::<Vec<_>>(), [10, 63]);
    assert_eq!(report.levels.iter().map(|l| l.without_parent).sum::<usize>(), 0);
    assert_eq!(report.tables.len(), 3);
    for table in &report.tables {
        assert_eq!(table.levels[0].matched, 63, "{}", table.file);
        assert!(table.unmatched.is_empty() && table.duplicates.is_empty());
    }
    assert!(proposal.text.contains("by = \"prefix\", length = 1"));
    assert!(proposal.not_understood.is_empty());
}

#[test]
fn the_whole_folder_of_leipzig_is_understood_mixed_levels_and_the_interface_included() {
    let Some(data) = data() else { return };
    let (proposal, report) = Copy::of(&data.join("leipzig"), "leipzig", |_| true).init();
    let all = vec![("stadtbezirk".to_owned(), 10, 10), ("ortsteil".to_owned(), 63, 63)];
    assert_eq!(matched(&report, "kdvalues"), all);
    let mut mixed = matched(&report, "Wohnungsbestand");
    mixed.sort_by_key(|(_, matched, _)| *matched);
    assert_eq!(mixed, all);
    assert_eq!(report.tables.len(), 11);
    assert_eq!(proposal.text.matches("[[offer]]").count(), 2);
    let unknown: Vec<&str> = proposal.not_understood.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(unknown, ["offers/osm_daycares_overpass.json"]);
}

#[test]
fn the_folder_of_berlin_is_understood_with_its_three_levels() {
    let Some(data) = data() else { return };
    let (proposal, report) = Copy::of(&data.join("berlin2021"), "berlin2021", |_| true).init();
    assert_eq!(report.city, "berlin");
    assert_eq!(
        report.levels.iter().map(|l| l.areas).collect::<Vec<_>>(),
        [58, 143, 542]
    );
    assert_eq!(report.levels.iter().map(|l| l.without_parent).sum::<usize>(), 0);
    assert_eq!(report.tables.len(), 8);
    assert_eq!(
        matched(&report, "einwohnerbestand"),
        [("planungsraum".to_owned(), 542, 542)]
    );
    assert_eq!(
        matched(&report, "kriminalitaet"),
        [("bezirksregion".to_owned(), 143, 143)]
    );
    assert!(proposal.text.contains("period = \"2022-06\""));
    assert!(proposal.text.contains("boundary_year = 2021"));
}

#[test]
fn no_table_of_a_real_city_looks_like_data_about_persons() {
    let Some(data) = data() else { return };
    for folder in ["leipzig", "berlin2021"] {
        let files = Folder::new(&data.join(folder));
        let entries = std::fs::read_dir(data.join(folder).join("indicators")).expect("tables");
        for entry in entries {
            let path = format!("indicators/{}", entry.expect("an entry").file_name().to_string_lossy());
            let json = Path::new(&path).extension().is_some_and(|e| e == "json");
            let options = TableOptions {
                records: json.then_some("daten"),
                ..TableOptions::default()
            };
            let (raw, _) = table::read(&files, &path, &options).expect("a table");
            assert_eq!(persons::suspects(&raw), [], "{folder}/{path}");
        }
    }
}
