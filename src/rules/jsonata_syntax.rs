//! See [`JSONATA_SYNTAX`].

use crate::expression::{Expression, Jsonata};
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::jsonata_habit;
use crate::semantics::jsonata_place::place;

declare_rule! {
    /// A JSONata expression cannot be parsed.
    ///
    /// AWS parses every `{% … %}` string when a state machine is created and answers `INVALID_JSONATA_EXPRESSION` with the
    /// message of its parser, such as `Expected "]", got ","`.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $states.input.total + %}", "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $states.input.total + 1 %}", "End": true}
    /// ```
    ///
    /// Source: [Transforming data with JSONata](https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html)
    pub JSONATA_SYNTAX = "jsonata-syntax" (Jsonata, Error, Jsonata, fix: Never), Check::Jsonata(check)
}

/// Behind several faults the rest is more likely misread than wrong.
const MOST: usize = 3;

/// The code of an operand that is missing at the end.
const INCOMPLETE: &str = "S0207";

fn check(ctx: &mut Context<'_>, state: &State, expression: &Expression<'_>, jsonata: &Jsonata) {
    let tree = ctx.tree;
    // What comes from a habit of another language is told by the rule of that habit.
    if jsonata.ast.faults.is_empty() || jsonata_habit::of(expression.text, &jsonata.ast).is_some() {
        return;
    }
    // What lacks its end looks wrong in other ways too.
    let is_cut = jsonata.ast.faults.iter().any(|fault| fault.code == INCOMPLETE);
    let faults = jsonata.ast.faults.iter().filter(|fault| !fault.version && (!is_cut || fault.code == INCOMPLETE));
    for fault in faults.take(MOST) {
        let message = format!("JSONata in {} cannot be parsed: {}", place(expression, state), fault.message);
        let diagnostic = ctx.report(expression.node, message);
        diagnostic.span(expression.span(tree, &fault.range)).discriminator(fault.code);
        if let Some(remedy) = jsonata_habit::remedy(expression.text, fault.range.start) {
            diagnostic.help(remedy);
        }
    }
}
