//! One definition with twenty mistakes, written in every way in which definitions are deployed: the same mistakes are
//! found, each at its token; states are renamed and fixes applied in the encoding of the place.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

mod common;

use std::sync::Arc;

use asl_lint::analysis::{Analysis, Lookup, Project, Subject, analyze, read as read_alone};
use asl_lint::fix;
use asl_lint::host::{Candidate, Facts, FilePath, Replacer};
use asl_lint::ide::rename;
use asl_lint::text::Source;
use common::options;
use common::program::{directory, read, run};
use serde_json::{Value, json};

const DEFINITION: &str = r#"{
  "Comment": "Twenty mistakes, é included",
  "StartAt": "Read",
  "TimeoutSecond": 60,
  "States": {
    "Read": {
      "Type": "Task",
      "Resource": "arn:aws:states:::dynamodb:query",
      "Parameters": {"TableName": "ORDERS"},
      "Retry": [
        {"ErrorEquals": ["States.ALL"], "BackoffRate": 0.5},
        {"ErrorEquals": ["Broken"], "MaxAttempts": -1}
      ],
      "Next": "Say \"é\""
    },
    "Say \"é\"": {"Type": "pass", "Next": "Check"},
    "Check": {
      "Type": "Choice",
      "Choices": [
        {"Variable": "$.total", "NumericGreaterThan": "0", "Next": "Pause"},
        {"Variable": "total", "StringEquals": "x", "Next": "Pause"},
        {"Variable": "$.kind", "StringEqual": "x", "Next": "Pause"}
      ],
      "Default": "Eech"
    },
    "Pause": {"Type": "Wait", "Seconds": "5", "Next": "Each"},
    "Each": {
      "Type": "Map",
      "ItemsPath": "$.items[",
      "MaxConcurrency": -2,
      "ItemProcessor": {
        "StartAt": "Missing",
        "States": {"Item": {"Type": "Pass", "Parameters": {"id.$": "States.Formt('{}', $.a)"}, "End": true}}
      },
      "Catch": [{"ErrorEquals": [], "Next": "Stop"}],
      "Next": "Both"
    },
    "Both": {
      "Type": "Parallel",
      "Branches": [
        {"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": "resize-image", "End": true}}},
        {"StartAt": "B", "States": {"B": {"Type": "Pass"}}}
      ],
      "Next": "Compute"
    },
    "Compute": {"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $sum( %}", "Next": "Stop"},
    "Lost": {"Type": "Succeed"},
    "Stop": {"Type": "Fail", "Error": "Stopped"}
  }
}"#;

/// What is wrong with it: the rule, and what stands at the place, without quotes and escapes.
const MISTAKES: [(&str, &str); 20] = [
    ("choice-operand-type", "0"),
    ("error-equals-empty", "[]"),
    ("integration-unknown-action", "query"),
    ("intrinsic-unknown", "States.Formt"),
    ("jsonata-syntax", ""),
    ("map-concurrency-range", "-2"),
    ("missing-next-or-end", "B"),
    ("path-syntax", "["),
    ("path-syntax", "total"),
    ("resource-shape", "resize-image"),
    ("retry-attempts-range", "-1"),
    ("retry-backoff-range", "0.5"),
    ("start-at-not-found", "Missing"),
    ("states-all-not-last", "States.ALL"),
    ("transition-target-not-found", "Eech"),
    ("unknown-field", "StringEqual"),
    ("unknown-field", "TimeoutSecond"),
    ("unknown-state-type", "pass"),
    ("unreachable-state", "Lost"),
    ("wrong-type", "5"),
];

