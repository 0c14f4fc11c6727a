//! Definitions that templates keep in files of their own.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::program::{Ran, check, directory, run, run_in, write};

/// `A` waits for a callback, which an Express workflow does not do.
const CALLBACK: &str = r#"{"StartAt": "A", "States": {"A": {"Type": "Task", "End": true,
  "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
  "Parameters": {"QueueUrl": "q", "MessageBody": {"token.$": "$$.Task.Token"}}}}}
"#;

fn sam(name: &str, kind: &str, uri: &str) -> String {
    format!(
        "Transform: AWS::Serverless-2016-10-31\nResources:\n  {name}:\n    Type: AWS::Serverless::StateMachine\n    \
         Properties:\n      Type: {kind}\n      Logging: {{Level: ALL}}\n      DefinitionUri: {uri}\n"
    )
}

fn terraform(kind: &str, definition: &str) -> String {
    format!("resource \"aws_sfn_state_machine\" \"m\" {{\n  type = \"{kind}\"\n  definition = {definition}\n}}\n")
}

const EXPRESS: &str = "flows/a.asl.json express-sync-unsupported";

#[track_caller]
fn expect(ran: &Ran, rules: &[&str]) {
    assert_eq!(ran.rules(), rules, "{}{}", ran.out, ran.err);
}

#[test]
fn a_template_says_what_its_definition_is_deployed_as() {
    let directory = directory(&[("flows/a.asl.json", CALLBACK)]);
    expect(&check(&directory, &["."]), &[]);
    write(directory.path(), "template.yaml", &sam("M", "EXPRESS", "flows/a.asl.json"));
    expect(&check(&directory, &["."]), &[EXPRESS]);
    // Named alone, either of them: the template brings its definition, a definition does not look for templates.
    expect(&check(&directory, &["template.yaml"]), &[EXPRESS]);
    expect(&check(&directory, &["flows/a.asl.json"]), &[]);
    // Named both, and in other words: still once.
    let ran = check(&directory, &["./template.yaml", "flows/../flows/a.asl.json", "flows"]);
    assert_eq!(ran.out.matches("express-sync-unsupported").count(), 2, "the same file by two names: {}", ran.out);
    let ran = check(&directory, &["template.yaml", "flows", "flows/a.asl.json"]);
    assert_eq!(ran.out.matches("express-sync-unsupported").count(), 1, "{}", ran.out);
}

#[test]
fn hosts_that_differ_leave_open_what_they_differ_in() {
    let directory = directory(&[("flows/a.asl.json", CALLBACK)]);
    write(directory.path(), "one.yaml", &sam("M", "EXPRESS", "./flows/a.asl.json"));
    write(directory.path(), "two.yaml", &sam("M", "EXPRESS", "flows/a.asl.json"));
    expect(&check(&directory, &["."]), &[EXPRESS]);
    write(directory.path(), "two.yaml", &sam("M", "STANDARD", "flows/a.asl.json"));
    expect(&check(&directory, &["."]), &[]);
}

#[test]
fn every_kind_of_host_is_asked() {
    let module = "${path.module}/../flows/a.asl.json";
    for (name, text) in [
        ("sub/main.tf", terraform("EXPRESS", &format!("file(\"{module}\")"))),
        ("sub/main.tf", terraform("EXPRESS", &format!("templatefile(\"{module}\", {{}})"))),
        (
            "serverless.yml",
            "service: s\nstepFunctions:\n  stateMachines:\n    m:\n      type: EXPRESS\n      definition: \
             ${file(flows/a.asl.json)}\n"
                .to_owned(),
        ),
        (
            "t.json",
            r#"{"Resources": {"M": {"Type": "AWS::StepFunctions::StateMachine", "Properties":
                {"StateMachineType": "EXPRESS", "LoggingConfiguration": {}, "DefinitionS3Location": "flows/a.asl.json"}}}}"#
                .to_owned(),
        ),
    ] {
        let directory = directory(&[("flows/a.asl.json", CALLBACK), (name, &text)]);
        expect(&check(&directory, &["."]), &[EXPRESS]);
    }
}

#[test]
fn a_service_in_several_files_is_one() {
    let service = |machines: &str| format!("service: s\nstepFunctions:\n  stateMachines: {machines}\n");
    let flow = "flows/a.asl.json";
    let machine = format!("type: EXPRESS\ndefinition: {CALLBACK}");
    let keyed = format!("{{\"flows\": {{\"a\": {CALLBACK}}}}}");
    let map = "a: {type: EXPRESS, definition: '${file(flows/a.asl.json)}'}\n";
    let whole = format!("stateMachines:\n  {map}");
    for (main, part, text, found) in [
        (service("{a: '${file(parts/a.yml)}'}"), "parts/a.yml", &*machine, "parts/a.yml"),
        // Paths in a part of a service begin where the service does.
        (service("${file(parts/map.yml)}"), "parts/map.yml", map, flow),
        ("service: s\nstepFunctions: ${file(parts/all.yml)}\n".to_owned(), "parts/all.yml", &whole, flow),
        (
            service("{a: {type: EXPRESS, definition: '${file(parts/b.json):flows.a}'}}"),
            "parts/b.json",
            &keyed,
            "parts/b.json",
        ),
    ] {
        let directory = directory(&[("serverless.yml", &main), (part, text), (flow, CALLBACK)]);
        expect(&check(&directory, &["."]), &[&format!("{found} express-sync-unsupported")]);
    }
}

