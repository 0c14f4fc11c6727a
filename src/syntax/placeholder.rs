//! What deployment replaces in a text.

use std::ops::Range;

use memchr::memchr;

/// Whether a text holds a placeholder that deployment replaces: `${Name}`, `#{AWS::Region}`, `{{resolve:…}}`.
pub fn has_placeholder(text: &str) -> bool {
    next_placeholder(text, 0).is_some()
}

/// The byte range of the first placeholder at or after `from`.
pub fn next_placeholder(text: &str, from: usize) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let mut at = from;
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr(b'{', rest)) {
        let brace = at + found;
        at = brace + 1;
        let rest = text.get(at..).unwrap_or("");
        match brace.checked_sub(1).and_then(|before| bytes.get(before)) {
            Some(b'$') if brace > from => {
                // A JSONata group-by after `$` has quotes or braces inside; a placeholder has neither.
                let end = rest.find(['}', '{', '"', '\n']).filter(|&end| end > 0 && rest[end..].starts_with('}'));
                if let Some(end) = end
                    && !rest.starts_with('!')
                {
                    return Some(brace - 1..at + end + 1);
                }
            }
            Some(b'#') if brace > from => {
                let end = rest.find('}').filter(|&end| {
                    end > 0 && rest[..end].bytes().all(|byte| byte.is_ascii_alphanumeric() || b":._- ".contains(&byte))
                });
                if let Some(end) = end {
                    return Some(brace - 1..at + end + 1);
                }
            }
            _ => {
                if rest.starts_with("{resolve:")
                    && let Some(end) = rest.find("}}")
                {
                    return Some(brace..at + end + 2);
                }
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_told_from_jsonata() {
        for text in ["${A}", "arn:aws:x:${AWS::Region}:y", "#{AWS::AccountId}", "{{resolve:ssm:/a}}", "${file(x.json)}"]
        {
            assert!(has_placeholder(text), "{text}");
        }
        for text in ["{% $states.input{'a': b} %}", "${\"k\": $sum(v)}", "{}", "$.a", "${}", "#{", "${!Literal}"] {
            assert!(!has_placeholder(text), "{text}");
        }
    }
}
