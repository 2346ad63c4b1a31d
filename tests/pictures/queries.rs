//! What can be asked for, what not, and who sees what.

use super::support::{pixels, svg};
use crate::support::{Service, TOKEN, embedded, musterstadt};

const MAP: &str = "/cities/musterstadt/ortsteil/map";

#[test]
fn a_picture_has_the_pixels_that_were_asked_for() {
    for (query, size) in [
        ("", (1920, 1080)),
        ("width=640&height=480", (640, 480)),
        ("paper=a4&dpi=72", (842, 595)),
        ("paper=a3&orientation=portrait&dpi=50", (585, 827)),
    ] {
        let picture = pixels(embedded(), &format!("{MAP}.png?{query}"));
        assert_eq!((picture.width(), picture.height()), size, "{query}");
    }
}

#[test]
fn a_part_of_the_query_that_cannot_be_met_is_named() {
    for (query, name) in [
        ("width=100000", "width, height"),
        ("width=4961&height=4961", "width, height"),
        ("height=-3", "height"),
        ("paper=a0", "paper"),
        ("paper=a4&dpi=301", "dpi"),
        ("paper=a4&orientation=quer", "orientation"),
        ("parts=title,stempel", "stempel"),
        ("without=stamp", "stamp"),
        ("show=everything", "show"),
    ] {
        for kind in ["svg", "png"] {
            let answer = embedded().get(&format!("{MAP}.{kind}?{query}"));
            assert_eq!(answer.status, 400, "{query}");
            assert_eq!(answer.header("content-type"), "application/problem+json");
            let detail = answer.json()["detail"].as_str().unwrap().to_owned();
            assert!(detail.contains(name), "{query}: {detail}");
        }
    }
    for (query, status) in [
        ("indicator=nothing", 404),
        ("context=moon", 404),
        ("parents=moon", 404),
        ("definition=moon", 404),
        ("period=1066", 404),
        ("method=jenks", 400),
    ] {
        assert_eq!(embedded().get(&format!("{MAP}.svg?{query}")).status, status, "{query}");
    }
}

#[test]
fn the_same_question_gives_the_same_bytes() {
    let again = Service::folder(musterstadt().path());
    for address in [
        "/cities/musterstadt/statistischer_bezirk/map.svg?indicator=sgb2_quote",
        "/cities/musterstadt/statistischer_bezirk/map.png?indicator=einwohner&width=400&height=400",
    ] {
        let (one, other) = (embedded().get(address), again.get(address));
        assert_eq!(one.status, 200);
        assert!(one.body == other.body, "{address}");
        assert!(one.body == embedded().get(address).body, "{address}");
    }
}

#[test]
fn pictures_of_internal_figures_carry_a_stamp_that_cannot_be_switched_off() {
    let ask = |address: &str| {
        let answer = embedded().ask("GET", address, &[("Authorization", &format!("Bearer {TOKEN}"))]);
        assert_eq!(answer.status, 200, "{address}");
        assert_eq!(answer.header("cache-control"), "private, no-store");
        String::from_utf8(answer.body).unwrap()
    };
    for query in [
        "",
        "?parts=none",
        "?without=title,legend,notes",
        "?paper=a4&orientation=portrait",
    ] {
        let (internal, public) = (
            ask(&format!("{MAP}.svg{query}")),
            svg(embedded(), &format!("{MAP}.svg{query}")),
        );
        assert!(
            internal.contains(">intern</text>") && internal.contains("id=\"stamp\""),
            "{query}"
        );
        assert!(!public.contains("id=\"stamp\""), "{query}");
    }
}

#[test]
fn hints_that_are_not_public_are_on_no_public_picture() {
    let folder = musterstadt();
    let toml = String::from_utf8(folder.read("city.toml")).unwrap();
    folder.write(
        "city.toml",
        toml.replace("publish_hints = true", "publish_hints = false"),
    );
    let service = Service::folder(folder.path());
    let stem = "/cities/musterstadt/statistischer_bezirk/map";
    let public = svg(&service, &format!("{stem}.svg?indicator=sgb2_quote"));
    assert!(!public.contains("id=\"flags\"") && !public.contains("auffällig"));
    let told = String::from_utf8(service.get(&format!("{stem}.txt?indicator=sgb2_quote")).body).unwrap();
    assert!(!told.contains("auffällig"), "{told}");
    for kind in ["svg", "png", "txt"] {
        assert_eq!(service.get(&format!("{stem}.{kind}?show=status")).status, 403, "{kind}");
    }
    let token = [("Authorization", format!("Bearer {TOKEN}"))];
    let internal = service.ask("GET", &format!("{stem}.svg"), &[(token[0].0, &token[0].1)]);
    assert!(String::from_utf8(internal.body).unwrap().contains("id=\"flags\""));
}

#[test]
fn flags_are_drawn_in_the_period_of_their_definition_only() {
    let stem = "/cities/musterstadt/statistischer_bezirk/map.svg?indicator=sgb2_quote";
    assert!(svg(embedded(), &format!("{stem}&period=2024")).contains("id=\"flags\""));
    assert!(!svg(embedded(), &format!("{stem}&period=2020")).contains("id=\"flags\""));
}

#[test]
fn the_licence_of_the_typeface_is_at_hand() {
    let answer = embedded().get("/fonts/SourceSans3-LICENSE.txt");
    assert_eq!(answer.status, 200);
    assert!(
        String::from_utf8(answer.body)
            .unwrap()
            .contains("SIL OPEN FONT LICENSE Version 1.1")
    );
    assert_eq!(embedded().get("/fonts/SourceSans3-Regular.ttf").status, 404);
}
