//! Whatever a file of a presentation holds: it is refused, or it is one that a slide can show and that is written as it was read.

use proptest::prelude::*;
use serde_json::{Value, json};
use sozialraumatlas::output::presentation::{LONGEST, MOST_SLIDES, Presentation, is_id, read, write};

/// Texts of every kind: words, placeholders and what looks like them, markup, control characters, other scripts.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[A-Za-zäöüß ]{0,40}",
        Just("{city:einwohner:2024}".to_owned()),
        Just("{area:ortsteil:01:einwohner:2024}".to_owned()),
        Just("<script>".to_owned()),
        Just("0341 123456".to_owned()),
        "[{}:\\\\\"\u{0}\n\t]{1,4}",
        any::<String>().prop_map(|s| s.chars().take(30).collect::<String>()),
    ];
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

fn words() -> impl Strategy<Value = Value> {
    prop_oneof![
        4 => text().prop_map(|de| json!({"de": de})),
        2 => (text(), text()).prop_map(|(de, en)| json!({"de": de, "en": en})),
        1 => Just(json!({})),
        1 => Just(json!({"fr": "non"})),
        1 => Just(Value::Null),
    ]
}

fn view() -> impl Strategy<Value = Value> {
    let name = || prop_oneof!["[a-z_0-9]{1,12}", text()];
    let list = prop::collection::vec("[a-z0-9]{1,3}", 0..7);
    (prop::option::of(name()), prop::option::of(name()), list, 0_u16..300).prop_map(
        |(level, indicator, areas, classes)| {
            let mut view = json!({"areas": areas, "area": areas.first()});
            if let Some(level) = level {
                view["level"] = json!(level);
            }
            if let Some(indicator) = indicator {
                view["indicator"] = json!(indicator);
            }
            if classes < 12 {
                view["classes"] = json!(classes);
            }
            view
        },
    )
}

fn slide() -> impl Strategy<Value = Value> {
    let kind = prop::sample::select(vec!["map", "comparison", "profile", "priority", "text", "film"]);
    (
        kind,
        words(),
        prop::option::of(words()),
        prop::option::of(words()),
        view(),
    )
        .prop_map(|(kind, message, text, notes, view)| {
            let mut slide = json!({"kind": kind, "message": message, "view": view});
            for (name, value) in [("text", text), ("notes", notes)] {
                if let Some(value) = value {
                    slide[name] = value;
                }
            }
            slide
        })
}

fn file() -> impl Strategy<Value = Value> {
    (words(), prop::collection::vec(slide(), 0..4), any::<bool>()).prop_map(|(title, slides, published)| {
        json!({"format": "sozialraumatlas-presentation", "version": 1, "title": title, "published": published,
            "slides": slides})
    })
}

/// What every presentation holds to that was read.
fn fits(found: &Presentation) {
    assert!((1..=MOST_SLIDES).contains(&found.slides.len()));
    for slide in &found.slides {
        let messages: Vec<&str> = slide.message.all().collect();
        assert!(!messages.is_empty());
        for message in messages {
            assert!(
                message.chars().count() <= 140 && !message.chars().any(char::is_control) && !message.trim().is_empty()
            );
        }
        assert!(slide.view.areas.len() <= 4 && slide.view.classes.is_none_or(|classes| (3..=7).contains(&classes)));
    }
    let bytes = write(found);
    assert_eq!(read(&bytes).as_ref(), Ok(found));
    assert_eq!(write(&read(&bytes).unwrap()), bytes);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn what_is_read_can_be_shown_and_is_written_as_it_was_read(file in file()) {
        if let Ok(found) = read(file.to_string().as_bytes()) {
            fits(&found);
        }
    }

    #[test]
    fn bytes_of_any_kind_and_broken_files_are_refused_or_fit(
        file in file(),
        at in any::<prop::sample::Index>(),
        bytes in prop::collection::vec(any::<u8>(), 0..12),
    ) {
        let mut broken = file.to_string().into_bytes();
        let at = at.index(broken.len());
        broken.splice(at..at, bytes.iter().copied());
        for candidate in [broken.as_slice(), &broken[..at], bytes.as_slice()] {
            if let Ok(found) = read(candidate) {
                fits(&found);
            }
        }
    }

    #[test]
    fn a_name_of_a_file_is_never_a_path(name in any::<String>()) {
        if is_id(&name) {
            prop_assert!(name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
            prop_assert!(name.len() <= 60);
        }
    }
}

#[test]
fn a_deep_or_large_file_is_refused() {
    let deep = format!("{}{}", "[".repeat(60_000), "]".repeat(60_000));
    assert!(read(deep.as_bytes()).is_err());
    assert!(read(&vec![b' '; LONGEST + 1]).is_err());
}
