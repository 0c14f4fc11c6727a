//! Which files count as the hosts of a definition, and when, as a client sees it.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]
#![cfg(all(feature = "lsp", unix))]

#[path = "common/client.rs"]
mod client;
#[path = "common/deployed.rs"]
mod deployed;

use client::Client;
use deployed::{DEFINITION, EXPRESS, TEMPLATE, at, directory, expect, pushed, uri, write};
use serde_json::{Value, json};
use tempfile::TempDir;

const YAML: &str = "StartAt: Ask
States:
  Ask:
    Type: Task
    End: true
    Resource: arn:aws:states:::sqs:sendMessage.waitForTaskToken
    Parameters: {QueueUrl: '${Queue}', MessageBody: {token.$: $$.Task.Token}}
";

const TERRAFORM: &str = "resource \"aws_sfn_state_machine\" \"m\" {
  type       = \"EXPRESS\"
  definition = templatefile(\"${path.module}/flows/order.asl.json\", { Queue = \"q\" })
}
";

/// A client with other capabilities, folders and settings than most.
fn introduced(capabilities: &Value, folders: &[String], settings: &Value) -> Client {
    let mut client = Client::connect();
    let folders: Vec<Value> = folders.iter().map(|uri| json!({"uri": uri, "name": uri})).collect();
    let params = json!({
        "capabilities": capabilities,
        "processId": null,
        "workspaceFolders": folders,
        "initializationOptions": settings,
    });
    client.request("initialize", params);
    client.notify("initialized", json!({}));
    client
}

fn folder(directory: &TempDir, name: &str) -> String {
    uri(directory, name).trim_end_matches('/').to_owned()
}

fn tell_of(client: &mut Client, uri: &str, kind: u8) {
    client.notify("workspace/didChangeWatchedFiles", json!({"changes": [{"uri": uri, "type": kind}]}));
}

/// Changes a definition so that nothing else is found in it, and waits for what is.
fn expect_anew(client: &mut Client, uri: &str, version: i32, rules: &[&str]) {
    client.replace(uri, version, &format!("{DEFINITION}{}", "\n".repeat(usize::try_from(version).unwrap())));
    expect(client, uri, rules);
}

/// The rules of the findings that a client pulls.
fn pulled(client: &mut Client, uri: &str) -> Vec<String> {
    let report = client.request("textDocument/diagnostic", json!({"textDocument": {"uri": uri}}));
    let found = report["items"].as_array().unwrap();
    found.iter().map(|finding| finding["code"].as_str().unwrap().to_owned()).collect()
}

/// Asks until the findings are of just these rules: what is known of other files may come later.
fn pull_until(client: &mut Client, uri: &str, rules: &[&str]) {
    while pulled(client, uri) != rules {
        std::thread::yield_now();
    }
}

#[test]
fn every_kind_of_host_says_what_a_definition_is_deployed_as() {
    let resource = "Resources:\n  M:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      \
        StateMachineType: EXPRESS\n      DefinitionSubstitutions: {Queue: q}\n      DefinitionS3Location: flows/order.asl.json\n";
    let service = "service: s\nstepFunctions:\n  stateMachines:\n    m:\n      type: EXPRESS\n      \
        definition: ${file(flows/order.asl.json)}\n";
    let json = TEMPLATE.replace("flows/order.asl.json", "flows/order.json");
    let yaml = TEMPLATE.replace("order.asl.json", "order.asl.yaml");
    let plain = TEMPLATE.replace("order.asl.json", "order.yml");
    for (host, text, definition) in [
        ("packaged.yaml", resource, "order.asl.json"),
        ("serverless.yml", service, "order.asl.json"),
        ("main.tf", TERRAFORM, "order.asl.json"),
        ("template.yaml", &json, "order.json"),
        ("template.yaml", &yaml, "order.asl.yaml"),
        ("template.yaml", &plain, "order.yml"),
    ] {
        let (name, is_yaml) = (format!("flows/{definition}"), definition.ends_with("ml"));
        let deployed = if is_yaml { YAML } else { DEFINITION };
        let directory = directory(&[(host, text), (&name, deployed)]);
        let mut client = pushed(&directory);
        let definition = uri(&directory, &name);
        client.open(&definition, if is_yaml { "yaml" } else { "json" }, deployed);
        expect(&mut client, &definition, &[EXPRESS]);
        assert!(client.stop(), "{host}");
    }
}

