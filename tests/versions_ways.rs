//! Two boundary versions that were counted in the same year, compared by the gate along whatever leads from one to the other.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::support::{Service, TempFolder};
use crate::tiny::{block, figure, head, indicator, source};
use crate::versions::findings;

/// Counts of the old and of the new areas: the first is the same, the second and third were joined, the fourth was parted.
const OLD: [u32; 4] = [3, 20, 30, 40];
const NEW: [u32; 4] = [3, 50, 15, 25];
const OLD_TO_NEW: &str = "01;N1;1\n02;N2;1\n03;N2;1\n04;N3;0,4\n04;N4;0,6\n";

/// Both versions, their counts of 2019, and levels between them that were not counted.
fn city(between: &[&str], ways: &[Way]) -> TempFolder {
    let folder = TempFolder::new("ways");
    let mut toml = head("neu", "zahl") + &source("amt", "threshold = 5");
    for (id, letter, keys) in [("alt", '0', "version_of = \"neu\"\n"), ("neu", 'N', "")] {
        write_level(&folder, &mut toml, id, letter, keys);
    }
    for (id, letter) in between.iter().zip(['M', 'A']) {
        write_level(&folder, &mut toml, id, letter, "");
    }
    for (id, letter, counts) in [("alt", '0', OLD), ("neu", 'N', NEW)] {
        let rows = (1..).zip(counts).map(|(at, count)| format!("{letter}{at};{count}\n"));
        let table = format!("Gebiet;Zahl\n{}", rows.collect::<String>());
        folder.write(&format!("indicators/{id}.csv"), table);
        let _ = write!(
            toml,
            "[[table]]\nid = \"{id}\"\nfile = \"indicators/{id}.csv\"\nsource = \"amt\"\nlayout = \"columns\"\nperiod = \"2019\"\nlevel = \"{id}\"\nkey = \"Gebiet\"\n\n"
        );
    }
    toml += &figure("zahl", "alt", "Zahl", "count").replace("column", "also_in = [\"neu\"]\ncolumn");
    toml += &indicator("zahl", "Personen", "value = \"zahl\"");
    for (at, (from, to, shares)) in ways.iter().enumerate() {
        folder.write(&format!("boundaries/weg{at}.csv"), format!("alt;neu;anteil\n{shares}"));
        let _ = write!(
            toml,
            "[[crosswalk]]\nfrom = \"{from}\"\nto = \"{to}\"\nfile = \"boundaries/weg{at}.csv\"\ncode_old = \"alt\"\ncode_new = \"neu\"\nweight = \"anteil\"\n\n"
        );
    }
    folder.write("city.toml", toml);
    folder
}

fn write_level(folder: &TempFolder, toml: &mut String, id: &str, letter: char, keys: &str) {
    let code = |at: u32| format!("{letter}{}", at + 1);
    let areas: Vec<Value> = (0..4).map(|at| block(&code(at), &code(at), at, 0)).collect();
    let collection = json!({"type": "FeatureCollection", "features": areas});
    folder.write(&format!("boundaries/{id}.geojson"), collection.to_string());
    let _ = write!(
        toml,
        "[[level]]\nid = \"{id}\"\nname = \"{id}\"\nplural = \"{id}\"\nfile = \"boundaries/{id}.geojson\"\nsource = \"amt\"\ncode = \"KEY\"\nlabel = \"NAME\"\n{keys}\n"
    );
}

/// A crosswalk: from where, to where, and its rows.
type Way<'w> = (&'w str, &'w str, &'w str);

/// The same codes with another letter.
fn same(from: char, to: char) -> String {
    let rows: [String; 4] = [1, 2, 3, 4].map(|at| format!("{from}{at};{to}{at};1\n"));
    rows.concat()
}

/// Numbers that are shown of both versions.
fn shown(folder: &TempFolder) -> [Vec<Option<f64>>; 2] {
    let service = Service::folder(folder.path());
    ["alt", "neu"].map(|level| {
        let answer = service.json(&format!("/cities/tiny/{level}/values?indicator=zahl&period=2019"));
        assert_eq!(answer["city"], 93.0, "{answer}");
        answer["value"].as_array().unwrap().iter().map(Value::as_f64).collect()
    })
}

/// Whether the first area follows from what is shown: what was joined less what is shown of it, and the city less all others.
fn is_told([old, new]: &[Vec<Option<f64>>; 2]) -> bool {
    let joined = old[1].or_else(|| Some(new[1]? - old[2]?));
    let other = old[2].or_else(|| Some(new[1]? - old[1]?));
    let pair = new[1]
        .or_else(|| Some(old[1]? + old[2]?))
        .or_else(|| Some(joined? + other?));
    let parted = old[3].or_else(|| Some(new[2]? + new[3]?));
    let first = old[0].or(new[0]).or_else(|| Some(93.0 - pair? - parted?));
    first.is_some()
}

