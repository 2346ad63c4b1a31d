use std::fmt::Write as _;
use std::path::PathBuf;

use super::{InitOptions, Proposal, propose};
use crate::input::files::Folder;
use crate::input::{self, Loaded};
use crate::model::Period;

/// A folder that is removed with its files when the test ends.
struct Room(PathBuf);

impl Room {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("init-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).expect("a temporary folder");
        Self(path)
    }

    fn with(self, path: &str, content: &str) -> Self {
        let path = self.0.join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, content).expect("a file");
        self
    }

    fn propose(&self) -> Proposal {
        let options = InitOptions {
            name: Some("Beispielstadt".to_owned()),
            period: Period::parse("2024").expect("a year"),
        };
        propose(&self.0, &options).expect("a proposal")
    }

    /// The proposal, written and loaded.
    fn load(&self) -> (String, Loaded) {
        let text = self.propose().text;
        std::fs::write(self.0.join("city.toml"), &text).expect("written");
        let loaded = input::load(&Folder::new(&self.0)).unwrap_or_else(|e| panic!("{e}\n{text}"));
        (text, loaded)
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Squares side by side with these attributes.
fn squares(attributes: &[(&str, &str, &str)]) -> String {
    let features: Vec<String> = attributes
        .iter()
        .enumerate()
        .map(|(i, (code, name, extra))| {
            let west = 10.0 + f64::from(u32::try_from(i).expect("few")) * 0.01;
            let east = west + 0.01;
            format!(
                r#"{{"type":"Feature","properties":{{"SCHLUESSEL":"{code}","NAME":"{name}"{extra}}},"geometry":{{"type":"Polygon","coordinates":[[[{west},51],[{east},51],[{east},51.01],[{west},51.01],[{west},51]]]}}}}"#
            )
        })
        .collect();
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","))
}

fn districts() -> String {
    squares(&[
        ("0101", "Am Mühlgraben", ""),
        ("0102", "Südvorstadt", ""),
        ("0203", "Frankfurter Allee", ""),
        ("0204", "Großer Anger", ""),
    ])
}

#[test]
fn a_wide_table_of_years_with_totals_joins_by_code() {
    let room = Room::new("years").with("grenzen/stadtteile_2023.geojson", &districts()).with(
        "daten/einwohner.csv",
        "Nr;Name;Merkmal;2021;2022\n0101;Am Mühlgraben;Einwohner;10;11\n0102;Südvorstadt;Einwohner;20;21\n0203;Frankfurter Allee;Einwohner;30;31\n0204;Großer Anger;Einwohner;40;41\nBeispielstadt;;Einwohner;100;104\n0101;Am Mühlgraben;Altenquote;10,5;11,5\n0102;Südvorstadt;Altenquote;20;21\n0203;Frankfurter Allee;Altenquote;1;2\n0204;Großer Anger;Altenquote;3;4\n",
    );
    let (text, loaded) = room.load();
    assert!(text.contains("boundary_year = 2023"), "{text}");
    assert!(
        text.contains(
            "layout = \"years\"\nfigure_column = \"Merkmal\"\nlevel = \"stadtteil\"\nkey = \"Nr\"\nby = \"code\""
        ),
        "{text}"
    );
    assert!(text.contains("totals = [\"Beispielstadt\"]"), "{text}");
    assert!(text.contains("kind = \"rate\" # bitte prüfen"), "{text}");
    assert_eq!(loaded.report.tables[0].levels[0].matched, 4);
    assert_eq!(loaded.report.tables[0].city_rows, 1);
}

