//! Whether a text is JSON, as far as `States.StringToJson` wants it to be.

/// Whether a text begins with a JSON value. Nothing but blanks counts as one, which AWS reads as null; so does a value
/// with something behind it, as AWS is not known to look there.
///
/// Keeps its own list of what is open, so that no depth of brackets is too deep.
pub(super) fn begins_with_json(text: &str) -> bool {
    let mut reader = Reader { rest: text.trim_start_matches(BLANKS) };
    if reader.rest.is_empty() {
        return true;
    }
    let mut open = Vec::new();
    loop {
        match reader.value() {
            Value::Bad => return false,
            Value::Open(bracket) => {
                if !reader.take(closing(bracket)) {
                    if bracket == '{' && !reader.key() {
                        return false;
                    }
                    open.push(bracket);
                    continue;
                }
            }
            Value::Whole => {}
        }
        // A value has ended, and maybe what holds it.
        loop {
            let Some(&bracket) = open.last() else { return true };
            if reader.take(',') {
                if bracket == '{' && !reader.key() {
                    return false;
                }
                break;
            }
            if !reader.take(closing(bracket)) {
                return false;
            }
            open.pop();
        }
    }
}

const BLANKS: [char; 4] = [' ', '\t', '\n', '\r'];

const fn closing(bracket: char) -> char {
    if bracket == '{' { '}' } else { ']' }
}

enum Value {
    Whole,
    Open(char),
    Bad,
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn take(&mut self, wanted: char) -> bool {
        self.rest = self.rest.trim_start_matches(BLANKS);
        let Some(rest) = self.rest.strip_prefix(wanted) else { return false };
        self.rest = rest;
        true
    }

    fn key(&mut self) -> bool {
        self.take('"') && self.string() && self.take(':')
    }

    fn value(&mut self) -> Value {
        for bracket in ['{', '['] {
            if self.take(bracket) {
                return Value::Open(bracket);
            }
        }
        if self.take('"') {
            return if self.string() { Value::Whole } else { Value::Bad };
        }
        let length = self.rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(byte)).count();
        let (word, rest) = self.rest.split_at_checked(length).unwrap_or_default();
        self.rest = rest;
        if matches!(word, "true" | "false" | "null") || is_number(word) { Value::Whole } else { Value::Bad }
    }

    /// Goes behind the quote that closes a string.
    fn string(&mut self) -> bool {
        let mut characters = self.rest.chars();
        while let Some(character) = characters.next() {
            match character {
                '"' => {
                    self.rest = characters.as_str();
                    return true;
                }
                '\\' => match characters.next() {
                    Some('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't') => {}
                    Some('u') => {
                        let digits = characters.as_str().get(..4).unwrap_or_default();
                        if digits.len() < 4 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                            return false;
                        }
                    }
                    _ => return false,
                },
                _ => {}
            }
        }
        false
    }
}

/// Whether a text is a number of JSON.
pub(super) fn is_number(text: &str) -> bool {
    let text = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let exponent = exponent.map(|exponent| exponent.strip_prefix(['+', '-']).unwrap_or(exponent));
    is_digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(is_digits)
        && exponent.is_none_or(is_digits)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json() {
        for text in [
            "",
            " ",
            "1",
            "-0.5e+3",
            "true",
            "null",
            "\"a\"",
            "[]",
            "{}",
            "[1, [2], {}]",
            "{\"a\": {\"b\": [1]}}",
            " {\"a\" : 1} ",
            "{\"a\":\"it's\"}",
            "\"\\u00e9\\n\"",
            "[1] x",
            "{\"é\":\"é\"}",
        ] {
            assert!(begins_with_json(text), "{text}");
        }
        for text in [
            "hello",
            "undefined",
            "{bad json}",
            "{\"a\":1",
            "[1",
            "[1,]",
            "{\"a\"}",
            "{\"a\":}",
            "{,}",
            "'a'",
            "\"a",
            "01",
            "1.",
            ".5",
            "+1",
            "\"\\x\"",
            "\"\\u12\"",
            "{\"a\":1,}",
            "]",
            "é",
        ] {
            assert!(!begins_with_json(text), "{text}");
        }
        assert!(!begins_with_json(&"[".repeat(100_000)));
        assert!(begins_with_json(&format!("{}{}", "[".repeat(100_000), "]".repeat(100_000))));
    }
}
