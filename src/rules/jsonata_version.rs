//! See [`JSONATA_VERSION`].

use crate::expression::{Expression, Jsonata};
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::jsonata_habit;
use crate::semantics::jsonata_place::place;

declare_rule! {
    /// An expression uses `??` or `?:`, which JSONata has since version 2.1.
    ///
    /// Step Functions is documented to implement version 2.0.6, whose parser stumbles over the second character. Ask with
    /// `$exists` whether there is a value.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $states.input.note ?? 'none' %}", "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "QueryLanguage": "JSONata",
    ///   "Output": "{% $exists($states.input.note) ? $states.input.note : 'none' %}", "End": true}
    /// ```
    ///
    /// Source: [Transforming data with JSONata](https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html)
    pub JSONATA_VERSION = "jsonata-version" (Jsonata, Warning, Jsonata, fix: Never), Check::Jsonata(check)
}

fn check(ctx: &mut Context<'_>, state: &State, expression: &Expression<'_>, jsonata: &Jsonata) {
    let tree = ctx.tree;
    if jsonata.ast.faults.is_empty() || jsonata_habit::of(expression.text, &jsonata.ast).is_some() {
        return;
    }
    for fault in jsonata.ast.faults.iter().filter(|fault| fault.version) {
        let range = fault.range.start as usize..fault.range.end as usize;
        let operator = expression.text.get(range).unwrap_or_default();
        let message = format!(
            "`{operator}` in {} is an operator of JSONata 2.1, while Step Functions implements 2.0.6",
            place(expression, state)
        );
        let instead = if operator == "??" { "`$exists(a) ? a : b`" } else { "`a ? a : b`" };
        ctx.report(expression.node, message)
            .span(expression.span(tree, &fault.range))
            .help(format!("write {instead} for `a {operator} b`"));
    }
}
