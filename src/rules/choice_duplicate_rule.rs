//! See [`CHOICE_DUPLICATE_RULE`].

use rustc_hash::FxHashMap;

use crate::asl::StateType;
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::choice_test::{canonical, constant};
use crate::syntax::NodeId;

declare_rule! {
    /// A choice rule tests the same as an earlier one.
    ///
    /// The first rule that matches is taken, so the second one with the same test never is, wherever it leads. It is
    /// usually a copy in which the value was to be changed.
    ///
    /// ```json,fails
    /// {"Type": "Choice", "Default": "Other", "Choices": [
    ///   {"Variable": "$.size", "StringEquals": "L", "Next": "Large"},
    ///   {"Variable": "$.size", "StringEquals": "L", "Next": "Small"}]}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Choice", "Default": "Other", "Choices": [
    ///   {"Variable": "$.size", "StringEquals": "L", "Next": "Large"},
    ///   {"Variable": "$.size", "StringEquals": "S", "Next": "Small"}]}
    /// ```
    ///
    /// Source: [Choice state](https://states-language.net/#choice-state)
    pub CHOICE_DUPLICATE_RULE = "choice-duplicate-rule" (Graph, Warning, Both, fix: Never), Check::State(check)
}

fn check(ctx: &mut Context<'_>, state: &State) {
    if state.kind != Some(StateType::Choice) || state.choices.len() < 2 {
        return;
    }
    let tree = ctx.tree;
    let mut seen: FxHashMap<String, NodeId> = FxHashMap::default();
    for rule in &state.choices {
        // Nothing behind a constant is looked at anyway, and a constant false is a rule switched off.
        if constant(tree, rule.node).is_some() {
            continue;
        }
        let Some(test) = canonical(tree, rule.node) else { continue };
        let first = *seen.entry(test).or_insert(rule.node);
        if first == rule.node {
            continue;
        }
        ctx.report(rule.node, format!("a rule before this one of state `{}` has the same test", state.name))
            .related(tree.opening_span(first), "the first rule with the test")
            .help("change the test, or remove the rule: it is never taken");
    }
}
