//! See [`INTEGRATION_UNKNOWN_PARAMETER`].

use rustc_hash::FxHashSet;

use crate::asl::nearest;
use crate::diagnostic::Applicability;
use crate::integration::{self, Arguments, Call};
use crate::model::State;
use crate::rule::{Check, Context};
use crate::syntax::{Member, NodeId};

declare_rule! {
    /// A Task gives a parameter that the action it calls does not have.
    ///
    /// AWS refuses fields that it does not know, `The field "X" is not supported by Step Functions`, where the name is
    /// written out; behind a name that ends in `.$` it only finds out when the state runs. It is a warning all the same:
    /// the lists of this version may lack a parameter that AWS has added since. Only actions whose list is complete are
    /// looked at.
    ///
    /// ```json,fails
    /// {"Type": "Task", "Resource": "arn:aws:states:::sns:publish",
    ///   "Parameters": {"TopicArn": "arn:aws:sns:eu-west-1:123456789012:orders", "Message": "shipped", "Title": "Order"},
    ///   "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Task", "Resource": "arn:aws:states:::sns:publish",
    ///   "Parameters": {"TopicArn": "arn:aws:sns:eu-west-1:123456789012:orders", "Message": "shipped", "Subject": "Order"},
    ///   "End": true}
    /// ```
    ///
    /// Fix: renames it to the nearest parameter; safe where only the letter case is wrong.
    ///
    /// Source: [Optimized integrations](https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html)
    pub INTEGRATION_UNKNOWN_PARAMETER = "integration-unknown-parameter" (Integration, Warning, Both, fix: Sometimes), Check::Task(check)
}

fn check(ctx: &mut Context<'_>, state: &State, call: &Call<'_>) {
    let (Some(action), Arguments::Object { object, .. }) = (call.action, call.arguments) else { return };
    let Some(allow) = &action.operation.allow else { return };
    let tree = ctx.tree;
    let is_allowed = |member: &Member| {
        let name = integration::parameter(tree, member);
        allow.iter().any(|allowed| allowed == name)
    };
    let unknown: Vec<Member> = tree.members(object).filter(|member| !is_allowed(member)).collect();
    if unknown.is_empty() {
        return;
    }
    // A key that stands for a required parameter is reported as that one missing.
    let taken: FxHashSet<NodeId> = integration::missing(tree, object, action.operation)
        .iter()
        .filter_map(|missing| missing.misspelt.map(|member| member.key))
        .collect();
    let given: FxHashSet<&str> = tree.members(object).map(|member| integration::parameter(tree, &member)).collect();
    let free: Vec<&str> = allow.iter().map(String::as_str).filter(|name| !given.contains(name)).collect();
    for member in unknown.iter().filter(|member| !taken.contains(&member.key)) {
        let name = integration::parameter(tree, member);
        let message = format!("`{action}` in state `{}` has no parameter `{name}`", state.name);
        let Some(meant) = nearest(name, free.iter().copied()) else {
            let names: Vec<String> = allow.iter().map(|name| format!("`{name}`")).collect();
            ctx.report(member.key, message).discriminator(name).help(format!("it has {}", names.join(", ")));
            continue;
        };
        let same_letters = meant.eq_ignore_ascii_case(name);
        let applicability = if same_letters { Applicability::Safe } else { Applicability::Unsafe };
        let edits = integration::rename_parameter(tree, member, meant);
        ctx.report(member.key, message).discriminator(name).help(format!("did you mean `{meant}`?")).fix(
            format!("rename it to `{meant}`"),
            applicability,
            edits,
        );
    }
}
