//! A state machine as a diagram has it: nodes, edges and the scopes around them, without places on a page.

use std::collections::BTreeSet;

use super::navigation::state_span;
use crate::analysis::{Analysis, Definition};
use crate::asl::{QueryLanguage, StateType};
use crate::diagnostic::{Diagnostic, Severity};
use crate::expression;
use crate::model::{Machine, Role, ScopeId, ScopeKind, State, StateId, Target, Transition};
use crate::semantics::choice::CONNECTIVES;
use crate::syntax::{NodeId, Tree};
use crate::text::Span;

/// The most characters of a label.
const LONGEST_LABEL: usize = 60;

/// One machine of a document.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagram {
    /// Which of the document's definitions it is of.
    pub index: usize,
    /// Its logical id in a template; empty when it stands alone.
    pub name: String,
    pub query_language: QueryLanguage,
    pub span: Span,
    /// The root first; a scope comes before those inside its states.
    pub scopes: Vec<DiagramScope>,
    pub nodes: Vec<Node>,
    pub edges: Vec<Edge>,
    /// Findings that are in no state.
    pub findings: Findings,
}

/// A set of states that can reach each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiagramScope {
    pub id: ScopeId,
    /// The state around; `None` for the root.
    pub owner: Option<StateId>,
    pub kind: ScopeKind,
    pub start: Option<StateId>,
    pub nodes: Vec<StateId>,
}

/// A state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    pub id: StateId,
    pub scope: ScopeId,
    pub name: String,
    /// `None` where the type is absent or not known.
    pub kind: Option<StateType>,
    /// What a Task calls, as it is written; empty for other states.
    pub resource: String,
    pub span: Span,
    /// The name.
    pub selection: Span,
    pub is_start: bool,
    /// Its scope ends here, whatever else the state leads to.
    pub is_end: bool,
    pub findings: Findings,
}

/// A transition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    pub from: StateId,
    pub to: StateId,
    pub role: Role,
    /// The condition of a choice rule, the errors of a catcher; else empty.
    pub label: String,
    /// The target.
    pub span: Span,
    /// No state has the name that is written; `to` was most likely meant.
    pub is_guess: bool,
}

/// Findings of one place, counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    pub errors: usize,
    pub warnings: usize,
    pub infos: usize,
    pub hints: usize,
    pub rules: BTreeSet<&'static str>,
}

impl Findings {
    fn add(&mut self, finding: &Diagnostic) {
        let count = match finding.severity {
            Severity::Error => &mut self.errors,
            Severity::Warning => &mut self.warnings,
            Severity::Info => &mut self.infos,
            Severity::Hint => &mut self.hints,
        };
        *count += 1;
        self.rules.insert(finding.rule);
    }
}

/// The machine with a name, or the first one where none is asked for.
pub fn diagram(analysis: &Analysis, name: Option<&str>) -> Option<Diagram> {
    let is_meant = |definition: &&Definition| name.is_none_or(|name| definition.name == name);
    let (index, definition) = analysis
        .definitions
        .iter()
        .enumerate()
        .find(|(_, definition)| is_meant(definition) && definition.machine.is_some())?;
    let machine = definition.machine.as_ref()?;
    let tree = &*definition.tree;
    let starts: BTreeSet<StateId> =
        machine.scopes.iter().filter_map(|scope| scope.start_at.as_ref().and_then(Target::leads_to)).collect();
    let mut diagram = Diagram {
        index,
        name: definition.name.clone(),
        query_language: machine.query_language,
        span: tree.span(machine.node),
        scopes: scopes(machine),
        nodes: machine.states.iter().map(|state| node(tree, state, starts.contains(&state.id))).collect(),
        edges: machine.states.iter().flat_map(|state| edges(tree, state)).collect(),
        findings: Findings::default(),
    };
    let regions = Regions::of(tree, machine);
    for finding in analysis.diagnostics.iter().filter(|finding| finding.definition == index) {
        let state = regions.at(machine, finding.span.start);
        let node = state.and_then(|state| diagram.nodes.get_mut(state.0 as usize));
        node.map_or(&mut diagram.findings, |node| &mut node.findings).add(finding);
    }
    Some(diagram)
}

fn scopes(machine: &Machine) -> Vec<DiagramScope> {
    let scopes = machine.scopes.iter().map(|scope| DiagramScope {
        id: scope.id,
        owner: scope.owner,
        kind: scope.kind,
        start: scope.start_at.as_ref().and_then(Target::leads_to),
        nodes: scope.states.clone(),
    });
    scopes.collect()
}

fn node(tree: &Tree, state: &State, is_start: bool) -> Node {
    let resource = tree.get(state.node, "Resource").filter(|_| state.kind == Some(StateType::Task));
    let resource = resource.and_then(|resource| tree.string(resource)).map_or("", |text| text.raw());
    Node {
        id: state.id,
        scope: state.scope,
        name: state.name.text.to_string(),
        kind: state.kind,
        resource: resource.to_owned(),
        span: state_span(tree, state),
        selection: tree.span(state.name.node),
        is_start,
        is_end: state.is_terminal(),
        findings: Findings::default(),
    }
}

