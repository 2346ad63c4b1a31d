//! Maps of numbers below and above zero: classes lie around zero, and a copy without colours tells both sides.

use super::support::{fill, numbers, svg, tree};
use crate::support::{Service, musterstadt, served, texts};

/// The invented city with an indicator that has both signs.
fn with_growth() -> Service {
    let city = musterstadt();
    city.append(
        "city.toml",
        "\n[[indicator]]\nid = \"wachstum\"\nname = \"Wachstum\"\ntheme = \"Bevölkerung\"\nunit = \"%\"\n\
         direction = \"neutral\"\ndecimals = 1\nvalue = \"100 * (einwohner - lag(einwohner, 1)) / lag(einwohner, 1)\"\npalette = \"PuOr\"\n",
    );
    Service::folder(city.path())
}

const STEM: &str = "/cities/musterstadt/statistischer_bezirk";

#[test]
fn classes_of_a_palette_that_parts_at_zero_lie_around_zero() {
    let service = with_growth();
    let values = service.json(&format!("{STEM}/values?indicator=wachstum"));
    let breaks = numbers(&values["classification"]["breaks"]);
    assert_eq!(breaks.len(), 6);
    for (low, high) in breaks.iter().zip(breaks.iter().rev()) {
        assert!((low + high).abs() < 1e-9, "{breaks:?}");
    }
    let asked = service.json(&format!("{STEM}/values?indicator=wachstum&method=quantiles"));
    assert_eq!(asked["classification"]["method"], "quantiles");
    assert_ne!(asked["classification"]["breaks"], values["classification"]["breaks"]);
}

#[test]
fn areas_below_zero_carry_dashes_on_the_map_and_in_the_legend() {
    let service = with_growth();
    let address = format!("{STEM}/map.svg?indicator=wachstum");
    let drawing = svg(&service, &address);
    let values = service.json(&format!("{STEM}/values?indicator=wachstum"));
    let below: usize = values["class"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|c| matches!(c.as_i64(), Some(0 | 1)))
        .count();
    let dashes = tree(&drawing).node_by_id("below-zero").is_some();
    assert!(below > 0 && dashes);
    let path = drawing
        .lines()
        .find(|line| line.starts_with("<path id=\"below-zero\""))
        .unwrap();
    assert!(path.matches('M').count() >= below);
    let legend = &drawing[drawing.find("<g id=\"legend\">").unwrap()..];
    assert_eq!(legend.matches("fill=\"url(#sra-below)\"").count(), 2);
    let colors = texts(&values["classification"]["colors"]);
    for (code, class) in texts(&values["code"])
        .into_iter()
        .zip(values["class"].as_array().unwrap())
    {
        if let Ok(class) = usize::try_from(class.as_i64().unwrap()) {
            assert_eq!(fill(&drawing, code), colors[class], "the colours stay");
        }
    }
    for without in ["&parts=none", "&indicator=sgb2_quote"] {
        assert!(!svg(&service, &format!("{STEM}/map.svg?indicator=wachstum{without}")).contains("id=\"below-zero\""));
    }
}

#[test]
fn words_on_a_map_of_changes_lie_apart() {
    let Some(berlin) = served("berlin") else { return };
    for size in ["width=1920&height=1080", "paper=a4", "paper=a4&orientation=portrait"] {
        let drawing = svg(
            berlin,
            &format!("/cities/berlin/planungsraum/map.svg?indicator=d4&{size}"),
        );
        assert_eq!(super::words::faults(&drawing), Vec::<String>::new(), "{size}");
        assert!(drawing.contains("id=\"below-zero\""));
    }
}
