//! See [`INTEGRATION_PATTERN_MISSPELT`].

use crate::asl::{WorkflowType, nearest};
use crate::diagnostic::Applicability;
use crate::integration::Call;
use crate::model::State;
use crate::rule::{Check, Context};
use crate::services::Pattern;

declare_rule! {
    /// The end of a Task's `Resource` is not an integration pattern.
    ///
    /// After the action there may be `.sync`, `.sync:2` or `.waitForTaskToken`, in just these letters. AWS does not
    /// recognize a resource that ends in anything else.
    ///
    /// ```json,fails
    /// {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage.waitForTasktoken",
    ///   "Parameters": {"QueueUrl": "https://sqs.eu-west-1.amazonaws.com/123456789012/reviews",
    ///     "MessageBody": {"token.$": "$$.Task.Token"}}, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
    ///   "Parameters": {"QueueUrl": "https://sqs.eu-west-1.amazonaws.com/123456789012/reviews",
    ///     "MessageBody": {"token.$": "$$.Task.Token"}}, "TimeoutSeconds": 3600, "End": true}
    /// ```
    ///
    /// Fix: writes the pattern that was most likely meant; safe where only the letter case is wrong.
    ///
    /// Source: [Service integration patterns](https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html)
    pub INTEGRATION_PATTERN_MISSPELT = "integration-pattern-misspelt" (Integration, Error, Both, fix: Sometimes), Check::Task(check)
}

/// What people write for the two patterns besides slips of the finger.
const MEANT: [(&str, Pattern); 8] = [
    (".async", Pattern::Sync),
    (".sync:1", Pattern::Sync),
    (".sync2", Pattern::Sync2),
    (".sync.2", Pattern::Sync2),
    (".wait", Pattern::WaitForTaskToken),
    (".waitForToken", Pattern::WaitForTaskToken),
    (".waitForCallback", Pattern::WaitForTaskToken),
    (".callback", Pattern::WaitForTaskToken),
];

fn check(ctx: &mut Context<'_>, state: &State, call: &Call<'_>) {
    let (Some(suffix), Some(offered)) = (call.suffix(), call.patterns()) else { return };
    if let Some(pattern) = call.pattern() {
        // Where the pattern that was meant is not to be had, another rule says so.
        let elsewhere = !offered.contains(&pattern) || ctx.workflow_type() == Some(WorkflowType::Express);
        if suffix.text == pattern.suffix() || elsewhere {
            return;
        }
    }
    let named = MEANT.iter().find(|(name, _)| name.eq_ignore_ascii_case(suffix.text)).map(|(_, pattern)| *pattern);
    let near = || {
        let name = nearest(suffix.text, offered.iter().map(|pattern| pattern.suffix()))?;
        offered.iter().copied().find(|pattern| pattern.suffix() == name)
    };
    let meant = call.pattern().or(named).or_else(near).filter(|pattern| offered.contains(pattern));
    let span = call.span(ctx.tree, &suffix.range);
    let message = format!("`{}` in state `{}` is not an integration pattern", suffix.text, state.name);
    let Some(meant) = meant else {
        let edits = call.replace(ctx.tree, suffix.range.clone(), "");
        ctx.report(call.node, message)
            .span(span)
            .help("a resource may end in `.sync`, `.sync:2` or `.waitForTaskToken`")
            .fix(format!("remove `{}`", suffix.text), Applicability::Unsafe, edits);
        return;
    };
    let applicability = if call.pattern().is_some() { Applicability::Safe } else { Applicability::Unsafe };
    let edits = call.replace(ctx.tree, suffix.range.clone(), meant.suffix());
    ctx.report(call.node, message).span(span).help(format!("did you mean `{}`?", meant.suffix())).fix(
        format!("write `{}`", meant.suffix()),
        applicability,
        edits,
    );
}
