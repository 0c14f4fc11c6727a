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
}

static BY_NAME: LazyLock<FxHashMap<&'static str, &'static Rule>> =
    LazyLock::new(|| ALL.iter().map(|rule| (rule.name, *rule)).collect());

/// The rule with a name.
pub fn find(name: &str) -> Option<&'static Rule> {
    BY_NAME.get(name).copied()
}
