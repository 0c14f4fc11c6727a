//! See [`CFN_UNKNOWN_LOGICAL_ID`].

use crate::asl::{MOST_GUESSES, nearest};
use crate::host::{Deployment, Intrinsic, Properties, Template};
use crate::host_check::HostContext;
use crate::rule::Check;
use crate::semantics::placeholder_use::{Filler, placeholders};
use crate::syntax::{NodeId, Tree};
use crate::text::Span;

declare_rule! {
    /// A definition, or a value that is handed to it, refers to something that the template does not have.
    ///
    /// `Ref`, `Fn::GetAtt` and `Fn::Sub` name resources and parameters of the same template; CloudFormation refuses one that
    /// names anything else. Where a macro, an included part or a tool could add the name, nothing is reported.
    ///
    /// ```yaml,template,fails
    /// AWSTemplateFormatVersion: 2010-09-09
    /// Resources:
    ///   Orders: {Type: AWS::DynamoDB::Table}
    ///   Order:
    ///     Type: AWS::StepFunctions::StateMachine
    ///     Properties:
    ///       Definition:
    ///         StartAt: Read
    ///         States:
    ///           Read:
    ///             Type: Task
    ///             Resource: arn:aws:states:::dynamodb:getItem
    ///             Parameters: {TableName: !Ref OrderTable, Key: {id: {S.$: $.id}}}
    ///             End: true
    /// ```
    ///
    /// ```yaml,template,passes
    /// AWSTemplateFormatVersion: 2010-09-09
    /// Resources:
    ///   Orders: {Type: AWS::DynamoDB::Table}
    ///   Order:
    ///     Type: AWS::StepFunctions::StateMachine
    ///     Properties:
    ///       Definition:
    ///         StartAt: Read
    ///         States:
    ///           Read:
    ///             Type: Task
    ///             Resource: arn:aws:states:::dynamodb:getItem
    ///             Parameters: {TableName: !Ref Orders, Key: {id: {S.$: $.id}}}
    ///             End: true
    /// ```
    ///
    /// Source: [Ref](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-ref.html)
    pub CFN_UNKNOWN_LOGICAL_ID = "cfn-unknown-logical-id" (Host, Warning, Both, fix: Never), Check::Host(check)
}

/// The properties in which definitions and their values stand.
const PLACES: [&str; 3] = ["Definition", "DefinitionString", "DefinitionSubstitutions"];

fn check(ctx: &mut HostContext<'_>, deployment: &Deployment) {
    let (Some(Properties { node, .. }), Some(template)) = (&deployment.properties, ctx.template) else { return };
    let tree = ctx.tree;
    let mut unknown: Vec<(Span, String)> = Vec::new();
    for place in &PLACES {
        let Some(value) = tree.get(*node, place) else { continue };
        for node in tree.descendants(value) {
            let Some(Intrinsic::Ref(id) | Intrinsic::GetAtt(id)) = Intrinsic::of(tree, node) else { continue };
            let Some(name) = tree.known(id).filter(|name| template.lacks(name)) else { continue };
            unknown.push((tree.content_span(id), name.to_owned()));
        }
        // The placeholders in the text of a definition are `substitution-undefined`'s.
        if *place != "DefinitionString" {
            in_texts(tree, value, template, &mut unknown);
        }
    }
    for (index, (span, name)) in unknown.into_iter().enumerate() {
        let id = name.split('.').next().unwrap_or(&name).to_owned();
        let nearest = if index < MOST_GUESSES { nearest(&id, template.names()).map(str::to_owned) } else { None };
        let message = format!("`{id}` is neither a resource nor a parameter of the template");
        let finding = ctx.report(deployment, span, message);
        finding.discriminator(format!("{} {id}", deployment.name));
        if let Some(nearest) = nearest {
            finding.help(format!("did you mean `{nearest}`?"));
        }
    }
}

/// The unknown names in the texts of `Fn::Sub`.
fn in_texts(tree: &Tree, root: NodeId, template: &Template, unknown: &mut Vec<(Span, String)>) {
    for placeholder in placeholders(tree, root) {
        let Filler::Sub(own) = placeholder.of else { continue };
        let Some(name) = placeholder.name() else { continue };
        let is_own = own.is_some_and(|own| tree.get(own, name).is_some());
        if !is_own && template.lacks(name) {
            unknown.push((placeholder.span, name.to_owned()));
        }
    }
}
