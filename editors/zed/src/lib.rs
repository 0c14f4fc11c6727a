//! Tells Zed how to start the language server.

use zed_extension_api::{self as zed, LanguageServerId, Result};

struct AslLint;

impl zed::Extension for AslLint {
    fn new() -> Self {
        Self
    }

    /// The program that the project sees, so that editor and command line are of one version.
    fn language_server_command(&mut self, _: &LanguageServerId, worktree: &zed::Worktree) -> Result<zed::Command> {
        let command = worktree.which("asl-lint").ok_or("asl-lint is not on the PATH")?;
        Ok(zed::Command { command, args: vec!["server".to_owned()], env: worktree.shell_env() })
    }
}

zed::register_extension!(AslLint);
