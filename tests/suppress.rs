//! Suppressions: what they are about, and what is said of those that are about nothing.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use asl_lint::config::Options;
use common::program::{check, directory, read, run};

/// The findings as `line rule`.
fn findings(name: &str, text: &str) -> Vec<String> {
    lines(name, text, &common::options())
}

fn lines(name: &str, text: &str, options: &Options) -> Vec<String> {
    let analysis = common::lint(name, text, options);
    let line = |at: u32| analysis.source.position(at).line;
    analysis.diagnostics.iter().map(|finding| format!("{} {}", line(finding.span.start), finding.rule)).collect()
}

/// `Old` in line 5 is never reached (found at its name) and goes to itself (found in line 7). `{0}` is a line before
/// `Old`, `{1}` what follows its name, `{2}` what follows its target.
fn machine(before: &str, name: &str, target: &str) -> String {
    format!(
        "StartAt: Done\nStates:\n  Done: {{Type: Succeed}}\n{before}\n  Old:{name}\n    Type: Pass\n    Next: Old{target}\n  Last:\n    Type: Pass\n    Next: Done\n"
    )
}

const UNREACHABLE: &str = "5 unreachable-state";
const SELF: &str = "7 self-transition";
const LAST: &str = "8 unreachable-state";

#[test]
fn a_comment_behind_something_is_about_its_line() {
    assert_eq!(findings("a.asl.yaml", &machine("", "", "")), [UNREACHABLE, SELF, LAST]);
    let ignore = " # asl-lint: ignore[graph] why";
    assert_eq!(findings("a.asl.yaml", &machine("", ignore, "")), [SELF, LAST]);
    assert_eq!(findings("a.asl.yaml", &machine("", "", ignore)), [UNREACHABLE, LAST]);
    assert_eq!(findings("a.asl.yaml", &machine("", ignore, ignore)), [LAST]);
}

#[test]
fn a_comment_on_its_own_line_is_about_the_entry_that_follows() {
    let above = |comment: &str| findings("a.asl.yaml", &machine(comment, "", ""));
    assert_eq!(above("  # asl-lint: ignore[self-transition, unreachable-state] why"), [LAST]);
    assert_eq!(above("  # asl-lint: ignore[self-transition]"), [UNREACHABLE, LAST]);
    assert_eq!(above("  #asl-lint:ignore[graph]"), [LAST]);
    assert_eq!(
        above("  # asl-lint: ignore[self-transition]\n  # asl-lint: ignore[unreachable-state]\n"),
        ["10 unreachable-state"]
    );
    assert_eq!(above("  # see asl-lint: ignore[self-transition]"), [UNREACHABLE, SELF, LAST]);
}

#[test]
fn the_first_entry_of_a_mapping_is_an_entry() {
    let text = "StartAt: Done\nStates:\n  # asl-lint: ignore[unreachable-state]\n  Old:\n    Type: Pass\n    Next: Done\n  Done: {Type: Succeed}\n  Last: {Type: Pass, Next: Done}\n";
    assert_eq!(findings("a.asl.yaml", text), ["8 unreachable-state"]);
    // At the top it is about `StartAt` alone, not about the file.
    let text = format!("# asl-lint: ignore[unreachable-state]\n{text}");
    assert_eq!(findings("a.asl.yaml", &text), ["1 unused-suppression", "9 unreachable-state"]);
}

#[test]
fn the_item_of_a_list_is_an_entry() {
    let text = |comment: &str| {
        format!(
            "StartAt: A\nStates:\n  A:\n    Type: Parallel\n    Branches: [{{StartAt: B, States: {{B: {{Type: Succeed}}}}}}]\n    Catch:\n{comment}\n      - ErrorEquals: [States.ALL]\n        Next: A\n      - ErrorEquals: [X]\n        Next: Nowhere\n    Next: Z\n  Z: {{Type: Succeed}}\n"
        )
    };
    let all = findings("a.asl.yaml", &text(""));
    let of_first = all.iter().filter(|line| line.starts_with("8 ") || line.starts_with("9 ")).count();
    assert!(0 < of_first && of_first < all.len(), "{all:?}");
    let left = findings("a.asl.yaml", &text("      # asl-lint: ignore[errors, graph]"));
    assert_eq!(left.len(), all.len() - of_first, "{all:?} {left:?}");
}

