//! Sums up the hierarchy, on cities small enough to check by hand.

use serde_json::json;

use crate::support::{Service, TempFolder, entry, run};
use crate::tiny::{block, city, figure, head, indicator, quote, seen, source};

const LEVEL: &str = "file = \"boundaries/{id}.geojson\"\nsource = \"amt\"\ncode = \"KEY\"\nlabel = \"NAME\"\n";

/// Four blocks A1 A2 B1 B2 in the districts A and B, and the quarters N = A1 + B1 and S = A2 + B2 across their border.
fn districts(table: &str, indicators: &str) -> TempFolder {
    let folder = TempFolder::new("districts");
    let collection =
        |features: serde_json::Value| json!({"type": "FeatureCollection", "features": features}).to_string();
    let blocks = json!([
        block("A1", "A Nord", 0, 1),
        block("A2", "A Süd", 0, 0),
        block("B1", "B Nord", 1, 1),
        block("B2", "B Süd", 1, 0)
    ]);
    let two_blocks = |code: &str, column: u32| {
        let mut tall = block(code, code, column, 0);
        let upper = block(code, code, column, 1);
        for corner in [2, 3] {
            tall["geometry"]["coordinates"][0][corner] = upper["geometry"]["coordinates"][0][corner].clone();
        }
        tall
    };
    folder.write("boundaries/block.geojson", collection(blocks));
    folder.write(
        "boundaries/district.geojson",
        collection(json!([two_blocks("A", 0), two_blocks("B", 1)])),
    );
    folder.write(
        "indicators/quarters.csv",
        "Block;Quartier;Titel\nA1;N;Nordquartier\nA2;S;Südquartier\nB1;N;Nordquartier\nB2;S;Südquartier\n",
    );
    folder.write("indicators/zahlen.csv", table);
    let level = |id: &str| {
        format!(
            "[[level]]\nid = \"{id}\"\nname = \"{id}\"\n{}",
            LEVEL.replace("{id}", id)
        )
    };
    let mut toml = head("block", "quote") + &source("amt", "threshold = 0");
    toml += &level("district");
    toml += &level("block");
    toml += "parent = { level = \"district\", by = \"prefix\", length = 1 }\n";
    toml += "[[level]]\nid = \"quarter\"\nname = \"Quartier\"\nsource = \"amt\"\nfrom = \"block\"\nassignment = { file = \"indicators/quarters.csv\", code = \"Block\", to = \"Quartier\", label = \"Titel\" }\n";
    toml += "[[table]]\nid = \"zahlen\"\nfile = \"indicators/zahlen.csv\"\nsource = \"amt\"\nlayout = \"columns\"\nperiod = \"2024\"\nlevel = \"block\"\nkey = \"Block\"\ntotals = [\"Stadt\"]\n";
    toml += &figure("a", "zahlen", "A", "count");
    toml += &figure("b", "zahlen", "B", "count");
    toml += &figure("anteil", "zahlen", "Anteil", "rate");
    folder.write("city.toml", toml + indicators);
    folder
}

/// The quotients of the blocks are 50, 10, 20 and 30 per cent.
const TABLE: &str = "Block;A;B;Anteil\nA1;5;10;50\nA2;10;100;10\nB1;20;100;20\nB2;60;200;30\n";

fn bare() -> String {
    indicator("bare", "%", "value = \"anteil\"")
}

#[test]
fn parents_add_up_counts_before_they_divide() {
    let folder = districts(TABLE, &(quote() + &bare()));
    let service = Service::folder(folder.path());
    let words = |level: &str| seen(&service, level, "quote", false).words();
    assert_eq!(words("block"), ["50", "10", "20", "30"]);
    // (5 + 10) / 110 and (20 + 60) / 300; the means of the shares would be 30 and 25.
    assert_eq!(words("district"), ["13.64", "26.67"]);
}

#[test]
fn quarters_across_the_districts_add_up_by_their_assignment_table() {
    let folder = districts(TABLE, &(quote() + &bare()));
    let service = Service::folder(folder.path());
    // N = A1 + B1 = 25 / 110, S = A2 + B2 = 70 / 300.
    assert_eq!(seen(&service, "quarter", "quote", false).words(), ["22.73", "23.33"]);
    let areas = service.json("/cities/tiny/quarter/areas");
    assert_eq!(areas["code"], json!(["N", "S"]));
    assert_eq!(areas["name"], json!(["Nordquartier", "Südquartier"]));
    let sum = |level: &str| {
        let areas = service.json(&format!("/cities/tiny/{level}/areas"));
        let all = areas["area_km2"].as_array().unwrap();
        all.iter().map(|v| v.as_f64().unwrap()).sum::<f64>()
    };
    assert!((sum("quarter") - sum("block")).abs() < 1e-6);
    assert!((sum("quarter") - sum("district")).abs() < 1e-6);
}

