//! A definition and its template in a folder, and a client that works on them.

#![allow(dead_code, reason = "each test program uses a part")]

#[path = "files.rs"]
mod files;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::client::Client;
#[allow(unused_imports, reason = "each test program uses a part")]
pub(crate) use files::{directory, write};

pub(crate) const TEMPLATE: &str = "Transform: AWS::Serverless-2016-10-31
Resources:
  Order:
    Type: AWS::Serverless::StateMachine
    Properties:
      Type: EXPRESS
      DefinitionUri: flows/order.asl.json
      DefinitionSubstitutions:
        Queue: https://sqs.eu-west-1.amazonaws.com/123456789012/orders
      Logging: {Level: ALL}
";

/// Waits for a callback, which an Express workflow does not do.
pub(crate) const DEFINITION: &str = r#"{"StartAt": "Ask", "States": {"Ask": {"Type": "Task", "End": true,
  "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
  "Parameters": {"QueueUrl": "${Queue}", "MessageBody": {"token.$": "$$.Task.Token"}}}}}
"#;

pub(crate) const EXPRESS: &str = "express-sync-unsupported";

pub(crate) fn uri(directory: &TempDir, name: &str) -> String {
    format!("file://{}/{name}", directory.path().display())
}

/// A client that is told of findings and counts columns in bytes.
pub(crate) fn pushed(directory: &TempDir) -> Client {
    Client::start_in(directory.path(), &json!({"general": {"positionEncodings": ["utf-8"]}}))
}

/// The next findings of a document that are of just these rules: what is known of others may come later.
pub(crate) fn expect(client: &mut Client, uri: &str, rules: &[&str]) {
    loop {
        let published = client.published(uri);
        let found = published["diagnostics"].as_array().unwrap();
        if found.iter().map(|finding| finding["code"].as_str().unwrap()).eq(rules.iter().copied()) {
            return;
        }
    }
}

/// The place of a text in another one, `at` characters into it.
pub(crate) fn place(text: &str, needle: &str, at: usize) -> Value {
    let offset = text.find(needle).unwrap() + at;
    let line = text[..offset].matches('\n').count();
    let start = text[..offset].rfind('\n').map_or(0, |end| end + 1);
    json!({"line": line, "character": offset - start})
}

pub(crate) fn at(uri: &str, text: &str, needle: &str, at: usize) -> Value {
    json!({"textDocument": {"uri": uri}, "position": place(text, needle, at)})
}
