//! Renaming; what cannot be renamed is an error that says why.

use tower_lsp::jsonrpc::{Error, ErrorCode};
use tower_lsp::lsp_types::{Position, PrepareRenameResponse, WorkspaceEdit};

use super::convert;
use super::documents::Snapshot;
use super::navigation::Support;
use crate::ide::rename::{self, Refusal};

/// `RequestFailed` of the protocol: the request was right, and cannot be done.
const REQUEST_FAILED: i64 = -32803;

pub(super) fn prepare(snapshot: &Snapshot, position: Position) -> Result<Option<PrepareRenameResponse>, Error> {
    let found = rename::prepare(snapshot.analysis(), snapshot.offset(position)).map_err(error)?;
    Ok(found.map(|renamable| PrepareRenameResponse::RangeWithPlaceholder {
        range: snapshot.range(renamable.span),
        placeholder: renamable.name,
    }))
}

pub(super) fn rename(
    snapshot: &Snapshot,
    position: Position,
    name: &str,
    support: Support,
) -> Result<Option<WorkspaceEdit>, Error> {
    let reread = |text: &str| snapshot.reread(text);
    let edits = rename::rename(snapshot.analysis(), snapshot.offset(position), name, &reread).map_err(error)?;
    Ok(edits.map(|edits| {
        if support.versioned_edits {
            convert::versioned_edit(snapshot, &edits)
        } else {
            convert::workspace_edit(snapshot, &edits)
        }
    }))
}

fn error(refusal: Refusal) -> Error {
    Error { code: ErrorCode::ServerError(REQUEST_FAILED), message: refusal.0.into(), data: None }
}
