//! Shapes of real boundary files: exact ones pass as they are, others are put right and told.

use std::borrow::Cow;
use std::io;
use std::path::PathBuf;

use geo::{Area, Validation};
use sozialraumatlas::geometry::{Arc, Coverage};
use sozialraumatlas::input::catalog;
use sozialraumatlas::input::files::CityFiles;
use sozialraumatlas::input::level::{self, Levels};
use sozialraumatlas::model::{AreaSet, GeometryReport};

/// The folder with real data below a `city.toml` that names some of its files.
struct City {
    data: PathBuf,
    toml: String,
}

impl CityFiles for City {
    fn read(&self, path: &str) -> io::Result<Cow<'static, [u8]>> {
        std::fs::read(self.data.join(path)).map(Cow::Owned)
    }

    fn exists(&self, path: &str) -> bool {
        self.data.join(path).is_file()
    }

    fn label(&self) -> String {
        "real data".to_owned()
    }
}

/// A level from a file with its key, and what else its table holds.
type Level<'a> = (&'a str, &'a str, &'a str, &'a str);

/// Loads levels; `None`, with a message, where there are no real data.
fn load(levels: &[Level]) -> Option<Levels> {
    let Some(data) = std::env::var_os("SOZIALRAUMATLAS_TEST_DATA").map(PathBuf::from) else {
        println!("skipped: SOZIALRAUMATLAS_TEST_DATA is not set");
        return None;
    };
    let mut toml = format!(
        "[city]\nid = \"stadt\"\nname = \"Stadt\"\nboundary_year = 2021\ndefault_level = \"{}\"\ndefault_indicator = \"anteil\"\n\
         [[source]]\nid = \"amt\"\npublisher = \"Amt\"\nlicence = \"frei\"\nas_of = \"2021-12-31\"\n[source.disclosure]\nthreshold = 3\n",
        levels[0].0
    );
    for (id, file, code, more) in levels {
        toml.extend([format!(
            "[[level]]\nid = \"{id}\"\nname = \"{id}\"\nsource = \"amt\"\nfile = \"{file}\"\ncode = \"{code}\"\n{more}\n"
        )]);
    }
    toml.extend([format!(
        "[[table]]\nid = \"t\"\nfile = \"t.csv\"\nsource = \"amt\"\nlayout = \"columns\"\nperiod = \"2021\"\nlevel = \"{}\"\nkey = \"k\"\nby = \"code\"\n\
         [[figure]]\nid = \"a\"\ntable = \"t\"\ncolumn = \"a\"\n\
         [[indicator]]\nid = \"anteil\"\nname = \"Anteil\"\ntheme = \"Thema\"\nunit = \"%\"\ndirection = \"burden\"\ndecimals = 1\nnumerator = \"a\"\ndenominator = \"a\"\nfactor = 100\n",
        levels[0].0
    )]);
    let city = City { data, toml };
    let catalog = catalog::parse(&city.toml).expect("a city.toml without faults");
    Some(level::load(&city, &catalog).expect("levels"))
}

/// Findings about shapes, as code and message.
fn told(levels: &Levels) -> Vec<(&'static str, String)> {
    let about_shapes = |code: &str| code.starts_with("geometry/") || code.starts_with("level/");
    levels
        .findings
        .iter()
        .filter(|f| about_shapes(f.code))
        .map(|f| (f.code, said(f)))
        .collect()
}

/// Edges with an area on one side only.
fn outer_edges(set: &AreaSet) -> usize {
    let shapes: Vec<_> = set.areas.iter().map(|area| &area.shape).collect();
    Coverage::new(&shapes)
        .borders()
        .filter(|arc| Arc::is_outer(arc))
        .map(|arc| arc.coords.len() - 1)
        .sum()
}

#[test]
fn exact_coverages_pass_without_a_word() {
    let leipzig = load(&[
        ("sbz", "leipzig/boundaries/stadtbezirke.geojson", "SBZ", ""),
        (
            "ot",
            "leipzig/boundaries/ortsteile.geojson",
            "OT",
            "parent = { level = \"sbz\", by = \"prefix\", length = 1 }",
        ),
    ]);
    let berlin = load(&[
        (
            "bzr",
            "berlin2021/boundaries/lor_bezirksregionen_2021.shp",
            "BZR_ID",
            "",
        ),
        (
            "plr",
            "berlin2021/boundaries/lor_planungsraeume_2021.shp",
            "PLR_ID",
            "parent = { level = \"bzr\", by = \"prefix\", length = 6 }",
        ),
    ]);
    let nrw = load(&[("plz", "nrw/plz_herne_krefeld_arnsberg.geojson", "PLZ99", "")]);
    for levels in [leipzig, berlin, nrw].into_iter().flatten() {
        assert_eq!(told(&levels), []);
        assert!(
            levels
                .reports
                .iter()
                .all(|report| report.geometry == GeometryReport::default())
        );
    }
}

#[test]
fn t_junctions_of_the_berlin_ortsteile_become_common_vertices() {
    let Some(levels) = load(&[("ot", "ugly/latin1_without_cpg/lor_ortsteile.shp", "spatial_na", "")]) else {
        return;
    };
    let set = &levels.sets[0];
    println!("{:#?} {:?}", told(&levels), levels.reports[0]);
    assert_eq!(set.areas.len(), 96);
    assert!(set.areas.iter().all(|area| area.shape.is_valid()));
    let report = levels.reports[0].geometry;
    assert_eq!((report.gaps, report.overlaps, report.repaired), (1, 0, 0));
    assert!(report.nodes > 10, "{report:?}");
    // One real gap of 574 m² remains; what else is outer is the city's outline.
    assert!(
        told(&levels)
            .iter()
            .any(|(code, message)| *code == "geometry/gap" && message.contains("573."))
    );
    let shapes: Vec<_> = set.areas.iter().map(|area| area.shape.clone()).collect();
    let whole = geo::unary_union(&shapes);
    let around: usize = whole
        .iter()
        .flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()))
        .map(|r| r.0.len() - 1)
        .sum();
    assert_eq!((whole.0.len(), whole.0[0].interiors().len()), (1, 1));
    assert!(outer_edges(set).abs_diff(around) <= 2, "{} {around}", outer_edges(set));
    let sum: f64 = shapes.iter().map(Area::unsigned_area).sum();
    assert!((sum - whole.unsigned_area()).abs() < 1e-9, "{sum}");
}

#[test]
fn a_third_dimension_does_not_matter() {
    let Some(levels) = load(&[("sbz", "ugly/leipzig_stadtbezirke_25833_Z.shp", "SBZ", "")]) else {
        return;
    };
    assert_eq!(told(&levels), []);
    assert_eq!(levels.sets[0].areas.len(), 10);
}

/// What a finding says in English.
fn said(finding: &sozialraumatlas::model::Finding) -> String {
    sozialraumatlas::text::finding(sozialraumatlas::text::Language::English, finding)
}
