//! The change between two periods as a picture, as the page's map of changes shows it.

use serde_json::Value;

use super::support::{color_at, fill, legend_colors, pixels, svg, texts, tree};
use super::words::faults;
use crate::support::{embedded, run};

const STEM: &str = "/cities/musterstadt/statistischer_bezirk";
const QUERY: &str = "indicator=sgb2_quote&period=2024&earlier=2018";

fn told() -> Value {
    embedded().json(&format!("{STEM}/values?{QUERY}"))
}

fn words(drawing: &str) -> String {
    let all: Vec<String> = texts(&tree(drawing)).into_iter().map(|(words, _, _)| words).collect();
    all.join(" ")
}

#[test]
fn drawing_and_pixels_have_the_classes_of_the_changes() {
    let told = told();
    let change = &told["change"];
    let colors = crate::support::texts(&change["classification"]["colors"]);
    let legend = legend_colors(&svg(embedded(), &format!("{STEM}/map.svg?{QUERY}&parts=legend")));
    assert_eq!(&legend[legend.len() - colors.len()..], colors);
    let drawing = svg(embedded(), &format!("{STEM}/map.svg?{QUERY}"));
    let mut hatched = 0;
    for (i, code) in crate::support::texts(&told["code"]).into_iter().enumerate() {
        let shown = fill(&drawing, code);
        match change["class"][i].as_u64() {
            Some(class) => assert_eq!(shown, colors[usize::try_from(class).unwrap()], "{code}"),
            None if change["reason"][i] == "suppressed" => assert_eq!(shown, "url(#sra-secret)", "{code}"),
            None => assert!(shown.starts_with("url(#sra-"), "{code}: {shown}"),
        }
        hatched += usize::from(shown.starts_with("url("));
    }
    assert!(hatched > 0);
    let picture = pixels(
        embedded(),
        &format!("{STEM}/map.png?{QUERY}&parts=none&width=900&height=700"),
    );
    let found: std::collections::BTreeSet<String> = (0..700)
        .step_by(3)
        .flat_map(|y| (0..900).step_by(3).map(move |x| (x, y)))
        .map(|(x, y)| color_at(&picture, f64::from(x), f64::from(y)))
        .collect();
    assert!(colors.iter().all(|color| found.contains(*color)), "{found:?}");
}

#[test]
fn the_picture_says_from_when_to_when_and_how_sure_it_is() {
    let drawing = svg(embedded(), &format!("{STEM}/map.svg?{QUERY}"));
    let all = words(&drawing);
    for part in [
        "Veränderung 2018 bis 2024",
        "Veränderung (Prozentpunkte)",
        "symmetrisch um null",
        "Statistisch gesichert ist die Veränderung in",
        "Musterstadt insgesamt: ",
        "ansicht=entwicklung",
        "vergleich=2018",
    ] {
        assert!(all.contains(part), "{part}: {all}");
    }
    assert!(!all.contains("festgelegte Grenzen") && !drawing.contains("id=\"flags\""));
    assert!(
        drawing.contains("id=\"below-zero\""),
        "a copy without colours tells both sides"
    );
    let english = words(&svg(embedded(), &format!("{STEM}/map.svg?{QUERY}&language=en")));
    assert!(english.contains("symmetrical about zero") && english.contains("percentage points"));
    let said = String::from_utf8(embedded().get(&format!("{STEM}/map.txt?{QUERY}")).body).unwrap();
    assert!(
        said.contains("Die Veränderungen reichen von −") && said.contains(" bis +"),
        "{said}"
    );
    for size in ["width=1920&height=1080", "paper=a4", "paper=a4&orientation=portrait"] {
        let drawing = svg(embedded(), &format!("{STEM}/map.svg?{QUERY}&{size}"));
        assert_eq!(faults(&drawing), Vec::<String>::new(), "{size}");
    }
}

