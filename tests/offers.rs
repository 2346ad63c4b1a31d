//! Offers from files of every kind, to the service, without what they say about persons.

use serde_json::{Value, json};
use sozialraumatlas::input::files::{CityFiles, Folder};
use sozialraumatlas::input::load;
use sozialraumatlas::text::{Language, finding};

use crate::support::{Service, TempFolder, embedded, entry, texts};
use crate::tiny::{city, quote};

const TABLE: &str = "Block;A;B\n01;10;100\n02;20;200\n03;30;300\n";

/// A city of three blocks with one file of offers, declared with these lines.
fn with_offers(file: &str, content: impl AsRef<[u8]>, lines: &str) -> TempFolder {
    let rest = format!(
        "{}[[offer]]\nid = \"treffs\"\nname = \"Treffpunkte\"\nfile = \"{file}\"\nsource = \"amt\"\n{lines}\n",
        quote()
    );
    let folder = city(3, "threshold = 0", TABLE, &rest);
    folder.write(file, content);
    folder
}

/// The features that the service gives.
fn features(folder: &TempFolder) -> Vec<Value> {
    let answer = Service::folder(folder.path()).json("/cities/tiny/offers/treffs");
    answer["features"].as_array().unwrap().clone()
}

/// Codes and English sentences of all findings about a file.
fn findings(folder: &TempFolder, file: &str) -> Vec<(&'static str, String)> {
    let loaded = load(&Folder::new(folder.path())).unwrap_or_else(|e| panic!("{e}"));
    let own = loaded.report.findings.iter().filter(|one| one.file == file);
    own.map(|one| (one.code, finding(Language::English, one))).collect()
}

fn error(folder: &TempFolder) -> String {
    load(&Folder::new(folder.path())).expect_err("refused").to_string()
}

const CSV: &str = "Nr;Bezeichnung;Art;Träger;Plätze;Altersgruppe;Telefon;Geo_Länge;Geo_Breite;kostenlos\n\
    7;Treff Süd;Jugendtreff;Stadt;25;Kinder, Jugendliche;0123 456789;10,005;51,005;ja\n\
    8;Treff Nord;Jugendtreff;Verein e. V.;k. A.;;0123 456780;10,015;51,004;nein\n\
    8;Haus am See;Familienzentrum;;viele;;;10,025;51,004;\n\
    9;ohne Ort;Jugendtreff;;;;;;;\n";

#[test]
fn a_table_with_coordinates_becomes_offers_without_telephone_numbers() {
    let folder = with_offers("o.csv", CSV, "life_stages = [\"Familie\"]");
    let found = features(&folder);
    assert_eq!(found.len(), 3);
    assert_eq!(
        found[0]["properties"],
        json!({"id": "7", "name": "Treff Süd", "type": "Jugendtreff", "provider": "Stadt", "places": 25.0,
            "life_stages": ["Kinder", "Jugendliche"], "kostenlos": "ja"})
    );
    assert_eq!(found[0]["geometry"]["coordinates"], json!([10.005, 51.005]));
    assert_eq!(found[1]["properties"]["places"], Value::Null);
    assert_eq!(found[1]["properties"]["life_stages"], json!(["Familie"]));
    assert_eq!(found[2]["id"], "8#2");
    assert!(!found.iter().any(|one| one.to_string().contains("0123")));
    let said = findings(&folder, "o.csv");
    let codes: Vec<&str> = said.iter().map(|(code, _)| *code).collect();
    assert_eq!(
        codes,
        [
            "offer/contact-dropped",
            "offer/no-number",
            "offer/duplicate-id",
            "offer/no-place",
            "offer/read"
        ]
    );
    assert!(
        said[4].1.contains("4 rows") && said[4].1.contains("3 offers") && said[4].1.contains("name: Bezeichnung"),
        "{said:?}"
    );
}

#[test]
fn a_contact_column_is_shown_only_where_it_is_listed() {
    let folder = with_offers("o.csv", CSV, "contact_columns = [\"Telefon\", \"Telefax\"]");
    assert_eq!(features(&folder)[0]["properties"]["Telefon"], "0123 456789");
    let said = findings(&folder, "o.csv");
    let unknown = said.iter().find(|(code, _)| *code == "offer/unknown-column").unwrap();
    assert!(
        unknown.1.contains("Telefax") && unknown.1.contains("Telefon"),
        "{said:?}"
    );
}

