//! See [`SUBSTITUTION_TYPE`].

use crate::asl::{Operand, QueryLanguage, comparator};
use crate::diagnostic::{Applicability, Edit};
use crate::host::Replacer;
use crate::model::{ChoiceRule, State};
use crate::rule::{Check, Context};
use crate::schema::{self, Owner, ValueKind};
use crate::semantics::choice;
use crate::syntax::{Language, Member, NodeId, Text, has_placeholder};

declare_rule! {
    /// A placeholder for a number, or for true or false, stands in quotes.
    ///
    /// Deployment replaces the placeholder and leaves the quotes, so that AWS gets the text `"3"` where it takes the
    /// number 3 alone: as `Seconds`, as `MaxAttempts` of a retrier, as the operand of a comparison in a choice rule. In JSON
    /// text the placeholder can stand without quotes.
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
    let replaces_text = match ctx.facts.replacer {
        Replacer::Substitutions | Replacer::Sub | Replacer::Template | Replacer::Told => true,
        Replacer::Unknown | Replacer::Nothing | Replacer::Serverless => false,
    };
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
    for rule in &state.choices {
        check_choice_rule(ctx, state, rule);
    }
}

fn check_object(ctx: &mut Context<'_>, state: &State, owner: Owner, object: NodeId) {
    for member in ctx.tree.members(object) {
        let Some(field) = schema::field(owner, QueryLanguage::JsonPath, ctx.tree.text(member.key)) else { continue };
        match field.value {
            ValueKind::Integer | ValueKind::Number | ValueKind::Seconds => check_member(ctx, state, member, "a number"),
            ValueKind::Boolean => check_member(ctx, state, member, "true or false"),
            _ => {}
        }
    }
}

/// The operands of its comparisons, those inside `And`, `Or` and `Not` included.
fn check_choice_rule(ctx: &mut Context<'_>, state: &State, rule: &ChoiceRule) {
    for test in choice::tests(ctx.tree, rule.node) {
        for member in choice::parts(ctx.tree, test).comparators {
            match comparator(ctx.tree.text(member.key)) {
                Some(Operand::Number) => check_member(ctx, state, member, "a number"),
                Some(Operand::Boolean) => check_member(ctx, state, member, "true or false"),
                _ => {}
            }
        }
    }
}

fn check_member(ctx: &mut Context<'_>, state: &State, member: Member, wanted: &str) {
    let tree = ctx.tree;
    let name = tree.text(member.key);
    let text = tree.string(member.value).map(Text::raw).filter(|text| has_placeholder(text));
    let Some(text) = text else { return };
    let message = format!("`{name}` of state `{}` has to be {wanted}, and `{text}` in quotes becomes text", state.name);
    let is_whole = text.starts_with("${") && text.find('}') == Some(text.len() - 1);
    let edit = tree.edit(tree.span(member.value), text).map(|(span, text)| vec![Edit { span, text }]);
    ctx.report(member.value, message).help("in JSON text the placeholder can stand without quotes").fix(
        "remove the quotes",
        Applicability::Unsafe,
        edit.filter(|_| is_whole),
    );
}
