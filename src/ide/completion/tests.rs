//! Lists and edits, in JSON and YAML, finished and half typed, in files of their own and in templates.

mod properties;

use super::*;
use crate::ide::testing::{JSON, YAML, analyzed, marked};

const SAM: &str = "template.yaml";

#[track_caller]
fn labels(path: &str, text: &str) -> Vec<String> {
    let (analysis, offset) = marked(path, text);
    let found = complete(&analysis, offset);
    for item in &found.items {
        assert!(item.span.start <= offset && offset <= item.span.end, "{item:?}");
        let typed = analysis.source.slice(Span::new(item.span.start, offset));
        assert!(!typed.contains('\n'), "{item:?}");
    }
    found.items.into_iter().map(|item| item.label).collect()
}

/// The first labels.
#[track_caller]
fn first(path: &str, text: &str, expected: &[&str]) {
    let mut labels = labels(path, text);
    labels.truncate(expected.len());
    assert_eq!(labels, expected, "{text}");
}

#[track_caller]
fn nothing(path: &str, text: &str) {
    assert_eq!(labels(path, text), Vec::<String>::new(), "{text}");
}

/// The text after a proposal is accepted, tab stops as `‹…›`.
#[track_caller]
fn accepted(path: &str, text: &str, label: &str) -> String {
    let (analysis, offset) = marked(path, text);
    let found = complete(&analysis, offset);
    let labels: Vec<&str> = found.items.iter().map(|item| item.label.as_str()).collect();
    let item = found.items.iter().find(|item| item.label == label).unwrap_or_else(|| panic!("{label} of {labels:?}"));
    let pieces = item.text.iter().map(|piece| match piece {
        Piece::Text(text) => text.clone(),
        Piece::Stop(text) => format!("‹{text}›"),
        Piece::Choice(texts) => format!("‹{}›", texts.join("|")),
    });
    let typed = analysis.source.slice(Span::new(item.span.start, offset));
    assert!(is_abbreviation(typed, &item.filter), "{typed} is filtered by {}", item.filter);
    applied(analysis.source.text(), item, pieces.collect())
}

fn applied(text: &str, item: &Completion, inserted: String) -> String {
    let mut edits = item.elsewhere.clone();
    edits.push(Edit { span: item.span, text: inserted });
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.span.start));
    let mut result = text.to_owned();
    for edit in edits {
        result.replace_range(edit.span.range(), &edit.text);
    }
    result
}

/// What becomes of the line of the cursor, and of those that are added to it.
#[track_caller]
fn accepts(path: &str, text: &str, label: &str, expected: &str) {
    let result = accepted(path, text, label);
    let before = text.find("$0").map_or("", |at| &text[..at]);
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let behind = text.split("$0").nth(1).and_then(|rest| rest.find('\n').map(|at| &rest[at..])).unwrap_or("");
    assert_eq!(result[start..].strip_suffix(behind).unwrap_or(&result[start..]), expected, "{text}");
}

/// A definition in JSON whose state `A` has these members.
fn json(body: &str) -> String {
    format!(
        "{{\n  \"StartAt\": \"A\",\n  \"States\": {{\n    \"A\": {{\n      {body}\n    }},\n    \"B\": {{\n      \"Type\": \"Succeed\"\n    }},\n    \"C\": {{\n      \"Type\": \"Pass\",\n      \"Next\": \"B\"\n    }}\n  }}\n}}\n"
    )
}

/// The same in YAML.
fn yaml(body: &str) -> String {
    format!("StartAt: A\nStates:\n  A:\n    {body}\n  B:\n    Type: Succeed\n  C:\n    Type: Pass\n    Next: B\n")
}

