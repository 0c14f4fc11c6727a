//! A JSON parser that never gives up: it says what is wrong where it is wrong, and reads on.
//!
//! A first pass reads by the grammar alone. Where brackets do not balance, a second pass takes the indentation as a
//! witness of what was meant, so that one missing `}` is reported at its place and not at the end of the file.

use std::ops::Range;
use std::sync::Arc;

use super::builder::{Builder, MAX_DEPTH, Open};
use super::placeholder::placeholder_at;
use super::{Fault, FaultKind, Language, NodeId, Style, Tree, has_placeholder, scalar};
use crate::text::SpanMap;

/// After a fault, further ones in the same line within this many bytes are taken as its consequence.
const QUIET_BYTES: usize = 80;

/// Parses a document; see [`super::parse`].
pub fn parse(text: &Arc<str>, language: Language, map: Option<Arc<SpanMap>>) -> (Tree, Vec<Fault>) {
    let mut parser = Parser::new(text, language, map.clone(), Brackets::Trusted);
    parser.document();
    if !parser.unbalanced || !text.contains('\n') {
        return parser.builder.finish();
    }
    let mut parser = Parser::new(text, language, map, Brackets::CheckedByIndentation);
    parser.document();
    parser.builder.finish()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Brackets {
    Trusted,
    CheckedByIndentation,
}

/// A container that is being read.
struct Container {
    open: Open,
    bracket: u8,
    start: usize,
    /// Columns of the line in which it opens and of its first own line, for the check by indentation.
    indent: usize,
    first_column: Option<usize>,
}

struct Parser<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    /// End of the last token that was not white space or a comment.
    previous_end: usize,
    language: Language,
    brackets: Brackets,
    containers: Vec<Container>,
    unbalanced: bool,
    ended: bool,
    quiet_until: usize,
    builder: Builder,
}

impl<'a> Parser<'a> {
    fn new(text: &'a Arc<str>, language: Language, map: Option<Arc<SpanMap>>, brackets: Brackets) -> Self {
        let builder = Builder::new(Arc::clone(text), language, map);
        Self {
            text,
            bytes: text.as_bytes(),
            at: 0,
            previous_end: 0,
            language,
            brackets,
            containers: Vec::new(),
            unbalanced: false,
            ended: false,
            quiet_until: 0,
            builder,
        }
    }

    fn document(&mut self) {
        if self.text.starts_with('\u{FEFF}') {
            self.at = 3;
            self.builder.fault(FaultKind::Bom, 0..3, "the file starts with a byte-order mark").help =
                Some("save it as UTF-8 without a byte-order mark");
            self.builder.fix("remove the byte-order mark", 0..3, "");
        }
        self.trivia();
        if self.peek().is_none() {
            self.builder.missing(self.at);
            return;
        }
        self.value();
        self.trivia();
        if self.peek().is_some() && !self.builder.is_full() {
            self.unbalanced |= matches!(self.peek(), Some(b'}' | b']'));
            let rest = self.at..self.line_end(self.at);
            self.fault(rest, "text after the end of the definition");
        }
    }

    fn value(&mut self) -> NodeId {
        if self.placeholder().is_some() {
            return self.hole();
        }
        match self.peek() {
            Some(b'{') => self.object(),
            Some(b'[') => self.array(),
            Some(quote @ (b'"' | b'\'')) => self.string(quote),
            Some(b'0'..=b'9' | b'-' | b'+' | b'.') => self.number(),
            Some(byte) if is_word(byte) => self.word(),
            Some(_) => {
                let start = self.at;
                self.skip_unexpected();
                self.fault(start..self.at, "this is not a JSON value");
                self.builder.missing(start)
            }
            None => {
                self.unexpected_end();
                self.builder.missing(self.previous_end)
            }
        }
    }

