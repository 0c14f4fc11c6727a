//! What kind of thing may be written at an offset.
//!
//! The tree of a document that is being typed often has no object yet where one is about to be: in YAML it begins with the
//! first key. What is expected then follows from the field it would be the value of.

use super::Context;
use crate::ide::Surroundings;
use crate::schema::{self, Field, Owner, ValueKind};
use crate::syntax::cursor::Spot;
use crate::syntax::{Kind, Language, NodeId, Style, Tree};

/// What may be written. Objects are absent where nothing of them is there yet.
#[derive(Clone, Copy, Debug)]
pub(super) enum Site {
    /// A whole definition.
    Machine,
    /// A field of an object; of a state whose type is not known where there is no owner.
    Field {
        owner: Option<Owner>,
        object: Option<NodeId>,
    },
    /// The name of a state, as a key of `States`.
    StateName {
        object: Option<NodeId>,
    },
    /// The value behind the name of a state.
    StateBody,
    /// An object in a list: a retrier, a choice rule.
    Entry {
        owner: Owner,
    },
    Value {
        owner: Owner,
        object: NodeId,
        field: &'static Field,
    },
    /// An item of `ErrorEquals`.
    Error,
    /// A key of a payload; `is_top` where it is a key of the field's own value.
    PayloadKey {
        owner: Owner,
        field: &'static Field,
        object: Option<NodeId>,
        is_top: bool,
    },
    /// A value inside of a payload, and the key it stands under.
    PayloadText {
        owner: Owner,
        field: &'static Field,
        key: Option<NodeId>,
    },
}

pub(super) fn at(ctx: &Context<'_>) -> Option<Site> {
    let (tree, spot) = (ctx.location.tree(), ctx.location.spot);
    if is_outside(ctx, spot.container()) {
        return None;
    }
    match ctx.location.surroundings {
        Surroundings::Object { node, owner } => match spot {
            Spot::Key { .. } | Spot::Member { .. } => Some(Site::Field { owner: Some(owner), object: Some(node) }),
            Spot::Value { key, .. } => {
                let field = schema::field(owner, ctx.location.language, tree.text(key))?;
                below(ctx, owner, field).or(Some(Site::Value { owner, object: node, field }))
            }
            // A YAML document of one word: its first key.
            Spot::Root { root } if tree.language() == Language::Yaml && tree.kind(root) == Kind::String => {
                Some(Site::Field { owner: Some(owner), object: None })
            }
            Spot::Root { root } if matches!(tree.kind(root), Kind::Missing | Kind::Null) => Some(Site::Machine),
            _ => None,
        },
        Surroundings::UntypedState { node } => match spot {
            Spot::Key { .. } | Spot::Member { .. } => Some(Site::Field { owner: None, object: Some(node) }),
            Spot::Value { key, .. } => {
                untyped_field(ctx, tree.text(key)).map(|(owner, field)| Site::Value { owner, object: node, field })
            }
            _ => None,
        },
        Surroundings::States { node } => match spot {
            Spot::Key { .. } | Spot::Member { .. } => Some(Site::StateName { object: Some(node) }),
            Spot::Value { .. } if begins_block(ctx) => Some(Site::Field { owner: None, object: None }),
            Spot::Value { value, .. } if is_absent(ctx, value) => Some(Site::StateBody),
            _ => None,
        },
        Surroundings::List { owner, .. } => match spot {
            Spot::Item { .. } if tree.language() == Language::Yaml && !tree.is_bracketed(spot.container()) => {
                Some(Site::Field { owner: Some(owner), object: None })
            }
            Spot::Item { item, .. } if is_absent(ctx, item) => Some(Site::Entry { owner }),
            Spot::NewItem { .. } => Some(Site::Entry { owner }),
            _ => None,
        },
        Surroundings::Value { object, owner, field } => in_value(ctx, object, owner, field),
        Surroundings::Unknown => None,
    }
}

/// Whether the offset is before or behind the brackets of a container, as it is around those of the whole.
fn is_outside(ctx: &Context<'_>, container: NodeId) -> bool {
    let (tree, offset) = (ctx.location.tree(), ctx.location.offset);
    let span = tree.span(container);
    let is_behind = span.end <= offset && !tree.is_incomplete(container);
    tree.is_bracketed(container) && (offset <= span.start || is_behind)
}

