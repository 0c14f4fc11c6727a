//! What there is more to say about a proposal, worked out when an editor asks for one of them.
//!
//! A [`Topic`] travels through the editor as a short text and comes back as such.

use crate::asl::{QueryLanguage, StateType};
use crate::expr::intrinsic;
use crate::expr::jsonata::functions;
use crate::expr::jsonpath::context_fields;
use crate::schema::{self, Owner};
use crate::services;

/// What a proposal is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Topic {
    Field {
        owner: Owner,
        language: QueryLanguage,
        name: &'static str,
    },
    StateType(StateType),
    /// An intrinsic function.
    Intrinsic(&'static str),
    /// A function of JSONata.
    Function(&'static str),
    /// A field of the context object, by the names that lead to it.
    Context(String),
    Error(String),
    /// `service:action` with its pattern.
    Integration(String),
}

impl Topic {
    /// The topic as a text, for [`documentation`].
    pub fn key(&self) -> String {
        match self {
            Self::Field { owner, language, name } => format!("field/{}/{}/{name}", owner.name(), language.name()),
            Self::StateType(kind) => format!("type/{}", kind.name()),
            Self::Intrinsic(name) => format!("intrinsic/{name}"),
            Self::Function(name) => format!("function/{name}"),
            Self::Context(way) => format!("context/{way}"),
            Self::Error(name) => format!("error/{name}"),
            Self::Integration(name) => format!("integration/{name}"),
        }
    }
}

/// What there is to say about a topic, as Markdown; `None` for what is no [`Topic::key`] or has nothing to it.
pub fn documentation(key: &str) -> Option<String> {
    let (kind, name) = key.split_once('/')?;
    match kind {
        "field" => field(name),
        "type" => state_type(name),
        "intrinsic" => {
            let function = intrinsic::function(name)?;
            let (signature, about) = (function.signature().label, function.description);
            Some(format!("```\n{signature}\n```\n{about}\n\n`{}` gives `{}`", function.example, function.result))
        }
        "function" => {
            let function = functions::find(name)?;
            let (usage, about, example) = (function.usage(), function.about, function.example);
            Some(format!("```jsonata\n{usage}\n```\n{about}\n\n```jsonata\n{example}\n```"))
        }
        "context" => {
            let (around, last) =
                name.rsplit_once('.').map_or((Vec::new(), name), |(around, last)| (around.split('.').collect(), last));
            let field = context_fields(&around)?.iter().find(|field| field.name == last)?;
            Some(field.description.to_owned())
        }
        "error" => error(name).map(str::to_owned),
        "integration" => integration(name),
        _ => None,
    }
}

fn field(key: &str) -> Option<String> {
    let mut parts = key.splitn(3, '/');
    let (owner, language, name) = (parts.next()?, parts.next()?, parts.next()?);
    let owner = Owner::all().find(|candidate| candidate.name() == owner)?;
    let field = schema::field(owner, QueryLanguage::from_name(language)?, name)?;
    let values = match field.values.as_slice() {
        [] => String::new(),
        values => format!("\n\nOne of `{}`.", values.join("`, `")),
    };
    Some(format!("{}{values}\n\n[Documentation]({})", field.docs, field.url))
}

fn state_type(name: &str) -> Option<String> {
    let kind = StateType::from_name(name)?;
    let about = match kind {
        StateType::Task => {
            "Does one unit of work: calls a Lambda function, an AWS service, an HTTPS endpoint or an activity."
        }
        StateType::Parallel => "Runs branches at the same time and goes on when all of them have ended.",
        StateType::Map => "Does the same for each item of an array, or of a data set in Amazon S3.",
        StateType::Pass => "Gives its input on, changed or not, without doing any work.",
        StateType::Wait => "Waits for some time, or until a time.",
        StateType::Choice => "Goes on to one of several states, by conditions.",
        StateType::Succeed => "Ends the execution, the branch or the iteration successfully.",
        StateType::Fail => "Ends the execution with an error.",
    };
    let anchor = name.to_lowercase();
    Some(format!("{about}\n\n[Documentation](https://states-language.net/#{anchor}-state)"))
}

/// <https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html>
fn error(name: &str) -> Option<&'static str> {
    Some(match name {
        "States.ALL" => {
            "Matches any error but `States.DataLimitExceeded` and `States.Runtime`. It has to stand alone, in the last handler."
        }
        "States.BranchFailed" => "A branch of a Parallel state failed.",
        "States.DataLimitExceeded" => "An output is larger than 256 KiB, or a parameter is too large for the service.",
        "States.ExceedToleratedFailureThreshold" => "More items of a Map state failed than it tolerates.",
        "States.HeartbeatTimeout" => "A task sent no heartbeat for longer than `HeartbeatSeconds`.",
        "States.Http.Socket" => "An HTTP task had no answer within 60 seconds.",
        "States.IntrinsicFailure" => "An intrinsic function failed: its arguments are not what it takes.",
        "States.ItemReaderFailed" => "A Map state could not read its items.",
        "States.NoChoiceMatched" => "No rule of a Choice state matched, and it has no `Default`.",
        "States.ParameterPathFailure" => "A path of a payload found nothing.",
        "States.Permissions" => "The role of the state machine may not do what the task asks for.",
        "States.QueryEvaluationError" => "A JSONata expression failed, or gave a value that the field does not take.",
        "States.ResultPathMatchFailure" => "`ResultPath` cannot be applied to the state's input.",
        "States.ResultWriterFailed" => "A Map state could not write its results.",
        "States.TaskFailed" => "A task failed. As a name in a handler it matches every error but `States.Timeout`.",
        "States.Timeout" => "A task ran for longer than `TimeoutSeconds`, or sent no heartbeat in time.",
        _ => return None,
    })
}

fn integration(name: &str) -> Option<String> {
    let (service, call) = name.split_once(':')?;
    let (action, suffix) = call.split_once('.').unwrap_or((call, ""));
    let operation = services::optimized().operation(service, action)?;
    let waits = match suffix {
        "sync" | "sync:2" => "Goes on when the job is done.",
        "waitForTaskToken" => "Goes on when somebody returns the task token.",
        _ => "Goes on at the response.",
    };
    let required = match operation.required.as_slice() {
        [] => String::new(),
        names => format!("\n\nRequired: `{}`", names.join("`, `")),
    };
    Some(format!("`{service}:{action}`: {waits}{required}"))
}
