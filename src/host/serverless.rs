//! The Serverless Framework with its Step Functions plugin: `stepFunctions.stateMachines.NAME.definition`.
//!
//! <https://www.serverless.com/plugins/serverless-step-functions>

use std::collections::BTreeSet;
use std::sync::Arc;

use super::deployment::{Deployment, Place};
use super::{Base, Contents, Facts, Found, Referenced, Replacer};
use crate::asl::WorkflowType;
use crate::syntax::{NodeId, Tree};

/// The definitions of a `serverless.yml`, or of a file with its `stepFunctions` or `stateMachines` alone; `None` when the
/// tree is none of them.
pub(super) fn contents(tree: &Arc<Tree>) -> Option<Contents> {
    let root = tree.root();
    // Paths begin at the service, and only its main file says so of itself.
    let base = if tree.get(root, "service").is_some() { Base::Host } else { Base::Elsewhere };
    let machines = match tree.get(root, "stepFunctions") {
        Some(section) => tree.get(section, "stateMachines")?,
        None => tree.get(root, "stateMachines").filter(|_| tree.get(root, "StartAt").is_none())?,
    };
    let functions = functions(tree);
    let mut contents = Contents::default();
    for machine in tree.members(machines) {
        let Some(value) = tree.get(machine.value, "definition") else { continue };
        let name = tree.text(machine.key).to_owned();
        let facts = Facts { functions: functions.clone(), ..facts(tree, machine.value) };
        if tree.is_object(value) {
            contents.definitions.push(Found { name, tree: Arc::clone(tree), root: value, facts, faults: Vec::new() });
        } else if let Some(path) = file(tree.text(value)) {
            let (span, path) = (tree.content_span(value), path.to_owned());
            let (name_span, place) = (tree.content_span(machine.key), Place::Elsewhere(contents.references.len()));
            let substitutions = Vec::new();
            let deployment = Deployment { name: name.clone(), span: name_span, substitutions, place, properties: None };
            contents.deployments.push(deployment);
            contents.references.push(Referenced { name, path, base, span, facts });
        }
    }
    Some(contents)
}

/// The path of `${file(path)}`. A part of a file (`${file(path):key}`) is none.
fn file(text: &str) -> Option<&str> {
    let path = text.trim().strip_prefix("${file(")?.strip_suffix(")}")?.trim();
    let is_known = !path.is_empty() && !path.contains(['$', '(', ')', ',', ':']);
    is_known.then_some(path)
}

/// The functions of the service, if they are written in the file.
fn functions(tree: &Tree) -> Option<Arc<BTreeSet<String>>> {
    let functions = tree.get(tree.root(), "functions").filter(|&functions| tree.is_object(functions))?;
    Some(Arc::new(tree.members(functions).map(|member| tree.text(member.key).to_owned()).collect()))
}

fn facts(tree: &Tree, machine: NodeId) -> Facts {
    let workflow_type = match tree.get(machine, "type") {
        None => Some(WorkflowType::Standard),
        Some(kind) => match tree.known(kind) {
            Some("EXPRESS") => Some(WorkflowType::Express),
            Some("STANDARD") => Some(WorkflowType::Standard),
            _ => None,
        },
    };
    Facts { workflow_type, replacer: Replacer::Serverless, ..Facts::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{Language, parse};

    #[test]
    fn machines_of_a_service() {
        let text = "service: s\nstepFunctions:\n  stateMachines:\n    one:\n      type: EXPRESS\n      definition:\n        \
                    StartAt: A\n        States: {A: {Type: Succeed}}\n    two:\n      definition: ${file(two.yml)}\n";
        let (tree, _) = parse(text.into(), Language::Yaml, None);
        let Contents { definitions, references, .. } = contents(&Arc::new(tree)).unwrap();
        let found: Vec<_> = definitions.iter().map(|found| (found.name.as_str(), found.facts.workflow_type)).collect();
        assert_eq!(found, [("one", Some(WorkflowType::Express))]);
        let found: Vec<_> = references.iter().map(|found| (found.name.as_str(), found.path.as_str())).collect();
        assert_eq!(found, [("two", "two.yml")]);
    }

    #[test]
    fn other_files_are_none() {
        let (tree, _) = parse("service: s\nfunctions: {}\n".into(), Language::Yaml, None);
        assert!(contents(&Arc::new(tree)).is_none());
    }
}
