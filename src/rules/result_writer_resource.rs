//! See [`RESULT_WRITER_RESOURCE`].

use crate::asl::StateType;
use crate::diagnostic::Applicability;
use crate::edit;
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::map_state::{meant_action, object, s3_action};

declare_rule! {
    /// A `ResultWriter` calls something that it cannot write results with.
    ///
    /// It takes one action, `s3:putObject` of the S3 integration.
    ///
    /// ```json,fails
    /// {"Type": "Map", "End": true,
    ///   "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
    ///     "StartAt": "Load", "States": {"Load": {"Type": "Pass", "End": true}}},
    ///   "ResultWriter": {"Resource": "arn:aws:states:::aws-sdk:s3:putObject", "Parameters": {"Bucket": "reports"}}}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Map", "End": true,
    ///   "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
    ///     "StartAt": "Load", "States": {"Load": {"Type": "Pass", "End": true}}},
    ///   "ResultWriter": {"Resource": "arn:aws:states:::s3:putObject", "Parameters": {"Bucket": "reports"}}}
    /// ```
    ///
    /// Fix: writes the action that was most likely meant.
    ///
    /// Source: [ResultWriter](https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html)
    pub RESULT_WRITER_RESOURCE = "result-writer-resource" (Map, Error, Both, fix: Sometimes), Check::State(check)
}

fn check(ctx: &mut Context<'_>, state: &State) {
    if state.kind != Some(StateType::Map) {
        return;
    }
    let tree = ctx.tree;
    let Some(writer) = object(tree, state.node, "ResultWriter") else { return };
    let Some(node) = ctx.field(writer, "Resource") else { return };
    let Some(text) = tree.known(node).filter(|text| s3_action(text) != Some("putObject")) else { return };
    let meant = meant_action(text, &["putObject"]);
    let edits = meant.as_ref().and_then(|meant| edit::replace_string(tree, node, meant));
    let diagnostic = ctx.report(node, format!("`ResultWriter` of state `{}` cannot write with `{text}`", state.name));
    diagnostic.help("it takes `arn:aws:states:::s3:putObject`");
    if let Some(meant) = meant {
        diagnostic.fix(format!("write `{meant}`"), Applicability::Unsafe, edits);
    }
}
