//! From text to [`Intrinsic`], with every fault on the way.
//!
//! The parser goes through the text once, apart from looking for the end of a path before reading it. It recurses as
//! deep as calls nest, to a bound far above what AWS runs.

use std::ops::Range;

use super::ast::{Argument, ArgumentKind, Call, CallId, Fault, Intrinsic, Kind};
use super::functions::{function, nearest_function};
use crate::expr::cursor::{Cursor, is_blank, span};
use crate::expr::jsonpath::{self, Name, shown};
use crate::text::offset;

/// How many calls may stand in one another, by the documentation.
pub const MAX_NESTING: usize = 10;

/// How deep calls are read.
const DEPTH: usize = 64;

/// Reads the calls of a text.
pub(super) fn parse(text: &str) -> Intrinsic {
    Parser::new(text).whole()
}

pub(super) struct Parser<'a> {
    pub(super) cursor: Cursor<'a>,
    calls: Vec<Call>,
    faults: Vec<Fault>,
    /// A fault after which the rest of the text has no meaning.
    pub(super) lost: bool,
    nesting_reported: bool,
}

/// What stands between the parentheses of a call.
struct List {
    arguments: Vec<Argument>,
    separators: Vec<u32>,
    complete: bool,
    closed: bool,
}

impl<'a> Parser<'a> {
    fn new(text: &'a str) -> Self {
        let cursor = Cursor::new(text, 0..text.len());
        Parser { cursor, calls: Vec::new(), faults: Vec::new(), lost: false, nesting_reported: false }
    }

    fn whole(mut self) -> Intrinsic {
        self.cursor.skip_blanks();
        let start = self.cursor.at;
        let root = self.outermost();
        self.cursor.skip_blanks();
        if root.is_some() && self.cursor.at < self.cursor.end {
            let end = self.cursor.text.trim_end().len();
            self.refused(Kind::Syntax, self.cursor.at..end, "nothing can follow the closing parenthesis of the call");
        }
        let end = self.cursor.text.trim_end().len().max(start);
        // A call reports when it ends, after the calls within it.
        self.faults.sort_by_key(|fault| fault.range.start);
        Intrinsic { calls: self.calls, root, faults: self.faults, range: span(start..end) }
    }

    fn outermost(&mut self) -> Option<CallId> {
        let start = self.cursor.at;
        let word = self.word();
        let after = self.cursor.at;
        self.cursor.skip_blanks();
        if !word.is_empty() && self.cursor.peek() == Some(b'(') {
            return Some(self.call(start..after, 1));
        }
        let end = self.cursor.text.trim_end().len().max(start);
        let message = if function(word).is_some() {
            format!("parentheses are missing after `{word}`")
        } else if end == start {
            "the value is empty; it has to be a path or a call such as `States.UUID()`".to_owned()
        } else {
            "the value is neither a path, which begins with `$`, nor a call such as `States.UUID()`".to_owned()
        };
        self.refused(Kind::Syntax, start..end, message);
        self.cursor.at = self.cursor.end;
        None
    }

    /// Reads a call from its `(` on.
    fn call(&mut self, name: Range<usize>, depth: usize) -> CallId {
        let id = CallId(offset(self.calls.len()));
        let open = self.cursor.at;
        let written = self.cursor.written(name.clone());
        let function = function(written);
        self.calls.push(Call {
            name: Name { text: written.into(), range: span(name.clone()) },
            function,
            arguments: Vec::new(),
            separators: Vec::new(),
            parentheses: span(open..open),
            range: span(name.start..open),
            complete: false,
            closed: false,
        });
        if function.is_none() {
            self.unknown_function(written, name.clone());
        }
        if name.end < open {
            self.doubtful(Kind::Syntax, name.end..open, "`(` has to follow the name of the function directly");
        }
        if MAX_NESTING < depth && !self.nesting_reported {
            self.nesting_reported = true;
            let message = format!("no more than {MAX_NESTING} intrinsic functions can be nested in one field");
            self.doubtful(Kind::Nesting, name.clone(), message);
        }
        self.cursor.bump();
        if DEPTH <= depth {
            self.give_up();
            return id;
        }
        let List { arguments, separators, complete, closed } = self.arguments(open, depth);
        if let Some(call) = self.calls.get_mut(id.0 as usize) {
            call.arguments = arguments;
            call.separators = separators;
            call.complete = complete;
            call.closed = closed;
            call.parentheses = span(open..self.cursor.at);
            call.range = span(name.start..self.cursor.at);
        }
        id
    }

