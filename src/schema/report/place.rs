//! What a schema's error is about: the value at fault, what it belongs to, and the schema that found the fault.

use jsonschema::ValidationError;
use jsonschema::paths::{Location, LocationSegment};
use serde_json::Value;

use super::Around;
use crate::asl::QueryLanguage;
use crate::schema::{Owner, at, misspelt};
use crate::syntax::{NodeId, Tree};

/// The value at fault and what it belongs to.
pub(super) struct Place {
    pub(super) node: NodeId,
    /// Name of the field or index that led here.
    pub(super) field: Option<String>,
    /// The state it is in.
    pub(super) state: Option<String>,
    pub(super) state_node: Option<NodeId>,
    /// Whether the language of that state is written in full: neither a placeholder nor a name that is none.
    pub(super) knows_language: bool,
    /// The innermost Map or Parallel state around that state which says JSONata for itself.
    pub(super) jsonata_container: Option<String>,
}

impl Place {
    /// `None` when the value, or one around it, is not known before deployment.
    pub(super) fn of(
        tree: &Tree,
        root: NodeId,
        start: NodeId,
        around: Option<Around<'_>>,
        path: &Location,
    ) -> Option<Self> {
        let mut place = Self {
            node: start,
            field: around.map(|state| state.name.to_owned()),
            state: around.map(|state| state.name.to_owned()),
            state_node: around.map(|state| state.node),
            knows_language: says_language(tree, root) != Said::Unclear,
            jsonata_container: around.and_then(|state| state.container).map(str::to_owned),
        };
        for segment in path {
            if tree.is_opaque(place.node) {
                return None;
            }
            match segment {
                LocationSegment::Property(name) => {
                    place.node = tree.get(place.node, &name)?;
                    place.field = Some(name.into_owned());
                }
                LocationSegment::Index(index) => place.node = tree.items(place.node).nth(index)?,
            }
        }
        if let Some(state) = place.state_node {
            match says_language(tree, state) {
                Said::Unclear => place.knows_language = false,
                Said::JsonPath | Said::Jsonata => {
                    place.knows_language = true;
                    place.jsonata_container = None;
                }
                Said::Nothing => {}
            }
        }
        (!tree.is_opaque(place.node)).then_some(place)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    Nothing,
    JsonPath,
    Jsonata,
    /// A placeholder, or no name of a language.
    Unclear,
}

/// What the `QueryLanguage` of a machine or state says. A name in the wrong case is no name, and under a misspelt key
/// there is none: the schema takes a state with it for one without, and what it finds would only repeat that fault.
pub(super) fn says_language(tree: &Tree, object: NodeId) -> Said {
    let Some(value) = tree.get(object, "QueryLanguage") else {
        let meant = misspelt(tree, object, "QueryLanguage").is_some();
        return if meant { Said::Unclear } else { Said::Nothing };
    };
    match tree.known(value).and_then(QueryLanguage::from_name) {
        Some(QueryLanguage::JsonPath) => Said::JsonPath,
        Some(QueryLanguage::Jsonata) => Said::Jsonata,
        None => Said::Unclear,
    }
}

/// The schema that found the fault.
pub(super) struct Source {
    pub(super) owner: Option<(Owner, Option<QueryLanguage>)>,
    pub(super) schema: Option<&'static Value>,
}

impl Source {
    pub(super) fn of(error: &ValidationError<'_>) -> Self {
        let location = error.absolute_keyword_location().map_or("", |location| location.as_str());
        let (file, pointer) = location.split_once('#').unwrap_or((location, ""));
        if !file.ends_with("states.json") {
            return Self { owner: None, schema: None };
        }
        let pointer = pointer.replace("%24", "$");
        let schema = pointer.rsplit_once('/').and_then(|(schema, _)| at(schema));
        let owner = pointer.split('/').nth(2).and_then(Owner::from_definition);
        Self { owner, schema }
    }

    pub(super) fn rule(&self) -> Option<&'static str> {
        self.schema?.get("x-rule")?.as_str()
    }
}
