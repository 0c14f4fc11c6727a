//! Words of the Amazon States Language that every layer above shares.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// The language of expressions: of a machine, and of each state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QueryLanguage {
    #[default]
    JsonPath,
    Jsonata,
}

impl QueryLanguage {
    /// As `QueryLanguage` spells it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::JsonPath => "JSONPath",
            Self::Jsonata => "JSONata",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        [Self::JsonPath, Self::Jsonata].into_iter().find(|language| language.name() == name)
    }

    pub const fn other(self) -> Self {
        match self {
            Self::JsonPath => Self::Jsonata,
            Self::Jsonata => Self::JsonPath,
        }
    }
}

/// The value of a state's `Type`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StateType {
    Task,
    Parallel,
    Map,
    Pass,
    Wait,
    Choice,
    Succeed,
    Fail,
}

impl StateType {
    pub const ALL: [Self; 8] =
        [Self::Task, Self::Parallel, Self::Map, Self::Pass, Self::Wait, Self::Choice, Self::Succeed, Self::Fail];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Task => "Task",
            Self::Parallel => "Parallel",
            Self::Map => "Map",
            Self::Pass => "Pass",
            Self::Wait => "Wait",
            Self::Choice => "Choice",
            Self::Succeed => "Succeed",
            Self::Fail => "Fail",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether the state goes on by `Next` or ends its scope by `End` (the other types do neither).
    pub const fn takes_next(self) -> bool {
        !matches!(self, Self::Choice | Self::Succeed | Self::Fail)
    }

    /// Whether the state may have `Retry` and `Catch`.
    pub const fn handles_errors(self) -> bool {
        matches!(self, Self::Task | Self::Parallel | Self::Map)
    }
}

/// The most characters that the name of a state may have. <https://states-language.net/#states-fields>
pub const LONGEST_STATE_NAME: usize = 80;

/// How a state machine is deployed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WorkflowType {
    Standard,
    Express,
}

impl WorkflowType {
    pub const ALL: [Self; 2] = [Self::Standard, Self::Express];

    /// As a user writes it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Express => "express",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// The error names that the language itself defines, besides `States.Http.StatusCode.` with a status.
/// <https://states-language.net/#appendix-a> and
/// <https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html>
pub const STATES_ERRORS: [&str; 17] = [
    "States.ALL",
    "States.BranchFailed",
    "States.DataLimitExceeded",
    "States.ExceedToleratedFailureThreshold",
    "States.HeartbeatTimeout",
    "States.Http.Socket",
    "States.IntrinsicFailure",
    "States.ItemReaderFailed",
    "States.NoChoiceMatched",
    "States.ParameterPathFailure",
    "States.Permissions",
    "States.QueryEvaluationError",
    "States.ResultPathMatchFailure",
    "States.ResultWriterFailed",
    "States.Runtime",
    "States.TaskFailed",
    "States.Timeout",
];

/// The comparison operators of a `JSONPath` choice rule and the operand each takes.
/// <https://states-language.net/#data-test>
pub const COMPARATORS: [(&str, Operand); 39] = [
    ("StringEquals", Operand::String),
    ("StringEqualsPath", Operand::Path),
    ("StringLessThan", Operand::String),
    ("StringLessThanPath", Operand::Path),
    ("StringGreaterThan", Operand::String),
    ("StringGreaterThanPath", Operand::Path),
    ("StringLessThanEquals", Operand::String),
    ("StringLessThanEqualsPath", Operand::Path),
    ("StringGreaterThanEquals", Operand::String),
    ("StringGreaterThanEqualsPath", Operand::Path),
    ("StringMatches", Operand::String),
    ("NumericEquals", Operand::Number),
    ("NumericEqualsPath", Operand::Path),
    ("NumericLessThan", Operand::Number),
    ("NumericLessThanPath", Operand::Path),
    ("NumericGreaterThan", Operand::Number),
    ("NumericGreaterThanPath", Operand::Path),
    ("NumericLessThanEquals", Operand::Number),
    ("NumericLessThanEqualsPath", Operand::Path),
    ("NumericGreaterThanEquals", Operand::Number),
    ("NumericGreaterThanEqualsPath", Operand::Path),
    ("BooleanEquals", Operand::Boolean),
    ("BooleanEqualsPath", Operand::Path),
    ("TimestampEquals", Operand::Timestamp),
    ("TimestampEqualsPath", Operand::Path),
    ("TimestampLessThan", Operand::Timestamp),
    ("TimestampLessThanPath", Operand::Path),
    ("TimestampGreaterThan", Operand::Timestamp),
    ("TimestampGreaterThanPath", Operand::Path),
    ("TimestampLessThanEquals", Operand::Timestamp),
    ("TimestampLessThanEqualsPath", Operand::Path),
    ("TimestampGreaterThanEquals", Operand::Timestamp),
    ("TimestampGreaterThanEqualsPath", Operand::Path),
    ("IsNull", Operand::Boolean),
    ("IsPresent", Operand::Boolean),
    ("IsNumeric", Operand::Boolean),
    ("IsString", Operand::Boolean),
    ("IsBoolean", Operand::Boolean),
    ("IsTimestamp", Operand::Boolean),
];

/// What a comparison operator compares with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operand {
    String,
    Number,
    Boolean,
    Timestamp,
    Path,
}

/// The operand of a comparison operator, if the name is one.
pub fn comparator(name: &str) -> Option<Operand> {
    static BY_NAME: LazyLock<FxHashMap<&'static str, Operand>> = LazyLock::new(|| COMPARATORS.into_iter().collect());
    BY_NAME.get(name).copied()
}

/// A guess compares a name with all that a document has. One with more faults than this is not worth more guesses.
pub const MOST_GUESSES: usize = 64;

/// The candidate nearest to a name by edit distance, if it is near enough to be what was meant.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = name.chars().count();
    let limit = if length <= 1 {
        0
    } else if length <= 3 {
        1
    } else {
        (length / 3).min(4)
    };
    let lower = name.to_lowercase();
    candidates
        .into_iter()
        // Names far apart in length are far apart in edits; this keeps long lists cheap.
        .filter(|candidate| candidate.len().abs_diff(name.len()) <= limit + 2 && *candidate != name)
        .map(|candidate| {
            let same_letters = candidate.to_lowercase() == lower;
            let distance = if same_letters { 0 } else { strsim::osa_distance(name, candidate) };
            (distance, candidate)
        })
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_names() {
        assert_eq!(nearest("ResultPth", ["Resource", "ResultPath", "Retry"]), Some("ResultPath"));
        assert_eq!(nearest("next", ["Next", "Text"]), Some("Next"));
        assert_eq!(nearest("Payload", ["Next", "End"]), None);
        assert_eq!(nearest("A", ["B"]), None);
    }
}
