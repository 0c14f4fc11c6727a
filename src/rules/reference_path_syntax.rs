//! See [`REFERENCE_PATH_SYNTAX`].

use crate::expr::jsonpath::{Path, Reason, Root};
use crate::expression::Expression;
use crate::model::State;
use crate::rule::{Check, Context};
use crate::schema::ValueKind;
use crate::semantics::expression_fault;

declare_rule! {
    /// A path that names more than one place stands where Step Functions wants a Reference Path.
    ///
    /// `ResultPath` says where a result is put, so it has to name exactly one place: no `*`, `..`, filter, slice or function, and no
    /// index below 0. `MaxConcurrencyPath` is a Reference Path that cannot read the context object. The definition is refused with
    /// "Value is not a Reference Path".
    ///
    /// ```json,fails
    /// {"Type": "Pass", "Result": 1, "ResultPath": "$.orders[*].seen", "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "Result": 1, "ResultPath": "$.orders[0].seen", "End": true}
    /// ```
    ///
    /// Source: [Reference Paths](https://states-language.net/#ref-paths)
    pub REFERENCE_PATH_SYNTAX = "reference-path-syntax" (Path, Error, JsonPath, fix: Never), Check::Path(check)
}

fn check(ctx: &mut Context<'_>, state: &State, expression: &Expression<'_>, path: &Path) {
    if expression.field.value != ValueKind::ReferencePath || expression_fault::of(expression).is_some() {
        return;
    }
    let tree = ctx.tree;
    // The service has been seen to refuse `$$` in this one field of a Map state, and to take it in `ItemsPath`.
    if expression.field.name == "MaxConcurrencyPath" && path.root == Root::Context {
        let message = format!("{} cannot read the context object", expression.subject(tree, state));
        ctx.report(expression.node, message)
            .span(expression.span(tree, &path.range))
            .help("copy the value into the state's input, or into a variable");
        return;
    }
    if expression.field.name != "ResultPath" || path.root != Root::Input {
        return;
    }
    let Err(obstacle) = path.as_reference_path() else { return };
    // What the service makes of such a character in a name is not known.
    if matches!(obstacle.reason, Reason::Character(_)) {
        return;
    }
    let message =
        format!("{} has to name one place, without {}", expression.subject(tree, state), obstacle.reason.what());
    ctx.report(expression.node, message).span(expression.span(tree, &obstacle.range));
}
