//! See [`LAMBDA_PAYLOAD_WRAPPED`].

use crate::diagnostic::Applicability;
use crate::edit;
use crate::integration::{self, Arguments, Call};
use crate::model::State;
use crate::resource::Resource;
use crate::rule::{Check, Context};
use crate::syntax::{Member, Tree};

declare_rule! {
    /// A Task that names a Lambda function by its own ARN wraps the payload as `lambda:invoke` does.
    ///
    /// The function gets all of `Parameters` as its input. `FunctionName` and `Payload` are parameters of `lambda:invoke`: with
    /// the function's ARN as the `Resource` the function finds them in its input, and what it expects below `Payload`.
    ///
    /// ```json,fails
    /// {"Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:123456789012:function:resize",
    ///   "Parameters": {"FunctionName": "resize", "Payload.$": "$"}, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
    ///   "Parameters": {"FunctionName": "resize", "Payload.$": "$"}, "End": true}
    /// ```
    ///
    /// Fix: calls the function through `lambda:invoke`, which also wraps its answer.
    ///
    /// Source: [Invoke a Lambda function](https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html)
    pub LAMBDA_PAYLOAD_WRAPPED = "lambda-payload-wrapped" (Integration, Warning, Both, fix: Sometimes), Check::Task(check)
}

/// The parameters of `lambda:invoke`.
const PARAMETERS: [&str; 6] = ["ClientContext", "FunctionName", "InvocationType", "LogType", "Payload", "Qualifier"];

fn check(ctx: &mut Context<'_>, state: &State, call: &Call<'_>) {
    let Resource::Lambda { partition, .. } = &call.resource else { return };
    let Some(name) = function_name(ctx.tree, call) else { return };
    let meant = format!("arn:{}:states:::lambda:invoke", partition.text);
    let edits = edit::replace_string(ctx.tree, call.node, &meant);
    ctx.report(
        name.key,
        format!("the function of state `{}` gets `FunctionName` and `Payload` as its input", state.name),
    )
    .help(format!("call it with `{meant}`, or give it what is in `Payload` alone"))
    .fix(format!("call it with `{meant}`"), Applicability::Unsafe, edits);
}

/// The member `FunctionName` of a payload that has what `lambda:invoke` takes, and nothing else.
pub(super) fn function_name(tree: &Tree, call: &Call<'_>) -> Option<Member> {
    let Arguments::Object { object, .. } = call.arguments else { return None };
    let named = |name: &str| tree.members(object).find(|member| integration::parameter(tree, member) == name);
    let all_known = tree.members(object).all(|member| PARAMETERS.contains(&integration::parameter(tree, &member)));
    named("Payload").and_then(|_| named("FunctionName")).filter(|_| all_known)
}
