//! How strings are written: with which quotes, or with none.

use crate::syntax::{Style, scalar};
use crate::text::{Encoder, encode};

/// How a string is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Notation {
    /// JSON, and YAML between brackets.
    Json,
    JsonSingle,
    /// YAML without quotes, as long as the text allows it.
    YamlPlain,
    YamlSingle,
}

impl Notation {
    /// A string with its quotes.
    pub(super) fn string(self, value: &str) -> String {
        match self {
            Self::YamlPlain if is_plain(value) => value.to_owned(),
            // What has several lines cannot be written in single quotes.
            Self::YamlSingle => match Encoder::YamlSingle.encode(value) {
                Some(text) => format!("'{text}'"),
                None => format!("\"{}\"", encode::json(value)),
            },
            Self::JsonSingle => format!("'{}'", encode::json(value).replace('\'', "\\'")),
            Self::Json | Self::YamlPlain => format!("\"{}\"", encode::json(value)),
        }
    }

    /// That of a scalar in quotes; `None` for one without.
    pub(super) fn of(style: Style) -> Option<Self> {
        match style {
            Style::Json | Style::YamlDouble => Some(Self::Json),
            Style::JsonSingle => Some(Self::JsonSingle),
            Style::YamlSingle => Some(Self::YamlSingle),
            Style::Plain | Style::YamlLiteral | Style::YamlFolded => None,
        }
    }
}

/// Whether YAML reads a text without quotes as this very text.
fn is_plain(text: &str) -> bool {
    const INDICATORS: [char; 19] =
        ['-', '?', ':', ',', '[', ']', '{', '}', '#', '&', '*', '!', '|', '>', '\'', '"', '%', '@', '`'];
    const WORDS: [&str; 13] = ["~", "null", "true", "false", "yes", "no", "on", "off", "y", "n", "=", "<<", ""];
    !WORDS.contains(&text.to_ascii_lowercase().as_str())
        && !text.starts_with(INDICATORS)
        && !text.starts_with(|first: char| first.is_ascii_digit())
        && scalar::number(text).is_none()
        && text.trim() == text
        && !text.ends_with(':')
        && ![": ", " #", "\n", "\r", "\t"].iter().any(|part| text.contains(part))
        && !text.contains(|character: char| character.is_control())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yaml_has_quotes_only_where_it_needs_them() {
        for text in ["Next", "arn:aws:states:::sns:publish", "it's", "a-b", "States.ALL", "é", "x.$", "$.a"] {
            assert_eq!(Notation::YamlPlain.string(text), text);
        }
        for text in ["", "no", "1", "-1", "a: b", "a #b", "*a", "{% 1 %}", "null", "2026-01-01", "a:", " a", ".5"] {
            assert_eq!(Notation::YamlPlain.string(text), format!("\"{text}\""));
        }
        assert_eq!(Notation::YamlSingle.string("it's"), "'it''s'");
        assert_eq!(Notation::YamlSingle.string("a\nb"), "\"a\\nb\"");
        assert_eq!(Notation::Json.string("a\"b"), "\"a\\\"b\"");
    }
}
