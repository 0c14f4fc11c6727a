//! Folding ranges.

use tower_lsp::lsp_types::{ClientCapabilities, FoldingRange, FoldingRangeKind};

use super::documents::Snapshot;
use crate::ide::folding::{FoldKind, folds};

/// More ranges than editors show; some stop to show any beyond a number like this.
const MOST: u32 = 5_000;

/// What the client can show.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Limits {
    /// Whether it only folds whole lines.
    lines_only: bool,
    most: Option<u32>,
}

pub(super) fn limits(client: &ClientCapabilities) -> Limits {
    let folding = client.text_document.as_ref().and_then(|document| document.folding_range.as_ref());
    Limits {
        lines_only: folding.and_then(|folding| folding.line_folding_only).unwrap_or_default(),
        most: folding.and_then(|folding| folding.range_limit),
    }
}

pub(super) fn ranges(snapshot: &Snapshot, limits: Limits) -> Option<Vec<FoldingRange>> {
    let most = limits.most.unwrap_or(MOST).min(MOST);
    let folds = folds(snapshot.defining()?, usize::try_from(most).unwrap_or(usize::MAX));
    let mut ranges: Vec<FoldingRange> = Vec::with_capacity(folds.len());
    for fold in folds {
        let range = snapshot.range(fold.span);
        let kind = match fold.kind {
            FoldKind::State => Some(FoldingRangeKind::Region),
            FoldKind::Block => None,
            FoldKind::Comment => Some(FoldingRangeKind::Comment),
        };
        let (mut start, mut end) = (Some(range.start.character), Some(range.end.character));
        let mut end_line = range.end.line;
        if limits.lines_only {
            (start, end) = (None, None);
            end_line -= u32::from(fold.is_bracketed);
            // Of those that start on one line the first one, which is the longest, is all that can be folded.
            if ranges.last().is_some_and(|last| last.start_line == range.start.line) || end_line <= range.start.line {
                continue;
            }
        }
        ranges.push(FoldingRange {
            start_line: range.start.line,
            start_character: start,
            end_line,
            end_character: end,
            kind,
            collapsed_text: None,
        });
    }
    Some(ranges)
}
