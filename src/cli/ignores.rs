//! `--add-ignores`: what the configuration files get, written when all files are checked.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::config::Configurations;
use super::output::complain;
use super::write;
use crate::add_ignores::{Added, Ignored};
use crate::render::many;
use crate::settings::{NewOverride, base_of, with_overrides};
use crate::workspace::{NAMES, reason};

/// What was suppressed in one file.
#[derive(Debug)]
pub(super) struct Suppressed {
    findings: usize,
    comments: usize,
    overrides: Vec<NewOverride>,
    /// The configuration that the overrides go to.
    configuration: PathBuf,
}

impl Suppressed {
    /// Sorts out what goes where. The paths are absolute; `configuration` is the file in force, if there is one. `Err` says
    /// why the file cannot be named in a configuration.
    pub(super) fn new(
        added: &Added,
        file: &Path,
        configuration: Option<&Path>,
        working_directory: &Path,
        reason: &str,
    ) -> Result<Self, String> {
        let [name, ..] = NAMES;
        let configuration = match configuration {
            Some(configuration) => configuration.to_owned(),
            None if file.starts_with(working_directory) => working_directory.join(name),
            None => base_of(file).join(name),
        };
        let relative = file.strip_prefix(base_of(&configuration)).ok().and_then(Path::to_str);
        let overrides = match relative {
            Some(relative) => added.overrides.iter().map(|ignored| of_file(relative, ignored, reason)).collect(),
            None if added.overrides.is_empty() => Vec::new(),
            None => return Err(format!("{} cannot speak of it", configuration.display())),
        };
        Ok(Self { findings: added.findings, comments: added.comments, overrides, configuration })
    }
}

fn of_file(file: &str, ignored: &Ignored, reason: &str) -> NewOverride {
    NewOverride {
        file: file.replace('\\', "/"),
        pointer: ignored.pointer.clone(),
        rules: ignored.rules.clone(),
        reason: reason.to_owned(),
    }
}

/// Writes the overrides to their files and says what was done. `Err` says which file cannot be written.
pub(super) fn finish(suppressed: &[Suppressed], configurations: &Configurations, is_quiet: bool) -> Result<(), String> {
    let mut by_file: BTreeMap<&Path, Vec<NewOverride>> = BTreeMap::new();
    for one in suppressed.iter().filter(|one| !one.overrides.is_empty()) {
        by_file.entry(&one.configuration).or_default().extend_from_slice(&one.overrides);
    }
    for (file, overrides) in &by_file {
        append(file, overrides).map_err(|message| format!("{}: {message}", configurations.shown(file)))?;
    }
    if !is_quiet {
        let comments: usize = suppressed.iter().map(|one| one.comments).sum();
        let overrides: usize = suppressed.iter().map(|one| one.overrides.len()).sum();
        let findings: usize = suppressed.iter().map(|one| one.findings).sum();
        let (findings, comments) = (many(findings, "finding"), many(comments, "comment"));
        complain(&format!("suppressed {findings}: {comments} and {} added", many(overrides, "override")));
    }
    Ok(())
}

fn append(file: &Path, overrides: &[NewOverride]) -> Result<(), String> {
    let text = match fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(reason(&error)),
    };
    let text = with_overrides(&text, file.ends_with("pyproject.toml"), overrides)?;
    write::create_or_replace(file, text.as_bytes()).map_err(|error| format!("cannot be written: {}", reason(&error)))
}
