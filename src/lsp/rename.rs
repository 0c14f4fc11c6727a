//! Renaming; what cannot be renamed is an error that says why.

use std::sync::Arc;

use tower_lsp::jsonrpc::{Error, ErrorCode};
use tower_lsp::lsp_types::{Position, PrepareRenameResponse, WorkspaceEdit};

use super::documents::{Documents, Snapshot};
use super::edits;
use super::navigation::Support;
use super::substitutions::{self, Reach};
use crate::ide::rename::{self, Refusal};

/// `RequestFailed` of the protocol: the request was right, and cannot be done.
const REQUEST_FAILED: i64 = -32803;

pub(super) fn prepare(
    documents: &Documents,
    snapshot: &Arc<Snapshot>,
    position: Position,
) -> Result<Option<PrepareRenameResponse>, Error> {
    let offset = snapshot.offset(position);
    if let Some(found) = substitutions::at(documents, snapshot, offset, Reach::Document) {
        let (range, placeholder) = (snapshot.range(found.span), found.name);
        return Ok(Some(PrepareRenameResponse::RangeWithPlaceholder { range, placeholder }));
    }
    let found = rename::prepare(snapshot.analysis(), offset).map_err(error)?;
    Ok(found.map(|renamable| PrepareRenameResponse::RangeWithPlaceholder {
        range: snapshot.range(renamable.span),
        placeholder: renamable.name,
    }))
}

pub(super) fn rename(
    documents: &Documents,
    snapshot: &Arc<Snapshot>,
    position: Position,
    name: &str,
    support: Support,
) -> Result<Option<WorkspaceEdit>, Error> {
    let offset = snapshot.offset(position);
    if let Some(found) = substitutions::at(documents, snapshot, offset, Reach::Everywhere) {
        let files = found.renamed(name).map_err(error)?;
        let files = files.iter().map(|file| (&*file.snapshot, file.edits.as_slice()));
        return Ok(Some(edits::workspace_edit(files, support.versioned_edits)));
    }
    let reread = |text: &str| snapshot.reread(text);
    let edits = rename::rename(snapshot.analysis(), offset, name, &reread).map_err(error)?;
    Ok(edits.map(|edits| edits::workspace_edit([(&**snapshot, edits.as_slice())], support.versioned_edits)))
}

fn error(refusal: Refusal) -> Error {
    Error { code: ErrorCode::ServerError(REQUEST_FAILED), message: refusal.0.into(), data: None }
}
