//! See [`CATCH_RESULT_PATH_DOLLAR_DOLLAR`].

use crate::asl::QueryLanguage;
use crate::model::{Handler, State};
use crate::rule::{Check, Context};

declare_rule! {
    /// A catcher's `ResultPath` points into the context object.
    ///
    /// `$$` is what the service knows about the execution; it can be read, not written. The error output goes into the
    /// state's data, so the path has to begin with a single `$`.
    ///
    /// ```json,fails
    /// {"Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:charge", "End": true,
    ///   "Catch": [{"ErrorEquals": ["States.ALL"], "ResultPath": "$$.error", "Next": "Failed"}]}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:charge", "End": true,
    ///   "Catch": [{"ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": "Failed"}]}
    /// ```
    ///
    /// Source: [ResultPath](https://states-language.net/#filters)
    pub CATCH_RESULT_PATH_DOLLAR_DOLLAR = "catch-result-path-dollar-dollar" (Errors, Error, JsonPath, fix: Never),
    Check::Catcher(check)
}

fn check(ctx: &mut Context<'_>, state: &State, catcher: &Handler) {
    if state.query_language != QueryLanguage::JsonPath {
        return;
    }
    let Some(path) = ctx.field(catcher.node, "ResultPath") else { return };
    if !ctx.tree.known(path).is_some_and(|path| path.starts_with("$$")) {
        return;
    }
    ctx.report(
        path,
        format!("`ResultPath` in `Catch[{}]` of state `{}` points into the context object", catcher.index, state.name),
    )
    .help("begin it with a single `$`, as in `$.error`");
}
