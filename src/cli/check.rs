//! `check`: reads files, analyzes them, fixes them, and writes what was found.
//!
//! Each file is read, analyzed and rendered on its own, and only its text is kept: memory does not grow with what
//! was read. Output is in the order of the files whatever the threads do.

use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::Status;
use super::args::Check;
use super::baseline::{Accepted, Met};
use super::config::Configurations;
use super::files::{self, Failure, File, Files, Origin};
use super::ignores::{self, Suppressed};
use super::output::{self, Output, complain};

use super::progress::Progress;
use super::references::{self, InRun};
use super::report::{Report, Reporter};
use super::timings::{Stopwatch, Timings};
use super::write;
use crate::add_ignores::add_ignores;
use crate::analysis::{Analysis, Project, analyze_claimed};
use crate::config::{Options, Selection};
use crate::diagnostic::{Applicability, Diagnostic};
use crate::fix;
use crate::host::{self, FilePath};
use crate::render::statistics::Statistics;
use crate::render::{Counts, Silenced};
use crate::rule::Rule;
use crate::settings::Settings;
use crate::text::Source;
use crate::workspace::references::References;
use crate::workspace::{self, InForce, Patterns};

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
    references: References,
    reporter: Reporter<'a>,
    /// Why everything that is found is to be suppressed, on one line.
    reason: Option<String>,
    /// Whether and how surely fixes are applied.
    fixes: Option<Applicability>,
    /// How many bytes have been read.
    read: AtomicUsize,
}

/// The text of a file and what is known of it.
struct Content {
    source: Arc<Source>,
    path: FilePath,
    /// Whether it is a definition whatever it looks like.
    claimed: bool,
    options: Arc<Options>,
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
    /// What `--add-ignores` did.
    suppressed: Option<Suppressed>,
    /// The findings by rule, if they are to be counted.
    statistics: Statistics,
    /// Whether a finding is severe enough to fail, or a difference is shown.
    fails: bool,
    /// Where the time went, if it is asked for.
    timings: Timings,
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
        self.for_each(&found.files, &mut take);
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

    /// Analyzes a file by `work`, with a stopwatch where somebody wants to know.
    fn timed(&self, work: impl FnOnce(&dyn Project) -> Outcome) -> Outcome {
        let project = |observer| InRun { references: &self.references, configurations: &self.configurations, observer };
        if !self.arguments.verbose {
            return work(&project(None));
        }
        let stopwatch = Stopwatch::default();
        let outcome = work(&project(Some(&stopwatch)));
        Outcome { timings: stopwatch.stop(), ..outcome }
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
        if file.origin != Origin::Named && in_force.excludes(&absolute) {
            return self.skipped(file, "the configuration excludes it");
        }
        let claimed = file.path.is_none() || file.origin == Origin::Referenced || path.is_definition();
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
        let is_taken = claimed || (is_utf16 && file.origin != Origin::Walked);
        if !is_taken && !host::may_hold_definition(&bytes) {
            return self.skipped(file, NO_DEFINITION);
        }
        let source = match Source::from_bytes(bytes) {
            Ok(source) => Arc::new(source),
            Err(unreadable) => return Outcome::error(file, &unreadable.to_string()),
        };
        let options = in_force.options(&absolute);
        let content = Content { source, path, claimed, options };
        self.timed(|project| self.analyze(file, in_force, &content, project))
    }

    /// Analyzes the content of a file and does what is asked for.
    fn analyze(&self, file: &File, in_force: &InForce, content: &Content, project: &dyn Project) -> Outcome {
        let Content { source, path, claimed, options } = content;
        let settings = &in_force.settings;
        if let Some(reason) = &self.reason {
            return self.suppress(file, in_force, content, project, reason);
        }
        let Some(threshold) = self.fixes.filter(|_| !self.arguments.show_files) else {
            let analysis = analyze_claimed(source, path, *claimed, options, project);
            return if self.arguments.show_files {
                self.shown(file, &analysis)
            } else {
                self.report(file, settings, &analysis)
            };
        };
        let result = fix::fix(source, path, *claimed, options, project, threshold);
        if self.arguments.diff {
            let text = output::diff(&file.name, source.text(), &result.text);
            let counts = Counts { files: usize::from(!result.analysis.definitions.is_empty()), ..Counts::default() };
            return Outcome { fails: !text.is_empty(), text, counts, ..Outcome::default() };
        }
        let mut outcome = self.report(file, settings, &result.analysis);
        outcome.counts.fixed = result.applied;
        match &file.path {
            None => outcome.errors.extend(print_fixed(&result.text)),
            Some(target) if 0 < result.applied => {
                if let Err(error) = write::replace(target, result.text.as_bytes()) {
                    return Outcome::error(file, &format!("cannot be written: {}", workspace::reason(&error)));
                }
            }
            Some(_) => {}
        }
        outcome
    }

