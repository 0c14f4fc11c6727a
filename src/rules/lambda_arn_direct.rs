//! See [`LAMBDA_ARN_DIRECT`].

use crate::integration::Call;
use crate::model::State;
use crate::resource::Resource;
use crate::rule::{Check, Context};

declare_rule! {
    /// A Task names a Lambda function by its own ARN instead of calling it through `lambda:invoke`.
    ///
    /// Both work. AWS recommends the integration: it shows more of a failure, takes a qualifier, and can wait for a task
    /// token. The two differ in what goes in and out: `lambda:invoke` sends `Payload` and gives the function's answer
    /// as `Payload` among other fields.
    ///
    /// ```json,fails
    /// {"Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:123456789012:function:resize-image", "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
    ///   "Parameters": {"FunctionName": "resize-image", "Payload.$": "$"}, "OutputPath": "$.Payload", "End": true}
    /// ```
    ///
    /// Source: [Invoke a Lambda function](https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html)
    pub LAMBDA_ARN_DIRECT = "lambda-arn-direct" (Integration, Info, Both, fix: Never), Check::Task(check)
}

fn check(ctx: &mut Context<'_>, state: &State, call: &Call<'_>) {
    // Where the parameters are those of the integration, more than this is wrong.
    let is_wrapped = super::lambda_payload_wrapped::function_name(ctx.tree, call).is_some();
    if !matches!(call.resource, Resource::Lambda { .. }) || is_wrapped {
        return;
    }
    ctx.report(call.node, format!("state `{}` names a Lambda function directly", state.name))
        .help("call it with `arn:aws:states:::lambda:invoke`, with the ARN as `FunctionName`");
}
