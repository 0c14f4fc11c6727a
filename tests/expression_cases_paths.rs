//! Tricky paths and calls of intrinsic functions, numbered, each where it stands and the rules that speak about it.
//!
//! The verdicts come from recorded answers of Step Functions where there are some, else from the specification and from
//! the grammar of Jayway's JSONPath.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::collections::BTreeSet;

use asl_lint::diagnostic::Severity;
use serde_json::{Value, json};

/// Where a text stands.
#[derive(Clone, Copy, Debug)]
enum Place {
    /// Under a key ending in `.$`.
    Payload,
    OutputPath,
    ResultPath,
    ItemsPath,
    Variable,
}

use Place::{ItemsPath, OutputPath, Payload, ResultPath, Variable};

/// A definition with the text in its place; `$foo` has a value there.
fn definition(place: Place, text: &str) -> Value {
    let state = match place {
        Payload => json!({"Type": "Pass", "Parameters": {"value.$": text}, "End": true}),
        OutputPath => json!({"Type": "Pass", "OutputPath": text, "End": true}),
        ResultPath => json!({"Type": "Pass", "Result": 1, "ResultPath": text, "End": true}),
        ItemsPath => json!({"Type": "Map", "ItemsPath": text, "End": true,
            "ItemProcessor": {"StartAt": "Item", "States": {"Item": {"Type": "Succeed"}}}}),
        Variable => json!({"Type": "Choice", "Default": "Done",
            "Choices": [{"Variable": text, "IsPresent": true, "Next": "Done"}]}),
    };
    let mut machine = json!({"StartAt": "Remember", "States": {
        "Remember": {"Type": "Pass", "Assign": {"foo.$": "$.foo"}, "Next": "Example"},
        "Example": state,
    }});
    if matches!(place, Variable) {
        machine["States"]["Done"] = json!({"Type": "Succeed"});
    }
    machine
}

#[track_caller]
fn check(number: u8, place: Place, text: &str, expected: &[&str]) {
    let definition = definition(place, text);
    for (name, written) in [
        ("case.asl.json", serde_json::to_string_pretty(&definition).unwrap()),
        ("case.asl.yaml", common::yaml(&definition)),
    ] {
        let analysis = common::lint(name, &written, &common::options());
        let found: BTreeSet<&str> = analysis
            .diagnostics
            .iter()
            .filter(|finding| Severity::Warning <= finding.severity)
            .map(|finding| finding.rule)
            .collect();
        let expected: BTreeSet<&str> = expected.iter().copied().collect();
        assert_eq!(found, expected, "case {number}: {text} in {place:?} of {name}");
    }
}

#[test]
fn paths() {
    for place in [Payload, OutputPath] {
        check(39, place, "$", &[]);
        check(39, place, "$$", &[]);
        check(41, place, "$.test-run-id", &[]);
        check(42, place, "$.[?(@.year <= 1998)]", &[]);
        check(43, place, "$.Regions.*.Name", &[]);
        check(43, place, "$..a[*]", &[]);
        check(43, place, "$.vals[-3:]", &[]);
        check(44, place, r#"$['Test\"Name\"']"#, &[]);
        check(45, place, "$.a..", &["path-syntax"]);
        check(45, place, "$...", &["path-syntax"]);
        check(45, place, "$.a.", &["path-syntax"]);
        check(46, place, "$.my prop", &["path-syntax"]);
        check(47, place, "$foo.bar[0]", &[]);
        check(51, place, "$[(@.length-1)].bar", &["path-doubtful"]);
        check(52, place, "$.x[?@.a == 1]", &["path-syntax"]);
        check(53, place, "$..r[?(@.s==Failure)]", &["path-doubtful"]);
    }
    check(40, OutputPath, "Test", &["path-syntax"]);
}

#[test]
fn reference_paths() {
    check(43, ResultPath, "$.Regions.*.Name", &["reference-path-syntax"]);
    check(43, ItemsPath, "$..a[*]", &["reference-path-doubtful"]);
    check(43, Variable, "$.vals[-3:]", &["reference-path-doubtful"]);
    check(47, ItemsPath, "$foo.bar[0]", &[]);
    check(48, ResultPath, "$foo", &["result-path-variable"]);
    check(48, ResultPath, "$$.x", &["result-path-context"]);
    check(49, ResultPath, "$.a[0,1]", &["reference-path-syntax"]);
    check(50, ResultPath, r"$.store\.book", &[]);
    check(41, ResultPath, "$.test-run-id", &[]);
    check(58, Variable, "States.UUID()", &["intrinsic-not-allowed-here"]);
    check(58, ResultPath, "States.UUID()", &["intrinsic-not-allowed-here"]);
}

#[test]
fn intrinsic_functions() {
    check(54, Payload, "States.Format('{}', $.a)", &[]);
    check(55, Payload, "States.Format('{} {}', $.a)", &["intrinsic-format-placeholders"]);
    check(56, Payload, r#"States.StringToJson('{"constant_in_literal": "false"}')"#, &[]);
    check(57, Payload, r#"States.StringToJson('{"text":"An \"x\" here"}')"#, &["intrinsic-escape"]);
    check(58, Payload, "States.Array()", &[]);
    check(58, Payload, "States.UUID()", &[]);
    check(59, Payload, "States.MathAdd($.n, -1)", &[]);
    check(60, Payload, "States.Uuid()", &["intrinsic-unknown"]);
    check(60, Payload, "states.UUID()", &["intrinsic-unknown"]);
    check(60, Payload, "States.Foo($.a)", &["intrinsic-unknown"]);
    check(61, Payload, "States.JsonToString($.[?(@.year <= 1998)])", &[]);
    check(62, Payload, "Test", &["dollar-suffix-not-path"]);
    check(63, Payload, "States.ArrayGetItem(States.StringSplit($$.StateMachine.Name, '-'), 0)", &[]);
}

#[test]
fn a_call_with_the_wrong_number_of_arguments_is_told_its_signature() {
    let text = definition(Payload, "States.Format('{}', States.ArrayGetItem($.a))").to_string();
    let found = common::lint("a.asl.json", &text, &common::options()).diagnostics;
    let helps: Vec<_> = found.iter().map(|finding| (finding.rule, finding.help.as_deref())).collect();
    assert!(helps.contains(&("intrinsic-arity", Some("write `States.ArrayGetItem(array, index)`"))), "{helps:?}");
}