    /// Suppresses what is found in a file.
    fn suppress(
        &self,
        file: &File,
        in_force: &InForce,
        content: &Content,
        project: &dyn Project,
        reason: &str,
    ) -> Outcome {
        let Content { source, path, claimed, options } = content;
        let Some(target) = &file.path else {
            return Outcome::error(file, "standard input has no place for suppressions");
        };
        let min_severity = in_force.settings.min_severity();
        let added = add_ignores(source, path, *claimed, options, project, min_severity, reason);
        let (absolute, directory) = (self.configurations.absolute(file), self.configurations.working_directory());
        let suppressed = match Suppressed::new(&added, &absolute, in_force.file.as_deref(), directory, reason) {
            Ok(suppressed) => suppressed,
            Err(message) => return Outcome::error(file, &message),
        };
        if 0 < added.comments
            && let Err(error) = write::replace(target, added.text.as_bytes())
        {
            return Outcome::error(file, &format!("cannot be written: {}", workspace::reason(&error)));
        }
        let analysis = Analysis { diagnostics: Vec::new(), ..added.analysis };
        Outcome { suppressed: Some(suppressed), ..self.report(file, &in_force.settings, &analysis) }
    }

    fn report(&self, file: &File, settings: &Settings, analysis: &Analysis) -> Outcome {
        let is_host = !analysis.references.is_empty() || !analysis.diagnostics.is_empty();
        if analysis.definitions.is_empty() && !is_host {
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
        let counted = |count: usize, of: &str| match count {
            0 => None,
            1 => Some(format!("1 {of}")),
            _ => Some(format!("{count} {of}s")),
        };
        let (inside, elsewhere) = (analysis.definitions.len(), analysis.references.len());
        let found = [counted(inside, "definition"), counted(elsewhere, "reference")];
        let found = found.into_iter().flatten().collect::<Vec<_>>().join(", ");
        if found.is_empty() {
            return self.skipped(file, NO_DEFINITION);
        }
        let text = format!("{}: taken, {found}\n", file.name);
        Outcome { text, ..Outcome::default() }
    }

    fn skipped(&self, file: &File, why: &str) -> Outcome {
        let line = format!("{}: {why}, skipped", file.name);
        if self.arguments.show_files {
            return Outcome { text: format!("{}: skipped, {why}\n", file.name), ..Outcome::default() };
        }
        let is_told = match file.origin {
            Origin::Named => !self.arguments.quiet,
            Origin::Handed | Origin::Referenced | Origin::Walked => self.arguments.verbose,
        };
        Outcome { notes: is_told.then_some(line).into_iter().collect(), ..Outcome::default() }
    }
}

/// A comment ends where its line does.
fn one_line(reason: &str) -> String {
    reason.split(char::is_control).map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

const NO_DEFINITION: &str = "no state machine definition in it";

impl Outcome {
    /// Whether it leaves nothing to write.
    fn is_silent(&self) -> bool {
        self.text.is_empty()
            && self.errors.is_empty()
            && self.notes.is_empty()
            && self.texts.iter().all(String::is_empty)
    }

    fn error(file: &File, reason: &str) -> Self {
        Self { errors: vec![(file.name.clone(), reason.to_owned())], ..Self::default() }
    }
}

fn print_fixed(text: &str) -> Option<(String, String)> {
    let mut output = Output::stdout();
    output.write(text);
    (output.finish() == Status::Failure).then(|| ("-".to_owned(), "the fixed text is lost".to_owned()))
}
