//! See [`AWS_SDK_ACTION_CASE`].

use crate::diagnostic::Applicability;
use crate::integration::Call;
use crate::model::State;
use crate::resource::Resource;
use crate::rule::{Check, Context};

declare_rule! {
    /// The action of an AWS SDK integration starts with an upper-case letter.
    ///
    /// Step Functions spells actions in camel case, `describeInstances`, where the API's documentation has
    /// `DescribeInstances`. Letter case counts, so AWS does not recognize the latter.
    ///
    /// ```json,fails
    /// {"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:ec2:DescribeInstances", "Parameters": {}, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:ec2:describeInstances", "Parameters": {}, "End": true}
    /// ```
    ///
    /// Fix: lowers the first letter.
    ///
    /// Source: [AWS SDK integrations](https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html)
    pub AWS_SDK_ACTION_CASE = "aws-sdk-action-case" (Integration, Warning, Both, fix: Always), Check::Task(check)
}

fn check(ctx: &mut Context<'_>, state: &State, call: &Call<'_>) {
    let Resource::AwsSdk { action, .. } = &call.resource else { return };
    let Some(first) = action.text.chars().next().filter(char::is_ascii_uppercase) else { return };
    // Every action the SDK has is its operation's name with the first letter lowered, acronyms or not.
    let lower = first.to_ascii_lowercase().to_string();
    let right = action.text.replacen(first, &lower, 1);
    let span = call.span(ctx.tree, &action.range);
    let edits = call.replace(ctx.tree, action.range.clone(), &right);
    ctx.report(call.node, format!("`{}` in state `{}` starts with an upper-case letter", action.text, state.name))
        .span(span)
        .help(format!("Step Functions has it as `{right}`"))
        .fix(format!("write `{right}`"), Applicability::Safe, edits);
}