#[test]
fn lost_leading_zeros_and_other_spellings_become_a_declared_form_or_mapping_with_a_word() {
    let room = Room::new("zeros")
        .with("stadtteile.geojson", &districts())
        .with("a_2022.csv", "Schlüssel;Haushalte\n101;1\n102;2\n203;3\n204;4\n")
        .with(
            "b_2022.csv",
            "Gebiet;Wohnungen\nAm Muehlgraben;1\nSüdvorstadt;2\nFrankfurter-Allee;3\nGr. Anger;4\n",
        );
    let room = room.with(
        "c_2022.csv",
        "Stadtteil;Kinder\n0101 Am Mühlgraben;1\n0102 Südvorstadt;2\n0203 Frankfurter Allee;3\n0204 Großer Anger;4\n",
    );
    let (text, loaded) = room.load();
    assert!(text.contains("key_format = { take = \"code\" }"), "{text}");
    assert!(text.contains("key_format = { pad = 4 }"), "{text}");
    assert!(text.contains(r#""Am Muehlgraben" = "Am Mühlgraben""#), "{text}");
    assert!(
        text.contains("„Gr. Anger“ (ähnlich: „Großer Anger“)"),
        "a near miss is shown and not joined: {text}"
    );
    let matched: Vec<usize> = loaded.report.tables.iter().map(|t| t.levels[0].matched).collect();
    assert_eq!(matched, [4, 3, 4]);
}

#[test]
fn a_long_table_and_json_with_nullable_levels_are_recognised() {
    let coarse = squares(&[("01", "West", ""), ("02", "Ost", "")]);
    let mut long = "Jahr,Gebiet,Merkmal,Wert\n".to_owned();
    for year in [2021, 2022] {
        for code in ["0101", "0102", "0203", "0204"] {
            writeln!(long, "{year},{code},Zuzüge,12\n{year},{code},Fortzüge,7").unwrap();
        }
    }
    let json = r#"{"antwort":{"daten":[
        {"jahr":"2021","bezirk":null,"teil":null,"name":"Kinder","wert":"10"},
        {"jahr":"2021","bezirk":"West","teil":null,"name":"Kinder","wert":"4"},
        {"jahr":"2021","bezirk":"Ost","teil":null,"name":"Kinder","wert":"6"},
        {"jahr":"2021","bezirk":"West","teil":"Südvorstadt","name":"Kinder","wert":"3"},
        {"jahr":"2021","bezirk":"West","teil":"Am Mühlgraben","name":"Kinder","wert":"1"},
        {"jahr":"2021","bezirk":"Ost","teil":"Frankfurter Allee","name":"Kinder","wert":"2"},
        {"jahr":"2021","bezirk":"Ost","teil":"Großer Anger","name":"Kinder","wert":"4"}]}}"#;
    let room = Room::new("long")
        .with("bezirke.geojson", &coarse)
        .with("stadtteile.geojson", &districts())
        .with("wanderungen.csv", &long)
        .with("kinder.json", json);
    let (text, loaded) = room.load();
    assert!(
        text.contains("parent = { level = \"bezirk\", by = \"prefix\", length = 2 }"),
        "{text}"
    );
    assert!(
        text.contains(
            "layout = \"long\"\nfigure_column = \"Merkmal\"\nperiod_column = \"Jahr\"\nvalue_column = \"Wert\""
        ),
        "{text}"
    );
    assert!(text.contains("records = \"antwort.daten\""), "{text}");
    assert!(
        text.contains("where = { \"bezirk\" = \"\", \"teil\" = \"\" }"),
        "{text}"
    );
    let json = loaded
        .report
        .tables
        .iter()
        .find(|t| t.file == "kinder.json")
        .expect("joined");
    let matched: Vec<usize> = json.levels.iter().map(|l| l.matched).collect();
    assert_eq!((matched, json.city_rows), (vec![2, 4], 1));
}

