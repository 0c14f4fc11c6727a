//! The JSON Schema of a configuration file, for editors.

use serde_json::{Map, Value, json};

use super::read::{KEYS, OVERRIDE_KEYS};
use super::{Profile, selectors};
use crate::asl::WorkflowType;
use crate::config::Level;
use crate::diagnostic::Severity;
use crate::rule::Rule;
use crate::rules;

/// The schema as text, with a line end.
pub fn text() -> String {
    let mut text = serde_json::to_string_pretty(&schema()).unwrap_or_default();
    text.push('\n');
    text
}

fn schema() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://asl-lint.github.io/schemas/asl-lint.schema.json",
        "title": "asl-lint.toml",
        "description": "Configuration of asl-lint, a static analyzer of the Amazon States Language",
        "type": "object",
        "additionalProperties": false,
        "properties": properties(&KEYS, key),
        "$defs": {
            "level": {"enum": Level::NAMES},
            "selector": {
                "description": "The name of a rule or a category, or `all`",
                "enum": selectors().collect::<Vec<_>>(),
            },
            "selectors": {"type": "array", "items": {"$ref": "#/$defs/selector"}},
            "globs": {
                "description": "Patterns as in a .gitignore beside this file",
                "type": "array",
                "items": {"type": "string"},
            },
        },
    })
}

fn properties(keys: &[&str], of: fn(&str) -> Value) -> Value {
    Value::Object(keys.iter().map(|&name| (name.to_owned(), of(name))).collect())
}

fn key(name: &str) -> Value {
    match name {
        "extend" => described("A configuration file that this one builds upon", json!({"type": "string"})),
        "root" => described("No configuration file above this one counts", json!({"type": "boolean"})),
        "required-version" => described("Versions of asl-lint, such as `>=0.3, <1`", json!({"type": "string"})),
        "profile" => described("How much is asked of a definition", json!({"enum": Profile::ALL.map(Profile::name)})),
        "select" => described("Report only these", reference("selectors")),
        "extend-select" => described("Report these too", reference("selectors")),
        "ignore" => described("Do not report these", reference("selectors")),
        "min-severity" => described("Hide what is less severe", json!({"enum": Severity::ALL.map(Severity::name)})),
        "fail-on" => described("What ends with exit status 1", json!({"enum": Severity::ALL.map(Severity::name)})),
        "workflow-type" => described(
            "What a stand-alone definition is deployed as",
            json!({"enum": WorkflowType::ALL.map(WorkflowType::name)}),
        ),
        "exclude" => described("Files that are left out", reference("globs")),
        "rules" => json!({
            "description": "Severity and options of single rules",
            "type": "object",
            "additionalProperties": false,
            "properties": Value::Object(rules::ALL.iter().map(|rule| (rule.name.to_owned(), of_rule(rule))).collect()),
        }),
        "overrides" => json!({
            "description": "What differs for some files or states; of several the last one counts",
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": false,
                "properties": properties(&OVERRIDE_KEYS, override_key),
                "anyOf": [{"required": ["files"]}, {"required": ["pointer"]}],
            },
        }),
        _ => json!({
            "description": "What the placeholders of stand-alone definitions, such as `${Name}`, get from elsewhere",
            "type": "object",
            "additionalProperties": {"type": "string"},
        }),
    }
}

fn override_key(name: &str) -> Value {
    match name {
        "files" => described("The files it is about", reference("globs")),
        "pointer" => described(
            "JSON Pointer of the values it is about: `/States/Old/**`",
            json!({"type": "string", "pattern": "^/"}),
        ),
        "select" => described("Report these too", reference("selectors")),
        "ignore" => described("Do not report these", reference("selectors")),
        "severity" => json!({
            "description": "The severity of everything there, or of single rules and categories",
            "anyOf": [
                reference("level"),
                {
                    "type": "object",
                    "propertyNames": reference("selector"),
                    "additionalProperties": reference("level"),
                },
            ],
        }),
        _ => described("Why", json!({"type": "string"})),
    }
}

fn of_rule(rule: &Rule) -> Value {
    let mut properties = Map::new();
    properties.insert("severity".to_owned(), reference("level"));
    for option in rule.options {
        let default: Value = serde_json::from_str(option.default).unwrap_or_default();
        properties.insert(option.name.to_owned(), json!({"description": option.docs, "default": default}));
    }
    json!({
        "description": rule.summary(),
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
    })
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/$defs/{name}")})
}

fn described(description: &str, mut schema: Value) -> Value {
    if let Some(members) = schema.as_object_mut() {
        members.insert("description".to_owned(), description.into());
    }
    schema
}
