//! The documents that the client has open, and snapshots of them.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use rustc_hash::{FxHashMap, FxHashSet};
use tower_lsp::lsp_types::{TextDocumentContentChangeEvent, TextDocumentItem, Url};

use super::configuration::InForce;
use super::convert;
use super::neighbours::{self, Neighbours};
use crate::analysis::{self, Analysis, Reading, Subject};
use crate::diagnostic::Edit;
use crate::format::Refusal;
use crate::host::{self, Candidate, FilePath};
use crate::text::{Buffer, Encoding, Source, Span};
use crate::{fix, format};

/// The open documents.
#[derive(Debug, Default)]
pub(super) struct Documents {
    pub(super) neighbours: Arc<Neighbours>,
    open: Mutex<FxHashMap<Url, Document>>,
    opened: AtomicU64,
}

#[derive(Debug)]
struct Document {
    path: FilePath,
    /// Where it is on the disk, if it is a file.
    file: Option<PathBuf>,
    buffer: Buffer,
    version: i32,
    /// Whether the client says that it is a definition, whatever its name.
    is_claimed: bool,
    in_force: InForce,
    /// Counts what was ever opened, and set for it.
    serial: u64,
    /// Of this version, once it was asked for.
    snapshot: Option<Arc<Snapshot>>,
}

/// A document as it was at one version. What is costly is made when first asked for, once.
#[derive(Debug)]
pub(super) struct Snapshot {
    pub(super) uri: Url,
    /// That of the open document; a file has none.
    pub(super) version: Option<i32>,
    pub(super) encoding: Encoding,
    /// Tells findings of this snapshot from those of any other.
    pub(super) result_id: String,
    path: FilePath,
    /// Where it is on the disk, if it is a file.
    pub(super) file: Option<PathBuf>,
    pub(super) neighbours: Arc<Neighbours>,
    is_claimed: bool,
    pub(super) in_force: InForce,
    buffer: Buffer,
    source: OnceLock<Arc<Source>>,
    reading: OnceLock<Arc<Reading>>,
    analysis: OnceLock<Analysis>,
}

/// What a change of one file means for others.
#[derive(Debug, Default)]
pub(super) struct Affected {
    /// The open documents that have to be worked on anew.
    pub(super) open: Vec<Url>,
    /// Whether it means something for files that are not open, too.
    pub(super) are_closed_affected: bool,
}

impl Documents {
    /// Takes a document in. Whether it is one that holds or deploys definitions, at a quick look.
    pub(super) fn open(&self, document: TextDocumentItem, in_force: InForce) -> bool {
        let TextDocumentItem { uri, language_id, version, text } = document;
        let (path, file) = (path_of(&uri), uri.to_file_path().ok());
        let is_claimed = matches!(language_id.as_str(), "asl" | "asl-yaml") || path.is_definition();
        let is_ours = is_claimed || host::may_hold_definition(text.as_bytes());
        let (serial, buffer) = (self.opened.fetch_add(1, Ordering::Relaxed), Buffer::new(&text));
        self.keep_text(file.as_deref(), &buffer);
        let document = Document { path, file, buffer, version, is_claimed, in_force, serial, snapshot: None };
        self.lock().insert(uri, document);
        is_ours
    }

    /// Applies changes in their order. Changes of an unknown document, and those older than what is there, are dropped:
    /// `false`.
    pub(super) fn change(
        &self,
        uri: &Url,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
        encoding: Encoding,
    ) -> bool {
        let mut open = self.lock();
        let Some(document) = open.get_mut(uri).filter(|document| document.version <= version) else { return false };
        for change in changes {
            match change.range {
                Some(range) => {
                    let (start, end) = (convert::place(range.start), convert::place(range.end));
                    document.buffer.replace(start, end, &change.text, encoding);
                }
                None => document.buffer = Buffer::new(&change.text),
            }
        }
        document.version = version;
        document.snapshot = None;
        self.keep_text(document.file.as_deref(), &document.buffer);
        true
    }

    fn keep_text(&self, file: Option<&Path>, buffer: &Buffer) {
        if let Some(file) = file {
            self.neighbours.set_text(file, buffer.clone());
        }
    }

    pub(super) fn uris(&self) -> Vec<Url> {
        self.lock().keys().cloned().collect()
    }

