//! What an expression reads of the context object: `$$` in `JSONPath`, `$states.context` in `JSONata`.
//!
//! It tells names and places. Which fields there are is in [`crate::expr::jsonpath::CONTEXT`], and which state has which
//! of them is for rules.

use std::ops::Range;

use crate::expr::jsonata::scope::StatesUse;
use crate::expr::jsonpath::{self, Path};
use crate::expression::{Content, Expression};

/// A read of the context object or of something in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContextRead<'a> {
    /// The names of the fields on the way, as far as they are written out; none where all of it is read.
    pub names: Vec<&'a str>,
    /// Where each name stands in [`Expression::text`].
    pub places: Vec<Range<u32>>,
    /// Where all of the read stands there.
    pub range: Range<u32>,
    /// How the language calls the context object.
    pub root: &'static str,
    /// The expression asks whether it is there: `$exists($states.context.Map)`.
    pub guarded: bool,
}

impl ContextRead<'_> {
    /// The first names as they are written: `$$.Execution.Id`.
    pub fn path(&self, length: usize) -> String {
        let names = self.names.iter().take(length);
        names.fold(self.root.to_owned(), |path, name| format!("{path}.{name}"))
    }
}

/// The reads of the context object in an expression.
pub fn of<'a>(expression: &'a Expression<'_>) -> Vec<ContextRead<'a>> {
    match &expression.content {
        Content::Jsonata(jsonata) => jsonata.scope.states.iter().filter_map(of_states).collect(),
        // Cheaper to ask than the paths are to list.
        _ if !expression.text.contains("$$") => Vec::new(),
        _ => expression.paths().into_iter().filter_map(of_path).collect(),
    }
}

fn of_states(used: &StatesUse) -> Option<ContextRead<'_>> {
    let names = match used.segments.split_first() {
        // All of `$states` has the context object in it.
        None => &[],
        Some((first, names)) if *first.name == *"context" => names,
        Some(_) => return None,
    };
    Some(ContextRead {
        names: names.iter().map(|segment| &*segment.name).collect(),
        places: names.iter().map(|segment| segment.range.clone()).collect(),
        range: used.range.clone(),
        root: "$states.context",
        guarded: used.guarded,
    })
}

fn of_path(path: &Path) -> Option<ContextRead<'_>> {
    let names = jsonpath::context_path(path)?;
    Some(ContextRead {
        names: names.iter().map(|name| &*name.text).collect(),
        places: names.iter().map(|name| name.range.clone()).collect(),
        range: path.range.clone(),
        root: "$$",
        guarded: false,
    })
}
