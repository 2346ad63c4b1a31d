//! Hidden counts cannot be computed from what is shown, on cities small enough to check by hand.

use sozialraumatlas::disclosure::{Published, hidden_cells, publish};
use sozialraumatlas::input::files::Folder;
use sozialraumatlas::input::load;
use sozialraumatlas::model::{Audience, Missing, Period};

use crate::support::{Service, TempFolder, musterstadt};
use crate::tiny::{city, indicator, quote, seen};

/// A level made of blocks by a table, `areas` naming the area of every block.
fn level(folder: &TempFolder, id: &str, areas: &[&str]) {
    let rows: Vec<String> = areas
        .iter()
        .enumerate()
        .map(|(i, area)| format!("{:02};{area}", i + 1))
        .collect();
    folder.write(
        &format!("indicators/{id}.csv"),
        format!("Block;Gebiet\n{}\n", rows.join("\n")),
    );
    folder.append(
        "city.toml",
        &format!(
            "[[level]]\nid = \"{id}\"\nname = \"{id}\"\nsource = \"amt\"\nfrom = \"block\"\nassignment = {{ file = \"indicators/{id}.csv\", code = \"Block\", to = \"Gebiet\" }}\n"
        ),
    );
}

/// A city that shows the counts A of its blocks.
fn counts(rules: &str, counts: &[u32]) -> TempFolder {
    let rows: Vec<String> = counts
        .iter()
        .enumerate()
        .map(|(i, a)| format!("{:02};{a}", i + 1))
        .collect();
    let table = format!("Block;A\n{}\n", rows.join("\n"));
    city(
        u32::try_from(counts.len()).unwrap(),
        rules,
        &table,
        &indicator("quote", "Personen", "value = \"a\""),
    )
}

fn words(folder: &TempFolder, level: &str) -> Vec<String> {
    seen(&Service::folder(folder.path()), level, "quote", false).words()
}

/// How many are hidden.
fn hidden(words: &[String]) -> usize {
    words.iter().filter(|word| *word == "suppressed").count()
}

#[test]
fn a_lone_secret_gets_the_cheapest_partner_that_hides_it() {
    let folder = counts("threshold = 5", &[3, 400, 0, 20, 90]);
    assert_eq!(words(&folder, "block"), ["suppressed", "400", "0", "suppressed", "90"]);
    let seen = seen(&Service::folder(folder.path()), "block", "quote", false);
    assert_eq!(seen.city_word(), "513", "the total need not be hidden");
}

#[test]
fn secrets_that_hide_each_other_need_no_partner() {
    assert_eq!(
        words(&counts("threshold = 5", &[3, 2, 20, 90]), "block"),
        ["suppressed", "suppressed", "20", "90"]
    );
}

#[test]
fn a_partner_must_be_large_enough_for_the_width_of_the_threshold() {
    // Four and nothing else: a zero that is shown elsewhere gives no room.
    assert_eq!(hidden(&words(&counts("threshold = 10", &[4, 0, 0, 12]), "block")), 2);
}

#[test]
fn every_group_hides_its_own_secret() {
    let folder = counts("threshold = 5", &[3, 20, 30, 40, 50, 60]);
    level(&folder, "raum", &["x", "x", "x", "y", "y", "y"]);
    assert_eq!(
        words(&folder, "block"),
        ["suppressed", "suppressed", "30", "40", "50", "60"]
    );
    assert_eq!(words(&folder, "raum"), ["53", "150"]);
}

#[test]
fn a_group_too_small_to_hide_a_secret_is_hidden_itself_with_another() {
    let folder = counts("threshold = 5", &[3, 0, 30, 40, 50, 60]);
    level(&folder, "raum", &["x", "x", "y", "y", "z", "z"]);
    let groups = words(&folder, "raum");
    assert_eq!(groups[0], "suppressed");
    assert_eq!(hidden(&groups), 2, "{groups:?}");
}

#[test]
fn partitions_that_overlap_are_looked_at_together() {
    let folder = counts("threshold = 5", &[3, 20, 30, 40, 50, 60, 70, 80, 90]);
    level(&folder, "zeile", &["1", "1", "1", "2", "2", "2", "3", "3", "3"]);
    level(&folder, "spalte", &["a", "b", "c", "a", "b", "c", "a", "b", "c"]);
    let blocks = words(&folder, "block");
    // A rectangle of four is the least that keeps rows and columns.
    assert_eq!(hidden(&blocks), 4, "{blocks:?}");
    assert_eq!(blocks[0], "suppressed");
    assert_eq!(hidden(&words(&folder, "zeile")) + hidden(&words(&folder, "spalte")), 0);
}

