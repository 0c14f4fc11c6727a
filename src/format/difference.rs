//! The edits that make one text of another that differs from it in its layout.
//!
//! Both texts are read side by side. Layout is what may differ: blanks, line breaks, commas at the end of a collection,
//! the kind of quotes. All else has to be the same, byte by byte; where it is not, as with a comment that changes its
//! place, everything from there to the last difference is one edit. One pass, whatever changes.

use std::ops::Range;

use crate::diagnostic::Edit;
use crate::text::{Span, offset};

/// The edits that turn `old` into `new`, in order.
pub(super) fn edits(old: &str, new: &str) -> Vec<Edit> {
    pairs(old, new).iter().filter_map(|pair| edit(old, new, pair)).collect()
}

/// Whether two texts differ in nothing but their layout.
pub(super) fn is_layout_only(old: &str, new: &str) -> bool {
    let content = |text: &str| -> Vec<u8> { text.bytes().filter(|&byte| !is_layout(byte)).collect() };
    content(old) == content(new)
}

/// `new` with the kinds of quotes that `old` has, wherever both have as many.
pub(super) fn with_quotes_of(old: &str, new: &str) -> String {
    let mut text = String::with_capacity(new.len());
    let mut at = 0;
    for Pair { old: before, new: after } in pairs(old, new) {
        text.push_str(new.get(at..after.start).unwrap_or(""));
        let (before, printed) = (old.get(before).unwrap_or(""), new.get(after.clone()).unwrap_or(""));
        if before.matches(is_quote).count() == printed.matches(is_quote).count() {
            let mut quotes = before.chars().filter(|&letter| is_quote(letter));
            let as_before = |letter| if is_quote(letter) { quotes.next().unwrap_or(letter) } else { letter };
            text.extend(printed.chars().map(as_before));
        } else {
            text.push_str(printed);
        }
        at = after.end;
    }
    text.push_str(new.get(at..).unwrap_or(""));
    text
}

/// Ranges of two texts between which nothing differs.
struct Pair {
    old: Range<usize>,
    new: Range<usize>,
}

/// The layout of two texts in all places where one of them has any; the rest of both once their content differs.
fn pairs(old: &str, new: &str) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let (mut before, mut after) = (0, 0);
    while before < old.len() || after < new.len() {
        let (start, other) = (before, after);
        let (before_end, after_end) = (layout_end(old, before), layout_end(new, after));
        pairs.push(Pair { old: before..before_end, new: after..after_end });
        let same = common(rest(old, before_end), rest(new, after_end), |byte| !is_layout(byte));
        (before, after) = (before_end + same, after_end + same);
        if before == start && after == other {
            // What differs may be the second byte of a character.
            while !old.is_char_boundary(before) {
                (before, after) = (before - 1, after - 1);
            }
            pairs.push(Pair { old: before..old.len(), new: after..new.len() });
            break;
        }
    }
    pairs
}

/// The edit for a pair of ranges that differ, without what they have in common at their ends.
fn edit(old: &str, new: &str, pair: &Pair) -> Option<Edit> {
    let removed = old.as_bytes().get(pair.old.clone())?;
    let added = new.as_bytes().get(pair.new.clone())?;
    if removed == added {
        return None;
    }
    let mut prefix = common(removed, added, |_| true);
    while !old.is_char_boundary(pair.old.start + prefix) {
        prefix -= 1;
    }
    let longest = removed.len().min(added.len()) - prefix;
    let from_behind = removed.iter().rev().zip(added.iter().rev());
    let mut suffix = from_behind.take(longest).take_while(|(one, other)| one == other).count();
    while !old.is_char_boundary(pair.old.end - suffix) {
        suffix -= 1;
    }
    let span = Span::new(offset(pair.old.start + prefix), offset(pair.old.end - suffix));
    let text = new.get(pair.new.start + prefix..pair.new.end - suffix)?;
    Some(Edit { span, text: text.to_owned() })
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

/// How many bytes two texts start with alike, as far as `counts` holds.
fn common(one: &[u8], other: &[u8], counts: impl Fn(u8) -> bool) -> usize {
    one.iter().zip(other).take_while(|&(one, other)| one == other && counts(*one)).count()
}

fn layout_end(text: &str, from: usize) -> usize {
    from + rest(text, from).iter().take_while(|&&byte| is_layout(byte)).count()
}

fn is_layout(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b',') || is_quote(char::from(byte))
}

fn is_quote(letter: char) -> bool {
    matches!(letter, '"' | '\'')
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
    fn quotes_are_taken_over() {
        assert_eq!(with_quotes_of("a:   'é \"b\"'", "a: \"é 'b'\""), "a: 'é \"b\"'");
        assert_eq!(with_quotes_of("a: 'b''c'", "a: \"b'c\""), "a: 'b'c'");
        assert_eq!(with_quotes_of("a", "b"), "b");
    }

    #[test]
    fn what_is_moved_is_one_edit() {
        check("aé cd e", "aè dc e", &[(1, 6, "è dc")]);
        check("a", "", &[(0, 1, "")]);
    }
}