    /// Sets anew what holds for a document.
    pub(super) fn configure(&self, uri: &Url, in_force: InForce) {
        let serial = self.opened.fetch_add(1, Ordering::Relaxed);
        if let Some(document) = self.lock().get_mut(uri) {
            document.in_force = in_force;
            document.serial = serial;
            document.snapshot = None;
        }
    }

    /// Forgets what was made of the documents at some paths, since what it depends on has changed.
    pub(super) fn touch(&self, paths: &[PathBuf]) -> Affected {
        self.touch_among(&mut self.lock(), paths)
    }

    fn touch_among(&self, open: &mut FxHashMap<Url, Document>, paths: &[PathBuf]) -> Affected {
        let mut affected = Affected::default();
        if paths.is_empty() {
            return affected;
        }
        let paths: FxHashSet<&Path> = paths.iter().map(PathBuf::as_path).collect();
        for (uri, document) in open {
            if document.file.as_deref().is_some_and(|file| paths.contains(file)) {
                document.serial = self.opened.fetch_add(1, Ordering::Relaxed);
                document.snapshot = None;
                affected.open.push(uri.clone());
            }
        }
        affected.are_closed_affected = affected.open.len() < paths.len();
        affected
    }

    /// Takes what a document says of other files, unless the document is another one by now.
    pub(super) fn follow(&self, snapshot: &Arc<Snapshot>) -> Affected {
        let Some(file) = &snapshot.file else { return Affected::default() };
        let references = if snapshot.in_force.is_excluded { &[] } else { snapshot.reading().references.as_slice() };
        // Nothing newer can be followed between the look and the deed.
        let mut open = self.lock();
        if !is_current(&open, snapshot) {
            return Affected::default();
        }
        let changed = self.neighbours.follow(file, references);
        self.touch_among(&mut open, &changed)
    }

    pub(super) fn close(&self, uri: &Url) {
        let closed = self.lock().remove(uri);
        if let Some(file) = closed.and_then(|document| document.file) {
            self.neighbours.drop_text(&file);
        }
    }

    /// The document as it is now.
    pub(super) fn snapshot(&self, uri: &Url, encoding: Encoding) -> Option<Arc<Snapshot>> {
        let mut open = self.lock();
        let document = open.get_mut(uri)?;
        if document.snapshot.is_none() {
            document.snapshot = Some(Arc::new(Snapshot {
                uri: uri.clone(),
                version: Some(document.version),
                encoding,
                result_id: format!("{}.{}", document.serial, document.version),
                path: document.path.clone(),
                file: document.file.clone(),
                neighbours: Arc::clone(&self.neighbours),
                is_claimed: document.is_claimed,
                in_force: document.in_force.clone(),
                buffer: document.buffer.clone(),
                source: OnceLock::new(),
                analysis: OnceLock::new(),
                reading: OnceLock::new(),
            }));
        }
        document.snapshot.clone()
    }

    /// The document at a path as it is now, or the file, where it is not open.
    pub(super) fn at(&self, path: &Path, encoding: Encoding) -> Option<Arc<Snapshot>> {
        let uri = Url::from_file_path(path).ok()?;
        if let Some(open) = self.snapshot(&uri, encoding) {
            return Some(open);
        }
        let source = self.neighbours.source(path)?;
        let neighbours = Arc::clone(&self.neighbours);
        let file = Snapshot::of_file(uri, source, neighbours, InForce::default(), encoding, String::new());
        Some(Arc::new(file))
    }

    /// All documents as they are now, by their names.
    pub(super) fn snapshots(&self, encoding: Encoding) -> Vec<Arc<Snapshot>> {
        let mut names: Vec<Url> = self.lock().keys().cloned().collect();
        names.sort();
        names.iter().filter_map(|uri| self.snapshot(uri, encoding)).collect()
    }

    /// Whether a snapshot is of the document as it is now.
    pub(super) fn is_current(&self, snapshot: &Arc<Snapshot>) -> bool {
        is_current(&self.lock(), snapshot)
    }

    /// No code runs under the lock that could leave the documents half changed.
    fn lock(&self) -> MutexGuard<'_, FxHashMap<Url, Document>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_current(open: &FxHashMap<Url, Document>, snapshot: &Arc<Snapshot>) -> bool {
    let own = open.get(&snapshot.uri).and_then(|document| document.snapshot.as_ref());
    own.is_some_and(|own| Arc::ptr_eq(own, snapshot))
}

