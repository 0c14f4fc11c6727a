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
    catch_to_self::CATCH_TO_SELF,
    choice_dead_rule::CHOICE_DEAD_RULE,
    choice_duplicate_rule::CHOICE_DUPLICATE_RULE,
    choice_no_default::CHOICE_NO_DEFAULT,
    confusable_state_name::CONFUSABLE_STATE_NAME,
    cross_scope_transition::CROSS_SCOPE_TRANSITION,
    duplicate_state_name::DUPLICATE_STATE_NAME,
    no_path_to_end::NO_PATH_TO_END,
    no_terminal_state::NO_TERMINAL_STATE,
    self_transition::SELF_TRANSITION,
    start_at_not_found::START_AT_NOT_FOUND,
    transition_target_not_found::TRANSITION_TARGET_NOT_FOUND,
    unreachable_state::UNREACHABLE_STATE,
    // errors
    catch_result_path_dollar_dollar::CATCH_RESULT_PATH_DOLLAR_DOLLAR,
    duplicate_error_name::DUPLICATE_ERROR_NAME,
    error_equals_empty::ERROR_EQUALS_EMPTY,
    error_equals_not_string::ERROR_EQUALS_NOT_STRING,
    error_name_case::ERROR_NAME_CASE,
    fail_error_reserved::FAIL_ERROR_RESERVED,
    retry_attempts_range::RETRY_ATTEMPTS_RANGE,
    retry_backoff_range::RETRY_BACKOFF_RANGE,
    retry_interval_range::RETRY_INTERVAL_RANGE,
    retry_max_delay_below_interval::RETRY_MAX_DELAY_BELOW_INTERVAL,
    retry_max_delay_range::RETRY_MAX_DELAY_RANGE,
    runtime_not_catchable::RUNTIME_NOT_CATCHABLE,
    states_all_not_alone::STATES_ALL_NOT_ALONE,
    states_all_not_last::STATES_ALL_NOT_LAST,
    unknown_states_error::UNKNOWN_STATES_ERROR,
    unreachable_catcher::UNREACHABLE_CATCHER,
    unreachable_retrier::UNREACHABLE_RETRIER,
    // map
    item_batcher_bytes_range::ITEM_BATCHER_BYTES_RANGE,
    item_batcher_empty::ITEM_BATCHER_EMPTY,
    item_reader_parameters::ITEM_READER_PARAMETERS,
    item_reader_resource::ITEM_READER_RESOURCE,
    label_duplicate::LABEL_DUPLICATE,
    label_invalid::LABEL_INVALID,
    map_concurrency_range::MAP_CONCURRENCY_RANGE,
    map_distributed_field_inline::MAP_DISTRIBUTED_FIELD_INLINE,
    map_execution_type_inline::MAP_EXECUTION_TYPE_INLINE,
    map_iterator_deprecated::MAP_ITERATOR_DEPRECATED,
    map_missing_processor::MAP_MISSING_PROCESSOR,
    map_mode_invalid::MAP_MODE_INVALID,
    map_parameters_deprecated::MAP_PARAMETERS_DEPRECATED,
    reader_csv_delimiter::READER_CSV_DELIMITER,
    reader_csv_duplicate_header::READER_CSV_DUPLICATE_HEADER,
    reader_csv_headers::READER_CSV_HEADERS,
    reader_csv_only_field::READER_CSV_ONLY_FIELD,
    reader_input_type::READER_INPUT_TYPE,
    reader_input_type_missing::READER_INPUT_TYPE_MISSING,
    reader_items_pointer::READER_ITEMS_POINTER,
    reader_manifest_type::READER_MANIFEST_TYPE,
    reader_max_items::READER_MAX_ITEMS,
    reader_transformation::READER_TRANSFORMATION,
    result_writer_combination::RESULT_WRITER_COMBINATION,
    result_writer_resource::RESULT_WRITER_RESOURCE,
    tolerated_failure_range::TOLERATED_FAILURE_RANGE,
    writer_config_invalid::WRITER_CONFIG_INVALID,
}

static BY_NAME: LazyLock<FxHashMap<&'static str, &'static Rule>> =
    LazyLock::new(|| ALL.iter().map(|rule| (rule.name, *rule)).collect());

/// The rule with a name.
pub fn find(name: &str) -> Option<&'static Rule> {
    BY_NAME.get(name).copied()
}
