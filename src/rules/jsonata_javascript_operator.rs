//! See [`JSONATA_JAVASCRIPT_OPERATOR`].

use crate::diagnostic::Applicability;
use crate::expression::{Expression, Jsonata};
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::jsonata_habit::{self, Habit};
use crate::semantics::jsonata_place::place;

declare_rule! {
    /// A JSONata expression uses `&&`, `||`, `!` or `=>` as JavaScript does.
    ///
    /// JSONata writes `and`, `or`, `$not(…)` and `function($v) { … }`. AWS refuses the others when the state machine is
    /// created.
    ///
    /// ```json,fails
    /// {"Type": "Choice", "QueryLanguage": "JSONata", "Choices": [
    ///   {"Condition": "{% $states.input.paid && $states.input.packed %}", "Next": "Ship"}], "Default": "Remind"}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Choice", "QueryLanguage": "JSONata", "Choices": [
    ///   {"Condition": "{% $states.input.paid and $states.input.packed %}", "Next": "Ship"}], "Default": "Remind"}
    /// ```
    ///
    /// Fix: writes the operator of JSONata. Those for `||` and `!` have to be asked for, as what they mean in JavaScript
    /// is not always the same.
    ///
    /// Source: [Transforming data with JSONata](https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html)
    pub JSONATA_JAVASCRIPT_OPERATOR = "jsonata-javascript-operator" (Jsonata, Error, Jsonata, fix: Sometimes),
    Check::Jsonata(check)
}

fn check(ctx: &mut Context<'_>, state: &State, expression: &Expression<'_>, jsonata: &Jsonata) {
    let tree = ctx.tree;
    let Some(Habit::Operators(operators)) = jsonata_habit::of(expression.text, &jsonata.ast) else { return };
    for misused in operators.iter().filter(|misused| !misused.operator.ends_with("==")) {
        let operator = misused.operator;
        let instead = match (misused.instead, operator) {
            (Some(instead), _) => instead,
            (None, "!") => "$not(…)",
            (None, _) => "function($v) { … }",
        };
        let applicability = if operator == "&&" { Applicability::Safe } else { Applicability::Unsafe };
        let edits = match misused.instead {
            Some(instead) => expression.edit(tree, &misused.range, instead),
            None if operator == "!" => jsonata_habit::negated(expression.text, misused.range.end).and_then(|operand| {
                let text = expression.text.get(operand.start as usize..operand.end as usize)?;
                let inner = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).unwrap_or(text);
                expression.edit(tree, &(misused.range.start..operand.end), &format!("$not({inner})"))
            }),
            None => None,
        };
        let message =
            format!("`{operator}` in {} is no operator of JSONata, which writes `{instead}`", place(expression, state));
        ctx.report(expression.node, message).span(expression.span(tree, &misused.range)).fix(
            format!("write `{instead}`"),
            applicability,
            edits,
        );
    }
}
