//! Keeps a panic of a parser within the file that caused it: an error of this file, and the service goes on.
//!
//! A stack that overflows and memory that runs out end the program and cannot be caught; readers therefore look at
//! depths and declared sizes before they parse.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// Runs what may panic; what the panic said is the error.
///
/// Nothing that was half changed may be used after an error.
pub(in crate::input) fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|said| {
        let text = said.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| said.downcast_ref::<&str>().copied());
        text.unwrap_or("no reason given").chars().take(200).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_a_panic_become_the_error() {
        assert_eq!(guarded(|| 7), Ok(7));
        assert_eq!(guarded(|| -> u8 { panic!("broken") }), Err("broken".to_owned()));
        let at = std::hint::black_box(3);
        let error = guarded(|| [1, 2][at]).unwrap_err();
        assert!(error.contains("out of bounds"), "{error}");
    }
}