#[test]
fn a_path_without_a_module_begins_in_the_root_module() {
    let module = terraform("EXPRESS", "file(\"flows/a.asl.json\")");
    let directory = directory(&[("modules/flow/main.tf", &module), ("flows/a.asl.json", CALLBACK)]);
    expect(&check(&directory, &["."]), &[EXPRESS]);
    write(directory.path(), "modules/flow/flows/a.asl.json", CALLBACK);
    expect(&check(&directory, &["."]), &["modules/flow/flows/a.asl.json express-sync-unsupported"]);
}

#[test]
fn a_part_of_a_service_has_its_functions() {
    let service = |machine: &str| {
        format!(
            "service: s\nfunctions: {{create: {{handler: a.b}}}}\nstepFunctions: {{stateMachines: {{a: {machine}}}}}\n"
        )
    };
    let flow = "{StartAt: A, States: {A: {Type: Task, Resource: create, End: true}}}";
    let found = "a.yml serverless-resource-shorthand";
    for (machine, part) in [
        ("'${file(a.yml)}'", format!("definition: {flow}\n")),
        ("'${file(a.yml):flows.a}'", format!("flows: {{a: {{definition: {flow}, other: x}}}}\n")),
        ("{definition: '${file(a.yml):a}'}", format!("a: {flow}\n")),
    ] {
        let directory = directory(&[("serverless.yml", &service(machine)), ("a.yml", &part)]);
        expect(&check(&directory, &["."]), &[found]);
    }
}

#[test]
fn a_program_that_answers_with_a_definition_is_none() {
    for definition in ["${file(a.js)}", "${file(a.ts):machine}", "${file(none.cjs)}"] {
        let service = format!("service: s\nstepFunctions: {{stateMachines: {{a: {{definition: '{definition}'}}}}}}\n");
        let program = "module.exports = () => ({ StartAt: 'A', States: { A: { Type: 'Pass' } } })\n";
        let directory = directory(&[("serverless.yml", &service), ("a.js", program), ("a.ts", program)]);
        expect(&check(&directory, &["."]), &[]);
    }
}

#[test]
fn a_file_that_nobody_calls_a_part_of_a_service_says_nothing_of_others() {
    let directory = directory(&[
        ("board.yml", "name: board\ndefinition: ${file(board.json)}\n"),
        ("board.json", r#"{"title": "Orders", "panels": []}"#),
    ]);
    expect(&check(&directory, &["."]), &[]);
}

#[test]
fn a_file_with_any_name_is_a_definition_when_a_host_says_so() {
    let text = CALLBACK.replace("\"q\"", "${jsonencode({queue = \"a\"}[\"queue\"])}");
    let directory = directory(&[("a.tmp", &text)]);
    let ran = run(&directory, &["--show-files"]);
    assert_eq!(ran.out, "a.tmp: skipped, its name is not that of a definition or a template\n");
    write(directory.path(), "main.tf", &terraform("EXPRESS", "templatefile(\"${path.module}/a.tmp\", {})"));
    expect(&check(&directory, &[]), &["a.tmp express-sync-unsupported"]);
    let ran = run(&directory, &["--show-files"]);
    assert_eq!(ran.out, "a.tmp: taken, 1 definition\nmain.tf: taken, 1 reference\n");
    // What depends on values is not read.
    write(directory.path(), "a.tmp", "{%{ for state in states }${state}%{ endfor }}");
    let ran = check(&directory, &[]);
    assert_eq!((ran.status, ran.out.as_str()), (0, ""), "{}", ran.err);
}

#[test]
fn stages_of_the_cdk_share_their_files() {
    let hash = "0123456789abcdef".repeat(4);
    let template = format!(
        r#"{{"Resources": {{"M": {{"Type": "AWS::StepFunctions::StateMachine", "Properties":
            {{"StateMachineType": "EXPRESS", "LoggingConfiguration": {{}}, "DefinitionS3Location": {{"Bucket": "b", "Key": "{hash}.json"}}}}}}}}}}"#
    );
    let (asset, stage) = (format!("cdk.out/asset.{hash}.json"), "cdk.out/assembly-Prod/Stack.template.json");
    let found = format!("{asset} express-sync-unsupported");
    for host in [stage, "cdk.out/Stack.template.json"] {
        let directory = directory(&[(asset.as_str(), CALLBACK), (host, &template)]);
        expect(&check(&directory, &[host]), &[&found]);
    }
    // What is not there may have been uploaded and removed.
    expect(&check(&directory(&[(stage, &template)]), &[stage]), &[]);
}

