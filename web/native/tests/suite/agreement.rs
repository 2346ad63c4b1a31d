//! The native client draws what the server's legend says: at every label point lies the colour of the area's class.
//! Drawing and pixels of the server and the map of the page are compared with the same answers elsewhere.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::{Picture, Server, refused, run, temporary};
use serde_json::Value;

const METHODS: [&[&str]; 7] = [
    &["--method", "equal_interval"],
    &["--method", "quantiles", "--classes", "4"],
    &["--method", "fisher_jenks"],
    &["--method", "standard_deviation"],
    &["--method", "head_tail"],
    &["--method", "pretty"],
    &["--method", "manual", "--breaks", "0,5,10,20,40"],
];

/// The same choice as a query.
fn query(words: &[&str]) -> String {
    let pairs = words
        .chunks(2)
        .map(|pair| format!("&{}={}", pair[0].trim_start_matches("--"), pair[1]));
    pairs.collect()
}

fn mercator(lon: f64, lat: f64) -> [f64; 2] {
    let y = 0.5 - lat.to_radians().tan().asinh() / std::f64::consts::TAU;
    [lon / 360.0 + 0.5, y]
}

/// Where a place lies on a picture that shows this box in its middle, as large as possible.
fn pixel(picture: &Picture, bbox: [f64; 4], lon: f64, lat: f64) -> Option<[usize; 2]> {
    let ([x0, y0], [x1, y1]) = (mercator(bbox[0], bbox[3]), mercator(bbox[2], bbox[1]));
    #[expect(clippy::cast_precision_loss, reason = "few pixels")]
    let (width, height) = (picture.width as f64, picture.height as f64);
    let scale = (width / (x1 - x0)).min(height / (y1 - y0));
    let [x, y] = mercator(lon, lat);
    let (x, y) = (
        width / 2.0 + (x - f64::midpoint(x0, x1)) * scale,
        height / 2.0 + (y - f64::midpoint(y0, y1)) * scale,
    );
    let inside = (2.0..width - 2.0).contains(&x) && (2.0..height - 2.0).contains(&y);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "within the picture"
    )]
    inside.then_some([x as usize, y as usize])
}

fn strings(array: &Value) -> Vec<String> {
    array
        .as_array()
        .unwrap()
        .iter()
        .map(|v| v.as_str().unwrap().to_owned())
        .collect()
}

/// A map to compare.
struct Map<'a> {
    server: &'a Server,
    city: &'a str,
    level: &'a str,
    indicator: &'a str,
    classes: &'a [&'a str],
}

impl Map<'_> {
    fn stem(&self) -> String {
        format!("/cities/{}/{}", self.city, self.level)
    }

    fn draw(&self, bbox: [f64; 4], size: &str) -> Picture {
        let file = temporary("map.png");
        let bbox = bbox.map(|edge| edge.to_string()).join(",");
        let mut words = vec![
            "--server",
            &self.server.address,
            "--city",
            self.city,
            "--level",
            self.level,
        ];
        words.extend(["--indicator", self.indicator, "--bbox", &bbox, "--size", size, "-o"]);
        words.push(file.to_str().unwrap());
        words.extend(self.classes);
        let ran = run(&words, &[]);
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""), "{words:?}");
        let picture = Picture::read(&std::fs::read(&file).unwrap());
        std::fs::remove_file(file).unwrap();
        picture
    }

    /// Compares the colour at every label point in this box; how many were compared.
    fn compare(&self, bbox: [f64; 4], size: &str) -> usize {
        let stem = self.stem();
        let picture = self.draw(bbox, size);
        let values = self.server.json(&format!(
            "{stem}/values?indicator={}{}",
            self.indicator,
            query(self.classes)
        ));
        let areas = self.server.json(&format!("{stem}/areas"));
        let colors = strings(&values["classification"]["colors"]);
        let mut compared = 0;
        for (i, code) in strings(&values["code"]).iter().enumerate() {
            assert_eq!(areas["code"][i].as_str(), Some(code.as_str()));
            let place = [&areas["lon"][i], &areas["lat"][i]].map(|v| v.as_f64().unwrap());
            let Some([x, y]) = pixel(&picture, bbox, place[0], place[1]) else {
                continue;
            };
            let (found, words) = (picture.color(x, y), self.classes);
            match usize::try_from(values["class"][i].as_i64().unwrap()) {
                Ok(class) => assert_eq!(found, colors[class], "{stem} {words:?} {code} at {x} {y}"),
                Err(_) => assert!(!colors.contains(&found), "{stem} {words:?} {code} at {x} {y}"),
            }
            compared += 1;
        }
        compared
    }

    /// Whether the server makes such classes; where the values are not skewed as the method needs them, the client says so.
    fn has_classes(&self) -> bool {
        let address = format!(
            "{}/values?indicator={}{}",
            self.stem(),
            self.indicator,
            query(self.classes)
        );
        if self.server.answers(&address) {
            return true;
        }
        assert!(self.classes.contains(&"head_tail"), "{address}");
        let mut words = vec!["--server", &self.server.address, "--city", self.city];
        words.extend(["--level", self.level, "--indicator", self.indicator, "-o", "never.png"]);
        words.extend(self.classes);
        refused(&run(&words, &[]), "");
        false
    }

    fn bounds(&self) -> [f64; 4] {
        let document = self.server.json(&format!("{}/tiles.json", self.stem()));
        let numbers: Vec<f64> = document["bounds"]
            .as_array()
            .unwrap()
            .iter()
            .map(|v| v.as_f64().unwrap())
            .collect();
        numbers.try_into().unwrap()
    }

    /// Wherever the server's own picture has one colour around a pixel, maplibre-rs's has the same.
    fn compare_with_the_servers_own(&self) {
        let address = format!(
            "{}/map.png?indicator={}{}&parts=none&width=900&height=700",
            self.stem(),
            self.indicator,
            query(self.classes)
        );
        let [own, other] =
            ["", "&renderer=maplibre"].map(|r| Picture::read(&self.server.get(&format!("{address}{r}"))));
        assert_eq!((own.width, own.height), (other.width, other.height));
        let mut seen = std::collections::BTreeSet::new();
        for (x, y) in (3..own.height - 3)
            .step_by(3)
            .flat_map(|y| (3..own.width - 3).step_by(3).map(move |x| (x, y)))
        {
            let color = own.color(x, y);
            let around = (x - 3..=x + 3).flat_map(|x| (y - 3..=y + 3).map(move |y| (x, y)));
            if around.clone().all(|(x, y)| own.color(x, y) == color) {
                assert_eq!(other.color(x, y), color, "{address} at {x} {y}");
                seen.insert(color);
            }
        }
        let legend = self.server.json(&format!(
            "{}/values?indicator={}{}",
            self.stem(),
            self.indicator,
            query(self.classes)
        ));
        let shown = strings(&legend["classification"]["colors"])
            .into_iter()
            .filter(|color| seen.contains(color));
        assert!(shown.count() > 1, "{address}: {seen:?}");
    }
}

