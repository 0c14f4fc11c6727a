//! Scalars: from the raw text of each style to its value and the map between both.
//!
//! The YAML decoders here repeat what the YAML parser does, with a map; where the two ever disagree,
//! [`super::Tree::scalar_map`] trusts the parser and gives up the map's detail.

use std::ops::Range;

use super::Style;
use crate::text::{Encoder, RunKind, SpanMap, offset};

/// The value of a scalar written as `raw` (quotes or block header included) at offset `base`, and its map.
pub fn decode(style: Style, raw: &str, base: u32) -> (String, SpanMap) {
    match style {
        Style::Json | Style::JsonSingle => {
            let quote = if style == Style::Json { '"' } else { '\'' };
            let (inner, start) = unquoted(raw, quote);
            decode_json(inner, base + start)
        }
        Style::Plain => Folder::new(raw, base, Some(Encoder::YamlPlain)).flow(0..raw.len(), Quote::None),
        Style::YamlSingle => {
            let (inner, start) = unquoted(raw, '\'');
            let range = start as usize..start as usize + inner.len();
            Folder::new(raw, base, Some(Encoder::YamlSingle)).flow(range, Quote::Single)
        }
        Style::YamlDouble => {
            let (inner, start) = unquoted(raw, '"');
            let range = start as usize..start as usize + inner.len();
            Folder::new(raw, base, Some(Encoder::YamlDouble)).flow(range, Quote::Double)
        }
        Style::YamlLiteral | Style::YamlFolded => decode_block(raw, base, style == Style::YamlFolded),
    }
}

fn unquoted(raw: &str, quote: char) -> (&str, u32) {
    let Some(inner) = raw.strip_prefix(quote) else { return (raw, 0) };
    (inner.strip_suffix(quote).unwrap_or(inner), 1)
}

/// The value of the inside of a JSON string. What is no escape stands for itself.
pub fn unescape_json(raw: &str) -> String {
    decode_json(raw, 0).0
}

fn decode_json(raw: &str, base: u32) -> (String, SpanMap) {
    let mut text = String::with_capacity(raw.len());
    let mut map = SpanMap::new(Some(Encoder::Json));
    let mut at = 0;
    while at < raw.len() {
        let rest = raw.get(at..).unwrap_or("");
        let plain = memchr::memchr(b'\\', rest.as_bytes()).unwrap_or(rest.len());
        if 0 < plain {
            text.push_str(rest.get(..plain).unwrap_or(""));
            map.push(offset(plain), base + offset(at)..base + offset(at + plain), RunKind::Verbatim);
            at += plain;
            continue;
        }
        let (character, length) = json_escape(rest);
        text.push(character);
        map.push(offset(character.len_utf8()), base + offset(at)..base + offset(at + length), RunKind::Escape);
        at += length;
    }
    (text, map)
}

/// The character of the escape at the start of `rest`, and the escape's length.
fn json_escape(rest: &str) -> (char, usize) {
    let mut characters = rest.chars();
    characters.next();
    match characters.next() {
        Some('b') => ('\u{8}', 2),
        Some('f') => ('\u{c}', 2),
        Some('n') => ('\n', 2),
        Some('r') => ('\r', 2),
        Some('t') => ('\t', 2),
        Some('u') => unicode_escape(rest),
        Some(other) => (other, 1 + other.len_utf8()),
        None => ('\\', 1),
    }
}

fn unicode_escape(rest: &str) -> (char, usize) {
    let Some(high) = hex(rest, 2..6) else { return ('u', 2) };
    if let Some(character) = char::from_u32(high) {
        return (character, 6);
    }
    // A surrogate: with its other half one character, alone none.
    if rest.get(6..8) == Some("\\u")
        && let Some(low) = hex(rest, 8..12)
        && (0xD800..0xDC00).contains(&high)
        && (0xDC00..0xE000).contains(&low)
    {
        let code = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
        return (char::from_u32(code).unwrap_or('\u{FFFD}'), 12);
    }
    ('\u{FFFD}', 6)
}

fn hex(text: &str, range: Range<usize>) -> Option<u32> {
    let digits = text.get(range)?;
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    u32::from_str_radix(digits, 16).ok()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Quote {
    None,
    Single,
    Double,
}

/// Decodes YAML's flow scalars: lines are trimmed and folded, quotes have their escapes.
struct Folder<'a> {
    raw: &'a str,
    base: u32,
    text: String,
    map: SpanMap,
}

impl<'a> Folder<'a> {
    fn new(raw: &'a str, base: u32, encoder: Option<Encoder>) -> Self {
        Self { raw, base, text: String::with_capacity(raw.len()), map: SpanMap::new(encoder) }
    }

