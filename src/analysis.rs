//! The only entry point of the analyzer: a source in, definitions and findings out.

mod engine;

use std::num::NonZeroUsize;
use std::sync::Arc;

use crate::config::Options;
use crate::diagnostic::Diagnostic;
pub use crate::host::Lookup;
use crate::host::{self, Deployment, Facts, FilePath, Referenced};
use crate::model::{self, Machine};
use crate::rule::Observer;
use crate::suppress::{self, Declared, Part, Suppressed};
use crate::syntax::{Fault, FaultKind, NodeId, Tree};
use crate::text::Source;

/// What lies outside the file. The core does no I/O: the command line and the server implement this.
pub trait Project {
    /// The text of a file that `from` refers to.
    fn read(&self, from: &FilePath, reference: &str) -> Lookup;
    /// How other files of the run use this one.
    fn uses_of(&self, file: &FilePath) -> &[Use];
    /// Who wants to know what the analysis works on.
    fn observer(&self) -> Option<&dyn Observer> {
        None
    }
    /// How many threads may look at one definition. One is right where there are other files to look at meanwhile.
    fn threads(&self) -> NonZeroUsize {
        NonZeroUsize::MIN
    }
}

/// A place in another file that deploys this one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    pub file: FilePath,
    pub facts: Facts,
}

/// A file on its own.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoProject;

impl Project for NoProject {
    fn read(&self, _: &FilePath, _: &str) -> Lookup {
        Lookup::Unknown
    }

    fn uses_of(&self, _: &FilePath) -> &[Use] {
        &[]
    }

    fn threads(&self) -> NonZeroUsize {
        std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)
    }
}

/// One definition of a file, analyzed.
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
}

/// All that is known of a file.
#[derive(Debug)]
pub struct Analysis {
    pub source: Arc<Source>,
    /// Empty when the file holds no definition.
    pub definitions: Vec<Definition>,
    /// Definitions that it keeps in other files.
    pub references: Vec<Referenced>,
    /// In order of position.
    pub diagnostics: Vec<Diagnostic>,
    /// What is meant to be, in order of position: counted nowhere, for reports that speak of it.
    pub suppressed: Vec<Suppressed>,
}

impl Analysis {
    /// Of a file without a definition.
    pub fn nothing(source: Arc<Source>) -> Self {
        Self {
            source,
            definitions: Vec::new(),
            references: Vec::new(),
            diagnostics: Vec::new(),
            suppressed: Vec::new(),
        }
    }
}

/// Analyzes a file. A name ending in `.asl` and the like says that it is a definition whatever it looks like; other
/// files without a definition give an empty analysis.
pub fn analyze(source: &Arc<Source>, path: &FilePath, options: &Options, project: &dyn Project) -> Analysis {
    analyze_claimed(source, path, path.is_definition(), options, project)
}

/// As [`analyze`], where the caller knows whether the file is a definition (standard input always is).
pub fn analyze_claimed(
    source: &Arc<Source>,
    path: &FilePath,
    claimed: bool,
    options: &Options,
    project: &dyn Project,
) -> Analysis {
    let observer = project.observer();
    let observe = |work| observer.iter().for_each(|observer| observer.enter(work));
    observe("parse");
    let known = project.uses_of(path).iter().map(|usage| usage.facts.clone()).reduce(|one, other| one.agreed(&other));
    let document = match &known {
        Some(facts) => host::open_referenced(source, path, facts),
        None => host::open(source, path, claimed),
    };
    let tree = Arc::clone(&document.tree);
    let mut diagnostics = Vec::new();
    let mut definitions = Vec::new();
    if !document.definitions.is_empty() {
        diagnostics.extend(document.faults.iter().cloned().map(|fault| engine::from_fault(fault, 0)));
    }
    let lookup = |reference: &str| project.read(path, reference);
    diagnostics.append(&mut engine::run_host(source, &document, &lookup, observer));
    // Text that cannot be read is not empty, or something else than an object, besides.
    let is_unread = |finding: &Diagnostic| {
        let rules = [FaultKind::Json, FaultKind::Yaml, FaultKind::Nested].map(engine::rule_of);
        rules.contains(&finding.rule)
    };
    for (index, mut found) in document.definitions.into_iter().enumerate() {
        let faults = std::mem::take(&mut found.faults);
        diagnostics.extend(faults.into_iter().map(|fault: Fault| engine::from_fault(fault, index)));
        if let (true, Some(known)) = (found.name.is_empty(), &known) {
            found.facts = known.clone();
        }
        let incomplete = diagnostics.iter().any(|finding| finding.rule == engine::rule_of(FaultKind::TooMany));
        let (machine, mut findings) = engine::run(source, &found, options, incomplete, project.threads(), observer);
        if diagnostics.iter().any(is_unread) {
            findings.retain(|finding| !matches!(finding.rule, "definition-empty" | "definition-not-object"));
        }
        for finding in &mut findings {
            finding.definition = index;
        }
        diagnostics.append(&mut findings);
        definitions.push(Definition {
            name: found.name,
            tree: found.tree,
            host: Arc::clone(&tree),
            root: found.root,
            facts: found.facts,
            machine,
        });
    }
    observe("findings");
    let mut suppressed = Vec::new();
    let is_nothing = definitions.is_empty() && document.deployments.is_empty();
    if !options.no_ignores && !is_nothing {
        suppressed = suppress(source, &tree, &definitions, &document.deployments, &mut diagnostics);
    }
    let (mut diagnostics, suppressed) = engine::finish(diagnostics, suppressed, options);
    follow_line_ends(source, &mut diagnostics);
    Analysis { source: Arc::clone(source), definitions, references: document.references, diagnostics, suppressed }
}

