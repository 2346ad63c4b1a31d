//! The program as people and servers run it: what it draws, and what it says when it cannot.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on says so by failing"
)]

#[path = "suite/agreement.rs"]
mod agreement;
#[path = "suite/failures.rs"]
mod failures;
#[path = "suite/support.rs"]
mod support;