/// Breaks that nobody chose are rounded, so that the legend is short.
#[test]
fn breaks_around_zero_have_few_decimals() {
    for indicator in ["sgb2_quote", "kinderarmut", "alleinerziehende", "arbeitslosenanteil"] {
        let address = format!("{STEM}/map.svg?indicator={indicator}&period=2024&earlier=2018&parts=legend");
        let drawing = svg(embedded(), &address);
        for (text, _, _) in texts(&tree(&drawing)) {
            let decimals = text
                .split(',')
                .skip(1)
                .map(|rest| rest.bytes().take_while(u8::is_ascii_digit).count());
            assert!(decimals.max().unwrap_or(0) <= 2, "{indicator}: {text}");
        }
    }
}

#[test]
fn changes_of_numbers_are_circles_hollow_where_there_are_fewer() {
    let query = "indicator=einwohner&period=2024&earlier=2023";
    let drawing = svg(embedded(), &format!("{STEM}/map.svg?{query}&parts=none"));
    let told = embedded().json(&format!("{STEM}/values?{query}"));
    let changes: Vec<f64> = told["change"]["absolute"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_f64)
        .collect();
    let circles = |fill: &str| {
        let wanted = format!("fill=\"{fill}\" fill-opacity");
        drawing
            .lines()
            .filter(|l| l.starts_with("<circle") && l.contains(&wanted))
            .count()
    };
    let count = |wanted: fn(&f64) -> bool| changes.iter().filter(|v| wanted(v)).count();
    assert_eq!(circles("#0e4f5c"), count(|v| *v > 0.0));
    assert_eq!(circles("#ffffff"), count(|v| *v < 0.0));
    assert!(circles("#0e4f5c") > 0 && circles("#ffffff") > 0);
}

#[test]
fn an_earlier_period_that_does_not_fit_is_refused() {
    for (query, status, word) in [
        ("period=2018&earlier=2024", 404, "2024"),
        ("earlier=1066", 404, "1066"),
        ("earlier=2018&show=status", 400, "earlier"),
        ("earlier=2018&smoothed=true", 400, "earlier"),
    ] {
        let answer = embedded().get(&format!("{STEM}/map.svg?indicator=sgb2_quote&{query}"));
        assert_eq!(answer.status, status, "{query}");
        let detail = answer.json()["detail"].as_str().unwrap().to_owned();
        assert!(detail.contains(word), "{query}: {detail}");
    }
}

#[test]
fn the_command_line_draws_changes_and_every_way_to_cut_classes() {
    let export = |words: &[&str]| {
        let common = [
            "export",
            "--level",
            "statistischer_bezirk",
            "--indicators",
            "sgb2_quote",
            "--format",
            "svg",
        ];
        run(&[&common, words].concat())
    };
    let drawn = export(&["--period", "2024", "--earlier", "2018"]);
    assert_eq!(drawn.code, 0, "{}", drawn.stderr);
    let served = svg(embedded(), &format!("{STEM}/map.svg?{QUERY}"));
    for code in crate::support::texts(&told()["code"]) {
        assert_eq!(fill(&drawn.stdout, code), fill(&served, code));
    }
    let refused = export(&["--period", "2024", "--earlier", "1066"]);
    assert_eq!(refused.code, 2);
    assert!(
        refused.stderr.contains("1066") && refused.stderr.contains("2023"),
        "{}",
        refused.stderr
    );
    let refused = export(&["--earlier", "2018", "--show", "status"]);
    assert!(
        refused.code == 2 && refused.stderr.contains("--earlier"),
        "{}",
        refused.stderr
    );
    for method in sozialraumatlas::analysis::classification::METHODS {
        let mut words = vec!["--method", method.id()];
        let breaks = "--breaks=0,5,10,20,40";
        words.extend((method.id() == "manual").then_some(breaks));
        let drawn = export(&words);
        assert_eq!(drawn.code, 0, "{}: {}", method.id(), drawn.stderr);
        let more = if method.id() == "manual" {
            "&breaks=0,5,10,20,40"
        } else {
            ""
        };
        let address = format!("{STEM}/map.svg?indicator=sgb2_quote&method={}{more}", method.id());
        assert_eq!(legend_colors(&drawn.stdout), legend_colors(&svg(embedded(), &address)));
    }
    let unknown = export(&["--method", "jenks"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.stderr.contains("fisher_jenks"), "{}", unknown.stderr);
}
