//! `check`: reads files, analyzes them, fixes them, and writes what was found.
//!
//! Each file is read, analyzed and rendered on its own, and only its text is kept: memory does not grow with what
//! was read. Output is in the order of the files whatever the threads do.

use std::fs;
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::Status;
use super::args::Check;
use super::baseline::{Accepted, Met};
use super::config::Configurations;
use super::files::{self, Failure, File, Files, Origin};
use super::output::{self, Output, complain};
use super::report::{Report, Reporter};
use crate::analysis::{Analysis, NoProject, analyze_claimed};
use crate::config::Selection;
use crate::diagnostic::{Applicability, Diagnostic};
use crate::fix;
use crate::host::{self, FilePath};
use crate::render::statistics::Statistics;
use crate::render::{Counts, Silenced};
use crate::rule::Rule;
use crate::settings::Settings;
use crate::text::Source;

/// How many bytes are read before threads are thought of, unless they are asked for: a tenth of a second's work. Threads
/// take a tenth more time of processors, and nobody sees the difference in so little.
const ALONE: usize = 10 << 20;

/// A thread has to have this many files to be worth starting.
const FILES_PER_THREAD: usize = 16;

/// How many files are worked on before their output is written.
const BATCH: usize = 1024;

/// How many files a thread takes at a time.
const CHUNK: usize = 16;

/// The stack of a thread: that of a main thread, so that nesting is met alike on both.
const STACK: usize = 8 << 20;

/// What the arguments ask for, as the work on one file wants it.
struct Work<'a> {
    arguments: &'a Check,
    configurations: Configurations,
    accepted: Option<Accepted>,
    reporter: Reporter<'a>,
    /// Whether and how surely fixes are applied.
    fixes: Option<Applicability>,
    /// How many bytes have been read.
    read: AtomicUsize,
}

/// What came of one file.
#[derive(Default)]
struct Outcome {
    /// The findings, a text for each output format.
    texts: Vec<String>,
    /// For standard output, where no findings are written.
    text: String,
    /// What could not be done with which file.
    errors: Vec<(String, String)>,
    /// For standard error, each a line.
    notes: Vec<String>,
    counts: Counts,
    /// For the baseline, if there is one.
    met: Option<Met>,
    /// The findings by rule, if they are to be counted.
    statistics: Statistics,
    /// Whether a finding is severe enough to fail, or a difference is shown.
    fails: bool,
}