#[test]
fn hosts_of_different_kinds_need_not_agree() {
    let directory = directory(&[("template.yaml", TEMPLATE), ("flows/order.asl.json", DEFINITION)]);
    let definition = uri(&directory, "flows/order.asl.json");
    let mut client = pushed(&directory);
    client.open(&definition, "asl", DEFINITION);
    expect(&mut client, &definition, &[EXPRESS]);
    // Terraform says the same of the type. Of what fills the placeholders in, it says something else.
    write(directory.path(), "main.tf", &TERRAFORM.replace("Queue =", "Topic ="));
    tell_of(&mut client, &uri(&directory, "main.tf"), 1);
    expect(&mut client, &definition, &[EXPRESS]);
    assert_eq!(client.request("textDocument/prepareRename", at(&definition, DEFINITION, "Queue}", 1)), Value::Null);
    write(directory.path(), "main.tf", &TERRAFORM.replace("EXPRESS", "STANDARD"));
    tell_of(&mut client, &uri(&directory, "main.tf"), 2);
    expect(&mut client, &definition, &[]);
    assert!(client.stop());
}

#[test]
fn each_folder_has_hosts_of_its_own() {
    let out = TEMPLATE.replace("flows/", "../other/flows/");
    let directory = directory(&[
        ("one/template.yaml", TEMPLATE),
        ("one/flows/order.asl.json", DEFINITION),
        ("two/template.yaml", TEMPLATE),
        ("two/flows/order.asl.json", DEFINITION),
        ("two/out.yaml", &out),
        ("other/flows/order.asl.json", DEFINITION),
    ]);
    let [one, two, other] =
        ["one", "two", "other"].map(|name| uri(&directory, &format!("{name}/flows/order.asl.json")));
    let folders = [folder(&directory, "one"), folder(&directory, "two")];
    let mut client = introduced(&json!({}), &folders, &Value::Null);
    client.open(&other, "asl", DEFINITION);
    for definition in [&one, &two] {
        client.open(definition, "asl", DEFINITION);
        expect(&mut client, definition, &[EXPRESS]);
    }
    // A way that leads out of its folder is not followed, even where it leads to a definition that is open.
    expect_anew(&mut client, &other, 2, &[]);

    let removed = json!({"added": [], "removed": [{"uri": folder(&directory, "two"), "name": "two"}]});
    client.notify("workspace/didChangeWorkspaceFolders", json!({"event": removed}));
    expect(&mut client, &two, &[]);
    expect_anew(&mut client, &one, 2, &[EXPRESS]);
    expect_anew(&mut client, &two, 2, &[]);
    let added = json!({"added": [{"uri": folder(&directory, "two"), "name": "two"}], "removed": []});
    client.notify("workspace/didChangeWorkspaceFolders", json!({"event": added}));
    expect(&mut client, &two, &[EXPRESS]);
    assert!(client.stop());
}

#[test]
fn outside_of_all_folders_what_is_open_counts() {
    let directory = directory(&[
        ("outside/template.yaml", TEMPLATE),
        ("outside/flows/order.asl.json", DEFINITION),
        ("inside/asl-lint.toml", ""),
    ]);
    let (template, definition) =
        (uri(&directory, "outside/template.yaml"), uri(&directory, "outside/flows/order.asl.json"));
    let mut client = introduced(&json!({}), &[folder(&directory, "inside")], &Value::Null);
    client.open(&definition, "asl", DEFINITION);
    expect(&mut client, &definition, &[]);
    client.open(&template, "yaml", TEMPLATE);
    expect(&mut client, &definition, &[EXPRESS]);
    let found = client.request("textDocument/definition", at(&template, TEMPLATE, "order.asl", 2));
    assert_eq!(found[0]["uri"], definition.as_str());
    assert!(client.stop());
}

