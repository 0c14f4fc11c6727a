//! What stands above machines and states: how often a state is a target, and the way to the picture of a machine.

use crate::analysis::{Analysis, Reading};
use crate::host::{Base, Place};
use crate::text::Span;

/// A line above a part of the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeLens {
    /// The name of the state, or of the machine in its host; the start of the machine.
    pub span: Span,
    pub kind: LensKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LensKind {
    /// Where the state is named as a target.
    References(Vec<Span>),
    /// The picture of a definition, by its name in a template.
    Graph(String),
    /// The picture of a definition that is in another file, by the way to it.
    GraphElsewhere(String, Base),
}

/// The lenses of a document: one for each machine, one for each state, in one pass over all transitions.
pub fn code_lenses(analysis: &Analysis) -> Vec<CodeLens> {
    let mut lenses: Vec<CodeLens> = deployed_from_elsewhere(analysis).collect();
    for definition in &analysis.definitions {
        let Some(machine) = &definition.machine else { continue };
        let tree = &definition.tree;
        let start = tree.own_members(machine.node).first().map_or(machine.node, |first| first.key);
        let span = if tree.is_bracketed(machine.node) { tree.opening_span(machine.node) } else { tree.span(start) };
        lenses.push(CodeLens { span, kind: LensKind::Graph(definition.name.clone()) });
        let mut named: Vec<Vec<Span>> = vec![Vec::new(); machine.states.len()];
        let starts = machine.scopes.iter().filter_map(|scope| scope.start_at.as_ref());
        let transitions = machine.states.iter().flat_map(|state| &state.transitions);
        for target in starts.chain(transitions.map(|transition| &transition.target)) {
            if let Some(spans) = target.state.and_then(|id| named.get_mut(id.0 as usize)) {
                spans.push(tree.content_span(target.node));
            }
        }
        for (state, mut spans) in machine.states.iter().zip(named) {
            spans.sort_by_key(|span| span.start);
            lenses.push(CodeLens { span: tree.span(state.name.node), kind: LensKind::References(spans) });
        }
    }
    lenses
}

fn deployed_from_elsewhere(reading: &Reading) -> impl Iterator<Item = CodeLens> {
    reading.deployments.iter().filter_map(|deployment| {
        let Place::Elsewhere(index) = deployment.place else { return None };
        let reference = reading.references.get(index)?;
        let kind = LensKind::GraphElsewhere(reference.path.clone(), reference.base);
        Some(CodeLens { span: deployment.span, kind })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::testing::{JSON, YAML, analyzed};

    /// The lenses as text above what they are about.
    fn shown(path: &str, text: &str) -> Vec<String> {
        let analysis = analyzed(path, text);
        let lens = |lens: CodeLens| {
            let what = analysis.source.slice(lens.span).to_owned();
            match lens.kind {
                LensKind::Graph(name) => format!("{what}: graph {name}"),
                LensKind::GraphElsewhere(way, _) => format!("{what}: graph in {way}"),
                LensKind::References(spans) => {
                    let named: Vec<&str> = spans.iter().map(|&span| analysis.source.slice(span)).collect();
                    format!("{what}: {} {}", spans.len(), named.join(","))
                }
            }
        };
        code_lenses(&analysis).into_iter().map(lens).collect()
    }

    #[test]
    fn machines_and_states() {
        let text = r#"{"StartAt": "A", "States": {"A": {"Type": "Choice", "Choices": [{"Next": "B"}, {"Next": "A"}], "Default": "B"},
            "B": {"Type": "Pass", "Next": "Nowhere"}, "C": {}}}"#;
        assert_eq!(shown(JSON, text), ["{: graph ", r#""A": 2 A,A"#, r#""B": 2 B,B"#, r#""C": 0 "#]);
        assert_eq!(
            shown(
                YAML,
                "StartAt: A\nStates:\n  A:\n    Type: Map\n    ItemProcessor:\n      StartAt: A\n      States:\n        A: {}\n"
            ),
            ["StartAt: graph ", "A: 1 A", "A: 1 A"]
        );
        assert_eq!(shown(JSON, r#"{"States": {"A": {"Next": "A"#), ["{: graph ", r#""A": 1 A"#]);
        assert!(shown("package.json", r#"{"States": {}}"#).is_empty());
    }

    #[test]
    fn definitions_in_templates() {
        let text = "Resources:\n  M:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      DefinitionString: |\n        {\"StartAt\": \"A\",\n         \"States\": {\"A\": {}}}\n";
        assert_eq!(shown("template.yaml", text), ["{: graph M", "\"A\": 1 A"]);
        let text = "Resources:\n  M:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      DefinitionUri: flows/m.asl.json\n";
        assert_eq!(shown("template.yaml", text), ["M: graph in flows/m.asl.json"]);
    }
}
