//! Writes the indicator tables in the layouts that German offices publish.

use std::error::Error;
use std::fs;
use std::path::Path;

use encoding_rs::WINDOWS_1252;
use serde_json::json;

use crate::figures::{Figures, green_share, whole};
use crate::plan::{self, DISTRICTS};

/// Figures of all districts, first by district, then by year.
type Series = [Vec<Figures>];

/// Name of a column and the number in it.
type Column = (&'static str, fn(&Figures) -> i32);

const POPULATION: [Column; 10] = [
    ("Einwohner insgesamt", |f| f.people),
    ("unter 3 Jahre", |f| f.minors[0]),
    ("3 bis unter 6 Jahre", |f| f.minors[1]),
    ("6 bis unter 15 Jahre", |f| f.minors[2]),
    ("15 bis unter 18 Jahre", |f| f.minors[3]),
    ("unter 18 Jahre", |f| f.minors.iter().sum()),
    ("18 bis unter 65 Jahre", |f| f.adults),
    ("65 Jahre und älter", |f| f.seniors),
    ("Ausländerinnen und Ausländer", |f| f.foreigners),
    ("mit Migrationshintergrund", |f| f.migration),
];
const HOUSEHOLDS: [Column; 3] = [
    ("Haushalte", |f| f.households),
    ("Haushalte mit Kindern", |f| f.families),
    ("Alleinerziehende", |f| f.lone_parents),
];
const LABOUR: [Column; 2] = [
    ("Arbeitslose", |f| f.unemployed),
    ("Langzeitarbeitslose", |f| f.long_unemployed),
];
const SUPPORT: [Column; 2] = [
    ("Personen in SGB-II-Bedarfsgemeinschaften", |f| f.support),
    ("darunter Kinder unter 15 Jahren", |f| f.support_children),
];
const FAMILY_AID: [Column; 1] = [("Hilfen zur Erziehung", |f| f.family_aid)];
const DAY_CARE: [Column; 2] = [("betreut_u3", |f| f.day_care[0]), ("betreut_ue3", |f| f.day_care[1])];
const DWELLINGS: [Column; 2] = [
    ("Wohnungen", |f| f.dwellings),
    ("darunter mietpreisgebunden", |f| f.social_dwellings),
];
const MOVES: [Column; 2] = [("Zuzüge", |f| f.moves[0]), ("Fortzüge", |f| f.moves[1])];
const VOTES: [Column; 2] = [
    ("Wahlberechtigte", |f| f.electorate),
    ("Wählerinnen und Wähler", |f| f.voters),
];

/// Writes all tables.
///
/// # Errors
/// When a file cannot be written.
pub fn write_all(folder: &Path, series: &Series, areas_m2: &[f64]) -> Result<(), Box<dyn Error>> {
    let utf8 = |name: &str, text: String| fs::write(folder.join(name), text);
    let marked = |name: &str, text: String| fs::write(folder.join(name), format!("\u{feff}{text}"));
    let ansi = |name: &str, text: String| fs::write(folder.join(name), WINDOWS_1252.encode(&text).0);
    ansi("einwohner.csv", years(series, &POPULATION, true, dots))?;
    utf8("haushalte.csv", columns(series, &HOUSEHOLDS, '\t', true, &plain))?;
    marked("arbeitsmarkt.csv", long(series, &LABOUR, "Arbeitslose", starred))?;
    utf8("sgb2.csv", years(series, &SUPPORT, false, starred))?;
    ansi("hilfen_zur_erziehung.csv", years(series, &FAMILY_AID, true, dash))?;
    utf8("kita.csv", columns(series, &DAY_CARE, ',', false, &plain))?;
    utf8("wohnungen.csv", columns(series, &DWELLINGS, ';', false, &plain))?;
    marked("wanderungen.csv", long(series, &MOVES, "", dash))?;
    utf8("stadtratswahlen.csv", votes(series))?;
    utf8("flaechen.csv", ground(series, areas_m2))?;
    ansi("mieten.csv", rents(series))?;
    fs::write(folder.join("schuleingang.json"), school_entry(series))?;
    fs::write(folder.join("durchschnittsalter.json"), mean_age(series))?;
    utf8("zuordnung_sozialraeume.csv", assignment())?;
    Ok(())
}

fn year_name(year: usize) -> String {
    format!("{}", plan::FIRST_YEAR + i32::try_from(year).unwrap_or_default())
}

/// A number as it is.
fn plain(_name: &str, count: i32) -> String {
    count.to_string()
}

/// An exact zero is a dash.
fn dash(_name: &str, count: i32) -> String {
    if count == 0 { "-".to_owned() } else { count.to_string() }
}

/// Thousands are set off by dots.
fn dots(name: &str, count: i32) -> String {
    if count >= 1_000 {
        format!("{}.{:03}", dots(name, count / 1_000), count % 1_000)
    } else {
        dash(name, count)
    }
}

/// Counts of one and two are hidden behind an asterisk; of all unemployed the office gives them, with the city's total.
fn starred(name: &str, count: i32) -> String {
    if matches!(count, 1 | 2) && name != "Arbeitslose" {
        "*".to_owned()
    } else {
        dash(name, count)
    }
}

/// What the office counts in the whole city, hidden cells included.
fn whole_city(series: &Series, year: usize, count: fn(&Figures) -> i32) -> i32 {
    series.iter().map(|course| count(&course[year])).sum()
}

/// Every year has its own column; every figure of an area has its own row.
fn years(series: &Series, figures: &[Column], total: bool, cell: fn(&str, i32) -> String) -> String {
    let names: Vec<String> = (0..plan::YEARS).map(year_name).collect();
    let mut text = format!("Bezirk;Bezirksname;Sachmerkmal;{}\r\n", names.join(";"));
    let mut line = |key: &str, name: &str, figure: &str, counts: Vec<i32>| {
        let cells: Vec<String> = counts.iter().map(|count| cell(figure, *count)).collect();
        text.extend([format!("{key};{name};{figure};{}\r\n", cells.join(";"))]);
    };
    for (figure, count) in figures {
        for (district, course) in DISTRICTS.iter().zip(series) {
            line(district.code, district.name, figure, course.iter().map(count).collect());
        }
        if total {
            let sum = |year| whole_city(series, year, *count);
            line(
                "Musterstadt",
                "Stadt insgesamt",
                figure,
                (0..plan::YEARS).map(sum).collect(),
            );
        }
    }
    text
}

/// Every figure has its own column; every year of an area has its own row.
fn columns(
    series: &Series,
    figures: &[Column],
    separator: char,
    total: bool,
    cell: &dyn Fn(&str, i32) -> String,
) -> String {
    let mut fields = vec!["Jahr", "StatBez", "Name"];
    fields.extend(figures.iter().map(|figure| figure.0));
    let separator = separator.to_string();
    let mut text = fields.join(&separator) + "\n";
    for year in 0..plan::YEARS {
        for (district, course) in DISTRICTS.iter().zip(series) {
            let mut cells = vec![year_name(year), district.code.into(), district.name.into()];
            cells.extend(figures.iter().map(|(name, count)| cell(name, count(&course[year]))));
            text += &(cells.join(&separator) + "\n");
        }
        if total {
            let mut cells = vec![year_name(year), "Musterstadt".into(), "Stadt insgesamt".into()];
            cells.extend(
                figures
                    .iter()
                    .map(|(name, count)| cell(name, whole_city(series, year, *count))),
            );
            text += &(cells.join(&separator) + "\n");
        }
    }
    text
}

/// Every number has its own row.
fn long(series: &Series, figures: &[Column], total: &str, cell: fn(&str, i32) -> String) -> String {
    let mut text = "Jahr;Gebiet;Merkmal;Wert\r\n".to_owned();
    for year in 0..plan::YEARS {
        for (district, course) in DISTRICTS.iter().zip(series) {
            for (name, count) in figures {
                let value = cell(name, count(&course[year]));
                text.extend([format!("{};{};{name};{value}\r\n", year_name(year), district.code)]);
            }
        }
        for (name, count) in figures.iter().filter(|(name, _)| *name == total) {
            let value = cell(name, whole_city(series, year, *count));
            text.extend([format!("{};Musterstadt;{name};{value}\r\n", year_name(year))]);
        }
    }
    text
}

/// Council elections; the port votes in a neighbouring polling district.
fn votes(series: &Series) -> String {
    let mut text = "Wahljahr;Bezirk;Wahlberechtigte;Wählerinnen und Wähler\n".to_owned();
    for year in [4, 9] {
        for (district, course) in DISTRICTS.iter().zip(series) {
            let harbour = district.fabric == plan::Fabric::Harbour;
            let cells = VOTES.map(|(_, count)| {
                if harbour {
                    "x".to_owned()
                } else {
                    count(&course[year]).to_string()
                }
            });
            let cells = cells.join(";");
            text.extend([format!("{};{};{cells}\n", year_name(year), district.code)]);
        }
        let polled = DISTRICTS.iter().zip(series);
        let polled = polled.filter(|(district, _)| district.fabric != plan::Fabric::Harbour);
        let totals = VOTES.map(|(_, count)| {
            let all: i32 = polled.clone().map(|(_, course)| count(&course[year])).sum();
            all.to_string()
        });
        text.extend([format!("{};Musterstadt;{}\n", year_name(year), totals.join(";"))]);
    }
    text
}

/// Ground by use in hectares with a decimal comma inside quotes.
fn ground(series: &Series, areas_m2: &[f64]) -> String {
    let mut text = "Jahr,Bezirk,\"Bodenfläche (ha)\",\"Grünfläche (ha)\"\n".to_owned();
    let comma = |hectares: f64| format!("\"{hectares:.1}\"").replace('.', ",");
    for year in 0..plan::YEARS {
        for (index, district) in DISTRICTS.iter().enumerate() {
            let hectares = areas_m2[index] / 10_000.0;
            // Green space gives way slowly to the inhabitants who arrive.
            let course = &series[index];
            let first = f64::from(course[0].people.max(1));
            let crowding = f64::from(course[year].people) / first - 1.0;
            let green = hectares * green_share(index, district) * (1.0 - 0.15 * crowding);
            text.extend([format!(
                "{},{},{},{}\n",
                year_name(year),
                district.code,
                comma(hectares),
                comma(green)
            )]);
        }
    }
    text
}

/// The districts of an Ortsteil and their courses.
fn quarter<'a>(series: &'a Series, code: &'a str) -> impl Iterator<Item = &'a Vec<Figures>> {
    DISTRICTS
        .iter()
        .zip(series)
        .filter(move |(district, _)| district.code.starts_with(code))
        .map(|(_, course)| course)
}

/// Mean of a number over districts, weighted by a count.
fn mean<'a>(
    courses: impl Iterator<Item = &'a Vec<Figures>>,
    year: usize,
    number: fn(&Figures) -> f64,
    weight: fn(&Figures) -> i32,
) -> f64 {
    let (sum, weights) = courses.fold((0.0, 0.0), |(sum, weights), course| {
        let heft = f64::from(weight(&course[year]));
        (sum + heft * number(&course[year]), weights + heft)
    });
    sum / weights
}

