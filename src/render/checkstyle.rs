//! Checkstyle's XML: an element for each file with findings.

use std::fmt::Write as _;

use super::xml::escape;
use super::{File, one_line};
use crate::diagnostic::{Diagnostic, Severity};

/// What stands before the first file.
pub fn opening() -> String {
    let version = env!("CARGO_PKG_VERSION");
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"{version}\">\n")
}

/// What stands behind the last file.
pub const CLOSING: &str = "</checkstyle>\n";

/// The findings of a file; nothing when there are none.
pub fn render(file: File<'_>, findings: &[&Diagnostic]) -> String {
    if findings.is_empty() {
        return String::new();
    }
    let mut text = format!("<file name=\"{}\">\n", escape(file.path));
    for finding in findings {
        let position = file.source().position(finding.span.start);
        let severity = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info | Severity::Hint => "info",
        };
        let _ = writeln!(
            text,
            "  <error line=\"{}\" column=\"{}\" severity=\"{severity}\" message=\"{}\" source=\"asl-lint.{}\"/>",
            position.line,
            position.column,
            escape(&one_line(&finding.message)),
            finding.rule
        );
    }
    text.push_str("</file>\n");
    text
}
