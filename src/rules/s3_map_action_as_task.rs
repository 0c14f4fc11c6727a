//! See [`S3_MAP_ACTION_AS_TASK`].

use crate::diagnostic::Applicability;
use crate::integration::Call;
use crate::model::State;
use crate::resource::Resource;
use crate::rule::{Check, Context};

declare_rule! {
    /// A Task calls an S3 action that only the `ItemReader` or `ResultWriter` of a Map state can have.
    ///
    /// `s3:getObject` and `s3:listObjectsV2` read the items of a distributed Map, `s3:putObject` writes its results. As
    /// the resource of a Task they are not recognized; there S3 is called through the AWS SDK.
    ///
    /// ```json,fails
    /// {"Type": "Task", "Resource": "arn:aws:states:::s3:getObject",
    ///   "Parameters": {"Bucket": "reports", "Key": "today.json"}, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:s3:getObject",
    ///   "Parameters": {"Bucket": "reports", "Key": "today.json"}, "End": true}
    /// ```
    ///
    /// Fix: calls S3 through the AWS SDK, which gives the object as text.
    ///
    /// Source: [ItemReader](https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html)
    pub S3_MAP_ACTION_AS_TASK = "s3-map-action-as-task" (Integration, Error, Both, fix: Always), Check::Task(check)
}

fn check(ctx: &mut Context<'_>, state: &State, call: &Call<'_>) {
    let (Resource::Optimized { service, action, .. }, Some(known)) = (&call.resource, call.action) else { return };
    if !known.operation.map_only {
        return;
    }
    let range = service.range.start..action.range.end;
    let span = call.span(ctx.tree, &range);
    let edits = call.replace(ctx.tree, range, &format!("aws-sdk:{known}"));
    ctx.report(
        call.node,
        format!(
            "`{known}` in state `{}` is for the `ItemReader` or `ResultWriter` of a distributed Map, not for a Task",
            state.name
        ),
    )
    .span(span)
    .help(format!("a Task calls it through the AWS SDK, as `aws-sdk:{known}`"))
    .fix(format!("write `aws-sdk:{known}`"), Applicability::Unsafe, edits);
}
