//! Findings for programs: one object a finding, on a line of its own or gathered in a document with a summary.
//!
//! New keys may be added, none may be removed.

use serde::Serialize;

use super::{Counts, File, to_json};
use crate::diagnostic::{Diagnostic, Edit};
use crate::rules;
use crate::text::{Source, Span};

/// The version of the layout of documents.
pub(super) const VERSION: u32 = 1;

#[derive(Serialize)]
struct Finding<'a> {
    file: &'a str,
    rule: &'static str,
    severity: &'static str,
    message: &'a str,
    help: Option<&'a str>,
    pointer: String,
    machine: &'a str,
    start: Position,
    end: Position,
    related: Vec<Related<'a>>,
    fixes: Vec<Fix<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

#[derive(Serialize)]
struct Position {
    line: u32,
    column: u32,
    offset: u32,
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'a str,
    start: Position,
    end: Position,
}

#[derive(Serialize)]
struct Fix<'a> {
    title: &'a str,
    applicability: &'static str,
    edits: Vec<Replacement<'a>>,
}

#[derive(Serialize)]
struct Replacement<'a> {
    start: Position,
    end: Position,
    text: &'a str,
}

#[derive(Serialize)]
struct Summary {
    files: usize,
    errors: usize,
    warnings: usize,
    infos: usize,
    hints: usize,
}

/// The findings of a file as `json-lines`.
pub fn lines(file: File<'_>, findings: &[&Diagnostic]) -> String {
    let mut text = String::new();
    for finding in findings {
        text.push_str(&object(file, finding));
        text.push('\n');
    }
    text
}

/// The findings of a file as items of the document, with a comma between them.
pub fn items(file: File<'_>, findings: &[&Diagnostic]) -> String {
    let objects: Vec<String> = findings.iter().map(|finding| object(file, finding)).collect();
    objects.join(",\n")
}

/// What stands before the first item of the document.
pub fn opening() -> String {
    format!("{{\"version\":{VERSION},\"findings\":[\n")
}

/// What stands behind the last item of the document.
pub fn closing(counts: &Counts) -> String {
    format!("\n],\"summary\":{}}}\n", summary(counts))
}

/// The object that sums a document up.
pub(super) fn summary(counts: &Counts) -> String {
    let &Counts { files, errors, warnings, infos, hints, .. } = counts;
    to_json(&Summary { files, errors, warnings, infos, hints })
}

fn object(file: File<'_>, finding: &Diagnostic) -> String {
    let source = file.source();
    let (start, end) = ends(source, finding.span);
    let related = finding.related.iter().map(|label| {
        let (start, end) = ends(source, label.span);
        Related { message: &label.message, start, end }
    });
    let fixes = finding.fixes.iter().map(|fix| Fix {
        title: &fix.title,
        applicability: fix.applicability.name(),
        edits: fix.edits.iter().map(|edit| replacement(source, edit)).collect(),
    });
    to_json(&Finding {
        file: file.path,
        rule: finding.rule,
        severity: finding.severity.name(),
        message: &finding.message,
        help: finding.help.as_deref(),
        pointer: finding.pointer(),
        machine: file.machine(finding),
        start,
        end,
        related: related.collect(),
        fixes: fixes.collect(),
        url: rules::find(finding.rule).and_then(crate::rule::Rule::url),
    })
}

fn replacement<'a>(source: &Source, edit: &'a Edit) -> Replacement<'a> {
    let (start, end) = ends(source, edit.span);
    Replacement { start, end, text: &edit.text }
}

fn ends(source: &Source, span: Span) -> (Position, Position) {
    let at = |offset: u32| {
        let position = source.position(offset);
        Position { line: position.line, column: position.column, offset }
    };
    (at(span.start), at(span.end))
}
