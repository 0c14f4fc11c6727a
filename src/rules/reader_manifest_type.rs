//! See [`READER_MANIFEST_TYPE`].

use crate::rule::Check;

declare_rule! {
    /// The kind of a manifest is none that exists.
    ///
    /// `ManifestType` is `ATHENA_DATA` for the manifest that an UNLOAD query of Athena leaves, or `S3_INVENTORY`.
    ///
    /// ```json,fails
    /// {"Type": "Map", "End": true,
    ///   "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
    ///     "StartAt": "Load", "States": {"Load": {"Type": "Pass", "End": true}}},
    ///   "ItemReader": {"Resource": "arn:aws:states:::s3:getObject",
    ///     "ReaderConfig": {"InputType": "MANIFEST", "ManifestType": "INVENTORY"},
    ///     "Parameters": {"Bucket": "sales", "Key": "2026.csv"}}}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Map", "End": true,
    ///   "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
    ///     "StartAt": "Load", "States": {"Load": {"Type": "Pass", "End": true}}},
    ///   "ItemReader": {"Resource": "arn:aws:states:::s3:getObject",
    ///     "ReaderConfig": {"InputType": "MANIFEST", "ManifestType": "S3_INVENTORY"},
    ///     "Parameters": {"Bucket": "sales", "Key": "2026.csv"}}}
    /// ```
    ///
    /// Fix: writes the nearest kind.
    ///
    /// Source: [ItemReader](https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html)
    pub READER_MANIFEST_TYPE = "reader-manifest-type" (Map, Warning, Both, fix: Sometimes), Check::Elsewhere
}
