//! Tokens of a JSONata expression, one at a time.
//!
//! The same character means different things where an operand is due and behind one (`/` opens a regex or divides), so
//! the parser says at each step what it waits for. Nothing here fails: a broken token is reported and still given.
//! Source of the token rules: <https://docs.jsonata.org/>, with the observed behaviour of version 2.0.6.

use std::ops::Range;

use memchr::{memchr, memmem};

use super::ast::Fault;
use crate::text::offset;

/// Where a token stands, which decides what `/` is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A `/` opens a regular expression.
    Operand,
    /// A `/` divides.
    Infix,
}

/// Punctuation and the operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Symbol {
    Dot,
    DotDot,
    OpenBracket,
    CloseBracket,
    OpenBrace,
    CloseBrace,
    OpenParen,
    CloseParen,
    Comma,
    At,
    Hash,
    Semicolon,
    Colon,
    Bind,
    Question,
    Plus,
    Minus,
    Star,
    StarStar,
    Slash,
    Percent,
    Bar,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Caret,
    And,
    Or,
    In,
    Ampersand,
    Apply,
}

#[derive(Clone, Debug)]
pub(super) enum TokenKind {
    End,
    Symbol(Symbol),
    Name(Box<str>),
    Variable(Box<str>),
    String(Box<str>),
    Number(f64),
    Boolean(bool),
    Null,
    Regex(Box<str>),
}

#[derive(Clone, Debug)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) range: Range<u32>,
}

impl Token {
    pub(super) const fn is(&self, symbol: Symbol) -> bool {
        matches!(self.kind, TokenKind::Symbol(own) if own as u8 == symbol as u8)
    }

    pub(super) const fn is_end(&self) -> bool {
        matches!(self.kind, TokenKind::End)
    }

    pub(super) const fn symbol(&self) -> Option<Symbol> {
        match self.kind {
            TokenKind::Symbol(symbol) => Some(symbol),
            _ => None,
        }
    }
}

/// More faults than a person reads. It also bounds the work on a text that is no expression at all.
const MAX_FAULTS: usize = 20;

pub(super) struct Lexer<'a> {
    text: &'a str,
    bytes: &'a [u8],
    position: usize,
    pub(super) faults: Vec<Fault>,
    /// Set when nothing more is to be read or said.
    stopped: bool,
}

/// Characters that end a name, besides blanks.
const fn ends_name(byte: u8) -> bool {
    is_blank(byte)
        || matches!(
            byte,
            b'.' | b'['
                | b']'
                | b'{'
                | b'}'
                | b'('
                | b')'
                | b','
                | b'@'
                | b'#'
                | b';'
                | b':'
                | b'?'
                | b'+'
                | b'-'
                | b'*'
                | b'/'
                | b'%'
                | b'|'
                | b'='
                | b'<'
                | b'>'
                | b'^'
                | b'&'
                | b'!'
                | b'~'
        )
}

/// Form feeds and the blanks beyond ASCII are letters to JSONata.
const fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0b)
}

impl<'a> Lexer<'a> {
    pub(super) const fn new(text: &'a str) -> Self {
        Self { text, bytes: text.as_bytes(), position: 0, faults: Vec::new(), stopped: false }
    }

    pub(super) fn byte_at(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }

