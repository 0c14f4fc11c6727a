//! See [`JSONATA_SINGLETON`].

use crate::diagnostic::Applicability;
use crate::expr::jsonata::scope::Resolution;
use crate::expr::jsonata::{Ast, ExprId, NodeKind};
use crate::expression::{Expression, Jsonata};
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::jsonata_place::{has_types, is_whole_field, value_of};

declare_rule! {
    /// The `Items` of a Map state come from a filter, which gives no array if it finds a single item.
    ///
    /// JSONata makes one result stand for itself, and none is undefined. The Map state then fails, as it expects an array.
    /// Brackets around the expression make an array of whatever it finds.
    ///
    /// ```json,fails
    /// {"Type": "Map", "QueryLanguage": "JSONata", "Items": "{% $states.input.orders[status = 'open'] %}",
    ///   "ItemProcessor": {"StartAt": "Ship", "States": {"Ship": {"Type": "Succeed"}}}, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Map", "QueryLanguage": "JSONata", "Items": "{% [$states.input.orders[status = 'open']] %}",
    ///   "ItemProcessor": {"StartAt": "Ship", "States": {"Ship": {"Type": "Succeed"}}}, "End": true}
    /// ```
    ///
    /// Fix: puts brackets around the expression.
    ///
    /// Source: [Map state](https://states-language.net/#map-state)
    pub JSONATA_SINGLETON = "jsonata-singleton" (Jsonata, Hint, Jsonata, fix: Always), Check::Jsonata(check)
}

fn check(ctx: &mut Context<'_>, state: &State, expression: &Expression<'_>, jsonata: &Jsonata) {
    let tree = ctx.tree;
    if expression.field.name != "Items" || !is_whole_field(tree, expression) || !has_types(jsonata, ctx.variables) {
        return;
    }
    let Some(value) = value_of(jsonata).filter(|value| may_collapse(jsonata, *value)) else { return };
    let range = jsonata.ast.range(value);
    let text = expression.text.get(range.start as usize..range.end as usize).unwrap_or_default();
    let edits = expression.edit(tree, &range, &format!("[{text}]"));
    ctx.report(
        expression.node,
        format!("`Items` of state `{}` is no array if the filter leaves fewer than two items", state.name),
    )
    .span(expression.span(tree, &range))
    .fix("put brackets around it", Applicability::Unsafe, edits);
}

/// Whether a value is what a filter leaves.
fn may_collapse(jsonata: &Jsonata, id: ExprId) -> bool {
    let ast = &jsonata.ast;
    match ast.kind(id) {
        NodeKind::Filter { predicate, .. } => is_test(ast, *predicate),
        // A mark anywhere on the way keeps the array.
        NodeKind::Path { right, .. } => {
            matches!(ast.kind(*right), NodeKind::Filter { .. }) && may_collapse(jsonata, *right)
        }
        NodeKind::Call { callee, .. } => matches!(
            jsonata.scope.resolutions.get(callee.index()),
            Some(Resolution::Builtin(function)) if function.name == "filter"
        ),
        _ => false,
    }
}

/// A predicate that is a question, not an index.
fn is_test(ast: &Ast, predicate: ExprId) -> bool {
    use crate::expr::jsonata::Operator;
    matches!(
        ast.kind(predicate),
        NodeKind::Binary {
            operator: Operator::Equal
                | Operator::NotEqual
                | Operator::Less
                | Operator::LessOrEqual
                | Operator::Greater
                | Operator::GreaterOrEqual
                | Operator::And
                | Operator::Or
                | Operator::In,
            ..
        }
    )
}
