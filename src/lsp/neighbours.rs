//! The files around the open documents: their texts, and which of them deploy which.
//!
//! Nothing is read before a definition or a template is open. Then the folders are looked through for hosts once; after
//! that, what the client tells of documents and of files keeps it true.

use std::collections::BTreeSet;
use std::fs;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::analysis::{Lookup, Project};
use crate::host::{Base, Facts, FilePath, Referenced};
use crate::text::{Buffer, Source};
use crate::workspace::references::{self, References};
use crate::workspace::walk;

/// No more files of a folder are read.
const MOST_FILES: usize = 20_000;

/// No more files of a folder are met: it may be the root of a disk.
const MOST_MET: usize = 500_000;

/// Files beyond this size are left to the command line.
const LARGEST: u64 = 8 << 20;

/// What is known of the files around. All paths are absolute.
#[derive(Debug, Default)]
pub(super) struct Neighbours {
    state: Mutex<State>,
    /// Held by who reads files, so that what was read first is followed first.
    disk: Mutex<()>,
}

#[derive(Debug, Default)]
struct State {
    folders: Vec<PathBuf>,
    /// Of the open documents, which count before those of the files.
    texts: FxHashMap<PathBuf, Buffer>,
    references: References,
    /// Whether the folders were looked through, or are being.
    is_known: bool,
    /// Counts for a file what could change its findings though it did not change itself.
    stamps: FxHashMap<PathBuf, u64>,
    /// The same for all files.
    generation: u64,
}

impl Neighbours {
    /// Takes the folders of the workspace. What was known of them has to be found out anew: whether something was.
    pub(super) fn set_folders(&self, folders: Vec<PathBuf>) -> bool {
        let mut state = self.state();
        (state.folders, state.references) = (folders, References::default());
        state.generation += 1;
        std::mem::take(&mut state.is_known)
    }

    /// Keeps the text of an open document.
    pub(super) fn set_text(&self, path: &Path, text: Buffer) {
        let mut state = self.state();
        let hosts: Vec<PathBuf> = state.references.hosts_of(path).map(Path::to_owned).collect();
        state.stamp(&hosts);
        state.texts.insert(path.to_owned(), text);
    }

    /// A document is closed, and its file counts again.
    pub(super) fn drop_text(&self, path: &Path) {
        self.state().texts.remove(path);
    }

    /// Another number whenever something else than its text may have changed what is found in a file.
    pub(super) fn stamp(&self, path: &Path) -> u64 {
        let state = self.state();
        state.generation + state.stamps.get(path).copied().unwrap_or(0)
    }

    pub(super) fn is_deployed(&self, path: &Path) -> bool {
        self.state().references.is_deployed(path)
    }

    /// The hosts that deploy a file.
    pub(super) fn hosts_of(&self, path: &Path) -> Vec<PathBuf> {
        self.state().references.hosts_of(path).map(Path::to_owned).collect()
    }

    /// The absolute path to which a host's word for a file leads, if there is a file.
    pub(super) fn file(&self, host: &Path, way: (&str, Base)) -> Option<PathBuf> {
        let state = self.state();
        let within = state.root_of(host);
        let is_file = |target: &Path| state.has_file(target, &within);
        references::target(host, way, &within, is_file).filter(|target| is_file(target))
    }

    /// The text of a file: that of the open document if there is one.
    pub(super) fn source(&self, path: &Path) -> Option<Source> {
        if let Some(text) = self.text(path) {
            return Some(text.source());
        }
        Source::from_bytes(read(path)?).ok()
    }

    /// Says anew which files a host keeps definitions in. Answers with those of which it said something else before.
    pub(super) fn follow(&self, host: &Path, referenced: &[Referenced]) -> Vec<PathBuf> {
        self.state().follow(host, referenced)
    }

    /// Looks through the folders for hosts, unless that was done: not at those that are excluded, nor at open documents,
    /// which are followed as they are typed. Answers with the files of which something else is known now.
    pub(super) fn look_through(&self, is_excluded: impl Fn(&Path) -> bool) -> Vec<PathBuf> {
        let _disk = self.disk();
        let Some((folders, generation)) = self.begin_look() else { return Vec::new() };
        let mut changed = Vec::new();
        let mut met = FxHashSet::default();
        for path in folders.iter().flat_map(|folder| candidates(folder)) {
            if self.text(&path).is_some() || !met.insert(path.clone()) || is_excluded(&path) {
                continue;
            }
            let referenced = read_references(&path);
            let mut state = self.state();
            if state.generation != generation {
                // Other folders count by now, and have to be looked through by who said so.
                break;
            }
            changed.extend(state.follow_file(&path, &referenced));
        }
        changed
    }

