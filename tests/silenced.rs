//! What is suppressed or accepted: in a SARIF log marked as such, in every other report and in the exit status not there.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::program::{BAD, THREE, check, directory, run, write};
use serde_json::{Value, json};
use tempfile::TempDir;

const BASELINE: &str = "asl-lint-baseline.json";

/// The results of a SARIF log as rule, suppressions and baseline state.
fn results(directory: &TempDir, arguments: &[&str]) -> Vec<Value> {
    let arguments = [&["check", "--output-format", "sarif"], arguments].concat();
    let log: Value = serde_json::from_str(&run(directory, &arguments).out).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let told = |result: &Value| json!([result["ruleId"], result["suppressions"], result["baselineState"]]);
    results.iter().map(told).collect()
}

/// The fingerprints of a SARIF log.
fn fingerprints(directory: &TempDir, arguments: &[&str]) -> Vec<String> {
    let arguments = [&["check", "--output-format", "sarif"], arguments].concat();
    let log: Value = serde_json::from_str(&run(directory, &arguments).out).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    results.iter().map(|result| result["partialFingerprints"].to_string()).collect()
}

fn reported(rule: &str) -> Value {
    json!([rule, [], null])
}

#[test]
fn comments_suppress_in_the_source() {
    let text = "StartAt: A\nStates:\n  A: {Type: Wait, End: true} # asl-lint: ignore[wait-exactly-one]   ends in March \n  # asl-lint: ignore[graph]\n  B: {Type: Succeed}\n";
    let directory = directory(&[("a.asl.yaml", text)]);
    let because = json!(["wait-exactly-one", [{"kind": "inSource", "justification": "ends in March"}], null]);
    assert_eq!(results(&directory, &[]), [because, json!(["unreachable-state", [{"kind": "inSource"}], null])]);
    let ran = check(&directory, &[]);
    assert_eq!((ran.status, ran.out.as_str()), (0, ""));
    let all = [reported("wait-exactly-one"), reported("unreachable-state")];
    assert_eq!(results(&directory, &["--no-ignores"]), all);
}

#[test]
fn the_comment_of_a_state_suppresses_in_the_source() {
    let text = r#"{"StartAt": "A", "States": {"A": {"Type": "Succeed"},
        "B": {"Type": "Succeed", "Comment": "asl-lint: ignore[graph] for \"later\""}}}"#;
    let directory = directory(&[("a.asl.json", text)]);
    let because = json!(["unreachable-state", [{"kind": "inSource", "justification": "for \"later\""}], null]);
    assert_eq!(results(&directory, &[]), [because]);
}

#[test]
fn the_innermost_comment_says_why() {
    let text = "# asl-lint: ignore-file[graph] outer\nStartAt: A\nStates:\n  A: {Type: Succeed}\n  # asl-lint: ignore[graph] inner\n  B: {Type: Succeed}\n";
    let directory = directory(&[("a.asl.yaml", text)]);
    let because = json!(["unreachable-state", [{"kind": "inSource", "justification": "inner"}], null]);
    assert_eq!(results(&directory, &[]), [because]);
}

#[test]
fn overrides_for_a_place_suppress_from_outside() {
    let settings = "[[overrides]]\npointer = '/States/Old/**'\nignore = ['graph']\nreason = 'goes in March'\n\
                    [[overrides]]\npointer = '/States/Poll/**'\nseverity = 'off'\n";
    let directory = directory(&[("a.asl.json", THREE), ("asl-lint.toml", settings)]);
    let because = json!([{"kind": "external", "justification": "goes in March"}]);
    let expected = [
        json!(["choice-no-default", [{"kind": "external"}], null]),
        json!(["unreachable-state", because, null]),
        json!(["self-transition", because, null]),
    ];
    assert_eq!(results(&directory, &[]), expected);
    assert_eq!(check(&directory, &[]).status, 0);
}

