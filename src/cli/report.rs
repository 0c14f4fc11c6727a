//! Where findings go: one sink for each `--output-format`, each with its own format and its own file.
//!
//! Texts are made file by file, on any thread, and written as they come: what a format has to say at its start and
//! end stands around them.

use std::path::{MAIN_SEPARATOR, Path, PathBuf};

use super::Status;
use super::args::{Check, Color, Format, Target};
use super::output::{self, Output};
use crate::analysis::Analysis;
use crate::diagnostic::{Diagnostic, Severity};
use crate::render::{
    self, Counts, Silenced, checkstyle, concise, full, github, gitlab, json, junit, rdjson,
    sarif::{self, Driver},
    statistics::{self, Statistics},
};
use crate::rule::Rule;
use crate::workspace::reason;

/// What is to be written, as the work on one file wants it.
pub(super) struct Reporter<'a> {
    targets: &'a [Target],
    /// What standard output can show.
    style: full::Style,
    /// What is shown in files.
    file_style: full::Style,
    quiet: bool,
    /// Whether findings are counted instead of shown.
    counts_only: bool,
    /// The rules of the run, where a format lists them.
    driver: Driver,
    /// The working directory, where a format has paths that are relative to it.
    directory: Option<PathBuf>,
}

impl<'a> Reporter<'a> {
    /// `Err` says why the formats that were asked for do not go together.
    pub(super) fn new(arguments: &'a Check, is_enabled: impl Fn(&Rule) -> bool) -> Result<Self, String> {
        let targets = &arguments.output_format;
        let files: Vec<&PathBuf> = targets.iter().filter_map(|target| target.file.as_ref()).collect();
        if files.len() + 1 < targets.len() {
            return Err("only one output format can go to standard output; write `FORMAT:FILE` for others".to_owned());
        }
        if let Some((_, file)) = files.iter().enumerate().find(|(index, file)| files[..*index].contains(file)) {
            return Err(format!("two output formats go to `{}`", file.display()));
        }
        if let Some(target) = targets.iter().find(|target| arguments.statistics && !target.format.has_statistics()) {
            return Err(format!(
                "`--statistics` goes with `full`, `concise`, `json` and `json-lines`; `{}` has no place for counts",
                target.format.name()
            ));
        }
        let has = |format: Format| targets.iter().any(|target| target.format == format);
        let shows = |file: Option<PathBuf>| targets.contains(&Target { format: Format::Full, file });
        let is_relative = targets.iter().any(|target| target.format.has_relative_paths());
        let mut driver = if has(Format::Sarif) { Driver::new(is_enabled) } else { Driver::default() };
        driver.has_baseline = arguments.baseline.is_some() || arguments.write_baseline;
        Ok(Self {
            targets,
            style: if shows(None) {
                output::style(arguments.color, arguments.hyperlinks)
            } else {
                full::Style::default()
            },
            file_style: match arguments.color {
                Color::Always => output::style(Color::Always, arguments.hyperlinks),
                // Nobody looks at a file by a terminal's means, unless they say so.
                Color::Auto | Color::Never => full::Style::default(),
            },
            quiet: arguments.quiet,
            counts_only: arguments.statistics,
            driver,
            directory: if is_relative { std::env::current_dir().ok() } else { None },
        })
    }

    /// The findings of a file by rule, if they are to be counted.
    pub(super) fn count(&self, findings: &[&Diagnostic]) -> Statistics {
        if self.counts_only { Statistics::of(findings.iter().copied()) } else { Statistics::default() }
    }