#[test]
fn a_share_over_a_known_whole_bounds_what_is_hidden() {
    // 48 of 50: two are not concerned. The partner must leave room on its own side too.
    let table = "Block;A;B\n01;48;50\n02;20;50\n03;25;50\n04;30;60\n";
    let folder = city(4, "threshold = 5", table, &quote());
    let blocks = words(&folder, "block");
    assert_eq!(blocks[0], "suppressed");
    assert_eq!(hidden(&blocks), 2, "{blocks:?}");
}

#[test]
fn a_count_hidden_in_one_indicator_is_hidden_in_all() {
    let table = "Block;A;B;C\n01;3;50;70\n02;20;50;70\n03;30;50;70\n";
    let other = quote() + &indicator("andere", "%", "numerator = \"a\"\ndenominator = \"c\"\nfactor = 100");
    let folder = city(3, "threshold = 5", table, &other);
    let service = Service::folder(folder.path());
    let [one, two] = ["quote", "andere"].map(|id| seen(&service, "block", id, false).words());
    assert_eq!(one[0], "suppressed");
    let where_hidden = |words: &[String]| words.iter().map(|w| w == "suppressed").collect::<Vec<_>>();
    assert_eq!(where_hidden(&one), where_hidden(&two));
    assert_eq!(hidden(&one), 2);
}

#[test]
fn parts_of_a_sum_do_not_tell_each_other() {
    // A + B is shown; so is A alone. B is small in block 1 and must not be the difference.
    let table = "Block;A;B;C\n01;20;3;70\n02;20;30;70\n03;30;30;70\n";
    let both = indicator(
        "quote",
        "%",
        "numerator = \"a\"\ndenominator = \"c\"\nfactor = 100\nshare = false",
    ) + &indicator(
        "summe",
        "%",
        "numerator = [\"a\", \"b\"]\ndenominator = \"c\"\nfactor = 100\nshare = false",
    );
    let folder = city(3, "threshold = 5", table, &both);
    let service = Service::folder(folder.path());
    let [part, whole] = ["quote", "summe"].map(|id| seen(&service, "block", id, false).words());
    assert!(
        part[0] == "suppressed" || whole[0] == "suppressed",
        "{part:?} {whole:?}"
    );
}

#[test]
fn parts_that_are_declared_do_not_tell_each_other() {
    let table = "Block;A;B;C\n01;40;37;3\n02;50;20;30\n03;60;30;30\n";
    let two = indicator("quote", "Personen", "value = \"a\"") + &indicator("teil", "Personen", "value = \"b\"");
    let folder = city(3, "threshold = 5", table, &two);
    folder.replace("city.toml", "column = \"A\"", "column = \"A\"\nsum_of = [\"b\", \"c\"]");
    let service = Service::folder(folder.path());
    let [whole, part] = ["quote", "teil"].map(|id| seen(&service, "block", id, false).words());
    assert!(
        whole[0] == "suppressed" || part[0] == "suppressed",
        "{whole:?} {part:?}"
    );
    folder.replace("city.toml", "\nsum_of = [\"b\", \"c\"]", "");
    let service = Service::folder(folder.path());
    assert_eq!(seen(&service, "block", "quote", false).words(), ["40", "50", "60"]);
}

#[test]
fn a_sign_of_the_office_is_not_computed_from_its_total() {
    let table = "Block;A\n01;.\n02;20\n03;30\n04;60\nStadt;112\n";
    let folder = city(
        4,
        "threshold = 5",
        table,
        &indicator("quote", "Personen", "value = \"a\""),
    );
    let seen = seen(&Service::folder(folder.path()), "block", "quote", false);
    let all = [seen.words(), vec![seen.city_word()]].concat();
    assert_eq!(hidden(&all), 2, "{all:?}");
}

#[test]
fn where_zero_is_secret_it_is_not_computed_either() {
    let words = words(&counts("threshold = 5\nzero = \"suppress\"", &[0, 20, 30, 40]), "block");
    assert_eq!(words, ["suppressed", "suppressed", "30", "40"]);
}