#[test]
fn columns_that_look_like_persons_stay_behind_whatever_they_are_called() {
    let rows: Vec<String> = ["Anna", "Berta", "Carla", "Dora", "Emil", "Fritz", "Gerda"]
        .iter()
        .zip(["Schmidt", "Meier", "Huber", "Kunz", "Klein", "Lang", "Roth"])
        .map(|(first, last)| format!("{last}, {first};10.005;51.005;{}@example.org\n", first.to_lowercase()))
        .collect();
    let folder = with_offers("o.csv", format!("Name;lon;lat;Bemerkung\n{}", rows.concat()), "");
    let found = features(&folder);
    let text = serde_json::to_string(&found).unwrap();
    assert!(!text.contains("Schmidt") && !text.contains("example.org"), "{text}");
    assert_eq!(found[0]["properties"]["name"], Value::Null);
    let codes: Vec<&str> = findings(&folder, "o.csv").iter().map(|(code, _)| *code).collect();
    assert_eq!(codes.iter().filter(|code| **code == "offer/person-dropped").count(), 2);
}

#[test]
fn points_in_metres_of_the_old_network_come_to_their_place_with_a_word_about_it() {
    // Gauß-Krüger, zone 3: 10.005° / 51.005°, read in the public tables of the reference system.
    let content = r#"{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::31467"}},
        "features":[{"type":"Feature","properties":{"id":"a","name":"A"},"geometry":{"type":"Point","coordinates":[3570603,5652700]}},
        {"type":"Feature","properties":{"id":"b","name":"B"},"geometry":null}]}"#;
    let folder = with_offers("o.geojson", content, "");
    let found = features(&folder);
    let at: Vec<f64> = serde_json::from_value(found[0]["geometry"]["coordinates"].clone()).unwrap();
    assert!((at[0] - 10.005).abs() < 0.01 && (at[1] - 51.005).abs() < 0.01, "{at:?}");
    let codes: Vec<&str> = findings(&folder, "o.geojson").iter().map(|(code, _)| *code).collect();
    assert!(codes[0] == "crs/no-grid" || codes[0] == "crs/grid", "{codes:?}");
    assert!(codes.contains(&"offer/no-place"), "{codes:?}");
}

#[test]
fn an_answer_of_overpass_and_a_shapefile_of_points_are_read() {
    let overpass = r#"{"version":0.6,"osm3s":{},"elements":[
        {"type":"node","id":5,"lat":51.005,"lon":10.005,"tags":{"name":"Kita A","capacity":"40","phone":"+49 1"}},
        {"type":"way","id":6,"center":{"lat":51.006,"lon":10.015},"nodes":[1],"tags":{"name":"Kita B"}}]}"#;
    let folder = with_offers("o.json", overpass, "");
    let found = features(&folder);
    assert_eq!(
        (&found[0]["id"], &found[0]["properties"]["places"]),
        (&json!("node/5"), &json!(40.0))
    );
    assert_eq!(found[1]["geometry"]["coordinates"], json!([10.015, 51.006]));
    assert!(!found[0].to_string().contains("+49"));

    let folder = with_offers("o.shp", shp(&[(10.005, 51.005)]), "crs = \"EPSG:4326\"");
    folder.write("o.dbf", dbf("NAME", &["Treff"]));
    assert_eq!(features(&folder)[0]["properties"]["name"], "Treff");
}

#[test]
fn swapped_columns_offers_elsewhere_and_mistakes_are_told() {
    let swapped = "id,lon,lat\na,51.005,10.005\nb,51.005,10.015\n";
    let folder = with_offers("o.csv", swapped, "");
    let codes: Vec<&str> = findings(&folder, "o.csv").iter().map(|(code, _)| *code).collect();
    assert_eq!(codes, ["boundary/axes-swapped", "offer/read"]);
    let away = "id,lon,lat\na,10.005,51.005\nb,12.5,51.3\n";
    let said = findings(&with_offers("o.csv", away, ""), "o.csv");
    assert!(said[0].0 == "offer/outside" && said[0].1.contains("\"b\""), "{said:?}");
    let wrong = error(&with_offers("o.csv", away, "columns = { name = \"Nmae\" }"));
    assert!(wrong.contains("no column \"Nmae\" (`columns.name`"), "{wrong}");
    let none = error(&with_offers("o.csv", "id;name\n1;a\n", ""));
    assert!(none.contains("columns = { lon = "), "{none}");
    let absent = with_offers("o.csv", away, "");
    absent.remove("o.csv");
    assert!(error(&absent).contains("o.csv"));
    assert!(Folder::new(absent.path()).exists("city.toml"));
}

