//! Tricky JSONata expressions, each in a small definition, and the rules that speak of it.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

mod common;

use asl_lint::diagnostic::{Diagnostic, Severity};
use asl_lint::rule::Category;
use asl_lint::rules;
use serde_json::{Value, json};

/// The rules of JSONata that find something, and all others that warn, in the order of the text.
fn rules(definition: &Value) -> Vec<&'static str> {
    let analysis = common::lint("case.asl.json", &definition.to_string(), &common::options());
    let is_meant = |finding: &&Diagnostic| {
        Severity::Warning <= finding.severity
            || rules::find(finding.rule).is_some_and(|found| found.category == Category::Jsonata)
    };
    analysis.diagnostics.iter().filter(is_meant).map(|finding| finding.rule).collect()
}

fn machine(state: &Value) -> Value {
    json!({"QueryLanguage": "JSONata", "StartAt": "A", "States": {"A": state}})
}

/// The expression as the `Output` of a Pass state.
#[track_caller]
fn output(expression: &str, expected: &[&str]) {
    let text = format!("{{% {expression} %}}");
    let definition = machine(&json!({"Type": "Pass", "Output": text, "End": true}));
    assert_eq!(rules(&definition), expected, "{expression}");
}

/// The expression as the `Items` of a Map state.
#[track_caller]
fn items(expression: &str, expected: &[&str]) {
    let processor = json!({"StartAt": "B", "States": {"B": {"Type": "Succeed"}}});
    let text = format!("{{% {expression} %}}");
    let definition = machine(&json!({"Type": "Map", "Items": text, "ItemProcessor": processor, "End": true}));
    assert_eq!(rules(&definition), expected, "{expression}");
}