#[test]
fn versions_are_compared_along_every_way_that_leads_from_one_to_the_other() {
    let to_new = OLD_TO_NEW.replace('0', "M").replace("M,", "0,");
    let from_old = same('0', 'M');
    let back = same('M', '0');
    // Along this way the first three areas cannot be told apart.
    let mixed = "01;A1;1\n02;A1;1\n03;A1;1\n04;A4;1\n";
    let from_mixed = "A1;N1;0,1\nA1;N2;0,9\nA4;N3;0,4\nA4;N4;0,6\n";
    let chain: [Way; 2] = [("alt", "mitte", &from_old), ("mitte", "neu", &to_new)];
    let cases: [(&str, &[&str], Vec<Way>); 5] = [
        ("straight", &[], vec![("alt", "neu", OLD_TO_NEW)]),
        ("over another version", &["mitte"], chain.to_vec()),
        (
            "in both directions",
            &["mitte"],
            vec![("mitte", "alt", &back), ("mitte", "neu", &to_new)],
        ),
        (
            "two ways, the second of which tells more",
            &["mitte", "andere"],
            vec![
                ("alt", "andere", mixed),
                ("andere", "neu", from_mixed),
                chain[0],
                chain[1],
            ],
        ),
        (
            "in a circle",
            &["mitte"],
            vec![chain[0], chain[1], ("mitte", "alt", &back)],
        ),
    ];
    for (case, between, ways) in cases {
        let folder = city(between, &ways);
        let shown = shown(&folder);
        assert!(!is_told(&shown), "{case}: {shown:?}");
        let hidden = shown.iter().flatten().filter(|value| value.is_none()).count();
        assert!(hidden <= 5, "{case}: {shown:?}");
        let findings = findings(&folder);
        assert!(!findings.contains(&"level/counted-in-both".to_owned()), "{case}");
    }
}

#[test]
fn versions_that_nothing_compares_are_a_finding() {
    for (case, between, ways) in [
        ("no way", &[][..], vec![]),
        (
            "a way that ends on the way",
            &["mitte"][..],
            vec![("alt", "mitte", same('0', 'M'))],
        ),
    ] {
        let ways: Vec<Way> = ways.iter().map(|(a, b, c)| (*a, *b, c.as_str())).collect();
        let folder = city(between, &ways);
        assert!(
            is_told(&shown(&folder)),
            "{case}: nothing tells the gate which areas are the same"
        );
        assert!(
            findings(&folder).contains(&"level/counted-in-both".to_owned()),
            "{case}"
        );
    }
}

#[test]
fn partitions_are_compared_by_a_finer_level_that_was_not_counted() {
    let folder = city(&[], &[]);
    let mut toml = String::from_utf8(folder.read("city.toml")).unwrap();
    let mut blocks = String::new();
    write_level(&folder, &mut blocks, "block", 'B', "");
    folder.write("boundaries/zu_alt.csv", "block;gebiet\nB1;01\nB2;02\nB3;03\nB4;04\n");
    folder.write("boundaries/zu_neu.csv", "block;gebiet\nB1;N1\nB2;N2\nB3;N2\nB4;N3\n");
    for id in ["alt", "neu"] {
        let old = format!("file = \"boundaries/{id}.geojson\"\n");
        let new = format!(
            "from = \"block\"\nassignment = {{ file = \"boundaries/zu_{id}.csv\", code = \"block\", to = \"gebiet\" }}\n"
        );
        toml = toml.replace(
            &(old + "source = \"amt\"\ncode = \"KEY\"\nlabel = \"NAME\"\n"),
            &(new + "source = \"amt\"\n"),
        );
    }
    folder.write(
        "city.toml",
        toml.replacen("[[level]]", &format!("{blocks}[[level]]"), 1),
    );
    folder.write("indicators/neu.csv", "Gebiet;Zahl\nN1;3\nN2;50\nN3;40\n");
    let [old, mut new] = shown(&folder);
    // The fourth area as two parts, as the others have it.
    let last = new.pop().unwrap();
    new.extend([last.map(|count| count - 25.0), last.map(|_| 25.0)]);
    assert!(!is_told(&[old.clone(), new.clone()]), "{old:?} {new:?}");
    assert!(!findings(&folder).contains(&"level/counted-in-both".to_owned()));
}
