//! One mistake, one finding, at its token: a realistic machine with a mistake of every common kind, and one that is
//! sound but for a single fault of its text.
//!
//! The markers in the files say the same; here it does not depend on what a run prints.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::path::Path;

use asl_lint::diagnostic::Severity;
use common::fixtures::{name, options, root, strip};

/// Rule, text under the span and line of every error and warning of a fixture.
fn found(path: &Path) -> Vec<(String, String, u32)> {
    let text = strip(&std::fs::read_to_string(path).unwrap());
    let analysis = common::lint(&name(path), &text, &options(path));
    let severe = analysis.diagnostics.iter().filter(|finding| Severity::Warning <= finding.severity);
    let place = |span: asl_lint::text::Span| (text[span.range()].to_owned(), analysis.source.position(span.start).line);
    severe
        .map(|finding| {
            let (text, line) = place(finding.span);
            (finding.rule.to_owned(), text, line)
        })
        .collect()
}

#[track_caller]
fn expect(file: &str, expected: &[(&str, &str, u32)]) {
    let found = found(&root().join(file));
    let found: Vec<(&str, &str, u32)> = found.iter().map(|(rule, text, line)| (&**rule, &**text, *line)).collect();
    assert_eq!(found, expected, "{file}");
}

#[test]
fn every_mistake_is_found_once_in_json() {
    expect(
        "invalid/seeded/order-fulfilment.asl.json",
        &[
            ("unknown-field", r#""TimoutSeconds""#, 18),
            ("choice-operand-type", r#""0""#, 32),
            ("integration-unknown-action", "query", 42),
            ("error-equals-empty", "[]", 96),
            ("retry-backoff-range", "0.5", 123),
            ("states-all-not-last", r#""States.ALL""#, 129),
            ("unknown-state-type", r#""task""#, 151),
            ("duplicate-state-name", r#""Log Result""#, 176),
            ("transition-target-not-found", r#""Send Confirmaton""#, 199),
            ("missing-next-or-end", r#""Close Order""#, 212),
            ("unreachable-state", r#""Await Pickup""#, 263),
            ("unreachable-state", r#""Check Pickup""#, 268),
        ],
    );
}

#[test]
fn every_mistake_is_found_once_in_yaml() {
    expect(
        "invalid/seeded/order-fulfilment.asl.yaml",
        &[
            ("unknown-field", "TimoutSeconds", 16),
            ("choice-operand-type", "'0'", 25),
            ("integration-unknown-action", "query", 30),
            ("error-equals-empty", "[]", 69),
            ("retry-backoff-range", "0.5", 89),
            ("states-all-not-last", "States.ALL", 92),
            ("unknown-state-type", "task", 106),
            ("duplicate-state-name", "Log Result", 124),
            ("transition-target-not-found", "Send Confirmaton", 140),
            ("missing-next-or-end", "Close Order", 150),
            ("unreachable-state", "Await Pickup", 189),
            ("unreachable-state", "Check Pickup", 193),
        ],
    );
}

#[test]
fn a_fault_of_the_text_is_one_finding_in_json() {
    expect("broken/missing-brace-only.asl.json", &[("json-syntax", "", 14)]);
    expect("broken/missing-brace.asl.json", &[("json-syntax", "", 14)]);
    expect("broken/missing-comma.asl.json", &[("json-syntax", "", 29)]);
    expect("broken/start-at.asl.json", &[("start-at-not-found", r#""Check Everything""#, 3)]);
    expect("broken/trailing-comma.asl.json", &[("trailing-comma", ",", 97)]);
    expect("broken/truncated.asl.json", &[("json-syntax", "", 81)]);
    expect("broken/unquoted-key.asl.json", &[("json-syntax", "MaxConcurrency", 30)]);
}

#[test]
fn a_fault_of_the_text_is_one_finding_in_yaml() {
    expect("broken/half-typed-key.asl.yaml", &[("yaml-syntax", "Resu", 24)]);
    expect("broken/indentation.asl.yaml", &[("yaml-syntax", ": $.items", 22)]);
    expect("broken/start-at.asl.yaml", &[("start-at-not-found", "Check Everything", 2)]);
    expect("broken/tab.asl.yaml", &[("yaml-syntax", "MaxConcurrency: 5", 23)]);
    expect("broken/unterminated-quote.asl.yaml", &[("yaml-syntax", r#""$.check"#, 10)]);
}