#[test]
fn departments_see_every_cell_that_the_public_sees() {
    let folder = counts("threshold = 10\ninternal = { threshold = 3 }", &[2, 8, 20, 30, 40, 50]);
    level(&folder, "raum", &["x", "x", "x", "y", "y", "y"]);
    level(&folder, "kreis", &["k", "l", "k", "l", "k", "l"]);
    let service = Service::folder(folder.path());
    for level in ["block", "raum", "kreis"] {
        let [public, internal] = [false, true].map(|internal| seen(&service, level, "quote", internal));
        for (public, internal) in public.areas.iter().zip(&internal.areas) {
            assert!(public.is_err() || internal.is_ok(), "{level}");
        }
    }
    assert_eq!(seen(&service, "block", "quote", true).words()[0], "suppressed");
}

fn published(folder: &TempFolder) -> (Published, Period) {
    let loaded = load(&Folder::new(folder.path())).unwrap();
    let published = publish(&loaded.dataset, Audience::Public);
    let period = published.periods(0, 0).unwrap()[0].clone();
    (published, period)
}

#[test]
fn a_free_selection_is_the_sum_of_what_is_published_and_missing_when_a_part_is() {
    let (published, period) = published(&counts("threshold = 5", &[3, 400, 0, 20, 90]));
    let value = |areas: &[usize]| published.selection(0, 0, areas, &period).value;
    assert_eq!(value(&[1, 4]), Ok(490.0));
    assert_eq!(value(&[1, 1]), Ok(400.0));
    assert_eq!(value(&[0, 1]), Err(Missing::Suppressed));
    assert_eq!(value(&[1, 3]), Err(Missing::Suppressed));
    assert_eq!(value(&[]), Err(Missing::NoRow));
    assert_eq!(value(&[1, 99]), Err(Missing::NoRow));
}

#[test]
fn a_selection_adds_numerators_and_denominators_before_dividing() {
    let table = "Block;A;B\n01;10;40\n02;30;60\n03;50;100\n";
    let (published, period) = published(&city(3, "threshold = 5", table, &quote()));
    let found = published.selection(0, 0, &[0, 1], &period);
    assert_eq!(found.value, Ok(40.0));
    let counts = found.counts.unwrap().unwrap();
    assert_eq!((counts.numerator, counts.denominator), (40.0, 100.0));
}

#[test]
fn hidden_cells_are_counted_by_their_reason() {
    let folder = counts("threshold = 5", &[3, 400, 0, 20, 90]);
    let loaded = load(&Folder::new(folder.path())).unwrap();
    let (cells, unprotected) = hidden_cells(&loaded.dataset, Audience::Public);
    let numbers: Vec<_> = cells.iter().map(|c| (c.numbers, c.primary, c.secondary)).collect();
    // The blocks, and the whole city.
    assert_eq!((numbers, unprotected), (vec![(5, 1, 1), (1, 0, 0)], 0));
}

#[test]
fn one_small_area_of_musterstadt_takes_one_neighbour_along_in_every_year() {
    let folder = musterstadt();
    let loaded = load(&Folder::new(folder.path())).unwrap();
    let data = &loaded.dataset;
    let (cells, unprotected) = hidden_cells(data, Audience::Public);
    let at = |id: &str| {
        let found = cells.iter().filter(|c| data.indicators[c.indicator].id.as_str() == id);
        let hidden = found.filter(|c| c.primary + c.secondary > 0);
        hidden
            .map(|c| {
                let level = data.levels.get(c.level);
                let level = level.map_or("city", |set| set.level.id.as_str());
                (level.to_owned(), c.numbers, c.primary, c.secondary)
            })
            .collect::<Vec<_>>()
    };
    // In each of ten years one area lies below the floor; its neighbour alone keeps it. No fewer would do.
    let least = [("statistischer_bezirk".to_owned(), 600, 10, 10)];
    for shared in ["einwohner", "auslaenderanteil", "haushaltsgroesse"] {
        assert_eq!(at(shared), least, "{shared}");
    }
    assert_eq!(unprotected, 0);
}

#[test]
fn a_partition_that_does_not_nest_shows_what_is_made_of_shown_areas() {
    let folder = city(
        8,
        "threshold = 5",
        "Block;A\nx1;2\nx2;18\nx3;30\nx4;40\n",
        &indicator("quote", "Personen", "value = \"a\""),
    );
    folder.replace("city.toml", "level = \"block\"\nkey", "level = \"x\"\nkey");
    level(&folder, "x", &["x1", "x1", "x2", "x2", "x3", "x3", "x4", "x4"]);
    level(&folder, "y", &["y1", "y1", "y1", "y1", "y2", "y2", "y3", "y3"]);
    assert_eq!(words(&folder, "x"), ["suppressed", "suppressed", "30", "40"]);
    assert_eq!(words(&folder, "y"), ["suppressed", "30", "40"]);
}
