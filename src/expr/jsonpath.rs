//! `JSONPath` as Step Functions takes it: the grammar of Jayway's library with the context object (`$$`) and variables
//! (`$name`) on top.
//!
//! [`parse`] takes any text and gives what could be read of it, with a list of faults, each marked as one that AWS
//! refuses or one that is merely doubtful. It is no RFC 9535 parser on purpose: such parsers refuse paths that AWS runs
//! (`$.test-run-id`, `$.[0]`). Nothing here knows in which field a path stands.
//!
//! See <https://states-language.net/#paths> and <https://github.com/json-path/JsonPath>.

mod ast;
mod bracket;
mod context;
mod filter;
mod parser;
mod reference;
mod segments;

use std::ops::Range;

pub use ast::{
    Expression, ExpressionKind, Fault, FaultKind, Filter, Name, Operand, OperandKind, Operator, Path, Root, Segment,
    SegmentKind,
};
pub use context::{CONTEXT, ContextField, UnknownContextField, context_fields, context_path, unknown_context_field};
pub(crate) use parser::shown;
pub use segments::FUNCTIONS;

pub use reference::{NotReference, Reason};

/// Reads a path. Any text gives a result; ranges are bytes of `text`.
pub fn parse(text: &str) -> Path {
    segments::parse(text, 0..text.len())
}

/// Reads the path that stands at a place of `text`; ranges are bytes of the whole `text`. A place that is not in the
/// text, or begins or ends within a character, gives an empty path.
pub fn parse_within(text: &str, place: Range<usize>) -> Path {
    let place = if text.get(place.clone()).is_some() { place } else { 0..0 };
    segments::parse(text, place)
}

/// Whether a text that stands where no path is read was probably meant as one, as in `"name": "$.name"`.
///
/// Prices (`$5`, `$.50`), variables of a shell (`$HOME`, `$$`), placeholders (`${Name}`), regular expressions and calls
/// of jQuery are no paths. Nor is a bare variable: whether `$name` is one depends on the names that are assigned.
pub fn looks_like_path(text: &str) -> bool {
    if !text.starts_with("$.") && !text.starts_with("$$.") && !text.starts_with("$[") && !text.starts_with("$$[") {
        return false;
    }
    let path = parse(text);
    !path.segments.is_empty() && path.faults.is_empty() && path.segments.iter().all(|segment| is_likely(text, segment))
}

fn is_likely(text: &str, segment: &Segment) -> bool {
    match &segment.kind {
        SegmentKind::Name(name) => {
            let written = text.get(segment.range.start as usize..segment.range.end as usize).unwrap_or_default();
            written.ends_with(']') || is_plain(&name.text)
        }
        SegmentKind::Descendant(Some(inner)) => is_likely(text, inner),
        SegmentKind::Descendant(None) | SegmentKind::Script | SegmentKind::Unknown => false,
        _ => true,
    }
}

/// Whether a name looks like the name of a field, and not like a piece of prose or code.
fn is_plain(name: &str) -> bool {
    name.starts_with(|first: char| first.is_alphabetic() || first == '_')
        && name.chars().all(|character| character.is_alphanumeric() || matches!(character, '_' | '-'))
}

/// A path and all paths within its filters and arguments, in the order of the text.
pub fn paths(path: &Path) -> Vec<&Path> {
    let mut found = Vec::new();
    collect_path(path, &mut found);
    found
}

/// The variables that a path refers to, also within its filters and arguments, in the order of the text.
pub fn variables(path: &Path) -> Vec<&Name> {
    paths(path)
        .into_iter()
        .filter_map(|path| match &path.root {
            Root::Variable(name) => Some(name),
            _ => None,
        })
        .collect()
}

// These call one another as deep as the text nests, which the parser bounds.

fn collect_path<'a>(path: &'a Path, found: &mut Vec<&'a Path>) {
    found.push(path);
    for segment in &path.segments {
        collect_segment(segment, found);
    }
}

fn collect_segment<'a>(segment: &'a Segment, found: &mut Vec<&'a Path>) {
    match &segment.kind {
        SegmentKind::Filter(filter) => {
            if let Some(expression) = &filter.expression {
                collect_expression(expression, found);
            }
        }
        SegmentKind::Function { arguments, .. } => {
            for argument in arguments {
                collect_operand(argument, found);
            }
        }
        SegmentKind::Descendant(Some(inner)) => collect_segment(inner, found),
        _ => {}
    }
}

fn collect_expression<'a>(expression: &'a Expression, found: &mut Vec<&'a Path>) {
    match &expression.kind {
        ExpressionKind::Or(parts) | ExpressionKind::And(parts) => {
            for part in parts {
                collect_expression(part, found);
            }
        }
        ExpressionKind::Not(inner) => collect_expression(inner, found),
        ExpressionKind::Exists(operand) => collect_operand(operand, found),
        ExpressionKind::Comparison { left, right, .. } => {
            collect_operand(left, found);
            if let Some(right) = right {
                collect_operand(right, found);
            }
        }
    }
}

fn collect_operand<'a>(operand: &'a Operand, found: &mut Vec<&'a Path>) {
    if let OperandKind::Path(path) = &operand.kind {
        collect_path(path, found);
    }
}
