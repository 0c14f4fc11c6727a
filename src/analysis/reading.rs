//! A file, read: its definitions and what it says of other files, before any rule is asked.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::Subject;
use super::engine;
use crate::host::{self, Deployment, Document, Facts, Found, Referenced, Template};
use crate::model::{self, Machine};
use crate::syntax::{Fault, FaultKind, NodeId, Tree};
use crate::text::Source;

/// What a file says.
#[derive(Debug)]
pub struct Reading {
    pub source: Arc<Source>,
    /// Empty when the file holds no definition.
    pub definitions: Vec<Definition>,
    /// Definitions that it keeps in other files.
    pub references: Vec<Referenced>,
    /// The state machines that it declares as a host.
    pub deployments: Vec<Deployment>,
    /// The file's own tree.
    pub(super) tree: Arc<Tree>,
    /// The names of a `CloudFormation` template.
    pub(super) template: Option<Arc<Template>>,
    /// Faults of the file's text.
    pub(super) faults: Vec<Fault>,
}

/// One definition of a file.
#[derive(Debug)]
pub struct Definition {
    /// Its logical id in a host file; empty when it stands alone.
    pub name: String,
    pub tree: Arc<Tree>,
    /// The file's own tree: another one where the definition is text inside the file.
    pub host: Arc<Tree>,
    pub root: NodeId,
    pub facts: Facts,
    /// `None` when there is no object to make one from.
    pub machine: Option<Machine>,
    /// Faults of its own text, where it is text inside the file.
    pub(super) faults: Vec<Fault>,
    /// Whether the text was cut where it got too large.
    pub(super) is_cut: bool,
}

impl Reading {
    /// Of a file in which there is nothing to see.
    pub fn nothing(source: Arc<Source>) -> Self {
        let document = Document::nothing(&source);
        Self::of(source, document, |found| found.facts.clone())
    }

    fn of(source: Arc<Source>, document: Document, facts: impl Fn(&Found) -> Facts) -> Self {
        let Document { tree, faults, definitions, references, deployments, template } = document;
        let is_cut = |faults: &[Fault]| faults.iter().any(|fault| fault.kind == FaultKind::TooMany);
        let is_file_cut = is_cut(&faults);
        let definition = |found: Found| {
            let (facts, is_cut) = (facts(&found), is_file_cut || is_cut(&found.faults));
            let Found { name, tree: own, root, faults, .. } = found;
            let is_readable = engine::is_readable(&own, root, is_cut).is_ok();
            let machine = is_readable.then(|| model::lower(&own, own.resolve(root)));
            Definition { name, tree: own, host: Arc::clone(&tree), root, facts, machine, faults, is_cut }
        };
        let definitions = definitions.into_iter().map(definition).collect();
        Self { source, definitions, references, deployments, tree, template, faults }
    }

    /// Where each definition is among them; of several of one name the first.
    pub(super) fn definitions_by_name(&self) -> FxHashMap<&str, usize> {
        let mut places = FxHashMap::default();
        for (index, definition) in self.definitions.iter().enumerate() {
            places.entry(definition.name.as_str()).or_insert(index);
        }
        places
    }

    /// Whether it holds no definition and deploys none.
    pub fn is_nothing(&self) -> bool {
        self.definitions.is_empty() && self.deployments.is_empty()
    }
}

/// Reads a file.
pub fn read(subject: Subject<'_>) -> Reading {
    let Subject { candidate, options, project } = subject;
    let observe = |work| project.observer().iter().for_each(|observer| observer.enter(work));
    observe("parse");
    let known = project.deployed_as(candidate.path);
    let document = host::open_deployed(candidate, known.as_ref());
    observe("model");
    let is_told = known.is_none() && !options.substitutions.is_empty();
    Reading::of(Arc::clone(candidate.source), document, |found| {
        if is_told && found.name.is_empty() {
            return Facts::told(options.substitutions.keys().cloned());
        }
        found.facts.clone()
    })
}
