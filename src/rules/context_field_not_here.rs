//! See [`CONTEXT_FIELD_NOT_HERE`].

use crate::asl::StateType;
use crate::expression::Expression;
use crate::integration::Call;
use crate::model::State;
use crate::resource::Resource;
use crate::rule::{Check, Context};
use crate::semantics::context_read;
use crate::semantics::expression_fault;
use crate::semantics::map_state::{self, Mode};
use crate::services::Pattern;

declare_rule! {
    /// An expression reads a field that the context object has, but not in this state.
    ///
    /// `$$.Map` is there in a Map state and in the states of its processor, `$$.Map.Item.Source` only where an item reader found the
    /// items, `$$.Task.Token` in a Task state that waits: for a callback, a job or an activity. Elsewhere the state fails when it
    /// looks for the field. In JSONata the context object is `$states.context`.
    ///
    /// ```json,fails
    /// {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
    ///   "Parameters": {"FunctionName": "ask", "Payload": {"token.$": "$$.Task.Token"}}, "End": true}
    /// ```
    ///
    /// ```json,fails
    /// {"Type": "Pass", "Parameters": {"index.$": "$$.Map.Item.Index"}, "End": true}
    /// ```
    ///
    /// ```json,fails
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $states.context.Map.Item.Index %}", "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
    ///   "Parameters": {"FunctionName": "ask", "Payload": {"token.$": "$$.Task.Token"}}, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Map", "ItemSelector": {"order.$": "$$.Map.Item.Index"}, "End": true, "ItemProcessor": {
    ///   "StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}}}
    /// ```
    ///
    /// Source: [Context object](https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html)
    pub CONTEXT_FIELD_NOT_HERE = "context-field-not-here" (Path, Warning, Both, fix: Never), Check::Expressions(check)
}

fn check(ctx: &mut Context<'_>, state: &State, expressions: &[Expression<'_>]) {
    for expression in expressions {
        // Nothing can be put there at all, which has a rule of its own.
        if expression.field.name == "ResultPath" || expression.is_faulty() {
            continue;
        }
        for read in context_read::of(expression).iter().filter(|read| !read.guarded) {
            let Some(Absent { reason, help }) = absent(ctx, state, &read.names) else { continue };
            if expression_fault::of(expression).is_some() {
                continue;
            }
            let tree = ctx.tree;
            let path = read.path(read.names.len());
            let message = format!("{} reads `{path}`, which {reason}", expression.subject(tree, state));
            let diagnostic = ctx.report(expression.node, message).span(expression.span(tree, &read.range));
            if let Some(help) = help {
                diagnostic.help(help);
            }
        }
    }
}

/// Why a field is not there.
struct Absent {
    reason: &'static str,
    help: Option<&'static str>,
}

/// Why a field is absent, if it certainly is.
fn absent(ctx: &Context<'_>, state: &State, names: &[&str]) -> Option<Absent> {
    match names {
        ["Task", "Token", ..] => {
            let help = match state.kind? {
                StateType::Task if waits(ctx, state) => return None,
                StateType::Task => Some("let the `Resource` end in `.waitForTaskToken`"),
                _ => None,
            };
            Some(Absent { reason: "only a Task state that waits has", help })
        }
        ["Map", rest @ ..] => {
            let map = if state.kind? == StateType::Map { Some(state) } else { map_state::around(ctx.machine, state) };
            let Some(map) = map else {
                return Some(Absent { reason: "only a Map state and the states of its processor have", help: None });
            };
            let inline = map_state::mode(ctx.tree, map) == Mode::Inline;
            (matches!(rest, ["Item", "Source", ..]) && inline)
                .then_some(Absent { reason: "only a Map state with an item reader has", help: None })
        }
        _ => None,
    }
}

/// Whether a Task state may have a token: it does unless its resource certainly answers at once. A job that is waited for
/// can be ended early with one.
fn waits(ctx: &Context<'_>, state: &State) -> bool {
    let Some(call) = Call::of(ctx.tree, state) else { return true };
    match call.resource {
        Resource::Optimized { .. } | Resource::AwsSdk { .. } => call.pattern() != Some(Pattern::RequestResponse),
        Resource::Lambda { .. } => false,
        Resource::Activity { .. } | Resource::Other | Resource::Partial | Resource::Malformed { .. } => true,
    }
}
