//! Formatting, folding, selections and semantic tokens, as a client of the language server sees them.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]
#![allow(clippy::needless_pass_by_value, reason = "messages are made in place")]
#![cfg(feature = "lsp")]

#[path = "common/client.rs"]
mod client;

use client::Client;
use serde_json::{Value, json};

const JSON: &str = "file:///w/machine.asl.json";
const YAML: &str = "file:///w/machine.asl.yaml";
const OTHER: &str = "file:///w/values.yaml";

fn document(uri: &str) -> Value {
    json!({"textDocument": {"uri": uri}})
}

fn position(line: u32, character: u32) -> Value {
    json!({"line": line, "character": character})
}

/// Parameters with more than the document.
fn with(uri: &str, more: Value) -> Value {
    let mut params = document(uri);
    params.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    params
}

/// What each edit changes: from and to, and the text.
fn edits(answer: &Value) -> Vec<(u64, u64, u64, u64, &str)> {
    let number = |edit: &Value, end: &str, what: &str| edit["range"][end][what].as_u64().unwrap();
    let edits = answer.as_array().unwrap().iter();
    edits
        .map(|edit| {
            let (line, character) = (number(edit, "start", "line"), number(edit, "start", "character"));
            let (end_line, end) = (number(edit, "end", "line"), number(edit, "end", "character"));
            (line, character, end_line, end, edit["newText"].as_str().unwrap())
        })
        .collect()
}

#[test]
fn formatting_changes_what_has_to() {
    let mut client = Client::simple();
    let options = json!({"tabSize": 4, "insertSpaces": true});
    client.open(JSON, "asl", "{\n  \"StartAt\":\"é\",\n    \"States\": {}\n}\n");
    let answer = client.request("textDocument/formatting", with(JSON, json!({"options": options})));
    assert_eq!(edits(&answer), [(1, 2, 1, 2, "  "), (1, 12, 1, 12, " ")]);
    let range = json!({"start": position(2, 0), "end": position(2, 3)});
    let answer =
        client.request("textDocument/rangeFormatting", with(JSON, json!({"options": options, "range": range})));
    assert_eq!(answer, json!([]));
    let tabs = json!({"tabSize": 4, "insertSpaces": false});
    let answer = client.request("textDocument/formatting", with(JSON, json!({"options": tabs})));
    assert_eq!(edits(&answer)[0], (1, 0, 1, 2, "\t"));

    client.open(YAML, "asl-yaml", "States:\n  A:\n\n");
    let typed = json!({"position": position(2, 0), "ch": "\n", "options": options});
    let answer = client.request("textDocument/onTypeFormatting", with(YAML, typed));
    assert_eq!(edits(&answer), [(2, 0, 2, 0, "      ")]);

    client.open(OTHER, "yaml", "a:    b\n");
    let answer = client.request("textDocument/formatting", with(OTHER, json!({"options": options})));
    assert_eq!(answer, Value::Null);
    client.replace(JSON, 2, "{\"StartAt\": ");
    let answer = client.request("textDocument/formatting", with(JSON, json!({"options": options})));
    assert_eq!(answer, Value::Null, "what is faulty is left alone");
    let said = client.wait_for("window/logMessage");
    assert!(said["message"].as_str().unwrap().contains("syntax faults"), "{said}");
    assert!(client.stop());
}

#[test]
fn documents_without_a_definition_are_left_in_peace() {
    let mut client = Client::simple();
    client.open(OTHER, "yaml", "a:\n  b: ${C}\n  d:\n");
    let typed = json!({"position": position(3, 0), "ch": "\n", "options": {"tabSize": 2, "insertSpaces": true}});
    for (method, params) in [
        ("foldingRange", json!({})),
        ("selectionRange", json!({"positions": [position(0, 0)]})),
        ("semanticTokens/full", json!({})),
        ("semanticTokens/full/delta", json!({"previousResultId": "0"})),
        ("semanticTokens/range", json!({"range": {"start": position(0, 0), "end": position(2, 0)}})),
        ("onTypeFormatting", typed),
    ] {
        assert_eq!(client.request(&format!("textDocument/{method}"), with(OTHER, params)), Value::Null, "{method}");
    }
    assert!(client.stop());
}

#[test]
fn folds_respect_what_the_client_can_show() {
    let text = "{\n  \"States\": {\n    \"A\": {\n      \"Type\": \"Pass\"\n    }\n  }\n}\n";
    let ask = |folding: Value| {
        let (mut client, said) = Client::start(&json!({"textDocument": {"foldingRange": folding}}));
        assert_eq!(said["capabilities"]["foldingRangeProvider"], true);
        client.open(JSON, "asl", text);
        let answer = client.request("textDocument/foldingRange", document(JSON));
        assert!(client.stop());
        answer
    };
    let lines = ask(json!({"lineFoldingOnly": true}));
    assert_eq!(
        lines,
        json!([
            {"startLine": 0, "endLine": 5},
            {"startLine": 1, "endLine": 4},
            {"startLine": 2, "endLine": 3, "kind": "region"}
        ])
    );
    let exact = ask(json!({"rangeLimit": 1}));
    assert_eq!(exact, json!([{"startLine": 0, "startCharacter": 1, "endLine": 6, "endCharacter": 0}]));
}

#[test]
fn selections_grow_to_the_whole_document() {
    let mut client = Client::simple();
    client.open(JSON, "asl", "{\"StartAt\": \"A\"}");
    let answer = client
        .request("textDocument/selectionRange", with(JSON, json!({"positions": [position(0, 13), position(0, 0)]})));
    let ends = |mut selection: &Value| {
        let mut ends = Vec::new();
        while !selection.is_null() {
            let range = &selection["range"];
            ends.push((range["start"]["character"].as_u64().unwrap(), range["end"]["character"].as_u64().unwrap()));
            selection = &selection["parent"];
        }
        ends
    };
    assert_eq!(ends(&answer[0]), [(13, 14), (12, 15), (1, 15), (0, 16)]);
    assert_eq!(ends(&answer[1]), [(0, 16)]);
    assert!(client.stop());
}

#[test]
fn tokens_come_whole_by_range_and_as_changes() {
    let (mut client, said) = Client::start(&json!({}));
    let legend = &said["capabilities"]["semanticTokensProvider"]["legend"];
    assert_eq!((&legend["tokenTypes"][0], &legend["tokenModifiers"][0]), (&json!("class"), &json!("declaration")));
    client.open(YAML, "asl-yaml", "StartAt: A\nStates:\n  A:\n    Type: Succeed\n");
    let full = client.request("textDocument/semanticTokens/full", document(YAML));
    assert_eq!(full["data"], json!([0, 9, 1, 0, 0, 2, 2, 1, 0, 1]));
    let range = json!({"start": position(2, 0), "end": position(3, 0)});
    let ranged = client.request("textDocument/semanticTokens/range", with(YAML, json!({"range": range})));
    assert_eq!(ranged["data"], json!([2, 2, 1, 0, 1]));

    client.replace(YAML, 2, "StartAt: AB\nStates:\n  A:\n    Type: Succeed\n");
    let previous = json!({"previousResultId": full["resultId"]});
    let delta = client.request("textDocument/semanticTokens/full/delta", with(YAML, previous.clone()));
    assert_eq!(delta["edits"], json!([{"start": 0, "deleteCount": 5, "data": [0, 9, 2, 0, 0]}]));
    let outdated = client.request("textDocument/semanticTokens/full/delta", with(YAML, previous));
    assert_eq!(outdated["data"].as_array().unwrap().len(), 10, "{outdated}");
    assert!(client.stop());
}
