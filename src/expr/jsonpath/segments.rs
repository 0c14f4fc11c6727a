//! The steps of a path: from text to [`Path`], with every fault on the way.
//!
//! The parser goes through the text once. After a fault it goes on behind the bracket or the name at fault, so that one
//! slip is reported once and the steps around it are still known.

use std::ops::Range;

use super::ast::{FaultKind, Name, Operand, Path, Root, Segment, SegmentKind};
use super::parser::{Parser, shown};
use crate::asl;
use crate::expr::cursor::{is_blank, span};

/// The functions at the end of a path, with what they give.
///
/// See <https://github.com/json-path/JsonPath#functions>.
pub const FUNCTIONS: [(&str, &str); 13] = [
    ("min", "the least of the numbers"),
    ("max", "the greatest of the numbers"),
    ("avg", "the average of the numbers"),
    ("stddev", "the standard deviation of the numbers"),
    ("length", "the length of the array"),
    ("size", "the length of the array"),
    ("sum", "the sum of the numbers"),
    ("keys", "the names of the fields"),
    ("concat", "the texts joined"),
    ("append", "the array with something more at its end"),
    ("first", "the first item"),
    ("last", "the last item"),
    ("index", "the item at an index"),
];

const TRAILING_DOT: &str = "a path cannot end in a dot";

/// Reads the path at a place of `text`, which has to be in it.
pub(super) fn parse(text: &str, place: Range<usize>) -> Path {
    Parser::new(text, place).whole()
}

/// Where a path stands, which decides where it ends.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// It is all there is: nothing ends it.
    Whole,
    /// In a filter.
    Filter,
    /// Among the arguments of a function.
    Argument,
}

