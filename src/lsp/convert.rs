//! Between the protocol's terms and the crate's: positions, ranges, edits.

use tower_lsp::lsp_types::{self as lsp, PositionEncodingKind};

use super::documents::Snapshot;
use crate::diagnostic::{Edit, Severity};
use crate::text::{Encoding, Place, Source, Span};

pub(super) fn place(position: lsp::Position) -> Place {
    Place { line: position.line, column: position.character }
}

pub(super) fn position(place: Place) -> lsp::Position {
    lsp::Position { line: place.line, character: place.column }
}

pub(super) fn range(source: &Source, span: Span, encoding: Encoding) -> lsp::Range {
    let (start, end) = source.places(span, encoding);
    lsp::Range { start: position(start), end: position(end) }
}

pub(super) fn edit(snapshot: &Snapshot, edit: &Edit) -> lsp::TextEdit {
    lsp::TextEdit { range: snapshot.range(edit.span), new_text: edit.text.clone() }
}

/// Edits of documents; those of open ones as they were at their versions, where the client takes that.
pub(super) fn workspace_edit<'a>(
    files: impl IntoIterator<Item = (&'a Snapshot, &'a [Edit])>,
    is_versioned: bool,
) -> lsp::WorkspaceEdit {
    let mut edit = lsp::WorkspaceEdit::default();
    if !is_versioned {
        let edits = |snapshot, edits: &[Edit]| edits.iter().map(|edit| self::edit(snapshot, edit)).collect();
        let changes = files.into_iter().map(|(snapshot, changes)| (snapshot.uri.clone(), edits(snapshot, changes)));
        edit.changes = Some(changes.collect());
        return edit;
    }
    let document = |(snapshot, edits): (&Snapshot, &[Edit])| lsp::TextDocumentEdit {
        text_document: lsp::OptionalVersionedTextDocumentIdentifier {
            uri: snapshot.uri.clone(),
            version: snapshot.version,
        },
        edits: edits.iter().map(|edit| lsp::OneOf::Left(self::edit(snapshot, edit))).collect(),
    };
    edit.document_changes = Some(lsp::DocumentChanges::Edits(files.into_iter().map(document).collect()));
    edit
}

pub(super) fn severity(severity: Severity) -> lsp::DiagnosticSeverity {
    match severity {
        Severity::Error => lsp::DiagnosticSeverity::ERROR,
        Severity::Warning => lsp::DiagnosticSeverity::WARNING,
        Severity::Info => lsp::DiagnosticSeverity::INFORMATION,
        Severity::Hint => lsp::DiagnosticSeverity::HINT,
    }
}

/// The encoding to agree on with a client: bytes, which cost nothing, where it takes them.
pub(super) fn encoding(client: &lsp::ClientCapabilities) -> Encoding {
    let offered = client.general.as_ref().and_then(|general| general.position_encodings.as_ref());
    let offers = |kind: PositionEncodingKind| offered.is_some_and(|offered| offered.contains(&kind));
    if offers(PositionEncodingKind::UTF8) {
        Encoding::Utf8
    } else if offers(PositionEncodingKind::UTF32) && !offers(PositionEncodingKind::UTF16) {
        Encoding::Utf32
    } else {
        Encoding::Utf16
    }
}

pub(super) fn encoding_kind(encoding: Encoding) -> PositionEncodingKind {
    match encoding {
        Encoding::Utf8 => PositionEncodingKind::UTF8,
        Encoding::Utf16 => PositionEncodingKind::UTF16,
        Encoding::Utf32 => PositionEncodingKind::UTF32,
    }
}
