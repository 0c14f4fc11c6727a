//! The standard streams: where they lead, what they can show, and what happens when nobody reads them.

use std::any::Any;
use std::fs::File;
use std::io::{self, BufWriter, IsTerminal as _, Write};
use std::path::Path;

use similar::TextDiff;

use super::Status;
use super::args::Color;
use crate::render::full::Style;
use crate::rule::HOMEPAGE;
use crate::workspace::reason;

/// Says on standard error what went wrong.
pub(super) fn complain(message: &str) {
    // There is no better place to say that standard error is closed.
    let _ = writeln!(io::stderr(), "asl-lint: {message}");
}

/// A writer that stops at the first failure. A reader that has gone away is none.
pub(super) struct Output {
    writer: Box<dyn Write>,
    error: Option<io::Error>,
    /// Of a file.
    name: Option<String>,
}

impl Output {
    pub(super) fn stdout() -> Self {
        Self { writer: Box::new(BufWriter::with_capacity(1 << 16, io::stdout().lock())), error: None, name: None }
    }

    pub(super) fn stderr() -> Self {
        Self { writer: Box::new(BufWriter::new(io::stderr())), error: None, name: None }
    }

    /// A file, whose former content is lost.
    pub(super) fn file(path: &Path) -> io::Result<Self> {
        let writer = Box::new(BufWriter::with_capacity(1 << 16, File::create(path)?));
        Ok(Self { writer, error: None, name: Some(path.display().to_string()) })
    }

    pub(super) fn write(&mut self, text: &str) {
        if self.error.is_none() {
            self.error = self.writer.write_all(text.as_bytes()).err();
        }
    }

    /// Whether there is a point in going on.
    pub(super) fn is_open(&self) -> bool {
        self.error.is_none()
    }

    /// Writes what is buffered.
    pub(super) fn finish(mut self) -> Status {
        let error = self.error.take().or_else(|| self.writer.flush().err());
        match error {
            Some(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                let reason = reason(&error);
                complain(&match &self.name {
                    Some(name) => format!("{name}: cannot be written: {reason}"),
                    None => format!("cannot write: {reason}"),
                });
                Status::Failure
            }
            _ => Status::Success,
        }
    }
}

/// Prints a text on standard output.
pub(super) fn print(text: &str) -> Status {
    let mut output = Output::stdout();
    output.write(text);
    output.finish()
}

/// What standard output can show. `NO_COLOR` and a dumb terminal are respected unless colours are asked for.
pub(super) fn style(color: Color, hyperlinks: Color) -> Style {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let is_terminal = io::stdout().is_terminal();
    let color = match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => is_terminal && !is_set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|term| term != "dumb"),
    };
    let has_links = match hyperlinks {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => is_terminal && color && supports_hyperlinks::supports_hyperlinks(),
    };
    Style { color, links: HOMEPAGE.filter(|_| has_links) }
}

/// The difference between two texts of a file; empty when there is none.
pub(super) fn diff(name: &str, old: &str, new: &str) -> String {
    if old == new {
        return String::new();
    }
    let diff = TextDiff::from_lines(old, new);
    diff.unified_diff().context_radius(3).header(name, name).to_string()
}

/// What a panic said.
pub(super) fn reason_of(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("a failure without a message")
}
