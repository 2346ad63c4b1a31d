//! The rooms of the source and what each may use; the check itself is checked on small sources that break every rule.

mod rules;
pub mod scan;

use std::path::Path;

use crate::support::{files_below, root};
use rules::{FORBIDDEN_NAMES, LINES, ROOMS, violations};

/// All Rust files of `src` with their text, paths relative to `src`.
fn sources() -> Vec<(String, String)> {
    let folder = root().join("src");
    files_below(&folder)
        .into_iter()
        .filter(|path| path.extension().is_some_and(|e| e == "rs"))
        .map(|path| {
            let text = std::fs::read_to_string(folder.join(&path)).unwrap();
            (path.to_str().unwrap().replace('\\', "/"), text)
        })
        .collect()
}

/// Names of the cities in this repository, the fixed list besides.
fn city_names() -> Vec<String> {
    let mut names: Vec<String> = FORBIDDEN_NAMES.iter().map(|n| (*n).to_owned()).collect();
    for entry in std::fs::read_dir(root().join("geodata")).unwrap() {
        // Definitions to copy stand beside the cities.
        let Ok(text) = std::fs::read_to_string(entry.unwrap().path().join("city.toml")) else {
            continue;
        };
        let city: toml::Table = text.parse().unwrap();
        names.push(city["city"]["name"].as_str().unwrap().to_owned());
    }
    names.sort();
    names.dedup();
    names
}

/// Faults in a source that stands at a path.
fn faults(path: &str, text: &str) -> Vec<String> {
    violations(&[(path.to_owned(), text.to_owned())], &city_names())
}

#[test]
fn rooms_use_only_the_rooms_that_the_design_allows() {
    let faults = violations(&sources(), &city_names());
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn every_folder_of_the_source_is_a_room() {
    for entry in std::fs::read_dir(root().join("src")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let known = ROOMS.iter().any(|(room, _)| *room == name) || ["lib", "main", "cli"].contains(&name.as_str());
        assert!(known, "src/{name} is no room of the design");
    }
}

#[test]
fn files_are_shorter_than_the_limit() {
    let mut long = Vec::new();
    for folder in ["src", "web/src", "tests"] {
        let folder = root().join(folder);
        for file in files_below(&folder) {
            let code = file
                .extension()
                .is_some_and(|e| ["rs", "ts", "tsx", "css", "mjs"].iter().any(|known| e == *known));
            let text = std::fs::read_to_string(folder.join(&file)).unwrap_or_default();
            if code && text.lines().count() >= LINES {
                long.push(format!("{}: {} lines", file.display(), text.lines().count()));
            }
        }
    }
    assert!(long.is_empty(), "{LINES} lines and more: {long:#?}");
}

#[test]
fn the_check_sees_real_sources() {
    let sources = sources();
    assert!(sources.len() > 50, "found {} files", sources.len());
    assert!(sources.iter().any(|(path, _)| path == "api/state.rs"));
    assert!(Path::new(&root().join("src/lib.rs")).is_file());
}

#[test]
fn a_forbidden_room_is_found_in_plain_grouped_and_relative_paths() {
    for (path, text) in [
        ("model/area.rs", "use crate::geometry::AreaIndex;"),
        (
            "crs/mod.rs",
            "fn f() { let _ = crate::model::Period::parse(\"2020\"); }",
        ),
        ("analysis/x.rs", "use crate::{model::Area, input::{self}};"),
        (
            "analysis/classification/mod.rs",
            "use super::super::output::wire::values;",
        ),
        ("disclosure/primary.rs", "use super::super::api;"),
        ("figure/mod.rs", "use super::disclosure::publish;"),
        ("output/tile/mod.rs", "fn f(x: &crate :: input :: catalog::Catalog) {}"),
        (
            "geometry/mod.rs",
            "use crate::{\n    model::{Area, AreaSet},\n    output,\n};",
        ),
        ("text/mod.rs", "pub use crate::figure as sums;"),
        ("analysis/x.rs", "mod inner { use super::super::super::api::router; }"),
    ] {
        let found = faults(path, text);
        assert_eq!(found.len(), 1, "{path}: {text}: {found:?}");
        assert!(found[0].starts_with(&format!("src/{path}:")), "{found:?}");
    }
}

#[test]
fn the_line_of_a_fault_is_named() {
    let found = faults(
        "model/area.rs",
        "//! Doc.\n\nuse crate::{\n    model::Area,\n    api::router,\n};\n",
    );
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("src/model/area.rs:5:"), "{found:?}");
}

