//! The field table, read from the schemas: which fields an object of the language takes.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use serde_json::Value;

use crate::asl::{QueryLanguage, StateType};

/// An object of the language whose fields are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Owner {
    Machine,
    Branch,
    Processor,
    ProcessorConfig,
    State(StateType),
    Retrier,
    Catcher,
    ChoiceRule,
    NestedChoiceRule,
    Credentials,
    ItemReader,
    ReaderConfig,
    ItemBatcher,
    ResultWriter,
    WriterConfig,
}

impl Owner {
    const OTHERS: [Self; 14] = [
        Self::Machine,
        Self::Branch,
        Self::Processor,
        Self::ProcessorConfig,
        Self::Retrier,
        Self::Catcher,
        Self::ChoiceRule,
        Self::NestedChoiceRule,
        Self::Credentials,
        Self::ItemReader,
        Self::ReaderConfig,
        Self::ItemBatcher,
        Self::ResultWriter,
        Self::WriterConfig,
    ];

    const COUNT: usize = Self::OTHERS.len() + StateType::ALL.len();

    fn index(self) -> usize {
        match self {
            Self::State(kind) => Self::OTHERS.len() + kind as usize,
            other => Self::OTHERS.iter().position(|&owner| owner == other).unwrap_or(Self::COUNT),
        }
    }

    /// Every owner.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::OTHERS.into_iter().chain(StateType::ALL.into_iter().map(Self::State))
    }

    /// The name of the owner's definition in the schemas, without the language.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Machine => "Machine",
            Self::Branch => "Branch",
            Self::Processor => "Processor",
            Self::ProcessorConfig => "ProcessorConfig",
            Self::State(kind) => kind.name(),
            Self::Retrier => "Retrier",
            Self::Catcher => "Catcher",
            Self::ChoiceRule => "ChoiceRule",
            Self::NestedChoiceRule => "NestedChoiceRule",
            Self::Credentials => "Credentials",
            Self::ItemReader => "ItemReader",
            Self::ReaderConfig => "ReaderConfig",
            Self::ItemBatcher => "ItemBatcher",
            Self::ResultWriter => "ResultWriter",
            Self::WriterConfig => "WriterConfig",
        }
    }

    /// What a person calls it.
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Machine => "a state machine",
            Self::Branch => "a branch",
            Self::Processor => "an item processor",
            Self::State(_) => "a state",
            Self::Retrier => "a retrier",
            Self::Catcher => "a catcher",
            Self::ChoiceRule => "a choice rule",
            Self::NestedChoiceRule => "a nested choice rule",
            other => other.name(),
        }
    }

    /// What it is for, in a sentence.
    pub fn docs(self) -> &'static str {
        let definition = super::definition(self.name())
            .or_else(|| super::definition(&format!("{}.{}", self.name(), QueryLanguage::JsonPath.name())));
        definition.and_then(|definition| definition.get("description")).and_then(Value::as_str).unwrap_or("")
    }

    /// The owner and the query language (if its fields depend on it) of a definition's name.
    pub(super) fn from_definition(name: &str) -> Option<(Self, Option<QueryLanguage>)> {
        let (name, language) = match name.split_once('.') {
            Some((name, language)) => (name, Some(QueryLanguage::from_name(language)?)),
            None => (name, None),
        };
        Self::all().find(|owner| owner.name() == name).map(|owner| (owner, language))
    }
}

/// What a field's value is: which language its text is in, what it refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ValueKind {
    Text,
    Name,
    Target,
    QueryLanguage,
    StateType,
    Enum,
    Boolean,
    Integer,
    Number,
    Seconds,
    Timestamp,
    Resource,
    Arn,
    ErrorNames,
    ErrorName,
    Path,
    ReferencePath,
    PathOrIntrinsic,
    /// A `JSONPath` payload template: keys ending in `.$` are evaluated.
    Template,
    /// Any JSON whose `{% %}` strings are evaluated.
    JsonataTemplate,
    /// A scalar that may be one `{% %}` expression.
    Jsonata,
    /// A literal, never evaluated.
    Json,
    JsonPointer,
    States,
    Branches,
    Machine,
    Choices,
    Rules,
    Rule,
    Retriers,
    Catchers,
    Object,
}

