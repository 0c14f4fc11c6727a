//! See [`READER_CSV_ONLY_FIELD`].

use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::map_state::reader;

declare_rule! {
    /// A field for CSV files stands beside another format, or has nothing to say.
    ///
    /// `CSVHeaderLocation`, `CSVHeaders` and `CSVDelimiter` describe CSV files. Beside JSON, JSONL or PARQUET they have no
    /// meaning, nor do `CSVHeaders` when the names are taken from the first row.
    ///
    /// ```json,fails
    /// {"Type": "Map", "End": true,
    ///   "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
    ///     "StartAt": "Load", "States": {"Load": {"Type": "Pass", "End": true}}},
    ///   "ItemReader": {"Resource": "arn:aws:states:::s3:getObject",
    ///     "ReaderConfig": {"InputType": "JSONL", "CSVDelimiter": "PIPE"},
    ///     "Parameters": {"Bucket": "sales", "Key": "2026.csv"}}}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Map", "End": true,
    ///   "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
    ///     "StartAt": "Load", "States": {"Load": {"Type": "Pass", "End": true}}},
    ///   "ItemReader": {"Resource": "arn:aws:states:::s3:getObject",
    ///     "ReaderConfig": {"InputType": "CSV", "CSVHeaderLocation": "FIRST_ROW", "CSVDelimiter": "PIPE"},
    ///     "Parameters": {"Bucket": "sales", "Key": "2026.csv"}}}
    /// ```
    ///
    /// Source: [ItemReader](https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html)
    pub READER_CSV_ONLY_FIELD = "reader-csv-only-field" (Map, Warning, Both, fix: Never), Check::State(check)
}

fn check(ctx: &mut Context<'_>, state: &State) {
    let tree = ctx.tree;
    let Some(config) = reader(tree, state).and_then(|reader| reader.config) else { return };
    let known = |field: &str| tree.get(config, field).and_then(|value| tree.known(value));
    let Some(input) = known("InputType") else { return };
    let fields: &[&str] = match input {
        // `CSVHeaderLocation` beside JSON is refused, which is a rule of its own.
        "JSON" => &["CSVHeaders", "CSVDelimiter"],
        "JSONL" | "PARQUET" => &["CSVHeaderLocation", "CSVHeaders", "CSVDelimiter"],
        "CSV" if known("CSVHeaderLocation") == Some("FIRST_ROW") => &["CSVHeaders"],
        _ => return,
    };
    for field in fields {
        let Some(member) = tree.member(config, field) else { continue };
        let message = if input == "CSV" {
            format!("`CSVHeaders` of state `{}` are not used, as the names come from the first row", state.name)
        } else {
            format!("`{field}` of state `{}` says nothing about {input}", state.name)
        };
        ctx.report(member.value, message).span(tree.span(member.key)).discriminator(*field).help("remove it");
    }
}
