//! `CloudFormation` and SAM templates: state machines among the resources.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-stepfunctions-statemachine.html>

use std::sync::Arc;

use super::{Base, Contents, Facts, Found, Referenced, Replacer, embedded};
use crate::asl::WorkflowType;
use crate::syntax::{NodeId, Tree};

const CLOUDFORMATION: &str = "AWS::StepFunctions::StateMachine";
const SAM: &str = "AWS::Serverless::StateMachine";

/// The definitions of a template; `None` when the tree is no template with state machines.
pub(super) fn contents(tree: &Arc<Tree>) -> Option<Contents> {
    let resources = tree.get(tree.root(), "Resources")?;
    let mut contents = Contents::default();
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
            contents.definitions.push(Found { name, tree: Arc::clone(tree), root, facts, faults: Vec::new() });
        } else if let Some(text) =
            tree.get(properties, "DefinitionString").and_then(|value| embedded::text(tree, value))
        {
            contents.definitions.push(text.definition(name, facts));
        } else if let Some(path) = local_file(tree, properties) {
            let (span, path) = (tree.content_span(path), tree.text(path).to_owned());
            contents.references.push(Referenced { name, path, base: Base::Host, span, facts });
        }
    }
    is_template.then_some(contents)
}

/// The path of the file that holds the definition, if it is one beside the template: `DefinitionUri` of SAM, and what
/// `aws cloudformation package` uploads.
fn local_file(tree: &Tree, properties: NodeId) -> Option<NodeId> {
    let path = tree.get(properties, "DefinitionUri").or_else(|| tree.get(properties, "DefinitionS3Location"))?;
    let text = tree.known(path)?;
    (!text.contains("://") && !text.is_empty()).then_some(path)
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
        .map(|values| Arc::new(tree.members(values).map(|member| tree.text(member.key).to_owned()).collect()));
    Facts { workflow_type, replacer: Replacer::Substitutions, substitutions }
}
