//! See [`MISSING_DOLLAR_SUFFIX`].

use crate::diagnostic::Applicability;
use crate::edit;
use crate::expression::Expression;
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::look_alike;

declare_rule! {
    /// A value in a payload looks like a path or a call, but its key does not end in `.$`.
    ///
    /// Only what stands under a key ending in `.$` is evaluated; anything else is sent as it is, and the task gets the text `$.id`.
    /// This is the most common mistake in payloads. AWS's own check warns of it as `NO_DOLLAR`.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "Parameters": {"orderId": "$.id"}, "End": true}
    /// ```
    ///
    /// ```json,fails
    /// {"Type": "Pass", "Parameters": {"requestId": "States.UUID()"}, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "Parameters": {"orderId.$": "$.id", "price": "$5"}, "End": true}
    /// ```
    ///
    /// Fix: adds `.$` to the key.
    ///
    /// Source: [ValidateStateMachineDefinition](https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinitionDiagnostic.html)
    pub MISSING_DOLLAR_SUFFIX = "missing-dollar-suffix" (Path, Warning, JsonPath, fix: Sometimes), Check::Literal(check)
}

fn check(ctx: &mut Context<'_>, state: &State, expression: &Expression<'_>) {
    if !look_alike::is_payload_literal(ctx.tree, expression) {
        return;
    }
    let Some(kind) = look_alike::of(expression.text, ctx.variables) else { return };
    let tree = ctx.tree;
    if look_alike::is_for_another(tree, state, expression) {
        return;
    }
    let noun = kind.noun();
    let own = expression.own_key(tree).filter(|_| expression.key.is_some());
    let Some(key) = own else {
        let message = format!("{} has a {noun} in an array, where none is evaluated", expression.subject(tree, state));
        ctx.report(expression.node, message).help("build the array by `States.Array` under a key ending in `.$`");
        return;
    };
    let suffixed = format!("{}.$", tree.text(key));
    // A key that is there with the suffix as well is another fault.
    if tree.get(expression.object, &suffixed).is_some() {
        return;
    }
    let rename = edit::rename_key(tree, key, &suffixed);
    let message = format!("{} looks like a {noun}, but is sent as text", expression.subject(tree, state));
    ctx.report(expression.node, message).help(format!("call the key `{suffixed}`")).fix(
        format!("rename it to `{suffixed}`"),
        Applicability::Unsafe,
        rename,
    );
}
