//! Workflow variables: which ones a state refers to, where they have values, and the cases of the catalogue by number.
//!
//! The machines under `fixtures/variables/` say the rest, place by place.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use asl_lint::expression;
use asl_lint::flow::variables::{Known, On, Variables};
use asl_lint::model::{Machine, State, lower};
use asl_lint::syntax::{Language, Tree, parse};
use common::random::Random;
use serde_json::{Map, Value, json};

fn read(text: &str) -> (Tree, Machine, Variables) {
    let (tree, faults) = parse(text.into(), Language::Json, None);
    assert_eq!(faults, [], "{text}");
    let machine = lower(&tree, tree.root());
    let variables = Variables::of(&tree, &machine);
    (tree, machine, variables)
}

// ---------------------------------------------------------------------------------------------
// References, as `DescribeStateMachine` lists them: by state name, inner states beside outer ones, states without any
// left out.

fn references(text: &str) -> BTreeMap<String, BTreeSet<String>> {
    let (tree, machine, variables) = read(text);
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for state in &machine.states {
        let expressions = expression::of_state(&tree, state, &variables);
        for reference in expression::references(&tree, state, &expressions) {
            let span = reference.span(&tree);
            assert_eq!(&text[span.range()], format!("${}", reference.name), "the place of a name is that of the name");
            found.entry(state.name.to_string()).or_default().insert(reference.name.to_string());
        }
    }
    found
}

#[track_caller]
fn refers(text: &str, expected: &[(&str, &[&str])]) {
    let expected: BTreeMap<String, BTreeSet<String>> = expected
        .iter()
        .map(|(state, names)| ((*state).to_owned(), names.iter().map(|name| (*name).to_owned()).collect()))
        .collect();
    assert_eq!(references(text), expected);
}

#[test]
fn references_of_the_paths_of_a_state() {
    refers(
        r#"{"StartAt": "In", "States": {
            "In": {"Type": "Pass", "InputPath": "$source", "Next": "Out"},
            "Out": {"Type": "Pass", "OutputPath": "$source.items[0]", "Next": "None"},
            "None": {"Type": "Pass", "InputPath": "$.source", "OutputPath": "$$.Execution", "Next": "Wait"},
            "Wait": {"Type": "Wait", "SecondsPath": "$pause.seconds", "Next": "Until"},
            "Until": {"Type": "Wait", "TimestampPath": "$deadline", "Next": "Stop"},
            "Stop": {"Type": "Fail", "ErrorPath": "$error.name", "CausePath": "States.Format('{}: {}', $error.name, $cause)"}}}"#,
        &[
            ("In", &["source"]),
            ("Out", &["source"]),
            ("Wait", &["pause"]),
            ("Until", &["deadline"]),
            ("Stop", &["cause", "error"]),
        ],
    );
}

#[test]
fn references_of_payloads_but_not_of_their_literals() {
    refers(
        r#"{"StartAt": "Call", "States": {
            "Call": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
                "Parameters": {"FunctionName": "f", "bucketName": "$bucket", "Payload": {
                    "key.$": "$key", "all.$": "$", "context.$": "$$.Task", "list": [{"deep.$": "$deep[1].x"}, "$plain"]}},
                "ResultSelector": {"kept.$": "$kept", "body.$": "$.Payload"},
                "TimeoutSecondsPath": "$timeout", "HeartbeatSecondsPath": "$heartbeat",
                "ResultPath": "$.result",
                "Assign": {"next.$": "$before", "text": "$text"},
                "Catch": [{"ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Assign": {"why.$": "$reason"}, "Next": "Done"}],
                "Next": "Done"},
            "Done": {"Type": "Pass", "Result": {"value.$": "$literal"}, "End": true}}}"#,
        &[("Call", &["before", "deep", "heartbeat", "kept", "key", "reason", "timeout"])],
    );
}

#[test]
fn references_of_intrinsic_functions_and_filters() {
    refers(
        r#"{"StartAt": "Call", "States": {"Call": {"Type": "Pass", "Parameters": {
            "a.$": "States.Format('{} $quoted {}', $first, States.ArrayGetItem($list, $index))",
            "b.$": "States.StringToJson('{\"x\": \"$text\"}')",
            "c.$": "$orders[?(@.id == $wanted.id && @.total < $limit)].lines",
            "d.$": "States.ArrayContains($.all[?(@.price < $budget)], 1)",
            "e.$": "States.UUID()"}, "End": true}}}"#,
        &[("Call", &["budget", "first", "index", "limit", "list", "orders", "wanted"])],
    );
}

