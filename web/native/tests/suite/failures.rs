//! Whatever is missing or odd: one sentence, exit code 2, no panic.

use std::net::TcpListener;
use std::process::Command;

use crate::support::{pretend, refused, run, temporary};

/// Answers of a server whose tiles are these bytes and whose city lies here.
fn odd_server(tile: &'static [u8], bounds: &'static str) -> String {
    pretend(move |path| {
        let body = match path.split('?').next().unwrap_or_default() {
            "/cities/a" => r#"{"default": {"level": "b", "indicator": "c"}}"#.to_owned(),
            "/cities/a/b/values" => r#"{"period": "2024"}"#.to_owned(),
            path if path.ends_with("style.json") => {
                let fill = r##"{"type": "fill", "source-layer": "class-0", "paint": {"fill-color": "#ff0000"}}"##;
                format!(r#"{{"layers": [{fill}]}}"#)
            }
            path if path.ends_with("tiles.json") => {
                format!(r#"{{"tiles": ["http://elsewhere.example/t/{{z}}/{{x}}/{{y}}"], "bounds": {bounds}}}"#)
            }
            path if path.starts_with("/t/") => return Some(tile.to_vec()),
            _ => return None,
        };
        Some(body.into_bytes())
    })
}

fn draw(server: &str, city: &str, variables: &[(&str, &str)]) -> crate::support::Run {
    let file = temporary("failed.png");
    let ran = run(
        &["--server", server, "--city", city, "-o", file.to_str().unwrap()],
        variables,
    );
    assert!(!file.exists(), "nothing was written");
    ran
}

#[test]
fn a_command_line_that_makes_no_sense() {
    refused(&run(&[], &[]), "--city");
    refused(&run(&["--city", "a", "-o", "x.png", "--size", "0x5"], &[]), "1280x720");
    refused(&run(&["--city", "a", "-o", "x.png", "--colour"], &[]), "--colour");
}

#[test]
fn a_dead_server() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    refused(&draw(&format!("http://{free}"), "a", &[]), "no server answers");
}

#[test]
fn a_server_that_does_not_know_the_city_or_is_no_atlas() {
    let server = odd_server(b"", "[12.2, 51.2, 12.6, 51.5]");
    refused(&draw(&server, "z", &[]), "There is no such city.");
    let other = pretend(|_| Some(b"<html>".to_vec()));
    refused(&draw(&other, "a", &[]), "none of a Sozialraumatlas server");
}

#[test]
fn a_city_without_areas() {
    refused(&draw(&odd_server(b"", "[12.2, 51.2, 12.6, 51.5]"), "a", &[]), "no area");
    refused(
        &draw(&odd_server(b"", "[-180.0, -85.0, 180.0, 85.0]"), "a", &[]),
        "no area",
    );
    refused(&draw(&odd_server(b"", "null"), "a", &[]), "no area");
}

#[test]
fn a_tile_on_which_maplibre_rs_panics() {
    let server = odd_server(b"\xff\xff no tile", "[12.2, 51.2, 12.6, 51.5]");
    refused(&draw(&server, "a", &[]), "could not draw");
}

#[test]
fn a_machine_without_a_graphics_adapter() {
    let none = [
        ("WGPU_BACKEND", "vulkan"),
        ("VK_DRIVER_FILES", "/nonexistent"),
        ("VK_ICD_FILENAMES", "/nonexistent"),
    ];
    let server = odd_server(b"", "[12.2, 51.2, 12.6, 51.5]");
    refused(&draw(&server, "a", &none), "mesa-vulkan-drivers");
}

#[test]
fn a_bundle_that_is_none() {
    let output = Command::new(crate::support::PROGRAM)
        .arg("--bundle")
        .output()
        .expect("starts");
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
}
