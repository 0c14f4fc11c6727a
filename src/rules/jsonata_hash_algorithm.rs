//! See [`JSONATA_HASH_ALGORITHM`].

use crate::diagnostic::Applicability;
use crate::expr::jsonata::infer::HASH_ALGORITHMS;
use crate::expression::{Expression, Jsonata};
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::jsonata_fault::{self, Class};
use crate::semantics::jsonata_place::place;

declare_rule! {
    /// `$hash` is called with an algorithm that it does not know.
    ///
    /// It knows `MD5`, `SHA-1`, `SHA-256`, `SHA-384` and `SHA-512`, written exactly so. With another name the expression
    /// fails when it is evaluated.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $hash($states.input.body, 'sha256') %}", "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $hash($states.input.body, 'SHA-256') %}", "End": true}
    /// ```
    ///
    /// Fix: writes the name as `$hash` knows it.
    ///
    /// Source: [Transforming data with JSONata](https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html)
    pub JSONATA_HASH_ALGORITHM = "jsonata-hash-algorithm" (Jsonata, Warning, Jsonata, fix: Sometimes), Check::Jsonata(check)
}

fn check(ctx: &mut Context<'_>, state: &State, expression: &Expression<'_>, jsonata: &Jsonata) {
    let tree = ctx.tree;
    for (class, fault) in jsonata_fault::faults(jsonata, ctx.variables) {
        if class != Class::HashAlgorithm {
            continue;
        }
        let written = expression.text.get(fault.range.start as usize..fault.range.end as usize).unwrap_or_default();
        // A literal, so that the quotes can be kept.
        let literal = written.get(1..written.len().saturating_sub(1)).filter(|_| written.starts_with(['"', '\'']));
        let meant = literal.and_then(|name| HASH_ALGORITHMS.into_iter().find(|known| plain(known) == plain(name)));
        let range = fault.range.start + 1..fault.range.end.saturating_sub(1);
        let edits = meant.and_then(|meant| expression.edit(tree, &range, meant));
        let diagnostic = ctx.report(expression.node, format!("{} fails: {}", place(expression, state), fault.message));
        diagnostic.span(expression.span(tree, &fault.range));
        if let Some(meant) = meant {
            diagnostic.fix(format!("write `{meant}`"), Applicability::Safe, edits);
        }
    }
}

/// The letters and digits of a name, in one case.
fn plain(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_uppercase()).collect()
}