    fn object(&mut self) -> NodeId {
        let Some((open, start)) = self.enter(b'{') else { return self.skip_nested() };
        let mut comma: Option<usize> = None;
        let mut first = true;
        // A placeholder may bring the comma before it or behind it along.
        let mut after_part = false;
        loop {
            self.trivia();
            match self.peek() {
                None => {
                    self.unexpected_end();
                    break;
                }
                Some(b'}') => {
                    if self.belongs_outside() {
                        self.missing_closer(b'}');
                    } else {
                        self.at += 1;
                        self.previous_end = self.at;
                        self.trailing_comma(comma);
                    }
                    break;
                }
                Some(b']') => {
                    if self.closes_outer(b']') {
                        self.missing_closer(b'}');
                        break;
                    }
                    self.stray("`]` closes nothing here");
                }
                Some(b',') => self.comma(&mut comma, first),
                Some(_) if self.builder.is_full() => break,
                Some(_) => {
                    if !first && self.belongs_outside() {
                        self.missing_closer(b'}');
                        break;
                    }
                    self.note_column();
                    let is_part = self.is_part();
                    if !first && comma.is_none() && !is_part && !after_part {
                        self.missing_comma();
                    }
                    if is_part {
                        self.part(open);
                    } else {
                        self.object_member(open);
                    }
                    (comma, first, after_part) = (None, false, is_part);
                }
            }
        }
        self.leave(start);
        self.builder.close_object(open, self.previous_end);
        open.id
    }

    /// Whether a placeholder starts here that stands for members, not for the name of one.
    fn is_part(&self) -> bool {
        let Some(range) = self.placeholder() else { return false };
        let mut rest = self.bytes.get(self.end_of_hole(range)..).unwrap_or(&[]).iter();
        rest.find(|byte| !byte.is_ascii_whitespace()) != Some(&b':')
    }

    /// Members, or a comma and members, that a placeholder stands for.
    fn part(&mut self, open: Open) {
        let key = self.hole();
        let value = self.builder.missing(self.previous_end);
        self.builder.incomplete(open.id);
        self.builder.member(key, value);
    }

    fn object_member(&mut self, open: Open) {
        let before = self.at;
        let key = match self.peek() {
            Some(quote @ (b'"' | b'\'')) => self.string(quote),
            _ if self.placeholder().is_some() => self.hole(),
            Some(byte) if is_word(byte) => self.bare_key(),
            _ => {
                self.skip_unexpected();
                self.fault(before..self.at, "a member's name is expected here, in double quotes");
                return;
            }
        };
        self.trivia();
        let value = match self.peek() {
            Some(b':') => {
                self.step();
                self.trivia();
                if matches!(self.peek(), Some(b',' | b'}' | b']')) {
                    let name = self.builder.tree.text(key).to_owned();
                    self.fault(self.previous_end..self.previous_end, format!("the value of `{name}` is missing"));
                    self.builder.missing(self.previous_end)
                } else {
                    self.value()
                }
            }
            None => {
                self.unexpected_end();
                self.builder.missing(self.previous_end)
            }
            Some(b',' | b'}' | b']') => {
                let name = self.builder.tree.text(key).to_owned();
                self.fault(before..self.previous_end, format!("`{name}` has no value: `:` and a value are expected"));
                self.builder.missing(self.previous_end)
            }
            Some(_) => {
                let at = self.previous_end;
                if self.fault(at..at, "`:` is missing between the name and its value") {
                    self.builder.fix("insert `:`", at..at, ":");
                }
                self.value()
            }
        };
        if self.ended {
            self.builder.incomplete(open.id);
        }
        self.builder.member(key, value);
    }

