//! Hosts that are broken, huge or strange: what can be read is, and nothing is made up.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::program::{check, directory};
use common::{lint, options};

/// A state machine in a template, with a state of a type that is none.
fn resource(name: &str) -> String {
    format!(
        "  {name}:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      RoleArn: !Ref Nobody\n      \
         Definition:\n        StartAt: A\n        States:\n          A: {{Type: Sucseed}}\n"
    )
}

/// The rules that fire, with the text at their places.
fn found(name: &str, text: &str) -> Vec<String> {
    let analysis = lint(name, text, &options());
    let shown = |finding: &asl_lint::diagnostic::Diagnostic| {
        format!("{} {}", finding.rule, analysis.source.slice(finding.span))
    };
    analysis.diagnostics.iter().map(shown).collect()
}

const WRONG: &str = "unknown-state-type Sucseed";
const LOST: &str = "unreachable-state Lost";

#[test]
fn broken_yaml_around_a_definition() {
    let whole = format!("AWSTemplateFormatVersion: 2010-09-09\nResources:\n{}", resource("M"));
    for (above, below) in [("Broken: [a,\n", ""), ("", "Outputs:\n  x: \"y\n"), ("", "Outputs: {\n"), ("a: b: c\n", "")]
    {
        let text = format!("{above}{whole}{below}");
        let rules = found("t.yaml", &text);
        // Where the fault swallows the rest, nothing is left that could be a template.
        assert!(rules.is_empty() || rules.iter().any(|rule| rule.starts_with("yaml-syntax")), "{text}{rules:?}");
        // What is missing may stand in the part that cannot be read.
        assert!(!rules.iter().any(|rule| rule.starts_with("cfn-unknown")), "{text}{rules:?}");
    }
    let below = found("t.yaml", &format!("{whole}Outputs: {{\n"));
    assert!(below.contains(&WRONG.to_owned()), "{below:?}");
}

#[test]
fn a_definition_that_cannot_be_read_hides_nothing_of_the_next_one() {
    let machine = |name: &str, text: &str| {
        format!(
            "  {name}:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      DefinitionString: '{text}'\n"
        )
    };
    let text = format!("Resources:\n{}{}", machine("Broken", "{,"), machine("List", "[]"));
    let rules = found("t.yaml", &text);
    assert!(rules.iter().any(|rule| rule.starts_with("json-syntax")), "{rules:?}");
    assert_eq!(rules.iter().filter(|rule| rule.starts_with("definition-not-object")).count(), 1, "{rules:?}");
}

