//! The uses of workflow variables in the expressions of a state.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::{Content, Expression, Part, StringMap};
use crate::diagnostic::Edit;
use crate::expr::jsonata::scope::{Callee, STATES};
use crate::expr::{intrinsic, jsonpath};
use crate::model::{State, StateId};
use crate::syntax::{NodeId, Tree};
use crate::text::Span;

/// A use of a workflow variable.
#[derive(Clone, Debug)]
pub struct Reference {
    pub state: StateId,
    /// Without its `$`.
    pub name: Box<str>,
    /// The string it stands in.
    pub node: NodeId,
    /// Where the name stands in the decoded string, its `$` included.
    pub range: Range<u32>,
    pub part: Part,
    /// The expression, or another of the state, asks whether the variable exists.
    pub guarded: bool,
    /// It is called as a function: `$name(…)`.
    pub called: bool,
    /// The string it stands in does not parse, which is reported as such.
    pub faulty: bool,
    map: StringMap,
}

impl Reference {
    /// Where the name stands in the file.
    pub fn span(&self, tree: &Tree) -> Span {
        self.map.of(tree, self.node).span(self.range.clone())
    }

    /// Where the name stands in the file, without its `$`.
    pub fn name_span(&self, tree: &Tree) -> Span {
        self.map.of(tree, self.node).span(self.name_range())
    }

    /// Where the name stands in the decoded string, without its `$`.
    pub fn name_range(&self) -> Range<u32> {
        self.range.start + 1..self.range.end
    }

    /// Writes another name.
    pub fn rename(&self, tree: &Tree, name: &str) -> Option<Vec<Edit>> {
        let (span, text) = self.map.of(tree, self.node).edit(self.range.clone(), &format!("${name}"))?;
        Some(vec![Edit { span, text }])
    }
}

/// The variables that the expressions of a state use, in the order of the text. Built-in functions count only where a
/// variable hides them, and `$states` is none.
pub fn references(tree: &Tree, state: &State, expressions: &[Expression<'_>]) -> Vec<Reference> {
    let mut found = Vec::new();
    for expression in expressions {
        // What is written there is no variable: nothing is read.
        if expression.field.name == "ResultPath" {
            continue;
        }
        let faulty = expression.is_faulty();
        let mut add = |name: &str, range: Range<u32>, guarded: bool, called: bool| {
            let range = expression.within(&range);
            let (node, part, map) = (expression.node, expression.part, expression.map.clone());
            let (state, name) = (state.id, name.into());
            found.push(Reference { state, name, node, range, part, guarded, called, faulty, map });
        };
        match &expression.content {
            Content::Path(path) => {
                let guard = tree.get(expression.object, "IsPresent").is_some();
                for name in jsonpath::variables(path).into_iter().filter(|name| *name.text != *STATES) {
                    add(&name.text, with_dollar(&name.range), guard, false);
                }
            }
            Content::Intrinsic(intrinsic) => {
                for name in intrinsic::references(intrinsic).variables {
                    add(&name.text, with_dollar(&name.range), false, false);
                }
            }
            Content::Jsonata(jsonata) => {
                let calls = jsonata.scope.calls.iter().filter(|call| matches!(call.callee, Callee::Variable));
                let called: FxHashSet<u32> = calls.map(|call| call.name_range.start).collect();
                for variable in &jsonata.scope.variables {
                    let range = variable.range.clone();
                    let called = called.contains(&range.start);
                    add(&variable.name, range, variable.guarded, called);
                }
            }
            Content::Literal | Content::NotText => {}
        }
    }
    let asked = found.iter().filter(|reference| reference.guarded);
    let asked: FxHashSet<Box<str>> = asked.map(|reference| reference.name.clone()).collect();
    for reference in &mut found {
        reference.guarded |= asked.contains(&reference.name);
    }
    found.sort_by_key(|reference| (reference.node, reference.range.start));
    found
}

/// The parser of paths gives names without their `$`.
fn with_dollar(name: &Range<u32>) -> Range<u32> {
    name.start.saturating_sub(1)..name.end
}
