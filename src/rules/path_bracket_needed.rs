//! See [`PATH_BRACKET_NEEDED`].

use crate::diagnostic::Applicability;
use crate::expr::jsonpath::{Name, Segment, SegmentKind};
use crate::expression::Expression;
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::expression_fault;

declare_rule! {
    /// A name in a path has a character that other readers of JSONPath take only in brackets.
    ///
    /// Step Functions runs `$.detail-type`. RFC 9535 and most tools that follow it read a hyphen there as an error, so
    /// `$['detail-type']` is the way of writing it that works everywhere.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "Parameters": {"kind.$": "$.detail-type"}, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "Parameters": {"kind.$": "$['detail-type']"}, "End": true}
    /// ```
    ///
    /// Fix: writes the name in brackets.
    ///
    /// Source: [RFC 9535](https://www.rfc-editor.org/rfc/rfc9535#name-child-segment)
    pub PATH_BRACKET_NEEDED = "path-bracket-needed" (Path, Hint, JsonPath, fix: Always), Check::Expressions(check)
}

fn check(ctx: &mut Context<'_>, state: &State, expressions: &[Expression<'_>]) {
    for expression in expressions {
        // Plain names and dots are most paths.
        if expression.text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'$' | b'.' | b'_')) {
            continue;
        }
        for path in expression.paths() {
            for segment in &path.segments {
                if let Some(name) = odd_name(expression.text, segment)
                    && expression_fault::of(expression).is_none()
                {
                    report(ctx, state, expression, segment, name);
                }
            }
        }
    }
}

fn report(ctx: &mut Context<'_>, state: &State, expression: &Expression<'_>, segment: &Segment, name: &Name) {
    let tree = ctx.tree;
    let bracketed = format!("['{}']", name.text);
    let edits = expression.edit(tree, &segment.range, &bracketed);
    let message = format!("{} has the name `{}` outside brackets", expression.subject(tree, state), name.text);
    ctx.report(expression.node, message).span(expression.span(tree, &name.range)).fix(
        format!("write `{bracketed}`"),
        Applicability::Display,
        edits,
    );
}

/// The name of a step in dot notation that is no name for RFC 9535. One with backslashes or quotes is left alone.
fn odd_name<'a>(text: &str, segment: &'a Segment) -> Option<&'a Name> {
    let SegmentKind::Name(name) = &segment.kind else { return None };
    let written = text.get(segment.range.start as usize..segment.range.end as usize)?;
    let plain = |character: char| character.is_ascii_alphanumeric() || character == '_' || !character.is_ascii();
    let odd = !name.text.chars().all(plain) || name.text.starts_with(|first: char| first.is_ascii_digit());
    let quoted = written.contains(['[', '\\', '\'']);
    (odd && !quoted && written.starts_with('.')).then_some(name)
}
