//! See [`CALLBACK_NO_TOKEN`].

use crate::asl::{QueryLanguage, StateType, WorkflowType};
use crate::expression::Expression;
use crate::integration::{Arguments, Call};
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::context_read;
use crate::services::Pattern;
use crate::syntax::NodeId;

declare_rule! {
    /// A Task waits for its task token to come back, but hands it to nobody.
    ///
    /// With `.waitForTaskToken` the state goes on when somebody returns the token that Step Functions has made for it. The
    /// token is only in the context object: what does not get it from there cannot answer, and the state waits until its
    /// timeout, which is a year if it has none.
    ///
    /// ```json,fails
    /// {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
    ///   "Parameters": {"FunctionName": "ask", "Payload.$": "$"}, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
    ///   "Parameters": {"FunctionName": "ask", "Payload": {"token.$": "$$.Task.Token", "order.$": "$"}}, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Task", "QueryLanguage": "JSONata", "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
    ///   "Arguments": {"FunctionName": "ask", "Payload": {"token": "{% $states.context.Task.Token %}"}}, "End": true}
    /// ```
    ///
    /// Source: [Wait for a callback](https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html#connect-wait-token)
    pub CALLBACK_NO_TOKEN = "callback-no-token" (Integration, Warning, Both, fix: Never), Check::Expressions(check)
}

/// The fields that a token may be handed over by: an `InputPath` may lead into the context object.
const FIELDS: [&str; 3] = ["InputPath", "Parameters", "Arguments"];

fn check(ctx: &mut Context<'_>, state: &State, expressions: &[Expression<'_>]) {
    let tree = ctx.tree;
    if state.kind != Some(StateType::Task) {
        return;
    }
    let Some(call) = Call::of(tree, state).filter(|call| call.pattern() == Some(Pattern::WaitForTaskToken)) else {
        return;
    };
    // A pattern that the action or the workflow does not have is reported as that.
    let is_offered = call.patterns().is_none_or(|patterns| patterns.contains(&Pattern::WaitForTaskToken));
    if !is_offered || ctx.workflow_type() == Some(WorkflowType::Express) {
        return;
    }
    let Arguments::Object { object, .. } = call.arguments else { return };
    // One in the wrong letter case is another finding.
    let Some(suffix) = call.suffix().filter(|suffix| suffix.text == Pattern::WaitForTaskToken.suffix()) else { return };
    let handed = expressions.iter().filter(|expression| FIELDS.contains(&expression.field.name));
    let is_open = tree.get(state.node, "InputPath").is_some_and(|path| tree.is_opaque(path)) || !is_known(ctx, object);
    if is_open || handed.into_iter().any(may_hand_over) {
        return;
    }
    let token = match state.query_language {
        QueryLanguage::JsonPath => "$$.Task.Token",
        QueryLanguage::Jsonata => "$states.context.Task.Token",
    };
    ctx.report(call.node, format!("state `{}` waits for its task token, but hands it to nobody", state.name))
        .span(call.span(tree, &suffix.range))
        .help(format!("send `{token}` along, or leave out `{}`", suffix.text));
}

/// Whether an expression reads the token, or what it may be in.
fn may_hand_over(expression: &Expression<'_>) -> bool {
    let leads = |names: &[&str]| names.first().is_none_or(|first| *first == "Task");
    expression.is_faulty() || context_read::of(expression).iter().any(|read| leads(&read.names))
}

/// Whether all that is sent is known before deployment, and no text in it tries to be the token: that is for other rules.
fn is_known(ctx: &Context<'_>, object: NodeId) -> bool {
    let tree = ctx.tree;
    tree.descendants(object).all(|node| {
        let is_alias = tree.resolve(node) != node;
        !is_alias && !tree.is_opaque(node) && !tree.known(node).is_some_and(|text| text.contains("Task.Token"))
    })
}
