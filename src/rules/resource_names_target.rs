//! See [`RESOURCE_NAMES_TARGET`].

use crate::integration::Call;
use crate::model::State;
use crate::resource::Resource;
use crate::rule::{Check, Context};

declare_rule! {
    /// A Task's `Resource` is the ARN of a queue, topic, table or the like instead of the integration that calls it.
    ///
    /// Of the resources in an account, a Task calls only Lambda functions and activities by their own ARN. Others are
    /// called by an integration, with their name among its parameters. Only kinds that are surely meant so are
    /// reported.
    ///
    /// ```json,fails
    /// {"Type": "Task", "Resource": "arn:aws:states:eu-west-1:123456789012:stateMachine:refund", "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Task", "Resource": "arn:aws:states:::states:startExecution",
    ///   "Parameters": {"StateMachineArn": "arn:aws:states:eu-west-1:123456789012:stateMachine:refund"}, "End": true}
    /// ```
    ///
    /// Source: [Calling AWS services](https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html)
    pub RESOURCE_NAMES_TARGET = "resource-names-target" (Integration, Warning, Both, fix: Never), Check::Task(check)
}

/// Service and beginning of the last part of an ARN, what that is, the integration that calls it and its parameter.
const TARGETS: [(&str, &str, &str, &str, &str); 9] = [
    ("states", "stateMachine:", "state machine", "states:startExecution", "StateMachineArn"),
    ("sns", "", "topic", "sns:publish", "TopicArn"),
    ("sqs", "", "queue", "sqs:sendMessage", "QueueUrl"),
    ("dynamodb", "table/", "table", "dynamodb:getItem", "TableName"),
    ("batch", "job-definition/", "job definition", "batch:submitJob", "JobDefinition"),
    ("ecs", "task-definition/", "task definition", "ecs:runTask", "TaskDefinition"),
    ("glue", "job/", "job", "glue:startJobRun", "JobName"),
    ("codebuild", "project/", "project", "codebuild:startBuild", "ProjectName"),
    ("events", "event-bus/", "event bus", "events:putEvents", "EventBusName"),
];

fn check(ctx: &mut Context<'_>, state: &State, call: &Call<'_>) {
    if call.resource != Resource::Other {
        return;
    }
    // An ARN with all its parts and without placeholders: the parser has said so.
    let mut parts = ctx.tree.text(call.node).splitn(6, ':').skip(2);
    let (Some(service), Some(resource)) = (parts.next(), parts.nth(2)) else { return };
    let Some((_, _, noun, integration, parameter)) =
        TARGETS.iter().find(|(owner, start, ..)| *owner == service && resource.starts_with(start))
    else {
        return;
    };
    ctx.report(
        call.node,
        format!("`Resource` of state `{}` names a {noun}, which a Task cannot call itself", state.name),
    )
    .help(format!("call it with `arn:aws:states:::{integration}` and give it as `{parameter}`"));
}
