//! Boundary versions under the gate.

use serde_json::{Value, json};

use crate::support::{Service, TempFolder};
use crate::tiny::block;
use crate::versions::{FROM_TABLE, findings, values, versions};

/// Three old areas, two of which were joined, and a third that was parted; a year in the old boundaries only.
fn joined_and_parted(counts: [u32; 4]) -> TempFolder {
    let folder = versions(FROM_TABLE);
    let collection = |features: Vec<Value>| json!({"type": "FeatureCollection", "features": features}).to_string();
    let areas = |codes: [&str; 4]| (0..4).zip(codes).map(|(at, code)| block(code, code, at, 0)).collect();
    folder.write("boundaries/alt.geojson", collection(areas(["01", "02", "03", "04"])));
    let new = ["N1", "N2", "N3", "N4"];
    folder.write("boundaries/neu.geojson", collection(areas(new)));
    folder.write(
        "boundaries/umstieg.csv",
        "alt;neu;anteil\n01;N1;1\n02;N1;1\n03;N2;0,5\n03;N3;0,5\n04;N4;1\n",
    );
    let rows = counts
        .iter()
        .enumerate()
        .map(|(at, n)| format!("0{};{n};{n}\n", at + 1));
    let rows: String = rows.collect();
    folder.write("indicators/alt.csv", format!("Gebiet;2018;2019\n{rows}"));
    folder.write("indicators/neu.csv", "Gebiet;2020\nN1;30\nN2;150\nN3;70\nN4;50\n");
    folder.replace("city.toml", "threshold = 0", "threshold = 5");
    folder
}

#[test]
fn what_is_made_of_hidden_areas_is_hidden_and_no_more() {
    let suppressed = |counts: [u32; 4]| -> Vec<bool> {
        let answer = values(&joined_and_parted(counts), "zahl", "2018");
        let reasons = answer["reason"].as_array().unwrap().iter();
        reasons.map(|reason| reason == "suppressed").collect()
    };
    // Two secrets hide each other, and the area that they were joined to is large enough.
    assert_eq!(suppressed([3, 4, 90, 80]), [false; 4]);
    // A secret that was parted, with the cheapest partner: both parts are hidden, and what the partner became with them.
    assert_eq!(suppressed([60, 70, 3, 20]), [false, true, true, true]);
}

#[test]
fn what_is_made_of_hidden_counts_is_hidden() {
    let folder = versions(FROM_TABLE);
    folder.replace("city.toml", "threshold = 0", "threshold = 5");
    folder.write("indicators/alt.csv", "Gebiet;2018;2019\n01;100;200\n02;40;3\n");
    let shown = values(&folder, "zahl", "2018");
    assert_eq!(shown["reason"], json!([null, null, null]));
    let hidden = values(&folder, "zahl", "2019");
    assert_eq!(hidden["reason"], json!(["suppressed", "suppressed", "suppressed"]));
}

#[test]
fn a_year_that_is_counted_in_both_versions_needs_a_crosswalk() {
    let folder = versions("");
    folder.write(
        "indicators/neu.csv",
        "Gebiet;2019;2020\nN1;50;30\nN2;190;150\nN3;40;70\n",
    );
    let code = "level/counted-in-both".to_owned();
    assert!(!findings(&folder).contains(&code), "nothing is secret");
    folder.replace("city.toml", "threshold = 0", "threshold = 5");
    assert!(findings(&folder).contains(&code));
    folder.append("city.toml", FROM_TABLE);
    assert!(!findings(&folder).contains(&code));
}

#[test]
fn what_an_office_keeps_secret_is_not_computed_where_two_versions_are_counted() {
    let joined = "01;N1;1\n02;N1;1\n03;N2;0,5\n03;N3;0,5\n04;N4;1\n";
    let shuffled = "01;N1;0,5\n01;N2;0,5\n02;N1;0,5\n02;N2;0,5\n03;N3;1\n04;N4;1\n";
    for (crosswalk, old, new) in [
        (joined, [".", "7", "80", "50"], [".", "40", "40", "50"]),
        (shuffled, [".", "50", "60", "30"], ["40", ".", "60", "30"]),
    ] {
        let folder = joined_and_parted([10, 20, 30, 40]);
        folder.write("boundaries/umstieg.csv", format!("alt;neu;anteil\n{crosswalk}"));
        let table = |letter: &str, counts: [&str; 4]| {
            let rows = (1..).zip(counts).map(|(at, count)| format!("{letter}{at};{count}\n"));
            format!("Gebiet;2019\n{}Stadt;143\n", rows.collect::<String>())
        };
        folder.write("indicators/alt.csv", table("0", old));
        folder.write("indicators/neu.csv", table("N", new));
        for table in ["alt", "neu"] {
            let key = format!("level = \"{table}\"\nkey = \"Gebiet\"\n");
            folder.replace("city.toml", &key, &format!("{key}totals = [\"Stadt\"]\n"));
        }
        let service = Service::folder(folder.path());
        for level in ["alt", "neu"] {
            let answer = service.json(&format!("/cities/tiny/{level}/values?indicator=zahl&period=2019"));
            let areas = answer["value"].as_array().unwrap().iter();
            let hidden = areas.chain([&answer["city"]]).filter(|value| value.is_null()).count();
            assert!(
                hidden > 1,
                "the city less all other areas is the secret: {crosswalk} {answer}"
            );
        }
    }
}
