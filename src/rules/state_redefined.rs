//! See [`STATE_REDEFINED`].

use rustc_hash::FxHashMap;

use crate::graph::StateGraph;
use crate::model::Scope;
use crate::rule::{Check, Context};
use crate::syntax::NodeId;

declare_rule! {
    /// Two states of one scope have the same name.
    ///
    /// Parsers of JSON keep the last of two equal keys, so the first state silently vanishes together with what it did.
    /// The console of Step Functions refuses to save such a definition.
    ///
    /// JSON only: an example with a repeated key cannot be rewritten.
    ///
    /// ```json,fails
    /// {"StartAt": "Greet", "States": {
    ///   "Greet": {"Type": "Pass", "Result": "hello", "End": true},
    ///   "Greet": {"Type": "Pass", "Result": "good morning", "End": true}}}
    /// ```
    ///
    /// ```json,passes
    /// {"StartAt": "Greet", "States": {
    ///   "Greet": {"Type": "Pass", "Result": "hello", "Next": "Part"},
    ///   "Part": {"Type": "Pass", "Result": "good bye", "End": true}}}
    /// ```
    ///
    /// Source: [States](https://states-language.net/#states-fields)
    pub STATE_REDEFINED = "state-redefined" (Structure, Error, Both, fix: Never), Check::Scope(check)
}

fn check(ctx: &mut Context<'_>, scope: &Scope, _: &StateGraph) {
    let tree = ctx.tree;
    let Some(states) = tree.get(scope.node, "States").filter(|&states| tree.has_duplicate_keys(states)) else { return };
    let mut seen: FxHashMap<&str, NodeId> = FxHashMap::default();
    for member in tree.own_members(states) {
        let name = tree.text(member.key);
        if tree.is_opaque(member.key) || tree.is_merge_key(member.key) {
            continue;
        }
        if let Some(first) = seen.insert(name, member.key) {
            ctx.report(member.key, format!("state `{name}` is defined twice"))
                .related(tree.span(first), "this state is lost")
                .help("give one of them another name, or remove it");
        }
    }
}
