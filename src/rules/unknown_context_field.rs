//! See [`UNKNOWN_CONTEXT_FIELD`].

use crate::diagnostic::Applicability;
use crate::expr::jsonpath::{self, UnknownContextField};
use crate::expression::Expression;
use crate::semantics::expression_fault;
use crate::model::State;
use crate::rule::{Check, Context};

declare_rule! {
    /// A path reads a field that the context object does not have.
    ///
    /// The state machine is created, and the state fails when it looks for the field. Names are case-sensitive.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "Parameters": {"execution.$": "$$.Execution.Arn"}, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "Parameters": {"execution.$": "$$.Execution.Id"}, "End": true}
    /// ```
    ///
    /// Fix: writes the nearest name.
    ///
    /// Source: [Context object](https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html)
    pub UNKNOWN_CONTEXT_FIELD = "unknown-context-field" (Path, Warning, JsonPath, fix: Sometimes), Check::Expressions(check)
}

fn check(ctx: &mut Context<'_>, state: &State, expressions: &[Expression<'_>]) {
    for expression in expressions {
        // Nothing can be put there at all, which has a rule of its own.
        if expression.field.name == "ResultPath" || !expression.may_read_context() {
            continue;
        }
        for path in expression.paths() {
            if let Some(unknown) = jsonpath::unknown_context_field(path)
                && expression_fault::of(expression).is_none()
            {
                report(ctx, state, expression, &unknown);
            }
        }
    }
}

fn report(ctx: &mut Context<'_>, state: &State, expression: &Expression<'_>, unknown: &UnknownContextField<'_>) {
    let tree = ctx.tree;
    let UnknownContextField { name, parent, nearest } = unknown;
    let names: Vec<&str> = parent.split('.').skip(1).collect();
    let known: Vec<String> =
        jsonpath::context_fields(&names).unwrap_or_default().iter().map(|field| format!("`{}`", field.name)).collect();
    let help = match nearest {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None if known.is_empty() => format!("`{parent}` is a single value"),
        None => format!("`{parent}` has {}", known.join(", ")),
    };
    let message = format!("{} reads `{parent}.{}`, which there is not", expression.subject(tree, state), name.text);
    let diagnostic = ctx.report(expression.node, message).span(expression.span(tree, &name.range)).help(help);
    if let Some(nearest) = nearest {
        let same = nearest.eq_ignore_ascii_case(&name.text);
        let applicability = if same { Applicability::Safe } else { Applicability::Unsafe };
        diagnostic.fix(format!("write `{nearest}`"), applicability, expression.edit(tree, &name.range, nearest));
    }
}
