//! `CloudFormation` and SAM templates: state machines among the resources.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-stepfunctions-statemachine.html>

use std::sync::Arc;

use super::{Facts, Found};
use crate::asl::WorkflowType;
use crate::syntax::{self, Kind, Language, NodeId, Tree};

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
        } else if let Some(text) = tree.get(properties, "DefinitionString").and_then(|value| literal(tree, value)) {
            found.push(embedded(tree, name, text, facts));
        }
    }
    is_template.then_some(found)
}

/// The string that a definition is written in: itself, or the text of `Fn::Sub`.
fn literal(tree: &Tree, value: NodeId) -> Option<NodeId> {
    match tree.kind(value) {
        Kind::String => Some(value),
        Kind::Tagged(inner) if tree.tag(value).is_some_and(|(tag, _)| tag == "!Sub") => sub_text(tree, inner),
        Kind::Object => tree.get(value, "Fn::Sub").and_then(|inner| sub_text(tree, inner)),
        _ => None,
    }
}

/// `Fn::Sub` takes a text, or a list of a text and its own substitutions.
fn sub_text(tree: &Tree, value: NodeId) -> Option<NodeId> {
    match tree.kind(value) {
        Kind::String => Some(value),
        Kind::Array => tree.items(value).next().filter(|&first| tree.string(first).is_some()),
        _ => None,
    }
}

fn embedded(tree: &Tree, name: String, text: NodeId, facts: Facts) -> Found {
    let map = Arc::new(tree.scalar_map(text));
    let (inner, faults) = syntax::parse(tree.text(text).into(), Language::Json, Some(map));
    let inner = Arc::new(inner);
    Found { name, root: inner.root(), tree: inner, facts, faults }
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
