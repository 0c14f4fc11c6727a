//! See [`ERROR_PATH_INTRINSIC_TYPE`].

use crate::expr::intrinsic::{self, Intrinsic};
use crate::expression::Expression;
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::expression_fault;

declare_rule! {
    /// The intrinsic function in `ErrorPath` or `CausePath` does not give a text.
    ///
    /// The name of an error and its cause are texts. A function that gives an array, an object, a number or a boolean makes the Fail
    /// state fail in another way than it says.
    ///
    /// ```json,fails
    /// {"Type": "Fail", "Error": "Rejected", "CausePath": "States.Array($.reason, $.details)"}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Fail", "Error": "Rejected", "CausePath": "States.Format('{}: {}', $.reason, $.details)"}
    /// ```
    ///
    /// Source: [Fail state](https://states-language.net/#fail-state)
    pub ERROR_PATH_INTRINSIC_TYPE = "error-path-intrinsic-type" (Path, Warning, JsonPath, fix: Never), Check::Intrinsic(check)
}

fn check(ctx: &mut Context<'_>, state: &State, expression: &Expression<'_>, intrinsic: &Intrinsic) {
    if !matches!(expression.field.name, "ErrorPath" | "CausePath") || intrinsic::returns_string(intrinsic) {
        return;
    }
    if expression_fault::of(expression).is_some() {
        return;
    }
    let Some(function) = intrinsic.root_call().and_then(|call| call.function) else { return };
    let tree = ctx.tree;
    let message = format!(
        "{} has to be a text, and `{}` gives {}",
        expression.subject(tree, state),
        function.name,
        function.returns.describe()
    );
    ctx.report(expression.node, message).help("`States.Format` and `States.JsonToString` give texts");
}
