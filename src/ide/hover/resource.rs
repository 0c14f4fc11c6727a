//! What a `Resource` calls, in words.

use crate::ide::prose::{Prose, code};
use crate::ide::service;
use crate::integration::{Action, Call};
use crate::model::State;
use crate::resource::{self, Resource, Segment};
use crate::services::{self, Pattern};
use crate::syntax::Tree;

/// A resource with what is known of the action, and the page that describes it.
pub(super) fn about(text: &str) -> Option<Prose> {
    let mut prose = Prose::new(sentence(text)?);
    let resource = resource::parse(text);
    if let Resource::Optimized { service, action, .. } = &resource
        && let Some(operation) = services::optimized().operation(service.text, action.text)
        && !operation.required.is_empty()
    {
        let required: Vec<String> = operation.required.iter().map(|name| code(name)).collect();
        prose.paragraph(format!("Needs {}.", required.join(", ")));
    }
    if let Resource::Optimized { suffix, .. } | Resource::AwsSdk { suffix, .. } = &resource
        && let Some(pattern) = pattern_of(suffix.as_ref())
    {
        prose.paragraph(waits(pattern));
    }
    if let Some(url) = documentation(text) {
        prose.link("AWS documentation", &url);
    }
    Some(prose)
}

/// A resource in a sentence.
pub(super) fn sentence(text: &str) -> Option<String> {
    Some(match resource::parse(text) {
        Resource::Optimized { service, action, .. } if !action.text.is_empty() => {
            let name =
                service::find(service.text).map_or_else(|| code(service.text), |service| service.name.to_owned());
            format!("Calls {} of {name}, an optimized integration.", code(action.text))
        }
        Resource::AwsSdk { service, action, .. } if !action.text.is_empty() => {
            format!("Calls {} of {} through the AWS SDK.", code(&capitalized(action.text)), code(service.text))
        }
        Resource::Lambda { function, .. } if !function.text.is_empty() => {
            format!("Invokes the Lambda function {}.", code(function.text))
        }
        Resource::Activity { name, .. } if !name.text.is_empty() => {
            format!("Hands the task to a worker of the activity {}.", code(name.text))
        }
        _ => return None,
    })
}

/// A parameter of the action that a Task state calls.
pub(super) fn parameter(tree: &Tree, state: &State, key: &str) -> Option<Prose> {
    let Action { service, name, operation } = Call::of(tree, state)?.action?;
    let own = key.strip_suffix(".$").unwrap_or(key);
    let is_in = |names: &[String]| names.iter().any(|name| name == own);
    let action = code(&format!("{service}:{name}"));
    if is_in(&operation.required) {
        Some(Prose::new(format!("{}: parameter of {action}, required", code(own))))
    } else if operation.allow.as_deref().is_some_and(is_in) {
        Some(Prose::new(format!("{}: parameter of {action}", code(own))))
    } else {
        None
    }
}

/// The page that describes a resource, where it is known for sure.
pub(in crate::ide) fn documentation(text: &str) -> Option<String> {
    match resource::parse(text) {
        Resource::Optimized { service, .. } => service::find(service.text)?.url(),
        Resource::AwsSdk { .. } => Some(service::page("supported-services-awssdk")),
        Resource::Lambda { .. } => Some(service::page("connect-lambda")),
        Resource::Activity { .. } => Some(service::page("concepts-activities")),
        Resource::Other | Resource::Partial | Resource::Malformed { .. } => None,
    }
}

fn pattern_of(suffix: Option<&Segment<'_>>) -> Option<Pattern> {
    let written = suffix.map_or("", |suffix| suffix.text);
    [Pattern::RequestResponse, Pattern::Sync, Pattern::Sync2, Pattern::WaitForTaskToken]
        .into_iter()
        .find(|pattern| pattern.suffix() == written)
}

/// How the state waits.
const fn waits(pattern: Pattern) -> &'static str {
    match pattern {
        Pattern::RequestResponse => "Goes on as soon as the service has answered.",
        Pattern::Sync => "Waits until the job is done (`.sync`).",
        Pattern::Sync2 => "Waits until the execution is done and gives its output as JSON (`.sync:2`).",
        Pattern::WaitForTaskToken => "Waits until somebody returns the task token (`.waitForTaskToken`).",
    }
}

/// API actions have a capital letter, which resources leave out.
fn capitalized(action: &str) -> String {
    let mut letters = action.chars();
    letters.next().map(|first| first.to_ascii_uppercase().to_string() + letters.as_str()).unwrap_or_default()
}
