//! See [`WAIT_EXACTLY_ONE`].

use crate::asl::{QueryLanguage, StateType};
use crate::diagnostic::Applicability;
use crate::edit;
use crate::model::State;
use crate::rule::{Check, Context};
use crate::schema::misspelt;
use crate::syntax::Member;

declare_rule! {
    /// A Wait state does not have exactly one time to wait for.
    ///
    /// It needs one of `Seconds` and `Timestamp`, or in JSONPath one of `SecondsPath` and `TimestampPath` instead. AWS
    /// refuses a Wait state with none or with more.
    ///
    /// ```json,fails
    /// {"Type": "Wait", "Seconds": 60, "Timestamp": "2030-01-01T00:00:00Z", "End": true}
    /// ```
    ///
    /// ```json,fails
    /// {"Type": "Wait", "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Wait", "Seconds": 60, "End": true}
    /// ```
    ///
    /// Fix: removes all but the first.
    ///
    /// Source: [Wait state](https://states-language.net/#wait-state)
    pub WAIT_EXACTLY_ONE = "wait-exactly-one" (Structure, Error, Both, fix: Sometimes), Check::State(check)
}

const TIMES: [&str; 4] = ["Seconds", "SecondsPath", "Timestamp", "TimestampPath"];

fn check(ctx: &mut Context<'_>, state: &State) {
    if state.kind != Some(StateType::Wait) {
        return;
    }
    let tree = ctx.tree;
    let mut times: Vec<Member> = TIMES.into_iter().filter_map(|name| tree.member(state.node, name)).collect();
    times.sort_unstable_by_key(|member| member.key);
    if times.is_empty() {
        let may_follow = |member: &Member| tree.is_opaque(member.key) || tree.text(member.key).starts_with("Fn::");
        if tree.is_incomplete(state.node)
            || tree.own_members(state.node).iter().any(may_follow)
            || TIMES.into_iter().any(|name| misspelt(tree, state.node, name).is_some())
        {
            return;
        }
        ctx.report(state.name.node, format!("Wait state `{}` does not say how long to wait", state.name))
            .help("add `Seconds` or `Timestamp`");
        return;
    }
    if state.query_language == QueryLanguage::Jsonata {
        // The paths are reported as fields of the other language.
        times.retain(|member| !tree.text(member.key).ends_with("Path"));
    }
    // Deployment may take away a member with a value such as `{"Fn::If": …}`.
    times.retain(|member| !tree.is_opaque(member.value) || tree.string(member.value).is_some());
    let Some((first, others)) = times.split_first() else { return };
    for other in others {
        let (one, two) = (tree.text(first.key), tree.text(other.key));
        let remove = edit::remove_member(tree, state.node, other.key);
        ctx.report(other.value, format!("Wait state `{}` has both `{one}` and `{two}`", state.name))
            .span(tree.span(other.key))
            .related(tree.span(first.key), "the other one")
            .help("keep one of them")
            .fix(format!("remove `{two}`"), Applicability::Unsafe, remove);
    }
}
