//! Hints inside the text.

use tower_lsp::lsp_types::{InlayHint, InlayHintLabel, InlayHintTooltip, Range};

use super::documents::Snapshot;
use crate::ide::inlay_hints::{self as ide, InlayOptions};
use crate::text::Span;

pub(super) fn inlay_hints(snapshot: &Snapshot, range: Range, options: InlayOptions) -> Vec<InlayHint> {
    let within = Span::new(snapshot.offset(range.start), snapshot.offset(range.end));
    let hint = |hint: ide::InlayHint| InlayHint {
        position: snapshot.range(Span::empty(hint.offset)).start,
        label: InlayHintLabel::String(hint.label),
        kind: None,
        text_edits: None,
        tooltip: Some(InlayHintTooltip::String(hint.tooltip)),
        padding_left: Some(true),
        padding_right: None,
        data: None,
    };
    ide::inlay_hints(snapshot.analysis(), within, options).into_iter().map(hint).collect()
}