    fn array(&mut self) -> NodeId {
        let Some((open, start)) = self.enter(b'[') else { return self.skip_nested() };
        let mut comma: Option<usize> = None;
        let mut first = true;
        // As in an object.
        let mut after_part = false;
        loop {
            self.trivia();
            match self.peek() {
                None => {
                    self.unexpected_end();
                    break;
                }
                Some(b']') => {
                    if self.belongs_outside() {
                        self.missing_closer(b']');
                    } else {
                        self.at += 1;
                        self.previous_end = self.at;
                        self.trailing_comma(comma);
                    }
                    break;
                }
                Some(b'}') => {
                    if self.closes_outer(b'}') {
                        self.missing_closer(b']');
                        break;
                    }
                    self.stray("`}` closes nothing here");
                }
                Some(b',') => self.comma(&mut comma, first),
                Some(b':') => {
                    // `[ … "Next": "B"`: the array was not closed before the next member, or an object lacks braces.
                    self.unbalanced = true;
                    self.stray("`:` is not expected in an array");
                }
                Some(_) if self.builder.is_full() => break,
                Some(_) => {
                    if !first && self.belongs_outside() {
                        self.missing_closer(b']');
                        break;
                    }
                    self.note_column();
                    let is_part = self.placeholder().is_some();
                    if !first && comma.is_none() {
                        if is_part || after_part {
                            self.builder.incomplete(open.id);
                        } else {
                            self.missing_comma();
                        }
                    }
                    let item = self.value();
                    self.builder.item(item);
                    (comma, first, after_part) = (None, false, is_part);
                }
            }
        }
        self.leave(start);
        self.builder.close_array(open, self.previous_end);
        open.id
    }

    /// Opens a container; `None` where it would nest too deeply.
    fn enter(&mut self, bracket: u8) -> Option<(Open, usize)> {
        let start = self.at;
        if self.containers.len() >= MAX_DEPTH {
            return None;
        }
        let open = if bracket == b'{' { self.builder.open_object(start) } else { self.builder.open_array(start) };
        let indent = match self.brackets {
            Brackets::Trusted => 0,
            Brackets::CheckedByIndentation => self.line_indent(start),
        };
        self.containers.push(Container { open, bracket, start, indent, first_column: None });
        self.step();
        Some((open, start))
    }

    fn leave(&mut self, start: usize) {
        if self.ended {
            self.previous_end = self.bytes.len();
        }
        if let Some(container) = self.containers.pop() {
            debug_assert_eq!(container.start, start);
            if self.ended {
                self.builder.incomplete(container.open.id);
            }
        }
    }

    /// Steps over a value that nests too deeply, without recursion.
    fn skip_nested(&mut self) -> NodeId {
        let start = self.at;
        let mut depth = 0_usize;
        while let Some(byte) = self.peek() {
            match byte {
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth = depth.saturating_sub(1),
                b'"' => {
                    self.skip_string();
                    continue;
                }
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                break;
            }
        }
        self.previous_end = self.at;
        self.builder.fault(
            FaultKind::Nested,
            start..start + 1,
            format!("values nest more than {MAX_DEPTH} levels deep; what lies deeper is not checked"),
        );
        self.quiet_until = self.at;
        // Where the file ends in there, what is not closed is a part of what is not checked.
        self.ended |= 0 < depth;
        self.builder.missing(start)
    }

