//! See [`UNKNOWN_CONTEXT_FIELD`].

use crate::diagnostic::Applicability;
use crate::expr::jsonpath::{self, UnknownContextField};
use crate::expression::Expression;
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::context_read::{self, ContextRead};
use crate::semantics::expression_fault;

declare_rule! {
    /// An expression reads a field that the context object does not have.
    ///
    /// The state machine is created, and the state fails when it looks for the field; in a JSONata object the entry is left out.
    /// Names are case-sensitive.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "Parameters": {"execution.$": "$$.Execution.Arn"}, "End": true}
    /// ```
    ///
    /// ```json,fails
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $states.context.Execution.Arn %}", "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "Parameters": {"execution.$": "$$.Execution.Id"}, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $states.context.Execution.Id %}", "End": true}
    /// ```
    ///
    /// Fix: writes the nearest name.
    ///
    /// Source: [Context object](https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html)
    pub UNKNOWN_CONTEXT_FIELD = "unknown-context-field" (Path, Warning, Both, fix: Sometimes), Check::Expressions(check)
}

fn check(ctx: &mut Context<'_>, state: &State, expressions: &[Expression<'_>]) {
    for expression in expressions {
        // Nothing can be put there at all, which has a rule of its own.
        if expression.field.name == "ResultPath" || expression.is_faulty() {
            continue;
        }
        for read in context_read::of(expression).iter().filter(|read| !read.guarded) {
            if let Some(unknown) = jsonpath::unknown_context_field(&read.names)
                && expression_fault::of(expression).is_none()
            {
                report(ctx, state, expression, read, unknown);
            }
        }
    }
}

fn report(
    ctx: &mut Context<'_>,
    state: &State,
    expression: &Expression<'_>,
    read: &ContextRead<'_>,
    UnknownContextField { index, nearest }: UnknownContextField,
) {
    let (Some(name), Some(place), Some(around)) =
        (read.names.get(index), read.places.get(index), read.names.get(..index))
    else {
        return;
    };
    let tree = ctx.tree;
    let parent = read.path(index);
    let known: Vec<String> =
        jsonpath::context_fields(around).unwrap_or_default().iter().map(|field| format!("`{}`", field.name)).collect();
    let help = match nearest {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None if known.is_empty() => format!("`{parent}` is a single value"),
        None => format!("`{parent}` has {}", known.join(", ")),
    };
    let message = format!("{} reads `{parent}.{name}`, which there is not", expression.subject(tree, state));
    let diagnostic = ctx.report(expression.node, message).span(expression.span(tree, place)).help(help);
    if let Some(nearest) = nearest {
        let applicability =
            if nearest.eq_ignore_ascii_case(name) { Applicability::Safe } else { Applicability::Unsafe };
        diagnostic.fix(format!("write `{nearest}`"), applicability, expression.edit(tree, place, nearest));
    }
}
