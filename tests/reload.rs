//! A running server outlives bad edits and takes good ones.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::{TempFolder, entry, files_below, musterstadt};

/// The longest wait for a server to notice something.
const PATIENCE: Duration = Duration::from_mins(3);

/// A running server that ends with the test.
struct Server {
    child: Child,
    base: String,
    log: mpsc::Receiver<String>,
}

impl Server {
    fn start(folders: &[&TempFolder]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_sozialraumatlas"))
            .arg("serve")
            .args(folders.iter().map(|f| f.path()))
            .args(["--listen", "127.0.0.1:0"])
            .current_dir(std::env::temp_dir())
            .env_remove("SOZIALRAUMATLAS_LOG")
            .stderr(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let (sender, receiver) = mpsc::channel();
        // Reads on until the server ends, so that its log never blocks it.
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let _ = sender.send(line);
            }
        });
        let mut server = Self {
            child,
            base: String::new(),
            log: receiver,
        };
        let deadline = Instant::now() + PATIENCE;
        while server.base.is_empty() {
            let left = deadline.saturating_duration_since(Instant::now());
            let line = server.log.recv_timeout(left).expect("the server says where it listens");
            if let Some((_, rest)) = line.split_once("open http://") {
                server.base = format!("http://{}", rest.split('/').next().unwrap());
            }
        }
        server
    }

    /// `ETag` and body of an answer.
    fn get(&self, address: &str) -> (String, Value) {
        let mut response = ureq::get(format!("{}{address}", self.base)).call().unwrap();
        let tag = response
            .headers()
            .get("etag")
            .map_or("", |v| v.to_str().unwrap())
            .to_owned();
        (
            tag,
            serde_json::from_str(&response.body_mut().read_to_string().unwrap()).unwrap(),
        )
    }

    fn status(&self, city: &str) -> String {
        let (_, health) = self.get("/health");
        entry(&health["cities"], "id", city)["status"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// The next line of the log that says this.
    fn says(&self, what: &str) -> String {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let line = self.log.recv_timeout(left).expect("the server says it");
            if line.contains(what) {
                return line;
            }
        }
    }

    fn wait(what: &str, done: impl Fn() -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !done() {
            assert!(Instant::now() < deadline, "waited in vain: {what}");
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A copy of the invented city under another identifier.
fn named(id: &str) -> TempFolder {
    let folder = musterstadt();
    folder.replace("city.toml", "id = \"musterstadt\"", &format!("id = \"{id}\""));
    folder
}

fn values(id: &str) -> String {
    format!("/cities/{id}/ortsteil/values?indicator=sgb2_quote&period=2024")
}

type Edit = (&'static str, fn(&TempFolder));

/// Edits after which a city cannot be loaded.
const BAD: [Edit; 7] = [
    ("missing", |f| f.remove("indicators/sgb2.csv")),
    ("number", |f| {
        f.replace("indicators/kita.csv", ",15,41", ",15,4x1");
    }),
    ("column", |f| {
        f.replace("indicators/wohnungen.csv", ";Wohnungen;", ";Wohnungn;");
    }),
    ("key", |f| {
        f.replace("city.toml", "boundary_year = ", "boundry_year = ");
    }),
    ("duplicate", |f| {
        f.replace("city.toml", "id = \"kinderarmut\"", "id = \"sgb2_quote\"");
    }),
    ("ring", |f| {
        f.replace("boundaries/ortsteile.geojson", "[9.844949127,51.505784499],", "");
    }),
    ("empty", |f| f.write("indicators/haushalte.csv", "")),
];

#[test]
fn a_server_goes_on_with_the_last_good_data_after_a_bad_edit_and_takes_the_repair() {
    let folders = BAD.map(|(id, _)| named(id));
    let untouched = named("untouched");
    let mut all: Vec<&TempFolder> = folders.iter().collect();
    all.push(&untouched);
    let server = Server::start(&all);
    let before: Vec<(String, Value)> = BAD.iter().map(|(id, _)| server.get(&values(id))).collect();
    for ((_, spoil), folder) in BAD.iter().zip(&folders) {
        spoil(folder);
    }
    for ((id, _), (tag, body)) in BAD.iter().zip(&before) {
        Server::wait(id, || server.status(id) == "stale");
        assert_eq!(server.get(&values(id)), (tag.clone(), body.clone()), "{id}");
    }
    assert_eq!(server.get("/health").1["status"], "stale");
    assert_eq!(server.status("untouched"), "ok");
    for ((id, _), folder) in BAD.iter().zip(&folders) {
        let sound = named(id);
        for file in files_below(sound.path()) {
            let file = file.to_str().unwrap();
            folder.write(file, sound.read(file));
        }
    }
    for ((id, _), (tag, body)) in BAD.iter().zip(&before) {
        Server::wait(id, || server.status(id) == "ok");
        assert_eq!(
            server.get(&values(id)),
            (tag.clone(), body.clone()),
            "the same files give the same answer: {id}"
        );
    }
}

#[test]
fn a_good_edit_changes_values_and_version() {
    let folder = named("good");
    let server = Server::start(&[&folder]);
    let address = "/cities/good/statistischer_bezirk/values?indicator=einwohner&period=2024";
    let (tag, before) = server.get(address);
    folder.replace("indicators/einwohner.csv", "2.472;2.508;2.509", "2.472;2.508;3.009");
    Server::wait("the new value", || server.get(address).1["value"][0] == 3009.0);
    let line = server.says("the gate worked on");
    let number = |before: &str| -> u32 {
        let rest = line.split_once(before).unwrap().1;
        rest.split(' ').next().unwrap().parse().unwrap()
    };
    let (made, kept) = (number("the gate worked on "), number(" tables, "));
    assert!(
        made > 0 && 5 * made <= made + kept,
        "only what depends on the edit: {line}"
    );
    let (new_tag, after) = server.get(address);
    assert_ne!(tag, new_tag);
    assert_ne!(before["data_version"], after["data_version"]);
    assert_eq!(before["value"][1], after["value"][1]);
    assert_eq!(before["id"], after["id"], "ids belong to codes");
    assert_eq!(server.status("good"), "ok");
}

#[test]
fn a_city_that_cannot_be_loaded_does_not_keep_the_others_from_being_served() {
    let (good, bad) = (named("gut"), named("schlecht"));
    bad.write("city.toml", "[city]\n");
    let server = Server::start(&[&bad, &good]);
    assert_eq!(server.status("gut"), "ok");
}