    fn push(&mut self, text: &str, source: Range<usize>, kind: RunKind) {
        self.text.push_str(text);
        self.map.push(offset(text.len()), self.base + offset(source.start)..self.base + offset(source.end), kind);
    }

    fn verbatim(&mut self, source: Range<usize>) {
        let raw = self.raw;
        if let Some(text) = raw.get(source.clone())
            && !text.is_empty()
        {
            self.push(text, source, RunKind::Verbatim);
        }
    }

    fn flow(mut self, range: Range<usize>, quote: Quote) -> (String, SpanMap) {
        let raw = self.raw;
        let mut at = range.start;
        // Text not yet pushed starts here; blanks before a line end are dropped, so they wait.
        let mut pending = at;
        while at < range.end {
            let Some(character) = raw.get(at..range.end).and_then(|rest| rest.chars().next()) else { break };
            match character {
                '\n' | '\r' => {
                    let end = pending + raw.get(pending..at).unwrap_or("").trim_end_matches([' ', '\t']).len();
                    self.verbatim(pending..end);
                    at = self.fold(end, range.end);
                    pending = at;
                }
                '\'' if quote == Quote::Single => {
                    self.verbatim(pending..at);
                    self.push("'", at..at + 2, RunKind::Escape);
                    at += 2;
                    pending = at;
                }
                '\\' if quote == Quote::Double => {
                    self.verbatim(pending..at);
                    at = self.yaml_escape(at, range.end);
                    pending = at;
                }
                other => at += other.len_utf8(),
            }
        }
        self.verbatim(pending..range.end);
        (self.text, self.map)
    }

    /// Folds the line ends at `start` (blanks before them included): one becomes a space, more become one less.
    fn fold(&mut self, start: usize, end: usize) -> usize {
        let raw = self.raw;
        let (mut at, mut lines) = (start, 0_usize);
        while at < end {
            let rest = raw.get(at..end).unwrap_or("");
            if rest.starts_with("\r\n") {
                at += 2;
                lines += 1;
            } else if rest.starts_with(['\n', '\r']) {
                at += 1;
                lines += 1;
            } else if rest.starts_with([' ', '\t']) {
                at += 1;
            } else {
                break;
            }
        }
        let folded = if lines <= 1 { " ".to_owned() } else { "\n".repeat(lines - 1) };
        self.push(&folded, start..at, RunKind::Escape);
        at
    }

