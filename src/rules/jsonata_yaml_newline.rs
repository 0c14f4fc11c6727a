//! See [`JSONATA_YAML_NEWLINE`].

use crate::diagnostic::{Applicability, Edit};
use crate::expression::{self, Expression};
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::jsonata_place::{is_evaluated, place};
use crate::syntax::Style;
use crate::text::Span;

declare_rule! {
    /// A block of YAML ends an expression with a line end behind its `%}`.
    ///
    /// `|` and `>` keep the last line end of a block, so the string does not end with `%}`, and only strings that do are
    /// evaluated. With `|-` or `>-` the line end goes.
    ///
    /// ```yaml,fails
    /// StartAt: Sum
    /// States:
    ///   Sum:
    ///     Type: Pass
    ///     QueryLanguage: JSONata
    ///     Output: |
    ///       {% $sum($states.input.prices) %}
    ///     End: true
    /// ```
    ///
    /// ```yaml,passes
    /// StartAt: Sum
    /// States:
    ///   Sum:
    ///     Type: Pass
    ///     QueryLanguage: JSONata
    ///     Output: |-
    ///       {% $sum($states.input.prices) %}
    ///     End: true
    /// ```
    ///
    /// Fix: writes `|-` or `>-`.
    ///
    /// Source: [Expressions](https://states-language.net/#expressions)
    pub JSONATA_YAML_NEWLINE = "jsonata-yaml-newline" (Jsonata, Warning, Jsonata, fix: Sometimes), Check::Literal(check)
}

fn check(ctx: &mut Context<'_>, state: &State, expression: &Expression<'_>) {
    if !matches!(ctx.tree.style(expression.node), Style::YamlLiteral | Style::YamlFolded)
        || expression.text.ends_with("%}")
        || expression::delimited(expression.text.trim()).is_none()
        || !is_evaluated(expression, state)
    {
        return;
    }
    let span = ctx.tree.span(expression.node);
    let edits = header_end(ctx, span).map(|at| vec![Edit { span: Span::empty(at), text: "-".to_owned() }]);
    ctx.report(
        expression.node,
        format!("a line end behind `%}}` makes the expression in {} plain text", place(expression, state)),
    )
    .help("write `|-` or `>-`, which drop the last line end")
    .fix("drop the last line end", Applicability::Unsafe, edits);
}

/// Where the `-` goes: behind the `|` or `>` before the block. Not for headers that say more.
fn header_end(ctx: &Context<'_>, span: Span) -> Option<u32> {
    if ctx.tree.is_embedded() {
        return None;
    }
    let text = ctx.source.text();
    let inside = text.get(span.range())?;
    if inside.starts_with(['|', '>']) {
        return inside.get(1..)?.starts_with(['\n', '\r', ' ']).then_some(span.start + 1);
    }
    let before = text.get(..span.start as usize)?.trim_end();
    before.ends_with(['|', '>']).then(|| crate::text::offset(before.len()))
}
