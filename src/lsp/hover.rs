//! What stands under the pointer.

use tower_lsp::lsp_types::{ClientCapabilities, Hover, HoverContents, Position};

use super::documents::Snapshot;
use super::markup::Form;
use crate::ide;

pub(super) fn hover(snapshot: &Snapshot, position: Position, form: Form) -> Option<Hover> {
    let found = ide::hover::hover(snapshot.analysis(), snapshot.offset(position))?;
    Some(Hover { contents: HoverContents::Markup(form.content(&found.text)), range: Some(snapshot.range(found.span)) })
}

/// The form in which a client wants such texts.
pub(super) fn form(client: &ClientCapabilities) -> Form {
    let hover = client.text_document.as_ref().and_then(|document| document.hover.as_ref());
    Form::preferred(hover.and_then(|hover| hover.content_format.as_ref()))
}
