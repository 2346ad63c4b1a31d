//! Everything that the fuzzers started from and found, replayed through the doors of `tests/fuzz`.
//!
//! A stack that overflows or memory that runs out ends a process and cannot be caught, so the inputs are read in a
//! process of its own with bounded memory.

#[path = "fuzz/doors.rs"]
mod doors;
mod seeds;
mod table_seeds;
mod xls;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use crate::support::{files_below, root};

/// Longest time that one input may take in a build without optimisation.
const LONGEST: Duration = Duration::from_secs(30);
/// Most memory of the process that replays, in KiB.
const MOST_KIB: u32 = 3 << 20;
/// Changed copies of every input of at most so many bytes that are read besides.
const CHANGED: u64 = 12;
const LARGE: usize = 8_192;

/// Door and path of every input.
fn inputs() -> Vec<(String, PathBuf)> {
    let mut found = Vec::new();
    for folder in ["tests/fuzz/corpus", "tests/fuzz/regressions"] {
        if !root().join(folder).is_dir() {
            continue;
        }
        for file in files_below(&root().join(folder)) {
            let door = file.iter().next().unwrap().to_str().unwrap().to_owned();
            found.push((door, root().join(folder).join(file)));
        }
    }
    found
}

/// Opens the door and looks at the time.
fn replay(door: &str, name: &str, bytes: &[u8]) -> Result<(), String> {
    let begin = Instant::now();
    let result = doors::open(door, bytes);
    assert!(begin.elapsed() < LONGEST, "{door}, {name}: took {:?}", begin.elapsed());
    result
}

/// Numbers that look random and are always the same (Vigna 2014, splitmix64).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end.max(1)).unwrap()).unwrap()
    }
}

/// A copy with one to four faults: flipped bits, large and small numbers, parts lost, doubled or moved.
fn changed(bytes: &[u8], numbers: &mut Numbers) -> Vec<u8> {
    let mut out = bytes.to_vec();
    for _ in 0..=numbers.below(4) {
        let at = numbers.below(out.len());
        let end = (at + 1 + numbers.below(24)).min(out.len());
        match numbers.below(6) {
            _ if out.is_empty() => {}
            0 => out[at] ^= 1 << numbers.below(8),
            1 => out[at..end].fill([0, 0xff, 0x7f, b'9'][numbers.below(4)]),
            2 => drop(out.drain(at..end)),
            3 => {
                let part = out[at..end].to_vec();
                let to = numbers.below(out.len());
                out.splice(to..to, part);
            }
            4 => out.truncate(at),
            _ => out[at] = [b'0', b'-', b'"', b'[', b'<', b';', 0x80, b'\n'][numbers.below(8)],
        }
    }
    out
}

#[test]
fn every_door_has_a_target_and_inputs() {
    let manifest = std::fs::read_to_string(root().join("tests/fuzz/Cargo.toml")).unwrap();
    for (door, _) in doors::DOORS {
        assert!(
            manifest.contains(&format!("name = \"{door}\"\npath = \"targets/{door}.rs\"")),
            "{door}"
        );
        let target = std::fs::read_to_string(root().join(format!("tests/fuzz/targets/{door}.rs"))).unwrap();
        assert!(target.contains(&format!("target!(\"{door}\")")), "{door}: {target}");
        assert!(
            root().join("tests/fuzz/corpus").join(door).is_dir(),
            "{door} has no inputs"
        );
    }
    for (door, file) in inputs() {
        assert!(
            doors::DOORS.iter().any(|(name, _)| *name == door),
            "{}: no such door",
            file.display()
        );
    }
}

#[test]
fn the_boundaries_from_which_the_fuzzers_start_are_read() {
    for (door, name, bytes) in seeds::boundaries() {
        replay(door, name, &bytes).unwrap_or_else(|complaint| panic!("{door}, {name}: {complaint}"));
    }
}

/// Inputs from which the fuzzers start that are refused, and what the refusal says: they lead to other places.
const REFUSED: [(&str, &str, &str); 2] = [
    ("csv", "musterstadt", "no column"),
    ("xlsx_parts", "book", "found \"2012-04-01\""),
];

#[test]
fn the_tables_and_offers_from_which_the_fuzzers_start_are_read() {
    for (door, name, bytes) in table_seeds::tables() {
        let written = std::fs::read(root().join("tests/fuzz/corpus").join(door).join(name)).unwrap();
        let refused = REFUSED.iter().find(|(d, n, _)| (*d, *n) == (door, name));
        for bytes in [bytes, written] {
            match (replay(door, name, &bytes), refused) {
                (Ok(()), None) => {}
                (Err(complaint), Some((_, _, said))) if complaint.contains(said) => {}
                (result, _) => panic!("{door}, {name}: {result:?}"),
            }
        }
    }
}

#[test]
fn inputs_of_the_fuzzers_and_changed_copies_end_soon_and_take_little_memory() {
    let inner = "fuzz_replay::the_inputs_in_a_process_of_its_own";
    let test = std::env::current_exe().unwrap();
    let command = format!("ulimit -v {MOST_KIB}; exec \"$0\" --exact {inner} --ignored --nocapture");
    let done = Command::new("sh")
        .arg("-c")
        .arg(command)
        .arg(test)
        .env("RAYON_NUM_THREADS", "2")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr);
    let last: Vec<&str> = said.lines().rev().take(12).collect();
    assert!(
        done.status.success(),
        "{}, newest line first:\n{}",
        done.status,
        last.join("\n")
    );
    assert!(said.contains("1 passed"), "{said}");
}

#[test]
#[ignore = "run by another test in a process with bounded memory"]
fn the_inputs_in_a_process_of_its_own() {
    std::panic::set_hook(Box::new(|_| {}));
    for (number, (door, file)) in (0_u64..).zip(inputs()) {
        let bytes = std::fs::read(&file).unwrap();
        let name = file.display().to_string();
        // The last line tells the input if the process ends here.
        println!("{name}");
        let _ = replay(&door, &name, &bytes);
        let mut numbers = Numbers(number);
        // Large inputs say one thing only, and take their time.
        let copies = if bytes.len() > LARGE { 0 } else { CHANGED };
        for n in 0..copies {
            println!("{name}, changed copy {n}");
            let _ = replay(&door, &name, &changed(&bytes, &mut numbers));
        }
    }
}

#[test]
#[ignore = "writes tests/fuzz/corpus"]
fn the_seeds_are_written() {
    for (door, name, bytes) in seeds::all() {
        let folder: &Path = &root().join("tests/fuzz/corpus").join(door);
        std::fs::create_dir_all(folder).unwrap();
        std::fs::write(folder.join(name), bytes).unwrap();
    }
}
