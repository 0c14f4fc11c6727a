//! See [`EXCLUSIVE_FIELDS`].

use crate::asl::{QueryLanguage, StateType};
use crate::diagnostic::Applicability;
use crate::edit;
use crate::model::State;
use crate::rule::{Check, Context};
use crate::syntax::{Member, NodeId};

declare_rule! {
    /// Two fields say the same thing in two ways.
    ///
    /// A value is either written out or taken from a path, such as `TimeoutSeconds` or `TimeoutSecondsPath`;
    /// `Parameters` is the old name of a Map state's `ItemSelector`, and `Iterator` that of its `ItemProcessor`. AWS
    /// answers `There should only be one of the following fields: […]`.
    ///
    /// ```json,fails
    /// {"Type": "Fail", "Error": "OrderLost", "ErrorPath": "$.error"}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Fail", "ErrorPath": "$.error"}
    /// ```
    ///
    /// Fix: removes the second one, which is not always the one that is wrong.
    ///
    /// Source: [Fail state](https://states-language.net/#fail-state)
    pub EXCLUSIVE_FIELDS = "exclusive-fields" (Structure, Error, Both, fix: Sometimes), Check::State(check)
}

/// A literal and its path belong to `JSONPath` only; in a JSONata state the path is a fault of its own.
const PAIRS: [(StateType, &[&str], &[(&str, &str)]); 5] = [
    (
        StateType::Task,
        &[],
        &[("TimeoutSeconds", "TimeoutSecondsPath"), ("HeartbeatSeconds", "HeartbeatSecondsPath")],
    ),
    (StateType::Fail, &[], &[("Error", "ErrorPath"), ("Cause", "CausePath")]),
    (
        StateType::Map,
        &[],
        &[
            ("MaxConcurrency", "MaxConcurrencyPath"),
            ("ToleratedFailureCount", "ToleratedFailureCountPath"),
            ("ToleratedFailurePercentage", "ToleratedFailurePercentagePath"),
            ("ItemSelector", "Parameters"),
        ],
    ),
    (StateType::Map, &["ItemReader", "ReaderConfig"], &[("MaxItems", "MaxItemsPath")]),
    (
        StateType::Map,
        &["ItemBatcher"],
        &[
            ("MaxItemsPerBatch", "MaxItemsPerBatchPath"),
            ("MaxInputBytesPerBatch", "MaxInputBytesPerBatchPath"),
        ],
    ),
];

fn check(ctx: &mut Context<'_>, state: &State) {
    let Some(kind) = state.kind else { return };
    if kind == StateType::Map {
        report(ctx, state, state.node, ("ItemProcessor", "Iterator"));
    }
    if state.query_language != QueryLanguage::JsonPath {
        return;
    }
    for (_, path, pairs) in PAIRS.iter().filter(|(owner, _, _)| *owner == kind) {
        let object = path.iter().try_fold(state.node, |object, field| ctx.field(object, field));
        let Some(object) = object else { continue };
        for &pair in *pairs {
            report(ctx, state, object, pair);
        }
    }
}

fn report(ctx: &mut Context<'_>, state: &State, object: NodeId, (one, other): (&str, &str)) {
    let tree = ctx.tree;
    // Deployment may take away a member with a value such as `{"Fn::If": …}`, but none with a text.
    let stays = |member: &Member| !tree.is_opaque(member.value) || tree.string(member.value).is_some();
    let present = |name: &str| tree.member(object, name).filter(stays);
    let (Some(one_member), Some(other_member)) = (present(one), present(other)) else { return };
    let in_order = one_member.key < other_member.key;
    let (first, second) = if in_order { (one_member, other_member) } else { (other_member, one_member) };
    let name = tree.text(second.key).to_owned();
    let remove = edit::remove_member(tree, object, second.key);
    ctx.report(second.value, format!("state `{}` has both `{one}` and `{other}`", state.name))
        .span(tree.span(second.key))
        .discriminator(one)
        .related(tree.span(first.key), "the other one")
        .help("keep one of them")
        .fix(format!("remove `{name}`"), Applicability::Unsafe, remove);
}
