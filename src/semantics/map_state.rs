//! The parts of a Map state that its mode decides about.

use crate::asl::{StateType, nearest};
use crate::model::{Machine, ScopeKind, State};
use crate::resource::{self, Resource};
use crate::schema::misspelt;
use crate::syntax::{NodeId, Tree};

/// How a Map state runs its iterations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Inline,
    Distributed,
    Unknown,
}

/// The processor of a Map state: key and value.
pub fn processor(tree: &Tree, state: &State) -> Option<crate::syntax::Member> {
    ["ItemProcessor", "Iterator"].into_iter().find_map(|name| tree.member(state.node, name))
}

/// The object of that name in another, if it is one and known.
pub fn object(tree: &Tree, container: NodeId, name: &str) -> Option<NodeId> {
    tree.get(container, name).filter(|&node| tree.is_object(node) && !tree.is_opaque(node))
}

/// Whether a field is certainly absent: not there, not misspelt, and not cut off or hidden behind a placeholder.
pub fn lacks(tree: &Tree, container: NodeId, name: &str) -> bool {
    let hidden = |key: NodeId| tree.is_opaque(key) || tree.text(key).starts_with("Fn::");
    tree.get(container, name).is_none()
        && !tree.is_incomplete(container)
        && misspelt(tree, container, name).is_none()
        && !tree.members(container).any(|member| hidden(member.key))
}

/// The `ProcessorConfig` of a Map state.
pub fn config(tree: &Tree, state: &State) -> Option<NodeId> {
    let processor = processor(tree, state)?.value;
    if tree.is_opaque(processor) { None } else { object(tree, processor, "ProcessorConfig") }
}

/// The mode of a Map state, where it is certain.
pub fn mode(tree: &Tree, state: &State) -> Mode {
    let Some(processor) = processor(tree, state).map(|member| member.value) else { return Mode::Unknown };
    if !tree.is_object(processor) || tree.is_opaque(processor) {
        return Mode::Unknown;
    }
    let Some(config) = config(tree, state) else {
        return if lacks(tree, processor, "ProcessorConfig") { Mode::Inline } else { Mode::Unknown };
    };
    match tree.get(config, "Mode") {
        None if lacks(tree, config, "Mode") => Mode::Inline,
        None => Mode::Unknown,
        Some(mode) => match tree.known(mode) {
            Some("INLINE") => Mode::Inline,
            Some("DISTRIBUTED") => Mode::Distributed,
            _ => Mode::Unknown,
        },
    }
}

/// What an `ItemReader` calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reads {
    Object,
    Listing,
    Unknown,
}

/// The `ItemReader` of a Map state.
#[derive(Clone, Copy, Debug)]
pub struct Reader {
    pub node: NodeId,
    pub reads: Reads,
    pub config: Option<NodeId>,
}

/// The `ItemReader` of a state, if it has a known one.
pub fn reader(tree: &Tree, state: &State) -> Option<Reader> {
    if state.kind != Some(StateType::Map) {
        return None;
    }
    let node = object(tree, state.node, "ItemReader")?;
    let reads = match tree.get(node, "Resource").and_then(|text| tree.known(text)).map(s3_action) {
        Some(Some("getObject")) => Reads::Object,
        Some(Some("listObjectsV2")) => Reads::Listing,
        _ => Reads::Unknown,
    };
    Some(Reader { node, reads, config: object(tree, node, "ReaderConfig") })
}

/// The action of a resource that is the optimized S3 integration, without a pattern behind it.
pub fn s3_action(resource: &str) -> Option<&str> {
    match resource::parse(resource) {
        Resource::Optimized { service, action, suffix: None, .. } if service.text == "s3" => Some(action.text),
        _ => None,
    }
}

/// The resource with the S3 action that was most likely meant by a text that is another or none.
pub fn meant_action(resource: &str, actions: &[&str]) -> Option<String> {
    let (partition, action) = match resource::parse(resource) {
        Resource::Optimized { partition, action, .. } | Resource::AwsSdk { partition, action, .. } => {
            (partition.text, action.text)
        }
        _ => return None,
    };
    let action =
        actions.iter().copied().find(|known| *known == action).or_else(|| nearest(action, actions.iter().copied()))?;
    Some(format!("arn:{partition}:states:::s3:{action}"))
}

/// The innermost Map state whose items a state processes.
pub fn around<'a>(machine: &'a Machine, state: &State) -> Option<&'a State> {
    let mut scope = machine.scope(state.scope)?;
    loop {
        let owner = machine.state(scope.owner?)?;
        if scope.kind == ScopeKind::Processor {
            return Some(owner);
        }
        scope = machine.scope(owner.scope)?;
    }
}
