//! See [`CONTEXT_FIELD_NOT_HERE`].

use crate::asl::StateType;
use crate::expr::jsonpath;
use crate::expression::Expression;
use crate::semantics::expression_fault;
use crate::semantics::map_state::{self, Mode};
use crate::model::State;
use crate::rule::{Check, Context};

declare_rule! {
    /// A path reads a field that the context object has, but not in this state.
    ///
    /// `$$.Map` is there in a Map state and in the states of its processor, `$$.Map.Item.Source` only where an item reader found the
    /// items, `$$.Task.Token` in a Task state that waits for it. Elsewhere the state fails when it looks for the field.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "Parameters": {"token.$": "$$.Task.Token"}, "End": true}
    /// ```
    ///
    /// ```json,fails
    /// {"Type": "Pass", "Parameters": {"index.$": "$$.Map.Item.Index"}, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Map", "ItemSelector": {"order.$": "$$.Map.Item.Index"}, "End": true, "ItemProcessor": {
    ///   "StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}}}
    /// ```
    ///
    /// Source: [Context object](https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html)
    pub CONTEXT_FIELD_NOT_HERE = "context-field-not-here" (Path, Warning, JsonPath, fix: Never), Check::Expressions(check)
}

fn check(ctx: &mut Context<'_>, state: &State, expressions: &[Expression<'_>]) {
    for expression in expressions {
        // Nothing can be put there at all, which has a rule of its own.
        if expression.field.name == "ResultPath" || !expression.may_read_context() {
            continue;
        }
        for path in expression.paths() {
            let Some(names) = jsonpath::context_path(path) else { continue };
            let names: Vec<&str> = names.iter().map(|name| &*name.text).collect();
            let Some(reason) = absent(ctx, state, &names) else { continue };
            if expression_fault::of(expression).is_some() {
                continue;
            }
            let tree = ctx.tree;
            let message = format!("{} reads `$$.{}`, which {reason}", expression.subject(tree, state), names.join("."));
            ctx.report(expression.node, message).span(expression.span(tree, &path.range));
        }
    }
}

/// Why a field is absent, if it certainly is.
fn absent(ctx: &Context<'_>, state: &State, names: &[&str]) -> Option<&'static str> {
    match names {
        // A Task state that waits for no token is for another rule.
        ["Task", "Token", ..] => {
            (state.kind? != StateType::Task).then_some("only a Task state that waits for a token has")
        }
        ["Map", rest @ ..] => {
            let map = if state.kind? == StateType::Map { Some(state) } else { map_state::around(ctx.machine, state) };
            let Some(map) = map else { return Some("only a Map state and the states of its processor have") };
            let inline = map_state::mode(ctx.tree, map) == Mode::Inline;
            (matches!(rest, ["Item", "Source", ..]) && inline).then_some("only a Map state with an item reader has")
        }
        _ => None,
    }
}
