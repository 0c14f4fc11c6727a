//! The JSON Schemas of the language: the single source of what fields there are and what shape they have.
//!
//! The schema says shape, the rules say meaning. A schema sees no inheritance of the query language, so the states of a
//! definition are validated one by one, each against the definition of its type and language; those are compiled when
//! first needed. `jsonpath.json` and `jsonata.json` put the same definitions together for other tools.

mod fields;
mod instance;
mod misspelt;
mod report;

use std::sync::{LazyLock, OnceLock};

use jsonschema::{Draft, Registry, Validator};
use rustc_hash::FxHashSet;
use serde_json::{Value, json};

pub use fields::{Field, Owner, ValueKind, field, fields};
use instance::{Instance, TreeNode};
pub use misspelt::{meant, misspelt};
use report::Around;

use crate::asl::{QueryLanguage, StateType};
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

static REGISTRY: LazyLock<Option<Registry<'static>>> =
    LazyLock::new(|| Registry::new().add(format!("{BASE}states.json"), &*STATES).ok()?.prepare().ok());

/// A compiled schema; `None` never happens, as a test holds.
type Compiled = Option<Validator<Instance>>;

static MACHINE: LazyLock<Compiled> =
    LazyLock::new(|| compile(&json!({"$ref": format!("{BASE}states.json#/$defs/Machine")})));
static ANY_STATE: LazyLock<Compiled> = LazyLock::new(|| compile(&any_state()));
static STATES_BY_TYPE: [[OnceLock<Compiled>; 2]; 8] = [const { [const { OnceLock::new() }; 2] }; 8];

/// The findings of shape in the definition at `root`, whose machine has the given query language.
pub fn validate(tree: &Tree, root: NodeId, language: QueryLanguage) -> Vec<Diagnostic> {
    let root = tree.resolve(root);
    let mut validation = Validation { tree, root, language, found: Vec::new() };
    validation.object(root, None, &MACHINE);
    validation.states(root, None);
    validation.found
}

struct Validation<'a> {
    tree: &'a Tree,
    root: NodeId,
    language: QueryLanguage,
    found: Vec<Diagnostic>,
}

impl<'a> Validation<'a> {
    fn object(&mut self, node: NodeId, around: Option<Around<'_>>, compiled: &'static Compiled) {
        let instance = TreeNode::new(self.tree, node);
        // Nearly every object is valid, which is found at half the cost of a list of no errors.
        if let Some(validator) = compiled.as_ref().filter(|validator| !validator.is_valid(instance)) {
            let errors = validator.iter_errors(instance);
            report::diagnostics(self.tree, self.root, node, around, errors, &mut self.found);
        }
    }

    /// The states of a scope. Nesting is bounded by the tree's depth.
    fn states(&mut self, scope: NodeId, container: Option<&'a str>) {
        let tree = self.tree;
        let Some(states) = tree.get(scope, "States").filter(|&states| !tree.is_opaque(states)) else { return };
        for member in tree.members(states) {
            if !tree.is_opaque(member.value) && !tree.text(member.key).starts_with("Fn::") {
                self.state(tree.text(member.key), member.value, container);
            }
        }
    }

    fn state(&mut self, name: &'a str, node: NodeId, container: Option<&'a str>) {
        let tree = self.tree;
        let around = Around { name, node, container };
        let text = |field: &str| tree.get(node, field).and_then(|value| tree.known(value));
        let own = text("QueryLanguage").and_then(QueryLanguage::from_name);
        let Some(kind) = text("Type").and_then(StateType::from_name) else {
            // Where the type is one of the known ones, there is nothing to say of all states alike.
            self.object(node, Some(around), &ANY_STATE);
            return;
        };
        self.object(node, Some(around), of_type(kind, own.unwrap_or(self.language)));
        let inner = if own == Some(QueryLanguage::Jsonata) { Some(name) } else { container };
        match kind {
            StateType::Parallel => {
                for branch in tree.get(node, "Branches").into_iter().flat_map(|branches| tree.items(branches)) {
                    self.states(branch, inner);
                }
            }
            StateType::Map => {
                for processor in ["ItemProcessor", "Iterator"].into_iter().filter_map(|field| tree.get(node, field)) {
                    self.states(processor, inner);
                }
            }
            _ => {}
        }
    }
}

/// The schema of a state by its type and query language.
fn of_type(kind: StateType, language: QueryLanguage) -> &'static Compiled {
    const NOTHING: &Compiled = &None;
    let slot = STATES_BY_TYPE.get(kind as usize).and_then(|languages| languages.get(language as usize));
    let Some(slot) = slot else { return NOTHING };
    slot.get_or_init(|| {
        let name = format!("{BASE}states.json#/$defs/{}.{}", kind.name(), language.name());
        compile(&json!({"$ref": name}))
    })
}

/// What every state has to be, whatever its type: what the entry schemas say of a state before they look at its type.
fn any_state() -> Value {
    let mut entry = document("jsonpath.json");
    let state = entry.pointer_mut("/$defs/state").map(Value::take).unwrap_or_default();
    let Value::Object(mut state) = state else { return Value::Null };
    for dispatch in ["if", "then", "else", "allOf"] {
        state.remove(dispatch);
    }
    Value::Object(state)
}

/// Compiles a schema that does little more than refer to the shared definitions.
///
/// It is read as draft 4: every schema is first validated against the meta-schema of its draft, and that of draft 4 takes a
/// fraction of the time to compile. The definitions keep their own draft.
fn compile(schema: &Value) -> Compiled {
    let registry = REGISTRY.as_ref()?;
    jsonschema::options_for::<Instance>()
        .with_draft(Draft::Draft4)
        .with_base_uri(BASE)
        .with_registry(registry)
        .offline()
        .build(schema)
        .ok()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_schema_compiles() {
        for (name, text) in FILES {
            assert!(serde_json::from_str::<Value>(text).is_ok(), "{name}");
        }
        assert!(MACHINE.is_some());
        assert!(ANY_STATE.is_some());
        for kind in StateType::ALL {
            for language in [QueryLanguage::JsonPath, QueryLanguage::Jsonata] {
                assert!(of_type(kind, language).is_some(), "{kind:?} {language:?}");
            }
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
