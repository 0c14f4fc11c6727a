//! See [`RESOURCE_SHAPE`].

use crate::integration::Call;
use crate::model::State;
use crate::resource::{MalformedArn, Resource};
use crate::rule::{Check, Context};

declare_rule! {
    /// A Task's `Resource` is no ARN, or one that stops before it names anything.
    ///
    /// A Task can only call what an ARN names: a Lambda function, an activity, or an integration. AWS refuses anything
    /// else when the state machine is created, the bare name of a function and a `{% %}` expression included. Text with
    /// a placeholder such as `${FunctionArn}` is left alone.
    ///
    /// ```json,fails
    /// {"Type": "Task", "Resource": "resize-image", "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
    ///   "Parameters": {"FunctionName": "resize-image"}, "End": true}
    /// ```
    ///
    /// Source: [Task state](https://states-language.net/#task-state)
    pub RESOURCE_SHAPE = "resource-shape" (Integration, Error, Both, fix: Never), Check::Task(check)
}

fn check(ctx: &mut Context<'_>, state: &State, call: &Call<'_>) {
    let Resource::Malformed { reason } = call.resource else { return };
    if ctx.function_of_service(call.node).is_some() {
        return;
    }
    let (message, help) = match reason {
        MalformedArn::NotAnArn => (
            format!("`Resource` of state `{}` is not an ARN", state.name),
            "name a function by its ARN, or call it with `arn:aws:states:::lambda:invoke`",
        ),
        MalformedArn::MissingParts => (
            format!("`Resource` of state `{}` is an ARN that lacks parts", state.name),
            "an integration is `arn:aws:states:::service:action`, a function \
             `arn:aws:lambda:region:account:function:name`",
        ),
    };
    ctx.report(call.node, message).help(help);
}
