//! Text and places in it: spans, sources, line and column positions.
//!
//! Every [`Span`] in this crate is a byte range of the file on disk, whatever the nesting of languages around it.
//! This module knows nothing of JSON, YAML or state machines.

pub mod buffer;
pub mod encode;
pub mod span_map;

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use ropey::Rope;

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
    rope: OnceLock<Rope>,
}

impl Source {
    pub fn new(text: impl Into<Arc<str>>) -> Self {
        Self { text: text.into(), rope: OnceLock::new() }
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
        let rope = self.rope();
        let byte = (offset as usize).min(rope.len_bytes());
        let character = rope.byte_to_char(byte);
        let line = rope.char_to_line(character);
        let column = character - rope.line_to_char(line);
        LineColumn { line: self::offset(line + 1), column: self::offset(column + 1) }
    }

    /// Positions of offsets that are asked for in their order.
    pub fn positions(&self) -> Positions<'_> {
        Positions { text: &self.text, at: 0, line: 1, column: 1 }
    }

    /// The byte range of a line (from 1) without its line end, and how many lines there are.
    pub fn line(&self, line: u32) -> Range<usize> {
        let rope = self.rope();
        let index = (line.saturating_sub(1) as usize).min(rope.len_lines().saturating_sub(1));
        let start = rope.line_to_byte(index);
        let end = if index + 1 < rope.len_lines() { rope.line_to_byte(index + 1) } else { rope.len_bytes() };
        let text = self.text.get(start..end).unwrap_or("");
        start..start + text.trim_end_matches(['\n', '\r']).len()
    }

    pub fn line_count(&self) -> u32 {
        offset(self.rope().len_lines())
    }

    fn rope(&self) -> &Rope {
        self.rope.get_or_init(|| Rope::from_str(&self.text))
    }
}

/// Finds the positions of growing offsets in one pass: a report needs no index. It gives what [`Source::position`] gives.
#[derive(Debug)]
pub struct Positions<'a> {
    text: &'a str,
    /// What has been passed, and the position there.
    at: usize,
    line: usize,
    column: usize,
}

impl Positions<'_> {
    /// The position of a byte offset. One below an earlier one costs a pass from the start.
    pub fn at(&mut self, offset: u32) -> LineColumn {
        let mut end = (offset as usize).min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        if end < self.at {
            (self.at, self.line, self.column) = (0, 1, 1);
        }
        let passed = self.text.get(self.at..end).unwrap_or("");
        let (line_ends, last) = line_ends(passed, self.text.get(end..).unwrap_or(""));
        self.line += line_ends;
        match last {
            Some(last) => self.column = 1 + passed.get(last..).unwrap_or("").chars().count(),
            None => self.column += passed.chars().count(),
        }
        self.at = end;
        LineColumn { line: self::offset(self.line), column: self::offset(self.column) }
    }
}

/// How many lines end in a text, and where the last of them does; a return before a line feed, which may be the first
/// byte of what follows, ends none.
fn line_ends(text: &str, following: &str) -> (usize, Option<usize>) {
    let bytes = text.as_bytes();
    if memchr::memchr(b'\r', bytes).is_none() {
        return (memchr::memchr_iter(b'\n', bytes).count(), memchr::memrchr(b'\n', bytes).map(|at| at + 1));
    }
    let is_end = |at: &usize| {
        let next = bytes.get(at + 1).or(following.as_bytes().first());
        bytes.get(*at) == Some(&b'\n') || next != Some(&b'\n')
    };
    let ends = memchr::memchr2_iter(b'\n', b'\r', bytes).filter(is_end);
    let last = ends.clone().next_back().map(|at| at + 1);
    (ends.count(), last)
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
    fn positions_in_order_are_those_of_the_index() {
        let source = Source::new("a\r\n\ré\n\n\r\r\nb\u{2028}c\n");
        for step in 1..5 {
            let mut positions = source.positions();
            for offset in (0..30).step_by(step) {
                assert_eq!(positions.at(offset), source.position(offset), "{offset}");
            }
            assert_eq!(positions.at(4), source.position(4));
        }
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
