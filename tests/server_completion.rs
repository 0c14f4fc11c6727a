//! Completion as a client sees it.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]
#![cfg(feature = "lsp")]

#[path = "common/client.rs"]
mod client;

use client::Client;
use serde_json::{Value, json};

const URI: &str = "file:///w/machine.asl.json";
const YAML: &str = "file:///w/machine.asl.yaml";

/// One that understands tab stops, and leaves indentation alone.
fn modern() -> Value {
    let item =
        json!({"snippetSupport": true, "insertTextModeSupport": {"valueSet": [1, 2]}, "tagSupport": {"valueSet": [1]}});
    json!({"textDocument": {"completion": {"completionItem": item}}})
}

/// The items at `$0` of a text.
fn items(client: &mut Client, uri: &str, text: &str, trigger: Option<&str>) -> Value {
    let before = &text[..text.find("$0").expect("a cursor")];
    client.open(uri, "asl", &text.replacen("$0", "", 1));
    let line = before.matches('\n').count();
    let character = before.rsplit('\n').next().unwrap().encode_utf16().count();
    let context = match trigger {
        Some(trigger) => json!({"triggerKind": 2, "triggerCharacter": trigger}),
        None => json!({"triggerKind": 1}),
    };
    let position = json!({"line": line, "character": character});
    client.request(
        "textDocument/completion",
        json!({"textDocument": {"uri": uri}, "position": position, "context": context}),
    )
}

fn item<'a>(list: &'a Value, label: &str) -> &'a Value {
    let items = list["items"].as_array().expect("a list");
    items.iter().find(|item| item["label"] == label).unwrap_or_else(|| panic!("{label} in {list}"))
}

#[test]
fn the_server_says_what_starts_completion() {
    let (client, said) = Client::start(&json!({}));
    let offered = &said["capabilities"]["completionProvider"];
    assert_eq!(offered["resolveProvider"], true);
    let triggers = offered["triggerCharacters"].as_array().unwrap();
    assert!(["\"", ".", "$", ":", "%", " "].iter().all(|trigger| triggers.contains(&json!(trigger))), "{offered}");
    assert!(client.stop());
}

#[test]
fn what_is_within_quotes_is_compared_with_them() {
    let (mut client, _) = Client::start(&modern());
    let text = "{\"StartAt\": \"\u{1F600}$0\", \"States\": {\"\u{1F600}b\": {\"Type\": \"Succeed\"}}}";
    let list = items(&mut client, URI, text, None);
    let found = item(&list, "\u{1F600}b");
    assert_eq!((&list["isIncomplete"], &found["filterText"]), (&json!(false), &json!("\"\u{1F600}b\"")));
    let range = json!({"start": {"line": 0, "character": 12}, "end": {"line": 0, "character": 16}});
    assert_eq!(found["textEdit"], json!({"range": range, "newText": "\"\u{1F600}b\""}));
    assert!(client.stop());
}

#[test]
fn snippets_are_for_those_that_understand_them() {
    let text = "StartAt: A\nStates:\n  A:\n    Type: Task\n    $0\n";
    let (mut client, _) = Client::start(&modern());
    let list = items(&mut client, YAML, text, None);
    let catch = item(&list, "Catch");
    let absolute = "Catch:\n      - ErrorEquals:\n          - ${1:States.ALL}\n        Next: $2";
    assert_eq!(catch["textEdit"]["newText"], absolute);
    assert_eq!((&catch["insertTextFormat"], &catch["insertTextMode"]), (&json!(2), &json!(1)));
    assert!(client.stop());

    // Who cannot be told how to indent adds the indentation of the first line.
    let simple = json!({"textDocument": {"completion": {"completionItem": {"snippetSupport": true}}}});
    let (mut client, _) = Client::start(&simple);
    let list = items(&mut client, YAML, text, None);
    let relative = "Catch:\n  - ErrorEquals:\n      - ${1:States.ALL}\n    Next: $2";
    assert_eq!(item(&list, "Catch")["textEdit"]["newText"], relative);
    assert!(client.stop());

    let (mut client, _) = Client::start(&json!({}));
    let list = items(&mut client, YAML, text, None);
    let catch = item(&list, "Catch");
    assert_eq!(catch["textEdit"]["newText"], "Catch:\n      - ErrorEquals:\n          - States.ALL\n        Next: ");
    assert!(catch.get("insertTextFormat").is_none());
    assert!(client.stop());
}

#[test]
fn items_come_in_order_and_say_what_is_deprecated() {
    let (mut client, _) = Client::start(&modern());
    let list = items(&mut client, URI, "{\"States\": {\"A\": {\"Type\": \"Map\", $0}}}", Some(","));
    let found = list["items"].as_array().unwrap();
    assert!(found.is_sorted_by_key(|item| item["sortText"].as_str().unwrap().to_owned()));
    assert_eq!(item(&list, "Iterator")["tags"], json!([1]));
    assert!(item(&list, "ItemProcessor").get("tags").is_none());
    assert!(client.stop());
}

#[test]
fn a_comma_that_is_missing_is_another_edit() {
    let mut client = Client::simple();
    let text = "{\n  \"StartAt\": \"A\"\n  $0\n}";
    let list = items(&mut client, URI, text, None);
    let range = json!({"start": {"line": 1, "character": 16}, "end": {"line": 1, "character": 16}});
    assert_eq!(item(&list, "States")["additionalTextEdits"], json!([{"range": range, "newText": ","}]));
    assert!(client.stop());
}

#[test]
fn what_there_is_to_say_comes_when_it_is_asked_for() {
    let (mut client, _) = Client::start(&modern());
    let list = items(&mut client, URI, "{\"States\": {\"A\": {\"Type\": \"Task\", $0}}}", None);
    let resource = item(&list, "Resource");
    assert!(resource.get("documentation").is_none());
    let resolved = client.request("completionItem/resolve", resource.clone());
    assert_eq!(resolved["documentation"]["kind"], "markdown");
    assert!(resolved["documentation"]["value"].as_str().unwrap().contains("ARN"), "{resolved}");
    let unknown = json!({"label": "x", "data": {"of": "another server"}});
    assert!(client.request("completionItem/resolve", unknown).get("documentation").is_none());
    assert!(client.stop());
}

#[test]
fn a_blank_starts_completion_in_yaml_alone() {
    let mut client = Client::simple();
    let list = items(&mut client, YAML, "StartAt: $0\nStates:\n  A: {}\n", Some(" "));
    assert_eq!(list["items"][0]["label"], "A");
    let text = "Comment: two $0\nStartAt: A\nStates:\n  A: {}\n";
    assert_eq!(items(&mut client, YAML, text, Some(" ")), Value::Null);
    assert_eq!(items(&mut client, URI, "{\"StartAt\": $0, \"States\": {\"A\": {}}}", Some(" ")), Value::Null);
    assert!(client.stop());
}

#[test]
fn documents_that_are_no_definitions_have_no_proposals() {
    let mut client = Client::simple();
    for (uri, text) in [("file:///w/x.json", "{\"$\": 1}"), ("file:///w/compose.yaml", "a: ")] {
        client.open(uri, "json", text);
        let position = json!({"line": 0, "character": 3});
        let found =
            client.request("textDocument/completion", json!({"textDocument": {"uri": uri}, "position": position}));
        assert_eq!(found["items"], json!([]), "{found}");
    }
    assert!(client.stop());
}
