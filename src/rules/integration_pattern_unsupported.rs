//! See [`INTEGRATION_PATTERN_UNSUPPORTED`].

use crate::asl::WorkflowType;
use crate::diagnostic::Applicability;
use crate::integration::Call;
use crate::model::State;
use crate::resource::Resource;
use crate::rule::{Check, Context};
use crate::services::Pattern;

declare_rule! {
    /// A Task waits for its service in a way that the integration does not offer.
    ///
    /// `.sync` waits for a job to end, `.waitForTaskToken` for somebody to return a token. Each action offers some of
    /// them or none: a Lambda function is waited for anyway, so there is no `lambda:invoke.sync`, and AWS SDK
    /// integrations have no `.sync` at all. AWS does not recognize a resource with a suffix that its action lacks.
    ///
    /// ```json,fails
    /// {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke.sync",
    ///   "Parameters": {"FunctionName": "resize-image"}, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Task", "Resource": "arn:aws:states:::glue:startJobRun.sync",
    ///   "Parameters": {"JobName": "nightly"}, "End": true}
    /// ```
    ///
    /// Fix: removes the suffix; writes `.sync` for `.sync:2`, which only nested executions have.
    ///
    /// Source: [Service integration patterns](https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html)
    pub INTEGRATION_PATTERN_UNSUPPORTED = "integration-pattern-unsupported" (Integration, Error, Both, fix: Sometimes), Check::Task(check)
}

fn check(ctx: &mut Context<'_>, state: &State, call: &Call<'_>) {
    let (Some(suffix), Some(pattern), Some(offered)) = (call.suffix(), call.pattern(), call.patterns()) else { return };
    // An Express workflow offers none whatever the action: `express-sync-unsupported` says so.
    if offered.contains(&pattern) || ctx.workflow_type() == Some(WorkflowType::Express) {
        return;
    }
    let subject = match (&call.resource, call.action) {
        (Resource::AwsSdk { .. }, _) => "an AWS SDK integration".to_owned(),
        (_, Some(action)) => format!("`{action}`"),
        (_, None) => return,
    };
    let message = format!("{subject} in state `{}` does not support `{}`", state.name, pattern.suffix());
    let others: Vec<String> = offered
        .iter()
        .filter(|pattern| **pattern != Pattern::RequestResponse)
        .map(|pattern| format!("`{}`", pattern.suffix()))
        .collect();
    let help = match (others.is_empty(), pattern) {
        (false, _) => format!("it supports {}", others.join(" and ")),
        (true, Pattern::WaitForTaskToken) => "it goes on as soon as the service answers".to_owned(),
        (true, _) if call.action.is_some_and(|action| action.service == "lambda") => {
            "the state waits for the function's result without it".to_owned()
        }
        (true, _) => "it goes on as soon as the service answers; wait for a job by asking for its status".to_owned(),
    };
    let plain_sync = pattern == Pattern::Sync2 && offered.contains(&Pattern::Sync);
    let span = call.span(ctx.tree, &suffix.range);
    let edits = call.replace(ctx.tree, suffix.range.clone(), if plain_sync { Pattern::Sync.suffix() } else { "" });
    let diagnostic = ctx.report(call.node, message);
    diagnostic.span(span).help(help);
    if plain_sync {
        diagnostic.fix("write `.sync`", Applicability::Safe, edits);
    } else {
        diagnostic.fix(format!("remove `{}`", suffix.text), Applicability::Unsafe, edits);
    }
}