/// Reads a file without asking any rule: its definitions as [`analyze_claimed`] has them, and no findings. It takes a part
/// of the time, for who asks where things are and not what is wrong.
pub fn read(source: &Arc<Source>, path: &FilePath, claimed: bool) -> Analysis {
    let document = host::open(source, path, claimed);
    let is_cut = |faults: &[Fault]| faults.iter().any(|fault| fault.kind == FaultKind::TooMany);
    let definition = |found: host::Found| {
        let partial = is_cut(&document.faults) || is_cut(&found.faults);
        let is_readable = engine::is_readable(&found, partial).is_ok();
        let machine = is_readable.then(|| model::lower(&found.tree, found.tree.resolve(found.root)));
        let host = Arc::clone(&document.tree);
        Definition { name: found.name, tree: found.tree, host, root: found.root, facts: found.facts, machine }
    };
    let definitions = document.definitions.into_iter().map(definition).collect();
    Analysis { definitions, references: document.references, ..Analysis::nothing(Arc::clone(source)) }
}

/// Gives the edits of fixes the line ends of the file, which its first line shows.
fn follow_line_ends(source: &Source, findings: &mut [Diagnostic]) {
    let is_crlf = source.text().split_once('\n').is_some_and(|(line, _)| line.ends_with('\r'));
    if !is_crlf {
        return;
    }
    let edits = findings.iter_mut().flat_map(|finding| &mut finding.fixes).flat_map(|fix| &mut fix.edits);
    for edit in edits.filter(|edit| edit.text.contains('\n')) {
        // Text that comes from elsewhere in the file has them already.
        edit.text = edit.text.replace("\r\n", "\n").replace('\n', "\r\n");
    }
}

/// Takes out the findings that the file itself says are meant to be.
fn suppress(
    source: &Source,
    tree: &Arc<Tree>,
    definitions: &[Definition],
    deployments: &[Deployment],
    findings: &mut Vec<Diagnostic>,
) -> Vec<Suppressed> {
    // Where a definition cannot be read, its rules have nothing to say, and its suppressions nothing to suppress.
    let is_read = definitions.iter().all(|definition| definition.machine.is_some())
        && !findings.iter().any(|finding| ["json-syntax", "yaml-syntax"].contains(&finding.rule));
    let mut parts = vec![Part { tree, machine: None, comments: true }];
    parts.extend(definitions.iter().map(|definition| Part {
        tree: &definition.tree,
        machine: definition.machine.as_ref(),
        comments: !Arc::ptr_eq(tree, &definition.tree),
    }));
    let declared: Vec<Declared<'_>> = deployments
        .iter()
        .filter_map(|deployment| {
            let resource = deployment.properties.as_ref()?.resource;
            let definition = definitions.iter().find(|definition| definition.name == deployment.name);
            let definition = definition.map(|definition| (&*definition.tree, definition.root));
            Some(Declared { host: tree, resource, definition })
        })
        .collect();
    suppress::apply(source, &parts, &declared, findings, is_read)
}
