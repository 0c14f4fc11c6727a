//! The Serverless Framework with its Step Functions plugin: `stepFunctions.stateMachines.NAME.definition`.
//!
//! <https://www.serverless.com/plugins/serverless-step-functions>

use std::sync::Arc;

use super::{Facts, Found};
use crate::asl::WorkflowType;
use crate::syntax::{NodeId, Tree};

/// The definitions of a `serverless.yml`, or of a file with its `stepFunctions` or `stateMachines` alone; `None` when the
/// tree is none of them.
pub(super) fn definitions(tree: &Arc<Tree>) -> Option<Vec<Found>> {
    let root = tree.root();
    let machines = match tree.get(root, "stepFunctions") {
        Some(section) => tree.get(section, "stateMachines")?,
        None => tree.get(root, "stateMachines").filter(|_| tree.get(root, "StartAt").is_none())?,
    };
    let definition = |machine: crate::syntax::Member| {
        let root = tree.get(machine.value, "definition").filter(|&root| tree.is_object(root))?;
        let (name, facts) = (tree.text(machine.key).to_owned(), facts(tree, machine.value));
        Some(Found { name, tree: Arc::clone(tree), root, facts, faults: Vec::new() })
    };
    Some(tree.members(machines).filter_map(definition).collect())
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
    Facts { workflow_type, substitutions: None }
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
        let found = definitions(&Arc::new(tree)).unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].name.as_str(), found[0].facts.workflow_type), ("one", Some(WorkflowType::Express)));
    }

    #[test]
    fn other_files_are_none() {
        let (tree, _) = parse("service: s\nfunctions: {}\n".into(), Language::Yaml, None);
        assert!(definitions(&Arc::new(tree)).is_none());
    }
}
