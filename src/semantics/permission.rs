//! Which IAM actions the states of a machine need, and which of them its role does not allow.
//!
//! Only what surely is needed counts: by the pages of the integrations, and for AWS SDK integrations where the action has
//! the name that it has in the API.
//! <https://docs.aws.amazon.com/step-functions/latest/dg/service-integration-iam-templates.html>

use rustc_hash::FxHashSet;

use super::map_state::{self, Mode};
use crate::asl::StateType;
use crate::host::{Facts, Intrinsic, Permissions};
use crate::integration::Call;
use crate::model::{Machine, State};
use crate::resource::Resource;
use crate::services::Pattern;
use crate::syntax::Tree;

/// A state that needs actions which its role does not allow.
#[derive(Debug)]
pub struct Lack<'a> {
    pub state: &'a State,
    pub actions: Vec<&'static str>,
}

/// What the states of a machine lack; each action with the first state that needs it.
pub fn lacks<'a>(tree: &Tree, machine: &'a Machine, facts: &Facts, permissions: &Permissions) -> Vec<Lack<'a>> {
    let mut met = FxHashSet::default();
    let lack = |state: &'a State| {
        let needed = needed(tree, state, facts).into_iter();
        let actions: Vec<_> = needed.filter(|action| met.insert(*action) && !permissions.allow(action)).collect();
        (!actions.is_empty()).then_some(Lack { state, actions })
    };
    machine.states.iter().filter_map(lack).collect()
}

/// The actions that a state surely needs.
fn needed(tree: &Tree, state: &State, facts: &Facts) -> Vec<&'static str> {
    match state.kind {
        Some(StateType::Task) => {}
        // Each child of a distributed Map is an execution of its own.
        Some(StateType::Map) if map_state::mode(tree, state) == Mode::Distributed => return vec![START_EXECUTION],
        _ => return Vec::new(),
    }
    let Some(call) = Call::of(tree, state) else {
        let resource = tree.get(state.node, "Resource").and_then(|resource| Intrinsic::of(tree, resource));
        let Some(Intrinsic::GetAtt(name)) = resource else { return Vec::new() };
        let id = tree.known(name).map_or("", |name| name.trim_end_matches(".Arn"));
        let is_function = facts.template.as_ref().is_some_and(|template| template.is_function(id));
        return if is_function { vec![INVOKE_FUNCTION] } else { Vec::new() };
    };
    let is_sync = matches!(call.pattern(), Some(Pattern::Sync | Pattern::Sync2));
    match &call.resource {
        Resource::Lambda { .. } => vec![INVOKE_FUNCTION],
        Resource::AwsSdk { service, action, .. } => of_sdk(service.text, action.text).into_iter().collect(),
        _ => call.action.map_or_else(Vec::new, |action| of_optimized(action.service, action.name, is_sync)),
    }
}

const INVOKE_FUNCTION: &str = "lambda:InvokeFunction";
const START_EXECUTION: &str = "states:StartExecution";

/// A job that is waited for ends with an event, for which Step Functions makes a rule.
const RULES: [&str; 2] = ["events:PutRule", "events:PutTargets"];

fn of_optimized(service: &str, action: &str, is_sync: bool) -> Vec<&'static str> {
    let (own, makes_rule) = match (service, action) {
        ("lambda", "invoke") => (INVOKE_FUNCTION, false),
        ("dynamodb", "getItem") => ("dynamodb:GetItem", false),
        ("dynamodb", "putItem") => ("dynamodb:PutItem", false),
        ("dynamodb", "updateItem") => ("dynamodb:UpdateItem", false),
        ("dynamodb", "deleteItem") => ("dynamodb:DeleteItem", false),
        ("sns", "publish") => ("sns:Publish", false),
        ("sqs", "sendMessage") => ("sqs:SendMessage", false),
        ("events", "putEvents") => ("events:PutEvents", false),
        ("states", "startExecution") => (START_EXECUTION, true),
        ("batch", "submitJob") => ("batch:SubmitJob", true),
        ("ecs", "runTask") => ("ecs:RunTask", true),
        ("glue", "startJobRun") => ("glue:StartJobRun", false),
        ("codebuild", "startBuild") => ("codebuild:StartBuild", true),
        ("athena", "startQueryExecution") => ("athena:StartQueryExecution", false),
        ("bedrock", "invokeModel") => ("bedrock:InvokeModel", false),
        ("http", "invoke") => ("states:InvokeHTTPEndpoint", false),
        _ => return Vec::new(),
    };
    let rules = RULES.into_iter().filter(|_| is_sync && makes_rule);
    std::iter::once(own).chain(rules).collect()
}

fn of_sdk(service: &str, action: &str) -> Option<&'static str> {
    let needed = match (service, action) {
        ("lambda", "invoke") => INVOKE_FUNCTION,
        ("dynamodb", "getItem") => "dynamodb:GetItem",
        ("dynamodb", "putItem") => "dynamodb:PutItem",
        ("dynamodb", "updateItem") => "dynamodb:UpdateItem",
        ("dynamodb", "deleteItem") => "dynamodb:DeleteItem",
        ("dynamodb", "query") => "dynamodb:Query",
        ("dynamodb", "scan") => "dynamodb:Scan",
        ("dynamodb", "batchGetItem") => "dynamodb:BatchGetItem",
        ("dynamodb", "batchWriteItem") => "dynamodb:BatchWriteItem",
        ("s3", "getObject") => "s3:GetObject",
        ("s3", "putObject") => "s3:PutObject",
        ("s3", "deleteObject" | "deleteObjects") => "s3:DeleteObject",
        ("s3", "listObjectsV2" | "listObjects") => "s3:ListBucket",
        ("sns", "publish") => "sns:Publish",
        ("sqs", "sendMessage" | "sendMessageBatch") => "sqs:SendMessage",
        ("eventbridge", "putEvents") => "events:PutEvents",
        ("sfn", "startExecution") => START_EXECUTION,
        _ => return None,
    };
    Some(needed)
}
