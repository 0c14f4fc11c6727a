//! `asl-lint fmt` from outside: what it writes where, and its exit status.

#![allow(clippy::unwrap_used, reason = "a test may panic")]
#![cfg(feature = "cli")]

#[path = "common/program.rs"]
#[allow(dead_code, reason = "each test takes a part of it")]
mod program;

use assert_cmd::Command;
use program::{directory, read, run};

const LOOSE: &str = "{\"StartAt\":\"A\",\n\"States\":{}}";
const NEAT: &str = "{\n  \"StartAt\": \"A\",\n  \"States\": {}\n}\n";

#[test]
fn files_are_written_in_place() {
    let files = [("a.asl.json", LOOSE), ("b.asl.json", NEAT), ("c/d.yaml", "StartAt:   A\nStates:  {}\n")];
    let directory = directory(&files);
    let ran = run(&directory, &["fmt"]);
    assert_eq!((ran.status, ran.out.as_str()), (0, ""));
    assert_eq!(ran.err, "asl-lint: a.asl.json: formatted\nasl-lint: c/d.yaml: formatted\n");
    assert_eq!((read(&directory, "a.asl.json"), read(&directory, "b.asl.json")), (NEAT.to_owned(), NEAT.to_owned()));
    assert_eq!(read(&directory, "c/d.yaml"), "StartAt: A\nStates: {}\n");
    let again = run(&directory, &["fmt", "--check"]);
    assert_eq!((again.status, again.out.as_str(), again.err.as_str()), (0, "", ""));
}

#[test]
fn what_would_change_is_told_and_nothing_written() {
    let directory = directory(&[("a.asl.json", LOOSE)]);
    let ran = run(&directory, &["fmt", "--check", "."]);
    assert_eq!((ran.status, ran.out.as_str(), ran.err.as_str()), (1, "a.asl.json\n", ""));
    let ran = run(&directory, &["fmt", "--diff", "a.asl.json"]);
    assert_eq!(ran.status, 1);
    assert!(ran.out.starts_with("--- a.asl.json\n+++ a.asl.json\n"), "{}", ran.out);
    assert!(ran.out.contains("\n+  \"StartAt\": \"A\",\n"), "{}", ran.out);
    assert_eq!(read(&directory, "a.asl.json"), LOOSE);
}

#[test]
fn what_is_left_alone_says_why() {
    let template = "Resources: {M: {Type: AWS::StepFunctions::StateMachine, Properties: {Definition: {}}}}\n";
    let faulty = "{\"StartAt\": }";
    let directory = directory(&[("t.yaml", template), ("f.asl.json", faulty), ("n.json", "{}")]);
    let ran = run(&directory, &["fmt"]);
    let fault = "asl-lint: f.asl.json: it has syntax faults; `asl-lint check` shows them, left as it is\n";
    assert_eq!((ran.status, ran.err.as_str()), (0, fault));
    let ran = run(&directory, &["fmt", "t.yaml", "n.json"]);
    let notes = "asl-lint: n.json: no state machine definition in it, left as it is\n\
        asl-lint: t.yaml: a template; only files that are a definition are formatted, left as it is\n";
    assert_eq!((ran.status, ran.err.as_str()), (0, notes));
    assert_eq!(run(&directory, &["fmt", "-q", "t.yaml"]).err, "");
    assert_eq!((read(&directory, "t.yaml"), read(&directory, "f.asl.json")), (template.to_owned(), faulty.to_owned()));
    assert_eq!(run(&directory, &["fmt", "absent.asl.json"]).status, 2);
}

#[test]
fn standard_input_comes_out_again() {
    let filter = |arguments: &[&str], text: &str| {
        let mut command = Command::cargo_bin("asl-lint").unwrap();
        let output = command.args(arguments).write_stdin(text).output().unwrap();
        (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
    };
    assert_eq!(filter(&["fmt", "-"], LOOSE), (0, NEAT.to_owned()));
    assert_eq!(filter(&["fmt", "-"], NEAT), (0, NEAT.to_owned()));
    assert_eq!(filter(&["fmt", "-"], "{\"a\": "), (0, "{\"a\": ".to_owned()), "what is faulty comes out as it is");
    let yaml = filter(&["fmt", "--stdin-filename", "a.asl.yaml", "-"], "States:   {}\n");
    assert_eq!(yaml, (0, "States: {}\n".to_owned()));
    assert_eq!(filter(&["fmt", "--check", "-"], LOOSE), (1, "-\n".to_owned()));
    let wide = "{\n    \"StartAt\": \"A\",\n    \"States\": {}\n}\n";
    assert_eq!(filter(&["fmt", "--indent-width", "4", "-"], LOOSE), (0, wide.to_owned()));
    assert_eq!(filter(&["fmt", "--tabs", "-"], LOOSE), (0, wide.replace("    ", "\t")));
    assert_eq!(filter(&["fmt", "--indent-width", "0", "-"], LOOSE).0, 2);
}