#[test]
fn references_of_choice_rules() {
    refers(
        r#"{"StartAt": "Which", "States": {
            "Which": {"Type": "Choice", "Default": "Done", "Choices": [
                {"Variable": "$total", "NumericGreaterThanPath": "$limit.upper", "Next": "Done"},
                {"And": [{"Variable": "$.a", "StringEquals": "$text"}, {"Not": {"Variable": "$flag", "IsPresent": true}}],
                    "Assign": {"seen.$": "$flagged"}, "Next": "Done"},
                {"Or": [{"Variable": "$.b", "TimestampEqualsPath": "$since"}, {"Variable": "$$.State.Name", "IsString": true}],
                    "Next": "Done"}]},
            "Done": {"Type": "Succeed", "InputPath": "$total"}}}"#,
        &[("Which", &["flag", "flagged", "limit", "since", "total"]), ("Done", &["total"])],
    );
}

#[test]
fn references_of_map_states_and_their_inner_states() {
    refers(
        r#"{"StartAt": "Outer", "States": {
            "Outer": {"Type": "Map", "ItemsPath": "$items", "MaxConcurrencyPath": "$width",
                "ToleratedFailureCountPath": "$failures", "ToleratedFailurePercentagePath": "$share",
                "ItemSelector": {"bucketName": "$bucket", "bucket.$": "$bucket", "item.$": "$$.Map.Item.Value"},
                "ItemReader": {"Resource": "arn:aws:states:::s3:getObject", "Parameters": {"Bucket.$": "$from", "Key": "k"},
                    "ReaderConfig": {"InputType": "JSON", "MaxItemsPath": "$most"}},
                "ItemBatcher": {"MaxItemsPerBatchPath": "$batch", "BatchInput": {"shared.$": "$shared"}},
                "ResultWriter": {"Resource": "arn:aws:states:::s3:putObject", "Parameters": {"Bucket.$": "$to", "Prefix": "p"}},
                "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
                    "StartAt": "Inner", "States": {
                        "Inner": {"Type": "Map", "ItemsPath": "$rows", "End": true, "ItemProcessor": {"StartAt": "Innermost",
                            "States": {"Innermost": {"Type": "Pass", "Parameters": {"a.$": "$cell"}, "End": true}}}}}},
                "End": true}}}"#,
        &[
            ("Outer", &["batch", "bucket", "failures", "from", "items", "most", "share", "shared", "to", "width"]),
            ("Inner", &["rows"]),
            ("Innermost", &["cell"]),
        ],
    );
}

#[test]
fn references_of_jsonata() {
    refers(
        r#"{"QueryLanguage": "JSONata", "StartAt": "Set", "States": {
            "Set": {"Type": "Pass", "Assign": {"count": 1, "sum": "{% $sum([1, 2]) %}"}, "Next": "Use"},
            "Use": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
                "Arguments": {"FunctionName": "f", "Payload": ["{% $a.b & $now() %}", "$text", " {% $blank %}"]},
                "TimeoutSeconds": "{% $seconds %}",
                "Assign": {"x": {"deep": ["{% $count + 1 %}"]}},
                "Output": "{% ($local := $b; $map($c, function($item) { $item + $local + $states.input.d }))[$e] %}",
                "Catch": [{"ErrorEquals": ["E"], "Output": "{% $states.errorOutput & $f %}", "Next": "Which"}],
                "Next": "Which"},
            "Which": {"Type": "Choice", "Choices": [{"Condition": "{% $exists($g) and $max([1]) = 1 %}", "Next": "End"}],
                "Default": "End", "Output": "{% $count([1]) %}"},
            "End": {"Type": "Fail", "Error": "{% $h %}", "Cause": "$i"}}}"#,
        &[
            ("Set", &["sum"]),
            ("Use", &["a", "b", "c", "count", "e", "f", "seconds"]),
            ("Which", &["count", "g"]),
            ("End", &["h"]),
        ],
    );
}

// ---------------------------------------------------------------------------------------------
// The cases of the catalogue

/// The findings of the rules of variables, as `rule: text`.
fn findings(text: &str) -> Vec<String> {
    let analysis = common::lint("case.asl.json", text, &common::options());
    let is_about_variables =
        |rule: &str| asl_lint::rules::find(rule).is_some_and(|rule| rule.category.name() == "variables");
    let found = analysis.diagnostics.iter().filter(|finding| is_about_variables(finding.rule));
    found.map(|finding| format!("{}: {}", finding.rule, &text[finding.span.range()])).collect()
}