#[test]
fn a_comment_above_everything_may_be_about_the_file() {
    let text = format!("# asl-lint: ignore-file[unreachable-state] drafts\n{}", machine("", "", ""));
    assert_eq!(findings("a.asl.yaml", &text), ["8 self-transition"]);
    let elsewhere = machine("  # asl-lint: ignore-file[unreachable-state]", "", "");
    assert_eq!(findings("a.asl.yaml", &elsewhere), ["4 unknown-suppression", UNREACHABLE, SELF, LAST]);
    let json = "// asl-lint: ignore-file[unreachable-state]\n{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Succeed\"}, \"B\": {\"Type\": \"Succeed\"}}}";
    assert_eq!(findings("a.asl.jsonc", json), Vec::<String>::new());
}

#[test]
fn json_with_comments_has_suppressions() {
    let text = |comment: &str| {
        format!(
            "{{\"StartAt\": \"A\", \"States\": {{\n{comment}\n\"B\": {{\"Type\": \"Pass\",\n\"Next\": \"B\"}},\n\"A\": {{\"Type\": \"Succeed\"}}}}}}"
        )
    };
    assert_eq!(findings("a.asl.jsonc", &text("")), ["3 unreachable-state", "4 self-transition"]);
    for comment in
        ["// asl-lint: ignore[graph] why", "/* asl-lint: ignore[graph] why */", "/* asl-lint: ignore[graph]*/"]
    {
        assert_eq!(findings("a.asl.jsonc", &text(comment)), Vec::<String>::new(), "{comment}");
        assert_eq!(findings("a.asl.json5", &text(comment)), Vec::<String>::new(), "{comment}");
    }
    // Plain JSON has no comments.
    assert!(findings("a.asl.json", &text("// asl-lint: ignore[graph]")).contains(&"2 json-comment".to_owned()));
}

#[test]
fn the_comment_of_a_state_is_about_the_state() {
    let text = |comment: &str| {
        format!(
            "{{\"StartAt\": \"A\", \"States\": {{\n\"A\": {{\"Type\": \"Succeed\"}},\n\"B\": {{\"Type\": \"Pass\",\n\"Comment\": \"{comment}\",\n\"Next\": \"B\"}}}}}}"
        )
    };
    let found = |comment: &str| findings("a.asl.json", &text(comment));
    assert_eq!(found("old"), ["3 unreachable-state", "5 self-transition"]);
    assert_eq!(found("old. asl-lint: ignore[graph] why"), Vec::<String>::new());
    assert_eq!(found("asl-lint: ignore[self-transition]"), ["3 unreachable-state"]);
    assert_eq!(found("\\\"asl-lint: ignore[self-transition, map]"), ["3 unreachable-state", "4 unused-suppression"]);
    assert_eq!(found("asl-lint: ignore").len(), 3);
    assert_eq!(found("asl-lint: ignore-file[graph]").len(), 3);
}

#[test]
fn suppressions_inside_templates_work() {
    let text = "Resources:\n  M:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      # asl-lint: ignore[no-terminal-state]\n      DefinitionString: |\n        {\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Pass\", \"Next\": \"A\"}}}\n";
    let without = text.replace("asl-lint: ignore[no-terminal-state]", "");
    let (with, without) = (findings("t.yaml", text), findings("t.yaml", &without));
    assert!(without.contains(&"7 no-terminal-state".to_owned()), "{without:?}");
    assert_eq!(with.len() + 1, without.len(), "{with:?} {without:?}");
    let inside = "Resources:\n  M:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      Definition:\n        StartAt: A\n        States:\n          A: {Type: Succeed}\n          # asl-lint: ignore[graph]\n          B: {Type: Pass, Next: B}\n";
    assert_eq!(findings("t.yaml", inside), Vec::<String>::new());
}

