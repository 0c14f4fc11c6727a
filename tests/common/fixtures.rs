//! The files under `fixtures/`, without their markers.

use std::path::{Path, PathBuf};

use asl_lint::asl::WorkflowType;
use asl_lint::config::Options;

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

/// Every file under a directory, in order.
pub(crate) fn files(directory: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut pending = vec![directory.to_owned()];
    while let Some(directory) = pending.pop() {
        for entry in std::fs::read_dir(directory).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                pending.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

pub(crate) fn name(path: &Path) -> String {
    path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/")
}

pub(crate) fn options(path: &Path) -> Options {
    let mut options = super::options();
    if name(path).contains(".express.") {
        options.workflow_type = Some(WorkflowType::Express);
    }
    options
}

fn is_marker(line: &str) -> bool {
    let line = line.trim_start();
    let Some(rest) = line.strip_prefix("//").or_else(|| line.strip_prefix('#')) else { return false };
    let rest = rest.trim_start();
    let marked = rest.starts_with('^') || rest.starts_with("| ") || rest.starts_with('[');
    marked && rest.split_once(' ').is_some_and(|(_, text)| text.split_once(": ").is_some_and(|(rule, _)| is_rule(rule)))
}

fn is_rule(text: &str) -> bool {
    !text.is_empty()
        && text.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-')
}

pub(crate) fn strip(text: &str) -> String {
    text.split_inclusive('\n').filter(|line| !is_marker(line)).collect()
}
