//! See [`RESOURCE_PARTITION`].

use crate::asl::nearest;
use crate::diagnostic::Applicability;
use crate::integration::Call;
use crate::model::State;
use crate::resource::{PARTITIONS, Resource};
use crate::rule::{Check, Context};

declare_rule! {
    /// A Task's `Resource` names a partition that AWS does not have.
    ///
    /// The second part of an ARN is the partition: `aws` nearly everywhere, `aws-cn` in China, `aws-us-gov` in
    /// GovCloud, `aws-eusc` in the European Sovereign Cloud, `aws-iso` and its siblings in isolated regions. An ARN of
    /// another one names nothing.
    ///
    /// ```json,fails
    /// {"Type": "Task", "Resource": "arn:awss:states:::lambda:invoke",
    ///   "Parameters": {"FunctionName": "resize-image"}, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Task", "Resource": "arn:${AWS::Partition}:states:::lambda:invoke",
    ///   "Parameters": {"FunctionName": "resize-image"}, "End": true}
    /// ```
    ///
    /// Fix: writes the nearest partition; safe where only the letter case is wrong.
    ///
    /// Source: [ARN format](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html)
    pub RESOURCE_PARTITION = "resource-partition" (Integration, Warning, Both, fix: Sometimes), Check::Task(check)
}

fn check(ctx: &mut Context<'_>, state: &State, call: &Call<'_>) {
    let (Resource::Optimized { partition, .. }
    | Resource::AwsSdk { partition, .. }
    | Resource::Lambda { partition, .. }
    | Resource::Activity { partition, .. }) = &call.resource
    else {
        return;
    };
    if partition.has_placeholder() || PARTITIONS.contains(&partition.text) {
        return;
    }
    let span = call.span(ctx.tree, &partition.range);
    let message = format!("`{}` in `Resource` of state `{}` is not an AWS partition", partition.text, state.name);
    let Some(meant) = nearest(partition.text, PARTITIONS) else {
        ctx.report(call.node, message).span(span).help("nearly everywhere the partition is `aws`");
        return;
    };
    let same_letters = meant.eq_ignore_ascii_case(partition.text);
    let applicability = if same_letters { Applicability::Safe } else { Applicability::Unsafe };
    let edits = call.replace(ctx.tree, partition.range.clone(), meant);
    ctx.report(call.node, message).span(span).help(format!("did you mean `{meant}`?")).fix(
        format!("write `{meant}`"),
        applicability,
        edits,
    );
}