#[test]
fn offers_assignments_and_files_of_no_use_are_told_apart() {
    let points = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"Kita"},"geometry":{"type":"Point","coordinates":[10.001,51.001]}}]}"#;
    let room = Room::new("offers")
        .with("stadtteile.geojson", &districts())
        .with("kitas.geojson", points)
        .with(
            "zuordnung_sozialräume.csv",
            "Nr;SR;SR_Name\n0101;SR1;Innen\n0102;SR1;Innen\n0203;SR2;Außen\n0204;SR2;Außen\n",
        )
        .with("haushalte.csv", "Nr;Haushalte\n0101;1\n0102;2\n0203;3\n0204;4\n")
        .with("brief.pdf", "%PDF")
        .with("faelle.csv", "Nr;Vorname\n0101;Mia\n0102;Ben\n0203;Eva\n0204;Tom\n")
        .with("fremd.csv", "Ort;Zahl\nAnderswo;1\nNirgends;2\n")
        .with(".versteckt.csv", "a;b\n1;2\n")
        .with("halb.csv.part", "a");
    let (text, loaded) = room.load();
    assert!(text.contains("[[offer]]\nid = \"kitas\""), "{text}");
    assert!(
        text.contains(
            "assignment = { file = \"zuordnung_sozialräume.csv\", code = \"Nr\", to = \"SR\", label = \"SR_Name\" }"
        ),
        "{text}"
    );
    assert!(text.contains("# bitte prüfen: Zeitstand unbekannt"), "{text}");
    assert_eq!(loaded.report.levels.iter().map(|l| l.areas).collect::<Vec<_>>(), [4, 2]);
    let unknown: Vec<String> = room
        .propose()
        .not_understood
        .into_iter()
        .map(|(path, _)| path)
        .collect();
    assert_eq!(unknown, ["brief.pdf", "faelle.csv", "fremd.csv"]);
}

#[test]
fn the_same_folder_gives_the_same_text_and_hostile_names_stay_in_their_comment() {
    let room = Room::new("same")
        .with("stadtteile.geojson", &districts())
        .with("x.csv", "Nr;\"Zahl \"\"\n[city]\"\n0101;1\n0102;2\n0203;3\n0204;4\n")
        .with("y.csv", "\"[city]\nid\";b\n1;2\n");
    let (text, _) = room.load();
    assert_eq!(text, room.propose().text);
    assert_eq!(text.lines().filter(|line| line.starts_with("[city]")).count(), 1);
}

#[test]
fn a_folder_without_data_gives_a_proposal_that_says_what_is_missing() {
    let proposal = Room::new("empty").with("notiz.docx", "x").propose();
    assert_eq!((proposal.levels, proposal.tables), (0, 0));
    assert!(proposal.text.contains("keine Grenzdatei verstanden"));
}