/// Inside the value of a field that is not made of objects of the language.
fn in_value(ctx: &Context<'_>, around: NodeId, owner: Owner, field: &'static Field) -> Option<Site> {
    let (tree, spot) = (ctx.location.tree(), ctx.location.spot);
    if field.value == ValueKind::ErrorNames {
        return matches!(spot, Spot::Item { .. } | Spot::NewItem { .. }).then_some(Site::Error);
    }
    if !is_payload(field) {
        return None;
    }
    let is_top = |object: NodeId| tree.parent(object) == Some(around);
    let new_key = |object| Some(Site::PayloadKey { owner, field, object: Some(object), is_top: is_top(object) });
    match spot {
        Spot::Key { object, .. } | Spot::Member { object, .. } => new_key(object),
        Spot::Value { .. } if begins_block(ctx) => Some(Site::PayloadKey { owner, field, object: None, is_top: false }),
        Spot::Value { key, .. } => Some(Site::PayloadText { owner, field, key: Some(key) }),
        Spot::Item { .. } | Spot::NewItem { .. } => Some(Site::PayloadText { owner, field, key: None }),
        Spot::Root { .. } => None,
    }
}

/// What is expected on the lines below the key of a field, in YAML.
fn below(ctx: &Context<'_>, owner: Owner, field: &'static Field) -> Option<Site> {
    if !begins_block(ctx) {
        return None;
    }
    let fields = |owner| Some(Site::Field { owner: Some(owner), object: None });
    match field.value {
        ValueKind::States => Some(Site::StateName { object: None }),
        ValueKind::Rule => fields(Owner::NestedChoiceRule),
        ValueKind::Machine => fields(Owner::Processor),
        ValueKind::Branches => Some(Site::Entry { owner: Owner::Branch }),
        ValueKind::Choices => Some(Site::Entry { owner: Owner::ChoiceRule }),
        ValueKind::Rules => Some(Site::Entry { owner: Owner::NestedChoiceRule }),
        ValueKind::Retriers => Some(Site::Entry { owner: Owner::Retrier }),
        ValueKind::Catchers => Some(Site::Entry { owner: Owner::Catcher }),
        ValueKind::ErrorNames => Some(Site::Error),
        ValueKind::Object => match owner_of(field) {
            Some(owner) => fields(owner),
            None => Some(Site::PayloadKey { owner, field, object: None, is_top: true }),
        },
        _ if is_payload(field) => Some(Site::PayloadKey { owner, field, object: None, is_top: true }),
        _ => None,
    }
}

/// The keys of an object besides the one that is being typed.
pub(super) fn other_keys<'a>(ctx: &Context<'a>, object: Option<NodeId>) -> Vec<&'a str> {
    let tree = ctx.location.tree();
    let own = match ctx.location.spot {
        Spot::Key { key, .. } => Some(key),
        _ => None,
    };
    let members = object.map_or(&[][..], |object| tree.own_members(object)).iter();
    members.filter(|member| Some(member.key) != own).map(|member| tree.text(member.key)).collect()
}

/// The object that has the field around.
pub(super) fn around(ctx: &Context<'_>) -> Option<NodeId> {
    match ctx.location.surroundings {
        Surroundings::Value { object, .. } | Surroundings::Object { node: object, .. } => Some(object),
        _ => None,
    }
}

/// The object of the language that a field holds: it is named like the field.
fn owner_of(field: &Field) -> Option<Owner> {
    Owner::all().find(|owner| owner.name() == field.name).filter(|_| field.value == ValueKind::Object)
}

fn is_payload(field: &Field) -> bool {
    matches!(field.value, ValueKind::Template | ValueKind::JsonataTemplate)
}

/// The field of a state of whatever type, by its name.
fn untyped_field(ctx: &Context<'_>, name: &str) -> Option<(Owner, &'static Field)> {
    let states = Owner::all().filter(|owner| matches!(owner, Owner::State(_)));
    let mut known =
        states.filter_map(|owner| schema::field(owner, ctx.location.language, name).map(|field| (owner, field)));
    known.next()
}

/// Whether the offset is on a line of its own below the key, where YAML has an object or a list begin.
fn begins_block(ctx: &Context<'_>) -> bool {
    let tree = ctx.location.tree();
    let Spot::Value { key, value, .. } = ctx.location.spot else { return false };
    let between = ctx.text.get(tree.span(key).end as usize..ctx.location.offset as usize).unwrap_or("");
    tree.language() == Language::Yaml
        && !tree.is_bracketed(ctx.location.spot.container())
        && between.contains('\n')
        && (is_absent(ctx, value) || is_plain_text(tree, value))
}

fn is_plain_text(tree: &Tree, node: NodeId) -> bool {
    tree.kind(node) == Kind::String && tree.style(node) == Style::Plain
}

/// Whether nothing was written yet where a value belongs: what the parser took for it follows behind the offset.
pub(super) fn is_absent(ctx: &Context<'_>, value: NodeId) -> bool {
    let tree = ctx.location.tree();
    let span = tree.span(value);
    let is_empty = matches!(tree.kind(value), Kind::Missing | Kind::Null) && span.is_empty();
    let between = ctx.text.get(ctx.location.offset as usize..span.start as usize).unwrap_or("");
    // Inside of a JSON string the end of a line is an escape.
    is_empty
        || ctx.location.offset < span.start && between.trim_start_matches([' ', '\t', '\r']).starts_with(['\n', '\\'])
}
