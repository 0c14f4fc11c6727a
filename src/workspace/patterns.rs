//! Patterns of paths as a `.gitignore` has them, for files and for the directories that a walk need not enter.

use std::path::{Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// Patterns and the directory that they are relative to.
#[derive(Clone, Debug)]
pub struct Patterns {
    base: PathBuf,
    files: Gitignore,
    directories: Gitignore,
}

impl Patterns {
    /// `Err` says what is wrong with a pattern.
    pub fn new(base: PathBuf, globs: &[String]) -> Result<Self, String> {
        let directories: Vec<String> = globs.iter().map(|glob| of_directory(glob)).collect();
        let has_exceptions = globs.iter().any(|glob| glob.starts_with('!'));
        // What is in a directory may be taken all the same where there are exceptions: then it has to be entered.
        let directories = if has_exceptions { globs } else { &directories };
        Ok(Self { base, files: compiled(globs)?, directories: compiled(directories)? })
    }

    /// Whether a file matches, or a directory around it.
    pub fn match_file(&self, path: &Path) -> bool {
        let relative = path.strip_prefix(&self.base);
        relative.is_ok_and(|path| self.files.matched_path_or_any_parents(path, false).is_ignore())
    }

    /// Whether a walk leaves out a file that it meets; it has not entered the directories that match.
    pub fn match_met_file(&self, path: &Path) -> bool {
        path.strip_prefix(&self.base).is_ok_and(|path| self.files.matched(path, false).is_ignore())
    }

    /// Whether a walk need not enter a directory that it meets.
    pub fn match_met_directory(&self, path: &Path) -> bool {
        path.strip_prefix(&self.base).is_ok_and(|path| self.directories.matched(path, true).is_ignore())
    }
}

fn compiled(globs: &[String]) -> Result<Gitignore, String> {
    let mut builder = GitignoreBuilder::new("");
    for glob in globs {
        builder.add_line(None, glob).map_err(|error| error.to_string())?;
    }
    builder.build().map_err(|error| error.to_string())
}

/// The pattern of the directory that a pattern of everything in a directory is about: `/a/` for `a/**`. Others stay as
/// they are.
fn of_directory(glob: &str) -> String {
    match glob.strip_suffix("/**") {
        // With its last slash the pattern would lose the only thing that ties it to the base.
        Some(directory) if !directory.is_empty() && !directory.contains('/') => format!("/{directory}/"),
        Some(directory) if !directory.is_empty() => format!("{directory}/"),
        _ => glob.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patterns(globs: &[&str]) -> Patterns {
        let globs: Vec<String> = globs.iter().map(ToString::to_string).collect();
        Patterns::new(PathBuf::from("/base"), &globs).unwrap()
    }

    #[test]
    fn everything_in_a_directory_is_the_directory() {
        let one = patterns(&["out/**"]);
        let is_pruned = |path: &str| one.match_met_directory(Path::new(path));
        assert!(is_pruned("/base/out"));
        assert!(!is_pruned("/base/other/out") && !is_pruned("/base") && !is_pruned("/out"));
        assert!(patterns(&["**/out/**"]).match_met_directory(Path::new("/base/other/out")));
        assert!(patterns(&["out"]).match_met_directory(Path::new("/base/other/out")));
        assert!(!patterns(&["out/*.json"]).match_met_directory(Path::new("/base/out")));
    }

    #[test]
    fn a_directory_with_exceptions_is_entered() {
        let one = patterns(&["out/**", "!out/keep.json"]);
        assert!(!one.match_met_directory(Path::new("/base/out")));
        assert!(!one.match_file(Path::new("/base/out/keep.json")) && one.match_file(Path::new("/base/out/a.json")));
    }

    #[test]
    fn files_match_by_the_directories_around_them() {
        let one = patterns(&["out"]);
        assert!(one.match_file(Path::new("/base/x/out/y/a.json")) && one.match_file(Path::new("/base/out")));
        assert!(!one.match_file(Path::new("/elsewhere/out")) && !one.match_file(Path::new("/base/outer")));
    }
}
