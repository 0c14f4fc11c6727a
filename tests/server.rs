//! The language server as a client sees it: the bytes of the protocol, in this process.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]
#![cfg(feature = "lsp")]

#[path = "common/client.rs"]
mod client;

use client::Client;
use serde_json::{Value, json};

const URI: &str = "file:///w/machine.asl.json";

/// Two states, the target of one misspelt.
const MISSPELT: &str =
    r#"{"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "Bx"}, "Bxy": {"Type": "Succeed"}}}"#;

fn rules(published: &Value) -> Vec<&str> {
    published["diagnostics"].as_array().unwrap().iter().map(|found| found["code"].as_str().unwrap()).collect()
}

#[test]
fn findings_are_pushed_to_clients_that_do_not_pull() {
    let mut client = Client::simple();
    client.open(URI, "asl", MISSPELT);
    let published = client.published(URI);
    assert_eq!(rules(&published), ["transition-target-not-found"]);
    let found = &published["diagnostics"][0];
    assert_eq!(found["range"], json!({"start": {"line": 0, "character": 58}, "end": {"line": 0, "character": 62}}));
    assert_eq!(
        (&published["version"], &found["source"], &found["severity"]),
        (&json!(1), &json!("asl-lint"), &json!(1))
    );

    let range = json!({"start": {"line": 0, "character": 61}, "end": {"line": 0, "character": 61}});
    let change = json!({"range": range, "text": "y"});
    let document = json!({"uri": URI, "version": 2});
    client.notify("textDocument/didChange", json!({"textDocument": document, "contentChanges": [change]}));
    let published = client.published(URI);
    assert_eq!((rules(&published), &published["version"]), (vec![], &json!(2)));

    client.notify("textDocument/didClose", json!({"textDocument": {"uri": URI}}));
    assert_eq!(rules(&client.published(URI)), Vec::<&str>::new());
    assert!(client.stop());
}

#[test]
fn findings_of_yaml_are_pushed_too() {
    let uri = "file:///w/machine.asl.yaml";
    let mut client = Client::simple();
    client.open(uri, "asl-yaml", "StartAt: A\nStates:\n  A:\n    Type: Pass\n    Next: Bx\n  Bxy: {Type: Succeed}\n");
    let published = client.published(uri);
    assert_eq!(rules(&published), ["transition-target-not-found"]);
    let found = &published["diagnostics"][0];
    assert_eq!(found["range"], json!({"start": {"line": 4, "character": 10}, "end": {"line": 4, "character": 12}}));
    assert!(client.stop());
}

#[test]
fn findings_are_pulled_by_clients_that_can() {
    let (mut client, said) = Client::start(&json!({"textDocument": {"diagnostic": {}}}));
    assert_eq!(said["capabilities"]["positionEncoding"], "utf-16");
    client.open(URI, "json", MISSPELT);
    let report = client.request("textDocument/diagnostic", json!({"textDocument": {"uri": URI}}));
    assert_eq!((&report["kind"], report["items"].as_array().unwrap().len()), (&json!("full"), 1));
    let again = json!({"textDocument": {"uri": URI}, "previousResultId": report["resultId"]});
    assert_eq!(client.request("textDocument/diagnostic", again.clone())["kind"], "unchanged");
    client.replace(URI, 2, "{}");
    assert_eq!(client.request("textDocument/diagnostic", again)["kind"], "full");
    assert!(client.stop());
}

#[test]
fn documents_that_are_no_definitions_are_left_in_peace() {
    let mut client = Client::simple();
    for (uri, text) in [
        ("file:///w/package.json", r#"{"name": "x", "States": ["a"],}"#),
        ("file:///w/compose.yaml", "services:\n  a: {image: b\n"),
    ] {
        client.open(uri, "json", text);
        assert_eq!(rules(&client.published(uri)), Vec::<&str>::new(), "{uri}");
    }
    assert!(client.stop());
}

#[test]
fn fixes_are_code_actions() {
    let mut client = Client::simple();
    client.open(URI, "asl", MISSPELT);
    let range = json!({"start": {"line": 0, "character": 60}, "end": {"line": 0, "character": 60}});
    let params = |only: Value| json!({"textDocument": {"uri": URI}, "range": range, "context": {"diagnostics": [], "only": only}});
    let actions = client.request("textDocument/codeAction", params(Value::Null));
    let edit = &actions[0]["edit"]["changes"][URI][0];
    assert_eq!(edit["newText"], "Bxy", "{actions}");
    let titles: Vec<&str> =
        actions.as_array().unwrap().iter().map(|action| action["title"].as_str().unwrap()).collect();
    assert!(titles.contains(&"create state `Bx`"), "{titles:?}");
    assert!(titles.contains(&"ignore `transition-target-not-found` in state `A`, by its `Comment`"), "{titles:?}");
    let all = client.request("textDocument/codeAction", params(json!(["source.fixAll"])));
    assert!(all.as_array().unwrap().iter().all(|action| action["kind"] == "source.fixAll.asl-lint"), "{all}");
    assert!(client.stop());
}

#[test]
fn an_action_is_about_the_finding_that_it_mends() {
    let text = r#"{"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "Ship"}, "B": {"Type": "Pass", "Next": "Bill"}, "C": {"Type": "Pass", "Next": "Ship"}}}"#;
    let mut client = Client::simple();
    client.open(URI, "asl", text);
    let range = json!({"start": {"line": 0, "character": 0}, "end": {"line": 1, "character": 0}});
    let params = json!({"textDocument": {"uri": URI}, "range": range, "context": {"diagnostics": []}});
    let actions = client.request("textDocument/codeAction", params);
    let created: Vec<(&str, usize)> = actions
        .as_array()
        .unwrap()
        .iter()
        .map(|action| (action["title"].as_str().unwrap(), action["diagnostics"].as_array().map_or(0, Vec::len)))
        .filter(|(title, _)| title.starts_with("create"))
        .collect();
    assert_eq!(created, [("create state `Ship`", 1), ("create state `Bill`", 1)], "{actions}");
    assert!(client.stop());
}

#[test]
fn the_last_of_many_changes_is_what_counts() {
    let mut client = Client::simple();
    client.open(URI, "asl", MISSPELT);
    for version in 2..200 {
        client.replace(URI, version, &MISSPELT[..usize::try_from(version).unwrap() % MISSPELT.len()]);
    }
    client.replace(URI, 200, &MISSPELT.replace("\"Bx\"", "\"Bxy\""));
    let last = std::iter::repeat_with(|| client.published(URI)).find(|published| published["version"] == 200).unwrap();
    assert_eq!(rules(&last), Vec::<&str>::new());
    assert!(client.stop());
}

#[test]
fn a_client_that_vanishes_ends_the_server() {
    let mut client = Client::simple();
    client.open(URI, "asl", MISSPELT);
    assert!(!client.vanish());
}
