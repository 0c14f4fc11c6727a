//! The layout of a document, of a part of it, and of a line that was just begun.

use tower_lsp::lsp_types::{FormattingOptions, Position, Range, TextEdit};

use super::documents::Snapshot;
use super::edits;
use crate::diagnostic::Edit;
use crate::format::{Options, Refusal, WIDEST_INDENT};
use crate::ide::indentation;
use crate::text::Span;

/// The edits, or why there are none.
pub(super) type Answer = Result<Vec<TextEdit>, Refusal>;

pub(super) fn document(snapshot: &Snapshot, options: &FormattingOptions) -> Answer {
    snapshot.formatted(&convert_options(options), None).map(|edits| text_edits(snapshot, &edits))
}

pub(super) fn range(snapshot: &Snapshot, range: Range, options: &FormattingOptions) -> Answer {
    let span = Span::new(snapshot.offset(range.start), snapshot.offset(range.end));
    snapshot.formatted(&convert_options(options), Some(span)).map(|edits| text_edits(snapshot, &edits))
}

/// Indents a line that was just begun.
pub(super) fn new_line(snapshot: &Snapshot, at: Position, options: &FormattingOptions) -> Option<Vec<TextEdit>> {
    let edit = indentation::of_new_line(snapshot.analysis(), snapshot.offset(at), indent_width(options))?;
    Some(text_edits(snapshot, &[edit]))
}

fn convert_options(options: &FormattingOptions) -> Options {
    Options {
        indent_width: indent_width(options),
        tabs: !options.insert_spaces,
        final_newline: options.insert_final_newline.unwrap_or(true),
        ..Options::default()
    }
}

fn indent_width(options: &FormattingOptions) -> usize {
    usize::try_from(options.tab_size).unwrap_or(WIDEST_INDENT).clamp(1, WIDEST_INDENT)
}

fn text_edits(snapshot: &Snapshot, edits: &[Edit]) -> Vec<TextEdit> {
    edits.iter().map(|edit| edits::text_edit(snapshot, edit)).collect()
}
