//! Ways to say of a finding that it is meant to be, where it stands.
//!
//! Comments where the file has them; in JSON, which has none, the `Comment` of the state. Whether a comment reaches the
//! finding is for who offers it to see: by analyzing the text with it.

use super::refactorings::{Mended, Refactoring};
use crate::analysis::{Analysis, Definition};
use crate::diagnostic::{Diagnostic, Edit};
use crate::edit::{Draft, insert_draft};
use crate::model::State;
use crate::syntax::Language;
use crate::text::{Span, offset};

/// The ways for one finding, the narrowest first.
pub fn suppressions(analysis: &Analysis, finding: &Diagnostic) -> Vec<Refactoring> {
    let Some(definition) = analysis.definitions.get(finding.definition) else { return Vec::new() };
    match comment_sign(definition.host.language()) {
        Some(sign) => vec![above(analysis, finding, sign), of_file(analysis, finding, sign)],
        None => in_state(definition, finding).into_iter().collect(),
    }
}

fn mended(finding: &Diagnostic) -> Mended {
    Mended { rule: finding.rule, span: finding.span }
}

/// How a comment starts in the file around a definition.
fn comment_sign(language: Language) -> Option<&'static str> {
    match language {
        Language::Yaml | Language::Hcl => Some("#"),
        Language::JsonC | Language::Json5 => Some("//"),
        Language::Json => None,
    }
}

/// A comment on a line of its own above that of the finding.
fn above(analysis: &Analysis, finding: &Diagnostic, sign: &str) -> Refactoring {
    let text = analysis.source.text();
    let before = text.get(..finding.span.start as usize).unwrap_or("");
    let start = before.rfind(['\n', '\r']).map_or(0, |end| end + 1);
    let line = text.get(start..).unwrap_or("");
    let indentation: String = line.chars().take_while(|letter| matches!(letter, ' ' | '\t')).collect();
    let comment = format!("{indentation}{sign} asl-lint: ignore[{}]\n", finding.rule);
    Refactoring {
        title: format!("ignore `{}` here", finding.rule),
        mends: Some(mended(finding)),
        edits: vec![Edit { span: Span::empty(offset(start)), text: comment }],
    }
}

/// A comment above everything else, behind a byte-order mark.
fn of_file(analysis: &Analysis, finding: &Diagnostic, sign: &str) -> Refactoring {
    let (_, start) = analysis.source.without_bom();
    Refactoring {
        title: format!("ignore `{}` in this file", finding.rule),
        mends: Some(mended(finding)),
        edits: vec![Edit {
            span: Span::empty(start),
            text: format!("{sign} asl-lint: ignore-file[{}]\n", finding.rule),
        }],
    }
}

/// The `Comment` of the state that a finding is in, where it has none yet.
fn in_state(definition: &Definition, finding: &Diagnostic) -> Option<Refactoring> {
    let tree = &definition.tree;
    let machine = definition.machine.as_ref()?;
    let holds =
        |state: &&State| tree.span(state.node).contains(finding.span) || tree.span(state.name.node) == finding.span;
    let state = machine.states.iter().filter(holds).min_by_key(|state| {
        let span = tree.span(state.node);
        span.end - span.start
    })?;
    if tree.member(state.node, "Comment").is_some() {
        return None;
    }
    let first = tree.own_members(state.node).first()?;
    let comment = Draft::text(format!("asl-lint: ignore[{}]", finding.rule));
    Some(Refactoring {
        title: format!("ignore `{}` in state `{}`, by its `Comment`", finding.rule, state.name),
        mends: Some(mended(finding)),
        edits: insert_draft(tree, state.node, first.key, "Comment", &comment)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::testing::{JSON, YAML, analyzed};

    /// Applies each way to each finding; says which of them leave nothing of the rule at that place.
    fn working(path: &str, text: &str) -> Vec<String> {
        let analysis = analyzed(path, text);
        assert!(!analysis.diagnostics.is_empty());
        let mut titles = Vec::new();
        for finding in &analysis.diagnostics {
            for way in suppressions(&analysis, finding) {
                let mut result = text.to_owned();
                for edit in way.edits.iter().rev() {
                    result.replace_range(edit.span.range(), &edit.text);
                }
                let left = analyzed(path, &result);
                let is_gone = !left.diagnostics.iter().any(|other| other.rule == finding.rule);
                assert!(left.suppressed.is_empty() != is_gone, "{result}");
                if is_gone {
                    titles.push(way.title);
                }
            }
        }
        titles
    }

    #[test]
    fn comments_where_there_are_any() {
        let text = "StartAt: A\nStates:\n  A:\n    Type: Wait\n    Seconds: 1\n    Next: A\n  B:\n    Type: Fail\n";
        let titles = working(YAML, text);
        assert!(titles.contains(&"ignore `unreachable-state` here".to_owned()), "{titles:?}");
        assert!(titles.contains(&"ignore `unreachable-state` in this file".to_owned()), "{titles:?}");
    }

    #[test]
    fn the_comment_of_the_state_in_json() {
        let text =
            r#"{"StartAt": "A", "States": {"A": {"Type": "Wait", "Seconds": 1, "Next": "A"}, "B": {"Type": "Fail"}}}"#;
        let titles = working(JSON, text);
        assert!(titles.contains(&"ignore `unreachable-state` in state `B`, by its `Comment`".to_owned()), "{titles:?}");
        let lines = text.replace("\"B\"", "\n\"B\"");
        assert!(working("machine.jsonc", &lines).contains(&"ignore `unreachable-state` here".to_owned()));
    }
}
