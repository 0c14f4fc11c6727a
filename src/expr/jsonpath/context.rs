//! The context object that `$$` stands for.
//!
//! See <https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html>.

use super::ast::{Name, Path, Root, SegmentKind};
use crate::asl;

/// A field of the context object.
#[derive(Debug, PartialEq, Eq)]
pub struct ContextField {
    /// Its name.
    pub name: &'static str,
    /// What it holds, in a line.
    pub description: &'static str,
    /// Its own fields.
    pub fields: &'static [Self],
    /// Whether it holds data of the user, about whose fields nothing is known.
    pub open: bool,
}

const fn value(name: &'static str, description: &'static str) -> ContextField {
    ContextField { name, description, fields: &[], open: false }
}

const fn data(name: &'static str, description: &'static str) -> ContextField {
    ContextField { name, description, fields: &[], open: true }
}

const fn object(name: &'static str, description: &'static str, fields: &'static [ContextField]) -> ContextField {
    ContextField { name, description, fields, open: false }
}

/// The fields of the context object.
pub static CONTEXT: [ContextField; 5] = [
    object(
        "Execution",
        "the execution that is running",
        &[
            value("Id", "ARN of the execution"),
            data("Input", "input of the execution"),
            value("Name", "name of the execution"),
            value("RoleArn", "ARN of the role that the state machine runs with"),
            value("StartTime", "when the execution began, in RFC 3339"),
            value("RedriveCount", "how often the execution has been redriven"),
            value("RedriveTime", "when the execution was last redriven, in RFC 3339; only after a redrive"),
        ],
    ),
    object(
        "State",
        "the state that is running",
        &[
            value("EnteredTime", "when the state was entered, in RFC 3339"),
            value("Name", "name of the state"),
            value("RetryCount", "how often the state has been retried"),
        ],
    ),
    object(
        "StateMachine",
        "the state machine that is running",
        &[value("Id", "ARN of the state machine"), value("Name", "name of the state machine")],
    ),
    object(
        "Task",
        "the task that is running, for an activity or with `.waitForTaskToken`",
        &[value("Token", "token to send with the result of the task")],
    ),
    object(
        "Map",
        "the iteration of the Map state around",
        &[object(
            "Item",
            "the item of this iteration",
            &[
                value("Index", "number of the item, from 0"),
                data("Value", "the item itself"),
                value("Key", "name of the item, where a Map runs over an object"),
                value("Source", "where an item reader found the item"),
            ],
        )],
    ),
];

/// A name, of those that lead into the context object, that it does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownContextField {
    /// Which of the names it is.
    pub index: usize,
    /// The name that was probably meant.
    pub nearest: Option<&'static str>,
}

/// The names at the beginning of a `$$` path, up to the first step that is none.
pub fn context_path(path: &Path) -> Option<Vec<&Name>> {
    (path.root == Root::Context).then(|| {
        path.segments
            .iter()
            .map_while(|segment| match &segment.kind {
                SegmentKind::Name(name) => Some(name),
                _ => None,
            })
            .collect()
    })
}

/// The field of the context object at the end of some names, if there is one. No names are the whole object.
pub fn context_fields(names: &[&str]) -> Option<&'static [ContextField]> {
    let mut fields: &'static [ContextField] = &CONTEXT;
    for name in names {
        fields = fields.iter().find(|field| field.name == *name)?.fields;
    }
    Some(fields)
}

/// The first of the names that the context object does not have. Below `Input` and `Value` every name is good. AWS adds
/// fields from time to time, so this is worth a warning at most.
pub fn unknown_context_field(names: &[&str]) -> Option<UnknownContextField> {
    let mut fields: &'static [ContextField] = &CONTEXT;
    for (index, name) in names.iter().enumerate() {
        let Some(field) = fields.iter().find(|field| field.name == *name) else {
            let nearest = asl::nearest(name, fields.iter().map(|field| field.name));
            return Some(UnknownContextField { index, nearest });
        };
        if field.open {
            return None;
        }
        fields = field.fields;
    }
    None
}
