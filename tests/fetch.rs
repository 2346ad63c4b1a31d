//! `fetch`: from a mirror and from a server on this machine.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::support::{Run, TempFolder, files_below, musterstadt, root, run};
use crate::tiny::{blocks, city, quote};

const TABLE: &str = "Block;A;B\n01;1;2\n02;1;3\n";

/// A server of a few fixed files that ends with the test.
struct Files {
    address: SocketAddr,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Files {
    fn serve() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = stop.clone();
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if stopped.load(Ordering::SeqCst) {
                    return;
                }
                let _ = answer(stream);
            }
        });
        Self {
            address,
            stop,
            thread: Some(thread),
        }
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}/{path}", self.address)
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn answer(mut stream: TcpStream) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let request = lines.next().transpose()?.unwrap_or_default();
    while lines.next().transpose()?.is_some_and(|line| !line.is_empty()) {}
    let path = request.split(' ').nth(1).unwrap_or_default();
    let (status, body, promised) = match path {
        "/block.geojson" => ("200 OK", blocks(2).to_string(), 0),
        "/zahlen.csv" => ("200 OK", TABLE.to_owned(), 0),
        "/short.csv" => ("200 OK", TABLE.to_owned(), 1000),
        "/empty.csv" => ("200 OK", String::new(), 0),
        _ => ("404 Not Found", "<html>".to_owned(), 0),
    };
    let length = body.len() + promised;
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    )
}

/// A city folder without data whose files lie at these addresses.
fn folder_at(boundary: &str, table: &str) -> TempFolder {
    let folder = city(2, "threshold = 0", TABLE, &quote());
    folder.remove("boundaries/block.geojson");
    folder.remove("indicators/zahlen.csv");
    for (file, url) in [("boundaries/block.geojson", boundary), ("indicators/zahlen.csv", table)] {
        let line = format!("file = \"{file}\"");
        folder.replace("city.toml", &line, &format!("{line}\nurl = \"{url}\""));
    }
    folder
}

fn fetch(folder: &TempFolder, more: &[&str]) -> Run {
    run(&[&["fetch", folder.text()], more].concat())
}

#[test]
fn files_come_from_the_addresses_in_the_catalog() {
    let server = Files::serve();
    let folder = folder_at(&server.url("block.geojson"), &server.url("zahlen.csv"));
    let fetched = fetch(&folder, &[]);
    assert_eq!(fetched.code, 0, "{}", fetched.stderr);
    assert_eq!(folder.read("indicators/zahlen.csv"), TABLE.as_bytes());
    assert_eq!(run(&["check", folder.text(), "--strict"]).code, 0);
    let names = files_below(folder.path());
    assert_eq!(names.len(), 3, "nothing else is left behind: {names:?}");
}

#[test]
fn a_file_that_is_not_there_leaves_the_others_and_what_was_before() {
    let server = Files::serve();
    let folder = folder_at(&server.url("block.geojson"), &server.url("gone.csv"));
    let fetched = fetch(&folder, &[]);
    assert_eq!(fetched.code, 2);
    for word in ["indicators/zahlen.csv", "gone.csv", "404", "1 of 2"] {
        assert!(fetched.stderr.contains(word), "{word} is not in: {}", fetched.stderr);
    }
    assert!(folder.path().join("boundaries/block.geojson").is_file());
    folder.write("indicators/zahlen.csv", "before");
    assert_eq!(fetch(&folder, &["--force"]).code, 2);
    assert_eq!(folder.read("indicators/zahlen.csv"), b"before");
}

#[test]
fn a_file_that_breaks_off_or_is_empty_is_not_taken() {
    let server = Files::serve();
    for bad in ["short.csv", "empty.csv"] {
        let folder = folder_at(&server.url("block.geojson"), &server.url(bad));
        folder.write("indicators/zahlen.csv", "before");
        let fetched = fetch(&folder, &["--force"]);
        assert_eq!(fetched.code, 2, "{bad}");
        assert!(fetched.stderr.contains(bad), "{}", fetched.stderr);
        assert_eq!(folder.read("indicators/zahlen.csv"), b"before", "{bad}");
        assert_eq!(files_below(folder.path()).len(), 3, "no half file is left: {bad}");
    }
}

#[test]
fn files_that_are_there_are_kept_unless_forced() {
    let server = Files::serve();
    let folder = folder_at(&server.url("block.geojson"), &server.url("zahlen.csv"));
    folder.write("indicators/zahlen.csv", "before");
    assert_eq!(fetch(&folder, &[]).code, 0);
    assert_eq!(folder.read("indicators/zahlen.csv"), b"before");
    assert_eq!(fetch(&folder, &["--force"]).code, 0);
    assert_eq!(folder.read("indicators/zahlen.csv"), TABLE.as_bytes());
}

#[test]
fn a_server_that_does_not_answer_is_named() {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let folder = folder_at(
        &format!("http://{closed}/block.geojson"),
        &format!("http://{closed}/zahlen.csv"),
    );
    let fetched = fetch(&folder, &[]);
    assert_eq!(fetched.code, 2);
    assert!(
        fetched.stderr.contains(&closed.to_string()) && fetched.stderr.contains("2 of 2"),
        "{}",
        fetched.stderr
    );
}

#[test]
fn a_mirror_gives_every_declared_file() {
    let folder = TempFolder::new("mirrored");
    let source = root().join("geodata/musterstadt");
    folder.write("city.toml", std::fs::read(source.join("city.toml")).unwrap());
    let fetched = fetch(&folder, &["--mirror", source.to_str().unwrap()]);
    assert_eq!(fetched.code, 0, "{}", fetched.stderr);
    // Presentations are written by planners; nobody declares or publishes them.
    let mut declared = files_below(musterstadt().path());
    declared.retain(|file| !file.starts_with("presentations"));
    assert_eq!(files_below(folder.path()), declared);
    assert_eq!(run(&["check", folder.text(), "--strict"]).code, 0);
}

#[test]
fn a_mirror_without_a_file_names_it_and_takes_the_others() {
    let mirror = musterstadt();
    mirror.remove("indicators/sgb2.csv");
    let folder = TempFolder::new("mirrored");
    folder.write("city.toml", mirror.read("city.toml"));
    let fetched = fetch(&folder, &["--mirror", mirror.text()]);
    assert_eq!(fetched.code, 2);
    assert!(
        fetched.stderr.contains("indicators/sgb2.csv") && fetched.stderr.contains("1 of "),
        "{}",
        fetched.stderr
    );
    assert!(folder.path().join("offers/einrichtungen.geojson").is_file());
    assert!(folder.path().join("indicators/wohnungen.csv").is_file());
}

#[test]
fn a_file_without_an_address_asks_for_it() {
    let folder = city(2, "threshold = 0", TABLE, &quote());
    folder.remove("indicators/zahlen.csv");
    let fetched = fetch(&folder, &[]);
    assert_eq!(fetched.code, 2);
    assert!(
        fetched.stderr.contains("`url`") && fetched.stderr.contains("--mirror"),
        "{}",
        fetched.stderr
    );
}
