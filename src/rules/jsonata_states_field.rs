//! See [`JSONATA_STATES_FIELD`].

use crate::asl::nearest;
use crate::diagnostic::Applicability;
use crate::expression::{Expression, Jsonata};
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::jsonata_place::{STATES_FIELDS, place};

declare_rule! {
    /// A JSONata expression reads a field of `$states` that does not exist.
    ///
    /// `$states` has `input`, `context`, `result` and `errorOutput`. AWS knows that when a state machine is created and
    /// refuses others: `Field '$states.inputs' does not exist.`
    ///
    /// ```json,fails
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $states.inputs.order %}", "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $states.input.order %}", "End": true}
    /// ```
    ///
    /// Fix: writes the field that is nearest.
    ///
    /// Source: [Reserved variable](https://states-language.net/#reserved-states-variable-with-jsonata)
    pub JSONATA_STATES_FIELD = "jsonata-states-field" (Jsonata, Error, Jsonata, fix: Sometimes), Check::Jsonata(check)
}

fn check(ctx: &mut Context<'_>, state: &State, expression: &Expression<'_>, jsonata: &Jsonata) {
    let tree = ctx.tree;
    if !jsonata.ast.faults.is_empty() {
        return;
    }
    for used in &jsonata.scope.states {
        let Some(first) = used.segments.first().filter(|first| !STATES_FIELDS.contains(&&*first.name)) else {
            continue;
        };
        let message = format!("`$states` has no field `{}`, which {} reads", first.name, place(expression, state));
        let meant = nearest(&first.name, STATES_FIELDS);
        let edits = meant.and_then(|meant| expression.edit(tree, &first.range, meant));
        let diagnostic = ctx.report(expression.node, message);
        diagnostic.span(expression.span(tree, &first.range));
        match meant {
            Some(meant) => diagnostic.fix(format!("write `{meant}`"), Applicability::Unsafe, edits),
            None => diagnostic.help("it has `input`, `context`, `result` and `errorOutput`"),
        };
    }
}