#[track_caller]
fn case(text: &str, expected: &[&str]) {
    assert_eq!(findings(text), expected);
}

#[test]
fn case_64_output_sees_the_old_value() {
    case(
        r#"{"QueryLanguage": "JSONata", "StartAt": "A", "States": {
            "A": {"Type": "Pass", "Assign": {"x": 1}, "Output": "{% $x %}", "Next": "B"},
            "B": {"Type": "Succeed", "Output": "{% $x %}"}}}"#,
        &["variable-used-in-assigning-state: $x"],
    );
    case(
        r#"{"QueryLanguage": "JSONata", "StartAt": "Z", "States": {
            "Z": {"Type": "Pass", "Assign": {"x": 0}, "Next": "A"},
            "A": {"Type": "Pass", "Assign": {"x": 1}, "Output": "{% $x %}", "Next": "B"},
            "B": {"Type": "Succeed", "Output": "{% $x %}"}}}"#,
        &[],
    );
}

#[test]
fn case_65_a_catcher_leaves_without_the_assign_of_its_state() {
    case(
        r#"{"QueryLanguage": "JSONata", "StartAt": "A", "States": {
            "A": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Arguments": {"FunctionName": "f"},
                "Assign": {"x": 1}, "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "C"}], "Next": "B"},
            "B": {"Type": "Succeed", "Output": "{% $x %}"},
            "C": {"Type": "Succeed", "Output": "{% $x %}"}}}"#,
        &["variable-never-assigned-before: $x"],
    );
}

#[test]
fn case_66_a_choice_rule_leaves_without_the_assign_of_its_state() {
    case(
        r#"{"QueryLanguage": "JSONata", "StartAt": "A", "States": {
            "A": {"Type": "Choice", "Assign": {"x": 1}, "Choices": [{"Condition": "{% $states.input.a %}", "Next": "B"}],
                "Default": "C"},
            "B": {"Type": "Succeed", "Output": "{% $x %}"},
            "C": {"Type": "Succeed", "Output": "{% $x %}"}}}"#,
        &["variable-never-assigned-before: $x"],
    );
}

#[test]
fn case_67_an_inner_state_assigns_an_outer_name() {
    case(
        r#"{"QueryLanguage": "JSONata", "StartAt": "A", "States": {
            "A": {"Type": "Pass", "Assign": {"x": 1}, "Next": "M"},
            "M": {"Type": "Map", "Items": [1], "End": true, "ItemProcessor": {"StartAt": "I", "States": {
                "I": {"Type": "Pass", "Assign": {"x": 2}, "Next": "J"},
                "J": {"Type": "Succeed", "Output": "{% $x %}"}}}}}}"#,
        &["variable-shadows-outer: \"x\""],
    );
}

#[test]
fn case_68_two_branches_assign_one_name() {
    case(
        r#"{"QueryLanguage": "JSONata", "StartAt": "P", "States": {"P": {"Type": "Parallel", "End": true, "Branches": [
            {"StartAt": "A", "States": {"A": {"Type": "Pass", "Assign": {"x": 1}, "Next": "B"},
                "B": {"Type": "Succeed", "Output": "{% $x %}"}}},
            {"StartAt": "C", "States": {"C": {"Type": "Pass", "Assign": {"x": 2}, "Next": "D"},
                "D": {"Type": "Succeed", "Output": "{% $x %}"}}}]}}}"#,
        &[],
    );
}

#[test]
fn case_69_items_of_a_distributed_map_see_nothing_outside() {
    case(
        r#"{"QueryLanguage": "JSONata", "StartAt": "A", "States": {
            "A": {"Type": "Pass", "Assign": {"x": 1}, "Next": "M"},
            "M": {"Type": "Map", "Items": "{% [$x] %}", "End": true, "ItemProcessor": {
                "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}, "StartAt": "I", "States": {
                "I": {"Type": "Succeed", "Output": "{% $x %}"}}}}}}"#,
        &["variable-outer-in-distributed-map: $x"],
    );
}

#[test]
fn case_70_two_variables_swap() {
    case(
        r#"{"StartAt": "A", "States": {
            "A": {"Type": "Pass", "Assign": {"x": 1, "y": 2}, "Next": "B"},
            "B": {"Type": "Pass", "Assign": {"x.$": "$y", "y.$": "$x"}, "Next": "C"},
            "C": {"Type": "Pass", "Parameters": {"x.$": "$x", "y.$": "$y"}, "End": true}}}"#,
        &[],
    );
}

