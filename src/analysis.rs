//! The only entry point of the analyzer: a source in, definitions and findings out.

mod engine;
mod reading;

use std::num::NonZeroUsize;
use std::ops::Deref;
use std::sync::Arc;

use crate::config::Options;
use crate::diagnostic::Diagnostic;
pub use crate::host::Lookup;
use crate::host::{Candidate, Facts, FilePath};
use crate::rule::Observer;
use crate::suppress::{self, Declared, Part, Suppressed};
use crate::syntax::{Fault, FaultKind};
use crate::text::Source;

pub use reading::{Definition, Reading, read};

/// What lies outside the file. The core does no I/O: the command line and the server implement this.
pub trait Project {
    /// The text of a file that `from` refers to.
    fn read(&self, from: &FilePath, reference: &str) -> Lookup;
    /// What all who deploy a file say of it; `None` where nobody is known to.
    fn deployed_as(&self, file: &FilePath) -> Option<Facts>;
    /// Who wants to know what the analysis works on.
    fn observer(&self) -> Option<&dyn Observer> {
        None
    }
    /// How many threads may look at one definition. One is right where there are other files to look at meanwhile.
    fn threads(&self) -> NonZeroUsize {
        NonZeroUsize::MIN
    }
}

/// A file on its own.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoProject;

impl Project for NoProject {
    fn read(&self, _: &FilePath, _: &str) -> Lookup {
        Lookup::Unknown
    }

    fn deployed_as(&self, _: &FilePath) -> Option<Facts> {
        None
    }
}

/// A file to be analyzed: by which options, and in which project.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    pub candidate: Candidate<'a>,
    pub options: &'a Options,
    pub project: &'a dyn Project,
}

impl<'a> Subject<'a> {
    /// The same file with another text.
    #[must_use]
    pub fn with_source(self, source: &'a Arc<Source>) -> Self {
        Self { candidate: Candidate { source, ..self.candidate }, ..self }
    }
}

/// All that is known of a file: what it says, and what is to be said of it.
#[derive(Debug)]
pub struct Analysis {
    pub reading: Arc<Reading>,
    /// In order of position.
    pub diagnostics: Vec<Diagnostic>,
    /// What is meant to be, in order of position: counted nowhere, for reports that speak of it.
    pub suppressed: Vec<Suppressed>,
}

impl Analysis {
    /// Of a file without a definition.
    pub fn nothing(source: Arc<Source>) -> Self {
        Self { reading: Arc::new(Reading::nothing(source)), diagnostics: Vec::new(), suppressed: Vec::new() }
    }
}

/// Who asks an analysis what the file says asks its reading.
impl Deref for Analysis {
    type Target = Reading;

    fn deref(&self) -> &Reading {
        &self.reading
    }
}

/// Analyzes a file. A name ending in `.asl` and the like says that it is a definition whatever it looks like; other
/// files without a definition give an empty analysis.
pub fn analyze(source: &Arc<Source>, path: &FilePath, options: &Options, project: &dyn Project) -> Analysis {
    analyze_subject(Subject { candidate: Candidate::named(source, path), options, project })
}

/// As [`analyze`], where the caller knows whether the file is a definition (standard input always is).
pub fn analyze_subject(subject: Subject<'_>) -> Analysis {
    judge(&Arc::new(read(subject)), subject)
}

/// What the rules find in a file of which the reading is known.
pub fn judge(reading: &Arc<Reading>, subject: Subject<'_>) -> Analysis {
    let Subject { candidate, options, project } = subject;
    let Reading { source, definitions, faults, .. } = &**reading;
    let observer = project.observer();
    let mut diagnostics = Vec::new();
    // A file that only looks like a host may be in any language.
    if !reading.is_nothing() {
        diagnostics.extend(faults.iter().cloned().map(|fault| engine::from_fault(fault, 0)));
    }
    let lookup = |reference: &str| project.read(candidate.path, reference);
    diagnostics.append(&mut engine::run_host(reading, &lookup, observer));
    let is_file_unread = faults.iter().any(is_unread);
    for (index, definition) in definitions.iter().enumerate() {
        diagnostics.extend(definition.faults.iter().cloned().map(|fault| engine::from_fault(fault, index)));
        let mut findings = engine::run(source, definition, options, project.threads(), observer);
        // Text that cannot be read is not empty, or something else than an object, besides.
        if is_file_unread || definition.faults.iter().any(is_unread) {
            findings.retain(|finding| !matches!(finding.rule, "definition-empty" | "definition-not-object"));
        }
        for finding in &mut findings {
            finding.definition = index;
        }
        diagnostics.append(&mut findings);
    }
    if let Some(observer) = observer {
        observer.enter("findings");
    }
    let mut suppressed = Vec::new();
    if !options.no_ignores && !reading.is_nothing() {
        suppressed = suppress(reading, &mut diagnostics);
    }
    let (mut diagnostics, suppressed) = engine::finish(diagnostics, suppressed, options);
    follow_line_ends(source, &mut diagnostics);
    Analysis { reading: Arc::clone(reading), diagnostics, suppressed }
}

/// Whether a fault says that a part of the text is not read as it is meant.
fn is_unread(fault: &Fault) -> bool {
    matches!(fault.kind, FaultKind::Json | FaultKind::Yaml | FaultKind::Nested)
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
fn suppress(reading: &Reading, findings: &mut Vec<Diagnostic>) -> Vec<Suppressed> {
    let Reading { source, tree, definitions, deployments, faults, .. } = reading;
    // Where a definition cannot be read, its rules have nothing to say, and its suppressions nothing to suppress.
    let is_read = |definition: &Definition| definition.machine.is_some() && !definition.faults.iter().any(is_unread);
    let are_read = definitions.iter().all(is_read) && !faults.iter().any(is_unread);
    let mut parts = vec![Part { tree, machine: None, comments: true }];
    parts.extend(definitions.iter().map(|definition| Part {
        tree: &definition.tree,
        machine: definition.machine.as_ref(),
        comments: !Arc::ptr_eq(tree, &definition.tree),
    }));
    let by_name = reading.definitions_by_name();
    let declared: Vec<Declared<'_>> = deployments
        .iter()
        .filter_map(|deployment| {
            let resource = deployment.properties.as_ref()?.resource;
            let definition = by_name.get(deployment.name.as_str()).and_then(|&index| definitions.get(index));
            let definition = definition.map(|definition| (&*definition.tree, definition.root));
            Some(Declared { host: tree, resource, definition })
        })
        .collect();
    suppress::apply(source, &parts, &declared, findings, are_read)
}