/// The name by which the core knows a document.
fn path_of(uri: &Url) -> FilePath {
    uri.to_file_path().map_or_else(|()| FilePath(uri.path().to_owned()), |path| neighbours::file_path(&path))
}

impl Snapshot {
    /// A file that is not open.
    pub(super) fn of_file(
        uri: Url,
        source: Source,
        neighbours: Arc<Neighbours>,
        in_force: InForce,
        encoding: Encoding,
        result_id: String,
    ) -> Self {
        let (path, file) = (path_of(&uri), uri.to_file_path().ok());
        Self {
            is_claimed: path.is_definition(),
            uri,
            version: None,
            encoding,
            result_id,
            path,
            file,
            neighbours,
            in_force,
            buffer: Buffer::default(),
            source: OnceLock::from(Arc::new(source)),
            analysis: OnceLock::new(),
            reading: OnceLock::new(),
        }
    }

    pub(super) fn source(&self) -> &Arc<Source> {
        self.source.get_or_init(|| Arc::new(self.buffer.source()))
    }

    fn candidate(&self) -> Candidate<'_> {
        Candidate { source: self.source(), path: &self.path, is_claimed: self.is_claimed }
    }

    fn subject(&self) -> Subject<'_> {
        Subject { candidate: self.candidate(), options: &self.in_force.options, project: &*self.neighbours }
    }

    /// Whether it is worth parsing: a quick look.
    fn may_hold_definition(&self) -> bool {
        self.is_claimed
            || host::may_hold_definition(self.source().text().as_bytes())
            || self.file.as_deref().is_some_and(|file| self.neighbours.is_deployed(file))
    }

    /// The analysis of what was read.
    pub(super) fn analysis(&self) -> &Analysis {
        self.analysis.get_or_init(|| analysis::judge(self.reading(), self.subject()))
    }

    /// The analysis of a document that holds a definition; others are left in peace.
    pub(super) fn defining(&self) -> Option<&Analysis> {
        Some(self.analysis()).filter(|analysis| !analysis.definitions.is_empty())
    }

    /// What the document says, for who does not ask for findings: an empty reading, made without parsing, of a file that
    /// cannot hold a definition.
    pub(super) fn reading(&self) -> &Arc<Reading> {
        self.reading.get_or_init(|| {
            let source = self.source();
            if !self.may_hold_definition() {
                return Arc::new(Reading::nothing(Arc::clone(source)));
            }
            Arc::new(analysis::read(self.subject()))
        })
    }

    /// The text with all safe fixes applied.
    pub(super) fn fixed(&self) -> Arc<str> {
        let safe = crate::diagnostic::Applicability::Safe;
        fix::fix(self.subject(), safe).text
    }

    /// The rules of the findings that suppressions of the text are about once it is edited.
    pub(super) fn suppressed_by(&self, edits: &[Edit]) -> Option<Vec<&'static str>> {
        let edits: Vec<&Edit> = edits.iter().collect();
        let source = Arc::new(Source::new(fix::apply(self.source().text(), &edits)?));
        let analysis = analysis::analyze_subject(self.subject().with_source(&source));
        Some(analysis.suppressed.iter().map(|suppressed| suppressed.finding.rule).collect())
    }

    /// Another text, read as this one was.
    pub(super) fn reread(&self, text: &str) -> Reading {
        analysis::read(self.subject().with_source(&Arc::new(Source::new(text))))
    }

    /// The edits that lay the text out, those on the lines of a span if one is given.
    pub(super) fn formatted(&self, options: &format::Options, within: Option<Span>) -> Result<Vec<Edit>, Refusal> {
        if !self.may_hold_definition() {
            return Err(Refusal::NoDefinition);
        }
        match within {
            Some(span) => format::edits_in(self.candidate(), options, span),
            None => format::edits(self.candidate(), options),
        }
    }

    /// The byte offset of a position.
    pub(super) fn offset(&self, position: tower_lsp::lsp_types::Position) -> u32 {
        self.source().offset_of(convert::place(position), self.encoding)
    }

    /// The range of a span.
    pub(super) fn range(&self, span: crate::text::Span) -> tower_lsp::lsp_types::Range {
        convert::range(self.source(), span, self.encoding)
    }
}
