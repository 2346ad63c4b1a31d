//! Rows of areas beside the rows of their parts, and figures whose rows change levels.

use serde_json::json;
use sozialraumatlas::input::files::Folder;
use sozialraumatlas::model::ImportReport;

use crate::support::{Service, TempFolder};
use crate::tiny::{block, figure, head, indicator, source};

/// Four blocks in two quarters; the table has rows of both levels.
fn city(table: &str) -> TempFolder {
    let folder = TempFolder::new("parts");
    let blocks: Vec<_> = (0..4)
        .map(|i| block(&format!("{}{}", i / 2 + 1, i % 2 + 1), &format!("Block {i}"), i, 0))
        .collect();
    let wide = |code: &str, west: f64| {
        json!({"type": "Feature", "properties": {"KEY": code, "NAME": format!("Viertel {code}")}, "geometry": {"type": "Polygon",
            "coordinates": [[[west, 51.0], [west + 0.02, 51.0], [west + 0.02, 51.01], [west, 51.01], [west, 51.0]]]}})
    };
    folder.write(
        "boundaries/block.geojson",
        json!({"type": "FeatureCollection", "features": blocks}).to_string(),
    );
    let quarters = json!({"type": "FeatureCollection", "features": [wide("1", 10.0), wide("2", 10.02)]});
    folder.write("boundaries/viertel.geojson", quarters.to_string());
    folder.write("indicators/zahlen.csv", table);
    let level = |id: &str, rest: &str| {
        format!(
            "[[level]]\nid = \"{id}\"\nname = \"{id}\"\nfile = \"boundaries/{id}.geojson\"\nsource = \"amt\"\ncode = \"KEY\"\nlabel = \"NAME\"\n{rest}\n"
        )
    };
    let mut toml = head("block", "anzahl") + &source("amt", "threshold = 0");
    toml += &level("viertel", "");
    toml += &level(
        "block",
        "parent = { level = \"viertel\", by = \"prefix\", length = 1 }\n",
    );
    toml += "[[table]]\nid = \"zahlen\"\nfile = \"indicators/zahlen.csv\"\nsource = \"amt\"\nlayout = \"columns\"\nperiod_column = \"Jahr\"\n";
    for level in ["block", "viertel"] {
        let rule =
            format!("[[table.rows]]\nlevel = \"{level}\"\nkey = \"Gebiet\"\nwhere = {{ Ebene = \"{level}\" }}\n");
        toml += &rule;
    }
    toml += &figure("a", "zahlen", "A", "count");
    toml += &indicator("anzahl", "Personen", "value = \"a\"");
    folder.write("city.toml", toml);
    folder
}

fn report(folder: &TempFolder) -> ImportReport {
    sozialraumatlas::input::load(&Folder::new(folder.path()))
        .unwrap_or_else(|e| panic!("{e}"))
        .report
}

const HEAD: &str = "Jahr;Ebene;Gebiet;A\n";

#[test]
fn an_own_row_that_is_not_the_sum_of_its_parts_is_told_with_what_explains_it() {
    let table = format!(
        "{HEAD}2023;block;11;10\n2023;block;12;21\n2023;block;21;7\n2023;block;22;.\n2023;viertel;1;33\n2023;viertel;2;12\n\
         2024;block;11;11\n2024;block;12;22\n2024;block;21;7\n2024;block;22;8\n2024;viertel;1;33\n2024;viertel;2;15\n"
    );
    let folder = city(&table);
    let report = report(&folder);
    let [sums] = report.parts.as_slice() else {
        panic!("{:?}", report.parts)
    };
    assert_eq!((sums.level.as_str(), sums.parts.as_str()), ("viertel", "block"));
    assert_eq!((sums.compared, sums.differing, sums.unexplained), (4, 2, 1));
    // 33 against 31: nothing explains it. 12 against 7 and a secret count: that may be.
    let (first, second) = (&sums.differences[0], &sums.differences[1]);
    assert_eq!(
        (first.code.as_str(), first.period.as_str(), first.own),
        ("1", "2023", 33.0)
    );
    assert!(!first.difference.explained && (first.difference.amount - 2.0).abs() < 1e-9);
    assert!(second.difference.explained && second.difference.suppressed == 1);
    let codes: Vec<&str> = report.findings.iter().map(|f| f.code).collect();
    assert_eq!(
        codes.iter().filter(|code| **code == "join/parts-disagree").count(),
        1,
        "{codes:?}"
    );
    assert!(!codes.contains(&"join/level-changes"));
    let service = Service::folder(folder.path());
    let internal = service.internal("/cities/tiny/report.json");
    assert_eq!(internal["parts"][0]["differences"][0]["difference"]["amount"], 2.0);
    assert!(
        service.json("/cities/tiny/report.json").get("parts").is_none(),
        "keys and numbers are not public"
    );
}

#[test]
fn rows_that_change_levels_from_one_period_to_the_next_are_told() {
    let table = format!(
        "{HEAD}2022;viertel;1;31\n2022;viertel;2;15\n2023;viertel;1;31\n2023;viertel;2;15\n\
         2024;block;11;11\n2024;block;12;22\n2024;block;21;7\n2024;block;22;8\n"
    );
    let folder = city(&table);
    let report = report(&folder);
    assert!(report.parts.is_empty(), "no period has both");
    let finding = report
        .findings
        .iter()
        .find(|f| f.code == "join/level-changes")
        .expect("told");
    let said = sozialraumatlas::text::finding(sozialraumatlas::text::Language::German, finding);
    assert!(
        said.contains("2022 bis 2023: viertel") && said.contains("2024 bis 2024: block"),
        "{said}"
    );
    // Coarser areas go on as sums, finer ones begin when their rows do.
    let service = Service::folder(folder.path());
    let periods = |level: &str, code: &str| {
        let profile = service.json(&format!("/cities/tiny/{level}/areas/{code}"));
        let series = profile["themes"][0]["indicators"][0]["series"]
            .as_array()
            .unwrap()
            .clone();
        series
            .iter()
            .map(|p| format!("{} {}", p["period"].as_str().unwrap(), p["value"]))
            .collect::<Vec<_>>()
    };
    assert_eq!(periods("viertel", "1"), ["2022 31.0", "2023 31.0", "2024 33.0"]);
    assert_eq!(periods("block", "11"), ["2024 11.0"]);
}
