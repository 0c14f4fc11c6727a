//! Definition, references, highlights.

use tower_lsp::lsp_types::{
    ClientCapabilities, DocumentHighlight, DocumentHighlightKind, GotoDefinitionResponse, Location, LocationLink,
    Position,
};

use super::documents::Snapshot;
use crate::ide::navigation::{self, Declarations, Destination};
use crate::ide::{Access, Occurrence};
use crate::text::Span;

/// In which forms the client takes places and edits.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Support {
    /// Destinations with the name they were asked for.
    pub(super) links: bool,
    /// Symbols inside symbols.
    pub(super) hierarchy: bool,
    /// Edits of a document at a version.
    pub(super) versioned_edits: bool,
}

impl Support {
    pub(super) fn of(client: &ClientCapabilities) -> Self {
        let document = client.text_document.as_ref();
        let definition = document.and_then(|document| document.definition.as_ref());
        let symbols = document.and_then(|document| document.document_symbol.as_ref());
        let edits = client.workspace.as_ref().and_then(|workspace| workspace.workspace_edit.as_ref());
        Self {
            links: definition.and_then(|definition| definition.link_support) == Some(true),
            hierarchy: symbols.and_then(|symbols| symbols.hierarchical_document_symbol_support) == Some(true),
            versioned_edits: edits.and_then(|edits| edits.document_changes) == Some(true),
        }
    }
}

pub(super) fn definition(snapshot: &Snapshot, position: Position, support: Support) -> Option<GotoDefinitionResponse> {
    let found = navigation::definition(snapshot.analysis(), snapshot.offset(position));
    if found.is_empty() {
        return None;
    }
    if !support.links {
        let locations = found.iter().map(|destination| location(snapshot, destination.name)).collect();
        return Some(GotoDefinitionResponse::Array(locations));
    }
    let link = |destination: &Destination| LocationLink {
        origin_selection_range: Some(snapshot.range(destination.origin)),
        target_uri: snapshot.uri.clone(),
        target_range: snapshot.range(destination.whole),
        target_selection_range: snapshot.range(destination.name),
    };
    Some(GotoDefinitionResponse::Link(found.iter().map(link).collect()))
}

pub(super) fn references(snapshot: &Snapshot, position: Position, declarations: Declarations) -> Vec<Location> {
    let found = navigation::references(snapshot.analysis(), snapshot.offset(position), declarations);
    found.into_iter().map(|span| location(snapshot, span)).collect()
}

pub(super) fn highlights(snapshot: &Snapshot, position: Position) -> Vec<DocumentHighlight> {
    let found = navigation::occurrences(snapshot.analysis(), snapshot.offset(position));
    let highlight = |occurrence: &Occurrence| DocumentHighlight {
        range: snapshot.range(occurrence.span),
        kind: Some(match occurrence.access {
            Access::Write => DocumentHighlightKind::WRITE,
            Access::Read => DocumentHighlightKind::READ,
        }),
    };
    found.iter().map(highlight).collect()
}

pub(super) fn location(snapshot: &Snapshot, span: Span) -> Location {
    Location { uri: snapshot.uri.clone(), range: snapshot.range(span) }
}
