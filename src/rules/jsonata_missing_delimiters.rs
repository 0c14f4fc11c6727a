//! See [`JSONATA_MISSING_DELIMITERS`].

use crate::diagnostic::Applicability;
use crate::edit;
use crate::expr::jsonata::scope::Callee;
use crate::expr::jsonata::{self, NodeKind};
use crate::expression::Expression;
use crate::flow::variables::Variables;
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::jsonata_place::{STATES_FIELDS, is_evaluated, may_be_text, place};

declare_rule! {
    /// A string looks like a JSONata expression, but has no `{% %}` around it.
    ///
    /// Without them it is plain text: the state gives on the letters `$states.input.id`, not the value.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Output": {"id": "$states.input.id"}, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Output": {"id": "{% $states.input.id %}"}, "End": true}
    /// ```
    ///
    /// Fix: puts the text between `{%` and `%}`.
    ///
    /// Source: [Expressions](https://states-language.net/#expressions)
    pub JSONATA_MISSING_DELIMITERS = "jsonata-missing-delimiters" (Jsonata, Warning, Jsonata, fix: Always),
    Check::Literal(check)
}

fn check(ctx: &mut Context<'_>, state: &State, expression: &Expression<'_>) {
    let text = expression.text;
    if !text.contains('$') || text.contains("{%") || text.contains("%}") || !is_evaluated(expression, state) {
        return;
    }
    // Elsewhere the schema asks for an expression.
    if !may_be_text(ctx.tree, expression) || !is_expression(text, ctx.variables) {
        return;
    }
    let edits = edit::replace_string(ctx.tree, expression.node, &format!("{{% {} %}}", text.trim()));
    ctx.report(
        expression.node,
        format!("the text in {} looks like an expression, but has no `{{% %}}` around it", place(expression, state)),
    )
    .fix("put it between `{%` and `%}`", Applicability::Unsafe, edits);
}

/// Whether a text parses, reads nothing but `$states`, variables of the workflow and built-in functions, and does read.
fn is_expression(text: &str, variables: &Variables) -> bool {
    let ast = jsonata::parse(text);
    let Some(root) = ast.root.filter(|_| ast.faults.is_empty()) else { return false };
    let scope = jsonata::analyze(&ast, &|_| false);
    // `$name` alone is as likely text as a price, unless the workflow has such a variable.
    let only_known = scope.context.is_empty()
        && scope.variables.iter().all(|used| variables.find(&used.name).is_some())
        && scope.calls.iter().all(|call| matches!(call.callee, Callee::Builtin(_) | Callee::Local));
    let reads_states = scope
        .states
        .iter()
        .any(|used| used.segments.first().is_some_and(|first| STATES_FIELDS.contains(&&*first.name)));
    let calls = matches!(ast.kind(root), NodeKind::Call { .. } | NodeKind::Path { .. } if !scope.calls.is_empty());
    only_known && (reads_states || !scope.variables.is_empty() || calls)
}
