//! The map whose areas another program draws: what that program is told, and what becomes of its faults. The programs here
//! are shell scripts; the real one has tests of its own in `web/native`.
#![cfg(unix)]

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use resvg::tiny_skia::{Color, Pixmap, PremultipliedColorU8};
use serde_json::Value;
use sozialraumatlas::api::{CitySlot, Options};

use super::support::pixels;
use crate::support::{Answer, Service, TOKEN, TempFolder, embedded};

const MAP: &str = "/cities/musterstadt/ortsteil/map.png?indicator=sgb2_quote&width=640&height=480";

/// A service whose program is this script.
fn service(folder: &TempFolder, script: &str) -> Service {
    folder.write("program", format!("#!/bin/sh\n{script}\n"));
    let program = folder.path().join("program");
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    with_program(Some(program))
}

fn with_program(maplibre: Option<PathBuf>) -> Service {
    let slot = CitySlot::embedded().unwrap_or_else(|e| panic!("{e}")).0;
    Service::with(
        vec![slot],
        Options {
            maplibre,
            ..Options::default()
        },
    )
}

fn drawn(service: &Service) -> Answer {
    service.get(&format!("{MAP}&renderer=maplibre"))
}

/// A problem in plain words that does not say what the program is called on this machine.
fn refused(answer: &Answer, word: &str) {
    assert_eq!(answer.status, 503);
    assert_eq!(answer.header("content-type"), "application/problem+json");
    let detail = answer.json()["detail"].as_str().unwrap().to_owned();
    assert!(
        detail.contains(word) && detail.contains("renderer=maplibre"),
        "{detail}"
    );
    assert!(!detail.contains('/') && !detail.contains("panic"), "{detail}");
}

#[test]
fn without_the_program_or_an_adapter_the_answer_is_a_plain_sentence() {
    refused(&drawn(&with_program(None)), "nicht eingerichtet");
    let folder = TempFolder::new("maplibre");
    refused(&drawn(&service(&folder, "exit 3")), "Grafikadapter");
    refused(&drawn(&with_program(Some(folder.path().join("gone")))), "konnte");
}

#[test]
fn a_program_that_fails_dies_or_writes_nonsense_is_a_plain_sentence() {
    let folder = TempFolder::new("maplibre");
    for script in ["exit 2", "kill -9 $$", "echo thread panicked >&2; exit 101"] {
        refused(&drawn(&service(&folder, script)), "konnte");
    }
    let odd = drawn(&service(&folder, "cat > /dev/null; echo nonsense"));
    assert_eq!(odd.status, 500);
    assert!(!String::from_utf8_lossy(&odd.body).contains("nonsense"));
}

#[test]
fn the_program_gets_fixed_words_a_clean_environment_and_no_token() {
    let folder = TempFolder::new("maplibre");
    let seen = folder.text();
    let script = format!("echo \"$@\" > {seen}/words; env > {seen}/environment; cat > {seen}/bundle; exit 4");
    let service = service(&folder, &script);
    let address = format!("{MAP}&renderer=maplibre&method=quantiles&x=%24%28touch%20evil%29%0a--help");
    let token = format!("Bearer {TOKEN}");
    let answer = service.ask("GET", &address, &[("Authorization", &token)]);
    assert_eq!(answer.status, 200, "an empty ground is a picture too");
    assert_eq!(folder.read("words"), b"--bundle\n");
    for file in ["environment", "bundle"] {
        let text = String::from_utf8_lossy(&folder.read(file)).into_owned();
        for secret in [TOKEN, "Bearer", "evil", "CARGO", "SOZIALRAUMATLAS"] {
            assert!(!text.contains(secret), "{secret} in {file}");
        }
    }
}

