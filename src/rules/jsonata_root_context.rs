//! See [`JSONATA_ROOT_CONTEXT`].

use crate::diagnostic::Applicability;
use crate::expression::{Expression, Jsonata};
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::jsonata_context::{Context as Asked, contexts};
use crate::semantics::jsonata_place::place;

declare_rule! {
    /// A JSONata expression uses `$$`, the document that Step Functions does not give.
    ///
    /// `$$` stands for the whole input of an expression, wherever it is written, and expressions have no such input in Step
    /// Functions. AWS refuses the definition.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "QueryLanguage": "JSONata",
    ///   "Output": "{% $states.input.items[price < $$.limit] %}", "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "QueryLanguage": "JSONata",
    ///   "Output": "{% $states.input.items[price < $states.input.limit] %}", "End": true}
    /// ```
    ///
    /// Fix: reads `$states.input`.
    ///
    /// Source: [JSONata restrictions](https://states-language.net/#jsonata-restrictions)
    pub JSONATA_ROOT_CONTEXT = "jsonata-root-context" (Jsonata, Error, Jsonata, fix: Always), Check::Jsonata(check)
}

fn check(ctx: &mut Context<'_>, state: &State, expression: &Expression<'_>, jsonata: &Jsonata) {
    let tree = ctx.tree;
    for asked in contexts(expression.text, jsonata) {
        let Asked::Root(range) = asked else { continue };
        let message = format!("`$$` in {} refers to a document that does not exist", place(expression, state));
        let edits = expression.edit(tree, &range, "$states.input");
        ctx.report(expression.node, message)
            .span(expression.span(tree, &range))
            .help("the input of the state is `$states.input`, the context object `$states.context`")
            .fix("read `$states.input`", Applicability::Unsafe, edits);
    }
}