    pub(super) fn text_of(&self, range: &Range<u32>) -> &'a str {
        self.text.get(range.start as usize..range.end as usize).unwrap_or_default()
    }

    /// Goes back to the end of a token, to read on from there in another place.
    pub(super) const fn rewind(&mut self, to: u32) {
        if !self.stopped {
            self.position = to as usize;
        }
    }

    /// Nothing is read or reported from here on.
    pub(super) const fn stop(&mut self) {
        self.position = self.bytes.len();
        self.stopped = true;
    }

    /// Records a fault, unless it has just been recorded: a token may be read twice.
    pub(super) fn report(&mut self, code: &'static str, range: Range<u32>, message: impl Into<String>) {
        let known = self.faults.last().is_some_and(|last| last.range == range && last.code == code);
        if self.stopped || known || MAX_FAULTS <= self.faults.len() {
            return;
        }
        self.faults.push(Fault { code, range, message: message.into(), version: false });
    }

    fn token(&self, kind: TokenKind, start: usize) -> Token {
        Token { kind, range: offset(start)..offset(self.position) }
    }

    fn slice(&self, range: Range<usize>) -> &'a str {
        self.text.get(range).unwrap_or_default()
    }

    pub(super) fn next(&mut self, place: Place) -> Token {
        loop {
            while self.byte_at(self.position).is_some_and(is_blank) {
                self.position += 1;
            }
            let start = self.position;
            let Some(byte) = self.byte_at(start) else { return self.token(TokenKind::End, start) };
            let following = self.byte_at(start + 1);
            if byte == b'/' && following == Some(b'*') {
                self.skip_comment(start);
                continue;
            }
            if byte == b'/' && place == Place::Operand {
                return self.regex(start);
            }
            if let Some((symbol, length)) = symbol_of(byte, following) {
                self.position += length;
                return self.token(TokenKind::Symbol(symbol), start);
            }
            match byte {
                b'!' | b'~' => {
                    self.position += 1;
                    let message = if byte == b'!' {
                        "`!` is not an operator, write `$not(...)` or `!=`"
                    } else {
                        "`~` is not an operator, write `~>` to apply a function"
                    };
                    self.report("S0204", offset(start)..offset(start + 1), message);
                }
                b'"' | b'\'' => return self.string(start, byte),
                b'0'..=b'9' => return self.number(start),
                b'`' => return self.quoted_name(start),
                _ => return self.word(start),
            }
        }
    }

    fn skip_comment(&mut self, start: usize) {
        let body = self.bytes.get(start + 2..).unwrap_or_default();
        if let Some(end) = memmem::find(body, b"*/") {
            self.position = start + 2 + end + 2;
        } else {
            self.position = self.bytes.len();
            self.report("S0106", offset(start)..offset(start + 2), "this comment has no closing `*/`");
        }
    }

    /// A regex ends at the first slash that is neither escaped nor inside of brackets, and brackets are only counted:
    /// one in a character class counts too.
    fn regex(&mut self, start: usize) -> Token {
        let mut at = start + 1;
        let mut depth = 0_i64;
        let mut escapes = 0_usize;
        while let Some(byte) = self.byte_at(at) {
            if byte == b'/' && depth == 0 && escapes.is_multiple_of(2) {
                let pattern = self.slice(start + 1..at);
                self.position = at + 1;
                if pattern.is_empty() {
                    let range = offset(start)..offset(self.position);
                    self.report("S0301", range, "a regular expression cannot be empty");
                }
                while self.byte_at(self.position).is_some_and(|flag| flag == b'i' || flag == b'm') {
                    self.position += 1;
                }
                return self.token(TokenKind::Regex(pattern.into()), start);
            }
            if escapes == 0 {
                match byte {
                    b'(' | b'[' | b'{' => depth += 1,
                    b')' | b']' | b'}' => depth -= 1,
                    _ => {}
                }
            }
            escapes = if byte == b'\\' { escapes + 1 } else { 0 };
            at += 1;
        }
        self.position = self.bytes.len();
        self.report("S0302", offset(start)..offset(start + 1), "this regular expression has no closing `/`");
        self.token(TokenKind::Regex(self.slice(start + 1..self.position).into()), start)
    }

    fn string(&mut self, start: usize, quote: u8) -> Token {
        let mut at = start + 1;
        let mut plain = at;
        let mut value = String::new();
        let mut pending: Option<u16> = None;
        let mut faulty = false;
        while let Some(byte) = self.byte_at(at) {
            if byte == quote {
                flush(&mut value, &mut pending, self.slice(plain..at));
                if pending.is_some() {
                    value.push(char::REPLACEMENT_CHARACTER);
                }
                self.position = at + 1;
                return self.token(TokenKind::String(value.into()), start);
            }
            if byte != b'\\' {
                at += 1;
                continue;
            }
            flush(&mut value, &mut pending, self.slice(plain..at));
            let (length, escaped) = self.escape(at);
            match escaped {
                Escape::Character(character) => flush(&mut value, &mut pending, character.encode_utf8(&mut [0; 4])),
                Escape::Unit(unit) => push_unit(&mut value, &mut pending, unit),
                Escape::Faulty(code, message) => {
                    if !faulty {
                        self.report(code, offset(at)..offset(at + length), message);
                    }
                    faulty = true;
                }
            }
            at += length;
            plain = at;
        }
        flush(&mut value, &mut pending, self.slice(plain.min(self.bytes.len())..self.bytes.len()));
        self.position = self.bytes.len();
        if !faulty {
            let opening = offset(start)..offset(start + 1);
            self.report("S0101", opening, format!("this string has no closing `{}`", char::from(quote)));
        }
        self.token(TokenKind::String(value.into()), start)
    }

    /// The escape sequence at a backslash: its length and meaning.
    fn escape(&self, at: usize) -> (usize, Escape) {
        let character = match self.byte_at(at + 1) {
            Some(byte @ (b'"' | b'\\' | b'/')) => char::from(byte),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode_escape(at),
            Some(_) => {
                let following = self.text.get(at + 1..).and_then(|rest| rest.chars().next()).unwrap_or_default();
                let message = match following {
                    '\'' => "`\\'` is no escape sequence, put the string in double quotes".to_owned(),
                    _ => format!("`\\{following}` is no escape sequence, a backslash is written `\\\\`"),
                };
                return (1 + following.len_utf8(), Escape::Faulty("S0103", message));
            }
            None => return (1, Escape::Faulty("S0103", "this string ends in a lone backslash".to_owned())),
        };
        (2, Escape::Character(character))
    }

    /// Near the end of the text the reference implementation takes fewer than four digits; the string is unclosed then
    /// and that is what it reports.
    fn unicode_escape(&self, at: usize) -> (usize, Escape) {
        let available = (self.bytes.len() - (at + 2).min(self.bytes.len())).min(4);
        let digits = self.bytes.get(at + 2..at + 2 + available).unwrap_or_default();
        if digits.is_empty() || !digits.iter().all(u8::is_ascii_hexdigit) {
            return (2, Escape::Faulty("S0104", "`\\u` needs four hexadecimal digits".to_owned()));
        }
        let unit = self.text.get(at + 2..at + 2 + available).and_then(|hex| u16::from_str_radix(hex, 16).ok());
        (2 + available, Escape::Unit(unit.unwrap_or_default()))
    }

    /// Never with a sign: a leading `-` negates.
    fn number(&mut self, start: usize) -> Token {
        let digits = |mut at: usize| {
            while self.byte_at(at).is_some_and(|byte| byte.is_ascii_digit()) {
                at += 1;
            }
            at
        };
        let mut end = if self.byte_at(start) == Some(b'0') { start + 1 } else { digits(start) };
        if self.byte_at(end) == Some(b'.') {
            let fraction = digits(end + 1);
            if end + 1 < fraction {
                end = fraction;
            }
        }
        if matches!(self.byte_at(end), Some(b'e' | b'E')) {
            let sign = usize::from(matches!(self.byte_at(end + 1), Some(b'-' | b'+')));
            let exponent = digits(end + 1 + sign);
            if end + 1 + sign < exponent {
                end = exponent;
            }
        }
        self.position = end;
        let value = self.slice(start..end).parse::<f64>().unwrap_or(f64::INFINITY);
        if !value.is_finite() {
            self.report("S0102", offset(start)..offset(end), "this number is out of range");
        }
        self.token(TokenKind::Number(value), start)
    }

    fn quoted_name(&mut self, start: usize) -> Token {
        let rest = self.bytes.get(start + 1..).unwrap_or_default();
        let name = if let Some(length) = memchr(b'`', rest) {
            self.position = start + 1 + length + 1;
            self.slice(start + 1..start + 1 + length)
        } else {
            self.position = self.bytes.len();
            self.report("S0105", offset(start)..offset(start + 1), "this name has no closing backtick");
            self.slice(start + 1..self.position)
        };
        self.token(TokenKind::Name(name.into()), start)
    }

    /// A variable, a keyword or a name: all up to the next blank or symbol, whatever the characters.
    fn word(&mut self, start: usize) -> Token {
        let rest = self.bytes.get(start..).unwrap_or_default();
        let length = rest.iter().position(|byte| ends_name(*byte)).unwrap_or(rest.len());
        self.position = start + length;
        let word = self.slice(start..self.position);
        let kind = match word {
            "and" => TokenKind::Symbol(Symbol::And),
            "or" => TokenKind::Symbol(Symbol::Or),
            "in" => TokenKind::Symbol(Symbol::In),
            "true" => TokenKind::Boolean(true),
            "false" => TokenKind::Boolean(false),
            "null" => TokenKind::Null,
            _ => match word.strip_prefix('$') {
                Some(name) => TokenKind::Variable(name.into()),
                None => TokenKind::Name(word.into()),
            },
        };
        self.token(kind, start)
    }
}

