//! The colour of every area is the legend's colour of its class.

use std::collections::BTreeSet;

use super::support::{color_at, fill, legend_colors, numbers, pixels, svg, tree};
use crate::support::{Service, embedded, served, texts};

/// Every method that is known; a test holds that none is left out.
const METHODS: [&str; 8] = [
    "method=equal_interval",
    "method=quantiles",
    // The same breaks in all years.
    "method=quantiles&scale=periods",
    "method=fisher_jenks",
    "method=standard_deviation",
    "method=head_tail",
    "method=pretty",
    "method=manual&breaks=0,5,10,20,40",
];

/// Where a place lies on a picture that shows nothing but the areas, from the box that their outlines fill.
struct Places {
    west: f64,
    north: f64,
    scale: f64,
    x: f64,
    y: f64,
}

fn mercator(lon: f64, lat: f64) -> (f64, f64) {
    let sine = lat.to_radians().sin();
    (lon.to_radians(), -((1.0 + sine) / (1.0 - sine)).ln() / 2.0)
}

impl Places {
    fn new(drawing: &str, bounds: &[f64]) -> Self {
        let (west, south) = mercator(bounds[0], bounds[1]);
        let (east, north) = mercator(bounds[2], bounds[3]);
        let tree = tree(drawing);
        let areas = tree.node_by_id("areas").unwrap().abs_bounding_box();
        let across = f64::from(areas.width()) / (east - west);
        let down = f64::from(areas.height()) / (south - north);
        assert!(
            (across / down - 1.0).abs() < 0.005,
            "shapes are not squeezed: {across} {down}"
        );
        Self {
            west,
            north,
            scale: across,
            x: f64::from(areas.x()),
            y: f64::from(areas.y()),
        }
    }

    fn of(&self, lon: f64, lat: f64) -> (f64, f64) {
        let (x, y) = mercator(lon, lat);
        (
            self.x + (x - self.west) * self.scale,
            self.y + (y - self.north) * self.scale,
        )
    }
}

/// Compares legend, drawing and pixels with the classes that the service tells. Whether there are such classes: values that
/// are not right-skewed are refused for pictures as they are for values.
fn compare(service: &Service, city: &str, level: &str, query: &str) -> bool {
    let stem = format!("/cities/{city}/{level}");
    if query.contains("head_tail") && service.get(&format!("{stem}/values?{query}")).status == 400 {
        for kind in ["values", "map.svg", "map.png"] {
            let refused = service.get(&format!("{stem}/{kind}?{query}")).json();
            assert!(
                refused["detail"].as_str().unwrap().contains("rechtsschief"),
                "{refused}"
            );
        }
        return false;
    }
    let values = service.json(&format!("{stem}/values?{query}"));
    let colors = texts(&values["classification"]["colors"]);
    let legend = legend_colors(&svg(service, &format!("{stem}/map.svg?{query}&parts=legend")));
    assert_eq!(&legend[legend.len() - colors.len()..], colors, "{stem} {query}");
    let bare = format!("{query}&parts=none&width=1000&height=800");
    let drawing = svg(service, &format!("{stem}/map.svg?{bare}"));
    let picture = pixels(service, &format!("{stem}/map.png?{bare}"));
    let bounds = numbers(&service.json(&format!("{stem}/tiles.json"))["bounds"]);
    let places = Places::new(&drawing, &bounds);
    let areas = service.json(&format!("{stem}/areas"));
    for (i, code) in texts(&values["code"]).into_iter().enumerate() {
        let class = values["class"][i].as_i64().unwrap();
        let Ok(class) = usize::try_from(class) else {
            assert!(!colors.contains(&fill(&drawing, code)), "{stem} {query} {code}");
            continue;
        };
        assert_eq!(fill(&drawing, code), colors[class], "{stem} {query} {code}");
        let (x, y) = places.of(areas["lon"][i].as_f64().unwrap(), areas["lat"][i].as_f64().unwrap());
        assert_eq!(
            color_at(&picture, x, y),
            colors[class],
            "{stem} {query} {code} at {x} {y}"
        );
    }
    true
}

#[test]
fn at_every_label_point_drawing_and_pixels_have_the_legends_colour_for_every_method() {
    for method in METHODS {
        let levels = ["stadtbezirk", "ortsteil", "statistischer_bezirk", "sozialraum"];
        let query = format!("indicator=sgb2_quote&{method}");
        let compared = levels.map(|level| compare(embedded(), "musterstadt", level, &query));
        let always = !method.contains("head_tail");
        assert!(
            compared.contains(&true) && (!always || compared == [true; 4]),
            "{method}"
        );
    }
}

#[test]
fn every_method_is_compared() {
    let compared: BTreeSet<&str> = METHODS
        .iter()
        .filter_map(|query| query.split(['=', '&']).nth(1))
        .collect();
    let known: BTreeSet<&str> = sozialraumatlas::analysis::classification::METHODS
        .iter()
        .map(|method| method.id())
        .collect();
    assert_eq!(compared, known);
}

