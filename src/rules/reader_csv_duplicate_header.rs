//! See [`READER_CSV_DUPLICATE_HEADER`].

use rustc_hash::FxHashMap;

use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::map_state::reader;
use crate::syntax::NodeId;

declare_rule! {
    /// A column name stands twice in `CSVHeaders`.
    ///
    /// Each row becomes an object with the columns as fields, so their names have to differ. The map run fails with `CSV
    /// headers cannot contain duplicates`.
    ///
    /// ```json,fails
    /// {"Type": "Map", "End": true,
    ///   "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
    ///     "StartAt": "Load", "States": {"Load": {"Type": "Pass", "End": true}}},
    ///   "ItemReader": {"Resource": "arn:aws:states:::s3:getObject",
    ///     "ReaderConfig": {"InputType": "CSV", "CSVHeaderLocation": "GIVEN", "CSVHeaders": ["id", "amount", "id"]},
    ///     "Parameters": {"Bucket": "sales", "Key": "2026.csv"}}}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Map", "End": true,
    ///   "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
    ///     "StartAt": "Load", "States": {"Load": {"Type": "Pass", "End": true}}},
    ///   "ItemReader": {"Resource": "arn:aws:states:::s3:getObject",
    ///     "ReaderConfig": {"InputType": "CSV", "CSVHeaderLocation": "GIVEN", "CSVHeaders": ["id", "amount", "currency"]},
    ///     "Parameters": {"Bucket": "sales", "Key": "2026.csv"}}}
    /// ```
    ///
    /// Source: [ItemReader](https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html)
    pub READER_CSV_DUPLICATE_HEADER = "reader-csv-duplicate-header" (Map, Warning, Both, fix: Never), Check::State(check)
}

fn check(ctx: &mut Context<'_>, state: &State) {
    let tree = ctx.tree;
    let Some(config) = reader(tree, state).and_then(|reader| reader.config) else { return };
    let Some(headers) = ctx.field(config, "CSVHeaders") else { return };
    let mut seen: FxHashMap<&str, NodeId> = FxHashMap::default();
    for header in tree.items(headers) {
        let Some(name) = tree.known(header) else { continue };
        let first = *seen.entry(name).or_insert(header);
        if first != header {
            ctx.report(header, format!("column `{name}` stands twice in `CSVHeaders` of state `{}`", state.name))
                .related(tree.span(first), "the first one");
        }
    }
}
