//! Maps of an index: status, dynamics, both at once, and scenarios.

use serde_json::Value;

use super::support::{fill, svg};
use crate::support::{Service, embedded, musterstadt};

const LEVEL: &str = "/cities/musterstadt/statistischer_bezirk";

/// The invented city with a definition that looks at changes too.
const BOTH: &str = r#"
[[priority]]
id = "beide"
name = "Status und Dynamik"
level = "statistischer_bezirk"
period = "2024"
indicators = [{ id = "sgb2_quote" }]
cuts = [-1.0, 1.0]
classes = ["hoch", "mittel", "niedrig"]
attention = [{ status = ["niedrig"], dynamics = ["negativ"] }]
dynamics = { lag = "2 years", cuts = [-1.0, 1.0], classes = ["positiv", "stabil", "negativ"] }
publish_hints = true
"#;

fn position(area: &Value) -> usize {
    usize::try_from(area["status"].as_i64().unwrap()).unwrap()
}

#[test]
fn a_map_of_status_and_dynamics_has_the_colours_of_the_cross_table() {
    let folder = musterstadt();
    folder.append("city.toml", BOTH);
    let service = Service::folder(folder.path());
    let told = service.json(&format!("{LEVEL}/priority?definition=beide"));
    let drawn = svg(
        &service,
        &format!("{LEVEL}/map.svg?show=status-dynamics&definition=beide"),
    );
    let mut compared = 0;
    for area in told["areas"].as_array().unwrap().iter().filter(|a| a["status"] != -1) {
        let color = &told["matrix_colors"][position(area)][position(&area["dynamics"])];
        assert_eq!(fill(&drawn, area["code"].as_str().unwrap()), color, "{area}");
        compared += 1;
    }
    assert!(compared > 40, "{compared}");
    assert!(drawn.contains("niedriger sozialer Status, negative Dynamik"));
    // The legend is a cross table, and strokes tell the dynamics where a copy has no colours.
    let legend = &drawn[drawn.find("<g id=\"legend\">").unwrap()..];
    let legend = &legend[..legend.find("</g>").unwrap()];
    for pattern in ["sra-below", "sra-ticks"] {
        assert_eq!(
            legend.matches(&format!("fill=\"url(#{pattern})\"")).count(),
            3,
            "{pattern}"
        );
    }
    assert!(
        legend.contains(">positive<") || legend.contains(">positive Dynamik<"),
        "columns have heads"
    );
    let dynamics = svg(&service, &format!("{LEVEL}/map.svg?show=dynamics&definition=beide"));
    let area = &told["areas"][0];
    assert_eq!(
        fill(&dynamics, area["code"].as_str().unwrap()),
        told["dynamics"]["colors"][position(&area["dynamics"])]
    );
}

#[test]
fn a_map_of_a_scenario_has_its_classes_and_says_that_it_is_one() {
    let told = embedded().json(&format!("{LEVEL}/priority?cuts=-0.2,0.2,1.5"));
    let drawn = svg(embedded(), &format!("{LEVEL}/map.svg?show=status&cuts=-0.2,0.2,1.5"));
    for area in told["areas"].as_array().unwrap().iter().filter(|a| a["status"] != -1) {
        let color = &told["colors"][position(area)];
        assert_eq!(fill(&drawn, area["code"].as_str().unwrap()), color, "{area}");
    }
    assert!(drawn.contains("Szenario mit geänderten Annahmen"));
    assert!(drawn.contains("schwellen=-0.2"), "the address leads to the scenario");
    let declared = svg(embedded(), &format!("{LEVEL}/map.svg?show=status"));
    assert!(!declared.contains("Szenario"));
    let wrong = embedded().get(&format!("{LEVEL}/map.svg?show=status&weights=nichts:1"));
    assert_eq!(wrong.status, 400);
}

#[test]
fn every_class_has_a_colour_and_full_words_in_both_languages() {
    for (language, words) in [("de", "sozialer Status"), ("en", "social status")] {
        let told = embedded().json(&format!("{LEVEL}/priority?language={language}"));
        let count = told["classes"].as_array().unwrap().len();
        for field in ["class_labels", "colors", "matrix_colors"] {
            assert_eq!(told[field].as_array().unwrap().len(), count, "{field}");
        }
        let labels = told["class_labels"].as_array().unwrap();
        assert!(
            labels.iter().all(|label| label.as_str().unwrap().contains(words)),
            "{labels:?}"
        );
    }
}
