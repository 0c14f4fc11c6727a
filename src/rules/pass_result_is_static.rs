//! See [`PASS_RESULT_IS_STATIC`].

use crate::asl::{QueryLanguage, StateType};
use crate::diagnostic::Applicability;
use crate::edit;
use crate::flow::variables::Variables;
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::look_alike::{self, LookAlike};
use crate::syntax::{NodeId, Tree};

declare_rule! {
    /// The `Result` of a Pass state holds a path or a call, which is not evaluated there.
    ///
    /// `Result` is data: it is passed on letter for letter, keys ending in `.$` included. AWS's own check warns of it as
    /// `PASS_RESULT_IS_STATIC`. What is to be evaluated stands in `Parameters`.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "Result": {"orderId.$": "$.id", "status": "new"}, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "Parameters": {"orderId.$": "$.id", "status": "new"}, "End": true}
    /// ```
    ///
    /// Fix: renames `Result` to `Parameters`, where every such value has the suffix `.$`.
    ///
    /// Source: [Pass state](https://states-language.net/#pass-state)
    pub PASS_RESULT_IS_STATIC = "pass-result-is-static" (Path, Warning, JsonPath, fix: Sometimes), Check::State(check)
}

fn check(ctx: &mut Context<'_>, state: &State) {
    if state.kind != Some(StateType::Pass) || state.query_language != QueryLanguage::JsonPath {
        return;
    }
    let tree = ctx.tree;
    let Some(member) = tree.member(state.node, "Result") else { return };
    let mut found = Vec::new();
    collect(tree, ctx.variables, member.value, false, &mut found);
    let Some(first) = found.first() else { return };
    let message =
        format!("`Result` of state `{}` is data, so this {} is passed on as text", state.name, first.kind.noun());
    let lacks = |name: &str| tree.get(state.node, name).is_none();
    let rename = (tree.is_object(member.value) && found.iter().all(|one| one.suffixed) && lacks("Parameters"))
        .then(|| edit::rename_key(tree, member.key, "Parameters"))
        .flatten();
    let help = match found.len() - 1 {
        0 => "put it into `Parameters`, under a key ending in `.$`".to_owned(),
        others => format!("put it, and {others} more like it, into `Parameters` under keys ending in `.$`"),
    };
    ctx.report(first.node, message).help(help).fix("rename `Result` to `Parameters`", Applicability::Unsafe, rename);
}

/// A value of `Result` that looks as if it were meant to be evaluated.
struct Found {
    node: NodeId,
    kind: LookAlike,
    suffixed: bool,
}

fn collect(tree: &Tree, variables: &Variables, node: NodeId, suffixed: bool, found: &mut Vec<Found>) {
    if tree.is_opaque(node) {
        return;
    }
    if tree.is_object(node) {
        for member in tree.members(node) {
            let suffixed = !tree.is_opaque(member.key) && tree.text(member.key).ends_with(".$");
            collect(tree, variables, member.value, suffixed, found);
        }
    } else if tree.is_array(node) {
        for item in tree.items(node) {
            collect(tree, variables, item, false, found);
        }
    } else if let Some(text) = tree.known(node)
        && let Some(kind) = look_alike::of(text, variables)
    {
        found.push(Found { node, kind, suffixed });
    }
}
