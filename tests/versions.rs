//! Time: breaks, key dates, kinds of periods and boundary versions.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::support::{Service, TempFolder, entry, run};
use crate::tile_decoder::decode;
use crate::tiny::{block, city, figure, head, indicator, quote, source};

const TABLE: &str = "Block;A;B\n01;10;40\n02;30;60\n";

pub fn findings(folder: &TempFolder) -> Vec<String> {
    let report = run(&["check", "--format", "json", folder.path().to_str().unwrap()]).json();
    let findings = report["findings"].as_array().unwrap().iter();
    findings.map(|f| f["code"].as_str().unwrap().to_owned()).collect()
}

fn described(service: &Service) -> Value {
    entry(&service.json("/cities/tiny")["indicators"], "id", "quote").clone()
}

#[test]
fn a_break_is_told_wherever_its_figure_source_or_indicator_is_used() {
    for scope in ["figure = \"a\"", "source = \"amt\"", "indicator = \"quote\""] {
        let broken = format!("[[break]]\nperiod = \"2022\"\n{scope}\ntext = \"Neue Zählweise\"\n\n");
        let folder = city(2, "threshold = 0", TABLE, &(quote() + &broken));
        let breaks = described(&Service::folder(folder.path()))["breaks"].clone();
        assert_eq!(breaks, json!([{"period": "2022", "text": "Neue Zählweise"}]), "{scope}");
    }
    let folder = city(
        2,
        "threshold = 0",
        TABLE,
        &(quote() + "[[break]]\nperiod = \"2022\"\ntext = \"x\"\n"),
    );
    let error = run(&["check", folder.path().to_str().unwrap()]).stderr;
    assert!(error.contains("one of `figure`, `indicator` and `source`"), "{error}");
}

#[test]
fn different_key_dates_and_populations_are_a_finding_and_stand_beside_the_map() {
    let folder = city(2, "threshold = 0", TABLE, &quote());
    assert_eq!(findings(&folder), Vec::<String>::new());
    folder.replace(
        "city.toml",
        "column = \"A\"\n",
        "column = \"A\"\nkey_date = \"30.06.\"\npopulation_concept = \"Fortschreibung\"\n",
    );
    folder.replace(
        "city.toml",
        "column = \"B\"\n",
        "column = \"B\"\nkey_date = \"12-31\"\npopulation_concept = \"Melderegister\"\n",
    );
    let codes = findings(&folder);
    assert!(codes.contains(&"indicator/key-dates-differ".to_owned()), "{codes:?}");
    assert!(
        codes.contains(&"indicator/population-concepts-differ".to_owned()),
        "{codes:?}"
    );
    let quote = described(&Service::folder(folder.path()));
    assert_eq!(quote["key_dates"], json!(["30.06.", "31.12."]));
    assert_eq!(quote["population_concepts"], json!(["Fortschreibung", "Melderegister"]));
    assert!(
        quote["remarks"][0].as_str().unwrap().contains("30.06., 31.12."),
        "{quote}"
    );
    folder.replace("city.toml", "12-31", "31.02.");
    let error = run(&["check", folder.path().to_str().unwrap()]).stderr;
    assert!(error.contains("found key_date = \"31.02.\""), "{error}");
}

#[test]
fn the_key_date_of_a_table_holds_for_its_figures() {
    let folder = city(2, "threshold = 0", TABLE, &quote());
    folder.replace(
        "city.toml",
        "layout = \"columns\"\n",
        "layout = \"columns\"\nkey_date = \"31.12.\"\n",
    );
    assert_eq!(
        described(&Service::folder(folder.path()))["key_dates"],
        json!(["31.12."])
    );
    assert_eq!(findings(&folder), Vec::<String>::new());
}

