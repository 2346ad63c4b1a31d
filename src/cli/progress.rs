//! Progress on standard error, only where somebody looks at it.

use std::io::IsTerminal;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use sozialraumatlas::input::observer::{Amount, Observer};

/// A bar of bytes with the file that was done last; it draws nothing unless standard error is a terminal.
pub(super) struct Bar(ProgressBar);

impl Bar {
    /// A bar for what a verb does; `quiet` hides it.
    pub(super) fn new(what: &str, quiet: bool) -> Self {
        let bar = ProgressBar::with_draw_target(None, target(quiet));
        bar.set_message(what.to_owned());
        if !bar.is_hidden() {
            bar.set_style(spinner());
            bar.enable_steady_tick(Duration::from_millis(120));
        }
        Self(bar)
    }

    /// Runs what writes to standard error itself, with the bar out of the way.
    pub(super) fn aside(&self, write: impl FnOnce()) {
        self.0.suspend(write);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

impl Observer for Bar {
    fn begins(&self, bytes: u64) {
        self.0.set_length(bytes);
        if !self.0.is_hidden() {
            self.0.set_style(bytes_style());
        }
    }

    fn done(&self, file: &str, bytes: u64, amount: Amount) {
        self.0.set_message(said(file, amount));
        self.0.inc(bytes);
    }
}

fn said(file: &str, amount: Amount) -> String {
    match amount {
        Amount::Rows(rows) => format!("{file}: {rows} rows"),
        Amount::Areas(areas) => format!("{file}: {areas} areas"),
        Amount::Bytes(bytes) => format!("{file}: {bytes} bytes"),
    }
}

fn target(quiet: bool) -> ProgressDrawTarget {
    if quiet || !std::io::stderr().is_terminal() {
        ProgressDrawTarget::hidden()
    } else {
        ProgressDrawTarget::stderr()
    }
}

fn spinner() -> ProgressStyle {
    ProgressStyle::with_template("{spinner} {msg}").unwrap_or_else(|_| ProgressStyle::default_spinner())
}

fn bytes_style() -> ProgressStyle {
    let template = "{bar:24} {bytes}/{total_bytes} {wide_msg}";
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

#[cfg(test)]
mod tests {
    use super::{Amount, said};

    #[test]
    fn a_file_is_told_with_its_unit() {
        assert_eq!(said("a.csv", Amount::Rows(12)), "a.csv: 12 rows");
        assert_eq!(said("a.shp", Amount::Areas(3)), "a.shp: 3 areas");
        assert_eq!(said("a.zip", Amount::Bytes(7)), "a.zip: 7 bytes");
    }
}
