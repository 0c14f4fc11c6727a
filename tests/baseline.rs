//! Baselines: what is accepted, what is new, what is stale.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::program::{BAD, THREE, check, directory, read, run_in, write};

const NAME: &str = "asl-lint-baseline.json";

#[test]
fn what_is_accepted_is_not_reported() {
    let directory = directory(&[("a.asl.json", THREE), ("sub/b.asl.json", BAD)]);
    let written = check(&directory, &["--write-baseline"]);
    let said = format!("asl-lint: {NAME}: 4 findings in 2 files accepted\n");
    assert_eq!((written.status, written.out.as_str(), written.err), (0, "", said));
    let expected = r#"{
  "version": 1,
  "findings": [
    {"rule":"unreachable-state","path":"a.asl.json","machine":"","pointer":"/States/Old","count":1},
    {"rule":"self-transition","path":"a.asl.json","machine":"","pointer":"/States/Old/Next","count":1},
    {"rule":"choice-no-default","path":"a.asl.json","machine":"","pointer":"/States/Poll/Choices","count":1},
    {"rule":"missing-next-or-end","path":"sub/b.asl.json","machine":"","pointer":"/States/A","count":1}
  ]
}
"#;
    assert_eq!(read(&directory, NAME), expected);
    let ran = check(&directory, &["--baseline", NAME]);
    assert_eq!((ran.status, ran.out.as_str(), ran.err.as_str()), (0, "", ""));
    // From elsewhere too: paths are those from the baseline.
    let sub = directory.path().join("sub");
    assert_eq!(run_in(&sub, &["--baseline", "../asl-lint-baseline.json"]).status, 0);
    assert_eq!(run_in(&sub, &["b.asl.json", "--baseline", "../asl-lint-baseline.json"]).err, "");
    assert_eq!(check(&directory, &[]).status, 1);
}

#[test]
fn lines_do_not_matter_and_more_of_the_same_does() {
    let directory = directory(&[("a.asl.json", THREE)]);
    check(&directory, &["--write-baseline"]);
    write(directory.path(), "a.asl.json", &format!("\n\n{}", THREE.replace("\"States\"", "\n\"States\"")));
    assert_eq!(check(&directory, &["--baseline", NAME]).status, 0);
    let more = THREE.replace("\"Old\": {", "\"New\": {\"Type\": \"Succeed\"},\n\"Old\": {");
    write(directory.path(), "a.asl.json", &more);
    let ran = check(&directory, &["--baseline", NAME]);
    assert_eq!((ran.status, ran.rules()), (1, vec!["a.asl.json unreachable-state".to_owned()]));
}

#[test]
fn stale_entries_are_told() {
    let directory = directory(&[("a.asl.json", THREE), ("b.asl.json", BAD), ("c.asl.json", BAD)]);
    check(&directory, &["--write-baseline"]);
    write(directory.path(), "a.asl.json", &THREE.replace("\"Next\": \"Old\"", "\"End\": true"));
    std::fs::remove_file(directory.path().join("b.asl.json")).unwrap();
    // Nothing is known of what was not looked at.
    let ran = check(&directory, &["--baseline", NAME, "a.asl.json"]);
    let stale = |path: &str, rule: &str, pointer: &str| {
        format!("asl-lint: {NAME}: stale entry: {path}: `{rule}` at `{pointer}` is found less often than accepted\n")
    };
    let expected = stale("a.asl.json", "self-transition", "/States/Old/Next")
        + &stale("b.asl.json", "missing-next-or-end", "/States/A");
    assert_eq!((ran.status, ran.err), (0, expected));
    assert_eq!(check(&directory, &["--baseline", NAME, "-q"]).err, "");
    check(&directory, &["--baseline", NAME, "--write-baseline", "a.asl.json"]);
    let text = read(&directory, NAME);
    assert!(!text.contains("self-transition") && !text.contains("b.asl") && text.contains("c.asl"), "{text}");
}

#[test]
fn baselines_that_cannot_be_read_end_with_two() {
    let directory = directory(&[("a.asl.json", THREE), (NAME, "{\"version\": 7}"), ("x.json", "[]")]);
    let failure = |arguments: &[&str], expected: &str| {
        let ran = check(&directory, arguments);
        assert_eq!((ran.status, ran.out.as_str()), (2, ""));
        assert!(ran.err.starts_with(expected), "{}", ran.err);
    };
    failure(
        &["--baseline", NAME],
        &format!("asl-lint: {NAME}: a baseline of version 7; this program reads version 1\n"),
    );
    failure(
        &["--write-baseline"],
        &format!("asl-lint: {NAME}: a baseline of version 7; this program reads version 1\n"),
    );
    failure(&["--baseline", "x.json"], "asl-lint: x.json: this is no baseline: ");
    failure(&["--baseline", "gone.json"], "asl-lint: gone.json: no such file or directory\n");
}

#[test]
fn reasons_are_kept() {
    let directory = directory(&[("a.asl.json", BAD)]);
    check(&directory, &["--write-baseline"]);
    let explained = read(&directory, NAME).replace("\"count\":1", "\"count\":1,\"reason\":\"ships in March\"");
    write(directory.path(), NAME, &explained);
    check(&directory, &["--write-baseline"]);
    assert_eq!(read(&directory, NAME), explained);
}
