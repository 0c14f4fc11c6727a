//! What deployment replaces in a text.

use std::ops::Range;

use memchr::memchr;

/// Whether a text holds a placeholder that deployment replaces: `${Name}`, `#{AWS::Region}`, `{{resolve:…}}`, or one that is
/// replaced before: `{{ name }}`.
pub fn has_placeholder(text: &str) -> bool {
    next_placeholder(text, 0).is_some()
}

/// The byte range of the first placeholder at or after `from`.
pub fn next_placeholder(text: &str, from: usize) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let mut at = from;
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr(b'{', rest)) {
        let brace = at + found;
        let has_sign = from < brace && bytes.get(brace - 1).is_some_and(|before| matches!(before, b'$' | b'#'));
        if let Some(range) = placeholder_at(text, if has_sign { brace - 1 } else { brace }) {
            return Some(range);
        }
        at = brace + 1;
    }
    None
}

/// The byte range of the placeholder that starts at a place.
pub(super) fn placeholder_at(text: &str, at: usize) -> Option<Range<usize>> {
    let rest = text.get(at..)?;
    let length = match rest.as_bytes() {
        [b'$', b'{', ..] => in_braces(rest)?,
        [b'#', b'{', ..] => in_hash(rest)?,
        [b'{', b'{', ..] => in_double_braces(rest)?,
        _ => return None,
    };
    Some(at..at + length)
}

/// A JSONata group-by after `$` has quotes or braces inside; a placeholder has neither.
fn in_braces(rest: &str) -> Option<usize> {
    let inside = rest.get(2..)?;
    let end = inside.find(['}', '{', '"', '\n']).filter(|&end| 0 < end && inside[end..].starts_with('}'))?;
    (!inside.starts_with('!')).then_some(2 + end + 1)
}

fn in_hash(rest: &str) -> Option<usize> {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b":._- ".contains(byte);
    let length = rest.as_bytes().get(2..)?.iter().take_while(|byte| is_part(byte)).count();
    (0 < length && rest.get(2 + length..)?.starts_with('}')).then_some(2 + length + 1)
}

fn in_double_braces(rest: &str) -> Option<usize> {
    let inside = rest.get(2..)?;
    let length = if inside.starts_with("resolve:") { in_reference(inside) } else { in_name(inside) }?;
    inside.get(length..)?.starts_with("}}").then_some(2 + length + 2)
}

/// A reference to a value elsewhere, which may have placeholders in it: `{{resolve:ssm:/${Stage}/table}}`.
fn in_reference(inside: &str) -> Option<usize> {
    const LONGEST: usize = 1024;
    let (mut depth, mut previous) = (0_usize, b':');
    for (at, byte) in inside.bytes().enumerate().take(LONGEST) {
        match byte {
            b'{' if previous == b'$' => depth += 1,
            b'}' if depth == 0 => return Some(at),
            b'}' => depth -= 1,
            b'{' | b'\n' => return None,
            _ => {}
        }
        previous = byte;
    }
    None
}

/// What tools fill in that make templates of templates has a name in it; a JSONata object has quotes or a colon.
fn in_name(inside: &str) -> Option<usize> {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b"_.-|[] ".contains(byte);
    let length = inside.bytes().take_while(is_part).count();
    let name = inside.get(..length)?.trim_start_matches(['-', ' ']);
    name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_').then_some(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_may_have_placeholders_in_them() {
        let text = "a {{resolve:ssm:/${Stage}/b}} c";
        assert_eq!(next_placeholder(text, 0).map(|range| &text[range]), Some("{{resolve:ssm:/${Stage}/b}}"));
    }

    #[test]
    fn placeholders_are_told_from_jsonata() {
        for text in [
            "${A}",
            "arn:aws:x:${AWS::Region}:y",
            "#{AWS::AccountId}",
            "{{resolve:ssm:/a}}",
            "${file(x.json)}",
            "a{{ b.c }}d",
            "{{-x|lower-}}",
        ] {
            assert!(has_placeholder(text), "{text}");
        }
        for text in [
            "{% $states.input{'a': b} %}",
            "${\"k\": $sum(v)}",
            "{}",
            "$.a",
            "${}",
            "#{",
            "${!Literal}",
            "{{}}",
            "{{'a': b}}",
            "{{a: b}}",
            "{{ $x }}",
        ] {
            assert!(!has_placeholder(text), "{text}");
        }
    }

    #[test]
    fn long_texts_take_one_pass() {
        for piece in ["{", "${", "{{a", "{{a ", "{{resolve:"] {
            assert!(!has_placeholder(&piece.repeat(300_000)), "{piece}");
        }
    }
}