impl Parser<'_> {
    fn whole(mut self) -> Path {
        self.trim();
        if self.cursor.peek() != Some(b'$') {
            return self.rootless();
        }
        let mut path = self.path(Place::Whole);
        // A path within a path reports when it is read, which may be after the path around it has.
        self.faults.sort_by_key(|fault| fault.range.start);
        path.faults = self.faults;
        path
    }

    /// Leaves spaces at both ends aside, which are the only blanks that Jayway's library trims.
    fn trim(&mut self) {
        let start = self.cursor.at;
        self.cursor.skip_while(|byte| byte == b' ');
        while self.cursor.at < self.cursor.end && self.cursor.byte(self.cursor.end - 1) == Some(b' ') {
            self.cursor.end -= 1;
            self.cursor.steps += 1;
        }
        if start < self.cursor.at && self.cursor.peek() == Some(b'$') {
            self.fault(
                FaultKind::LeadingBlank,
                start..self.cursor.at,
                "a path begins with `$`, without a blank before it",
            );
        }
    }

    fn rootless(mut self) -> Path {
        let range = self.cursor.at..self.cursor.end;
        let message = match self.cursor.peek() {
            None => "the path is empty; the whole input is `$`".to_owned(),
            Some(b'@') => "`@` stands for the item of a filter; outside a filter a path begins with `$`".to_owned(),
            Some(_) => "a path begins with `$`".to_owned(),
        };
        self.fault(FaultKind::MissingRoot, range.clone(), message);
        Path { root: Root::None, segments: Vec::new(), faults: self.faults, range: span(range) }
    }

    /// Reads a path that begins with `$` or `@`.
    pub(super) fn path(&mut self, place: Place) -> Path {
        let start = self.cursor.at;
        let mut segments = Vec::new();
        if !self.descend() {
            return Path { root: Root::None, segments, faults: Vec::new(), range: span(start..self.cursor.at) };
        }
        let root = self.root(place);
        while let Some(byte) = self.cursor.peek() {
            if self.is_end_of_path(place, byte) {
                break;
            }
            let Some(segment) = self.segment(place, segments.last()) else { continue };
            segments.push(segment);
        }
        self.ascend();
        Path { root, segments, faults: Vec::new(), range: span(start..self.cursor.at) }
    }

    fn root(&mut self, place: Place) -> Root {
        let start = self.cursor.at;
        let sigil = self.cursor.bump();
        let root = if sigil == Some(b'@') {
            Root::Current
        } else if self.cursor.peek() == Some(b'$') {
            self.cursor.bump();
            Root::Context
        } else if self.cursor.rest().starts_with(is_start_of_variable) {
            let name = self.cursor.at;
            self.cursor.skip_while(is_plain_in_name);
            let name = self.name_at(name..self.cursor.at);
            if *name.text == *"states" {
                let message =
                    "`$states` belongs to JSONata; in a path, the input is `$` and the context object is `$$`";
                self.fault(FaultKind::ReservedVariable, start..self.cursor.at, message);
            }
            Root::Variable(name)
        } else {
            Root::Input
        };
        self.after_root(place, start, &root);
        root
    }

    /// Only a dot, a bracket or the end of the path may follow its root.
    fn after_root(&mut self, place: Place, root_start: usize, root: &Root) {
        let Some(next) = self.cursor.peek() else { return };
        if matches!(next, b'.' | b'[') || self.is_end_of_path(place, next) || is_blank(next) {
            return;
        }
        let start = self.cursor.at;
        let character = self.cursor.rest().chars().next().unwrap_or_default();
        let written = self.cursor.written(root_start..start);
        let message = match root {
            Root::Variable(_) => format!("`{character}` cannot stand in the name of a variable"),
            Root::Input => "`$` is followed by `.`, `[` or the name of a variable".to_owned(),
            _ => format!("`{written}` is followed by `.` or `[`"),
        };
        while let Some(byte) = self.cursor.peek() {
            if matches!(byte, b'.' | b'[') || self.is_end_of_path(place, byte) {
                break;
            }
            self.cursor.bump();
        }
        self.fault(FaultKind::AfterRoot, start..self.cursor.at, message);
    }

    /// Reads a step; nothing where there is only a fault. Always goes forward.
    fn segment(&mut self, place: Place, before: Option<&Segment>) -> Option<Segment> {
        let start = self.cursor.at;
        if let Some(before) = before
            && matches!(before.kind, SegmentKind::Function { .. })
        {
            let message = "a function is the last part of a path; nothing can be selected from its result";
            self.fault(FaultKind::FunctionNotLast, before.range.start as usize..before.range.end as usize, message);
        }
        match self.cursor.peek()? {
            b'.' => {
                self.cursor.bump();
                if self.cursor.peek() == Some(b'.') {
                    self.cursor.bump();
                    return Some(self.descendant(place, start));
                }
                self.step(place, start)
            }
            b'[' => self.bracket(start),
            blank if is_blank(blank) => {
                self.blank();
                self.cursor.skip_blanks();
                // What follows may be a step after all; the rest of the text is taken as one that lacks its dot.
                match self.cursor.peek() {
                    Some(b'.' | b'[') | None => None,
                    Some(_) => self.step(place, self.cursor.at),
                }
            }
            _ => {
                let faults = self.fault_count();
                let segment = self.step(place, start)?;
                if self.fault_count() == faults {
                    let message =
                        format!("`.` is missing before `{}`", shown(self.cursor.written(start..self.cursor.at)));
                    self.fault(FaultKind::JoinedName, start..self.cursor.at, message);
                }
                Some(segment)
            }
        }
    }

    /// Reads what follows `..`.
    fn descendant(&mut self, place: Place, start: usize) -> Segment {
        let dots = self.cursor.at;
        self.cursor.skip_while(|byte| byte == b'.');
        if dots < self.cursor.at {
            self.fault(FaultKind::TooManyDots, start..self.cursor.at, "no more than two dots can follow one another");
        }
        let inner = if dots < self.cursor.at && self.cursor.peek().is_none() {
            None
        } else {
            self.step(place, self.cursor.at).map(Box::new)
        };
        Segment { kind: SegmentKind::Descendant(inner), range: span(start..self.cursor.at) }
    }

    /// Reads what follows a dot.
    fn step(&mut self, place: Place, start: usize) -> Option<Segment> {
        match self.cursor.peek() {
            Some(b'[') => self.bracket(start),
            Some(b'*') => {
                self.cursor.bump();
                Some(Segment { kind: SegmentKind::Wildcard, range: span(start..self.cursor.at) })
            }
            Some(byte) if !self.is_end_of_path(place, byte) => Some(self.named(place, start)),
            _ => {
                self.fault(FaultKind::TrailingDot, start..self.cursor.at, TRAILING_DOT);
                None
            }
        }
    }

    /// Reads a name in dot notation, or a function.
    fn named(&mut self, place: Place, start: usize) -> Segment {
        let name_start = self.cursor.at;
        let mut escaped = false;
        let mut stray = None;
        let mut blank = None;
        loop {
            self.cursor.skip_while(is_plain_in_name);
            let Some(byte) = self.cursor.peek() else { break };
            match byte {
                b'.' | b'[' | b'(' => break,
                _ if self.is_end_of_path(place, byte) => break,
                b'\\' => {
                    escaped = true;
                    self.cursor.bump();
                }
                b']' | b')' | b'\'' | b'"' | b',' | b'{' | b'}' | b'*' => stray = stray.or(Some(self.cursor.at)),
                _ if is_blank(byte) => blank = blank.or(Some(self.cursor.at)),
                _ => {}
            }
            self.cursor.bump();
        }
        // A backslash may have been the last byte.
        self.cursor.at = self.cursor.at.min(self.cursor.end);
        let mut name = self.name_at(name_start..self.cursor.at);
        if escaped {
            name.text = without_backslashes(&name.text).into();
        }
        if let Some(blank) = blank {
            name = self.blank_in_name(&name, blank);
        } else if !escaped
            && place == Place::Whole
            && let Some(stray) = stray
        {
            let character = self.cursor.text.get(stray..).and_then(|rest| rest.chars().next()).unwrap_or_default();
            let message = format!("`{character}` is read as part of the name; put such a name into `['…']`");
            self.fault(FaultKind::StrayCharacter, stray..stray + 1, message);
        }
        if self.cursor.peek() == Some(b'(') {
            return self.function(name, start);
        }
        Segment { kind: SegmentKind::Name(name), range: span(start..self.cursor.at) }
    }

    /// Reports the first blank in a name, and takes those at its ends away.
    fn blank_in_name(&mut self, name: &Name, blank: usize) -> Name {
        let here = self.cursor.at;
        self.cursor.at = blank;
        self.blank();
        self.cursor.at = here;
        let start = name.range.start as usize;
        let written = self.cursor.written(start..here);
        let start = start + (written.len() - written.trim_start().len());
        let range = start..start + written.trim().len();
        Name { text: name.text.trim().into(), range: span(range) }
    }

    /// Reports the blanks that begin here, once for a path.
    fn blank(&mut self) {
        let start = self.cursor.at;
        let space = self.cursor.peek() == Some(b' ');
        let mut end = start;
        while self.cursor.byte(end).is_some_and(is_blank) && end < self.cursor.end {
            end += 1;
        }
        if self.blank_reported {
            return;
        }
        self.blank_reported = true;
        if space {
            self.fault(
                FaultKind::Blank,
                start..end,
                "a path has no blanks; a name with blanks is written as `['a b']`",
            );
        } else {
            self.fault(FaultKind::LineBreak, start..end, "a tab or a line break here is read as part of the path");
        }
    }

    fn function(&mut self, name: Name, start: usize) -> Segment {
        let open = self.cursor.at;
        self.cursor.bump();
        let arguments = self.arguments(open);
        if !FUNCTIONS.iter().any(|(function, _)| **function == *name.text) {
            let nearest = asl::nearest(&name.text, FUNCTIONS.iter().map(|(function, _)| *function));
            let range = name.range.start as usize..name.range.end as usize;
            let message = match nearest {
                _ if name.text.is_empty() => "the name of a function is missing before `(`".to_owned(),
                Some(nearest) => {
                    format!("there is no path function `{}`; did you mean `{nearest}`?", shown(&name.text))
                }
                None => format!("there is no path function `{}`", shown(&name.text)),
            };
            self.fault(FaultKind::UnknownFunction, range, message);
        }
        Segment { kind: SegmentKind::Function { name, arguments }, range: span(start..self.cursor.at) }
    }

    /// Reads the arguments of a function and its `)`.
    fn arguments(&mut self, open: usize) -> Vec<Operand> {
        let mut arguments = Vec::new();
        let mut reported = false;
        let before = self.fault_count();
        loop {
            self.cursor.skip_blanks();
            match self.cursor.peek() {
                None => {
                    if !self.is_refused_since(before) {
                        self.fault(FaultKind::UnclosedFunction, open..open + 1, "`(` is never closed");
                    }
                    return arguments;
                }
                Some(b')') => {
                    self.cursor.bump();
                    return arguments;
                }
                Some(b',') => {
                    self.cursor.bump();
                }
                Some(_) => {
                    let start = self.cursor.at;
                    if let Some(argument) = self.operand(Place::Argument) {
                        arguments.push(argument);
                    } else {
                        self.cursor.bump_character();
                        if !reported {
                            let message = "an argument of a function is a path, a text in quotes, a number or JSON";
                            self.fault(FaultKind::FunctionArgument, start..self.cursor.at, message);
                        }
                        reported = true;
                    }
                }
            }
        }
    }

    fn is_end_of_path(&self, place: Place, byte: u8) -> bool {
        match place {
            Place::Whole => false,
            Place::Argument => matches!(byte, b',' | b')') || is_blank(byte),
            Place::Filter => match byte {
                b'<' | b'>' | b'=' | b'~' | b'!' | b')' | b']' | b',' => true,
                b'&' | b'|' => self.cursor.byte(self.cursor.at + 1) == Some(byte),
                _ => is_blank(byte),
            },
        }
    }
}

