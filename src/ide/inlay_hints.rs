//! What the document leaves unsaid, shown inside of it: inherited query languages, long times in larger units, what
//! retries come to.

use super::duration::{self, in_words};
use super::retry::Policy;
use crate::analysis::Analysis;
use crate::asl::QueryLanguage;
use crate::model::{Machine, State};
use crate::schema::{self, Owner};
use crate::syntax::{NodeId, Tree};
use crate::text::Span;

/// Which hints are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct InlayOptions {
    /// The query language of states that do not name their own, where a machine has both.
    pub query_language: bool,
    /// How long all retries of a retrier take.
    pub retry_total: bool,
    /// Large numbers of seconds in larger units.
    pub durations: bool,
}

impl Default for InlayOptions {
    fn default() -> Self {
        Self { query_language: true, retry_total: false, durations: true }
    }
}

/// A hint behind some text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InlayHint {
    pub offset: u32,
    pub label: String,
    pub tooltip: String,
}

/// The hints in a part of the document, in the order of the states.
pub fn inlay_hints(analysis: &Analysis, within: Span, options: InlayOptions) -> Vec<InlayHint> {
    let mut hints = Vec::new();
    for definition in &analysis.definitions {
        let Some(machine) = &definition.machine else { continue };
        let mut collector = Collector { tree: &definition.tree, within, options, hints };
        collector.machine(machine);
        hints = collector.hints;
    }
    hints.retain(|hint| within.start <= hint.offset && hint.offset <= within.end);
    hints
}

struct Collector<'a> {
    tree: &'a Tree,
    within: Span,
    options: InlayOptions,
    hints: Vec<InlayHint>,
}

