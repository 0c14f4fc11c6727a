//! See [`RESULT_PATH_VARIABLE`].

use crate::expr::jsonpath::{Path, Root};
use crate::expression::Expression;
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::expression_fault;

declare_rule! {
    /// A `ResultPath` points into a variable.
    ///
    /// A result goes into the state's data; variables are written by `Assign` alone. The language forbids a variable here.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "Result": 1, "ResultPath": "$attempts", "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "Result": 1, "ResultPath": "$.attempts", "Assign": {"attempts.$": "$.attempts"}, "End": true}
    /// ```
    ///
    /// Source: [Reference Paths](https://states-language.net/#ref-paths)
    pub RESULT_PATH_VARIABLE = "result-path-variable" (Path, Error, JsonPath, fix: Never), Check::Path(check)
}

fn check(ctx: &mut Context<'_>, state: &State, expression: &Expression<'_>, path: &Path) {
    let Root::Variable(name) = &path.root else { return };
    if expression.field.name != "ResultPath" || expression_fault::of(expression).is_some() {
        return;
    }
    let tree = ctx.tree;
    let message = format!("{} points into the variable `${}`", expression.subject(tree, state), name.text);
    let root = path.range.start..name.range.end;
    ctx.report(expression.node, message)
        .span(expression.span(tree, &root))
        .help("begin it with `$.`, or write the variable by `Assign`");
}
