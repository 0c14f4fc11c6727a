//! Where an offset of the file is in a tree: on a key, on a value, or where one of them may be typed.
//!
//! The normal case is a document that is not finished: a key without a value, a quote that is not closed, a line of YAML
//! with nothing but its indentation. What is there is taken from the tree, what is not yet there from the text around.

use super::{Kind, Language, Member, NodeId, Tree};
use crate::text::{Span, offset as to_offset};

/// The place of an offset in a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    /// On a key, its edges included.
    Key { object: NodeId, key: NodeId },
    /// On the value of a member that is no container, or where it belongs. A value that was not typed yet is
    /// [`Kind::Missing`] or an empty [`Kind::Null`], or it is what follows on a later line, behind the offset.
    Value { object: NodeId, key: NodeId, value: NodeId },
    /// On an item of an array that is no container, or where it belongs.
    Item { array: NodeId, item: NodeId },
    /// In an object where a member may stand; `after` is the key of the member before.
    Member { object: NodeId, after: Option<NodeId> },
    /// In an array where an item may stand; `after` is the item before.
    NewItem { array: NodeId, after: Option<NodeId> },
    /// On a root that is no container, or outside of it.
    Root { root: NodeId },
}

impl Spot {
    /// The innermost node that is there.
    pub fn node(self) -> NodeId {
        match self {
            Self::Key { key, .. } => key,
            Self::Value { value, .. } => value,
            Self::Item { item, .. } => item,
            Self::Member { object, .. } => object,
            Self::NewItem { array, .. } => array,
            Self::Root { root } => root,
        }
    }

    /// The object or array around; the root itself where there is none.
    pub fn container(self) -> NodeId {
        match self {
            Self::Key { object, .. } | Self::Value { object, .. } | Self::Member { object, .. } => object,
            Self::Item { array, .. } | Self::NewItem { array, .. } => array,
            Self::Root { root } => root,
        }
    }
}

/// The spot of an offset of the file, whose text is `text`, in the value `root`.
pub fn at(tree: &Tree, text: &str, root: NodeId, offset: u32) -> Spot {
    let mut node = root;
    // Each step goes to a node of a higher id, so this ends.
    loop {
        let step = match tree.kind(node) {
            Kind::Object => in_object(tree, text, node, offset),
            Kind::Array => in_array(tree, text, node, offset),
            Kind::Tagged(value) => Step::Into(value),
            _ => Step::Found(Spot::Root { root: node }),
        };
        match step {
            Step::Into(inner) => node = inner,
            Step::Found(spot) => return spot,
        }
    }
}

enum Step {
    Into(NodeId),
    Found(Spot),
}

fn in_object(tree: &Tree, text: &str, object: NodeId, offset: u32) -> Step {
    let members = tree.own_members(object);
    let count = members.partition_point(|member| tree.span(member.key).start <= offset);
    let Some(&Member { key, value }) = count.checked_sub(1).and_then(|index| members.get(index)) else {
        return Step::Found(Spot::Member { object, after: None });
    };
    let (key_span, value_span) = (tree.span(key), tree.span(value));
    if offset <= key_span.end {
        return Step::Found(Spot::Key { object, key });
    }
    let on_value = Spot::Value { object, key, value };
    if holds(tree, value, value_span, offset) {
        return if is_container(tree, value) { Step::Into(value) } else { Step::Found(on_value) };
    }
    if !tree.is_bracketed(object) {
        return in_block(tree, text, offset, object, Around { entry: key, value, spot: on_value });
    }
    if offset <= value_span.start {
        let has_colon = gap(text, key_span.end, offset).contains(':');
        return Step::Found(if has_colon { on_value } else { Spot::Key { object, key } });
    }
    // Between YAML's brackets a value that is not there yet is null.
    let is_missing = matches!(tree.kind(value), Kind::Missing | Kind::Null) && value_span.is_empty();
    let behind = gap(text, value_span.end.max(key_span.end), offset);
    let is_next = behind.contains(',') || !is_missing;
    Step::Found(if is_next { Spot::Member { object, after: Some(key) } } else { on_value })
}

fn in_array(tree: &Tree, text: &str, array: NodeId, offset: u32) -> Step {
    // The items as they are written, an alias for itself.
    let items = tree.own_items(array);
    let count = items.partition_point(|&item| tree.span(item).start <= offset);
    let Some(&item) = count.checked_sub(1).and_then(|index| items.get(index)) else {
        return Step::Found(Spot::NewItem { array, after: None });
    };
    let span = tree.span(item);
    let on_item = Spot::Item { array, item };
    if holds(tree, item, span, offset) {
        return if is_container(tree, item) { Step::Into(item) } else { Step::Found(on_item) };
    }
    if !tree.is_bracketed(array) {
        return in_block(tree, text, offset, array, Around { entry: item, value: item, spot: on_item });
    }
    Step::Found(Spot::NewItem { array, after: Some(item) })
}