#[test]
fn broken_templates_whose_definitions_are_elsewhere() {
    let sam =
        "Resources:\n  M:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      DefinitionUri: s3://a/b\n";
    let serverless = "service: s\nstepFunctions:\n  stateMachines:\n    m:\n      definition: ${file(m.yml)}\n";
    let json = "{\"Resources\": {\"M\": {\"Type\": \"AWS::Serverless::StateMachine\", \"Properties\": {\"DefinitionUri\": \"m.json\"}}}";
    for (name, text, rule) in [
        ("t.yaml", format!("{sam}Outputs: {{\n"), "yaml-syntax"),
        ("serverless.yml", format!("{serverless}x: \"y\n"), "yaml-syntax"),
        ("t.json", json.to_owned(), "json-syntax"),
        ("t.json", format!("{json},}}"), "trailing-comma"),
    ] {
        let rules = found(name, &text);
        assert!(matches!(rules.as_slice(), [only] if only.starts_with(rule)), "{text}{rules:?}");
        let ran = check(&directory(&[(name, &text), ("m.yml", ""), ("m.json", "")]), &[name]);
        assert!(ran.rules().contains(&format!("{name} {rule}")), "{}{}", ran.out, ran.err);
    }
    // No state machine, no word: whose language this is, is not known.
    for text in
        ["Resources:\n  M: {Type: AWS::S3::Bucket}\nx: {\n", "stateMachines: {m: {}}\nx: {\n", "stateMachines: [\n"]
    {
        assert_eq!(found("t.yaml", text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn what_is_wrong_with_a_machine_whose_definition_is_not_here_is_reported() {
    let text = "Resources:\n  M:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      Role: r\n";
    let ran = check(&directory(&[("t.yaml", text)]), &["t.yaml"]);
    assert_eq!((ran.rules(), ran.err.as_str()), (vec!["t.yaml definition-source-conflict".to_owned()], ""));
}

#[test]
fn a_template_of_a_template_is_left_alone() {
    let text = format!("Resources:\n{{%- if orders %}}\n{}{{%- endif %}}\n", resource("M"));
    assert_eq!(found("t.yaml", &text), Vec::<String>::new());
    let json = "{\"StartAt\": \"A\", {% if x %} \"States\": {} {% endif %}}";
    assert_eq!(found("d.asl.json", json), Vec::<String>::new());
    // Where the statements are comments, the file is what it says.
    let text = format!("Resources:\n# {{% if orders %}}\n{}# {{% endif %}}\n", resource("M"));
    assert!(found("t.yaml", &text).contains(&WRONG.to_owned()));
}

#[test]
fn two_documents_in_a_file() {
    let template = format!("Resources:\n{}", resource("M"));
    for text in
        [format!("{template}---\n{template}"), format!("---\n{template}---\n...\n"), format!("a: b\n---\n{template}")]
    {
        let rules = found("t.yaml", &text);
        assert!(rules.iter().filter(|rule| *rule == WRONG).count() <= 1, "{text}{rules:?}");
    }
    assert!(found("t.yaml", &format!("---\n{template}")).contains(&WRONG.to_owned()));
}

#[test]
fn anchors_across_resources() {
    let text = "Resources:\n  One:\n    Type: AWS::StepFunctions::StateMachine\n    Properties: &properties\n      \
                StateMachineType: EXPRESS\n      Definition: &definition\n        StartAt: A\n        States:\n          \
                A: {Type: Succeed}\n          Lost: {Type: Succeed}\n  Two:\n    Type: \
                AWS::StepFunctions::StateMachine\n    Properties: *properties\n  Three:\n    Type: \
                AWS::StepFunctions::StateMachine\n    Properties:\n      Definition: *definition\n  Four:\n    Type: \
                AWS::StepFunctions::StateMachine\n    Properties:\n      <<: *properties\n      Definition: {StartAt: B, States: {B: {Type: Succeed}}}\n";
    let analysis = lint("t.yaml", text, &options());
    let names: Vec<&str> = analysis.definitions.iter().map(|definition| definition.name.as_str()).collect();
    assert_eq!(names, ["One", "Two", "Three", "Four"]);
    // What is written once is reported once.
    assert_eq!(found("t.yaml", text).iter().filter(|rule| *rule == LOST).count(), 1);
}

#[test]
fn two_megabytes_of_synthesized_template() {
    let definition = r#"{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Task\",\"Resource\":\""#;
    let rest = r#"\",\"End\":true},\"Lost\":{\"Type\":\"Succeed\"}}}"#;
    let one = |index: usize| {
        format!(
            "\"M{index}\":{{\"Type\":\"AWS::StepFunctions::StateMachine\",\"Properties\":{{\"DefinitionString\":{{\"Fn::Join\":\
             [\"\",[\"{definition}\",{{\"Fn::GetAtt\":[\"F{index}\",\"Arn\"]}},\"{rest}\"]]}}}}}},\"F{index}\":{{\"Type\":\
             \"AWS::Lambda::Function\",\"Properties\":{{\"Code\":{{\"ZipFile\":\"{}\"}}}}}}",
            "x".repeat(4000)
        )
    };
    let text = format!("{{\"Resources\":{{{}}}}}", (0..480).map(one).collect::<Vec<_>>().join(","));
    assert!(2_000_000 < text.len());
    let analysis = lint("cdk.out/Stack.template.json", &text, &options());
    assert_eq!(analysis.definitions.len(), 480);
    assert_eq!(analysis.diagnostics.len(), 480, "{:?}", analysis.diagnostics.first());
}

#[test]
fn a_template_file_that_is_a_host_again() {
    let main =
        "resource \"aws_sfn_state_machine\" \"m\" {\n  definition = templatefile(\"${path.module}/main.tf\", {})\n}\n";
    let ran = check(&directory(&[("main.tf", main)]), &["."]);
    assert!(ran.status < 2 && ran.out.lines().count() < 5, "{}{}", ran.out, ran.err);
}

#[test]
fn files_that_are_missing_or_no_files() {
    let template = |uri: &str| {
        format!(
            "Transform: AWS::Serverless-2016-10-31\nResources:\n  M:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      DefinitionUri: {uri}\n"
        )
    };
    let missing = |uri: &str| {
        let directory = directory(&[("in/t.yaml", &template(uri)), ("in/flows/x.txt", ""), ("out.asl.json", "{}")]);
        let ran = common::program::run_in(&directory.path().join("in"), &["--output-format", "concise", "t.yaml"]);
        assert!(ran.status < 2, "{uri}: {}", ran.err);
        ran.out.contains("definition-uri-missing")
    };
    assert!(missing("flows/nothing.asl.json") && missing("flows") && missing("./"));
    for uri in
        ["../out.asl.json", "../nothing.asl.json", "/nothing.asl.json", "s3://a/b", "!Ref A", "{Bucket: b, Key: k}"]
    {
        assert!(!missing(uri), "{uri}");
    }
}

#[test]
fn paths_of_terraform_begin_where_the_file_says() {
    let missing = |definition: &str| {
        let text = format!("resource \"aws_sfn_state_machine\" \"m\" {{\n  definition = {definition}\n}}\n");
        check(&directory(&[("module/main.tf", &text)]), &["."]).out.contains("definition-uri-missing")
    };
    assert!(missing("file(\"${path.module}/a.json\")") && missing("templatefile(\"${path.module}/a.json\", {})"));
    assert!(!missing("file(\"a.json\")") && !missing("file(\"${path.root}/a.json\")") && !missing("file(var.path)"));
}

#[test]
fn values_that_the_other_side_does_not_take() {
    let sam = |substitutions: &str| {
        format!(
            "Transform: AWS::Serverless-2016-10-31\nResources:\n  M:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      DefinitionUri: a.asl.json\n{substitutions}"
        )
    };
    let definition = "{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Wait\", \"Seconds\": \"${Pause}\", \"Comment\": \"${Nothing}\", \"End\": true}}}\n";
    let both =
        |template: String| check(&directory(&[("a.asl.json", definition), ("t.yaml", &template)]), &["."]).rules();
    assert_eq!(
        both(sam("      DefinitionSubstitutions: {Pause: 5, Left: 1}\n")),
        ["a.asl.json substitution-type", "a.asl.json substitution-undefined", "t.yaml substitution-unused"]
    );
    // Without its template nothing is known of a definition.
    assert_eq!(check(&directory(&[("a.asl.json", definition)]), &["."]).rules(), Vec::<String>::new());
}
