//! What `check` does with one file, and what comes of that. Knows nothing of the other files but what the run tells.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::Work;
use crate::add_ignores::add_ignores;
use crate::analysis::{Analysis, Project, Subject, analyze_subject};
use crate::cli::baseline::Met;
use crate::cli::files::{self, Failure, File, Origin};
use crate::cli::ignores::Suppressed;
use crate::cli::output::{self, Output};
use crate::cli::references::InRun;
use crate::cli::timings::{Stopwatch, Timings};
use crate::cli::{Status, write};
use crate::diagnostic::Diagnostic;
use crate::fix;
use crate::host::{self, Candidate, FilePath};
use crate::render::statistics::Statistics;
use crate::render::{Counts, Silenced};
use crate::settings::Settings;
use crate::text::Source;
use crate::workspace::{self, InForce};

const NO_DEFINITION: &str = "no state machine definition in it";

/// What came of one file.
#[derive(Default)]
pub(super) struct Outcome {
    /// The findings, a text for each output format.
    pub(super) texts: Vec<String>,
    /// For standard output, where no findings are written.
    pub(super) text: String,
    /// What could not be done with which file.
    pub(super) errors: Vec<(String, String)>,
    /// For standard error, each a line.
    pub(super) notes: Vec<String>,
    pub(super) counts: Counts,
    /// For the baseline, if there is one.
    pub(super) met: Option<Met>,
    /// What `--add-ignores` did.
    pub(super) suppressed: Option<Suppressed>,
    /// The findings by rule, if they are to be counted.
    pub(super) statistics: Statistics,
    /// Whether a finding is severe enough to fail, or a difference is shown.
    pub(super) fails: bool,
    /// Where the time went, if it is asked for.
    pub(super) timings: Timings,
}

impl Work<'_> {
    /// A fault of this program in one file does not keep the others from being checked.
    pub(super) fn guarded(&self, file: &File) -> Outcome {
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
        let is_claimed = file.path.is_none() || file.origin == Origin::Referenced || path.is_definition();
        let bytes = match files::read(file) {
            Ok(bytes) => bytes,
            Err(Failure::TooLong(_)) if file.origin == Origin::Walked && !is_claimed => {
                return self.skipped(file, "it is too large to be a definition");
            }
            Err(failure) => return Outcome::error(file, &failure.to_string()),
        };
        self.read.fetch_add(bytes.len(), Ordering::Relaxed);
        // A file that was named is told to be in another encoding, not to hold nothing.
        let is_utf16 = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
        let is_taken = is_claimed || (is_utf16 && file.origin != Origin::Walked);
        if !is_taken && !host::may_hold_definition(&bytes) {
            return self.skipped(file, NO_DEFINITION);
        }
        let source = match Source::from_bytes(bytes) {
            Ok(source) => Arc::new(source),
            Err(unreadable) => return Outcome::error(file, &unreadable.to_string()),
        };
        let options = in_force.options(&absolute);
        let candidate = Candidate { source: &source, path: &path, is_claimed };
        self.timed(|project| self.analyze(file, in_force, Subject { candidate, options: &options, project }))
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

    /// Analyzes a file and does what is asked for.
    fn analyze(&self, file: &File, in_force: &InForce, subject: Subject<'_>) -> Outcome {
        let settings = &in_force.settings;
        if let Some(reason) = &self.reason {
            return self.suppress(file, in_force, subject, reason);
        }
        let Some(threshold) = self.fixes.filter(|_| !self.arguments.show_files) else {
            let analysis = analyze_subject(subject);
            return if self.arguments.show_files {
                self.shown(file, &analysis)
            } else {
                self.report(file, settings, &analysis)
            };
        };
        let result = fix::fix(subject, threshold);
        if self.arguments.diff {
            let text = output::diff(&file.name, subject.candidate.source.text(), &result.text);
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
    fn suppress(&self, file: &File, in_force: &InForce, subject: Subject<'_>, reason: &str) -> Outcome {
        let Some(target) = &file.path else {
            return Outcome::error(file, "standard input has no place for suppressions");
        };
        let added = add_ignores(subject, in_force.settings.min_severity(), reason);
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

impl Outcome {
    /// Whether it leaves nothing to write.
    pub(super) fn is_silent(&self) -> bool {
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
