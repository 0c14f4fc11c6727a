//! See [`RESULT_PATH_CONTEXT`].

use crate::diagnostic::Applicability;
use crate::expr::jsonpath::{Path, Root};
use crate::expression::Expression;
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::expression_fault;

declare_rule! {
    /// A `ResultPath` points into the context object.
    ///
    /// `$$` is what the service knows about the execution; it can be read, not written. The result, or the error output of a
    /// catcher, goes into the state's data, so the path has to begin with a single `$`.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "Result": 1, "ResultPath": "$$.attempts", "End": true}
    /// ```
    ///
    /// ```json,fails
    /// {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": {"FunctionName": "charge"}, "End": true,
    ///   "Catch": [{"ErrorEquals": ["States.ALL"], "ResultPath": "$$.error", "Next": "Failed"}]}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "Result": 1, "ResultPath": "$.attempts", "End": true}
    /// ```
    ///
    /// Fix: removes the second `$`.
    ///
    /// Source: [ResultPath](https://states-language.net/#filters)
    pub RESULT_PATH_CONTEXT = "result-path-context" (Path, Error, JsonPath, fix: Always), Check::Path(check)
}

fn check(ctx: &mut Context<'_>, state: &State, expression: &Expression<'_>, path: &Path) {
    if expression.field.name != "ResultPath" || path.root != Root::Context {
        return;
    }
    if expression_fault::of(expression).is_some() {
        return;
    }
    let tree = ctx.tree;
    let root = path.range.start..path.range.start + 2;
    let edits = expression.edit(tree, &root, "$");
    ctx.report(expression.node, format!("{} points into the context object", expression.subject(tree, state)))
        .span(expression.span(tree, &root))
        .help("begin it with a single `$`")
        .fix("remove the second `$`", Applicability::Unsafe, edits);
}
