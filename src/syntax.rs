//! One spanned tree for JSON and YAML.
//!
//! A [`Tree`] is an arena: plain ids, no references, so it is `Send + Sync` and lives as long as the analysis. Only
//! [`Tree::span`] yields places, always in the file on disk; nothing outside this module sees offsets of decoded text.
//! Parsers never fail: they give a tree and the [`Fault`]s they found.

pub mod builder;
pub mod cursor;
pub mod json;
mod repair;
pub mod scalar;
pub mod yaml;

use std::sync::Arc;

use crate::text::{Span, SpanMap};

/// A node of a [`Tree`]. Ids grow in document order; a container's id is below those of its contents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(u32);

impl NodeId {
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Null,
    Bool(bool),
    Number,
    String,
    Array,
    Object,
    /// A YAML alias: stands for another node.
    Alias(NodeId),
    /// A value with a tag of its own, such as `CloudFormation`'s `!Sub`: not known until deployment.
    Tagged(NodeId),
    /// A placeholder without quotes (`${Name}`): not known until deployment.
    Hole,
    /// Nothing stands where a value should; the parser has said so.
    Missing,
}

/// How a scalar is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    /// In double quotes, as JSON has it.
    Json,
    /// In single quotes, JSON5's or a slip.
    JsonSingle,
    /// Without quotes: JSON's numbers and words, YAML's plain scalars.
    Plain,
    YamlSingle,
    YamlDouble,
    YamlLiteral,
    YamlFolded,
}

/// The value of a string node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Text<'a> {
    Known(&'a str),
    /// Holds a placeholder: only a part of the value is known.
    Partial(&'a str),
}

impl<'a> Text<'a> {
    /// The value, if all of it is known.
    pub fn known(self) -> Option<&'a str> {
        match self {
            Self::Known(text) => Some(text),
            Self::Partial(_) => None,
        }
    }

    /// The text as written, placeholders included.
    pub fn raw(self) -> &'a str {
        match self {
            Self::Known(text) | Self::Partial(text) => text,
        }
    }
}

/// A key and its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    pub key: NodeId,
    pub value: NodeId,
}

/// The members of an object; see [`Tree::members`].
#[derive(Clone, Debug)]
pub struct Members<'a> {
    tree: &'a Tree,
    /// One of the two is empty.
    own: std::slice::Iter<'a, Member>,
    rewritten: std::vec::IntoIter<Member>,
}

impl Iterator for Members<'_> {
    type Item = Member;

    fn next(&mut self) -> Option<Member> {
        match self.own.next() {
            Some(&Member { key, value }) => Some(Member { key, value: self.tree.resolve(value) }),
            None => self.rewritten.next(),
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.own.len() + self.rewritten.len();
        (left, Some(left))
    }
}

/// The items of an array; see [`Tree::items`].
#[derive(Clone, Debug)]
pub struct Items<'a> {
    tree: &'a Tree,
    own: std::slice::Iter<'a, NodeId>,
}

impl Iterator for Items<'_> {
    type Item = NodeId;

    fn next(&mut self) -> Option<NodeId> {
        self.own.next().map(|&item| self.tree.resolve(item))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.own.size_hint()
    }
}

impl ExactSizeIterator for Items<'_> {}

/// One step from a container to a value in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    Key(String),
    Index(u32),
}

/// The language a tree was parsed from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    Json,
    /// JSON with comments (`.jsonc`).
    JsonC,
    /// JSON5: comments, trailing commas, single quotes, bare keys.
    Json5,
    Yaml,
    /// An object expression of HCL, which takes JSON's spelling as well.
    Hcl,
}

/// A comment, its markers included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comment {
    pub span: Span,
}

/// What kind of syntax fault was found; each has a rule of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FaultKind {
    Json,
    Yaml,
    Comment,
    TrailingComma,
    Bom,
    Nested,
    TooMany,
    /// Text in a host that takes nothing but JSON there.
    NotJson,
}