#[test]
fn every_kind_of_period_is_read_shown_and_addressed() {
    for (written, canonical) in [
        ("2014/15", "2014-2015"),
        ("II. Quartal 2014", "2014-Q2"),
        ("1. Halbjahr 2014", "2014-H1"),
        ("Dezember 2014", "2014-12"),
        ("31.12.2014", "2014-12-31"),
    ] {
        let folder = city(2, "threshold = 0", TABLE, &quote());
        folder.replace("city.toml", "period = \"2024\"", &format!("period = \"{written}\""));
        let service = Service::folder(folder.path());
        let answer = service.json(&format!("/cities/tiny/block/values?indicator=quote&period={canonical}"));
        assert_eq!(answer["period"], canonical, "{written}");
    }
}

/// Two old quarters 01 and 02 until 2019, and since 2020 three new ones: N1 takes a quarter of 01, N2 the rest of it and half
/// of 02, N3 the other half. Blocks of the finest level are a quarter of an old area each.
pub fn versions(crosswalk: &str) -> TempFolder {
    let folder = TempFolder::new("versions");
    let collection = |features: Vec<Value>| json!({"type": "FeatureCollection", "features": features}).to_string();
    let strip = |code: &str, from: u32, to: u32| {
        let mut shape = block(code, code, from, 0);
        let end = block(code, code, to - 1, 0);
        for corner in [1, 2] {
            shape["geometry"]["coordinates"][0][corner] = end["geometry"]["coordinates"][0][corner].clone();
        }
        shape
    };
    let fine = (0..8).map(|i| strip(&format!("b{i}"), i, i + 1)).collect();
    folder.write("boundaries/fein.geojson", collection(fine));
    folder.write(
        "boundaries/alt.geojson",
        collection(vec![strip("01", 0, 4), strip("02", 4, 8)]),
    );
    folder.write(
        "boundaries/neu.geojson",
        collection(vec![strip("N1", 0, 1), strip("N2", 1, 6), strip("N3", 6, 8)]),
    );
    folder.write("indicators/alt.csv", "Gebiet;2018;2019\n01;100;200\n02;40;80\n");
    folder.write("indicators/neu.csv", "Gebiet;2020\nN1;30\nN2;150\nN3;70\n");
    folder.write(
        "indicators/fein.csv",
        "Gebiet;2020\nb0;60\nb1;20\nb2;10\nb3;10\nb4;1\nb5;1\nb6;1\nb7;1\n",
    );
    folder.write(
        "boundaries/umstieg.csv",
        "alt;neu;anteil\n01;N1;0,25\n01;N2;0,75\n02;N2;0,5\n02;N3;0,5\n",
    );
    let mut toml = head("neu", "zahl") + &source("amt", "threshold = 0");
    for (id, keys) in [
        ("fein", ""),
        ("alt", "valid_to = \"2019\"\nversion_of = \"neu\"\n"),
        ("neu", "valid_from = \"2020\"\n"),
    ] {
        let _ = write!(
            toml,
            "[[level]]\nid = \"{id}\"\nname = \"{id}\"\nplural = \"{id}\"\nfile = \"boundaries/{id}.geojson\"\nsource = \"amt\"\ncode = \"KEY\"\nlabel = \"NAME\"\n{keys}\n"
        );
    }
    for id in ["alt", "neu", "fein"] {
        let _ = write!(
            toml,
            "[[table]]\nid = \"{id}\"\nfile = \"indicators/{id}.csv\"\nsource = \"amt\"\nlayout = \"years\"\nlevel = \"{id}\"\nkey = \"Gebiet\"\n\n"
        );
    }
    toml += &figure("zahl", "alt", "Zahl", "count").replace("column", "also_in = [\"neu\"]\ncolumn");
    toml += &figure("leute", "fein", "Zahl", "count");
    toml += &indicator("zahl", "Personen", "value = \"zahl\"");
    toml += &indicator("anteil", "%", "value = \"100 * zahl / (2 * zahl)\"");
    folder.write("city.toml", toml + crosswalk);
    folder
}

pub const FROM_TABLE: &str = "[[crosswalk]]\nfrom = \"alt\"\nto = \"neu\"\nfile = \"boundaries/umstieg.csv\"\ncode_old = \"alt\"\ncode_new = \"neu\"\nweight = \"anteil\"\n";
const BY_AREA: &str = "[[crosswalk]]\nfrom = \"alt\"\nto = \"neu\"\nby = \"area\"\n";
pub const BY_POPULATION: &str =
    "[[crosswalk]]\nfrom = \"alt\"\nto = \"neu\"\nby = \"population\"\nfigure = \"leute\"\nbase = \"fein\"\n";

