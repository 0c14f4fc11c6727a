//! Definitions with their findings written under the lines they are about.
//!
//! A marker line is `//` or `#`, carets under the span in the line above, the rule and the message. An empty span is
//! marked by `|`; a span that starts under the comment sign itself is written `[start..end]`. Markers are stripped
//! before parsing; the test prints the text back with the actual findings and compares the whole file.
//! `UPDATE=1 cargo test --test fixtures` rewrites the files: read the difference before committing it.
//!
//! A name with `.express.` in it is an Express workflow. Beside `case.asl.json`, `case.fixed.asl.json` is what the safe
//! fixes make of it; an empty one is filled by `UPDATE=1` as well. The files in one directory under `hosts/across` know
//! of each other, as in a run of the program.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use asl_lint::analysis::{NoProject, Subject, analyze};
use asl_lint::diagnostic::{Applicability, Diagnostic, Severity};
use asl_lint::fix;
use asl_lint::host::{Candidate, FilePath};
use asl_lint::text::Source;
use common::beside::Beside;
use common::fixtures::{files, name, options, root, strip};

/// The text with the findings as marker lines.
fn mark(text: &str, path: &Path, findings: &[Diagnostic]) -> String {
    let source = Source::new(text);
    let sign = if path.extension().is_some_and(|extension| extension == "json") { "//" } else { "#" };
    let mut markers: BTreeMap<u32, Vec<(u32, u32, String)>> = BTreeMap::new();
    for finding in findings {
        let start = source.position(finding.span.start);
        let end = source.position(finding.span.end);
        let line_end = source.position(u32::try_from(source.line(start.line).end).unwrap()).column;
        let end = if end.line == start.line { end.column } else { line_end };
        let message = format!("{}: {}", finding.rule, finding.message);
        markers.entry(start.line).or_default().push((start.column - 1, end - 1, message));
    }
    let mut marked = String::new();
    for (index, line) in text.split_inclusive('\n').enumerate() {
        marked.push_str(line);
        let Some(markers) = markers.get(&u32::try_from(index + 1).unwrap()) else { continue };
        if !line.ends_with('\n') {
            marked.push('\n');
        }
        for (start, end, message) in markers {
            let (start, end) = (*start as usize, *end as usize);
            if start < sign.len() {
                marked.push_str(&format!("{sign}[{start}..{end}] {message}\n"));
            } else {
                let carets = if start < end { "^".repeat(end - start) } else { "|".to_owned() };
                marked.push_str(&format!("{sign}{}{carets} {message}\n", " ".repeat(start - sign.len())));
            }
        }
    }
    marked
}

/// What is found in a fixture, with what those beside it know of it.
fn lint_beside(path: &Path, text: &str) -> Vec<Diagnostic> {
    let file = FilePath(name(path));
    analyze(&Arc::new(Source::new(text)), &file, &options(path), &Beside::of(path)).diagnostics
}

#[test]
fn findings_are_where_the_markers_say() {
    let update = std::env::var_os("UPDATE").is_some();
    let mut wrong = Vec::new();
    for path in files(&root()) {
        let fixed = name(&path).contains(".fixed.");
        let is_definition =
            [".json", ".yaml", ".yml", ".tf", ".tftpl"].iter().any(|ending| name(&path).ends_with(ending));
        if !is_definition || fixed || name(&path).starts_with("demo") {
            continue;
        }
        let expected = std::fs::read_to_string(&path).unwrap();
        let text = strip(&expected);
        let findings = lint_beside(&path, &text);
        let actual = mark(&text, &path, &findings);
        if actual == expected {
            continue;
        }
        if update {
            std::fs::write(&path, actual).unwrap();
        } else {
            wrong.push(format!("--- {}\n{}", name(&path), difference(&expected, &actual)));
        }
    }
    assert!(wrong.is_empty(), "UPDATE=1 rewrites the markers\n{}", wrong.join("\n"));
}

fn difference(expected: &str, actual: &str) -> String {
    let gone =
        expected.lines().filter(|line| !actual.lines().any(|other| other == *line)).map(|line| format!("-{line}"));
    let new =
        actual.lines().filter(|line| !expected.lines().any(|other| other == *line)).map(|line| format!("+{line}"));
    gone.chain(new).collect::<Vec<_>>().join("\n")
}