    fn unknown_function(&mut self, written: &str, range: Range<usize>) {
        let nearest = nearest_function(written).map(|function| function.name);
        let message = match nearest {
            Some(nearest) if nearest.eq_ignore_ascii_case(written) => {
                format!("the name of a function is case-sensitive: `{nearest}`")
            }
            Some(nearest) => format!("there is no intrinsic function `{}`; did you mean `{nearest}`?", shown(written)),
            None => format!("there is no intrinsic function `{}`", shown(written)),
        };
        let replacement = nearest.map(str::to_owned);
        self.report(Fault { kind: Kind::Unknown, range: span(range), message, certain: true, replacement });
    }

    /// Reads arguments up to `)`.
    fn arguments(&mut self, open: usize, depth: usize) -> List {
        let mut list = List { arguments: Vec::new(), separators: Vec::new(), complete: true, closed: false };
        self.cursor.skip_blanks();
        if self.cursor.peek() == Some(b')') {
            self.cursor.bump();
            list.closed = true;
            return list;
        }
        loop {
            self.cursor.skip_blanks();
            match self.cursor.peek() {
                Some(b',' | b')') => {
                    let at = self.cursor.at;
                    self.refused_once(&mut list.complete, at..at + 1, "an argument is missing here");
                }
                None => {}
                Some(_) => {
                    let argument = self.argument(depth);
                    list.complete &= argument.kind != ArgumentKind::Unknown;
                    list.arguments.push(argument);
                }
            }
            self.cursor.skip_blanks();
            match self.cursor.peek() {
                Some(b',') => {
                    list.separators.push(offset(self.cursor.at));
                    self.cursor.bump();
                }
                Some(b')') => {
                    self.cursor.bump();
                    list.closed = true;
                    return list;
                }
                None => {
                    self.refused(Kind::Syntax, open..open + 1, "`(` is never closed");
                    // What is open around it is not closed either.
                    self.lost = true;
                    list.complete = false;
                    return list;
                }
                Some(_) => {
                    let at = self.cursor.at;
                    self.refused_once(&mut list.complete, at..at, "`,` or `)` is missing here");
                    // What is no argument either is not reported again.
                    if list.arguments.last().is_some_and(|last| last.kind == ArgumentKind::Unknown) {
                        self.skip_argument();
                    } else if !self.begins_argument() {
                        self.skip_junk();
                    }
                }
            }
        }
    }

    /// Reads an argument; there is something where it begins, and something of it is read.
    fn argument(&mut self, depth: usize) -> Argument {
        let start = self.cursor.at;
        let kind = match self.cursor.peek() {
            Some(b'\'') => self.string(),
            Some(b'"') => self.double_quoted(),
            Some(b'$') => self.path(),
            Some(b'0'..=b'9' | b'-' | b'+' | b'.') => self.number(),
            Some(b'{' | b'[') => self.json(),
            _ => self.word_argument(depth),
        };
        let written = self.cursor.written(start..self.cursor.at);
        Argument { kind, range: span(start..start + written.trim_end().len()) }
    }

    fn path(&mut self) -> ArgumentKind {
        let start = self.cursor.at;
        let (mut brackets, mut parentheses) = (0_usize, 0_usize);
        while let Some(byte) = self.cursor.peek() {
            match byte {
                b',' if brackets == 0 && parentheses == 0 => break,
                b')' if parentheses == 0 => break,
                b'\'' | b'"' if 0 < brackets + parentheses => {
                    self.cursor.skip_quoted();
                    continue;
                }
                b'[' => brackets += 1,
                b']' => brackets = brackets.saturating_sub(1),
                b'(' => parentheses += 1,
                b')' => parentheses -= 1,
                _ => {}
            }
            self.cursor.bump();
        }
        let written = self.cursor.written(start..self.cursor.at);
        let path = jsonpath::parse_within(self.cursor.text, start..start + written.trim_end().len());
        for fault in &path.faults {
            self.report(Fault {
                kind: Kind::Path(fault.kind),
                range: fault.range.clone(),
                message: fault.message.clone(),
                certain: fault.certain,
                replacement: None,
            });
        }
        // A bracket or a quote of the path that is never closed has taken the parenthesis in.
        self.lost |= self.cursor.peek().is_none() && path.is_refused();
        ArgumentKind::Path(Box::new(path))
    }

