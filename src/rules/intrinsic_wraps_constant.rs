//! See [`INTRINSIC_WRAPS_CONSTANT`].

use crate::expr::intrinsic::{self, ArgumentKind, Intrinsic};
use crate::expression::Expression;
use crate::model::State;
use crate::rule::{Check, Context};

declare_rule! {
    /// A call of an intrinsic function has only constants for its arguments.
    ///
    /// The result is the same in every run, so it can be written down in its place, under a key without `.$`.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "Parameters": {"colors.$": "States.Array('red', 'green')"}, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "Parameters": {"colors": ["red", "green"]}, "End": true}
    /// ```
    ///
    /// Source: [Intrinsic functions](https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html)
    pub INTRINSIC_WRAPS_CONSTANT = "intrinsic-wraps-constant" (Path, Hint, JsonPath, fix: Never), Check::Intrinsic(check)
}

/// Functions whose result is random, long, or hard to find out by hand.
const WORTH_CALLING: [&str; 7] =
    ["ArrayPartition", "ArrayRange", "Base64Decode", "Base64Encode", "Hash", "MathRandom", "UUID"];

fn check(ctx: &mut Context<'_>, state: &State, expression: &Expression<'_>, intrinsic: &Intrinsic) {
    if expression.key.is_none() || !intrinsic.faults.is_empty() {
        return;
    }
    let constant = intrinsic.calls.iter().all(|call| {
        call.function.is_some_and(|function| !WORTH_CALLING.contains(&function.short_name()))
            && call.arguments.iter().all(|argument| !matches!(argument.kind, ArgumentKind::Path(_)))
    });
    if !constant || !intrinsic::check(intrinsic).is_empty() {
        return;
    }
    let message = format!("{} is always the same", expression.subject(ctx.tree, state));
    ctx.report(expression.node, message).help("write the value itself, under the key without `.$`");
}
