//! Structural edits: from "rename this key" to text edits in the encoding of the place.
//!
//! Rules never put text together. Where an edit cannot be written exactly, there is none.

mod draft;

use crate::diagnostic::Edit;
use crate::syntax::{Language, Member, NodeId, Style, Trait, Tree};
use crate::text::{Encoder, Span, encode};

pub use draft::{Draft, insert_draft, scalar};

/// Replaces a value by JSON text (which is YAML flow text as well).
pub fn replace(tree: &Tree, node: NodeId, json: &str) -> Option<Vec<Edit>> {
    one(tree, tree.span(node), json)
}

/// Replaces the value of a string, or the text of a key, and keeps its way of quoting.
pub fn replace_string(tree: &Tree, node: NodeId, value: &str) -> Option<Vec<Edit>> {
    let text = match tree.style(node) {
        Style::Json | Style::Plain if tree.language() == Language::Hcl => hcl_string(tree, node, value),
        Style::Json | Style::YamlDouble => encode::json(value),
        Style::JsonSingle => encode::json(value).replace('\'', "\\'"),
        Style::YamlSingle => Encoder::YamlSingle.encode(value)?,
        Style::Plain if tree.language() == Language::Yaml => scalar(value),
        Style::Plain => format!("\"{}\"", encode::json(value)),
        Style::YamlLiteral | Style::YamlFolded => return None,
    };
    one(tree, tree.content_span(node), &text)
}

/// The contents of a quoted string of HCL, or a whole one where a bare name stood.
fn hcl_string(tree: &Tree, node: NodeId, value: &str) -> String {
    let text = encode::hcl(&encode::json(value));
    if tree.style(node) == Style::Plain { format!("\"{text}\"") } else { text }
}

/// Gives a key another name.
pub fn rename_key(tree: &Tree, key: NodeId, name: &str) -> Option<Vec<Edit>> {
    // In HCL a key is a bare name, if it is one.
    let is_name = name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
    if tree.language() == Language::Hcl && tree.style(key) == Style::Plain && is_name {
        return one(tree, tree.span(key), name);
    }
    replace_string(tree, key, name)
}

/// Removes a member with its comma or line.
pub fn remove_member(tree: &Tree, object: NodeId, key: NodeId) -> Option<Vec<Edit>> {
    let members = tree.own_members(object);
    let index = members.binary_search_by_key(&key, |member| member.key).ok()?;
    let this = members.get(index)?;
    // In a document with aliases, one of them may stand for what is removed.
    if tree.has(Trait::Aliases) && tree.resolve(this.value) == this.value {
        return None;
    }
    let before = index.checked_sub(1).and_then(|index| members.get(index));
    let after = members.get(index + 1);
    let start = tree.span(this.key).start;
    let span = match (before, after) {
        (_, Some(after)) if is_whole(tree, this.value) => Span::new(start, tree.span(after.key).start),
        (_, Some(_)) => return None,
        (Some(before), None) => Span::new(end_of(tree, *before)?, end_of(tree, *this)?),
        // A YAML block mapping cannot be left empty.
        (None, None) if !tree.is_bracketed(object) => return None,
        (None, None) => Span::new(start, end_of(tree, *this)?),
    };
    without_comments(tree, span)?;
    one(tree, span, "")
}

/// Removes an item of an array with its comma or dash.
pub fn remove_item(tree: &Tree, array: NodeId, item: NodeId) -> Option<Vec<Edit>> {
    let items = tree.own_items(array);
    let index = items.binary_search(&item).ok()?;
    // An alias among the items is written elsewhere.
    if !tree.is_bracketed(array) || !has_own_end(tree, array) || !is_whole(tree, item) || tree.has(Trait::Aliases) {
        return None;
    }
    let before = index.checked_sub(1).and_then(|index| items.get(index));
    let span = match (before, items.get(index + 1)) {
        (_, Some(&after)) => Span::new(tree.span(item).start, tree.span(after).start),
        (Some(&before), None) if !is_whole(tree, before) => return None,
        (Some(&before), None) => Span::new(tree.span(before).end, tree.span(item).end),
        (None, None) => tree.span(item),
    };
    without_comments(tree, span)?;
    one(tree, span, "")
}

