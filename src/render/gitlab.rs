//! A Code Quality report of GitLab: one array of findings.

use serde::Serialize;

use super::{File, one_line, to_json};
use crate::baseline;
use crate::diagnostic::{Diagnostic, Severity};
use crate::text::LineColumn;

/// What stands before the first item.
pub const OPENING: &str = "[\n";

/// What stands behind the last item.
pub const CLOSING: &str = "\n]\n";

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'static str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    positions: Positions,
}

#[derive(Serialize)]
struct Positions {
    begin: Position,
    end: Position,
}

#[derive(Serialize)]
struct Position {
    line: u32,
    column: u32,
}

/// The findings of a file as items of the array, with a comma between them.
pub fn items(file: File<'_>, findings: &[&Diagnostic]) -> String {
    let fingerprints = baseline::fingerprints(file.path, file.analysis, findings);
    let issues = findings.iter().zip(fingerprints).map(|(finding, fingerprint)| {
        let place = |offset| Position::from(file.source().position(offset));
        to_json(&Issue {
            description: one_line(&finding.message),
            check_name: finding.rule,
            fingerprint: fingerprint.to_string(),
            severity: severity(finding.severity),
            location: Location {
                path: file.path,
                positions: Positions { begin: place(finding.span.start), end: place(finding.span.end) },
            },
        })
    });
    issues.collect::<Vec<_>>().join(",\n")
}

const fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "critical",
        Severity::Warning => "major",
        Severity::Info => "minor",
        Severity::Hint => "info",
    }
}

impl From<LineColumn> for Position {
    fn from(LineColumn { line, column }: LineColumn) -> Self {
        Self { line, column }
    }
}
