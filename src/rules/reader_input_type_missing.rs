//! See [`READER_INPUT_TYPE_MISSING`].

use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::map_state::{Reads, lacks, reader};

declare_rule! {
    /// An item reader gets one object, but does not say its format.
    ///
    /// `s3:getObject` fetches a file, and `InputType` says how to find the items in it: CSV, JSON, JSONL, PARQUET or, for the
    /// manifest of an inventory, MANIFEST.
    ///
    /// ```json,fails
    /// {"Type": "Map", "End": true,
    ///   "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
    ///     "StartAt": "Load", "States": {"Load": {"Type": "Pass", "End": true}}},
    ///   "ItemReader": {"Resource": "arn:aws:states:::s3:getObject",
    ///     "ReaderConfig": {"MaxItems": 100},
    ///     "Parameters": {"Bucket": "sales", "Key": "2026.csv"}}}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Map", "End": true,
    ///   "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
    ///     "StartAt": "Load", "States": {"Load": {"Type": "Pass", "End": true}}},
    ///   "ItemReader": {"Resource": "arn:aws:states:::s3:getObject",
    ///     "ReaderConfig": {"InputType": "CSV", "CSVHeaderLocation": "FIRST_ROW", "MaxItems": 100},
    ///     "Parameters": {"Bucket": "sales", "Key": "2026.csv"}}}
    /// ```
    ///
    /// Source: [ItemReader](https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html)
    pub READER_INPUT_TYPE_MISSING = "reader-input-type-missing" (Map, Warning, Both, fix: Never), Check::State(check)
}

fn check(ctx: &mut Context<'_>, state: &State) {
    let tree = ctx.tree;
    let Some(reader) = reader(tree, state).filter(|reader| reader.reads == Reads::Object) else { return };
    let Some(resource) = tree.get(reader.node, "Resource") else { return };
    let (node, spot) = match reader.config {
        Some(config) => {
            // A manifest has its own way to say it; flattening is a rule of its own.
            let fields = ["InputType", "ManifestType", "Transformation"];
            if !fields.into_iter().all(|field| lacks(tree, config, field)) {
                return;
            }
            (config, ctx.key(reader.node, "ReaderConfig").unwrap_or(resource))
        }
        None if lacks(tree, reader.node, "ReaderConfig") => (resource, resource),
        None => return,
    };
    ctx.report(node, format!("`ItemReader` of state `{}` does not say the `InputType` of the object", state.name))
        .span(tree.span(spot))
        .help("add `ReaderConfig` with `InputType`");
}