#[test]
fn what_does_not_parse() {
    output("1 +", &["jsonata-syntax"]);
    output("a[1,2)", &["jsonata-syntax"]);
    output(r#"{"a":}"#, &["jsonata-syntax"]);
    output("$x :=", &["jsonata-syntax"]);
    output(r#"$match("a", /abc"#, &["jsonata-syntax"]);
    output("10 + * 2", &["jsonata-syntax"]);
    output("1;2", &["jsonata-syntax"]);
    output("$contains('a', /[/)", &["jsonata-syntax"]);
    output(r"'it\'s'", &["jsonata-syntax"]);
    output("%.a", &["jsonata-syntax"]);
    output("420.", &["jsonata-syntax"]);
    output("$a[1]:=3", &["jsonata-syntax"]);
    output("1e400", &["jsonata-syntax"]);
}

#[test]
fn what_does_not_parse_and_has_a_better_name() {
    output("$.store.book[?(@.price < 10)].title", &["jsonata-jsonpath-inside"]);
    output("$states.input.a ?? 1", &["jsonata-version"]);
    output("$states.input.a ?: 1", &["jsonata-version"]);
    output("", &["jsonata-empty"]);
    output("$states.input.a == 1", &["jsonata-equals-assign"]);
    output("$states.input.a && !$states.input.b", &["jsonata-javascript-operator", "jsonata-javascript-operator"]);
}

#[test]
fn what_reads_from_nothing() {
    output("phone", &["jsonata-top-level-field"]);
    output("$", &["jsonata-top-level-field"]);
    output("$$", &["jsonata-root-context"]);
    output("$.x", &["jsonata-jsonpath-inside"]);
    output("$$.Execution.Id", &["jsonata-jsonpath-inside"]);
    output("$states.input.order-id", &["jsonata-hyphen"]);
    output("$states.input.a & $states.input.order-id & 'b'", &["jsonata-hyphen"]);
    output("$states.input.a - 1-$states.input.b", &[]);
    output("$states.input.`order-id`", &[]);
    output("$states.input.items[price > 100]", &[]);
    output("$states.input.users.(firstName & ' ' & lastName)", &[]);
    output("$states.input.a[$.b = $states.input.c]", &[]);
    output("$map($states.input.a, function($v) { $v.b })", &[]);
    output("$map($states.input.a, function($v) { b })", &["jsonata-no-context"]);
    output("*", &["jsonata-no-context"]);
}

#[test]
fn what_states_has_is_known() {
    let task = |field: &str, value: Value| {
        let mut state =
            json!({"Type": "Task", "Resource": "arn:aws:states:eu-west-1:111122223333:activity:a", "End": true});
        state[field] = value;
        machine(&state)
    };
    let error = "{% $states.errorOutput %}";
    assert_eq!(rules(&task("Arguments", json!({"a": error}))), ["jsonata-error-output-not-here"]);
    assert_eq!(rules(&task("Arguments", json!({"a": "{% $states.result %}"}))), ["jsonata-result-not-here"]);
    assert_eq!(rules(&task("Output", json!("{% $states.result %}"))), [""; 0]);
    assert_eq!(rules(&task("Assign", json!({"a": "{% $states.result %}"}))), [""; 0]);
    output("$states.inputs", &["jsonata-states-field"]);
    output("($s := $states; $s.anything)", &[]);
    output("$keys($states)", &[]);
}

#[test]
fn functions() {
    output("$randomSeeded(1)", &["jsonata-unknown-function"]);
    output("$eval('1+1')", &["jsonata-eval"]);
    output("sum([1])", &["jsonata-function-without-dollar"]);
    output("$now", &["jsonata-uncalled-function"]);
    output("$count(1,2)", &["jsonata-arity"]);
    output("$exists()", &["jsonata-arity"]);
    output("$hash('a')", &["jsonata-arity"]);
    output("'a' ~> $uuid", &["jsonata-arity"]);
    // Without a context there is nothing to measure, which is no fault of the signature.
    output("$length()", &["jsonata-arity"]);
    output("$parse()", &["jsonata-arity"]);
    output("$states.input.names.$length()", &[]);
    output("$states.input.names ~> $map($length)", &[]);
    output("$sum([1,'a'])", &["jsonata-argument-type"]);
    output("$hash(123, 'MD5')", &["jsonata-argument-type"]);
    output("$range(1, 5, null)", &["jsonata-argument-type"]);
    output("$random('seed')", &["jsonata-argument-type"]);
    output("$hash('a', 'sha-256')", &["jsonata-hash-algorithm"]);
    output("$number('x')", &["jsonata-argument-value"]);
    output("$replace('a','','b')", &["jsonata-argument-value"]);
    output("$range(1, 10, 0.49)", &["jsonata-argument-value"]);
    output("$partition($states.input.x, 0)", &["jsonata-argument-value"]);
    output("$contains($states.input.x, /(a/)", &["jsonata-syntax"]);
    for valid in [
        "$partition($states.input.x, 10)",
        "$partition($states.input.x)",
        "$range(0,6,2)",
        "$range(1.4, 5.6, 2.2)",
        "$random(42)",
        "$random()",
        "$uuid()",
        "$hash($states.input.x, 'SHA-384')",
        "$parse($states.input.x)",
        "1/0",
    ] {
        output(valid, &[]);
    }
}

#[test]
fn operators() {
    output("'hello'/42", &["jsonata-operand-type"]);
    output("'a' > 1", &["jsonata-operand-type"]);
    output("true > false", &["jsonata-operand-type"]);
    output("-'a'", &["jsonata-operand-type"]);
    output("[1..'a']", &["jsonata-operand-type"]);
    output("'a' + $states.input.b", &["jsonata-string-plus"]);
    output("'a' + 'b'", &["jsonata-string-plus"]);
    output("{'a':1,'a':2}", &["jsonata-duplicate-object-key"]);
    output("1 + $states.input.missing", &[]);
}

#[test]
fn results() {
    items("$f := function($x){$x}", &["jsonata-result-type"]);
    items("1", &["jsonata-result-type"]);
    items("[1, 2]", &[]);
    items("{'a': 1}", &[]);
    items("$states.input.a[b = 1]", &["jsonata-singleton"]);
    items("[$states.input.a[b = 1]]", &[]);
    items("$states.input.a[0]", &[]);
    output("()", &["jsonata-result-type"]);
    output("(1;2;)", &[]);
    output("$states.input.a ? 1", &["jsonata-undefined-result"]);
    output("$states.input.a ? 1 : $states.input.b ? 2", &["jsonata-undefined-result"]);
    output("$states.input.a ? 1 : null", &[]);
    let wait = |seconds: &str| rules(&machine(&json!({"Type": "Wait", "Seconds": seconds, "End": true})));
    assert_eq!(wait("{% '5' %}"), ["jsonata-result-type"]);
    assert_eq!(wait("{% 1.5 %}"), ["jsonata-result-value"]);
    assert_eq!(wait("{% $states.input.delay %}"), [""; 0]);
}

#[test]
fn text_that_looks_like_an_expression() {
    let whole = |text: &str| rules(&machine(&json!({"Type": "Pass", "Output": text, "End": true})));
    assert_eq!(whole(" {% $states.input %}"), ["jsonata-delimiters"]);
    assert_eq!(whole("{% $states.input"), ["jsonata-half-open"]);
    assert_eq!(whole("{% $states.input %}-{% $states.input %}"), ["jsonata-several-expressions"]);
    assert_eq!(whole("{% $states.input %}!"), ["jsonata-partial-string"]);
    assert_eq!(whole("Hello {% $states.input %}"), ["jsonata-partial-string"]);
    assert_eq!(whole("$states.input.a"), ["jsonata-missing-delimiters"]);
    assert_eq!(whole("States.UUID()"), ["intrinsic-in-jsonata"]);
    assert_eq!(whole("{%$states.input%}"), [""; 0]);
    for text in ["$5", "$.a", "$HOME/bin", "$name", "costs $states", "{{ x }}", "100 %}", "^a$"] {
        assert_eq!(whole(text), [""; 0], "{text}");
    }
    let comment = machine(&json!({"Type": "Pass", "Comment": "{% (1 %}", "End": true}));
    assert_eq!(rules(&comment), [""; 0]);
}

#[test]
fn a_variable_with_the_name_of_a_function_is_a_variable() {
    let definition = json!({"QueryLanguage": "JSONata", "StartAt": "A", "States": {
        "A": {"Type": "Pass", "Assign": {"count": 1}, "Next": "B"},
        "B": {"Type": "Pass", "Output": "{% $count + 1 %}", "Next": "C"},
        "C": {"Type": "Pass", "Output": "{% $count %}", "End": true}}});
    let found = rules(&definition);
    assert!(!found.iter().any(|rule| rule.starts_with("jsonata")), "{found:?}");
}

/// Case 16: AWS creates the machine. That the variable has no value is told by the rules of variables.
#[test]
fn an_unknown_variable_is_no_matter_of_the_expression() {
    let definition = machine(&json!({"Type": "Pass", "Output": "{% $doesNotExist %}", "End": true}));
    let found = rules(&definition);
    assert!(!found.iter().any(|rule| rule.starts_with("jsonata")), "{found:?}");
}
