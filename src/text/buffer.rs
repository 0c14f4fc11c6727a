//! A text that is being typed: positions as editors give them, and edits in place.
//!
//! Editors count lines from 0 and columns in units of an encoding that they agree on with the server; a position beyond
//! the end of a line is its end, one inside a character its start.

use ropey::Rope;

use super::{Source, Span, offset};

/// What an editor counts columns in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// Code units of UTF-16, what every editor understands.
    #[default]
    Utf16,
    /// Unicode scalar values.
    Utf32,
}

impl Encoding {
    /// How many columns a text is long.
    pub fn columns(self, text: &str) -> u32 {
        offset(match self {
            Self::Utf8 => text.len(),
            Self::Utf16 => text.encode_utf16().count(),
            Self::Utf32 => text.chars().count(),
        })
    }
}

/// A place in a text by line and column, both from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    pub line: u32,
    pub column: u32,
}

/// Text of so many bytes is counted sooner than looked up.
const SHORT: usize = 256;

/// A text under edit. Cloning shares what is not changed afterwards.
#[derive(Clone, Debug, Default)]
pub struct Buffer {
    rope: Rope,
}

impl Buffer {
    pub fn new(text: &str) -> Self {
        Self { rope: Rope::from_str(text) }
    }

    /// Replaces what stands between two places; the later one may come first.
    pub fn replace(&mut self, from: Place, to: Place, text: &str, encoding: Encoding) {
        let (from, to) = (char_at(&self.rope, from, encoding), char_at(&self.rope, to, encoding));
        let (start, end) = (from.min(to), from.max(to));
        self.rope.remove(start..end);
        self.rope.insert(start, text);
    }

    /// The text as it is now, with its index.
    pub fn source(&self) -> Source {
        let source = Source::new(self.rope.to_string());
        // The index is shared with the buffer, which goes on from a copy of what changes.
        let _ = source.rope.set(self.rope.clone());
        source
    }
}

impl Source {
    /// The place of a byte offset.
    pub fn place(&self, offset: u32, encoding: Encoding) -> Place {
        let rope = self.rope();
        let mut at = (offset as usize).min(self.text().len());
        while !self.text().is_char_boundary(at) {
            at -= 1;
        }
        let line = rope.byte_to_line(at);
        let start = rope.line_to_byte(line);
        let head = self.text().get(start..at).unwrap_or("");
        let columns = |count: fn(&Rope, usize) -> usize| {
            let [start, end] = [start, at].map(|at| count(rope, rope.byte_to_char(at)));
            self::offset(end - start)
        };
        let column = match encoding {
            // A definition may be one line of a megabyte, which the rope has counted.
            Encoding::Utf16 if SHORT < head.len() => columns(Rope::char_to_utf16_cu),
            Encoding::Utf32 if SHORT < head.len() => columns(|_, character| character),
            _ => encoding.columns(head),
        };
        Place { line: self::offset(line), column }
    }

    /// The byte offset of a place.
    pub fn offset_of(&self, place: Place, encoding: Encoding) -> u32 {
        let rope = self.rope();
        offset(rope.char_to_byte(char_at(rope, place, encoding)))
    }

    /// The first and the last place of a span.
    pub fn places(&self, span: Span, encoding: Encoding) -> (Place, Place) {
        let start = self.place(span.start, encoding);
        // Most spans are a word of a line.
        let end = match self.text().get(span.range()) {
            Some(text) if text.len() <= SHORT && memchr::memchr2(b'\n', b'\r', text.as_bytes()).is_none() => {
                Place { column: start.column + encoding.columns(text), ..start }
            }
            _ => self.place(span.end, encoding),
        };
        (start, end)
    }
}

/// The character at a place.
fn char_at(rope: &Rope, place: Place, encoding: Encoding) -> usize {
    let line = place.line as usize;
    if rope.len_lines() <= line {
        return rope.len_chars();
    }
    let start = rope.line_to_char(line);
    let end = end_of_line(rope, line);
    let column = place.column as usize;
    let character = match encoding {
        Encoding::Utf8 => rope.byte_to_char((rope.char_to_byte(start) + column).min(rope.len_bytes())),
        Encoding::Utf16 => rope.utf16_cu_to_char((rope.char_to_utf16_cu(start) + column).min(rope.len_utf16_cu())),
        Encoding::Utf32 => start + column,
    };
    character.clamp(start, end)
}

