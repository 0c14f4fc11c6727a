//! Where a Terraform file may have definitions: what declares a state machine, and all else that has values.

use hcl_edit::expr::Expression;
use hcl_edit::structure::{Block, BlockLabel, Body, Structure};

use crate::asl::WorkflowType;

/// What declares a state machine.
pub(super) const RESOURCE: &str = "aws_sfn_state_machine";

/// The module that declares a state machine as the resource does, by its names in the registry and elsewhere.
pub(super) const MODULES: [&str; 2] = ["terraform-aws-modules/step-functions/aws", "terraform-aws-step-functions"];

/// The attribute of a definition.
const DEFINITION: &str = "definition";

/// A value that may be a definition.
pub(super) struct Place<'a> {
    /// What the definition is called.
    pub(super) name: &'a str,
    /// The attribute whose value it is.
    pub(super) key: &'a str,
    pub(super) value: &'a Expression,
    pub(super) kind: Kind,
}

/// What is known of a value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// It is the definition of a state machine, of this type if that is known.
    Declared(Option<WorkflowType>),
    /// It is an input of a module, or of all, which may well declare state machines.
    Input,
    /// Some value.
    Other,
}

/// The values of a file, those first of which more is known.
pub(super) fn places(body: &Body) -> Vec<Place<'_>> {
    let mut places: Vec<Place<'_>> = body.iter().flat_map(of_structure).collect();
    places.sort_by_key(|place| match place.kind {
        Kind::Declared(_) => 0,
        Kind::Input => 1,
        Kind::Other => 2,
    });
    places
}

fn of_structure(structure: &Structure) -> Vec<Place<'_>> {
    let block = match structure {
        Structure::Block(block) => block,
        // What a file of variables, or of Terragrunt, hands over.
        Structure::Attribute(input) => {
            let key = input.key.as_str();
            return vec![Place { name: key, key, value: &input.value, kind: Kind::Input }];
        }
    };
    if let Some(name) = declared_name(block) {
        let kind = Kind::Declared(workflow_type(&block.body));
        let definition = block.body.get_attribute(DEFINITION);
        let place = definition.map(|definition| Place { name, key: DEFINITION, value: &definition.value, kind });
        return place.into_iter().collect();
    }
    let kind = if block.ident.as_str() == "module" { Kind::Input } else { Kind::Other };
    let label = block.labels.last().map(BlockLabel::as_str);
    let attributes = block.body.attributes();
    let places = attributes.map(|attribute| {
        let key = attribute.key.as_str();
        Place { name: label.unwrap_or(key), key, value: &attribute.value, kind }
    });
    places.collect()
}

/// The name of the state machine that a block declares.
fn declared_name(block: &Block) -> Option<&str> {
    let label = |index: usize| block.labels.get(index).map(BlockLabel::as_str);
    match block.ident.as_str() {
        "resource" if label(0) == Some(RESOURCE) => Some(label(1).unwrap_or("")),
        "module" => {
            let source = block.body.get_attribute("source")?.value.as_str()?;
            MODULES.iter().any(|module| source.contains(module)).then(|| label(0).unwrap_or(""))
        }
        _ => None,
    }
}

/// `type`; not known where it is computed.
fn workflow_type(body: &Body) -> Option<WorkflowType> {
    let Some(attribute) = body.get_attribute("type") else { return Some(WorkflowType::Standard) };
    // The module takes small letters, too.
    match attribute.value.as_str()?.to_ascii_uppercase().as_str() {
        "STANDARD" => Some(WorkflowType::Standard),
        "EXPRESS" => Some(WorkflowType::Express),
        _ => None,
    }
}
