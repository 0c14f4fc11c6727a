//! See [`JSONATA_NOT_EVALUATED_HERE`].

use crate::expression;
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::jsonata_place::payload_keys;

declare_rule! {
    /// An expression stands where nothing is evaluated: as a key of a payload, or among the error names of a handler.
    ///
    /// Expressions are values of fields that take them. A key is given on as it is written, and an error name that is an
    /// expression matches no error.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Output": {"{% $states.input.key %}": 1}, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% {$states.input.key: 1} %}", "End": true}
    /// ```
    ///
    /// Source: [JSONata evaluation](https://states-language.net/#jsonata-evaluation)
    pub JSONATA_NOT_EVALUATED_HERE = "jsonata-not-evaluated-here" (Jsonata, Warning, Both, fix: Never), Check::State(check)
}

fn check(ctx: &mut Context<'_>, state: &State) {
    let tree = ctx.tree;
    for handler in state.retriers.iter().chain(&state.catchers) {
        for &error in &handler.errors {
            if tree.known(error).and_then(expression::delimited).is_some() {
                ctx.report(error, format!("an expression in `ErrorEquals` of state `{}` is not evaluated", state.name));
            }
        }
    }
    for key in payload_keys(tree, state) {
        // The name of a variable has rules of its own.
        if key.is_variable || tree.known(key.member.key).and_then(expression::delimited).is_none() {
            continue;
        }
        ctx.report(
            key.member.key,
            format!("an expression as a key in `{}` of state `{}` is not evaluated", key.field, state.name),
        )
        .help("write the whole object as one expression: `{% {key: value} %}`");
    }
}
