//! See [`PASS_RESULT_IS_STATIC`].

use crate::asl::{QueryLanguage, StateType};
use crate::diagnostic::Applicability;
use crate::edit;
use crate::flow::variables::Variables;
use crate::look_alike;
use crate::model::State;
use crate::rule::{Check, Context};
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
    let others = found.len() - 1;
    let message = match others {
        0 => format!("`Result` of state `{}` is passed on as it is, this included", state.name),
        _ => format!("`Result` of state `{}` is passed on as it is, this and {others} more included", state.name),
    };
    let lacks = |name: &str| tree.get(state.node, name).is_none();
    let rename = (tree.is_object(member.value) && found.iter().all(|one| one.suffixed) && lacks("Parameters"))
        .then(|| edit::rename_key(tree, member.key, "Parameters"))
        .flatten();
    ctx.report(first.node, message)
        .help("put it into `Parameters`, under keys ending in `.$`")
        .fix("rename `Result` to `Parameters`", Applicability::Unsafe, rename);
}

/// A value of `Result` that looks as if it were meant to be evaluated.
struct LookAlike {
    node: NodeId,
    suffixed: bool,
}

fn collect(tree: &Tree, variables: &Variables, node: NodeId, suffixed: bool, found: &mut Vec<LookAlike>) {
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
        && look_alike::of(text, variables).is_some()
    {
        found.push(LookAlike { node, suffixed });
    }
}
