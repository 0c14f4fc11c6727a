//! What the host files of a run say of definitions in other files.
//!
//! Hosts are read for their references before anything is checked, so that a definition is checked once, under its own
//! path, with what all who deploy it know of it. A way that leaves the working directory is not followed.

use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;

use super::config::Configurations;
use super::files::{self, File, Origin};
use super::timings::Stopwatch;
use crate::analysis::{Lookup, Project};
use crate::host::{Facts, FilePath, Referenced};
use crate::rule::Observer;
use crate::text::Source;
use crate::workspace::Patterns;
use crate::workspace::references::{self, References};

/// What the hosts among some files refer to. Files that they name and that are neither among them nor excluded, as
/// the command line says it of a path from the working directory, are added, each once.
pub(super) fn gather(files: &mut Vec<File>, configurations: &Configurations, excluded: &Patterns) -> References {
    let directory = configurations.working_directory();
    let mut references = References::default();
    let found: Vec<(PathBuf, Vec<Referenced>)> = files
        .iter()
        .map(|file| (configurations.absolute(file), referenced(file, configurations)))
        .filter(|(_, referenced)| !referenced.is_empty())
        .collect();
    if found.is_empty() {
        return references;
    }
    let named = files.iter().enumerate().filter(|(_, file)| file.path.is_some());
    let mut places: FxHashMap<PathBuf, usize> =
        named.map(|(index, file)| (configurations.absolute(file), index)).collect();
    for (host, referenced) in found {
        let mut deployed = Vec::new();
        for Referenced { path, base, facts, .. } in referenced {
            let is_file = |target: &Path| references::is_file_inside(target, directory);
            let Some(target) = references::target(&host, (&path, base), directory, is_file) else { continue };
            if let Some(file) = places.get(&target).and_then(|&index| files.get_mut(index)) {
                file.origin = file.origin.min(Origin::Referenced);
            } else {
                let shown = PathBuf::from(configurations.shown(&target));
                if !references::is_file_inside(&target, directory) || excluded.match_file(&shown) {
                    continue;
                }
                places.insert(target.clone(), files.len());
                files.push(File::new(&shown, Origin::Referenced));
            }
            deployed.push((target, facts));
        }
        references.set(&host, deployed);
    }
    files.sort();
    references
}

/// The definitions that a file, if it is a host, keeps in other files.
fn referenced(file: &File, configurations: &Configurations) -> Vec<Referenced> {
    let path = FilePath(file.name.clone());
    if file.path.is_none() || path.is_definition() || !path.is_candidate() {
        return Vec::new();
    }
    let is_excluded = configurations.of(file).is_none_or(|found| found.excludes(&configurations.absolute(file)));
    if file.origin != Origin::Named && is_excluded {
        return Vec::new();
    }
    // What cannot be read is told when it is checked.
    files::read(file).map_or_else(|_| Vec::new(), |bytes| references::references(bytes, &path))
}

/// What the analysis of a file may know of the others in the run.
pub(super) struct InRun<'a> {
    pub(super) references: &'a References,
    pub(super) configurations: &'a Configurations,
    pub(super) observer: Option<&'a Stopwatch>,
}

impl Project for InRun<'_> {
    fn read(&self, from: &FilePath, reference: &str) -> Lookup {
        let from = self.configurations.absolute_path(Path::new(&from.0));
        references::look_up(&from, reference, self.configurations.working_directory(), |target| {
            let shown = self.configurations.shown(target);
            let bytes = files::read(&File::new(Path::new(&shown), Origin::Referenced)).ok()?;
            Source::from_bytes(bytes).ok()
        })
    }

    fn deployed_as(&self, file: &FilePath) -> Option<Facts> {
        // Mostly there are none.
        if self.references.is_empty() {
            return None;
        }
        self.references.facts_of(&self.configurations.absolute_path(Path::new(&file.0)))
    }

    fn observer(&self) -> Option<&dyn Observer> {
        self.observer.map(|stopwatch| stopwatch as &dyn Observer)
    }
}
