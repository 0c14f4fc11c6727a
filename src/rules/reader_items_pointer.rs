//! See [`READER_ITEMS_POINTER`].

use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::map_state::reader;

declare_rule! {
    /// The `ItemsPointer` of an item reader is not a JSON Pointer, or the data is not JSON.
    ///
    /// It leads to the array or object inside a JSON file, in the notation of RFC 6901: `/data/items`. It is no path
    /// and does not begin with `$`; other formats have nothing that it could point to.
    ///
    /// ```json,fails
    /// {"Type": "Map", "End": true,
    ///   "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
    ///     "StartAt": "Load", "States": {"Load": {"Type": "Pass", "End": true}}},
    ///   "ItemReader": {"Resource": "arn:aws:states:::s3:getObject",
    ///     "ReaderConfig": {"InputType": "JSON", "ItemsPointer": "$.data.items"},
    ///     "Parameters": {"Bucket": "sales", "Key": "2026.csv"}}}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Map", "End": true,
    ///   "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
    ///     "StartAt": "Load", "States": {"Load": {"Type": "Pass", "End": true}}},
    ///   "ItemReader": {"Resource": "arn:aws:states:::s3:getObject",
    ///     "ReaderConfig": {"InputType": "JSON", "ItemsPointer": "/data/items"},
    ///     "Parameters": {"Bucket": "sales", "Key": "2026.csv"}}}
    /// ```
    ///
    /// Source: [ItemReader](https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html)
    pub READER_ITEMS_POINTER = "reader-items-pointer" (Map, Warning, Both, fix: Never), Check::State(check)
}

fn check(ctx: &mut Context<'_>, state: &State) {
    let tree = ctx.tree;
    let Some(config) = reader(tree, state).and_then(|reader| reader.config) else { return };
    let Some(member) = tree.member(config, "ItemsPointer") else { return };
    let Some(pointer) = tree.known(member.value) else { return };
    let input = tree.get(config, "InputType").and_then(|input| tree.known(input));
    if let Some(input @ ("JSONL" | "PARQUET" | "CSV" | "MANIFEST")) = input {
        ctx.report(
            member.value,
            format!("`ItemsPointer` of state `{}` is for JSON, but the data is {input}", state.name),
        )
        .span(tree.span(member.key))
        .help("remove it");
    } else if !pointer.is_empty() && !pointer.starts_with('/') {
        ctx.report(member.value, format!("`ItemsPointer` of state `{}` is not a JSON Pointer", state.name))
            .help("write it with slashes, as in `/data/items`");
    }
}
