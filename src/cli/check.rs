//! `check`: reads files, analyzes them, fixes them, and writes what was found.
//!
//! Each file is read, analyzed and rendered on its own (`file`), several at a time (`threads`), and only its text is kept:
//! memory does not grow with what was read. Output is in the order of the files whatever the threads do.

mod file;
mod threads;

use std::path::PathBuf;
use std::sync::atomic::AtomicUsize;

use super::Status;
use super::args::Check;
use super::baseline::{Accepted, Met};
use super::config::Configurations;
use super::files::{self, Files, Origin};
use super::ignores::{self, Suppressed};
use super::output::{Output, complain};
use super::progress::Progress;
use super::references;
use super::report::{Report, Reporter};
use super::timings::Timings;
use crate::config::Selection;
use crate::diagnostic::Applicability;
use crate::render::Counts;
use crate::render::statistics::Statistics;
use crate::rule::Rule;
use crate::workspace::Patterns;
use crate::workspace::references::References;

use file::Outcome;

/// What the arguments ask for, as the work on one file wants it.
struct Work<'a> {
    arguments: &'a Check,
    configurations: Configurations,
    accepted: Option<Accepted>,
    references: References,
    reporter: Reporter<'a>,
    /// Why everything that is found is to be suppressed, on one line.
    reason: Option<String>,
    /// Whether and how surely fixes are applied.
    fixes: Option<Applicability>,
    /// How many bytes have been read.
    read: AtomicUsize,
}

pub(super) fn run(arguments: &Check) -> Status {
    let mut work = match Work::new(arguments) {
        Ok(work) => work,
        Err(message) => {
            complain(&message);
            return Status::Failure;
        }
    };
    match work.find() {
        Ok(found) => work.run(&found),
        Err(message) => {
            complain(&message);
            Status::Failure
        }
    }
}

impl<'a> Work<'a> {
    fn new(arguments: &'a Check) -> Result<Self, String> {
        let wants_fixes = arguments.fix || arguments.unsafe_fixes || arguments.diff;
        let threshold = if arguments.unsafe_fixes { Applicability::Unsafe } else { Applicability::Safe };
        let configurations = Configurations::for_check(arguments)?;
        // What configuration files add differs from file to file; the list of rules follows the arguments.
        let selection = Selection {
            select: arguments.select.clone(),
            extend: arguments.extend_select.clone(),
            ignore: arguments.ignore.clone(),
            errors_only: false,
        };
        let is_listed = |rule: &Rule| selection.includes(rule.name, rule.category.name(), rule.severity);
        Ok(Self {
            arguments,
            accepted: Accepted::new(arguments, &configurations)?,
            configurations,
            references: References::default(),
            reporter: Reporter::new(arguments, is_listed)?,
            reason: arguments.add_ignores.as_deref().map(one_line),
            fixes: wants_fixes.then_some(threshold),
            read: AtomicUsize::new(0),
        })
    }

    /// The files to check, with their configurations at hand.
    fn find(&mut self) -> Result<Files, String> {
        let excludes = self.configurations.excluder(&self.arguments.exclusion.exclude)?;
        let Check { paths, stdin_filename, exclusion, .. } = self.arguments;
        let mut found = files::find(paths, stdin_filename.as_deref(), exclusion, excludes)?;
        self.configurations.prepare(&found.files)?;
        let unwanted = Patterns::new(PathBuf::new(), &exclusion.exclude)?;
        self.references = references::gather(&mut found.files, &self.configurations, &unwanted);
        self.configurations.prepare(&found.files)?;
        Ok(found)
    }

    fn run(&self, found: &Files) -> Status {
        // The text of standard input takes standard output for itself.
        let takes_stdout = self.writes() && found.files.iter().any(|file| file.path.is_none());
        let stdout = || if takes_stdout { Output::stderr() } else { Output::stdout() };
        if !self.reports() {
            let mut output = stdout();
            let (status, ..) = self.work(found, &mut |outcome| {
                output.write(&outcome.text);
                output.is_open()
            });
            return status.max(output.finish());
        }
        let mut report = match Report::open(&self.reporter, stdout) {
            Ok(report) => report,
            Err(message) => {
                complain(&message);
                return Status::Failure;
            }
        };
        let (status, counts, statistics) = self.work(found, &mut |outcome| {
            outcome.errors.iter().for_each(|(name, reason)| report.fail(name, reason));
            report.add(&outcome.texts);
            report.is_open()
        });
        status.max(report.finish(&counts, &statistics))
    }

    /// Works on all files, says what went wrong, and hands on the rest.
    fn work(&self, found: &Files, receive: &mut dyn FnMut(Outcome) -> bool) -> (Status, Counts, Statistics) {
        let mut status = Status::Success;
        let mut counts = Counts::default();
        let mut met: Vec<Met> = Vec::new();
        let mut suppressed: Vec<Suppressed> = Vec::new();
        let mut statistics = Statistics::default();
        let mut timings = Timings::default();
        let mut progress = Progress::new(found.files.len(), self.arguments.quiet);
        let mut take = |mut outcome: Outcome| {
            progress.advance();
            if !outcome.errors.is_empty() {
                status = Status::Failure;
            }
            if outcome.fails && !self.arguments.exit_zero {
                status = status.max(Status::Findings);
            }
            counts.add(&outcome.counts);
            timings.add(&outcome.timings);
            met.extend(outcome.met.take());
            suppressed.extend(outcome.suppressed.take());
            statistics.add(&outcome.statistics);
            if outcome.is_silent() {
                return receive(outcome);
            }
            progress.aside(|| {
                outcome.errors.iter().for_each(|(name, reason)| complain(&format!("{name}: {reason}")));
                outcome.notes.iter().for_each(|line| complain(line));
                receive(outcome)
            })
        };
        if !found.errors.is_empty() {
            take(Outcome { errors: found.errors.clone(), ..Outcome::default() });
        }
        threads::for_each(&found.files, self.arguments.jobs, &self.read, |file| self.guarded(file), &mut take);
        progress.finish();
        if !timings.is_empty() {
            let mut output = Output::stderr();
            output.write(&timings.table());
            status = status.max(output.finish());
        }
        if let Some(accepted) = &self.accepted
            && let Err(message) = accepted.finish(&met, self.arguments.quiet)
        {
            complain(&message);
            status = Status::Failure;
        }
        if self.reason.is_some()
            && let Err(message) = ignores::finish(&suppressed, &self.configurations, self.arguments.quiet)
        {
            complain(&message);
            status = Status::Failure;
        }
        let is_walk = found.files.iter().all(|file| file.origin != Origin::Named);
        let is_told = !self.arguments.quiet && !self.arguments.show_files;
        let is_slip = self.arguments.error_on_no_inputs && !self.arguments.show_files;
        if counts.files == 0 && status != Status::Failure && (is_slip || is_walk && is_told) {
            complain("no state machine definition found");
            status = if is_slip { Status::Failure } else { status };
        }
        (status, counts, statistics)
    }

    /// Whether fixes are written.
    fn writes(&self) -> bool {
        self.fixes.is_some() && !self.arguments.diff
    }

    /// Whether findings are written.
    fn reports(&self) -> bool {
        !self.arguments.diff && !self.arguments.show_files
    }
}

/// A comment ends where its line does.
fn one_line(reason: &str) -> String {
    reason.split(char::is_control).map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}
