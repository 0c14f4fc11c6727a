//! See [`JSONATA_TEXT_FILTER`].

use crate::diagnostic::Applicability;
use crate::expr::jsonata::NodeKind;
use crate::expression::{Expression, Jsonata};
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::jsonata_place::place;

declare_rule! {
    /// A JSONata expression asks for a field by a text in square brackets.
    ///
    /// What stands in square brackets is an index or a condition. A text is a condition that holds, so
    /// `$states.input['id']` is all of `$states.input`. A field is read by a dot, and its name goes into backticks where
    /// it is no plain word.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $states.input['id'] %}", "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $states.input.id & $states.input.`order id` %}", "End": true}
    /// ```
    ///
    /// Fix: writes a dot and the name.
    ///
    /// Source: [Predicate queries of JSONata](https://docs.jsonata.org/predicate)
    pub JSONATA_TEXT_FILTER = "jsonata-text-filter" (Jsonata, Warning, Jsonata, fix: Sometimes), Check::Jsonata(check)
}

fn check(ctx: &mut Context<'_>, state: &State, expression: &Expression<'_>, jsonata: &Jsonata) {
    let (tree, ast) = (ctx.tree, &jsonata.ast);
    if !ast.faults.is_empty() {
        return;
    }
    for node in &ast.nodes {
        let NodeKind::Filter { predicate, .. } = node.kind else { continue };
        let NodeKind::String(name) = ast.kind(predicate) else { continue };
        let Some(bracket) = &node.operator else { continue };
        // An empty text is a condition that does not hold.
        let kept = if name.is_empty() { "nothing" } else { "everything" };
        let message = format!("the text in brackets in {} reads no field, but keeps {kept}", place(expression, state));
        let brackets = bracket.start..node.range.end;
        let diagnostic = ctx.report(expression.node, message);
        diagnostic.span(expression.span(tree, &brackets));
        let Some(step) = step(name) else {
            diagnostic.help("read the field with `$lookup(object, name)`");
            continue;
        };
        let edits = expression.edit(tree, &brackets, &step);
        diagnostic.help(format!("write `{step}`")).fix("read the field", Applicability::Unsafe, edits);
    }
}

/// The step of a path that reads a field; `None` for a name that no step can have.
fn step(name: &str) -> Option<String> {
    let is_letter = |letter: char| letter.is_ascii_alphabetic() || letter == '_';
    let is_word =
        name.starts_with(is_letter) && name.chars().all(|letter| is_letter(letter) || letter.is_ascii_digit());
    let is_operator = matches!(name, "and" | "or" | "in" | "true" | "false" | "null" | "function");
    if is_word && !is_operator {
        return Some(format!(".{name}"));
    }
    (!name.is_empty() && !name.contains(['`', '\n'])).then(|| format!(".`{name}`"))
}
