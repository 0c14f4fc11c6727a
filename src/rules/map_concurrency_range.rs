//! See [`MAP_CONCURRENCY_RANGE`].

use crate::rule::Check;

declare_rule! {
    /// A Map state's `MaxConcurrency` is negative.
    ///
    /// It is the number of iterations that may run at the same time; 0 sets no limit. AWS refuses values below 0.
    ///
    /// ```json,fails
    /// {"Type": "Map", "End": true,
    ///   "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
    ///     "StartAt": "Load", "States": {"Load": {"Type": "Pass", "End": true}}},
    ///   "MaxConcurrency": -1}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Map", "End": true,
    ///   "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
    ///     "StartAt": "Load", "States": {"Load": {"Type": "Pass", "End": true}}},
    ///   "MaxConcurrency": 50}
    /// ```
    ///
    /// Fix: writes 0.
    ///
    /// Source: [Map state](https://states-language.net/#map-state)
    pub MAP_CONCURRENCY_RANGE = "map-concurrency-range" (Map, Error, Both, fix: Sometimes), Check::Elsewhere
}
