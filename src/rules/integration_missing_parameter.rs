//! See [`INTEGRATION_MISSING_PARAMETER`].

use crate::diagnostic::Applicability;
use crate::integration::{self, Action, Arguments, Call};
use crate::model::State;
use crate::rule::{Check, Context};

declare_rule! {
    /// A Task lacks a parameter without which AWS refuses the call it makes.
    ///
    /// For the integrations used most, AWS checks at creation that the parameters they need are there: `FunctionName`
    /// for `lambda:invoke`, `QueueUrl` and `MessageBody` for `sqs:sendMessage`, and so on. In JSONPath, `FunctionName.$`
    /// counts as well. Parameters that an expression gives as a whole are not looked into.
    ///
    /// ```json,fails
    /// {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage",
    ///   "Parameters": {"QueueUrl": "https://sqs.eu-west-1.amazonaws.com/123456789012/orders"}, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage",
    ///   "Parameters": {"QueueUrl": "https://sqs.eu-west-1.amazonaws.com/123456789012/orders", "MessageBody.$": "$"},
    ///   "End": true}
    /// ```
    ///
    /// Fix: renames a parameter that was most likely meant; safe where only the letter case is wrong.
    ///
    /// Source: [Optimized integrations](https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html)
    pub INTEGRATION_MISSING_PARAMETER = "integration-missing-parameter" (Integration, Error, Both, fix: Sometimes), Check::Task(check)
}

fn check(ctx: &mut Context<'_>, state: &State, call: &Call<'_>) {
    if let Some(action) = call.action.filter(|action| action.operation.measured) {
        report(ctx, state, call, action, &[]);
    }
}

/// Reports the required parameters of the action that are not given, under the rule that runs. `further` ones are absent
/// as well, and are named with them.
pub(super) fn report(ctx: &mut Context<'_>, state: &State, call: &Call<'_>, action: Action<'_>, further: &[&str]) {
    let Arguments::Object { key, object } = call.arguments else { return };
    let missing = integration::missing(ctx.tree, object, action.operation);
    for (name, member) in missing.iter().filter_map(|missing| Some((missing.name, missing.misspelt?))) {
        let written = integration::parameter(ctx.tree, &member);
        let message = format!("`{action}` in state `{}` needs `{name}`, not `{written}`", state.name);
        let same_letters = written.eq_ignore_ascii_case(name);
        let applicability = if same_letters { Applicability::Safe } else { Applicability::Unsafe };
        let edits = integration::rename_parameter(ctx.tree, &member, name);
        ctx.report(member.key, message).discriminator(name).help(format!("did you mean `{name}`?")).fix(
            format!("rename it to `{name}`"),
            applicability,
            edits,
        );
    }
    let absent = missing.iter().filter(|missing| missing.misspelt.is_none()).map(|missing| missing.name);
    let absent: Vec<String> = absent.chain(further.iter().copied()).map(|name| format!("`{name}`")).collect();
    if absent.is_empty() {
        return;
    }
    let (field, names) = (Arguments::field(state.query_language), absent.join(" and "));
    let span = ctx.tree.span(key);
    ctx.report(object, format!("`{field}` of state `{}` lacks {names}, which `{action}` needs", state.name))
        .span(span)
        .help(format!("add {names}"));
}