/// The entry of a block collection behind which an offset is.
#[derive(Clone, Copy)]
struct Around {
    /// What the column of the collection is that of: a key, an item.
    entry: NodeId,
    value: NodeId,
    /// Where the offset is when it belongs to the value.
    spot: Spot,
}

/// In a YAML block collection, behind an entry and on none of its scalars: the indentation tells where what is typed there
/// belongs.
fn in_block(tree: &Tree, text: &str, offset: u32, container: NodeId, around: Around) -> Step {
    let Around { entry, value, spot } = around;
    let line = line_start(text, offset);
    let is_same_line = line <= tree.span(entry).start as usize;
    let is_empty = matches!(tree.kind(value), Kind::Missing | Kind::Null) && tree.span(value).is_empty();
    // What follows a dash is a part of its item; a dash of its own starts another one.
    let (own, column) = if tree.is_array(container) {
        (dash_column(text, tree.span(entry).start), indentation(text, line, offset))
    } else {
        (column_of(text, tree.span(entry).start), typed_column(text, line, offset))
    };
    if is_container(tree, value) && !tree.is_bracketed(value) && (is_same_line || own < column) {
        return Step::Into(value);
    }
    let belongs_to_value = is_same_line || is_empty && own < column;
    Step::Found(if belongs_to_value {
        spot
    } else if tree.is_object(container) {
        Spot::Member { object: container, after: Some(entry) }
    } else {
        Spot::NewItem { array: container, after: Some(entry) }
    })
}

/// The column at which what is typed around an offset starts: of the first character of the line that is neither a blank
/// nor a dash, else of the offset itself.
fn typed_column(text: &str, line: usize, offset: u32) -> usize {
    let before = text.get(line..offset as usize).unwrap_or("");
    before.len() - before.trim_start_matches([' ', '-']).len()
}

/// How many blanks a line starts with, before an offset.
fn indentation(text: &str, line: usize, offset: u32) -> usize {
    let before = text.get(line..offset as usize).unwrap_or("");
    before.len() - before.trim_start_matches(' ').len()
}

/// The column of the dash before an item.
fn dash_column(text: &str, item: u32) -> usize {
    let line = line_start(text, item);
    text.get(line..item as usize).and_then(|before| before.rfind('-')).unwrap_or_else(|| column_of(text, item))
}

fn column_of(text: &str, offset: u32) -> usize {
    offset as usize - line_start(text, offset)
}

fn line_start(text: &str, offset: u32) -> usize {
    let before = text.as_bytes().get(..offset as usize).unwrap_or(&[]);
    memchr::memrchr2(b'\n', b'\r', before).map_or(0, |end| end + 1)
}

/// Whether an offset is on a node: inside a bracketed container, on any part of a scalar, its edges included.
fn holds(tree: &Tree, node: NodeId, span: Span, offset: u32) -> bool {
    let inside = span.start <= offset && offset <= span.end;
    if is_container(tree, node) && is_closed(tree, node) {
        return span.start < offset && offset < span.end;
    }
    inside && (!span.is_empty() || tree.language() != Language::Yaml)
}

fn is_container(tree: &Tree, node: NodeId) -> bool {
    matches!(tree.kind(node), Kind::Object | Kind::Array | Kind::Tagged(_))
}

/// Whether a container ends with a bracket, so that what is behind its end is outside.
fn is_closed(tree: &Tree, node: NodeId) -> bool {
    tree.is_bracketed(node) && !tree.is_incomplete(node)
}

fn gap(text: &str, start: u32, end: u32) -> &str {
    text.get(start as usize..end as usize).unwrap_or("")
}

