//! Which files hold definitions that other files deploy, and the way from one to the other.
//!
//! Command line and language server share it: a definition is checked with what all who deploy it know of it, wherever
//! it is looked at. A way that leaves a given directory is not followed.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::ops::Bound;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::clean;
use crate::analysis::Lookup;
use crate::host::{self, Base, Candidate, Facts, FilePath, Referenced};
use crate::text::Source;

/// Who deploys which file. All paths are absolute.
#[derive(Debug, Default)]
pub struct References {
    /// What each host says of a file that it deploys, maybe more than once.
    hosts: BTreeMap<PathBuf, BTreeMap<PathBuf, Vec<Facts>>>,
    /// The files that a host deploys.
    deployed: BTreeMap<PathBuf, Vec<PathBuf>>,
}

impl References {
    pub fn is_empty(&self) -> bool {
        self.hosts.is_empty()
    }

    /// Says anew what a host deploys. Answers with the files of which it said something else before.
    pub fn set(&mut self, host: &Path, deployed: impl IntoIterator<Item = (PathBuf, Facts)>) -> Vec<PathBuf> {
        let mut now: BTreeMap<PathBuf, Vec<Facts>> = BTreeMap::new();
        for (file, facts) in deployed {
            now.entry(file).or_default().push(facts);
        }
        let before = self.deployed.remove(host).unwrap_or_default();
        let mut changed: Vec<PathBuf> = before.into_iter().filter(|file| !now.contains_key(file)).collect();
        for file in &changed {
            let Some(hosts) = self.hosts.get_mut(file) else { continue };
            hosts.remove(host);
            if hosts.is_empty() {
                self.hosts.remove(file);
            }
        }
        if !now.is_empty() {
            self.deployed.insert(host.to_owned(), now.keys().cloned().collect());
        }
        for (file, facts) in now {
            let hosts = self.hosts.entry(file.clone()).or_default();
            if hosts.get(host) != Some(&facts) {
                hosts.insert(host.to_owned(), facts);
                changed.push(file);
            }
        }
        changed
    }

    /// Whether some host deploys a file.
    pub fn is_deployed(&self, file: &Path) -> bool {
        self.hosts.contains_key(file)
    }

    /// The hosts that deploy a file, in order.
    pub fn hosts_of(&self, file: &Path) -> impl Iterator<Item = &Path> {
        self.hosts.get(file).into_iter().flat_map(|hosts| hosts.keys().map(PathBuf::as_path))
    }

    /// The hosts and the definitions that are at a path or below it.
    pub fn below<'a>(&'a self, path: &'a Path) -> impl Iterator<Item = &'a Path> {
        // In the order of paths, what is below one follows it.
        let from = (Bound::Included(path), Bound::Unbounded);
        let hosts = self.deployed.range::<Path, _>(from).map(|(host, _)| host.as_path());
        let definitions = self.hosts.range::<Path, _>(from).map(|(file, _)| file.as_path());
        let is_below = move |other: &&Path| other.starts_with(path);
        hosts.take_while(is_below).chain(definitions.take_while(is_below))
    }

    /// What all who deploy a file say of it; `None` where nobody does.
    pub fn facts_of(&self, file: &Path) -> Option<Facts> {
        let said = self.hosts.get(file)?.values().flatten();
        said.cloned().reduce(|one, other| one.agreed(&other))
    }
}

/// The definitions that a file, if it is a host, keeps in other files.
pub fn references(bytes: Vec<u8>, path: &FilePath) -> Vec<Referenced> {
    if path.is_definition() || !path.is_candidate() || !host::may_refer(&bytes) {
        return Vec::new();
    }
    // What cannot be read is told when it is checked.
    let Ok(source) = Source::from_bytes(bytes) else { return Vec::new() };
    host::open(Candidate::named(&Arc::new(source), path)).references
}

/// The absolute path to which a host's word for a file leads, unless it leaves the directory `within`. Where the host does
/// not know where the way begins, it is the nearest directory from which it leads to a file.
pub fn target(
    host: &Path,
    (way, base): (&str, Base),
    within: &Path,
    is_file: impl Fn(&Path) -> bool,
) -> Option<PathBuf> {
    let is_way = !way.contains("://") && !way.contains('\0') && Path::new(way).is_relative();
    let from = |directory: &Path| {
        let target = clean(&directory.join(way));
        (is_way && target.starts_with(within)).then_some(target)
    };
    let beside = host.parent()?;
    let around = match base {
        Base::Host => None,
        Base::Elsewhere => Some(beside.ancestors().take_while(|directory| directory.starts_with(within))),
    };
    let found = around.into_iter().flatten().filter_map(from).find(|target| is_file(target));
    found.or_else(|| from(beside))
}

