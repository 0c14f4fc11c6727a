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

/// Fields of one object of a state of some type, of which there may be one of each pair.
struct Group {
    owner: StateType,
    /// The fields that lead from the state to the object.
    path: &'static [&'static str],
    pairs: &'static [(&'static str, &'static str)],
}

/// A literal and its path belong to JSONPath only; in a JSONata state the path is a fault of its own.
const GROUPS: [Group; 5] = [
    Group {
        owner: StateType::Task,
        path: &[],
        pairs: &[("TimeoutSeconds", "TimeoutSecondsPath"), ("HeartbeatSeconds", "HeartbeatSecondsPath")],
    },
    Group { owner: StateType::Fail, path: &[], pairs: &[("Error", "ErrorPath"), ("Cause", "CausePath")] },
    Group {
        owner: StateType::Map,
        path: &[],
        pairs: &[
            ("MaxConcurrency", "MaxConcurrencyPath"),
            ("ToleratedFailureCount", "ToleratedFailureCountPath"),
            ("ToleratedFailurePercentage", "ToleratedFailurePercentagePath"),
            ("ItemSelector", "Parameters"),
        ],
    },
    Group { owner: StateType::Map, path: &["ItemReader", "ReaderConfig"], pairs: &[("MaxItems", "MaxItemsPath")] },
    Group {
        owner: StateType::Map,
        path: &["ItemBatcher"],
        pairs: &[("MaxItemsPerBatch", "MaxItemsPerBatchPath"), ("MaxInputBytesPerBatch", "MaxInputBytesPerBatchPath")],
    },
];

/// Old names that stand second in their pairs.
const OLD: [&str; 2] = ["Iterator", "Parameters"];

fn check(ctx: &mut Context<'_>, state: &State) {
    let Some(kind) = state.kind else { return };
    if kind == StateType::Map {
        report(ctx, state, state.node, ("ItemProcessor", "Iterator"));
    }
    if state.query_language != QueryLanguage::JsonPath {
        return;
    }
    for group in GROUPS.iter().filter(|group| group.owner == kind) {
        let object = group.path.iter().try_fold(state.node, |object, field| ctx.field(object, field));
        let Some(object) = object else { continue };
        for &pair in group.pairs {
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
    // Of two names of one field the old one is too much, else what stands behind the other.
    let in_order = one_member.key < other_member.key || OLD.contains(&other);
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
