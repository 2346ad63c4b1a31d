//! Series, changes as a map, two indicators at once and areas side by side.

use serde_json::Value;

use crate::support::{embedded, near};

const LEVEL: &str = "/cities/musterstadt/ortsteil";

fn numbers(array: &Value) -> Vec<Option<f64>> {
    array.as_array().unwrap().iter().map(Value::as_f64).collect()
}

#[test]
fn a_series_holds_the_values_of_every_period() {
    let series = embedded().json(&format!("{LEVEL}/series?indicator=kinderarmut"));
    let periods = series["periods"].as_array().unwrap();
    assert!(periods.len() > 2);
    for (at, period) in periods.iter().enumerate() {
        let period = period.as_str().unwrap();
        let values = embedded().json(&format!("{LEVEL}/values?indicator=kinderarmut&period={period}"));
        assert_eq!(series["code"], values["code"]);
        assert_eq!(series["city"][at], values["city"]);
        for (area, line) in series["value"].as_array().unwrap().iter().enumerate() {
            assert_eq!(line[at], values["value"][area], "{period}, area {area}");
            assert_eq!(series["reason"][area][at], values["reason"][area]);
        }
    }
}

#[test]
fn a_secret_value_is_secret_in_the_series_too() {
    let level = "/cities/musterstadt/statistischer_bezirk";
    let series = embedded().json(&format!("{level}/series?indicator=sgb2_quote"));
    let reasons = series["reason"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|line| line.as_array().unwrap());
    let values = series["value"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|line| line.as_array().unwrap());
    let mut secret = 0;
    for (reason, value) in reasons.zip(values) {
        assert_eq!(reason.is_null(), !value.is_null());
        secret += usize::from(reason == "suppressed");
    }
    assert!(secret > 0);
}

#[test]
fn classes_of_all_periods_are_the_same_in_each_and_count_the_shown_one() {
    let of = |period: &str| {
        embedded().json(&format!(
            "{LEVEL}/values?indicator=sgb2_quote&period={period}&scale=periods"
        ))
    };
    let (first, last) = (of("2018"), of("2024"));
    assert_eq!(first["classification"]["breaks"], last["classification"]["breaks"]);
    assert_eq!(first["classification"]["colors"], last["classification"]["colors"]);
    let alone = embedded().json(&format!("{LEVEL}/values?indicator=sgb2_quote&period=2018"));
    assert_ne!(alone["classification"]["breaks"], first["classification"]["breaks"]);
    for answer in [first, last] {
        let counts = answer["classification"]["counts"].as_array().unwrap();
        for (class, count) in counts.iter().enumerate() {
            let drawn = answer["class"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|c| c.as_u64() == Some(class as u64));
            assert_eq!(drawn.count() as u64, count.as_u64().unwrap());
        }
        assert!(answer["city_class"].as_u64().unwrap() < counts.len() as u64);
    }
    let wrong = embedded().get(&format!("{LEVEL}/values?scale=ever"));
    assert_eq!(wrong.status.as_u16(), 400);
}

#[test]
fn changes_are_classed_symmetrically_about_zero_and_the_city_has_one_too() {
    let answer = embedded().json(&format!(
        "{LEVEL}/values?indicator=kinderarmut&period=2024&earlier=2018"
    ));
    let change = &answer["change"];
    let breaks: Vec<f64> = numbers(&change["classification"]["breaks"])
        .into_iter()
        .flatten()
        .collect();
    assert_eq!(breaks.len(), 6);
    for (low, high) in breaks.iter().zip(breaks.iter().rev()) {
        assert!(near(*low, -*high), "{breaks:?}");
    }
    for (change, class) in numbers(&change["absolute"])
        .iter()
        .zip(change["class"].as_array().unwrap())
    {
        assert_eq!(change.is_some(), class.is_u64());
        if let (Some(change), Some(class)) = (change, class.as_u64()) {
            let class = usize::try_from(class).unwrap();
            assert!(*change <= breaks[class + 1] && *change >= breaks[class]);
        }
    }
    let before = embedded().json(&format!("{LEVEL}/values?indicator=kinderarmut&period=2018"));
    let expected = answer["city"].as_f64().unwrap() - before["city"].as_f64().unwrap();
    assert!(near(change["city"]["absolute"].as_f64().unwrap(), expected));
}