/// The character at which a line's own line end starts.
fn end_of_line(rope: &Rope, line: usize) -> usize {
    let next = line + 1;
    if rope.len_lines() <= next {
        return rope.len_chars();
    }
    let start = rope.line_to_char(line);
    let mut end = rope.line_to_char(next);
    while start < end && rope.get_char(end - 1).is_some_and(|character| matches!(character, '\n' | '\r')) {
        end -= 1;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn place(line: u32, column: u32) -> Place {
        Place { line, column }
    }

    #[test]
    fn columns_count_units_of_the_encoding() {
        let source = Source::new("a\u{1F600}é\r\nb");
        for (encoding, column) in [(Encoding::Utf8, 5), (Encoding::Utf16, 3), (Encoding::Utf32, 2)] {
            assert_eq!(source.place(5, encoding), place(0, column), "{encoding:?}");
            assert_eq!(source.offset_of(place(0, column), encoding), 5, "{encoding:?}");
            assert_eq!(source.offset_of(place(1, 1), encoding), 10, "{encoding:?}");
        }
    }

    #[test]
    fn long_lines_are_counted_like_short_ones() {
        let text = format!("one\n{}\r\ntwo", "é\u{1F600}x".repeat(SHORT));
        let source = Source::new(text.as_str());
        let boundaries = (4..text.len() - 5).filter(|&at| text.is_char_boundary(at));
        for (at, encoding) in boundaries.flat_map(|at| [(at, Encoding::Utf16), (at, Encoding::Utf32)]) {
            let expected = place(1, encoding.columns(&text[4..at]));
            assert_eq!(source.place(offset(at), encoding), expected, "{encoding:?} at {at}");
        }
    }

    #[test]
    fn a_span_has_the_places_of_its_ends() {
        let text = "a\u{1F600}é\r\nb\rc\n\nd";
        let source = Source::new(text);
        let ends = 0..=offset(text.len() + 1);
        for span in ends.clone().flat_map(|start| ends.clone().map(move |end| Span::new(start, end))) {
            for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
                let expected = (source.place(span.start, encoding), source.place(span.end, encoding));
                assert_eq!(source.places(span, encoding), expected, "{span:?} in {encoding:?}");
            }
        }
    }

    #[test]
    fn places_out_of_range_are_the_nearest_ones_in_it() {
        let source = Source::new("a\u{1F600}\r\nb");
        assert_eq!(source.offset_of(place(0, 2), Encoding::Utf16), 1, "inside a surrogate pair");
        assert_eq!(source.offset_of(place(0, 3), Encoding::Utf8), 1, "inside a character");
        assert_eq!(source.offset_of(place(0, 99), Encoding::Utf16), 5, "beyond the line");
        assert_eq!(source.offset_of(place(0, u32::MAX), Encoding::Utf8), 5);
        assert_eq!(source.offset_of(place(9, 0), Encoding::Utf32), 8, "beyond the text");
    }

    #[test]
    fn edits_replace_what_stands_between_two_places() {
        let mut buffer = Buffer::new("one\r\ntwo\rthree\n");
        buffer.replace(place(1, 0), place(1, 3), "2", Encoding::Utf16);
        assert_eq!(&**buffer.source().text(), "one\r\n2\rthree\n");
        buffer.replace(place(2, 5), place(0, 3), "-", Encoding::Utf16);
        assert_eq!(&**buffer.source().text(), "one-\n");
        buffer.replace(place(7, 7), place(9, 9), "end", Encoding::Utf16);
        assert_eq!(&**buffer.source().text(), "one-\nend");
        let source = buffer.source();
        buffer.replace(place(0, 0), place(1, 3), "", Encoding::Utf16);
        assert_eq!((&**source.text(), &**buffer.source().text()), ("one-\nend", ""));
        assert_eq!(source.position(5).line, 2);
    }
}
