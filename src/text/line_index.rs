//! Where lines start and how many characters come before a place: positions of offsets, in whatever order they are asked for.
//!
//! Built in one pass over the text. An answer costs a search among the lines and a look at a block of the text, however
//! long its line is: a definition is often one line of a megabyte.

use std::ops::Range;

use super::{LineColumn, offset};

/// Characters are counted ahead at every so many bytes.
const BLOCK: usize = 512;

/// An index of one text, which it does not keep.
#[derive(Debug)]
pub(super) struct LineIndex {
    /// The offset of each line; the first is 0.
    starts: Vec<u32>,
    /// How many characters start before each block; empty where every character is a byte.
    characters: Vec<u32>,
}

impl LineIndex {
    pub(super) fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        if memchr::memchr(b'\r', bytes).is_none() {
            starts.extend(memchr::memchr_iter(b'\n', bytes).map(|at| offset(at + 1)));
        } else {
            // A return before a line feed ends no line of its own.
            let is_end = |at: &usize| bytes.get(*at) == Some(&b'\n') || bytes.get(at + 1) != Some(&b'\n');
            starts.extend(memchr::memchr2_iter(b'\n', b'\r', bytes).filter(is_end).map(|at| offset(at + 1)));
        }
        let characters = if text.is_ascii() { Vec::new() } else { characters_before_blocks(bytes) };
        Self { starts, characters }
    }

    /// The position of an offset in the text that the index is of.
    pub(super) fn position(&self, text: &str, at: u32) -> LineColumn {
        let mut at = (at as usize).min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let line = self.starts.partition_point(|&start| start as usize <= at);
        let start = self.start(line);
        let column = self.characters_before(text, at) - self.characters_before(text, start);
        LineColumn { line: offset(line), column: offset(column + 1) }
    }

    /// The bytes of a line (from 1) with its line end; the last line for a number beyond it.
    pub(super) fn line(&self, text: &str, line: u32) -> Range<usize> {
        let line = (line as usize).clamp(1, self.starts.len());
        let end = if line < self.starts.len() { self.start(line + 1) } else { text.len() };
        self.start(line)..end
    }

    pub(super) fn line_count(&self) -> usize {
        self.starts.len()
    }

    /// The offset of a line, from 1.
    fn start(&self, line: usize) -> usize {
        self.starts.get(line.saturating_sub(1)).map_or(0, |&start| start as usize)
    }

    fn characters_before(&self, text: &str, at: usize) -> usize {
        let block = at / BLOCK;
        match self.characters.get(block) {
            Some(&before) => before as usize + characters_in(text.as_bytes().get(block * BLOCK..at).unwrap_or(&[])),
            None => at,
        }
    }
}

fn characters_before_blocks(bytes: &[u8]) -> Vec<u32> {
    let mut before = 0;
    let mut counts = vec![0];
    for block in bytes.chunks_exact(BLOCK) {
        before += characters_in(block);
        counts.push(offset(before));
    }
    counts
}

/// How many characters start in bytes of UTF-8, which may begin inside one.
fn characters_in(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0b1100_0000 != 0b1000_0000).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The position of an offset, by reading the text from its start.
    fn counted(text: &str, at: usize) -> LineColumn {
        let (mut line, mut column) = (1, 1);
        for (index, character) in text.char_indices() {
            if at < index + character.len_utf8() {
                break;
            }
            let is_end = character == '\n' || (character == '\r' && !text[index + 1..].starts_with('\n'));
            (line, column) = if is_end { (line + 1, 1) } else { (line, column + 1) };
        }
        LineColumn { line, column }
    }

    #[track_caller]
    fn check(text: &str) {
        let index = LineIndex::new(text);
        for at in 0..text.len() + 3 {
            assert_eq!(index.position(text, offset(at)), counted(text, at), "{at} in {text:?}");
        }
        assert_eq!(index.line_count(), counted(text, text.len()).line as usize);
    }

    #[test]
    fn positions_are_those_of_a_reader() {
        check("");
        check("\n");
        check("ab\ncd");
        check("a\r\n\ré\n\n\r\r\nb\u{2028}c\n");
        check("é\u{2028}x\r\ny");
        check("\r");
    }

    #[test]
    fn blocks_and_lines_may_meet_anywhere() {
        for shift in 0..5 {
            let head = "x".repeat(shift);
            check(&format!("{head}{}\né\n{}", "📦é".repeat(BLOCK / 2), "y".repeat(BLOCK + 1)));
            check(&format!("{head}{}", "é\n".repeat(BLOCK)));
        }
        check(&"é".repeat(BLOCK / 2));
        check(&"x".repeat(2 * BLOCK));
    }

    #[test]
    fn lines_have_their_ends() {
        let text = "ab\r\nc\n";
        let index = LineIndex::new(text);
        let lines = [index.line(text, 0), index.line(text, 1), index.line(text, 2), index.line(text, 3)];
        assert_eq!(lines, [0..4, 0..4, 4..6, 6..6]);
        assert_eq!(index.line(text, 9), 6..6);
    }
}