#[test]
fn the_bundle_tells_size_window_colours_and_the_bytes_that_follow() {
    let folder = TempFolder::new("maplibre");
    let service = service(&folder, &format!("cat > {}/bundle; exit 4", folder.text()));
    assert_eq!(drawn(&service).status, 200);
    let bundle = folder.read("bundle");
    let end = bundle.iter().position(|byte| *byte == b'\n').unwrap();
    let head: Value = serde_json::from_slice(&bundle[..end]).unwrap();
    let bytes: u64 = head["tiles"]
        .as_array()
        .unwrap()
        .iter()
        .map(|t| t["bytes"].as_u64().unwrap())
        .sum();
    assert_eq!(bytes, (bundle.len() - end - 1) as u64);
    let values = embedded().json("/cities/musterstadt/ortsteil/values?indicator=sgb2_quote");
    let colors = values["classification"]["colors"].as_array().unwrap();
    for (layer, color) in head["layers"].as_array().unwrap().iter().zip(colors) {
        assert_eq!(&layer["color"], color);
    }
    let window: Vec<f64> = super::support::numbers(&head["window"]);
    let across = (window[2] - window[0]) / head["width"].as_f64().unwrap();
    let down = (window[3] - window[1]) / head["height"].as_f64().unwrap();
    assert!((across / down - 1.0).abs() < 0.005, "{across} {down}");
}

/// A service whose program draws this map all in red, and how many pixels it draws.
fn red_service(folder: &TempFolder, address: &str) -> (Service, usize) {
    let asked = service(folder, &format!("cat > {}/bundle; exit 4", folder.text()));
    assert_eq!(asked.get(address).status, 200);
    let bundle = folder.read("bundle");
    let end = bundle.iter().position(|byte| *byte == b'\n').unwrap();
    let head: Value = serde_json::from_slice(&bundle[..end]).unwrap();
    let edge = |name: &str| u32::try_from(head[name].as_u64().unwrap()).unwrap();
    let mut red = Pixmap::new(edge("width"), edge("height")).unwrap();
    red.fill(Color::from_rgba8(255, 0, 0, 255));
    folder.write("red.png", red.encode_png().unwrap());
    let script = format!("cat > /dev/null; cat {}/red.png", folder.text());
    (service(folder, &script), (red.width() * red.height()) as usize)
}

fn reds(picture: &Pixmap) -> usize {
    let red = |pixel: &&PremultipliedColorU8| (pixel.red(), pixel.green(), pixel.blue()) == (255, 0, 0);
    picture.pixels().iter().filter(red).count()
}

#[test]
fn the_programs_picture_lies_below_words_lines_and_hatches() {
    let folder = TempFolder::new("maplibre");
    let bare = format!("{MAP}&renderer=maplibre&parts=none");
    let (service, all) = red_service(&folder, &bare);
    assert_eq!(reds(&pixels(&service, &format!("{MAP}&parts=none"))), 0);
    assert_eq!(reds(&pixels(&service, &bare)), all);
    let titled = format!("{MAP}&renderer=maplibre");
    let (service, all) = red_service(&folder, &titled);
    assert!(
        (1..all).contains(&reds(&pixels(&service, &titled))),
        "lines and names lie on top"
    );
}

#[test]
fn a_picture_of_another_size_is_refused() {
    let folder = TempFolder::new("maplibre");
    folder.write("small.png", Pixmap::new(3, 3).unwrap().encode_png().unwrap());
    let wrong = service(&folder, &format!("cat > /dev/null; cat {}/small.png", folder.text()));
    assert_eq!(drawn(&wrong).status, 500);
}

#[test]
fn internal_pictures_of_the_program_are_stamped_too() {
    let folder = TempFolder::new("maplibre");
    let service = service(&folder, "cat > /dev/null; exit 4");
    let token = format!("Bearer {TOKEN}");
    let address = format!("{MAP}&renderer=maplibre&parts=none");
    let internal = service.ask("GET", &address, &[("Authorization", &token)]);
    let public = service.get(&address);
    assert!(internal.status == 200 && public.status == 200);
    assert_eq!(internal.header("cache-control"), "private, no-store");
    assert_ne!(internal.body, public.body);
}
