//! Definitions and the templates that deploy them, in files of their own, as a client sees them.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]
#![cfg(all(feature = "lsp", unix))]

#[path = "common/client.rs"]
mod client;
#[path = "common/deployed.rs"]
mod deployed;

use client::Client;
use deployed::{DEFINITION, EXPRESS, TEMPLATE, at, directory, expect, pushed, uri, write};
use serde_json::{Value, json};

/// The file and the text of each location.
fn shown(locations: &Value, texts: &[(&str, &str)]) -> Vec<String> {
    let show = |location: &Value| {
        let (uri, range) = (location["uri"].as_str().unwrap(), &location["range"]);
        let (name, text) = texts.iter().find(|(name, _)| uri.ends_with(name)).unwrap();
        let line = text.lines().nth(usize::try_from(range["start"]["line"].as_u64().unwrap()).unwrap()).unwrap();
        let column = |end: &str| usize::try_from(range[end]["character"].as_u64().unwrap()).unwrap();
        format!("{name}: {}", &line[column("start")..column("end")])
    };
    locations.as_array().unwrap().iter().map(show).collect()
}

#[test]
fn a_template_in_the_folder_says_what_a_definition_is_deployed_as() {
    let directory = directory(&[("template.yaml", TEMPLATE), ("flows/order.asl.json", DEFINITION)]);
    let (template, definition) = (uri(&directory, "template.yaml"), uri(&directory, "flows/order.asl.json"));
    let mut client = pushed(&directory);
    client.open(&definition, "asl", DEFINITION);
    expect(&mut client, &definition, &[EXPRESS]);
    // What is typed counts before what is saved.
    client.open(&template, "yaml", TEMPLATE);
    client.replace(&template, 2, &TEMPLATE.replace("EXPRESS", "STANDARD"));
    expect(&mut client, &definition, &[]);
    client.notify("textDocument/didClose", json!({"textDocument": {"uri": template}}));
    expect(&mut client, &definition, &[EXPRESS]);
    // And what others write.
    write(directory.path(), "template.yaml", &TEMPLATE.replace("Queue:", "Topic:"));
    let changed = |uri: &str| json!({"changes": [{"uri": uri, "type": 2}]});
    client.notify("workspace/didChangeWatchedFiles", changed(&template));
    expect(&mut client, &definition, &[EXPRESS, "substitution-undefined"]);
    std::fs::remove_file(directory.path().join("template.yaml")).unwrap();
    client.notify("workspace/didChangeWatchedFiles", changed(&template));
    expect(&mut client, &definition, &[]);
    assert!(client.stop());
}

#[test]
fn a_directory_that_is_gone_takes_its_files_with_it() {
    let template = TEMPLATE.replace("flows/", "../flows/");
    let directory = directory(&[("stacks/a/template.yaml", &template), ("stacks/flows/order.asl.json", DEFINITION)]);
    let definition = uri(&directory, "stacks/flows/order.asl.json");
    let mut client = pushed(&directory);
    client.open(&definition, "asl", DEFINITION);
    expect(&mut client, &definition, &[EXPRESS]);
    std::fs::remove_dir_all(directory.path().join("stacks/a")).unwrap();
    let gone = |name: &str| json!({"changes": [{"uri": uri(&directory, name), "type": 3}]});
    client.notify("workspace/didChangeWatchedFiles", gone("stacks/a"));
    expect(&mut client, &definition, &[]);
    let template = uri(&directory, "template.yaml");
    client.open(&template, "yaml", &TEMPLATE.replace("flows/", "stacks/flows/"));
    expect(&mut client, &definition, &[EXPRESS]);
    client.notify("textDocument/didClose", json!({"textDocument": {"uri": definition}}));
    std::fs::remove_dir_all(directory.path().join("stacks")).unwrap();
    client.notify("workspace/didChangeWatchedFiles", gone("stacks"));
    expect(&mut client, &template, &["definition-uri-missing"]);
    assert!(client.stop());
}

#[test]
fn a_template_follows_the_definition_that_is_typed() {
    let directory = directory(&[("template.yaml", TEMPLATE), ("flows/order.asl.json", DEFINITION)]);
    let (template, definition) = (uri(&directory, "template.yaml"), uri(&directory, "flows/order.asl.json"));
    let mut client = pushed(&directory);
    client.open(&template, "yaml", TEMPLATE);
    expect(&mut client, &template, &[]);
    client.open(&definition, "asl", DEFINITION);
    client.replace(&definition, 2, &DEFINITION.replace("${Queue}", "q"));
    expect(&mut client, &template, &["substitution-unused"]);
    client.replace(&definition, 3, DEFINITION);
    expect(&mut client, &template, &[]);
    client.replace(&template, 2, &TEMPLATE.replace("order.asl", "ordr.asl"));
    expect(&mut client, &template, &["definition-uri-missing"]);
    assert!(client.stop());
}