#[test]
fn hidden_values_have_a_hatch_and_no_colour() {
    let values = embedded().json("/cities/musterstadt/statistischer_bezirk/values?indicator=sgb2_quote");
    let drawing = svg(
        embedded(),
        "/cities/musterstadt/statistischer_bezirk/map.svg?indicator=sgb2_quote",
    );
    let reasons = values["reason"].as_array().unwrap();
    let secret: Vec<usize> = (0..reasons.len()).filter(|i| reasons[*i] == "suppressed").collect();
    assert!(!secret.is_empty());
    for i in secret {
        let code = values["code"][i].as_str().unwrap();
        assert_eq!(fill(&drawing, code), "url(#sra-secret)", "{code}");
    }
}

#[test]
fn absolute_numbers_are_circles_and_never_fills() {
    let address = "/cities/musterstadt/ortsteil/map.svg?indicator=einwohner";
    let drawing = svg(embedded(), &format!("{address}&parts=none"));
    let values = embedded().json("/cities/musterstadt/ortsteil/values?indicator=einwohner");
    let colors = texts(&values["classification"]["colors"]);
    for code in texts(&values["code"]) {
        assert!(!colors.contains(&fill(&drawing, code)), "{code}");
    }
    let radii: Vec<f64> = drawing
        .lines()
        .filter(|line| line.starts_with("<circle") && line.contains("#0e4f5c"))
        .map(|line| attribute(line, " r").parse().unwrap())
        .collect();
    let mut wanted: Vec<f64> = values["value"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(serde_json::Value::as_f64)
        .collect();
    wanted.sort_by(|a, b| b.total_cmp(a));
    assert_eq!(radii.len(), wanted.len());
    for (radius, value) in radii.iter().zip(&wanted) {
        let share = (radius / radii[0]).powi(2);
        assert!((share - value / wanted[0]).abs() < 0.01, "{radius} for {value}");
    }
}

#[test]
fn classes_of_the_index_are_those_of_the_definition() {
    let stem = "/cities/musterstadt/statistischer_bezirk";
    let priority = embedded().json(&format!("{stem}/priority"));
    let drawing = svg(embedded(), &format!("{stem}/map.svg?show=status"));
    let legend = legend_colors(&drawing);
    for area in priority["areas"].as_array().unwrap() {
        let code = area["code"].as_str().unwrap();
        match usize::try_from(area["status"].as_i64().unwrap()) {
            Ok(class) => assert_eq!(fill(&drawing, code), legend[class], "{code}"),
            Err(_) => assert!(fill(&drawing, code).starts_with("url("), "{code}"),
        }
    }
    for class in priority["classes"].as_array().unwrap() {
        assert!(drawing.contains(&format!(">{}</text>", class.as_str().unwrap())));
    }
}

#[test]
fn real_cities_have_the_legends_colours_too_for_every_method() {
    for (city, level, indicator) in [("leipzig", "ortsteil", "sgb2_quote"), ("berlin", "planungsraum", "s1")] {
        let Some(service) = served(city) else { continue };
        for method in METHODS {
            let compared = compare(service, city, level, &format!("indicator={indicator}&{method}"));
            assert!(compared || method.contains("head_tail"), "{city} {method}");
        }
    }
}

/// A scale bar is as long as the ground below it, measured on the sphere between two label points.
#[test]
fn the_scale_bar_is_true() {
    let stem = "/cities/musterstadt/ortsteil";
    let drawing = svg(embedded(), &format!("{stem}/map.svg?parts=scale&context=none"));
    let bounds = numbers(&embedded().json(&format!("{stem}/tiles.json"))["bounds"]);
    let places = Places::new(&drawing, &bounds);
    let bar = tree(&drawing).node_by_id("scale").unwrap().abs_bounding_box();
    let metres: f64 = attribute(&drawing, "data-metres").parse().unwrap();
    let middle = f64::midpoint(bounds[1], bounds[3]);
    let (a, b) = (places.of(bounds[0], middle), places.of(bounds[2], middle));
    // Radius of the parallel on the ellipsoid GRS 80.
    let (radius, flattening) = (6_378_137.0, 1.0 / 298.257_222_101);
    let squared = flattening * (2.0 - flattening);
    let sine = middle.to_radians().sin();
    let parallel = radius / (1.0 - squared * sine * sine).sqrt() * middle.to_radians().cos();
    let ground = parallel * (bounds[2] - bounds[0]).to_radians();
    let told = metres / f64::from(bar.width());
    let real = ground / (b.0 - a.0);
    assert!((told / real - 1.0).abs() < 0.005, "{told} {real}");
}

fn attribute<'s>(svg: &'s str, name: &str) -> &'s str {
    svg.split(&format!("{name}=\""))
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
}
