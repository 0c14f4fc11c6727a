//! From a schema's errors to findings in a person's words.
//!
//! `place` says what an error is about, `fields` and `values` what is wrong there, `unknown` what a name
//! may have been meant to be. A schema may name the rule that owns a
//! fault (`x-rule`); otherwise the keyword decides. Faults at values that are not known before deployment are dropped.

mod fields;
mod place;
mod unknown;
mod values;

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind;
use rustc_hash::{FxHashMap, FxHashSet};

use super::Owner;
use crate::diagnostic::{Applicability, Diagnostic};
use crate::edit;
use crate::syntax::{NodeId, Tree};
use crate::text::Span;

use place::{Place, Said, Source, says_language};

/// A state that is validated.
#[derive(Clone, Copy)]
pub(super) struct Around<'a> {
    pub name: &'a str,
    pub node: NodeId,
    /// The innermost Map or Parallel state around it which says JSONata for itself.
    pub container: Option<&'a str>,
}

/// Adds the findings that a schema's errors at `start`, a state or the definition's root, amount to.
pub(super) fn diagnostics<'a>(
    tree: &Tree,
    root: NodeId,
    start: NodeId,
    around: Option<Around<'_>>,
    errors: impl Iterator<Item = ValidationError<'a>>,
    found: &mut Vec<Diagnostic>,
) {
    let errors: Vec<ValidationError<'a>> = errors.collect();
    if errors.is_empty() {
        return;
    }
    // A fraction below the minimum breaks two keywords; the type says it better.
    let mistyped: FxHashSet<&str> = errors
        .iter()
        .filter(|error| matches!(error.kind(), ValidationErrorKind::Type { .. }))
        .map(|error| error.instance_path().as_str())
        .collect();
    let mut missing: FxHashMap<&str, Vec<&str>> = FxHashMap::default();
    for error in &errors {
        if let ValidationErrorKind::Required { property } = error.kind() {
            missing.entry(error.instance_path().as_str()).or_default().push(property.as_str().unwrap_or(""));
        }
    }
    let mut surprised = false;
    for error in &errors {
        let Some(place) = Place::of(tree, root, start, around, error.instance_path()) else { continue };
        let source = Source::of(error);
        let is_type = matches!(error.kind(), ValidationErrorKind::Type { .. });
        if !is_type && mistyped.contains(error.instance_path().as_str()) {
            continue;
        }
        let mut reporter = Reporter { tree, root, place, source, surprised: &mut surprised, found };
        if let ValidationErrorKind::Required { .. } = error.kind() {
            // What one object lacks is one fault.
            let names = missing.remove(error.instance_path().as_str()).unwrap_or_default();
            reporter.missing_fields(names);
        } else {
            reporter.report(error.kind());
        }
    }
}

struct Reporter<'a> {
    tree: &'a Tree,
    root: NodeId,
    place: Place,
    source: Source,
    /// Whether `inner-state-language-surprise` has been reported of the state.
    surprised: &'a mut bool,
    found: &'a mut Vec<Diagnostic>,
}

impl Reporter<'_> {
    fn report(&mut self, kind: &ValidationErrorKind) {
        match kind {
            ValidationErrorKind::AdditionalProperties { unexpected } => self.unexpected_fields(unexpected),
            ValidationErrorKind::Type { kind } => self.wrong_type(kind),
            ValidationErrorKind::Pattern { .. } => self.no_expression(),
            ValidationErrorKind::Enum { options } => self.not_in_enum(options),
            ValidationErrorKind::Minimum { limit } => self.out_of_range(limit, "at least"),
            ValidationErrorKind::Maximum { limit } => self.out_of_range(limit, "at most"),
            ValidationErrorKind::MinItems { .. } | ValidationErrorKind::MinProperties { .. } => self.empty(),
            // The schemas use no other keyword that fails.
            _ => {}
        }
    }

    fn add(&mut self, rule: &'static str, node: NodeId, message: String) -> &mut Diagnostic {
        self.found.push(Diagnostic::at(rule, self.tree, self.root, node, message));
        let last = self.found.len() - 1;
        &mut self.found[last]
    }

    /// "`Field` of state `Name`", or what comes nearest to it.
    fn subject(&self) -> String {
        let field = self.place.field.as_deref().unwrap_or("the definition");
        match &self.place.state {
            Some(state) if state == field => format!("state `{state}`"),
            Some(state) => format!("`{field}` of state `{state}`"),
            None if self.place.field.is_none() => field.to_owned(),
            None => format!("`{field}`"),
        }
    }

    /// What the object at fault is, with the state it belongs to.
    fn object(&self) -> String {
        let owner = self.source.owner.map(|(owner, _)| owner);
        match (&self.place.state, owner) {
            (Some(state), Some(Owner::State(_)) | None) => format!("state `{state}`"),
            (Some(state), Some(owner)) => format!("{} of state `{state}`", owner.noun()),
            (None, _) => "the state machine".to_owned(),
        }
    }

    /// Whether the state at fault is a JSONata one, by its own word or the machine's.
    fn is_jsonata(&self) -> bool {
        match self.place.state_node.map_or(Said::Nothing, |state| says_language(self.tree, state)) {
            Said::Nothing => says_language(self.tree, self.tree.resolve(self.root)) == Said::Jsonata,
            own => own == Said::Jsonata,
        }
    }

    /// A state inside a JSONata Map or Parallel state of a `JSONPath` machine takes the machine's language. What it says
    /// in JSONata is one fault of the state, whatever the number of fields.
    fn surprise(&mut self, node: NodeId, span: Span) -> bool {
        let place = &self.place;
        let (Some(container), Some(state), Some(name)) = (&place.jsonata_container, place.state_node, &place.state)
        else {
            return false;
        };
        if self.is_jsonata() {
            return false;
        }
        if std::mem::replace(self.surprised, true) {
            return true;
        }
        let message = format!("state `{name}` uses JSONata, which only the state `{container}` around it has chosen");
        let kind = self.tree.member(state, "Type").map(|kind| kind.key);
        let edits = kind.and_then(|kind| edit::insert_member(self.tree, state, kind, "QueryLanguage", "\"JSONata\""));
        let name = name.clone();
        self.add("inner-state-language-surprise", node, message)
            .span(span)
            .help(format!(
                "inner states take the machine's language, here JSONPath: set `\"QueryLanguage\": \"JSONata\"` in `{name}` too"
            ))
            .fix("set `QueryLanguage` in the inner state", Applicability::Unsafe, edits);
        true
    }
}

