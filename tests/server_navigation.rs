//! Definition, references, highlights, rename, symbols and the call hierarchy, as a client sees them.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]
#![cfg(feature = "lsp")]

#[path = "common/client.rs"]
mod client;

use client::Client;
use serde_json::{Value, json};

const URI: &str = "file:///w/machine.asl.json";

/// One state a line, so that a line says which state is meant; a character before names of more bytes than one.
const TEXT: &str = r#"{"StartAt": "Fetch", "States": {
"Fetch": {"Type": "Task", "Resource": "arn:x", "Assign": {"n.$": "$.n"}, "Next": "Each"},
"Each": {"Type": "Map", "ItemsPath": "$n", "End": true, "ItemProcessor": {"StartAt": "Ünder", "States": {
"Ünder": {"Type": "Pass", "Parameters": {"n.$": "$n.x"}, "End": true}}}}}}"#;

fn everything() -> Value {
    json!({
        "textDocument": {
            "definition": {"linkSupport": true},
            "documentSymbol": {"hierarchicalDocumentSymbolSupport": true},
            "rename": {"prepareSupport": true},
        },
        "workspace": {"workspaceEdit": {"documentChanges": true}},
    })
}

fn open(capabilities: &Value) -> Client {
    let (mut client, said) = Client::start(capabilities);
    for provider in
        ["definition", "references", "documentHighlight", "documentSymbol", "workspaceSymbol", "callHierarchy"]
    {
        assert_eq!(said["capabilities"][format!("{provider}Provider")], true, "{provider}");
    }
    assert_eq!(said["capabilities"]["renameProvider"], json!({"prepareProvider": true}));
    client.open(URI, "asl", TEXT);
    client
}

fn position(line: u32, character: u32) -> Value {
    json!({"line": line, "character": character})
}

fn range(line: u32, start: u32, end: u32) -> Value {
    json!({"start": position(line, start), "end": position(line, end)})
}

fn at(line: u32, character: u32) -> Value {
    json!({"textDocument": {"uri": URI}, "position": position(line, character)})
}

/// Parameters with more fields.
fn with(mut params: Value, more: &Value) -> Value {
    for (key, value) in more.as_object().unwrap() {
        params[key] = value.clone();
    }
    params
}

#[test]
fn definition() {
    let mut client = open(&json!({}));
    let found = client.request("textDocument/definition", at(0, 14));
    assert_eq!(found, json!([{"uri": URI, "range": range(1, 1, 6)}]));
    assert_eq!(client.request("textDocument/definition", at(0, 3)), Value::Null);
    assert!(client.stop());

    let mut client = open(&everything());
    let found = client.request("textDocument/definition", at(2, 86));
    assert_eq!(found[0]["originSelectionRange"], range(2, 86, 91));
    assert_eq!(found[0]["targetSelectionRange"], range(3, 1, 6));
    assert_eq!(found[0]["targetRange"], range(3, 0, 69));
    assert!(client.stop());
}

#[test]
fn references() {
    let mut client = open(&json!({}));
    let request = |client: &mut Client, is_included: bool| {
        let params = with(at(3, 51), &json!({"context": {"includeDeclaration": is_included}}));
        let found = client.request("textDocument/references", params);
        found.as_array().unwrap().iter().map(|location| location["range"].clone()).collect::<Vec<_>>()
    };
    let uses = [range(2, 39, 40), range(3, 50, 51)];
    assert_eq!(request(&mut client, false), uses);
    assert_eq!(request(&mut client, true), [range(1, 59, 60), uses[0].clone(), uses[1].clone()]);
    assert!(client.stop());
}

#[test]
fn document_highlight() {
    let mut client = open(&json!({}));
    let found = client.request("textDocument/documentHighlight", at(1, 83));
    assert_eq!(found, json!([{"range": range(1, 82, 86), "kind": 2}, {"range": range(2, 1, 5), "kind": 3}]));
    assert!(client.stop());
}