/// Rents by name of the Ortsteil; the office abbreviates one name.
fn rents(series: &Series) -> String {
    let names: Vec<String> = (0..plan::YEARS).map(year_name).collect();
    let mut text = format!("Ortsteil;{}\r\n", names.join(";"));
    let line = |name: &str, code: &str| {
        let cells: Vec<String> = (0..plan::YEARS)
            .map(|year| {
                // Too few offers in the villages for a reliable mean.
                if matches!((code, year), ("34", 0 | 3) | ("23", 1)) {
                    return "/".to_owned();
                }
                let rent = mean(quarter(series, code), year, |f| f.rent, |f| f.dwellings);
                format!("{rent:.2}").replace('.', ",")
            })
            .collect();
        format!("{name};{}\r\n", cells.join(";"))
    };
    for (code, name) in plan::QUARTERS {
        text += &line(&name.replace("Großer ", "Gr. "), code);
    }
    text + &line("Musterstadt", "")
}

/// Findings of the examination before school; the last year is not yet there.
fn school_entry(series: &Series) -> String {
    let mut records = Vec::new();
    for (code, name) in plan::QUARTERS {
        for year in 0..plan::YEARS {
            let sum =
                |count: fn(&Figures) -> i32| -> i32 { quarter(series, code).map(|course| count(&course[year])).sum() };
            let examined = sum(|f| f.examined);
            let mut cells = [examined, sum(|f| f.language), sum(|f| f.overweight)].map(|count| count.to_string());
            if year + 1 == plan::YEARS {
                cells = cells.map(|_| "...".to_owned());
            } else if year == 6 && examined < 45 {
                // The health office was busy with the pandemic.
                cells[1..].fill("/".to_owned());
            }
            let [examined, language, overweight] = cells;
            records.push(json!({
                "ot": code,
                "ortsteil": name,
                "jahr": year_name(year),
                "untersucht": examined,
                "sprachfoerderbedarf": language,
                "uebergewicht": overweight,
            }));
        }
    }
    let lines: Vec<String> = records.iter().map(|record| format!("  {record}")).collect();
    format!(
        "{{\"bericht\":\"Schuleingangsuntersuchungen\",\"ergebnis\":{{\"daten\":[\n{}\n]}}}}\n",
        lines.join(",\n")
    )
}

