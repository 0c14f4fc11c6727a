//! See [`DOLLAR_SUFFIX_NOT_STRING`].

use crate::diagnostic::Applicability;
use crate::edit;
use crate::expression::{Content, Expression};
use crate::model::State;
use crate::rule::{Check, Context};
use crate::syntax::Kind;

declare_rule! {
    /// A key ends in `.$`, but its value is no text.
    ///
    /// The suffix says that the value is a path or a call of an intrinsic function, and both are text. An object, an array, a number
    /// or a boolean is written under the key without the suffix; an object may have keys ending in `.$` of its own.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "Parameters": {"retries.$": 3}, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "Parameters": {"retries": 3, "order": {"id.$": "$.id"}}, "End": true}
    /// ```
    ///
    /// Fix: removes the suffix.
    ///
    /// Source: [Payload template](https://states-language.net/#payload-template)
    pub DOLLAR_SUFFIX_NOT_STRING = "dollar-suffix-not-string" (Path, Error, JsonPath, fix: Sometimes), Check::Literal(check)
}

fn check(ctx: &mut Context<'_>, state: &State, expression: &Expression<'_>) {
    if !matches!(expression.content, Content::NotText) {
        return;
    }
    let tree = ctx.tree;
    let Some(key) = expression.key else { return };
    let name = tree.text(key);
    let plain = name.trim_end_matches(".$");
    let noun = match tree.kind(tree.resolve(expression.node)) {
        Kind::Object => "an object",
        Kind::Array => "an array",
        Kind::Number => "a number",
        Kind::Bool(_) => "a boolean",
        Kind::Null => "null",
        _ => return,
    };
    let free = !plain.is_empty() && tree.get(expression.object, plain).is_none();
    let rename = free.then(|| edit::rename_key(tree, key, plain)).flatten();
    let message = format!("{} is {noun}, and not a path or a call", expression.subject(tree, state));
    ctx.report(expression.node, message)
        .span(tree.opening_span(expression.node))
        .related(tree.span(key), "the suffix `.$` asks for one")
        .fix(format!("call it `{plain}`"), Applicability::Unsafe, rename);
}
