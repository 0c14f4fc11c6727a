//! What stands between brackets: names, indices, slices, `*`; filters are read by `filter`.

use std::ops::Range;

use super::ast::{FaultKind, Name, Segment, SegmentKind};
use super::parser::{Parser, shown};
use crate::expr::cursor::{is_blank, span};

impl Parser<'_> {
    /// Reads `[…]`; nothing where the text ends before anything is in it.
    pub(super) fn bracket(&mut self, start: usize) -> Option<Segment> {
        let open = self.cursor.at;
        self.cursor.bump();
        self.cursor.skip_blanks();
        let kind = match self.cursor.peek() {
            None => {
                self.unclosed_bracket(open);
                return None;
            }
            Some(b']') => {
                self.cursor.bump();
                let message = "nothing stands between the brackets; an index, a name in quotes, `*` or a filter can";
                self.fault(FaultKind::EmptyBracket, open..self.cursor.at, message);
                SegmentKind::Unknown
            }
            Some(b'\'' | b'"') => self.names(open),
            Some(b'*') => {
                self.cursor.bump();
                self.close_bracket(open, "`*`");
                SegmentKind::Wildcard
            }
            Some(b'?') => self.filter(open),
            Some(b'(') => self.script(open),
            Some(b'0'..=b'9' | b'-' | b':') => self.numbers(open),
            Some(_) => self.unquoted(open),
        };
        Some(Segment { kind, range: span(start..self.cursor.at) })
    }

    fn unclosed_bracket(&mut self, open: usize) {
        self.fault(FaultKind::UnclosedBracket, open..open + 1, "`[` is never closed");
    }

    /// Expects the `]` of a bracket in which only one thing can stand.
    fn close_bracket(&mut self, open: usize, what: &str) {
        self.cursor.skip_blanks();
        match self.cursor.peek() {
            Some(b']') => {
                self.cursor.bump();
            }
            None => self.unclosed_bracket(open),
            Some(_) => {
                let start = self.cursor.at;
                self.skip_to_bracket();
                self.fault(
                    FaultKind::BadSeparator,
                    start..self.inside_end(),
                    format!("{what} stands alone in brackets"),
                );
            }
        }
    }

    fn names(&mut self, open: usize) -> SegmentKind {
        let mut names = Vec::new();
        let first = self.cursor.peek();
        let mut mixed = false;
        loop {
            let quote = self.cursor.at;
            mixed = mixed || self.cursor.peek() != first;
            let (name, closed) = self.quoted();
            names.push(name);
            if !closed {
                self.fault(FaultKind::UnclosedText, quote..quote + 1, "the quote is never closed");
                break;
            }
            self.cursor.skip_blanks();
            let here = self.cursor.at;
            match self.cursor.peek() {
                Some(b']') => {
                    self.cursor.bump();
                    break;
                }
                Some(b',') => {
                    self.cursor.bump();
                    self.cursor.skip_blanks();
                    match self.cursor.peek() {
                        Some(b'\'' | b'"') => continue,
                        None => self.unclosed_bracket(open),
                        Some(_) => {
                            self.skip_to_bracket();
                            let message = "a name in quotes has to follow the comma";
                            self.fault(FaultKind::BadSeparator, here..self.inside_end(), message);
                        }
                    }
                }
                None => self.unclosed_bracket(open),
                Some(_) => {
                    self.skip_to_bracket();
                    let message = "`,` or `]` has to follow a name in quotes; a quote within it is written as `\\'`";
                    self.fault(FaultKind::BadSeparator, here..self.inside_end(), message);
                }
            }
            break;
        }
        if mixed {
            let message = "the names in one pair of brackets have to be in the same kind of quotes";
            self.fault(FaultKind::MixedQuotes, open..self.cursor.at, message);
        }
        match <[Name; 1]>::try_from(names) {
            Ok([name]) => SegmentKind::Name(name),
            Err(names) => SegmentKind::Names(names),
        }
    }

    fn numbers(&mut self, open: usize) -> SegmentKind {
        let start = self.cursor.at;
        self.cursor.skip_while(|byte| matches!(byte, b'0'..=b'9' | b'-' | b':' | b',') || is_blank(byte));
        let content = self.cursor.written(start..self.cursor.at).trim_end();
        let range = start..start + content.len();
        match self.cursor.peek() {
            Some(b']') => {
                self.cursor.bump();
            }
            // What is there of the numbers may be half of what is meant.
            None => {
                self.unclosed_bracket(open);
                let list = content.trim_end_matches(',').split(',').map(|part| index(part.trim()));
                return SegmentKind::Index(list.map_while(|index| index).collect());
            }
            Some(_) => {
                self.skip_to_bracket();
                let message = "an index is a whole number; a name in brackets is written in quotes";
                self.fault(FaultKind::BadIndex, start..self.inside_end(), message);
                return SegmentKind::Unknown;
            }
        }
        if content.contains(':') { self.slice(content, range) } else { self.indices(content, range) }
    }

    fn slice(&mut self, content: &str, range: Range<usize>) -> SegmentKind {
        let mut bounds = [None; 3];
        for (at, part) in content.split(':').enumerate() {
            let part = part.trim();
            let number = index(part);
            let Some(bound) = bounds.get_mut(at).filter(|_| part.is_empty() || number.is_some()) else {
                let message = "a slice is two whole numbers with `:` between them, either of which may be left out";
                self.fault(FaultKind::BadIndex, range, message);
                return SegmentKind::Unknown;
            };
            *bound = number;
        }
        let [from, to, step] = bounds;
        if from.is_none() && to.is_none() {
            let message = "a slice needs a number on one side of its `:`; all items are `[*]`";
            self.fault(FaultKind::OpenSlice, range, message);
        } else if 1 < content.matches(':').count() {
            self.fault(FaultKind::SliceStep, range, "a slice has no step; what follows the second `:` is ignored");
        }
        SegmentKind::Slice { from, to, step }
    }

    fn indices(&mut self, content: &str, range: Range<usize>) -> SegmentKind {
        let list = content.strip_suffix(',').unwrap_or(content);
        let indices: Option<Vec<i64>> = list.split(',').map(|part| index(part.trim())).collect();
        let Some(indices) = indices else {
            let message = "an index is a whole number of at most 32 bits; several are separated by commas";
            self.fault(FaultKind::BadIndex, range, message);
            return SegmentKind::Unknown;
        };
        if list.len() < content.len() {
            self.fault(FaultKind::TrailingComma, range.end - 1..range.end, "an index is missing after the comma");
        }
        SegmentKind::Index(indices)
    }

    fn script(&mut self, open: usize) -> SegmentKind {
        if self.skip_to_bracket() {
            let message = "scripts are not known to work in Step Functions; a negative index counts from the end";
            self.fault(FaultKind::Script, open..self.cursor.at, message);
        } else {
            self.unclosed_bracket(open);
        }
        SegmentKind::Script
    }

    fn unquoted(&mut self, open: usize) -> SegmentKind {
        let start = self.cursor.at;
        let is_path = matches!(self.cursor.peek(), Some(b'$' | b'@'));
        if !self.skip_to_bracket() {
            self.unclosed_bracket(open);
            return SegmentKind::Unknown;
        }
        let range = start..self.inside_end();
        let content = self.cursor.written(range.clone()).trim_end();
        let message = if is_path {
            "a path cannot be an index; `States.ArrayGetItem` takes one".to_owned()
        } else if content.chars().all(|character| character.is_alphanumeric() || matches!(character, '_' | '-' | ' ')) {
            format!("a name in brackets is written in quotes, as `['{}']`", shown(content))
        } else {
            "an index, a name in quotes, `*` or a filter stands in brackets".to_owned()
        };
        self.fault(FaultKind::UnquotedName, start..start + content.len(), message);
        SegmentKind::Unknown
    }

    /// Goes behind the `]` of the bracket that is open, or to the end; says whether there was one.
    pub(super) fn skip_to_bracket(&mut self) -> bool {
        let mut open = 0_usize;
        while let Some(byte) = self.cursor.bump() {
            match byte {
                b'[' => open += 1,
                b']' if open == 0 => return true,
                b']' => open -= 1,
                _ => {}
            }
        }
        false
    }

    /// The end of what was skipped by [`Self::skip_to_bracket`], without the bracket.
    pub(super) fn inside_end(&self) -> usize {
        match self.cursor.at.checked_sub(1) {
            Some(last) if self.cursor.byte(last) == Some(b']') => last,
            _ => self.cursor.at,
        }
    }
}

/// A whole number as Java reads one, which is what AWS runs on.
fn index(text: &str) -> Option<i64> {
    if text.starts_with('+') { None } else { text.parse::<i32>().ok().map(i64::from) }
}