/// A way to deploy a definition: its files, the one with the definition first.
struct Host {
    name: &'static str,
    files: Vec<(&'static str, String)>,
}

const CLOUDFORMATION: &str = "AWS::StepFunctions::StateMachine";
const SAM: &str = "AWS::Serverless::StateMachine";

/// Every way to write a definition, which names its table `ORDERS`; where the host can fill that in, it does.
fn hosts(definition: &str) -> Vec<Host> {
    let value: Value = serde_json::from_str(definition).unwrap();
    let with = |table: &str| definition.replace("ORDERS", table);
    let filled = |table: &str| serde_json::from_str::<Value>(&with(table)).unwrap();
    let one = |name, file, text| Host { name, files: vec![(file, text)] };
    let two = |name, file, text, host, host_text| Host { name, files: vec![(file, text), (host, host_text)] };
    let template = |kind: &str, properties: Value| {
        let machine = json!({"Type": kind, "Properties": properties});
        json!({"Transform": "AWS::Serverless-2016-10-31",
            "Resources": {"Orders": {"Type": "AWS::DynamoDB::Table"}, "Machine": machine}})
    };
    let substitutions = || json!({"Table": {"Ref": "Orders"}});
    let (head, tail) = definition.split_once("ORDERS").unwrap();
    let sub = json!({"DefinitionString": {"Fn::Sub": with("${Orders}")}});
    let list = json!({"DefinitionString": {"Fn::Sub": [with("${Table}"), substitutions()]}});
    let join = json!({"DefinitionString": {"Fn::Join": ["", [head, {"Ref": "Orders"}, tail]]}});
    let uri = |file: &str| json!({"DefinitionUri": file, "DefinitionSubstitutions": substitutions()});
    let object = json!({"Definition": filled("${Table}"), "DefinitionSubstitutions": substitutions()});
    let serverless = |definition: Value| {
        let machines = json!({"stateMachines": {"machine": {"definition": definition}}});
        common::yaml(&json!({"service": "orders", "stepFunctions": machines}))
    };
    let terraform = |definition: &str| {
        format!(
            "resource \"aws_sfn_state_machine\" \"machine\" {{\n  name       = \"é\"\n  definition = {definition}\n}}\n"
        )
    };
    let block = |operator: &str, text: &str| {
        format!(
            "Resources:\n  Orders: {{Type: AWS::DynamoDB::Table}}\n  Machine:\n    Type: {CLOUDFORMATION}\n    \
             Properties:\n      DefinitionString: {operator}\n        {}\n",
            text.replace('\n', "\n        ")
        )
    };
    vec![
        one("a JSON file", "d.asl.json", definition.to_owned()),
        one("a YAML file", "d.asl.yaml", common::yaml(&value)),
        one(
            "DefinitionString",
            "t.json",
            template(CLOUDFORMATION, json!({"DefinitionString": definition})).to_string(),
        ),
        one("DefinitionString in a block", "t.yaml", block("|", definition)),
        one("DefinitionString in a folded block", "t.yaml", block(">-", definition)),
        one("Fn::Sub in a block", "t.yaml", block("!Sub |-", &with("${Orders}"))),
        one("Fn::Sub in JSON", "t.json", template(CLOUDFORMATION, sub.clone()).to_string()),
        one("Fn::Sub in YAML", "t.yaml", common::yaml(&template(CLOUDFORMATION, sub))),
        one("Fn::Sub with a list", "t.yaml", common::yaml(&template(CLOUDFORMATION, list))),
        one("Fn::Join", "t.json", template(CLOUDFORMATION, join).to_string()),
        one("Definition", "t.json", template(CLOUDFORMATION, object.clone()).to_string()),
        one("Definition of SAM", "t.yaml", common::yaml(&template(SAM, object.clone()))),
        two(
            "DefinitionUri of JSON",
            "d.asl.json",
            with("${Table}"),
            "t.yaml",
            common::yaml(&template(SAM, uri("d.asl.json"))),
        ),
        two(
            "DefinitionUri of YAML",
            "flows/d.asl.yaml",
            common::yaml(&filled("${Table}")),
            "t.json",
            template(SAM, uri("./flows/d.asl.yaml")).to_string(),
        ),
        one("serverless", "serverless.yml", serverless(filled("${self:custom.table}"))),
        two(
            "serverless with a file",
            "flows/d.yml",
            common::yaml(&filled("${self:custom.table}")),
            "serverless.yml",
            serverless(json!("${file(./flows/d.yml)}")),
        ),
        one(
            "serverless with a value of its own",
            "serverless.yml",
            common::yaml(&json!({"service": "orders", "custom": {"flow": filled("${self:custom.table}")},
                "stepFunctions": {"stateMachines": {"machine": {"definition": "${self:custom.flow}"}}}})),
        ),
        one("text in serverless", "serverless.yml", serverless(json!(with("${self:custom.table}")))),
        one(
            "a resource of serverless",
            "serverless.yml",
            common::yaml(&json!({"service": "orders", "resources": [template(CLOUDFORMATION, object.clone())]})),
        ),
        two(
            "serverless with a state machine in a file",
            "flows/machine.yml",
            common::yaml(&json!({"name": "${self:service}", "definition": filled("${self:custom.table}")})),
            "serverless.yml",
            common::yaml(&json!({"service": "orders",
                "stepFunctions": {"stateMachines": {"machine": "${file(flows/machine.yml)}"}}})),
        ),
        two(
            "serverless with a part of a file",
            "flows/parts.json",
            json!({"flows": {"machine": filled("${self:custom.table}")}}).to_string(),
            "serverless.yml",
            serverless(json!("${file(flows/parts.json):flows.machine}")),
        ),
        one("jsonencode", "main.tf", terraform(&format!("jsonencode({})", hcl(&filled("${var.table}"), 1)))),
        one("a heredoc", "main.tf", terraform(&format!("<<EOF\n{}\nEOF", with("${var.table}")))),
        one("an indented heredoc", "main.tf", terraform(&format!("<<-EOF\n{}\n  EOF", with("${var.t[\"a\"]}")))),
        one("a string of Terraform", "main.tf", terraform(&Value::from(with("${var.table}")).to_string())),
        two(
            "templatefile",
            "d.tftpl",
            with("${lower(tables[\"orders\"])}"),
            "main.tf",
            terraform("templatefile(\"${path.module}/d.tftpl\", { tables = var.tables })"),
        ),
        two("file of Terraform", "d.json", definition.to_owned(), "main.tf", terraform("file(\"d.json\")")),
        one(
            "a local value of Terraform",
            "main.tf",
            terraform("local.flow")
                + &format!("locals {{\n  flow = jsonencode({})\n}}\n", hcl(&filled("${var.table}"), 1)),
        ),
        one(
            "a heredoc in a local value",
            "main.tf",
            format!("locals {{\n  flow = <<EOF\n{}\nEOF\n}}\n", with("${var.table}")) + &terraform("local.flow"),
        ),
        two(
            "template_file",
            "d.tftpl",
            with("${table}"),
            "main.tf",
            "data \"template_file\" \"flow\" {\n  template = file(\"${path.module}/d.tftpl\")\n  vars = { table = var.table }\n}\n"
                .to_owned()
                + &terraform("\"${data.template_file.flow.rendered}\""),
        ),
        two(
            "YAML in Terraform",
            "d.yaml",
            common::yaml(&value),
            "main.tf",
            terraform("jsonencode(yamldecode(file(\"${path.module}/d.yaml\")))"),
        ),
        one(
            "a module of Terraform",
            "main.tf",
            terraform(&format!("jsonencode({})", hcl(&filled("${var.table}"), 1))).replace(
                "resource \"aws_sfn_state_machine\" \"machine\" {",
                "module \"machine\" {\n  source = \"terraform-aws-modules/step-functions/aws\"",
            ),
        ),
    ]
}

/// A value as an expression of Terraform.
fn hcl(value: &Value, depth: usize) -> String {
    let pad = "  ".repeat(depth);
    match value {
        Value::Object(members) => {
            let member = |(key, value): (&String, &Value)| {
                let is_word = key.chars().all(|letter| letter.is_ascii_alphabetic());
                let key = if is_word { key.clone() } else { Value::from(key.as_str()).to_string() };
                format!("{pad}  {key} = {}\n", hcl(value, depth + 1))
            };
            format!("{{\n{}{pad}}}", members.iter().map(member).collect::<String>())
        }
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(|item| hcl(item, depth + 1)).collect();
            format!("[{}]", items.join(", "))
        }
        scalar => scalar.to_string(),
    }
}

