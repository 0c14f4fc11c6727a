//! JSONata between `{%` and `%}`: functions, variables, and what `$states` has in this very field.

use std::ops::Range;

use super::docs::Topic;
use super::expressions::{chain, context, split, variables};
use super::inside::Inside;
use super::template::Template;
use super::{Completion, Context, Kind, slot};
use crate::asl::StateType;
use crate::expr::jsonata::functions::{FUNCTIONS, Function};
use crate::schema::{Field, Owner};

const OPEN: &str = "{%";
const CLOSE: &str = "%}";

/// What may be written where an expression may stand.
pub(super) fn values(ctx: &Context<'_>, owner: Owner, field: &'static Field) -> Vec<Completion> {
    let inside = match Inside::of(ctx) {
        // As much as an editor leaves that closes brackets by itself.
        Some(inside) if matches!(inside.text, "" | "{" | "{}" | "{%" | "{%}") => return delimiters(ctx),
        Some(inside) if inside.text.starts_with(OPEN) => inside,
        Some(_) => return Vec::new(),
        None => return delimiters(ctx),
    };
    let Some(before) = inside.before().strip_prefix(OPEN) else { return Vec::new() };
    if before.contains(CLOSE) || !is_code(before) {
        return Vec::new();
    }
    let chain = chain(before);
    if let Some(names) = chain.strip_prefix("$states.") {
        let (parents, last) = split(names);
        let range = inside.word_from(inside.at - last.len());
        return match parents.split_first() {
            None => members(&inside, &range, owner, field),
            Some((&"context", parents)) => context(ctx, &inside, &range, parents, field),
            Some(_) => Vec::new(),
        };
    }
    // Fields of data are not known.
    if chain.contains('.') {
        return Vec::new();
    }
    let range = inside.word_from(inside.at - chain.len());
    let mut items: Vec<Completion> =
        inside.word(&range, "$states", Kind::Context, "input, context and results").into_iter().collect();
    items.extend(variables(ctx, &inside, &range));
    items.extend(FUNCTIONS.iter().filter_map(|function| call(&inside, &range, function)));
    items
}

/// A whole string for an expression.
fn delimiters(ctx: &Context<'_>) -> Vec<Completion> {
    let Some(slot) = slot::value(ctx) else { return Vec::new() };
    slot.template("{% %}", Kind::Value, "a JSONata expression", &Template::Jsonata("")).into_iter().collect()
}

/// The members of `$states` that exist in a field.
/// <https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html>
fn members(inside: &Inside<'_>, range: &Range<usize>, owner: Owner, field: &Field) -> Vec<Completion> {
    let is_behind = matches!(field.name, "Output" | "Assign");
    let works = matches!(owner, Owner::State(StateType::Task | StateType::Parallel | StateType::Map));
    let candidates = [
        ("result", works && is_behind, "what the state's work gave"),
        ("errorOutput", owner == Owner::Catcher && is_behind, "the error that was caught"),
        ("input", true, "the state's input"),
        ("context", true, "the context object"),
    ];
    let there = candidates.iter().filter(|(_, is_there, _)| *is_there);
    there.filter_map(|(name, _, about)| inside.word(range, name, Kind::Context, *about)).collect()
}

fn call(inside: &Inside<'_>, range: &Range<usize>, function: &'static Function) -> Option<Completion> {
    let label = format!("${}", function.name);
    let mut completion = inside.call(range, &label, function.parameters.len(), function.usage())?;
    completion.topic = Some(Topic::Function(function.name));
    Some(completion)
}

/// Whether the end of an expression is outside of its strings and comments.
fn is_code(text: &str) -> bool {
    let mut rest = text;
    while let Some(at) = rest.find(['"', '\'', '`', '/']) {
        let Some(inside) = rest.get(at + 1..) else { break };
        let end = match rest.as_bytes().get(at) {
            Some(b'/') if inside.starts_with('*') => inside.find("*/").map(|end| end + 2),
            // A division, or a regular expression, whose quotes are rare.
            Some(b'/') => Some(0),
            Some(&quote) => string_end(inside, quote),
            None => None,
        };
        let Some(end) = end else { return false };
        rest = inside.get(end..).unwrap_or("");
    }
    true
}

/// What follows the quote that ends a string.
fn string_end(text: &str, quote: u8) -> Option<usize> {
    let mut is_escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            _ if byte == quote => return Some(at + 1),
            _ => {}
        }
    }
    None
}
