//! The fixtures in one directory, as a run of the program knows them of each other.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use asl_lint::analysis::{Lookup, Project};
use asl_lint::host::{self, Candidate, Facts, FilePath};
use asl_lint::text::Source;

use super::fixtures::{name, root, strip};

/// The files of a directory, and what those who deploy one of them say of it.
pub(crate) struct Beside {
    directory: PathBuf,
    facts: Option<Facts>,
}

impl Beside {
    /// What the files around a fixture say of it.
    pub(crate) fn of(path: &Path) -> Self {
        let directory = path.parent().unwrap().to_owned();
        let files = std::fs::read_dir(&directory).unwrap().map(|entry| entry.unwrap().path());
        let files = files.filter(|file| file.is_file() && file != path && is_known(file));
        let mut files: Vec<PathBuf> = files.collect();
        files.sort();
        let said = files.iter().flat_map(|file| {
            let host = FilePath(name(file));
            let references = host::open(Candidate::named(&Arc::new(source(file)), &host)).references;
            let leading_here = references.into_iter().filter(|reference| directory.join(&reference.path) == path);
            leading_here.map(|reference| reference.facts)
        });
        Self { facts: said.reduce(|one, other| one.agreed(&other)), directory: directory.clone() }
    }
}

/// Whether a file is one of those that know of each other; other fixtures stand alone.
fn is_known(path: &Path) -> bool {
    path.starts_with(root().join("hosts/across"))
}

fn source(path: &Path) -> Source {
    Source::new(strip(&std::fs::read_to_string(path).unwrap()))
}

impl Project for Beside {
    fn read(&self, _: &FilePath, reference: &str) -> Lookup {
        let path = self.directory.join(reference);
        if !is_known(&path) {
            return Lookup::Unknown;
        }
        if path.is_file() { Lookup::Found(Arc::new(source(&path))) } else { Lookup::Absent }
    }

    fn deployed_as(&self, _: &FilePath) -> Option<Facts> {
        self.facts.clone()
    }
}
