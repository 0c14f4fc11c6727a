//! A substitution over all files that have to do with it: the definition that takes it and the hosts that give it.

use std::path::Path;
use std::sync::Arc;

use super::documents::{Documents, Snapshot};
use crate::diagnostic::Edit;
use crate::host::{Deployment, Place};
use crate::ide::Access;
use crate::ide::rename::Refusal;
use crate::ide::substitution::{self, Side, Substitution};
use crate::text::Span;

/// How far to look for the places of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// In the document that is asked about: every move of the cursor asks, and a definition may have many hosts.
    Document,
    /// In all files.
    Everywhere,
}

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

/// What an offset of a document names, with the files that are asked for.
pub(super) fn at(documents: &Documents, snapshot: &Arc<Snapshot>, offset: u32, reach: Reach) -> Option<Found> {
    let reading = snapshot.reading();
    let Substitution { name, span, side } = substitution::at(reading, offset)?;
    let files = match side {
        Side::Given(deployment) => match deployment.place {
            Place::Elsewhere(reference) => {
                let way = reading.references.get(reference)?.way();
                let definition = documents.neighbours.file(snapshot.file.as_deref()?, way);
                // Without the definition the host is all there is.
                definition.map_or_else(Vec::new, |definition| around(documents, snapshot, &definition, reach))
            }
            Place::Inside(_) | Place::Unknown => Vec::new(),
        },
        Side::Taken(definition) if definition.name.is_empty() => {
            snapshot.file.as_deref().map_or_else(Vec::new, |file| around(documents, snapshot, file, reach))
        }
        Side::Taken(_) => Vec::new(),
    };
    let files = if files.is_empty() { vec![alone(snapshot, side)] } else { files };
    Some(Found { name, span, files })
}

/// The files that a definition in a file of its own has to do with: it, and its hosts. None where it cannot be read.
fn around(documents: &Documents, asked: &Arc<Snapshot>, definition: &Path, reach: Reach) -> Vec<File> {
    let is_asked = |path: &Path| asked.file.as_deref() == Some(path);
    let snapshot = |path: &Path| match reach {
        _ if is_asked(path) => Some(Arc::clone(asked)),
        Reach::Everywhere => documents.at(path, asked.encoding),
        Reach::Document => None,
    };
    let taking = snapshot(definition).map(|snapshot| File {
        deployments: Vec::new(),
        definitions: (0..snapshot.reading().definitions.len()).collect(),
        snapshot,
    });
    if taking.is_none() && reach == Reach::Everywhere {
        return Vec::new();
    }
    let hosts = documents.neighbours.hosts_of(definition).into_iter().filter_map(|host| snapshot(&host));
    let giving = hosts.map(|snapshot| File {
        deployments: deploying(documents, &snapshot, definition),
        snapshot,
        definitions: Vec::new(),
    });
    taking.into_iter().chain(giving).collect()
}

/// The state machines of a host whose definition is a file.
fn deploying(documents: &Documents, host: &Snapshot, path: &Path) -> Vec<usize> {
    let reading = host.reading();
    let leads = |deployment: &Deployment| match deployment.place {
        Place::Elsewhere(index) => reading.references.get(index).is_some_and(|reference| {
            let file = host.file.as_deref().and_then(|host| documents.neighbours.file(host, reference.way()));
            file.as_deref() == Some(path)
        }),
        Place::Inside(_) | Place::Unknown => false,
    };
    let deployments = reading.deployments.iter().enumerate();
    deployments.filter(|(_, deployment)| leads(deployment)).map(|(index, _)| index).collect()
}

/// The one file of a state machine whose definition stands in its host, or cannot be had.
fn alone(snapshot: &Arc<Snapshot>, side: Side<'_>) -> File {
    let reading = snapshot.reading();
    let (deployment, definition) = match side {
        Side::Given(deployment) => (Some(deployment), substitution::definition_of(reading, deployment)),
        Side::Taken(definition) => (substitution::deployment_of(reading, definition), Some(definition)),
    };
    let deployments = reading.deployments.iter().position(|own| deployment.is_some_and(|one| std::ptr::eq(own, one)));
    let definitions = reading.definitions.iter().position(|own| definition.is_some_and(|one| std::ptr::eq(own, one)));
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
            let edits = substitution::renamed(snapshot.reading(), &places, name, &|text| snapshot.reread(text))?;
            Ok(Edited { snapshot: Arc::clone(snapshot), edits })
        };
        let files = self.files.iter().map(edits).collect::<Result<Vec<Edited>, _>>()?;
        Ok(files.into_iter().filter(|file| !file.edits.is_empty()).collect())
    }
}

impl File {
    /// The places of a name, in the order of the text.
    fn places(&self, name: &str) -> Vec<(Span, Access)> {
        let reading = self.snapshot.reading();
        let deployments = self.deployments.iter().filter_map(|&index| reading.deployments.get(index));
        let given = deployments.flat_map(|deployment| substitution::given(deployment, name));
        let definitions = self.definitions.iter().filter_map(|&index| reading.definitions.get(index));
        let taken = definitions.flat_map(|definition| substitution::taken(reading, definition));
        let taken = taken.filter(|(taken, _)| taken == name).map(|(_, span)| (span, Access::Read));
        let mut places: Vec<(Span, Access)> = given.map(|span| (span, Access::Write)).chain(taken).collect();
        places.sort_unstable();
        places
    }
}
