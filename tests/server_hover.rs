//! What editors show of a document beside its text: hovers, signatures, hints, lenses and links, over the protocol.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]
#![cfg(feature = "lsp")]

#[path = "common/client.rs"]
mod client;

use client::Client;
use serde_json::{Value, json};

const URI: &str = "file:///w/machine.asl.yaml";

const MACHINE: &str = "\
StartAt: Größe
TimeoutSeconds: 3600
States:
  Größe:
    Type: Pass
    Parameters:
      sum.$: States.MathAdd(1, 2)
    Next: Ende
  Ende:
    Type: Task
    Resource: arn:aws:states:::sqs:sendMessage
    QueryLanguage: JSONata
    End: true
";

/// The parameters of a request about a position.
fn at(line: u32, character: u32) -> Value {
    json!({"textDocument": {"uri": URI}, "position": {"line": line, "character": character}})
}

fn document() -> Value {
    json!({"textDocument": {"uri": URI}})
}

#[test]
fn hover() {
    let formats = json!({"textDocument": {"hover": {"contentFormat": ["markdown", "plaintext"]}}});
    let (mut client, said) = Client::start(&formats);
    assert_eq!(said["capabilities"]["hoverProvider"], true);
    client.open(URI, "asl-yaml", MACHINE);
    let found = client.request("textDocument/hover", at(0, 11));
    assert_eq!(found["contents"]["kind"], "markdown");
    assert!(found["contents"]["value"].as_str().unwrap().starts_with("`Größe`: Pass state"), "{found}");
    assert_eq!(found["range"], json!({"start": {"line": 0, "character": 9}, "end": {"line": 0, "character": 14}}));
    assert_eq!(client.request("textDocument/hover", at(2, 20)), Value::Null);
    assert!(client.stop());

    let mut client = Client::simple();
    client.open(URI, "asl-yaml", MACHINE);
    assert_eq!(client.request("textDocument/hover", at(1, 3))["contents"]["kind"], "plaintext");
    assert!(client.stop());
}

#[test]
fn signature_help() {
    let (mut client, said) = Client::start(&json!({}));
    assert_eq!(said["capabilities"]["signatureHelpProvider"]["triggerCharacters"], json!(["(", ","]));
    client.open(URI, "asl-yaml", MACHINE);
    let found = client.request("textDocument/signatureHelp", at(6, 31));
    assert_eq!(found["activeParameter"], 1);
    let signature = &found["signatures"][0];
    assert_eq!(signature["label"], "States.MathAdd(first, second)");
    assert_eq!(signature["parameters"][1]["label"], json!([22, 28]));
    assert_eq!(client.request("textDocument/signatureHelp", at(6, 8)), Value::Null);

    let array = MACHINE.replace("States.MathAdd(1, 2)", "States.Array(1, ");
    client.replace(URI, 2, &array);
    let found = client.request("textDocument/signatureHelp", at(6, 29));
    let signature = &found["signatures"][0];
    assert_eq!((&signature["label"], &found["activeParameter"]), (&json!("States.Array(value, …)"), &json!(0)));
    assert_eq!(signature["parameters"][0]["label"], json!([13, 21]), "in UTF-16");
    assert!(client.stop());
}

#[test]
fn inlay_hints() {
    let whole = json!({"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}});
    let params = json!({"textDocument": {"uri": URI}, "range": whole});
    let labels = |hints: &Value| -> Vec<String> {
        hints.as_array().unwrap().iter().map(|hint| hint["label"].as_str().unwrap().to_owned()).collect()
    };
    let mut client = Client::simple();
    client.open(URI, "asl-yaml", MACHINE);
    let hints = client.request("textDocument/inlayHint", params.clone());
    assert_eq!(labels(&hints), ["1 h", "JSONPath"]);
    assert_eq!(hints[0]["position"], json!({"line": 1, "character": 20}));
    assert!(client.stop());

    let mut client = Client::connect();
    let options = json!({"inlayHints": {"durations": false}});
    client.request("initialize", json!({"capabilities": {}, "processId": null, "initializationOptions": options}));
    client.notify("initialized", json!({}));
    client.open(URI, "asl-yaml", MACHINE);
    assert_eq!(labels(&client.request("textDocument/inlayHint", params)), ["JSONPath"]);
    assert!(client.stop());
}

#[test]
fn code_lens() {
    let mut client = Client::simple();
    client.open(URI, "asl-yaml", MACHINE);
    let lenses = client.request("textDocument/codeLens", document());
    let titles: Vec<&str> =
        lenses.as_array().unwrap().iter().map(|lens| lens["command"]["title"].as_str().unwrap()).collect();
    assert_eq!(titles, ["show graph", "1 reference", "1 reference"]);
    assert_eq!(lenses[0]["command"]["command"], "asl-lint.showGraph");
    assert_eq!(lenses[0]["command"]["arguments"], json!([URI, ""]));
    let range = |line: u32, start: u32, end: u32| json!({"start": {"line": line, "character": start}, "end": {"line": line, "character": end}});
    let locations = json!([{"uri": URI, "range": range(7, 10, 14)}]);
    assert_eq!(lenses[2]["range"], range(8, 2, 6));
    assert_eq!(lenses[2]["command"]["command"], "asl-lint.showReferences");
    assert_eq!(lenses[2]["command"]["arguments"], json!([URI, {"line": 8, "character": 2}, locations]));
    assert!(client.stop());
}

#[test]
fn document_links() {
    let mut client = Client::simple();
    client.open(URI, "asl-yaml", MACHINE);
    let links = client.request("textDocument/documentLink", document());
    assert_eq!(links[0]["target"], "https://docs.aws.amazon.com/step-functions/latest/dg/connect-sqs.html");
    assert_eq!(links.as_array().unwrap().len(), 1);
    let template = "Resources:\n  M:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      DefinitionUri: flows/m.asl.json\n";
    client.open("file:///w/template.yaml", "yaml", template);
    let links =
        client.request("textDocument/documentLink", json!({"textDocument": {"uri": "file:///w/template.yaml"}}));
    assert_eq!(links[0]["target"], "file:///w/flows/m.asl.json");
    assert!(client.stop());
}

#[test]
fn nothing_is_said_of_other_documents() {
    let mut client = Client::simple();
    let uri = "file:///w/package.json";
    client.open(
        uri,
        "json",
        r#"{"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "TimeoutSeconds": 9999}"#,
    );
    let position = json!({"textDocument": {"uri": uri}, "position": {"line": 0, "character": 3}});
    assert_eq!(client.request("textDocument/hover", position.clone()), Value::Null);
    assert_eq!(client.request("textDocument/signatureHelp", position), Value::Null);
    let document = json!({"textDocument": {"uri": uri}});
    assert_eq!(client.request("textDocument/codeLens", document.clone()), json!([]));
    assert_eq!(client.request("textDocument/documentLink", document), json!([]));
    let whole = json!({"start": {"line": 0, "character": 0}, "end": {"line": 1, "character": 0}});
    assert_eq!(
        client.request("textDocument/inlayHint", json!({"textDocument": {"uri": uri}, "range": whole})),
        json!([])
    );
    assert!(client.stop());
}
