//! See [`JSONATA_TOP_LEVEL_FIELD`].

use crate::diagnostic::Applicability;
use crate::expression::{Expression, Jsonata};
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::jsonata_context::{Context as Asked, contexts};
use crate::semantics::jsonata_place::place;

declare_rule! {
    /// A JSONata expression reads a bare name or `$` at its top level, where there is nothing to read from.
    ///
    /// Plain JSONata takes names from a document that is given to it. Step Functions gives none and refuses the definition:
    /// `Reference to 'phone' at the top level is not supported.` Names are fine behind a `.`, in a filter and in the terms
    /// of a sort, where a value is their context.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% phone %}", "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "QueryLanguage": "JSONata",
    ///   "Output": "{% $states.input.contacts[kind = 'home'].(phone & ' ' & name) %}", "End": true}
    /// ```
    ///
    /// Fix: reads the name from the state's input, or from the variable of that name.
    ///
    /// Source: [JSONata restrictions](https://states-language.net/#jsonata-restrictions)
    pub JSONATA_TOP_LEVEL_FIELD = "jsonata-top-level-field" (Jsonata, Error, Jsonata, fix: Always), Check::Jsonata(check)
}

/// Words of other languages for values that JSONata writes otherwise.
const VALUES: [(&str, &str); 8] = [
    ("True", "true"),
    ("TRUE", "true"),
    ("False", "false"),
    ("FALSE", "false"),
    ("None", "null"),
    ("NULL", "null"),
    ("Null", "null"),
    ("nil", "null"),
];

fn check(ctx: &mut Context<'_>, state: &State, expression: &Expression<'_>, jsonata: &Jsonata) {
    let tree = ctx.tree;
    for asked in contexts(expression.text, jsonata) {
        match asked {
            Asked::Current(range) => {
                let message = format!("`$` in {} refers to no value at the top level", place(expression, state));
                let edits = expression.edit(tree, &range, "$states.input");
                ctx.report(expression.node, message)
                    .span(expression.span(tree, &range))
                    .help("the input of the state is `$states.input`")
                    .fix("read `$states.input`", Applicability::Unsafe, edits);
            }
            Asked::Field { range, name } => {
                let written = expression.text.get(range.start as usize..range.end as usize).unwrap_or_default();
                let instead = match VALUES.iter().find(|(word, _)| **word == *name) {
                    Some((_, value)) => (*value).to_owned(),
                    None if ctx.variables.find(&name).is_some() => format!("${name}"),
                    None => format!("$states.input.{written}"),
                };
                let message =
                    format!("`{name}` in {} is a field of nothing at the top level", place(expression, state));
                let edits = expression.edit(tree, &range, &instead);
                ctx.report(expression.node, message)
                    .span(expression.span(tree, &range))
                    .help(format!("write `{instead}`, or quotes around it if it is text"))
                    .fix(format!("write `{instead}`"), Applicability::Unsafe, edits);
            }
            _ => {}
        }
    }
}
