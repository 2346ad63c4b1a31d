//! The real server is killed again and again while decisions are written; none that was acknowledged is lost.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::json;
use sha2::{Digest, Sha256};
use sozialraumatlas::decision::Log;

use crate::support::{TOKEN, TempFolder};
use crate::tiny::{city, quote};

/// Decisions that must be acknowledged.
const DECISIONS: usize = 1_000;
/// How often the server is killed meanwhile.
const KILLS: usize = 12;

struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(folder: &TempFolder) -> Self {
        let tokens = folder.path().join("tokens.toml");
        let mut child = Command::new(env!("CARGO_BIN_EXE_sozialraumatlas"))
            .arg("serve")
            .arg(folder.path())
            .args(["--listen", "127.0.0.1:0", "--tokens"])
            .arg(tokens)
            .current_dir(std::env::temp_dir())
            .env_remove("SOZIALRAUMATLAS_LOG")
            .stderr(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap())
            .lines()
            .map_while(Result::ok);
        let address = lines
            .find_map(|line| Some(line.split_once("open http://")?.1.split('/').next()?.to_owned()))
            .expect("the server says where it listens");
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, address }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Sends a request as it stands and reads the status; `None` when the server is gone before it answered.
fn ask(address: &str, head: &str, body: &str) -> Option<u16> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(30))).ok()?;
    let request = format!(
        "POST /cities/tiny/decisions HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: {}\r\n{head}\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    let answer = String::from_utf8_lossy(&answer);
    answer.strip_prefix("HTTP/1.1 ")?.get(..3)?.parse().ok()
}

fn post(address: &str, body: &str) -> Option<u16> {
    ask(
        address,
        &format!("Content-Type: application/json\r\nAuthorization: Bearer {TOKEN}\r\n"),
        body,
    )
}

fn tiny() -> TempFolder {
    let folder = city(2, "threshold = 0", "Block;A;B\n01;1;2\n02;1;3\n", &quote());
    let hash = Sha256::digest(TOKEN)
        .iter()
        .fold(String::new(), |hash, byte| format!("{hash}{byte:02x}"));
    folder.write("tokens.toml", format!("[tokens]\nJugendamt = \"{hash}\"\n"));
    folder
}

/// The next of a row of numbers that look random and are the same in every run (Lehmer).
fn next(seed: &mut u64) -> u64 {
    *seed = *seed * 48_271 % 2_147_483_647;
    *seed
}

/// Writes one decision after another until the server is killed; gives the names that were acknowledged.
fn write_until_killed(server: &mut Server, sent: &AtomicUsize, pause: Duration) -> Vec<String> {
    let address = server.address.clone();
    let write = || {
        let mut done = Vec::new();
        loop {
            let name = format!("Name {}", sent.fetch_add(1, Ordering::Relaxed));
            match post(
                &address,
                &json!({"action": "named", "area": "P1", "name": name}).to_string(),
            ) {
                Some(201) => done.push(name),
                Some(other) => panic!("{other}"),
                None => return done,
            }
        }
    };
    std::thread::scope(|scope| {
        let writer = scope.spawn(write);
        std::thread::sleep(pause);
        // SIGKILL: nothing of the process runs any more.
        server.child.kill().unwrap();
        server.child.wait().unwrap();
        writer.join().unwrap()
    })
}

#[test]
fn a_server_killed_at_any_moment_loses_no_acknowledged_decision() {
    let folder = tiny();
    let (mut seed, mut acknowledged, mut number) = (20_261_120, Vec::new(), 0_usize);
    let mut server = Server::start(&folder);
    let begin = json!({"action": "added", "level": "block", "codes": ["01"], "reason": "Neubau"}).to_string();
    assert_eq!(post(&server.address, &begin), Some(201));
    let killed_at: Vec<usize> = (1..=KILLS).map(|i| i * DECISIONS / (KILLS + 1)).collect();
    let mut kills = killed_at.into_iter().peekable();
    while acknowledged.len() < DECISIONS {
        if kills.next_if(|at| acknowledged.len() >= *at).is_some() {
            // Somewhere in the next few decisions, in the middle of one or between two.
            let pause = Duration::from_micros(next(&mut seed) % 40_000);
            let sent = AtomicUsize::new(number);
            acknowledged.extend(write_until_killed(&mut server, &sent, pause));
            number = sent.load(Ordering::Relaxed);
            server = Server::start(&folder);
            continue;
        }
        let name = format!("Name {number}");
        number += 1;
        let body = json!({"action": "named", "area": "P1", "name": name}).to_string();
        assert_eq!(post(&server.address, &body), Some(201));
        acknowledged.push(name);
    }
    drop(server);
    let ledger = Log::at(folder.path().join("decisions.sqlite"))
        .ledger()
        .expect("a readable log");
    let mut names = ledger.entries().iter().map(|entry| entry.draft.name.as_str());
    for name in &acknowledged {
        assert!(
            names.any(|written| written == name),
            "{name} was acknowledged and is lost, or out of order"
        );
    }
    let unacknowledged = ledger.entries().len() - 1 - acknowledged.len();
    assert!(
        unacknowledged <= KILLS,
        "at most one step was under way at each end: {unacknowledged}"
    );
    println!(
        "{} acknowledged, {unacknowledged} written without having been acknowledged",
        acknowledged.len()
    );
}

/// Forwards one connection after another to the server, as a proxy on the same machine does.
fn proxy(to: String) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    std::thread::spawn(move || {
        for client in listener.incoming().map_while(Result::ok) {
            let Ok(server) = TcpStream::connect(&to) else { return };
            let (mut from, mut into) = (client.try_clone().unwrap(), server.try_clone().unwrap());
            std::thread::spawn(move || std::io::copy(&mut from, &mut into));
            let (mut from, mut into) = (server, client);
            let _ = std::io::copy(&mut from, &mut into);
            let _ = into.shutdown(Shutdown::Both);
        }
    });
    address
}

#[test]
fn a_write_without_a_token_through_a_proxy_on_this_machine_is_refused() {
    let folder = tiny();
    let server = Server::start(&folder);
    let proxy = proxy(server.address.clone());
    let body = json!({"action": "added", "level": "block", "codes": ["01"], "reason": "Neubau"}).to_string();
    let plain = "Content-Type: application/json\r\n";
    for address in [&proxy, &server.address] {
        assert_eq!(ask(address, plain, &body), Some(401));
        let forwarded = format!("{plain}X-Forwarded-For: 127.0.0.1\r\nForwarded: for=127.0.0.1\r\n");
        assert_eq!(ask(address, &forwarded, &body), Some(401));
    }
    assert_eq!(post(&proxy, &body), Some(201), "with the token it is written");
}