#[test]
fn two_indicators_have_both_coefficients_and_nine_classes() {
    let answer = embedded().json(&format!("{LEVEL}/correlation?x=kinderarmut&y=sgb2_quote&period=2024"));
    let (x, y) = (numbers(&answer["x"]["value"]), numbers(&answer["y"]["value"]));
    let both = x.iter().zip(&y).filter(|(x, y)| x.is_some() && y.is_some()).count();
    assert_eq!(answer["n"], both);
    for name in ["pearson", "spearman"] {
        let found = answer[name].as_f64().unwrap();
        assert!((0.5..=1.0).contains(&found), "{name} {found}");
    }
    let counts: f64 = numbers(&answer["counts"]).into_iter().flatten().sum();
    assert!(near(counts, f64::from(u32::try_from(both).unwrap())));
    assert_eq!(answer["colors"].as_array().unwrap().len(), 9);
    let same = embedded().json(&format!("{LEVEL}/correlation?x=kinderarmut&y=kinderarmut&period=2024"));
    assert!(near(same["pearson"].as_f64().unwrap(), 1.0) && near(same["spearman"].as_f64().unwrap(), 1.0));
    let off_diagonal = [1, 2, 3, 5, 6, 7].map(|class| same["counts"][class].as_u64().unwrap());
    assert_eq!(off_diagonal, [0; 6], "an indicator is never in two classes of itself");
    assert_eq!(
        embedded()
            .get(&format!("{LEVEL}/correlation?x=kinderarmut"))
            .status
            .as_u16(),
        400
    );
}

#[test]
fn areas_side_by_side_have_their_values_and_the_difference_of_every_two() {
    let values = embedded().json(&format!(
        "{LEVEL}/values?indicator=kinderarmut&period=2024&earlier=2020"
    ));
    let codes: Vec<&str> = (0..3).map(|at| values["code"][at].as_str().unwrap()).collect();
    let asked = format!("{LEVEL}/comparison?areas={}&period=2024&earlier=2020", codes.join(","));
    let answer = embedded().json(&asked);
    let line = crate::support::entry(&answer["indicators"], "indicator", "kinderarmut");
    for at in 0..3 {
        let side = &line["areas"][at];
        for (mine, theirs) in [
            ("value", "value"),
            ("lower", "lower"),
            ("upper", "upper"),
            ("to_city", "to_city"),
        ] {
            assert_eq!(side[mine], values[theirs][at], "{mine}");
        }
        assert_eq!(side["change"], values["change"]["absolute"][at]);
        assert_eq!(side["change_verdict"], values["change"]["verdict"][at]);
    }
    let differences = line["differences"].as_array().unwrap();
    assert_eq!(differences.len(), 3);
    for difference in differences {
        let side =
            |name: &str| line["areas"][usize::try_from(difference[name].as_u64().unwrap()).unwrap()]["value"].as_f64();
        let expected = side("a").unwrap() - side("b").unwrap();
        assert!(near(difference["absolute"].as_f64().unwrap(), expected));
        let (low, high) = (
            difference["lower"].as_f64().unwrap(),
            difference["upper"].as_f64().unwrap(),
        );
        assert!(low < expected && expected < high);
        assert_eq!(difference["verdict"] == "not_secured", low <= 0.0 && high >= 0.0);
    }
    for (areas, status) in [("", 400), ("a,b,c,d,e", 400), ("nowhere", 404)] {
        assert_eq!(
            embedded()
                .get(&format!("{LEVEL}/comparison?areas={areas}"))
                .status
                .as_u16(),
            status,
            "{areas}"
        );
    }
}

#[test]
fn every_answer_names_its_request_and_no_two_are_called_the_same() {
    let [a, b] = [embedded().get("/cities"), embedded().get("/cities/nowhere")];
    assert!(!a.header("x-request-id").is_empty());
    assert_ne!(a.header("x-request-id"), b.header("x-request-id"));
}