#[test]
fn templates_of_definitions_are_told_by_what_is_in_them() {
    let text =
        CALLBACK.replace("\"A\": {", "%{ if x }\"B\": {},%{ endif } \"A\": { \"Nxt\": 1,").replace("\"q\"", "\"${q}\"");
    let helm = "{{- define \"States\" }}\n{ \"States\": {{ .Type }}, \"StartAt\": {{ .StartAt }} }\n{{- end }}\n";
    let directory = directory(&[
        ("a.tftpl", &text),
        ("b.json.tpl", &text),
        ("c.asl.json.tmpl", &text),
        ("d.tpl", helm),
        ("e.json.tpl", helm),
        ("f.json.tpl", "{\"Statement\": []}"),
    ]);
    let found = ["a.tftpl unknown-field", "b.json.tpl unknown-field", "c.asl.json.tmpl unknown-field"];
    expect(&check(&directory, &[]), &found);
    // A module that is told of a definition says what fills it in.
    let module = "module \"m\" {\n  text = templatefile(\"${path.module}/c.asl.json.tmpl\", { x = 1 })\n}\n";
    write(directory.path(), "main.tf", module);
    expect(
        &check(&directory, &["main.tf"]),
        &["c.asl.json.tmpl unknown-field", "c.asl.json.tmpl substitution-undefined"],
    );
}

#[test]
fn nothing_is_followed_out_of_the_working_directory() {
    let directory = directory(&[("outside.asl.json", CALLBACK), ("in/flows/a.asl.json", CALLBACK)]);
    let inside = directory.path().join("in");
    let outside = directory.path().join("outside.asl.json");
    for uri in ["../outside.asl.json", "flows/../../outside.asl.json", outside.to_str().unwrap()] {
        write(&inside, "template.yaml", &sam("M", "EXPRESS", uri));
        let ran = run_in(&inside, &["--output-format", "concise", "template.yaml"]);
        assert_eq!((ran.status, ran.rules()), (0, vec![]), "{uri}: {}{}", ran.out, ran.err);
    }
    // Where the way comes back it is followed; what others have in the run is theirs to say.
    write(&inside, "template.yaml", &sam("M", "EXPRESS", "../in/flows/a.asl.json"));
    expect(&run_in(&inside, &["--output-format", "concise", "template.yaml"]), &[EXPRESS]);
}

#[cfg(unix)]
#[test]
fn links_out_of_the_working_directory_are_not_followed() {
    let directory = directory(&[("outside.asl.json", CALLBACK), ("in/real.asl.json", CALLBACK)]);
    let inside = directory.path().join("in");
    std::os::unix::fs::symlink("../outside.asl.json", inside.join("out.asl.json")).unwrap();
    std::os::unix::fs::symlink("real.asl.json", inside.join("link.asl.json")).unwrap();
    write(&inside, "template.yaml", &sam("M", "EXPRESS", "out.asl.json"));
    expect(&run_in(&inside, &["--output-format", "concise", "template.yaml"]), &[]);
    write(&inside, "template.yaml", &sam("M", "EXPRESS", "link.asl.json"));
    let ran = run_in(&inside, &["--output-format", "concise", "template.yaml"]);
    expect(&ran, &["link.asl.json express-sync-unsupported"]);
}

#[test]
fn directories_and_addresses_are_no_definitions() {
    let directory = directory(&[("flows/a.asl.json", CALLBACK)]);
    for uri in ["flows", "flows/", ".", "s3://bucket/flows/a.asl.json", "https://example.com/a.asl.json", "\"a\\0b\""] {
        write(directory.path(), "template.yaml", &sam("M", "EXPRESS", uri));
        let ran = check(&directory, &["template.yaml"]);
        assert!(!ran.out.contains("express-sync-unsupported") && ran.status < 2, "{uri}: {}{}", ran.out, ran.err);
    }
}

#[test]
fn what_is_excluded_is_not_brought_back() {
    let template = sam("M", "EXPRESS", "flows/a.asl.json");
    let directory = directory(&[("flows/a.asl.json", CALLBACK), ("template.yaml", &template)]);
    expect(&check(&directory, &["--exclude", "flows"]), &[]);
    expect(&check(&directory, &["--exclude", "template.yaml"]), &[]);
    expect(&check(&directory, &["--exclude", "template.yaml", "template.yaml"]), &[EXPRESS]);
    write(directory.path(), "asl-lint.toml", "exclude = ['flows']");
    expect(&check(&directory, &[]), &[]);
    write(directory.path(), "asl-lint.toml", "exclude = ['template.yaml']");
    expect(&check(&directory, &[]), &[]);
}

#[test]
fn files_that_refer_to_each_other_in_a_circle_are_read_once() {
    let directory = directory(&[
        ("a.tf", &terraform("EXPRESS", "templatefile(\"${path.module}/b.tf\", {})")),
        ("b.tf", &terraform("EXPRESS", "templatefile(\"${path.module}/a.tf\", {})")),
        ("t.yaml", &sam("M", "EXPRESS", "t.yaml")),
    ]);
    let ran = check(&directory, &["."]);
    assert!(ran.status < 2, "{}{}", ran.out, ran.err);
}