/// Something wrong with the text itself, in places of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub kind: FaultKind,
    pub span: Span,
    pub message: String,
    pub help: Option<&'static str>,
    pub related: Option<(Span, String)>,
    /// Title, span, replacement.
    pub fix: Option<(&'static str, Span, String)>,
}

const PARTIAL: u8 = 1;
const INCOMPLETE: u8 = 2;
const MERGES: u8 = 4;
const DECODED: u8 = 8;
const DUPLICATES: u8 = 32;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Raw {
    Null,
    True,
    False,
    Number,
    String,
    Array,
    Object,
    Alias,
    Tagged,
    Hole,
    Missing,
}

/// `a` and `b` are: the value's range in the text (verbatim strings, numbers), index and unused (decoded strings), first
/// and count in the pool (arrays), index and count of members (objects), the target (aliases), index of the tag and the value (tagged).
#[derive(Clone, Copy, Debug)]
struct Node {
    raw: Raw,
    flags: u8,
    style: Style,
    /// Of a string: [`digest`] of its value.
    digest: u8,
    parent: u32,
    start: u32,
    end: u32,
    a: u32,
    b: u32,
}

/// Where the members of an object are.
#[derive(Clone, Copy, Debug)]
struct Object {
    first: u32,
    /// A bit for the [`digest`] of each key: where a key's bit is not set, the object does not have it.
    keys: u64,
}

/// The bit of a digest in [`Object::keys`].
fn bit(digest: u8) -> u64 {
    1 << (digest & 63)
}

/// Tells most names apart without looking at their texts, which makes looking up a key several times cheaper.
fn digest(text: &[u8]) -> u8 {
    let end = |byte: Option<&u8>| byte.map_or(0, |&byte| u32::from(byte));
    let sum = crate::text::offset(text.len()) * 61 + end(text.first()) * 7 + end(text.last());
    sum.to_le_bytes()[0]
}

#[derive(Clone, Debug)]
struct Tag {
    name: Box<str>,
    start: u32,
}

/// What a document may hold that most do not; who looks for it asks first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Trait {
    Aliases = 1,
    Holes = 2,
    /// A key written more than once in an object.
    DuplicateKeys = 4,
    /// A number of more digits than double precision keeps.
    LongNumbers = 8,
    /// A string that holds a placeholder.
    Placeholders = 16,
}

/// A parsed document.
#[derive(Clone, Debug)]
pub struct Tree {
    language: Language,
    text: Arc<str>,
    /// Where `text` stands in the file, if not at its start.
    map: Option<Arc<SpanMap>>,
    nodes: Vec<Node>,
    objects: Vec<Object>,
    members: Vec<Member>,
    items: Vec<NodeId>,
    decoded: Vec<Box<str>>,
    tags: Vec<Tag>,
    comments: Vec<Comment>,
    traits: u8,
}

impl Tree {
    /// Whether the document holds something rare anywhere.
    pub fn has(&self, what: Trait) -> bool {
        self.traits & what as u8 != 0
    }

    /// The root; a document without a value has a [`Kind::Missing`] one.
    pub fn root(&self) -> NodeId {
        NodeId(0)
    }

    pub fn language(&self) -> Language {
        self.language
    }

    /// Whether the text stands inside a string of the file, so that its encoding and indentation differ.
    pub fn is_embedded(&self) -> bool {
        self.map.is_some()
    }

    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    pub fn comments(&self) -> &[Comment] {
        &self.comments
    }

    /// Every node in document order.
    pub fn ids(&self) -> impl Iterator<Item = NodeId> + use<> {
        (0..crate::text::offset(self.nodes.len())).map(NodeId)
    }

    pub fn kind(&self, id: NodeId) -> Kind {
        let node = self.node(id);
        match node.raw {
            Raw::Null => Kind::Null,
            Raw::True => Kind::Bool(true),
            Raw::False => Kind::Bool(false),
            Raw::Number => Kind::Number,
            Raw::String => Kind::String,
            Raw::Array => Kind::Array,
            Raw::Object => Kind::Object,
            Raw::Alias => Kind::Alias(NodeId(node.a)),
            Raw::Tagged => Kind::Tagged(NodeId(node.b)),
            Raw::Hole => Kind::Hole,
            Raw::Missing => Kind::Missing,
        }
    }

