//! See [`JSONATA_ERROR_OUTPUT_NOT_HERE`].

use crate::expression::{Expression, Jsonata};
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::jsonata_place::{has_error_output, place};

declare_rule! {
    /// `$states.errorOutput` is read outside of a catcher.
    ///
    /// The error exists in the `Output` and `Assign` of the catcher that caught it. The state that the catcher leads to
    /// finds it only if the catcher gave it on. AWS refuses it elsewhere:
    /// `Field '$states.errorOutput' does not exist.`
    ///
    /// ```json,fails
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $states.errorOutput.Cause %}", "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Task", "QueryLanguage": "JSONata", "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:price",
    ///   "Catch": [{"ErrorEquals": ["States.ALL"], "Output": "{% $states.errorOutput.Cause %}", "Next": "Report"}],
    ///   "End": true}
    /// ```
    ///
    /// Source: [Reserved variable](https://states-language.net/#reserved-states-variable-with-jsonata)
    pub JSONATA_ERROR_OUTPUT_NOT_HERE = "jsonata-error-output-not-here" (Jsonata, Error, Jsonata, fix: Never),
    Check::Jsonata(check)
}

fn check(ctx: &mut Context<'_>, state: &State, expression: &Expression<'_>, jsonata: &Jsonata) {
    let tree = ctx.tree;
    if !jsonata.ast.faults.is_empty() || has_error_output(expression) {
        return;
    }
    for used in &jsonata.scope.states {
        let Some(first) = used.segments.first().filter(|first| &*first.name == "errorOutput") else { continue };
        let range = used.range.start..first.range.end;
        ctx.report(expression.node, format!("there is no `$states.errorOutput` in {}", place(expression, state)))
            .span(expression.span(tree, &range))
            .help("it exists in the `Output` and `Assign` of catchers; give it on from there");
    }
}
