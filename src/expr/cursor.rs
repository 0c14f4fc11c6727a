//! A place in a text that is read byte by byte.
//!
//! It knows of no grammar but what paths and calls have in common: blanks, texts in quotes, and the brackets of JSON.

use std::ops::Range;

use crate::text::offset;

/// Where a parser is in the text that it reads.
pub(super) struct Cursor<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
    /// Where reading ends; the text may go on.
    pub(super) end: usize,
    /// How many bytes were looked at, to show that no text takes too many passes.
    pub(super) steps: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str, place: Range<usize>) -> Self {
        Self { text, at: place.start, end: place.end, steps: 0 }
    }

    pub(super) fn peek(&self) -> Option<u8> {
        if self.at < self.end { self.byte(self.at) } else { None }
    }

    /// The byte at a place, also behind the end.
    pub(super) fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    pub(super) fn bump(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        self.steps += 1;
        Some(byte)
    }

    pub(super) fn bump_character(&mut self) {
        self.bump();
        self.skip_while(|byte| (0x80..0xC0).contains(&byte));
    }

    pub(super) fn skip_while(&mut self, wanted: impl Fn(u8) -> bool) {
        while self.peek().is_some_and(&wanted) {
            self.bump();
        }
    }

    pub(super) fn skip_blanks(&mut self) {
        self.skip_while(is_blank);
    }

    /// Goes behind a text in quotes from its first quote on, and says whether it ends.
    pub(super) fn skip_quoted(&mut self) -> bool {
        let quote = self.bump();
        while let Some(byte) = self.bump() {
            if byte == b'\\' {
                self.bump();
            } else if Some(byte) == quote {
                return true;
            }
        }
        false
    }

    /// Goes behind an array or object of JSON from its first bracket on, and says whether it ends. Brackets are only
    /// counted, but for those in quotes.
    pub(super) fn skip_brackets(&mut self, quotes: &[u8]) -> bool {
        let mut open = 0_usize;
        while let Some(byte) = self.peek() {
            if quotes.contains(&byte) {
                self.skip_quoted();
                continue;
            }
            match byte {
                b'[' | b'{' => open += 1,
                b']' | b'}' => open = open.saturating_sub(1),
                _ => {}
            }
            self.bump();
            if open == 0 {
                return true;
            }
        }
        false
    }

    /// What is left to read.
    pub(super) fn rest(&self) -> &'a str {
        self.written(self.at..self.end)
    }

    /// What stands at a place of the text.
    pub(super) fn written(&self, range: Range<usize>) -> &'a str {
        self.text.get(range).unwrap_or_default()
    }
}

/// A range of a text as the trees keep it.
pub(super) fn span(range: Range<usize>) -> Range<u32> {
    offset(range.start)..offset(range.end)
}

pub(super) fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}
