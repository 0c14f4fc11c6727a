//! What is said where.

use super::*;
use crate::ide::code_lens::code_lenses;
use crate::ide::document_links::document_links;
use crate::ide::inlay_hints::{InlayOptions, inlay_hints};
use crate::ide::signature_help::signature_help;
use crate::ide::testing::{JSON, YAML, analyzed, marked};

#[track_caller]
fn text(path: &str, text: &str) -> String {
    let (analysis, offset) = marked(path, text);
    let found = hover(&analysis, offset);
    if let Some(hover) = &found {
        assert!(hover.span.start <= offset && offset <= hover.span.end, "{text}: {:?}", hover.span);
    }
    found.map_or("nothing".to_owned(), |hover| hover.text.plain())
}

#[track_caller]
fn check(path: &str, marked: &str, expected: &[&str]) {
    let found = text(path, marked);
    for part in expected {
        assert!(found.contains(part), "{marked}\nlacks {part:?}:\n{found}");
    }
}

const MACHINE: &str = r#"{
  "StartAt": "Make",
  "TimeoutSeconds": 5400,
  "States": {
    "Make": {"Type": "Pass", "Assign": {"total": 3, "note.$": "States.UUID()"}, "Next": "Ask"},
    "Ask": {
      "Type": "Task", "Comment": "asks *twice*", "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
      "Parameters": {"FunctionName": "f", "Payload": {"at.$": "$$.Execution.StartTime", "n.$": "States.MathAdd($total, 1)"}},
      "Retry": [{"ErrorEquals": ["Lambda.TooManyRequestsException"], "IntervalSeconds": 2, "MaxAttempts": 3}],
      "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Sad"}],
      "Next": "Wait"
    },
    "Wait": {"Type": "Wait", "Timestamp": "2030-01-31T08:00:00Z", "End": true},
    "Sad": {"Type": "Fail", "Error": "E"}
  }
}"#;

/// The machine with a cursor before the first occurrence of a text behind a mark.
fn at(mark: &str, before: &str) -> String {
    let start = MACHINE.find(mark).expect(mark);
    let offset = start + MACHINE[start..].find(before).expect(before);
    format!("{}$0{}", &MACHINE[..offset], &MACHINE[offset..])
}

