//! Workflow commands of GitHub Actions: each finding is an annotation at its line.
//!
//! GitHub shows ten annotations of a kind for a step; the log holds them all, and says no more than the message, so
//! the message begins with the place.

use std::fmt::Write as _;

use super::{File, one_line};
use crate::diagnostic::{Diagnostic, Severity};

/// The findings of a file, a command each.
pub fn render(file: File<'_>, findings: &[&Diagnostic]) -> String {
    let mut text = String::new();
    let path = property(file.path);
    for finding in findings {
        let start = file.source().position(finding.span.start);
        let end = file.source().position(finding.span.end);
        let command = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info | Severity::Hint => "notice",
        };
        let _ = write!(text, "::{command} file={path},line={},endLine={}", start.line, end.line);
        // Columns of an annotation over several lines are refused.
        if start.line == end.line {
            let _ = write!(text, ",col={},endColumn={}", start.column, end.column);
        }
        let place = format!("{}:{}:{}", file.path, start.line, start.column);
        let mut message = format!("{place}: {}", one_line(&finding.message));
        if let Some(help) = &finding.help {
            let _ = write!(message, "\nhelp: {}", one_line(help));
        }
        let _ = writeln!(text, ",title=asl-lint {}::{}", property(finding.rule), data(&message));
    }
    text
}

/// The text of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A value between the commas of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_cannot_be_broken_out_of() {
        assert_eq!(data("100%\r\n::error::x, y"), "100%25%0D%0A::error::x, y");
        assert_eq!(property("a:b,c%\n"), "a%3Ab%2Cc%25%0A");
    }
}
