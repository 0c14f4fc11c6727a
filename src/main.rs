//! The program `asl-lint`; see the library for what it does.

use std::process::ExitCode;

fn main() -> ExitCode {
    asl_lint::cli::run(std::env::args_os())
}
