//! Weights by inhabitants between two boundary versions tell the counts that they are made of.

use super::city::City;
use super::knowledge::{Cell, Fact};
use crate::support::TempFolder;
use crate::tiny::indicator;
use crate::versions::{BY_POPULATION, versions};

/// Two old areas, the second of which has a block of two inhabitants that moves to one new area and one of eight, hidden
/// with it, that moves to the other.
fn folder() -> TempFolder {
    let folder = versions(BY_POPULATION);
    folder.write(
        "indicators/fein.csv",
        "Gebiet;2020\nb0;60\nb1;20\nb2;10\nb3;10\nb4;2\nb5;30\nb6;40\nb7;8\n",
    );
    folder.replace(
        "city.toml",
        "threshold = 0",
        "threshold = 5\n[source.disclosure.internal]\nthreshold = 0",
    );
    folder.replace(
        "city.toml",
        "id = \"fein\"\nname = \"fein\"\nplural = \"fein\"\n",
        "id = \"fein\"\nname = \"fein\"\nplural = \"fein\"\nparent = { level = \"alt\", by = \"location\" }\n",
    );
    folder.append("city.toml", &indicator("leute", "Personen", "value = \"leute\""));
    folder
}

/// New areas and old ones with the blocks that lie in both.
const PIECES: [(usize, usize, [usize; 2]); 2] = [(1, 1, [4, 5]), (2, 1, [6, 7])];

/// What the second old area's cases of 2018, brought to the third new area, tell, if they are shown.
fn weights(city: &City, internal: bool) -> Vec<Fact> {
    let values = |level: &str| {
        let address = format!("/cities/tiny/{level}/values?indicator=zahl&period=2018");
        if internal {
            city.service.internal(&address)
        } else {
            city.service.json(&address)
        }
    };
    let (old, new) = (values("alt"), values("neu"));
    let cell = |level: &str, area: usize| city.cell("leute", level, area, "2020");
    let (target, from, blocks) = PIECES[1];
    let (Some(whole), Some(part)) = (old["value"][from].as_f64(), new["value"][target].as_f64()) else {
        return Vec::new();
    };
    // part / whole = inhabitants of the blocks / inhabitants of the old area.
    let mut sum: Vec<(Cell, f64)> = blocks.iter().map(|block| (cell("fein", *block), whole)).collect();
    sum.push((cell("alt", from), -part));
    vec![Fact::equal(sum, 0.0)]
}

#[test]
fn what_weights_by_inhabitants_tell_gives_a_hidden_count_away() {
    let city = City::new(&folder());
    let weights = weights(&city, true);
    assert_eq!(weights.len(), 1, "departments see what the crosswalk brings");
    let narrowed = city.attack(|_| true, weights).narrowed;
    assert!(narrowed.iter().any(|n| n.truth == Some(2.0)), "{narrowed:?}");
}

#[test]
fn where_inhabitants_are_hidden_nothing_is_shown_that_tells_their_weights() {
    let city = City::new(&folder());
    let shown = city.service.json("/cities/tiny/neu/values?indicator=zahl&period=2018");
    assert_eq!(
        shown["reason"],
        serde_json::json!([null, "suppressed", "suppressed"]),
        "{shown}"
    );
    let narrowed = city.attack(|_| true, weights(&city, false)).narrowed;
    assert!(narrowed.is_empty(), "{narrowed:?}");
}