#[test]
fn a_definition_that_is_removed_is_missed() {
    let directory = directory(&[("template.yaml", TEMPLATE), ("flows/order.asl.json", DEFINITION)]);
    let (template, definition) = (uri(&directory, "template.yaml"), uri(&directory, "flows/order.asl.json"));
    let mut client = pushed(&directory);
    client.open(&template, "yaml", TEMPLATE);
    expect(&mut client, &template, &[]);
    std::fs::remove_file(directory.path().join("flows/order.asl.json")).unwrap();
    tell_of(&mut client, &definition, 3);
    expect(&mut client, &template, &["definition-uri-missing"]);
    write(directory.path(), "flows/order.asl.json", &DEFINITION.replace("${Queue}", "q"));
    tell_of(&mut client, &definition, 1);
    expect(&mut client, &template, &["substitution-unused"]);
    assert!(client.stop());
}

#[test]
fn hosts_that_are_excluded_say_nothing() {
    let directory = directory(&[
        ("old/template.yaml", &TEMPLATE.replace("flows/", "../flows/")),
        ("flows/order.asl.json", DEFINITION),
        ("asl-lint.toml", "root = true\nexclude = ['old/**']\n"),
    ]);
    let (definition, configuration) = (uri(&directory, "flows/order.asl.json"), uri(&directory, "asl-lint.toml"));
    let mut client = pushed(&directory);
    client.open(&definition, "asl", DEFINITION);
    expect(&mut client, &definition, &[]);
    write(directory.path(), "asl-lint.toml", "root = true\n");
    tell_of(&mut client, &configuration, 2);
    expect(&mut client, &definition, &[EXPRESS]);
    write(directory.path(), "asl-lint.toml", "root = true\nexclude = ['old/**']\n");
    tell_of(&mut client, &configuration, 2);
    expect(&mut client, &definition, &[]);
    // Its file may change: it is still excluded.
    tell_of(&mut client, &uri(&directory, "old/template.yaml"), 2);
    client.rest();
    client.replace(&definition, 2, &format!("{DEFINITION}\n"));
    expect(&mut client, &definition, &[]);
    assert!(client.stop());
}

#[test]
fn columns_are_those_of_the_client() {
    let text = DEFINITION
        .replace("\"QueueUrl\": \"", "\"QueueUrl\": \"ä😀")
        .replace("\"Parameters\"", "\"Comment\": \"…\", \"Parameters\"");
    let host = TEMPLATE.replace("Queue: https", "? Queue\n        : https");
    let directory = directory(&[("template.yaml", &host), ("flows/order.asl.json", &text)]);
    let definition = uri(&directory, "flows/order.asl.json");
    let mut client = introduced(&json!({}), &[folder(&directory, "")], &Value::Null);
    client.open(&definition, "asl", &text);
    expect(&mut client, &definition, &[EXPRESS]);
    let line = text.lines().nth(2).unwrap();
    let start = line[..line.find("Queue}").unwrap()].encode_utf16().count();
    let place = |character: usize| json!({"line": 2, "character": character});
    let params = json!({"textDocument": {"uri": definition}, "position": place(start + 1)});
    let prepared = client.request("textDocument/prepareRename", params.clone());
    assert_eq!(prepared["range"], json!({"start": place(start), "end": place(start + "Queue".len())}));
    let mut rename = params;
    rename["newName"] = json!("Topic");
    let changes = client.request("textDocument/rename", rename)["changes"].clone();
    assert_eq!(changes[&definition][0]["range"], prepared["range"]);
    let column = host.lines().nth(8).unwrap().find("Queue").unwrap();
    let range = &changes[uri(&directory, "template.yaml")][0]["range"];
    assert_eq!(range["start"], json!({"line": 8, "character": column}));
    // One column further on is behind the brace, and no name.
    let behind = json!({"textDocument": {"uri": definition}, "position": place(start + "Queue}".len() + 1)});
    assert_eq!(client.request("textDocument/prepareRename", behind), Value::Null);
    assert!(client.stop());
}