#[test]
fn fields_have_their_words() {
    check(
        JSON,
        &at("\"StartAt\"", "tartAt"),
        &["`StartAt` of a state machine, required", "https://states-language.net/"],
    );
    check(JSON, &at("TimeoutSeconds", "400"), &["`TimeoutSeconds`", "5400 s are 1 h 30 min."]);
    check(JSON, &at("\"Type\": \"Wait\"", "ait\""), &["`Wait` state", "Waits for a time"]);
    check(JSON, &at("Timestamp", "2030"), &["Thursday, 31 January 2030, 08:00:00 UTC"]);
    check(JSON, r#"{"States": {"A": {"Ty$0pe"#, &["`Type` of a Task state"]);
    check(
        JSON,
        r#"{"States": {"A": {"Type": "Pass", "Next": "Gone$0"}}}"#,
        &["`Next` of a Pass state", "# transition"],
    );
    assert!(!text(JSON, r#"{"TimeoutSeconds": 3$00}"#).contains("30 s are"));
}

#[test]
fn states_and_what_leads_to_them() {
    let ask = [
        "`Ask`: Task state, JSONPath from the machine",
        "asks *twice*",
        "Calls `invoke` of AWS Lambda, an optimized integration.",
        "- comes from `Make` (`Next`)",
        "- goes to `Wait` (`Next`), `Sad` (`Catch[0]`)",
        "- variables: `$total` (from `Make` (line 5)), `$note` (from `Make` (line 5))",
    ];
    check(JSON, &at("\"Ask\": {", "sk"), &ask);
    check(JSON, &at("\"Next\": \"Ask\"", "sk\""), &ask);
    check(JSON, &at("StartAt", "Make"), &["`Make`: Pass state", "comes from `StartAt`"]);
    check(JSON, &at("\"Wait\": {", "ait"), &["ends the execution"]);
    check(JSON, &at("\"Sad\": {", "ad"), &["Fails with `E`."]);
    check(
        JSON,
        r#"{"States": {"A": {"Type": "Pass", "Next": "Chos$0en"}, "Choosen": {"Type": "Pass", "End": true}}}"#,
        &["There is no such state; `Choosen` may be meant.", "# transition-target-not-found"],
    );
}

#[test]
fn states_inside_states() {
    let text = "StartAt: P\nStates:\n  P:\n    Type: Parallel\n    Branches:\n      - StartAt: X\n        States:\n          $0X:\n            Type: Succeed\n    End: true\n";
    check(YAML, text, &["`X`: Succeed state", "in branch 1 of `P`", "ends the branch"]);
    check(YAML, &text.replace("$0", "").replace("  P:\n", "  $0P:\n"), &["Runs 1 branch at the same time."]);
}

#[test]
fn what_tasks_call_and_how_they_are_retried() {
    check(
        JSON,
        &at("arn:aws", "lambda:"),
        &[
            "Calls `invoke` of AWS Lambda",
            "Needs `FunctionName`.",
            "Waits until somebody returns the task token",
            "connect-lambda.html",
        ],
    );
    check(JSON, &at("FunctionName", "Name"), &["`FunctionName`: parameter of `lambda:invoke`, required"]);
    check(JSON, &at("IntervalSeconds", "Seconds"), &["Retries up to 3 times, after 2 s, 4 s, 8 s: 14 s in all."]);
    check(JSON, &at("IntervalSeconds", "2"), &["14 s in all."]);
    check(
        JSON,
        &at("\"Retry\"", "Retry"),
        &["`Retry` of a Task state", "- `Lambda.TooManyRequestsException`: Retries up to 3 times, after 2 s, 4 s, 8 s"],
    );
    check(JSON, &at("Lambda.TooMany", "TooMany"), &["throttled"]);
    check(JSON, &at("States.ALL", "ALL"), &["Any error"]);
    check(
        JSON,
        r#"{"States": {"A": {"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:s3:get$0Object"}}}"#,
        &["Calls `GetObject` of `s3` through the AWS SDK."],
    );
}

#[test]
fn names_in_paths_and_calls() {
    check(JSON, &at("$$.Exec", "StartTime"), &["`$$.Execution.StartTime`: when the execution began", "a string"]);
    check(
        JSON,
        &at("$$.Exec", "xec"),
        &["`$$.Execution`: the execution that is running", "- `Id`: ARN of the execution"],
    );
    check(JSON, &at("States.MathAdd", "MathAdd"), &["States.MathAdd(", "`first`: a number"]);
    check(
        JSON,
        &at("($total", "total"),
        &["`$total`: workflow variable, a number", "Assigned in `Make` (line 5)", "Has a value whenever `Ask` starts."],
    );
    check(JSON, &at("\"note.$\"", "note"), &["`$note`: workflow variable, a string"]);
    check(JSON, &at("\"note.$\"", "note"), &["Has no value yet when `Make` starts."]);
}

#[test]
fn names_in_jsonata() {
    let machine = |output: &str| {
        format!(
            "QueryLanguage: JSONata\nStartAt: A\nStates:\n  A:\n    Type: Pass\n    Assign:\n      list: '{{% [1, 2] %}}'\n    Next: B\n  B:\n    Type: Pass\n    Output: \"{output}\"\n    End: true\n"
        )
    };
    let check = |output: &str, expected: &[&str]| check(YAML, &machine(output), expected);
    check("{% $su$0m($list) %}", &["$sum(numbers)", "The sum of an array of numbers.", "`numbers`: any value"]);
    check(
        "{% $sum($li$0st) %}",
        &["`$list`: workflow variable, `an array of (1 or 2)`", "Has a value whenever `B` starts."],
    );
    check("{% $states.inp$0ut.a %}", &["`$states.input`: the input of the state"]);
    check("{% $states.input.a$0 %}", &["`$states.input.a`: the input of the state, a part of it"]);
    check("{% $sta$0tes.input %}", &["`context`: the context object"]);
    check("{% $states.context.State.Na$0me %}", &["`$states.context.State.Name`: name of the state, a string"]);
    check("{% ($x := 'a'; $$0x) %}", &["`$x`: bound in this expression"]);
    check("{% $uuid$0() %}", &["A random UUID", "transforming-data"]);
}

#[test]
fn findings_bring_the_pages_of_their_rules() {
    check(JSON, r#"{"StartAt": "A", "States": {"A": {"Type": "Pass", "Nxt$0": "A"}}}"#, &["# unknown-field", "Fails:"]);
    check(
        YAML,
        "# asl-lint: ignore-file[self-$0transition]\nStartAt: A\nStates:\n  A:\n    Type: Pass\n    Next: A\n",
        &["# self-transition"],
    );
}

#[test]
fn where_there_is_nothing_to_say() {
    for (path, marked) in [
        (JSON, r#"{"States": {"A": {"Type": "Pass", "Parameters": {"a$0": 1}, "End": true}}, "StartAt": "A"}"#),
        (JSON, "$0"),
        (JSON, "{$0}"),
        ("package.json", r#"{"name$0": 1}"#),
        (YAML, "StartAt: A\n$0\nStates:\n  A: {Type: Succeed}\n"),
    ] {
        assert!(!text(path, marked).contains("workflow"), "{marked}");
    }
    assert_eq!(text("package.json", r#"{"name$0": 1}"#), "nothing");
    assert_eq!(
        text(JSON, r#"{"States": {"A": {"Type": "Pass", "Parameters": {"a$0": 1}, "End": true}}, "StartAt": "A"}"#),
        "nothing"
    );
}

#[test]
fn definitions_in_templates() {
    let block = "Resources:\n  M:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      DefinitionString: |\n        {\"StartAt\": \"A\",\n         \"States\": {\"$0A\": {\"Type\": \"Wait\", \"Seconds\": 60, \"End\": true}}}\n";
    check("template.yaml", block, &["`A`: Wait state", "Waits for 1 min."]);
    let string = r#"{"Resources": {"M": {"Type": "AWS::StepFunctions::StateMachine", "Properties": {"DefinitionString":
        "{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Pass\", \"Parameters\": {\"x.$\": \"States.UU$0ID()\"}}}}"}}}}"#;
    check("template.json", string, &["States.UUID()"]);
}

/// Asks for everything at every offset of every beginning of a text.
fn ask_everywhere(path: &str, whole: &str) {
    let cuts = (0..=whole.len()).filter(|&cut| whole.is_char_boundary(cut));
    for cut in cuts {
        let analysis = analyzed(path, &whole[..cut]);
        let is_good = |span: Span| assert!(whole[..cut].get(span.range()).is_some(), "{path} {cut}: {span:?}");
        for offset in (0..=to_offset(cut)).filter(|&at| whole.is_char_boundary(at as usize)) {
            if let Some(hover) = hover(&analysis, offset) {
                is_good(hover.span);
            }
            if let Some(help) = signature_help(&analysis, offset) {
                assert!(
                    help.parameters
                        .iter()
                        .all(|it| help.label.get(it.range.start as usize..it.range.end as usize).is_some())
                );
            }
        }
        let options = InlayOptions { query_language: true, retry_total: true, durations: true };
        for hint in inlay_hints(&analysis, Span::new(0, to_offset(cut)), options) {
            is_good(Span::empty(hint.offset));
        }
        for lens in code_lenses(&analysis) {
            is_good(lens.span);
        }
        for link in document_links(&analysis) {
            is_good(link.span);
        }
    }
}

#[test]
fn no_place_of_no_text_is_too_much() {
    let json = r#"{"StartAt":"É","States":{"É":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke.sync:2","TimeoutSeconds":300,
"Parameters":{"FunctionName":"é","a.$":"States.Format('{}\u00e9', $$.State.Name, $v)"},"Retry":[{"ErrorEquals":["States.ALL"]}],"Assign":{"v":1},"Next":"É"}}}"#;
    ask_everywhere(JSON, json);
    let yaml = "QueryLanguage: JSONata\nStates:\n  É: &a\n    Type: Map\n    Seconds: 900\n    Output: '{% $sum($é, $states.context.Map) %}'\n    ItemProcessor:\n      StartAt: >-\n        x\n      States: {x: *a}\n    Assign: {é: !Sub '${A}'}\n";
    ask_everywhere(YAML, yaml);
    let block = "Resources:\n  M:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      DefinitionString: !Sub |\n        {\"States\": {\"É\": {\"Type\": \"Pass\",\n\n          \"Parameters\": {\"a.$\": \"States.Array($x, ${B})\"}, \"Next\": \"É\"}}}\n";
    ask_everywhere("template.yaml", block);
    let string = r#"{"Resources":{"M":{"Type":"AWS::StepFunctions::StateMachine","Properties":{"DefinitionString":"{\"States\":{\"\u00c9\":{\"Type\":\"Wait\",\"Seconds\":300,\"End\":true}}}"}},"N":{"Type":"AWS::Serverless::StateMachine","Properties":{"DefinitionUri":"é.json"}}}}"#;
    ask_everywhere("template.json", string);
}
