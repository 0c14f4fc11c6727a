//! See [`ITEM_BATCHER_BYTES_RANGE`].

use crate::rule::Check;

declare_rule! {
    /// A batch may be larger than a state's input can be.
    ///
    /// `MaxInputBytesPerBatch` lies between 1 and 262,144 bytes (256 KiB), the most a child execution can be started with.
    ///
    /// ```json,fails
    /// {"Type": "Map", "End": true,
    ///   "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
    ///     "StartAt": "Load", "States": {"Load": {"Type": "Pass", "End": true}}},
    ///   "ItemBatcher": {"MaxInputBytesPerBatch": 1000000}}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Map", "End": true,
    ///   "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
    ///     "StartAt": "Load", "States": {"Load": {"Type": "Pass", "End": true}}},
    ///   "ItemBatcher": {"MaxInputBytesPerBatch": 200000}}
    /// ```
    ///
    /// Fix: writes the nearest value allowed.
    ///
    /// Source: [ItemBatcher](https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itembatcher.html)
    pub ITEM_BATCHER_BYTES_RANGE = "item-batcher-bytes-range" (Map, Warning, Both, fix: Sometimes), Check::Elsewhere
}
