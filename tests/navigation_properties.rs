//! What names mean is asked at every offset of texts that end anywhere: no panic, and every span is a place of the text.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::sync::Arc;

use asl_lint::analysis::{self, Analysis, NoProject, Subject};
use asl_lint::config::Options;
use asl_lint::host::{Candidate, FilePath};
use asl_lint::ide::navigation::{self, Declarations};
use asl_lint::ide::outline::{self, Entry};
use asl_lint::ide::{calls::Stop, diagram, names, rename};
use asl_lint::text::{Source, Span};

const JSON: &str = r#"{"StartAt":"é","States":{
"é":{"Type":"Map","Assign":{"ü.$":"$.x"},"Next":"C","ItemProcessor":{"StartAt":"I","States":{"I":{"Type":"Pass","End":true}}}},
"C":{"Type":"Choice","Choices":[{"Variable":"$ü['a']","IsNull":true,"Next":"é"}],"Default":"\u00e9"}}}"#;

const YAML: &str = "QueryLanguage: JSONata
StartAt: 'é'
States:
  é: &e
    Type: Pass
    Assign: {ü: \"{% 1 + $ü %}\"}
    Next: &n C
  C:
    <<: *e
    Output: >-
      {% $ü
      %}
    Next: *n
";

const TEMPLATE: &str = r#"Resources:
  M:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      DefinitionSubstitutions: {T: é}
      DefinitionString: !Sub |
        {"StartAt": "é", "States": {
          "é": {"Type": "Pass", "Assign": {"v": "${T}"}, "Next": "b"},
          "b": {"Type": "Pass", "InputPath": "$v", "End": true}}}
"#;

const ESCAPED: &str = r#"{"Resources": {"M": {"Type": "AWS::StepFunctions::StateMachine", "Properties": {"DefinitionString":
"{\"StartAt\": \"\u00e9\\\"\", \"States\": {\"é\\\"\": {\"Type\": \"Pass\", \"Assign\": {\"v.$\": \"$.a\"}, \"Next\": \"b\"}}}"}}}}"#;

struct Asked<'a> {
    path: FilePath,
    text: &'a str,
    analysis: Analysis,
}

impl Asked<'_> {
    #[track_caller]
    fn check(&self, span: Span) {
        assert!(self.text.get(span.range()).is_some(), "{span:?} is no place of {:?}", self.text);
    }

    fn check_entries(&self, entries: &[Entry]) {
        for entry in entries {
            self.check(entry.span);
            self.check(entry.selection);
            assert!(entry.span.contains(entry.selection), "{entry:?} in {:?}", self.text);
            self.check_entries(&entry.children);
        }
    }

    fn check_whole(&self) {
        self.check_entries(&outline::outline(&self.analysis).entries);
        for found in names::search([&self.analysis], "") {
            self.check(found.span);
        }
        if let Some(diagram) = diagram::diagram(&self.analysis, None) {
            diagram.nodes.iter().for_each(|node| self.check(node.span));
            diagram.edges.iter().for_each(|edge| self.check(edge.span));
        }
    }

    fn check_at(&self, offset: u32) {
        for destination in navigation::definition(&self.analysis, offset) {
            for span in [destination.origin, destination.whole, destination.name] {
                self.check(span);
            }
        }
        for span in navigation::references(&self.analysis, offset, Declarations::Included) {
            self.check(span);
        }
        if let Some(stop) = Stop::at(&self.analysis, offset) {
            for call in stop.incoming().into_iter().chain(stop.outgoing()) {
                call.targets.into_iter().for_each(|span| self.check(span));
            }
        }
        if let Ok(Some(renamable)) = rename::prepare(&self.analysis, offset) {
            self.check(renamable.span);
            self.check_rename(offset);
        }
    }

    fn check_rename(&self, offset: u32) {
        let reread = |text: &str| {
            let source = Arc::new(Source::new(text));
            let candidate = Candidate { source: &source, path: &self.path, is_claimed: false };
            analysis::read(Subject { candidate, options: &Options::default(), project: &NoProject })
        };
        let Ok(Some(edits)) = rename::rename(&self.analysis, offset, "zz", &reread) else { return };
        for edit in &edits {
            self.check(edit.span);
        }
        assert!(edits.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start), "{edits:?} in {:?}", self.text);
    }
}

/// Asks at every offset of every beginning of a text.
#[track_caller]
fn check(path: &str, text: &str) {
    let ends = (0..=text.len()).filter(|&end| text.is_char_boundary(end));
    for end in ends {
        let text = &text[..end];
        let analysis = common::lint(path, text, &common::options());
        let asked = Asked { path: FilePath(path.to_owned()), text, analysis };
        asked.check_whole();
        for offset in 0..=end + 1 {
            asked.check_at(u32::try_from(offset).unwrap());
        }
    }
}

#[test]
fn json() {
    check("a.asl.json", JSON);
}

#[test]
fn yaml() {
    check("a.asl.yaml", YAML);
}

#[test]
fn a_block_scalar_of_a_template() {
    check("t.yaml", TEMPLATE);
}

#[test]
fn a_string_of_a_template() {
    check("t.json", ESCAPED);
}
