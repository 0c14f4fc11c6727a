//! The tree as an instance of a JSON Schema: no copy of the document is built.

use std::borrow::Cow;

use jsonschema::JsonType;
use jsonschema::json::{Array, Json, JsonNumber, Node, NodeIdentity, Object};
use serde_json::{Number, Value};

use crate::syntax::{Items, Kind, Members, NodeId, Tree};

/// The representation of [`TreeNode`]s.
#[derive(Debug)]
pub(super) struct Instance;

/// A value of a tree, or a name on its own.
#[derive(Clone, Copy)]
pub(super) enum TreeNode<'a> {
    Node(&'a Tree, NodeId),
    Name(&'a str),
}

impl<'a> TreeNode<'a> {
    pub(super) fn new(tree: &'a Tree, id: NodeId) -> Self {
        Self::Node(tree, tree.resolve(id))
    }
}

impl Json for Instance {
    type Node<'a> = TreeNode<'a>;
    type PreparedKey = String;
    type StringBuffer = String;

    // A lookup walks the members.
    const KEYS_PER_LOOKUP: usize = 4;
    const ACYCLIC: bool = true;

    fn prepare_key(key: &str) -> String {
        key.to_owned()
    }

    fn with_string_node<T>(buffer: &mut String, string: &str, f: impl FnOnce(TreeNode<'_>) -> T) -> T {
        buffer.clear();
        buffer.push_str(string);
        f(TreeNode::Name(buffer))
    }
}

/// A number by its text.
pub(super) struct TreeNumber<'a> {
    text: &'a str,
    value: f64,
}

impl JsonNumber for TreeNumber<'_> {
    fn as_u64(&self) -> Option<u64> {
        self.text.parse().ok()
    }

    fn as_i64(&self) -> Option<i64> {
        self.text.parse().ok()
    }

    fn as_f64(&self) -> Option<f64> {
        Some(self.value)
    }

    fn as_str(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.text)
    }

    fn to_number(&self) -> Cow<'_, Number> {
        let number = match self.as_i64() {
            Some(integer) => Number::from(integer),
            None => Number::from_f64(self.value).unwrap_or_else(|| Number::from(0)),
        };
        Cow::Owned(number)
    }

    fn is_integer(&self) -> bool {
        self.value.is_finite() && self.value.fract() == 0.0
    }
}

/// An object and its tree.
#[derive(Clone, Copy)]
pub(super) struct TreeObject<'a>(&'a Tree, NodeId);

/// An array and its tree.
#[derive(Clone, Copy)]
pub(super) struct TreeArray<'a>(&'a Tree, NodeId);

/// The members of a [`TreeObject`].
pub(super) struct NamedMembers<'a>(&'a Tree, Members<'a>);

impl<'a> Iterator for NamedMembers<'a> {
    type Item = (&'a str, TreeNode<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        let member = self.1.next()?;
        Some((self.0.text(member.key), TreeNode::Node(self.0, member.value)))
    }
}

/// The items of a [`TreeArray`].
pub(super) struct Elements<'a>(&'a Tree, Items<'a>);

impl<'a> Iterator for Elements<'a> {
    type Item = TreeNode<'a>;

    fn next(&mut self) -> Option<TreeNode<'a>> {
        self.1.next().map(|item| TreeNode::Node(self.0, item))
    }
}

impl<'a> Node<'a, Instance> for TreeNode<'a> {
    type Object = TreeObject<'a>;
    type Array = TreeArray<'a>;
    type Number = TreeNumber<'a>;

    fn as_object(&self) -> Option<TreeObject<'a>> {
        match *self {
            Self::Node(tree, id) if tree.is_object(id) => Some(TreeObject(tree, id)),
            _ => None,
        }
    }

    fn as_array(&self) -> Option<TreeArray<'a>> {
        match *self {
            Self::Node(tree, id) if tree.is_array(id) => Some(TreeArray(tree, id)),
            _ => None,
        }
    }

    fn as_string(&self) -> Option<Cow<'a, str>> {
        match *self {
            Self::Node(tree, id) => tree.string(id).map(|text| Cow::Borrowed(text.raw())),
            Self::Name(name) => Some(Cow::Borrowed(name)),
        }
    }

    fn as_number(&self) -> Option<TreeNumber<'a>> {
        match *self {
            Self::Node(tree, id) => tree.number(id).map(|value| TreeNumber { text: tree.text(id), value }),
            Self::Name(_) => None,
        }
    }

    fn as_boolean(&self) -> Option<bool> {
        match *self {
            Self::Node(tree, id) => tree.boolean(id),
            Self::Name(_) => None,
        }
    }

    fn is_null(&self) -> bool {
        self.json_type() == JsonType::Null
    }

    fn json_type(&self) -> JsonType {
        match *self {
            Self::Name(_) => JsonType::String,
            Self::Node(tree, id) => match tree.kind(id) {
                Kind::Bool(_) => JsonType::Boolean,
                Kind::Number => JsonType::Number,
                Kind::String => JsonType::String,
                Kind::Array => JsonType::Array,
                Kind::Object => JsonType::Object,
                // Faults at unknown values are dropped by whoever reads the errors.
                Kind::Null | Kind::Alias(_) | Kind::Tagged(_) | Kind::Hole | Kind::Missing => JsonType::Null,
            },
        }
    }

    fn equals_value(&self, expected: &Value) -> bool {
        match *self {
            Self::Name(name) => expected.as_str() == Some(name),
            Self::Node(tree, id) => match expected {
                Value::String(expected) => tree.string(id).is_some_and(|text| text.raw() == expected),
                Value::Bool(expected) => tree.boolean(id) == Some(*expected),
                Value::Number(expected) => tree.number(id).is_some_and(|value| expected.as_f64() == Some(value)),
                Value::Null => tree.kind(id) == Kind::Null,
                // The schemas compare with scalars only.
                Value::Array(_) | Value::Object(_) => false,
            },
        }
    }

    fn to_value(&self) -> Cow<'a, Value> {
        // Only errors ask; ours say nothing of the value, so nothing is copied.
        Cow::Owned(Value::Null)
    }

    fn identity(&self) -> Option<NodeIdentity> {
        match *self {
            Self::Node(tree, id) => {
                let index = u32::try_from(id.index()).ok()?;
                Some(NodeIdentity::tagged(std::ptr::from_ref(tree).addr(), index))
            }
            Self::Name(_) => None,
        }
    }
}

impl<'a> Object<'a, Instance> for TreeObject<'a> {
    type Node = TreeNode<'a>;
    type MemberName = &'a str;
    type MembersIter = NamedMembers<'a>;

    fn len(&self) -> usize {
        self.0.own_members(self.1).len()
    }

    fn get(&self, key: &String) -> Option<TreeNode<'a>> {
        self.0.get(self.1, key).map(|value| TreeNode::Node(self.0, value))
    }

    fn members(&self) -> Self::MembersIter {
        NamedMembers(self.0, self.0.members(self.1))
    }
}

impl<'a> Array<'a, Instance> for TreeArray<'a> {
    type Node = TreeNode<'a>;
    type ElementsIter = Elements<'a>;

    fn len(&self) -> usize {
        self.0.items(self.1).len()
    }

    fn elements(&self) -> Self::ElementsIter {
        Elements(self.0, self.0.items(self.1))
    }

    fn is_unique(&self) -> bool {
        // No schema of ours asks.
        true
    }
}
