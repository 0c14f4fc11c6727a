//! The `Resource` of a Task state, a reader or a writer: whole ARNs where nothing is typed, then part by part.

use super::docs::Topic;
use super::inside::Inside;
use super::{Completion, Context, Kind, slot};
use crate::asl::{StateType, WorkflowType};
use crate::schema::{Field, Owner};
use crate::services::{self, Operation, Pattern, SdkService};

/// What stands between the partition and the name of an integration.
const INTEGRATIONS: &str = ":states:::";
const SDK: &str = "aws-sdk:";

pub(super) fn resources(ctx: &Context<'_>, owner: Owner, field: &Field) -> Vec<Completion> {
    if field.name == "RoleArn" {
        return wholes(ctx, &["arn:aws:iam::123456789012:role/name".to_owned()]);
    }
    let Some(inside) = Inside::of(ctx) else { return wholes(ctx, &arns(ctx, owner, "aws")) };
    parts(ctx, owner, &inside)
}

/// The resource of a line of YAML that ends in a colon; `None` where the cursor is not behind one.
pub(super) fn of_line(ctx: &Context<'_>) -> Option<Vec<Completion>> {
    let inside = Inside::of_line(ctx, "Resource")?;
    let is_map = ctx.location.state().is_some_and(|state| state.kind == Some(StateType::Map));
    let owner = if is_map { Owner::ItemReader } else { Owner::State(StateType::Task) };
    Some(parts(ctx, owner, &inside))
}

fn parts(ctx: &Context<'_>, owner: Owner, inside: &Inside<'_>) -> Vec<Completion> {
    let before = inside.before();
    let Some(start) = before.find(INTEGRATIONS).map(|at| at + INTEGRATIONS.len()) else {
        let partition =
            before.strip_prefix("arn:").and_then(|rest| rest.split_once(':')).map(|(partition, _)| partition);
        let arns = arns(ctx, owner, partition.filter(|name| !name.is_empty()).unwrap_or("aws"));
        return if inside.is_in_tree() { wholes(ctx, &arns) } else { words(inside, &arns) };
    };
    let typed = before.get(start..).unwrap_or("");
    match typed.strip_prefix(SDK) {
        Some(rest) if rest.contains(':') => sdk_patterns(ctx, inside, rest, start + SDK.len()),
        Some(_) => sdk_services(inside, start + SDK.len()),
        None => {
            let range = start..inside.text.len();
            let propose = |name: String| {
                let mut completion = inside.word(&range, &name, Kind::Resource, "")?;
                completion.topic = Some(Topic::Integration(name));
                Some(completion)
            };
            let mut items: Vec<Completion> = integrations(ctx, owner).into_iter().filter_map(propose).collect();
            if matches!(owner, Owner::State(_)) {
                items.extend(inside.word(&range, SDK, Kind::Resource, "any action of any AWS service"));
            }
            items
        }
    }
}

/// Proposals for the string as a whole.
fn wholes(ctx: &Context<'_>, arns: &[String]) -> Vec<Completion> {
    let Some(slot) = slot::value(ctx) else { return Vec::new() };
    arns.iter().filter_map(|arn| slot.string(arn, Kind::Resource, "")).collect()
}

/// Proposals for all of a text that is no value to the parser yet.
fn words(inside: &Inside<'_>, arns: &[String]) -> Vec<Completion> {
    let whole = 0..inside.text.len();
    arns.iter().filter_map(|arn| inside.word(&whole, arn, Kind::Resource, "")).collect()
}

fn arns(ctx: &Context<'_>, owner: Owner, partition: &str) -> Vec<String> {
    let mut arns: Vec<String> =
        integrations(ctx, owner).iter().map(|name| format!("arn:{partition}{INTEGRATIONS}{name}")).collect();
    if matches!(owner, Owner::State(_)) {
        arns.push(format!("arn:{partition}{INTEGRATIONS}{SDK}"));
        arns.push(format!("arn:{partition}:lambda:us-east-1:123456789012:function:name"));
        arns.push(format!("arn:{partition}:states:us-east-1:123456789012:activity:name"));
    }
    arns
}

/// The optimized integrations that may stand in an object, with each pattern of waiting; Lambda first.
fn integrations(ctx: &Context<'_>, owner: Owner) -> Vec<String> {
    let services = services::optimized();
    let mut names = Vec::new();
    for service in services.services() {
        for action in services.actions(service) {
            let Some(operation) = services.operation(service, action).filter(|it| fits(owner, action, it)) else {
                continue;
            };
            if operation.map_only {
                names.push(format!("{service}:{action}"));
            }
            let patterns = operation.patterns.iter().filter(|pattern| is_allowed(ctx, **pattern));
            names.extend(patterns.map(|pattern| format!("{service}:{action}{}", pattern.suffix())));
        }
    }
    names.sort_by_key(|name| !name.starts_with("lambda:"));
    names
}

/// Whether an action may stand there: those of maps read or write.
fn fits(owner: Owner, action: &str, operation: &Operation) -> bool {
    match owner {
        Owner::ItemReader => operation.map_only && !action.starts_with("put"),
        Owner::ResultWriter => operation.map_only && action.starts_with("put"),
        _ => !operation.map_only,
    }
}

/// Express workflows wait for nothing.
fn is_allowed(ctx: &Context<'_>, pattern: Pattern) -> bool {
    let is_express = ctx.location.definition.facts.workflow_type == Some(WorkflowType::Express);
    pattern == Pattern::RequestResponse || !is_express
}

fn sdk_services(inside: &Inside<'_>, start: usize) -> Vec<Completion> {
    let services = services::optimized();
    let range = start..inside.text.len();
    let names = services.sdk_services().into_iter().filter(|name| services.sdk_service(name) == SdkService::Known);
    names.filter_map(|name| inside.word(&range, &format!("{name}:"), Kind::Resource, "")).collect()
}

/// Behind the action of a service of the AWS SDK, which waits for a token or not at all.
fn sdk_patterns(ctx: &Context<'_>, inside: &Inside<'_>, typed: &str, start: usize) -> Vec<Completion> {
    let Some(dot) = typed.find('.').filter(|_| is_allowed(ctx, Pattern::WaitForTaskToken)) else { return Vec::new() };
    let range = start + dot..inside.text.len();
    inside.word(&range, Pattern::WaitForTaskToken.suffix(), Kind::Resource, "").into_iter().collect()
}
