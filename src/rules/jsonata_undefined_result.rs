//! See [`JSONATA_UNDEFINED_RESULT`].

use crate::expr::jsonata::NodeKind;
use crate::expression::{Expression, Jsonata};
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::jsonata_place::{place, value_of};

declare_rule! {
    /// A condition `a ? b` without `: c` is the value of a JSONata expression.
    ///
    /// If it does not hold, the expression gives nothing, and a state that gets nothing fails:
    /// `returned nothing (undefined)`. Say what the value is otherwise, `null` if there is none.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "QueryLanguage": "JSONata",
    ///   "Output": {"discount": "{% $states.input.total > 100 ? 10 %}"}, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "QueryLanguage": "JSONata",
    ///   "Output": {"discount": "{% $states.input.total > 100 ? 10 : null %}"}, "End": true}
    /// ```
    ///
    /// Source: [JSONata runtime errors](https://states-language.net/#jsonata-runtime-errors)
    pub JSONATA_UNDEFINED_RESULT = "jsonata-undefined-result" (Jsonata, Info, Jsonata, fix: Never), Check::Jsonata(check)
}

fn check(ctx: &mut Context<'_>, state: &State, expression: &Expression<'_>, jsonata: &Jsonata) {
    let tree = ctx.tree;
    if !jsonata.ast.faults.is_empty() {
        return;
    }
    let Some(mut at) = value_of(jsonata) else { return };
    // The last branch of a chain is the one without an answer.
    while let NodeKind::Condition { otherwise: Some(otherwise), .. } = jsonata.ast.kind(at) {
        at = *otherwise;
    }
    let NodeKind::Condition { otherwise: None, condition, .. } = jsonata.ast.kind(at) else { return };
    if matches!(jsonata.ast.kind(*condition), NodeKind::Boolean(_)) {
        return;
    }
    let range = jsonata.ast.range(at);
    ctx.report(
        expression.node,
        format!("the expression in {} gives nothing if its condition does not hold", place(expression, state)),
    )
    .span(expression.span(tree, &range))
    .help("add `: null`, or the value that is meant then");
}