    fn yaml_escape(&mut self, at: usize, end: usize) -> usize {
        let raw = self.raw;
        let rest = raw.get(at..end).unwrap_or("");
        let digits = |count: usize| hex(rest, 2..2 + count).and_then(char::from_u32).map(|code| (code, 2 + count));
        let found = match rest.chars().nth(1) {
            Some('0') => Some(('\0', 2)),
            Some('a') => Some(('\u{7}', 2)),
            Some('b') => Some(('\u{8}', 2)),
            Some('t' | '\t') => Some(('\t', 2)),
            Some('n') => Some(('\n', 2)),
            Some('v') => Some(('\u{b}', 2)),
            Some('f') => Some(('\u{c}', 2)),
            Some('r') => Some(('\r', 2)),
            Some('e') => Some(('\u{1b}', 2)),
            Some('N') => Some(('\u{85}', 2)),
            Some('_') => Some(('\u{a0}', 2)),
            Some('L') => Some(('\u{2028}', 2)),
            Some('P') => Some(('\u{2029}', 2)),
            Some('x') => digits(2),
            Some('u') => Some(unicode_escape(rest)),
            Some('U') => digits(8),
            // A line end behind a backslash joins the lines without a blank.
            Some('\n' | '\r') => {
                let joined = rest.get(1..).unwrap_or("").trim_start_matches(['\r', '\n', ' ', '\t']);
                return end - joined.len();
            }
            Some(other) => Some((other, 1 + other.len_utf8())),
            None => None,
        };
        let (character, length) = found.unwrap_or(('\\', 1));
        self.push(character.encode_utf8(&mut [0; 4]), at..at + length, RunKind::Escape);
        at + length
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Chomp {
    Strip,
    Clip,
    Keep,
}

/// Decodes a block scalar from its header (`|`, `>-`, `|+2`) on.
fn decode_block(raw: &str, base: u32, folded: bool) -> (String, SpanMap) {
    let header_end = raw.find('\n').map_or(raw.len(), |end| end + 1);
    let header = raw.get(..header_end).unwrap_or("");
    let indicators = header.split(['#', ' ', '\t', '\r', '\n']).next().unwrap_or("");
    let chomp = if indicators.contains('-') {
        Chomp::Strip
    } else if indicators.contains('+') {
        Chomp::Keep
    } else {
        Chomp::Clip
    };
    let body = raw.get(header_end..).unwrap_or("");
    let first = body.split('\n').find(|line| !line.trim().is_empty()).unwrap_or("");
    let indent = first.len() - first.trim_start_matches(' ').len();
    let explicit = indicators.chars().find_map(|character| character.to_digit(10)).is_some();
    if explicit {
        // An explicit indentation is relative to a parent that is not seen here: mapped as a whole.
        let mut map = SpanMap::new(None);
        map.push(0, base..base + offset(raw.len()), RunKind::Escape);
        return (String::new(), map);
    }
    if folded {
        return fold_block(raw, header_end, base, indent, chomp);
    }
    let mut map = SpanMap::new(Some(Encoder::YamlBlock { indent: offset(indent) }));
    let mut text = String::with_capacity(body.len());
    let mut at = header_end;
    for line in body.split_inclusive('\n') {
        let content = line.trim_end_matches(['\n', '\r']);
        let cut = content.len() - content.trim_start_matches(' ').len();
        let cut = cut.min(indent);
        let kept = content.get(cut..).unwrap_or("");
        let source = base + offset(at + cut);
        text.push_str(kept);
        map.push(offset(kept.len()), source..source + offset(kept.len()), RunKind::Verbatim);
        if content.len() < line.len() {
            let end = base + offset(at + content.len());
            text.push('\n');
            let kind = if line.len() == content.len() + 1 { RunKind::Verbatim } else { RunKind::Escape };
            map.push(1, end..end + offset(line.len() - content.len()), kind);
        }
        at += line.len();
    }
    // At the end of a file the line end may be left out; the value has it all the same.
    if !text.is_empty() && !text.ends_with('\n') {
        let end = base + offset(raw.len());
        text.push('\n');
        map.push(1, end..end, RunKind::Escape);
    }
    let kept = chomped_len(&text, chomp);
    if kept < text.len() {
        text.truncate(kept);
        map = truncated(&map, offset(kept));
    }
    (text, map)
}

fn chomped_len(text: &str, chomp: Chomp) -> usize {
    let content = text.trim_end_matches('\n').len();
    match chomp {
        Chomp::Keep => text.len(),
        Chomp::Strip => content,
        Chomp::Clip if content == 0 => 0,
        Chomp::Clip => (content + 1).min(text.len()),
    }
}

fn truncated(map: &SpanMap, length: u32) -> SpanMap {
    SpanMap::verbatim(0, length).then(map)
}

/// Decodes the body of a folded block scalar: line ends between lines of text become blanks, those around lines that are
/// indented further stay.
fn fold_block(raw: &str, header_end: usize, base: u32, indent: usize, chomp: Chomp) -> (String, SpanMap) {
    let body = raw.get(header_end..).unwrap_or("");
    let mut text = String::with_capacity(body.len());
    let mut map = SpanMap::new(Some(Encoder::YamlFolded));
    let (mut at, mut written) = (header_end, header_end);
    let mut previous_more = true;
    let mut blanks = 0_usize;
    let mut first = true;
    for whole in body.split_inclusive('\n') {
        let line = whole.strip_suffix('\n').unwrap_or(whole);
        let line = line.strip_suffix('\r').unwrap_or(line);
        let cut = indent.min(line.len() - line.trim_start_matches(' ').len());
        let content = line.get(cut..).unwrap_or("");
        let start = at + cut;
        at += whole.len();
        if content.is_empty() {
            blanks += 1;
            continue;
        }
        let more = content.starts_with([' ', '\t']);
        let fold = if first {
            "\n".repeat(blanks)
        } else if previous_more || more {
            "\n".repeat(blanks + 1)
        } else if blanks == 0 {
            " ".to_owned()
        } else {
            "\n".repeat(blanks)
        };
        if !fold.is_empty() {
            text.push_str(&fold);
            map.push(offset(fold.len()), base + offset(written)..base + offset(start), RunKind::Escape);
        }
        text.push_str(content);
        written = start + content.len();
        map.push(offset(content.len()), base + offset(start)..base + offset(written), RunKind::Verbatim);
        (previous_more, blanks, first) = (more, 0, false);
    }
    if body.ends_with('\n') && !first {
        let last = "\n".repeat(blanks + 1);
        text.push_str(&last);
        map.push(offset(last.len()), base + offset(written)..base + offset(raw.len()), RunKind::Escape);
    }
    let kept = chomped_len(&text, chomp);
    if kept < text.len() {
        text.truncate(kept);
        map = truncated(&map, offset(kept));
    }
    (text, map)
}

/// Whether a text is a number by JSON's grammar.
pub fn is_json_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let integer = digits.len() - digits.trim_start_matches(|digit: char| digit.is_ascii_digit()).len();
    if integer == 0 || (1 < integer && digits.starts_with('0')) {
        return false;
    }
    let mut rest = digits.get(integer..).unwrap_or("");
    if let Some(fraction) = rest.strip_prefix('.') {
        let after = fraction.trim_start_matches(|digit: char| digit.is_ascii_digit());
        if after.len() == fraction.len() {
            return false;
        }
        rest = after;
    }
    if let Some(exponent) = rest.strip_prefix(['e', 'E']) {
        let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        return !exponent.is_empty() && exponent.bytes().all(|byte| byte.is_ascii_digit());
    }
    rest.is_empty()
}

/// The value of a number in JSON's, JSON5's or YAML's notation.
pub fn number(text: &str) -> Option<f64> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let magnitude = if let Some(hex) = digits.strip_prefix("0x") {
        u64::from_str_radix(hex, 16).ok().map(precise)
    } else if let Some(octal) = digits.strip_prefix("0o") {
        u64::from_str_radix(octal, 8).ok().map(precise)
    } else {
        match digits {
            ".inf" | ".Inf" | ".INF" | "Infinity" => Some(f64::INFINITY),
            ".nan" | ".NaN" | ".NAN" | "NaN" => Some(f64::NAN),
            _ if !digits.starts_with(|first: char| first.is_ascii_digit() || first == '.') => None,
            // Most numbers are short and whole, which is read much faster.
            _ => digits.parse::<u32>().map(f64::from).or_else(|_| digits.parse()).ok(),
        }
    }?;
    Some(if negative { -magnitude } else { magnitude })
}