fn edges(tree: &Tree, state: &State) -> Vec<Edge> {
    let edge = |transition: &Transition| {
        Some(Edge {
            from: state.id,
            to: transition.target.leads_to()?,
            role: transition.role,
            label: label(tree, state, transition.role),
            span: tree.span(transition.target.node),
            is_guess: transition.target.state.is_none(),
        })
    };
    state.transitions.iter().filter_map(edge).collect()
}

/// Why a transition is taken, in a few words.
fn label(tree: &Tree, state: &State, role: Role) -> String {
    let mut label = match role {
        Role::Next | Role::Default => String::new(),
        Role::Choice(index) => state.choice(index).map(|choice| condition(tree, choice.node)).unwrap_or_default(),
        Role::Catch(index) => {
            let errors =
                state.catcher(index).into_iter().flat_map(|catcher| &catcher.errors).map(|&error| tree.text(error));
            errors.collect::<Vec<_>>().join(", ")
        }
    };
    if let Some((end, _)) = label.char_indices().nth(LONGEST_LABEL) {
        label.truncate(end);
        label.push('…');
    }
    label
}

/// The condition of a choice rule on one line. Parts inside `And`, `Or` and `Not` are put down as far as there is room.
fn condition(tree: &Tree, rule: NodeId) -> String {
    if let Some(condition) = tree.get(rule, "Condition") {
        let text = tree.text(condition);
        return on_one_line(expression::delimited(text).unwrap_or(text));
    }
    let mut text = String::new();
    write_test(tree, rule, &mut text);
    on_one_line(&text)
}

fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Writes a test. Each level adds to the text, whose length bounds how deep this goes.
fn write_test(tree: &Tree, test: NodeId, written: &mut String) {
    if LONGEST_LABEL * 4 < written.len() {
        return;
    }
    for connective in CONNECTIVES {
        let Some(inner) = tree.get(test, connective) else { continue };
        if connective == "Not" {
            written.push_str("not (");
            write_test(tree, inner, written);
            written.push(')');
            return;
        }
        for (index, part) in tree.items(inner).enumerate() {
            if LONGEST_LABEL * 4 < written.len() {
                break;
            }
            if 0 < index {
                written.push_str(if connective == "And" { " and " } else { " or " });
            }
            let is_nested = CONNECTIVES.iter().any(|name| tree.get(part, name).is_some());
            written.push_str(if is_nested { "(" } else { "" });
            write_test(tree, part, written);
            written.push_str(if is_nested { ")" } else { "" });
        }
        return;
    }
    let variable = tree.get(test, "Variable").map_or("", |variable| tree.text(variable));
    let comparison = tree.members(test).find(|member| crate::asl::comparator(tree.text(member.key)).is_some());
    written.push_str(variable);
    if let Some(comparison) = comparison {
        let value = tree.written(comparison.value);
        written.push_str(&comparison_text(tree.text(comparison.key), value));
    }
}

/// A comparison as a person writes it.
fn comparison_text(operator: &str, value: &str) -> String {
    if let Some(kind) = operator.strip_prefix("Is") {
        let not = if value == "false" { " not" } else { "" };
        return format!(" is{not} {}", kind.to_lowercase());
    }
    let name = operator.strip_suffix("Path").unwrap_or(operator);
    let (symbol, is_path) = match name {
        _ if name.ends_with("LessThanEquals") => ("<=", name != operator),
        _ if name.ends_with("GreaterThanEquals") => (">=", name != operator),
        _ if name.ends_with("LessThan") => ("<", name != operator),
        _ if name.ends_with("GreaterThan") => (">", name != operator),
        _ if name.ends_with("Equals") => ("=", name != operator),
        _ => ("matches", false),
    };
    let value = if is_path { value.trim_matches(['"', '\'']) } else { value };
    format!(" {symbol} {value}")
}

/// The states of a machine by where they stand.
struct Regions {
    /// By state.
    spans: Vec<Span>,
    /// The states in the order of their starts.
    order: Vec<StateId>,
}

impl Regions {
    fn of(tree: &Tree, machine: &Machine) -> Self {
        let spans: Vec<Span> = machine.states.iter().map(|state| state_span(tree, state)).collect();
        let mut order: Vec<StateId> = machine.states.iter().map(|state| state.id).collect();
        order.sort_by_key(|id| spans.get(id.0 as usize).copied());
        Self { spans, order }
    }

    fn span(&self, id: StateId) -> Span {
        self.spans.get(id.0 as usize).copied().unwrap_or_default()
    }

