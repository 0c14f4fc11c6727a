//! See [`JSONATA_JSONPATH_INSIDE`].

use std::ops::Range;

use crate::diagnostic::Applicability;
use crate::expression::{Expression, Jsonata};
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::jsonata_context::{Context as Asked, contexts};
use crate::semantics::jsonata_habit::{self, Habit};
use crate::semantics::jsonata_place::place;

declare_rule! {
    /// A JSONata expression reads a value as `JSONPath` does: `$.order`, `$$.Execution.Id`, `States.UUID()`.
    ///
    /// There is no document behind `$` in a JSONata state, no context object behind `$$`, and no intrinsic functions. AWS
    /// refuses such references when the state machine is created. The input is `$states.input`, the context object
    /// `$states.context`, and functions are called like `$uuid()`.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $.order.id %}", "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $states.input.order.id %}", "End": true}
    /// ```
    ///
    /// Fix: reads from `$states`.
    ///
    /// Source: [JSONata restrictions](https://states-language.net/#jsonata-restrictions)
    pub JSONATA_JSONPATH_INSIDE = "jsonata-jsonpath-inside" (Jsonata, Error, Jsonata, fix: Sometimes), Check::Jsonata(check)
}

/// Functions of JSONata for intrinsic ones that take the same arguments.
const SAME: [(&str, &str); 3] =
    [("UUID", "$uuid"), ("Base64Encode", "$base64encode"), ("Base64Decode", "$base64decode")];

fn check(ctx: &mut Context<'_>, state: &State, expression: &Expression<'_>, jsonata: &Jsonata) {
    let tree = ctx.tree;
    if let Some(Habit::Path) = jsonata_habit::of(expression.text, &jsonata.ast) {
        let text = expression.text;
        let start = text.len() - text.trim_start().len();
        let (Ok(start), Ok(end)) = (u32::try_from(start), u32::try_from(text.trim_end().len())) else { return };
        let message = format!("`{}` in {} is a JSONPath, not JSONata", text.trim(), place(expression, state));
        ctx.report(expression.node, message)
            .span(expression.span(tree, &(start..end)))
            .help("the input is `$states.input` in JSONata, and a filter is `[price < 10]`");
        return;
    }
    for asked in contexts(expression.text, jsonata) {
        match asked {
            Asked::InputPath(range) => report(ctx, state, expression, &range, ("$", "the input"), "$states.input"),
            Asked::ContextPath(range) => {
                report(ctx, state, expression, &range, ("$$", "the context object"), "$states.context");
            }
            Asked::Intrinsic { range, name } => intrinsic(ctx, state, expression, &range, &name),
            _ => {}
        }
    }
}

fn report(
    ctx: &mut Context<'_>,
    state: &State,
    expression: &Expression<'_>,
    range: &Range<u32>,
    (written, meaning): (&str, &str),
    instead: &str,
) {
    let tree = ctx.tree;
    let message =
        format!("`{written}` in {} is {meaning} in JSONPath only, JSONata reads `{instead}`", place(expression, state));
    let edits = expression.edit(tree, range, instead);
    ctx.report(expression.node, message).span(expression.span(tree, range)).fix(
        format!("read from `{instead}`"),
        Applicability::Unsafe,
        edits,
    );
}

fn intrinsic(ctx: &mut Context<'_>, state: &State, expression: &Expression<'_>, range: &Range<u32>, name: &str) {
    let tree = ctx.tree;
    let message =
        format!("`States.{name}` in {} is an intrinsic function, which only JSONPath has", place(expression, state));
    let same = SAME.iter().find(|(intrinsic, _)| *intrinsic == name).map(|(_, function)| *function);
    let edits = same.and_then(|function| expression.edit(tree, range, function));
    let diagnostic = ctx.report(expression.node, message);
    diagnostic.span(expression.span(tree, range));
    match same {
        Some(function) => diagnostic.fix(format!("call `{function}`"), Applicability::Unsafe, edits),
        None => diagnostic.help("JSONata has functions and operators of its own"),
    };
}
