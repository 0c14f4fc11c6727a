//! JSONPath and intrinsic functions: the values of path fields and of keys that end in `.$`.

use super::docs::Topic;
use super::expressions::{chain, context, split, variables};
use super::inside::Inside;
use super::template::Template;
use super::{Completion, Context, Kind, slot};
use crate::expr::intrinsic::{FUNCTIONS, Function, PREFIX};
use crate::schema::Field;

/// What may be written where a path stands; functions as well where they are taken.
pub(super) fn values(ctx: &Context<'_>, field: &'static Field, takes_functions: bool) -> Vec<Completion> {
    let Some(inside) = Inside::of(ctx) else {
        let Some(slot) = slot::value(ctx) else { return Vec::new() };
        return slot.template("$", Kind::Value, about_root(field), &Template::Stop("$.")).into_iter().collect();
    };
    // Names in brackets, texts and formats are the user's own.
    if inside.before().matches('\'').count() % 2 == 1 {
        return Vec::new();
    }
    let chain = chain(inside.before());
    let start = inside.at - chain.len();
    // A result is only written to the state's own data.
    let is_written = field.name == "ResultPath";
    if let Some(names) = chain.strip_prefix("$$.") {
        let (parents, _) = split(names);
        let range = inside.word_from(inside.at - names.rsplit('.').next().unwrap_or("").len());
        return if is_written { Vec::new() } else { context(ctx, &inside, &range, &parents, field) };
    }
    if chain.contains('.') && !PREFIX.starts_with(chain) && !chain.starts_with(PREFIX) {
        return Vec::new();
    }
    let range = inside.word_from(start);
    let mut items = Vec::new();
    if !chain.starts_with('S') {
        items.extend(inside.word(&range, "$", Kind::Value, about_root(field)));
        if !is_written {
            items.extend(variables(ctx, &inside, &range));
            items.extend(inside.word(&range, "$$", Kind::Context, "the context object"));
        }
    }
    if takes_functions && !chain.starts_with('$') {
        items.extend(functions(&inside, start));
    }
    items
}

fn about_root(field: &Field) -> &'static str {
    match field.name {
        "OutputPath" | "ResultPath" => "the state's data",
        "ResultSelector" => "the result",
        _ => "the state's input",
    }
}

fn functions(inside: &Inside<'_>, start: usize) -> Vec<Completion> {
    let range = inside.word_from(start);
    let propose = |function: &'static Function| {
        let detail = function.signature().label;
        let mut completion = inside.call(&range, function.name, function.parameters.len(), detail)?;
        completion.topic = Some(Topic::Intrinsic(function.name));
        Some(completion)
    };
    FUNCTIONS.iter().filter_map(propose).collect()
}
