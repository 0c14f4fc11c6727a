//! What holds of all proposals, wherever they are asked for.

use std::sync::Arc;

use super::*;
use crate::host::{self, Candidate, FilePath};
use crate::text::{Source, encode, offset as to_offset};

/// Whatever is proposed whole has to be what the rules let pass, once the tab stops are filled in.
#[test]
fn skeletons_are_valid() {
    for (path, text) in [
        (JSON, "{\"StartAt\": \"Z\",\"QueryLanguage\": \"LANGUAGE\",\"States\": {$0 \"Z\": {\"Type\": \"Succeed\"}}}"),
        (YAML, "StartAt: Z\nQueryLanguage: LANGUAGE\nStates:\n  Z:\n    Type: Succeed\n  $0\n"),
    ] {
        for language in ["JSONPath", "JSONata"] {
            let text = text.replace("LANGUAGE", language);
            for skeleton in &skeleton::SKELETONS {
                let text = accepted(path, &text, skeleton.label);
                let mut filled = text;
                for (from, to) in [
                    ("{% ‹›", "{% true"),
                    ("Resource\": \"‹›", "Resource\": \"arn:aws:states:::sqs:sendMessage"),
                    ("Resource: ‹›", "Resource: arn:aws:states:::sqs:sendMessage"),
                    (":action", ":listTables"),
                    (":service", ":dynamodb"),
                    ("$.", "$.x"),
                    ("https://", "https://example.com"),
                    ("{‹›}", "{}"),
                    ("‹›", "x"),
                    ("‹", ""),
                    ("›", ""),
                ] {
                    filled = filled.replace(from, to);
                }
                filled = filled
                    .lines()
                    .map(|line| if line.trim() == "x" { line.replace('x', "k: x") } else { line.to_owned() } + "\n")
                    .collect();
                // Nothing leads to the new state, and what it calls is made up.
                let is_filled_in = |rule: &str| rule == "unreachable-state" || rule.starts_with("integration-");
                let errors: Vec<String> = analyzed(path, &filled)
                    .diagnostics
                    .into_iter()
                    .filter(|finding| finding.severity == crate::diagnostic::Severity::Error)
                    .filter(|finding| !is_filled_in(finding.rule))
                    .map(|finding| finding.message)
                    .collect();
                assert_eq!(errors, Vec::<String>::new(), "{filled}");
            }
        }
    }
}

/// Every offset of every beginning of a document has an answer that can be applied.
#[test]
fn any_offset_of_any_beginning() {
    let json = "{\"StartAt\": \"é\", \"QueryLanguage\": \"JSONata\", \"States\": {\"é\": {\"Type\": \"Task\", \"Resource\": \"arn:aws:states:::aws-sdk:s3:x.\", \"Output\": \"{% $states.result & \\\"\\u0026\\\" %}\", \"Catch\": [{\"ErrorEquals\": [\"States.ALL\"], \"Next\": \"é\"}]}}}";
    let yaml = "StartAt: é\nStates:\n  é:\n    Type: Map\n    ItemProcessor: {StartAt: x, States: {x: {Type: Pass, Result: [1]}}}\n    Retry:\n      - ErrorEquals:\n          - 'a'\n    Parameters:\n      \"x.$\": States.Format('{}', $$.Map)\n";
    let template = format!(
        "Resources:\n  M:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      DefinitionString: |\n        {json}\n"
    );
    for (path, text) in [(JSON, json), (YAML, yaml), (SAM, &template)] {
        for end in (0..=text.len()).filter(|&end| text.is_char_boundary(end)) {
            let analysis = analyzed(path, &text[..end]);
            // All offsets of the whole, and those near the end of each beginning.
            let first = if end == text.len() { 0 } else { end.saturating_sub(12) };
            for offset in first..=end + 1 {
                for item in complete(&analysis, to_offset(offset)).items {
                    for span in item.elsewhere.iter().map(|edit| edit.span).chain([item.span]) {
                        assert!(text[..end].get(span.range()).is_some(), "{offset} of {}: {item:?}", &text[..end]);
                    }
                    assert!(
                        item.span.start as usize <= offset && offset <= item.span.end as usize,
                        "{offset} of {end} {:?}: {item:?}",
                        &text[..end]
                    );
                }
            }
        }
    }
}

/// What is accepted in a text without faults leaves one without faults.
#[test]
fn proposals_keep_the_syntax_whole() {
    let json = "{\n  \"StartAt\": \"A\",\n  \"States\": {\n    \"A\": {\n      \"Type\": \"Task\",\n      \"Resource\": \"arn:aws:states:::sqs:sendMessage\",\n      \"Parameters\": {\"MessageBody.$\": \"States.Format('{}', $.x)\"},\n      \"Catch\": [{\"ErrorEquals\": [\"E\"], \"Next\": \"B\"}],\n      \"Next\": \"B\"\n    },\n    \"B\": {\"Type\": \"Pass\", \"QueryLanguage\": \"JSONata\", \"Output\": \"{% $states.input %}\", \"End\": true}\n  }\n}\n";
    let yaml = "StartAt: A\nStates:\n  A:\n    Type: Task\n    Resource: arn:aws:states:::sqs:sendMessage\n    Parameters:\n      MessageBody.$: $.x\n    Catch:\n      - ErrorEquals:\n          - E\n          - 'F'\n        Next: B\n    Retry: [{ErrorEquals: [States.ALL]}]\n    \n    Next: \"B\"\n  B:\n    Type: Pass\n    QueryLanguage: JSONata\n    Output: '{% $states.input %}'\n    End: true\n";
    let indented = json.replace('\n', "\n        ");
    let template = format!(
        "Resources:\n  M:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      DefinitionString: |\n        {indented}\n"
    );
    let encoded = encode::json(json);
    let nested = format!(
        "{{\"Resources\": {{\"M\": {{\"Type\": \"AWS::StepFunctions::StateMachine\", \"Properties\": {{\"DefinitionString\": \"{encoded}\"}}}}}}}}"
    );
    for (path, text) in [(JSON, json), (YAML, yaml), (SAM, &template), ("template.json", &nested)] {
        let path = FilePath(path.to_owned());
        let faults = |text: &str| {
            let source = Arc::new(Source::new(text));
            let document = host::open(Candidate { source: &source, path: &path, is_claimed: true });
            let inner = document.definitions.into_iter().flat_map(|found| found.faults);
            document.faults.into_iter().chain(inner).next()
        };
        assert_eq!(faults(text), None);
        let analysis = analyzed(&path.0, text);
        for offset in 0..=text.len() {
            let mut items = complete(&analysis, to_offset(offset)).items;
            // The beginning of an ARN that goes on.
            items.retain(|item| !item.label.ends_with(':'));
            let (first, last) = (items.iter().take(2), items.iter().skip(2).next_back());
            for item in first.chain(last) {
                let result = applied(text, item, item.plain_text());
                assert_eq!(faults(&result), None, "{offset}: {item:?}\n{result}");
            }
        }
    }
}

#[test]
fn long_lists_are_cut() {
    let states: Vec<String> = (0..5_000).map(|index| format!("\"S{index}\": {{\"Type\": \"Pass\"}}")).collect();
    let text = format!("{{\"StartAt\": \"S49$0\", \"States\": {{{}}}}}", states.join(","));
    let (analysis, offset) = marked(JSON, &text);
    let found = complete(&analysis, offset);
    assert!(found.is_incomplete && found.items.len() <= MOST_ITEMS);
    assert!(found.items.iter().all(|item| item.label.contains('4')), "those that go on what was typed");
}
