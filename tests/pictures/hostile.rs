//! Names that look like markup, letters that no font has, and a thousand readers at once.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::Request;
use quick_xml::Reader;
use quick_xml::events::Event;
use sozialraumatlas::api::{Atlas, CitySlot, Options, PictureLimits, router};
use tower::ServiceExt;

use super::support::{pixels, svg, tree};
use crate::support::{Service, TempFolder, embedded};
use crate::tiny::{block, city, quote};

/// Names of every unpleasant kind, by code.
const NAMES: [(&str, &str); 6] = [
    ("01", "</text><script>alert(1)</script>"),
    ("02", "\"Anführung\" & 'Hochkomma' <b>"),
    ("03", "Größe Straße Übermäßig Äß"),
    ("04", "東京 مدينة 🦊"),
    ("05", "Donaudampfschifffahrtsgesellschaftskapitänsmützenstraßenviertel"),
    ("06", "url(#x) {city} %20 &amp; ]]>"),
];

fn hostile() -> TempFolder {
    let table = "Block;A;B\n01;10;50\n02;20;50\n03;30;50\n04;40;50\n05;45;50\n06;50;50\n";
    let folder = city(6, "threshold = 0", table, &quote());
    let features: Vec<_> = NAMES
        .iter()
        .zip(0..)
        .map(|((code, name), column)| block(code, name, column, 0))
        .collect();
    let blocks = serde_json::json!({"type": "FeatureCollection", "features": features});
    folder.write("boundaries/block.geojson", blocks.to_string());
    let toml = String::from_utf8(folder.read("city.toml")).unwrap();
    let title = "Ein sehr langer <Titel> & noch mehr, der über viele Zeilen geht, weil Ämter gern alles in einen Namen schreiben";
    let toml = toml.replace("name = \"quote\"", &format!("name = \"{title} {title} {title}\""));
    folder.write("city.toml", toml);
    folder
}

/// Names of all elements; fails where the text is no well-formed XML.
fn elements(svg: &str) -> Vec<String> {
    let mut reader = Reader::from_str(svg);
    reader.config_mut().check_end_names = true;
    let mut names = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(element) | Event::Empty(element) => {
                for attribute in element.attributes() {
                    attribute.unwrap();
                }
                names.push(element.name().as_ref().to_owned());
            }
            Event::Eof => return names,
            _ => {}
        }
    }
}

#[test]
fn names_never_become_markup_and_every_drawing_is_well_formed() {
    let service = Service::folder(hostile().path());
    for query in [
        "",
        "?paper=a4",
        "?width=400&height=900",
        "?width=320&height=320",
        "?show=values&parts=labels",
    ] {
        let drawing = svg(&service, &format!("/cities/tiny/block/map.svg{query}"));
        let known = [
            "svg", "title", "desc", "defs", "pattern", "clipPath", "rect", "path", "circle", "g", "text",
        ];
        for name in elements(&drawing) {
            assert!(known.contains(&name.as_str()), "{query}: <{name}>");
        }
        tree(&drawing);
        assert!(!drawing.contains("<script"));
    }
    let picture = pixels(&service, "/cities/tiny/block/map.png?width=800&height=600");
    assert_eq!(picture.width(), 800);
}

#[test]
fn a_long_title_wraps_and_stays_on_the_page() {
    let service = Service::folder(hostile().path());
    let drawing = svg(&service, "/cities/tiny/block/map.svg");
    let tree = tree(&drawing);
    for (words, cover, _) in super::support::texts(&tree) {
        assert!(cover.right() <= tree.size().width(), "{words}");
    }
    assert!(drawing.matches("font-weight=\"600\"").count() > 4);
}

#[test]
fn a_city_without_any_value_has_a_picture_too() {
    let table = "Block;A;B\n01;.;50\n02;.;50\n";
    let folder = city(2, "threshold = 0", table, &quote());
    let drawing = svg(&Service::folder(folder.path()), "/cities/tiny/block/map.svg");
    elements(&drawing);
    assert!(drawing.contains("geheim zu halten"));
}

/// A thousand different pictures asked for at once: tiles are answered meanwhile, and every picture is drawn or refused
/// with a word.
#[test]
fn a_thousand_pictures_at_once_do_not_block_tiles() {
    let slot = CitySlot::embedded().unwrap_or_else(|e| panic!("{e}")).0;
    let pictures = PictureLimits {
        patience: Duration::from_secs(20),
        ..PictureLimits::default()
    };
    let options = Options {
        pictures,
        ..Options::default()
    };
    let service = router(Arc::new(Atlas::new(vec![slot], options)));
    let ask = |address: String| {
        let service = service.clone();
        async move {
            let request = Request::builder().uri(address).body(Body::empty()).unwrap();
            let response = service.oneshot(request).await.unwrap();
            let status = response.status().as_u16();
            (
                status,
                axum::body::to_bytes(response.into_body(), usize::MAX)
                    .await
                    .unwrap()
                    .len(),
            )
        }
    };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let pictures: Vec<_> = (0..1000)
            .map(|i| {
                tokio::spawn(ask(format!(
                    "/cities/musterstadt/stadtbezirk/map.png?width=400&height=320&parts=none&x={i}"
                )))
            })
            .collect();
        tokio::time::sleep(Duration::from_millis(50)).await;
        for x in 530..545 {
            let before = Instant::now();
            let (status, _) = ask(format!("/cities/musterstadt/ortsteil/tiles/10/{x}/340")).await;
            assert_eq!(status, 200);
            assert!(
                before.elapsed() < Duration::from_secs(2),
                "a tile took {:?}",
                before.elapsed()
            );
        }
        let mut drawn = 0;
        for picture in pictures {
            let (status, length) = picture.await.unwrap();
            assert!(status == 200 || status == 503, "{status}");
            drawn += usize::from(status == 200 && length > 1000);
        }
        assert!(drawn > 0, "{drawn} pictures were drawn");
    });
    assert_eq!(embedded().get("/health").status, 200);
}