#[test]
fn the_graph_of_a_definition_can_be_asked_for_above_its_deployment() {
    let directory = directory(&[("template.yaml", TEMPLATE), ("flows/order.asl.json", DEFINITION)]);
    let (template, definition) = (uri(&directory, "template.yaml"), uri(&directory, "flows/order.asl.json"));
    let mut client = pushed(&directory);
    client.open(&template, "yaml", TEMPLATE);
    let lenses = client.request("textDocument/codeLens", json!({"textDocument": {"uri": template}}));
    let commands: Vec<&Value> = lenses.as_array().unwrap().iter().map(|lens| &lens["command"]).collect();
    let command = json!({"title": "show graph", "command": "asl-lint.showGraph", "arguments": [definition, ""]});
    assert_eq!(commands, [&command]);
    assert_eq!(lenses[0]["range"]["start"], json!({"line": 2, "character": 2}));
    client.open(&definition, "asl", DEFINITION);
    let graph = client.request("asl/graph", json!({"textDocument": {"uri": definition}, "machine": ""}));
    assert_eq!(graph["nodes"][0]["name"], "Ask");
    assert!(client.stop());
}

#[test]
fn a_client_that_asks_is_told_to_ask_again() {
    let directory = directory(&[("template.yaml", TEMPLATE), ("flows/order.asl.json", DEFINITION)]);
    let definition = uri(&directory, "flows/order.asl.json");
    let capabilities = json!({
        "textDocument": {"diagnostic": {}},
        "workspace": {"diagnostics": {"refreshSupport": true}},
    });
    let mut client = Client::start_in(directory.path(), &capabilities);
    client.open(&definition, "asl", DEFINITION);
    let params = json!({"textDocument": {"uri": definition}});
    loop {
        let report = client.request("textDocument/diagnostic", params.clone());
        let is_asked = client.asked.iter().any(|request| request["method"] == "workspace/diagnostic/refresh");
        let found = report["items"].as_array().unwrap();
        if found.len() == 1 && is_asked {
            assert_eq!(found[0]["code"], EXPRESS);
            let again = json!({"textDocument": {"uri": definition}, "previousResultId": report["resultId"]});
            // What was found may count once more before all is at rest.
            if client.request("textDocument/diagnostic", again)["kind"] == "unchanged" {
                break;
            }
        }
        std::thread::yield_now();
    }
    assert!(client.stop());
}

#[test]
fn paths_lead_to_their_files() {
    let terraform = "resource \"aws_sfn_state_machine\" \"m\" {\n  definition = templatefile(\"${path.module}/flows/order.asl.json\", { Queue = \"q\" })\n}\n";
    let serverless =
        "service: s\nstepFunctions:\n  stateMachines:\n    m:\n      definition: ${file(flows/order.asl.json)}\n";
    let directory = directory(&[("flows/order.asl.json", DEFINITION)]);
    let definition = uri(&directory, "flows/order.asl.json");
    let mut client = pushed(&directory);
    // Paths in a part of a service begin where the service does.
    let part = "stateMachines:\n  m:\n    definition: ${file(flows/order.asl.json)}\n";
    let hosts = [
        ("template.yaml", TEMPLATE),
        ("main.tf", terraform),
        ("serverless.yml", serverless),
        ("parts/machines.yml", part),
    ];
    for (name, text) in hosts {
        let host = uri(&directory, name);
        client.open(&host, "yaml", text);
        let found = client.request("textDocument/definition", at(&host, text, "order.asl", 2));
        assert_eq!(found[0]["uri"], definition.as_str(), "{name}");
        assert_eq!(found[0]["range"]["start"], json!({"line": 0, "character": 0}));
        let links = client.request("textDocument/documentLink", json!({"textDocument": {"uri": host}}));
        assert!(links.as_array().unwrap().iter().any(|link| link["target"] == definition.as_str()), "{name}: {links}");
    }
    // Not followed: what is not there, and what is outside of the folder.
    let outside = tempfile::NamedTempFile::new_in(directory.path().parent().unwrap()).unwrap();
    let outside = format!("../{}", outside.path().file_name().unwrap().display());
    for way in ["flows/none.asl.json", "s3://bucket/order.asl.json", "flows", &outside] {
        let (host, text) = (uri(&directory, "template.yaml"), TEMPLATE.replace("flows/order.asl.json", way));
        client.replace(&host, 2, &text);
        assert_eq!(client.request("textDocument/definition", at(&host, &text, way, 1)), Value::Null, "{way}");
    }
    assert!(client.stop());
}

