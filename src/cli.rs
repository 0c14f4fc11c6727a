//! The command line: arguments in, text and an exit status out.
//!
//! All reading and writing of files, the threads that share them and the terminal live here; what is found is the library's
//! work.

// A program that says nothing on its standard streams is of no use.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod args;
mod baseline;
mod check;
mod config;
mod explain;
mod files;
mod ignores;
mod format;
mod graph;
mod output;
mod progress;
mod references;
mod report;
mod shell;
mod timings;
mod write;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser as _;

use args::{Arguments, Command};

/// What the program says to its caller when it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Status {
    Success,
    /// Something was found.
    Findings,
    /// Usage, configuration, or a file that cannot be read.
    Failure,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        match status {
            Status::Success => Self::SUCCESS,
            Status::Findings => Self::from(1),
            Status::Failure => Self::from(2),
        }
    }
}

/// Runs the program. The first argument is its own name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    // Each file is analyzed behind `catch_unwind`, which reports in its own words.
    if std::env::var_os("RUST_BACKTRACE").is_none() {
        std::panic::set_hook(Box::new(|_| {}));
    }
    let arguments = with_command(arguments.into_iter().collect());
    let status = std::panic::catch_unwind(|| match Arguments::try_parse_from(arguments) {
        Ok(arguments) => dispatch(arguments.command),
        Err(error) => {
            let status = if error.use_stderr() { Status::Failure } else { Status::Success };
            // Nobody is left to be told when even this cannot be written.
            let _ = error.print();
            status
        }
    });
    status
        .unwrap_or_else(|panic| {
            output::complain(&format!("internal error: {}; please report it", output::reason_of(panic.as_ref())));
            Status::Failure
        })
        .into()
}

fn dispatch(command: Command) -> Status {
    match command {
        Command::Check(arguments) => check::run(&arguments),
        Command::Fmt(arguments) => format::run(&arguments),
        Command::Explain(arguments) => explain::explain(&arguments),
        Command::Rules(arguments) => explain::rules(&arguments),
        Command::Graph(arguments) => graph::run(&arguments),
        Command::Config(command) => config::run(&command),
        // The protocol asks for an exit status of 1 where the client went away without a word.
        #[cfg(feature = "lsp")]
        Command::Server { stdio: _ } => {
            if crate::lsp::run() {
                Status::Success
            } else {
                Status::Findings
            }
        }
        Command::Completions { shell } => shell::completions(shell),
        Command::Man { directory } => shell::man(&directory),
    }
}

/// `asl-lint PATH` is short for `asl-lint check PATH`.
fn with_command(mut arguments: Vec<OsString>) -> Vec<OsString> {
    const COMMANDS: &[&str] = &[
        "check",
        "fmt",
        "explain",
        "rules",
        "graph",
        "config",
        "server",
        "completions",
        "man",
        "help",
        "-h",
        "--help",
        "-V",
        "--version",
    ];
    let named = arguments.get(1).and_then(|argument| argument.to_str()).is_some_and(|name| COMMANDS.contains(&name));
    if !named {
        if arguments.is_empty() {
            arguments.push("asl-lint".into());
        }
        arguments.insert(1, "check".into());
    }
    arguments
}