    fn word_argument(&mut self, depth: usize) -> ArgumentKind {
        let start = self.cursor.at;
        let word = self.word();
        let after = self.cursor.at;
        self.cursor.skip_blanks();
        if !word.is_empty() && self.cursor.peek() == Some(b'(') {
            return ArgumentKind::Call(self.call(start..after, depth + 1));
        }
        self.cursor.at = after;
        let message = match word {
            "true" => return ArgumentKind::Boolean(true),
            "false" => return ArgumentKind::Boolean(false),
            "null" => return ArgumentKind::Null,
            _ if function(word).is_some() => format!("parentheses are missing after `{word}`"),
            "" => {
                self.skip_junk();
                "an argument is a path, a text in single quotes, a number, `true`, `false`, `null` or a call".to_owned()
            }
            _ => match word.to_ascii_lowercase() {
                lower if matches!(lower.as_str(), "true" | "false" | "null") => {
                    format!("`{lower}` is written in lower case")
                }
                _ => format!("a text is written in single quotes, as `'{}'`, and a path begins with `$`", shown(word)),
            },
        };
        self.refused(Kind::Syntax, start..self.cursor.at, message);
        ArgumentKind::Unknown
    }

    fn begins_argument(&self) -> bool {
        self.cursor.peek().is_some_and(|byte| {
            byte.is_ascii_alphanumeric() || matches!(byte, b'\'' | b'"' | b'$' | b'-') || !byte.is_ascii()
        })
    }

    fn skip_argument(&mut self) {
        self.cursor.skip_while(|byte| !matches!(byte, b',' | b')'));
    }

    fn skip_junk(&mut self) {
        self.cursor.skip_while(|byte| !is_blank(byte) && !matches!(byte, b',' | b')'));
    }

    /// Reads a name or a word.
    fn word(&mut self) -> &'a str {
        let start = self.cursor.at;
        self.cursor.skip_while(|byte| {
            byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-' | b':' | b'/') || !byte.is_ascii()
        });
        self.cursor.written(start..self.cursor.at)
    }

    fn give_up(&mut self) {
        self.lost = true;
        self.cursor.at = self.cursor.end;
    }

    fn refused_once(&mut self, first: &mut bool, range: Range<usize>, message: &str) {
        if *first {
            self.refused(Kind::Syntax, range, message);
        }
        *first = false;
    }

    pub(super) fn refused(&mut self, kind: Kind, range: Range<usize>, message: impl Into<String>) {
        self.report(Fault { kind, range: span(range), message: message.into(), certain: true, replacement: None });
    }

    pub(super) fn doubtful(&mut self, kind: Kind, range: Range<usize>, message: impl Into<String>) {
        self.report(Fault { kind, range: span(range), message: message.into(), certain: false, replacement: None });
    }

    pub(super) fn report(&mut self, fault: Fault) {
        if !self.lost {
            self.faults.push(fault);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_takes_more_than_two_passes() {
        for piece in [
            "(",
            ")",
            ",",
            "'",
            "\"",
            "\\",
            "' '",
            "' ",
            "States.Array(",
            "States.Array('",
            "$.",
            "$[",
            "$[(",
            "$['",
            "{",
            "[",
            "{\"",
            "a ",
            "1 ",
            "- ",
            "é",
            "'a' 'b'",
            "'a'b",
            "\\é",
            "$.a)",
            "$.a,",
            ",)",
            "Format ",
            "a(",
        ] {
            for count in [1000, 10_000] {
                let text = format!("States.Format({}", piece.repeat(count));
                let mut parser = Parser::new(&text);
                parser.outermost();
                let steps = parser.cursor.steps;
                assert!(steps <= 2 * text.len(), "{piece}: {steps} steps for {} bytes", text.len());
            }
        }
    }
}