#[test]
fn rename() {
    let mut client = open(&everything());
    let prepared = client.request("textDocument/prepareRename", at(0, 14));
    assert_eq!(prepared, json!({"range": range(0, 13, 18), "placeholder": "Fetch"}));
    let edit = client.request("textDocument/rename", with(at(0, 14), &json!({"newName": "Load \"it\""})));
    let changes = &edit["documentChanges"][0];
    assert_eq!(changes["textDocument"], json!({"uri": URI, "version": 1}));
    let text = r#"Load \"it\""#;
    assert_eq!(
        changes["edits"],
        json!([{"range": range(0, 13, 18), "newText": text}, {"range": range(1, 1, 6), "newText": text}])
    );
    assert_eq!(client.request("textDocument/prepareRename", at(0, 3)), Value::Null);
    assert!(client.stop());

    let mut client = open(&json!({}));
    let edit = client.request("textDocument/rename", with(at(3, 51), &json!({"newName": "count"})));
    assert_eq!(edit["changes"][URI].as_array().unwrap().len(), 3, "{edit}");
    assert!(client.stop());
}

#[test]
fn a_rename_that_is_refused_says_why() {
    let mut client = open(&everything());
    let response = client.try_request("textDocument/rename", with(at(0, 14), &json!({"newName": "Each"})));
    assert_eq!(response["error"]["code"], -32803);
    let message = "there is a state `Each` already, and names are unique in a state machine";
    assert_eq!(response["error"]["message"], message);
    client.replace(URI, 2, &TEXT.replacen("Fetch", "Fetsh", 1));
    let response = client.try_request("textDocument/prepareRename", at(0, 14));
    assert_eq!(response["error"]["message"], "there is no state `Fetsh`; rename it where it is defined");
    assert!(client.stop());
}

#[test]
fn document_symbols() {
    let mut client = open(&everything());
    let found = client.request("textDocument/documentSymbol", json!({"textDocument": {"uri": URI}}));
    let states = &found[0]["children"];
    assert_eq!(
        (&found[0]["name"], &states[0]["name"], &states[0]["detail"]),
        (&json!("State machine"), &json!("Fetch"), &json!("Task, arn:x"))
    );
    assert_eq!((&states[0]["range"], &states[0]["selectionRange"]), (&range(1, 0, 88), &range(1, 0, 7)));
    assert_eq!(states[1]["children"][0]["children"][0]["name"], "Ünder");
    assert!(client.stop());

    let mut client = open(&json!({}));
    let found = client.request("textDocument/documentSymbol", json!({"textDocument": {"uri": URI}}));
    let containers: Vec<_> = found.as_array().unwrap().iter().map(|symbol| symbol["containerName"].clone()).collect();
    assert_eq!(
        containers,
        [Value::Null, json!("State machine"), json!("State machine"), json!("Each"), json!("Item processor")]
    );
    assert!(client.stop());
}