/// Mean age of several levels in one table.
fn mean_age(series: &Series) -> String {
    let mut areas: Vec<(&str, &str)> = DISTRICTS.iter().map(|d| ("Bezirk", d.code)).collect();
    areas.extend(plan::QUARTERS.map(|(code, _)| ("Ortsteil", code)));
    areas.extend(plan::BOROUGHS.map(|(code, _)| ("Stadtbezirk", code)));
    areas.push(("Stadt", ""));
    let mut lines = Vec::new();
    for (level, code) in areas {
        for year in 0..plan::YEARS {
            let age = mean(quarter(series, code), year, |f| f.mean_age, |f| f.people);
            let key = if code.is_empty() { "Musterstadt" } else { code };
            let tenths = whole(age * 10.0);
            let record = json!({
                "ebene": level,
                "gebiet": key,
                "jahr": year_name(year),
                "durchschnittsalter": format!("{},{}", tenths / 10, tenths % 10),
            });
            lines.push(format!("  {record}"));
        }
    }
    format!("{{\"daten\":{{\"zeilen\":[\n{}\n]}}}}\n", lines.join(",\n"))
}

/// Assignment of statistical districts to Sozialräume.
fn assignment() -> String {
    let mut text = "StatBez;StatBez_Name;SR;SR_Name\n".to_owned();
    for district in &DISTRICTS {
        let (code, name) = plan::SOCIAL_SPACES[district.social_space - 1];
        text.extend([format!("{};{};{code};{name}\n", district.code, district.name)]);
    }
    text
}
