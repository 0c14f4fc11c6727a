//! Building a [`Tree`] node by node; the parsers' only way to one.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use super::{
    Comment, DECODED, DUPLICATES, Fault, FaultKind, INCOMPLETE, Language, MERGES, Member, Node, NodeId, Object,
    PARTIAL, Raw, Style, Tag, Trait, Tree, bit, digest, has_placeholder,
};
use crate::text::{Span, SpanMap, offset};

/// The most nodes a tree may have. A definition at AWS's limit of 1 MiB has at most half a million, since each takes at
/// least two bytes; the bound keeps memory in hand on files that are no definitions.
pub const MAX_NODES: usize = 2_000_000;

/// How deep containers may nest. Real definitions stay below 40.
pub const MAX_DEPTH: usize = 256;

/// An open container: its node, and where its contents start on the builder's stack.
#[derive(Clone, Copy, Debug)]
pub struct Open {
    pub id: NodeId,
    mark: usize,
}

#[derive(Debug)]
pub struct Builder {
    pub tree: Tree,
    pub faults: Vec<Fault>,
    members: Vec<Member>,
    items: Vec<NodeId>,
    full: bool,
}

impl Builder {
    pub fn new(text: Arc<str>, language: Language, map: Option<Arc<SpanMap>>) -> Self {
        // What definitions have, so that the pools seldom grow.
        let nodes = Vec::with_capacity(text.len() / 12);
        let objects = Vec::with_capacity(text.len() / 128);
        let members = Vec::with_capacity(text.len() / 40);
        Self {
            tree: Tree {
                language,
                text,
                map,
                nodes,
                objects,
                members,
                sorted: OnceLock::new(),
                items: Vec::new(),
                decoded: Vec::new(),
                tags: Vec::new(),
                comments: Vec::new(),
                traits: 0,
            },
            faults: Vec::new(),
            members: Vec::new(),
            items: Vec::new(),
            full: false,
        }
    }

    /// Whether the tree has as many nodes as it may have; the parser then stops.
    pub fn is_full(&self) -> bool {
        self.full
    }

    fn node(&mut self, raw: Raw, range: Range<usize>, style: Style, a: u32, b: u32) -> NodeId {
        let (start, end) = (offset(range.start), offset(range.end));
        self.push(Node { raw, flags: 0, style, digest: 0, parent: u32::MAX, start, end, a, b })
    }

    fn push(&mut self, node: Node) -> NodeId {
        let index = self.tree.nodes.len();
        if MAX_NODES <= index {
            self.overflow(node.start as usize);
            return NodeId(u32::MAX);
        }
        self.tree.nodes.push(node);
        NodeId(offset(index))
    }

    #[cold]
    fn overflow(&mut self, at: usize) {
        if !std::mem::replace(&mut self.full, true) {
            let message = format!("more than {MAX_NODES} values; the rest of the file is not checked");
            self.fault(FaultKind::TooMany, at..at, message);
        }
    }

    fn mark(&mut self, what: Trait) {
        self.tree.traits |= what as u8;
    }

    pub fn null(&mut self, range: Range<usize>) -> NodeId {
        self.node(Raw::Null, range, Style::Plain, 0, 0)
    }

    pub fn boolean(&mut self, range: Range<usize>, value: bool) -> NodeId {
        self.node(if value { Raw::True } else { Raw::False }, range, Style::Plain, 0, 0)
    }

    pub fn number(&mut self, range: Range<usize>) -> NodeId {
        if 15 < range.len() {
            self.mark(Trait::LongNumbers);
        }
        self.node(Raw::Number, range, Style::Plain, 0, 0)
    }

    pub fn hole(&mut self, range: Range<usize>) -> NodeId {
        self.mark(Trait::Holes);
        self.node(Raw::Hole, range, Style::Plain, 0, 0)
    }

    pub fn missing(&mut self, at: usize) -> NodeId {
        self.node(Raw::Missing, at..at, Style::Plain, 0, 0)
    }

