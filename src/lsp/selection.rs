//! Selection ranges.

use tower_lsp::lsp_types::{Position, Range, SelectionRange};

use super::documents::Snapshot;
use crate::ide::selection;
use crate::text::Span;

/// What the selection at each position grows to; nothing where the document holds no definition.
pub(super) fn ranges(snapshot: &Snapshot, positions: &[Position]) -> Option<Vec<SelectionRange>> {
    let analysis = snapshot.defining()?;
    let of_position = |&position: &Position| {
        let around = selection::around(analysis, snapshot.offset(position)).unwrap_or_default();
        // Every position needs an answer: outside of definitions it is the position itself.
        nested(snapshot, &around).unwrap_or(SelectionRange { range: Range::new(position, position), parent: None })
    };
    Some(positions.iter().map(of_position).collect())
}

/// The innermost range with those around it.
fn nested(snapshot: &Snapshot, around: &[Span]) -> Option<SelectionRange> {
    around
        .iter()
        .rev()
        .fold(None, |parent, span| Some(SelectionRange { range: snapshot.range(*span), parent: parent.map(Box::new) }))
}