#[test]
fn a_suppression_names_rules_that_exist() {
    let above = |comment: &str| findings("a.asl.yaml", &machine(comment, "", ""));
    for comment in [
        "  # asl-lint: ignore",
        "  # asl-lint: ignore[]",
        "  # asl-lint: ignore[all]",
        "  # asl-lint: ignore[self-transitions]",
        "  # asl-lint: ignor[graph]",
        "  # asl-lint: ignore [graph]",
        "  # asl-lint: ignore[graph",
    ] {
        assert_eq!(above(comment), ["4 unknown-suppression", UNREACHABLE, SELF, LAST], "{comment}");
    }
    assert_eq!(above("  # asl-lint: ignore[graph, x]"), ["4 unknown-suppression", LAST]);
}

#[test]
fn what_suppresses_nothing_is_removed() {
    let text = machine(
        "  # asl-lint: ignore[map] why",
        " # asl-lint: ignore[syntax, graph] why",
        " # asl-lint: ignore[errors]",
    );
    let directory = directory(&[("a.asl.yaml", &text)]);
    check(&directory, &["--fix"]);
    let expected = machine("x", " # asl-lint: ignore[graph] why", "").replace("x\n", "");
    assert_eq!(read(&directory, "a.asl.yaml"), expected);
    let nothing = "StartAt: A\nStates: # asl-lint: ignore[graph, map]\n  A: {Type: Succeed}\n";
    assert_eq!(findings("a.asl.yaml", nothing), ["2 unused-suppression"]);
}

#[test]
fn suppressions_may_count_for_nothing() {
    let text = machine("  # asl-lint: ignore[graph]\n  # asl-lint: ignore[x]", "", "");
    let options = Options { no_ignores: true, ..common::options() };
    assert_eq!(lines("a.asl.yaml", &text, &options).len(), 3);
    let directory = directory(&[("a.asl.yaml", &text)]);
    assert_eq!(check(&directory, &[]).rules().len(), 2);
    assert_eq!(check(&directory, &["--no-ignores"]).out.lines().count(), 3);
    // A selection does not make a suppression useless.
    assert_eq!(run(&directory, &["--select", "syntax", "--ignore", "unknown-suppression"]).status, 0);
}

#[test]
fn a_definition_that_is_not_read_says_nothing_of_suppressions() {
    let text = machine("  # asl-lint: ignore[map]", "", "").replace("Next: Old", "Next: [");
    assert!(!findings("a.asl.yaml", &text).iter().any(|line| line.contains("suppression")));
    let deep = format!("Next: Old\n    Comment: {}{}", "[".repeat(300), "]".repeat(300));
    let text = machine("  # asl-lint: ignore[map]", "", "").replace("Next: Old", &deep);
    let found = findings("a.asl.yaml", &text);
    assert!(found.iter().any(|line| line.contains("nested-too-deeply")), "{found:?}");
    assert!(!found.iter().any(|line| line.contains("suppression")), "{found:?}");
}

#[test]
fn many_suppressions_are_read() {
    let mut text = String::from("StartAt: Done\nStates:\n  Done: {Type: Succeed}\n");
    for index in 0..3000 {
        text.push_str(&format!("  # asl-lint: ignore[graph]\n  S{index}: {{Type: Pass, Next: Done}}\n"));
    }
    assert_eq!(findings("a.asl.yaml", &text), Vec::<String>::new());
}

