//! The program, run in a directory of its own.

#[path = "files.rs"]
mod files;

use std::path::Path;
use std::process::Output;

use assert_cmd::Command;
use tempfile::TempDir;

#[allow(unused_imports, reason = "each test program uses a part")]
pub(crate) use files::{directory, write};

/// `A` lacks `Next` and `End`, for which there is an unsafe fix: an error of category structure.
pub(crate) const BAD: &str = "{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Pass\"}}}\n";

/// Three findings: `choice-no-default` (warning) at `Poll`, `unreachable-state` (error) and `self-transition` (warning) at
/// `Old`, all of category graph.
pub(crate) const THREE: &str = r#"{
  "StartAt": "Poll",
  "States": {
    "Poll": {"Type": "Choice", "Choices": [{"Variable": "$.a", "StringEquals": "b", "Next": "Done"}]},
    "Done": {"Type": "Succeed"},
    "Old": {"Type": "Pass", "Next": "Old"}
  }
}
"#;

pub(crate) fn read(directory: &TempDir, name: &str) -> String {
    std::fs::read_to_string(directory.path().join(name)).unwrap()
}

pub(crate) struct Ran {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    pub(crate) fn of(output: Output) -> Self {
        Self {
            status: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// The rules that fired, with the files, as `file rule`, each once.
    pub(crate) fn rules(&self) -> Vec<String> {
        let mut rules: Vec<String> = Vec::new();
        for line in self.out.lines() {
            let Some((place, rest)) = line.split_once(": ") else { continue };
            let Some((_, rest)) = rest.split_once('[') else { continue };
            let Some((rule, _)) = rest.split_once(']') else { continue };
            let entry = format!("{} {rule}", place.split(':').next().unwrap());
            if !rules.contains(&entry) {
                rules.push(entry);
            }
        }
        rules
    }
}

pub(crate) fn command(directory: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::cargo_bin("asl-lint").unwrap();
    command.current_dir(directory).args(arguments);
    for name in ["NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "RUST_BACKTRACE"] {
        command.env_remove(name);
    }
    command
}

pub(crate) fn run_in(directory: &Path, arguments: &[&str]) -> Ran {
    Ran::of(command(directory, arguments).output().unwrap())
}

pub(crate) fn run(directory: &TempDir, arguments: &[&str]) -> Ran {
    run_in(directory.path(), arguments)
}

/// `check` with a line a finding.
pub(crate) fn check(directory: &TempDir, arguments: &[&str]) -> Ran {
    let arguments: Vec<&str> = ["check", "--output-format", "concise"].iter().chain(arguments).copied().collect();
    run(directory, &arguments)
}
