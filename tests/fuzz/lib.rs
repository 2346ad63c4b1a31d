//! What all fuzz targets have in common.

use std::alloc::{GlobalAlloc, Layout, System};
use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

pub use libfuzzer_sys;

mod doors;

pub use doors::open;

/// A fuzz target that sends its bytes through one door.
#[macro_export]
macro_rules! target {
    ($door:literal) => {
        $crate::libfuzzer_sys::fuzz_target!(init: $crate::prepare(), |bytes: &[u8]| {
            let _ = $crate::open($door, bytes);
        });
    };
}

/// Places in foreign packages that panicked already; each is told once.
static SEEN: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// Lets the program catch panics of foreign packages, as it does in service; a panic of its own ends the run.
pub fn prepare() {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        let place = info.location().map_or_else(String::new, ToString::to_string);
        if !place.contains("/registry/src/") {
            return hook(info);
        }
        let mut seen = SEEN.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.insert(place) {
            eprintln!("caught: {info}");
        }
    }));
}

/// Largest piece of memory that a small file may ask for at once; what is never touched does not show in the size of
/// the process, but fails on a smaller machine.
const MOST: usize = 256 << 20;

struct Bounded;

#[global_allocator]
static ALLOCATOR: Bounded = Bounded;

fn check(size: usize) {
    if size > MOST {
        eprintln!("asked for {size} bytes at once");
        std::process::abort();
    }
}

// SAFETY: every call is handed to the system's allocator as it came.
unsafe impl GlobalAlloc for Bounded {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        check(layout.size());
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        check(layout.size());
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        check(size);
        unsafe { System.realloc(pointer, layout, size) }
    }
}
