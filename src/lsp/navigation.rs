//! Definition, references, highlights.

use std::sync::Arc;

use tower_lsp::lsp_types::{
    ClientCapabilities, DocumentHighlight, DocumentHighlightKind, GotoDefinitionResponse, Location, LocationLink,
    Position, Range, Url,
};

use super::documents::{Documents, Snapshot};
use super::substitutions::{self, Found, Named, Reach};
use crate::ide::Access;
use crate::ide::navigation::{self, Declarations, Destination};
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

/// Where the name at a position gets its meaning. A path leads to its file, a substitution to the hosts that give it.
pub(super) fn definition(
    documents: &Documents,
    snapshot: &Arc<Snapshot>,
    position: Position,
    support: Support,
) -> Option<GotoDefinitionResponse> {
    let offset = snapshot.offset(position);
    let links = file_at(snapshot, offset)
        .map(|link| vec![link])
        .or_else(|| {
            substitutions::at(documents, snapshot, offset, Reach::Everywhere).map(|found| given(snapshot, &found))
        })
        .filter(|links| !links.is_empty())
        .unwrap_or_else(|| {
            let found = navigation::definition(snapshot.analysis(), offset);
            found.iter().map(|destination| link(snapshot, destination)).collect()
        });
    if links.is_empty() {
        return None;
    }
    if support.links {
        return Some(GotoDefinitionResponse::Link(links));
    }
    let location = |link: LocationLink| Location { uri: link.target_uri, range: link.target_selection_range };
    Some(GotoDefinitionResponse::Array(links.into_iter().map(location).collect()))
}

fn link(snapshot: &Snapshot, destination: &Destination) -> LocationLink {
    LocationLink {
        origin_selection_range: Some(snapshot.range(destination.origin)),
        target_uri: snapshot.uri.clone(),
        target_range: snapshot.range(destination.whole),
        target_selection_range: snapshot.range(destination.name),
    }
}

/// The file whose path stands at an offset: that of a definition.
fn file_at(snapshot: &Snapshot, offset: u32) -> Option<LocationLink> {
    let holds = |span: Span| span.start <= offset && offset <= span.end;
    let reference = snapshot.reading().references.iter().find(|reference| holds(reference.span))?;
    let file = snapshot.neighbours.file(snapshot.file.as_deref()?, reference.way())?;
    Some(LocationLink {
        origin_selection_range: Some(snapshot.range(reference.span)),
        target_uri: Url::from_file_path(file).ok()?,
        target_range: Range::default(),
        target_selection_range: Range::default(),
    })
}

/// The places that give a substitution its value.
fn given(snapshot: &Snapshot, found: &Found) -> Vec<LocationLink> {
    let given = found.places().filter(|place| place.access == Access::Write);
    let link = |place: Named<'_>| {
        let range = place.snapshot.range(place.span);
        LocationLink {
            origin_selection_range: Some(snapshot.range(found.span)),
            target_uri: place.snapshot.uri.clone(),
            target_range: range,
            target_selection_range: range,
        }
    };
    given.map(link).collect()
}

pub(super) fn references(
    documents: &Documents,
    snapshot: &Arc<Snapshot>,
    position: Position,
    declarations: Declarations,
) -> Vec<Location> {
    let offset = snapshot.offset(position);
    if let Some(found) = substitutions::at(documents, snapshot, offset, Reach::Everywhere) {
        let is_asked = |place: &Named<'_>| declarations == Declarations::Included || place.access == Access::Read;
        return found.places().filter(is_asked).map(|place| location(place.snapshot, place.span)).collect();
    }
    let found = navigation::references(snapshot.analysis(), offset, declarations);
    found.into_iter().map(|span| location(snapshot, span)).collect()
}

pub(super) fn highlights(
    documents: &Documents,
    snapshot: &Arc<Snapshot>,
    position: Position,
) -> Vec<DocumentHighlight> {
    let offset = snapshot.offset(position);
    let places: Vec<(Span, Access)> =
        if let Some(found) = substitutions::at(documents, snapshot, offset, Reach::Document) {
            found.places().map(|place| (place.span, place.access)).collect()
        } else {
            let found = navigation::occurrences(snapshot.analysis(), offset);
            found.into_iter().map(|occurrence| (occurrence.span, occurrence.access)).collect()
        };
    let highlight = |(span, access): (Span, Access)| DocumentHighlight {
        range: snapshot.range(span),
        kind: Some(match access {
            Access::Write => DocumentHighlightKind::WRITE,
            Access::Read => DocumentHighlightKind::READ,
        }),
    };
    places.into_iter().map(highlight).collect()
}

pub(super) fn location(snapshot: &Snapshot, span: Span) -> Location {
    Location { uri: snapshot.uri.clone(), range: snapshot.range(span) }
}
