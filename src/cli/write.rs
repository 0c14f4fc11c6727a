//! Replaces a file by a new text, whole or not at all.
//!
//! The text is written beside the file and takes its place when all of it is on disk: a full disk or a closed directory
//! leaves the file as it was. It knows nothing of what is written.

use std::fs::{self, Metadata, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use tempfile::{Builder, NamedTempFile};

/// Gives a file a new content and keeps its permissions. A link stays a link: the file that it leads to is replaced.
pub(super) fn replace(path: &Path, content: &[u8]) -> io::Result<()> {
    let target = fs::canonicalize(path)?;
    let metadata = fs::metadata(&target)?;
    // A pipe would wait for somebody to read it.
    if !metadata.is_file() {
        return Err(io::Error::other("not a regular file"));
    }
    // Putting another file in its place needs no right to the file itself: one that is read-only has to be respected.
    OpenOptions::new().write(true).open(&target)?;
    let temporary = beside(&target, content, Builder::new())?;
    keep_owner(&temporary, &metadata);
    temporary.as_file().set_permissions(metadata.permissions())?;
    temporary.persist(&target)?;
    Ok(())
}

/// Writes a file that may not be there yet.
pub(super) fn create_or_replace(path: &Path, content: &[u8]) -> io::Result<()> {
    if fs::exists(path)? {
        return replace(path, content);
    }
    beside(path, content, new_file())?.persist_noclobber(path)?;
    Ok(())
}

/// A complete file in the directory of another one, which goes away by itself unless it takes a name.
fn beside(path: &Path, content: &[u8], mut builder: Builder<'_, '_>) -> io::Result<NamedTempFile> {
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut temporary = builder.prefix(".asl-lint-").tempfile_in(directory)?;
    temporary.write_all(content)?;
    // Some file systems say only now that there is no room.
    temporary.as_file().sync_all()?;
    Ok(temporary)
}

/// Only the superuser can give files away; for others the file is theirs from now on.
#[cfg(unix)]
fn keep_owner(temporary: &NamedTempFile, metadata: &Metadata) {
    use std::os::unix::fs::{MetadataExt as _, fchown};
    let _ = fchown(temporary.as_file(), Some(metadata.uid()), Some(metadata.gid()));
}

#[cfg(not(unix))]
fn keep_owner(_: &NamedTempFile, _: &Metadata) {}

/// Temporary files are closed to others; a new one that stays is as readable as any.
#[cfg(unix)]
fn new_file() -> Builder<'static, 'static> {
    use std::os::unix::fs::PermissionsExt as _;
    let mut builder = Builder::new();
    builder.permissions(fs::Permissions::from_mode(0o666));
    builder
}

#[cfg(not(unix))]
fn new_file() -> Builder<'static, 'static> {
    Builder::new()
}
