//! Which files are looked at, and their bytes.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;
use ignore::overrides::OverrideBuilder;

use super::args::Exclusion;
use crate::text::{MAX_LENGTH, Unreadable};
use crate::workspace::{reason, walk};

/// How a file came to be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Origin {
    /// By its own name.
    Named,
    /// By its own name, from a tool that names every file: what is excluded is not meant.
    Handed,
    /// By a template that deploys it.
    Referenced,
    /// In a directory, or by a glob.
    Walked,
}

/// What may be excluded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    /// A file that a walk meets.
    File,
    /// A directory that a walk meets.
    Directory,
    /// A file that no walk has looked at the way to.
    Handed,
}

/// A file to look at.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct File {
    /// As it is shown: the way the user would write it.
    pub(super) name: String,
    pub(super) origin: Origin,
    /// `None` is standard input.
    pub(super) path: Option<PathBuf>,
}

/// What the arguments amount to.
#[derive(Debug, Default)]
pub(super) struct Files {
    /// By name, each once.
    pub(super) files: Vec<File>,
    /// What could not be looked at, and why.
    pub(super) errors: Vec<(String, String)>,
}

/// Finds the files that arguments stand for. What is excluded is not walked: `excludes` says it of a file, as it is
/// written, or of a directory. `Err` is a fault in a glob.
pub(super) fn find(
    paths: &[PathBuf],
    stdin_name: Option<&str>,
    exclusion: &Exclusion,
    excludes: impl Fn(&Path, Entry) -> bool + Clone + Send + Sync + 'static,
) -> Result<Files, String> {
    let mut found = Files::default();
    let named = if exclusion.force_exclude { Origin::Handed } else { Origin::Named };
    for path in paths {
        if path.as_os_str() == "-" {
            let name = stdin_name.unwrap_or("-").to_owned();
            found.files.push(File { name, origin: Origin::Named, path: None });
            continue;
        }
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => take(walk::builder(path), excludes.clone(), &mut found),
            Ok(_) => found.files.push(File::new(path, named)),
            Err(error) => match glob(path) {
                Some((base, pattern)) => {
                    let mut builder = walk::builder(&base);
                    builder.overrides(whitelist(&base, &pattern)?);
                    let before = found.files.len();
                    take(builder, excludes.clone(), &mut found);
                    if found.files.len() == before {
                        found.errors.push((path.display().to_string(), "no file matches".to_owned()));
                    }
                }
                None => found.errors.push((path.display().to_string(), reason(&error))),
            },
        }
    }
    if exclusion.force_exclude {
        found.files.retain(|file| !file.path.as_deref().is_some_and(|path| excludes(path, Entry::Handed)));
    }
    found.files.sort();
    found.files.dedup_by(|later, earlier| later.name == earlier.name && later.path.is_some() == earlier.path.is_some());
    Ok(found)
}

impl File {
    pub(super) fn new(path: &Path, origin: Origin) -> Self {
        let shown = path.strip_prefix("./").unwrap_or(path);
        Self { name: shown.display().to_string(), origin, path: Some(path.to_owned()) }
    }
}

/// Takes the files that a walk meets.
fn take(mut builder: WalkBuilder, excludes: impl Fn(&Path, Entry) -> bool + Send + Sync + 'static, found: &mut Files) {
    builder.filter_entry(move |entry| {
        let is_directory = entry.file_type().is_some_and(|kind| kind.is_dir());
        let kind = if is_directory { Entry::Directory } else { Entry::File };
        entry.depth() == 0 || !(walk::is_skipped(entry) || excludes(entry.path(), kind))
    });
    for entry in builder.build() {
        match entry {
            Ok(entry) => {
                if entry.file_type().is_some_and(|kind| kind.is_file()) {
                    found.files.push(File::new(entry.path(), Origin::Walked));
                }
            }
            Err(error) => found.errors.push(walk_error(&error)),
        }
    }
}

fn walk_error(error: &ignore::Error) -> (String, String) {
    match error {
        ignore::Error::WithPath { path, err } => {
            let inner = err.io_error().map_or_else(|| err.to_string(), reason);
            (path.strip_prefix("./").unwrap_or(path).display().to_string(), inner)
        }
        ignore::Error::WithDepth { err, .. } => walk_error(err),
        other => ("files".to_owned(), other.to_string()),
    }
}

/// The directory and the pattern of a glob, such as `a/b` and `/**/*.json` of `a/b/**/*.json`.
fn glob(path: &Path) -> Option<(PathBuf, String)> {
    let is_pattern = |part: &OsStr| part.to_string_lossy().contains(['*', '?', '[', '{']);
    let base: PathBuf = path.iter().take_while(|part| !is_pattern(part)).collect();
    let pattern = path.strip_prefix(&base).ok().filter(|rest| !rest.as_os_str().is_empty())?;
    let base = if base.as_os_str().is_empty() { PathBuf::from(".") } else { base };
    // The leading slash ties the pattern to the directory.
    Some((base, format!("/{}", pattern.to_string_lossy().replace('\\', "/"))))
}

fn whitelist(base: &Path, pattern: &str) -> Result<ignore::overrides::Override, String> {
    let mut builder = OverrideBuilder::new(base);
    builder.add(pattern).and_then(|builder| builder.build()).map_err(|error| error.to_string())
}

/// Why bytes could not be had.
#[derive(Debug)]
pub(super) enum Failure {
    TooLong(usize),
    Io(io::Error),
}

/// The bytes of a file.
pub(super) fn read(file: &File) -> Result<Vec<u8>, Failure> {
    let Some(path) = &file.path else {
        return read_all(io::stdin().lock(), 0);
    };
    let opened = fs::File::open(path).map_err(Failure::Io)?;
    let length = usize::try_from(opened.metadata().map_err(Failure::Io)?.len()).unwrap_or(usize::MAX);
    if MAX_LENGTH < length {
        return Err(Failure::TooLong(length));
    }
    read_all(opened, length)
}

/// Pipes and devices say nothing of their length: what goes beyond the bound is not read.
fn read_all(reader: impl io::Read, length: usize) -> Result<Vec<u8>, Failure> {
    // One byte more, so that the end is found without growing.
    let mut bytes = Vec::with_capacity(length + 1);
    reader.take(MAX_LENGTH as u64 + 1).read_to_end(&mut bytes).map_err(Failure::Io)?;
    if MAX_LENGTH < bytes.len() { Err(Failure::TooLong(bytes.len())) } else { Ok(bytes) }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::TooLong(length) => Unreadable::TooLong { length: *length }.fmt(formatter),
            Self::Io(error) => formatter.write_str(&reason(error)),
        }
    }
}
