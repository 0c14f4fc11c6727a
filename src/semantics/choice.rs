//! The tests of `JSONPath` choice rules.

use crate::asl::{QueryLanguage, comparator};
use crate::schema::{self, Owner};
use crate::syntax::{Member, NodeId, Tree};

/// The fields that combine tests.
pub const CONNECTIVES: [&str; 3] = ["And", "Or", "Not"];

/// A rule and the tests inside it at any depth, as objects, in the order they are written. What has another shape is
/// left out: the schema has said so.
pub fn tests(tree: &Tree, rule: NodeId) -> Vec<NodeId> {
    let mut found = Vec::new();
    let mut pending = vec![rule];
    while let Some(test) = pending.pop() {
        if !tree.is_object(test) || tree.is_opaque(test) {
            continue;
        }
        found.push(test);
        let first = pending.len();
        for connective in CONNECTIVES {
            let Some(inner) = tree.get(test, connective) else { continue };
            if tree.is_array(inner) {
                pending.extend(tree.items(inner));
            } else {
                pending.push(inner);
            }
        }
        if let Some(inner) = pending.get_mut(first..) {
            inner.reverse();
        }
    }
    found
}

/// What one test (a rule, or one inside And, Or, Not) is made of.
#[derive(Clone, Debug, Default)]
pub struct Parts {
    pub comparators: Vec<Member>,
    /// `And`, `Or`, `Not`.
    pub connectives: Vec<Member>,
    pub variable: Option<Member>,
    /// Something in it may be more than is seen: an unknown field (reported as such), a placeholder, a field of the
    /// other query language, or text that was cut short.
    pub is_open: bool,
}

/// The parts of a test.
pub fn parts(tree: &Tree, test: NodeId) -> Parts {
    let mut parts = Parts { is_open: tree.is_incomplete(test), ..Parts::default() };
    let is_field = |name: &str| schema::field(Owner::ChoiceRule, QueryLanguage::JsonPath, name).is_some();
    for member in tree.members(test) {
        let key = tree.text(member.key);
        if key == "Variable" {
            parts.variable = Some(member);
        } else if comparator(key).is_some() {
            parts.comparators.push(member);
        } else if CONNECTIVES.contains(&key) {
            parts.connectives.push(member);
        } else if tree.is_opaque(member.key) || !is_field(key) {
            parts.is_open = true;
        }
    }
    parts
}