    pub fn style(&self, id: NodeId) -> Style {
        self.node(id).style
    }

    /// The node an alias stands for, else the node itself. Aliases only point backwards, so this ends.
    pub fn resolve(&self, id: NodeId) -> NodeId {
        let node = self.node(id);
        if node.raw == Raw::Alias { NodeId(node.a) } else { id }
    }

    /// The container of a node, where it is written (an aliased node keeps the place of its anchor). For a key this is
    /// the object.
    pub fn parent(&self, id: NodeId) -> Option<NodeId> {
        let parent = self.node(id).parent;
        (parent != u32::MAX).then_some(NodeId(parent))
    }

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

    /// Whether a container is written with brackets (JSON, YAML's flow style), not as an indented block.
    pub fn is_bracketed(&self, id: NodeId) -> bool {
        matches!(self.text.as_bytes().get(self.node(id).start as usize), Some(b'{' | b'['))
    }

    /// A range of this tree's text.
    pub(crate) fn slice(&self, range: std::ops::Range<usize>) -> Option<&str> {
        self.text.get(range)
    }

    /// The place in the file of a range of this tree's text.
    fn place(&self, start: u32, end: u32) -> Span {
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
            let length = self.string(id).map_or(0, |value| crate::text::offset(value.raw().len()));
            whole.push(length, node.start..node.end, crate::text::RunKind::Escape);
            whole
        };
        match &self.map {
            None => map,
            Some(outer) => map.then(outer),
        }
    }

    /// The value of a string; `None` for other kinds.
    pub fn string(&self, id: NodeId) -> Option<Text<'_>> {
        let node = self.node(id);
        if node.raw != Raw::String {
            return None;
        }
        let text = if node.flags & DECODED == 0 {
            self.text.get(node.a as usize..node.b as usize).unwrap_or("")
        } else {
            self.decoded.get(node.a as usize).map_or("", |text| text)
        };
        Some(if node.flags & PARTIAL == 0 { Text::Known(text) } else { Text::Partial(text) })
    }

    /// The value of a string of which every part is known.
    pub fn known(&self, id: NodeId) -> Option<&str> {
        self.string(id).and_then(Text::known)
    }

    /// The text of a key (or of any scalar), placeholders included.
    pub fn text(&self, id: NodeId) -> &str {
        if let Some(text) = self.string(id) { text.raw() } else { self.written(id) }
    }

    /// A node as it is written in this tree's text, with all that is inside of it.
    pub fn written(&self, id: NodeId) -> &str {
        let node = self.node(id);
        self.text.get(node.start as usize..node.end as usize).unwrap_or("")
    }

    /// As [`Tree::text`], in bytes: what comparing keys needs, and cheaper.
    #[inline]
    fn bytes(&self, id: NodeId) -> &[u8] {
        let node = self.node(id);
        if node.raw == Raw::String && node.flags & DECODED == 0 {
            self.text.as_bytes().get(node.a as usize..node.b as usize).unwrap_or(&[])
        } else {
            self.text(id).as_bytes()
        }
    }

    /// The value of a number.
    pub fn number(&self, id: NodeId) -> Option<f64> {
        (self.node(id).raw == Raw::Number).then(|| scalar::number(self.text(id))).flatten()
    }

    pub fn boolean(&self, id: NodeId) -> Option<bool> {
        match self.node(id).raw {
            Raw::True => Some(true),
            Raw::False => Some(false),
            _ => None,
        }
    }

    pub fn is_object(&self, id: NodeId) -> bool {
        self.node(id).raw == Raw::Object
    }

    pub fn is_array(&self, id: NodeId) -> bool {
        self.node(id).raw == Raw::Array
    }

    /// Whether the file ended, or a fault was skipped, before this container was complete: what it lacks may have been
    /// meant to follow.
    pub fn is_incomplete(&self, id: NodeId) -> bool {
        self.node(id).flags & INCOMPLETE != 0
    }

    /// Whether the value is not known before deployment: a placeholder, a tagged value, an object such as
    /// `{"Ref": …}` or `{"Fn::GetAtt": …}`, a string that holds a placeholder, or nothing at all.
    pub fn is_opaque(&self, id: NodeId) -> bool {
        let id = self.resolve(id);
        let node = self.node(id);
        match node.raw {
            Raw::Hole | Raw::Missing | Raw::Tagged => true,
            Raw::String => node.flags & PARTIAL != 0,
            Raw::Object => self.is_intrinsic_object(id),
            _ => false,
        }
    }

    /// `{"Ref": …}`, `{"Fn::Sub": …}` and the like.
    fn is_intrinsic_object(&self, id: NodeId) -> bool {
        let node = self.node(id);
        if node.b != 1 {
            return false;
        }
        self.own_members(id).first().is_some_and(|member| {
            let key = self.text(member.key);
            key == "Ref" || key.starts_with("Fn::")
        })
    }

    /// The members as written: duplicates and merge keys included, aliases unresolved.
    pub fn own_members(&self, id: NodeId) -> &[Member] {
        let node = self.node(id);
        if node.raw != Raw::Object {
            return &[];
        }
        let first = self.objects.get(node.a as usize).map_or(0, |object| object.first);
        self.members.get(first as usize..(first + node.b) as usize).unwrap_or(&[])
    }

    /// Whether some key is written more than once in an object.
    pub fn has_duplicate_keys(&self, id: NodeId) -> bool {
        self.node(id).flags & DUPLICATES != 0
    }

    /// The members of an object with merge keys resolved (own keys first, then those of each merged mapping that are
    /// not there yet) and values behind aliases. Of a key that is repeated only the last one counts, as AWS reads it.
    pub fn members(&self, id: NodeId) -> Members<'_> {
        let is_rewritten = self.node(id).flags & (MERGES | DUPLICATES) != 0;
        let rewritten = if is_rewritten { self.merged_members(id) } else { Vec::new() };
        let own = if is_rewritten { &[] } else { self.own_members(id) };
        Members { tree: self, own: own.iter(), rewritten: rewritten.into_iter() }
    }

    fn merged_members(&self, id: NodeId) -> Vec<Member> {
        let mut members: Vec<Member> = Vec::new();
        let mut seen: rustc_hash::FxHashSet<&str> = rustc_hash::FxHashSet::default();
        let mut pending = vec![id];
        // Merges nest no deeper than the tree; the bound holds against mappings that merge each other by aliases.
        let mut budget = 1_000;
        while let Some(object) = pending.pop() {
            budget -= 1;
            if budget == 0 {
                break;
            }
            let mut sources = Vec::new();
            let first = members.len();
            // From the last to the first, so that the last of a repeated key is met before the others.
            for member in self.own_members(object).iter().rev() {
                if self.is_merge_key(member.key) {
                    let value = self.resolve(member.value);
                    if self.is_array(value) {
                        sources.extend(self.items(value));
                    } else {
                        sources.push(value);
                    }
                } else if seen.insert(self.text(member.key)) {
                    members.push(Member { key: member.key, value: self.resolve(member.value) });
                }
            }
            if let Some(own) = members.get_mut(first..) {
                own.reverse();
            }
            pending.extend(sources.into_iter().rev());
        }
        members
    }

    /// Whether a key is YAML's `<<`, which takes in the members of another mapping.
    pub fn is_merge_key(&self, key: NodeId) -> bool {
        self.language == Language::Yaml && self.style(key) == Style::Plain && self.text(key) == "<<"
    }

    /// The first node that starts at or behind an offset of the file.
    pub fn first_from(&self, offset: u32) -> Option<NodeId> {
        let index = self.nodes.partition_point(|node| self.place(node.start, node.end).start < offset);
        (index < self.nodes.len()).then(|| NodeId(crate::text::offset(index)))
    }

    /// The node that follows in document order.
    pub fn after(&self, id: NodeId) -> Option<NodeId> {
        (id.index() + 1 < self.nodes.len()).then(|| NodeId(id.0 + 1))
    }

    /// A node and everything written inside it, keys included, in document order. Aliases are not followed.
    pub fn descendants(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let end = self.node(id).end;
        let inside = move |&node: &NodeId| node == id || self.node(node).start < end;
        (id.0..crate::text::offset(self.nodes.len())).map(NodeId).take_while(inside)
    }

    /// The value of a key, behind aliases; the last one where the key is repeated, as AWS reads it.
    pub fn get(&self, id: NodeId, key: &str) -> Option<NodeId> {
        self.member(id, key).map(|member| member.value)
    }

    /// Key and value of a key, as [`Tree::get`] finds it.
    pub fn member(&self, id: NodeId, key: &str) -> Option<Member> {
        let object = self.node(id);
        if object.flags & MERGES != 0 {
            return self.members(id).find(|member| self.text(member.key) == key);
        }
        let digest = digest(key.as_bytes());
        if object.raw != Raw::Object || self.objects.get(object.a as usize)?.keys & bit(digest) == 0 {
            return None;
        }
        let is_key = |&&Member { key: id, .. }: &&Member| {
            let node = self.node(id);
            (node.digest == digest || node.raw != Raw::String) && self.bytes(id) == key.as_bytes()
        };
        let member = self.own_members(id).iter().rev().find(is_key)?;
        Some(Member { key: member.key, value: self.resolve(member.value) })
    }

    /// The items of an array as they are written, aliases unresolved.
    pub fn own_items(&self, id: NodeId) -> &[NodeId] {
        let node = self.node(id);
        if node.raw != Raw::Array {
            return &[];
        }
        self.items.get(node.a as usize..(node.a + node.b) as usize).unwrap_or(&[])
    }

    /// The items of an array, behind aliases.
    pub fn items(&self, id: NodeId) -> Items<'_> {
        Items { tree: self, own: self.own_items(id).iter() }
    }

    /// The tag of a tagged value, such as `!Sub`, and where it stands.
    pub fn tag(&self, id: NodeId) -> Option<(&str, Span)> {
        let node = self.node(id);
        if node.raw != Raw::Tagged {
            return None;
        }
        let tag = self.tags.get(node.a as usize)?;
        Some((&tag.name, self.place(tag.start, tag.start + crate::text::offset(tag.name.len()))))
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

    /// The key under which a value stands, if its container is an object.
    pub fn key_of(&self, value: NodeId) -> Option<NodeId> {
        let parent = self.parent(value)?;
        self.member_at(parent, value).filter(|member| member.value == value).map(|member| member.key)
    }

    /// The member of an object that a node is the key or the value of. Members are written in the order of their ids.
    fn member_at(&self, object: NodeId, id: NodeId) -> Option<&Member> {
        let members = self.own_members(object);
        let index = members.partition_point(|member| member.key <= id).checked_sub(1)?;
        members.get(index).filter(|member| member.key == id || member.value == id)
    }

    /// The way from `root` down to a node. A key has the way of its value.
    pub fn path(&self, root: NodeId, id: NodeId) -> Vec<Step> {
        let mut steps = Vec::new();
        let mut at = id;
        while at != root {
            let Some(parent) = self.parent(at) else { break };
            if self.is_object(parent) {
                if let Some(member) = self.member_at(parent, at) {
                    steps.push(Step::Key(self.text(member.key).to_owned()));
                }
            } else if self.is_array(parent) {
                let index = self.own_items(parent).binary_search(&at).unwrap_or_default();
                steps.push(Step::Index(crate::text::offset(index)));
            }
            at = parent;
        }
        steps.reverse();
        steps
    }

    /// How many nodes a walk that follows every alias would visit, from the root. Aliases point backwards in document
    /// order, so one pass from the last node to the first suffices.
    pub fn expanded_len(&self) -> u64 {
        if !self.has(Trait::Aliases) {
            return self.nodes.len() as u64;
        }
        let mut sizes = vec![1_u64; self.nodes.len()];
        // A container is closed after its contents; an alias only sees nodes that are closed. So sizes are final in
        // the order of the nodes' ends.
        let mut order: Vec<usize> = (0..self.nodes.len()).collect();
        order.sort_by_key(|&index| {
            self.nodes.get(index).map_or((0, 0), |node| (node.end, u32::MAX - crate::text::offset(index)))
        });
        for index in order {
            let id = NodeId(crate::text::offset(index));
            let size = match self.kind(id) {
                Kind::Alias(target) => sizes.get(target.index()).copied().unwrap_or(1),
                Kind::Tagged(value) => sizes.get(value.index()).copied().unwrap_or(1),
                Kind::Object => self
                    .own_members(id)
                    .iter()
                    .map(|member| sizes.get(member.value.index()).copied().unwrap_or(1).saturating_add(1))
                    .fold(1, u64::saturating_add),
                Kind::Array => {
                    let size = |item: &NodeId| sizes.get(item.index()).copied().unwrap_or(1);
                    self.own_items(id).iter().map(size).fold(1, u64::saturating_add)
                }
                _ => 1,
            };
            if let Some(slot) = sizes.get_mut(index) {
                *slot = size;
            }
        }
        sizes.first().copied().unwrap_or(0)
    }

    fn node(&self, id: NodeId) -> &Node {
        const NOTHING: Node = Node {
            raw: Raw::Missing,
            flags: 0,
            style: Style::Plain,
            digest: 0,
            parent: u32::MAX,
            start: 0,
            end: 0,
            a: 0,
            b: 0,
        };
        self.nodes.get(id.index()).unwrap_or(&NOTHING)
    }
}

