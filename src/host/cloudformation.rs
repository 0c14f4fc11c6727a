//! `CloudFormation` and SAM templates: state machines among the resources.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-stepfunctions-statemachine.html>

use std::sync::Arc;

use super::{Facts, Found, embedded};
use crate::asl::WorkflowType;
use crate::syntax::{NodeId, Tree};

const CLOUDFORMATION: &str = "AWS::StepFunctions::StateMachine";
const SAM: &str = "AWS::Serverless::StateMachine";

/// The definitions of a template; `None` when the tree is no template with state machines.
pub(super) fn definitions(tree: &Arc<Tree>) -> Option<Vec<Found>> {
    let resources = tree.get(tree.root(), "Resources")?;
    let mut found = Vec::new();
    let mut is_template = false;
    for resource in tree.members(resources) {
        let kind = tree.get(resource.value, "Type").and_then(|kind| tree.known(kind));
        if !matches!(kind, Some(CLOUDFORMATION | SAM)) {
            continue;
        }
        is_template = true;
        let Some(properties) = tree.get(resource.value, "Properties") else { continue };
        let facts = facts(tree, properties);
        let name = tree.text(resource.key).to_owned();
        if let Some(root) = tree.get(properties, "Definition")
            && tree.is_object(root)
        {
            found.push(Found { name, tree: Arc::clone(tree), root, facts, faults: Vec::new() });
        } else if let Some(text) =
            tree.get(properties, "DefinitionString").and_then(|value| embedded::text(tree, value))
        {
            found.push(text.definition(name, facts));
        }
    }
    is_template.then_some(found)
}

fn facts(tree: &Tree, properties: NodeId) -> Facts {
    let kind = tree.get(properties, "StateMachineType").or_else(|| tree.get(properties, "Type"));
    let workflow_type = match kind {
        None => Some(WorkflowType::Standard),
        Some(kind) => match tree.known(kind) {
            Some("EXPRESS") => Some(WorkflowType::Express),
            Some("STANDARD") => Some(WorkflowType::Standard),
            _ => None,
        },
    };
    let substitutions = tree
        .get(properties, "DefinitionSubstitutions")
        .map(|values| tree.members(values).map(|member| tree.text(member.key).to_owned()).collect());
    Facts { workflow_type, substitutions }
}
