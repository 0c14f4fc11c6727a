//! The edits that make one text of another that differs from it in its layout.
//!
//! Both texts are read side by side. Layout is what may differ: blanks, line breaks, commas at the end of a collection,
//! the kind of quotes. All else has to be the same, byte by byte; where it is not, as with a comment that changes its
//! place, everything from there to the last difference is one edit. One pass, whatever changes.

use crate::diagnostic::Edit;
use crate::text::{Span, offset};

/// The edits that turn `old` into `new`, in order.
pub(super) fn edits(old: &str, new: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    let (mut before, mut after) = (0, 0);
    while before < old.len() || after < new.len() {
        let (start, other) = (before, after);
        let (before_end, after_end) = (layout_end(old, before), layout_end(new, after));
        push(&mut edits, old, new, (before, before_end), (after, after_end));
        let same = common(rest(old, before_end), rest(new, after_end), |byte| !is_layout(byte));
        (before, after) = (before_end + same, after_end + same);
        if before == start && after == other {
            // What differs may be the second byte of a character.
            while !old.is_char_boundary(before) {
                (before, after) = (before - 1, after - 1);
            }
            push(&mut edits, old, new, (before, old.len()), (after, new.len()));
            break;
        }
    }
    edits
}

/// Whether two texts differ in nothing but their layout.
pub(super) fn is_layout_only(old: &str, new: &str) -> bool {
    let content = |text: &'_ str| -> Vec<u8> { text.bytes().filter(|&byte| !is_layout(byte)).collect() };
    content(old) == content(new)
}

/// The text after edits that are in order and fit it.
pub(super) fn apply(text: &str, edits: &[Edit]) -> String {
    let mut changed = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        changed.push_str(text.get(at..edit.span.range().start).unwrap_or(""));
        changed.push_str(&edit.text);
        at = edit.span.range().end;
    }
    changed.push_str(text.get(at..).unwrap_or(""));
    changed
}

/// Adds the edit for a pair of ranges that differ, without what they have in common at their ends.
fn push(edits: &mut Vec<Edit>, old: &str, new: &str, before: (usize, usize), after: (usize, usize)) {
    let removed = old.as_bytes().get(before.0..before.1).unwrap_or(&[]);
    let added = new.as_bytes().get(after.0..after.1).unwrap_or(&[]);
    if removed == added {
        return;
    }
    let mut prefix = common(removed, added, |_| true);
    while !old.is_char_boundary(before.0 + prefix) {
        prefix -= 1;
    }
    let longest = removed.len().min(added.len()) - prefix;
    let pairs = removed.iter().rev().zip(added.iter().rev());
    let mut suffix = pairs.take(longest).take_while(|(one, other)| one == other).count();
    while !old.is_char_boundary(before.1 - suffix) {
        suffix -= 1;
    }
    let span = Span::new(offset(before.0 + prefix), offset(before.1 - suffix));
    let text = new.get(after.0 + prefix..after.1 - suffix).unwrap_or("");
    edits.push(Edit { span, text: text.to_owned() });
}

/// How many bytes two texts start with alike, as far as `counts` holds.
fn common(one: &[u8], other: &[u8], counts: impl Fn(u8) -> bool) -> usize {
    one.iter().zip(other).take_while(|&(one, other)| one == other && counts(*one)).count()
}

fn layout_end(text: &str, from: usize) -> usize {
    from + rest(text, from).iter().take_while(|&&byte| is_layout(byte)).count()
}

fn is_layout(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b',' | b'"' | b'\'')
}

fn rest(text: &str, from: usize) -> &[u8] {
    text.as_bytes().get(from..).unwrap_or(&[])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(old: &str, new: &str, expected: &[(u32, u32, &str)]) {
        let edits = edits(old, new);
        let found: Vec<(u32, u32, &str)> =
            edits.iter().map(|edit| (edit.span.start, edit.span.end, edit.text.as_str())).collect();
        assert_eq!(found, expected);
        assert_eq!(apply(old, &edits), new);
    }

    #[test]
    fn layout_is_changed_piece_by_piece() {
        check(
            "{\"a\":1,\n \"b\" : 2 }",
            "{\"a\": 1,\n  \"b\": 2}",
            &[(5, 5, " "), (9, 9, " "), (12, 13, ""), (16, 17, "")],
        );
        check("a: 'é'\n", "a: \"é\"\n", &[(3, 4, "\""), (6, 7, "\"")]);
        check("[1,]", "[1]", &[(2, 3, "")]);
        check("a", "a\n", &[(1, 1, "\n")]);
        check("", "", &[]);
    }

    #[test]
    fn what_is_moved_is_one_edit() {
        check("aé cd e", "aè dc e", &[(1, 6, "è dc")]);
        check("a", "", &[(0, 1, "")]);
    }
}
