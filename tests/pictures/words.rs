//! Words on pictures can be read and none lies over another.

use resvg::usvg::Rect;

use super::support::{svg, texts, tree};
use crate::support::{Service, embedded, served};

/// Letters may touch by the rounding of numbers, no more.
const TOUCH: f32 = 0.05;

fn overlap(a: &Rect, b: &Rect) -> bool {
    let across = a.right().min(b.right()) - a.left().max(b.left());
    let down = a.bottom().min(b.bottom()) - a.top().max(b.top());
    across > TOUCH && down > TOUCH
}

/// Every pair of words that lie over each other, and words that reach beyond the page.
pub(super) fn faults(drawing: &str) -> Vec<String> {
    let tree = tree(drawing);
    let words = texts(&tree);
    assert!(words.len() > 10);
    let mut found = Vec::new();
    for (i, (word, cover, _)) in words.iter().enumerate() {
        let inside = cover.left() >= 0.0
            && cover.top() >= 0.0
            && cover.right() <= tree.size().width()
            && cover.bottom() <= tree.size().height();
        if !inside {
            found.push(format!("\"{word}\" reaches beyond the page"));
        }
        for (other, its, _) in &words[i + 1..] {
            if overlap(cover, its) {
                found.push(format!("\"{word}\" over \"{other}\""));
            }
        }
    }
    found
}

fn least_size(drawing: &str) -> f32 {
    texts(&tree(drawing))
        .iter()
        .map(|(_, _, size)| *size)
        .fold(f32::MAX, f32::min)
}

/// Kinds of map beside that of a change: rates with flags, the index, status and dynamics, numbers, and without what
/// gives orientation.
const KINDS: [&str; 6] = [
    "",
    "&show=status",
    "&show=status-dynamics",
    "&indicator=einwohner",
    "&context=none&parents=none",
    "&language=en&method=pretty",
];

/// The change of the first indicator that has two periods on the level, from the first to the last, if there is one.
fn change(service: &Service, city: &str, level: &str) -> Option<String> {
    let told = service.json(&format!("/cities/{city}"));
    told["indicators"].as_array().unwrap().iter().find_map(|indicator| {
        let all = indicator["available"].as_array()?;
        let periods = all.iter().find(|of| of["level"] == level)?["periods"].as_array()?;
        let (first, last) = (periods.first()?.as_str()?, periods.last()?.as_str()?);
        let id = indicator["id"].as_str()?;
        (first != last && indicator["unit"] == "%").then(|| format!("&indicator={id}&period={last}&earlier={first}"))
    })
}

fn check(service: &Service, city: &str, level: &str) {
    let stem = format!("/cities/{city}/{level}");
    let change = change(service, city, level);
    for kind in KINDS.into_iter().chain(change.as_deref()) {
        for (size, least) in [
            ("width=1920&height=1080", 24.0),
            ("paper=a4", 7.0),
            ("paper=a4&orientation=portrait", 7.0),
            ("paper=a3", 7.0),
        ] {
            let address = format!("{stem}/map.svg?{size}{kind}");
            let drawing = svg(service, &address);
            assert_eq!(faults(&drawing), Vec::<String>::new(), "{address}");
            assert!(least_size(&drawing) >= least, "{address}: {}", least_size(&drawing));
        }
    }
}

#[test]
fn no_word_lies_over_another_and_none_is_too_small() {
    check(embedded(), "musterstadt", "statistischer_bezirk");
    let few = svg(
        embedded(),
        "/cities/musterstadt/stadtbezirk/map.svg?paper=a4&orientation=portrait",
    );
    assert_eq!(faults(&few), Vec::<String>::new());
    if let Some(leipzig) = served("leipzig") {
        check(leipzig, "leipzig", "ortsteil");
    }
    if let Some(berlin) = served("berlin") {
        check(berlin, "berlin", "planungsraum");
    }
}

#[test]
fn a_page_on_paper_has_the_size_of_its_sheet_and_letters_in_points() {
    let drawing = svg(
        embedded(),
        "/cities/musterstadt/ortsteil/map.svg?paper=a4&orientation=portrait",
    );
    assert!(
        drawing.contains("width=\"210mm\" height=\"297mm\" viewBox=\"0 0 595.28 841.89\""),
        "{}",
        &drawing[..300]
    );
}

#[test]
fn the_picture_says_what_where_when_from_whom_and_what_it_is_not() {
    let drawing = svg(
        embedded(),
        "/cities/musterstadt/statistischer_bezirk/map.svg?indicator=sgb2_quote",
    );
    let tree = tree(&drawing);
    let all: Vec<String> = texts(&tree).into_iter().map(|(words, _, _)| words).collect();
    let all = all.join(" ");
    for words in [
        "SGB-II-Quote",
        "Statistische Bezirke in Musterstadt, 2024",
        "rechnerisch auffällig",
        "geheim zu halten",
        "Beschrieben werden Gebiete, nicht Menschen.",
        "er braucht Ortskenntnis",
        "Musterstadt ist eine erfundene Stadt.",
        "Einteilung der Klassen: Quantile.",
        "Zahlen von 1 bis 4 bleiben geheim",
        "© Jobcenter Musterstadt (erfunden), Stand 31.12.2024, Lizenz CC0-1.0",
        "Gebietsstand 2024",
        "Grenzen: Stadtbezirke",
        "?stadt=musterstadt&",
        "Datenfassung",
        "2\u{a0}km",
        "N",
    ] {
        assert!(all.contains(words), "{words} is not in: {all}");
    }
}

#[test]
fn every_part_can_be_switched_off() {
    let address = "/cities/musterstadt/statistischer_bezirk/map.svg?indicator=sgb2_quote";
    for (part, mark) in [
        ("title", ">Statistische Bezirke in Musterstadt, 2024</text>"),
        ("legend", "id=\"legend\""),
        ("scale", "id=\"scale\""),
        ("north", "id=\"north\""),
        ("sources", "Jobcenter"),
        ("notes", "nicht Menschen. Der Index"),
        ("address", "stadt=musterstadt"),
        ("labels", "id=\"labels\""),
        ("borders", "id=\"borders\""),
        ("parents", "id=\"parents\""),
        ("flags", "id=\"flags\""),
        ("context", "id=\"context\""),
    ] {
        assert!(svg(embedded(), address).contains(mark), "{part}");
        assert!(
            !svg(embedded(), &format!("{address}&without={part}")).contains(mark),
            "{part}"
        );
    }
}

#[test]
fn a_sentence_says_what_the_map_says() {
    let answer = embedded().get("/cities/musterstadt/statistischer_bezirk/map.txt?indicator=sgb2_quote");
    assert_eq!(answer.header("content-type"), "text/plain; charset=utf-8");
    assert_eq!(
        String::from_utf8(answer.body).unwrap(),
        "Karte: SGB-II-Quote, Statistische Bezirke in Musterstadt, 2024. Die Werte reichen von 1,9\u{a0}% bis 34,9\u{a0}%. \
         Musterstadt insgesamt: 12,9\u{a0}%. 2 Gebiete sind schraffiert (geheim zu halten). \
         5 Gebiete sind rechnerisch auffällig (Statusindex). Beschrieben werden Gebiete, nicht Menschen.\n"
    );
}
