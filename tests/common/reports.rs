//! Reports of the program on files of this repository, and what is in them.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::program::{Ran, run_in};

/// Every format, and how its golden file ends.
pub(crate) const FORMATS: [(&str, &str); 10] = [
    ("full", "txt"),
    ("concise", "txt"),
    ("json", "json"),
    ("json-lines", "jsonl"),
    ("sarif", "sarif"),
    ("github", "txt"),
    ("gitlab", "json"),
    ("junit", "xml"),
    ("checkstyle", "xml"),
    ("rdjson", "json"),
];

pub(crate) fn at(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

pub(crate) fn read(path: impl AsRef<Path>) -> String {
    std::fs::read_to_string(path).unwrap()
}

/// `check` in a directory.
pub(crate) fn run(directory: &Path, arguments: &[&str]) -> Ran {
    run_in(directory, &[&["check"], arguments].concat())
}

pub(crate) fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

pub(crate) fn list<'a>(value: &'a Value, pointer: &str) -> &'a [Value] {
    value.pointer(pointer).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

pub(crate) fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_else(|| panic!("no text at {pointer} in {value}"))
}

pub(crate) fn number(value: &Value, pointer: &str) -> usize {
    let number = value.pointer(pointer).and_then(Value::as_u64).and_then(|number| usize::try_from(number).ok());
    number.unwrap_or_else(|| panic!("no number at {pointer} in {value}"))
}
