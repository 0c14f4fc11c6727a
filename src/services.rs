//! The services a `Task` can call: which optimized integrations exist, what each of their actions
//! takes, and how Step Functions spells the services behind `aws-sdk:`.
//!
//! The facts are data, kept in `schemas/services/optimized.json` and read once on first use. Rules
//! see them through [`Services`], so that a test or a fuller table can stand in for the built-in one.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Deserialize;

/// The built-in table.
///
/// Sources: the [optimized integrations] and the [AWS SDK integrations] pages of the developer
/// guide; `schemas/services/README.md` says how the rest was filled in.
///
/// [optimized integrations]: https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html
/// [AWS SDK integrations]: https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
pub fn optimized() -> &'static dyn Services {
    &*BUILT_IN
}

/// What is known about the services a `Task` can call.
///
/// Names are compared as written: Step Functions is case-sensitive here.
pub trait Services: Sync {
    /// Whether `name` is the service part of an optimized integration, as `lambda` in
    /// `arn:aws:states:::lambda:invoke`.
    fn service(&self, name: &str) -> bool;

    /// The facts about one action of an optimized integration, if there is such an action.
    fn operation(&self, service: &str, action: &str) -> Option<&Operation>;

    /// Every optimized service, sorted.
    fn services(&self) -> Vec<&str>;

    /// Every action of an optimized service, sorted; empty for an unknown service.
    fn actions(&self, service: &str) -> Vec<&str>;

    /// Every service name an AWS SDK integration can have, sorted; retired ones included.
    fn sdk_services(&self) -> Vec<&str>;

    /// What `name` is as the service part of `arn:aws:states:::aws-sdk:<service>:<action>`.
    fn sdk_service(&self, name: &str) -> SdkService<'_>;
}

/// One action of an optimized integration.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Operation {
    /// The patterns a `Task` may call the action with; empty when no `Task` may call it.
    pub patterns: Vec<Pattern>,
    /// The top-level parameters that must be given, in the spelling Step Functions uses.
    pub required: Vec<String>,
    /// AWS was seen to refuse a definition that lacks one of [`Operation::required`]; otherwise the API asks for them.
    #[serde(default)]
    pub measured: bool,
    /// Every top-level parameter there is, where that list is known to be complete; otherwise
    /// nothing can be said against a parameter.
    pub allow: Option<Vec<String>>,
    /// The action stands only in the `ItemReader` or `ResultWriter` of a distributed `Map`.
    #[serde(default)]
    pub map_only: bool,
}

/// How a `Task` waits for the service it calls.
///
/// See <https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html>.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
pub enum Pattern {
    /// Goes on at the service's response.
    #[serde(rename = "requestResponse")]
    RequestResponse,
    /// Goes on when the job is done.
    #[serde(rename = "sync")]
    Sync,
    /// As [`Pattern::Sync`], with the output of a nested execution as JSON instead of a string.
    #[serde(rename = "sync:2")]
    Sync2,
    /// Goes on when somebody returns the task token.
    #[serde(rename = "waitForTaskToken")]
    WaitForTaskToken,
}

impl Pattern {
    /// What the pattern adds to the end of a resource ARN, the leading dot included.
    pub fn suffix(self) -> &'static str {
        match self {
            Self::RequestResponse => "",
            Self::Sync => ".sync",
            Self::Sync2 => ".sync:2",
            Self::WaitForTaskToken => ".waitForTaskToken",
        }
    }
}

/// What a name is as the service part of an AWS SDK integration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SdkService<'a> {
    /// A service of the AWS SDK.
    Known,
    /// A service AWS has closed since. Nothing is known about its actions.
    Retired,
    /// A service under a name that Step Functions does not use: its endpoint or IAM prefix, or
    /// another letter case. The name it does use is given.
    Misnamed(&'a str),
    /// No service known here. New services appear every month, so this alone proves no mistake.
    Unknown,
}

/// The built-in table, parsed on first use. The unit tests hold the embedded text valid; were it
/// not, an empty table would be better than a panic inside an editor.
static BUILT_IN: LazyLock<Table> = LazyLock::new(|| serde_json::from_str(SOURCE).unwrap_or_default());

const SOURCE: &str = include_str!("../schemas/services/optimized.json");

/// The shape of `optimized.json`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Table {
    services: BTreeMap<String, Service>,
    aws_sdk: AwsSdk,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Service {
    actions: BTreeMap<String, Operation>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct AwsSdk {
    /// Every service name, retired ones included.
    prefixes: BTreeSet<String>,
    retired: BTreeSet<String>,
    /// Names from elsewhere, in the form [`plain`] gives them, and the name to use instead.
    aliases: BTreeMap<String, String>,
}

impl Services for Table {
    fn service(&self, name: &str) -> bool {
        self.services.contains_key(name)
    }

    fn operation(&self, service: &str, action: &str) -> Option<&Operation> {
        self.services.get(service)?.actions.get(action)
    }

    fn services(&self) -> Vec<&str> {
        self.services.keys().map(String::as_str).collect()
    }

    fn actions(&self, service: &str) -> Vec<&str> {
        self.services
            .get(service)
            .map(|service| service.actions.keys().map(String::as_str).collect())
            .unwrap_or_default()
    }

    fn sdk_services(&self) -> Vec<&str> {
        self.aws_sdk.prefixes.iter().map(String::as_str).collect()
    }

    fn sdk_service(&self, name: &str) -> SdkService<'_> {
        let AwsSdk { prefixes, retired, aliases } = &self.aws_sdk;
        if retired.contains(name) {
            return SdkService::Retired;
        }
        if prefixes.contains(name) {
            return SdkService::Known;
        }
        let plain = plain(name);
        match prefixes.get(&plain).or_else(|| aliases.get(&plain)) {
            Some(right) => SdkService::Misnamed(right),
            None => SdkService::Unknown,
        }
    }
}

