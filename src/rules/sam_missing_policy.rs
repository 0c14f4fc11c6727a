//! See [`SAM_MISSING_POLICY`].

use super::iam_action_missing::report;
use crate::host::Grantor;
use crate::model::Machine;
use crate::rule::{Check, Context};
use crate::semantics::permission::lacks;

declare_rule! {
    /// The `Policies` of a SAM state machine do not allow what one of its states does.
    ///
    /// SAM makes a role that allows what `Policies` say, and nothing else. Policy templates and documents are held against
    /// what the states call; for which resources something is allowed is not looked at. Where a policy has a name or an ARN, what
    /// it allows is written elsewhere, and nothing is said; nor is it where there are no policies at all.
    ///
    /// ```yaml,template,fails
    /// Transform: AWS::Serverless-2016-10-31
    /// Resources:
    ///   Orders: {Type: AWS::SQS::Queue}
    ///   Order:
    ///     Type: AWS::Serverless::StateMachine
    ///     Properties:
    ///       Policies:
    ///         - SQSPollerPolicy: {QueueName: !GetAtt Orders.QueueName}
    ///       Definition:
    ///         StartAt: Ask
    ///         States:
    ///           Ask:
    ///             Type: Task
    ///             Resource: arn:aws:states:::sqs:sendMessage
    ///             Parameters: {QueueUrl: !Ref Orders, MessageBody: ship}
    ///             End: true
    /// ```
    ///
    /// ```yaml,template,passes
    /// Transform: AWS::Serverless-2016-10-31
    /// Resources:
    ///   Orders: {Type: AWS::SQS::Queue}
    ///   Order:
    ///     Type: AWS::Serverless::StateMachine
    ///     Properties:
    ///       Policies:
    ///         - SQSSendMessagePolicy: {QueueName: !GetAtt Orders.QueueName}
    ///       Definition:
    ///         StartAt: Ask
    ///         States:
    ///           Ask:
    ///             Type: Task
    ///             Resource: arn:aws:states:::sqs:sendMessage
    ///             Parameters: {QueueUrl: !Ref Orders, MessageBody: ship}
    ///             End: true
    /// ```
    ///
    /// Source: [SAM policy templates](https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-policy-template-list.html)
    pub SAM_MISSING_POLICY = "sam-missing-policy" (Host, Info, Both, fix: Never), Check::Machine(check)
}

fn check(ctx: &mut Context<'_>, machine: &Machine) {
    let Some(permissions) = &ctx.facts.permissions else { return };
    if permissions.grantor == Grantor::Policies {
        for lack in lacks(ctx.tree, machine, ctx.facts, permissions) {
            report(ctx, &lack, "`Policies` of the state machine", "do");
        }
    }
}