#[expect(clippy::cast_precision_loss, reason = "what a reader of JSON makes of such a number too")]
fn precise(value: u64) -> f64 {
    value as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(style: Style, raw: &str, expected: &str) {
        assert_eq!(decode(style, raw, 0).0, expected, "{raw}");
    }

    #[test]
    fn values_of_every_style() {
        check(Style::Json, r#""a\u0026\"\uD83D\uDE00\uD800""#, "a&\"😀\u{FFFD}");
        check(Style::Plain, "one\n  two\n\n  three", "one two\nthree");
        check(Style::YamlSingle, "'it''s\n  one'", "it's one");
        check(Style::YamlDouble, "\"a\\x41\\\n   b  \n  c\"", "aAb c");
        check(Style::YamlLiteral, "|\n    {\n      \"a\"\n    }\n\n", "{\n  \"a\"\n}\n");
        check(Style::YamlLiteral, "|-\n  a\n  b\n", "a\nb");
        check(Style::YamlLiteral, "|\n  a\n  b", "a\nb\n");
        check(Style::YamlLiteral, "|+ # kept\n  a\n\n", "a\n\n");
        check(Style::YamlFolded, ">\n  a\n  b\n\n  c\n   d\n  e\n", "a b\nc\n d\ne\n");
    }

    #[test]
    fn maps_point_at_the_written_token() {
        let raw = "|\n    {\n      \"é\": 1\n    }\n";
        let (text, map) = decode(Style::YamlLiteral, raw, 10);
        let at = offset(text.find('1').unwrap());
        let span = map.span(at..at + 1);
        assert_eq!(&raw[span.start as usize - 10..span.end as usize - 10], "1");
    }

    #[test]
    fn folded_text_is_mapped_line_by_line() {
        let raw = ">-\n    {% $a\n\n    + $b\n      c\n    %}\n\n";
        let (text, map) = decode(Style::YamlFolded, raw, 10);
        assert_eq!(text, "{% $a\n+ $b\n  c\n%}");
        for part in ["$a", "$b", "c", "%}"] {
            let at = offset(text.find(part).unwrap());
            let span = map.span(at..at + offset(part.len()));
            assert_eq!(&raw[span.start as usize - 10..span.end as usize - 10], part);
        }
        let at = offset(text.find("$b").unwrap());
        assert_eq!(map.edit(at..at + 2, "$total").map(|(_, text)| text).as_deref(), Some("$total"));
        assert_eq!(map.edit(at..at + 2, "a\nb"), None);
    }

    #[test]
    fn json_numbers_and_others() {
        for text in ["0", "-1", "1.5", "1e9", "1.0E-3"] {
            assert!(is_json_number(text), "{text}");
        }
        for text in ["", "-", "01", "1.", ".5", "+1", "1e", "0x1", "1_000"] {
            assert!(!is_json_number(text), "{text}");
        }
        assert_eq!(number("0x1F"), Some(31.0));
        assert_eq!(number("0o17"), Some(15.0));
        assert_eq!(number("-.5"), Some(-0.5));
        assert_eq!(number("nan"), None);
    }
}