    /// The innermost state around an offset.
    fn at(&self, machine: &Machine, offset: u32) -> Option<StateId> {
        let before = self.order.partition_point(|&id| self.span(id).start <= offset);
        let last = before.checked_sub(1).and_then(|index| self.order.get(index)).copied();
        let around = |&id: &StateId| machine.state(id).and_then(|state| machine.scope(state.scope))?.owner;
        // The last one that starts before the offset is around it, or it is inside of the one that is.
        std::iter::successors(last, around).find(|&id| offset <= self.span(id).end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::testing::{JSON, YAML, analyzed};

    const TEXT: &str = r#"{"QueryLanguage": "JSONPath", "StartAt": "C", "States": {
        "C": {"Type": "Choice", "Default": "P", "Choices": [
            {"And": [{"Variable": "$.x", "NumericGreaterThanEquals": 1}, {"Not": {"Variable": "$.y", "IsPresent": false}}], "Next": "P"},
            {"Variable": "$.x", "StringEqualsPath": "$.z", "Next": "P"},
            {"Variable": "$.x", "StringMatches": "a*", "Next": "Dne"}]},
        "P": {"Type": "Parallel", "Next": "Done", "Catch": [{"ErrorEquals": ["A", "B"], "Next": "Done"}], "Branches": [
            {"StartAt": "I", "States": {"I": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Nxt": "I"}}}]},
        "Done": {"Type": "Succeed"}}}"#;

    #[test]
    fn nodes_and_scopes() {
        let diagram = diagram(&analyzed(JSON, TEXT), None).unwrap();
        let nodes = diagram.nodes.iter().map(|node| {
            let marks = format!("{}{}", if node.is_start { ">" } else { "" }, if node.is_end { "|" } else { "" });
            format!("{}{marks} {} {:?}", node.name, node.scope.0, node.findings.rules)
        });
        let nodes: Vec<String> = nodes.collect();
        assert_eq!(nodes[0], "C> 0 {\"transition-target-not-found\"}");
        assert!(nodes[1].starts_with("P 0 {}"), "{nodes:?}");
        assert!(nodes[2].starts_with("I> 1") && nodes[2].contains("unknown-field"), "{nodes:?}");
        assert_eq!(nodes[3], "Done| 0 {}");
        assert_eq!(diagram.nodes[2].resource, "arn:aws:states:::lambda:invoke");
        let scope = &diagram.scopes[1];
        assert_eq!(
            (scope.owner, scope.start, scope.nodes.as_slice()),
            (Some(StateId(1)), Some(StateId(2)), &[StateId(2)][..])
        );
        assert_eq!(diagram.findings.rules.len(), 0, "{:?}", diagram.findings);
        assert_eq!(diagram.nodes[0].findings.errors, 1);
    }

    #[test]
    fn edges_have_labels() {
        let diagram = diagram(&analyzed(JSON, TEXT), None).unwrap();
        let shown: Vec<String> = diagram
            .edges
            .iter()
            .map(|edge| {
                format!(
                    "{}-{} {:?} {}{}",
                    edge.from.0,
                    edge.to.0,
                    edge.role,
                    edge.label,
                    if edge.is_guess { "?" } else { "" }
                )
            })
            .collect();
        let expected = [
            "0-1 Choice(0) $.x >= 1 and (not ($.y is not present))",
            "0-1 Choice(1) $.x = $.z",
            "0-3 Choice(2) $.x matches \"a*\"?",
            "0-1 Default ",
            "1-3 Next ",
            "1-3 Catch(0) A, B",
            "2-2 Next ",
        ];
        assert_eq!(shown, expected);
    }

    #[test]
    fn jsonata_in_yaml_and_long_labels() {
        let condition = format!("$states.input.a\n            = {}", "1 + ".repeat(40));
        let text = format!(
            "QueryLanguage: JSONata\nStates:\n  A:\n    Type: Choice\n    Choices:\n      - Next: A\n        Condition: |-\n            {{% {condition} %}}\n"
        );
        let diagram = diagram(&analyzed(YAML, &text), None).unwrap();
        let label = &diagram.edges[0].label;
        assert!(label.starts_with("$states.input.a = 1 + 1") && label.ends_with('…'), "{label}");
        assert_eq!(label.chars().count(), LONGEST_LABEL + 1);
    }

    #[test]
    fn machines_by_name() {
        let text = "Resources:\n  M:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      DefinitionString: |\n        {\"States\": {\"A\": {\"Ty\n  N:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      Definition:\n        States:\n          B: {Type: Pass}\n";
        let analysis = analyzed("template.yaml", text);
        let names = |name: Option<&str>| {
            let diagram = diagram(&analysis, name)?;
            Some((diagram.name, diagram.nodes.first()?.name.clone()))
        };
        let pair = |name: &str, state: &str| Some((name.to_owned(), state.to_owned()));
        assert_eq!(names(None), pair("M", "A"));
        assert_eq!(names(Some("N")), pair("N", "B"));
        assert_eq!(names(Some("X")), None);
    }
}
