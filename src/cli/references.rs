//! What the host files of a run say of definitions in other files.
//!
//! Hosts are read for their references before anything is checked, so that a definition is checked once, under its own
//! path, with what all who deploy it know of it. A way that leaves the working directory is not followed.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::config::Configurations;
use super::files::{self, File, Origin};
use super::timings::Stopwatch;
use crate::analysis::{Lookup, Project, Use};
use crate::host::{self, FilePath, Referenced};
use crate::rule::Observer;
use crate::text::Source;
use crate::workspace::Patterns;

/// Who deploys which file, by the absolute paths of the files.
#[derive(Debug, Default)]
pub(super) struct References(FxHashMap<PathBuf, Vec<Use>>);

impl References {
    /// What the hosts among some files refer to. Files that they name and that are neither among them nor excluded, as
    /// the command line says it of a path from the working directory, are added, each once.
    pub(super) fn of(files: &mut Vec<File>, configurations: &Configurations, excluded: &Patterns) -> Self {
        let found: Vec<(PathBuf, Use)> = files
            .iter()
            .flat_map(|file| references(file, configurations).into_iter().map(move |reference| (file, reference)))
            .filter_map(|(file, Referenced { path, facts, .. })| {
                let target = resolve(&configurations.absolute(file), &path, configurations)?;
                Some((target, Use { file: FilePath(file.name.clone()), facts }))
            })
            .collect();
        let mut references = Self::default();
        if found.is_empty() {
            return references;
        }
        let places: FxHashMap<PathBuf, usize> = files
            .iter()
            .enumerate()
            .filter(|(_, file)| file.path.is_some())
            .map(|(index, file)| (configurations.absolute(file), index))
            .collect();
        for (target, usage) in found {
            match places.get(&target).and_then(|&index| files.get_mut(index)) {
                Some(file) if file.origin == Origin::Walked => file.origin = Origin::Referenced,
                Some(_) => {}
                None if references.0.contains_key(&target) => {}
                None if is_file_inside(&target, configurations) => {
                    let shown = PathBuf::from(configurations.shown(&target));
                    if excluded.match_file(&shown) {
                        continue;
                    }
                    files.push(File::new(&shown, Origin::Referenced));
                }
                None => continue,
            }
            references.0.entry(target).or_default().push(usage);
        }
        files.sort();
        references
    }
}

/// The definitions that a file, if it is a host, keeps in other files. What cannot be read is told when it is checked.
fn references(file: &File, configurations: &Configurations) -> Vec<Referenced> {
    let path = FilePath(file.name.clone());
    if file.path.is_none() || path.is_definition() || !path.is_candidate() {
        return Vec::new();
    }
    let is_excluded = configurations.of(file).is_none_or(|found| found.excludes(&configurations.absolute(file)));
    if file.origin != Origin::Named && is_excluded {
        return Vec::new();
    }
    let Ok(bytes) = files::read(file) else { return Vec::new() };
    if !host::may_refer(&bytes) {
        return Vec::new();
    }
    Source::from_bytes(bytes).map_or_else(|_| Vec::new(), |source| host::open(&source, &path, false).references)
}

/// The absolute path that a way from a file leads to, unless it leaves the working directory.
fn resolve(from: &Path, way: &str, configurations: &Configurations) -> Option<PathBuf> {
    let is_way = !way.contains("://") && !way.contains('\0') && Path::new(way).is_relative();
    let target = configurations.absolute_path(&from.parent()?.join(way));
    (is_way && target.starts_with(configurations.working_directory())).then_some(target)
}

/// Whether there is a file at a path, which no link leads out of the working directory.
fn is_file_inside(path: &Path, configurations: &Configurations) -> bool {
    let (Ok(real), Ok(directory)) = (fs::canonicalize(path), fs::canonicalize(configurations.working_directory()))
    else {
        return false;
    };
    real.is_file() && real.starts_with(directory)
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
        let Some(target) = resolve(&from, reference, self.configurations) else { return Lookup::Unknown };
        // A directory is not the file that was looked for.
        if fs::metadata(&target).map_or_else(|error| error.kind() == std::io::ErrorKind::NotFound, |data| data.is_dir())
        {
            return Lookup::Absent;
        }
        if !is_file_inside(&target, self.configurations) {
            return Lookup::Unknown;
        }
        let shown = self.configurations.shown(&target);
        let read = files::read(&File::new(Path::new(&shown), Origin::Referenced));
        match read.ok().and_then(|bytes| Source::from_bytes(bytes).ok()) {
            Some(source) => Lookup::Found(FilePath(shown), Arc::new(source)),
            None => Lookup::Unknown,
        }
    }

    fn uses_of(&self, file: &FilePath) -> &[Use] {
        let References(uses) = self.references;
        if uses.is_empty() {
            return &[];
        }
        uses.get(&self.configurations.absolute_path(Path::new(&file.0))).map_or(&[], Vec::as_slice)
    }

    fn observer(&self) -> Option<&dyn Observer> {
        self.observer.map(|stopwatch| stopwatch as &dyn Observer)
    }
}
