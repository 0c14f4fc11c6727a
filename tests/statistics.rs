//! `--statistics`: findings counted by rule, in the formats that have a place for counts.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::program::{BAD, THREE, check, directory, read, run};
use serde_json::{Value, json};
use tempfile::TempDir;

/// Two findings that `--fix` mends, and one that it does not.
const COMMAS: &str = "{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Pass\",},}}\n";

fn files() -> TempDir {
    directory(&[("a.asl.json", THREE), ("b.asl.json", BAD), ("c.asl.json", BAD)])
}

#[test]
fn a_table_has_the_most_frequent_rule_first() {
    let expected = "2  missing-next-or-end\n1  choice-no-default\n1  self-transition\n1  unreachable-state\n";
    for format in ["full", "concise"] {
        let ran = run(&files(), &["check", "--statistics", "--output-format", format]);
        assert_eq!((ran.status, ran.out.as_str(), ran.err.as_str()), (1, expected, ""), "{format}");
    }
}

#[test]
fn rules_that_fixes_mend_are_marked() {
    let ran = check(&directory(&[("a.asl.json", COMMAS)]), &["--statistics"]);
    assert_eq!(ran.out, "2  [*] trailing-comma\n1      missing-next-or-end\n[*] fixable with --fix\n");
}

#[test]
fn json_has_the_counts_and_the_summary() {
    let directory = directory(&[("a.asl.json", COMMAS)]);
    let rows = [
        json!({"rule": "trailing-comma", "severity": "error", "count": 2, "fixable": 2}),
        json!({"rule": "missing-next-or-end", "severity": "error", "count": 1, "fixable": 0}),
    ];
    let ran = run(&directory, &["check", "--statistics", "--output-format", "json"]);
    let summary = json!({"files": 1, "errors": 3, "warnings": 0, "infos": 0, "hints": 0});
    let document: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((ran.status, document), (1, json!({"version": 1, "statistics": rows, "summary": summary})));
    let ran = run(&directory, &["check", "--statistics", "--output-format", "json-lines"]);
    let lines: Vec<Value> = ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines, rows);
}

#[test]
fn nothing_found_is_nothing_counted() {
    let directory = directory(&[("a.asl.json", &BAD.replace("\"Pass\"", "\"Succeed\""))]);
    assert_eq!(check(&directory, &["--statistics"]).out, "");
    let ran = run(&directory, &["check", "--statistics", "--output-format", "json"]);
    let document: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((ran.status, &document["statistics"]), (0, &json!([])));
}

#[test]
fn counts_go_where_findings_would() {
    let directory = files();
    let arguments = ["check", "--statistics", "--output-format", "json:out.json", "--output-format", "concise"];
    let ran = run(&directory, &arguments);
    assert_eq!(ran.out, check(&directory, &["--statistics"]).out);
    assert_eq!(
        read(&directory, "out.json"),
        run(&directory, &["check", "--statistics", "--output-format", "json"]).out
    );
}

#[test]
fn formats_without_counts_are_refused() {
    let directory = files();
    for format in ["sarif", "github", "gitlab", "junit", "checkstyle", "rdjson"] {
        let ran = run(&directory, &["check", "--statistics", "--output-format", format]);
        let expected = format!(
            "asl-lint: `--statistics` goes with `full`, `concise`, `json` and `json-lines`; `{format}` has no place for counts\n"
        );
        assert_eq!((ran.status, ran.out.as_str(), ran.err), (2, "", expected));
    }
}
