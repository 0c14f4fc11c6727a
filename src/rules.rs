//! The list of all rules. A new rule is a file in `rules/` and a line here.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::rule::Rule;

macro_rules! rules {
    ($($module:ident :: $name:ident),* $(,)?) => {
        $(pub mod $module;)*
        /// Every rule, by category and then by name.
        pub static ALL: &[&Rule] = &[$(&$module::$name),*];
    };
}

rules! {
    // syntax
    definition_empty::DEFINITION_EMPTY,
    // structure
    missing_next_or_end::MISSING_NEXT_OR_END,
    // graph
    unreachable_state::UNREACHABLE_STATE,
    // integration
    aws_sdk_action_case::AWS_SDK_ACTION_CASE,
    aws_sdk_service_misnamed::AWS_SDK_SERVICE_MISNAMED,
    express_child_sync_unsupported::EXPRESS_CHILD_SYNC_UNSUPPORTED,
    express_distributed_map::EXPRESS_DISTRIBUTED_MAP,
    express_sync_unsupported::EXPRESS_SYNC_UNSUPPORTED,
    http_missing_field::HTTP_MISSING_FIELD,
    integration_missing_model_parameter::INTEGRATION_MISSING_MODEL_PARAMETER,
    integration_missing_parameter::INTEGRATION_MISSING_PARAMETER,
    integration_parameters_missing::INTEGRATION_PARAMETERS_MISSING,
    integration_pattern_misspelt::INTEGRATION_PATTERN_MISSPELT,
    integration_pattern_unsupported::INTEGRATION_PATTERN_UNSUPPORTED,
    integration_unknown_action::INTEGRATION_UNKNOWN_ACTION,
    integration_unknown_parameter::INTEGRATION_UNKNOWN_PARAMETER,
    integration_unknown_service::INTEGRATION_UNKNOWN_SERVICE,
    lambda_arn_direct::LAMBDA_ARN_DIRECT,
    resource_names_target::RESOURCE_NAMES_TARGET,
    resource_partition::RESOURCE_PARTITION,
    resource_shape::RESOURCE_SHAPE,
    s3_map_action_as_task::S3_MAP_ACTION_AS_TASK,
}

static BY_NAME: LazyLock<FxHashMap<&'static str, &'static Rule>> =
    LazyLock::new(|| ALL.iter().map(|rule| (rule.name, *rule)).collect());

/// The rule with a name.
pub fn find(name: &str) -> Option<&'static Rule> {
    BY_NAME.get(name).copied()
}
