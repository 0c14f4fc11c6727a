//! The baseline of a run: read before, compared with what is found, written after.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::args::Check;
use super::config::Configurations;
use super::output::complain;
use crate::analysis::Analysis;
use crate::baseline::file::{Baseline, Key};
use crate::diagnostic::Diagnostic;
use crate::render::{Silenced, Silencer};
use crate::workspace::reason;

/// Where a baseline is written when nothing is said of it.
const NAME: &str = "asl-lint-baseline.json";

/// The baseline that a run works with.
#[derive(Debug)]
pub(super) struct Accepted {
    baseline: Baseline,
    /// As the user would write it.
    name: String,
    path: PathBuf,
    directory: PathBuf,
    writes: bool,
}

/// The findings of a file, compared with the baseline.
#[derive(Debug)]
pub(super) struct Sifted<'a> {
    pub(super) new: Vec<&'a Diagnostic>,
    pub(super) accepted: Vec<Silenced<'a>>,
    pub(super) met: Met,
}

/// What was found in one file, for the end of the run.
#[derive(Debug, Default)]
pub(super) struct Met {
    path: String,
    keys: Vec<Key>,
}

impl Accepted {
    /// The baseline that the arguments name. `Err` says why it cannot be taken.
    pub(super) fn new(arguments: &Check, configurations: &Configurations) -> Result<Option<Self>, String> {
        let given = arguments.baseline.as_deref();
        let Some(path) = given.or(arguments.write_baseline.then_some(Path::new(NAME))) else { return Ok(None) };
        let name = path.display().to_string();
        let baseline = match fs::read_to_string(path) {
            Ok(text) => Baseline::parse(&text).map_err(|message| format!("{name}: {message}"))?,
            Err(error) if arguments.write_baseline && error.kind() == std::io::ErrorKind::NotFound => {
                Baseline::default()
            }
            Err(error) => return Err(format!("{name}: {}", reason(&error))),
        };
        let path = configurations.absolute_path(path);
        let directory = path.parent().map(Path::to_owned).unwrap_or_default();
        Ok(Some(Self { baseline, name, path, directory, writes: arguments.write_baseline }))
    }

    /// Tells the findings of a file that are accepted from others; all are when the baseline is written.
    pub(super) fn sift<'a>(&'a self, absolute: &Path, analysis: &Analysis, findings: &[&'a Diagnostic]) -> Sifted<'a> {
        let path = absolute.strip_prefix(&self.directory).unwrap_or(absolute).to_string_lossy().replace('\\', "/");
        let machine =
            |finding: &Diagnostic| analysis.definitions.get(finding.definition).map_or("", |found| &found.name);
        let keys: Vec<Key> = findings.iter().map(|finding| Key::new(&path, machine(finding), finding)).collect();
        let (mut new, mut accepted) = (Vec::new(), Vec::new());
        for ((&finding, key), is_new) in findings.iter().zip(&keys).zip(self.baseline.is_new(&keys)) {
            if is_new && !self.writes {
                new.push(finding);
            } else {
                accepted.push(Silenced { finding, by: Silencer::Baseline, reason: self.baseline.reason(key) });
            }
        }
        Sifted { new, accepted, met: Met { path, keys } }
    }

    /// Writes the baseline, or says which of its entries accept what is not found any more. `Err` says why it cannot be
    /// written.
    pub(super) fn finish(&self, met: &[Met], quiet: bool) -> Result<(), String> {
        let mut counts: BTreeMap<Key, u32> = BTreeMap::new();
        for key in met.iter().flat_map(|file| &file.keys) {
            *counts.entry(key.clone()).or_default() += 1;
        }
        let checked: BTreeSet<&str> = met.iter().map(|file| file.path.as_str()).collect();
        let is_settled = |path: &str| checked.contains(path) || !self.directory.join(path).exists();
        if !self.writes {
            let stale = self.baseline.stale(&counts, is_settled);
            for entry in stale.iter().filter(|_| !quiet) {
                complain(&format!("{}: stale entry: {entry} is found less often than accepted", self.name));
            }
            return Ok(());
        }
        let renewed = self.baseline.renewed(&counts, is_settled);
        fs::write(&self.path, renewed.text())
            .map_err(|error| format!("{}: cannot be written: {}", self.name, reason(&error)))?;
        if !quiet {
            let (count, files) = (renewed.count(), renewed.paths().len());
            let findings = if count == 1 { "finding" } else { "findings" };
            let in_files = if files == 1 { "file" } else { "files" };
            complain(&format!("{}: {count} {findings} in {files} {in_files} accepted", self.name));
        }
        Ok(())
    }
}
