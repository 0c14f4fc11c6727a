//! Literals among the arguments of a call.

use super::ast::{ArgumentKind, Fault, Kind, StringLiteral};
use super::json::is_number;
use super::parser::Parser;
use crate::expr::cursor::{is_blank, span};
use crate::expr::jsonpath::shown;

impl Parser<'_> {
    pub(super) fn string(&mut self) -> ArgumentKind {
        let open = self.cursor.at;
        self.cursor.bump();
        let mut literal = StringLiteral::default();
        let mut value = String::new();
        let mut piece = self.cursor.at;
        let mut escape_reported = false;
        let mut quote_reported = false;
        loop {
            let at = self.cursor.at;
            match self.cursor.bump() {
                None => {
                    if !quote_reported {
                        self.refused(Kind::Syntax, open..open + 1, "the quote is never closed");
                    }
                    self.lost = true;
                    break;
                }
                Some(b'\\') => {
                    value.push_str(self.cursor.written(piece..at));
                    let escaped = self.cursor.at;
                    self.cursor.bump_character();
                    let written = self.cursor.written(escaped..self.cursor.at);
                    piece = if matches!(written, "'" | "{" | "}" | "\\") { escaped } else { at };
                    if piece == at && !written.is_empty() && !escape_reported {
                        escape_reported = true;
                        let message = format!(
                            "`\\{}` is no escape of a string; only `\\'`, `\\{{`, `\\}}` and `\\\\` are",
                            written.escape_debug()
                        );
                        self.refused(Kind::Escape, at..self.cursor.at, message);
                    }
                }
                Some(b'{') if self.cursor.peek() == Some(b'}') => {
                    self.cursor.bump();
                    literal.placeholders += 1;
                }
                Some(b'{' | b'}') => literal.stray_brace = literal.stray_brace.or(Some(span(at..at + 1))),
                Some(b'\'') if self.ends_argument(quote_reported) => {
                    value.push_str(self.cursor.written(piece..at));
                    literal.value = value.into();
                    return ArgumentKind::String(literal);
                }
                Some(b'\'') if !quote_reported => {
                    quote_reported = true;
                    let message = "a quote within a string is written as `\\'`";
                    let replacement = Some("\\'".to_owned());
                    let range = span(at..at + 1);
                    self.report(Fault {
                        kind: Kind::Escape,
                        range,
                        message: message.to_owned(),
                        certain: true,
                        replacement,
                    });
                }
                Some(_) => {}
            }
        }
        value.push_str(self.cursor.written(piece..self.cursor.at));
        literal.value = value.into();
        ArgumentKind::String(literal)
    }

    /// Whether the quote before this place closes the string. One right before a letter is taken for an apostrophe; from
    /// then on, only one before a comma or a parenthesis closes.
    fn ends_argument(&mut self, strict: bool) -> bool {
        let mut at = self.cursor.at;
        while strict && self.cursor.byte(at).is_some_and(is_blank) {
            at += 1;
            self.cursor.steps += 1;
        }
        match self.cursor.byte(at) {
            Some(b',' | b')') => true,
            Some(byte) => !strict && is_blank(byte),
            None => !strict,
        }
    }

    pub(super) fn double_quoted(&mut self) -> ArgumentKind {
        let open = self.cursor.at;
        let closed = self.cursor.skip_quoted();
        let end = if closed { self.cursor.at } else { open + 1 };
        let inside = self.cursor.written(open + 1..end - 1);
        // Without escapes and apostrophes, the same text does between single quotes.
        let replacement = (closed && !inside.contains(['\'', '\\'])).then(|| format!("'{inside}'"));
        let message = "a string stands in single quotes".to_owned();
        self.report(Fault { kind: Kind::DoubleQuote, range: span(open..end), message, certain: true, replacement });
        self.lost |= !closed;
        ArgumentKind::Unknown
    }

    pub(super) fn number(&mut self) -> ArgumentKind {
        let start = self.cursor.at;
        while self
            .cursor
            .peek()
            .is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'+' | b'-' | b'_'))
        {
            self.cursor.bump();
        }
        let written = self.cursor.written(start..self.cursor.at);
        let number = written.parse::<f64>().ok();
        match number {
            Some(number) if is_number(written) => ArgumentKind::Number(number),
            Some(number) if written.bytes().any(|byte| byte.is_ascii_digit()) => {
                let message = format!("`{}` is no number of JSON", shown(written));
                self.doubtful(Kind::Syntax, start..self.cursor.at, message);
                ArgumentKind::Number(number)
            }
            _ => {
                let message = format!("`{}` is no number; a text is written in single quotes", shown(written));
                self.refused(Kind::Syntax, start..self.cursor.at, message);
                ArgumentKind::Unknown
            }
        }
    }

    /// JSON cannot be written in a call.
    pub(super) fn json(&mut self) -> ArgumentKind {
        let start = self.cursor.at;
        let closed = self.cursor.skip_brackets(b"\"");
        let message =
            "an array or an object cannot be written here; `States.Array` and `States.StringToJson` make them";
        self.refused(Kind::Syntax, start..self.cursor.at, message);
        self.lost |= !closed;
        ArgumentKind::Unknown
    }
}