#[test]
fn findings_of_files_that_are_not_open_know_their_hosts() {
    let directory = directory(&[("template.yaml", TEMPLATE), ("flows/order.asl.json", DEFINITION)]);
    let (template, definition) = (uri(&directory, "template.yaml"), uri(&directory, "flows/order.asl.json"));
    let pulls = json!({"textDocument": {"diagnostic": {}}, "workspace": {"diagnostics": {"refreshSupport": true}}});
    let scope = json!({"diagnostics": {"scope": "workspace"}});
    let mut client = introduced(&pulls, &[folder(&directory, "")], &scope);
    let ask = |client: &mut Client, previous: &Value| {
        let report = client.request("workspace/diagnostic", json!({"previousResultIds": previous}));
        let items = report["items"].as_array().unwrap().iter();
        items.clone().find(|item| item["uri"] == definition.as_str()).unwrap().clone()
    };
    // No document was ever opened.
    let first = ask(&mut client, &json!([]));
    assert_eq!(first["items"][0]["code"], EXPRESS);
    let known = json!([{"uri": definition, "value": first["resultId"]}]);
    assert_eq!(ask(&mut client, &known)["kind"], "unchanged");
    // The text of an open template counts for them, too.
    client.open(&template, "yaml", &TEMPLATE.replace("EXPRESS", "STANDARD"));
    while ask(&mut client, &known)["kind"] == "unchanged" {
        std::thread::yield_now();
    }
    assert_eq!(ask(&mut client, &known)["items"], json!([]));
    let is_refresh = |asked: &Value| asked["method"] == "workspace/diagnostic/refresh";
    while !client.asked.iter().any(is_refresh) {
        client.request("workspace/symbol", json!({"query": ""}));
    }
    assert!(client.stop());
}

#[test]
fn a_host_counts_as_it_is_typed_though_nobody_asks_about_it() {
    let standard = TEMPLATE.replace("EXPRESS", "STANDARD");
    let directory = directory(&[("template.yaml", &standard), ("flows/order.asl.json", DEFINITION)]);
    let (template, definition) = (uri(&directory, "template.yaml"), uri(&directory, "flows/order.asl.json"));
    let pulls = json!({"textDocument": {"diagnostic": {}}});
    let mut client = introduced(&pulls, &[folder(&directory, "")], &Value::Null);
    client.open(&template, "yaml", TEMPLATE);
    client.open(&definition, "asl", DEFINITION);
    pull_until(&mut client, &definition, &[EXPRESS]);
    client.replace(&template, 2, &standard);
    pull_until(&mut client, &definition, &[]);
    client.replace(&template, 3, TEMPLATE);
    client.notify("textDocument/didClose", json!({"textDocument": {"uri": template}}));
    client.rest();
    pull_until(&mut client, &definition, &[]);
    assert!(client.stop());
}

#[test]
fn a_storm_of_changed_files_comes_to_rest() {
    let directory = directory(&[("template.yaml", TEMPLATE), ("flows/order.asl.json", DEFINITION)]);
    let (template, definition) = (uri(&directory, "template.yaml"), uri(&directory, "flows/order.asl.json"));
    let mut client = pushed(&directory);
    client.open(&definition, "asl", DEFINITION);
    expect(&mut client, &definition, &[EXPRESS]);
    let standard = TEMPLATE.replace("EXPRESS", "STANDARD");
    for round in 0..1000 {
        write(directory.path(), "template.yaml", if round % 2 == 0 { &standard } else { TEMPLATE });
        tell_of(&mut client, &template, 2);
        tell_of(&mut client, &uri(&directory, &format!("flows/none-{round}.json")), 3);
    }
    write(directory.path(), "template.yaml", &standard);
    tell_of(&mut client, &template, 2);
    client.replace(&definition, 2, &format!("{DEFINITION}\n"));
    // What was read last is what counts.
    loop {
        let found = client.published(&definition);
        if found["version"] == 2 && found["diagnostics"] == json!([]) {
            break;
        }
    }
    client.rest();
    assert_eq!(client.request("workspace/symbol", json!({"query": "Ask"})).as_array().unwrap().len(), 1);
    assert!(client.stop());
}
