//! Edits of documents as the protocol has them.

use tower_lsp::lsp_types as lsp;

use super::documents::Snapshot;
use crate::diagnostic::Edit;

pub(super) fn text_edit(snapshot: &Snapshot, edit: &Edit) -> lsp::TextEdit {
    lsp::TextEdit { range: snapshot.range(edit.span), new_text: edit.text.clone() }
}

/// Edits of documents; those of open ones as they were at their versions, where the client takes that.
pub(super) fn workspace_edit<'a>(
    files: impl IntoIterator<Item = (&'a Snapshot, &'a [Edit])>,
    is_versioned: bool,
) -> lsp::WorkspaceEdit {
    let mut edit = lsp::WorkspaceEdit::default();
    if !is_versioned {
        let edits = |snapshot, edits: &[Edit]| edits.iter().map(|edit| text_edit(snapshot, edit)).collect();
        let changes = files.into_iter().map(|(snapshot, changes)| (snapshot.uri.clone(), edits(snapshot, changes)));
        edit.changes = Some(changes.collect());
        return edit;
    }
    let document = |(snapshot, edits): (&Snapshot, &[Edit])| lsp::TextDocumentEdit {
        text_document: lsp::OptionalVersionedTextDocumentIdentifier {
            uri: snapshot.uri.clone(),
            version: snapshot.version,
        },
        edits: edits.iter().map(|edit| lsp::OneOf::Left(text_edit(snapshot, edit))).collect(),
    };
    edit.document_changes = Some(lsp::DocumentChanges::Edits(files.into_iter().map(document).collect()));
    edit
}