#[test]
fn every_label_point_has_the_legends_colour_for_every_method_and_level() {
    let server = Server::start(&[]);
    let city = server.json("/cities/musterstadt");
    let mut compared = std::collections::BTreeSet::new();
    for level in city["levels"].as_array().unwrap() {
        let (id, areas) = (level["id"].as_str().unwrap(), level["areas"].as_u64().unwrap());
        for classes in METHODS {
            let map = Map {
                server: &server,
                city: "musterstadt",
                level: id,
                indicator: "sgb2_quote",
                classes,
            };
            if map.has_classes() {
                assert_eq!(map.compare(map.bounds(), "1000x800") as u64, areas, "{id}");
                compared.insert(classes);
            }
        }
    }
    assert_eq!(compared.len(), METHODS.len());
}

#[test]
fn parts_of_the_map_and_upright_pictures_are_right_too() {
    let server = Server::start(&[]);
    let classes: &[&str] = &["--method", "quantiles"];
    let map = Map {
        server: &server,
        city: "musterstadt",
        level: "statistischer_bezirk",
        indicator: "sgb2_quote",
        classes,
    };
    let [west, south, east, north] = map.bounds();
    let (x, y) = (f64::midpoint(west, east), f64::midpoint(south, north));
    assert!(map.compare([west, south, x, y], "640x480") > 3);
    assert!(map.compare([x, y, east, north], "501x997") > 3);
    assert!(map.compare([west, south, east, north], "1600x401") > 40);
    let elsewhere = [
        "--server",
        &server.address,
        "--city",
        "musterstadt",
        "--bbox",
        "1,45,2,46",
        "-o",
        "never.png",
    ];
    refused(&run(&elsewhere, &[]), "no area");
}

#[test]
fn the_servers_picture_by_maplibre_rs_is_the_servers_own() {
    let server = Server::start(&[]);
    for level in ["ortsteil", "statistischer_bezirk"] {
        for classes in METHODS {
            let map = Map {
                server: &server,
                city: "musterstadt",
                level,
                indicator: "sgb2_quote",
                classes,
            };
            map.compare_with_the_servers_own();
        }
    }
    // Absolute numbers are circles on paper, never fills.
    let circles = ["", "&renderer=maplibre"].map(|renderer| {
        let address = "/cities/musterstadt/ortsteil/map.png?indicator=einwohner&parts=none&width=900&height=700";
        Picture::read(&server.get(&format!("{address}{renderer}")))
    });
    let paper = |picture: &Picture| {
        let all = (0..picture.height).flat_map(|y| (0..picture.width).map(move |x| (x, y)));
        all.filter(|(x, y)| picture.color(*x, *y) == "#f3f1ec").count()
    };
    let [own, other] = circles.each_ref().map(paper);
    assert!(own > 10_000 && own.abs_diff(other) < own / 50, "{own} {other}");
}

/// A real city's folder, filled from the data that lie beside the tests.
fn leipzig() -> Option<PathBuf> {
    let Some(data) = std::env::var_os("SOZIALRAUMATLAS_TEST_DATA") else {
        println!("skipped: SOZIALRAUMATLAS_TEST_DATA names no folder with real data");
        return None;
    };
    let folder = temporary("leipzig");
    std::fs::create_dir_all(&folder).unwrap();
    let toml = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../geodata/leipzig/city.toml");
    std::fs::copy(toml, folder.join("city.toml")).unwrap();
    let mirror = Path::new(&data).join("leipzig");
    let fetched = Command::new(Server::program())
        .args([
            "fetch",
            "--quiet",
            folder.to_str().unwrap(),
            "--mirror",
            mirror.to_str().unwrap(),
        ])
        .output()
        .expect("the server's program starts");
    assert!(fetched.status.success(), "{}", String::from_utf8_lossy(&fetched.stderr));
    Some(folder)
}

#[test]
fn a_real_city_has_the_legends_colours_too() {
    let Some(folder) = leipzig() else { return };
    let server = Server::start(&[&folder]);
    for classes in METHODS {
        let map = Map {
            server: &server,
            city: "leipzig",
            level: "ortsteil",
            indicator: "sgb2_quote",
            classes,
        };
        if map.has_classes() {
            assert_eq!(map.compare(map.bounds(), "1280x1100"), 63);
            map.compare_with_the_servers_own();
        }
    }
    drop(server);
    std::fs::remove_dir_all(folder).unwrap();
}