/// The file beside a fixture that says what the safe fixes make of it.
fn fixed_beside(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap().to_string_lossy();
    let (case, kind) = name.split_once('.').unwrap();
    path.with_file_name(format!("{case}.fixed.{kind}"))
}

#[test]
fn safe_fixes_make_the_fixed_files() {
    let update = std::env::var_os("UPDATE").is_some();
    let mut wrong = Vec::new();
    for path in files(&root()) {
        let beside = fixed_beside(&path);
        if !beside.exists() {
            continue;
        }
        let source = Arc::new(Source::new(strip(&std::fs::read_to_string(&path).unwrap())));
        let file = FilePath(name(&path));
        let (candidate, options) = (Candidate::named(&source, &file), options(&path));
        let subject = Subject { candidate, options: &options, project: &NoProject };
        let fixed = fix::fix(subject, Applicability::Safe);
        assert!(0 < fixed.applied, "{}: nothing to fix", file.0);
        if update {
            std::fs::write(&beside, &*fixed.text).unwrap();
            continue;
        }
        let expected = std::fs::read_to_string(&beside).unwrap();
        if *fixed.text != expected {
            wrong.push(format!("--- {}\n{}", name(&beside), difference(&expected, &fixed.text)));
        }
    }
    assert!(wrong.is_empty(), "UPDATE=1 rewrites the fixed files\n{}", wrong.join("\n"));
}

#[test]
fn valid_fixtures_have_no_errors_or_warnings() {
    let mut wrong = Vec::new();
    for path in files(&root().join("valid")) {
        let text = strip(&std::fs::read_to_string(&path).unwrap());
        for finding in common::lint(&name(&path), &text, &options(&path)).diagnostics {
            if Severity::Warning <= finding.severity {
                wrong.push(format!("{}: {}: {}", name(&path), finding.rule, finding.message));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_with_an_invalid_fixture_fires_in_it() {
    let mut wrong = Vec::new();
    for path in files(&root().join("invalid")) {
        let name = name(&path);
        if name.contains(".fixed.") {
            continue;
        }
        let Some(rule) = name.split('/').nth(1).filter(|rule| asl_lint::rules::find(rule).is_some()) else { continue };
        let text = strip(&std::fs::read_to_string(&path).unwrap());
        let findings = common::lint(&name, &text, &options(&path)).diagnostics;
        if !findings.iter().any(|finding| finding.rule == rule) {
            wrong.push(name);
        }
    }
    assert!(wrong.is_empty(), "the rule of the directory does not fire in {wrong:#?}");
}

#[test]
fn twins_in_json_and_yaml_agree() {
    // What only one of the two syntaxes can say.
    let of_syntax = |rule: &str| asl_lint::rules::find(rule).is_some_and(|rule| rule.category.name() == "syntax");
    let rules = |path: &Path| -> Vec<&'static str> {
        let text = strip(&std::fs::read_to_string(path).unwrap());
        let findings = common::lint(&name(path), &text, &options(path)).diagnostics;
        let mut rules: Vec<_> = findings.iter().map(|finding| finding.rule).filter(|rule| !of_syntax(rule)).collect();
        rules.sort_unstable();
        rules
    };
    for path in files(&root()) {
        let twin = PathBuf::from(path.to_string_lossy().replace(".asl.json", ".asl.yaml"));
        if twin != path && twin.exists() && !name(&path).contains(".fixed.") {
            assert_eq!(rules(&path), rules(&twin), "{}", name(&path));
        }
    }
}

#[test]
fn no_two_findings_say_the_same() {
    for path in files(&root().join("invalid")) {
        let text = strip(&std::fs::read_to_string(&path).unwrap());
        let findings = common::lint(&name(&path), &text, &options(&path)).diagnostics;
        for (index, finding) in findings.iter().enumerate() {
            for other in &findings[index + 1..] {
                let same_place = finding.span == other.span && !finding.span.is_empty();
                assert!(
                    !(same_place && finding.severity == Severity::Error && other.severity == Severity::Error),
                    "{}: `{}` and `{}` at one place",
                    name(&path),
                    finding.rule,
                    other.rule
                );
            }
        }
    }
}
