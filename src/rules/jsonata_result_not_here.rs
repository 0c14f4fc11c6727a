//! See [`JSONATA_RESULT_NOT_HERE`].

use crate::expression::{Expression, Jsonata};
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::jsonata_place::{has_result, place};

declare_rule! {
    /// `$states.result` is read where there is no result.
    ///
    /// A result exists once a Task, Parallel or Map state has done its work: in the `Output` and `Assign` of the state
    /// itself. AWS refuses it in `Arguments`, in catchers and in states of other types:
    /// `Field '$states.result' does not exist.`
    ///
    /// ```json,fails
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $states.result %}", "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Task", "QueryLanguage": "JSONata", "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:price",
    ///   "Output": "{% $states.result.total %}", "End": true}
    /// ```
    ///
    /// Source: [Reserved variable](https://states-language.net/#reserved-states-variable-with-jsonata)
    pub JSONATA_RESULT_NOT_HERE = "jsonata-result-not-here" (Jsonata, Error, Jsonata, fix: Never), Check::Jsonata(check)
}

fn check(ctx: &mut Context<'_>, state: &State, expression: &Expression<'_>, jsonata: &Jsonata) {
    let tree = ctx.tree;
    if !jsonata.ast.faults.is_empty() || has_result(expression, state) {
        return;
    }
    for used in &jsonata.scope.states {
        let Some(first) = used.segments.first().filter(|first| &*first.name == "result") else { continue };
        let range = used.range.start..first.range.end;
        ctx.report(expression.node, format!("there is no `$states.result` in {}", place(expression, state)))
            .span(expression.span(tree, &range))
            .help("it exists in the `Output` and `Assign` of Task, Parallel and Map states themselves");
    }
}
