//! See [`JSONATA_NO_CONTEXT`].

use crate::diagnostic::Applicability;
use crate::expression::{Expression, Jsonata};
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::jsonata_context::{Context as Asked, contexts};
use crate::semantics::jsonata_place::place;

declare_rule! {
    /// A name, `$` or a wildcard in a JSONata expression has no value to read from.
    ///
    /// The body of a function reads plain names from the place where the function is defined, not from what it is called
    /// with; at the top level of an expression that is nothing. Likewise `*` and `**` list the fields of nothing there. The
    /// result is undefined at best, and then the expression fails with `States.QueryEvaluationError`.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "QueryLanguage": "JSONata",
    ///   "Output": "{% $map($states.input.items, function($item) { price * 2 }) %}", "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "QueryLanguage": "JSONata",
    ///   "Output": "{% $map($states.input.items, function($item) { $item.price * 2 }) %}", "End": true}
    /// ```
    ///
    /// Fix: puts a name with a hyphen in backticks.
    ///
    /// Source: [JSONata restrictions](https://states-language.net/#jsonata-restrictions)
    pub JSONATA_NO_CONTEXT = "jsonata-no-context" (Jsonata, Warning, Jsonata, fix: Sometimes), Check::Jsonata(check)
}

fn check(ctx: &mut Context<'_>, state: &State, expression: &Expression<'_>, jsonata: &Jsonata) {
    let tree = ctx.tree;
    for asked in contexts(expression.text, jsonata) {
        let Asked::Nothing { range, hyphenated } = asked else { continue };
        let written = expression.text.get(range.start as usize..range.end as usize).unwrap_or_default();
        let (what, help) = if hyphenated {
            ("is read as a subtraction", "a name with a hyphen is written in backticks")
        } else {
            ("has no value to read from", "name the variable or the parameter in front of it")
        };
        let is_field = hyphenated && !written.contains(['`', '$']);
        let edits = if is_field { expression.edit(tree, &range, &format!("`{written}`")) } else { None };
        ctx.report(expression.node, format!("`{written}` in {} {what}", place(expression, state)))
            .span(expression.span(tree, &range))
            .help(help)
            .fix("put the name in backticks", Applicability::Unsafe, edits);
    }
}
