//! What reading any part of a path takes: the place in the text, how deep that is, and what was found wrong on the way.

use std::ops::Range;

use super::ast::{Fault, FaultKind, Name};
use crate::expr::cursor::{Cursor, span};

/// How deep paths, filters, groups and arguments are read within one another. Nobody writes that many.
const DEPTH: u8 = 32;

/// Reads a path; `segments`, `bracket` and `filter` each read a part of the grammar with it.
pub(super) struct Parser<'a> {
    pub(super) cursor: Cursor<'a>,
    pub(super) depth: u8,
    pub(super) faults: Vec<Fault>,
    /// The text nests too deep; what follows is not read, and not reported.
    pub(super) given_up: bool,
    /// Blanks in a path come in numbers; the first is reported.
    pub(super) blank_reported: bool,
}

impl<'a> Parser<'a> {
    pub(super) fn new(text: &'a str, place: Range<usize>) -> Self {
        let cursor = Cursor::new(text, place);
        Parser { cursor, depth: 0, faults: Vec::new(), given_up: false, blank_reported: false }
    }

    /// Reads a text in quotes from its first quote on, and says whether it ends.
    pub(super) fn quoted(&mut self) -> (Name, bool) {
        let start = self.cursor.at + 1;
        let closed = self.cursor.skip_quoted();
        let end = if closed { self.cursor.at - 1 } else { self.cursor.at };
        let mut name = self.name_at(start..end);
        if name.text.contains('\\') {
            name.text = unescaped(&name.text).into();
        }
        (name, closed)
    }

    /// Goes a level deeper, if that is not too deep.
    pub(super) fn descend(&mut self) -> bool {
        if self.depth < DEPTH {
            self.depth += 1;
            return true;
        }
        self.fault(
            FaultKind::TooDeep,
            self.cursor.at..self.cursor.end,
            format!("more than {DEPTH} levels are not read"),
        );
        self.given_up = true;
        self.cursor.at = self.cursor.end;
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

    pub(super) fn name_at(&self, range: Range<usize>) -> Name {
        Name { text: self.cursor.written(range.clone()).into(), range: span(range) }
    }
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