#[test]
fn a_glob_over_all_rooms_and_an_alias_of_the_crate_are_found() {
    for text in [
        "use crate::*;",
        "use crate::{self as everything};",
        "use super::*;",
        "use crate as everything;",
        "extern crate self as everything;",
    ] {
        assert_eq!(faults("model/mod.rs", text).len(), 1, "{text}");
    }
}

#[test]
fn comments_strings_and_tests_are_free() {
    for text in [
        "// use crate::api::router;",
        "/* nested /* use crate::api; */ still */",
        "//! See [`crate::api`].\nfn f() -> &'static str { \"crate::api::x\" }",
        "fn f() -> &'static str { r#\"use \"crate::api\"; \"# }",
        "fn f() -> [char; 3] { ['\"', '\\'', '/'] } // crate::api",
        "#[cfg(test)]\nmod tests { use crate::api::router; fn f() { if true {} } }",
        "#[cfg(test)]\nuse crate::api::router;\nfn f<'a>(x: &'a str) -> &'a str { x }",
        "#[cfg(test)]\n#[path = \"x.rs\"]\nmod tests;",
    ] {
        assert_eq!(faults("model/mod.rs", text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn code_behind_strings_and_tests_is_still_read() {
    for text in [
        "const A: &str = \"//\"; use crate::api::router;",
        "const A: char = '\"'; use crate::api::router; const B: char = '\"';",
        "#[cfg(test)]\nmod tests { fn f() {} }\nuse crate::api::router;",
        "const A: &str = r\"\\\"; use crate::api::router;",
        "#[cfg(not(test))]\nuse crate::api::router;",
    ] {
        assert_eq!(faults("model/mod.rs", text).len(), 1, "{text}");
    }
}

#[test]
fn a_file_of_tests_is_free_as_a_module_of_tests_is() {
    let sources = [
        (
            "model/mod.rs".to_owned(),
            "#[cfg(test)]\nmod tests;\n#[cfg(test)] mod testing;\nmod area;".to_owned(),
        ),
        ("model/tests.rs".to_owned(), "use crate::api::router;".to_owned()),
        ("model/testing.rs".to_owned(), "use crate::api::router;".to_owned()),
        (
            "model/area.rs".to_owned(),
            "use crate::api::router;\n#[cfg(test)]\nmod tests;".to_owned(),
        ),
        ("model/area/tests.rs".to_owned(), "use crate::api::router;".to_owned()),
    ];
    let found = violations(&sources, &[]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("src/model/area.rs:1:"), "{found:?}");
}

#[test]
fn dataset_is_named_only_before_the_gate_and_where_it_is_loaded() {
    let text = "use crate::figure::Dataset;";
    for free in [
        "input/mod.rs",
        "figure/dataset.rs",
        "disclosure/published.rs",
        "api/state.rs",
        "main.rs",
        "cli/verbs.rs",
    ] {
        assert_eq!(faults(free, text), Vec::<String>::new(), "{free}");
    }
    for wrong in ["api/values.rs", "output/geojson.rs"] {
        assert_eq!(faults(wrong, text).len(), 1, "{wrong}");
    }
    assert_eq!(faults("output/x.rs", "struct DatasetParts;"), Vec::<String>::new());
}

#[test]
fn serde_stays_where_files_and_answers_are_read_and_written() {
    let text = "use serde::Serialize;";
    for free in [
        "input/catalog/raw.rs",
        "input/table/json.rs",
        "output/wire/city.rs",
        "api/tokens.rs",
        "text/mod.rs",
        "cli/verbs.rs",
    ] {
        assert_eq!(faults(free, text), Vec::<String>::new(), "{free}");
    }
    for wrong in [
        "model/area.rs",
        "input/join/rows.rs",
        "input/table/csv.rs",
        "disclosure/published.rs",
    ] {
        assert_eq!(faults(wrong, text).len(), 1, "{wrong}");
    }
    assert_eq!(faults("model/x.rs", "#[derive(serde::Serialize)] struct A;").len(), 1);
}

#[test]
fn a_city_name_in_code_is_found_and_one_in_a_comment_is_not() {
    assert_eq!(faults("output/x.rs", "const CITY: &str = \"Stadt Leipzig\";").len(), 1);
    assert_eq!(faults("output/x.rs", "struct Musterstadt;").len(), 1);
    assert_eq!(faults("input/files.rs", "struct Musterstadt;"), Vec::<String>::new());
    assert_eq!(faults("input/files.rs", "struct Herne;").len(), 1);
    assert_eq!(
        faults("output/x.rs", "// As in Berlin (MSS 2021).\nstruct Herneske;"),
        Vec::<String>::new()
    );
}
