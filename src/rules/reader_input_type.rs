//! See [`READER_INPUT_TYPE`].

use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::map_state::{lacks, reader};

declare_rule! {
    /// An item reader does not say the format of the data, or names none that exists.
    ///
    /// `InputType` is CSV, JSON, JSONL, PARQUET or MANIFEST. A reader that loads and flattens the objects it lists needs it as
    /// well; AWS answers that the field is required.
    ///
    /// ```json,fails
    /// {"Type": "Map", "End": true,
    ///   "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
    ///     "StartAt": "Load", "States": {"Load": {"Type": "Pass", "End": true}}},
    ///   "ItemReader": {"Resource": "arn:aws:states:::s3:getObject",
    ///     "ReaderConfig": {"InputType": "XLSX"},
    ///     "Parameters": {"Bucket": "sales", "Key": "2026.csv"}}}
    /// ```
    ///
    /// ```json,fails
    /// {"Type": "Map", "End": true,
    ///   "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
    ///     "StartAt": "Load", "States": {"Load": {"Type": "Pass", "End": true}}},
    ///   "ItemReader": {"Resource": "arn:aws:states:::s3:listObjectsV2",
    ///     "ReaderConfig": {"Transformation": "LOAD_AND_FLATTEN"},
    ///     "Parameters": {"Bucket": "sales", "Prefix": "2026/"}}}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Map", "End": true,
    ///   "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
    ///     "StartAt": "Load", "States": {"Load": {"Type": "Pass", "End": true}}},
    ///   "ItemReader": {"Resource": "arn:aws:states:::s3:listObjectsV2",
    ///     "ReaderConfig": {"InputType": "JSON", "Transformation": "LOAD_AND_FLATTEN"},
    ///     "Parameters": {"Bucket": "sales", "Prefix": "2026/"}}}
    /// ```
    ///
    /// Fix: writes the nearest format.
    ///
    /// Source: [ItemReader](https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html)
    pub READER_INPUT_TYPE = "reader-input-type" (Map, Error, Both, fix: Sometimes), Check::State(check)
}

fn check(ctx: &mut Context<'_>, state: &State) {
    let tree = ctx.tree;
    let Some(config) = reader(tree, state).and_then(|reader| reader.config) else { return };
    let Some(transformation) = ctx.field(config, "Transformation") else { return };
    if tree.known(transformation) != Some("LOAD_AND_FLATTEN") || !lacks(tree, config, "InputType") {
        return;
    }
    // Answered by AWS: `The field 'InputType' is required` at the `ReaderConfig`.
    ctx.report(
        transformation,
        format!("`ReaderConfig` of state `{}` loads the objects but lacks `InputType`", state.name),
    )
    .help("say what format they have: CSV, JSON, JSONL or PARQUET");
}
