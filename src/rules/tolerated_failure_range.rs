//! See [`TOLERATED_FAILURE_RANGE`].

use crate::rule::Check;

declare_rule! {
    /// The failures that a Map state tolerates are outside the range allowed.
    ///
    /// `ToleratedFailureCount` is 0 or more, `ToleratedFailurePercentage` lies between 0 and 100; fractions of a percent are
    /// allowed. AWS refuses other values.
    ///
    /// ```json,fails
    /// {"Type": "Map", "End": true,
    ///   "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
    ///     "StartAt": "Load", "States": {"Load": {"Type": "Pass", "End": true}}},
    ///   "ToleratedFailurePercentage": 101}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Map", "End": true,
    ///   "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
    ///     "StartAt": "Load", "States": {"Load": {"Type": "Pass", "End": true}}},
    ///   "ToleratedFailurePercentage": 2.5}
    /// ```
    ///
    /// Fix: writes the nearest value allowed.
    ///
    /// Source: [Distributed Map](https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html)
    pub TOLERATED_FAILURE_RANGE = "tolerated-failure-range" (Map, Error, Both, fix: Sometimes), Check::Elsewhere
}
