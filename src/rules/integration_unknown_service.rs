//! See [`INTEGRATION_UNKNOWN_SERVICE`].

use crate::asl::nearest;
use crate::diagnostic::Applicability;
use crate::integration::{self, Call};
use crate::model::State;
use crate::resource::Resource;
use crate::rule::{Check, Context};
use crate::services::{self, SdkService};

declare_rule! {
    /// A Task calls an optimized integration of a service that has none.
    ///
    /// About two dozen services have an integration of their own, `arn:aws:states:::service:action`. Every other one is
    /// called through the AWS SDK, `arn:aws:states:::aws-sdk:service:action`. AWS refuses a resource that it does not
    /// recognize; as new integrations appear that this version cannot know, this is a warning.
    ///
    /// ```json,fails
    /// {"Type": "Task", "Resource": "arn:aws:states:::dynamo:getItem",
    ///   "Parameters": {"TableName": "orders", "Key": {"id": {"S": "1"}}}, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:textract:detectDocumentText",
    ///   "Parameters": {"Document": {"S3Object": {"Bucket": "scans", "Name": "1.png"}}}, "End": true}
    /// ```
    ///
    /// Fix: writes the nearest service that has the action, or calls the service through the AWS SDK; safe where only
    /// the letter case is wrong.
    ///
    /// Source: [Optimized integrations](https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html)
    pub INTEGRATION_UNKNOWN_SERVICE = "integration-unknown-service" (Integration, Warning, Both, fix: Sometimes), Check::Task(check)
}

fn check(ctx: &mut Context<'_>, state: &State, call: &Call<'_>) {
    let Resource::Optimized { service, action, .. } = &call.resource else { return };
    let services = services::optimized();
    // An S3 action of a Map in the wrong case is no Task's, however it is spelt.
    if services.service(service.text) || call.action.is_some_and(|action| action.operation.map_only) {
        return;
    }
    let message = format!("`{}` in state `{}` is not an optimized integration", service.text, state.name);
    let span = call.span(ctx.tree, &service.range);
    let whole = service.range.start..action.range.end;
    let (meant, range, applicability) = if let Some(action) = call.action {
        (action.to_string(), whole, Applicability::Safe)
    } else if let Some(other) = other_name(service.text, action.text) {
        (format!("{other}:{}", action.text), whole, Applicability::Unsafe)
    } else if services.sdk_service(service.text) == SdkService::Known {
        (format!("aws-sdk:{}", service.text), service.range.clone(), Applicability::Unsafe)
    } else if let Some(near) = nearest(service.text, services.services()) {
        (near.to_owned(), service.range.clone(), Applicability::Unsafe)
    } else if let SdkService::Misnamed(right) = services.sdk_service(service.text) {
        (format!("aws-sdk:{right}"), service.range.clone(), Applicability::Unsafe)
    } else {
        let help = if service.text == "activity" {
            "the ARN of an activity has a region and an account"
        } else {
            "services without one are called with `aws-sdk:service:action`"
        };
        ctx.report(call.node, message).span(span).help(help);
        return;
    };
    let edits = call.replace(ctx.tree, range, &meant);
    ctx.report(call.node, message).span(span).help(format!("did you mean `{meant}`?")).fix(
        format!("write `{meant}`"),
        applicability,
        edits,
    );
}

/// The optimized service with the action whose name in the AWS SDK was written, or another that is taken for it: `events`
/// for `eventbridge`, `states` for `stepfunctions`.
fn other_name(service: &str, action: &str) -> Option<&'static str> {
    let services = services::optimized();
    let service = match services.sdk_service(service) {
        SdkService::Misnamed(right) => right,
        _ => service,
    };
    services.services().into_iter().find(|candidate| {
        integration::sdk_name(candidate) == Some(service) && services.operation(candidate, action).is_some()
    })
}
