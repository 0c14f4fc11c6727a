//! Changes that a person may want where the cursor is, beyond the fixes of findings.

use rustc_hash::FxHashSet;

use crate::analysis::{Analysis, Definition};
use crate::asl::{QueryLanguage, StateType};
use crate::diagnostic::Edit;
use crate::edit::{Draft, insert_draft};
use crate::ide::Location;
use crate::ide::location::definition_at;
use crate::model::{Machine, Scope, State};
use crate::semantics::dangling::dangling;
use crate::syntax::Tree;
use crate::syntax::cursor::Spot;
use crate::text::Span;

/// A change to offer.
#[derive(Clone, Debug, PartialEq)]
pub struct Refactoring {
    /// An imperative, such as ``create state `A` ``.
    pub title: String,
    /// The finding that it mends, if it mends one.
    pub mends: Option<Mended>,
    pub edits: Vec<Edit>,
}

/// A finding by its rule and its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mended {
    pub rule: &'static str,
    pub span: Span,
}

/// The errors by which Lambda says that another attempt may succeed.
/// <https://docs.aws.amazon.com/step-functions/latest/dg/sfn-best-practices.html#bp-lambda-serviceexception>
const LAMBDA_ERRORS: [&str; 4] = [
    "Lambda.ClientExecutionTimeoutException",
    "Lambda.ServiceException",
    "Lambda.AWSLambdaException",
    "Lambda.SdkClientException",
];

/// What can be done with the part of a document that a span touches.
pub fn refactorings(analysis: &Analysis, span: Span) -> Vec<Refactoring> {
    let mut found = Vec::new();
    if let Some(definition) = definition_at(analysis, span.start)
        && let Some(machine) = &definition.machine
    {
        create_states(definition, machine, span, &mut found);
    }
    if let Some(location) = Location::at(analysis, span.start) {
        add_handlers(&location, &mut found);
    }
    found
}

/// For each name in the span that no state has: the state, behind the first one that goes there.
fn create_states(definition: &Definition, machine: &Machine, span: Span, found: &mut Vec<Refactoring>) {
    let tree = &definition.tree;
    let touches = |own: Span| own.start <= span.end && span.start <= own.end;
    let mut created = FxHashSet::default();
    for dangling in dangling(tree, machine) {
        let place = tree.span(dangling.target.node);
        if !touches(place) || !created.insert((dangling.scope.id, dangling.name)) {
            continue;
        }
        let after = dangling.from.map(|(state, _)| state).or_else(|| machine.states_of(dangling.scope).last());
        let draft = Draft::object([("Type", Draft::text("Pass")), ("End", Draft::Word("true"))]);
        let Some(edits) = after.and_then(|after| insert_state(tree, after, dangling.name, &draft)) else { continue };
        let rule = if dangling.from.is_some() { "transition-target-not-found" } else { "start-at-not-found" };
        let mends = Some(Mended { rule, span: place });
        found.push(Refactoring { title: format!("create state `{}`", dangling.name), mends, edits });
    }
}

fn insert_state(tree: &Tree, after: &State, name: &str, draft: &Draft) -> Option<Vec<Edit>> {
    let states = tree.parent(after.name.node)?;
    insert_draft(tree, states, after.name.node, name, draft)
}

/// Retry and Catch for the state whose name or fields the offset is on.
fn add_handlers(location: &Location<'_>, found: &mut Vec<Refactoring>) {
    let (Some(state), Some(machine)) = (state_at(location), location.machine()) else { return };
    let tree = location.tree();
    if !state.kind.is_some_and(StateType::handles_errors) || tree.is_opaque(state.node) {
        return;
    }
    let has = |field: &str| tree.member(state.node, field).is_some();
    let Some(last) = tree.own_members(state.node).last() else { return };
    let mut offer = |field: &str, draft: &Draft, further: Option<Vec<Edit>>| {
        let Some(mut edits) = insert_draft(tree, state.node, last.key, field, draft) else { return };
        edits.extend(further.unwrap_or_default());
        edits.sort();
        found.push(Refactoring { title: format!("add `{field}` to state `{}`", state.name), mends: None, edits });
    };
    if !has("Retry") {
        offer("Retry", &retry(tree, state), None);
    }
    if !has("Catch")
        && let Some(scope) = machine.scope(state.scope)
    {
        if let Some(target) = failing(machine, scope) {
            offer("Catch", &catch(state.query_language, &target.name.text), None);
        } else {
            let name = unused_name(machine, scope);
            let draft = Draft::object([("Type", Draft::text("Fail"))]);
            if let Some(edits) = insert_state(tree, state, &name, &draft) {
                offer("Catch", &catch(state.query_language, &name), Some(edits));
            }
        }
    }
}

/// The state around, or the one whose name the offset is on.
fn state_at<'a>(location: &Location<'a>) -> Option<&'a State> {
    match location.spot {
        Spot::Key { key, .. } => {
            let named = location.machine()?.states.iter().find(|state| state.name.node == key);
            named.or_else(|| location.state())
        }
        _ => location.state(),
    }
}

