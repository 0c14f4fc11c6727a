//! See [`JSONATA_DOLLAR_SUFFIX`].

use crate::asl::QueryLanguage;
use crate::diagnostic::Applicability;
use crate::edit;
use crate::expr::intrinsic;
use crate::expression;
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::jsonata_place::{PayloadKey, payload_keys};

declare_rule! {
    /// A key ends in `.$` in a JSONata state.
    ///
    /// The suffix tells `JSONPath` states to evaluate a value. In a JSONata state it is a part of the name: whoever gets the
    /// payload finds a field `order.$`, and the path under it as text.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Output": {"order.$": "$.order"}, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Output": {"order": "{% $states.input.order %}"}, "End": true}
    /// ```
    ///
    /// Fix: removes the suffix, where the value is an expression already.
    ///
    /// Source: [JSONata evaluation](https://states-language.net/#jsonata-evaluation)
    pub JSONATA_DOLLAR_SUFFIX = "jsonata-dollar-suffix" (Jsonata, Warning, Jsonata, fix: Sometimes), Check::State(check)
}

fn check(ctx: &mut Context<'_>, state: &State) {
    if state.query_language != QueryLanguage::Jsonata {
        return;
    }
    let tree = ctx.tree;
    for PayloadKey { field, member, .. } in payload_keys(tree, state) {
        let Some(name) = tree.text(member.key).strip_suffix(".$") else { continue };
        // A name may end like that for reasons of its own; what is under it tells.
        let Some(text) = tree.known(member.value) else { continue };
        let is_expression = expression::delimited(text).is_some();
        if !is_expression && !text.starts_with('$') && !intrinsic::looks_like_intrinsic(text) {
            continue;
        }
        let message =
            format!("the suffix of `{name}.$` in `{field}` of state `{}` means nothing in a JSONata state", state.name);
        let edits = if is_expression { edit::rename_key(tree, member.key, name) } else { None };
        ctx.report(member.key, message).help(format!("name it `{name}` and give it a `{{% … %}}` expression")).fix(
            "remove the suffix",
            Applicability::Unsafe,
            edits,
        );
    }
}