#[test]
fn case_71_names_that_are_none() {
    case(
        r#"{"StartAt": "A", "States": {
            "A": {"Type": "Pass", "Assign": {"states": 1, "x.y": 1}, "Next": "B"}, "B": {"Type": "Succeed"}}}"#,
        &["variable-reserved: \"states\"", "variable-name-invalid: \"x.y\""],
    );
}

// ---------------------------------------------------------------------------------------------
// What holds for any machine

const NAMES: [&str; 5] = ["a", "b", "c", "d", "e"];

struct Maker {
    random: Random,
    serial: usize,
    guards: bool,
}

impl Maker {
    fn assign(&mut self, object: &mut Map<String, Value>) {
        if self.random.chance(35) {
            let names: Map<String, Value> =
                NAMES.iter().filter(|_| self.random.chance(30)).map(|name| ((*name).to_owned(), json!(1))).collect();
            object.insert("Assign".to_owned(), names.into());
        }
    }

    fn scope(&mut self, depth: usize) -> Map<String, Value> {
        let count = 1 + self.random.below(7);
        let names: Vec<String> = (0..count).map(|index| format!("S{}", self.serial + index)).collect();
        self.serial += count;
        let mut states = Map::new();
        for name in &names {
            states.insert(name.clone(), self.state(&names, depth).into());
        }
        let start = &names[self.random.below(count)];
        json!({"StartAt": start, "States": states}).as_object().unwrap().clone()
    }

    fn state(&mut self, names: &[String], depth: usize) -> Map<String, Value> {
        let mut object = Map::new();
        self.assign(&mut object);
        let kind = match self.random.below(8) {
            0 | 1 => "Choice",
            2 => "Task",
            3 if depth < 3 => "Parallel",
            4 if depth < 3 => "Map",
            5 => "Succeed",
            _ => "Pass",
        };
        object.insert("Type".to_owned(), kind.into());
        let target = |maker: &mut Self| Value::from(names[maker.random.below(names.len())].as_str());
        match kind {
            "Choice" => {
                let rules: Vec<Value> = (0..=self.random.below(3))
                    .map(|_| {
                        let mut rule = Map::new();
                        if self.guards && self.random.chance(50) {
                            let name = NAMES[self.random.below(NAMES.len())];
                            rule.insert("Variable".to_owned(), format!("${name}").into());
                            rule.insert("IsPresent".to_owned(), self.random.chance(50).into());
                        } else {
                            rule.insert("Variable".to_owned(), "$.x".into());
                            rule.insert("IsNull".to_owned(), true.into());
                        }
                        self.assign(&mut rule);
                        rule.insert("Next".to_owned(), target(self));
                        rule.into()
                    })
                    .collect();
                object.insert("Choices".to_owned(), rules.into());
                object.insert("Default".to_owned(), target(self));
                return object;
            }
            "Parallel" => {
                let branches: Vec<Value> = (0..=self.random.below(2)).map(|_| self.scope(depth + 1).into()).collect();
                object.insert("Branches".to_owned(), branches.into());
            }
            "Map" => {
                let mut processor = self.scope(depth + 1);
                if self.random.chance(40) {
                    processor.insert("ProcessorConfig".to_owned(), json!({"Mode": "DISTRIBUTED"}));
                }
                object.insert("ItemProcessor".to_owned(), processor.into());
            }
            "Succeed" => {
                object.remove("Assign");
                return object;
            }
            _ => {}
        }
        if kind != "Pass" && self.random.chance(60) {
            let mut catcher = json!({"ErrorEquals": ["States.ALL"]}).as_object().unwrap().clone();
            self.assign(&mut catcher);
            catcher.insert("Next".to_owned(), target(self));
            object.insert("Catch".to_owned(), json!([catcher]));
        }
        if self.random.chance(80) {
            object.insert("Next".to_owned(), target(self));
        } else {
            object.insert("End".to_owned(), true.into());
        }
        object
    }
}

fn machines(guards: bool) -> impl Iterator<Item = (u64, Value)> {
    (0..150).map(move |seed| {
        let mut maker = Maker { random: Random(seed), serial: 0, guards };
        (seed, maker.scope(0).into())
    })
}