    /// The folders to look through, and the generation in which they are; nothing where they are known.
    fn begin_look(&self) -> Option<(Vec<PathBuf>, u64)> {
        let mut state = self.state();
        let is_known = std::mem::replace(&mut state.is_known, true);
        (!is_known).then(|| (state.folders.clone(), state.generation))
    }

    /// Reads a file anew that has changed on the disk, or all that is known of a directory. Answers with the files whose
    /// findings that may change.
    pub(super) fn reread(&self, path: &Path, is_excluded: impl Fn(&Path) -> bool) -> Vec<PathBuf> {
        let _disk = self.disk();
        if !self.state().is_known {
            return Vec::new();
        }
        if file_path(path).is_candidate() {
            return self.reread_file(path, is_excluded);
        }
        let below: BTreeSet<PathBuf> = self.state().references.below(path).map(Path::to_owned).collect();
        below.iter().flat_map(|file| self.reread_file(file, &is_excluded)).collect()
    }

    fn reread_file(&self, path: &Path, is_excluded: impl Fn(&Path) -> bool) -> Vec<PathBuf> {
        let is_read = self.text(path).is_none() && !is_excluded(path);
        let referenced = if is_read { read_references(path) } else { Vec::new() };
        let mut state = self.state();
        let mut changed: Vec<PathBuf> = state.references.hosts_of(path).map(Path::to_owned).collect();
        state.stamp(&changed);
        changed.extend(state.follow_file(path, &referenced));
        changed
    }

    fn text(&self, path: &Path) -> Option<Buffer> {
        self.state().texts.get(path).cloned()
    }

    fn disk(&self) -> MutexGuard<'_, ()> {
        self.disk.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// No code runs under the lock that could leave it half changed.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn follow(&mut self, host: &Path, referenced: &[Referenced]) -> Vec<PathBuf> {
        let within = self.root_of(host);
        let target = |found: &Referenced| {
            let is_file = |target: &Path| self.has_file(target, &within);
            let target = references::target(host, (&found.path, found.base), &within, is_file)?;
            Some((target, found.facts.clone()))
        };
        let deployed: Vec<_> = referenced.iter().filter_map(target).collect();
        let changed = self.references.set(host, deployed);
        self.stamp(&changed);
        changed
    }

    /// Whether a path is that of an open document, or of a file that no link leads out of the directory `within`.
    fn has_file(&self, path: &Path, within: &Path) -> bool {
        self.texts.contains_key(path) || references::is_file_inside(path, within)
    }

    /// As [`State::follow`] for what was read from the disk: nothing where the file has been opened meanwhile.
    fn follow_file(&mut self, host: &Path, referenced: &[Referenced]) -> Vec<PathBuf> {
        if self.texts.contains_key(host) { Vec::new() } else { self.follow(host, referenced) }
    }

    fn stamp(&mut self, changed: &[PathBuf]) {
        for path in changed {
            *self.stamps.entry(path.clone()).or_default() += 1;
        }
    }

    /// The directory that what a file names must not leave: the outermost folder around it, else its own directory.
    fn root_of(&self, path: &Path) -> PathBuf {
        let around = self.folders.iter().filter(|folder| path.starts_with(folder));
        let outermost = around.min_by_key(|folder| folder.as_os_str().len());
        outermost.map_or_else(|| path.parent().unwrap_or(path).to_owned(), PathBuf::clone)
    }
}

impl Project for Neighbours {
    fn read(&self, from: &FilePath, reference: &str) -> Lookup {
        let from = Path::new(&from.0);
        let within = self.state().root_of(from);
        references::look_up(from, reference, &within, |target| self.source(target))
    }

    fn deployed_as(&self, file: &FilePath) -> Option<Facts> {
        self.state().references.facts_of(Path::new(&file.0))
    }

    fn threads(&self) -> NonZeroUsize {
        // Somebody waits for this one document.
        std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)
    }
}

/// The name of a file, as the core knows it.
pub(super) fn file_path(path: &Path) -> FilePath {
    FilePath(path.display().to_string())
}

/// The files of a folder that may hold or deploy a definition.
pub(super) fn candidates(folder: &Path) -> impl Iterator<Item = PathBuf> + use<> {
    let is_candidate = |path: &PathBuf| file_path(path).is_candidate();
    walk::files(folder).take(MOST_MET).filter(is_candidate).take(MOST_FILES)
}

/// The definitions that a file keeps in other files.
fn read_references(path: &Path) -> Vec<Referenced> {
    read(path).map(|bytes| references::references(bytes, &file_path(path))).unwrap_or_default()
}

/// The bytes of a file, unless it is too large for an editor.
pub(super) fn read(path: &Path) -> Option<Vec<u8>> {
    (fs::metadata(path).ok()?.len() <= LARGEST).then(|| fs::read(path).ok()).flatten()
}
