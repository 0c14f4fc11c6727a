//! See [`CREDENTIALS_PATH_AS_TEXT`].

use crate::asl::{QueryLanguage, StateType};
use crate::diagnostic::Applicability;
use crate::edit;
use crate::model::State;
use crate::rule::{Check, Context};

declare_rule! {
    /// The role of `Credentials` looks like a path but is taken as text.
    ///
    /// Like in a payload, a path or intrinsic function is evaluated only under a key that ends in `.$`: `RoleArn.$`.
    /// Without it the task tries to assume a role called `$.role`.
    ///
    /// ```json,fails
    /// {"Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:greet",
    ///   "Credentials": {"RoleArn": "$.role"}, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:greet",
    ///   "Credentials": {"RoleArn.$": "$.role"}, "End": true}
    /// ```
    ///
    /// Fix: renames the field to `RoleArn.$`.
    ///
    /// Source: [Accessing resources in other accounts](https://docs.aws.amazon.com/step-functions/latest/dg/concepts-access-cross-acct-resources.html)
    pub CREDENTIALS_PATH_AS_TEXT = "credentials-path-as-text" (Structure, Warning, JsonPath, fix: Always),
    Check::State(check)
}

fn check(ctx: &mut Context<'_>, state: &State) {
    if state.kind != Some(StateType::Task) || state.query_language != QueryLanguage::JsonPath {
        return;
    }
    let tree = ctx.tree;
    let Some(credentials) = ctx.field(state.node, "Credentials") else { return };
    let Some(member) = tree.member(credentials, "RoleArn") else { return };
    let Some(text) = tree.known(member.value) else { return };
    // No ARN starts like this.
    if !text.starts_with('$') && !text.starts_with("States.") {
        return;
    }
    let rename = edit::rename_key(tree, member.key, "RoleArn.$");
    ctx.report(
        member.value,
        format!("`RoleArn` of state `{}` is the text `{text}`, not what it refers to", state.name),
    )
    .help("call the field `RoleArn.$`")
    .fix("rename it to `RoleArn.$`", Applicability::Safe, rename);
}
