//! What is to be said of the thing under the pointer, and below it the pages of the rules that report something there.
//!
//! Dispatch only: what is said of each kind of thing is in a file of its own.

mod error;
mod expression;
mod function;
mod resource;
mod state;
mod variable;

pub(super) use resource::documentation;

use super::duration;
use super::location::{Location, Surroundings};
use super::prose::{Prose, code, few};
use super::retry::Policy;
use crate::analysis::Analysis;
use crate::asl::{QueryLanguage, StateType};
use crate::expr::types::Type;
use crate::page;
use crate::rule::Rule;
use crate::rules;
use crate::schema::{self, Field, Owner, ValueKind};
use crate::syntax::cursor::Spot;
use crate::syntax::{Kind, NodeId, Tree};
use crate::text::{Span, offset as to_offset};

/// A text about a part of the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    pub span: Span,
    pub text: Prose,
}

/// More pages than these nobody reads under a pointer.
const MOST_PAGES: usize = 2;

/// More retriers than a person reads.
const MOST_RETRIERS: usize = 10;

/// What is known of the thing at an offset.
pub fn hover(analysis: &Analysis, offset: u32) -> Option<Hover> {
    if let Some(hover) = named_rule(analysis, offset) {
        return Some(hover);
    }
    let location = Location::at(analysis, offset)?;
    let about = about(analysis, &location);
    let (pages, span) = pages(analysis, offset);
    match about {
        Some(mut hover) => {
            hover.text.append(pages);
            Some(hover)
        }
        None => span.map(|span| Hover { span, text: pages }),
    }
}

fn about(analysis: &Analysis, location: &Location<'_>) -> Option<Hover> {
    let node = location.spot.node();
    let span = location.tree().span(node);
    if location.offset < span.start || span.end < location.offset {
        return None;
    }
    let text = match location.spot {
        Spot::Key { object, key } => about_key(analysis, location, object, key)?,
        Spot::Value { value, .. } | Spot::Item { item: value, .. } => return about_value(analysis, location, value),
        Spot::Root { .. } | Spot::Member { .. } | Spot::NewItem { .. } => return None,
    };
    Some(Hover { span, text })
}

fn about_key(analysis: &Analysis, location: &Location<'_>, object: NodeId, key: NodeId) -> Option<Prose> {
    let tree = location.tree();
    let name = tree.text(key);
    match location.surroundings {
        Surroundings::States { .. } => {
            let machine = location.machine()?;
            let state = machine.states.iter().find(|state| state.name.node == key)?;
            Some(state::summary(analysis, location, machine, state))
        }
        Surroundings::Object { node, owner } => {
            let field = schema::field(owner, location.language, name)?;
            let mut text = about_field(owner, field);
            if let (Owner::Retrier, Some(policy)) = (owner, Policy::of(tree, node)) {
                text.paragraph(policy.in_words());
            }
            if let (ValueKind::Retriers, Some(list)) = (field.value, tree.get(node, name)) {
                text.list(policies(tree, list));
            }
            Some(text)
        }
        Surroundings::UntypedState { .. } => StateType::ALL.into_iter().find_map(|kind| {
            let owner = Owner::State(kind);
            schema::field(owner, location.language, name).map(|field| about_field(owner, field))
        }),
        Surroundings::Value { object: around, field, .. } if tree.get(around, field.name) == Some(object) => {
            match field.name {
                "Assign" => variable::about(analysis, location, name.strip_suffix(".$").unwrap_or(name)),
                "Parameters" | "Arguments" => resource::parameter(tree, location.state()?, name),
                _ => None,
            }
        }
        Surroundings::Value { .. } | Surroundings::List { .. } | Surroundings::Unknown => None,
    }
}

fn about_value(analysis: &Analysis, location: &Location<'_>, value: NodeId) -> Option<Hover> {
    let tree = location.tree();
    let span = tree.span(value);
    let whole = |text: Prose| Hover { span, text };
    let Some((owner, field)) = location.field() else {
        return expression::about(analysis, location);
    };
    let text = tree.text(value);
    let specific = match field.value {
        ValueKind::Target => target(analysis, location, value),
        ValueKind::Resource => resource::about(text),
        ValueKind::ErrorNames | ValueKind::ErrorName => error::about(text),
        ValueKind::StateType => StateType::from_name(text).map(about_type),
        _ => {
            if let Some(hover) = expression::about(analysis, location) {
                return Some(hover);
            }
            None
        }
    };
    if let Some(text) = specific {
        return Some(whole(text));
    }
    // Inside payloads any value may stand: the field says nothing of it.
    let Surroundings::Object { node, .. } = location.surroundings else { return None };
    let mut prose = about_field(owner, field);
    let seconds = tree.number(value).filter(|&seconds| duration::is_seconds(field) && 60.0 <= seconds);
    if let Some(seconds) = seconds {
        prose.paragraph(format!("{text} s are {}.", duration::in_words(seconds)));
    }
    if let Some(moment) = duration::moment(text).filter(|_| tree.kind(value) == Kind::String) {
        prose.paragraph(moment);
    }
    if let (Owner::Retrier, Some(policy)) = (owner, Policy::of(tree, node)) {
        prose.paragraph(policy.in_words());
    }
    Some(whole(prose))
}

