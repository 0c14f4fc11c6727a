//! XML as `JUnit` writes it: a suite for each file, a case for each finding, and a passed case for a file without any,
//! since a report without cases counts as a fault to those that read it.

use std::fmt::Write as _;

use super::xml::escape;
use super::{File, one_line};
use crate::diagnostic::{Diagnostic, Severity};
use crate::rules;

/// What stands before the first suite.
pub const OPENING: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"asl-lint\">\n";

/// What stands behind the last suite.
pub const CLOSING: &str = "</testsuites>\n";

/// The suite of a file. Findings less severe than `fail_on` are cases that pass and say what was found.
pub fn suite(file: File<'_>, findings: &[&Diagnostic], fail_on: Severity) -> String {
    let fails = |finding: &Diagnostic| fail_on <= finding.severity;
    let failures = findings.iter().filter(|finding| fails(finding)).count();
    let path = escape(file.path);
    let mut text = opening(&path, findings.len().max(1), failures, 0);
    if findings.is_empty() {
        let _ = writeln!(text, "  <testcase name=\"no problems\" classname=\"{path}\" file=\"{path}\"/>");
    }
    for finding in findings {
        let position = file.source().position(finding.span.start);
        let message = one_line(&finding.message);
        let _ = writeln!(
            text,
            "  <testcase name=\"{} at {}:{}\" classname=\"{path}\" file=\"{path}\" line=\"{}\">",
            finding.rule, position.line, position.column, position.line
        );
        let mut body = format!(
            "{}:{}:{}: {}[{}] {message}\n",
            file.path,
            position.line,
            position.column,
            finding.severity.name(),
            finding.rule
        );
        if let Some(help) = &finding.help {
            let _ = writeln!(body, "help: {}", one_line(help));
        }
        if let Some(url) = rules::find(finding.rule).and_then(crate::rule::Rule::url) {
            let _ = writeln!(body, "{url}");
        }
        let body = escape(&body).replace("&#10;", "\n");
        if fails(finding) {
            let _ = writeln!(
                text,
                "    <failure type=\"{}\" message=\"{}\">{body}</failure>",
                finding.rule,
                escape(&message)
            );
        } else {
            let _ = writeln!(text, "    <system-out>{body}</system-out>");
        }
        text.push_str("  </testcase>\n");
    }
    text.push_str("</testsuite>\n");
    text
}

/// The suite of a file that could not be checked.
pub fn failed(path: &str, reason: &str) -> String {
    let path = escape(path);
    let mut text = opening(&path, 1, 0, 1);
    let _ = writeln!(text, "  <testcase name=\"not checked\" classname=\"{path}\" file=\"{path}\">");
    let _ = writeln!(text, "    <error type=\"not-checked\" message=\"{}\"/>", escape(&one_line(reason)));
    text.push_str("  </testcase>\n</testsuite>\n");
    text
}

fn opening(path: &str, tests: usize, failures: usize, errors: usize) -> String {
    format!("<testsuite name=\"{path}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\" skipped=\"0\">\n")
}
