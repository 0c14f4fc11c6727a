//! Every rule's page holds what it claims: its failing examples fail with it alone, its passing ones pass, as JSON and
//! rewritten as YAML.
//!
//! An example is a whole definition, or one state (an object with `Type`), around which a definition is put: the states
//! it leads to are added.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

mod common;

use std::collections::BTreeSet;
use std::sync::Arc;

use asl_lint::analysis::{Lookup, Project, analyze};
use asl_lint::asl::WorkflowType;
use asl_lint::config::Options;
use asl_lint::diagnostic::Severity;
use asl_lint::host::{Facts, FilePath};
use asl_lint::rule::Rule;
use asl_lint::rules;
use asl_lint::text::Source;
use serde_json::{Map, Value, json};

/// A code block of a page: `json,fails`, `json,passes`, `yaml,fails`, with `express` where it is an Express workflow.
/// A `generated` one is too large to be written out: see [`generate`]. A `template` is a host file, alone in its directory.
struct Example {
    language: String,
    is_template: bool,
    fails: bool,
    options: Options,
    text: String,
}

fn examples(rule: &Rule) -> Vec<Example> {
    let page = rule.page();
    let mut examples = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        let Some(info) = line.strip_prefix("```").filter(|info| !info.is_empty()) else { continue };
        let words: Vec<&str> = info.split(',').collect();
        let text = lines.by_ref().take_while(|line| !line.starts_with("```")).collect::<Vec<_>>().join("\n");
        let text = if words.contains(&"generated") { generate(&text) } else { text };
        let fails = words.contains(&"fails");
        assert!(fails || words.contains(&"passes"), "{}: an example neither fails nor passes: {info}", rule.name);
        let mut options = common::options();
        if words.contains(&"express") {
            options.workflow_type = Some(WorkflowType::Express);
        }
        let is_template = words.contains(&"template");
        examples.push(Example { language: words[0].to_owned(), is_template, fails, options, text });
    }
    examples
}

/// Expands the recipe of a generated example: a line `repeat "text" 300` stands for the JSON string's value that many
/// times, every other line for itself; the lines are joined without anything between.
fn generate(recipe: &str) -> String {
    let expand = |line: &str| {
        let Some((text, count)) = line.strip_prefix("repeat ").and_then(|rest| rest.rsplit_once(' ')) else {
            return line.to_owned();
        };
        let text: String = serde_json::from_str(text).unwrap_or_else(|error| panic!("{line}: {error}"));
        text.repeat(count.parse().unwrap_or_else(|error| panic!("{line}: {error}")))
    };
    recipe.lines().map(expand).collect()
}

/// Puts a definition around a state.
fn complete(value: Value) -> Value {
    let Value::Object(mut members) = value else { return value };
    if !members.contains_key("Type") {
        return Value::Object(members);
    }
    let mut targets = BTreeSet::new();
    collect_targets(&Value::Object(members.clone()), &mut targets);
    let root_language = members.remove("MachineQueryLanguage");
    let mut states = Map::new();
    states.insert("Example".to_owned(), Value::Object(members));
    for target in targets {
        states.entry(target).or_insert_with(|| json!({"Type": "Succeed"}));
    }
    let mut machine = json!({"StartAt": "Example", "States": states});
    if let Some(language) = root_language {
        machine["QueryLanguage"] = language;
    }
    machine
}

/// The targets of one state's own fields; nested states find theirs in their scope.
fn collect_targets(state: &Value, targets: &mut BTreeSet<String>) {
    let mut add = |value: &Value| {
        for field in ["Next", "Default"] {
            targets.extend(value.get(field).and_then(Value::as_str).map(str::to_owned));
        }
    };
    add(state);
    for field in ["Choices", "Catch"] {
        state.get(field).and_then(Value::as_array).into_iter().flatten().for_each(&mut add);
    }
}

/// Where a template looks for other files in vain.
struct EmptyDirectory;

impl Project for EmptyDirectory {
    fn read(&self, _: &FilePath, reference: &str) -> Lookup {
        if reference.contains("://") { Lookup::Unknown } else { Lookup::Absent }
    }

    fn deployed_as(&self, _: &FilePath) -> Option<Facts> {
        None
    }
}

#[track_caller]
fn hold(rule: &Rule, name: &str, text: &str, example: &Example) {
    let analysis = analyze(&Arc::new(Source::new(text)), &FilePath(name.to_owned()), &example.options, &EmptyDirectory);
    let found: BTreeSet<&str> = analysis
        .diagnostics
        .iter()
        .filter(|finding| Severity::Warning <= finding.severity || finding.rule == rule.name)
        .map(|finding| finding.rule)
        .collect();
    let expected: BTreeSet<&str> = if example.fails { [rule.name].into() } else { BTreeSet::new() };
    assert_eq!(found, expected, "{} in {name}:\n{text}\n{:#?}", rule.name, analysis.diagnostics);
}

#[test]
fn every_example_holds_in_json_and_yaml() {
    for rule in rules::ALL {
        for example in examples(rule) {
            if example.language != "json" || example.is_template {
                let kind = if example.is_template { "template" } else { "example.asl" };
                hold(rule, &format!("{kind}.{}", example.language), &example.text, &example);
                continue;
            }
            let Ok(value) = serde_json::from_str::<Value>(&example.text) else {
                hold(rule, "example.asl.json", &example.text, &example);
                continue;
            };
            // A key written twice does not survive the way through a value.
            let whole = complete(value.clone());
            if whole == value {
                hold(rule, "example.asl.json", &example.text, &example);
            } else {
                hold(rule, "example.asl.json", &serde_json::to_string_pretty(&whole).unwrap(), &example);
            }
            if !rule.page().contains("JSON only") {
                hold(rule, "example.asl.yaml", &common::yaml(&whole), &example);
            }
        }
    }
}

#[test]
fn every_page_has_a_failing_and_a_passing_example() {
    for rule in rules::ALL {
        let examples = examples(rule);
        assert!(examples.iter().any(|example| example.fails), "{} has no failing example", rule.name);
        assert!(examples.iter().any(|example| !example.fails), "{} has no passing example", rule.name);
        assert!(rule.page().contains("Source: "), "{} names no source", rule.name);
        assert!(!rule.summary().is_empty(), "{} has no summary", rule.name);
    }
}

#[test]
fn names_are_unique_and_kebab_case() {
    let names: BTreeSet<&str> = rules::ALL.iter().map(|rule| rule.name).collect();
    assert_eq!(names.len(), rules::ALL.len());
    for rule in rules::ALL {
        let is_kebab =
            |character: char| character.is_ascii_lowercase() || character.is_ascii_digit() || character == '-';
        assert!(rule.name.chars().all(is_kebab), "{}", rule.name);
    }
}
