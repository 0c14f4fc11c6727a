//! `--add-ignores`: what is found becomes what is meant to be, and nothing else changes.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::sync::Arc;

use asl_lint::add_ignores::{Added, add_ignores};
use asl_lint::analysis::{NoProject, Subject, analyze};
use asl_lint::config::{Options, Override, PointerGlob};
use asl_lint::diagnostic::Severity;
use asl_lint::host::{self, Candidate, FilePath};
use asl_lint::text::Source;
use common::fixtures::{files, name, options, root, strip};
use common::program::{THREE, check, directory, read, run};

fn add(name: &str, text: &str, options: &Options) -> Added {
    let (source, path) = (Arc::new(Source::new(text)), FilePath(name.to_owned()));
    let subject = Subject { candidate: Candidate::named(&source, &path), options, project: &NoProject };
    add_ignores(subject, Severity::Hint, "accepted")
}

/// The findings of a text, hints included, under the overrides that its suppression came with.
fn left(name: &str, added: &Added, options: &Options) -> Vec<String> {
    let path = FilePath(name.to_owned());
    let mut options = options.clone();
    options.overrides.extend(added.overrides.iter().map(|ignored| Override {
        pointer: PointerGlob::new(&ignored.pointer),
        ignore: ignored.rules.iter().map(ToString::to_string).collect(),
        ..Override::default()
    }));
    let source = Arc::new(Source::new(Arc::clone(&added.text)));
    let analysis = analyze(&source, &path, &options, &NoProject);
    analysis.diagnostics.iter().map(|finding| format!("{}: {}", finding.rule, finding.message)).collect()
}

/// A text without the lines and the ends of lines that suppress something.
fn without_suppressions(text: &str, sign: &str) -> String {
    let directive = format!("{sign} asl-lint: ignore[");
    let rest = |line: &str| -> Option<String> {
        match line.split_once(&directive) {
            Some((before, _)) if before.trim().is_empty() => None,
            Some((before, _)) => Some(before.trim_end().to_owned()),
            None => Some(line.trim_end().to_owned()),
        }
    };
    text.lines().filter_map(rest).collect::<Vec<_>>().join("\n")
}