/// Rule and place of what the program reports, with the file.
fn reported(host: &Host) -> Vec<(String, String, String)> {
    let files: Vec<(&str, &str)> = host.files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let ran = run(&directory(&files), &["check", "--output-format", "json-lines", "."]);
    let of_json = ran.out.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let mut found: Vec<(String, String, String)> = of_json
        .map(|finding| {
            let file = finding["file"].as_str().unwrap().to_owned();
            let text = &host.files.iter().find(|(name, _)| *name == file).unwrap().1;
            let at = |end: &str| usize::try_from(finding[end]["offset"].as_u64().unwrap()).unwrap();
            let token = text[at("start")..at("end")].replace(['\\', '"'], "");
            (finding["rule"].as_str().unwrap().to_owned(), token, file)
        })
        .collect();
    found.sort();
    found
}

#[test]
fn the_same_mistakes_are_found_in_every_host() {
    for host in hosts(DEFINITION) {
        let file = host.files[0].0;
        let expected: Vec<(String, String, String)> =
            MISTAKES.iter().map(|(rule, token)| ((*rule).to_owned(), (*token).to_owned(), file.to_owned())).collect();
        assert_eq!(reported(&host), expected, "{}:\n{}", host.name, host.files[0].1);
    }
}

#[test]
fn a_key_of_terraform_stays_bare() {
    let text = r#"resource "aws_sfn_state_machine" "m" {
  definition = jsonencode({
    StartAt = "A"
    States  = {
      A = { Type = "Pass", Nxt = "B" }
      B = { Type = "Succeed" }
    }
  })
}
"#;
    let directory = directory(&[("main.tf", text)]);
    assert_eq!(run(&directory, &["check", "--unsafe-fixes"]).status, 0);
    assert_eq!(read(&directory, "main.tf"), text.replace("Nxt", "Next"));
}