#[test]
fn targets_are_the_states_of_the_scope() {
    first(JSON, &json(r#""Type": "Pass", "Next": "$0""#), &["B", "C", "A"]);
    first(JSON, &json(r#""Type": "Pass", "Next": "B$0""#), &["C", "B", "A"]);
    first(YAML, &yaml("Type: Pass\n    Next: $0"), &["B", "C", "A"]);
    first(YAML, &yaml("Type: Pass\n    Next:$0"), &["B", "C", "A"]);
    first(YAML, &yaml("Type: Choice\n    Default: $0"), &["B", "C", "A"]);
    let inner = r#""Type": "Map", "Next": "B", "ItemProcessor": {"StartAt": "$0", "States": {"X": {}, "Y": {}}}"#;
    assert_eq!(labels(JSON, &json(inner)), ["X", "Y"]);
    let text = json(r#""Type": "Choice", "Choices": [{"Next": "$0"}]"#);
    first(JSON, &text, &["B", "C", "A"]);
    first(JSON, "{\"StartAt\": \"$0\", \"States\": {\"A\": {}}}", &["A"]);
}

#[test]
fn targets_are_written_with_the_quotes_that_are_missing() {
    let check = |body: &str, expected: &str| accepts(JSON, &json(body), "B", expected);
    check(r#""Next": "$0""#, r#"      "Next": "B""#);
    check(r#""Next": "B$0yz""#, r#"      "Next": "B""#);
    check(r#""Next": "$0"#, r#"      "Next": "B""#);
    check(r#""Next": $0"#, r#"      "Next": "B""#);
    check(r#""Next":$0"#, r#"      "Next": "B""#);
    check(r#""Next": $0, "Comment": "x""#, r#"      "Next": "B", "Comment": "x""#);
    check("\"Next\": $0\n      \"Comment\": \"x\"", "      \"Next\": \"B\",");
    check("\"Next\": \"$0\"\n      \"Comment\": \"x\"", "      \"Next\": \"B\",");
    check(r#""Next": "$0, "Comment": "x""#, r#"      "Next": "B", "Comment": "x""#);
    accepts(YAML, &yaml("Next: $0"), "B", "    Next: B");
    accepts(YAML, &yaml("Next:$0"), "B", "    Next: B");
    accepts(YAML, &yaml("Next: '$0'"), "B", "    Next: 'B'");
    accepts(YAML, &yaml("Next: \"B$0"), "B", "    Next: \"B\"");
    accepts(YAML, &yaml("{Next: $0}"), "B", "    {Next: \"B\"}");
}

#[test]
fn names_that_yaml_would_misread_are_quoted() {
    let text = "StartAt: $0\nStates:\n  \"yes\": {}\n  \"a: b\": {}\n  it's: {}\n  \"1\": {}\n";
    accepts(YAML, text, "yes", "StartAt: \"yes\"");
    accepts(YAML, text, "a: b", "StartAt: \"a: b\"");
    accepts(YAML, text, "it's", "StartAt: it's");
    accepts(YAML, text, "1", "StartAt: \"1\"");
}

#[test]
fn fields_are_those_of_the_type_and_language() {
    first(JSON, &json(r#""Type": "Task", $0"#), &["Resource", "Next", "End"]);
    first(YAML, &yaml("Type: Task\n    $0"), &["Resource", "Next", "End"]);
    first(YAML, &yaml("$0"), &["Type: Task"]);
    first(JSON, &json("$0"), &["Type: Task", "Type: Parallel"]);
    first(JSON, &json("\"T$0\": \"Pass\""), &["Type"]);
    let has = |text: &str, name: &str| labels(JSON, &json(text)).iter().any(|label| label == name);
    assert!(has(r#""Type": "Task", $0"#, "Parameters"));
    assert!(!has(r#""Type": "Task", "QueryLanguage": "JSONata", $0"#, "Parameters"));
    assert!(has(r#""Type": "Task", "QueryLanguage": "JSONata", $0"#, "Arguments"));
    assert!(!has(r#""Type": "Task", "Next": "B", $0"#, "End"));
    assert!(!has(r#""Type": "Task", "Next": "B", $0"#, "Type"));
    assert!(!has(r#""Type": "Task", "TimeoutSecondsPath": "$.x", $0"#, "TimeoutSeconds"));
    assert!(has(r#""Type": "Pass", "Result": 1, $0"#, "ResultPath"));
    assert!(!has(r#""Type": "Pass", "Next": "B", "Ex$0": 1"#, "Next"));
}

#[test]
fn deprecated_fields_are_last_and_marked() {
    let (analysis, offset) = marked(JSON, &json(r#""Type": "Map", $0"#));
    let items = complete(&analysis, offset).items;
    let last = items.last().unwrap();
    assert!(last.is_deprecated && last.label == "Parameters", "{}", last.label);
    assert!(items.iter().any(|item| item.label == "Iterator" && item.is_deprecated));
}

#[test]
fn keys_come_with_what_is_missing() {
    let check = |body: &str, label: &str, expected: &str| accepts(JSON, &json(body), label, expected);
    check(r#""Type": "Pass", $0"#, "Next", r#"      "Type": "Pass", "Next": "‹B|C›""#);
    check(r#""Type": "Pass", "Ne$0""#, "Next", r#"      "Type": "Pass", "Next": "‹B|C›""#);
    check(r#""Type": "Pass", "Ne$0"#, "Next", r#"      "Type": "Pass", "Next": "‹B|C›""#);
    check(r#""Type": "Pass", Ne$0"#, "Next", r#"      "Type": "Pass", "Next": "‹B|C›""#);
    check(r#""Type": "Pass", "E$0xt": "B""#, "End", r#"      "Type": "Pass", "End": "B""#);
    assert!(accepted(JSON, &json("\"Type\": \"Pass\"\n      $0"), "End").contains("\"Pass\",\n"));
    check("\"Type\": \"Pass\",\n      $0\n      \"Comment\": \"\"", "End", "      \"End\": ‹true›,");
    check("\"Type\": \"Pass\",\n      \"E$0\"\n      \"Comment\": \"\"", "End", "      \"End\": ‹true›,");
    check(
        "\"Type\": \"Task\",\n      $0",
        "Retry",
        "      \"Retry\": [\n        {\n          \"ErrorEquals\": [\n            \"‹States.ALL›\"\n          ],\n          \"IntervalSeconds\": ‹1›,\n          \"MaxAttempts\": ‹3›,\n          \"BackoffRate\": ‹2›\n        }\n      ]",
    );
    let check = |body: &str, label: &str, expected: &str| accepts(YAML, &yaml(body), label, expected);
    check("Type: Pass\n    $0", "Next", "    Next: ‹B|C›");
    check("Type: Pass\n    Ne$0", "Next", "    Next: ‹B|C›");
    check("Type: Pass\n    Ex$0t: B", "Next", "    Next: B");
    check("T$0", "Type: Wait", "    Type: Wait\n    Seconds: ‹60›\n    Next: ‹B|C›");
    check(
        "Type: Task\n    Catch: $0",
        "[…]",
        "    Catch: \n      - ErrorEquals:\n          - ‹States.ALL›\n        Next: ‹B|C›",
    );
    check(
        "Type: Task\n    $0",
        "Retry",
        "    Retry:\n      - ErrorEquals:\n          - ‹States.ALL›\n        IntervalSeconds: ‹1›\n        MaxAttempts: ‹3›\n        BackoffRate: ‹2›",
    );
    check("Type: Task\n    Retry:\n      - $0", "ErrorEquals", "      - ErrorEquals:\n          - ‹States.ALL›");
    check("Type: Task\n    Retry:\n      - E$0", "ErrorEquals", "      - ErrorEquals:\n          - ‹States.ALL›");
    check("{Type: Pass, $0}", "Next", "    {Type: Pass, \"Next\": \"‹B|C›\"}");
}

#[test]
fn entries_of_lists() {
    accepts(
        JSON,
        &json("\"Type\": \"Task\",\n      \"Catch\": [$0]"),
        "catcher",
        "      \"Catch\": [{\n        \"ErrorEquals\": [\n          \"‹States.ALL›\"\n        ],\n        \"Next\": \"‹B|C›\"\n      }]",
    );
    accepts(
        YAML,
        &yaml("Type: Task\n    Catch:\n      $0"),
        "catcher",
        "      - ErrorEquals:\n          - ‹States.ALL›\n        Next: ‹B|C›",
    );
}

#[test]
fn types_bring_the_fields_they_need() {
    let check = |body: &str, label: &str, expected: &str| accepts(JSON, &json(body), label, expected);
    check(
        r#""Type": "$0""#,
        "Task",
        "      \"Type\": \"Task\",\n      \"Resource\": \"‹›\",\n      \"Next\": \"‹B|C›\"",
    );
    check(
        r#""Type": "$0", "End": true"#,
        "Task",
        "      \"Type\": \"Task\",\n      \"Resource\": \"‹›\", \"End\": true",
    );
    check(r#""Type": "$0", "End": true"#, "Pass", r#"      "Type": "Pass", "End": true"#);
    accepts(YAML, &yaml("Type: $0"), "Wait", "    Type: Wait\n    Seconds: ‹60›\n    Next: ‹B|C›");
    assert_eq!(labels(YAML, &yaml("Type: $0")).len(), 8);
}

#[test]
fn states_are_proposed_whole() {
    let text = "{\n  \"StartAt\": \"A\",\n  \"States\": {\n    $0\n  }\n}\n";
    first(JSON, text, &["A", "Task: Lambda function"]);
    accepts(
        JSON,
        text,
        "Fail",
        "    \"‹Failed›\": {\n      \"Type\": \"Fail\",\n      \"Error\": \"‹›\",\n      \"Cause\": \"‹›\"\n    }",
    );
    accepts(
        JSON,
        text,
        "A",
        "    \"A\": {\n      \"Type\": \"‹Task|Parallel|Map|Pass|Wait|Choice|Succeed|Fail›\"\n    }",
    );
    accepts(YAML, "StartAt: A\nStates:\n  $0\n", "Succeed", "  ‹Done›:\n    Type: Succeed");
    let text = "StartAt: A\nStates:\n  A:\n    Type: Pass\n    Next: Done\n  Done: {}\n  $0\n";
    accepts(YAML, text, "Succeed", "  ‹Done2›:\n    Type: Succeed");
    accepts(YAML, text, "Pass", "  ‹Pass›:\n    Type: Pass\n    Next: ‹A|Done›");
    first(JSON, "{\"QueryLanguage\": \"JSONata\", \"States\": {\"A\": $0}}", &["Task: Lambda function"]);
}

#[test]
fn an_empty_document_begins_with_a_machine() {
    for (path, text) in [(JSON, "$0"), (JSON, "$0\n"), (YAML, "$0"), (YAML, "\n$0\n")] {
        first(path, text, &["state machine in JSONata", "state machine in JSONPath"]);
    }
    let text = accepted(YAML, "$0", "state machine in JSONPath");
    assert_eq!(text, "Comment: ‹›\nStartAt: Done\nStates:\n  Done:\n    Type: Succeed");
    first(YAML, "St$0", &["StartAt", "States"]);
    first(JSON, "{$0}", &["StartAt", "States"]);
}

#[test]
fn closed_sets_and_booleans() {
    assert_eq!(labels(JSON, &json(r#""QueryLanguage": "$0""#)), ["JSONata", "JSONPath"]);
    assert_eq!(labels(JSON, &json(r#""Type": "Pass", "End": $0"#)), ["true"]);
    accepts(YAML, &yaml("Type: Pass\n    End: $0"), "true", "    End: true");
    let retry = r#""Type": "Task", "Retry": [{"JitterStrategy": "$0"}]"#;
    assert_eq!(labels(JSON, &json(retry)), ["FULL", "NONE"]);
    let rule = r#""Type": "Choice", "Choices": [{"IsNull": $0}]"#;
    assert_eq!(labels(JSON, &json(rule)), ["true", "false"]);
    let reader = "Type: Map\n    ItemReader:\n      ReaderConfig:\n        InputType: $0";
    assert!(labels(YAML, &yaml(reader)).contains(&"CSV".to_owned()));
}

#[test]
fn a_rule_has_one_operator() {
    let rule = |body: &str| labels(JSON, &json(&format!(r#""Type": "Choice", "Choices": [{{{body}}}]"#)));
    assert!(rule("$0").contains(&"And".to_owned()));
    let tested = rule(r#""Variable": "$.x", $0"#);
    assert!(tested.contains(&"StringEquals".to_owned()) && !tested.contains(&"And".to_owned()));
    let whole = rule(r#""Variable": "$.x", "IsNull": true, $0"#);
    assert!(!whole.contains(&"StringEquals".to_owned()) && whole.contains(&"Next".to_owned()));
    assert!(!rule(r#""And": [], $0"#).contains(&"Variable".to_owned()));
}

#[test]
fn resources_part_by_part() {
    let check = |value: &str, expected: &[&str]| {
        first(JSON, &json(&format!("\"Type\": \"Task\", \"Resource\": {value}")), expected);
        if value.starts_with('"') {
            let plain = value.trim_matches('"');
            first(YAML, &yaml(&format!("Type: Task\n    Resource: {plain}")), expected);
        }
    };
    check("$0", &["arn:aws:states:::lambda:invoke"]);
    check("\"$0\"", &["arn:aws:states:::lambda:invoke", "arn:aws:states:::lambda:invoke.waitForTaskToken"]);
    check("\"arn:aws-cn:$0\"", &["arn:aws-cn:states:::lambda:invoke"]);
    check("\"arn:aws:states:::$0\"", &["lambda:invoke"]);
    check("\"arn:aws:states:::aws-sdk:$0\"", &["accessanalyzer:"]);
    check("\"arn:aws:states:::aws-sdk:s3:getObject.$0\"", &[".waitForTaskToken"]);
    nothing(JSON, &json("\"Type\": \"Task\", \"Resource\": \"arn:aws:states:::aws-sdk:s3:$0\""));
    let text = json("\"Type\": \"Task\", \"Resource\": \"arn:aws:states:::sq$0s:x\"");
    accepts(
        JSON,
        &text,
        "sqs:sendMessage",
        "      \"Type\": \"Task\", \"Resource\": \"arn:aws:states:::sqs:sendMessage\"",
    );
    let reader = "\"Type\": \"Map\", \"ItemReader\": {\"Resource\": \"arn:aws:states:::$0\"}";
    assert_eq!(labels(JSON, &json(reader)), ["s3:getObject", "s3:listObjectsV2"]);
}

#[test]
fn parameters_of_the_call() {
    let call = |rest: &str| format!("\"Type\": \"Task\", \"Resource\": \"arn:aws:states:::sqs:sendMessage\", {rest}");
    first(JSON, &json(&call("\"Parameters\": {$0}")), &["MessageBody", "MessageBody.$", "QueueUrl", "QueueUrl.$"]);
    let rest = "\"Parameters\": {\"MessageBody.$\": \"$\", $0}";
    first(JSON, &json(&call(rest)), &["QueueUrl", "QueueUrl.$", "DelaySeconds"]);
    let rest = "\"QueryLanguage\": \"JSONata\", \"Arguments\": {$0}";
    first(JSON, &json(&call(rest)), &["MessageBody", "QueueUrl", "DelaySeconds"]);
    let text = yaml("Type: Task\n    Resource: arn:aws:states:::lambda:invoke\n    Parameters:\n      $0");
    first(YAML, &text, &["FunctionName", "FunctionName.$"]);
    accepts(YAML, &text, "Payload.$", "      Payload.$: ‹$.›");
    nothing(JSON, &json(&call("\"Parameters\": {\"MessageBody\": {$0}}")));
}

#[test]
fn errors_that_are_not_matched_yet() {
    let task = |handlers: &str| {
        json(&format!("\"Type\": \"Task\", \"Resource\": \"arn:aws:states:::lambda:invoke\", {handlers}"))
    };
    let found = labels(JSON, &task("\"Retry\": [{\"ErrorEquals\": [\"$0\"]}]"));
    assert_eq!((found[0].as_str(), found.last().unwrap().as_str()), ("Lambda.AWSLambdaException", "States.ALL"));
    assert!(!found.contains(&"States.Runtime".to_owned()));
    let found = labels(
        JSON,
        &task("\"Catch\": [{\"ErrorEquals\": [\"States.Timeout\"]}, {\"ErrorEquals\": [\"Lambda.Unknown\", $0]}]"),
    );
    assert!(!found.iter().any(|name| name == "States.Timeout" || name == "Lambda.Unknown"), "{found:?}");
    assert!(!found.contains(&"States.ALL".to_owned()), "it stands alone");
    let fail = "\"Type\": \"Parallel\", \"Branches\": [{\"StartAt\": \"F\", \"States\": {\"F\": {\"Type\": \"Fail\", \"Error\": \"Mine\"}}}], \"Catch\": [{\"ErrorEquals\": [$0]}]";
    first(JSON, &json(fail), &["Mine", "States.Timeout", "States.BranchFailed"]);
    let text = yaml("Type: Task\n    Retry:\n      - ErrorEquals:\n          - $0");
    first(YAML, &text, &["States.TaskFailed", "States.Timeout", "States.HeartbeatTimeout"]);
    accepts(YAML, &text, "States.Timeout", "          - States.Timeout");
    let raise = "\"Type\": \"Task\", \"Catch\": [{\"ErrorEquals\": [\"Odd\"]}]";
    let text = json(raise).replace("\"Succeed\"", "\"Fail\", \"Error\": \"$0\"");
    assert_eq!(labels(JSON, &text), ["Odd"]);
}

#[test]
fn paths_functions_and_the_context_object() {
    let parameters = |value: &str| json(&format!("\"Type\": \"Pass\", \"Parameters\": {{\"x.$\": \"{value}\"}}"));
    first(JSON, &parameters("$0"), &["$", "$$", "States.Array"]);
    first(JSON, &parameters("Sta$0"), &["States.Array"]);
    first(JSON, &parameters("States.$0"), &["States.Array"]);
    first(JSON, &parameters("$$.$0"), &["Execution", "State", "StateMachine"]);
    assert!(!labels(JSON, &parameters("$$.$0")).contains(&"Map".to_owned()));
    first(JSON, &parameters("$$.Execution.$0Id"), &["Id", "Input", "Name"]);
    first(JSON, &parameters("States.Format('{}', $$.St$0)"), &["Execution", "State"]);
    nothing(JSON, &parameters("States.Format('$0')"));
    nothing(JSON, &parameters("$.orders.$0"));
    nothing(JSON, &json("\"Type\": \"Pass\", \"Parameters\": {\"x\": \"$0\"}"));
    nothing(JSON, &json("\"Type\": \"Pass\", \"Comment\": \"$0\""));
    let text = json("\"Type\": \"Map\", \"ItemSelector\": {\"x.$\": \"$$.$0\"}");
    assert!(labels(JSON, &text).contains(&"Map".to_owned()));
    let expected = "      \"Type\": \"Pass\", \"Parameters\": {\"x.$\": \"States.UUID()\"}";
    accepts(JSON, &parameters("St$0"), "States.UUID", expected);
    let text = yaml("Type: Pass\n    InputPath: $$.$0");
    accepts(YAML, &text, "State", "    InputPath: $$.State");
    nothing(JSON, &json("\"Type\": \"Pass\", \"ResultPath\": \"$$.$0\""));
}

#[test]
fn jsonata_knows_its_place() {
    let task = |rest: &str| json(&format!("\"Type\": \"Task\", \"QueryLanguage\": \"JSONata\", {rest}"));
    assert_eq!(labels(JSON, &task("\"Output\": \"{% $states.$0 %}\"")), ["result", "input", "context"]);
    assert_eq!(labels(JSON, &task("\"Arguments\": {\"a\": \"{% $states.$0 %}\"}")), ["input", "context"]);
    let catcher = "\"Catch\": [{\"ErrorEquals\": [\"E\"], \"Output\": \"{% $states.$0 %}\"}]";
    assert_eq!(labels(JSON, &task(catcher)), ["errorOutput", "input", "context"]);
    first(JSON, &task("\"Output\": \"{% $states.context.$0 %}\""), &["Execution", "State", "StateMachine"]);
    first(JSON, &task("\"Output\": \"{% $s$0 %}\""), &["$states", "$string"]);
    assert!(!labels(JSON, &task("\"Output\": \"{% $$0 %}\"")).contains(&"$eval".to_owned()));
    assert_eq!(labels(JSON, &task("\"Output\": \"{%$0}\"")), ["{% %}"]);
    nothing(JSON, &task("\"Output\": \"{% 'text $0' %}\""));
    nothing(JSON, &task("\"Output\": \"{% $states.input.$0 %}\""));
    nothing(JSON, &task("\"Output\": \"plain $0\""));
    accepts(
        JSON,
        &task("\"Output\": \"$0\""),
        "{% %}",
        "      \"Type\": \"Task\", \"QueryLanguage\": \"JSONata\", \"Output\": \"{% ‹› %}\"",
    );
    accepts(
        JSON,
        &task("\"Output\": \"{% $uu$0\""),
        "$uuid",
        "      \"Type\": \"Task\", \"QueryLanguage\": \"JSONata\", \"Output\": \"{% $uuid()\"",
    );
    let text = yaml("Type: Task\n    QueryLanguage: JSONata\n    Output: \"{% $par$0($states.input) %}\"");
    accepts(YAML, &text, "$partition", "    Output: \"{% $partition($states.input) %}\"");
    let text = yaml("Type: Task\n    QueryLanguage: JSONata\n    Output: |-\n      {% $states.re$0 %}");
    accepts(YAML, &text, "result", "      {% $states.result %}");
}

#[test]
fn variables_that_have_a_value() {
    let text = "{\"QueryLanguage\": \"JSONata\", \"StartAt\": \"A\", \"States\": {
        \"A\": {\"Type\": \"Choice\", \"Choices\": [{\"Condition\": \"{% true %}\", \"Next\": \"B\", \"Assign\": {\"some\": 1, \"all\": 1}}], \"Default\": \"B\", \"Assign\": {\"all\": 2}},
        \"B\": {\"Type\": \"Pass\", \"Output\": \"{% $0 %}\", \"Assign\": {\"later\": 1}, \"Next\": \"C\"},
        \"C\": {\"Type\": \"Succeed\"}}}";
    first(JSON, text, &["$states", "$all", "$some"]);
    assert!(!labels(JSON, text).contains(&"$later".to_owned()));
    let text = text.replace("$0", "1").replace("\"C\": {", "\"C\": {\"Output\": \"{% $l$0 %}\", ");
    first(JSON, &text, &["$states", "$all", "$later", "$some"]);
}

#[test]
fn templates_are_written_in_their_own_encoding() {
    let machine =
        |rest: &str| format!("Resources:\n  M:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n{rest}");
    let text = machine(
        "      DefinitionSubstitutions: {Table: x}\n      DefinitionString: |\n        {\n          \"StartAt\": \"$0\",\n          \"States\": {\n            \"A\": {\n              \"Type\": \"Task\",\n              X\n            }\n          }\n        }\n",
    );
    accepts(SAM, &text, "A", "          \"StartAt\": \"A\",");
    let at = |what: &str| text.replace("$0", "A").replace('X', what);
    accepts(SAM, &at("\"Res$0\""), "Resource", "              \"Resource\": \"‹›\"");
    accepts(
        SAM,
        &at("$0"),
        "Catch",
        "              \"Catch\": [\n                {\n                  \"ErrorEquals\": [\n                    \"‹States.ALL›\"\n                  ],\n                  \"Next\": \"‹›\"\n                }\n              ]",
    );
    accepts(SAM, &at("\"Resource\": \"${Ta$0\""), "Table", "              \"Resource\": \"${Table}\"");
    let text = machine("      Definition:\n        StartAt: $0\n        States:\n          A: {}\n");
    accepts(SAM, &text, "A", "        StartAt: A");
    nothing(SAM, &text.replace("$0", "A").replace("    Type", "    T$0ype"));

    let text = "{\"Resources\": {\"M\": {\"Type\": \"AWS::StepFunctions::StateMachine\", \"Properties\": {\"DefinitionString\": \"{\\\"StartAt\\\": \\\"$0\\\", \\\"States\\\": {\\\"A\\\": {}}}\"}}}}";
    assert!(accepted("template.json", text, "A").contains("{\\\"StartAt\\\": \\\"A\\\", "));
    let text = text.replace("$0", "A").replace("{}}", "{$0}}");
    assert!(accepted("template.json", &text, "Type: Succeed").contains("{\\\"Type\\\": \\\"Succeed\\\"}"));
}

#[test]
fn nothing_where_nothing_is_known() {
    nothing(JSON, &json("\"Type\": \"Pass\", \"Odd\": \"$0\""));
    nothing("package.json", "{\"name\": \"$0\"}");
    nothing(YAML, &yaml("# $0\n    Type: Pass"));
    nothing(JSON, &json("\"Type\": \"Pass\"$0"));
}

#[test]
fn documentation_is_found_by_its_key() {
    let text = json("\"Type\": \"Task\", $0");
    let (analysis, offset) = marked(JSON, &text);
    for item in complete(&analysis, offset).items {
        let key = item.topic.expect("fields have one").key();
        assert!(documentation(&key).is_some_and(|text| text.contains("](http")), "{key}");
    }
    for key in ["function/partition", "intrinsic/States.Format", "error/States.ALL", "context/Execution.Id", "type/Map"]
    {
        assert!(documentation(key).is_some(), "{key}");
    }
    assert_eq!(documentation("nonsense"), None);
    assert_eq!(documentation("field/Task/JSONPath/Nothing"), None);
}

#[test]
fn half_typed_documents() {
    let check = |body: &str, label: &str, expected: &str| accepts(JSON, &json(body), label, expected);
    check("\"Type\": \"Pass\",\n      \"Ne$0\n      \"Comment\": \"\"", "Next", "      \"Next\": \"‹B|C›\",");
    check(
        "\"Type\": \"Task\", \"Retry\": [{\"ErrorEquals\": [\"$0]}]",
        "States.Timeout",
        "      \"Type\": \"Task\", \"Retry\": [{\"ErrorEquals\": [\"States.Timeout\"]}]",
    );
    let inner = "\"Type\": \"Map\", \"ItemProcessor\": {\"ProcessorConfig\": {\"Mode\": \"$0\"}}";
    check(inner, "INLINE", "      \"Type\": \"Map\", \"ItemProcessor\": {\"ProcessorConfig\": {\"Mode\": \"INLINE\"}}");
    let inner = "\"Type\": \"Map\", \"ItemProcessor\": {\"StartAt\": \"X\", \"States\": {\"$0\"}}";
    first(JSON, &json(inner), &["X", "Task: Lambda function"]);

    let check = |body: &str, label: &str, expected: &str| accepts(YAML, &yaml(body), label, expected);
    check("Type: Pass\n    \"Ne$0", "Next", "    \"Next\": ‹B|C›");
    let choice = |rest: &str| format!("Type: Choice\n    Choices:\n      {rest}");
    check(&choice("-$0"), "Variable", "      - Variable: ‹$.›");
    check(&choice("- V$0"), "Variable", "      - Variable: ‹$.›");
    check(&choice("- Variable: $.x\n        $0"), "IsNull", "        IsNull: ‹true›");
    check(&choice("- And:\n          - $0"), "Variable", "          - Variable: ‹$.›");
    check(&choice("- Not:\n          $0"), "Variable", "          Variable: ‹$.›");
    check(&choice("$0"), "choice rule", "      - Variable: ‹$.›\n        StringEquals: ‹›\n        Next: ‹B|C›");
    let retry = "Type: Task\n    Retry:\n      - ErrorEquals:";
    check(&format!("{retry} [$0]"), "States.Timeout", "      - ErrorEquals: [\"States.Timeout\"]");
    check(
        &format!("{retry}\n          - States.Timeout\n          $0"),
        "States.TaskFailed",
        "          - States.TaskFailed",
    );
    let map = |rest: &str| format!("Type: Map\n    ItemProcessor:\n      {rest}");
    check(&map("$0"), "StartAt", "      StartAt: ‹›");
    check(
        &map("StartAt: X\n      States:\n        $0"),
        "Fail",
        "        ‹Failed›:\n          Type: Fail\n          Error: ‹›\n          Cause: ‹›",
    );
    check(&map("StartAt: X\n      States:\n        X:\n          $0"), "Type: Succeed", "          Type: Succeed");
    check(
        "Type: Task\n    Resource: arn:aws:states:::s$0",
        "sqs:sendMessage",
        "    Resource: arn:aws:states:::sqs:sendMessage",
    );
    check("Type: Task\n    Resource: arn:aws:states:::a$0", "aws-sdk:", "    Resource: arn:aws:states:::aws-sdk:");
}
