//! The program from outside: what it prints, where, and its exit status.

#![allow(clippy::unwrap_used, reason = "a test fails where it cannot go on")]

mod common;

use common::program::{BAD, Ran, command, directory, read, run, write};
use serde_json::Value;
use tempfile::TempDir;

const GOOD: &str = r#"{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}"#;

const CONCISE: &str = "error[missing-next-or-end] state `A` has neither `Next` nor `End`";

const SUMMARY: &str = "1 error in 1 file; 1 fixable with --unsafe-fixes\n";

/// What is no text.
fn write_bytes(directory: &TempDir, name: &str, bytes: &[u8]) {
    std::fs::write(directory.path().join(name), bytes).unwrap();
}

fn run_with_input(directory: &TempDir, arguments: &[&str], input: &str) -> Ran {
    Ran::of(command(directory.path(), arguments).write_stdin(input).output().unwrap())
}

#[track_caller]
fn expect(ran: &Ran, status: i32, out: &str, err: &str) {
    assert_eq!((ran.status, ran.out.as_str(), ran.err.as_str()), (status, out, err));
}

/// The first words of each line of concise output.
fn places(ran: &Ran) -> Vec<&str> {
    ran.out.lines().filter_map(|line| line.split(": ").next()).collect()
}

#[test]
fn full_shows_the_lines() {
    let directory = directory(&[("a.asl.json", BAD)]);
    let expected = "\
error[missing-next-or-end]: state `A` has neither `Next` nor `End`
  --> a.asl.json:1:29
   ╭────
 1 │ {\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Pass\"}}}
   ·                             ───
   ╰────
  help: add `Next` with the name of a state, or `\"End\": true`

1 error in 1 file; 1 fixable with --unsafe-fixes
";
    expect(&run(&directory, &["a.asl.json"]), 1, expected, "");
    expect(&run(&directory, &["check", "a.asl.json", "--output-format", "full"]), 1, expected, "");
    expect(&run(&directory, &["check"]), 1, expected, "");
    expect(&run(&directory, &[]), 1, expected, "");
}

#[test]
fn a_good_file_is_quiet_but_for_the_summary() {
    let directory = directory(&[("a.asl.json", GOOD)]);
    expect(&run(&directory, &["."]), 0, "no problems in 1 file\n", "");
    expect(&run(&directory, &[".", "-q"]), 0, "", "");
    expect(&run(&directory, &["--output-format", "concise"]), 0, "", "");
    expect(&run(&directory, &["--output-format", "json-lines"]), 0, "", "");
}

#[test]
fn colours_only_when_asked_for() {
    let directory = directory(&[("a.asl.json", BAD)]);
    assert!(run(&directory, &["--color", "always"]).out.starts_with("\u{1b}[1;31merror[missing-next-or-end]"));
    assert!(!run(&directory, &["--color", "never"]).out.contains('\u{1b}'));
    assert!(!run(&directory, &[]).out.contains('\u{1b}'));
    let no_color = Ran::of(command(directory.path(), &[]).env("NO_COLOR", "1").output().unwrap());
    assert!(!no_color.out.contains('\u{1b}'));
}

#[test]
fn concise_is_a_line_a_finding() {
    let directory = directory(&[("a.asl.json", BAD)]);
    let ran = run(&directory, &["check", "--output-format", "concise"]);
    expect(&ran, 1, &format!("a.asl.json:1:29: {CONCISE}\n"), "");
}

#[test]
fn json_lines_hold_to_the_contract() {
    let directory = directory(&[("a.asl.json", BAD)]);
    let ran = run(&directory, &["check", "--output-format", "json-lines", "./a.asl.json"]);
    let expected = concat!(
        r#"{"file":"a.asl.json","rule":"missing-next-or-end","severity":"error","#,
        r#""message":"state `A` has neither `Next` nor `End`","#,
        r#""help":"add `Next` with the name of a state, or `\"End\": true`","#,
        r#""pointer":"/States/A","machine":"","#,
        r#""start":{"line":1,"column":29,"offset":28},"end":{"line":1,"column":32,"offset":31},"#,
        r#""related":[],"fixes":[{"title":"add `\"End\": true`","applicability":"unsafe","edits":["#,
        r#"{"start":{"line":1,"column":49,"offset":48},"end":{"line":1,"column":49,"offset":48},"text":", \"End\": true"}"#,
        r#"]}]}"#,
        "\n"
    );
    expect(&ran, 1, expected, "");
}

#[test]
fn json_is_the_same_objects_and_a_summary() {
    let directory = directory(&[("a.asl.json", BAD), ("b.asl.json", BAD), ("c.asl.json", GOOD)]);
    let ran = run(&directory, &["check", "--output-format", "json"]);
    let document: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(document["version"], 1);
    assert_eq!(
        document["summary"],
        serde_json::json!({"files": 3, "errors": 2, "warnings": 0, "infos": 0, "hints": 0})
    );
    let lines = run(&directory, &["check", "--output-format", "json-lines"]);
    let lines: Vec<Value> = lines.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(document["findings"], Value::Array(lines));
    let keys: Vec<&String> = document.as_object().unwrap().keys().collect();
    assert_eq!(keys.len(), 3);
}

#[test]
fn json_without_findings_is_a_document() {
    let directory = directory(&[("a.asl.json", GOOD)]);
    let ran = run(&directory, &["check", "--output-format", "json"]);
    let document: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((ran.status, &document["findings"]), (0, &serde_json::json!([])));
}

#[test]
fn rules_are_selected_and_ignored() {
    let directory = directory(&[("a.asl.json", BAD)]);
    let status = |arguments: &[&str]| run(&directory, arguments).status;
    assert_eq!(status(&["--select", "graph"]), 0);
    assert_eq!(status(&["--select", "graph,structure"]), 1);
    assert_eq!(status(&["--select", "graph", "--extend-select", "missing-next-or-end"]), 1);
    assert_eq!(status(&["--ignore", "structure"]), 0);
    assert_eq!(status(&["--ignore", "structure", "--extend-select", "missing-next-or-end"]), 1);
    assert_eq!(status(&["--ignore", "all"]), 0);
}

#[test]
fn a_selector_that_stands_for_nothing_is_a_fault() {
    let directory = directory(&[("a.asl.json", BAD)]);
    let unknown = |arguments: &[&str], message: &str| expect(&run(&directory, arguments), 2, "", message);
    unknown(
        &["--select", "strukture"],
        "asl-lint: there is no rule or category `strukture`; did you mean `structure`?\n",
    );
    unknown(
        &["--ignore", "unreachable-states"],
        "asl-lint: there is no rule or category `unreachable-states`; did you mean `unreachable-state`?\n",
    );
    unknown(&["--ignore", "x"], "asl-lint: there is no rule or category `x`; `asl-lint rules` lists them\n");
}

#[test]
fn severities_decide_what_is_shown_and_what_fails() {
    let directory = directory(&[("a.asl.json", BAD)]);
    assert_eq!(run(&directory, &["--fail-on", "error", "--min-severity", "error"]).status, 1);
    assert_eq!(run(&directory, &["--fail-on", "hint", "--min-severity", "hint"]).status, 1);
    expect(
        &run(&directory, &["--exit-zero", "--output-format", "concise"]),
        0,
        &format!("a.asl.json:1:29: {CONCISE}\n"),
        "",
    );
}

#[test]
fn usage_errors_end_with_two() {
    let directory = directory(&[]);
    for arguments in [
        &["--no-such-flag"][..],
        &["--fail-on", "never"],
        &["--output-format", "xml"],
        &["--workflow-type", "fast"],
        &["-j", "0"],
        &["-q", "-v"],
        &["explain"],
    ] {
        let ran = run(&directory, arguments);
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{arguments:?}");
        assert!(ran.err.starts_with("error: "), "{}", ran.err);
    }
    assert_eq!(run(&directory, &["--help"]).status, 0);
    assert_eq!(run(&directory, &["check", "--help"]).status, 0);
    assert!(run(&directory, &["--version"]).out.starts_with("asl-lint "));
}

#[test]
fn workflow_types_are_taken() {
    let directory = directory(&[("a.asl.json", GOOD)]);
    assert_eq!(run(&directory, &["--workflow-type", "express"]).status, 0);
    assert_eq!(run(&directory, &["--workflow-type", "standard"]).status, 0);
}

#[test]
fn standard_input_is_a_definition() {
    let directory = directory(&[]);
    let check = |input: &str, arguments: &[&str], status: i32, out: &str| {
        let arguments: Vec<&str> = ["--output-format", "concise", "-"].iter().chain(arguments).copied().collect();
        expect(&run_with_input(&directory, &arguments, input), status, out, "");
    };
    check(GOOD, &[], 0, "");
    check(BAD, &[], 1, &format!("-:1:29: {CONCISE}\n"));
    check(BAD, &["--stdin-filename", "x/y.asl.json"], 1, &format!("x/y.asl.json:1:29: {CONCISE}\n"));
    let yaml = "StartAt: A\nStates:\n  A:\n    Type: Pass\n";
    check(yaml, &[], 1, &format!("-:3:3: {CONCISE}\n"));
    check(yaml, &["--stdin-filename", "a.yaml"], 1, &format!("a.yaml:3:3: {CONCISE}\n"));
    check("", &[], 1, "-:1:1: error[definition-empty] the definition is empty\n");
}

#[test]
fn fixes_are_written_to_the_file() {
    let directory = directory(&[("a.asl.json", BAD)]);
    let fixed = BAD.replace(r#""Pass""#, r#""Pass", "End": true"#);
    assert_eq!(run(&directory, &["--fix"]).status, 1);
    assert_eq!(read(&directory, "a.asl.json"), BAD);
    expect(&run(&directory, &["--fix", "--unsafe-fixes"]), 0, "fixed 1 problem; no problems in 1 file\n", "");
    assert_eq!(read(&directory, "a.asl.json"), fixed);
    expect(&run(&directory, &["--unsafe-fixes"]), 0, "no problems in 1 file\n", "");
}

#[test]
fn fixed_standard_input_is_printed() {
    let directory = directory(&[]);
    let fixed = BAD.replace(r#""Pass""#, r#""Pass", "End": true"#);
    let summary = "fixed 1 problem; no problems in 1 file\n";
    expect(&run_with_input(&directory, &["-", "--unsafe-fixes"], BAD), 0, &fixed, summary);
    let ran = run_with_input(&directory, &["-", "--fix", "--output-format", "concise"], BAD);
    expect(&ran, 1, BAD, &format!("-:1:29: {CONCISE}\n"));
}

#[test]
fn a_difference_is_shown_and_nothing_written() {
    let directory = directory(&[("a.asl.json", BAD), ("b.asl.json", GOOD)]);
    let expected = r#"--- a.asl.json
+++ a.asl.json
@@ -1 +1 @@
-{"StartAt": "A", "States": {"A": {"Type": "Pass"}}}
+{"StartAt": "A", "States": {"A": {"Type": "Pass", "End": true}}}
"#;
    expect(&run(&directory, &["--diff", "--unsafe-fixes"]), 1, expected, "");
    expect(&run(&directory, &["--diff", "--unsafe-fixes", "--fix", "--exit-zero"]), 0, expected, "");
    expect(&run(&directory, &["--diff"]), 0, "", "");
    assert_eq!(read(&directory, "a.asl.json"), BAD);
    expect(&run_with_input(&directory, &["-", "--diff", "--unsafe-fixes"], GOOD), 0, "", "");
}

#[test]
fn walks_take_what_is_a_definition() {
    let directory = directory(&[
        ("a.asl.json", BAD),
        ("plain.json", BAD),
        ("package.json", "{\"name\": \"x\"}"),
        ("README.md", "States StartAt Type"),
        ("sub/b.yaml", "StartAt: A\nStates:\n  A:\n    Type: Pass\n"),
        (".gitignore", "ignored/\n"),
        ("ignored/c.asl.json", BAD),
        (".hidden/d.asl.json", BAD),
        ("node_modules/x/e.asl.json", BAD),
        ("cdk.out/f.asl.json", BAD),
    ]);
    let ran = run(&directory, &["--output-format", "concise"]);
    assert_eq!(places(&ran), ["a.asl.json:1:29", "plain.json:1:29", "sub/b.yaml:3:3"]);
    assert_eq!(ran.err, "");
    let ran = run(&directory, &["--output-format", "concise", "ignored", "node_modules/x/e.asl.json"]);
    assert_eq!(places(&ran), ["ignored/c.asl.json:1:29", "node_modules/x/e.asl.json:1:29"]);
    let ran = run(&directory, &["-q", "--output-format", "concise", "--exclude", "sub", "--exclude", "*.asl.json"]);
    assert_eq!(places(&ran), ["plain.json:1:29"]);
    let ran = run(&directory, &["--output-format", "concise", "--exclude", "*.json", "a.asl.json"]);
    assert_eq!(places(&ran), ["a.asl.json:1:29"]);
}

#[test]
fn considered_files_are_listed_with_the_reason() {
    let directory = directory(&[
        ("a.asl.json", BAD),
        ("package.json", "{\"name\": \"x\"}"),
        ("README.md", "text"),
        (
            "t.yaml",
            "Resources:\n  M: {Type: AWS::StepFunctions::StateMachine, Properties: {Definition: {StartAt: A, States: {A: {Type: Succeed}}}}}\n",
        ),
    ]);
    let expected = "\
README.md: skipped, its name is not that of a definition or a template
a.asl.json: taken, 1 definition
package.json: skipped, no state machine definition in it
t.yaml: taken, 1 definition
";
    expect(&run(&directory, &["--show-files"]), 0, expected, "");
}

#[test]
fn a_named_file_without_a_definition_is_a_note() {
    let directory = directory(&[("package.json", "{}"), ("a.asl.json", GOOD)]);
    let note = "asl-lint: package.json: no state machine definition in it, skipped\n";
    expect(&run(&directory, &["package.json", "a.asl.json"]), 0, "no problems in 1 file\n", note);
    expect(&run(&directory, &["package.json"]), 0, "", note);
    expect(&run(&directory, &["-q", "package.json"]), 0, "", "");
    let ran = run(&directory, &["-v"]);
    assert_eq!((ran.status, ran.out.as_str()), (0, "no problems in 1 file\n"));
    assert!(ran.err.starts_with(note) && ran.err.contains(" ms  schema\n"), "{}", ran.err);
    expect(&run(&directory, &[]), 0, "no problems in 1 file\n", "");
}

#[test]
fn a_walk_without_a_definition_warns() {
    let directory = directory(&[("package.json", "{}")]);
    expect(&run(&directory, &["."]), 0, "", "asl-lint: no state machine definition found\n");
    expect(&run(&directory, &["-q"]), 0, "", "");
}

#[test]
fn globs_are_expanded() {
    let directory = directory(&[("a.asl.json", BAD), ("sub/b.asl.json", BAD), ("sub/c.json", BAD)]);
    let concise = |glob: &str| run(&directory, &["--output-format", "concise", glob]);
    assert_eq!(places(&concise("*.json")), ["a.asl.json:1:29"]);
    assert_eq!(places(&concise("**/*.asl.json")), ["a.asl.json:1:29", "sub/b.asl.json:1:29"]);
    assert_eq!(places(&concise("sub/*.json")), ["sub/b.asl.json:1:29", "sub/c.json:1:29"]);
    expect(&concise("*.yaml"), 2, "", "asl-lint: *.yaml: no file matches\n");
    let absolute = directory.path().join("s*/c.json");
    assert_eq!(places(&concise(absolute.to_str().unwrap())).len(), 1);
}

#[test]
fn a_file_is_checked_once() {
    let directory = directory(&[("a.asl.json", BAD)]);
    let ran = run(&directory, &["--output-format", "concise", ".", "a.asl.json", "./a.asl.json", "*.json"]);
    assert_eq!(places(&ran), ["a.asl.json:1:29"]);
}

#[test]
fn what_cannot_be_read_does_not_hide_the_rest() {
    let directory = directory(&[("a.asl.json", BAD)]);
    let ran = run(&directory, &["--output-format", "concise", "gone.json", "a.asl.json"]);
    expect(&ran, 2, &format!("a.asl.json:1:29: {CONCISE}\n"), "asl-lint: gone.json: no such file or directory\n");
    write_bytes(&directory, "b.asl.json", b"{\"StartAt\": \"\x80\"}");
    let ran = run(&directory, &["--output-format", "concise"]);
    expect(&ran, 2, &format!("a.asl.json:1:29: {CONCISE}\n"), "asl-lint: b.asl.json: not UTF-8 text (byte 13)\n");
    write_bytes(&directory, "b.asl.json", b"\xFF\xFE{\0}\0");
    assert_eq!(run(&directory, &["b.asl.json"]).err, "asl-lint: b.asl.json: UTF-16 text; save it as UTF-8\n");
    assert_eq!(run(&directory, &["b.asl.json", "--exit-zero"]).status, 2);
}

#[test]
fn a_file_that_is_too_long_is_an_error() {
    let directory = directory(&[]);
    for name in ["a.asl.json", "b.json"] {
        let file = std::fs::File::create(directory.path().join(name)).unwrap();
        file.set_len((64 << 20) + 1).unwrap();
    }
    let message = "67108865 bytes long; the limit is 67108864\n";
    expect(&run(&directory, &["."]), 2, "", &format!("asl-lint: a.asl.json: {message}"));
    expect(&run(&directory, &["b.json"]), 2, "", &format!("asl-lint: b.json: {message}"));
}

#[cfg(unix)]
#[test]
fn links_lead_nowhere_twice() {
    let directory = directory(&[("a/b.asl.json", BAD)]);
    std::os::unix::fs::symlink("..", directory.path().join("a/loop")).unwrap();
    std::os::unix::fs::symlink("gone", directory.path().join("a/dangling.asl.json")).unwrap();
    let ran = run(&directory, &["--output-format", "concise"]);
    assert_eq!((places(&ran), ran.err.as_str()), (vec!["a/b.asl.json:1:29"], ""));
}

#[cfg(unix)]
#[test]
fn a_directory_that_is_closed_is_an_error() {
    use std::os::unix::fs::PermissionsExt as _;
    let directory = directory(&[("closed/a.asl.json", BAD)]);
    let closed = directory.path().join("closed");
    std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o000)).unwrap();
    // The superuser may read everything.
    if std::fs::read_dir(&closed).is_err() {
        expect(&run(&directory, &["."]), 2, "", "asl-lint: closed: permission denied\n");
    }
    std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn a_byte_order_mark_counts_as_a_column() {
    let directory = directory(&[("a.asl.yaml", "\u{FEFF}StartAt: A\nStates:\n  A:\n    Type: Pass\n")]);
    let ran = run(&directory, &["--output-format", "concise", "--select", "structure"]);
    assert_eq!(places(&ran), ["a.asl.yaml:3:3"]);
}

#[test]
fn an_empty_file_is_an_empty_definition() {
    let directory = directory(&[("a.asl", ""), ("b.json", "")]);
    let expected = "\
error[definition-empty]: the definition is empty
  --> a.asl:1:1
   ╭────
 1 │
   · ▲
   ╰────

1 error in 1 file
";
    expect(&run(&directory, &[]), 1, expected, "");
}

#[test]
fn nesting_does_not_break_the_program() {
    let directory = directory(&[("a.asl.json", &"[".repeat(100_000)), ("b.asl.yaml", &"[".repeat(100_000))]);
    let ran = run(&directory, &["--output-format", "concise", "a.asl.json", "b.asl.yaml"]);
    assert_ne!(ran.status, 0);
    assert!(!ran.err.contains("overflow"), "{}", ran.err);
}

#[test]
fn a_long_line_is_shown_in_part() {
    let filler = "x".repeat(200_000);
    let text = format!(
        r#"{{"Comment": "é{filler}", "StartAt": "A", "States": {{"A": {{"Type": "Pass", "Comment": "{filler}"}}}}}}"#
    );
    let directory = directory(&[("a.asl.json", &text)]);
    let ran = run(&directory, &[]);
    let before = text.split(r#""A": {"#).next().unwrap();
    let place = format!("  --> a.asl.json:1:{}", before.chars().count() + 1);
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!((ran.status, lines[1]), (1, place.as_str()), "{}", ran.err);
    assert!(ran.out.len() < 1500, "{} bytes", ran.out.len());
    let column = |line: &str, what: &str| line.find(what).map(|at| line[..at].chars().count());
    assert_eq!(column(lines[3], r#""A": {"#), column(lines[4], "─"));
}

#[test]
fn order_does_not_depend_on_threads() {
    let directory = directory(&[]);
    for index in 0..100 {
        write(directory.path(), &format!("d{}/{index:03}.asl.json", index % 7), BAD);
    }
    let format = ["--output-format", "json"];
    let one = run(&directory, &[format[0], format[1], "-j", "1"]);
    let four = run(&directory, &[format[0], format[1], "-j", "4"]);
    assert_eq!((one.status, one.out == four.out), (1, true));
    let document: Value = serde_json::from_str(&one.out).unwrap();
    let files: Vec<&str> =
        document["findings"].as_array().unwrap().iter().filter_map(|finding| finding["file"].as_str()).collect();
    assert!(files.is_sorted());
    assert_eq!(files.len(), 100);
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_ends_the_program_quietly() {
    use std::process::{Command, Stdio};
    let directory = directory(&[]);
    for index in 0..200 {
        write(directory.path(), &format!("{index:03}.asl.json"), BAD);
    }
    let mut child = Command::new(assert_cmd::cargo::cargo_bin("asl-lint"))
        .arg(directory.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn rules_are_explained() {
    let directory = directory(&[]);
    let ran = run(&directory, &["explain", "unreachable-state"]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    let start = "# unreachable-state\n\nSeverity: error | Category: graph | Query languages: both | Fix: never\n\n";
    assert!(ran.out.starts_with(start), "{}", ran.out);
    assert!(ran.out.contains("\nFails:\n\n```json\n{"), "{}", ran.out);
    let message = "asl-lint: there is no rule `unreachable-sate`; did you mean `unreachable-state`?\n";
    expect(&run(&directory, &["explain", "unreachable-sate"]), 2, "", message);
}

#[test]
fn rules_are_listed() {
    let directory = directory(&[]);
    let ran = run(&directory, &["rules"]);
    assert!(ran.out.lines().any(|line| line.starts_with("unreachable-state ") && line.contains(" error ")));
    let ran = run(&directory, &["rules", "--output-format", "json"]);
    let list: Value = serde_json::from_str(&ran.out).unwrap();
    let rule = list.as_array().unwrap().iter().find(|rule| rule["name"] == "unreachable-state").unwrap();
    assert_eq!((&rule["severity"], &rule["category"]), (&"error".into(), &"graph".into()));
}

#[test]
fn the_summary_counts() {
    let directory = directory(&[("a.asl.json", BAD), ("b.asl.json", GOOD)]);
    let ran = run(&directory, &[]);
    assert!(ran.out.ends_with("\n1 error in 1 of 2 files; 1 fixable with --unsafe-fixes\n"), "{}", ran.out);
    let ran = run(&directory, &["a.asl.json"]);
    assert!(ran.out.ends_with(SUMMARY));
}

#[test]
fn bad_files_do_not_hide_the_rest() {
    let mut aliases = String::new();
    for level in 1..10 {
        let items = vec![format!("*a{}", level - 1); 10].join(", ");
        aliases.push_str(&format!("  a{level}: &a{level} [{items}]\n"));
    }
    let bomb = format!("StartAt: A\nStates:\n  A: {{Type: Pass, End: true}}\nx:\n  a0: &a0 [1]\n{aliases}");
    assert!(bomb.len() < 1024);
    let directory = directory(&[
        ("bomb.asl.yaml", &bomb),
        ("bom.asl.json", &format!("\u{FEFF}{GOOD}")),
        ("deep.asl.json", &"[".repeat(100_000)),
        ("deep.asl.yaml", &"[".repeat(100_000)),
        ("empty.asl.json", ""),
        ("empty.json", ""),
        ("good.asl.json", BAD),
    ]);
    write_bytes(&directory, "latin.asl.json", b"{\"Comment\": \"caf\xE9\"}");
    let wide: Vec<u8> = "\u{FEFF}{}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    write_bytes(&directory, "wide.asl.json", &wide);
    let started = std::time::Instant::now();
    let ran = run(&directory, &["--output-format", "concise"]);
    assert!(started.elapsed().as_secs() < 60, "a hang, not a slow machine");
    let shown: Vec<&str> = ran.out.lines().map(|line| line.split(']').next().unwrap()).collect();
    let expected = [
        "bom.asl.json:1:1: warning[bom",
        "bomb.asl.yaml:1:1: error[alias-expansion-too-large",
        "deep.asl.json:1:257: error[nested-too-deeply",
        "deep.asl.yaml:1:257: error[nested-too-deeply",
        "empty.asl.json:1:1: error[definition-empty",
        "good.asl.json:1:29: error[missing-next-or-end",
    ];
    assert_eq!(shown, expected, "{}", ran.err);
    let errors =
        "asl-lint: latin.asl.json: not UTF-8 text (byte 16)\nasl-lint: wide.asl.json: UTF-16 text; save it as UTF-8\n";
    assert_eq!((ran.status, ran.err.as_str()), (2, errors));
}

#[test]
fn a_large_file_is_given_up_with_a_word() {
    let ones = vec!["1"; 2_500_000].join(",");
    let text = format!(r#"{{"StartAt": "A", "States": {{"A": {{"Type": "Pass", "End": true, "Result": [{ones}]}}}}}}"#);
    let directory = directory(&[("a.asl.json", &text), ("b.asl.json", BAD)]);
    let ran = run(&directory, &["--output-format", "concise"]);
    let shown: Vec<&str> = ran.out.lines().map(|line| line.split(": ").nth(1).unwrap()).collect();
    assert_eq!((ran.status, shown.len(), ran.err.as_str()), (1, 2, ""), "{}", ran.out);
    assert!(ran.out.contains("warning[definition-too-large] more than 2000000 values"), "{}", ran.out);
}

#[cfg(unix)]
#[test]
fn a_file_that_is_closed_is_an_error() {
    use std::os::unix::fs::PermissionsExt as _;
    let directory = directory(&[("a.asl.json", BAD), ("closed.asl.json", GOOD)]);
    let closed = directory.path().join("closed.asl.json");
    std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o000)).unwrap();
    // The superuser may read everything.
    if std::fs::read(&closed).is_err() {
        let ran = run(&directory, &["--output-format", "concise"]);
        let error = "asl-lint: closed.asl.json: permission denied\n";
        expect(&ran, 2, &format!("a.asl.json:1:29: {CONCISE}\n"), error);
    }
}
