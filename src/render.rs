//! Findings as text: one module a format.
//!
//! Pure functions: what is written where, and in which order files come, is the command line's business.

pub mod checkstyle;
pub mod concise;
#[cfg(feature = "cli")]
pub mod full;
pub mod github;
pub mod gitlab;
pub mod json;
pub mod junit;
pub mod rdjson;
pub mod sarif;
pub mod statistics;
pub(crate) mod xml;

use serde::Serialize;

use crate::analysis::Analysis;
use crate::diagnostic::{Applicability, Diagnostic, Severity};
use crate::suppress::{Suppressed, Suppressor};
use crate::text::Source;

/// A file whose findings are written.
#[derive(Clone, Copy, Debug)]
pub struct File<'a> {
    /// As the user gave it.
    pub path: &'a str,
    pub analysis: &'a Analysis,
}

impl<'a> File<'a> {
    pub fn source(&self) -> &'a Source {
        &self.analysis.source
    }

    /// The name of the definition that a finding belongs to; empty when the file is one definition.
    pub fn machine(&self, finding: &Diagnostic) -> &'a str {
        self.analysis.definitions.get(finding.definition).map_or("", |definition| &definition.name)
    }
}

/// A finding that is not reported, in no count and in no exit status: for formats that say what became of it.
#[derive(Clone, Copy, Debug)]
pub struct Silenced<'a> {
    pub finding: &'a Diagnostic,
    pub by: Silencer,
    /// Why, in the user's words.
    pub reason: Option<&'a str>,
}

/// What keeps a finding from being reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Silencer {
    Suppression(Suppressor),
    /// It is in the baseline.
    Baseline,
}

impl<'a> From<&'a Suppressed> for Silenced<'a> {
    fn from(suppressed: &'a Suppressed) -> Self {
        Self {
            finding: &suppressed.finding,
            by: Silencer::Suppression(suppressed.by),
            reason: suppressed.reason.as_deref(),
        }
    }
}

/// How many files were read and what was found in them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Files with a definition.
    pub files: usize,
    /// Files with a finding.
    pub with_findings: usize,
    pub errors: usize,
    pub warnings: usize,
    pub infos: usize,
    pub hints: usize,
    /// Findings that `--fix` mends.
    pub fixable: usize,
    /// Further findings that `--unsafe-fixes` mends.
    pub unsafely_fixable: usize,
    /// Fixes that were applied.
    pub fixed: usize,
}

impl Counts {
    /// The counts of one file's findings.
    pub fn of<'a>(findings: impl IntoIterator<Item = &'a Diagnostic>) -> Self {
        let mut counts = Self { files: 1, ..Self::default() };
        for finding in findings {
            counts.with_findings = 1;
            match finding.severity {
                Severity::Error => counts.errors += 1,
                Severity::Warning => counts.warnings += 1,
                Severity::Info => counts.infos += 1,
                Severity::Hint => counts.hints += 1,
            }
            match finding.fixes.iter().map(|fix| fix.applicability).min() {
                Some(Applicability::Safe) => counts.fixable += 1,
                Some(Applicability::Unsafe) => counts.unsafely_fixable += 1,
                Some(Applicability::Display) | None => {}
            }
        }
        counts
    }

    pub fn add(&mut self, other: &Self) {
        self.files += other.files;
        self.with_findings += other.with_findings;
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.infos += other.infos;
        self.hints += other.hints;
        self.fixable += other.fixable;
        self.unsafely_fixable += other.unsafely_fixable;
        self.fixed += other.fixed;
    }

    pub fn findings(&self) -> usize {
        self.errors + self.warnings + self.infos + self.hints
    }

    /// One line in plain words.
    pub fn summary(&self) -> String {
        let mut summary = String::new();
        if 0 < self.fixed {
            summary.push_str(&format!("fixed {}; ", many(self.fixed, "problem")));
        }
        let files = many(self.files, "file");
        let kinds: Vec<String> =
            [(self.errors, "error"), (self.warnings, "warning"), (self.infos, "info"), (self.hints, "hint")]
                .into_iter()
                .filter(|(count, _)| 0 < *count)
                .map(|(count, word)| many(count, word))
                .collect();
        let Some((last, others)) = kinds.split_last() else {
            summary.push_str(&format!("no problems in {files}"));
            return summary;
        };
        if !others.is_empty() {
            summary.push_str(&format!("{} and ", others.join(", ")));
        }
        summary.push_str(last);
        if 1 < self.files {
            summary.push_str(&format!(" in {} of {files}", self.with_findings));
        } else {
            summary.push_str(&format!(" in {files}"));
        }
        match (self.fixable, self.unsafely_fixable) {
            (0, 0) => {}
            (fixable, 0) => summary.push_str(&format!("; {fixable} fixable with --fix")),
            (0, more) => summary.push_str(&format!("; {more} fixable with --unsafe-fixes")),
            (fixable, more) => {
                summary.push_str(&format!("; {fixable} fixable with --fix, {more} more with --unsafe-fixes"));
            }
        }
        summary
    }
}

pub(crate) fn many(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}

/// A message on one line, without characters that could drive a terminal; what is quoted from a file may hold both.
fn one_line(message: &str) -> String {
    message.split(char::is_control).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Plain structs of texts and numbers always have a JSON form.
fn to_json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summaries_are_plain_words() {
        let counts = Counts { files: 14, ..Counts::default() };
        assert_eq!(counts.summary(), "no problems in 14 files");
        let counts = Counts { with_findings: 2, errors: 3, warnings: 1, fixable: 2, ..counts };
        assert_eq!(counts.summary(), "3 errors and 1 warning in 2 of 14 files; 2 fixable with --fix");
        let counts = Counts { files: 1, with_findings: 1, infos: 2, fixed: 1, fixable: 0, ..counts };
        assert_eq!(counts.summary(), "fixed 1 problem; 3 errors, 1 warning and 2 infos in 1 file");
    }
}
