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
    alias_expansion_too_large::ALIAS_EXPANSION_TOO_LARGE,
    bare_placeholder::BARE_PLACEHOLDER,
    bom::BOM,
    definition_empty::DEFINITION_EMPTY,
    definition_not_object::DEFINITION_NOT_OBJECT,
    duplicate_key::DUPLICATE_KEY,
    json_comment::JSON_COMMENT,
    json_syntax::JSON_SYNTAX,
    nested_too_deeply::NESTED_TOO_DEEPLY,
    number_precision::NUMBER_PRECISION,
    trailing_comma::TRAILING_COMMA,
    yaml_implicit_type::YAML_IMPLICIT_TYPE,
    yaml_merge_or_alias::YAML_MERGE_OR_ALIAS,
    yaml_syntax::YAML_SYNTAX,
    // structure
    arguments_type::ARGUMENTS_TYPE,
    assign_not_object::ASSIGN_NOT_OBJECT,
    choice_boolean_and_comparison::CHOICE_BOOLEAN_AND_COMPARISON,
    choice_condition_type::CHOICE_CONDITION_TYPE,
    choice_missing_variable::CHOICE_MISSING_VARIABLE,
    choice_mixed_language_rule::CHOICE_MIXED_LANGUAGE_RULE,
    choice_nested_next::CHOICE_NESTED_NEXT,
    choice_not_array::CHOICE_NOT_ARRAY,
    choice_operand_type::CHOICE_OPERAND_TYPE,
    choice_operator_count::CHOICE_OPERATOR_COUNT,
    choice_timestamp_format::CHOICE_TIMESTAMP_FORMAT,
    credentials_path_as_text::CREDENTIALS_PATH_AS_TEXT,
    credentials_shape::CREDENTIALS_SHAPE,
    empty_value::EMPTY_VALUE,
    end_false::END_FALSE,
    exclusive_fields::EXCLUSIVE_FIELDS,
    field_not_for_query_language::FIELD_NOT_FOR_QUERY_LANGUAGE,
    field_not_for_state_type::FIELD_NOT_FOR_STATE_TYPE,
    heartbeat_not_below_timeout::HEARTBEAT_NOT_BELOW_TIMEOUT,
    inner_state_language_surprise::INNER_STATE_LANGUAGE_SURPRISE,
    invalid_enum::INVALID_ENUM,
    missing_field::MISSING_FIELD,
    missing_next_or_end::MISSING_NEXT_OR_END,
    nested_root_field::NESTED_ROOT_FIELD,
    next_and_end::NEXT_AND_END,
    next_on_terminal::NEXT_ON_TERMINAL,
    not_an_integer::NOT_AN_INTEGER,
    payload_template_not_object::PAYLOAD_TEMPLATE_NOT_OBJECT,
    processor_config_misplaced::PROCESSOR_CONFIG_MISPLACED,
    query_language_downgrade::QUERY_LANGUAGE_DOWNGRADE,
    query_language_invalid::QUERY_LANGUAGE_INVALID,
    query_language_misplaced::QUERY_LANGUAGE_MISPLACED,
    query_language_redundant::QUERY_LANGUAGE_REDUNDANT,
    redundant_end_false::REDUNDANT_END_FALSE,
    result_on_jsonata_pass::RESULT_ON_JSONATA_PASS,
    state_name_blank::STATE_NAME_BLANK,
    state_name_invalid::STATE_NAME_INVALID,
    state_name_too_long::STATE_NAME_TOO_LONG,
    state_redefined::STATE_REDEFINED,
    timestamp_format::TIMESTAMP_FORMAT,
    unknown_field::UNKNOWN_FIELD,
    unknown_state_type::UNKNOWN_STATE_TYPE,
    value_out_of_range::VALUE_OUT_OF_RANGE,
    version_unsupported::VERSION_UNSUPPORTED,
    wait_exactly_one::WAIT_EXACTLY_ONE,
    wrong_type::WRONG_TYPE,
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
    // limits
    definition_too_large::DEFINITION_TOO_LARGE,
}

static BY_NAME: LazyLock<FxHashMap<&'static str, &'static Rule>> =
    LazyLock::new(|| ALL.iter().map(|rule| (rule.name, *rule)).collect());

/// The rule with a name.
pub fn find(name: &str) -> Option<&'static Rule> {
    BY_NAME.get(name).copied()
}
