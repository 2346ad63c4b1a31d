//! Folders that vanish, the built binary, and the service without a socket.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock, OnceLock};

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use serde_json::Value;
use sha2::{Digest, Sha256};
use sozialraumatlas::api::{Atlas, CitySlot, Options, Tokens, router};
use sozialraumatlas::input::fetch::{Origin, fetch};
use sozialraumatlas::input::files::Folder;
use sozialraumatlas::input::read_catalog;
use tower::ServiceExt;

/// The token that internal requests of these tests carry.
pub const TOKEN: &str = "nur-fuer-tests";

/// A folder below the system's temporary one that is removed when the test ends.
#[derive(Debug)]
pub struct TempFolder(PathBuf);

impl TempFolder {
    pub fn new(name: &str) -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("sozialraumatlas-{}-{count}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn text(&self) -> &str {
        self.0.to_str().unwrap()
    }

    pub fn read(&self, file: &str) -> Vec<u8> {
        std::fs::read(self.0.join(file)).unwrap_or_else(|e| panic!("{file}: {e}"))
    }

    pub fn write(&self, file: &str, content: impl AsRef<[u8]>) {
        let path = self.0.join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }

    pub fn remove(&self, file: &str) {
        std::fs::remove_file(self.0.join(file)).unwrap();
    }

    /// Changes the first occurrence of a text and gives the line in which it stands.
    pub fn replace(&self, file: &str, from: &str, to: &str) -> usize {
        let bytes = self.read(file);
        let at = bytes
            .windows(from.len())
            .position(|w| w == from.as_bytes())
            .unwrap_or_else(|| panic!("{file} does not hold {from:?}"));
        let changed = [&bytes[..at], to.as_bytes(), &bytes[at + from.len()..]].concat();
        self.write(file, changed);
        1 + lines(&bytes[..at])
    }

    /// Adds a line at the end and gives its number.
    pub fn append(&self, file: &str, line: &str) -> usize {
        let mut bytes = self.read(file);
        if bytes.last() != Some(&b'\n') {
            bytes.push(b'\n');
        }
        bytes.extend_from_slice(line.as_bytes());
        bytes.push(b'\n');
        let lines = lines(&bytes);
        self.write(file, bytes);
        lines
    }
}

impl Drop for TempFolder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Number of line ends.
fn lines(bytes: &[u8]) -> usize {
    bytes.split(|b| *b == b'\n').count() - 1
}

/// The checkout.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All files below a folder, in order, relative to it.
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(next) = waiting.pop() {
        for entry in std::fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                found.push(path.strip_prefix(folder).unwrap().to_owned());
            }
        }
    }
    found.sort();
    found
}

/// A copy of the invented city to spoil.
pub fn musterstadt() -> TempFolder {
    let source = root().join("geodata/musterstadt");
    let copy = TempFolder::new("musterstadt");
    for file in files_below(&source) {
        if file.extension().is_none_or(|e| e != "rs") {
            copy.write(file.to_str().unwrap(), std::fs::read(source.join(&file)).unwrap());
        }
    }
    copy
}

/// The folder with real data, or nothing and a word about it.
pub fn test_data() -> Option<PathBuf> {
    let Some(folder) = std::env::var_os("SOZIALRAUMATLAS_TEST_DATA") else {
        println!("skipped: SOZIALRAUMATLAS_TEST_DATA names no folder with real data");
        return None;
    };
    let folder = root().join(folder);
    assert!(
        folder.is_dir(),
        "SOZIALRAUMATLAS_TEST_DATA names {}, which is no folder",
        folder.display()
    );
    Some(folder)
}

/// A city folder of this repository with its data, fetched once for all tests into cargo's folder for them.
pub fn city_with_data(city: &'static str) -> Option<&'static Path> {
    static LEIPZIG: OnceLock<Option<PathBuf>> = OnceLock::new();
    static BERLIN: OnceLock<Option<PathBuf>> = OnceLock::new();
    let (slot, mirror) = match city {
        "leipzig" => (&LEIPZIG, "leipzig"),
        "berlin" => (&BERLIN, "berlin2021"),
        other => panic!("no data for {other}"),
    };
    slot.get_or_init(|| Some(fetched(city, &test_data()?.join(mirror))))
        .as_deref()
}

fn fetched(city: &str, mirror: &Path) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(city);
    std::fs::create_dir_all(&folder).unwrap();
    let toml = root().join("geodata").join(city).join("city.toml");
    std::fs::copy(toml, folder.join("city.toml")).unwrap();
    let catalog = read_catalog(&Folder::new(&folder)).unwrap_or_else(|e| panic!("{e}"));
    let origin = Origin::Mirror(mirror.to_owned());
    assert_eq!(fetch(&catalog, &folder, &origin, true, &mut |_, _| {}), []);
    folder
}

/// What a run of the binary gave.
#[derive(Debug)]
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Run {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|e| panic!("{e}: {self:#?}"))
    }
}

/// Runs the built binary in an empty place and waits for its end.
pub fn run(args: &[&str]) -> Run {
    let Output { status, stdout, stderr } = Command::new(env!("CARGO_BIN_EXE_sozialraumatlas"))
        .args(args)
        .current_dir(std::env::temp_dir())
        .env_remove("SOZIALRAUMATLAS_LOG")
        .output()
        .unwrap();
    Run {
        code: status.code().expect("ended by itself"),
        stdout: String::from_utf8(stdout).expect("UTF-8"),
        stderr: String::from_utf8(stderr).expect("UTF-8"),
    }
}

