//! See [`ITEM_READER_RESOURCE`].

use crate::diagnostic::Applicability;
use crate::edit;
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::map_state::{Reads, meant_action, reader};

declare_rule! {
    /// An `ItemReader` calls something that it cannot read items from.
    ///
    /// It takes two actions of the S3 integration: `s3:getObject` for one file, `s3:listObjectsV2` for the objects of a
    /// bucket. AWS refuses all others.
    ///
    /// ```json,fails
    /// {"Type": "Map", "End": true,
    ///   "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
    ///     "StartAt": "Load", "States": {"Load": {"Type": "Pass", "End": true}}},
    ///   "ItemReader": {"Resource": "arn:aws:states:::aws-sdk:s3:getObject",
    ///     "ReaderConfig": {"InputType": "JSON"}, "Parameters": {"Bucket": "sales", "Key": "2026.json"}}}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Map", "End": true,
    ///   "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
    ///     "StartAt": "Load", "States": {"Load": {"Type": "Pass", "End": true}}},
    ///   "ItemReader": {"Resource": "arn:aws:states:::s3:getObject",
    ///     "ReaderConfig": {"InputType": "JSON"}, "Parameters": {"Bucket": "sales", "Key": "2026.json"}}}
    /// ```
    ///
    /// Fix: writes the action that was most likely meant.
    ///
    /// Source: [ItemReader](https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html)
    pub ITEM_READER_RESOURCE = "item-reader-resource" (Map, Error, Both, fix: Sometimes), Check::State(check)
}

const ACTIONS: [&str; 2] = ["getObject", "listObjectsV2"];

fn check(ctx: &mut Context<'_>, state: &State) {
    let tree = ctx.tree;
    let Some(reader) = reader(tree, state).filter(|reader| reader.reads == Reads::Unknown) else { return };
    let Some(node) = ctx.field(reader.node, "Resource") else { return };
    let Some(text) = tree.known(node) else { return };
    let meant = meant_action(text, &ACTIONS);
    let edits = meant.as_ref().and_then(|meant| edit::replace_string(tree, node, meant));
    let diagnostic = ctx.report(node, format!("`ItemReader` of state `{}` cannot read from `{text}`", state.name));
    diagnostic.help("it takes `arn:aws:states:::s3:getObject` and `arn:aws:states:::s3:listObjectsV2`");
    if let Some(meant) = meant {
        diagnostic.fix(format!("write `{meant}`"), Applicability::Unsafe, edits);
    }
}
