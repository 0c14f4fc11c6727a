//! What is set for documents: by configuration files and by the editor, and what happens when it changes.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]
#![cfg(feature = "lsp")]

#[path = "common/client.rs"]
mod client;

use std::path::Path;

use client::Client;
use serde_json::{Value, json};

/// A state that goes to itself, which is a warning of `self-transition`, and one finding of severity error.
const LOOPING: &str =
    r#"{"StartAt": "A", "States": {"A": {"Type": "Wait", "Seconds": 1, "Next": "A"}, "B": {"Type": "Fail"}}}"#;

fn uri(path: &Path) -> String {
    format!("file://{}", path.display())
}

/// A client with a folder open, whose capabilities are given.
fn in_folder(folder: &Path, capabilities: &Value, options: &Value) -> Client {
    let mut client = Client::connect();
    let folders = json!([{"uri": uri(folder), "name": "folder"}]);
    let params = json!({
        "processId": null, "capabilities": capabilities, "workspaceFolders": folders, "initializationOptions": options,
    });
    client.request("initialize", params);
    client.notify("initialized", json!({}));
    client
}

fn rules(published: &Value) -> Vec<&str> {
    published["diagnostics"].as_array().unwrap().iter().map(|found| found["code"].as_str().unwrap()).collect()
}

#[test]
fn configuration_files_count_and_their_changes_are_followed() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("asl-lint.toml");
    std::fs::write(&file, "ignore = ['unreachable-state']\n").unwrap();
    let watches = json!({"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}}});
    let mut client = in_folder(folder.path(), &watches, &Value::Null);
    let document = uri(&folder.path().join("a.asl.json"));
    client.open(&document, "asl", LOOPING);
    let before = client.published(&document);
    assert!(!rules(&before).contains(&"unreachable-state"), "{before}");
    assert!(!rules(&before).is_empty());

    std::fs::write(&file, "select = ['unreachable-state']\n").unwrap();
    client.notify("workspace/didChangeWatchedFiles", json!({"changes": [{"uri": uri(&file), "type": 2}]}));
    assert_eq!(rules(&client.published(&document)), ["unreachable-state"]);

    std::fs::write(&file, "exclude = ['*.asl.json']\n").unwrap();
    client.notify("workspace/didChangeWatchedFiles", json!({"changes": [{"uri": uri(&file), "type": 2}]}));
    assert_eq!(rules(&client.published(&document)), Vec::<&str>::new());

    std::fs::write(&file, "exlude = []\n").unwrap();
    client.notify("workspace/didChangeWatchedFiles", json!({"changes": [{"uri": uri(&file), "type": 2}]}));
    let message = client.wait_for("window/showMessage");
    assert!(message["message"].as_str().unwrap().contains("exlude"), "{message}");
    assert!(!rules(&client.published(&document)).is_empty());
    let methods: Vec<&str> = client.asked.iter().map(|asked| asked["method"].as_str().unwrap()).collect();
    assert_eq!(methods, ["client/registerCapability"]);
    assert!(client.stop());
}

#[test]
fn the_editor_sets_what_no_file_does() {
    let folder = tempfile::tempdir().unwrap();
    let pulls = json!({"workspace": {"configuration": true}});
    let mut client = in_folder(folder.path(), &pulls, &json!({"select": ["unreachable-state"]}));
    client.configuration = Value::Null;
    let document = uri(&folder.path().join("a.asl.json"));
    client.open(&document, "asl", LOOPING);
    assert_eq!(rules(&client.published(&document)), ["unreachable-state"]);

    client.configuration = json!({"select": ["self-transition"], "codeLens": {"enable": false}});
    client.notify("workspace/didChangeConfiguration", json!({"settings": null}));
    let after = std::iter::repeat_with(|| client.published(&document))
        .find(|found| !rules(found).contains(&"unreachable-state"));
    assert_eq!(rules(&after.unwrap()), ["self-transition"]);
    let lenses = client.request("textDocument/codeLens", json!({"textDocument": {"uri": document}}));
    assert_eq!(lenses, Value::Null);
    assert!(client.stop());
}

#[test]
fn folders_come_and_go() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("asl-lint.toml"), "root = true\nselect = ['self-transition']\n").unwrap();
    let mut client = Client::simple();
    let document = uri(&folder.path().join("a.asl.json"));
    client.open(&document, "asl", LOOPING);
    assert_eq!(rules(&client.published(&document)), ["self-transition"], "a file outside of all folders has its own");
    let event = json!({"added": [{"uri": uri(folder.path()), "name": "x"}], "removed": []});
    client.notify("workspace/didChangeWorkspaceFolders", json!({"event": event}));
    assert_eq!(rules(&client.published(&document)), ["self-transition"]);
    assert!(client.stop());
}

#[test]
fn findings_of_the_whole_workspace_are_there_for_who_wants_them() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("a.asl.json", LOOPING);
    write("b.asl.json", LOOPING);
    write("package.json", "{}");
    let pulls = json!({"textDocument": {"diagnostic": {}}});
    let scope = json!({"diagnostics": {"scope": "workspace"}});
    let mut client = in_folder(folder.path(), &pulls, &scope);
    client.open(&uri(&folder.path().join("b.asl.json")), "asl", LOOPING);
    let ask = |client: &mut Client, previous: Value| {
        let params = json!({"previousResultIds": previous, "workDoneToken": "t"});
        client.request("workspace/diagnostic", params)["items"].as_array().unwrap().clone()
    };
    let items = ask(&mut client, json!([]));
    let closed = uri(&folder.path().join("a.asl.json"));
    assert_eq!(items.len(), 1, "{items:?}");
    assert_eq!((&items[0]["uri"], &items[0]["kind"]), (&json!(closed), &json!("full")));
    assert_eq!(client.wait_for("$/progress")["value"]["kind"], "begin");

    let known = json!([{"uri": closed, "value": items[0]["resultId"]}]);
    assert_eq!(ask(&mut client, known.clone())[0]["kind"], "unchanged");
    std::fs::remove_file(folder.path().join("a.asl.json")).unwrap();
    let gone = ask(&mut client, known);
    assert_eq!((&gone[0]["kind"], &gone[0]["items"]), (&json!("full"), &json!([])));
    assert!(client.stop());

    let mut client = in_folder(folder.path(), &pulls, &Value::Null);
    assert!(ask(&mut client, json!([])).is_empty(), "only where it was asked for");
    assert!(client.stop());
}