/// Inserts a member behind another one. `json` is the value as JSON text.
pub fn insert_member(tree: &Tree, object: NodeId, after: NodeId, name: &str, json: &str) -> Option<Vec<Edit>> {
    let members = tree.own_members(object);
    let index = members.binary_search_by_key(&after, |member| member.key).ok()?;
    let member = members.get(index)?;
    let end = Span::empty(end_of(tree, *member)?);
    if !tree.is_bracketed(object) {
        // What `merge(…)` of HCL puts together has no end of its own.
        if tree.language() == Language::Hcl {
            return None;
        }
        let indentation = tree.indentation(member.key)?;
        if matches!(tree.style(member.value), Style::YamlLiteral | Style::YamlFolded) {
            return None;
        }
        return one(tree, end, &format!("\n{indentation}{name}: {json}"));
    }
    let first = members.first()?;
    let own_line = tree.span(first.key) != Span::default() && tree.indentation(first.key).is_some();
    let separator = match tree.indentation(first.key) {
        Some(indentation) if own_line => format!("\n{indentation}"),
        _ => " ".to_owned(),
    };
    one(tree, end, &format!(",{separator}\"{name}\": {json}"))
}

/// Moves an item of an array behind the last one.
pub fn move_item_last(tree: &Tree, array: NodeId, item: NodeId, text: &str) -> Option<Vec<Edit>> {
    // An alias among the items is written elsewhere.
    if tree.has_comment(tree.span(array)) || !is_whole(tree, array) || tree.has(Trait::Aliases) {
        return None;
    }
    let items: Vec<NodeId> = tree.items(array).collect();
    if items.iter().any(|&item| ends_left_out(tree, item)) {
        return None;
    }
    if !tree.is_bracketed(array) && !are_alike(tree, &items, text) {
        return None;
    }
    let last = *items.last()?;
    if last == item {
        return None;
    }
    let index = items.iter().position(|&candidate| candidate == item)?;
    let mut edits = Vec::new();
    // Rotate the texts of the items from here on, so that commas and line ends stay where they are.
    for (position, &place) in items.iter().enumerate().skip(index) {
        let new = match items.get(position + 1) {
            Some(&next) => slice(text, tree.span(next))?,
            None => slice(text, tree.span(item))?,
        };
        edits.push(Edit { span: tree.span(place), text: new.to_owned() });
    }
    // The end of text that was cut short may be mapped to a place before its start.
    edits.is_sorted_by(|one, next| one.span.end <= next.span.start).then_some(edits)
}

/// Whether the items of a block sequence can take each other's places: all start in one column, and no block scalar, with
/// the line end that belongs to it, is among them.
fn are_alike(tree: &Tree, items: &[NodeId], text: &str) -> bool {
    let column = |item: NodeId| {
        let start = tree.span(item).range().start;
        text.get(..start).map(|before| start - before.rfind('\n').map_or(0, |end| end + 1))
    };
    let is_block = |node| matches!(tree.style(node), Style::YamlLiteral | Style::YamlFolded);
    let first = items.first().and_then(|&item| column(item));
    items.iter().all(|&item| column(item) == first && !is_block(item) && !tree.descendants(item).any(is_block))
}

fn slice(text: &str, span: Span) -> Option<&str> {
    text.get(span.range())
}

fn one(tree: &Tree, span: Span, text: &str) -> Option<Vec<Edit>> {
    let (span, text) = tree.edit(span, text)?;
    Some(vec![Edit { span, text }])
}

/// Where a member ends; the line end that belongs to a block scalar does not count. `None` where that is not known.
fn end_of(tree: &Tree, member: Member) -> Option<u32> {
    let span = tree.span(member.value);
    if !is_whole(tree, member.value) || ends_left_out(tree, member.value) {
        return None;
    }
    Some(if matches!(tree.style(member.value), Style::YamlLiteral) { span.end.saturating_sub(1) } else { span.end })
}