/// `name` without what Step Functions leaves out of service names: capitals, dashes, dots, spaces.
fn plain(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_table_parses() {
        let table: Table = serde_json::from_str(SOURCE).expect("optimized.json has the shape of Table");
        assert_eq!(table.services.len(), 24);
        // 389 documented names and 72 that only the SDK knows.
        assert_eq!(table.aws_sdk.prefixes.len(), 461);
        assert_eq!(table.aws_sdk.retired.len(), 23);
    }

    #[test]
    fn the_embedded_table_agrees_with_itself() {
        let table: Table = serde_json::from_str(SOURCE).unwrap();
        for (name, service) in &table.services {
            for (action, operation) in &service.actions {
                assert_eq!(operation.patterns.is_empty(), operation.map_only, "{name}:{action}");
                if let Some(allow) = &operation.allow {
                    for required in &operation.required {
                        assert!(allow.contains(required), "{name}:{action} {required}");
                    }
                }
            }
        }
        let AwsSdk { prefixes, retired, aliases } = &table.aws_sdk;
        assert!(retired.is_subset(prefixes));
        for name in prefixes {
            assert_eq!(*name, plain(name), "a prefix must be in the form names are compared in");
        }
        for (wrong, right) in aliases {
            assert_eq!(*wrong, plain(wrong), "an alias must be in the form names are compared in");
            assert!(prefixes.contains(right), "{wrong} leads to {right}, which is no prefix");
            assert!(!prefixes.contains(wrong), "{wrong} is a right name already");
        }
    }

    #[test]
    fn an_operation_has_patterns_and_parameters() {
        let invoke = optimized().operation("lambda", "invoke").unwrap();
        assert_eq!(invoke.patterns, [Pattern::RequestResponse, Pattern::WaitForTaskToken]);
        assert_eq!(invoke.required, ["FunctionName"]);
        assert!(invoke.measured);
        assert!(!optimized().operation("dynamodb", "deleteItem").unwrap().measured);
        assert!(invoke.allow.as_ref().unwrap().iter().any(|name| name == "Payload"));
        assert!(!invoke.map_only);
    }

    #[test]
    fn parameters_without_a_complete_list_stay_open() {
        let run_task = optimized().operation("ecs", "runTask").unwrap();
        assert_eq!(run_task.required, ["TaskDefinition"]);
        assert_eq!(run_task.allow, None);
    }

    #[test]
    fn only_nested_executions_have_the_second_sync() {
        let table = optimized();
        let mut with_second = Vec::new();
        for service in table.services() {
            for action in table.actions(service) {
                if table.operation(service, action).unwrap().patterns.contains(&Pattern::Sync2) {
                    with_second.push((service, action));
                }
            }
        }
        assert_eq!(with_second, [("states", "startExecution")]);
    }

    #[test]
    fn s3_actions_are_for_maps_only() {
        let table = optimized();
        assert_eq!(table.actions("s3"), ["getObject", "listObjectsV2", "putObject"]);
        for action in table.actions("s3") {
            assert!(table.operation("s3", action).unwrap().map_only, "{action}");
        }
    }

    #[test]
    fn unknown_names_have_nothing() {
        let table = optimized();
        assert!(table.service("dynamodb"));
        assert!(!table.service("DynamoDB"));
        assert!(!table.service("aws-sdk"));
        assert_eq!(table.operation("dynamodb", "query"), None);
        assert_eq!(table.operation("dynamo", "getItem"), None);
        assert_eq!(table.actions("dynamo"), Vec::<&str>::new());
    }

    #[test]
    fn lists_are_sorted() {
        let table = optimized();
        assert!(table.services().is_sorted());
        assert!(table.actions("sagemaker").is_sorted());
        assert_eq!(table.actions("dynamodb"), ["deleteItem", "getItem", "putItem", "updateItem"]);
    }

    #[test]
    fn suffixes_are_what_a_resource_ends_in() {
        assert_eq!(Pattern::RequestResponse.suffix(), "");
        assert_eq!(Pattern::Sync.suffix(), ".sync");
        assert_eq!(Pattern::Sync2.suffix(), ".sync:2");
        assert_eq!(Pattern::WaitForTaskToken.suffix(), ".waitForTaskToken");
    }

    #[test]
    fn sdk_services_are_told_apart() {
        let table = optimized();
        assert_eq!(table.sdk_service("sfn"), SdkService::Known);
        // Not in the documented list, but the SDK has it.
        assert_eq!(table.sdk_service("s3vectors"), SdkService::Known);
        assert_eq!(table.sdk_service("lookoutvision"), SdkService::Retired);
        assert_eq!(table.sdk_service("stepfunctions"), SdkService::Misnamed("sfn"));
        assert_eq!(table.sdk_service("nosuchservice"), SdkService::Unknown);
        assert_eq!(table.sdk_service(""), SdkService::Unknown);
    }

    #[test]
    fn sdk_names_from_elsewhere_lead_to_the_right_one() {
        let table = optimized();
        assert_eq!(table.sdk_service("DynamoDb"), SdkService::Misnamed("dynamodb"));
        assert_eq!(table.sdk_service("rds-data"), SdkService::Misnamed("rdsdata"));
        assert_eq!(table.sdk_service("cognito-idp"), SdkService::Misnamed("cognitoidentityprovider"));
        assert_eq!(table.sdk_service("LookoutVision"), SdkService::Misnamed("lookoutvision"));
        // Two services could be meant: elasticsearch and opensearch.
        assert_eq!(table.sdk_service("es"), SdkService::Unknown);
    }
}
