//! Findings as the protocol has them.

use tower_lsp::lsp_types::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticTag, DocumentDiagnosticReport,
    FullDocumentDiagnosticReport, Location, NumberOrString, RelatedFullDocumentDiagnosticReport,
    RelatedUnchangedDocumentDiagnosticReport, UnchangedDocumentDiagnosticReport,
};

use super::convert;
use super::documents::Snapshot;
use crate::diagnostic::{Diagnostic as Finding, Severity};

/// By whom findings are.
pub(super) const SOURCE: &str = "asl-lint";

/// Rules whose findings are about what never runs: editors show it faded.
const UNNECESSARY: [&str; 4] =
    ["unreachable-state", "unreachable-catcher", "unreachable-retrier", "variable-assigned-unused"];

/// All findings of a document, or word that they are those of the result that the client has.
pub(super) fn report(snapshot: &Snapshot, previous: Option<&str>) -> DocumentDiagnosticReport {
    if previous == Some(snapshot.result_id.as_str()) {
        let unchanged_document_diagnostic_report =
            UnchangedDocumentDiagnosticReport { result_id: snapshot.result_id.clone() };
        return DocumentDiagnosticReport::Unchanged(RelatedUnchangedDocumentDiagnosticReport {
            related_documents: None,
            unchanged_document_diagnostic_report,
        });
    }
    full(Some(snapshot.result_id.clone()), diagnostics(snapshot))
}

/// The report of a document that is not open.
pub(super) fn nothing() -> DocumentDiagnosticReport {
    full(None, Vec::new())
}

/// No findings at all.
pub(super) fn nothing_at_all() -> FullDocumentDiagnosticReport {
    FullDocumentDiagnosticReport { result_id: None, items: Vec::new() }
}

fn full(result_id: Option<String>, items: Vec<Diagnostic>) -> DocumentDiagnosticReport {
    DocumentDiagnosticReport::Full(RelatedFullDocumentDiagnosticReport {
        related_documents: None,
        full_document_diagnostic_report: FullDocumentDiagnosticReport { result_id, items },
    })
}

/// All findings of a document.
pub(super) fn diagnostics(snapshot: &Snapshot) -> Vec<Diagnostic> {
    if snapshot.in_force.is_excluded {
        return Vec::new();
    }
    let least = snapshot.in_force.min_severity.unwrap_or(Severity::Hint);
    let shown = snapshot.analysis().diagnostics.iter().filter(|finding| least <= finding.severity);
    shown.map(|finding| diagnostic(snapshot, finding)).collect()
}

/// A finding; its remedy stands on a line of its own below the message.
pub(super) fn diagnostic(snapshot: &Snapshot, finding: &Finding) -> Diagnostic {
    let mut message = finding.message.clone();
    if let Some(help) = &finding.help {
        message.push_str("\nhelp: ");
        message.push_str(help);
    }
    let related = finding.related.iter().map(|label| DiagnosticRelatedInformation {
        location: Location { uri: snapshot.uri.clone(), range: snapshot.range(label.span) },
        message: label.message.clone(),
    });
    let rule = crate::rules::find(finding.rule);
    let href = rule.and_then(|rule| rule.url()?.parse().ok()).map(|href| CodeDescription { href });
    Diagnostic {
        range: snapshot.range(finding.span),
        severity: Some(convert::severity(finding.severity)),
        code: Some(NumberOrString::String(finding.rule.to_owned())),
        code_description: href,
        source: Some(SOURCE.to_owned()),
        message,
        related_information: (!finding.related.is_empty()).then(|| related.collect()),
        tags: tag(finding).map(|tag| vec![tag]),
        data: None,
    }
}

fn tag(finding: &Finding) -> Option<DiagnosticTag> {
    if UNNECESSARY.contains(&finding.rule) {
        return Some(DiagnosticTag::UNNECESSARY);
    }
    finding.rule.contains("deprecated").then_some(DiagnosticTag::DEPRECATED)
}

#[cfg(test)]
mod tests {
    #[test]
    fn rules_of_what_never_runs_exist() {
        for rule in super::UNNECESSARY {
            assert!(crate::rules::find(rule).is_some(), "{rule}");
        }
    }
}
