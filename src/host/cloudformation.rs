//! `CloudFormation` and SAM templates: state machines among the resources.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-stepfunctions-statemachine.html>

use std::collections::BTreeMap;
use std::sync::Arc;

use super::deployment::{Deployment, Place, Properties, ResourceKind, Substitution};
use super::permissions::Roles;
use super::{
    Base, Contents, Facts, Found, Names, Referenced, Replacer, Template, Value, embedded, intrinsic, is_plain,
};
use crate::asl::WorkflowType;
use crate::syntax::{NodeId, Tree};

/// The definitions of a template; `None` when the tree is no template with state machines. Where its text is not whole,
/// nothing is known of what is missing.
pub(super) fn contents(tree: &Arc<Tree>, is_whole: bool) -> Option<Contents> {
    section(tree, tree.root(), is_whole)
}

/// As [`contents`], of a template that is a value in a file.
pub(super) fn section(tree: &Arc<Tree>, section: NodeId, is_whole: bool) -> Option<Contents> {
    let resources = tree.get(section, "Resources")?;
    let mut contents = Contents::default();
    let mut template: Option<Arc<Template>> = None;
    let mut roles: Option<Roles> = None;
    for resource in tree.members(resources) {
        let Some(kind) = tree.get(resource.value, "Type").and_then(|kind| tree.known(kind)).and_then(kind_of) else {
            continue;
        };
        let template = template.get_or_insert_with(|| Arc::new(Template::of(tree, section, is_whole)));
        let Some(properties) = tree.get(resource.value, "Properties") else { continue };
        let roles = roles.get_or_insert_with(|| Roles::of(tree, resources, template));
        let name = tree.text(resource.key).to_owned();
        let span = tree.content_span(resource.key);
        let substitutions = substitutions(tree, properties);
        let permissions = roles.permissions(tree, kind, &name, properties);
        let facts = Facts { permissions, ..facts(tree, properties, template) };
        let place = definition(tree, properties, &name, template, facts, &mut contents);
        let properties = Some(Properties { node: properties, resource: resource.value, kind });
        contents.deployments.push(Deployment { name, span, substitutions, place, properties });
    }
    contents.template = Some(template?);
    Some(contents)
}

fn kind_of(name: &str) -> Option<ResourceKind> {
    match name {
        "AWS::StepFunctions::StateMachine" => Some(ResourceKind::CloudFormation),
        "AWS::Serverless::StateMachine" => Some(ResourceKind::Sam),
        _ => None,
    }
}

/// Adds the definition of a state machine, or the reference to it.
fn definition(
    tree: &Arc<Tree>,
    properties: NodeId,
    name: &str,
    template: &Arc<Template>,
    mut facts: Facts,
    contents: &mut Contents,
) -> Place {
    let name = name.to_owned();
    if let Some(root) = tree.get(properties, "Definition")
        && tree.is_object(root)
    {
        facts.template = Some(Arc::clone(template));
        contents.definitions.push(Found { name, tree: Arc::clone(tree), root, facts, faults: Vec::new() });
        return Place::Inside(tree.span(root));
    }
    if let Some(value) = tree.get(properties, "DefinitionString")
        && let Some(text) = embedded::text(tree, value)
    {
        facts.template = Some(Arc::clone(template));
        if let embedded::Filler::Sub(own) = text.filler() {
            // What `Fn::Sub` leaves is replaced after it, by rules that are those of text without it.
            facts.replacer = Replacer::Sub;
            facts.substitutions = match own {
                Some(list) => is_plain(tree, list).then(|| names(tree, list, template)),
                None => Some(Names::default()),
            };
        }
        contents.definitions.push(text.definition(name, facts));
        return Place::Inside(tree.span(value));
    }
    if let Some(path) = local_file(tree, properties) {
        let (span, path) = (tree.content_span(path), tree.text(path).to_owned());
        contents.references.push(Referenced { name, path, base: Base::Host, span, facts });
        return Place::Elsewhere(contents.references.len() - 1);
    }
    Place::Unknown
}

/// The path of the file that holds the definition, if it is one beside the template: `DefinitionUri` of SAM, and what
/// `aws cloudformation package` uploads.
fn local_file(tree: &Tree, properties: NodeId) -> Option<NodeId> {
    let path = tree.get(properties, "DefinitionUri").or_else(|| tree.get(properties, "DefinitionS3Location"))?;
    let text = tree.known(path)?;
    (!text.contains("://") && !text.is_empty()).then_some(path)
}

fn facts(tree: &Tree, properties: NodeId, template: &Template) -> Facts {
    let kind = tree.get(properties, "StateMachineType").or_else(|| tree.get(properties, "Type"));
    let workflow_type = match kind {
        None => Some(WorkflowType::Standard),
        Some(kind) => match tree.known(kind) {
            Some("EXPRESS") => Some(WorkflowType::Express),
            Some("STANDARD") => Some(WorkflowType::Standard),
            _ => None,
        },
    };
    let substitutions = match tree.get(properties, "DefinitionSubstitutions") {
        Some(values) => is_plain(tree, values).then(|| names(tree, values, template)),
        None => is_plain(tree, properties).then(Names::default),
    };
    // Properties that a condition or a macro makes are not known.
    let workflow_type = workflow_type.filter(|_| kind.is_some() || is_plain(tree, properties));
    Facts { workflow_type, replacer: Replacer::Substitutions, substitutions, ..Facts::default() }
}

fn names(tree: &Tree, values: NodeId, template: &Template) -> Names {
    let value = |value: NodeId| match intrinsic::Intrinsic::of(tree, value) {
        Some(intrinsic::Intrinsic::Ref(id)) if template.is_function(tree.text(id)) => Value::FunctionName,
        _ => Value::Other,
    };
    let names: BTreeMap<String, Value> =
        tree.members(values).map(|member| (tree.text(member.key).to_owned(), value(member.value))).collect();
    Arc::new(names)
}

fn substitutions(tree: &Tree, properties: NodeId) -> Vec<Substitution> {
    let values = tree.get(properties, "DefinitionSubstitutions").filter(|&values| is_plain(tree, values));
    let substitution = |key: NodeId| Substitution { name: tree.text(key).to_owned(), span: tree.content_span(key) };
    values.into_iter().flat_map(|values| tree.members(values)).map(|member| substitution(member.key)).collect()
}