enum Escape {
    Character(char),
    /// A UTF-16 code unit, maybe half of a character.
    Unit(u16),
    Faulty(&'static str, String),
}

/// Appends text, after a first half of a surrogate pair that stayed alone.
fn flush(value: &mut String, pending: &mut Option<u16>, text: &str) {
    if text.is_empty() {
        return;
    }
    if pending.take().is_some() {
        value.push(char::REPLACEMENT_CHARACTER);
    }
    value.push_str(text);
}

fn push_unit(value: &mut String, pending: &mut Option<u16>, unit: u16) {
    if let Some(high) = pending.take() {
        match char::decode_utf16([high, unit]).next() {
            Some(Ok(character)) if 0xffff < u32::from(character) => {
                value.push(character);
                return;
            }
            _ => value.push(char::REPLACEMENT_CHARACTER),
        }
    }
    match unit {
        0xd800..=0xdbff => *pending = Some(unit),
        _ => value.push(char::from_u32(u32::from(unit)).unwrap_or(char::REPLACEMENT_CHARACTER)),
    }
}

fn symbol_of(byte: u8, following: Option<u8>) -> Option<(Symbol, usize)> {
    let double = match (byte, following) {
        (b'.', Some(b'.')) => Symbol::DotDot,
        (b':', Some(b'=')) => Symbol::Bind,
        (b'!', Some(b'=')) => Symbol::NotEqual,
        (b'>', Some(b'=')) => Symbol::GreaterEqual,
        (b'<', Some(b'=')) => Symbol::LessEqual,
        (b'*', Some(b'*')) => Symbol::StarStar,
        (b'~', Some(b'>')) => Symbol::Apply,
        _ => return single_symbol_of(byte).map(|symbol| (symbol, 1)),
    };
    Some((double, 2))
}

const fn single_symbol_of(byte: u8) -> Option<Symbol> {
    Some(match byte {
        b'.' => Symbol::Dot,
        b'[' => Symbol::OpenBracket,
        b']' => Symbol::CloseBracket,
        b'{' => Symbol::OpenBrace,
        b'}' => Symbol::CloseBrace,
        b'(' => Symbol::OpenParen,
        b')' => Symbol::CloseParen,
        b',' => Symbol::Comma,
        b'@' => Symbol::At,
        b'#' => Symbol::Hash,
        b';' => Symbol::Semicolon,
        b':' => Symbol::Colon,
        b'?' => Symbol::Question,
        b'+' => Symbol::Plus,
        b'-' => Symbol::Minus,
        b'*' => Symbol::Star,
        b'/' => Symbol::Slash,
        b'%' => Symbol::Percent,
        b'|' => Symbol::Bar,
        b'=' => Symbol::Equal,
        b'<' => Symbol::Less,
        b'>' => Symbol::Greater,
        b'^' => Symbol::Caret,
        b'&' => Symbol::Ampersand,
        _ => return None,
    })
}
