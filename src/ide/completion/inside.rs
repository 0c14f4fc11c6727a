//! A part of a string as the place to write to: a word of an expression, a segment of a resource.

use std::ops::Range;

use super::{Completion, Context, Kind, Piece};
use crate::syntax::cursor::Spot;
use crate::syntax::{Kind as NodeKind, Language, NodeId, Style, Tree};
use crate::text::{Encoder, Span, SpanMap, encode, offset};

/// The string that the cursor is in.
#[derive(Debug)]
pub(super) struct Inside<'a> {
    tree: &'a Tree,
    /// The string, where the tree has it.
    node: Option<NodeId>,
    map: SpanMap,
    /// The value of the string.
    pub(super) text: &'a str,
    /// Where the cursor is in the value.
    pub(super) at: usize,
}

impl<'a> Inside<'a> {
    /// `None` where the cursor is in no string.
    pub(super) fn of(ctx: &Context<'a>) -> Option<Self> {
        let (tree, cursor) = (ctx.location.tree(), ctx.location.offset);
        let node = match ctx.location.spot {
            Spot::Value { value, .. } => value,
            Spot::Item { item, .. } => item,
            _ => return None,
        };
        let content = tree.content_span(node);
        if tree.kind(node) != NodeKind::String || cursor < content.start || content.end < cursor {
            return None;
        }
        let text = tree.text(node);
        let map = tree.scalar_map(node);
        let at = if text.is_empty() { 0 } else { map.decoded(cursor)? as usize };
        // Inside of an escape or of an indentation nothing is typed.
        if !text.is_empty() && map.span(offset(at)..offset(at)) != Span::empty(cursor) {
            return None;
        }
        text.is_char_boundary(at).then_some(Self { tree, node: Some(node), map, text, at })
    }

    /// A plain value of YAML that ends in a colon at the cursor: as long as nothing follows it is no value to the parser,
    /// but every ARN passes through this while it is typed.
    pub(super) fn of_line(ctx: &Context<'a>, field: &str) -> Option<Self> {
        let (tree, cursor) = (ctx.location.tree(), ctx.location.offset as usize);
        if tree.language() != Language::Yaml || tree.is_embedded() {
            return None;
        }
        let line = ctx.text.get(..cursor)?.rsplit('\n').next()?;
        let value = line.trim_start_matches([' ', '-']).strip_prefix(field)?.strip_prefix(':')?.trim_start();
        let is_cut = value.ends_with(':') && !value.starts_with(['"', '\'', '|', '>']) && !value.contains(' ');
        let start = cursor.checked_sub(value.len())?;
        let map = SpanMap::verbatim(offset(start), offset(value.len()));
        is_cut.then_some(Self { tree, node: None, map, text: value, at: value.len() })
    }

    /// Whether the parser has the string, quotes and all.
    pub(super) fn is_in_tree(&self) -> bool {
        self.node.is_some()
    }

    pub(super) fn before(&self) -> &'a str {
        self.text.get(..self.at).unwrap_or("")
    }

    pub(super) fn behind(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    /// From a place before the cursor to the end of the word that the cursor is in.
    pub(super) fn word_from(&self, start: usize) -> Range<usize> {
        let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
        start..self.at + self.behind().len() - self.behind().trim_start_matches(is_word).len()
    }

    /// A proposal that replaces a part of the string.
    pub(super) fn propose(
        &self,
        range: &Range<usize>,
        label: &str,
        kind: Kind,
        detail: impl Into<String>,
        pieces: Vec<Piece>,
    ) -> Option<Completion> {
        Completion::new(label, label, kind, detail, pieces, |text| self.edit(range, text))
    }

    /// A proposal of a word.
    pub(super) fn word(
        &self,
        range: &Range<usize>,
        label: &str,
        kind: Kind,
        detail: impl Into<String>,
    ) -> Option<Completion> {
        self.propose(range, label, kind, detail, vec![Piece::Text(label.to_owned())])
    }

    /// A proposal of a function with so many parameters, with the parentheses that it lacks.
    pub(super) fn call(
        &self,
        range: &Range<usize>,
        label: &str,
        parameters: usize,
        detail: impl Into<String>,
    ) -> Option<Completion> {
        let mut pieces = vec![Piece::Text(label.to_owned())];
        if !self.text.get(range.end..).unwrap_or("").starts_with('(') {
            pieces.push(Piece::Text("(".to_owned()));
            if 0 < parameters {
                pieces.push(Piece::Stop(String::new()));
            }
            pieces.push(Piece::Text(")".to_owned()));
        }
        self.propose(range, label, Kind::Function, detail, pieces)
    }

    fn edit(&self, range: &Range<usize>, text: &str) -> Option<(Span, String)> {
        if !self.text.is_empty() {
            let (start, end) = (offset(range.start), offset(range.end));
            // At the end of a plain scalar a colon is a part of it as soon as something follows.
            let is_plain = self.node.is_some_and(|node| self.tree.style(node) == Style::Plain);
            return match text.strip_suffix(':').filter(|_| is_plain && range.end == self.text.len()) {
                Some(text) => self.map.edit(start..end, text).map(|(span, text)| (span, text + ":")),
                None => self.map.edit(start..end, text),
            };
        }
        // An empty string has no text that a map could lead to.
        let node = self.node?;
        let text = match self.tree.style(node) {
            Style::Json | Style::YamlDouble => encode::json(text),
            Style::JsonSingle => encode::json(text).replace('\'', "\\'"),
            Style::YamlSingle => Encoder::YamlSingle.encode(text)?,
            Style::Plain | Style::YamlLiteral | Style::YamlFolded => return None,
        };
        self.tree.edit(self.tree.content_span(node), &text)
    }
}
