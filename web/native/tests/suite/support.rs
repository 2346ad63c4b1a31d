//! The program, the server it draws for, and servers that are none.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use serde_json::Value;

/// The program that is tested.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_sozialraumatlas-maplibre");

/// A file below the system's temporary folder.
pub fn temporary(name: &str) -> PathBuf {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    std::env::temp_dir().join(format!(
        "sozialraumatlas-maplibre-{}-{count}-{name}",
        std::process::id()
    ))
}

/// What a run gave.
#[derive(Debug)]
pub struct Run {
    pub code: Option<i32>,
    pub stderr: String,
}

/// Runs the program with words and variables.
pub fn run(words: &[&str], variables: &[(&str, &str)]) -> Run {
    let output = Command::new(PROGRAM)
        .args(words)
        .envs(variables.iter().copied())
        .output()
        .expect("the program starts");
    Run {
        code: output.status.code(),
        stderr: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

/// One plain sentence, exit code 2, and nothing that a programmer would have to explain.
#[track_caller]
pub fn refused(run: &Run, word: &str) {
    assert_eq!(run.code, Some(2), "{run:?}");
    let lines: Vec<&str> = run.stderr.lines().collect();
    assert_eq!(lines.len(), 1, "{run:?}");
    assert!(
        lines[0].starts_with("error: ") && lines[0].ends_with('.') && lines[0].contains(word),
        "{run:?}"
    );
    for odd in ["panic", "RUST_BACKTRACE", "thread '", "unwrap"] {
        assert!(!run.stderr.contains(odd), "{run:?}");
    }
}

/// A real server with the invented city and others, stopped at the end.
pub struct Server {
    child: Child,
    pub address: String,
}

impl Server {
    /// The server's program: `SOZIALRAUMATLAS_BIN`, else the debug build of this checkout.
    pub fn program() -> PathBuf {
        std::env::var_os("SOZIALRAUMATLAS_BIN").map_or_else(
            || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/debug/sozialraumatlas"),
            PathBuf::from,
        )
    }

    /// Serves these cities, or the invented one.
    pub fn start(cities: &[&Path]) -> Self {
        let mut child = Command::new(Self::program())
            .args(["serve", "--listen", "127.0.0.1:0", "--maplibre", PROGRAM])
            .args(cities)
            .current_dir(std::env::temp_dir())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the server starts; build it with `cargo build` first");
        let mut lines = BufReader::new(child.stderr.take().expect("a pipe")).lines();
        let address = lines.by_ref().map_while(Result::ok).find_map(|line| {
            let rest = &line[line.find("open http://")? + "open ".len()..];
            rest.split('/').nth(2).map(|host| format!("http://{host}"))
        });
        // Nobody reads on, and a full pipe would stop the server.
        thread::spawn(move || lines.for_each(drop));
        Self {
            child,
            address: address.expect("the server says where it listens"),
        }
    }

    pub fn get(&self, path: &str) -> Vec<u8> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        runtime.block_on(async {
            let answer = reqwest::get(format!("{}{path}", self.address))
                .await
                .expect("an answer");
            let status = answer.status();
            let body = answer.bytes().await.expect("a body").to_vec();
            assert!(
                status.is_success(),
                "{path}: {status} {}",
                String::from_utf8_lossy(&body)
            );
            body
        })
    }

    /// Whether there is an answer that is no problem.
    pub fn answers(&self, path: &str) -> bool {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        let asked = reqwest::get(format!("{}{path}", self.address));
        let answer = runtime.block_on(asked).expect("an answer");
        answer.status().is_success()
    }

    pub fn json(&self, path: &str) -> Value {
        serde_json::from_slice(&self.get(path)).expect("JSON")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Answers by path; what it does not know is a problem.
pub fn pretend(answers: impl Fn(&str) -> Option<Vec<u8>> + Send + Sync + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    let answers = Arc::new(answers);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let answers = answers.clone();
            thread::spawn(move || answer(stream, answers.as_ref()));
        }
    });
    address
}

fn answer(mut stream: TcpStream, answers: &dyn Fn(&str) -> Option<Vec<u8>>) {
    let mut request = Vec::new();
    let mut part = [0; 1024];
    while !request.windows(4).any(|end| end == b"\r\n\r\n") {
        match stream.read(&mut part) {
            Ok(0) | Err(_) => return,
            Ok(n) => request.extend_from_slice(&part[..n]),
        }
    }
    let text = String::from_utf8_lossy(&request);
    let path = text.split_whitespace().nth(1).unwrap_or_default().to_owned();
    let (status, body) = match answers(&path) {
        Some(body) => ("200 OK", body),
        None => ("404 Not Found", br#"{"detail": "There is no such city."}"#.to_vec()),
    };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body));
}

/// A decoded picture.
pub struct Picture {
    pub width: usize,
    pub height: usize,
    samples: usize,
    bytes: Vec<u8>,
}

impl Picture {
    pub fn read(png: &[u8]) -> Self {
        let mut reader = png::Decoder::new(png).read_info().expect("PNG");
        let mut bytes = vec![0; reader.output_buffer_size()];
        let info = reader.next_frame(&mut bytes).expect("PNG");
        assert_eq!(info.bit_depth, png::BitDepth::Eight);
        Self {
            width: info.width as usize,
            height: info.height as usize,
            samples: info.color_type.samples(),
            bytes,
        }
    }

    /// The colour of a pixel as `#rrggbb`.
    pub fn color(&self, x: usize, y: usize) -> String {
        let at = (y * self.width + x) * self.samples;
        let [red, green, blue] = [0, 1, 2].map(|part| self.bytes[at + part]);
        format!("#{red:02x}{green:02x}{blue:02x}")
    }
}