#[test]
fn parents_are_found_by_attribute_or_place_and_doubles_are_named() {
    let coarse = squares(&[("W", "West", ""), ("O", "Ost", "")]);
    let fine = squares(&[
        ("11", "Am Mühlgraben", r#","BEZIRK":"W""#),
        ("12", "Südvorstadt", r#","BEZIRK":"O""#),
        ("13", "Frankfurter Allee", r#","BEZIRK":"O""#),
    ]);
    let finest = squares(&[("a1", "A", ""), ("b2", "B", ""), ("c3", "C", ""), ("d4", "D", "")]);
    let room = Room::new("parents")
        .with("bezirke.geojson", &coarse)
        .with("ortsteile.geojson", &fine)
        .with("ortsteile_alt.geojson", &fine)
        .with("quartiere.geojson", &finest)
        .with("x_2022.csv", "Code;Haushalte\n11;1\n12;2\n13;3\n");
    let (text, loaded) = room.load();
    assert!(
        text.contains("parent = { level = \"bezirk\", by = \"attribute\", column = \"BEZIRK\" }"),
        "{text}"
    );
    assert!(
        text.contains("es gilt die Lage\nparent = { level = \"ortsteil\", by = \"location\" }"),
        "{text}"
    );
    assert!(
        text.contains("# Dieselben Gebiete stehen auch in ortsteile_alt.geojson."),
        "{text}"
    );
    assert_eq!(loaded.report.levels.len(), 3);
}

#[test]
fn a_column_of_categories_and_one_year_give_long_and_plain_layouts() {
    let room = Room::new("plain")
        .with("stadtteile.geojson", &districts())
        .with("plain.csv", "NR,Stand,\"Einwohner\",\"Anteil %\"\n0101,31.12.2022,\"1.234\",\"10,5\"\n0102,31.12.2022,\"2.345\",\"9\"\n0203,31.12.2022,-,.\n0204,31.12.2022,999,7\n")
        .with("one.csv", "NR;2021\n0101;5\n0102;6\n0203;7\n0204;8\n");
    let (text, loaded) = room.load();
    assert!(text.contains("period_column = \"Stand\""), "{text}");
    assert!(text.contains("layout = \"years\"\nlevel = \"stadtteil\""), "{text}");
    assert_eq!(loaded.report.tables.len(), 2);
    assert!(loaded.report.tables.iter().all(|t| t.levels[0].matched == 4));
}

#[test]
fn a_table_with_persons_is_refused_when_loaded_and_passes_when_declared() {
    let room = Room::new("persons")
        .with("stadtteile.geojson", &districts())
        .with("x_2022.csv", "NR;Haushalte\n0101;1\n0102;2\n0203;3\n0204;4\n");
    let (text, _) = room.load();
    let room = room.with(
        "x_2022.csv",
        "NR;Haushalte;Nachname\n0101;1;Geheim\n0102;2;a\n0203;3;b\n0204;4;c\n",
    );
    let error = input::load(&Folder::new(&room.0)).expect_err("refused").to_string();
    assert!(
        error.contains("x_2022.csv, column \"Nachname\": looks like names of persons"),
        "{error}"
    );
    assert!(!error.contains("Geheim"));
    let allowed = text.replace(
        "layout = \"columns\"",
        "allow_columns = [\"Nachname\"]\nlayout = \"columns\"",
    );
    let room = room.with("city.toml", &allowed);
    let loaded = input::load(&Folder::new(&room.0)).expect("allowed");
    assert!(
        loaded
            .report
            .findings
            .iter()
            .any(|f| f.code == "persons/allowed-column")
    );
}

#[test]
fn a_file_without_a_reference_system_lies_where_the_others_are() {
    use crate::crs::{LonLat, MetricFrame};
    let place = |x: f64, y: f64| LonLat(geo::Coord { x, y });
    let frame = MetricFrame::around(place(10.02, 51.005)).expect("a frame");
    let metres = |x: f64| frame.to_metric(place(x, 51.0)).expect("near").0;
    let (west, east) = (metres(10.0), metres(10.04));
    let square = format!(
        r#"{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":{{"SCHLUESSEL":"0"}},"geometry":{{"type":"Polygon","coordinates":[[[{},{}],[{},{}],[{},{}],[{},{}],[{},{}]]]}}}}]}}"#,
        west.x,
        west.y,
        east.x,
        east.y,
        east.x,
        east.y + 1000.0,
        west.x,
        west.y + 1000.0,
        west.x,
        west.y
    );
    let table = "Nr;Einwohner\n0101;10\n0102;20\n0203;30\n0204;40\n";
    let room = Room::new("no-prj")
        .with("bezirk.geojson", &square)
        .with("stadtteile.geojson", &districts())
        .with("einwohner_2022.csv", table);
    let (text, loaded) = room.load();
    assert!(
        text.contains("crs = \"EPSG:25832\"") && text.contains("# bitte prüfen: die Datei nennt kein"),
        "{text}"
    );
    assert_eq!(loaded.report.levels.len(), 2);
    assert!(
        !loaded
            .report
            .findings
            .iter()
            .any(|finding| finding.code == "crs/inferred")
    );
}

#[test]
fn a_file_with_latitude_first_is_declared_so() {
    let swapped: String = districts().replace("[1", "[@").replace(",51", ",#");
    // Every position is `[lon,lat]`: take them apart and put them together the other way round.
    let mut turned = String::new();
    for (i, part) in swapped.split("[@").enumerate() {
        if i == 0 {
            turned.push_str(part);
            continue;
        }
        let (position, rest) = part.split_once(']').expect("a position");
        let (lon, lat) = position.split_once(",#").expect("two numbers");
        write!(turned, "[51{lat},1{lon}]{rest}").expect("a text");
    }
    let table = "Nr;Einwohner\n0101;10\n0102;20\n0203;30\n0204;40\n";
    let room = Room::new("swapped")
        .with("stadtteile.geojson", &turned)
        .with("einwohner_2022.csv", table);
    let (text, loaded) = room.load();
    assert!(text.contains("axes = \"swapped\""), "{text}");
    assert_eq!(loaded.report.tables[0].levels[0].matched, 4);
}