/// Whether a byte is a part of a name wherever the path stands, and nothing else.
fn is_plain_in_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii()
}

/// Whether a variable's name can begin with a character. Which names are good is said where variables are assigned.
fn is_start_of_variable(character: char) -> bool {
    character.is_alphabetic() || character == '_'
}

/// `\.` is a dot in a name and no end of it, in the examples of <https://states-language.net/#ref-paths>.
fn without_backslashes(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        plain.push(if character == '\\' { characters.next().unwrap_or(character) } else { character });
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(text: &str) -> usize {
        let mut parser = Parser::new(text, 0..text.len());
        parser.trim();
        parser.path(Place::Whole);
        parser.cursor.steps
    }

    #[test]
    fn no_text_takes_more_than_one_pass() {
        for piece in [
            "$",
            ".",
            "[",
            "(",
            "'",
            "\"",
            "$.",
            "$..",
            "[?(",
            "[?(@.a",
            "$[",
            "$['",
            "['a',",
            "['a' ",
            ".a(",
            ".a($",
            "[0,",
            " ",
            ". ",
            "\\",
            "[?(!",
            "[?(@.a==",
            "&&",
            "@.a &&",
            "[?(@.a in [",
            "]",
            ")",
            "é",
            ".é(",
            "{",
            "[[",
            "[?(@.a&&",
            "[(",
            "[a",
            "\t",
            "[?(/",
            "[?(and ",
            ".length()",
        ] {
            for count in [1000, 10_000] {
                let text = format!("$.a{}", piece.repeat(count));
                let steps = steps(&text);
                assert!(steps <= text.len(), "{piece}: {steps} steps for {} bytes", text.len());
            }
        }
    }
}