    /// The findings of a file, of which those at least as severe as `fail_on` fail, and those that are silenced: a text
    /// for each target.
    pub(super) fn render(
        &self,
        name: &str,
        analysis: &Analysis,
        findings: &[&Diagnostic],
        silenced: &[Silenced<'_>],
        fail_on: Severity,
    ) -> Vec<String> {
        if self.counts_only {
            return Vec::new();
        }
        let relative = self.directory.as_deref().map_or_else(String::new, |directory| relative(name, directory));
        let render = |target: &Target| {
            let path = if target.format.has_relative_paths() { &relative } else { name };
            let file = render::File { path, analysis };
            match target.format {
                Format::Full => {
                    full::render(file, findings, if target.file.is_none() { self.style } else { self.file_style })
                }
                Format::Concise => concise::render(file, findings),
                Format::Json => json::items(file, findings),
                Format::JsonLines => json::lines(file, findings),
                Format::Sarif => sarif::results(&self.driver, file, findings, silenced),
                Format::Github => github::render(file, findings),
                Format::Gitlab => gitlab::items(file, findings),
                Format::Junit => junit::suite(file, findings, fail_on),
                Format::Checkstyle => checkstyle::render(file, findings),
                Format::Rdjson => rdjson::items(file, findings),
            }
        };
        self.targets.iter().map(render).collect()
    }

    fn opening(&self, format: Format) -> String {
        if self.counts_only {
            return String::new();
        }
        match format {
            Format::Full | Format::Concise | Format::JsonLines | Format::Github => String::new(),
            Format::Json => json::opening(),
            Format::Sarif => sarif::opening(&self.driver),
            Format::Gitlab => gitlab::OPENING.to_owned(),
            Format::Junit => junit::OPENING.to_owned(),
            Format::Checkstyle => checkstyle::opening(),
            Format::Rdjson => rdjson::opening(),
        }
    }

    /// All there is to say when findings are counted.
    fn statistics(format: Format, counts: &Counts, statistics: &Statistics) -> String {
        match format {
            Format::Json => statistics::document(statistics, counts),
            Format::JsonLines => statistics::lines(statistics),
            _ => statistics::table(statistics),
        }
    }

    fn closing(&self, format: Format, counts: &Counts, failures: &[(String, String)]) -> String {
        match format {
            Format::Full if counts.files == 0 || self.quiet => String::new(),
            Format::Full => format!("{}\n", counts.summary()),
            Format::Concise | Format::JsonLines | Format::Github => String::new(),
            Format::Json => json::closing(counts),
            Format::Sarif => sarif::closing(failures),
            Format::Gitlab => gitlab::CLOSING.to_owned(),
            Format::Junit => junit::CLOSING.to_owned(),
            Format::Checkstyle => checkstyle::CLOSING.to_owned(),
            Format::Rdjson => rdjson::CLOSING.to_owned(),
        }
    }
}

/// What stands between the texts of two files.
const fn separator(format: Format) -> &'static str {
    match format {
        Format::Json | Format::Sarif | Format::Gitlab | Format::Rdjson => ",\n",
        Format::Full | Format::Concise | Format::JsonLines | Format::Github | Format::Junit | Format::Checkstyle => "",
    }
}

/// A path as services that know the repository write it: from the working directory, with `/`.
fn relative(name: &str, directory: &Path) -> String {
    let path = Path::new(name).strip_prefix(directory).ok().and_then(Path::to_str).unwrap_or(name);
    if MAIN_SEPARATOR == '/' { path.to_owned() } else { path.replace(MAIN_SEPARATOR, "/") }
}

/// An output that is open.
struct Sink {
    /// Which of the targets it is.
    index: usize,
    format: Format,
    output: Output,
    is_empty: bool,
}

impl Sink {
    fn add(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        if !std::mem::take(&mut self.is_empty) {
            self.output.write(separator(self.format));
        }
        self.output.write(text);
    }
}

/// The outputs of a run.
pub(super) struct Report<'a> {
    reporter: &'a Reporter<'a>,
    sinks: Vec<Sink>,
    /// What could not be checked, and why, where a format says so at its end.
    failures: Vec<(String, String)>,
}

impl<'a> Report<'a> {
    /// Opens the outputs. `Err` says which of them cannot be written: nothing is worth checking, or fixing, for a
    /// report that gets lost.
    pub(super) fn open(reporter: &'a Reporter<'a>, stdout: impl Fn() -> Output) -> Result<Self, String> {
        let open = |target: &Target| match &target.file {
            None => Ok(stdout()),
            Some(path) => {
                Output::file(path).map_err(|error| format!("{}: cannot be written: {}", path.display(), reason(&error)))
            }
        };
        let outputs = reporter.targets.iter().map(open).collect::<Result<Vec<Output>, String>>()?;
        let mut sinks = Vec::new();
        for (index, (target, mut output)) in reporter.targets.iter().zip(outputs).enumerate() {
            output.write(&reporter.opening(target.format));
            sinks.push(Sink { index, format: target.format, output, is_empty: true });
        }
        Ok(Self { reporter, sinks, failures: Vec::new() })
    }

    /// Adds what was found in a file.
    pub(super) fn add(&mut self, texts: &[String]) {
        for sink in &mut self.sinks {
            sink.add(texts.get(sink.index).map_or("", String::as_str));
        }
    }

    /// Adds that a file could not be checked.
    pub(super) fn fail(&mut self, name: &str, reason: &str) {
        let mut is_kept = false;
        for sink in &mut self.sinks {
            match sink.format {
                Format::Junit => sink.add(&junit::failed(name, reason)),
                Format::Sarif => is_kept = true,
                _ => {}
            }
        }
        if is_kept {
            self.failures.push((name.to_owned(), reason.to_owned()));
        }
    }

    /// Whether there is a point in going on.
    pub(super) fn is_open(&self) -> bool {
        self.sinks.iter().any(|sink| sink.output.is_open())
    }

    /// Writes what stands at the ends.
    pub(super) fn finish(self, counts: &Counts, statistics: &Statistics) -> Status {
        let mut status = Status::Success;
        for mut sink in self.sinks {
            let text = if self.reporter.counts_only {
                Reporter::statistics(sink.format, counts, statistics)
            } else {
                self.reporter.closing(sink.format, counts, &self.failures)
            };
            sink.output.write(&text);
            status = status.max(sink.output.finish());
        }
        status
    }
}