pub fn values(folder: &TempFolder, indicator: &str, period: &str) -> Value {
    let address = format!("/cities/tiny/neu/values?indicator={indicator}&period={period}");
    Service::folder(folder.path()).json(&address)
}

fn numbers(answer: &Value) -> Vec<f64> {
    answer["value"]
        .as_array()
        .unwrap()
        .iter()
        .map(|v| v.as_f64().unwrap())
        .collect()
}

#[test]
fn a_crosswalk_moves_counts_and_marks_what_is_estimated() {
    for (crosswalk, expected) in [
        (FROM_TABLE, [25.0, 95.0, 20.0]),
        (BY_AREA, [25.0, 95.0, 20.0]),
        (BY_POPULATION, [60.0, 60.0, 20.0]),
    ] {
        let folder = versions(crosswalk);
        let answer = values(&folder, "zahl", "2018");
        let found = numbers(&answer);
        for (a, b) in found.iter().zip(expected) {
            assert!((a - b).abs() < 1e-3, "{crosswalk}: {found:?}");
        }
        assert!((found.iter().sum::<f64>() - 140.0).abs() < 1e-9, "{found:?}");
        assert_eq!(
            answer["mark"],
            json!(["estimated", "estimated", "estimated"]),
            "{crosswalk}"
        );
        let now = values(&folder, "zahl", "2020");
        assert_eq!(numbers(&now), [30.0, 150.0, 70.0]);
        assert_eq!(now["mark"], json!([null, null, null]));
    }
}

#[test]
fn estimated_values_are_the_same_in_answers_and_files_and_carry_no_noise() {
    for crosswalk in [BY_AREA, FROM_TABLE, BY_POPULATION] {
        let folder = versions(crosswalk);
        folder.replace("indicators/alt.csv", "01;100;200\n02;40;80", "01;101;200\n02;47;80");
        folder.append(
            "city.toml",
            &indicator("je", "%", "value = \"100 * zahl / (3 * zahl)\""),
        );
        let service = Service::folder(folder.path());
        for id in ["zahl", "je"] {
            let answer = values(&folder, id, "2018");
            let csv = service.get(&format!("/cities/tiny/neu/downloads/{id}.csv?period=2018"));
            let csv = String::from_utf8(csv.body).unwrap();
            let geojson = service.json(&format!("/cities/tiny/neu/downloads/{id}.geojson?period=2018"));
            for (at, value) in answer["value"].as_array().unwrap().iter().enumerate() {
                let text = value.to_string().trim_end_matches(".0").to_owned();
                let digits = text.chars().filter(char::is_ascii_digit).count();
                assert!(digits <= 14, "{crosswalk} {id}: {text}");
                assert_eq!(geojson["features"][at]["properties"][id], *value);
                let cell = csv.lines().nth(at + 1).unwrap().split(';').nth(2).unwrap();
                assert_eq!(cell, text.replace('.', ","), "{crosswalk} {id}");
            }
        }
    }
}

#[test]
fn an_estimated_value_is_marked_wherever_it_is_shown() {
    let folder = versions(FROM_TABLE);
    let service = Service::folder(folder.path());
    let tile = service.get("/cities/tiny/neu/choropleth/zahl/2018/tiles/6/33/21");
    let areas = &decode(&tile.body)["areas"];
    assert!(!areas.is_empty());
    for area in areas {
        assert_eq!(area.tags.get("estimated"), Some(&fast_mvt::MvtValue::Bool(true)));
    }
    let now = decode(&service.get("/cities/tiny/neu/choropleth/zahl/2020/tiles/6/33/21").body);
    assert!(now["areas"].iter().all(|area| !area.tags.contains_key("estimated")));
    let file = |period: &str| {
        let address = format!("/cities/tiny/neu/downloads/zahl.csv?period={period}");
        String::from_utf8(service.get(&address).body).unwrap()
    };
    assert!(
        file("2018").contains("zahl: Anmerkung (2018)") && file("2018").contains("geschätzt"),
        "{}",
        file("2018")
    );
    assert!(!file("2020").contains("Anmerkung"));
    let profile = service.json("/cities/tiny/neu/areas/N1?period=2018");
    let own = &profile["themes"][0]["indicators"][0];
    assert_eq!((&own["estimated"], &own["mark"]), (&json!(true), &json!("estimated")));
}