/// Whether a value is written as the tree has it. Where a bracket is missing, the value ends at a guess, and an edit there
/// would land in something else.
fn is_whole(tree: &Tree, value: NodeId) -> bool {
    tree.descendants(value).all(|node| has_own_end(tree, node))
}

/// Whether a value, whatever is in it, ends where it is written to end.
fn has_own_end(tree: &Tree, value: NodeId) -> bool {
    !tree.is_incomplete(value) && (!tree.is_bracketed(value) || is_closed(tree, value))
}

/// Whether a container ends with a bracket of its own.
fn is_closed(tree: &Tree, container: NodeId) -> bool {
    tree.written(container).ends_with(['}', ']'])
        && last_inside(tree, container).is_none_or(|last| tree.span(last).end < tree.span(container).end)
}

/// Whether the text of a value ends with a value that is left out, as `key:` in YAML: that stands before the colon.
fn ends_left_out(tree: &Tree, value: NodeId) -> bool {
    let mut last = value;
    while let Some(inside) = last_inside(tree, last).filter(|_| !tree.is_bracketed(last)) {
        last = inside;
    }
    tree.span(last).is_empty()
}

/// The last value inside of a container.
fn last_inside(tree: &Tree, container: NodeId) -> Option<NodeId> {
    match tree.own_members(container).last() {
        Some(member) => Some(member.value),
        None => tree.own_items(container).last().copied(),
    }
}

fn without_comments(tree: &Tree, span: Span) -> Option<()> {
    (!tree.has_comment(span)).then_some(())
}