#[test]
fn a_substitution_is_one_name_in_both_files() {
    let second = TEMPLATE.replace("EXPRESS", "STANDARD").replace("Resources:", "# A second stage.\nResources:");
    let directory =
        directory(&[("template.yaml", TEMPLATE), ("second.yaml", &second), ("flows/order.asl.json", DEFINITION)]);
    let (template, definition) = (uri(&directory, "template.yaml"), uri(&directory, "flows/order.asl.json"));
    let texts = [("template.yaml", TEMPLATE), ("second.yaml", &second), ("order.asl.json", DEFINITION)];
    let mut client = pushed(&directory);
    client.open(&definition, "asl", DEFINITION);
    // Both hosts are known once they agree on nothing but the substitutions.
    expect(&mut client, &definition, &[]);
    let all = ["order.asl.json: Queue", "second.yaml: Queue", "template.yaml: Queue"];
    let ask = |client: &mut Client, is_included: bool| {
        let mut params = at(&definition, DEFINITION, "${Queue}", 4);
        params["context"] = json!({"includeDeclaration": is_included});
        client.request("textDocument/references", params)
    };
    while ask(&mut client, true).as_array().unwrap().len() != all.len() {
        std::thread::yield_now();
    }
    assert_eq!(shown(&ask(&mut client, true), &texts), all);
    assert_eq!(shown(&ask(&mut client, false), &texts), all[..1]);
    let found = client.request("textDocument/definition", at(&definition, DEFINITION, "${Queue}", 4));
    assert_eq!(shown(&found, &texts), all[1..]);
    let found = client.request("textDocument/documentHighlight", at(&definition, DEFINITION, "${Queue}", 4));
    assert_eq!(found.as_array().unwrap().len(), 1);
    let hover = client.request("textDocument/hover", at(&definition, DEFINITION, "${Queue}", 4));
    let value = "`Queue: https://sqs.eu-west-1.amazonaws.com/123456789012/orders`";
    let said = hover["contents"]["value"].as_str().unwrap();
    assert!(said.contains(&format!("template.yaml, line 9: {value}")), "{said}");

    client.open(&template, "yaml", TEMPLATE);
    for (uri, text, needle) in [(&template, TEMPLATE, "Queue"), (&definition, DEFINITION, "Queue}")] {
        let prepared = client.request("textDocument/prepareRename", at(uri, text, needle, 1));
        assert_eq!(prepared["placeholder"], "Queue");
        let mut params = at(uri, text, needle, 1);
        params["newName"] = json!("OrderQueue");
        let edit = client.request("textDocument/rename", params.clone());
        let changes = edit["changes"].as_object().unwrap();
        assert_eq!(changes.len(), 3, "{edit}");
        for edits in changes.values() {
            assert_eq!(edits.as_array().unwrap().len(), 1);
            assert_eq!(edits[0]["newText"], "OrderQueue");
        }
        params["newName"] = json!("a b");
        assert!(
            client.try_request("textDocument/rename", params)["error"]["message"].as_str().unwrap().contains("no name")
        );
    }
    assert!(client.stop());
}

#[test]
fn circles_come_to_rest() {
    let machine = |name: &str, way: &str| {
        format!(
            "resource \"aws_sfn_state_machine\" \"{name}\" {{\n  definition = templatefile(\"${{path.module}}/{way}\", {{}})\n}}\n"
        )
    };
    let (one, two) = (machine("a", "one.tf"), machine("b", "three.tf"));
    let three = machine("c", "two.tf");
    let template = TEMPLATE.replace("flows/order.asl.json", "template.yaml");
    let documents = [("one.tf", &*one), ("two.tf", &two), ("three.tf", &three), ("template.yaml", &template)];
    let directory = directory(&documents);
    let mut client = pushed(&directory);
    for (name, text) in documents {
        client.open(&uri(&directory, name), "yaml", text);
    }
    for (name, text) in documents {
        let host = uri(&directory, name);
        client.replace(&host, 2, &format!("{text}\n# End.\n"));
        while client.published(&host)["version"] != 2 {}
    }
    client.rest();
    assert!(client.stop());
}