#[test]
fn rates_come_through_numerator_and_denominator() {
    let answer = values(&versions(FROM_TABLE), "anteil", "2018");
    assert!(numbers(&answer).iter().all(|v| (v - 50.0).abs() < 1e-9), "{answer}");
    assert_eq!(answer["mark"][0], "estimated");
}

#[test]
fn an_area_that_only_got_a_new_name_is_not_estimated() {
    let folder = versions(FROM_TABLE);
    folder.write(
        "boundaries/umstieg.csv",
        "alt;neu;anteil\n01;N1;1\n02;N2;0,5\n02;N3;0,5\n",
    );
    let answer = values(&folder, "zahl", "2019");
    assert_eq!(numbers(&answer), [200.0, 40.0, 40.0]);
    assert_eq!(answer["mark"], json!([null, "estimated", "estimated"]));
}

#[test]
fn without_a_crosswalk_the_other_version_is_refused_and_the_reason_told() {
    let folder = versions("");
    let service = Service::folder(folder.path());
    let answer = service.get("/cities/tiny/neu/values?indicator=zahl&period=2018");
    assert_eq!(answer.status, 404);
    let city = service.json("/cities/tiny");
    let available = &entry(&city["indicators"], "id", "zahl")["available"];
    let remark = &entry(available, "level", "neu")["remarks"][0];
    assert!(remark.as_str().unwrap().contains("2018, 2019"), "{available}");
    assert!(findings(&folder).contains(&"level/no-crosswalk".to_owned()));
    let levels = &city["levels"];
    assert_eq!(entry(levels, "id", "alt")["version_of"], "neu");
    assert_eq!(entry(levels, "id", "alt")["valid_to"], "2019");
}

#[test]
fn faults_of_a_crosswalk_are_findings() {
    let folder = versions(FROM_TABLE);
    assert_eq!(findings(&folder), Vec::<String>::new());
    folder.write(
        "boundaries/umstieg.csv",
        "alt;neu;anteil\n01;N1;0,25\n01;N2;0,25\n03;N3;1\n01;N3;viel\n",
    );
    let codes = findings(&folder);
    for code in [
        "crosswalk/row-left-out",
        "crosswalk/weights-not-whole",
        "crosswalk/area-lost",
    ] {
        assert!(codes.contains(&code.to_owned()), "{code}: {codes:?}");
    }
    folder.replace("city.toml", "valid_to = \"2019\"", "valid_to = \"2018\"");
    assert!(findings(&folder).contains(&"level/outside-validity".to_owned()));
}

#[test]
fn a_crosswalk_that_says_too_little_is_refused() {
    for (crosswalk, reason) in [
        ("[[crosswalk]]\nfrom = \"alt\"\nto = \"neu\"\n", "a crosswalk needs"),
        (
            "[[crosswalk]]\nfrom = \"alt\"\nto = \"alt\"\nby = \"area\"\n",
            "two boundary versions",
        ),
        (
            "[[crosswalk]]\nfrom = \"alt\"\nto = \"nue\"\nby = \"area\"\n",
            "unknown level \"nue\"",
        ),
        (
            "[[crosswalk]]\nfrom = \"alt\"\nto = \"neu\"\nby = \"area\"\nfigure = \"leute\"\n",
            "a crosswalk needs",
        ),
    ] {
        let folder = versions(crosswalk);
        let error = run(&["check", folder.path().to_str().unwrap()]).stderr;
        assert!(error.contains(reason), "{crosswalk}: {error}");
    }
}
