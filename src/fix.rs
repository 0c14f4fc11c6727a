//! Applies the fixes of findings until nothing is left to apply.
//!
//! A round takes fixes that do not touch each other and analyzes the result again, since one fix may make another
//! needless, or show a finding that was hidden before.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::analysis::{Analysis, Subject, analyze_subject};
use crate::diagnostic::{Applicability, Diagnostic, Edit, Severity};
use crate::rule::Category;
use crate::rules;
use crate::text::Source;

/// Two fixes that undo each other would go on for ever.
const ROUNDS: usize = 10;

/// What became of a file.
#[derive(Debug)]
pub struct FixResult {
    /// The text after the last round.
    pub text: Arc<str>,
    /// How many fixes were applied.
    pub applied: usize,
    pub rounds: usize,
    /// The analysis of the text after the last round.
    pub analysis: Analysis,
}

/// Applies every fix that is at least as sure as `threshold`. A round whose result is less readable than the text
/// before it is not taken.
pub fn fix(subject: Subject<'_>, threshold: Applicability) -> FixResult {
    let mut analysis = analyze_subject(subject);
    let mut seen: FxHashSet<Arc<str>> = FxHashSet::default();
    let mut applied = 0;
    let mut rounds = 0;
    while rounds < ROUNDS {
        let text = Arc::clone(analysis.source.text());
        let (edits, count) = choose(&analysis.diagnostics, threshold);
        let Some(fixed) = apply(&text, &edits).filter(|_| 0 < count) else { break };
        let fixed: Arc<str> = fixed.into();
        seen.insert(text);
        if seen.contains(&fixed) {
            break;
        }
        let next = analyze_subject(subject.with_source(&Arc::new(Source::new(fixed))));
        if unreadable(&analysis) < unreadable(&next) || next.definitions.len() < analysis.definitions.len() {
            break;
        }
        analysis = next;
        applied += count;
        rounds += 1;
    }
    FixResult { text: Arc::clone(analysis.source.text()), applied, rounds, analysis }
}

/// The edits of fixes that do not touch each other, in order, and how many fixes they are.
fn choose(findings: &[Diagnostic], threshold: Applicability) -> (Vec<&Edit>, usize) {
    let mut chosen: Vec<&Edit> = Vec::new();
    let mut count = 0;
    for finding in findings {
        let fix = finding.fixes.iter().find(|fix| fix.applicability <= threshold && !fix.edits.is_empty());
        let Some(fix) = fix.filter(|fix| fix.applicability != Applicability::Display) else { continue };
        if fix.edits.iter().any(|edit| touches(&chosen, edit)) {
            continue;
        }
        for edit in &fix.edits {
            let place = chosen.partition_point(|other| other.span < edit.span);
            chosen.insert(place, edit);
        }
        count += 1;
    }
    (chosen, count)
}

/// Whether an edit shares a place with one of those chosen, which are in order. Neighbours count: of two items that are
/// both removed, each takes the comma between them for its own.
fn touches(chosen: &[&Edit], edit: &Edit) -> bool {
    let behind = chosen.partition_point(|other| other.span.start < edit.span.start);
    let before = behind.checked_sub(1).and_then(|index| chosen.get(index));
    before.is_some_and(|other| edit.span.start <= other.span.end)
        || chosen.get(behind).is_some_and(|other| other.span.start <= edit.span.end)
}

/// The text after edits that are in order; `None` when one of them does not fit it.
pub fn apply(text: &str, edits: &[&Edit]) -> Option<String> {
    let mut fixed = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        let range = edit.span.range();
        fixed.push_str(text.get(at..range.start)?);
        fixed.push_str(&edit.text);
        text.get(range.clone())?;
        at = range.end;
    }
    fixed.push_str(text.get(at..)?);
    Some(fixed)
}

/// How many findings say that the text itself cannot be read.
fn unreadable(analysis: &Analysis) -> usize {
    let is_syntax = |finding: &&Diagnostic| {
        finding.severity == Severity::Error
            && rules::find(finding.rule).is_some_and(|rule| rule.category == Category::Syntax)
    };
    analysis.diagnostics.iter().filter(is_syntax).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::NoProject;
    use crate::config::Options;
    use crate::host::{Candidate, FilePath};
    use crate::text::Span;

    fn finding(applicability: Applicability, edits: &[(u32, u32, &str)]) -> Diagnostic {
        let edits = edits.iter().map(|&(start, end, text)| Edit { span: Span::new(start, end), text: text.to_owned() });
        let mut diagnostic = Diagnostic::new("unreachable-state", Span::empty(0), "x");
        diagnostic.fix("mend", applicability, Some(edits.collect()));
        diagnostic
    }

    #[test]
    fn a_round_takes_fixes_that_do_not_touch() {
        let findings = [
            finding(Applicability::Safe, &[(2, 4, "")]),
            finding(Applicability::Safe, &[(4, 5, "x")]),
            finding(Applicability::Safe, &[(0, 1, "A"), (6, 6, "!")]),
            finding(Applicability::Safe, &[(6, 6, "?")]),
            finding(Applicability::Unsafe, &[(8, 9, "")]),
        ];
        let (edits, count) = choose(&findings, Applicability::Safe);
        assert_eq!((apply("abcdefghi", &edits).as_deref(), count), (Some("Abef!ghi"), 2));
        let (edits, count) = choose(&findings, Applicability::Unsafe);
        assert_eq!((apply("abcdefghi", &edits).as_deref(), count), (Some("Abef!gh"), 3));
    }

    #[test]
    fn an_edit_outside_the_text_is_not_applied() {
        let findings = [finding(Applicability::Safe, &[(1, 9, "")])];
        let (edits, _) = choose(&findings, Applicability::Safe);
        assert_eq!(apply("é", &edits), None);
    }

    #[test]
    fn fixes_go_to_a_fixpoint() {
        let text = r#"{"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "B"}, "B": {"Type": "Pass"}}}"#;
        let source = Arc::new(Source::new(text));
        let path = FilePath("a.asl.json".to_owned());
        let options = Options::default();
        let subject = Subject { candidate: Candidate::named(&source, &path), options: &options, project: &NoProject };
        let run = |threshold| fix(subject, threshold);
        let safe = run(Applicability::Safe);
        assert_eq!((&*safe.text, safe.applied, safe.rounds), (text, 0, 0));
        let all = run(Applicability::Unsafe);
        assert_eq!(
            (&*all.text, all.applied, all.rounds, all.analysis.diagnostics.len()),
            (&*text.replace(r#""Pass"}}"#, r#""Pass", "End": true}}"#), 1, 1, 0)
        );
    }
}