/// Whether a plain YAML scalar may not be read as text: by a reader of YAML 1.1 neither, which takes dates, `1_000` and
/// `<<` for something else.
fn looks_typed(text: &str) -> bool {
    let word = matches!(
        text.to_ascii_lowercase().as_str(),
        "" | "~" | "null" | "true" | "false" | "yes" | "no" | "on" | "off" | "y" | "n"
    );
    word || crate::syntax::scalar::number(text).is_some()
        || text.starts_with(|first: char| first.is_ascii_digit() || "-+.?<=~".contains(first))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{Language, parse};

    #[track_caller]
    fn check(language: Language, text: &str, edit: impl Fn(&Tree) -> Option<Vec<Edit>>, expected: &str) {
        let (tree, _) = parse(text.into(), language, None);
        let mut result = text.to_owned();
        for edit in edit(&tree).expect("an edit").iter().rev() {
            result.replace_range(edit.span.range(), &edit.text);
        }
        assert_eq!(result, expected);
    }

    fn key(tree: &Tree, name: &str) -> NodeId {
        tree.member(tree.root(), name).unwrap().key
    }

    #[test]
    fn members_go_with_their_commas() {
        let remove = |name: &'static str| move |tree: &Tree| remove_member(tree, tree.root(), key(tree, name));
        check(Language::Json, "{\"a\": 1, \"b\": 2}", remove("a"), "{\"b\": 2}");
        check(Language::Json, "{\n  \"a\": 1,\n  \"b\": 2\n}", remove("b"), "{\n  \"a\": 1\n}");
        check(Language::Json, "{\"a\": 1}", remove("a"), "{}");
        check(Language::Yaml, "a: 1\nb: [2]\nc: 3\n", remove("b"), "a: 1\nc: 3\n");
        check(Language::Yaml, "a: 1\nb:\n  - 2\n", remove("b"), "a: 1\n");
    }

    #[test]
    fn members_are_inserted_in_the_style_around() {
        let insert = |tree: &Tree| insert_member(tree, tree.root(), key(tree, "a"), "End", "true");
        check(Language::Json, "{\"a\": 1}", insert, "{\"a\": 1, \"End\": true}");
        check(Language::Json, "{\n  \"a\": 1\n}", insert, "{\n  \"a\": 1,\n  \"End\": true\n}");
        check(Language::Yaml, "a: 1\nb: 2\n", insert, "a: 1\nEnd: true\nb: 2\n");
    }

    #[test]
    fn nothing_is_edited_where_an_end_is_a_guess() {
        // `b` is read as a member of `a`, whose bracket is missing.
        let text = "{\n  \"a\": {\n    \"x\": [1],\n  \"b\": 2\n}\n";
        let (tree, faults) = parse(text.into(), Language::Json, None);
        assert_ne!(faults, []);
        let a = key(&tree, "a");
        assert_eq!(insert_member(&tree, tree.root(), a, "End", "true"), None);
        assert_eq!(insert_draft(&tree, tree.root(), a, "End", &Draft::Word("true")), None);
        assert_eq!(remove_member(&tree, tree.root(), a), None);
        let text = "{\"r\": [{\"x\": 1, 2, 3]}";
        let (tree, faults) = parse(text.into(), Language::Json, None);
        assert_ne!(faults, []);
        let items = tree.get(tree.root(), "r").unwrap();
        let first = tree.items(items).next().unwrap();
        assert_eq!(move_item_last(&tree, items, first, text), None);
        assert_eq!(remove_item(&tree, items, first), None);
    }

    #[test]
    fn a_value_that_is_left_out_has_no_end() {
        let (tree, faults) = parse("a: 1\nb:\nc: 3\nd:\n".into(), Language::Yaml, None);
        assert_eq!(faults, []);
        let root = tree.root();
        assert_eq!(insert_member(&tree, root, key(&tree, "b"), "End", "true"), None);
        assert_eq!(remove_member(&tree, root, key(&tree, "d")), None);
        for text in ["a:\n  b:\n    - c:\n", "a:\n  b: 1\n  c:\n", "a:\n  - 1\n  - b:\n"] {
            let (tree, _) = parse(text.into(), Language::Yaml, None);
            assert_eq!(insert_member(&tree, tree.root(), key(&tree, "a"), "End", "true"), None, "{text}");
        }
        let text = "- a: 1\n- b:\n";
        let (tree, _) = parse(text.into(), Language::Yaml, None);
        let first = tree.items(tree.root()).next().unwrap();
        assert_eq!(move_item_last(&tree, tree.root(), first, text), None);
        let remove = |tree: &Tree| remove_member(tree, tree.root(), key(tree, "b"));
        check(Language::Yaml, "a: 1\nb:\nc: 3\n", remove, "a: 1\nc: 3\n");
    }

    #[test]
    fn what_an_alias_may_stand_for_stays() {
        let text = "a: &x [1, 2]\nb: *x\nc: [*x, 3]\n";
        let (tree, faults) = parse(text.into(), Language::Yaml, None);
        assert_eq!(faults, []);
        let root = tree.root();
        assert_eq!(remove_member(&tree, root, key(&tree, "a")), None);
        let items = tree.get(root, "c").unwrap();
        let first = tree.items(items).next().unwrap();
        assert_eq!(remove_item(&tree, items, first), None);
        assert_eq!(move_item_last(&tree, items, first, text), None);
        let remove = |tree: &Tree| remove_member(tree, tree.root(), key(tree, "b"));
        check(Language::Yaml, text, remove, "a: &x [1, 2]\nc: [*x, 3]\n");
    }

    #[test]
    fn strings_keep_their_quotes() {
        let rename = |tree: &Tree| rename_key(tree, key(tree, "a"), "it's");
        check(Language::Json, "{\"a\": 1}", rename, "{\"it's\": 1}");
        check(Language::Yaml, "'a': 1\n", rename, "'it''s': 1\n");
        check(Language::Yaml, "a: 1\n", rename, "\"it's\": 1\n");
        let typed = |tree: &Tree| rename_key(tree, key(tree, "a"), "no");
        check(Language::Yaml, "a: 1\n", typed, "\"no\": 1\n");
    }

    #[test]
    fn items_rotate_in_place() {
        let text = "{\"r\": [{\"x\": 1}, 2, 3]}";
        check(
            Language::Json,
            text,
            |tree| {
                let array = tree.get(tree.root(), "r")?;
                let first = tree.items(array).next()?;
                move_item_last(tree, array, first, text)
            },
            "{\"r\": [2, 3, {\"x\": 1}]}",
        );
    }
}