/// The part of the word at an offset of a line that may have been typed as the start of a key or a value: from the first
/// character of the line's text that is neither a blank nor a dash.
pub fn typed(text: &str, offset: u32) -> Span {
    let start = line_start(text, offset);
    Span::new(to_offset(start + typed_column(text, start, offset)), offset)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::parse;

    /// Says in words where `$0` is.
    #[track_caller]
    fn check(language: Language, marked: &str, expected: &str) {
        let offset = marked.find("$0").expect("a cursor");
        let text = marked.replacen("$0", "", 1);
        let (tree, _) = parse(text.as_str().into(), language, None);
        let name = |node: NodeId| tree.text(node).to_owned();
        let last = |node: NodeId| {
            tree.path(tree.root(), node).last().map_or_else(
                || "the root".to_owned(),
                |step| match step {
                    crate::syntax::Step::Key(key) => key.clone(),
                    crate::syntax::Step::Index(index) => index.to_string(),
                },
            )
        };
        let spot = match at(&tree, &text, tree.root(), to_offset(offset)) {
            Spot::Key { key, .. } => format!("key {}", name(key)),
            Spot::Value { key, value, .. } => format!("value of {}: {:?}", name(key), tree.kind(value)),
            Spot::Item { array, .. } => format!("item of {}", last(array)),
            Spot::Member { object, after } => {
                format!("member of {} after {}", last(object), after.map_or_else(|| "nothing".to_owned(), name))
            }
            Spot::NewItem { array, .. } => format!("new item of {}", last(array)),
            Spot::Root { .. } => "root".to_owned(),
        };
        assert_eq!(spot, expected, "{marked}");
    }

    #[test]
    fn json() {
        let check = |marked: &str, expected: &str| check(Language::Json, marked, expected);
        check(r#"{"a": {"Ty$0pe": "Pass"}, "b": 1}"#, "key Type");
        check(r#"{"a": {"Type": "Pa$0ss"}, "b": 1}"#, "value of Type: String");
        check(r#"{"a": {"Type": $0"Pass"}, "b": 1}"#, "value of Type: String");
        check(r#"{"a": {"Type":$0 }, "b": 1}"#, "value of Type: Missing");
        check("{\"a\": {\"Type\": \"$0\n}, \"b\": 1}", "value of Type: String");
        check("{\"a\": {\"Type\": \"Pass\", \"Ne$0\n}, \"b\": 1}", "key Ne");
        check("{\"a\": {\"Type\": \"Pass\",\n  $0\n}, \"b\": 1}", "member of a after Type");
        check("{\"a\": {$0}, \"b\": 1}", "member of a after nothing");
        check("{\"a\": {}, $0\"b\": 1}", "key b");
        check("{\"a\": {},$0 \"b\": 1}", "member of the root after a");
        check("{\"a\": {}$0, \"b\": 1}", "member of the root after a");
        check(r#"{"a": ["x$0"]}"#, "item of a");
        check(r#"{"a": ["x", $0]}"#, "new item of a");
        check(r#"{"a": [{"b": 1}, {$0}]}"#, "member of 1 after nothing");
        check(r#"{"a": $0{"b": 1}}"#, "value of a: Object");
        check(r#"{"a": {"b": {"c": "d$0"#, "value of c: String");
        check(r#"{"a": {"b": {$0"#, "member of b after nothing");
        check("$0", "root");
        check("{\"Next\": $0\n \"End\": true}", "value of Next: String");
    }

    #[test]
    fn yaml() {
        let check = |marked: &str, expected: &str| check(Language::Yaml, marked, expected);
        let states = |body: &str| format!("States:\n  A:\n{body}  B:\n    Type: Pass\n");
        check(&states("    Ty$0pe: Pass\n"), "key Type");
        check(&states("    Type: Pa$0ss\n"), "value of Type: String");
        check(&states("    Type: $0\n"), "value of Type: Null");
        check(&states("    Type:$0\n"), "value of Type: Null");
        check(&states("    Type: Pass\n    Ne$0\n"), "member of A after Type");
        check(&states("    Type: Pass\n    $0\n"), "member of A after Type");
        check(&states("    $0\n"), "value of A: Null");
        check(&states("    Type: Pass\n  $0\n"), "member of States after A");
        check(&states("    Retry:\n      - $0\n"), "item of Retry");
        check(&states("    Retry:\n      - ErrorEquals: [x]\n        $0\n"), "member of 0 after ErrorEquals");
        check(&states("    Retry:\n      - ErrorEquals: [x]\n      - $0\n"), "item of Retry");
        check(&states("    Retry:\n    - ErrorEquals: [x$0]\n"), "item of ErrorEquals");
        check("StartAt: A\n$0", "member of the root after StartAt");
        check("StartAt: A\nStates:\n  $0", "value of States: Null");
        check("a:\n  b:\n    c: 1\n  $0\n", "member of a after b");
        check("a: {b: {$0}}\n", "member of b after nothing");
        check("a: {b: $0}\n", "value of b: Null");
    }

    #[test]
    fn every_offset_of_a_broken_text_has_a_spot() {
        for (language, text) in [
            (Language::Json, "{\"a\": [1, {\"b\" : \n, \"é\": {\"x\": [}} \"c\"}"),
            (Language::Yaml, "a: &x\n - b: {c: [\n  - !Sub |\n   text\n  - *x\n ? k\n : - - v\n"),
        ] {
            let (tree, _) = parse(text.into(), language, None);
            for offset in 0..=text.len() + 2 {
                at(&tree, text, tree.root(), to_offset(offset));
            }
        }
    }
}
