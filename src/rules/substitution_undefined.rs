//! See [`SUBSTITUTION_UNDEFINED`].

use crate::asl::{MOST_GUESSES, nearest};
use crate::host::Replacer;
use crate::rule::{Check, Context};
use crate::semantics::placeholder_use::{Filler, Placeholder, placeholders};

declare_rule! {
    /// Nothing gives a placeholder of a definition a value.
    ///
    /// The template hands its values to the definition by name: `DefinitionSubstitutions`, the names of the template
    /// where the text is an `Fn::Sub`, the variables of `templatefile` and `template_file`. A name that is not among them makes the deployment
    /// fail, or stays in the definition as it is, and the task is called with the text `${Table}`. So does a name of the template,
    /// `${AWS::Region}` or `${Function.Arn}`, in a text that is no `Fn::Sub`. A file on its own, whose
    /// template is not checked with it, is left alone, unless the configuration tells its names: `[substitutions]`.
    ///
    /// ```yaml,template,fails
    /// Resources:
    ///   Order:
    ///     Type: AWS::StepFunctions::StateMachine
    ///     Properties:
    ///       DefinitionSubstitutions:
    ///         Table: orders
    ///       Definition:
    ///         StartAt: Read
    ///         States:
    ///           Read:
    ///             Type: Task
    ///             Resource: arn:aws:states:::dynamodb:getItem
    ///             Parameters: {TableName: "${Table}", Key: {id: {S: "${OrderId}"}}}
    ///             End: true
    /// ```
    ///
    /// ```yaml,template,passes
    /// Resources:
    ///   Order:
    ///     Type: AWS::StepFunctions::StateMachine
    ///     Properties:
    ///       DefinitionSubstitutions:
    ///         Table: orders
    ///       Definition:
    ///         StartAt: Read
    ///         States:
    ///           Read:
    ///             Type: Task
    ///             Resource: arn:aws:states:::dynamodb:getItem
    ///             Parameters: {TableName: "${Table}", Key: {id: {S.$: $.id}}}
    ///             End: true
    /// ```
    ///
    /// Source: [DefinitionSubstitutions](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-stepfunctions-statemachine.html)
    pub SUBSTITUTION_UNDEFINED = "substitution-undefined" (Host, Warning, Both, fix: Never), Check::Document(check)
}

fn check(ctx: &mut Context<'_>) {
    let Some(names) = &ctx.facts.substitutions else { return };
    if matches!(ctx.facts.replacer, Replacer::Unknown | Replacer::Serverless) {
        return;
    }
    let is_text = ctx.root == ctx.tree.root();
    let mut guesses = MOST_GUESSES;
    for placeholder in placeholders(ctx.tree, ctx.root) {
        let is_template_name = is_template_name(ctx, &placeholder.inside);
        let name = placeholder.name().or_else(|| is_template_name.then_some(&*placeholder.inside));
        let Some(name) = name.filter(|_| placeholder.of == Filler::Definition) else { continue };
        let id = name.split('.').next().unwrap_or(name);
        // An escape such as `$${name}` stands for the text `${name}`, which nobody fills in.
        if ctx.source.slice(placeholder.span) != format!("${{{name}}}") || is_escaped(ctx, &placeholder) {
            continue;
        }
        // Whether a name may have a dot in it is the host's matter.
        if names.contains_key(name) || names.contains_key(id) || !is_template_name && !is_missing(ctx, name) {
            continue;
        }
        if is_template_name {
            report_without_sub(ctx, &placeholder, name);
            // One `Fn::Sub` before the text is all that is missing.
            if is_text && names.is_empty() {
                return;
            }
            continue;
        }
        let known =
            names.keys().map(String::as_str).chain(ctx.facts.template.iter().flat_map(|template| template.names()));
        let can_guess = 0 < guesses && ctx.facts.replacer != Replacer::Nothing;
        guesses = guesses.saturating_sub(1);
        let nearest = if can_guess { nearest(id, known).map(str::to_owned) } else { None };
        report(ctx, &placeholder, name, nearest);
    }
}

/// Whether a placeholder is one for `Fn::Sub`, which is missing before the text.
fn is_template_name(ctx: &Context<'_>, name: &str) -> bool {
    let template = ctx.facts.template.as_ref().filter(|_| ctx.facts.replacer == Replacer::Substitutions);
    template.is_some_and(|template| template.fills(name))
}

/// Whether the text of a file that somebody fills in may mean the placeholder as it stands.
fn is_escaped(ctx: &Context<'_>, placeholder: &Placeholder) -> bool {
    let before = ctx.source.text().get(..placeholder.span.start as usize).unwrap_or("");
    ctx.facts.replacer == Replacer::Told && before.ends_with('$')
}

/// Whether a name that is not among the substitutions is given no value otherwise.
fn is_missing(ctx: &Context<'_>, name: &str) -> bool {
    match ctx.facts.replacer {
        Replacer::Sub => ctx.facts.template.as_ref().is_some_and(|template| template.lacks(name)),
        Replacer::Substitutions | Replacer::Told => !name.contains('.'),
        Replacer::Template | Replacer::Nothing => true,
        Replacer::Unknown | Replacer::Serverless => false,
    }
}

fn report_without_sub(ctx: &mut Context<'_>, placeholder: &Placeholder, name: &str) {
    ctx.report(placeholder.node, format!("nothing fills in `{name}`: the text is no `Fn::Sub`"))
        .span(placeholder.span)
        .help("put `!Sub` before the text, or give it a value in `DefinitionSubstitutions`")
        .discriminator(name);
}

fn report(ctx: &mut Context<'_>, placeholder: &Placeholder, name: &str, nearest: Option<String>) {
    let (message, help) = match ctx.facts.replacer {
        Replacer::Sub => (format!("`{name}` is nothing that the template has"), "it is no resource and no parameter"),
        Replacer::Nothing => (
            format!("nothing gives `{name}` a value"),
            "`file` takes the text as it stands; `templatefile` takes variables",
        ),
        Replacer::Template => {
            (format!("the template gets no variable `{name}`"), "add it where the template is filled in")
        }
        Replacer::Told => (format!("the configuration gives `{name}` no value"), "add it to `[substitutions]`"),
        _ => (format!("`DefinitionSubstitutions` gives `{name}` no value"), "add it there, or it stays as it is"),
    };
    let help = nearest.map_or_else(|| help.to_owned(), |nearest| format!("did you mean `{nearest}`?"));
    ctx.report(placeholder.node, message).span(placeholder.span).help(help).discriminator(name);
}
