//! See [`LABEL_INVALID`].

use crate::asl::StateType;
use crate::model::State;
use crate::rule::{Check, Context};

declare_rule! {
    /// The `Label` of a Map state is too long or has a character that is not allowed.
    ///
    /// It becomes part of the ARN of every map run: at most 40 characters, without blanks, wildcards, brackets, control
    /// characters and the like. AWS answers `INVALID_LABEL_NAME`.
    ///
    /// ```json,fails
    /// {"Type": "Map", "End": true,
    ///   "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
    ///     "StartAt": "Load", "States": {"Load": {"Type": "Pass", "End": true}}},
    ///   "Label": "nightly import"}
    /// ```
    ///
    /// ```json,fails
    /// {"Type": "Map", "End": true,
    ///   "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
    ///     "StartAt": "Load", "States": {"Load": {"Type": "Pass", "End": true}}},
    ///   "Label": "import-of-all-sales-figures-of-all-branches"}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Map", "End": true,
    ///   "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
    ///     "StartAt": "Load", "States": {"Load": {"Type": "Pass", "End": true}}},
    ///   "Label": "nightly-import"}
    /// ```
    ///
    /// Source: [Distributed Map](https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html)
    pub LABEL_INVALID = "label-invalid" (Map, Error, Both, fix: Never), Check::State(check)
}

const LONGEST: usize = 40;
const NOT_ALLOWED: &str = "?*<>{}[]:;,\\|^~$#%&`\"";

fn check(ctx: &mut Context<'_>, state: &State) {
    if state.kind != Some(StateType::Map) {
        return;
    }
    let Some(node) = ctx.field(state.node, "Label") else { return };
    let Some(label) = ctx.tree.known(node) else { return };
    let length = label.chars().count();
    let is_wrong =
        |character: &char| character.is_whitespace() || character.is_control() || NOT_ALLOWED.contains(*character);
    let fault = if let Some(wrong) = label.chars().find(is_wrong) {
        format!("holds {wrong:?}, which is not allowed")
    } else if LONGEST < length {
        format!("has {length} characters, at most {LONGEST} are allowed")
    } else if length == 0 {
        "is empty".to_owned()
    } else {
        return;
    };
    ctx.report(node, format!("`Label` of state `{}` {fault}", state.name))
        .help("use letters, digits, `-` and `_`, or leave it out: AWS makes one from the state's name");
}