    /// A string whose value stands in the text as it is, at `value`.
    pub fn verbatim(&mut self, range: Range<usize>, value: Range<usize>, style: Style, partial: bool) -> NodeId {
        let (a, b) = (offset(value.start), offset(value.end));
        let digest = digest(self.tree.text.as_bytes().get(value).unwrap_or(&[]));
        if partial {
            self.mark(Trait::Placeholders);
        }
        let flags = if partial { PARTIAL } else { 0 };
        let (start, end) = (offset(range.start), offset(range.end));
        self.push(Node { raw: Raw::String, flags, style, digest, parent: u32::MAX, start, end, a, b })
    }

    /// A string whose value differs from what is written.
    pub fn decoded(&mut self, range: Range<usize>, value: String, style: Style) -> NodeId {
        let digest = digest(value.as_bytes());
        let partial = has_placeholder(&value);
        if partial {
            self.mark(Trait::Placeholders);
        }
        let flags = DECODED | if partial { PARTIAL } else { 0 };
        let (start, end) = (offset(range.start), offset(range.end));
        let a = offset(self.tree.decoded.len());
        self.tree.decoded.push(value.into_boxed_str());
        self.push(Node { raw: Raw::String, flags, style, digest, parent: u32::MAX, start, end, a, b: 0 })
    }

    pub fn alias(&mut self, range: Range<usize>, target: NodeId) -> NodeId {
        self.mark(Trait::Aliases);
        self.node(Raw::Alias, range, Style::Plain, target.0, 0)
    }

    /// Opens the node that wraps a value with a tag; close it with [`Builder::close_tagged`].
    pub fn open_tagged(&mut self, tag_start: usize, name: &str) -> NodeId {
        let index = offset(self.tree.tags.len());
        self.tree.tags.push(Tag { name: name.into(), start: offset(tag_start) });
        self.node(Raw::Tagged, tag_start..tag_start, Style::Plain, index, 0)
    }

    pub fn close_tagged(&mut self, id: NodeId, value: NodeId) {
        let end = self.tree.node(value).end;
        self.set_parent(value, id);
        if let Some(node) = self.tree.nodes.get_mut(id.index()) {
            node.b = value.0;
            node.end = end;
        }
    }

    pub fn open_object(&mut self, start: usize) -> Open {
        let id = self.node(Raw::Object, start..start, Style::Plain, 0, 0);
        Open { id, mark: self.members.len() }
    }

    pub fn member(&mut self, key: NodeId, value: NodeId) {
        self.members.push(Member { key, value });
    }

    pub fn close_object(&mut self, open: Open, end: usize) {
        let first = offset(self.tree.members.len());
        let count = offset(self.members.len() - open.mark);
        let index = offset(self.tree.objects.len());
        let members = self.members.get(open.mark..).unwrap_or(&[]);
        let may_merge = matches!(self.tree.language, Language::Yaml | Language::Hcl);
        let merges = may_merge && members.iter().any(|member| self.tree.is_merge_key(member.key));
        let keys = members.iter().map(|member| self.key_bits(member.key)).fold(0, |keys, bits| keys | bits);
        // Different keys mostly have different bits: then none is repeated.
        let duplicates = keys.count_ones() < count && self.has_duplicates(members);
        // `Fn::Transform` and `Fn::ForEach` make members among others.
        let is_made = 1 < count && members.iter().any(|member| self.tree.bytes(member.key).starts_with(b"Fn::"));
        if duplicates {
            self.mark(Trait::DuplicateKeys);
        }
        for index in open.mark..self.members.len() {
            if let Some(&Member { key, value }) = self.members.get(index) {
                self.set_parent(key, open.id);
                self.set_parent(value, open.id);
            }
        }
        self.tree.members.extend(self.members.drain(open.mark..));
        let flags = [(merges, MERGES), (duplicates, DUPLICATES), (is_made, INCOMPLETE)];
        self.flag(open.id, flags.into_iter().filter(|(is_set, _)| *is_set).fold(0, |flags, (_, flag)| flags | flag));
        self.tree.objects.push(Object { first, keys });
        self.close(open.id, end, index, count);
    }