/// A template in JSON whose metadata holds entries, with `no-path-to-end` (in line 3) and `unreachable-state` (in line 4).
fn template(entries: &str) -> String {
    let metadata = format!("\"Metadata\": {{\"asl-lint\": {{\"ignore\": [{entries}]}}}}");
    format!(
        "{{\"Resources\": {{\"M\": {{\"Type\": \"AWS::StepFunctions::StateMachine\", {metadata}, \"Properties\":\n\
         {{\"Definition\": {{\"StartAt\": \"A\", \"States\": {{\n\
         \"A\": {{\"Type\": \"Task\", \"Resource\": \"arn:aws:states:::sns:publish\", \"Parameters\": {{\"TopicArn\": \"t\", \"Message\": \"m\"}}, \"Next\": \"A\"}},\n\
         \"B\": {{\"Type\": \"Succeed\"}}}}}}}}}}}}}}\n"
    )
}

#[test]
fn metadata_is_about_its_resource_or_a_place_in_it() {
    let found = |entries: &str| findings("t.json", &template(entries));
    let both = ["3 no-path-to-end", "4 unreachable-state"];
    let all = found("");
    assert!(both.iter().all(|finding| all.contains(&(*finding).to_owned())), "{all:?}");
    let without = |finding: &str| all.iter().filter(|other| *other != finding).cloned().collect::<Vec<_>>();
    assert_eq!(found(r#"{"rule": "unreachable-state", "reason": "why"}"#), without(both[1]));
    assert_eq!(found(r#"{"rule": "no-path-to-end", "pointer": "/States/A", "reason": "why"}"#), without(both[0]));
    // Elsewhere it suppresses nothing.
    let elsewhere = found(r#"{"rule": "no-path-to-end", "pointer": "/States/B"}"#);
    assert!(
        elsewhere.contains(&both[0].to_owned()) && elsewhere.contains(&"1 unused-suppression".to_owned()),
        "{elsewhere:?}"
    );
    for wrong in [r#"{"rule": "no-rule"}"#, r#"{"reason": "r"}"#, r#"{"rule": "graph", "pointer": "/States/C"}"#] {
        assert!(found(wrong).contains(&"1 unknown-suppression".to_owned()), "{wrong}");
    }
}

#[test]
fn metadata_is_about_the_template_too() {
    let text = "Resources:\n  M:\n    Type: AWS::Serverless::StateMachine\n    Metadata:\n      asl-lint:\n        ignore:\n          - {rule: definition-source-conflict, reason: a macro adds it}\n    Properties: {Role: r}\n";
    assert_eq!(findings("t.yaml", text), Vec::<String>::new());
    assert_eq!(findings("t.yaml", &text.replace("asl-lint:", "other:")), ["2 definition-source-conflict"]);
    let comment = text.replace("asl-lint:", "other:").replace("  M:", "  # asl-lint: ignore[host] why\n  M:");
    assert_eq!(findings("t.yaml", &comment), Vec::<String>::new());
}

/// A machine of Terraform with a state that is never reached in line 7.
fn terraform(head: &str, above: &str, behind: &str) -> String {
    format!(
        "{head}\nresource \"aws_sfn_state_machine\" \"m\" {{\n{above}\n  definition = jsonencode({{{behind}\n    StartAt = \"A\"\n    \
         States = {{ A = {{ Type = \"Succeed\" }},\n      B = {{ Type = \"Succeed\" }} }}\n  }})\n}}\n"
    )
}

#[test]
fn terraform_has_comments_everywhere() {
    let found = |head: &str, above: &str, behind: &str| findings("main.tf", &terraform(head, above, behind));
    let (ignore, unused) = ("# asl-lint: ignore[unreachable-state] why", "unused-suppression");
    assert_eq!(found("", "", ""), ["7 unreachable-state"]);
    assert_eq!(found(ignore, "", ""), Vec::<String>::new());
    assert_eq!(found("# asl-lint: ignore-file[graph]", "", ""), Vec::<String>::new());
    assert_eq!(found("", "  // asl-lint: ignore[graph]", ""), Vec::<String>::new());
    assert_eq!(found("", "  /* asl-lint: ignore[graph] */", ""), Vec::<String>::new());
    // Behind something it is about its line, above `name` about `name`.
    assert_eq!(found("", "", ignore), [&format!("4 {unused}"), "7 unreachable-state"]);
    assert_eq!(found("", &format!("  {ignore}\n  name = \"m\""), ""), [&format!("3 {unused}"), "8 unreachable-state"]);
    assert_eq!(found("# asl-lint: ignore[map]", "", ""), [&format!("1 {unused}"), "7 unreachable-state"]);
    let late = found("", "  # asl-lint: ignore-file[graph]", "");
    assert_eq!(late, ["3 unknown-suppression", "7 unreachable-state"]);
    // What looks like a comment inside text is none.
    assert_eq!(found("", &format!("  name = \"{ignore}\""), ""), ["7 unreachable-state"]);
    assert_eq!(found("", &format!("  name = <<EOF\n{ignore}\nEOF"), ""), ["9 unreachable-state"]);
}

#[test]
fn comments_are_about_definitions_in_text_and_in_other_files() {
    let machine = |comment: &str, definition: &str| {
        format!("resource \"aws_sfn_state_machine\" \"m\" {{\n{comment}\n  definition = {definition}\n}}\n")
    };
    let text = "<<EOF\n{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Succeed\"},\n\"B\": {\"Type\": \"Succeed\"}}}\nEOF";
    assert_eq!(findings("main.tf", &machine("", text)), ["5 unreachable-state"]);
    assert_eq!(findings("main.tf", &machine("  # asl-lint: ignore[graph]", text)), Vec::<String>::new());
    let file = "templatefile(\"${path.module}/a.json\", {})";
    let missing = |text: &str| check(&directory(&[("main.tf", text)]), &["."]).rules();
    assert_eq!(missing(&machine("", file)), ["main.tf definition-uri-missing"]);
    assert_eq!(missing(&machine("  # asl-lint: ignore[host]", file)), Vec::<String>::new());
    let behind = format!("{file} # asl-lint: ignore[definition-uri-missing] is made");
    assert_eq!(missing(&machine("", &behind)), Vec::<String>::new());
    assert_eq!(missing(&machine("  # asl-lint: ignore[map]", file)).len(), 2);
}

#[test]
fn comments_of_terraform_are_written_and_removed() {
    let text = "resource \"aws_sfn_state_machine\" \"text\" {\n  definition = <<EOF\n{\"StartAt\": \"A\",\n\"States\": {\"A\": {\"Type\": \"Pass\"}}}\nEOF\n}\n\
                resource \"aws_sfn_state_machine\" \"file\" {\n  definition = file(\"${path.module}/a.json\")\n}\n";
    let directory = directory(&[("main.tf", text)]);
    assert_eq!(run(&directory, &["--add-ignores=is meant", "."]).status, 0);
    let commented = read(&directory, "main.tf");
    assert!(
        commented.contains("  // asl-lint: ignore[missing-next-or-end] is meant\n  definition = <<EOF\n"),
        "{commented}"
    );
    assert!(commented.contains("a.json\") // asl-lint: ignore[definition-uri-missing] is meant\n"), "{commented}");
    assert_eq!(check(&directory, &["."]).out, "");
    // What was mended needs no suppression.
    let mended = commented.replace("\"Pass\"", "\"Succeed\"");
    std::fs::write(directory.path().join("main.tf"), &mended).unwrap();
    assert_eq!(check(&directory, &["."]).rules(), ["main.tf unused-suppression"]);
    assert_eq!(run(&directory, &["--fix", "."]).status, 0);
    let line = "  // asl-lint: ignore[missing-next-or-end] is meant\n";
    assert_eq!(read(&directory, "main.tf"), mended.replace(line, ""));
}
