//! Builds the web page with npm, so that it can be embedded in the binary.
//!
//! The page lands in `target/web/<hash of its sources>`, shared by all profiles, and is built only when it is not there.

use std::collections::hash_map::DefaultHasher;
use std::error::Error;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// What the page is made from; nothing else may change it.
const SOURCES: [&str; 9] = [
    "src",
    "locales",
    "index.html",
    "package.json",
    "package-lock.json",
    ".npmrc",
    "tsconfig.json",
    "vite.config.ts",
    "public",
];

/// The typeface of pictures, with the name under which it stands beside the page.
const FONTS: [(&str, &str); 3] = [
    ("400Regular/SourceSans3_400Regular.ttf", "SourceSans3-Regular.ttf"),
    ("600SemiBold/SourceSans3_600SemiBold.ttf", "SourceSans3-SemiBold.ttf"),
    ("LICENSE_FONT", "SourceSans3-LICENSE.txt"),
];

fn main() -> Result<(), Box<dyn Error>> {
    let web = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("web");
    println!("cargo:rerun-if-changed=web/build.rs");
    println!("cargo:rerun-if-changed=geodata/musterstadt");
    for source in SOURCES.iter().filter(|s| web.join(s).exists()) {
        println!("cargo:rerun-if-changed=web/{source}");
    }
    let files = files(&web)?;
    let dist = target_dir()?.join("web").join(hash(&web, &files)?);
    if !dist.is_dir() {
        build_into(&web, &files, &dist)?;
    }
    println!("cargo:rustc-env=SOZIALRAUMATLAS_WEB_DIST={}", dist.display());
    println!("cargo:rustc-env=SOZIALRAUMATLAS_BUILD={}", program(&web, &files)?);
    Ok(())
}

/// A fingerprint of everything that answers are made by: the program, what it is built with, the page and the sentences.
/// Answers that clients hold lose their validity with it.
fn program(web: &Path, page: &[PathBuf]) -> Result<String, Box<dyn Error>> {
    let root = web.parent().ok_or("the web page has a folder above it")?;
    let sources = [Path::new("src"), Path::new("Cargo.lock")].map(Path::to_owned);
    for source in &sources {
        println!("cargo:rerun-if-changed={}", source.display());
    }
    let mut hasher = DefaultHasher::new();
    hash(web, page)?.hash(&mut hasher);
    hash(root, &below(root, sources.to_vec())?)?.hash(&mut hasher);
    Ok(format!("{:016x}", hasher.finish()))
}

/// The folder named `target`, whatever it is called: the one that holds the profile's folder.
fn target_dir() -> Result<PathBuf, Box<dyn Error>> {
    // OUT_DIR is <target>/<profile>/build/<package>/out, with a triple before the profile when cross-compiling.
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let profile = out.ancestors().nth(3).ok_or("OUT_DIR is not where cargo puts it")?;
    let above = profile.parent().ok_or("OUT_DIR is not where cargo puts it")?;
    Ok(above.to_owned())
}

/// All source files, relative to `web`, in order.
fn files(web: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    below(web, SOURCES.iter().map(PathBuf::from).collect())
}

/// All files at or below these paths, relative to a folder, in order.
fn below(folder: &Path, mut waiting: Vec<PathBuf>) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut found = Vec::new();
    while let Some(path) = waiting.pop() {
        let full = folder.join(&path);
        if full.is_dir() {
            for entry in fs::read_dir(&full)? {
                waiting.push(path.join(entry?.file_name()));
            }
        } else if full.is_file() {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn hash(folder: &Path, files: &[PathBuf]) -> Result<String, Box<dyn Error>> {
    let mut hasher = DefaultHasher::new();
    for file in files {
        file.hash(&mut hasher);
        fs::read(folder.join(file))?.hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// Builds beside the finished pages and moves the result into place, so that two builds at once cannot meet halfway.
fn build_into(web: &Path, files: &[PathBuf], dist: &Path) -> Result<(), Box<dyn Error>> {
    let work = dist.with_extension(format!("building-{}", std::process::id()));
    let built = build(web, files, &work);
    // Another build may have been faster; its page is the same.
    let moved = built.and_then(|()| match fs::rename(work.join("dist"), dist) {
        Err(error) if !dist.is_dir() => Err(error.into()),
        _ => Ok(()),
    });
    fs::remove_dir_all(&work)?;
    moved
}

fn build(web: &Path, files: &[PathBuf], work: &Path) -> Result<(), Box<dyn Error>> {
    for file in files {
        let target = work.join(file);
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::copy(web.join(file), target)?;
    }
    npm(work, &["ci", "--no-audit", "--no-fund"])?;
    npm(work, &["run", "build", "--", "--outDir", "dist"])?;
    copy_fonts(work)
}

/// The program draws with these files; the page does not load them.
fn copy_fonts(work: &Path) -> Result<(), Box<dyn Error>> {
    let (package, target) = (
        work.join("node_modules/@expo-google-fonts/source-sans-3"),
        work.join("dist/fonts"),
    );
    fs::create_dir_all(&target)?;
    for (file, name) in FONTS {
        fs::copy(package.join(file), target.join(name))
            .map_err(|error| format!("{}: {error}", package.join(file).display()))?;
    }
    Ok(())
}

fn npm(work: &Path, arguments: &[&str]) -> Result<(), Box<dyn Error>> {
    let output = Command::new("npm").args(arguments).current_dir(work).output().map_err(|error| {
        format!("the web page is built with npm, which cannot be started ({error}); install Node.js 20 or newer with npm, for example with `apt-get install nodejs npm` or from nodejs.org, and try again")
    })?;
    if output.status.success() {
        return Ok(());
    }
    let said = [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
    Err(format!(
        "npm {} failed in {}:\n{}{}",
        arguments.join(" "),
        work.display(),
        said[0],
        said[1]
    )
    .into())
}
