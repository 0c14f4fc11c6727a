//! What a JSONata expression asks of a context that Step Functions does not give it, sorted by what was meant. Each
//! reference belongs to one rule.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::expr::jsonata::scope::{ContextKind, ContextUse};
use crate::expr::jsonata::{Ast, ExprId, NodeKind};
use crate::expression::Jsonata;

/// The fields at the top of the context object.
const CONTEXT_FIELDS: [&str; 5] = ["Execution", "State", "StateMachine", "Task", "Map"];

/// One reference to nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Context {
    /// A bare name at the top level.
    Field { range: Range<u32>, name: Box<str> },
    /// `$` alone at the top level.
    Current(Range<u32>),
    /// `$$` where no context object is meant.
    Root(Range<u32>),
    /// `$` of `$.name` or `$[…]`.
    InputPath(Range<u32>),
    /// `$$` of `$$.Execution` and its like.
    ContextPath(Range<u32>),
    /// `States.Name` of a call.
    Intrinsic { range: Range<u32>, name: Box<str> },
    /// `order-id`, read as a subtraction; the whole name as it was meant.
    Hyphenated(Range<u32>),
    /// In the body of a function, and `*` and `**`: whether AWS refuses these is not known, but they give nothing.
    Nothing { range: Range<u32>, hyphenated: bool },
}

/// The references of an expression that parses.
pub fn contexts(text: &str, jsonata: &Jsonata) -> Vec<Context> {
    if jsonata.ast.faults.is_empty() && !jsonata.scope.context.is_empty() { sort(text, jsonata) } else { Vec::new() }
}

fn sort(text: &str, jsonata: &Jsonata) -> Vec<Context> {
    let ast = &jsonata.ast;
    let uses = &jsonata.scope.context;
    let parents = parents(ast, uses);
    // `a-b-c` is two subtractions but one name.
    let mut longest: FxHashMap<u32, u32> = FxHashMap::default();
    for range in uses.iter().filter_map(|asked| hyphenated(text, asked)) {
        let end = longest.entry(range.start).or_default();
        *end = range.end.max(*end);
    }
    let mut found = Vec::new();
    for asked in uses {
        let range = asked.range.clone();
        if let Some(name) = hyphenated(text, asked) {
            if longest.get(&name.start) == Some(&name.end) {
                found.push(if asked.in_function {
                    Context::Nothing { range: name, hyphenated: true }
                } else {
                    Context::Hyphenated(name)
                });
            }
            continue;
        }
        let place = parents.get(&asked.node);
        found.push(match &asked.kind {
            ContextKind::Root => match place {
                Some(Place { step: Some(step), .. }) if CONTEXT_FIELDS.contains(&&**step) => {
                    Context::ContextPath(range)
                }
                _ => Context::Root(range),
            },
            _ if asked.in_function => Context::Nothing { range, hyphenated: false },
            ContextKind::Wildcard | ContextKind::Descendants | ContextKind::Parent => {
                Context::Nothing { range, hyphenated: false }
            }
            ContextKind::Current if place.is_some() => Context::InputPath(range),
            ContextKind::Current => Context::Current(range),
            ContextKind::Field(name) => match place {
                Some(Place { step: Some(step), end }) if &**name == "States" && is_call(text, *end) => {
                    Context::Intrinsic { range: range.start..*end, name: step.clone() }
                }
                _ => Context::Field { range, name: name.clone() },
            },
        });
    }
    found
}

/// The whole name as it was meant, if a reference is the end of a name with a hyphen.
fn hyphenated(text: &str, asked: &ContextUse) -> Option<Range<u32>> {
    if asked.hyphenated.is_some() || !matches!(asked.kind, ContextKind::Field(_)) {
        return asked.hyphenated.clone();
    }
    // In `$a & $b.c-d` the subtraction has the whole sum on its left, but the eye reads a name.
    let before = text.get(..asked.range.start as usize)?.strip_suffix('-')?;
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '-';
    let start = before.trim_end_matches(is_part).len();
    if !before.get(start..)?.starts_with(|first: char| first.is_alphabetic() || first == '_') {
        return None;
    }
    let start = start - usize::from(before.get(..start)?.ends_with('$'));
    Some(u32::try_from(start).ok()?..asked.range.end)
}

fn is_call(text: &str, end: u32) -> bool {
    text.get(end as usize..).is_some_and(|rest| rest.starts_with('('))
}

/// What stands behind a reference: a step, by its name, or a filter.
struct Place {
    step: Option<Box<str>>,
    end: u32,
}

fn parents(ast: &Ast, uses: &[ContextUse]) -> FxHashMap<ExprId, Place> {
    let mut places: FxHashMap<ExprId, Place> = FxHashMap::default();
    let wanted: rustc_hash::FxHashSet<ExprId> = uses.iter().map(|asked| asked.node).collect();
    for id in ast.ids() {
        match ast.kind(id) {
            NodeKind::Path { left, right } if wanted.contains(left) => {
                let step = step(ast, *right);
                let end = step.map_or(0, |step| ast.range(step).end);
                let name = step.and_then(|step| match ast.kind(step) {
                    NodeKind::Name(name) => Some(name.clone()),
                    _ => None,
                });
                places.insert(*left, Place { step: name, end });
            }
            NodeKind::Filter { input, .. } if wanted.contains(input) => {
                places.insert(*input, Place { step: None, end: 0 });
            }
            _ => {}
        }
    }
    places
}

/// The name at the start of a step.
fn step(ast: &Ast, id: ExprId) -> Option<ExprId> {
    let mut at = id;
    loop {
        at = match ast.kind(at) {
            NodeKind::Name(_) => return Some(at),
            NodeKind::KeepArray(inner) | NodeKind::Filter { input: inner, .. } => *inner,
            NodeKind::Call { callee, .. } => *callee,
            _ => return None,
        };
    }
}
