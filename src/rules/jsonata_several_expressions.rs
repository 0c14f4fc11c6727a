//! See [`JSONATA_SEVERAL_EXPRESSIONS`].

use crate::diagnostic::Applicability;
use crate::edit;
use crate::expr::jsonata;
use crate::expression::{Expression, Jsonata};
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::jsonata_habit::{self, Habit};
use crate::semantics::jsonata_place::place;

declare_rule! {
    /// One string holds several `{% … %}` expressions.
    ///
    /// What stands between the first `{%` and the last `%}` is one expression, and the delimiters within it are a syntax
    /// fault for which AWS refuses the definition. Pieces of text are joined by `&` inside of one expression.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "QueryLanguage": "JSONata",
    ///   "Output": "{% $states.input.first %} {% $states.input.last %}", "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "QueryLanguage": "JSONata",
    ///   "Output": "{% $states.input.first & ' ' & $states.input.last %}", "End": true}
    /// ```
    ///
    /// Fix: joins the pieces by `&`.
    ///
    /// Source: [Expressions](https://states-language.net/#expressions)
    pub JSONATA_SEVERAL_EXPRESSIONS = "jsonata-several-expressions" (Jsonata, Error, Jsonata, fix: Sometimes),
    Check::Jsonata(check)
}

fn check(ctx: &mut Context<'_>, state: &State, expression: &Expression<'_>, jsonata: &Jsonata) {
    if !matches!(jsonata_habit::of(expression.text, &jsonata.ast), Some(Habit::Several)) {
        return;
    }
    let message = format!("{} holds several expressions, but one string is one expression", place(expression, state));
    let edits = joined(expression.text)
        .and_then(|text| edit::replace_string(ctx.tree, expression.node, &format!("{{% {text} %}}")));
    ctx.report(expression.node, message).help("join the pieces by `&` between one `{%` and one `%}`").fix(
        "join the pieces by `&`",
        Applicability::Unsafe,
        edits,
    );
}

/// ` $a %}-{% $b ` as `$a & '-' & $b`; nothing that does not parse.
fn joined(text: &str) -> Option<String> {
    let mut pieces = Vec::new();
    for (index, piece) in text.split("{%").enumerate() {
        let (inner, behind) = if let Some(parts) = piece.split_once("%}") { parts } else { (piece, "") };
        // Each piece but the last closes.
        if index > 0 && piece.matches("%}").count() > 1 || behind.contains(['\'', '\\', '\n']) {
            return None;
        }
        let tree = jsonata::parse(inner);
        if !tree.faults.is_empty() {
            return None;
        }
        let is_plain = tree.root.is_some_and(|root| {
            use crate::expr::jsonata::NodeKind as Kind;
            !matches!(tree.kind(root), Kind::Condition { .. } | Kind::Bind { .. } | Kind::Binary { .. })
        });
        let inner = inner.trim();
        pieces.push(if is_plain { inner.to_owned() } else { format!("({inner})") });
        if !behind.is_empty() {
            pieces.push(format!("'{behind}'"));
        }
    }
    Some(pieces.join(" & "))
}