impl Collector<'_> {
    fn machine(&mut self, machine: &Machine) {
        self.durations(machine.node, Owner::Machine, machine.query_language);
        let is_mixed = machine.states.iter().any(|state| state.query_language != machine.query_language);
        for state in &machine.states {
            let span = self.tree.span(state.node);
            if span.end < self.within.start || self.within.end < span.start {
                continue;
            }
            if is_mixed {
                self.query_language(state);
            }
            if let Some(kind) = state.kind {
                self.durations(state.node, Owner::State(kind), state.query_language);
            }
            for retrier in &state.retriers {
                self.durations(retrier.node, Owner::Retrier, state.query_language);
                self.retry_total(retrier.node);
            }
        }
    }

    /// The language of a state that names none, behind its type.
    fn query_language(&mut self, state: &State) {
        let tree = self.tree;
        if !self.options.query_language || tree.get(state.node, "QueryLanguage").is_some() {
            return;
        }
        let after = tree.get(state.node, "Type").unwrap_or(state.name.node);
        self.hints.push(InlayHint {
            offset: tree.span(after).end,
            label: state.query_language.name().to_owned(),
            tooltip: "The query language that the state has from its machine".to_owned(),
        });
    }

    fn durations(&mut self, object: NodeId, owner: Owner, language: QueryLanguage) {
        if !self.options.durations {
            return;
        }
        let tree = self.tree;
        for member in tree.members(object) {
            let Some(seconds) = tree.number(member.value).filter(|&seconds| duration::LARGE <= seconds) else {
                continue;
            };
            let field = schema::field(owner, language, tree.text(member.key));
            if field.is_some_and(duration::is_seconds) {
                let offset = tree.span(member.value).end;
                let tooltip = format!("{} s", tree.text(member.value));
                self.hints.push(InlayHint { offset, label: in_words(seconds), tooltip });
            }
        }
    }

    /// What a retrier waits in all, behind the errors it is for.
    fn retry_total(&mut self, retrier: NodeId) {
        let tree = self.tree;
        let policy = Policy::of(tree, retrier).filter(|_| self.options.retry_total);
        let Some((policy, errors)) = policy.zip(tree.get(retrier, "ErrorEquals")) else { return };
        let Some(total) = policy.total_in_words() else { return };
        let label = if policy.attempts < 1.0 { "no retry".to_owned() } else { format!("waits {total} in all") };
        self.hints.push(InlayHint { offset: tree.span(errors).end, label, tooltip: policy.in_words() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::testing::{JSON, YAML, analyzed};

    /// The text with its hints in it.
    fn shown(path: &str, text: &str, options: InlayOptions) -> String {
        let analysis = analyzed(path, text);
        let mut hints = inlay_hints(&analysis, Span::new(0, crate::text::offset(text.len())), options);
        hints.sort_by_key(|hint| std::cmp::Reverse(hint.offset));
        let mut shown = text.to_owned();
        for hint in hints {
            shown.insert_str(hint.offset as usize, &format!("‹{}›", hint.label));
        }
        shown
    }

    const ALL: InlayOptions = InlayOptions { query_language: true, retry_total: true, durations: true };
    const NONE: InlayOptions = InlayOptions { query_language: false, retry_total: false, durations: false };

    #[test]
    fn languages_are_shown_where_a_machine_has_both() {
        let text = r#"{"States": {"A": {"Type": "Pass"}, "B": {"Type": "Pass", "QueryLanguage": "JSONata"}}}"#;
        let expected = text.replacen("\"Pass\"", "\"Pass\"‹JSONPath›", 1);
        assert_eq!(shown(JSON, text, InlayOptions::default()), expected);
        assert_eq!(shown(JSON, text, NONE), text);
        let text = r#"{"QueryLanguage": "JSONata", "States": {"A": {"Type": "Pass"}}}"#;
        assert_eq!(shown(JSON, text, ALL), text);
        let half = r#"{"States": {"A": {"QueryLanguage": "JSONata", "B": {"#;
        assert_eq!(shown(JSON, half, ALL), half);
    }

    #[test]
    fn large_numbers_of_seconds() {
        let text = "TimeoutSeconds: 86400\nStates:\n  A:\n    Type: Wait\n    Seconds: 119\n  B:\n    Type: Task\n    HeartbeatSeconds: 120\n    Retry:\n      - ErrorEquals: [E]\n        MaxDelaySeconds: 3600\n        MaxAttempts: 4000\n";
        let expected = text.replace("86400", "86400‹1 d›").replace(" 120", " 120‹2 min›").replace("3600", "3600‹1 h›");
        assert_eq!(shown(YAML, text, InlayOptions::default()), expected);
        assert_eq!(shown(YAML, text, NONE), text);
    }

    #[test]
    fn totals_of_retries() {
        let text = r#"{"States": {"A": {"Type": "Task", "Retry": [{"ErrorEquals": ["E"]}, {"ErrorEquals": ["F"], "MaxAttempts": 0}]}}}"#;
        let expected = text.replace(r#"["E"]"#, r#"["E"]‹waits 7 s in all›"#).replace(r#"["F"]"#, r#"["F"]‹no retry›"#);
        assert_eq!(shown(JSON, text, ALL), expected);
        assert_eq!(shown(JSON, text, InlayOptions::default()), text);
    }

    #[test]
    fn definitions_in_templates() {
        let text = "Resources:\n  M:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      DefinitionString: |\n        {\"TimeoutSeconds\": 600,\n         \"States\": {}}\n";
        assert_eq!(shown("template.yaml", text, ALL), text.replace("600", "600‹10 min›"));
    }

    #[test]
    fn only_what_is_asked_for() {
        let text = "TimeoutSeconds: 86400\nStates:\n  A:\n    Type: Wait\n    Seconds: 600\n";
        let analysis = analyzed(YAML, text);
        let hints = inlay_hints(&analysis, Span::new(0, 22), InlayOptions::default());
        assert_eq!(hints.iter().map(|hint| &*hint.label).collect::<Vec<_>>(), ["1 d"]);
    }
}
