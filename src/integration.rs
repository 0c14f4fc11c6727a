//! What a Task state calls: its `Resource` taken apart, with what is known of it.
//!
//! The engine makes one [`Call`] for each Task state and hands it to the rules that ask for it.

use std::ops::Range;

use rustc_hash::FxHashSet;

use crate::asl::{QueryLanguage, nearest};
use crate::diagnostic::Edit;
use crate::model::State;
use crate::resource::{self, MalformedArn, Resource, Segment};
use crate::schema;
use crate::services::{self, Operation, Pattern, SdkService};
use crate::syntax::{Member, NodeId, Tree};
use crate::text::{Span, offset};

/// What a Task state calls, and with what.
#[derive(Clone, Debug)]
pub struct Call<'a> {
    /// The value of `Resource`: a string.
    pub node: NodeId,
    /// Never an integration without a service or an action: that is a malformed one.
    pub resource: Resource<'a>,
    /// The action of an optimized integration, if there is such a one. Names in the wrong letter case count as meant, so
    /// that one slip does not hide others.
    pub action: Option<Action<'a>>,
    pub arguments: Arguments,
}

/// An action of an optimized integration, spelt as Step Functions has it.
#[derive(Clone, Copy, Debug)]
pub struct Action<'a> {
    pub service: &'a str,
    pub name: &'a str,
    pub operation: &'a Operation,
}

impl std::fmt::Display for Action<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}:{}", self.service, self.name)
    }
}

/// What a Task state hands over: `Parameters`, or `Arguments` in `JSONata`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arguments {
    /// The state has no such field.
    Absent,
    /// An object of which every key is known.
    Object { key: NodeId, object: NodeId },
    /// Not known before deployment, computed by an expression, or of another kind than an object.
    Unknown,
}

impl<'a> Call<'a> {
    /// `None` where the state has no `Resource` that is text.
    pub fn of(tree: &'a Tree, state: &State) -> Option<Self> {
        let node = tree.get(state.node, "Resource")?;
        // What the placeholders of a text can hide is for the parser of resources to say.
        let text = tree.string(node).filter(|_| !tree.is_incomplete(node))?.raw();
        let mut resource = resource::parse(text);
        if let Resource::Optimized { service, action, .. } | Resource::AwsSdk { service, action, .. } = &resource
            && (service.text.is_empty() || action.text.is_empty())
        {
            resource = Resource::Malformed { reason: MalformedArn::MissingParts };
        }
        let action = match &resource {
            Resource::Optimized { service, action, .. } => find(service.text, action.text),
            _ => None,
        };
        Some(Self { node, resource, action, arguments: Arguments::of(tree, state) })
    }

    /// Where a part of the resource stands in the file.
    pub fn span(&self, tree: &Tree, range: &Range<usize>) -> Span {
        tree.scalar_map(self.node).span(offset(range.start)..offset(range.end))
    }

    /// Writes another text for a part of the resource.
    pub fn replace(&self, tree: &Tree, range: Range<usize>, text: &str) -> Option<Vec<Edit>> {
        let (span, text) = tree.scalar_map(self.node).edit(offset(range.start)..offset(range.end), text)?;
        Some(vec![Edit { span, text }])
    }

    /// What follows the action's name, from its dot on.
    pub fn suffix(&self) -> Option<&Segment<'a>> {
        match &self.resource {
            Resource::Optimized { suffix, .. } | Resource::AwsSdk { suffix, .. } => suffix.as_ref(),
            _ => None,
        }
    }

    /// How the state waits, a suffix in the wrong letter case taken as meant; `None` where the suffix is unknown.
    pub fn pattern(&self) -> Option<Pattern> {
        let Some(suffix) = self.suffix() else { return Some(Pattern::RequestResponse) };
        [Pattern::Sync, Pattern::Sync2, Pattern::WaitForTaskToken]
            .into_iter()
            .find(|pattern| pattern.suffix().eq_ignore_ascii_case(suffix.text))
    }

    /// The patterns that the action offers; `None` where the action is not known.
    pub fn patterns(&self) -> Option<&[Pattern]> {
        match &self.resource {
            Resource::AwsSdk { .. } => Some(&[Pattern::RequestResponse, Pattern::WaitForTaskToken]),
            _ => self.action.map(|action| action.operation.patterns.as_slice()).filter(|patterns| !patterns.is_empty()),
        }
    }
}

