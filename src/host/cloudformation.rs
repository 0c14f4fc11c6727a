//! `CloudFormation` and SAM templates: state machines among the resources.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-stepfunctions-statemachine.html>

use std::collections::BTreeMap;
use std::sync::Arc;

use super::deployment::{Deployment, Place, Properties, ResourceKind, Substitution};
use super::permissions::Roles;
use super::{
    Base, Contents, Facts, FilePath, Found, Names, Referenced, Replacer, Template, Value, condition, embedded,
    intrinsic, is_plain, standalone,
};
use crate::asl::WorkflowType;
use crate::syntax::{Fault, FaultKind, Member, NodeId, Tree};

/// The definitions of a template; `None` when the tree is no template with state machines. Where its text is not whole,
/// nothing is known of what is missing.
pub(super) fn contents(tree: &Arc<Tree>, is_whole: bool, path: &FilePath) -> Option<Contents> {
    section(tree, tree.root(), is_whole, path)
}

/// As [`contents`], of a template that is a value in a file.
pub(super) fn section(tree: &Arc<Tree>, section: NodeId, is_whole: bool, path: &FilePath) -> Option<Contents> {
    let written = tree.get(section, "Resources")?;
    let mut contents = Contents::default();
    let mut template: Option<Arc<Template>> = None;
    let mut roles: Option<Roles> = None;
    for Resource { key, value: resource, is_repeated } in resources(tree, written) {
        let Some(kind) = tree.get(resource, "Type").and_then(|kind| tree.known(kind)).and_then(kind_of) else {
            continue;
        };
        let template = template.get_or_insert_with(|| Arc::new(Template::of(tree, section, is_whole)));
        let Some(properties) = tree.get(resource, "Properties") else { continue };
        let roles = roles.get_or_insert_with(|| Roles::of(tree, written, template));
        let name = tree.text(key).to_owned();
        let span = tree.content_span(key);
        let permissions = roles.permissions(tree, kind, &name, properties);
        let mut facts = Facts { permissions, ..facts(tree, properties, template) };
        let mut substitutions = substitutions(tree, properties);
        if is_repeated {
            // The name that changes from one copy to the next stands among the placeholders, and in the names of others.
            facts.substitutions = None;
            substitutions.clear();
        }
        let mut place = definitions(tree, properties, &name, &facts, template, &mut contents);
        if place.is_none() {
            let reference = reference(tree, properties, path, &name, facts);
            place = reference.is_some().then_some(Place::Elsewhere(contents.references.len()));
            contents.references.extend(reference);
        }
        let place = place.unwrap_or(Place::Unknown);
        let properties = Some(Properties { node: properties, resource, kind });
        contents.deployments.push(Deployment { name, span, substitutions, place, properties });
    }
    contents.template = Some(template?);
    Some(contents)
}

/// A resource of a template.
struct Resource {
    key: NodeId,
    value: NodeId,
    /// Whether `Fn::ForEach` makes copies of it.
    is_repeated: bool,
}

/// How deep `Fn::ForEach` stands in `Fn::ForEach` at most, as `CloudFormation` has it.
const LOOPS: usize = 5;

/// The resources of a template, those that `Fn::ForEach` repeats among them.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-foreach.html>
fn resources(tree: &Tree, section: NodeId) -> Vec<Resource> {
    let mut found = Vec::new();
    let mut open = vec![(section, 0)];
    while let Some((section, depth)) = open.pop() {
        for Member { key, value } in tree.members(section) {
            if !tree.text(key).starts_with("Fn::ForEach::") {
                found.push(Resource { key, value, is_repeated: 0 < depth });
            } else if depth < LOOPS {
                // A name, the values that it takes, and what is repeated with each of them.
                open.extend(tree.items(value).nth(2).map(|repeated| (repeated, depth + 1)));
            }
        }
    }
    found
}

fn kind_of(name: &str) -> Option<ResourceKind> {
    match name {
        "AWS::StepFunctions::StateMachine" => Some(ResourceKind::CloudFormation),
        "AWS::Serverless::StateMachine" => Some(ResourceKind::Sam),
        _ => None,
    }
}

