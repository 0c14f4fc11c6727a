//! See [`SUBSTITUTION_TYPE`].

use crate::asl::QueryLanguage;
use crate::diagnostic::{Applicability, Edit};
use crate::host::Replacer;
use crate::model::State;
use crate::rule::{Check, Context};
use crate::schema::{self, Owner, ValueKind};
use crate::syntax::{Language, NodeId, has_placeholder};

declare_rule! {
    /// A placeholder for a number, or for true or false, stands in quotes.
    ///
    /// Deployment replaces the placeholder and leaves the quotes, so that AWS gets the text `"3"` where it takes the
    /// number 3 alone. In JSON text the placeholder can stand without quotes.
    ///
    /// JSON only: where deployment writes the JSON itself, what it makes of a value is not known.
    ///
    /// ```yaml,template,fails
    /// Resources:
    ///   Order:
    ///     Type: AWS::StepFunctions::StateMachine
    ///     Properties:
    ///       DefinitionSubstitutions: {Pause: 30}
    ///       DefinitionString: |
    ///         {"StartAt": "Rest", "States": {"Rest": {"Type": "Wait", "Seconds": "${Pause}", "End": true}}}
    /// ```
    ///
    /// ```yaml,template,passes
    /// Resources:
    ///   Order:
    ///     Type: AWS::StepFunctions::StateMachine
    ///     Properties:
    ///       DefinitionSubstitutions: {Pause: 30}
    ///       DefinitionString: |
    ///         {"StartAt": "Rest", "States": {"Rest": {"Type": "Wait", "Seconds": ${Pause}, "End": true}}}
    /// ```
    ///
    /// Fix: remove the quotes.
    ///
    /// Source: [DefinitionSubstitutions](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-stepfunctions-statemachine.html)
    pub SUBSTITUTION_TYPE = "substitution-type" (Host, Warning, JsonPath, fix: Sometimes), Check::State(check)
}

fn check(ctx: &mut Context<'_>, state: &State) {
    let replaces_text = matches!(ctx.facts.replacer, Replacer::Substitutions | Replacer::Sub | Replacer::Template);
    let is_text = ctx.tree.language() == Language::Json && (ctx.tree.is_embedded() || ctx.facts.template.is_none());
    // JSONata may be what is filled in.
    if !replaces_text
        || !is_text
        || ctx.facts.substitutions.is_none()
        || state.query_language != QueryLanguage::JsonPath
    {
        return;
    }
    if let Some(kind) = state.kind {
        check_object(ctx, state, Owner::State(kind), state.node);
    }
    for retrier in &state.retriers {
        check_object(ctx, state, Owner::Retrier, retrier.node);
    }
}

fn check_object(ctx: &mut Context<'_>, state: &State, owner: Owner, object: NodeId) {
    let tree = ctx.tree;
    for member in tree.members(object) {
        let name = tree.text(member.key);
        let Some(field) = schema::field(owner, QueryLanguage::JsonPath, name) else { continue };
        let wanted = match field.value {
            ValueKind::Integer | ValueKind::Number | ValueKind::Seconds => "a number",
            ValueKind::Boolean => "true or false",
            _ => continue,
        };
        let Some(text) = tree.string(member.value).map(crate::syntax::Text::raw).filter(|text| has_placeholder(text))
        else {
            continue;
        };
        let message =
            format!("`{name}` of state `{}` has to be {wanted}, and `{text}` in quotes becomes text", state.name);
        let is_whole = text.starts_with("${") && text.find('}') == Some(text.len() - 1);
        let edit = tree.edit(tree.span(member.value), text).map(|(span, text)| vec![Edit { span, text }]);
        ctx.report(member.value, message).help("in JSON text the placeholder can stand without quotes").fix(
            "remove the quotes",
            Applicability::Unsafe,
            edit.filter(|_| is_whole),
        );
    }
}
