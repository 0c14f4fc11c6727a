//! `fmt`: lays out definitions, in place or to be looked at.
//!
//! It takes the same files as `check`. A file that cannot be formatted stays as it is, and standard error says why.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::Status;
use super::args::Fmt;
use super::config::Configurations;
use super::files::{self, Failure, File, Origin};
use super::output::{self, Output, complain};
use super::write;
use crate::format::{self, Options, Refusal};
use crate::host::{self, Candidate, FilePath};
use crate::text::Source;
use crate::workspace::reason;

/// What came of one file.
enum Outcome {
    /// It is laid out already.
    Unchanged {
        text: String,
    },
    Changed {
        old: String,
        new: String,
    },
    /// Left alone; `text` is what it holds, where it was read.
    Refused {
        refusal: Refusal,
        text: Option<String>,
    },
    /// It is not taken, and this is why.
    Skipped(&'static str),
    Failed(String),
}

pub(super) fn run(arguments: &Fmt) -> Status {
    match work(arguments) {
        Ok(status) => status,
        Err(message) => {
            complain(&message);
            Status::Failure
        }
    }
}

/// Formats the files one by one. `Err` is a fault in the arguments or in the configuration.
fn work(arguments: &Fmt) -> Result<Status, String> {
    let options = Options {
        indent_width: usize::from(arguments.indent_width),
        tabs: arguments.tabs,
        max_width: usize::from(arguments.max_width),
        ..Options::default()
    };
    let mut configurations = Configurations::new(&arguments.configuration)?;
    let excludes = configurations.excluder(&arguments.exclusion.exclude)?;
    let found = files::find(&arguments.paths, arguments.stdin_filename.as_deref(), &arguments.exclusion, excludes)?;
    configurations.prepare(&found.files)?;
    let mut output = Output::stdout();
    let mut status = Status::Success;
    for (name, reason) in &found.errors {
        complain(&format!("{name}: {reason}"));
        status = Status::Failure;
    }
    for file in &found.files {
        let outcome =
            catch_unwind(AssertUnwindSafe(|| format(file, &configurations, &options))).unwrap_or_else(|panic| {
                let reason = output::reason_of(panic.as_ref());
                Outcome::Failed(format!("internal error: {reason}; please report it"))
            });
        status = status.max(deliver(file, outcome, arguments, &mut output));
        if !output.is_open() {
            break;
        }
    }
    Ok(status.max(output.finish()))
}

/// Reads and formats a file; writes nothing.
fn format(file: &File, configurations: &Configurations, options: &Options) -> Outcome {
    let path = FilePath(file.name.clone());
    if file.origin == Origin::Walked && !path.is_candidate() {
        return Outcome::Skipped("its name is not that of a definition");
    }
    let is_excluded =
        || configurations.of(file).is_some_and(|in_force| in_force.excludes(&configurations.absolute(file)));
    if file.origin != Origin::Named && is_excluded() {
        return Outcome::Skipped("the configuration excludes it");
    }
    let is_claimed = file.path.is_none() || path.is_definition();
    let bytes = match files::read(file) {
        Ok(bytes) => bytes,
        Err(Failure::TooLong(_)) if file.origin == Origin::Walked && !is_claimed => {
            return Outcome::Skipped("it is too large to be a definition");
        }
        Err(failure) => return Outcome::Failed(failure.to_string()),
    };
    if !is_claimed && !host::may_hold_definition(&bytes) {
        return Outcome::Refused { refusal: Refusal::NoDefinition, text: None };
    }
    let source = match Source::from_bytes(bytes) {
        Ok(source) => Arc::new(source),
        Err(unreadable) => return Outcome::Failed(unreadable.to_string()),
    };
    let text = source.text().to_string();
    match format::format(Candidate { source: &source, path: &path, is_claimed }, options) {
        Ok(new) if new == text => Outcome::Unchanged { text },
        Ok(new) => Outcome::Changed { old: text, new },
        Err(refusal) => Outcome::Refused { refusal, text: Some(text) },
    }
}

/// Writes or shows what came of a file, and says what there is to say of it.
fn deliver(file: &File, outcome: Outcome, arguments: &Fmt, output: &mut Output) -> Status {
    // Who sends a text through a filter wants it back, whatever there is to say of it.
    let is_filter = file.path.is_none() && !arguments.check && !arguments.diff;
    match outcome {
        Outcome::Unchanged { text } => {
            if is_filter {
                output.write(&text);
            }
            Status::Success
        }
        Outcome::Changed { old, new } => changed(file, &old, &new, arguments, output),
        Outcome::Refused { refusal, text } => {
            if is_filter {
                output.write(text.as_deref().unwrap_or(""));
            }
            // What holds no definition of its own is met on every walk, and is nothing to speak of.
            let is_common = matches!(refusal, Refusal::NoDefinition | Refusal::Template);
            note(file, &refusal.to_string(), is_common && file.origin != Origin::Named, arguments);
            Status::Success
        }
        Outcome::Skipped(why) => {
            note(file, why, true, arguments);
            Status::Success
        }
        Outcome::Failed(reason) => {
            complain(&format!("{}: {reason}", file.name));
            Status::Failure
        }
    }
}

fn changed(file: &File, old: &str, new: &str, arguments: &Fmt, output: &mut Output) -> Status {
    if arguments.diff {
        output.write(&output::diff(&file.name, old, new));
        return Status::Findings;
    }
    if arguments.check {
        output.write(&format!("{}\n", file.name));
        return Status::Findings;
    }
    let Some(path) = &file.path else {
        output.write(new);
        return Status::Success;
    };
    match write::replace(path, new.as_bytes()) {
        Ok(()) => {
            if !arguments.quiet {
                complain(&format!("{}: formatted", file.name));
            }
            Status::Success
        }
        Err(error) => {
            complain(&format!("{}: cannot be written: {}", file.name, reason(&error)));
            Status::Failure
        }
    }
}

/// Says why a file is left alone; what is common only on request.
fn note(file: &File, why: &str, is_common: bool, arguments: &Fmt) {
    if arguments.verbose || !(arguments.quiet || is_common) {
        complain(&format!("{}: {why}, left as it is", file.name));
    }
}
