//! See [`HTTP_MISSING_FIELD`].

use crate::integration::{self, Arguments, Call};
use crate::model::State;
use crate::rule::{Check, Context};
use crate::syntax::Member;

declare_rule! {
    /// An HTTP request lacks its endpoint, its method or its connection.
    ///
    /// `http:invoke` needs `ApiEndpoint`, `Method`, and the EventBridge connection that holds the credentials: its ARN as
    /// `ConnectionArn` in `Authentication` or in `InvocationConfig`. The state fails without one of them. AWS documents
    /// them as required, but was not seen to refuse such a definition, so this is a warning.
    ///
    /// ```json,fails
    /// {"Type": "Task", "Resource": "arn:aws:states:::http:invoke",
    ///   "Parameters": {"ApiEndpoint": "https://api.example.com/rates", "Method": "GET"}, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Task", "Resource": "arn:aws:states:::http:invoke",
    ///   "Parameters": {"ApiEndpoint": "https://api.example.com/rates", "Method": "GET",
    ///     "Authentication": {"ConnectionArn": "arn:aws:events:eu-west-1:123456789012:connection/rates/1"}}, "End": true}
    /// ```
    ///
    /// Source: [Call HTTPS APIs](https://docs.aws.amazon.com/step-functions/latest/dg/call-https-apis.html)
    pub HTTP_MISSING_FIELD = "http-missing-field" (Integration, Warning, Both, fix: Sometimes), Check::Task(check)
}

fn check(ctx: &mut Context<'_>, state: &State, call: &Call<'_>) {
    let Some(action) = call.action.filter(|action| (action.service, action.name) == ("http", "invoke")) else { return };
    let Arguments::Object { key, object } = call.arguments else { return };
    let tree = ctx.tree;
    let connection = tree
        .members(object)
        .find(|member| matches!(integration::parameter(tree, member), "Authentication" | "InvocationConfig"));
    // One that is misspelt is reported as an unknown parameter.
    let near = |name| crate::asl::nearest(name, ["Authentication", "InvocationConfig"]).is_some();
    let is_absent =
        connection.is_none() && !tree.members(object).any(|member| near(integration::parameter(tree, &member)));
    let others = integration::missing(tree, object, action.operation);
    if is_absent && others.iter().any(|missing| missing.misspelt.is_none()) {
        super::integration_missing_parameter::report(ctx, state, call, action, &["Authentication"]);
        return;
    }
    super::integration_missing_parameter::report(ctx, state, call, action, &[]);
    if is_absent {
        let field = Arguments::field(state.query_language);
        ctx.report(object, format!("`{field}` of state `{}` lacks `Authentication`", state.name))
            .span(tree.span(key))
            .help("add `Authentication` with the `ConnectionArn` of an EventBridge connection");
    }
    if let Some(connection) = connection {
        check_connection(ctx, state, connection);
    }
}

/// Whether the object that names the connection does.
fn check_connection(ctx: &mut Context<'_>, state: &State, connection: Member) {
    let tree = ctx.tree;
    let value = connection.value;
    if !tree.is_object(value) || tree.is_opaque(value) || !integration::is_closed(tree, value) {
        return;
    }
    if tree.members(value).any(|member| integration::parameter(tree, &member) == "ConnectionArn") {
        return;
    }
    let name = tree.text(connection.key);
    let span = tree.span(connection.key);
    ctx.report(value, format!("`{name}` of state `{}` lacks `ConnectionArn`", state.name))
        .span(span)
        .help("give the ARN of an EventBridge connection");
}
