//! The physical floor of a check: read every file and run `serde_json`'s syntax check over it.
//!
//! `floor PATH...` where `@LIST` stands for a file with one path a line. YAML files are only read.

#![allow(clippy::print_stderr, reason = "a program of its own")]

use std::process::ExitCode;

fn visit(path: &str) -> Result<(), String> {
    let bytes = std::fs::read(path).map_err(|error| format!("{path}: {error}"))?;
    if matches!(std::path::Path::new(path).extension().and_then(|extension| extension.to_str()), Some("yaml" | "yml")) {
        std::hint::black_box(bytes);
        return Ok(());
    }
    serde_json::from_slice::<serde::de::IgnoredAny>(&bytes).map(|_| ()).map_err(|error| format!("{path}: {error}"))
}

fn run() -> Result<(), String> {
    for argument in std::env::args().skip(1) {
        match argument.strip_prefix('@') {
            Some(list) => {
                let text = std::fs::read_to_string(list).map_err(|error| format!("{list}: {error}"))?;
                for path in text.lines().filter(|line| !line.is_empty()) {
                    visit(path)?;
                }
            }
            None => visit(&argument)?,
        }
    }
    Ok(())
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("floor: {message}");
            ExitCode::from(2)
        }
    }
}
