//! Findings of files that are not open, for clients that want those of the whole workspace.

use std::hash::{Hash as _, Hasher as _};
use std::path::Path;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};
use tower_lsp::lsp_types::{
    DocumentDiagnosticReport, PreviousResultId, Url, WorkspaceDocumentDiagnosticReport,
    WorkspaceFullDocumentDiagnosticReport, WorkspaceUnchangedDocumentDiagnosticReport,
};

use super::configuration::Configuration;
use super::diagnostics;
use super::documents::Snapshot;
use super::neighbours::{self, Neighbours};
use crate::host;
use crate::text::{Encoding, Source};

/// The reports of all files in the folders that can hold a definition and are not open. Those that the client has already are
/// said to be unchanged.
pub(super) fn reports(
    configuration: &Configuration,
    neighbours: &Arc<Neighbours>,
    open: &FxHashSet<Url>,
    previous: &[PreviousResultId],
    encoding: Encoding,
) -> Vec<WorkspaceDocumentDiagnosticReport> {
    let known: FxHashMap<&Url, &str> = previous.iter().map(|known| (&known.uri, known.value.as_str())).collect();
    let mut reports = Vec::new();
    let mut seen = FxHashSet::default();
    for folder in configuration.folders() {
        for path in neighbours::candidates(&folder) {
            let Ok(uri) = Url::from_file_path(&path) else { continue };
            if open.contains(&uri) || !seen.insert(uri.clone()) {
                continue;
            }
            let Some(snapshot) = snapshot(configuration, neighbours, &path, &uri, encoding) else { continue };
            reports.push(report(&snapshot, known.get(&uri).copied()));
        }
    }
    // Files that are gone have no findings.
    let is_gone = |known: &&PreviousResultId| !seen.contains(&known.uri) && !open.contains(&known.uri);
    reports.extend(previous.iter().filter(is_gone).map(|known| {
        WorkspaceDocumentDiagnosticReport::Full(WorkspaceFullDocumentDiagnosticReport {
            uri: known.uri.clone(),
            version: None,
            full_document_diagnostic_report: diagnostics::nothing_at_all(),
        })
    }));
    reports
}

/// A file as a document that nobody edits; `None` where it holds no definition or cannot be read.
fn snapshot(
    configuration: &Configuration,
    neighbours: &Arc<Neighbours>,
    path: &Path,
    uri: &Url,
    encoding: Encoding,
) -> Option<Snapshot> {
    let in_force = configuration.of(uri).unwrap_or_else(|_| configuration.without_files());
    let bytes = neighbours::read(path)?;
    let is_claimed = neighbours::file_path(path).is_definition() || neighbours.is_deployed(path);
    if in_force.is_excluded || !is_claimed && !host::may_hold_definition(&bytes) {
        return None;
    }
    let mut hasher = FxHasher::default();
    (&bytes, configuration.generation(), neighbours.stamp(path)).hash(&mut hasher);
    let result_id = format!("{:016x}", hasher.finish());
    let source = Source::from_bytes(bytes).ok()?;
    Some(Snapshot::of_file(uri.clone(), source, Arc::clone(neighbours), in_force, encoding, result_id))
}

fn report(snapshot: &Snapshot, previous: Option<&str>) -> WorkspaceDocumentDiagnosticReport {
    let uri = snapshot.uri.clone();
    match diagnostics::report(snapshot, previous) {
        DocumentDiagnosticReport::Full(report) => {
            let full_document_diagnostic_report = report.full_document_diagnostic_report;
            let report = WorkspaceFullDocumentDiagnosticReport { uri, version: None, full_document_diagnostic_report };
            WorkspaceDocumentDiagnosticReport::Full(report)
        }
        DocumentDiagnosticReport::Unchanged(report) => {
            let unchanged_document_diagnostic_report = report.unchanged_document_diagnostic_report;
            WorkspaceDocumentDiagnosticReport::Unchanged(WorkspaceUnchangedDocumentDiagnosticReport {
                uri,
                version: None,
                unchanged_document_diagnostic_report,
            })
        }
    }
}