/// Whether there is a file at a path, which no link leads out of the directory `within`.
pub fn is_file_inside(path: &Path, within: &Path) -> bool {
    let (Ok(real), Ok(directory)) = (fs::canonicalize(path), fs::canonicalize(within)) else { return false };
    real.is_file() && real.starts_with(directory)
}

/// Looks for the file that a host names, and reads it by `read`.
pub fn look_up(host: &Path, way: &str, within: &Path, read: impl FnOnce(&Path) -> Option<Source>) -> Lookup {
    let Some(target) = target(host, (way, Base::Host), within, |_| false) else { return Lookup::Unknown };
    // A directory is not the file that was looked for.
    let is_absent =
        fs::metadata(&target).map_or_else(|error| error.kind() == io::ErrorKind::NotFound, |data| data.is_dir());
    if is_absent {
        return Lookup::Absent;
    }
    if !is_file_inside(&target, within) {
        return Lookup::Unknown;
    }
    read(&target).map_or(Lookup::Unknown, |source| Lookup::Found(Arc::new(source)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::asl::WorkflowType;

    fn facts(kind: WorkflowType) -> Facts {
        Facts { workflow_type: Some(kind), ..Facts::default() }
    }

    #[test]
    fn what_hosts_say_can_change() {
        let (one, two) = (Path::new("/w/one.yaml"), Path::new("/w/two.yaml"));
        let (a, b) = (PathBuf::from("/w/a.json"), PathBuf::from("/w/b.json"));
        let (express, standard) = (facts(WorkflowType::Express), facts(WorkflowType::Standard));
        let mut references = References::default();
        let (none, of_a): (&[PathBuf], _) = (&[], std::slice::from_ref(&a));
        let changed = references.set(one, [(a.clone(), express.clone()), (b.clone(), express.clone())]);
        assert_eq!(changed, [a.clone(), b.clone()]);
        assert_eq!(references.set(one, [(b.clone(), express.clone()), (a.clone(), express.clone())]), none);
        assert_eq!(references.set(two, [(a.clone(), standard)]), of_a);
        assert_eq!(references.facts_of(&a), Some(Facts::default()));
        assert_eq!(references.facts_of(&b), Some(express.clone()));
        assert_eq!(references.hosts_of(&a).collect::<Vec<_>>(), [one, two]);

        assert_eq!(references.set(two, []), of_a);
        assert_eq!(references.facts_of(&a), Some(express));
        assert_eq!(references.set(one, []), [a.clone(), b]);
        assert!(!references.is_deployed(&a) && references.is_empty());
    }

    #[test]
    fn ways_that_lead_out_are_none() {
        let target = |way: &str| target(Path::new("/w/stack/t.yaml"), (way, Base::Host), Path::new("/w"), |_| false);
        assert_eq!(target("./flows/../a.json"), Some(PathBuf::from("/w/stack/a.json")));
        assert_eq!(target("../a.json"), Some(PathBuf::from("/w/a.json")));
        for way in ["../../a.json", "/etc/passwd", "s3://bucket/a.json", "a\0b"] {
            assert_eq!(target(way), None, "{way}");
        }
    }

    #[test]
    fn ways_may_begin_above() {
        let target = |base: Base, files: &[&str]| {
            let host = Path::new("/w/service/config/part.yml");
            let is_file = |path: &Path| files.iter().any(|file| path == Path::new(file));
            let target = target(host, ("config/a.yml", base), Path::new("/w"), is_file)?;
            Some(target.display().to_string())
        };
        let (beside, above) = ("/w/service/config/config/a.yml", "/w/service/config/a.yml");
        assert_eq!(target(Base::Elsewhere, &[above, "/w/config/a.yml"]).as_deref(), Some(above));
        assert_eq!(target(Base::Elsewhere, &[above, beside]).as_deref(), Some(beside));
        assert_eq!(target(Base::Elsewhere, &["/config/a.yml"]).as_deref(), Some(beside));
        assert_eq!(target(Base::Host, &[above]).as_deref(), Some(beside));
    }
}
