//! One line a finding: `path:line:column: severity[rule] message`.

use std::fmt::Write as _;

use super::{File, one_line};
use crate::diagnostic::Diagnostic;

/// The findings of a file, a line each.
pub fn render(file: File<'_>, findings: &[&Diagnostic]) -> String {
    let mut text = String::new();
    for finding in findings {
        let position = file.source().position(finding.span.start);
        let _ = writeln!(
            text,
            "{}:{}:{}: {}[{}] {}",
            file.path,
            position.line,
            position.column,
            finding.severity.name(),
            finding.rule,
            one_line(&finding.message)
        );
    }
    text
}
