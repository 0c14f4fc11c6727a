//! See [`JSONATA_ARGUMENT_VALUE`].

use crate::expr::jsonata::NodeKind;
use crate::expr::jsonata::scope::Callee;
use crate::expr::types::{Literal, Type};
use crate::expression::{Expression, Jsonata};
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::jsonata_fault::{self, Class};
use crate::semantics::jsonata_place::{has_types, place};

declare_rule! {
    /// A built-in JSONata function gets a value that it cannot work with.
    ///
    /// A text that is no number, a negative number for `$sqrt`, a regular expression with an open group: such calls fail
    /// whenever they are evaluated. `$partition` with chunks of 0 and `$range` with a step that rounds to 0 give nothing, which
    /// fails as well.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $range(1, 10, 0) %}", "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $range(1, 10, 3) %}", "End": true}
    /// ```
    ///
    /// Source: [Transforming data with JSONata](https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html)
    pub JSONATA_ARGUMENT_VALUE = "jsonata-argument-value" (Jsonata, Warning, Jsonata, fix: Never), Check::Jsonata(check)
}

fn check(ctx: &mut Context<'_>, state: &State, expression: &Expression<'_>, jsonata: &Jsonata) {
    let tree = ctx.tree;
    jsonata_fault::report(ctx, state, expression, jsonata, &Class::ArgumentValue);
    if !has_types(jsonata, ctx.variables) {
        return;
    }
    for call in &jsonata.scope.calls {
        let (Callee::Builtin(function), NodeKind::Call { arguments, .. }) = (call.callee, jsonata.ast.kind(call.node))
        else {
            continue;
        };
        let (index, least): (usize, f64) = match function.name {
            "partition" => (1, f64::MIN_POSITIVE),
            // AWS rounds the step: with 0.49 the call gave nothing.
            "range" => (2, 0.5),
            _ => continue,
        };
        // The argument that `~>` gives is not among those written.
        let index = index.saturating_sub(usize::from(call.applied));
        let Some(argument) = arguments.get(index).filter(|_| !call.partial) else { continue };
        let Type::Literal(Literal::Number(number)) = jsonata.types.of(*argument) else { continue };
        if number.abs() < least {
            ctx.report(
                expression.node,
                format!("`${}` in {} gives nothing for {number}", function.name, place(expression, state)),
            )
            .span(expression.span(tree, &jsonata.ast.range(*argument)));
        }
    }
}
