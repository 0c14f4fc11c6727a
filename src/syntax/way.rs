//! Ways through a tree: down to a node from another, and on in the order of the document.

use super::{Kind, Member, NodeId, Tree};
use crate::text::offset;

/// One step from a container to a value in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    Key(String),
    Index(u32),
}

impl Tree {
    /// The first node that starts at or behind a place of the file.
    pub fn first_from(&self, start: u32) -> Option<NodeId> {
        let index = self.nodes.partition_point(|node| self.place(node.start, node.end).start < start);
        (index < self.nodes.len()).then(|| NodeId(offset(index)))
    }

    /// The node that follows in document order.
    pub fn after(&self, id: NodeId) -> Option<NodeId> {
        (id.index() + 1 < self.nodes.len()).then(|| NodeId(id.0 + 1))
    }

    /// A node and everything written inside it, keys included, in document order. Aliases are not followed.
    pub fn descendants(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let end = self.node(id).end;
        let inside = move |&node: &NodeId| node == id || self.node(node).start < end;
        (id.0..offset(self.nodes.len())).map(NodeId).take_while(inside)
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
                // A merge without a key is no step.
                if let Some(member) = self.member_at(parent, at).filter(|member| self.kind(member.key) != Kind::Missing)
                {
                    steps.push(Step::Key(self.text(member.key).to_owned()));
                }
            } else if self.is_array(parent) {
                let index = self.own_items(parent).binary_search(&at).unwrap_or_default();
                steps.push(Step::Index(offset(index)));
            }
            at = parent;
        }
        steps.reverse();
        steps
    }
}
