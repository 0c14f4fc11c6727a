//! See [`MISSING_PATH_SUFFIX`].

use crate::asl::QueryLanguage;
use crate::diagnostic::Applicability;
use crate::edit;
use crate::expression::{Content, Expression};
use crate::model::State;
use crate::rule::{Check, Context};
use crate::schema::{self, ValueKind};
use crate::semantics::look_alike::{self, LookAlike};

declare_rule! {
    /// A text field holds a path, which only its counterpart ending in `Path` evaluates.
    ///
    /// `Error`, `Cause`, `StringEquals` and the like are taken as they are: the cause of a failure reads `$.message`, the comparison
    /// is with the text `$.other`. AWS's own check warns of it as `NO_PATH`.
    ///
    /// ```json,fails
    /// {"Type": "Fail", "Error": "OrderRejected", "Cause": "$.error.Cause"}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Fail", "Error": "OrderRejected", "CausePath": "$.error.Cause"}
    /// ```
    ///
    /// Fix: adds `Path` to the name of the field.
    ///
    /// Source: [ValidateStateMachineDefinition](https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinitionDiagnostic.html)
    pub MISSING_PATH_SUFFIX = "missing-path-suffix" (Path, Warning, JsonPath, fix: Sometimes), Check::Literal(check)
}

fn check(ctx: &mut Context<'_>, state: &State, expression: &Expression<'_>) {
    let field = expression.field;
    if state.query_language != QueryLanguage::JsonPath
        || !matches!(field.value, ValueKind::Text | ValueKind::ErrorName)
        || !matches!(expression.content, Content::Literal)
    {
        return;
    }
    let Some(kind) = look_alike::of(expression.text, ctx.variables) else { return };
    let name = format!("{}Path", field.name);
    let Some(counterpart) = schema::field(expression.owner, state.query_language, &name) else { return };
    if kind == LookAlike::Call && counterpart.value != ValueKind::PathOrIntrinsic {
        return;
    }
    let tree = ctx.tree;
    let Some(key) = expression.own_key(tree) else { return };
    let free = tree.get(expression.object, &name).is_none();
    let rename = free.then(|| edit::rename_key(tree, key, &name)).flatten();
    let message = format!("{} looks like a {}, but is taken as text", expression.subject(tree, state), kind.noun());
    ctx.report(expression.node, message).help(format!("use `{name}`")).fix(
        format!("rename it to `{name}`"),
        Applicability::Unsafe,
        rename,
    );
}
