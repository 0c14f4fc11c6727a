//! See [`JSONATA_ARITY`].

use crate::expr::jsonata::scope::Callee;
use crate::expression::{Expression, Jsonata};
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::jsonata_fault::{self, Class};
use crate::semantics::jsonata_place::{has_types, place};

declare_rule! {
    /// A built-in JSONata function is called with too many or too few arguments.
    ///
    /// AWS creates the state machine; the expression fails when it is evaluated: `Argument 1 of function "uuid" does not
    /// match function signature`. Some functions take what is left out from their context. At the top level there is none,
    /// so the call gives nothing, which fails as well.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $hash($states.input.body) %}", "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $hash($states.input.body, 'SHA-256') %}", "End": true}
    /// ```
    ///
    /// Source: [Transforming data with JSONata](https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html)
    pub JSONATA_ARITY = "jsonata-arity" (Jsonata, Warning, Jsonata, fix: Never), Check::Jsonata(check)
}

fn check(ctx: &mut Context<'_>, state: &State, expression: &Expression<'_>, jsonata: &Jsonata) {
    let tree = ctx.tree;
    if !jsonata.ast.faults.is_empty() {
        return;
    }
    jsonata_fault::report(ctx, state, expression, jsonata, &Class::Arity);
    if !has_types(jsonata, ctx.variables) {
        return;
    }
    for call in &jsonata.scope.calls {
        let Callee::Builtin(function) = call.callee else { continue };
        let signature = function.pattern();
        // `$parse()` in AWS's own run: "returned nothing (undefined)".
        let from_nothing = !call.has_context
            && !call.partial
            && signature.arity(true).0 <= call.arguments
            && call.arguments < signature.arity(false).0;
        if from_nothing {
            ctx.report(
                expression.node,
                format!(
                    "`${}` in {} takes its first argument from a context, but there is none",
                    function.name,
                    place(expression, state)
                ),
            )
            .span(expression.span(tree, &call.name_range))
            .help(format!("write `{}`", function.usage()));
        }
    }
}