/// Without a mistake, but for the `End` that says what `Next` says already.
const SOUND: &str = r#"{
  "StartAt": "Read",
  "States": {
    "Read": {"Type": "Task", "Resource": "arn:aws:states:::dynamodb:getItem",
      "Parameters": {"TableName": "ORDERS", "Key": {"id": {"S.$": "$.id"}}}, "Next": "Pause", "End": false},
    "Pause": {"Type": "Wait", "Seconds": 5, "Next": "Stop"},
    "Stop": {"Type": "Succeed"}
  }
}"#;

/// The names of the states in the first definition of a file.
fn states(analysis: &Analysis) -> Vec<&str> {
    let machine = analysis.definitions.first().and_then(|definition| definition.machine.as_ref()).expect("a machine");
    machine.states.iter().map(|state| &*state.name.text).collect()
}

/// Says of the files of which only their hosts know what they are.
struct Beside;

impl Project for Beside {
    fn read(&self, _: &FilePath, _: &str) -> Lookup {
        Lookup::Unknown
    }

    fn deployed_as(&self, file: &FilePath) -> Option<Facts> {
        match file.0.as_str() {
            "d.tftpl" => Some(Facts { replacer: Replacer::Template, ..Facts::default() }),
            "flows/parts.json" => Some(Facts { replacer: Replacer::Serverless, is_part: true, ..Facts::default() }),
            _ => None,
        }
    }
}

fn analyzed(name: &str, text: &str) -> Analysis {
    analyze(&Arc::new(Source::new(text)), &FilePath(name.to_owned()), &options(), &Beside)
}

#[test]
fn states_are_renamed_in_the_encoding_of_their_host() {
    for host in hosts(SOUND) {
        let (file, text) = &host.files[0];
        let analysis = analyzed(file, text);
        for name in ["Rest", "Rest \"5 é\" \\"] {
            let offset = u32::try_from(text.find("Pause").unwrap() + 2).unwrap();
            let edits = rename::rename(&analysis, offset, name, &|text| {
                let (source, path) = (Arc::new(Source::new(text)), FilePath((*file).to_owned()));
                let candidate = Candidate { source: &source, path: &path, is_claimed: true };
                read_alone(Subject { candidate, options: &options(), project: &Beside })
            });
            let edits = edits.unwrap_or_else(|refusal| panic!("{}: {refusal}", host.name)).unwrap();
            assert_eq!(edits.len(), 2, "{}", host.name);
            let renamed = fix::apply(text, &edits.iter().collect::<Vec<_>>()).unwrap();
            let after = analyzed(file, &renamed);
            assert!(states(&after).contains(&name), "{}:\n{renamed}", host.name);
            assert_eq!(after.diagnostics.len(), analysis.diagnostics.len(), "{}:\n{renamed}", host.name);
        }
    }
}

#[test]
fn fixes_are_written_in_the_encoding_of_their_host() {
    for host in hosts(SOUND) {
        let files: Vec<(&str, &str)> = host.files.iter().map(|(name, text)| (*name, text.as_str())).collect();
        let (directory, file) = (directory(&files), host.files[0].0);
        let ran = run(&directory, &["check", "--fix", "."]);
        assert_eq!(ran.status, 0, "{}: {}{}", host.name, ran.out, ran.err);
        let text = read(&directory, file);
        let analysis = analyzed(file, &text);
        assert!(
            !analysis.diagnostics.iter().any(|finding| finding.rule.ends_with("-syntax")),
            "{}:\n{text}",
            host.name
        );
        let definition = analysis.definitions.first().expect(host.name);
        let tree = &definition.tree;
        let state = tree.get(tree.get(definition.root, "States").unwrap(), "Read").unwrap();
        assert!(tree.get(state, "Next").is_some(), "{}:\n{text}", host.name);
        // Lines of a folded text cannot be told from blanks, so nothing is removed from it.
        let is_folded = host.name == "DefinitionString in a folded block";
        assert_eq!(tree.get(state, "End").is_some(), is_folded, "{}:\n{text}", host.name);
    }
}
