//! See [`SERVERLESS_RESOURCE_SHORTHAND`].

use crate::integration::Call;
use crate::model::State;
use crate::rule::{Check, Context};

declare_rule! {
    /// A Task of a service names one of its functions where the function's ARN is needed.
    ///
    /// The Serverless Framework knows its functions by short names, but hands definitions to AWS as they are written, and
    /// AWS refuses a `Resource` that is no ARN.
    ///
    /// ```yaml,template,fails
    /// service: orders
    /// functions:
    ///   create: {handler: create.handler}
    /// stepFunctions:
    ///   stateMachines:
    ///     order:
    ///       definition:
    ///         StartAt: Create
    ///         States:
    ///           Create: {Type: Task, Resource: create, End: true}
    /// ```
    ///
    /// ```yaml,template,passes
    /// service: orders
    /// functions:
    ///   create: {handler: create.handler}
    /// stepFunctions:
    ///   stateMachines:
    ///     order:
    ///       definition:
    ///         StartAt: Create
    ///         States:
    ///           Create: {Type: Task, Resource: {"Fn::GetAtt": [create, Arn]}, End: true}
    /// ```
    ///
    /// Source: [Serverless Step Functions](https://www.serverless.com/plugins/serverless-step-functions)
    pub SERVERLESS_RESOURCE_SHORTHAND = "serverless-resource-shorthand" (Host, Warning, Both, fix: Never), Check::Task(check)
}

fn check(ctx: &mut Context<'_>, state: &State, call: &Call<'_>) {
    let Some(name) = ctx.function_of_service(call.node) else { return };
    let message = format!("`Resource` of state `{}` is the short name of function `{name}`, not its ARN", state.name);
    let help = format!("write `Fn::GetAtt: [{name}, Arn]`");
    ctx.report(call.node, message).help(help);
}
