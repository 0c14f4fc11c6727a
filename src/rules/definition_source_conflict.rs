//! See [`DEFINITION_SOURCE_CONFLICT`].

use crate::host::{Deployment, Properties};
use crate::host_check::HostContext;
use crate::rule::Check;

declare_rule! {
    /// A state machine has several definitions, or none.
    ///
    /// A state machine of CloudFormation has one of `Definition`, `DefinitionString` and `DefinitionS3Location`, one of SAM
    /// one of `Definition` and `DefinitionUri`. Properties that a macro or a condition makes are left alone.
    ///
    /// ```yaml,template,fails
    /// Resources:
    ///   Order:
    ///     Type: AWS::StepFunctions::StateMachine
    ///     Properties:
    ///       RoleArn: arn:aws:iam::123456789012:role/orders
    ///       DefinitionS3Location: {Bucket: definitions, Key: order.json}
    ///       Definition:
    ///         StartAt: Ship
    ///         States:
    ///           Ship: {Type: Succeed}
    /// ```
    ///
    /// ```yaml,template,passes
    /// Resources:
    ///   Order:
    ///     Type: AWS::StepFunctions::StateMachine
    ///     Properties:
    ///       RoleArn: arn:aws:iam::123456789012:role/orders
    ///       Definition:
    ///         StartAt: Ship
    ///         States:
    ///           Ship: {Type: Succeed}
    /// ```
    ///
    /// Source: [AWS::StepFunctions::StateMachine](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-stepfunctions-statemachine.html)
    pub DEFINITION_SOURCE_CONFLICT = "definition-source-conflict" (Host, Warning, Both, fix: Never), Check::Host(check)
}

fn check(ctx: &mut HostContext<'_>, deployment: &Deployment) {
    let Some(Properties { node, kind, .. }) = deployment.properties else { return };
    let tree = ctx.tree;
    let is_made = |name: &str| name.starts_with("Fn::");
    if !tree.is_object(node)
        || tree.is_incomplete(node)
        || tree.members(node).any(|member| is_made(tree.text(member.key)))
    {
        return;
    }
    let sources = kind.sources();
    let mut given = tree.members(node).filter(|member| sources.contains(&tree.text(member.key)));
    let Some(first) = given.next() else {
        let names = sources.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        let message = format!("state machine `{}` has no definition", deployment.name);
        ctx.report(deployment, deployment.span, message).help(format!("give it one of {names}"));
        return;
    };
    // A condition may leave either of them without a value.
    let second = given.find(|other| tree.text(other.key) != tree.text(first.key));
    let Some(second) = second.filter(|second| !tree.is_opaque(first.value) && !tree.is_opaque(second.value)) else {
        return;
    };
    let (one, other) = (tree.text(first.key), tree.text(second.key));
    let message = format!("state machine `{}` has both `{one}` and `{other}`", deployment.name);
    ctx.report(deployment, tree.content_span(second.key), message)
        .related(tree.content_span(first.key), format!("`{one}` is here"));
}