/// The variables that every way to a state assigns, and those that some way does.
fn sets(variables: &Variables, state: &State) -> [BTreeSet<String>; 2] {
    let mut sets = [BTreeSet::new(), BTreeSet::new()];
    for (variable, name) in variables.names().iter().enumerate() {
        let known = variables.on_entry(state, variable);
        if known == Known::Assigned {
            sets[0].insert(name.clone());
        }
        if variables.may_have(state.id, variable) {
            sets[1].insert(name.clone());
        }
        assert_eq!(matches!(known, Known::Assigned | Known::Maybe), variables.may_have(state.id, variable));
    }
    sets
}

#[test]
fn what_every_way_assigns_some_way_does() {
    for (seed, machine) in machines(true) {
        let (_, machine, variables) = read(&machine.to_string());
        for state in &machine.states {
            let [every, some] = sets(&variables, state);
            assert!(every.is_subset(&some), "seed {seed}, state {}", state.name);
        }
    }
}

/// Runs through a scope at random, and through those inside its states.
fn run(
    machine: &Machine,
    variables: &Variables,
    scope: usize,
    held: &BTreeSet<String>,
    random: &mut Random,
    seed: u64,
    steps: &mut usize,
) {
    let Some(mut at) = machine.scopes[scope].start_at.as_ref().and_then(|start| start.state) else { return };
    let mut held = held.clone();
    for _ in 0..30 {
        *steps += 1;
        let state = machine.state(at).unwrap();
        let [every, some] = sets(variables, state);
        assert!(every.is_subset(&held) && held.is_subset(&some), "seed {seed}, state {}: {held:?}", state.name);
        for inner in &state.scopes {
            let inner = inner.0 as usize;
            let is_inline = variables.visible(machine.scopes[inner].id).count() > 1;
            let inside = if is_inline { held.clone() } else { BTreeSet::new() };
            if *steps < 20_000 {
                run(machine, variables, inner, &inside, random, seed, steps);
            }
        }
        if state.transitions.is_empty() {
            return;
        }
        let way = &state.transitions[random.below(state.transitions.len())];
        for assignment in variables.assigned_on(state.id, On::taken(way.role)) {
            held.insert(variables.name(assignment.variable).to_owned());
        }
        at = way.target.state.unwrap();
    }
}

#[test]
fn every_run_holds_what_every_way_assigns_and_no_more_than_some_way_does() {
    for (seed, machine) in machines(false) {
        let (_, machine, variables) = read(&machine.to_string());
        if variables.assignments.is_empty() {
            continue;
        }
        let mut random = Random(seed);
        let mut steps = 0;
        for _ in 0..8 {
            run(&machine, &variables, 0, &BTreeSet::new(), &mut random, seed, &mut steps);
        }
    }
}

/// Every object of a machine that may have an `Assign`, as the way to it.
fn places(value: &Value, at: &mut Vec<String>, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            let takes = members.contains_key("ErrorEquals")
                || members.contains_key("Variable")
                || members.get("Type").is_some_and(|kind| kind != "Succeed");
            if takes {
                found.push(format!("/{}", at.join("/")));
            }
            for (key, member) in members {
                at.push(key.clone());
                places(member, at, found);
                at.pop();
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                at.push(index.to_string());
                places(item, at, found);
                at.pop();
            }
        }
        _ => {}
    }
}

#[test]
fn one_more_assignment_takes_none_away() {
    for (seed, mut machine) in machines(true) {
        let mut random = Random(seed ^ 0xABCD);
        let before = machine.to_string();
        let mut found = Vec::new();
        places(&machine, &mut Vec::new(), &mut found);
        if found.is_empty() {
            continue;
        }
        let place = found[random.below(found.len())].clone();
        let name = NAMES[random.below(NAMES.len())];
        let object = machine.pointer_mut(&place).unwrap().as_object_mut().unwrap();
        object.entry("Assign").or_insert_with(|| json!({})).as_object_mut().unwrap().insert(name.to_owned(), json!(2));
        let (_, old_machine, old) = read(&before);
        let (_, new_machine, new) = read(&machine.to_string());
        for (old_state, new_state) in old_machine.states.iter().zip(&new_machine.states) {
            let ([old_every, old_some], [new_every, new_some]) = (sets(&old, old_state), sets(&new, new_state));
            let state = &old_state.name;
            assert!(old_every.is_subset(&new_every), "seed {seed}, {place} assigns {name}, state {state}");
            assert!(old_some.is_subset(&new_some), "seed {seed}, {place} assigns {name}, state {state}");
        }
    }
}
