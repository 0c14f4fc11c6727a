//! See [`BARE_PLACEHOLDER`].

use crate::rule::{Check, Context};
use crate::syntax::{Kind, Language, Trait};

declare_rule! {
    /// A placeholder stands outside of quotes, so the file is JSON only after deployment has replaced it.
    ///
    /// That is the way to hand over a number, a list or an object with `DefinitionSubstitutions` or a template, and
    /// nothing is wrong with it; editors and other tools will still call the file broken. Whatever the placeholder
    /// stands for is not checked.
    ///
    /// JSON only: YAML takes a plain placeholder for text.
    ///
    /// ```json,fails
    /// {"StartAt": "Rest", "States": {"Rest": {"Type": "Wait", "Seconds": ${Pause}, "End": true}}}
    /// ```
    ///
    /// ```json,passes
    /// {"StartAt": "Rest", "States": {"Rest": {"Type": "Wait", "Seconds": 10, "End": true}}}
    /// ```
    ///
    /// Source: [DefinitionSubstitutions](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-stepfunctions-statemachine.html)
    pub BARE_PLACEHOLDER = "bare-placeholder" (Syntax, Hint, Both, fix: Never), Check::Document(check)
}

fn check(ctx: &mut Context<'_>) {
    let tree = ctx.tree;
    // Expressions of Terraform stand where they are.
    if !tree.has(Trait::Holes) || tree.language() == Language::Hcl {
        return;
    }
    for node in tree.descendants(ctx.root) {
        if tree.kind(node) == Kind::Hole {
            let written = ctx.source.slice(tree.span(node));
            // What a template puts between two texts stands where it belongs, and so does a directive.
            if !["${", "#{", "{{"].iter().any(|sign| written.starts_with(sign)) {
                continue;
            }
            let message = match written.lines().count() {
                1 => format!("`{written}` stands outside of quotes"),
                _ => "a placeholder stands outside of quotes".to_owned(),
            };
            ctx.report(node, message).help("the file is JSON only after deployment has replaced it");
        }
    }
}
