//! The table of rooms and the other rules of the house.

use super::scan::{self, Word};

/// Files of this length and more are too long to be read at once.
pub const LINES: usize = 400;

/// Names that no code may hold, besides those of the cities in this repository.
pub const FORBIDDEN_NAMES: [&str; 6] = ["Leipzig", "Berlin", "Herne", "Krefeld", "Arnsberg", "Musterstadt"];

/// What every room may use.
pub const ROOMS: [(&str, &[&str]); 11] = [
    ("model", &[]),
    ("crs", &[]),
    ("geometry", &["model", "crs"]),
    (
        "input",
        &["model", "crs", "geometry", "figure", "disclosure", "analysis"],
    ),
    ("figure", &["model", "crs", "geometry"]),
    ("disclosure", &["model", "figure"]),
    ("analysis", &["model", "crs", "geometry", "disclosure"]),
    ("decision", &["model"]),
    ("text", &["model"]),
    (
        "output",
        &[
            "model",
            "crs",
            "geometry",
            "figure",
            "disclosure",
            "analysis",
            "decision",
            "text",
        ],
    ),
    (
        "api",
        &[
            "model",
            "crs",
            "geometry",
            "input",
            "figure",
            "disclosure",
            "analysis",
            "decision",
            "text",
            "output",
        ],
    ),
];

/// Where the data before the gate may be named: folders and files.
const DATASET: [&str; 6] = ["input/", "figure/", "disclosure/", "api/state.rs", "main.rs", "cli/"];

/// Where serde may be used.
const SERDE: [&str; 7] = [
    "input/catalog/",
    "input/table/json.rs",
    "output/",
    "api/",
    "text/",
    "main.rs",
    "cli/",
];

/// Files that may name a city: the module that embeds the invented one, and the official names of reference systems.
const NAMED: [(&str, &str); 2] = [("input/files.rs", "Musterstadt"), ("crs/definitions.rs", "Berlin")];

/// All faults of these sources (path below `src`, text), each with file and line.
pub fn violations(sources: &[(String, String)], cities: &[String]) -> Vec<String> {
    let tests: Vec<String> = sources
        .iter()
        .flat_map(|(path, text)| scan::test_files(path, text))
        .collect();
    let mut found = Vec::new();
    for (path, text) in sources.iter().filter(|(path, _)| !tests.contains(path)) {
        let source = scan::read(text);
        let words = scan::words(&source.code);
        rooms(path, &words, &mut found);
        tokens(path, &words, &mut found);
        names(path, &source.readable, cities, &mut found);
    }
    found
}

fn rooms(path: &str, words: &[Word], found: &mut Vec<String>) {
    let own = path.split(['/', '.']).next().unwrap_or_default();
    let Some((_, allowed)) = ROOMS.iter().find(|(room, _)| *room == own) else {
        return;
    };
    for (line, used) in scan::paths(path, words) {
        let first = used.first().map_or("", String::as_str);
        let fault = match first {
            "" | "*" => "takes all rooms at once".to_owned(),
            room if room == own || allowed.contains(&room) => continue,
            room if ROOMS.iter().any(|(known, _)| *known == room) => {
                format!("room `{own}` may not use room `{room}`")
            }
            _ => continue,
        };
        found.push(format!("src/{path}:{line}: {fault} (crate::{})", used.join("::")));
    }
}

fn tokens(path: &str, words: &[Word], found: &mut Vec<String>) {
    for (name, places) in [("Dataset", &DATASET[..]), ("serde", &SERDE[..])] {
        if places.iter().any(|place| path.starts_with(place)) {
            continue;
        }
        if let Some(word) = words.iter().find(|word| word.text == name) {
            found.push(format!("src/{path}:{}: `{name}` may not be named here", word.line));
        }
    }
}

fn names(path: &str, text: &str, cities: &[String], found: &mut Vec<String>) {
    for (line, content) in text.lines().enumerate() {
        for name in cities {
            let free = NAMED.contains(&(path, name.as_str()));
            if !free && content.split(|c: char| !c.is_alphanumeric()).any(|word| word == name) {
                found.push(format!("src/{path}:{}: names the city {name}", line + 1));
            }
        }
    }
}