    /// The bits of a key in [`Object::keys`]; those that are no strings have no digest.
    fn key_bits(&self, key: NodeId) -> u64 {
        let node = self.tree.node(key);
        if node.raw == Raw::String { bit(node.digest) } else { u64::MAX }
    }

    /// Whether two members have the same key. Small objects, nearly all of them, need no table.
    fn has_duplicates(&self, members: &[Member]) -> bool {
        const FEW: usize = 12;
        let text = |member: &Member| self.tree.bytes(member.key);
        if members.len() <= FEW {
            return members.iter().enumerate().any(|(index, member)| {
                let before = members.get(..index).unwrap_or(&[]);
                before.iter().any(|other| text(other) == text(member))
            });
        }
        let mut seen = rustc_hash::FxHashSet::with_capacity_and_hasher(members.len(), rustc_hash::FxBuildHasher);
        !members.iter().all(|member| seen.insert(text(member)))
    }

    pub fn open_array(&mut self, start: usize) -> Open {
        let id = self.node(Raw::Array, start..start, Style::Plain, 0, 0);
        Open { id, mark: self.items.len() }
    }

    pub fn item(&mut self, value: NodeId) {
        self.items.push(value);
    }

    pub fn close_array(&mut self, open: Open, end: usize) {
        let first = offset(self.tree.items.len());
        let count = offset(self.items.len() - open.mark);
        for index in open.mark..self.items.len() {
            if let Some(&item) = self.items.get(index) {
                self.set_parent(item, open.id);
            }
        }
        self.tree.items.extend(self.items.drain(open.mark..));
        self.close(open.id, end, first, count);
    }

    fn close(&mut self, id: NodeId, end: usize, first: u32, count: u32) {
        if let Some(node) = self.tree.nodes.get_mut(id.index()) {
            node.end = offset(end).max(node.start);
            node.a = first;
            node.b = count;
        }
    }

    /// Marks a node as cut short.
    pub fn incomplete(&mut self, id: NodeId) {
        self.flag(id, INCOMPLETE);
    }

    fn flag(&mut self, id: NodeId, flags: u8) {
        if flags != 0
            && let Some(node) = self.tree.nodes.get_mut(id.index())
        {
            node.flags |= flags;
        }
    }

    fn set_parent(&mut self, id: NodeId, parent: NodeId) {
        if let Some(node) = self.tree.nodes.get_mut(id.index()) {
            node.parent = parent.0;
        }
    }

    pub fn comment(&mut self, range: Range<usize>) {
        let span = self.place(range);
        self.tree.comments.push(Comment { span });
    }

    /// The place in the file of a range of the parsed text.
    pub fn place(&self, range: Range<usize>) -> Span {
        self.tree.place(offset(range.start), offset(range.end))
    }

    /// Records a fault and gives it back for labels and fixes.
    pub fn fault(&mut self, kind: FaultKind, range: Range<usize>, message: impl Into<String>) -> &mut Fault {
        let span = self.place(range);
        let index = self.faults.len();
        self.faults.push(Fault { kind, span, message: message.into(), help: None, related: None, fix: None });
        &mut self.faults[index]
    }

    /// A fix for the fault recorded last, written in the encoding of its place; none where that cannot be done.
    pub fn fix(&mut self, title: &'static str, range: Range<usize>, text: &str) {
        let edit = match &self.tree.map {
            None => Some((self.place(range), text.to_owned())),
            Some(map) => map.edit(offset(range.start)..offset(range.end), text),
        };
        if let (Some(fault), Some((span, text))) = (self.faults.last_mut(), edit) {
            fault.fix = Some((title, span, text));
        }
    }

    pub fn finish(mut self) -> (Tree, Vec<Fault>) {
        if self.tree.nodes.is_empty() {
            self.missing(0);
        }
        self.tree.nodes.shrink_to_fit();
        self.tree.comments.sort_unstable_by_key(|comment| comment.span);
        (self.tree, self.faults)
    }
}
