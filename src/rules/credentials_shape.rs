//! See [`CREDENTIALS_SHAPE`].

use crate::asl::StateType;
use crate::model::State;
use crate::rule::{Check, Context};

declare_rule! {
    /// The `Credentials` of a task name no role.
    ///
    /// They hold one thing, the role to assume: `RoleArn`, or in JSONPath `RoleArn.$` where a path gives it. AWS
    /// answers `The field 'RoleArn' is required but was missing`.
    ///
    /// ```json,fails
    /// {"Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:greet", "Credentials": {},
    ///    "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:greet",
    ///   "Credentials": {"RoleArn": "arn:aws:iam::444455556666:role/greeter"}, "End": true}
    /// ```
    ///
    /// Source: [Accessing resources in other accounts](https://docs.aws.amazon.com/step-functions/latest/dg/concepts-access-cross-acct-resources.html)
    pub CREDENTIALS_SHAPE = "credentials-shape" (Structure, Error, Both, fix: Never), Check::State(check)
}

fn check(ctx: &mut Context<'_>, state: &State) {
    if state.kind != Some(StateType::Task) {
        return;
    }
    let tree = ctx.tree;
    let Some(member) = tree.member(state.node, "Credentials") else { return };
    let credentials = member.value;
    // A member of another name is an unknown field, or may turn into this one.
    if !tree.is_object(credentials) || tree.is_incomplete(credentials) || tree.members(credentials).next().is_some() {
        return;
    }
    ctx.report(credentials, format!("`Credentials` of state `{}` lacks `RoleArn`", state.name))
        .span(tree.span(member.key))
        .help("name the role to assume, or remove `Credentials`");
}
