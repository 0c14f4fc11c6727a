//! The names of errors that handlers match.

use crate::asl::STATES_ERRORS;
use crate::model::Handler;
use crate::syntax::{NodeId, Tree};

/// Errors that AWS's documentation tells one to handle, besides those of the language.
/// <https://docs.aws.amazon.com/step-functions/latest/dg/sfn-best-practices.html>
pub const LAMBDA_ERRORS: [&str; 6] = [
    "Lambda.AWSLambdaException",
    "Lambda.ClientExecutionTimeoutException",
    "Lambda.SdkClientException",
    "Lambda.ServiceException",
    "Lambda.TooManyRequestsException",
    "Lambda.Unknown",
];

pub const ALL: &str = "States.ALL";
pub const TASK_FAILED: &str = "States.TaskFailed";
pub const RUNTIME: &str = "States.Runtime";

/// Names of HTTP tasks end in the status.
const STATUS: &str = "States.Http.StatusCode.";

/// Whether the language itself defines the name.
pub fn is_reserved(name: &str) -> bool {
    STATES_ERRORS.contains(&name)
        || name
            .strip_prefix(STATUS)
            .is_some_and(|status| status.len() == 3 && status.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The known name that differs from this one only by case or blanks around it.
pub fn in_wrong_case(name: &str) -> Option<String> {
    let trimmed = name.trim();
    let known = STATES_ERRORS.iter().chain(&LAMBDA_ERRORS).find(|known| known.eq_ignore_ascii_case(trimmed));
    if let Some(known) = known {
        return (*known != name).then(|| (*known).to_owned());
    }
    let (prefix, status) = trimmed.split_at_checked(STATUS.len())?;
    let meant = format!("{STATUS}{status}");
    (prefix.eq_ignore_ascii_case(STATUS) && meant != name && is_reserved(&meant)).then_some(meant)
}

/// The names of a handler with their nodes, if all of them are known.
pub fn known_names<'a>(tree: &'a Tree, handler: &Handler) -> Option<Vec<(NodeId, &'a str)>> {
    let list = tree.get(handler.node, "ErrorEquals")?;
    if !tree.is_array(list) || tree.is_incomplete(list) || tree.items(list).len() != handler.errors.len() {
        return None;
    }
    handler.errors.iter().map(|&error| tree.known(error).map(|name| (error, name))).collect()
}

/// The node of `States.ALL` among the names of a handler.
pub fn catch_all(tree: &Tree, handler: &Handler) -> Option<NodeId> {
    handler.errors.iter().copied().find(|&error| tree.known(error) == Some(ALL))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reserved_names_and_their_misspellings() {
        assert!(is_reserved("States.Http.StatusCode.404"));
        assert!(!is_reserved("States.Http.StatusCode.4xx"));
        assert_eq!(in_wrong_case("states.all").as_deref(), Some("States.ALL"));
        assert_eq!(in_wrong_case("States.HTTP.StatusCode.500").as_deref(), Some("States.Http.StatusCode.500"));
        assert_eq!(in_wrong_case("States.ALL"), None);
        assert_eq!(in_wrong_case("Überlauf"), None);
    }
}
