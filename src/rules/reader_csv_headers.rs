//! See [`READER_CSV_HEADERS`].

use crate::diagnostic::Applicability;
use crate::edit;
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::map_state::{lacks, reader};

declare_rule! {
    /// An item reader does not say where the column names of a CSV file come from.
    ///
    /// With `"InputType": "CSV"` AWS requires `CSVHeaderLocation`, and with GIVEN also the names in `CSVHeaders`. Beside
    /// `"InputType": "JSON"` it refuses `CSVHeaderLocation`.
    ///
    /// ```json,fails
    /// {"Type": "Map", "End": true,
    ///   "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
    ///     "StartAt": "Load", "States": {"Load": {"Type": "Pass", "End": true}}},
    ///   "ItemReader": {"Resource": "arn:aws:states:::s3:getObject",
    ///     "ReaderConfig": {"InputType": "CSV"},
    ///     "Parameters": {"Bucket": "sales", "Key": "2026.csv"}}}
    /// ```
    ///
    /// ```json,fails
    /// {"Type": "Map", "End": true,
    ///   "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
    ///     "StartAt": "Load", "States": {"Load": {"Type": "Pass", "End": true}}},
    ///   "ItemReader": {"Resource": "arn:aws:states:::s3:getObject",
    ///     "ReaderConfig": {"InputType": "CSV", "CSVHeaderLocation": "GIVEN"},
    ///     "Parameters": {"Bucket": "sales", "Key": "2026.csv"}}}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Map", "End": true,
    ///   "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
    ///     "StartAt": "Load", "States": {"Load": {"Type": "Pass", "End": true}}},
    ///   "ItemReader": {"Resource": "arn:aws:states:::s3:getObject",
    ///     "ReaderConfig": {"InputType": "CSV", "CSVHeaderLocation": "FIRST_ROW"},
    ///     "Parameters": {"Bucket": "sales", "Key": "2026.csv"}}}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Map", "End": true,
    ///   "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
    ///     "StartAt": "Load", "States": {"Load": {"Type": "Pass", "End": true}}},
    ///   "ItemReader": {"Resource": "arn:aws:states:::s3:getObject",
    ///     "ReaderConfig": {"InputType": "CSV", "CSVHeaderLocation": "GIVEN", "CSVHeaders": ["id", "amount"]},
    ///     "Parameters": {"Bucket": "sales", "Key": "2026.csv"}}}
    /// ```
    ///
    /// Fix: adds `FIRST_ROW`, or removes the field where the data is JSON.
    ///
    /// Source: [ItemReader](https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html)
    pub READER_CSV_HEADERS = "reader-csv-headers" (Map, Error, Both, fix: Sometimes), Check::State(check)
}

fn check(ctx: &mut Context<'_>, state: &State) {
    let tree = ctx.tree;
    let Some(config) = reader(tree, state).and_then(|reader| reader.config) else { return };
    let location = tree.member(config, "CSVHeaderLocation");
    let known = |field: &str| tree.get(config, field).and_then(|value| Some((value, tree.known(value)?)));
    match (known("InputType"), location) {
        // Answered by AWS: `The field 'CSVHeaderLocation' is required`. An Athena manifest may be another matter.
        (Some((input, "CSV")), None)
            if lacks(tree, config, "CSVHeaderLocation")
                && known("ManifestType").is_none_or(|(_, kind)| kind != "ATHENA_DATA") =>
        {
            let edits = ctx
                .key(config, "InputType")
                .and_then(|key| edit::insert_member(tree, config, key, "CSVHeaderLocation", "\"FIRST_ROW\""));
            ctx.report(
                input,
                format!("`ReaderConfig` of state `{}` reads CSV and lacks `CSVHeaderLocation`", state.name),
            )
            .help("`FIRST_ROW` takes the column names from the file, `GIVEN` from `CSVHeaders`")
            .fix("add `\"CSVHeaderLocation\": \"FIRST_ROW\"`", Applicability::Unsafe, edits);
        }
        // Answered by AWS: `Field 'CSVHeaderLocation' is not supported`.
        (Some((_, "JSON")), Some(location)) => {
            let edits = edit::remove_member(tree, config, location.key);
            ctx.report(
                location.value,
                format!("`ReaderConfig` of state `{}` reads JSON, which has no column names", state.name),
            )
            .span(tree.span(location.key))
            .fix("remove `CSVHeaderLocation`", Applicability::Safe, edits);
        }
        // Answered by AWS: `These fields are required: [CSVHeaders]`.
        (_, Some(location)) if tree.known(location.value) == Some("GIVEN") && lacks(tree, config, "CSVHeaders") => {
            ctx.report(
                location.value,
                format!("`CSVHeaderLocation` of state `{}` is `GIVEN`, but there are no `CSVHeaders`", state.name),
            )
            .help("list the names in `CSVHeaders`, or take them from the file with `FIRST_ROW`");
        }
        _ => {}
    }
}