#[test]
fn the_city_is_the_quotient_of_the_sums() {
    let folder = districts(TABLE, &(quote() + &bare()));
    let service = Service::folder(folder.path());
    // 95 / 410.
    for level in ["block", "district", "quarter"] {
        assert_eq!(seen(&service, level, "quote", false).city_word(), "23.17", "{level}");
    }
}

#[test]
fn the_total_that_the_office_wrote_wins_over_the_sum() {
    let folder = districts(&format!("{TABLE}Stadt;100;410;\n"), &(quote() + &bare()));
    let service = Service::folder(folder.path());
    assert_eq!(seen(&service, "block", "quote", false).city_word(), "24.39");
}

#[test]
fn a_bare_percentage_is_refused_upward_with_the_reason() {
    let folder = districts(TABLE, &(quote() + &bare()));
    let service = Service::folder(folder.path());
    assert_eq!(seen(&service, "block", "bare", false).words(), ["50", "10", "20", "30"]);
    assert_eq!(seen(&service, "block", "bare", false).city_word(), "not_aggregable");
    let tiny = service.json("/cities/tiny");
    let available = &entry(&tiny["indicators"], "id", "bare")["available"];
    for level in ["district", "quarter"] {
        let there = entry(available, "level", level);
        assert_eq!(there["aggregable"], false);
        assert_eq!(there["periods"], json!([]));
        assert!(
            there["refused"].as_str().unwrap().contains("Zähler und Nenner"),
            "{there}"
        );
        let answer = service.get(&format!("/cities/tiny/{level}/values?indicator=bare"));
        assert_eq!(answer.status, 422);
        assert!(answer.json()["detail"].as_str().unwrap().contains("Zähler und Nenner"));
    }
    assert_eq!(entry(available, "level", "block")["refused"], json!(null));
}

#[test]
fn a_sum_with_a_missing_part_is_missing_for_the_strongest_reason() {
    let table = TABLE.replace("A1;5;10", "A1;.;10").replace("B2;60", "B2;");
    let folder = districts(&table, &(quote() + &bare()));
    let service = Service::folder(folder.path());
    assert_eq!(
        seen(&service, "district", "quote", false).words(),
        ["suppressed", "absent"]
    );
    assert_eq!(
        seen(&service, "quarter", "quote", false).words(),
        ["suppressed", "absent"]
    );
    assert_eq!(seen(&service, "block", "quote", false).city_word(), "suppressed");
}

#[test]
fn a_finer_level_gets_no_values_from_a_coarser_one() {
    let folder = districts("Block;A;B;Anteil\nA;5;10;50\nB;10;100;10\n", &(quote() + &bare()));
    folder.replace("city.toml", "level = \"block\"\nkey", "level = \"district\"\nkey");
    let service = Service::folder(folder.path());
    assert_eq!(seen(&service, "district", "quote", false).words(), ["50", "10"]);
    let answer = service.get("/cities/tiny/block/values?indicator=quote");
    assert_eq!(answer.status, 422, "a value of a district is not that of its blocks");
}

#[test]
fn sums_of_figures_stand_on_both_sides_of_the_line() {
    let rest = indicator(
        "quote",
        "je 1",
        "numerator = [\"a\", \"b\"]\ndenominator = [\"b\", \"c\"]",
    );
    let folder = city(2, "threshold = 0", "Block;A;B;C\n01;1;2;4\n02;4;6;2\n", &rest);
    let seen = seen(&Service::folder(folder.path()), "block", "quote", false);
    assert_eq!(seen.words(), ["0.5", "1.25"]);
    assert_eq!(seen.city_word(), "0.93", "13 / 14");
}

#[test]
fn partitions_that_do_not_nest_add_up_where_they_are_made_of_whole_areas() {
    let folder = districts("Block;A;B;Anteil\nN;25;110;1\nS1;20;100;1\nS2;60;200;1\n", &quote());
    folder.replace("city.toml", "level = \"block\"\nkey", "level = \"quarter\"\nkey");
    // N is the whole district A; B is S1 and S2 together.
    folder.write(
        "indicators/quarters.csv",
        "Block;Quartier;Titel\nA1;N;N\nA2;N;N\nB1;S1;S1\nB2;S2;S2\n",
    );
    let service = Service::folder(folder.path());
    assert_eq!(seen(&service, "district", "quote", false).words(), ["22.73", "26.67"]);
    // Now S1 lies on both sides of the border: neither district is made of whole quarters.
    folder.write(
        "indicators/quarters.csv",
        "Block;Quartier;Titel\nA1;N;N\nA2;S1;S1\nB1;S1;S1\nB2;S2;S2\n",
    );
    let answer = Service::folder(folder.path()).get("/cities/tiny/district/values?indicator=quote");
    assert_eq!(answer.status, 422);
    // A third district that is whole has its value, the others say why they have none.
    folder.write(
        "indicators/quarters.csv",
        "Block;Quartier;Titel\nA1;N;N\nA2;N;N\nB1;S1;S1\n",
    );
    folder.write("indicators/zahlen.csv", "Block;A;B;Anteil\nN;25;110;1\nS1;20;100;1\n");
    let service = Service::folder(folder.path());
    assert_eq!(
        seen(&service, "district", "quote", false).words(),
        ["22.73", "not_aggregable"]
    );
}

