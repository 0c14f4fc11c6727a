//! The outline of a document: machines, their states, and what is inside of these.
//!
//! What a person would list, not every key: a state with its branches or its item processor, each with its states.

use super::navigation::state_span;
use crate::analysis::{Analysis, Definition};
use crate::asl::StateType;
use crate::model::{Machine, Scope, ScopeKind, State};
use crate::text::Span;

/// The most entries of an outline; beyond it nobody reads.
pub const MOST: usize = 10_000;

/// An entry of the outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub name: String,
    /// A few words beside the name; empty where there are none.
    pub detail: String,
    pub kind: EntryKind,
    pub span: Span,
    /// The name, within the span.
    pub selection: Span,
    pub children: Vec<Self>,
}

/// What an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    Machine,
    /// A state; its type, where it is known.
    State(Option<StateType>),
    Branch,
    Processor,
}

/// The entries of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    pub entries: Vec<Entry>,
    /// Some states were left out, since there are too many.
    pub is_cut: bool,
}

/// The outline of a document.
pub fn outline(analysis: &Analysis) -> Outline {
    at_most(analysis, MOST)
}

fn at_most(analysis: &Analysis, most: usize) -> Outline {
    let mut left = most;
    let entries = analysis.definitions.iter().filter_map(|definition| machine(definition, &mut left)).collect();
    let count: usize = analysis.definitions.iter().flat_map(|definition| &definition.machine).map(size).sum();
    Outline { entries, is_cut: most < count }
}

/// How many entries a machine has.
fn size(machine: &Machine) -> usize {
    machine.states.len() + machine.scopes.len()
}

fn machine(definition: &Definition, left: &mut usize) -> Option<Entry> {
    let machine = definition.machine.as_ref()?;
    *left = left.checked_sub(1)?;
    let root = machine.scopes.first()?;
    let tree = &definition.tree;
    let name = if definition.name.is_empty() { "State machine" } else { &definition.name };
    Some(Entry {
        name: name.to_owned(),
        detail: machine.query_language.name().to_owned(),
        kind: EntryKind::Machine,
        span: tree.span(machine.node),
        selection: tree.opening_span(machine.node),
        children: states(definition, machine, root, left),
    })
}

fn states(definition: &Definition, machine: &Machine, scope: &Scope, left: &mut usize) -> Vec<Entry> {
    machine.states_of(scope).map_while(|state| self::state(definition, machine, state, left)).collect()
}

fn state(definition: &Definition, machine: &Machine, state: &State, left: &mut usize) -> Option<Entry> {
    *left = left.checked_sub(1)?;
    let tree = &definition.tree;
    let scopes = state.scopes.iter().filter_map(|&id| machine.scope(id));
    let children = scopes.map_while(|scope| self::scope(definition, machine, scope, left)).collect();
    Some(Entry {
        name: state.name.text.to_string(),
        detail: detail(definition, state),
        kind: EntryKind::State(state.kind),
        span: state_span(tree, state),
        selection: tree.span(state.name.node),
        children,
    })
}

fn scope(definition: &Definition, machine: &Machine, scope: &Scope, left: &mut usize) -> Option<Entry> {
    *left = left.checked_sub(1)?;
    let tree = &definition.tree;
    let (name, kind) = match scope.kind {
        ScopeKind::Branch { index } => (format!("Branch {}", u64::from(index) + 1), EntryKind::Branch),
        ScopeKind::Processor | ScopeKind::Root => ("Item processor".to_owned(), EntryKind::Processor),
    };
    Some(Entry {
        name,
        detail: String::new(),
        kind,
        span: tree.span(scope.node),
        selection: tree.opening_span(scope.node),
        children: states(definition, machine, scope, left),
    })
}

/// The type of a state and what it calls.
pub fn detail(definition: &Definition, state: &State) -> String {
    let tree = &definition.tree;
    let kind = state.kind.map_or("", StateType::name);
    let resource = tree.get(state.node, "Resource").filter(|_| state.kind == Some(StateType::Task));
    match resource.and_then(|resource| tree.string(resource)) {
        Some(resource) => format!("{kind}, {}", resource.raw()),
        None => kind.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::testing::{JSON, YAML, analyzed};

    /// The entries as indented lines, with what is selected and the line where the entry ends.
    fn drawn(path: &str, text: &str) -> String {
        fn draw(analysis: &Analysis, entries: &[Entry], depth: usize, drawn: &mut String) {
            for entry in entries {
                assert!(entry.span.contains(entry.selection), "{entry:?}");
                let last = analysis.source.position(entry.span.end).line;
                let selected = analysis.source.slice(entry.selection);
                let name = format!("{} ({}) {selected} -{last}", entry.name, entry.detail);
                drawn.push_str(&format!("{:depth$}{name}\n", "", depth = depth * 2));
                draw(analysis, &entry.children, depth + 1, drawn);
            }
        }
        let analysis = analyzed(path, text);
        let mut lines = String::new();
        draw(&analysis, &outline(&analysis).entries, 0, &mut lines);
        lines
    }

    const JSON_TEXT: &str = r#"{"StartAt": "A", "States": {
  "A": {"Type": "Parallel", "End": true, "Branches": [
    {"StartAt": "B", "States": {"B": {"Type": "Task", "Resource": "arn:x"}}},
    {"StartAt": "C", "States": {"C": {"Type": "Map", "ItemProcessor": {"States": {"D": {}}}}}}]},
  "E": {"Ty"#;

    #[test]
    fn states_and_what_is_inside() {
        let expected = "\
State machine (JSONPath) { -5
  A (Parallel) \"A\" -4
    Branch 1 () { -3
      B (Task, arn:x) \"B\" -3
    Branch 2 () { -4
      C (Map) \"C\" -4
        Item processor () { -4
          D () \"D\" -4
  E () \"E\" -5
";
        assert_eq!(drawn(JSON, JSON_TEXT), expected);
    }

    #[test]
    fn yaml_with_aliases() {
        let text = "StartAt: A\nStates:\n  A: &a\n    Type: Wait\n    Seconds: 1\n    End: true\n  B: *a\n  C\n";
        assert_eq!(drawn(YAML, text), "State machine (JSONPath) S -7\n  A (Wait) A -6\n  B (Wait) B -7\n");
    }

    #[test]
    fn machines_of_a_template() {
        let text = "Resources:\n  M:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      DefinitionString: |\n        {\"States\": {\n          \"A\": {\"Type\": \"Pass\"}\n        }}\n  N:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      Definition:\n        States:\n          B: {Type: Pass}\n";
        let expected = "M (JSONPath) { -8\n  A (Pass) \"A\" -7\nN (JSONPath) S -14\n  B (Pass) B -14\n";
        assert_eq!(drawn("template.yaml", text), expected);
        assert_eq!(drawn("template.yaml", "Resources: {}"), "");
    }

    #[test]
    fn a_long_outline_is_cut() {
        let analysis = analyzed(JSON, JSON_TEXT);
        let all = at_most(&analysis, 9);
        assert!(!all.is_cut);
        assert_eq!(all, outline(&analysis));
        let some = at_most(&analysis, 4);
        assert!(some.is_cut);
        let first = &some.entries[0].children[0];
        assert_eq!((some.entries[0].children.len(), first.children.len(), first.children[0].children.len()), (1, 1, 1));
    }
}