    fn skip_string(&mut self) {
        self.at += 1;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'\\' => self.at = (self.at + 1).min(self.bytes.len()),
                b'"' | b'\n' => return,
                _ => {}
            }
        }
    }

    fn string(&mut self, quote: u8) -> NodeId {
        let start = self.at;
        let mut at = start + 1;
        let (mut escaped, mut braces) = (false, false);
        let closed = loop {
            at += plain_length(self.bytes.get(at..).unwrap_or(&[]));
            let Some(&byte) = self.bytes.get(at) else { break false };
            match byte {
                b'\\' => {
                    escaped = true;
                    self.check_escape(at, quote);
                    at += 1;
                    // An escaped line end belongs to JSON5; elsewhere the string ends with the line.
                    if self.bytes.get(at).is_some_and(|&next| next != b'\n') {
                        at += 1;
                        while !self.text.is_char_boundary(at) {
                            at += 1;
                        }
                    }
                }
                b'{' => {
                    braces = true;
                    at += 1;
                }
                b'\n' | b'\r' => break false,
                byte if byte == quote => break true,
                byte if byte < b' ' => {
                    let name = if byte == b'\t' { "a tab" } else { "a control character" };
                    if self.fault(at..at + 1, format!("{name} inside a string is written as an escape"))
                        && byte == b'\t'
                    {
                        self.builder.fix("write `\\t`", at..at + 1, "\\t");
                    }
                    at += 1;
                }
                _ => at += 1,
            }
        };
        at = at.min(self.bytes.len());
        if !closed {
            return self.unterminated(start, at, quote, escaped);
        }
        self.at = at + 1;
        self.previous_end = self.at;
        if quote == b'\'' && self.language != Language::Json5 {
            let content = self.text.get(start + 1..at).unwrap_or("");
            let replacement = format!("\"{}\"", content.replace("\\'", "'").replace('"', "\\\""));
            if self.fault(start..self.at, "a string is written in double quotes") {
                self.builder.fix("use double quotes", start..self.at, &replacement);
            }
        }
        self.string_node(start..self.at, start + 1..at, quote, escaped, braces)
    }

    fn string_node(
        &mut self,
        range: Range<usize>,
        value: Range<usize>,
        quote: u8,
        escaped: bool,
        braces: bool,
    ) -> NodeId {
        let style = if quote == b'"' { Style::Json } else { Style::JsonSingle };
        let raw = || self.text.get(value.clone()).unwrap_or("");
        if escaped {
            self.builder.decoded(range, scalar::unescape_json(raw()), style)
        } else {
            let partial = braces && has_placeholder(raw());
            self.builder.verbatim(range, value, style, partial)
        }
    }

    /// A string without its closing quote ends with its line, before a comma that ends the line.
    fn unterminated(&mut self, start: usize, line_end: usize, quote: u8, escaped: bool) -> NodeId {
        let line = self.text.get(start..line_end).unwrap_or("").trim_end();
        let content = line.strip_suffix(',').map_or(line, str::trim_end);
        let end = start + content.len().max(1);
        let at_end_of_file = self.text.get(line_end..).unwrap_or("").trim().is_empty();
        self.at = end;
        self.previous_end = end;
        if at_end_of_file {
            self.at = self.bytes.len();
            self.unexpected_end();
        } else if self.fault(start..end, "the string has no closing quote") && 1 < content.len() {
            // A text that goes on in another line does not end at its quote.
            let closing = char::from(quote).to_string();
            self.builder.fix("close the string", end..end, &closing);
        }
        let id = self.string_node(start..end, start + 1..end, quote, escaped, true);
        self.builder.incomplete(id);
        id
    }

    fn check_escape(&mut self, at: usize, quote: u8) {
        let valid = match self.bytes.get(at + 1) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') | None => true,
            Some(b'\'') => quote == b'\'',
            Some(b'u') => self.bytes.get(at + 2..at + 6).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit)),
            Some(_) => self.language == Language::Json5,
        };
        if !valid {
            let end = self.text.get(at + 1..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
            let written = self.text.get(at..at + 1 + end).unwrap_or("\\").to_owned();
            if self.fault(at..at + 1 + end, format!("`{}` is not an escape of JSON", written.trim_end())) {
                self.builder.fix("write a backslash as `\\\\`", at..at + 1, "\\\\");
            }
        }
    }

    fn number(&mut self) -> NodeId {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.' | b'_'))
        {
            self.at += 1;
        }
        self.previous_end = self.at;
        let text = self.text.get(start..self.at).unwrap_or("");
        let json5 = self.language == Language::Json5;
        let valid = scalar::is_json_number(text) || json5 && scalar::number(text).is_some();
        if !valid {
            self.fault(start..self.at, format!("`{text}` is not a number as JSON writes it"));
            if scalar::number(text).is_none() {
                return self.builder.missing(start);
            }
        }
        self.builder.number(start..self.at)
    }

    fn word(&mut self) -> NodeId {
        let start = self.at;
        self.scan_word();
        let range = start..self.at;
        let word = self.text.get(range.clone()).unwrap_or("");
        match word {
            "true" => return self.builder.boolean(range, true),
            "false" => return self.builder.boolean(range, false),
            "null" => return self.builder.null(range),
            "NaN" | "Infinity" if self.language == Language::Json5 => return self.builder.number(range),
            _ => {}
        }
        let lower = word.to_ascii_lowercase();
        let meant = match lower.as_str() {
            "true" | "false" | "null" => Some(lower.as_str()),
            "none" | "nil" | "undefined" => Some("null"),
            _ => None,
        };
        let quoted = format!("\"{word}\"");
        if self.fault(range.clone(), format!("`{word}` is not in quotes")) {
            match meant {
                Some(meant) => self.builder.fix("use JSON's word", range.clone(), meant),
                None => self.builder.fix("put it in double quotes", range.clone(), &quoted),
            }
        }
        match meant {
            Some("true") => self.builder.boolean(range, true),
            Some("false") => self.builder.boolean(range, false),
            Some(_) => self.builder.null(range),
            None => self.builder.verbatim(range.clone(), range, Style::Plain, false),
        }
    }

    fn bare_key(&mut self) -> NodeId {
        let start = self.at;
        self.scan_word();
        let range = start..self.at;
        if self.language != Language::Json5 {
            let word = self.text.get(range.clone()).unwrap_or("");
            let quoted = format!("\"{word}\"");
            if self.fault(range.clone(), format!("the name `{word}` is not in quotes")) {
                self.builder.fix("put it in double quotes", range.clone(), &quoted);
            }
        }
        self.builder.verbatim(range.clone(), range, Style::Plain, false)
    }

    fn scan_word(&mut self) {
        while self.peek().is_some_and(|byte| is_word(byte) || byte.is_ascii_digit() || matches!(byte, b'.' | b'-')) {
            self.at += 1;
        }
        self.previous_end = self.at;
    }

    /// The placeholder that starts here, if one does.
    fn placeholder(&self) -> Option<Range<usize>> {
        placeholder_at(self.text, self.at)
    }

    fn hole(&mut self) -> NodeId {
        let start = self.at;
        self.at = self.end_of_hole(start..start);
        self.previous_end = self.at;
        self.builder.hole(start..self.at)
    }

    /// Where a value ends that begins with a placeholder: `${A}${B}` and `${Count}0` are one value.
    fn end_of_hole(&self, first: Range<usize>) -> usize {
        let mut end = first.end;
        loop {
            if let Some(range) = placeholder_at(self.text, end) {
                end = range.end;
            } else if self.bytes.get(end).is_some_and(|&byte| is_word(byte) || byte.is_ascii_digit()) {
                end += 1;
            } else {
                return end;
            }
        }
    }

    fn comma(&mut self, comma: &mut Option<usize>, first: bool) {
        let at = self.at;
        self.step();
        if first || comma.is_some() {
            if self.fault(at..at + 1, "a comma with nothing before it") {
                self.builder.fix("remove the comma", at..at + 1, "");
            }
        } else {
            *comma = Some(at);
        }
    }

    fn trailing_comma(&mut self, comma: Option<usize>) {
        let Some(at) = comma else { return };
        if self.language != Language::Json || self.at <= self.quiet_until {
            return;
        }
        self.builder.fault(FaultKind::TrailingComma, at..at + 1, "a comma after the last member");
        self.builder.fix("remove the comma", at..at + 1, "");
    }

    fn missing_comma(&mut self) {
        let at = self.previous_end;
        if self.fault(at..at, "a comma is missing here") {
            self.builder.fix("insert a comma", at..at, ",");
        }
    }

    /// Steps over a closing bracket or colon that fits nothing.
    fn stray(&mut self, message: &str) {
        let at = self.at;
        self.unbalanced = true;
        self.step();
        self.fault(at..at + 1, message);
    }

    fn closes_outer(&mut self, closer: u8) -> bool {
        let opener = if closer == b'}' { b'{' } else { b'[' };
        self.unbalanced = true;
        let outer = self.containers.len().saturating_sub(1);
        self.containers.iter().take(outer).any(|container| container.bracket == opener)
    }

    fn missing_closer(&mut self, closer: u8) {
        self.unbalanced = true;
        let at = self.previous_end;
        let opened = self.containers.last().map(|container| container.start..container.start + 1);
        if self.fault(at..at, format!("`{}` is missing here", char::from(closer))) {
            let related = opened.map(|range| (self.builder.place(range), "this is not closed".to_owned()));
            if let Some(fault) = self.builder.faults.last_mut() {
                fault.related = related;
            }
            // A comma that is missing at the same place is the same fault.
            self.quiet_until = self.quiet_until.max(at + 1);
        }
    }

    /// Whether the indentation says that the token here stands outside the innermost container.
    fn belongs_outside(&self) -> bool {
        if self.brackets == Brackets::Trusted {
            return false;
        }
        let (Some(container), Some(column)) = (self.containers.last(), self.column_if_first(self.at)) else {
            return false;
        };
        if self.line_start(container.start) == self.line_start(self.at) {
            return false;
        }
        if matches!(self.peek(), Some(b'}' | b']')) {
            let outer = self.containers.len().saturating_sub(1);
            return column < container.indent && self.containers.iter().take(outer).any(|outer| outer.indent == column);
        }
        column <= container.indent && container.first_column.is_some_and(|first| container.indent < first)
    }

    fn note_column(&mut self) {
        if self.brackets == Brackets::Trusted {
            return;
        }
        let column = self.column_if_first(self.at);
        if let Some(container) = self.containers.last_mut()
            && container.first_column.is_none()
        {
            container.first_column = column;
        }
    }

    /// The column of a token that is the first of its line.
    fn column_if_first(&self, at: usize) -> Option<usize> {
        let start = self.line_start(at);
        self.text.get(start..at)?.bytes().all(|byte| byte == b' ' || byte == b'\t').then_some(at - start)
    }

    fn line_indent(&self, at: usize) -> usize {
        let line = self.text.get(self.line_start(at)..at).unwrap_or("");
        line.len() - line.trim_start_matches([' ', '\t']).len()
    }

    fn line_start(&self, at: usize) -> usize {
        self.bytes.get(..at).and_then(|before| memchr::memrchr(b'\n', before)).map_or(0, |end| end + 1)
    }

    fn line_end(&self, at: usize) -> usize {
        let rest = self.text.get(at..).unwrap_or("");
        at + rest.find('\n').map_or(rest.len(), |end| rest[..end].trim_end().len())
    }

    /// The file ends inside a value: said once.
    fn unexpected_end(&mut self) {
        self.unbalanced |= !self.ended;
        if self.ended {
            return;
        }
        self.ended = true;
        let at = self.previous_end;
        let missing: String = self
            .containers
            .iter()
            .rev()
            .map(|container| if container.bracket == b'{' { '}' } else { ']' })
            .take(20)
            .collect();
        let more = if 20 < self.containers.len() { " and more" } else { "" };
        let opened = self.containers.last().map(|container| container.start..container.start + 1);
        let message = if missing.is_empty() {
            "the definition ends too early".to_owned()
        } else {
            format!("the definition ends too early: `{missing}`{more} is missing")
        };
        let related = opened.map(|range| (self.builder.place(range), "this is not closed".to_owned()));
        self.builder.fault(FaultKind::Json, at..at, message).related = related;
    }

    /// Records a fault of the JSON grammar unless it follows from the one before; says whether it was recorded.
    fn fault(&mut self, range: Range<usize>, message: impl Into<String>) -> bool {
        if range.start < self.quiet_until || self.ended {
            return false;
        }
        self.quiet_until = self.line_end(range.end).min(range.end + QUIET_BYTES);
        self.builder.fault(FaultKind::Json, range, message);
        true
    }

    /// Steps over bytes that start nothing, to the next byte that may.
    fn skip_unexpected(&mut self) {
        self.at += 1;
        while self.peek().is_some_and(|byte| !matches!(byte, b',' | b':' | b'{' | b'}' | b'[' | b']' | b'"' | b'\n')) {
            self.at += 1;
        }
        while !self.text.is_char_boundary(self.at) {
            self.at += 1;
        }
        self.previous_end = self.at;
    }

    /// Steps over white space and comments.
    #[inline]
    fn trivia(&mut self) {
        if matches!(self.peek(), Some(b' ' | b'\n' | b'\r' | b'\t' | b'/')) {
            self.some_trivia();
        }
    }

    fn some_trivia(&mut self) {
        loop {
            match self.peek() {
                Some(b' ') => self.at += spaces(self.bytes.get(self.at..).unwrap_or(&[])),
                Some(b'\n' | b'\r' | b'\t') => self.at += 1,
                Some(b'/') if matches!(self.bytes.get(self.at + 1), Some(b'/' | b'*')) => self.comment(),
                _ => return,
            }
        }
    }

    fn comment(&mut self) {
        let start = self.at;
        let rest = self.text.get(start..).unwrap_or("");
        let length = if rest.starts_with("//") {
            rest.find('\n').map_or(rest.len(), |end| rest[..end].trim_end_matches('\r').len())
        } else {
            rest.get(2..).and_then(|body| body.find("*/")).map_or(rest.len(), |end| end + 4)
        };
        self.at = start + length;
        if self.language == Language::Json {
            self.builder.fault(FaultKind::Comment, start..self.at, "JSON has no comments").help =
                Some("AWS refuses it; say it in a `Comment` field, or name the file `.jsonc`");
            self.builder.fix("remove the comment", start..self.at, "");
        } else {
            self.builder.comment(start..self.at);
        }
    }

    fn step(&mut self) {
        self.at += 1;
        self.previous_end = self.at;
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_' || byte == b'$' || 0x80 <= byte
}

