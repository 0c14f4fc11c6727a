//! The JSON Schemas of the language: the single source of what fields there are and what shape they have.
//!
//! The schema says shape, the rules say meaning. Compiled when first needed; a schema sees no inheritance, so there is
//! one entry schema for each query language of a machine.

mod fields;
mod instance;
mod report;

use std::sync::LazyLock;

use jsonschema::{Registry, Validator};
use rustc_hash::FxHashSet;
use serde_json::Value;

pub use fields::{Field, Owner, ValueKind, fields};
use instance::{Instance, TreeNode};
pub use report::{meant, misspelt};

use crate::asl::QueryLanguage;
use crate::diagnostic::Diagnostic;
use crate::syntax::{NodeId, Tree};

const BASE: &str = "https://asl-lint.github.io/schemas/asl/";

/// The schemas by file name, as shipped under `schemas/asl`.
pub const FILES: [(&str, &str); 4] = [
    ("states.json", include_str!("../schemas/asl/states.json")),
    ("jsonpath.json", include_str!("../schemas/asl/jsonpath.json")),
    ("jsonata.json", include_str!("../schemas/asl/jsonata.json")),
    ("state-machine.json", include_str!("../schemas/asl/state-machine.json")),
];

static STATES: LazyLock<Value> = LazyLock::new(|| document("states.json"));

type Compiled = LazyLock<Option<Validator<Instance>>>;

static JSONPATH: Compiled = LazyLock::new(|| compile(&single_language(document("jsonpath.json"))));
static JSONATA: Compiled = LazyLock::new(|| compile(&single_language(document("jsonata.json"))));
static JSONPATH_MIXED: Compiled = LazyLock::new(|| compile(&document("jsonpath.json")));
static JSONATA_MIXED: Compiled = LazyLock::new(|| compile(&document("jsonata.json")));

/// Which query languages a machine uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Usage {
    /// Every state uses the machine's.
    Only(QueryLanguage),
    /// Some state uses another than the machine's, which is this.
    Mixed(QueryLanguage),
}

/// The findings of shape in the definition at `root`.
pub fn validate(tree: &Tree, root: NodeId, usage: Usage) -> Vec<Diagnostic> {
    let validator = match usage {
        Usage::Only(QueryLanguage::JsonPath) => &*JSONPATH,
        Usage::Only(QueryLanguage::Jsonata) => &*JSONATA,
        Usage::Mixed(QueryLanguage::JsonPath) => &*JSONPATH_MIXED,
        Usage::Mixed(QueryLanguage::Jsonata) => &*JSONATA_MIXED,
    };
    // That the schemas compile is held by a test.
    let Some(validator) = validator else { return Vec::new() };
    report::diagnostics(tree, root, validator.iter_errors(TreeNode::new(tree, root)))
}

/// Whether some object of the language has a field of this name.
pub fn is_field(name: &str) -> bool {
    static NAMES: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
        let definitions = STATES.get("$defs").and_then(Value::as_object);
        let properties =
            definitions.into_iter().flatten().filter_map(|(_, schema)| schema.get("properties")?.as_object());
        properties.flat_map(|properties| properties.keys().map(String::as_str)).collect()
    });
    NAMES.contains(name)
}

/// The shared definitions, by name.
fn definition(name: &str) -> Option<&'static Value> {
    STATES.get("$defs")?.get(name)
}

/// The schema at a pointer of the shared definitions.
fn at(pointer: &str) -> Option<&'static Value> {
    STATES.pointer(pointer)
}

fn document(name: &str) -> Value {
    let text = FILES.iter().find(|(file, _)| *file == name).map_or("null", |(_, text)| text);
    serde_json::from_str(text).unwrap_or(Value::Null)
}

/// The entry schema without the part for states of the other language: half as much to compile at start-up.
fn single_language(mut entry: Value) -> Value {
    if let Some(state) = entry.pointer_mut("/$defs/state").and_then(Value::as_object_mut) {
        state.remove("if");
        state.remove("then");
        if let Some(own) = state.remove("else")
            && let Some(Value::Array(all)) = state.get_mut("allOf")
        {
            all.push(own);
        }
    }
    entry
}

fn compile(entry: &Value) -> Option<Validator<Instance>> {
    let states = format!("{BASE}states.json");
    let registry = Registry::new().add(&states, &*STATES).ok()?.prepare().ok()?;
    jsonschema::options_for::<Instance>().with_registry(&registry).offline().build(entry).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_schema_compiles() {
        for (name, text) in FILES {
            assert!(serde_json::from_str::<Value>(text).is_ok(), "{name}");
        }
        for compiled in [&JSONPATH, &JSONATA, &JSONPATH_MIXED, &JSONATA_MIXED] {
            assert!(compiled.is_some());
        }
    }

    #[test]
    fn every_property_is_described() {
        let definitions = STATES["$defs"].as_object().unwrap();
        for (owner, schema) in definitions {
            for (name, property) in schema["properties"].as_object().into_iter().flatten() {
                if owner.starts_with("field.") || property.is_boolean() {
                    continue;
                }
                let target = property["$ref"].as_str().and_then(|reference| at(reference.trim_start_matches('#')));
                for key in ["description", "x-url", "x-value"] {
                    let stated = property.get(key).or_else(|| target.and_then(|target| target.get(key)));
                    assert!(stated.is_some_and(Value::is_string), "{owner}/{name} has no {key}");
                }
            }
        }
    }
}
