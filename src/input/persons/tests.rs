use super::*;
use crate::model::RawRow;

fn table(columns: &[&str], rows: &[&[&str]]) -> RawTable {
    RawTable {
        columns: columns.iter().map(|c| (*c).to_owned()).collect(),
        rows: rows
            .iter()
            .enumerate()
            .map(|(i, cells)| RawRow {
                number: i + 2,
                cells: cells.iter().map(|c| (*c).to_owned()).collect(),
            })
            .collect(),
        encoding: "UTF-8".to_owned(),
        ..RawTable::default()
    }
}

/// A table of one column with these cells.
fn column(header: &str, cells: &[&str]) -> RawTable {
    let rows: Vec<Vec<&str>> = cells.iter().map(|c| vec![*c]).collect();
    table(&[header], &rows.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

fn what(raw: &RawTable) -> Vec<String> {
    suspects(raw).into_iter().map(|s| s.what.to_string()).collect()
}

#[test]
fn columns_of_persons_are_found_by_their_headers() {
    for (header, expected) in [
        ("Vorname", "names of persons"),
        ("Nachname", "names of persons"),
        ("Geburtsdatum", "dates of birth"),
        ("geb.", "dates of birth"),
        ("geb. am", "dates of birth"),
        ("E-Mail", "e-mail addresses"),
        ("Telefon", "telephone numbers"),
        ("Aktenzeichen", "file numbers of cases"),
        ("BG-Nummer", "file numbers of cases"),
    ] {
        assert_eq!(what(&column(header, &["abc", "def"])), [expected], "{header}");
    }
    let raw = table(&["Name", "Vorname"], &[&["Muster", "Erika"]]);
    assert_eq!(suspects(&raw).len(), 2);
    let raw = table(&["Straße", "Hausnummer"], &[&["Lange Gasse", "3"]]);
    assert_eq!(what(&raw), ["addresses of persons"]);
}

#[test]
fn columns_of_persons_are_found_by_their_cells() {
    let mails = column("Spalte 4", &["a@b.de", "Mia <c@d.org>", "-"]);
    assert_eq!(what(&mails), ["e-mail addresses"]);
    let phones = column(
        "Nr",
        &[
            "0341 123456",
            "0341/998877",
            "+49 30 1234567",
            "(030) 7654321",
            "0152-33445566",
        ],
    );
    assert_eq!(what(&phones), ["telephone numbers"]);
    let names = column(
        "Fall",
        &[
            "Muster, Erika",
            "Beispiel, Max",
            "Stern, Anna Lena",
            "Müller-Lüd, Jan",
            "Özer, Can",
            "Roth, Ida",
        ],
    );
    assert_eq!(what(&names), ["names of persons"]);
    let days: Vec<String> = (0..12)
        .map(|i| format!("{:02}.{:02}.{}", 3 + i * 2, 1 + i, 1950 + i * 5))
        .collect();
    let days = column("Merkmal 7", &days.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(what(&days), ["dates of birth"]);
    let homes = column(
        "Ort",
        &[
            "Lange Str. 3",
            "Am Weg 12a",
            "Ringstraße 7",
            "Feldweg 1 b",
            "Parkallee 100",
        ],
    );
    assert_eq!(what(&homes), ["addresses of persons"]);
}

#[test]
fn areas_facilities_counts_and_periods_pass() {
    for (header, cells) in [
        (
            "Gebiet",
            &[
                "Frankfurter Allee",
                "Am Mühlgraben",
                "Ring Nord",
                "Kolonnenstraße",
                "Weg II",
                "Platz der Republik",
            ][..],
        ),
        (
            "Stadt",
            &[
                "Aachen, Stadt",
                "Bochum, Stadt",
                "Essen, Stadt",
                "Köln, Stadt",
                "Hagen, Stadt",
            ][..],
        ),
        (
            "SDI_V",
            &["Status mittel , Dynamik negativ", "Status hoch , Dynamik stabil"][..],
        ),
        (
            "PLR_ID",
            &["01100101", "01100102", "01100103", "01100205", "01100206"][..],
        ),
        ("Geburten", &["12", "13"][..]),
        ("Telefon", &["12", "1.013"][..]),
        ("Haushalte mit E-Mail", &["12", "13"][..]),
        ("Stichtag", &["31.12.2015", "31.12.2016", "31.12.2017"][..]),
        ("Jahr", &["2015", "2016"][..]),
        ("Monat", &["01-2020", "02-2020", "03-2020", "04-2020", "05-2020"][..]),
        ("uri", &["https://example.org/a?id=1"][..]),
    ] {
        assert_eq!(what(&column(header, cells)), Vec::<&str>::new(), "{header}");
    }
    let schools = table(
        &["Schule", "Straße", "Hausnummer", "Plätze"],
        &[&["Grundschule am Weg", "Weg", "3", "200"]],
    );
    assert_eq!(what(&schools), Vec::<&str>::new());
}

#[test]
fn a_table_is_refused_with_its_column_and_without_its_cells() {
    let raw = table(&["Bezirk", "Nachname"], &[&["0101", "Geheimfeld"]]);
    let message = check("hilfen.csv", "hilfen", &raw, &[])
        .expect_err("refused")
        .to_string();
    assert!(message.contains("hilfen.csv, column \"Nachname\""), "{message}");
    assert!(
        message.contains("allow_columns = [\"Nachname\"] for table \"hilfen\""),
        "{message}"
    );
    assert!(!message.contains("Geheimfeld"));
    let findings = check(
        "hilfen.csv",
        "hilfen",
        &raw,
        &["Nachname".to_owned(), "Nachnam".to_owned()],
    )
    .expect("allowed");
    let codes: Vec<&str> = findings.iter().map(|f| f.code).collect();
    assert_eq!(codes, ["persons/unknown-column", "persons/allowed-column"]);
}

#[test]
fn contact_columns_of_offers_are_told_from_the_others() {
    let columns: Vec<String> = ["title", "Straße", "E-Mail", "Telefon", "Ansprechpartnerin", "Plätze"]
        .iter()
        .map(|c| (*c).to_owned())
        .collect();
    assert_eq!(contact_columns(&columns), [2, 3, 4]);
}