#[test]
fn the_invented_city_lists_its_offers_and_unknown_ones_are_refused_with_the_known() {
    let city = embedded().json("/cities/musterstadt");
    let offer = entry(&city["offers"], "id", "einrichtungen");
    let all = embedded().json("/cities/musterstadt/offers/einrichtungen");
    assert_eq!(
        all["features"].as_array().unwrap().len() as u64,
        offer["count"].as_u64().unwrap()
    );
    let first = &all["features"][0]["properties"];
    assert_eq!(texts(&first["life_stages"])[0], "frühe Kindheit");
    assert_eq!(first["type"], "Familienzentrum");
    let answer = embedded().get("/cities/musterstadt/offers/einrichtung");
    assert_eq!(answer.status, 404);
    assert!(answer.json()["detail"].as_str().unwrap().contains("einrichtungen"));
}

#[test]
fn a_layer_of_water_in_the_old_network_goes_the_way_of_boundaries() {
    let water = r#"{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:31467"}},
        "features":[{"type":"Feature","properties":{"x":1},"geometry":{"type":"LineString","coordinates":[[3570603,5652700],[3570700,5652800]]}}]}"#;
    let rest = quote()
        + "[[context]]\nid = \"fluss\"\nname = \"Fluss\"\nkind = \"water\"\nfile = \"w.geojson\"\nsource = \"amt\"\n";
    let folder = city(3, "threshold = 0", TABLE, &rest);
    folder.write("w.geojson", water);
    let codes: Vec<&str> = findings(&folder, "w.geojson").iter().map(|(code, _)| *code).collect();
    assert!(codes == ["crs/no-grid"] || codes == ["crs/grid"], "{codes:?}");
    // Metres that no member explains are judged by the place of the areas.
    let utm = water
        .replace(r#""crs":{"type":"name","properties":{"name":"EPSG:31467"}},"#, "")
        .replace(
            "[[3570603,5652700],[3570700,5652800]]",
            "[[570520,5651000],[570620,5651100]]",
        );
    folder.write("w.geojson", utm);
    let codes: Vec<&str> = findings(&folder, "w.geojson").iter().map(|(code, _)| *code).collect();
    assert_eq!(codes[0], "crs/inferred");
    let shown = Service::folder(folder.path()).json("/cities/tiny/context/fluss");
    let at = shown["features"][0]["geometry"]["coordinates"][0][0].as_f64().unwrap();
    assert!((at - 10.005).abs() < 0.01, "{shown}");
}

/// A shapefile of points.
fn shp(points: &[(f64, f64)]) -> Vec<u8> {
    let words = |value: usize| u32::try_from(value).unwrap().to_be_bytes();
    let mut file = Vec::new();
    file.extend(words(9994));
    file.resize(24, 0);
    file.extend(words(50 + 14 * points.len()));
    file.extend(1000_u32.to_le_bytes());
    file.extend(1_u32.to_le_bytes());
    file.resize(100, 0);
    for (number, (x, y)) in points.iter().enumerate() {
        file.extend(words(number + 1));
        file.extend(words(10));
        file.extend(1_u32.to_le_bytes());
        file.extend(x.to_le_bytes());
        file.extend(y.to_le_bytes());
    }
    file
}

/// A table with one column of texts.
fn dbf(column: &str, cells: &[&str]) -> Vec<u8> {
    let mut file = vec![3, 124, 1, 1];
    file.extend(u32::try_from(cells.len()).unwrap().to_le_bytes());
    file.extend(65_u16.to_le_bytes());
    file.extend(21_u16.to_le_bytes());
    file.resize(32, 0);
    let mut field = [0; 32];
    field[..column.len()].copy_from_slice(column.as_bytes());
    field[11] = b'C';
    field[16] = 20;
    file.extend(field);
    file.push(0x0D);
    for cell in cells {
        file.extend(format!(" {cell:<20}").bytes());
    }
    file
}