fn list(options: &[&str]) -> String {
    options.iter().map(|option| format!("`{option}`")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::super::validate;
    use crate::asl::QueryLanguage;
    use crate::diagnostic::Applicability;
    use crate::syntax::{Language, parse};

    #[track_caller]
    fn check(states: &str, expected: &[(&str, &str, &str)]) {
        let text = format!("{{\"StartAt\": \"A\", \"States\": {{{states}}}}}");
        let (tree, faults) = parse(text.as_str().into(), Language::Json, None);
        assert_eq!(faults, []);
        let found = validate(&tree, tree.root(), QueryLanguage::JsonPath);
        let found: Vec<(&str, &str, &str)> =
            found.iter().map(|finding| (finding.rule, &text[finding.span.range()], &*finding.message)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn faults_are_named_and_placed() {
        check(
            r#""A": {"Type": "Task", "Resource": "x", "ResultPth": "$.a", "End": true}"#,
            &[("unknown-field", "\"ResultPth\"", "unknown field `ResultPth` in state `A`")],
        );
        check(
            r#""A": {"Type": "task"}"#,
            &[("unknown-state-type", "\"task\"", "`task` is not a valid `Type` of state `A`")],
        );
        check(r#""A": {"Type": "Task", "End": true}"#, &[("missing-field", "\"Task\"", "state `A` lacks `Resource`")]);
        check(r#""A": {"End": true}"#, &[("missing-field", "\"A\"", "state `A` lacks `Type`")]);
        check(
            r#""A": {"Type": "Pass", "Catch": [], "End": true}"#,
            &[("field-not-for-state-type", "\"Catch\"", "state `A` is a Pass state, which has no `Catch`")],
        );
        check(
            r#""A": {"Type": "Pass", "Output": 1, "End": true}"#,
            &[(
                "field-not-for-query-language",
                "\"Output\"",
                "`Output` is a JSONata field, but state `A` uses JSONPath",
            )],
        );
        check(
            r#""A": {"Type": "Wait", "Seconds": 1.5, "End": true}"#,
            &[("not-an-integer", "1.5", "`Seconds` of state `A` has to be a whole number, not 1.5")],
        );
        check(
            r#""A": {"Type": "Wait", "Seconds": "3", "End": true}"#,
            &[("wrong-type", "\"3\"", "`Seconds` of state `A` has to be a whole number, not the text `3`")],
        );
    }

    /// The fixes that are offered: how sure each is, what it is called.
    #[track_caller]
    fn fixes(states: &str, expected: &[(Applicability, &str)]) {
        let text = format!("{{\"StartAt\": \"A\", \"States\": {{{states}}}}}");
        let (tree, _) = parse(text.as_str().into(), Language::Json, None);
        let found = validate(&tree, tree.root(), QueryLanguage::JsonPath);
        let found: Vec<(Applicability, &str)> =
            found.iter().flat_map(|finding| &finding.fixes).map(|fix| (fix.applicability, &*fix.title)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn only_one_field_is_renamed_to_another() {
        fixes(
            r#""A": {"Type": "Succeed", "_comment": "a", "comment": "b"}"#,
            &[(Applicability::Safe, "rename it to `Comment`")],
        );
        fixes(r#""A": {"Type": "Succeed", "Comment": "a", "comment": "b"}"#, &[]);
    }

    #[test]
    fn a_payloads_suffix_becomes_a_path_field() {
        let renamed = |applicability| [(applicability, "rename it to `ErrorPath`")];
        fixes(r#""A": {"Type": "Fail", "Error.$": "$.error"}"#, &renamed(Applicability::Safe));
        fixes(r#""A": {"Type": "Fail", "Error.$": "States.UUID()"}"#, &renamed(Applicability::Unsafe));
        fixes(r#""A": {"Type": "Fail", "Error.$": "Failed"}"#, &[]);
        fixes(r#""A": {"Type": "Fail", "Error.$": "$.error", "Error": "Failed"}"#, &[]);
        fixes(r#""A": {"Type": "Pass", "Result.$": "$.a", "End": true}"#, &[]);
    }

    #[test]
    fn a_path_in_the_place_of_a_number_has_a_field_of_its_own() {
        fixes(
            r#""A": {"Type": "Wait", "Seconds": "$.s", "End": true}"#,
            &[(Applicability::Unsafe, "rename it to `SecondsPath`")],
        );
        fixes(r#""A": {"Type": "Wait", "Seconds": "soon", "End": true}"#, &[]);
        fixes(
            r#""A": {"Type": "Task", "Resource": "x", "Retry": [{"ErrorEquals": ["X"], "MaxAttempts": "$.n"}], "End": true}"#,
            &[],
        );
        fixes(r#""A": {"Type": "Succeed"}}, "TimeoutSeconds": "$.t", "X": {"#, &[]);
    }

    #[test]
    fn next_of_a_choice_state_becomes_its_default_if_it_has_none() {
        let choices = r#""Type": "Choice", "Choices": [{"Variable": "$.a", "IsPresent": true, "Next": "A"}]"#;
        fixes(&format!(r#""A": {{{choices}, "Next": "A"}}"#), &[(Applicability::Unsafe, "rename it to `Default`")]);
        fixes(
            &format!(r#""A": {{{choices}, "Default": "A", "Next": "A"}}"#),
            &[(Applicability::Safe, "remove `Next`")],
        );
        fixes(&format!(r#""A": {{{choices}, "End": true}}"#), &[(Applicability::Safe, "remove `End`")]);
    }

    #[test]
    fn the_operand_says_which_comparison_is_meant() {
        let compared = |test: &str| {
            format!(
                r#""A": {{"Type": "Choice", "Choices": [{{"Variable": "$.a", {test}, "Next": "A"}}], "Default": "A"}}"#
            )
        };
        let renamed = |title| [(Applicability::Unsafe, title)];
        fixes(&compared(r#""GreaterThan": 5"#), &renamed("rename it to `NumericGreaterThan`"));
        fixes(&compared(r#""Equals": true"#), &renamed("rename it to `BooleanEquals`"));
        fixes(&compared(r#""Equals": "a""#), &renamed("rename it to `StringEquals`"));
        fixes(&compared(r#""LessThan": "2030-06-01T09:00:00Z""#), &renamed("rename it to `TimestampLessThan`"));
        fixes(&compared(r#""LessThan": true"#), &[]);
        fixes(&compared(r#""EqualsPath": "$.b""#), &[]);
    }

    #[test]
    fn faults_inside_nested_scopes_name_the_inner_state() {
        check(
            r#""A": {"Type": "Parallel", "End": true, "Branches": [{"StartAt": "B", "States": {"B": {"Type": "Task", "Resource": "x", "End": true, "Retry": [{"ErrorEquals": ["X"], "BackoffRate": 0.5}]}}}]}"#,
            &[("retry-backoff-range", "0.5", "`BackoffRate` of state `B` is 0.5, but has to be at least 1")],
        );
    }

    #[test]
    fn an_inner_state_that_takes_the_machines_language_is_one_fault() {
        check(
            r#""A": {"Type": "Map", "QueryLanguage": "JSONata", "End": true, "ItemProcessor": {"StartAt": "B", "States": {"B": {"Type": "Wait", "Seconds": "{% 1 %}", "Output": 1, "Assign": {}, "End": true}}}}"#,
            &[(
                "inner-state-language-surprise",
                "\"{% 1 %}\"",
                "state `B` uses JSONata, which only the state `A` around it has chosen",
            )],
        );
    }

    #[test]
    fn where_the_language_is_not_known_neither_is_what_belongs_to_it() {
        check(r#""A": {"Type": "Pass", "QueryLanguage": "${L}", "Output": "{% 1 %}", "End": true}"#, &[]);
        check(
            r#""A": {"Type": "Pass", "QueryLanguage": "jsonata", "Output": 1, "End": true}"#,
            &[("query-language-invalid", "\"jsonata\"", "`jsonata` is not a valid `QueryLanguage` of state `A`")],
        );
    }

    #[test]
    fn of_a_state_that_is_written_twice_the_last_one_is_checked() {
        check(r#""A": {"Type": "Pss", "End": true}, "A": {"Type": "Pass", "End": true}"#, &[]);
    }

    #[test]
    fn unknown_values_are_never_reported() {
        check(
            r#""A": {"Type": "Wait", "Seconds": "${N}", "End": true}, "B": {"Type": "Task", "Resource": {"Fn::GetAtt": ["F", "Arn"]}, "End": ${E}}, "${C}": ${D}"#,
            &[],
        );
    }
}
