//! What the names of errors mean.
//!
//! <https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html>

use crate::ide::prose::{Prose, code};
use crate::ide::service::page;

pub(super) fn about(name: &str) -> Option<Prose> {
    let meaning = match MEANINGS.iter().find(|(known, _)| *known == name) {
        Some((_, meaning)) => (*meaning).to_owned(),
        None => format!("An HTTPS API answered with status {}.", name.strip_prefix("States.Http.StatusCode.")?),
    };
    let mut text = Prose::new(format!("{}: error name", code(name)));
    text.paragraph(meaning);
    text.link("AWS documentation", &page("concepts-error-handling"));
    Some(text)
}

#[rustfmt::skip]
const MEANINGS: [(&str, &str); 23] = [
    ("States.ALL", "Any error, except those that no handler matches (`States.Runtime`). Stands alone, in the last handler."),
    ("States.BranchFailed", "A branch of a Parallel state failed."),
    ("States.DataLimitExceeded", "A payload grew beyond the quota of 256 KiB."),
    ("States.ExceedToleratedFailureThreshold", "More items of a distributed Map failed than it tolerates."),
    ("States.HeartbeatTimeout", "No heartbeat came for longer than `HeartbeatSeconds`."),
    ("States.Http.Socket", "An HTTPS API did not answer in time."),
    ("States.IntrinsicFailure", "A call of an intrinsic function failed."),
    ("States.ItemReaderFailed", "A distributed Map could not read its items."),
    ("States.NoChoiceMatched", "No rule of a Choice state matched, and it has no `Default`."),
    ("States.ParameterPathFailure", "A path in a payload template points at nothing."),
    ("States.Permissions", "The state machine's role may not do what a task asks for."),
    ("States.QueryEvaluationError", "A JSONata expression failed, or gave a value that its field does not take."),
    ("States.ResultPathMatchFailure", "`ResultPath` cannot be applied to the input of the state."),
    ("States.ResultWriterFailed", "A distributed Map could not write its results."),
    ("States.Runtime", "The execution itself failed, for instance at a path that points at nothing. Not retried and not caught by `States.ALL`."),
    ("States.TaskFailed", "A task failed. Matches every error but `States.Timeout`."),
    ("States.Timeout", "A task or execution ran longer than `TimeoutSeconds`, or a heartbeat did not come."),
    ("Lambda.AWSLambdaException", "AWS Lambda answered with an error. Worth a retry."),
    ("Lambda.ClientExecutionTimeoutException", "The call of the Lambda function took too long. Worth a retry."),
    ("Lambda.SdkClientException", "AWS Lambda could not be reached. Worth a retry."),
    ("Lambda.ServiceException", "AWS Lambda failed inside. Worth a retry."),
    ("Lambda.TooManyRequestsException", "The Lambda function is throttled. Worth a retry, with growing waits."),
    ("Lambda.Unknown", "The Lambda function ended in a way that says nothing, such as out of memory or timed out."),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::asl::STATES_ERRORS;
    use crate::semantics::error_name::LAMBDA_ERRORS;

    #[test]
    fn every_known_name_has_a_meaning() {
        for name in STATES_ERRORS.into_iter().chain(LAMBDA_ERRORS) {
            assert!(about(name).is_some(), "{name}");
        }
        assert!(about("States.Http.StatusCode.404").is_some());
        assert_eq!(about("Custom"), None);
    }
}
