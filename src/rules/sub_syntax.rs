//! See [`SUB_SYNTAX`].

use crate::host::Replacer;
use crate::rule::{Check, Context};
use crate::semantics::placeholder_use::{Filler, placeholders};

declare_rule! {
    /// `Fn::Sub` does not take the name in a placeholder.
    ///
    /// A name consists of letters, digits, `_`, `.` and `:`; a blank or any other sign in it makes CloudFormation refuse the
    /// template.
    ///
    /// ```yaml,template,fails
    /// Resources:
    ///   Order:
    ///     Type: AWS::StepFunctions::StateMachine
    ///     Properties:
    ///       DefinitionString: !Sub |
    ///         {"StartAt": "Ship", "States": {"Ship": {"Type": "Pass", "Comment": "in ${AWS:: Region}", "End": true}}}
    /// ```
    ///
    /// ```yaml,template,passes
    /// Resources:
    ///   Order:
    ///     Type: AWS::StepFunctions::StateMachine
    ///     Properties:
    ///       DefinitionString: !Sub |
    ///         {"StartAt": "Ship", "States": {"Ship": {"Type": "Pass", "Comment": "in ${AWS::Region}", "End": true}}}
    /// ```
    ///
    /// Source: [Fn::Sub](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-sub.html)
    pub SUB_SYNTAX = "sub-syntax" (Host, Warning, Both, fix: Never), Check::Document(check)
}

fn check(ctx: &mut Context<'_>) {
    if ctx.facts.template.is_none() {
        return;
    }
    let fills_definition = ctx.facts.replacer == Replacer::Sub;
    for placeholder in placeholders(ctx.tree, ctx.root) {
        let is_sub = placeholder.of != Filler::Definition || fills_definition;
        let name = placeholder.inside.as_str();
        // What begins like a path or a variable is another matter, and `${self:…}` that of another tool.
        let is_other = name.trim_start().starts_with('$') || (name.contains(':') && !name.contains("::"));
        let is_right = |letter: char| letter.is_ascii_alphanumeric() || "_.:".contains(letter);
        if !is_sub || is_other || name.chars().all(is_right) {
            continue;
        }
        ctx.report(placeholder.node, format!("`{name}` is no name that `Fn::Sub` takes"))
            .span(placeholder.span)
            .help("a name consists of letters, digits, `_`, `.` and `:`; `${!` leaves text as it is")
            .discriminator(name);
    }
}
