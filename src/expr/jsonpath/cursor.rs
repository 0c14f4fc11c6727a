//! The place in a path that is being read, and what was found wrong on the way there.

use std::ops::Range;

use super::ast::{Fault, FaultKind, Name};
use crate::text::offset;

/// How deep paths, filters, groups and arguments are read within one another. Nobody writes that many.
const DEPTH: u8 = 32;

/// Reads a path; `parser`, `bracket` and `filter` each read a part of the grammar with it.
pub(super) struct Parser<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
    pub(super) end: usize,
    pub(super) depth: u8,
    pub(super) faults: Vec<Fault>,
    /// The text nests too deep; what follows is not read, and not reported.
    pub(super) given_up: bool,
    /// Blanks in a path come in numbers; the first is reported.
    pub(super) blank_reported: bool,
    /// How many bytes were looked at, to show that no text takes more than one pass.
    pub(super) steps: usize,
}

impl<'a> Parser<'a> {
    pub(super) fn new(text: &'a str, place: Range<usize>) -> Self {
        Parser {
            text,
            at: place.start,
            end: place.end,
            depth: 0,
            faults: Vec::new(),
            given_up: false,
            blank_reported: false,
            steps: 0,
        }
    }

    /// Reads a text in quotes from its first quote on, and says whether it ends.
    pub(super) fn quoted(&mut self) -> (Name, bool) {
        let quote = self.bump();
        let start = self.at;
        let mut escaped = false;
        let mut closed = false;
        while let Some(byte) = self.peek() {
            if Some(byte) == quote {
                closed = true;
                break;
            }
            if byte == b'\\' {
                escaped = true;
                self.bump();
            }
            self.bump();
        }
        self.at = self.at.min(self.end);
        let mut name = self.name_at(start..self.at);
        if escaped {
            name.text = unescaped(&name.text).into();
        }
        if closed {
            self.bump();
        }
        (name, closed)
    }

    /// Goes a level deeper, if that is not too deep.
    pub(super) fn descend(&mut self) -> bool {
        if self.depth < DEPTH {
            self.depth += 1;
            return true;
        }
        self.fault(FaultKind::TooDeep, self.at..self.end, format!("more than {DEPTH} levels are not read"));
        self.given_up = true;
        self.at = self.end;
        false
    }

    /// Comes back from [`Self::descend`].
    pub(super) fn ascend(&mut self) {
        self.depth -= 1;
    }

    pub(super) fn fault(&mut self, kind: FaultKind, range: Range<usize>, message: impl Into<String>) {
        if self.given_up {
            return;
        }
        self.faults.push(Fault { kind, range: span(range), message: message.into(), certain: kind.is_certain() });
    }

    /// How many faults there are so far.
    pub(super) fn fault_count(&self) -> usize {
        self.faults.len()
    }

    /// Whether a fault that AWS refuses was found since there were `count` of them.
    pub(super) fn is_refused_since(&self, count: usize) -> bool {
        self.given_up || self.faults.iter().skip(count).any(|fault| fault.certain)
    }

    pub(super) fn at(&self) -> usize {
        self.at
    }

    pub(super) fn peek(&self) -> Option<u8> {
        if self.at < self.end { self.byte(self.at) } else { None }
    }

    /// The byte at a place, also behind the path.
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

    /// What is left of the path.
    pub(super) fn rest(&self) -> &'a str {
        self.text.get(self.at..self.end).unwrap_or_default()
    }

    pub(super) fn written(&self, range: Range<usize>) -> &'a str {
        self.text.get(range).unwrap_or_default()
    }

    pub(super) fn name_at(&self, range: Range<usize>) -> Name {
        Name { text: self.written(range.clone()).into(), range: span(range) }
    }
}

pub(super) fn span(range: Range<usize>) -> Range<u32> {
    offset(range.start)..offset(range.end)
}

pub(super) fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// A piece of the text as it can stand in a message: on one line and not too long.
pub(crate) fn shown(text: &str) -> String {
    let mut shown: String =
        text.chars().take(LONGEST_SHOWN).map(|one| if one.is_control() { ' ' } else { one }).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}

const LONGEST_SHOWN: usize = 60;

/// Resolves the escapes of a text in quotes.
fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        if character != '\\' {
            plain.push(character);
            continue;
        }
        match characters.next() {
            Some('n') => plain.push('\n'),
            Some('t') => plain.push('\t'),
            Some('r') => plain.push('\r'),
            Some('b') => plain.push('\u{8}'),
            Some('f') => plain.push('\u{c}'),
            Some('u') => {
                let digits: String = characters.as_str().chars().take(4).collect();
                let code = u32::from_str_radix(&digits, 16).ok().filter(|_| digits.len() == 4);
                match code.and_then(char::from_u32) {
                    Some(decoded) => {
                        plain.push(decoded);
                        characters.nth(3);
                    }
                    None => plain.push('u'),
                }
            }
            Some(other) => plain.push(other),
            None => plain.push('\\'),
        }
    }
    plain
}