#[test]
fn every_period_is_added_up_from_the_nearest_level_that_has_it() {
    let folder = districts("Block;2023\nA1;1\nA2;2\nB1;3\nB2;4\n", "");
    folder.write("indicators/bezirke.csv", "Bezirk;2024\nA;30\nB;70\n");
    let toml = std::fs::read_to_string(folder.path().join("city.toml")).unwrap();
    let head = toml.split("[[table]]").next().unwrap().to_owned();
    let table = |id: &str, file: &str, level: &str, key: &str| {
        format!(
            "[[table]]\nid = \"{id}\"\nfile = \"indicators/{file}.csv\"\nsource = \"amt\"\nlayout = \"years\"\nlevel = \"{level}\"\nkey = \"{key}\"\n\n"
        )
    };
    let figure = figure("a", "fein", "A", "count").replace("column", "also_in = [\"grob\"]\ncolumn");
    let rest = table("fein", "zahlen", "block", "Block")
        + &table("grob", "bezirke", "district", "Bezirk")
        + &figure
        + &indicator("quote", "Personen", "value = \"a\"");
    folder.write("city.toml", head + &rest);
    let service = Service::folder(folder.path());
    let words = |period: &str| {
        let answer = service.json(&format!("/cities/tiny/district/values?indicator=quote&period={period}"));
        answer["value"].clone()
    };
    assert_eq!(words("2023"), json!([3.0, 7.0]));
    assert_eq!(words("2024"), json!([30.0, 70.0]));
}

#[test]
fn a_declared_total_that_differs_is_explained() {
    let folder = districts(
        &format!("{}Stadt;100;410;\n", TABLE.replace("A1;5;10", "A1;.;10")),
        &quote(),
    );
    let report = run(&["check", "--format", "json", folder.path().to_str().unwrap()]).json();
    let sums = &report["tables"][0]["sums"];
    let difference = &entry(sums, "figure", "a")["difference"];
    assert_eq!(difference["amount"], json!(10.0));
    assert_eq!(difference["suppressed"], json!(1));
    assert_eq!(difference["explained"], json!(true));
    assert_eq!(entry(sums, "figure", "b")["difference"], json!(null));
}

#[test]
fn rounded_parts_and_rows_that_join_nothing_explain_a_difference_too() {
    let explained = |table: &str| {
        let folder = districts(table, &quote());
        let report = run(&["check", "--format", "json", folder.text()]).json();
        let difference = entry(&report["tables"][0]["sums"], "figure", "a")["difference"].clone();
        (difference, run(&["check", "--language", "de", folder.text()]).stdout)
    };
    let (rounded, text) = explained("Block;A;B;Anteil\nA1;5;10;\nA2;10;100;\nB1;20;100;\nB2;60;200;\nStadt;105;410;\n");
    assert_eq!(
        (&rounded["rounded_to"], &rounded["explained"]),
        (&json!(5.0), &json!(true))
    );
    assert!(
        text.contains("Unterschied 10, erklärt durch auf 5 gerundete Zahlen"),
        "{text}"
    );
    let (unassigned, text) =
        explained("Block;A;B;Anteil\nA1;5;10;\nA2;11;100;\nB1;20;100;\nB2;60;200;\nZZ;7;9;\nStadt;103;419;\n");
    assert_eq!(unassigned["unassigned"], json!(7.0));
    assert_eq!(unassigned["explained"], json!(true));
    assert!(
        text.contains("Unterschied 7, erklärt durch 1 nicht zugeordnete"),
        "{text}"
    );
    let (unknown, text) = explained("Block;A;B;Anteil\nA1;5;10;\nA2;11;100;\nB1;20;100;\nB2;60;200;\nStadt;103;410;\n");
    assert_eq!(unknown["explained"], json!(false));
    assert!(text.contains("Unterschied 7 ohne erkennbaren Grund"), "{text}");
}