/// The text of a document once an answer's edits are applied to it.
fn edited(text: &str, edits: &Value) -> String {
    let offset = |place: &Value| {
        let line = usize::try_from(place["line"].as_u64().unwrap()).unwrap();
        let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
        start + usize::try_from(place["character"].as_u64().unwrap()).unwrap()
    };
    let mut edits: Vec<(usize, usize, &str)> = edits
        .as_array()
        .unwrap()
        .iter()
        .map(|edit| (offset(&edit["range"]["start"]), offset(&edit["range"]["end"]), edit["newText"].as_str().unwrap()))
        .collect();
    edits.sort_unstable();
    let mut result = text.to_owned();
    for (start, end, new) in edits.into_iter().rev() {
        result.replace_range(start..end, new);
    }
    result
}

#[test]
fn variables_of_terraform_are_renamed_in_expressions_too() {
    let host = "resource \"aws_sfn_state_machine\" \"m\" {
  definition = templatefile(\"${path.module}/order.asl.json\", {
    queue = aws_sqs_queue.orders.url
    \"delay\" = 3
  })
}
";
    let text = r#"{"StartAt": "A", "States": {"A": {"Type": "Pass", "Result": {"a": "${queue}", "b": "x${upper(queue)}",
  "c": ${jsonencode([queue, "queue", delay])}, "d": "$${queue}"}, "End": true}}}
"#;
    let directory = directory(&[("main.tf", host), ("order.asl.json", text)]);
    let (main, definition) = (uri(&directory, "main.tf"), uri(&directory, "order.asl.json"));
    let mut client = pushed(&directory);
    client.open(&main, "terraform", host);
    client.open(&definition, "asl", text);
    expect(&mut client, &main, &[]);
    let mut params = at(&main, host, "queue", 2);
    params["newName"] = json!("url");
    let changes = client.request("textDocument/rename", params.clone())["changes"].clone();
    assert_eq!(edited(host, &changes[&main]), host.replace("queue = ", "url = "));
    let expected = text.replace("\"${queue}", "\"${url}").replace("(queue)", "(url)").replace("[queue", "[url");
    assert_eq!(edited(text, &changes[&definition]), expected);
    params["newName"] = json!("delay");
    let refused = client.try_request("textDocument/rename", params);
    assert_eq!(refused["error"]["message"], "there is a substitution `delay` already");
    assert!(client.stop());
}

#[test]
fn substitutions_inside_one_template() {
    let text = "Resources:
  M:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      DefinitionSubstitutions: {Queue: q}
      DefinitionString: |
        {\"StartAt\": \"A\", \"States\": {
          \"A\": {\"Type\": \"Pass\", \"Result\": \"${Queue} ${Queue}\", \"End\": true}}}
  N:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      DefinitionSubstitutions: {Queue: q}
      DefinitionString: '{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Pass\", \"Result\": \"${Queue}\", \"End\": true}}}'
";
    let directory = directory(&[("template.yaml", text)]);
    let template = uri(&directory, "template.yaml");
    let mut client = pushed(&directory);
    client.open(&template, "yaml", text);
    let mut params = at(&template, text, "${Queue}", 4);
    params["newName"] = json!("Topic");
    let edit = client.request("textDocument/rename", params);
    let (first, second) = text.split_at(text.find("  N:").unwrap());
    assert_eq!(edited(text, &edit["changes"][&template]), first.replace("Queue", "Topic") + second);
    assert!(client.stop());
}

#[test]
fn names_of_the_template_are_proposed() {
    let directory = directory(&[("template.yaml", TEMPLATE), ("flows/order.asl.json", DEFINITION)]);
    let definition = uri(&directory, "flows/order.asl.json");
    let mut client = pushed(&directory);
    client.open(&definition, "asl", DEFINITION);
    expect(&mut client, &definition, &[EXPRESS]);
    let text = DEFINITION.replace("${Queue}", "${}");
    client.replace(&definition, 2, &text);
    let found = client.request("textDocument/completion", at(&definition, &text, "${}", 2));
    let labels: Vec<&str> =
        found["items"].as_array().unwrap().iter().filter_map(|item| item["label"].as_str()).collect();
    assert!(labels.contains(&"Queue"), "{labels:?}");
    assert!(client.stop());
}

#[test]
fn a_substitution_without_a_host_is_left_alone() {
    let directory = directory(&[]);
    let definition = uri(&directory, "order.asl.json");
    let mut client = pushed(&directory);
    client.open(&definition, "asl", DEFINITION);
    assert_eq!(client.request("textDocument/prepareRename", at(&definition, DEFINITION, "Queue}", 1)), Value::Null);
    assert_eq!(client.request("textDocument/definition", at(&definition, DEFINITION, "Queue}", 1)), Value::Null);
    assert!(client.stop());
}