fn lines(text: &str) -> String {
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_invalid_fixture_is_clean_after() {
    let (mut commented, mut overridden) = (0, 0);
    let mut wrong = Vec::new();
    for path in files(&root()) {
        let original = name(&path);
        let is_definition = [".json", ".yaml", ".yml"].iter().any(|ending| original.ends_with(ending));
        let text = std::fs::read(&path).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        let Some(text) = text.filter(|_| is_definition) else { continue };
        let text = strip(&text);
        let options = options(&path);
        // What JSON says, JSON with comments can say as well.
        for name in
            [original.clone(), original.replace(".asl.json", ".asl.jsonc"), original.replace(".asl.json", ".asl.json5")]
        {
            let added = add(&name, &text, &options);
            let left = left(&name, &added, &options);
            if !left.is_empty() {
                wrong.push(format!("{name}: {left:?}\n{}", added.text));
            }
            let sign = if name.ends_with("ml") { "#" } else { "//" };
            if 0 < added.comments && !text.contains("asl-lint:") {
                assert_eq!(without_suppressions(&added.text, sign), lines(&text), "{name}");
            }
            assert!(0 < added.comments || *added.text == *text, "{name}");
            commented += added.comments;
            overridden += added.overrides.len();
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(300 < commented && 300 < overridden, "{commented} comments and {overridden} overrides");
}

#[test]
fn comments_change_no_value() {
    // Each of these has a place that looks as if a comment could stand there.
    let cases = [
        (
            "a.asl.yaml",
            "StartAt: Done\nStates:\n  Done: {Type: Succeed}\n  Old:\n    Type: Pass\n    Comment: one\n      two\n    Next: Old\n",
        ),
        (
            "a.asl.yaml",
            "StartAt: Done\nStates:\n  Done: {Type: Succeed}\n  \"Old\n    er\":\n    Type: Pass\n    Next: Done\n",
        ),
        (
            "a.asl.yaml",
            "StartAt: Done\nStates:\n  Done: {Type: Succeed}\n  Old: {Type: Pass, Next:\n    Old, Comment: \"a\n    b\"}\n",
        ),
        (
            "a.asl.jsonc",
            "{\"StartAt\": \"A\", \"States\": {/* x\n*/\"A\": {\"Type\": \"Succeed\"}, \"B\": {\"Type\": \"Pass\", \"Next\": \"B\"/* y\n */}}}",
        ),
        (
            "a.asl.json5",
            "{StartAt: 'A', States: {A: {Type: 'Succeed'},\nB: {Comment: 'x\\\ny', Type: 'Pass', Next: 'B'}}}",
        ),
        (
            "t.yaml",
            "Resources:\n  M:\n    Type: AWS::StepFunctions::StateMachine\n    Properties: {DefinitionString: '{\"StartAt\": \"A\", \"States\":\n      {\"A\": {\"Type\": \"Pass\", \"Next\": \"A\"}}}'}\n",
        ),
    ];
    let options = common::options();
    for (name, text) in cases {
        let added = add(name, text, &options);
        assert!(0 < added.findings, "{text}");
        assert_eq!(left(name, &added, &options), Vec::<String>::new(), "{}", added.text);
        let facts = |text: &str| {
            let (source, path) = (Arc::new(Source::new(text)), FilePath(name.to_owned()));
            let document = host::open(Candidate { source: &source, path: &path, is_claimed: true });
            let tree = document.tree;
            tree.ids().map(|id| (tree.kind(id), tree.string(id).map(|text| text.raw().to_owned()))).collect::<Vec<_>>()
        };
        assert_eq!(facts(&added.text), facts(text), "{}", added.text);
    }
}

#[test]
fn line_ends_and_marks_stay() {
    let text = "\u{FEFF}StartAt: Done\r\nStates:\r\n  Done: {Type: Succeed}\r\n  Old: # x\r\n    Type: Pass\r\n    Next: Old\r\n";
    let added = add("a.asl.yaml", text, &common::options());
    let expected = text
        .replace("  Old: # x", "  # asl-lint: ignore[unreachable-state] accepted\r\n  Old: # x")
        .replace("Next: Old", "Next: Old # asl-lint: ignore[self-transition] accepted");
    assert_eq!(*added.text, *expected);
}

#[test]
fn a_second_run_is_clean() {
    let yaml = "StartAt: Done\nStates:\n  Done: {Type: Succeed}\n  Old:\n    Type: Pass\n    Next: Old\n";
    let directory = directory(&[
        ("a.asl.yaml", yaml),
        ("b.asl.json", THREE),
        ("sub/c [1] {x}.asl.json", THREE),
        ("near/asl-lint.toml", "# mine\nprofile = 'strict' # why\n"),
        ("near/d.asl.json", THREE),
        ("py/pyproject.toml", "[project]\nname = 'x'\n[tool.asl-lint]\nprofile = 'strict'\n"),
        ("py/e.asl.json", THREE),
        ("good.asl.json", "{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Succeed\"}}}"),
    ]);
    assert_eq!(check(&directory, &[]).status, 1);
    let ran = check(&directory, &["--add-ignores=is  \n replaced"]);
    assert_eq!((ran.status, ran.out.as_str()), (0, ""));
    assert!(ran.err.starts_with("asl-lint: suppressed ") && ran.err.contains(" 2 comments "), "{}", ran.err);
    let again = check(&directory, &[]);
    assert_eq!((again.status, again.out.as_str(), again.err.as_str()), (0, "", ""));
    let ignore = |rule: &str| format!(" # asl-lint: ignore[{rule}] is replaced\n");
    let expected = yaml.replace("Old:\n", &format!("Old:{}", ignore("unreachable-state")));
    assert_eq!(
        read(&directory, "a.asl.yaml"),
        expected.replace("Next: Old\n", &format!("Next: Old{}", ignore("self-transition")))
    );
    assert_eq!(read(&directory, "b.asl.json"), THREE);
    assert!(read(&directory, "near/asl-lint.toml").starts_with("# mine\nprofile = 'strict' # why\n"));
    assert!(read(&directory, "py/pyproject.toml").contains("[[tool.asl-lint.overrides]]\nfiles = [\"/e.asl.json\"]\n"));
    // Once more adds nothing.
    let before = read(&directory, "asl-lint.toml");
    let ran = check(&directory, &["--add-ignores"]);
    assert_eq!(ran.err, "asl-lint: suppressed 0 findings: 0 comments and 0 overrides added\n");
    assert_eq!(read(&directory, "asl-lint.toml"), before);
    // Each override is about its file alone.
    common::program::write(directory.path(), "deep/b.asl.json", THREE);
    assert_eq!(check(&directory, &[]).rules().len(), 3);
}

#[test]
fn only_what_is_shown_is_suppressed() {
    let directory = directory(&[("a.asl.json", THREE)]);
    assert_eq!(run(&directory, &["--add-ignores", "--select", "self-transition", "-q"]).status, 0);
    assert_eq!(check(&directory, &[]).rules(), ["a.asl.json choice-no-default", "a.asl.json unreachable-state"]);
    assert!(!read(&directory, "asl-lint.toml").contains("reason"));
}

#[test]
fn what_has_no_place_is_a_fault() {
    let directory = directory(&[("a.asl.json", THREE)]);
    for other in ["--fix", "--diff", "--isolated", "--no-ignores", "--write-baseline"] {
        assert_eq!(run(&directory, &["--add-ignores", other]).status, 2, "{other}");
    }
    common::program::write(directory.path(), "elsewhere/asl-lint.toml", "");
    let ran = run(&directory, &["--add-ignores", "--config", "elsewhere/asl-lint.toml", "-q"]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("elsewhere/asl-lint.toml cannot speak of it"), "{}", ran.err);
    assert_eq!(read(&directory, "elsewhere/asl-lint.toml"), "");
}
