//! The files below a directory that are worth a look.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use ignore::{DirEntry, WalkBuilder};

/// Directories that hold what others wrote or what tools made.
const SKIPPED: [&str; 5] = ["node_modules", ".git", ".terraform", "cdk.out", ".aws-sam"];

/// A walk through a directory. Links are not followed, and `.gitignore` counts in every directory.
pub fn builder(directory: &Path) -> WalkBuilder {
    let mut builder = WalkBuilder::new(directory);
    builder.follow_links(false).require_git(false);
    builder
}

/// Whether what a walk meets is a directory that no walk enters.
pub fn is_skipped(entry: &DirEntry) -> bool {
    let is_directory = entry.file_type().is_some_and(|kind| kind.is_dir());
    is_directory && SKIPPED.iter().any(|name| entry.file_name() == OsStr::new(name))
}

/// The files below a directory.
pub fn files(directory: &Path) -> impl Iterator<Item = PathBuf> + use<> {
    let walk = builder(directory).filter_entry(|entry| entry.depth() == 0 || !is_skipped(entry)).build();
    let is_file = |entry: &DirEntry| entry.file_type().is_some_and(|kind| kind.is_file());
    walk.flatten().filter(is_file).map(DirEntry::into_path)
}
