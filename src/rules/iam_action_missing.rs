//! See [`IAM_ACTION_MISSING`].

use crate::host::Grantor;
use crate::model::Machine;
use crate::rule::{Check, Context};
use crate::semantics::permission::{Lack, lacks};

declare_rule! {
    /// The role of a state machine does not allow what one of its states does.
    ///
    /// A state machine acts with the permissions of its role. Where the role and all its policies are written in the
    /// template of the state machine, they are held against what the states call; for which resources something is allowed is
    /// not looked at. A role with managed policies, with parts that only the deployment knows, or without any policy is left
    /// alone.
    ///
    /// Jobs that a state waits for (`.sync`) end with an event: AWS makes a rule for them, with `events:PutRule` and
    /// `events:PutTargets`. A distributed Map starts executions of its own state machine.
    ///
    /// ```yaml,template,fails
    /// AWSTemplateFormatVersion: 2010-09-09
    /// Resources:
    ///   Role:
    ///     Type: AWS::IAM::Role
    ///     Properties:
    ///       AssumeRolePolicyDocument: {}
    ///       Policies:
    ///         - PolicyName: notify
    ///           PolicyDocument:
    ///             Statement: [{Effect: Allow, Action: "sqs:SendMessage", Resource: "*"}]
    ///   Order:
    ///     Type: AWS::StepFunctions::StateMachine
    ///     Properties:
    ///       RoleArn: !GetAtt Role.Arn
    ///       Definition:
    ///         StartAt: Notify
    ///         States:
    ///           Notify:
    ///             Type: Task
    ///             Resource: arn:aws:states:::sns:publish
    ///             Parameters: {TopicArn: !Ref Topic, Message: shipped}
    ///             End: true
    ///   Topic: {Type: AWS::SNS::Topic}
    /// ```
    ///
    /// ```yaml,template,passes
    /// AWSTemplateFormatVersion: 2010-09-09
    /// Resources:
    ///   Role:
    ///     Type: AWS::IAM::Role
    ///     Properties:
    ///       AssumeRolePolicyDocument: {}
    ///       Policies:
    ///         - PolicyName: notify
    ///           PolicyDocument:
    ///             Statement: [{Effect: Allow, Action: "sns:Publish", Resource: "*"}]
    ///   Order:
    ///     Type: AWS::StepFunctions::StateMachine
    ///     Properties:
    ///       RoleArn: !GetAtt Role.Arn
    ///       Definition:
    ///         StartAt: Notify
    ///         States:
    ///           Notify:
    ///             Type: Task
    ///             Resource: arn:aws:states:::sns:publish
    ///             Parameters: {TopicArn: !Ref Topic, Message: shipped}
    ///             End: true
    ///   Topic: {Type: AWS::SNS::Topic}
    /// ```
    ///
    /// Source: [IAM policies for integrated services](https://docs.aws.amazon.com/step-functions/latest/dg/service-integration-iam-templates.html)
    pub IAM_ACTION_MISSING = "iam-action-missing" (Host, Info, Both, fix: Never), Check::Machine(check)
}

fn check(ctx: &mut Context<'_>, machine: &Machine) {
    let Some(permissions) = &ctx.facts.permissions else { return };
    let Grantor::Role(role) = &permissions.grantor else { return };
    for lack in lacks(ctx.tree, machine, ctx.facts, permissions) {
        report(ctx, &lack, &format!("role `{role}`"), "does");
    }
}

/// Reports what a state lacks.
pub(super) fn report(ctx: &mut Context<'_>, lack: &Lack<'_>, grantor: &str, does: &str) {
    let actions: Vec<String> = lack.actions.iter().map(|action| format!("`{action}`")).collect();
    let actions = actions.join(", ");
    let message = format!("{grantor} {does} not allow {actions}, which state `{}` needs", lack.state.name);
    let (state, span) = (lack.state.node, ctx.tree.content_span(lack.state.name.node));
    ctx.report(state, message).span(span).discriminator(actions.clone()).help(format!("allow {actions}"));
}
