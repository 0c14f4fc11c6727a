//! The diagnostic format of reviewdog, which turns findings into comments on a change, and fixes into suggestions.
//!
//! Its columns count bytes of UTF-8.

use serde::Serialize;

use super::{File, to_json};
use crate::diagnostic::{Applicability, Diagnostic, Fix, Severity};
use crate::rule::HOMEPAGE;
use crate::rules;
use crate::text::{Source, Span};

/// The longest text that a suggestion replaces, in bytes: further than that, edits are no longer one place.
const LONGEST: usize = 2000;

/// What stands before the first item.
pub fn opening() -> String {
    format!("{{\"source\":{},\"diagnostics\":[\n", to_json(&Program { name: "asl-lint", url: HOMEPAGE }))
}

/// What stands behind the last item.
pub const CLOSING: &str = "\n]}\n";

#[derive(Serialize)]
struct Program {
    name: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'static str>,
}

#[derive(Serialize)]
struct Finding<'a> {
    message: String,
    location: Location<'a>,
    severity: &'static str,
    code: Code,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Suggestion>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    range: Range,
}

#[derive(Serialize)]
struct Range {
    start: Position,
    end: Position,
}

#[derive(Serialize)]
struct Position {
    line: u32,
    column: usize,
}

#[derive(Serialize)]
struct Code {
    value: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

#[derive(Serialize)]
struct Suggestion {
    range: Range,
    text: String,
}

/// The findings of a file as items of the list, with a comma between them.
pub fn items(file: File<'_>, findings: &[&Diagnostic]) -> String {
    let source = file.source();
    let items = findings.iter().map(|finding| {
        let message = match &finding.help {
            Some(help) => format!("{}\nhelp: {help}", finding.message),
            None => finding.message.clone(),
        };
        let is_offered = |fix: &&Fix| fix.applicability != Applicability::Display;
        to_json(&Finding {
            message,
            location: Location { path: file.path, range: range(source, finding.span) },
            severity: match finding.severity {
                Severity::Error => "ERROR",
                Severity::Warning => "WARNING",
                Severity::Info | Severity::Hint => "INFO",
            },
            code: Code { value: finding.rule, url: rules::find(finding.rule).and_then(crate::rule::Rule::url) },
            suggestions: finding.fixes.iter().filter(is_offered).filter_map(|fix| suggestion(source, fix)).collect(),
        })
    });
    items.collect::<Vec<_>>().join(",\n")
}

/// All edits of a fix as one, since each suggestion is taken or left on its own.
fn suggestion(source: &Source, fix: &Fix) -> Option<Suggestion> {
    let span = Span::new(fix.edits.first()?.span.start, fix.edits.last()?.span.end);
    if LONGEST < span.range().len() {
        return None;
    }
    let mut text = String::new();
    let mut at = span.start;
    for edit in &fix.edits {
        text.push_str(source.slice(Span::new(at, edit.span.start)));
        text.push_str(&edit.text);
        at = edit.span.end;
    }
    Some(Suggestion { range: range(source, span), text })
}

fn range(source: &Source, span: Span) -> Range {
    let at = |offset: u32| {
        let line = source.position(offset).line;
        let start = source.line(line).start;
        Position { line, column: (offset as usize).saturating_sub(start) + 1 }
    };
    Range { start: at(span.start), end: at(span.end) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Edit;

    #[test]
    fn edits_become_one_suggestion_in_bytes() {
        let source = Source::new("{\n  \"é\": 1, \"b\": 2\n}\n");
        let edit = |start: u32, end: u32, text: &str| Edit { span: Span::new(start, end), text: text.to_owned() };
        let edits = vec![edit(10, 11, "3"), edit(18, 19, "4")];
        let fix = Fix { title: String::new(), applicability: Applicability::Safe, edits };
        let suggestion = suggestion(&source, &fix).unwrap();
        let ends = (&suggestion.range.start, &suggestion.range.end);
        assert_eq!((ends.0.line, ends.0.column, ends.1.line, ends.1.column), (2, 9, 2, 18));
        assert_eq!(suggestion.text, "3, \"b\": 4");
    }
}
