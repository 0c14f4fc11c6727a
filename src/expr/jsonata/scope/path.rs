//! Paths of plain names, `$states.input.order`, as the tree has them.

use crate::expr::jsonata::ast::{Ast, ExprId, NodeKind};

/// The step under a filter or `[]`, and whether there was neither.
pub(super) fn step_of(ast: &Ast, id: ExprId) -> (ExprId, bool) {
    let mut step = id;
    while let NodeKind::KeepArray(inner) | NodeKind::Filter { input: inner, .. } = ast.kind(step) {
        step = *inner;
    }
    (step, step == id)
}

/// A name as a step; a string is a quoted one.
pub(super) fn step_name(ast: &Ast, id: ExprId) -> Option<&str> {
    match ast.kind(id) {
        NodeKind::Name(name) | NodeKind::String(name) => Some(name),
        _ => None,
    }
}

/// The variable at the start of a path and the plain names behind it; `None` if it starts with something else.
pub fn rooted_path(ast: &Ast, id: ExprId) -> Option<(&str, Vec<&str>)> {
    let (mut at, mut names) = (id, Vec::new());
    loop {
        match ast.kind(at) {
            NodeKind::Variable(name) => {
                names.reverse();
                return Some((name, names));
            }
            NodeKind::Path { left, right } => {
                match step_name(ast, *right) {
                    Some(name) => names.push(name),
                    // What lies behind a step that is not plain says nothing about the name.
                    None => names.clear(),
                }
                at = *left;
            }
            NodeKind::Filter { input, .. } | NodeKind::KeepArray(input) => {
                names.clear();
                at = *input;
            }
            NodeKind::Block(items) if items.len() == 1 => at = *items.first()?,
            _ => return None,
        }
    }
}
