//! See [`INTEGRATION_MISSING_MODEL_PARAMETER`].

use crate::integration::Call;
use crate::model::State;
use crate::rule::{Check, Context};

declare_rule! {
    /// A Task lacks a parameter that the API it calls requires.
    ///
    /// The API refuses a request without it, so the state fails when it runs; AWS may refuse the definition already. It
    /// is a warning because for these actions only the API's description says so. Those that AWS was seen to refuse are
    /// errors, under `integration-missing-parameter`.
    ///
    /// ```json,fails
    /// {"Type": "Task", "Resource": "arn:aws:states:::batch:submitJob.sync",
    ///   "Parameters": {"JobName": "report", "JobQueue": "nightly"}, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Task", "Resource": "arn:aws:states:::batch:submitJob.sync",
    ///   "Parameters": {"JobName": "report", "JobQueue": "nightly", "JobDefinition.$": "$.definition"}, "End": true}
    /// ```
    ///
    /// Fix: renames a parameter that was most likely meant; safe where only the letter case is wrong.
    ///
    /// Source: [Optimized integrations](https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html)
    pub INTEGRATION_MISSING_MODEL_PARAMETER = "integration-missing-model-parameter" (Integration, Warning, Both, fix: Sometimes), Check::Task(check)
}

fn check(ctx: &mut Context<'_>, state: &State, call: &Call<'_>) {
    // HTTP requests have a rule of their own, which knows more of them.
    if let Some(action) = call.action.filter(|action| !action.operation.measured && action.service != "http") {
        super::integration_missing_parameter::report(ctx, state, call, action, &[]);
    }
}
