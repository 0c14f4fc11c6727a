//! See [`JSONATA_EMPTY`].

use crate::expression::{Expression, Jsonata};
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::jsonata_habit::{self, Habit};
use crate::semantics::jsonata_place::place;

declare_rule! {
    /// There is nothing between `{%` and `%}`.
    ///
    /// AWS parses expressions when a state machine is created and answers `Unexpected end of expression`. An empty string is
    /// written `""`.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{%  %}", "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Output": "", "End": true}
    /// ```
    ///
    /// Source: [Expressions](https://states-language.net/#expressions)
    pub JSONATA_EMPTY = "jsonata-empty" (Jsonata, Error, Jsonata, fix: Never), Check::Jsonata(check)
}

fn check(ctx: &mut Context<'_>, state: &State, expression: &Expression<'_>, jsonata: &Jsonata) {
    if matches!(jsonata_habit::of(expression.text, &jsonata.ast), Some(Habit::Empty)) {
        ctx.report(expression.node, format!("the expression in {} is empty", place(expression, state)));
    }
}