fn retry(tree: &Tree, state: &State) -> Draft {
    let resource = tree.get(state.node, "Resource").map_or("", |resource| tree.text(resource));
    let errors: &[&str] = if resource.contains(":lambda:") { &LAMBDA_ERRORS } else { &["States.TaskFailed"] };
    Draft::Array(vec![Draft::object([
        ("ErrorEquals", Draft::Array(errors.iter().copied().map(Draft::text).collect())),
        ("IntervalSeconds", Draft::Word("2")),
        ("MaxAttempts", Draft::Word("3")),
        ("BackoffRate", Draft::Word("2")),
        ("JitterStrategy", Draft::text("FULL")),
    ])])
}

/// A catcher that keeps the input beside what went wrong.
fn catch(language: QueryLanguage, target: &str) -> Draft {
    let errors = Draft::Array(vec![Draft::text("States.ALL")]);
    let kept = match language {
        QueryLanguage::JsonPath => ("ResultPath", Draft::text("$.error")),
        QueryLanguage::Jsonata => {
            ("Output", Draft::text("{% $merge([$states.input, {'error': $states.errorOutput}]) %}"))
        }
    };
    Draft::Array(vec![Draft::object([("ErrorEquals", errors), kept, ("Next", Draft::text(target))])])
}

fn failing<'a>(machine: &'a Machine, scope: &'a Scope) -> Option<&'a State> {
    machine.states_of(scope).find(|state| state.kind == Some(StateType::Fail))
}

fn unused_name(machine: &Machine, scope: &Scope) -> String {
    let used: FxHashSet<&str> = machine.states_of(scope).map(|state| &*state.name.text).collect();
    let numbered = (2..).map(|number| format!("Failed {number}"));
    std::iter::once("Failed".to_owned()).chain(numbered).find(|name| !used.contains(name.as_str())).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::testing::{JSON, YAML, analyzed, marked};

    fn at(path: &str, text: &str) -> (Analysis, Vec<Refactoring>) {
        let (analysis, offset) = marked(path, text);
        let found = refactorings(&analysis, Span::empty(offset));
        (analysis, found)
    }

    fn titles(path: &str, text: &str) -> Vec<String> {
        at(path, text).1.into_iter().map(|found| found.title).collect()
    }

    /// Applies the offer with a title; the result has to be free of findings of severity error.
    #[track_caller]
    fn check(path: &str, text: &str, title: &str, expected: &str) {
        let (analysis, found) = at(path, text);
        let offer = found.iter().find(|found| found.title == title).expect("the offer");
        let mut result = analysis.source.text().to_string();
        for edit in offer.edits.iter().rev() {
            result.replace_range(edit.span.range(), &edit.text);
        }
        assert_eq!(result, expected);
        let errors = analyzed(path, &result).diagnostics;
        assert!(errors.iter().all(|found| found.severity < crate::diagnostic::Severity::Error), "{errors:?}");
    }

    #[test]
    fn states_that_are_gone_to_are_created() {
        check(
            JSON,
            "{\n  \"StartAt\": \"A\",\n  \"States\": {\n    \"A\": {\"Type\": \"Pass\", \"Next\": \"$0B \\\"1\\\"\"}\n  }\n}",
            "create state `B \"1\"`",
            "{\n  \"StartAt\": \"A\",\n  \"States\": {\n    \"A\": {\"Type\": \"Pass\", \"Next\": \"B \\\"1\\\"\"},\n    \
             \"B \\\"1\\\"\": {\n      \"Type\": \"Pass\",\n      \"End\": true\n    }\n  }\n}",
        );
        check(
            YAML,
            "StartAt: A\nStates:\n  A:\n    Type: Pass\n    Next: $0B\n",
            "create state `B`",
            "StartAt: A\nStates:\n  A:\n    Type: Pass\n    Next: B\n  B:\n    Type: Pass\n    End: true\n",
        );
        check(
            "template.yaml",
            "Resources:\n  M:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      DefinitionString: |\n        {\n          \"StartAt\": \"A\",\n          \"States\": {\n            \"A\": {\"Type\": \"Pass\", \"Next\": \"$0B\"}\n          }\n        }\n",
            "create state `B`",
            "Resources:\n  M:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      DefinitionString: |\n        {\n          \"StartAt\": \"A\",\n          \"States\": {\n            \"A\": {\"Type\": \"Pass\", \"Next\": \"B\"},\n            \"B\": {\n              \"Type\": \"Pass\",\n              \"End\": true\n            }\n          }\n        }\n",
        );
        assert!(titles(JSON, r#"{"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "$0A"}}}"#).is_empty());
    }

    #[test]
    fn handlers_are_added_where_there_are_none() {
        let task = "StartAt: A\nStates:\n  A$0:\n    Type: Task\n    Resource: arn:aws:lambda:us-east-1:123456789012:function:f\n    End: true\n";
        let plain = task.replace("$0", "");
        check(
            YAML,
            task,
            "add `Catch` to state `A`",
            &format!(
                "{plain}    Catch:\n      - ErrorEquals: [States.ALL]\n        ResultPath: $.error\n        Next: Failed\n  \
                 Failed:\n    Type: Fail\n"
            ),
        );
        assert_eq!(titles(YAML, task), ["add `Retry` to state `A`", "add `Catch` to state `A`"]);
        let (_, found) = at(YAML, task);
        assert!(found[0].edits[0].text.contains("Lambda.ServiceException"), "{found:?}");
        let handled = task.replace("    End", "    Retry: []\n    Catch: []\n    End");
        assert!(titles(YAML, &handled).is_empty());
        assert!(titles(YAML, &task.replace("Task", "Pass")).is_empty());
    }
}
