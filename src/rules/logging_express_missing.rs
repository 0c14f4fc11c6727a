//! See [`LOGGING_EXPRESS_MISSING`].

use crate::host::{Deployment, Properties, ResourceKind};
use crate::host_check::HostContext;
use crate::rule::Check;

declare_rule! {
    /// An Express workflow writes no logs, so nobody can see afterwards what it did.
    ///
    /// AWS keeps the history of Standard workflows for 90 days. Of an Express workflow it keeps none: what an execution did,
    /// and why it failed, is in its logs or nowhere. Templates of `CloudFormation` and SAM are looked at.
    ///
    /// ```yaml,template,fails
    /// Resources:
    ///   Order:
    ///     Type: AWS::Serverless::StateMachine
    ///     Properties:
    ///       Type: EXPRESS
    ///       Definition:
    ///         StartAt: Ship
    ///         States:
    ///           Ship: {Type: Succeed}
    /// ```
    ///
    /// ```yaml,template,passes
    /// Resources:
    ///   Order:
    ///     Type: AWS::Serverless::StateMachine
    ///     Properties:
    ///       Type: EXPRESS
    ///       Logging:
    ///         Level: ERROR
    ///         Destinations: [CloudWatchLogsLogGroup: {LogGroupArn: !GetAtt Logs.Arn}]
    ///       Definition:
    ///         StartAt: Ship
    ///         States:
    ///           Ship: {Type: Succeed}
    ///   Logs: {Type: AWS::Logs::LogGroup}
    /// ```
    ///
    /// Source: [Logging in CloudWatch Logs](https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html)
    pub LOGGING_EXPRESS_MISSING = "logging-express-missing" (Host, Info, Both, fix: Never), Check::Host(check)
}

fn check(ctx: &mut HostContext<'_>, deployment: &Deployment) {
    let Some(Properties { node, kind, .. }) = deployment.properties else { return };
    let tree = ctx.tree;
    let (kind, logging) = match kind {
        ResourceKind::CloudFormation => ("StateMachineType", "LoggingConfiguration"),
        ResourceKind::Sam => ("Type", "Logging"),
    };
    let is_express = tree.get(node, kind).is_some_and(|kind| tree.known(kind) == Some("EXPRESS"));
    let is_made = || tree.members(node).any(|member| tree.text(member.key).starts_with("Fn::"));
    if !is_express || tree.is_incomplete(node) || is_made() {
        return;
    }
    let off = match tree.get(node, logging) {
        None => None,
        Some(value) => match tree.get(value, "Level").filter(|&level| tree.known(level) == Some("OFF")) {
            Some(level) => Some(level),
            None => return,
        },
    };
    let span = off.map_or(deployment.span, |level| tree.content_span(level));
    ctx.report(deployment, span, format!("Express workflow `{}` writes no logs", deployment.name))
        .help(format!("AWS keeps no history of Express workflows; `{logging}` sends it to CloudWatch Logs"));
}
