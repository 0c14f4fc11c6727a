//! See [`SUB_VS_ASL_DOLLAR`].

use crate::diagnostic::{Applicability, Edit};
use crate::host::Replacer;
use crate::rule::{Check, Context};
use crate::semantics::placeholder_use::{Filler, placeholders};

declare_rule! {
    /// `Fn::Sub` meets a `${…}` that is meant for the state machine.
    ///
    /// `Fn::Sub` takes every `${…}` for a name of the template. One that holds a path or a variable, such as `${$.id}`, is
    /// none, and CloudFormation refuses the template. `${!$.id}` leaves `${$.id}` in the text.
    ///
    /// ```yaml,template,fails
    /// Resources:
    ///   Order:
    ///     Type: AWS::StepFunctions::StateMachine
    ///     Properties:
    ///       DefinitionString: !Sub |
    ///         {"StartAt": "Ship", "States": {"Ship": {"Type": "Pass", "Comment": "ships ${$.id}", "End": true}}}
    /// ```
    ///
    /// ```yaml,template,passes
    /// Resources:
    ///   Order:
    ///     Type: AWS::StepFunctions::StateMachine
    ///     Properties:
    ///       DefinitionString: !Sub |
    ///         {"StartAt": "Ship", "States": {"Ship": {"Type": "Pass", "Comment": "ships ${!$.id}", "End": true}}}
    /// ```
    ///
    /// Fix: write `${!`.
    ///
    /// Source: [Fn::Sub](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-sub.html)
    pub SUB_VS_ASL_DOLLAR = "sub-vs-asl-dollar" (Host, Warning, Both, fix: Sometimes), Check::Document(check)
}

fn check(ctx: &mut Context<'_>) {
    if ctx.facts.template.is_none() {
        return;
    }
    let fills_definition = ctx.facts.replacer == Replacer::Sub;
    for placeholder in placeholders(ctx.tree, ctx.root) {
        let is_sub = placeholder.of != Filler::Definition || fills_definition;
        let name = placeholder.inside.as_str();
        if !is_sub || !name.trim_start().starts_with('$') {
            continue;
        }
        let is_as_written = ctx.source.slice(placeholder.span) == format!("${{{name}}}");
        let edit = Edit { span: placeholder.span, text: format!("${{!{name}}}") };
        ctx.report(placeholder.node, format!("`Fn::Sub` takes `{name}` for a name of the template"))
            .span(placeholder.span)
            .help(format!("write `${{!{name}}}` to keep it as it is"))
            .discriminator(name)
            .fix("keep it as it is", Applicability::Unsafe, is_as_written.then(|| vec![edit]));
    }
}
