//! Names with a hyphen, which JSONata reads as a subtraction.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::expr::jsonata::ast::{Ast, ExprId, NodeKind, Operator};

/// Names that are the right side of a `-` without blanks around it, and what they were meant to be.
pub(super) fn names(ast: &Ast) -> FxHashMap<ExprId, Range<u32>> {
    // The first step of a node and the start of its last name, upwards.
    let mut first: Vec<ExprId> = Vec::with_capacity(ast.nodes.len());
    let mut last_start: Vec<Option<u32>> = Vec::with_capacity(ast.nodes.len());
    let mut joined = FxHashMap::default();
    for id in ast.ids() {
        let first_of = |id: ExprId| first.get(id.index()).copied().unwrap_or(id);
        let start_of = |id: ExprId| last_start.get(id.index()).copied().flatten();
        let (own_first, own_start) = match ast.kind(id) {
            NodeKind::Name(_) | NodeKind::Variable(_) => (id, Some(ast.range(id).start)),
            NodeKind::Path { left, right } => (first_of(*left), start_of(*right)),
            NodeKind::Filter { input, .. } | NodeKind::Group { input, .. } | NodeKind::Sort { input, .. } => {
                (first_of(*input), None)
            }
            NodeKind::KeepArray(input) => (first_of(*input), None),
            NodeKind::Call { callee, .. } => (first_of(*callee), None),
            NodeKind::Binary { operator: Operator::Subtract, left, right } => {
                let name = first_of(*right);
                let at = ast.get(id).and_then(|node| node.operator.clone()).unwrap_or_default();
                let touches = ast.range(*left).end == at.start && at.end == ast.range(name).start;
                match (ast.kind(name), start_of(*left)) {
                    (NodeKind::Name(_), Some(start)) if touches => {
                        joined.insert(name, start..ast.range(name).end);
                        (first_of(*left), (name == *right).then_some(start))
                    }
                    _ => (id, None),
                }
            }
            _ => (id, None),
        };
        first.push(own_first);
        last_start.push(own_start);
    }
    joined
}
