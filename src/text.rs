//! Text and places in it: spans, sources, line and column positions.
//!
//! Every [`Span`] in this crate is a byte range of the file on disk, whatever the nesting of languages around it.
//! This module knows nothing of JSON, YAML or state machines.

pub mod buffer;
pub mod encode;
mod line_index;
pub mod span_map;

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use ropey::Rope;

use line_index::LineIndex;

pub use buffer::{Buffer, Encoding, Place};
pub use encode::Encoder;
pub use span_map::{Run, RunKind, SpanMap};

/// A byte range of the file on disk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    pub start: u32,
    pub end: u32,
}

impl Span {
    /// `start..end`; an end before the start is taken as an empty span at the start.
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end: if end < start { start } else { end } }
    }

    /// The empty span at `offset`.
    pub const fn empty(offset: u32) -> Self {
        Self { start: offset, end: offset }
    }

    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl From<Range<u32>> for Span {
    fn from(range: Range<u32>) -> Self {
        Self::new(range.start, range.end)
    }
}

/// An offset as `u32`. Sources are at most [`MAX_LENGTH`] bytes, so nothing is lost.
pub fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// The longest text that is read, in bytes. AWS refuses definitions beyond 1 MiB and templates beyond that size too;
/// the bound only keeps offsets in 32 bits and memory in hand.
pub const MAX_LENGTH: usize = 64 << 20;

/// A line and a column, both from 1; the column counts Unicode scalar values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    pub line: u32,
    pub column: u32,
}

/// Why bytes are no [`Source`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// Not UTF-8; the offset of the first byte that is not.
    NotUtf8 { offset: usize },
    /// A byte-order mark of UTF-16 or UTF-32.
    Utf16,
    /// Longer than [`MAX_LENGTH`].
    TooLong { length: usize },
}

impl std::fmt::Display for Unreadable {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotUtf8 { offset } => write!(formatter, "not UTF-8 text (byte {offset})"),
            Self::Utf16 => formatter.write_str("UTF-16 text; save it as UTF-8"),
            Self::TooLong { length } => write!(formatter, "{length} bytes long; the limit is {MAX_LENGTH}"),
        }
    }
}

/// The text of one file, as it is on disk (a byte-order mark included), with an index from offsets to positions that
/// is built when first asked for.
#[derive(Debug)]
pub struct Source {
    text: Arc<str>,
    index: OnceLock<LineIndex>,
    /// What editors count in, see [`buffer`]; reports do not need it.
    rope: OnceLock<Rope>,
}

impl Source {
    pub fn new(text: impl Into<Arc<str>>) -> Self {
        Self { text: text.into(), index: OnceLock::new(), rope: OnceLock::new() }
    }

    /// Reads UTF-8 bytes.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, Unreadable> {
        if bytes.len() > MAX_LENGTH {
            return Err(Unreadable::TooLong { length: bytes.len() });
        }
        if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
            return Err(Unreadable::Utf16);
        }
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Self::new(text)),
            Err(error) => Err(Unreadable::NotUtf8 { offset: error.utf8_error().valid_up_to() }),
        }
    }

    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// The text without a byte-order mark, and the offset at which it starts.
    pub fn without_bom(&self) -> (&str, u32) {
        match self.text.strip_prefix('\u{FEFF}') {
            Some(rest) => (rest, 3),
            None => (&self.text, 0),
        }
    }

    /// The text of a span; empty when the span is not on character boundaries of this source.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or("")
    }

    /// The position of a byte offset; an offset past the end is the end, one inside a character is its start.
    pub fn position(&self, offset: u32) -> LineColumn {
        self.index().position(&self.text, offset)
    }

    /// The byte range of a line (from 1) without its line end.
    pub fn line(&self, line: u32) -> Range<usize> {
        let range = self.index().line(&self.text, line);
        let text = self.text.get(range.clone()).unwrap_or("");
        range.start..range.start + text.trim_end_matches(['\n', '\r']).len()
    }

    pub fn line_count(&self) -> u32 {
        offset(self.index().line_count())
    }

    fn rope(&self) -> &Rope {
        self.rope.get_or_init(|| Rope::from_str(&self.text))
    }

    fn index(&self) -> &LineIndex {
        self.index.get_or_init(|| LineIndex::new(&self.text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_scalar_values_and_only_real_line_ends() {
        let source = Source::new("é\u{2028}x\r\ny");
        assert_eq!(source.position(5), LineColumn { line: 1, column: 3 });
        assert_eq!(source.position(8), LineColumn { line: 2, column: 1 });
        assert_eq!(source.position(99), LineColumn { line: 2, column: 2 });
        assert_eq!(source.line(1), 0..6);
    }

    #[test]
    fn bytes_that_are_no_text_say_where() {
        assert_eq!(Source::from_bytes(vec![b'{', 0x80]).unwrap_err(), Unreadable::NotUtf8 { offset: 1 });
        assert_eq!(Source::from_bytes(vec![0xFF, 0xFE, b'{', 0]).unwrap_err(), Unreadable::Utf16);
    }

    #[test]
    fn byte_order_mark_counts_in_offsets() {
        let source = Source::new("\u{FEFF}{}");
        assert_eq!(source.without_bom(), ("{}", 3));
    }
}
