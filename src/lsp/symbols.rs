//! Symbols of a document, and of all that are open.

use std::sync::Arc;

use tower_lsp::lsp_types::{DocumentSymbol, DocumentSymbolResponse, SymbolInformation, SymbolKind};

use super::documents::Snapshot;
use super::navigation::{Support, location};
use crate::asl::StateType;
use crate::ide::names::{self, NameKind};
use crate::ide::outline::{self, Entry, EntryKind};

/// The symbols of a document, and whether some were left out.
pub(super) fn document_symbols(snapshot: &Snapshot, support: Support) -> (DocumentSymbolResponse, bool) {
    let outline = outline::outline(snapshot.analysis());
    if support.hierarchy {
        let symbols = outline.entries.into_iter().map(|entry| symbol(snapshot, entry)).collect();
        return (DocumentSymbolResponse::Nested(symbols), outline.is_cut);
    }
    let mut symbols = Vec::new();
    for entry in outline.entries {
        flatten(snapshot, entry, None, &mut symbols);
    }
    (DocumentSymbolResponse::Flat(symbols), outline.is_cut)
}

#[allow(deprecated, reason = "a field that has to be given and is not sent")]
fn symbol(snapshot: &Snapshot, entry: Entry) -> DocumentSymbol {
    let children: Vec<DocumentSymbol> = entry.children.into_iter().map(|child| symbol(snapshot, child)).collect();
    DocumentSymbol {
        name: shown(entry.name),
        detail: (!entry.detail.is_empty()).then_some(entry.detail),
        kind: kind(entry.kind),
        tags: None,
        deprecated: None,
        range: snapshot.range(entry.span),
        selection_range: snapshot.range(entry.selection),
        children: (!children.is_empty()).then_some(children),
    }
}

fn flatten(snapshot: &Snapshot, entry: Entry, container: Option<&str>, symbols: &mut Vec<SymbolInformation>) {
    let (name, kind) = (shown(entry.name), kind(entry.kind));
    symbols.push(information(name.clone(), kind, location(snapshot, entry.span), container));
    for child in entry.children {
        flatten(snapshot, child, Some(&name), symbols);
    }
}

/// The symbols of open documents that a query finds.
pub(super) fn workspace_symbols(snapshots: &[Arc<Snapshot>], query: &str) -> Vec<SymbolInformation> {
    let found = names::search(snapshots.iter().map(|snapshot| snapshot.analysis()), query);
    let symbols = found.into_iter().filter_map(|found| {
        let location = location(snapshots.get(found.document)?, found.span);
        let (name, kind) = match found.kind {
            NameKind::State(entry) => (shown(found.name), kind(entry)),
            NameKind::Variable => (format!("${}", found.name), SymbolKind::VARIABLE),
        };
        Some(information(
            name,
            kind,
            location,
            Some(&found.machine).filter(|machine| !machine.is_empty()).map(|name| &**name),
        ))
    });
    symbols.collect()
}

#[allow(deprecated, reason = "a field that has to be given and is not sent")]
fn information(
    name: String,
    kind: SymbolKind,
    location: tower_lsp::lsp_types::Location,
    container: Option<&str>,
) -> SymbolInformation {
    let container_name = container.map(str::to_owned);
    SymbolInformation { name, kind, tags: None, deprecated: None, location, container_name }
}

/// Clients refuse a symbol without a name.
fn shown(name: String) -> String {
    if name.trim().is_empty() { "(unnamed)".to_owned() } else { name }
}

pub(super) fn kind(kind: EntryKind) -> SymbolKind {
    match kind {
        EntryKind::Machine => SymbolKind::MODULE,
        EntryKind::Branch | EntryKind::Processor => SymbolKind::NAMESPACE,
        EntryKind::State(kind) => match kind {
            Some(StateType::Task) => SymbolKind::FUNCTION,
            Some(StateType::Choice) => SymbolKind::ENUM,
            Some(StateType::Parallel) => SymbolKind::CLASS,
            Some(StateType::Map) => SymbolKind::ARRAY,
            Some(StateType::Wait) => SymbolKind::EVENT,
            Some(StateType::Succeed | StateType::Fail) => SymbolKind::CONSTANT,
            Some(StateType::Pass) | None => SymbolKind::FIELD,
        },
    }
}