fn about_type(kind: StateType) -> Prose {
    let mut text = Prose::new(format!("{} state", code(kind.name())));
    text.paragraph(Owner::State(kind).docs());
    text
}

/// What each retrier of a list comes to.
fn policies(tree: &Tree, list: NodeId) -> Vec<String> {
    let policy = |retrier: NodeId| {
        let names = tree.get(retrier, "ErrorEquals").into_iter().flat_map(|errors| tree.items(errors));
        let names: Vec<String> = names.map(|name| code(tree.text(name))).collect();
        Policy::of(tree, retrier).map(|policy| format!("{}: {}", few(&names, 3), policy.in_words()))
    };
    tree.items(list).filter_map(policy).take(MOST_RETRIERS).collect()
}

/// The state that a target leads to.
fn target(analysis: &Analysis, location: &Location<'_>, value: NodeId) -> Option<Prose> {
    let machine = location.machine()?;
    let own = location.state().into_iter().flat_map(|state| &state.transitions).map(|transition| &transition.target);
    let starts = machine.scopes.iter().filter_map(|scope| scope.start_at.as_ref());
    let target = own.chain(starts).find(|target| target.node == value)?;
    let state = target.leads_to().and_then(|id| machine.state(id))?;
    let mut text = Prose::default();
    if target.state.is_none() {
        text.paragraph(format!("There is no such state; {} may be meant.", code(&state.name.text)));
    }
    text.append(state::summary(analysis, location, machine, state));
    Some(text)
}

/// What a field is for.
fn about_field(owner: Owner, field: &Field) -> Prose {
    let noun = match owner {
        Owner::State(kind) => format!("a {} state", kind.name()),
        _ => owner.noun().to_owned(),
    };
    let marks = match (field.required, field.deprecated) {
        (true, _) => ", required",
        (_, true) => ", deprecated",
        _ => "",
    };
    let mut text = Prose::new(format!("{} of {noun}{marks}", code(field.name)));
    if !field.docs.is_empty() {
        text.paragraph(field.docs);
    }
    let label = if field.url.contains("states-language.net") { "Amazon States Language" } else { "AWS documentation" };
    text.link(label, field.url);
    text
}

/// The pages of the rules that report something at an offset, and where the first does. A finding about many lines would
/// follow the pointer everywhere, so those are left out.
fn pages(analysis: &Analysis, offset: u32) -> (Prose, Option<Span>) {
    let is_here =
        |span: Span| span.start <= offset && offset <= span.end && !analysis.source.slice(span).contains('\n');
    let mut text = Prose::default();
    let (mut seen, mut first) = (Vec::new(), None);
    // In order of position, so those that start behind the offset need no look.
    for finding in analysis.diagnostics.iter().take_while(|finding| finding.span.start <= offset) {
        if !is_here(finding.span) || seen.contains(&finding.rule) || MOST_PAGES <= seen.len() {
            continue;
        }
        let Some(rule) = rules::find(finding.rule) else { continue };
        text.append(page_of(rule));
        seen.push(finding.rule);
        first = first.or(Some(finding.span));
    }
    (text, first)
}

/// The page of a rule whose name is under the pointer, in a comment that suppresses it.
fn named_rule(analysis: &Analysis, offset: u32) -> Option<Hover> {
    if analysis.definitions.is_empty() {
        return None;
    }
    let text = analysis.source.text();
    let (before, after) = (text.get(..offset as usize)?, text.get(offset as usize..)?);
    let line = before.rfind('\n').map_or(0, |end| end + 1);
    if !before.get(line..)?.contains("asl-lint:") {
        return None;
    }
    let is_part = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
    let start = before.trim_end_matches(is_part).len();
    let end = text.len() - after.trim_start_matches(is_part).len();
    let rule = rules::find(text.get(start..end)?)?;
    Some(Hover { span: Span::new(to_offset(start), to_offset(end)), text: page_of(rule) })
}

fn page_of(rule: &Rule) -> Prose {
    let mut text = Prose::default();
    text.page(page::page(rule).trim_end());
    text
}

/// The language of a state in a sentence: where it is from.
fn language(language: QueryLanguage, is_own: bool) -> String {
    if is_own { language.name().to_owned() } else { format!("{} from the machine", language.name()) }
}

/// A type behind what it is the type of; nothing where it is not known. One that holds texts of the user is code.
fn with_type(text: String, kind: &Type) -> String {
    let words = kind.to_string();
    match kind {
        Type::Any => text,
        _ if words.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b' ') => format!("{text}, {words}"),
        _ => format!("{text}, {}", code(&words)),
    }
}

#[cfg(test)]
mod tests;
