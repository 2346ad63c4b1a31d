//! Places invented day-care centres, schools and meeting places.

use std::error::Error;
use std::path::Path;

use serde_json::{Value, json};

use crate::coverage::{Polygon, contains};
use crate::figures::{Figures, jitter, whole};
use crate::layers::{Geographic, write_features};
use crate::plan::DISTRICTS;
use crate::terrain::distance;

/// A kind of offer.
struct Kind {
    label: &'static str,
    prefix: &'static str,
    stages: &'static [&'static str],
    topic: u64,
    free: bool,
    low_threshold: bool,
}

const DAY_CARE: Kind = Kind {
    label: "Kindertagesstätte",
    prefix: "Kita",
    stages: &["frühe Kindheit", "Kindergartenalter"],
    topic: 100,
    free: false,
    low_threshold: false,
};
const SCHOOL: Kind = Kind {
    label: "Grundschule",
    prefix: "Grundschule",
    stages: &["Grundschulalter"],
    topic: 110,
    free: true,
    low_threshold: false,
};
const SECONDARY: Kind = Kind {
    label: "Weiterführende Schule",
    prefix: "Gesamtschule",
    stages: &["Jugend"],
    topic: 120,
    free: true,
    low_threshold: false,
};
const YOUTH_CLUB: Kind = Kind {
    label: "Jugendtreff",
    prefix: "Jugendtreff",
    stages: &["Grundschulalter", "Jugend", "junge Erwachsene"],
    topic: 130,
    free: true,
    low_threshold: true,
};
const FAMILY_CENTRE: Kind = Kind {
    label: "Familienzentrum",
    prefix: "Familienzentrum",
    stages: &["frühe Kindheit", "Kindergartenalter", "Eltern"],
    topic: 140,
    free: true,
    low_threshold: true,
};

const DAY_CARE_NAMES: [&str; 12] = [
    "Wirbelwind",
    "Löwenzahn",
    "Regenbogenfisch",
    "Käferwiese",
    "Mühlenspatzen",
    "Sonnenhügel",
    "Flohkiste",
    "Rübezahl",
    "Waldwichtel",
    "Farbenfroh",
    "Zaunkönige",
    "Süße Früchtchen",
];

/// Writes the points of all offers.
///
/// # Errors
/// When a file cannot be written.
pub fn write_all(path: &Path, districts: &[Vec<Polygon>], series: &[Vec<Figures>]) -> Result<(), Box<dyn Error>> {
    let geographic = Geographic::new()?;
    let mut features: Vec<Value> = Vec::new();
    for (index, polygons) in districts.iter().enumerate() {
        let Some(now) = series[index].last() else {
            continue;
        };
        for (kind, number, places) in wanted(index, now) {
            let point = site(index, polygons, kind.topic + number);
            let properties = describe(features.len() + 1, index, kind, number, places);
            features.push(json!({
                "type": "Feature",
                "properties": properties,
                "geometry": { "type": "Point", "coordinates": geographic.lonlat(point)? },
            }));
        }
    }
    write_features(path, "", &features)
}

/// Kinds of offers in a district, with a running number and places.
fn wanted(index: usize, now: &Figures) -> Vec<(&'static Kind, u64, Option<i32>)> {
    let mut list = Vec::new();
    let cared: i32 = now.day_care.iter().sum();
    let centres = u64::try_from((cared + 40) / 120).unwrap_or_default();
    for number in 0..centres {
        let each = f64::from(cared) / f64::from(u8::try_from(centres).unwrap_or(1));
        let places = whole(each * (0.95 + 0.15 * jitter(index, 150 + number, 0)) / 5.0) * 5;
        list.push((&DAY_CARE, number, Some(places)));
    }
    if now.minors[2] > 240 && jitter(index, 160, 0) > -0.45 {
        list.push((&SCHOOL, 0, Some(now.minors[2] / 50 * 25)));
    }
    if index % 6 == 2 && now.minors[3] > 40 {
        list.push((&SECONDARY, 0, Some(now.minors[3] / 10 * 50)));
    }
    let poor = f64::from(now.support_children) / f64::from(now.minors.iter().sum::<i32>().max(1));
    if now.people > 1_000 && poor + 0.10 * jitter(index, 161, 0) > 0.17 {
        list.push((&YOUTH_CLUB, 0, None));
    }
    if now.people > 1_000 && poor + 0.16 * jitter(index, 162, 0) > 0.24 {
        list.push((&FAMILY_CENTRE, 0, None));
    }
    list
}

/// A point in the district, near its seed where that is possible.
fn site(index: usize, polygons: &[Polygon], topic: u64) -> [f64; 2] {
    let seed = DISTRICTS[index].seed;
    (1..40)
        .map(|attempt| [2 * attempt, 2 * attempt + 1].map(|year| 430.0 * jitter(index, topic, year)))
        .map(|shift| [seed[0] + shift[0], seed[1] + shift[1]])
        .filter(|point| contains(polygons, *point))
        .find(|point| distance(*point, seed) > 60.0)
        .unwrap_or(seed)
}

fn describe(id: usize, index: usize, kind: &Kind, number: u64, places: Option<i32>) -> Value {
    let district = DISTRICTS[index].name;
    let name = if kind.topic == DAY_CARE.topic {
        let pick = (id * 5 + index) % DAY_CARE_NAMES.len();
        format!("{} {} {district}", kind.prefix, DAY_CARE_NAMES[pick])
    } else {
        format!("{} {district}", kind.prefix)
    };
    let chance = |topic: u64| jitter(index, kind.topic + topic, 1 + usize::from(number > 0));
    let school = kind.stages == SCHOOL.stages || kind.stages == SECONDARY.stages;
    json!({
        "id": format!("E{id:03}"),
        "name": name,
        "typ": kind.label,
        "lebensphasen": kind.stages,
        "traeger": if school || chance(5) > 0.2 { "öffentlich" } else { "frei" },
        "plaetze": places,
        "kostenlos": kind.free,
        "niedrigschwellig": kind.low_threshold,
        "barrierefrei": chance(6) > -0.3,
    })
}
