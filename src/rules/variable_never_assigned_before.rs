//! See [`VARIABLE_NEVER_ASSIGNED_BEFORE`].

use crate::expression::Reference;
use crate::rule::{Check, Context};
use crate::semantics::variable_use::{Trouble, Uses};

declare_rule! {
    /// A variable is read in a state, but no way to that state assigns it.
    ///
    /// Some state assigns the variable, later or on another way. A way carries what it has passed: that of a catcher the
    /// `Assign` of the catcher and not of the state, that of a choice rule the `Assign` of the rule and not of the state.
    ///
    /// ```json,fails
    /// {"QueryLanguage": "JSONata", "StartAt": "Pay", "States": {
    ///   "Pay": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Arguments": {"FunctionName": "pay"},
    ///     "Assign": {"receipt": "{% $states.result.Payload.receipt %}"}, "Next": "Paid",
    ///     "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Failed"}]},
    ///   "Paid": {"Type": "Succeed", "Output": "{% $receipt %}"},
    ///   "Failed": {"Type": "Fail", "Cause": "{% 'No payment: ' & $receipt %}"}}}
    /// ```
    ///
    /// ```json,passes
    /// {"QueryLanguage": "JSONata", "StartAt": "Pay", "States": {
    ///   "Pay": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Arguments": {"FunctionName": "pay"},
    ///     "Assign": {"receipt": "{% $states.result.Payload.receipt %}"}, "Next": "Paid",
    ///     "Catch": [{"ErrorEquals": ["States.ALL"], "Assign": {"reason": "{% $states.errorOutput.Cause %}"}, "Next": "Failed"}]},
    ///   "Paid": {"Type": "Succeed", "Output": "{% $receipt %}"},
    ///   "Failed": {"Type": "Fail", "Cause": "{% 'No payment: ' & $reason %}"}}}
    /// ```
    ///
    /// Source: [Workflow variables](https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html)
    pub VARIABLE_NEVER_ASSIGNED_BEFORE = "variable-never-assigned-before" (Variables, Warning, Both, fix: Never), Check::Variables(check)
}

fn check(ctx: &mut Context<'_>, references: &[Reference]) {
    let tree = ctx.tree;
    let uses = Uses::new(tree, ctx.machine, ctx.graphs, ctx.variables);
    for reference in references {
        let Some((state, Trouble::NeverBefore(assignment))) = uses.trouble(reference) else { continue };
        let name = &reference.name;
        let message = format!("state `{}` reads `${name}`, but no way to the state assigns it", state.name);
        ctx.report(reference.node, message)
            .span(reference.span(tree))
            .discriminator(&**name)
            .related(tree.span(assignment.key), "assigned here, which is not on a way to the state");
    }
}
