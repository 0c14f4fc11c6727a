//! Calls of intrinsic functions, `States.Format('{}', $.name)`, in `JSONPath` states.
//!
//! [`parse`] takes any text and gives the calls that could be read of it, with faults of syntax: those that AWS refuses
//! when a state machine is created, and a few that are merely doubtful. [`check`] finds what AWS accepts and what fails
//! when the call runs. Nothing here knows in which field a call stands.
//!
//! See <https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html> and
//! <https://states-language.net/#appendix-b>.

mod ast;
mod check;
mod functions;
mod json;
mod literal;
mod parser;

pub use ast::{Argument, ArgumentKind, Call, CallId, Fault, Finding, Intrinsic, Kind, StringLiteral};
pub use check::{MAX_CHARACTERS, MAX_ITEMS, check};
pub use functions::{
    ALGORITHMS, Count, FUNCTIONS, Function, PREFIX, Parameter, Signature, Type, function, nearest_function,
};
pub use parser::MAX_NESTING;

use crate::expr::jsonpath::{self, Name, Path, Root};
use crate::text::offset;

/// Reads a call. Any text gives a result; ranges are bytes of `text`.
pub fn parse(text: &str) -> Intrinsic {
    parser::parse(text)
}

/// Whether a text that stands where no call is read was probably meant as one, as in `"id": "States.UUID()"`. Names of
/// errors, such as `States.Timeout`, are none.
pub fn looks_like_intrinsic(text: &str) -> bool {
    let Some((name, rest)) = text.trim_start().split_once('(') else { return false };
    let name = name.trim_end();
    rest.contains(')') && (function(name).is_some() || is_nearly_function(name))
}

fn is_nearly_function(name: &str) -> bool {
    let prefix = name.get(..PREFIX.len()).unwrap_or_default();
    prefix.eq_ignore_ascii_case(PREFIX) && nearest_function(name).is_some()
}

/// Whether the outermost call can give a string, as `ErrorPath` and `CausePath` want it. Where that is not known, it can.
pub fn returns_string(intrinsic: &Intrinsic) -> bool {
    let function = intrinsic.root_call().and_then(|call| call.function);
    function.is_none_or(|function| function.returns.fits(Type::String))
}

/// The paths among the arguments of all calls, and those within their filters, in the order of the text.
pub fn paths(intrinsic: &Intrinsic) -> Vec<&Path> {
    let arguments = intrinsic.calls.iter().flat_map(|call| &call.arguments);
    let outer = arguments.filter_map(|argument| match &argument.kind {
        ArgumentKind::Path(path) => Some(&**path),
        _ => None,
    });
    let mut paths: Vec<&Path> = outer.flat_map(jsonpath::paths).collect();
    paths.sort_by_key(|path| path.range.start);
    paths
}

/// What calls refer to besides the input.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct References<'a> {
    /// Each `$name`; the name is without its `$`.
    pub variables: Vec<&'a Name>,
    /// Each path that begins with `$$`.
    pub contexts: Vec<&'a Path>,
}

/// The variables and the context paths that calls refer to, in the order of the text.
pub fn references(intrinsic: &Intrinsic) -> References<'_> {
    let mut references = References::default();
    for path in paths(intrinsic) {
        match &path.root {
            Root::Variable(name) => references.variables.push(name),
            Root::Context => references.contexts.push(path),
            _ => {}
        }
    }
    references
}

/// The innermost call whose parentheses are around a place of the text, and the number of the argument there, from 0.
pub fn call_at(intrinsic: &Intrinsic, at: u32) -> Option<(CallId, usize)> {
    // Each call comes before those within it, so the last one that fits is the innermost.
    let (index, call) = intrinsic.calls.iter().enumerate().rfind(|(_, call)| {
        let parentheses = &call.parentheses;
        parentheses.start < at && (at < parentheses.end || !call.closed)
    })?;
    let argument = call.separators.partition_point(|&separator| separator < at);
    Some((CallId(offset(index)), argument))
}
