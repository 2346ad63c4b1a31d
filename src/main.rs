//! The command line: one library call per verb.
//!
//! Results go to standard output, logs to standard error. Exit codes: 0 fine, 1 findings under `--strict`, 2 error.

mod cli;

use std::io::IsTerminal;
use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    let usual = if cli.is_quiet() { "warn" } else { "info" };
    let filter = tracing_subscriber::EnvFilter::try_from_env("SOZIALRAUMATLAS_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new(usual));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_target(false)
        .init();
    match cli::run(cli) {
        Ok(cli::Outcome::Fine) => ExitCode::SUCCESS,
        Ok(cli::Outcome::Findings) => ExitCode::from(1),
        Err(failure) => {
            eprintln!("{}: {}", failure.word, failure.message);
            ExitCode::from(2)
        }
    }
}