impl ValueKind {
    fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "text" => Self::Text,
            "name" => Self::Name,
            "target" => Self::Target,
            "query-language" => Self::QueryLanguage,
            "state-type" => Self::StateType,
            "enum" => Self::Enum,
            "boolean" => Self::Boolean,
            "integer" => Self::Integer,
            "number" => Self::Number,
            "seconds" => Self::Seconds,
            "timestamp" => Self::Timestamp,
            "resource" => Self::Resource,
            "arn" => Self::Arn,
            "error-names" => Self::ErrorNames,
            "error-name" => Self::ErrorName,
            "path" => Self::Path,
            "reference-path" => Self::ReferencePath,
            "path-or-intrinsic" => Self::PathOrIntrinsic,
            "template" => Self::Template,
            "jsonata-template" => Self::JsonataTemplate,
            "jsonata" => Self::Jsonata,
            "json" => Self::Json,
            "json-pointer" => Self::JsonPointer,
            "states" => Self::States,
            "branches" => Self::Branches,
            "machine" => Self::Machine,
            "choices" => Self::Choices,
            "rules" => Self::Rules,
            "rule" => Self::Rule,
            "retriers" => Self::Retriers,
            "catchers" => Self::Catchers,
            "object" => Self::Object,
            _ => return None,
        })
    }
}

/// One field of an object of the language.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    pub name: &'static str,
    pub required: bool,
    pub deprecated: bool,
    pub value: ValueKind,
    /// What the field is for.
    pub docs: &'static str,
    /// Where the language or AWS describes it.
    pub url: &'static str,
    /// The closed set of values, if it has one.
    pub values: Vec<&'static str>,
}

/// The fields of one owner under one query language.
struct Fields {
    /// In alphabetical order.
    list: Vec<Field>,
    /// The place in the list: every key of a definition is looked up.
    by_name: FxHashMap<&'static str, usize>,
}

/// By [`Owner::index`] and language; each is read when it is first asked for.
static TABLE: [[OnceLock<Fields>; 2]; Owner::COUNT] = [const { [const { OnceLock::new() }; 2] }; Owner::COUNT];

fn table(owner: Owner, language: QueryLanguage) -> Option<&'static Fields> {
    let slot = TABLE.get(owner.index()).and_then(|languages| languages.get(language as usize))?;
    Some(slot.get_or_init(|| {
        let list = read(owner, language);
        let by_name = list.iter().enumerate().map(|(index, field)| (field.name, index)).collect();
        Fields { list, by_name }
    }))
}

/// The fields of an owner under a query language, in alphabetical order.
pub fn fields(owner: Owner, language: QueryLanguage) -> &'static [Field] {
    table(owner, language).map_or(&[], |fields| &fields.list)
}

/// The field of an owner with a name.
pub fn field(owner: Owner, language: QueryLanguage, name: &str) -> Option<&'static Field> {
    let fields = table(owner, language)?;
    fields.by_name.get(name).and_then(|&index| fields.list.get(index))
}

fn read(owner: Owner, language: QueryLanguage) -> Vec<Field> {
    let definition =
        super::definition(&format!("{}.{}", owner.name(), language.name())).or_else(|| super::definition(owner.name()));
    let Some(definition) = definition else { return Vec::new() };
    let required: Vec<&str> =
        definition.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    let properties = definition.get("properties").and_then(Value::as_object);
    properties.into_iter().flatten().filter_map(|(name, property)| read_field(name, property, &required)).collect()
}

fn read_field(name: &'static str, property: &'static Value, required: &[&str]) -> Option<Field> {
    let target =
        property.get("$ref").and_then(Value::as_str).and_then(|reference| super::at(reference.trim_start_matches('#')));
    let stated = |key: &str| property.get(key).or_else(|| target.and_then(|target| target.get(key)));
    let text = |key: &str| stated(key).and_then(Value::as_str).unwrap_or("");
    Some(Field {
        name,
        required: required.contains(&name),
        deprecated: stated("deprecated").and_then(Value::as_bool).unwrap_or(false),
        value: ValueKind::from_name(text("x-value"))?,
        docs: text("description"),
        url: text("x-url"),
        values: stated("enum").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_knows_what_depends_on_the_language() {
        let has = |owner, language, name: &str| fields(owner, language).iter().any(|field| field.name == name);
        let task = Owner::State(StateType::Task);
        assert!(has(task, QueryLanguage::JsonPath, "Parameters"));
        assert!(!has(task, QueryLanguage::Jsonata, "Parameters"));
        assert!(has(task, QueryLanguage::Jsonata, "Arguments"));
        assert!(fields(task, QueryLanguage::JsonPath).iter().any(|field| field.name == "Resource" && field.required));
        for owner in Owner::all() {
            let count = fields(owner, QueryLanguage::JsonPath).len();
            assert!(0 < count, "{owner:?} has no fields");
        }
    }

    #[test]
    fn every_value_kind_of_the_schemas_is_known() {
        let definitions = super::super::STATES["$defs"].as_object().unwrap();
        let mut pending: Vec<&Value> = definitions.values().collect();
        while let Some(value) = pending.pop() {
            match value {
                Value::Object(members) => {
                    if let Some(name) = members.get("x-value").and_then(Value::as_str) {
                        assert!(ValueKind::from_name(name).is_some(), "{name}");
                    }
                    pending.extend(members.values());
                }
                Value::Array(items) => pending.extend(items),
                _ => {}
            }
        }
    }
}