impl Arguments {
    /// The name of the field in a language.
    pub const fn field(language: QueryLanguage) -> &'static str {
        match language {
            QueryLanguage::JsonPath => "Parameters",
            QueryLanguage::Jsonata => "Arguments",
        }
    }

    fn of(tree: &Tree, state: &State) -> Self {
        let field = Self::field(state.query_language);
        if let Some(Member { key, value }) = tree.member(state.node, field) {
            let known = tree.is_object(value) && !tree.is_opaque(value) && is_closed(tree, value);
            return if known { Self::Object { key, object: value } } else { Self::Unknown };
        }
        // The other language's field, or a misspelt one, is reported as such; what was meant is there.
        let other = tree.get(state.node, Self::field(state.query_language.other())).is_some();
        if other || !is_closed(tree, state.node) || schema::misspelt(tree, state.node, field).is_some() {
            return Self::Unknown;
        }
        Self::Absent
    }
}

/// Whether an object has no more members than those that are written: nothing is cut off, and no placeholder, macro or
/// unknown merge stands for further ones.
pub fn is_closed(tree: &Tree, object: NodeId) -> bool {
    let opens = |member: &Member| {
        let key = tree.text(member.key);
        tree.is_opaque(member.key) || key.starts_with("Fn::") || (key == "<<" && tree.is_opaque(member.value))
    };
    !tree.is_incomplete(object) && !tree.own_members(object).iter().any(opens)
}

/// The name of the parameter that a key gives: in `JSONPath`, `Name.$` gives `Name` by a path.
pub fn parameter<'a>(tree: &'a Tree, member: &Member) -> &'a str {
    let key = tree.text(member.key);
    key.strip_suffix(".$").unwrap_or(key)
}

/// Gives a parameter another name and leaves the `.$` where it is.
pub fn rename_parameter(tree: &Tree, member: &Member, name: &str) -> Option<Vec<Edit>> {
    let suffix = if tree.text(member.key).ends_with(".$") { ".$" } else { "" };
    crate::edit::rename_key(tree, member.key, &format!("{name}{suffix}"))
}

fn find<'a>(service: &'a str, action: &'a str) -> Option<Action<'a>> {
    let services = services::optimized();
    if let Some(operation) = services.operation(service, action) {
        return Some(Action { service, name: action, operation });
    }
    let service = services.services().into_iter().find(|name| name.eq_ignore_ascii_case(service))?;
    let name = services.actions(service).into_iter().find(|name| name.eq_ignore_ascii_case(action))?;
    Some(Action { service, name, operation: services.operation(service, name)? })
}

/// The name that the AWS SDK integration has for an optimized service.
pub fn sdk_name(service: &str) -> Option<&str> {
    match services::optimized().sdk_service(service) {
        SdkService::Known => Some(service),
        SdkService::Misnamed(right) => Some(right),
        SdkService::Retired | SdkService::Unknown => None,
    }
}

/// A required parameter that is not given.
#[derive(Clone, Copy, Debug)]
pub struct Missing<'a> {
    pub name: &'a str,
    /// The key that was most likely meant to be it.
    pub misspelt: Option<Member>,
}

/// The required parameters of an optimized action that an object lacks.
pub fn missing<'a>(tree: &Tree, object: NodeId, operation: &'a Operation) -> Vec<Missing<'a>> {
    let given: FxHashSet<&str> = tree.members(object).map(|member| parameter(tree, &member)).collect();
    let is_known = |name: &str| {
        let listed = |names: &[String]| names.iter().any(|known| known == name);
        listed(&operation.required) || operation.allow.as_deref().is_some_and(listed)
    };
    let mut unknown: Option<Vec<Member>> = None;
    let mut missing = Vec::new();
    for name in operation.required.iter().filter(|name| !given.contains(name.as_str())) {
        let unknown = unknown
            .get_or_insert_with(|| tree.members(object).filter(|member| !is_known(parameter(tree, member))).collect());
        let is_meant = |member: &&Member| {
            let key = parameter(tree, member);
            nearest(key, [name.as_str()]).is_some() || (operation.allow.is_some() && is_part(key, name))
        };
        let misspelt = unknown.iter().find(is_meant);
        missing.push(Missing { name, misspelt: misspelt.copied() });
    }
    missing
}

/// Whether a key is the first or last word of a name, or the other way round: `Body` for `MessageBody`.
fn is_part(key: &str, name: &str) -> bool {
    let (short, long) = if key.len() < name.len() { (key, name) } else { (name, key) };
    4 <= short.len() && (long.starts_with(short) || long.ends_with(short))
}