/// An answer of the service.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&self.body)))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |v| v.to_str().unwrap())
    }

    /// All values of a header that may stand several times.
    pub fn header_list(&self, name: &str) -> String {
        let values = self.headers.get_all(name).iter().map(|v| v.to_str().unwrap());
        values.collect::<Vec<_>>().join(", ")
    }
}

/// The service without a socket.
#[derive(Debug, Clone)]
pub struct Service(Router);

impl Service {
    pub fn new(slots: Vec<CitySlot>, public_url: Option<&str>) -> Self {
        Self::with(
            slots,
            Options {
                public_url: public_url.map(str::to_owned),
                ..Options::default()
            },
        )
    }

    /// A service that presents itself so; the tokens are those of these tests.
    pub fn with(slots: Vec<CitySlot>, options: Options) -> Self {
        let options = Options {
            tokens: tokens(),
            ..options
        };
        Self(router(Arc::new(Atlas::new(slots, options))))
    }

    /// A service for one folder.
    pub fn folder(path: &Path) -> Self {
        let (slot, _) = CitySlot::folder(path).unwrap_or_else(|e| panic!("{e}"));
        Self::new(vec![slot], None)
    }

    pub fn ask(&self, method: &str, address: &str, headers: &[(&str, &str)]) -> Answer {
        self.send(method, address, headers, Body::empty())
    }

    /// Writes JSON with the token of a department, as a program on this machine would.
    pub fn post(&self, address: &str, body: &Value) -> Answer {
        let token = format!("Bearer {TOKEN}");
        let headers = [
            ("Authorization", token.as_str()),
            ("Content-Type", "application/json"),
            ("Host", "127.0.0.1:8080"),
        ];
        self.send("POST", address, &headers, Body::from(body.to_string()))
    }

    pub fn send(&self, method: &str, address: &str, headers: &[(&str, &str)], body: Body) -> Answer {
        static RUNTIME: LazyLock<tokio::runtime::Runtime> = LazyLock::new(|| tokio::runtime::Runtime::new().unwrap());
        let mut request = Request::builder().method(method).uri(address);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(body).unwrap();
        RUNTIME.block_on(async {
            let response = self.0.clone().oneshot(request).await.unwrap();
            let (parts, body) = response.into_parts();
            Answer {
                status: parts.status,
                headers: parts.headers,
                body: axum::body::to_bytes(body, usize::MAX).await.unwrap().to_vec(),
            }
        })
    }

    pub fn get(&self, address: &str) -> Answer {
        self.ask("GET", address, &[])
    }

    /// An answer that must be there, as JSON.
    pub fn json(&self, address: &str) -> Value {
        let answer = self.get(address);
        assert_eq!(
            answer.status,
            StatusCode::OK,
            "{address}: {}",
            String::from_utf8_lossy(&answer.body)
        );
        answer.json()
    }

    /// The same with the token of a department.
    pub fn internal(&self, address: &str) -> Value {
        let answer = self.ask("GET", address, &[("Authorization", &format!("Bearer {TOKEN}"))]);
        assert_eq!(answer.status, StatusCode::OK, "{address}");
        answer.json()
    }
}

/// A file of tokens as a city would write it, with one department.
fn tokens() -> Tokens {
    let folder = TempFolder::new("tokens");
    let digest = Sha256::digest(TOKEN);
    let hash = digest
        .iter()
        .fold(String::new(), |hash, byte| format!("{hash}{byte:02x}"));
    folder.write("tokens.toml", format!("[tokens]\nJugendamt = \"{hash}\"\n"));
    Tokens::read(&folder.path().join("tokens.toml")).unwrap()
}

/// The embedded city, loaded once for all tests.
pub fn embedded() -> &'static Service {
    static SERVICE: LazyLock<Service> =
        LazyLock::new(|| Service::new(vec![CitySlot::embedded().unwrap_or_else(|e| panic!("{e}")).0], None));
    &SERVICE
}

/// A service for a city of this repository with its data, loaded once.
pub fn served(city: &'static str) -> Option<&'static Service> {
    static LEIPZIG: OnceLock<Option<Service>> = OnceLock::new();
    static BERLIN: OnceLock<Option<Service>> = OnceLock::new();
    let slot = if city == "berlin" { &BERLIN } else { &LEIPZIG };
    slot.get_or_init(|| city_with_data(city).map(Service::folder)).as_ref()
}

/// Whether two numbers are equal but for the last digits, which reading decimal fractions may change.
pub fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0)
}

/// The texts of an array.
pub fn texts(array: &Value) -> Vec<&str> {
    array.as_array().unwrap().iter().map(|v| v.as_str().unwrap()).collect()
}

/// The entry of a list with this `id`, `level`, `table` or other key.
pub fn entry<'v>(list: &'v Value, key: &str, id: &str) -> &'v Value {
    let entries = list.as_array().unwrap_or_else(|| panic!("no list: {list}"));
    entries
        .iter()
        .find(|e| e[key] == id)
        .unwrap_or_else(|| panic!("no {key} = {id}"))
}