#[test]
fn what_is_not_selected_is_not_in_the_log() {
    let text = "StartAt: A\nStates:\n  A: {Type: Pass} # asl-lint: ignore[structure]\n";
    let settings = "[[overrides]]\nfiles = ['b.asl.json']\nignore = ['all']\n";
    let directory = directory(&[("a.asl.yaml", text), ("b.asl.json", BAD), ("asl-lint.toml", settings)]);
    assert_eq!(results(&directory, &["--select", "graph"]), Vec::<Value>::new());
    assert_eq!(results(&directory, &["b.asl.json"]), Vec::<Value>::new());
}

#[test]
fn what_is_less_severe_than_what_is_shown_is_not_in_the_log() {
    let text = "StartAt: A\nStates:\n  A: {Type: Pass, Next: A} # asl-lint: ignore[graph]\n";
    let directory = directory(&[("a.asl.yaml", text)]);
    assert_eq!(results(&directory, &[]).len(), 2);
    assert!(results(&directory, &["--min-severity", "error"]).len() < 2);
}

#[test]
fn a_baseline_gives_every_result_a_state() {
    let directory = directory(&[("a.asl.json", BAD)]);
    check(&directory, &["--write-baseline"]);
    let state = |name: &str, comment: &str| format!("\"{name}\": {{\"Type\": \"Pass\", \"Comment\": \"{comment}\"}}, ");
    let more = state("B", "asl-lint: ignore[structure]") + &state("C", "new");
    write(directory.path(), "a.asl.json", &BAD.replace("\"A\": {", &format!("{more}\"A\": {{")));
    let result = |suppressions: Value, state: &str| json!(["missing-next-or-end", suppressions, state]);
    let (inside, outside) = (json!([{"kind": "inSource"}]), json!([{"kind": "external"}]));
    let expected = [result(inside, "new"), result(json!([]), "new"), result(outside, "unchanged")];
    assert_eq!(results(&directory, &["--baseline", BASELINE]), expected);
    assert!(check(&directory, &["--baseline", BASELINE]).out.contains("state `C`"));
    // The run that writes a baseline accepts everything.
    let states: Vec<Value> = results(&directory, &["--write-baseline"]).iter().map(|one| one[2].clone()).collect();
    assert_eq!(states, ["new", "unchanged", "unchanged"]);
}

#[test]
fn the_reason_in_a_baseline_is_the_justification() {
    let directory = directory(&[("a.asl.json", BAD)]);
    check(&directory, &["--write-baseline"]);
    let text = common::program::read(&directory, BASELINE).replace("\"count\":1", "\"count\":1,\"reason\":\"known\"");
    write(directory.path(), BASELINE, &text);
    let because = json!([{"kind": "external", "justification": "known"}]);
    let expected = [json!(["missing-next-or-end", because, "unchanged"])];
    assert_eq!(results(&directory, &["--baseline", BASELINE]), expected);
}

#[test]
fn fingerprints_do_not_change_when_a_finding_is_silenced() {
    let directory = directory(&[("a.asl.json", THREE)]);
    let before = fingerprints(&directory, &[]);
    check(&directory, &["--write-baseline", "--select", "self-transition"]);
    assert_eq!(fingerprints(&directory, &["--baseline", BASELINE]), before);
    write(directory.path(), "asl-lint.toml", "[[overrides]]\npointer = '/States/Old'\nignore = ['graph']\n");
    assert_eq!(fingerprints(&directory, &[]), before);
    assert_eq!(before.len(), 3);
}

#[test]
fn other_formats_say_nothing_of_it() {
    let text = "StartAt: A\nStates:\n  A: {Type: Pass} # asl-lint: ignore[structure]\n  B: {Type: Pass}\n";
    let directory = directory(&[("a.asl.yaml", text)]);
    check(&directory, &["--write-baseline"]);
    for format in ["full", "concise", "json", "json-lines", "github", "gitlab", "junit", "checkstyle", "rdjson"] {
        let ran = run(&directory, &["check", "--output-format", format, "--baseline", BASELINE]);
        assert_eq!(ran.status, 0, "{format}");
        assert!(!ran.out.contains("missing-next-or-end"), "{format}: {}", ran.out);
        assert!(!ran.out.contains("unreachable-state"), "{format}: {}", ran.out);
    }
}
