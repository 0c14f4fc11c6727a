//! A substitution over all files that have to do with it: the definition that takes it and the hosts that give it.

use std::path::Path;
use std::sync::Arc;

use super::documents::{Documents, Snapshot};
use crate::analysis::Analysis;
use crate::diagnostic::Edit;
use crate::host::{Deployment, Place};
use crate::ide::Access;
use crate::ide::rename::Refusal;
use crate::ide::substitution::{self, Side, Substitution};
use crate::text::Span;

/// The name at an offset, and the files in which it has its meaning.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) name: String,
    /// The name where it was asked about.
    pub(super) span: Span,
    files: Vec<File>,
}

/// A file that gives values to a definition, or holds it, or both.
#[derive(Debug)]
struct File {
    snapshot: Arc<Snapshot>,
    /// The state machines that give values, by their place among those of the file.
    deployments: Vec<usize>,
    /// The definitions that take them.
    definitions: Vec<usize>,
}

/// A place of the name in a file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Named<'a> {
    pub(super) snapshot: &'a Snapshot,
    pub(super) span: Span,
    pub(super) access: Access,
}

/// The edits of a file.
#[derive(Debug)]
pub(super) struct Edited {
    pub(super) snapshot: Arc<Snapshot>,
    pub(super) edits: Vec<Edit>,
}

/// What an offset of a document names.
pub(super) fn at(documents: &Documents, snapshot: &Arc<Snapshot>, offset: u32) -> Option<Found> {
    let analysis = snapshot.reading();
    let Substitution { name, span, side } = substitution::at(analysis, offset)?;
    let files = match side {
        Side::Given(deployment) => match deployment.place {
            Place::Elsewhere(reference) => {
                let way = &analysis.references.get(reference)?.path;
                let definition = documents.neighbours.file(snapshot.file.as_deref()?, way);
                let definition = definition.and_then(|path| documents.at(&path, snapshot.encoding));
                // Without the definition the host is all there is.
                definition.map_or_else(Vec::new, |definition| around(documents, snapshot, &definition))
            }
            Place::Inside(_) | Place::Unknown => Vec::new(),
        },
        Side::Taken(definition) if definition.name.is_empty() => around(documents, snapshot, snapshot),
        Side::Taken(_) => Vec::new(),
    };
    let files = if files.is_empty() { vec![alone(snapshot, side)] } else { files };
    Some(Found { name, span, files })
}

/// The files around a definition in a file of its own.
fn around(documents: &Documents, asked: &Arc<Snapshot>, definition: &Arc<Snapshot>) -> Vec<File> {
    let Some(path) = definition.file.as_deref() else { return Vec::new() };
    let own = |other: Arc<Snapshot>| if other.uri == asked.uri { Arc::clone(asked) } else { other };
    let hosts = documents.neighbours.hosts_of(path).into_iter();
    let hosts = hosts.filter_map(|host| documents.at(&host, asked.encoding)).map(own);
    let hosts = hosts.map(|snapshot| File {
        deployments: deploying(documents, &snapshot, path),
        snapshot,
        definitions: Vec::new(),
    });
    let definition = own(Arc::clone(definition));
    let definitions = (0..definition.reading().definitions.len()).collect();
    let definition = File { snapshot: definition, deployments: Vec::new(), definitions };
    std::iter::once(definition).chain(hosts).collect()
}

/// The state machines of a host whose definition is a file.
fn deploying(documents: &Documents, host: &Snapshot, path: &Path) -> Vec<usize> {
    let analysis = host.reading();
    let leads = |deployment: &Deployment| match deployment.place {
        Place::Elsewhere(index) => analysis.references.get(index).is_some_and(|reference| {
            let file = host.file.as_deref().and_then(|host| documents.neighbours.file(host, &reference.path));
            file.as_deref() == Some(path)
        }),
        Place::Inside(_) | Place::Unknown => false,
    };
    let deployments = analysis.deployments.iter().enumerate();
    deployments.filter(|(_, deployment)| leads(deployment)).map(|(index, _)| index).collect()
}

/// The one file of a state machine whose definition stands in its host, or cannot be had.
fn alone(snapshot: &Arc<Snapshot>, side: Side<'_>) -> File {
    let analysis = snapshot.reading();
    let (deployment, definition) = match side {
        Side::Given(deployment) => (Some(deployment), substitution::definition_of(analysis, deployment)),
        Side::Taken(definition) => (substitution::deployment_of(analysis, definition), Some(definition)),
    };
    let deployments = analysis.deployments.iter().position(|own| deployment.is_some_and(|one| std::ptr::eq(own, one)));
    let definitions = analysis.definitions.iter().position(|own| definition.is_some_and(|one| std::ptr::eq(own, one)));
    File {
        snapshot: Arc::clone(snapshot),
        deployments: deployments.into_iter().collect(),
        definitions: definitions.into_iter().collect(),
    }
}

impl Found {
    /// Every known place of the name.
    pub(super) fn places(&self) -> impl Iterator<Item = Named<'_>> {
        self.files.iter().flat_map(|file| {
            let snapshot = &*file.snapshot;
            file.places(&self.name).into_iter().map(move |(span, access)| Named { snapshot, span, access })
        })
    }

    /// The edits that give it another name, by file.
    pub(super) fn renamed(&self, name: &str) -> Result<Vec<Edited>, Refusal> {
        if self.places().all(|place| place.access == Access::Read) {
            return Err(Refusal(format!("nothing that gives `{}` its value was found", self.name)));
        }
        substitution::check_name(name)?;
        if name != self.name && self.files.iter().any(|file| !file.places(name).is_empty()) {
            return Err(Refusal(format!("there is a substitution `{name}` already")));
        }
        let edits = |file: &File| {
            let places: Vec<Span> = file.places(&self.name).into_iter().map(|(span, _)| span).collect();
            let snapshot = &file.snapshot;
            let edits = substitution::renamed(snapshot.reading(), &places, name, &|text| snapshot.read_as(text))?;
            Ok(Edited { snapshot: Arc::clone(snapshot), edits })
        };
        let files = self.files.iter().map(edits).collect::<Result<Vec<Edited>, _>>()?;
        Ok(files.into_iter().filter(|file| !file.edits.is_empty()).collect())
    }
}

impl File {
    /// The places of a name, in the order of the text.
    fn places(&self, name: &str) -> Vec<(Span, Access)> {
        let analysis: &Analysis = self.snapshot.reading();
        let deployments = self.deployments.iter().filter_map(|&index| analysis.deployments.get(index));
        let given = deployments.flat_map(|deployment| substitution::given(deployment, name));
        let definitions = self.definitions.iter().filter_map(|&index| analysis.definitions.get(index));
        let taken = definitions.flat_map(|definition| substitution::taken(analysis, definition));
        let taken = taken.filter(|(taken, _)| taken == name).map(|(_, span)| (span, Access::Read));
        let mut places: Vec<(Span, Access)> = given.map(|span| (span, Access::Write)).chain(taken).collect();
        places.sort_unstable();
        places
    }
}
