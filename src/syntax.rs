//! One spanned tree for JSON and YAML.
//!
//! A [`Tree`] is an arena: plain ids, no references, so it is `Send + Sync` and lives as long as the analysis. Only
//! [`Tree::span`] yields places, always in the file on disk; nothing outside this module sees offsets of decoded text.
//! Parsers never fail: they give a tree and the [`Fault`]s they found.

pub mod builder;
pub mod cursor;
mod expansion;
mod fault;
pub mod json;
mod members;
mod place;
mod placeholder;
pub mod scalar;
mod way;
pub mod yaml;

use std::sync::{Arc, OnceLock};

use crate::text::{Span, SpanMap, offset};

pub use fault::{Fault, FaultKind};
pub use members::{Items, Members};
pub use placeholder::{has_placeholder, next_placeholder};
pub use way::Step;

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
    let sum = offset(text.len()) * 61 + end(text.first()) * 7 + end(text.last());
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
    /// Made when a key is first looked up in a large object.
    sorted: OnceLock<members::Sorted>,
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

    /// The comments, in order.
    pub fn comments(&self) -> &[Comment] {
        &self.comments
    }

    /// Whether a comment stands in a part of the file.
    pub fn has_comment(&self, span: Span) -> bool {
        let first = self.comments.partition_point(|comment| comment.span.start < span.start);
        self.comments.get(first).is_some_and(|comment| span.contains(comment.span))
    }

    /// Every node in document order.
    pub fn ids(&self) -> impl Iterator<Item = NodeId> + use<> {
        (0..offset(self.nodes.len())).map(NodeId)
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

    /// Whether a container is written with brackets (JSON, YAML's flow style), not as an indented block.
    pub fn is_bracketed(&self, id: NodeId) -> bool {
        matches!(self.text.as_bytes().get(self.node(id).start as usize), Some(b'{' | b'['))
    }

    /// A range of this tree's text.
    pub(crate) fn slice(&self, range: std::ops::Range<usize>) -> Option<&str> {
        self.text.get(range)
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
    /// meant to follow. So may what a placeholder or a function among the members (`Fn::Transform`) stands for.
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

    /// The tag of a tagged value, such as `!Sub`, and where it stands.
    pub fn tag(&self, id: NodeId) -> Option<(&str, Span)> {
        let node = self.node(id);
        if node.raw != Raw::Tagged {
            return None;
        }
        let tag = self.tags.get(node.a as usize)?;
        Some((&tag.name, self.place(tag.start, tag.start + offset(tag.name.len()))))
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
