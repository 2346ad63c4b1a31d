//! After a change the gate works only on what changed; the public version tells nothing that is hidden.

use sozialraumatlas::api::CitySlot;
use sozialraumatlas::disclosure::{GateMemory, GateWork, publish, publish_all};
use sozialraumatlas::input::files::{Embedded, Folder};
use sozialraumatlas::input::load;
use sozialraumatlas::model::{Audience, Period};

use crate::support::{Service, TempFolder, musterstadt};
use crate::tiny::{city, figure, indicator, quote, source};

#[test]
fn after_a_change_of_one_table_only_its_quantities_and_periods_are_gated_again() {
    let folder = musterstadt();
    let (slot, _) = CitySlot::folder(folder.path()).unwrap();
    assert_eq!(slot.reload_if_changed(), None);
    // One count of one year, shown as it is.
    folder.replace("indicators/einwohner.csv", "2.472;2.508;2.509", "2.472;2.508;3.009");
    let work = slot.reload_if_changed().unwrap();
    println!("{work:?}");
    assert!(work.made > 0 && 5 * work.made <= work.made + work.kept, "{work:?}");
    // A file that is the same again costs nothing.
    folder.append("city.toml", "# a remark");
    let work = slot.reload_if_changed().unwrap();
    assert!(work.made == 0 && work.kept > 0, "{work:?}");
}

#[test]
fn an_audience_with_other_rules_costs_its_own_tables_only() {
    let folder = with_rules(2, "threshold = 5\n[source.disclosure.internal]\nthreshold = 3");
    let data = load(&Folder::new(folder.path())).unwrap().dataset;
    let memory = GateMemory::default();
    let [public, internal] = publish_all(&data, &memory);
    // Departments stand upon the public pattern, which is not made for them again.
    assert_eq!(memory.end_load(), GateWork { made: 2, kept: 1 });
    publish_all(&data, &memory);
    assert_eq!(memory.end_load(), GateWork { made: 0, kept: 3 });
    for (audience, found) in [(Audience::Public, public), (Audience::Internal, internal)] {
        assert_eq!(columns(&publish(&data, audience)), columns(&found), "{audience:?}");
    }
}

#[test]
fn a_memory_changes_nothing_of_the_invented_city() {
    let data = load(&Embedded).unwrap().dataset;
    let memory = GateMemory::default();
    publish_all(&data, &memory);
    let [public, _] = publish_all(&data, &memory);
    assert_eq!(columns(&publish(&data, Audience::Public)), columns(&public));
}

/// All shown cells in words.
fn columns(published: &sozialraumatlas::disclosure::Published) -> Vec<String> {
    let mut all = Vec::new();
    for indicator in 0..published.indicators().len() {
        for level in 0..published.levels().len() {
            let periods: Vec<Period> = published
                .periods(indicator, level)
                .map_or_else(|_| Vec::new(), |periods| periods.into_iter().cloned().collect());
            let column = |period: &Period| format!("{:?}", published.column(indicator, level, period));
            all.extend(periods.iter().map(column));
        }
    }
    all
}

/// Four blocks; the first has so many cases, and departments see all.
fn with_cases(cases: u32) -> TempFolder {
    with_rules(cases, "threshold = 5\n[source.disclosure.internal]\nthreshold = 0")
}

fn with_rules(cases: u32, rules: &str) -> TempFolder {
    let second = 20 - cases;
    let table = format!("Block;A;B\n01;{cases};100\n02;{second};100\n03;30;100\n04;40;100\n");
    city(4, rules, &table, &quote())
}

#[test]
fn the_public_version_does_not_tell_a_guess_of_a_hidden_count_from_another() {
    let of = |cases: u32| {
        let folder = with_cases(cases);
        let public = Service::folder(folder.path()).get("/cities/tiny/block/values?indicator=quote");
        let internal = Service::folder(folder.path()).internal("/cities/tiny/block/values?indicator=quote");
        (
            public.header("etag").to_owned(),
            public.json()["data_version"].clone(),
            internal["data_version"].clone(),
            public.body,
        )
    };
    let (two, three, shown) = (of(2), of(3), of(10));
    assert_eq!(two.3, three.3, "both hide the first two blocks");
    assert_eq!((&two.0, &two.1), (&three.0, &three.1));
    assert_eq!(two.2, two.1, "what departments write down speaks of the same version");
    assert_ne!(two.0, shown.0);
    assert_ne!(two.1, shown.1);
    assert_eq!(two.1, of(2).1, "the same input gives the same version");
}

#[test]
fn no_public_answer_names_the_hash_over_the_files() {
    let folder = with_cases(2);
    let service = Service::folder(folder.path());
    let raw = load(&Folder::new(folder.path())).unwrap().dataset.data_version;
    for address in [
        "/health",
        "/cities",
        "/cities/tiny",
        "/cities/tiny/report.json",
        "/cities/tiny/report.html",
        "/cities/tiny/block/areas",
        "/cities/tiny/block/values",
        "/cities/tiny/block/disparity",
        "/cities/tiny/block/areas/01",
        "/cities/tiny/block/selection?codes=03,04",
        "/cities/tiny/block/style.json",
        "/collections/tiny.block/items",
        "/collections/tiny.block/items?f=csv",
    ] {
        let answer = service.get(address);
        let text = format!("{:?}{}", answer.headers, String::from_utf8_lossy(&answer.body));
        assert!(!text.contains(&raw), "{address}");
    }
}

#[test]
fn quantities_that_nothing_ties_are_remembered_apart() {
    let other = "[[table]]\nid = \"mehr\"\nfile = \"indicators/mehr.csv\"\nsource = \"stelle\"\nlayout = \"columns\"\nperiod = \"2024\"\nlevel = \"block\"\nkey = \"Block\"\n\n";
    let rest = quote() + &source("stelle", "threshold = 5") + other + &figure("c", "mehr", "C", "count");
    let rest = rest + &indicator("c", "Personen", "value = \"c\"");
    let folder = city(
        4,
        "threshold = 5",
        "Block;A;B\n01;2;90\n02;18;90\n03;30;90\n04;40;90\n",
        &rest,
    );
    folder.write("indicators/mehr.csv", "Block;C\n01;3\n02;14\n03;30\n04;40\n");
    let (slot, _) = CitySlot::folder(folder.path()).unwrap();
    folder.replace("indicators/mehr.csv", "03;30", "03;31");
    assert_eq!(slot.reload_if_changed(), Some(GateWork { made: 1, kept: 1 }));
}
