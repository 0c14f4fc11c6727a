//! Helpers that several test programs share.

#![allow(dead_code, reason = "each test program uses a part")]

pub(crate) mod beside;
pub(crate) mod fixtures;
pub(crate) mod program;
pub(crate) mod random;
pub(crate) mod reports;

use std::sync::Arc;

use asl_lint::analysis::{Analysis, NoProject, analyze};
use asl_lint::asl::WorkflowType;
use asl_lint::config::Options;
use asl_lint::host::FilePath;
use asl_lint::text::Source;
use serde_json::Value;

/// Options as the command line has them by default.
pub(crate) fn options() -> Options {
    Options { workflow_type: Some(WorkflowType::Standard), ..Options::default() }
}

/// Analyzes a text under a file name.
pub(crate) fn lint(name: &str, text: &str, options: &Options) -> Analysis {
    analyze(&Arc::new(Source::new(text)), &FilePath(name.to_owned()), options, &NoProject)
}

/// A value as block YAML. Strings are quoted as JSON has them, so no type changes on the way.
pub(crate) fn yaml(value: &Value) -> String {
    let mut text = String::new();
    block(value, 0, &mut text);
    text
}

fn block(value: &Value, indent: usize, text: &mut String) {
    let pad = " ".repeat(indent);
    match value {
        Value::Object(members) if !members.is_empty() => {
            for (key, member) in members {
                text.push_str(&format!("{pad}{}:", Value::String(key.clone())));
                nested(member, indent, text);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for item in items {
                text.push_str(&format!("{pad}-"));
                nested(item, indent, text);
            }
        }
        scalar => text.push_str(&format!("{pad}{scalar}\n")),
    }
}

fn nested(value: &Value, indent: usize, text: &mut String) {
    let is_block = match value {
        Value::Object(members) => !members.is_empty(),
        Value::Array(items) => !items.is_empty(),
        _ => false,
    };
    if is_block {
        text.push('\n');
        block(value, indent + 2, text);
    } else {
        text.push_str(&format!(" {value}\n"));
    }
}
