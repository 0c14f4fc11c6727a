//! What stands under the pointer.

use std::sync::Arc;

use tower_lsp::lsp_types::{ClientCapabilities, Hover, HoverContents, Position};

use super::documents::{Documents, Snapshot};
use super::markup::Form;
use super::substitutions::{self, Found, Reach};
use crate::ide::prose::{Prose, code};
use crate::ide::{self, Access};

pub(super) fn hover(documents: &Documents, snapshot: &Arc<Snapshot>, position: Position, form: Form) -> Option<Hover> {
    let offset = snapshot.offset(position);
    let substituted = substitutions::at(documents, snapshot, offset, Reach::Everywhere);
    if let Some((text, found)) = substituted.and_then(|found| Some((given(&found)?, found))) {
        let contents = HoverContents::Markup(form.content(&text));
        return Some(Hover { contents, range: Some(snapshot.range(found.span)) });
    }
    let found = ide::hover::hover(snapshot.analysis(), offset)?;
    Some(Hover { contents: HoverContents::Markup(form.content(&found.text)), range: Some(snapshot.range(found.span)) })
}

/// Who gives a substitution which value, in the words of the host.
fn given(found: &Found) -> Option<Prose> {
    let given = found.places().filter(|place| place.access == Access::Write);
    let lines: Vec<String> = given
        .map(|place| {
            let source = place.snapshot.source();
            let line = source.position(place.span.start).line;
            let text = source.text().get(source.line(line)).unwrap_or("").trim();
            let name = place.snapshot.uri.path_segments().and_then(|mut parts| parts.next_back()).unwrap_or("");
            format!("{name}, line {line}: {}", code(text.trim_end_matches(',')))
        })
        .collect();
    if lines.is_empty() {
        return None;
    }
    let mut text = Prose::new(format!("{} gets its value when the definition is deployed:", code(&found.name)));
    text.list(lines);
    Some(text)
}

/// The form in which a client wants such texts.
pub(super) fn form(client: &ClientCapabilities) -> Form {
    let hover = client.text_document.as_ref().and_then(|document| document.hover.as_ref());
    Form::preferred(hover.and_then(|hover| hover.content_format.as_ref()))
}
