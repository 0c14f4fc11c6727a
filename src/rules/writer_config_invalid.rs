//! See [`WRITER_CONFIG_INVALID`].

use crate::rule::Check;

declare_rule! {
    /// The format of a result writer is none that exists.
    ///
    /// `Transformation` is NONE, COMPACT or FLATTEN, `OutputType` is JSON or JSONL.
    ///
    /// ```json,fails
    /// {"Type": "Map", "End": true,
    ///   "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
    ///     "StartAt": "Load", "States": {"Load": {"Type": "Pass", "End": true}}},
    ///   "ResultWriter": {"WriterConfig": {"Transformation": "FLAT", "OutputType": "JSON"}}}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Map", "End": true,
    ///   "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
    ///     "StartAt": "Load", "States": {"Load": {"Type": "Pass", "End": true}}},
    ///   "ResultWriter": {"WriterConfig": {"Transformation": "FLATTEN", "OutputType": "JSON"}}}
    /// ```
    ///
    /// Fix: writes the nearest value.
    ///
    /// Source: [ResultWriter](https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html)
    pub WRITER_CONFIG_INVALID = "writer-config-invalid" (Map, Warning, Both, fix: Sometimes), Check::Elsewhere
}
