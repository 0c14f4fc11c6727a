//! See [`SUBSTITUTION_UNUSED`].

use std::collections::BTreeSet;

use crate::asl::{MOST_GUESSES, nearest};
use crate::host::Deployment;
use crate::host_check::HostContext;
use crate::rule::Check;

declare_rule! {
    /// A value is handed to a definition that does not use it.
    ///
    /// Often the placeholder was renamed or removed and its entry in `DefinitionSubstitutions`, or among the variables of
    /// `templatefile` or `template_file`, was left behind; sometimes the name is misspelt on one of the two sides.
    ///
    /// ```yaml,template,fails
    /// Resources:
    ///   Order:
    ///     Type: AWS::StepFunctions::StateMachine
    ///     Properties:
    ///       DefinitionSubstitutions:
    ///         Table: orders
    ///         Queue: https://sqs.eu-west-1.amazonaws.com/123456789012/orders
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
    pub SUBSTITUTION_UNUSED = "substitution-unused" (Host, Warning, Both, fix: Never), Check::Host(check)
}

fn check(ctx: &mut HostContext<'_>, deployment: &Deployment) {
    if deployment.substitutions.is_empty() {
        return;
    }
    let Some(text) = ctx.definition_text(deployment) else { return };
    // What a macro puts in may use any name.
    if text.contains("Fn::Transform") || text.contains("!Transform") || text.contains("Fn::ForEach") {
        return;
    }
    let used = words(&text);
    let given: BTreeSet<&str> =
        deployment.substitutions.iter().map(|substitution| substitution.name.as_str()).collect();
    let others: Vec<&str> = used.difference(&given).copied().collect();
    let mut guesses = MOST_GUESSES;
    for substitution in &deployment.substitutions {
        if used.contains(substitution.name.as_str()) || !substitution.name.bytes().all(is_word) {
            continue;
        }
        // The name is misspelt on one side, which the placeholder without a value is reported for.
        let is_misspelt = 0 < guesses && nearest(&substitution.name, others.iter().copied()).is_some();
        guesses = guesses.saturating_sub(1);
        if is_misspelt {
            continue;
        }
        let message = format!("the definition of `{}` does not use `{}`", deployment.name, substitution.name);
        ctx.report(deployment, substitution.span, message)
            .discriminator(format!("{} {}", deployment.name, substitution.name));
    }
}

/// The words between the braces of `${…}` and `%{…}`. Terraform's have expressions inside, which may have strings and
/// braces of their own: then all that follows on the line counts.
fn words(text: &str) -> BTreeSet<&str> {
    let mut words = BTreeSet::new();
    let mut pieces = text.split("${").flat_map(|piece| piece.split("%{"));
    pieces.next();
    // The text before the first brace was the first piece.
    for piece in pieces {
        let line = piece.lines().next().unwrap_or("");
        let inside = match line.find(['}', '"', '{']) {
            Some(end) if line[end..].starts_with('}') => &line[..end],
            _ => line,
        };
        words.extend(inside.split(|letter: char| !u8::try_from(letter).is_ok_and(is_word)));
    }
    words
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-'
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn words_of_placeholders() {
        let found = words("a ${B} c ${d.e} \"${f(g, \"h\")} i\n\" j %{ if k }l");
        for word in ["B", "d", "e", "f", "g", "h", "k", "if"] {
            assert!(found.contains(word), "{word}");
        }
        for word in ["a", "c", "j", "l"] {
            assert!(!found.contains(word), "{word}");
        }
    }
}