/// A word of eight bytes, in each the same.
const fn eight(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// How many spaces a text starts with: indentation is a good part of a file.
fn spaces(bytes: &[u8]) -> usize {
    let mut rest = bytes;
    while let Some((chunk, after)) = rest.split_first_chunk() {
        let others = u64::from_le_bytes(*chunk) ^ eight(b' ');
        if others != 0 {
            return bytes.len() - rest.len() + (others.trailing_zeros() / 8) as usize;
        }
        rest = after;
    }
    let tail = rest.iter().position(|&byte| byte != b' ').unwrap_or(rest.len());
    bytes.len() - rest.len() + tail
}

/// How many bytes a text starts with that are not [`SPECIAL`]; tested eight at a time.
fn plain_length(bytes: &[u8]) -> usize {
    // The high bit of each byte below a bound. Bytes behind the first such one may have theirs too, which does no harm.
    let below = |word: u64, bound: u8| word.wrapping_sub(eight(bound)) & !word & eight(0x80);
    let among = |word: u64, byte: u8| below(word ^ eight(byte), 1);
    let mut rest = bytes;
    while let Some((chunk, after)) = rest.split_first_chunk() {
        let word = u64::from_le_bytes(*chunk);
        let quotes = among(word, b'"') | among(word, b'\'');
        let special = below(word, b' ') | quotes | among(word, b'\\') | among(word, b'{');
        if special != 0 {
            return bytes.len() - rest.len() + (special.trailing_zeros() / 8) as usize;
        }
        rest = after;
    }
    let tail = rest.iter().position(|&byte| SPECIAL[byte as usize]).unwrap_or(rest.len());
    bytes.len() - rest.len() + tail
}

/// Bytes at which the scan of a string has to look closer.
static SPECIAL: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 0x20 {
        table[byte] = true;
        byte += 1;
    }
    table[b'"' as usize] = true;
    table[b'\'' as usize] = true;
    table[b'\\' as usize] = true;
    table[b'{' as usize] = true;
    table
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::Kind;

    fn faults(text: &str) -> Vec<(String, String)> {
        let (_, faults) = parse(&text.into(), Language::Json, None);
        faults.iter().map(|fault| (text[fault.span.range()].to_owned(), fault.message.clone())).collect()
    }

    #[track_caller]
    fn check(text: &str, at: usize, message: &str) {
        let (_, faults) = parse(&text.into(), Language::Json, None);
        let found: Vec<(u32, &str)> = faults.iter().map(|fault| (fault.span.start, &*fault.message)).collect();
        assert_eq!(found, [(u32::try_from(at).unwrap(), message)]);
    }

    #[test]
    fn a_good_document_has_no_faults() {
        let text = "{\"a\": [1, -2.5e3, true, null], \"b\\n\": {}, \"c\": ${N}, \"d\": \"x${A}\"}";
        let (tree, faults) = parse(&text.into(), Language::Json, None);
        assert_eq!(faults, []);
        let root = tree.root();
        assert_eq!(tree.own_members(root).len(), 4);
        assert_eq!(tree.kind(tree.get(root, "c").unwrap()), Kind::Hole);
        assert!(tree.get(root, "b\n").is_some());
        assert!(tree.is_opaque(tree.get(root, "d").unwrap()));
        assert_eq!(tree.items(tree.get(root, "a").unwrap()).count(), 4);
    }

    #[test]
    fn placeholders_may_stand_for_members_and_commas() {
        for text in [
            "{${A}}",
            "{\"a\": 1, ${A}}",
            "{\"a\": 1 ${A} ${B}, \"b\": 2}",
            "{${A}\n\"a\": 1}",
            "[${A} 1]",
            "[1 ${A}, ${B}]",
            "{\"a\": [{} ${A}], ${B}: 1}",
        ] {
            assert_eq!(faults(text), [], "{text}");
        }
        let (tree, _) =
            parse(&"{\"a\": 1 ${A}, ${B} : {{ x }}, \"b\": {{resolve:ssm:/x:1}}}".into(), Language::Json, None);
        let root = tree.root();
        assert!(tree.is_incomplete(root));
        let kinds: Vec<Kind> = tree.own_members(root).iter().map(|member| tree.kind(member.value)).collect();
        assert_eq!(kinds, [Kind::Number, Kind::Missing, Kind::Hole, Kind::Hole]);
        check("{\"a\": ${A} \"b\": 2}", 10, "a comma is missing here");
    }

    #[test]
    fn a_missing_comma_is_reported_where_it_belongs() {
        check("{\n  \"a\": 1\n  \"b\": 2\n}", 10, "a comma is missing here");
    }

    #[test]
    fn a_trailing_comma_is_reported_at_the_comma() {
        check("{\"a\": [1,]}", 8, "a comma after the last member");
    }

    #[test]
    fn a_truncated_text_is_reported_once() {
        check("{\"a\": {\"b\": [1", 14, "the definition ends too early: `]}}` is missing");
        check("{\"a\": {\"b\": \"c", 14, "the definition ends too early: `}}` is missing");
    }

    #[test]
    fn a_missing_brace_in_the_middle_is_found_by_indentation() {
        let text = "{\n  \"a\": {\n    \"x\": 1,\n    \"y\": 2\n  \"b\": {\n    \"z\": 3\n  }\n}\n";
        let (tree, _) = parse(&text.into(), Language::Json, None);
        assert_eq!(tree.own_members(tree.root()).len(), 2);
        assert_eq!(faults(text)[0].1, "`}` is missing here");
    }

    #[test]
    fn a_string_that_begins_at_the_end_of_a_line_is_not_closed_there() {
        let (_, faults) = parse(&"{\"a\": \"\n${X}\n\"}".into(), Language::Json, None);
        assert_eq!(faults.first().map(|fault| fault.fix.is_none()), Some(true));
        let (_, faults) = parse(&"{\"a\": \"b,\n\"c\": 1}".into(), Language::Json, None);
        assert_eq!(faults.first().map(|fault| fault.fix.is_some()), Some(true));
    }

    #[test]
    fn common_slips_have_messages_of_their_own() {
        check("{'a': 1}", 1, "a string is written in double quotes");
        check("{\"a\" 1}", 4, "`:` is missing between the name and its value");
        check("{\"a\": }", 5, "the value of `a` is missing");
        check("{\"a\": True}", 6, "`True` is not in quotes");
        check("{\"a\": 01}", 6, "`01` is not a number as JSON writes it");
        check("{\"a\": \"b\n}", 6, "the string has no closing quote");
        check("{\"a\": \"\\q\"}", 7, "`\\q` is not an escape of JSON");
        check("{} x", 3, "text after the end of the definition");
    }

    #[test]
    fn nesting_is_bounded_without_recursion() {
        let text = "[".repeat(100_000);
        let (tree, faults) = parse(&text.as_str().into(), Language::Json, None);
        assert!(tree.len() <= MAX_DEPTH + 2);
        assert!(faults.iter().any(|fault| fault.kind == FaultKind::Nested));
        let mixed = "{\"a\":[".repeat(50_000);
        let (_, faults) = parse(&mixed.as_str().into(), Language::Json, None);
        assert!(faults.len() < 5, "{}", faults.len());
    }
}
