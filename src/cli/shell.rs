//! What a shell wants to know of the program: completions and man pages.

use std::fs;
use std::io;
use std::path::Path;

use clap::CommandFactory as _;
use clap_complete::Shell;

use super::Status;
use super::args::Arguments;
use super::output::{complain, print};
use crate::workspace::reason;

/// Prints the completions for a shell.
pub(super) fn completions(shell: Shell) -> Status {
    let mut bytes = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "asl-lint", &mut bytes);
    print(&String::from_utf8_lossy(&bytes))
}

/// Writes a page for the program and for each of its commands.
pub(super) fn man(directory: &Path) -> Status {
    let written: io::Result<()> =
        fs::create_dir_all(directory).and_then(|()| clap_mangen::generate_to(Arguments::command(), directory));
    match written {
        Ok(()) => Status::Success,
        Err(error) => {
            complain(&format!("{}: {}", directory.display(), reason(&error)));
            Status::Failure
        }
    }
}
