//! See [`INTEGRATION_UNKNOWN_ACTION`].

use crate::diagnostic::Applicability;
use crate::integration::{self, Call};
use crate::model::State;
use crate::resource::{Resource, Segment};
use crate::rule::{Check, Context};
use crate::services;

declare_rule! {
    /// A Task calls an action that the optimized integration of its service does not have.
    ///
    /// An optimized integration covers a few actions: DynamoDB's are `getItem`, `putItem`, `updateItem` and
    /// `deleteItem`. AWS does not recognize others and refuses the definition. Nearly all actions of an API can be called
    /// through the AWS SDK integration instead.
    ///
    /// ```json,fails
    /// {"Type": "Task", "Resource": "arn:aws:states:::dynamodb:query",
    ///   "Parameters": {"TableName": "orders", "KeyConditionExpression": "id = :id"}, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:dynamodb:query",
    ///   "Parameters": {"TableName": "orders", "KeyConditionExpression": "id = :id"}, "End": true}
    /// ```
    ///
    /// Fix: writes the nearest action, safe where only the letter case is wrong, or calls the action through the AWS SDK,
    /// whose parameters and results may differ.
    ///
    /// Source: [Optimized integrations](https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html)
    pub INTEGRATION_UNKNOWN_ACTION = "integration-unknown-action" (Integration, Error, Both, fix: Sometimes), Check::Task(check)
}

fn check(ctx: &mut Context<'_>, state: &State, call: &Call<'_>) {
    let Resource::Optimized { service, action, suffix, .. } = &call.resource else { return };
    let services = services::optimized();
    if !services.service(service.text) || services.operation(service.text, action.text).is_some() {
        return;
    }
    if call.action.is_some_and(|action| action.operation.map_only) {
        return;
    }
    let span = call.span(ctx.tree, &action.range);
    let message = format!("`{}` in state `{}` has no optimized action `{}`", service.text, state.name, action.text);
    let actions = services.actions(service.text);
    let meant = call.action.map(|action| (action.name, Applicability::Safe)).or_else(|| {
        let near = near(service.text, action.text, &actions)?;
        Some((near, Applicability::Unsafe))
    });
    if let Some((meant, applicability)) = meant {
        let edits = call.replace(ctx.tree, action.range.clone(), meant);
        ctx.report(call.node, message).span(span).help(format!("did you mean `{meant}`?")).fix(
            format!("write `{meant}`"),
            applicability,
            edits,
        );
        return;
    }
    let Some(sdk) = sdk_action(service.text, action.text) else {
        let names: Vec<String> = actions.iter().map(|action| format!("`{action}`")).collect();
        ctx.report(call.node, message).span(span).help(format!("it has {}", names.join(", ")));
        return;
    };
    let edits =
        if takes(suffix.as_ref()) { call.replace(ctx.tree, service.range.start..action.range.end, &sdk) } else { None };
    ctx.report(call.node, message).span(span).help(format!("call it through the AWS SDK, as `{sdk}`")).fix(
        format!("write `{sdk}`"),
        Applicability::Unsafe,
        edits,
    );
}

/// The action one or two letters away. Further ones are actions of the API in their own right: `batchGetBuilds` is no
/// slip of `batchDeleteBuilds`.
fn near<'a>(service: &str, written: &str, actions: &[&'a str]) -> Option<&'a str> {
    let callable =
        |action: &&str| services::optimized().operation(service, action).is_some_and(|operation| !operation.map_only);
    let near = crate::asl::nearest(written, actions.iter().copied().filter(callable))?;
    (strsim::osa_distance(near, written) <= 2).then_some(near)
}

/// The same call through the AWS SDK, where that is likely to be one.
fn sdk_action(service: &str, action: &str) -> Option<String> {
    let is_action = action.starts_with(|first: char| first.is_ascii_lowercase())
        && action.chars().all(|character| character.is_ascii_alphanumeric());
    // Bedrock's actions are spread over several SDK services.
    if !is_action || service == "bedrock" {
        return None;
    }
    Some(format!("aws-sdk:{}:{action}", integration::sdk_name(service)?))
}

/// Whether the AWS SDK integration has the pattern.
fn takes(suffix: Option<&Segment<'_>>) -> bool {
    suffix.is_none_or(|suffix| suffix.text == ".waitForTaskToken")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_told_from_actions_of_the_api() {
        let actions = services::optimized().actions("codebuild");
        assert_eq!(near("codebuild", "startBuilds", &actions), Some("startBuild"));
        assert_eq!(near("codebuild", "batchGetBuilds", &actions), None);
        // The S3 actions are no Task's, so none of them can have been meant.
        assert_eq!(near("s3", "getObjects", &services::optimized().actions("s3")), None);
    }

    #[test]
    fn the_sdk_has_a_name_for_the_service() {
        assert_eq!(sdk_action("events", "putRule").as_deref(), Some("aws-sdk:eventbridge:putRule"));
        assert_eq!(sdk_action("s3", "copyObject").as_deref(), Some("aws-sdk:s3:copyObject"));
        assert_eq!(sdk_action("bedrock", "converse"), None);
        assert_eq!(sdk_action("http", "get"), None);
        assert_eq!(sdk_action("lambda", "invoke:1"), None);
    }
}