#[test]
fn a_long_outline_is_cut_and_that_is_said_once() {
    let mut client = Client::simple();
    let states: Vec<String> = (0..10_500).map(|index| format!(r#""S{index}": {{"Type": "Succeed"}}"#)).collect();
    client.open(URI, "asl", &format!(r#"{{"StartAt": "S0", "States": {{{}}}}}"#, states.join(",")));
    for _ in 0..2 {
        let found = client.request("textDocument/documentSymbol", json!({"textDocument": {"uri": URI}}));
        assert_eq!(found.as_array().unwrap().len(), 10_000);
    }
    let said = client.wait_for("window/showMessage");
    assert_eq!(said["message"], "the outline shows the first 10000 states");
    assert!(client.stop());
}

#[test]
fn workspace_symbols() {
    let mut client = open(&json!({}));
    client.open("file:///w/template.yaml", "yaml", "Resources:\n  Orders:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      Definition:\n        States:\n          Fetch it: {Type: Pass}\n");
    let found = client.request("workspace/symbol", json!({"query": "fet"}));
    let shown: Vec<_> =
        found.as_array().unwrap().iter().map(|symbol| (&symbol["name"], &symbol["containerName"])).collect();
    assert_eq!(shown, [(&json!("Fetch"), &Value::Null), (&json!("Fetch it"), &json!("Orders"))]);
    let found = client.request("workspace/symbol", json!({"query": "$n"}));
    assert_eq!((&found[0]["name"], &found[0]["location"]["range"]), (&json!("$n"), &range(1, 58, 63)));
    assert!(client.stop());
}

#[test]
fn call_hierarchy() {
    let mut client = open(&json!({}));
    let items = client.request("textDocument/prepareCallHierarchy", at(1, 83));
    assert_eq!((&items[0]["name"], &items[0]["selectionRange"]), (&json!("Each"), &range(2, 0, 6)));
    let incoming = client.request("callHierarchy/incomingCalls", json!({"item": items[0]}));
    assert_eq!(
        (&incoming[0]["from"]["name"], &incoming[0]["fromRanges"]),
        (&json!("Fetch"), &json!([range(1, 81, 87)]))
    );
    let outgoing = client.request("callHierarchy/outgoingCalls", json!({"item": items[0]}));
    assert_eq!((&outgoing[0]["to"]["name"], outgoing.as_array().unwrap().len()), (&json!("Ünder"), 1));
    client.replace(URI, 2, "{}");
    assert_eq!(client.request("callHierarchy/outgoingCalls", json!({"item": items[0]})), Value::Null);
    assert!(client.stop());
}

#[test]
fn a_graph() {
    let mut client = open(&json!({}));
    let graph = client.request("asl/graph", json!({"textDocument": {"uri": URI}}));
    assert_eq!(
        (&graph["queryLanguage"], &graph["machines"], &graph["version"]),
        (&json!("JSONPath"), &json!([""]), &json!(1))
    );
    let node = &graph["nodes"][0];
    assert_eq!(
        (&node["id"], &node["name"], &node["type"], &node["isStart"], &node["selectionRange"]),
        (&json!(0), &json!("Fetch"), &json!("Task"), &json!(true), &range(1, 0, 7))
    );
    let rules = node["findings"]["rules"].as_array().unwrap();
    assert!(rules.contains(&json!("resource-shape")), "{node}");
    let edge = &graph["edges"][0];
    assert_eq!(
        [&edge["from"], &edge["to"], &edge["role"], &edge["label"], &edge["range"], &edge["isGuess"]],
        [&json!(0), &json!(1), &json!("next"), &json!(""), &range(1, 81, 87), &json!(false)]
    );
    assert_eq!(graph["edges"].as_array().unwrap().len(), 1);
    let scopes = graph["scopes"].as_array().unwrap();
    let scope = |index: usize| ["id", "owner", "kind", "start", "nodes"].map(|key| scopes[index][key].clone());
    assert_eq!(scope(0), [json!(0), json!(null), json!("root"), json!(0), json!([0, 1])]);
    assert_eq!(scope(1), [json!(1), json!(1), json!("processor"), json!(2), json!([2])]);

    // The line leads from the lower border of one state to the upper border of the other, and the scope is in its state.
    let number = |value: &Value| value.as_f64().unwrap();
    let points = edge["points"].as_array().unwrap();
    let (first, last) = (&points[0], &points[points.len() - 1]);
    let target = &graph["nodes"][1];
    assert!((number(&first[1]) - number(&node["y"]) - number(&node["height"])).abs() < 1.0, "{edge} {node}");
    assert!((number(&last[1]) - number(&target["y"])).abs() < 1.0, "{edge} {target}");
    for (position, size) in [("x", "width"), ("y", "height")] {
        let (inner, outer) = (&scopes[1], target);
        assert!(number(&outer[position]) <= number(&inner[position]), "{inner} {outer}");
        let end = |area: &Value| number(&area[position]) + number(&area[size]);
        assert!(end(inner) <= end(outer) && end(outer) <= number(&graph[size]), "{inner} {outer}");
    }
    assert!(graph["marks"].as_array().unwrap().iter().any(|mark| mark["kind"] == "start"), "{graph}");
    let other = json!({"textDocument": {"uri": URI}, "machine": "Other"});
    assert_eq!(client.request("asl/graph", other), Value::Null);
    assert!(client.stop());
}
