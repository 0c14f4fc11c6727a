//! What holds for any text: the fixtures, cut off anywhere and with any byte missing, are analyzed without a panic, every
//! span lies on characters of the file, and a safe fix mends what it is for and breaks nothing.
//!
//! The fixtures are far too many to try every byte of them: a fixed stride, from their sizes, bounds the work, and each
//! file starts at another place.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use asl_lint::analysis::Analysis;
use asl_lint::diagnostic::{Applicability, Diagnostic, Edit, Severity};
use asl_lint::text::Span;
use common::fixtures::{files, name, options, root, strip};

/// How many bytes each of the two tests of broken texts analyzes in all.
const BUDGET: u64 = 32 << 20;

struct Fixture {
    path: PathBuf,
    text: String,
}

fn fixtures() -> Vec<Fixture> {
    let is_definition = |path: &PathBuf| [".json", ".yaml", ".yml"].iter().any(|ending| name(path).ends_with(ending));
    let read = |path: PathBuf| Fixture { text: strip(&std::fs::read_to_string(&path).unwrap()), path };
    files(&root()).into_iter().filter(is_definition).map(read).collect()
}

fn lint(path: &Path, text: &str) -> Analysis {
    common::lint(&name(path), text, &options(path))
}

/// What is wrong with the places of the findings in a text.
fn misplaced(text: &str, findings: &[Diagnostic]) -> Option<String> {
    let is_place = |span: Span| text.get(span.range()).is_some();
    for finding in findings {
        let related = finding.related.iter().map(|label| label.span);
        let edits = finding.fixes.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span);
        if let Some(span) = std::iter::once(finding.span).chain(related).chain(edits).find(|&span| !is_place(span)) {
            return Some(format!("{}: {span:?} is no place of the text: {}", finding.rule, finding.message));
        }
        let overlap =
            |fix: &asl_lint::diagnostic::Fix| fix.edits.windows(2).any(|pair| pair[1].span.start < pair[0].span.end);
        if let Some(fix) = finding.fixes.iter().find(|fix| overlap(fix)) {
            return Some(format!("{}: the edits of `{}` overlap or are out of order", finding.rule, fix.title));
        }
    }
    None
}

/// Analyzes a text, and says what is wrong with what came of it.
fn trouble(path: &Path, text: &str) -> Option<String> {
    match catch_unwind(AssertUnwindSafe(|| lint(path, text))) {
        Ok(analysis) => misplaced(text, &analysis.diagnostics),
        Err(panic) => {
            let message = panic.downcast_ref::<String>().map(String::as_str);
            Some(format!("panics: {}", message.or_else(|| panic.downcast_ref().copied()).unwrap_or("?")))
        }
    }
}

/// Runs a check over all fixtures on as many threads as there are processors.
fn each(fixtures: &[Fixture], check: impl Fn(usize, &Fixture) -> Vec<String> + Sync) {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut wrong = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(fixture) = fixtures.get(index) else { return wrong };
            // A few say enough of one file.
            wrong.extend(check(index, fixture).into_iter().take(3));
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        running.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every how many bytes a fixture is broken: `long` for the files above 4 KB, and so that all keep to the budget.
fn stride(fixtures: &[Fixture], fixture: &Fixture, long: usize) -> usize {
    let work: u64 = fixtures.iter().map(|fixture| (fixture.text.len() as u64).pow(2)).sum();
    let least = if 4_096 < fixture.text.len() { long } else { 1 };
    // An odd stride does not fall in step with indentation.
    least.max(usize::try_from(work / BUDGET).unwrap()) | 1
}

#[test]
fn any_prefix_of_a_fixture_is_analyzed() {
    let fixtures = fixtures();
    each(&fixtures, |index, fixture| {
        let Fixture { path, text } = fixture;
        let stride = stride(&fixtures, fixture, 7);
        let ends = (index % stride..=text.len()).step_by(stride).filter(|&end| text.is_char_boundary(end));
        ends.filter_map(|end| Some(format!("{} cut at byte {end}: {}", name(path), trouble(path, &text[..end])?)))
            .collect()
    });
}

#[test]
fn any_fixture_with_a_byte_missing_is_analyzed() {
    let fixtures = fixtures();
    each(&fixtures, |index, fixture| {
        let Fixture { path, text } = fixture;
        let stride = stride(&fixtures, fixture, 5);
        let broken = |at: usize| {
            let without = [&text.as_bytes()[..at], &text.as_bytes()[at + 1..]].concat();
            // A byte out of a longer character leaves no text.
            let without = String::from_utf8(without).ok()?;
            Some(format!("{} without byte {at}: {}", name(path), trouble(path, &without)?))
        };
        (index % stride..text.len()).step_by(stride).filter_map(broken).collect()
    });
}

#[test]
fn spans_of_the_fixtures_are_places_of_them() {
    each(&fixtures(), |_, fixture| {
        let trouble = trouble(&fixture.path, &fixture.text);
        trouble.map(|trouble| format!("{}: {trouble}", name(&fixture.path))).into_iter().collect()
    });
}

fn apply(text: &str, edits: &[Edit]) -> String {
    let mut fixed = text.to_owned();
    for edit in edits.iter().rev() {
        fixed.replace_range(edit.span.range(), &edit.text);
    }
    fixed
}

/// How often each rule reports, of those findings that a filter takes.
fn count(findings: &[Diagnostic], takes: impl Fn(&Diagnostic) -> bool) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for finding in findings.iter().filter(|finding| takes(finding)) {
        *counts.entry(finding.rule).or_default() += 1;
    }
    counts
}

#[test]
fn a_safe_fix_mends_its_finding_and_adds_no_error() {
    each(&fixtures(), |_, Fixture { path, text }| {
        let before = lint(path, text).diagnostics;
        let mut wrong = Vec::new();
        for finding in &before {
            for fix in finding.fixes.iter().filter(|fix| fix.applicability == Applicability::Safe) {
                let fixed = apply(text, &fix.edits);
                let after = lint(path, &fixed).diagnostics;
                let same = |other: &Diagnostic| other.rule == finding.rule && other.message == finding.message;
                let title = format!("{}: {}: `{}`", name(path), finding.rule, fix.title);
                if count(&before, same).values().sum::<usize>() <= count(&after, same).values().sum() {
                    wrong.push(format!("{title} leaves the finding: {}\n{fixed}", finding.message));
                }
                let is_error = |other: &Diagnostic| other.severity == Severity::Error;
                // What could not be read may have been wrong besides.
                let is_read = |other: &Diagnostic| {
                    finding.rule.ends_with("-syntax") && finding.span.contains(Span::empty(other.span.start))
                };
                let errors = count(&before, is_error);
                for (rule, now) in count(&after, |other| is_error(other) && !is_read(other)) {
                    if errors.get(rule).copied().unwrap_or(0) < now {
                        wrong.push(format!("{title} adds an error of `{rule}`\n{fixed}"));
                    }
                }
            }
        }
        wrong
    });
}
