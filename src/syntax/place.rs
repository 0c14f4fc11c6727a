//! Where nodes stand in the file, and how that is written to.

use super::{INCOMPLETE, Language, NodeId, Raw, Style, Tree, scalar};
use crate::text::{RunKind, Span, SpanMap, offset};

impl Tree {
    /// Where the node stands in the file, quotes included.
    pub fn span(&self, id: NodeId) -> Span {
        let node = self.node(id);
        self.place(node.start, node.end)
    }

    /// Where the contents of a string stand in the file, without the quotes.
    pub fn content_span(&self, id: NodeId) -> Span {
        let node = self.node(id);
        match node.style {
            Style::Json | Style::JsonSingle | Style::YamlSingle | Style::YamlDouble if node.raw == Raw::String => {
                let closed = node.end - node.start >= 2 && node.flags & INCOMPLETE == 0;
                self.place(node.start + 1, if closed { node.end - 1 } else { node.end })
            }
            _ => self.place(node.start, node.end),
        }
    }

    /// The byte with which a container opens, as a span.
    pub fn opening_span(&self, id: NodeId) -> Span {
        let node = self.node(id);
        self.place(node.start, (node.start + 1).min(node.end))
    }

    /// The byte with which a container ends, as a span; empty where it is not closed by a bracket.
    pub fn closing_span(&self, id: NodeId) -> Span {
        let node = self.node(id);
        let closed = self.is_bracketed(id) && node.flags & INCOMPLETE == 0 && node.end > node.start + 1;
        self.place(if closed { node.end - 1 } else { node.end }, node.end)
    }

    /// The place in the file of a range of this tree's text.
    pub(super) fn place(&self, start: u32, end: u32) -> Span {
        match &self.map {
            None => Span::new(start, end),
            Some(map) => map.span(start..end),
        }
    }

    /// The edit of the file that replaces a span of it, which lies in this tree's text, by `text`, in the encoding of
    /// that place.
    pub fn edit(&self, span: Span, text: &str) -> Option<(Span, String)> {
        match &self.map {
            None => Some((span, text.to_owned())),
            Some(map) => {
                let start = map.decoded(span.start)?;
                let end = if span.is_empty() { start } else { map.decoded(span.end - 1)? + 1 };
                map.edit(start..end, text)
            }
        }
    }

    /// How a string's value maps onto the file, for languages nested in strings.
    pub fn scalar_map(&self, id: NodeId) -> SpanMap {
        let node = self.node(id);
        let raw = self.text.get(node.start as usize..node.end as usize).unwrap_or("");
        let (text, map) = scalar::decode(node.style, raw, node.start);
        let map = if self.string(id).is_some_and(|value| value.raw() == text) {
            map
        } else {
            // The decoder and the parser disagree: claim no more than the place of the whole.
            let mut whole = SpanMap::new(None);
            let length = self.string(id).map_or(0, |value| offset(value.raw().len()));
            whole.push(length, node.start..node.end, RunKind::Escape);
            whole
        };
        match &self.map {
            None => map,
            Some(outer) => map.then(outer),
        }
    }

    /// The blanks with which the line of a node starts, in this tree's text; `None` when something else than a dash
    /// stands before the node.
    pub fn indentation(&self, id: NodeId) -> Option<String> {
        let start = self.node(id).start as usize;
        let before = self.text.get(..start)?;
        let line = before.rfind('\n').map_or(before, |end| before.get(end + 1..).unwrap_or(""));
        let blank = line.chars().all(|character| matches!(character, ' ' | '\t'));
        let dashes = self.language == Language::Yaml && line.chars().all(|character| matches!(character, ' ' | '-'));
        if blank { Some(line.to_owned()) } else { dashes.then(|| " ".repeat(line.len())) }
    }
}
