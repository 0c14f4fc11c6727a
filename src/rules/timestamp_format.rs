//! See [`TIMESTAMP_FORMAT`].

use crate::asl::{QueryLanguage, StateType};
use crate::diagnostic::Applicability;
use crate::edit;
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::timestamp;

declare_rule! {
    /// The `Timestamp` of a Wait state is no time as RFC 3339 writes it.
    ///
    /// AWS answers `String does not match RFC3339 timestamp` to a blank instead of the `T`, to a missing `Z` or offset,
    /// and to months, days and hours that do not exist. `T` and `Z` are upper-case letters.
    ///
    /// ```json,fails
    /// {"Type": "Wait", "Timestamp": "2030-06-01 09:00:00", "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Wait", "Timestamp": "2030-06-01T09:00:00+02:00", "End": true}
    /// ```
    ///
    /// Fix: renames the field to `TimestampPath` where its text is a path.
    ///
    /// Source: [Wait state](https://states-language.net/#wait-state)
    pub TIMESTAMP_FORMAT = "timestamp-format" (Structure, Error, Both, fix: Sometimes), Check::State(check)
}

fn check(ctx: &mut Context<'_>, state: &State) {
    if state.kind != Some(StateType::Wait) {
        return;
    }
    let Some(node) = ctx.field(state.node, "Timestamp") else { return };
    let Some(text) = ctx.tree.known(node) else { return };
    // What is or tries to be an expression is judged as one.
    if text.contains("{%") || text.contains("%}") {
        return;
    }
    let Err(fault) = timestamp::check(text) else { return };
    let is_path = text.starts_with('$') && state.query_language == QueryLanguage::JsonPath;
    let key = ctx.tree.key_of(node).filter(|_| is_path && ctx.field(state.node, "TimestampPath").is_none());
    let rename = key.and_then(|key| edit::rename_key(ctx.tree, key, "TimestampPath"));
    let diagnostic =
        ctx.report(node, format!("`Timestamp` of state `{}` is not an RFC 3339 timestamp: {fault}", state.name));
    if is_path {
        diagnostic.help("`TimestampPath` takes a path").fix(
            "rename it to `TimestampPath`",
            Applicability::Unsafe,
            rename,
        );
    } else {
        diagnostic.help("write it like `2030-06-01T09:00:00Z`");
    }
}
