//! Between the protocol's terms and the crate's: positions, ranges, severities. Knows no documents.

use tower_lsp::lsp_types::{self as lsp, PositionEncodingKind};

use crate::diagnostic::Severity;
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