/// Parses a document in the given language. Where `map` is given, `text` is decoded text that stands in the file as the
/// map says; otherwise it is the file from its start.
#[allow(clippy::needless_pass_by_value, reason = "the tree keeps the text")]
pub fn parse(text: Arc<str>, language: Language, map: Option<Arc<SpanMap>>) -> (Tree, Vec<Fault>) {
    match language {
        Language::Yaml => yaml::parse(&text, map.as_ref()),
        _ => json::parse(&text, language, map),
    }
}

/// Whether a text holds a placeholder that deployment replaces: `${Name}`, `#{AWS::Region}`, `{{resolve:…}}`.
pub fn has_placeholder(text: &str) -> bool {
    next_placeholder(text, 0).is_some()
}

/// The byte range of the first placeholder at or after `from`.
pub fn next_placeholder(text: &str, from: usize) -> Option<std::ops::Range<usize>> {
    let bytes = text.as_bytes();
    let mut at = from;
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr::memchr(b'{', rest)) {
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

    #[test]
    fn merge_keys_and_aliases_are_resolved_by_the_accessors() {
        let text = "a: &a {x: 1, y: 2}\nb:\n  <<: *a\n  y: 3\nc: *a\n";
        let (tree, faults) = parse(text.into(), Language::Yaml, None);
        assert!(faults.is_empty(), "{faults:?}");
        let b = tree.get(tree.root(), "b").unwrap();
        assert_eq!(tree.number(tree.get(b, "y").unwrap()), Some(3.0));
        assert_eq!(tree.number(tree.get(b, "x").unwrap()), Some(1.0));
        assert_eq!(tree.members(b).count(), 2);
        let c = tree.get(tree.root(), "c").unwrap();
        assert_eq!(tree.number(tree.get(c, "x").unwrap()), Some(1.0));
    }

    #[test]
    fn an_alias_bomb_is_measured_without_being_expanded() {
        let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for level in 1..10 {
            let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
            text.push_str(&format!("a{level}: &a{level} [{aliases}]\n"));
        }
        let (tree, _) = parse(text.as_str().into(), Language::Yaml, None);
        assert!(tree.expanded_len() > 10_000_000_000, "{}", tree.expanded_len());
        assert!(tree.len() < 1_000);
    }
}
