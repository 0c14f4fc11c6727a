//! `asl-lint graph` from outside: what it draws, where it writes it, and its exit status.

#![allow(clippy::unwrap_used, reason = "a test fails where it cannot go on")]

mod common;

use std::process::Output;

use assert_cmd::Command;
use common::program::{BAD, directory, read};
use tempfile::TempDir;

const TEMPLATE: &str = "\
Resources:
  First:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      Definition: {StartAt: A, States: {A: {Type: Succeed}}}
  Second:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      Definition: {StartAt: B, States: {B: {Type: Succeed}}}
";

const SERVICE: &str = "stepFunctions: {stateMachines: {one: {definition: '${file(flows/one.asl.json)}'}}}\n";

const CHOICE: &str = "\
Resources:
  Only:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      Definition: !If [Large, {StartAt: A, States: {A: {Type: Succeed}}}, {StartAt: B, States: {B: {Type: Succeed}}}]
";

fn files() -> TempDir {
    directory(&[
        ("choice.yaml", CHOICE),
        ("bad.asl.json", BAD),
        ("template.yaml", TEMPLATE),
        ("other.json", "{\"a\": 1}"),
        ("serverless.yml", SERVICE),
    ])
}

fn graph(directory: &TempDir, arguments: &[&str], input: &str) -> Output {
    let mut command = Command::cargo_bin("asl-lint").unwrap();
    command.current_dir(directory.path()).arg("graph").args(arguments).write_stdin(input);
    command.output().unwrap()
}

/// What is drawn, by a run that succeeds and says nothing else.
#[track_caller]
fn drawn(arguments: &[&str]) -> String {
    let output = graph(&files(), arguments, BAD);
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
    String::from_utf8(output.stdout).unwrap()
}

/// What a run says that fails.
#[track_caller]
fn refused(arguments: &[&str]) -> String {
    let output = graph(&files(), arguments, BAD);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn of_definitions_of_one_state_machine_the_first_is_drawn() {
    let picture = drawn(&["choice.yaml", "--format", "mermaid"]);
    assert!(picture.contains("\"A<br>") && !picture.contains("\"B<br>"), "{picture}");
}

#[test]
fn a_definition_with_faults_is_drawn_with_its_findings() {
    let svg = drawn(&["bad.asl.json"]);
    assert!(svg.starts_with("<svg ") && svg.contains("prefers-color-scheme") && svg.contains("badge error"), "{svg}");
    assert!(svg.contains("<title id=\"title\">bad.asl.json</title>"));
}

#[test]
fn each_format_is_written() {
    assert!(drawn(&["bad.asl.json", "--format", "mermaid"]).starts_with("flowchart TD\n"));
    assert!(drawn(&["bad.asl.json", "--format", "dot"]).starts_with("digraph \"bad.asl.json\" {\n"));
    assert!(drawn(&["bad.asl.json", "--format", "json"]).starts_with("{\n  \"version\": 1,\n"));
    assert!(!drawn(&["bad.asl.json", "--theme", "dark"]).contains("prefers-color-scheme"));
}

#[test]
fn standard_input_is_a_definition() {
    assert!(drawn(&["-"]).contains("<title id=\"title\">State machine</title>"));
}

#[test]
fn one_of_several_state_machines_is_chosen() {
    let svg = drawn(&["template.yaml", "--machine", "Second"]);
    assert!(svg.contains("<title id=\"title\">Second</title>"));
    assert!(svg.contains(">B</text>") && !svg.contains(">A</text>"));
    let several = "asl-lint: template.yaml: there are several state machines in it; choose one with --machine: `First`, \
                   `Second`\n";
    assert_eq!(refused(&["template.yaml"]), several);
    let none = "asl-lint: template.yaml: there is no state machine `Third` in it; there is `First`, `Second`\n";
    assert_eq!(refused(&["template.yaml", "--machine", "Third"]), none);
}

#[test]
fn what_cannot_be_drawn_is_said() {
    assert_eq!(refused(&["nowhere.asl.json"]), "asl-lint: nowhere.asl.json: no such file or directory\n");
    assert_eq!(refused(&["other.json"]), "asl-lint: other.json: no state machine definition in it\n");
    let elsewhere = "its state machine is defined in `flows/one.asl.json`; draw that file";
    assert_eq!(refused(&["serverless.yml"]), format!("asl-lint: serverless.yml: {elsewhere}\n"));
    assert_eq!(refused(&["."]), "asl-lint: .: `graph` draws one file\n");
}

#[test]
fn a_picture_goes_into_a_file() {
    let directory = files();
    let output = graph(&directory, &["bad.asl.json", "-o", "picture.svg"], "");
    assert_eq!((output.status.code(), output.stdout.len()), (Some(0), 0));
    assert!(read(&directory, "picture.svg").ends_with("</svg>\n"));
    assert!(refused(&["bad.asl.json", "-o", "no/such/directory.svg"]).contains("cannot be written"));
}
