//! How often each rule reports, instead of what it reports: a table for people, JSON for programs.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Serialize;

use super::{Counts, json, to_json};
use crate::diagnostic::{Applicability, Diagnostic, Severity};

/// The findings of a run, counted by rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statistics {
    rules: BTreeMap<&'static str, Tally>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Tally {
    /// Of the worst finding: a configuration may make findings of one rule differ.
    severity: Severity,
    count: usize,
    /// How many of them `--fix` mends.
    fixable: usize,
}

#[derive(Serialize)]
struct Row {
    rule: &'static str,
    severity: &'static str,
    count: usize,
    fixable: usize,
}

impl Statistics {
    pub fn of<'a>(findings: impl IntoIterator<Item = &'a Diagnostic>) -> Self {
        let mut statistics = Self::default();
        for finding in findings {
            let is_fixable = finding.fixes.iter().any(|fix| fix.applicability == Applicability::Safe);
            let tally = Tally { severity: finding.severity, count: 1, fixable: usize::from(is_fixable) };
            statistics.count(finding.rule, tally);
        }
        statistics
    }

    pub fn add(&mut self, other: &Self) {
        for (rule, &tally) in &other.rules {
            self.count(rule, tally);
        }
    }

    fn count(&mut self, rule: &'static str, tally: Tally) {
        let sum = self.rules.entry(rule).or_insert(Tally { severity: tally.severity, count: 0, fixable: 0 });
        sum.severity = sum.severity.max(tally.severity);
        sum.count += tally.count;
        sum.fixable += tally.fixable;
    }

    /// The most frequent rule first.
    fn rows(&self) -> Vec<Row> {
        let row = |(&rule, tally): (&&'static str, &Tally)| {
            let &Tally { severity, count, fixable } = tally;
            Row { rule, severity: severity.name(), count, fixable }
        };
        let mut rows: Vec<Row> = self.rules.iter().map(row).collect();
        rows.sort_by_key(|row| (Reverse(row.count), row.rule));
        rows
    }
}

/// A line a rule; rules with findings that `--fix` mends are marked.
pub fn table(statistics: &Statistics) -> String {
    let rows = statistics.rows();
    let width = rows.first().map_or(0, |row| row.count.to_string().len());
    let has_fixable = rows.iter().any(|row| 0 < row.fixable);
    let mut text = String::new();
    for row in &rows {
        let mark = match (has_fixable, row.fixable) {
            (false, _) => "",
            (true, 0) => "    ",
            (true, _) => "[*] ",
        };
        text.push_str(&format!("{:width$}  {mark}{}\n", row.count, row.rule));
    }
    if has_fixable {
        text.push_str("[*] fixable with --fix\n");
    }
    text
}

/// A document with the rules and the summary that a document of findings has.
pub fn document(statistics: &Statistics, counts: &Counts) -> String {
    let rows: Vec<String> = statistics.rows().iter().map(to_json).collect();
    let (version, summary) = (json::VERSION, json::summary(counts));
    format!("{{\"version\":{version},\"statistics\":[\n{}\n],\"summary\":{summary}}}\n", rows.join(",\n"))
}

/// An object a line.
pub fn lines(statistics: &Statistics) -> String {
    statistics.rows().iter().map(|row| to_json(row) + "\n").collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    fn finding(rule: &'static str, severity: Severity) -> Diagnostic {
        Diagnostic { severity, ..Diagnostic::new(rule, Span::empty(0), "x") }
    }

    #[test]
    fn the_worst_severity_counts() {
        let mut statistics = Statistics::of([&finding("a", Severity::Info), &finding("b", Severity::Hint)]);
        statistics.add(&Statistics::of([&finding("a", Severity::Error), &finding("a", Severity::Warning)]));
        let expected = "{\"rule\":\"a\",\"severity\":\"error\",\"count\":3,\"fixable\":0}\n\
                        {\"rule\":\"b\",\"severity\":\"hint\",\"count\":1,\"fixable\":0}\n";
        assert_eq!(lines(&statistics), expected);
    }

    #[test]
    fn what_fixes_mend_is_marked() {
        let mut safe = finding("a", Severity::Error);
        safe.fix("mend it", Applicability::Safe, Some(Vec::new()));
        let mut not_safe = finding("b", Severity::Error);
        not_safe.fix("mend it", Applicability::Unsafe, Some(Vec::new()));
        assert_eq!(
            table(&Statistics::of([&safe, &not_safe, &not_safe])),
            "2      b\n1  [*] a\n[*] fixable with --fix\n"
        );
        assert_eq!(table(&Statistics::of([&not_safe])), "1  b\n");
        assert_eq!(table(&Statistics::default()), "");
    }
}