/// Adds the definitions of a state machine that stand in the template: several where a condition chooses one.
fn definitions(
    tree: &Arc<Tree>,
    properties: NodeId,
    name: &str,
    facts: &Facts,
    template: &Arc<Template>,
    contents: &mut Contents,
) -> Option<Place> {
    let facts = Facts { template: Some(Arc::clone(template)), ..facts.clone() };
    let mut place = None;
    for source in ["Definition", "DefinitionString"] {
        let Some(Member { key, value }) = tree.member(properties, source) else { continue };
        let before = contents.definitions.len();
        for outcome in condition::outcomes(tree, value) {
            let (name, facts) = (name.to_owned(), facts.clone());
            contents.definitions.extend(match source {
                "Definition" => is_written(tree, outcome).then(|| object(tree, outcome, name, facts)),
                _ => in_text(tree, key, outcome, name, facts),
            });
        }
        if before < contents.definitions.len() {
            // Of both properties, a condition leaves one.
            place = Some(if place.is_none() { Place::Inside(tree.span(value)) } else { Place::Unknown });
        }
    }
    place
}

/// Whether a value is an object that is written here, and not what a function makes.
fn is_written(tree: &Tree, value: NodeId) -> bool {
    tree.is_object(value) && !tree.is_opaque(value)
}

/// A definition that is an object of the template.
fn object(tree: &Arc<Tree>, root: NodeId, name: String, facts: Facts) -> Found {
    Found { name, tree: Arc::clone(tree), root, facts, faults: Vec::new() }
}

/// The definition that a `DefinitionString` is.
fn in_text(tree: &Arc<Tree>, key: NodeId, value: NodeId, name: String, mut facts: Facts) -> Option<Found> {
    if let Some(root) = intrinsic::written_as_json(tree, value) {
        return is_written(tree, root).then(|| object(tree, root, name, facts));
    }
    let Some(text) = embedded::text(tree, value) else {
        let is_definition = tree.is_object(value) && standalone::is_definition(tree, value);
        return is_definition.then(|| Found { faults: vec![not_text(tree, key)], ..object(tree, value, name, facts) });
    };
    match text.filler() {
        embedded::Filler::Nothing => {}
        embedded::Filler::Sub(own) => {
            // What `Fn::Sub` leaves is replaced after it, by rules that are those of text without it.
            facts.replacer = Replacer::Sub;
            facts.substitutions = match own {
                Some(list) => {
                    let template = facts.template.as_deref();
                    template.filter(|_| is_plain(tree, list)).map(|template| names(tree, list, template))
                }
                None => Some(Names::default()),
            };
        }
        embedded::Filler::Several => facts.substitutions = None,
    }
    Some(text.definition(name, facts))
}

/// `DefinitionString` has the definition as an object, which is what `Definition` takes.
fn not_text(tree: &Tree, key: NodeId) -> Fault {
    Fault {
        kind: FaultKind::NotJson,
        span: tree.content_span(key),
        message: "`DefinitionString` takes text, and this is an object".to_owned(),
        help: Some("`Definition` takes the object"),
        related: None,
        fix: None,
    }
}

/// The file that holds the definition: that of `DefinitionUri` of SAM, one that `aws cloudformation package` will upload, or
/// one that the CDK has put beside the template for its upload.
fn reference(tree: &Tree, properties: NodeId, host: &FilePath, name: &str, facts: Facts) -> Option<Referenced> {
    let way = tree.get(properties, "DefinitionUri").or_else(|| tree.get(properties, "DefinitionS3Location"))?;
    let (path, base, at) = if let Some(key) = tree.get(way, "Key") {
        let file = tree.known(key).filter(|file| is_cdk_asset(file))?;
        (format!("{}asset.{file}", host.way_to_assets()), Base::Elsewhere, key)
    } else {
        let path = tree.known(way).filter(|path| !path.contains("://") && !path.is_empty())?;
        (path.to_owned(), Base::Host, way)
    };
    Some(Referenced { name: name.to_owned(), path, base, span: tree.content_span(at), facts })
}

/// Whether an object in a bucket is named as the CDK names a file: by the SHA-256 of its contents.
fn is_cdk_asset(key: &str) -> bool {
    let hash = key.split('.').next().unwrap_or(key);
    hash.len() == 64 && hash.len() < key.len() && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
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
