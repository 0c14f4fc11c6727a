//! See [`READER_TRANSFORMATION`].

use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::map_state::{Reads, reader};

declare_rule! {
    /// The transformation of an item reader does not exist, or does not fit what it reads.
    ///
    /// `LOAD_AND_FLATTEN` reads the content of every object that `s3:listObjectsV2` lists; `NONE`, the default, iterates over
    /// the list itself. For a single object there is nothing to flatten.
    ///
    /// ```json,fails
    /// {"Type": "Map", "End": true,
    ///   "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
    ///     "StartAt": "Load", "States": {"Load": {"Type": "Pass", "End": true}}},
    ///   "ItemReader": {"Resource": "arn:aws:states:::s3:getObject",
    ///     "ReaderConfig": {"InputType": "JSON", "Transformation": "LOAD_AND_FLATTEN"},
    ///     "Parameters": {"Bucket": "sales", "Key": "2026.csv"}}}
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
    /// Fix: corrects the word.
    ///
    /// Source: [ItemReader](https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html)
    pub READER_TRANSFORMATION = "reader-transformation" (Map, Warning, Both, fix: Sometimes), Check::State(check)
}

fn check(ctx: &mut Context<'_>, state: &State) {
    let tree = ctx.tree;
    let Some(reader) = reader(tree, state).filter(|reader| reader.reads == Reads::Object) else { return };
    let Some(transformation) = reader.config.and_then(|config| ctx.field(config, "Transformation")) else { return };
    if tree.known(transformation) != Some("LOAD_AND_FLATTEN") {
        return;
    }
    ctx.report(
        transformation,
        format!("`ItemReader` of state `{}` gets one object, so there is nothing to flatten", state.name),
    )
    .help("list the objects with `s3:listObjectsV2`, or leave `Transformation` out");
}