pub(super) fn run(arguments: &Check) -> Status {
    let mut work = match Work::new(arguments) {
        Ok(work) => work,
        Err(message) => {
            complain(&message);
            return Status::Failure;
        }
    };
    match files::find(&arguments.paths, arguments.stdin_filename.as_deref(), &arguments.exclude) {
        Ok(found) => match work.configurations.prepare(&found.files) {
            Ok(()) => work.run(&found),
            Err(message) => {
                complain(&message);
                Status::Failure
            }
        },
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
            reporter: Reporter::new(arguments, is_listed)?,
            fixes: wants_fixes.then_some(threshold),
            read: AtomicUsize::new(0),
        })
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
        let mut report = Report::open(&self.reporter, stdout);
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
        let mut statistics = Statistics::default();
        let mut take = |outcome: Outcome| {
            outcome.errors.iter().for_each(|(name, reason)| complain(&format!("{name}: {reason}")));
            outcome.notes.iter().for_each(|line| complain(line));
            if !outcome.errors.is_empty() {
                status = Status::Failure;
            }
            if outcome.fails && !self.arguments.exit_zero {
                status = status.max(Status::Findings);
            }
            counts.add(&outcome.counts);
            let mut outcome = outcome;
            met.extend(outcome.met.take());
            statistics.add(&outcome.statistics);
            receive(outcome)
        };
        if !found.errors.is_empty() {
            take(Outcome { errors: found.errors.clone(), ..Outcome::default() });
        }
        self.for_each(&found.files, &mut take);
        if let Some(accepted) = &self.accepted
            && let Err(message) = accepted.finish(&met, self.arguments.quiet)
        {
            complain(&message);
            status = Status::Failure;
        }
        let is_walk = found.files.iter().all(|file| file.origin == Origin::Walked);
        let is_told = !self.arguments.quiet && !self.arguments.show_files;
        if counts.files == 0 && is_walk && status != Status::Failure && is_told {
            complain("no state machine definition found");
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

    /// Works on files and hands on what came of them, in their order, until the receiver has enough.
    fn for_each(&self, files: &[File], receive: &mut dyn FnMut(Outcome) -> bool) {
        let alone = if self.arguments.jobs.is_none() { ALONE } else { 0 };
        let mut rest = files.iter();
        while self.read.load(Ordering::Relaxed) < alone {
            let Some(file) = rest.next() else { return };
            if !receive(self.guarded(file)) {
                return;
            }
        }
        let files = rest.as_slice();
        let threads = self.threads(files.len());
        let pool = (1 < threads)
            .then(|| {
                rayon::ThreadPoolBuilder::new().num_threads(threads).use_current_thread().stack_size(STACK).build().ok()
            })
            .flatten();
        let Some(pool) = pool else {
            for file in files {
                if !receive(self.guarded(file)) {
                    return;
                }
            }
            return;
        };
        for batch in files.chunks(BATCH) {
            let outcomes: Vec<Vec<Outcome>> = pool.install(|| {
                batch.par_chunks(CHUNK).map(|chunk| chunk.iter().map(|file| self.guarded(file)).collect()).collect()
            });
            for outcome in outcomes.into_iter().flatten() {
                if !receive(outcome) {
                    return;
                }
            }
        }
    }

    fn threads(&self, files: usize) -> usize {
        let worthwhile = files / FILES_PER_THREAD;
        if worthwhile < 2 {
            return 1;
        }
        let available = match self.arguments.jobs {
            Some(jobs) => usize::from(jobs),
            None => std::thread::available_parallelism().map_or(1, NonZeroUsize::get),
        };
        available.min(worthwhile)
    }

    /// A fault of this program in one file does not keep the others from being checked.
    fn guarded(&self, file: &File) -> Outcome {
        catch_unwind(AssertUnwindSafe(|| self.check(file))).unwrap_or_else(|panic| {
            let reason = output::reason_of(panic.as_ref());
            Outcome::error(file, &format!("internal error: {reason}; please report it"))
        })
    }

    fn check(&self, file: &File) -> Outcome {
        let path = FilePath(file.name.clone());
        if file.origin == Origin::Walked && !path.is_candidate() {
            return self.skipped(file, "its name is not that of a definition or a template");
        }
        let Some(in_force) = self.configurations.of(file) else {
            return Outcome::error(file, "it has no configuration");
        };
        let absolute = self.configurations.absolute(file);
        if file.origin == Origin::Walked && in_force.excludes(&absolute) {
            return self.skipped(file, "the configuration excludes it");
        }
        let claimed = file.path.is_none() || path.is_definition();
        let bytes = match files::read(file) {
            Ok(bytes) => bytes,
            Err(Failure::TooLong(_)) if file.origin == Origin::Walked && !claimed => {
                return self.skipped(file, "it is too large to be a definition");
            }
            Err(failure) => return Outcome::error(file, &failure.to_string()),
        };
        self.read.fetch_add(bytes.len(), Ordering::Relaxed);
        // A file that was named is told to be in another encoding, not to hold nothing.
        let is_utf16 = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
        let is_taken = claimed || (is_utf16 && file.origin == Origin::Named);
        if !is_taken && !host::may_hold_definition(&bytes) {
            return self.skipped(file, NO_DEFINITION);
        }
        let source = match Source::from_bytes(bytes) {
            Ok(source) => Arc::new(source),
            Err(unreadable) => return Outcome::error(file, &unreadable.to_string()),
        };
        let options = in_force.options(&absolute);
        if self.arguments.show_files {
            let analysis = analyze_claimed(&source, &path, claimed, &options, &NoProject);
            return self.shown(file, &analysis);
        }
        let Some(threshold) = self.fixes else {
            let analysis = analyze_claimed(&source, &path, claimed, &options, &NoProject);
            return self.report(file, &in_force.settings, &analysis);
        };
        let result = fix::fix(&source, &path, claimed, &options, &NoProject, threshold);
        if self.arguments.diff {
            let text = output::diff(&file.name, source.text(), &result.text);
            let counts = Counts { files: usize::from(!result.analysis.definitions.is_empty()), ..Counts::default() };
            return Outcome { fails: !text.is_empty(), text, counts, ..Outcome::default() };
        }
        let mut outcome = self.report(file, &in_force.settings, &result.analysis);
        outcome.counts.fixed = result.applied;
        match &file.path {
            None => outcome.errors.extend(print_fixed(&result.text)),
            Some(target) if 0 < result.applied => {
                if let Err(error) = fs::write(target, result.text.as_bytes()) {
                    return Outcome::error(file, &format!("cannot be written: {}", files::reason(&error)));
                }
            }
            Some(_) => {}
        }
        outcome
    }

    fn report(&self, file: &File, settings: &Settings, analysis: &Analysis) -> Outcome {
        if analysis.definitions.is_empty() {
            return self.skipped(file, NO_DEFINITION);
        }
        let (min_severity, fail_on) = (settings.min_severity(), settings.fail_on());
        let findings: Vec<&Diagnostic> =
            analysis.diagnostics.iter().filter(|finding| min_severity <= finding.severity).collect();
        let suppressed = analysis.suppressed.iter().filter(|one| min_severity <= one.finding.severity);
        let mut silenced: Vec<Silenced<'_>> = suppressed.map(Silenced::from).collect();
        let (findings, met) = match &self.accepted {
            Some(accepted) => {
                let mut sifted = accepted.sift(&self.configurations.absolute(file), analysis, &findings);
                silenced.append(&mut sifted.accepted);
                (sifted.new, Some(sifted.met))
            }
            None => (findings, None),
        };
        Outcome {
            statistics: self.reporter.count(&findings),
            met,
            texts: self.reporter.render(&file.name, analysis, &findings, &silenced, fail_on),
            counts: Counts::of(findings.iter().copied()),
            fails: findings.iter().any(|finding| fail_on <= finding.severity),
            ..Outcome::default()
        }
    }

    fn shown(&self, file: &File, analysis: &Analysis) -> Outcome {
        let count = analysis.definitions.len();
        let text = match count {
            0 => return self.skipped(file, NO_DEFINITION),
            1 => format!("{}: taken, 1 definition\n", file.name),
            _ => format!("{}: taken, {count} definitions\n", file.name),
        };
        Outcome { text, ..Outcome::default() }
    }

    fn skipped(&self, file: &File, why: &str) -> Outcome {
        let line = format!("{}: {why}, skipped", file.name);
        if self.arguments.show_files {
            return Outcome { text: format!("{}: skipped, {why}\n", file.name), ..Outcome::default() };
        }
        let is_told = match file.origin {
            Origin::Named => !self.arguments.quiet,
            Origin::Walked => self.arguments.verbose,
        };
        Outcome { notes: is_told.then_some(line).into_iter().collect(), ..Outcome::default() }
    }
}

const NO_DEFINITION: &str = "no state machine definition in it";

impl Outcome {
    fn error(file: &File, reason: &str) -> Self {
        Self { errors: vec![(file.name.clone(), reason.to_owned())], ..Self::default() }
    }
}

fn print_fixed(text: &str) -> Option<(String, String)> {
    let mut output = Output::stdout();
    output.write(text);
    (output.finish() == Status::Failure).then(|| ("-".to_owned(), "the fixed text is lost".to_owned()))
}
