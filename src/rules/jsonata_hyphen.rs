//! See [`JSONATA_HYPHEN`].

use crate::diagnostic::Applicability;
use crate::expression::{Expression, Jsonata};
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::jsonata_context::{Context as Asked, contexts};
use crate::semantics::jsonata_place::place;

declare_rule! {
    /// A name with a hyphen is read as a subtraction.
    ///
    /// `$states.input.order-id` takes the field `id` from `$states.input.order`, and that field stands alone at the top
    /// level, where AWS refuses it. A name that is no plain word is written in backticks.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $states.input.order-id %}", "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $states.input.`order-id` %}", "End": true}
    /// ```
    ///
    /// Fix: puts the name in backticks.
    ///
    /// Source: [JSONata restrictions](https://states-language.net/#jsonata-restrictions)
    pub JSONATA_HYPHEN = "jsonata-hyphen" (Jsonata, Error, Jsonata, fix: Sometimes), Check::Jsonata(check)
}

fn check(ctx: &mut Context<'_>, state: &State, expression: &Expression<'_>, jsonata: &Jsonata) {
    let tree = ctx.tree;
    for asked in contexts(expression.text, jsonata) {
        let Asked::Hyphenated(range) = asked else { continue };
        let name = expression.text.get(range.start as usize..range.end as usize).unwrap_or_default();
        let message = format!("`{name}` in {} is read as a subtraction", place(expression, state));
        // The name of a variable cannot be quoted.
        let is_field = !name.contains(['`', '$']);
        let edits = if is_field { expression.edit(tree, &range, &format!("`{name}`")) } else { None };
        let diagnostic = ctx.report(expression.node, message);
        diagnostic.span(expression.span(tree, &range)).help("a name with a hyphen is written in backticks");
        diagnostic.fix("put the name in backticks", Applicability::Unsafe, edits);
    }
}
