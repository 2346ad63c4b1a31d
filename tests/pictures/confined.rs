//! Pictures of one area of the coarser level, and pictures with larger letters.

use super::support::{svg, texts, tree};
use super::words::faults;
use crate::support::embedded;

const MAP: &str = "/cities/musterstadt/statistischer_bezirk/map";

fn least(drawing: &str) -> f32 {
    texts(&tree(drawing))
        .iter()
        .map(|(_, _, size)| *size)
        .fold(f32::MAX, f32::min)
}

#[test]
fn a_picture_within_one_area_is_drawn_larger_and_names_its_parts_only() {
    let areas = embedded().json("/cities/musterstadt/statistischer_bezirk/areas");
    let whole = svg(embedded(), &format!("{MAP}.svg"));
    let parents = embedded().json("/cities/musterstadt/ortsteil/areas");
    for code in crate::support::texts(&parents["code"]).into_iter().step_by(4) {
        let drawing = svg(embedded(), &format!("{MAP}.svg?parents=ortsteil&within={code}"));
        assert!(drawing.contains("id=\"veil\""), "{code}");
        assert_eq!(faults(&drawing), Vec::<String>::new(), "{code}");
        let metres = |svg: &str| {
            let bar = tree(svg).node_by_id("scale").unwrap().abs_bounding_box().width();
            let told = svg.split("data-metres=\"").nth(1).unwrap().split('"').next().unwrap();
            told.parse::<f32>().unwrap() / bar
        };
        assert!(metres(&drawing) < 0.8 * metres(&whole), "{code}");
        let start = drawing.find("<g id=\"labels\">").unwrap();
        let labels = drawing[start..].split("</g>").next().unwrap();
        let inside = crate::support::texts(&areas["parent"])
            .into_iter()
            .zip(crate::support::texts(&areas["name"]));
        let foreign: Vec<&str> = inside
            .filter(|(parent, _)| *parent != code)
            .map(|(_, name)| name)
            .collect();
        for name in foreign {
            assert!(!labels.contains(&format!(">{name}</text>")), "{name} in {code}");
        }
    }
}

#[test]
fn an_area_that_the_coarser_level_has_not_is_named() {
    for query in [
        "parents=stadtbezirk&within=99",
        "parents=none&within=1",
        "within=%3Cb%3E",
    ] {
        for kind in ["svg", "png", "txt"] {
            let answer = embedded().get(&format!("{MAP}.{kind}?{query}"));
            assert_eq!(answer.status, 404, "{query}");
            assert_eq!(answer.header("content-type"), "application/problem+json");
        }
    }
}

#[test]
fn letters_are_as_large_as_they_were_wished_and_still_lie_apart() {
    for (size, letters) in [
        ("width=1920&height=1080", 36.0),
        ("width=1280&height=720", 24.0),
        ("width=800&height=600", 10.0),
    ] {
        let drawing = svg(
            embedded(),
            &format!("{MAP}.svg?{size}&letters={letters}&without=notes,sources,address"),
        );
        assert!((least(&drawing) - letters).abs() < 0.01, "{size}: {}", least(&drawing));
        assert_eq!(faults(&drawing), Vec::<String>::new(), "{size}");
    }
    for letters in ["9", "61", "groß", "NaN"] {
        let answer = embedded().get(&format!("{MAP}.svg?letters={letters}"));
        assert_eq!(answer.status, 400, "{letters}");
        assert!(answer.json()["detail"].as_str().unwrap().contains("letters"));
    }
}
