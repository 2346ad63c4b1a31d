use super::{Period, PeriodKind};
use crate::model::Lag;

fn period(text: &str) -> Period {
    Period::parse(text).unwrap_or_else(|| panic!("{text} is a period"))
}

#[test]
fn known_forms_are_read_and_others_refused() {
    for good in [
        "2021",
        "2021-06",
        "2020-12-31",
        "2021-Q1",
        "2021-H2",
        "2024-02-29",
        "2014-2015",
    ] {
        assert_eq!(Period::parse(good).as_ref().map(Period::as_str), Some(good));
    }
    for bad in [
        "",
        "21",
        "2021-13",
        "2021-00",
        "2021-Q5",
        "2021-Q0",
        "2023-02-29",
        "2021-H0",
        "2021-H3",
        "Gebiet",
        "2021/22",
        "2014-2016",
        "+021",
        "2021-+1",
        "2021-0ä",
        "äöü",
        "202ä",
        "9999",
    ] {
        let read = Period::parse(bad);
        assert!(read.is_none(), "{bad} gave {read:?}");
    }
}

#[test]
fn the_forms_of_german_offices_are_read() {
    for (text, expected) in [
        ("31.12.2014", "2014-12-31"),
        (" 1.7.2014 ", "2014-07-01"),
        ("31.12.14", "2014-12-31"),
        ("31.12.98", "1998-12-31"),
        ("Stand 31.12.2014", "2014-12-31"),
        ("Stand: 31.12.2014", "2014-12-31"),
        ("Stichtag 30.06.2014", "2014-06-30"),
        ("am 31. Dezember 2014", "2014-12-31"),
        ("12/2014", "2014-12"),
        ("12.2014", "2014-12"),
        ("Dez. 2013", "2013-12"),
        ("Dezember 2013", "2013-12"),
        ("März 2014", "2014-03"),
        ("Mrz 2014", "2014-03"),
        ("Sept. 2014", "2014-09"),
        ("2. Quartal 2014", "2014-Q2"),
        ("II. Quartal 2014", "2014-Q2"),
        ("2.Quartal 2014", "2014-Q2"),
        ("Q2 2014", "2014-Q2"),
        ("Q2/2014", "2014-Q2"),
        ("2014 Q2", "2014-Q2"),
        ("2014/Q2", "2014-Q2"),
        ("2014Q2", "2014-Q2"),
        ("IV/2014", "2014-Q4"),
        ("3. Vj. 2014", "2014-Q3"),
        ("1. Halbjahr 2014", "2014-H1"),
        ("II. Hj. 2014", "2014-H2"),
        ("H1 2014", "2014-H1"),
        ("2014/15", "2014-2015"),
        ("2014/2015", "2014-2015"),
        ("1999/00", "1999-2000"),
        ("Schuljahr 2014/15", "2014-2015"),
        ("Schuljahr 2011-12", "2011-2012"),
        ("Kita-Jahr 2014/15", "2014-2015"),
        ("Kitajahr 2014/2015", "2014-2015"),
        ("SJ 2014/15", "2014-2015"),
        ("Jahr 2014", "2014"),
        ("2014", "2014"),
    ] {
        assert_eq!(
            Period::parse_german(text).as_ref().map(Period::as_str),
            Some(expected),
            "{text}"
        );
    }
}

#[test]
fn what_only_looks_like_a_period_is_refused() {
    for text in [
        "31.02.2014",
        "2013/2015",
        "2013/15",
        "12.345",
        "1.234.567",
        "Dezentral 2014",
        "Dezentral 2014x",
        "5. Quartal 2014",
        "3. Halbjahr 2014",
        "III. Halbjahr 2014",
        "2014/06",
        "1.2.14",
        "V/2014",
        "je 2014",
        "Quartal",
        "31.12.",
        "/2014",
        "2014 2015 2016",
        "Stand",
        "20 bis 25",
        "20/25",
        "Schuljahr 2014",
        "13/2014",
    ] {
        let read = Period::parse_german(text);
        assert!(read.is_none(), "{text} gave {read:?}");
    }
    assert_eq!(Period::parse_german(&"31.12.2014 ".repeat(1000)), None);
}

#[test]
fn periods_order_by_the_time_they_end() {
    let mut periods: Vec<Period> = [
        "2021",
        "2020-12-31",
        "2021-06",
        "2021-Q1",
        "2020",
        "2020-2021",
        "2021-H1",
        "2021-Q2",
    ]
    .iter()
    .map(|t| period(t))
    .collect();
    periods.sort();
    let texts: Vec<&str> = periods.iter().map(Period::as_str).collect();
    assert_eq!(
        texts,
        [
            "2020-12-31",
            "2020",
            "2021-Q1",
            "2021-06",
            "2021-Q2",
            "2021-H1",
            "2020-2021",
            "2021"
        ]
    );
}

#[test]
fn a_longer_period_contains_the_shorter_ones_in_it() {
    assert!(period("2021").contains(&period("2021-Q4")));
    assert!(period("2021").contains(&period("2021-12-31")));
    assert!(period("2020-2021").contains(&period("2021-07")));
    assert!(!period("2020-2021").contains(&period("2021-08")));
    assert!(!period("2021-Q4").contains(&period("2021")));
    assert!(!period("2021").contains(&period("2020-2021")));
}

#[test]
fn a_lag_keeps_the_kind_of_the_period() {
    let back = |text: &str, lag: &Lag| period(text).earlier(lag).map(|p| p.as_str().to_owned());
    for (text, n, expected) in [
        ("2021", 1, "2020"),
        ("2014-2015", 2, "2012-2013"),
        ("2021-Q1", 1, "2020-Q4"),
        ("2021-H1", 3, "2019-H2"),
        ("2021-02", 2, "2020-12"),
        ("2020-12-31", 1, "2019-12-31"),
        ("2024-02-29", 1, "2023-02-28"),
    ] {
        assert_eq!(back(text, &Lag::Periods(n)).as_deref(), Some(expected), "{text} {n}");
    }
    assert_eq!(back("2021-Q3", &Lag::Months(60)).as_deref(), Some("2016-Q3"));
    assert_eq!(back("2023-06-30", &Lag::Months(3)).as_deref(), Some("2023-03-31"));
    assert_eq!(back("2021", &Lag::Months(1)), None, "no year lies a month earlier");
    assert_eq!(back("2021", &Lag::Periods(500)), None);
    assert_eq!(back("2021", &Lag::At(period("2015"))).as_deref(), Some("2015"));
}

#[test]
fn changes_compare_the_same_part_of_the_year() {
    assert!(period("2021").is_aligned_with(&period("2016")));
    assert!(period("2021-Q3").is_aligned_with(&period("2016-Q3")));
    assert!(!period("2021-Q3").is_aligned_with(&period("2021-Q2")));
    assert!(!period("2021").is_aligned_with(&period("2020-12-31")));
    assert!(period("2024-02-29").is_aligned_with(&period("2023-02-28")));
    assert!(!period("2024-06-30").is_aligned_with(&period("2023-06-15")));
}

#[test]
fn every_kind_has_a_name_of_its_own() {
    let mut ids: Vec<&str> = PeriodKind::ALL.iter().map(|kind| kind.id()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), PeriodKind::ALL.len());
}
