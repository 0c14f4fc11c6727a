//! The members of objects and the items of arrays: as they are written, and as they count.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{DUPLICATES, Language, MERGES, Member, NodeId, Raw, Style, Tree, bit, digest};

/// An object of so many members is not walked for each key that is looked up in it: who looks up each of its keys would
/// wait for the square of their number.
const MANY: usize = 64;

/// The members of the objects that have [`MANY`], in the order of their keys; those of one key as they are written.
pub(super) type Sorted = FxHashMap<NodeId, Box<[Member]>>;

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

impl Tree {
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
        let mut seen: FxHashSet<&str> = FxHashSet::default();
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

    /// Whether a key stands for the members of another object: YAML's `<<`, or none at all before an argument of `merge(…)`
    /// in HCL.
    pub fn is_merge_key(&self, key: NodeId) -> bool {
        match self.language {
            Language::Yaml => self.style(key) == Style::Plain && self.text(key) == "<<",
            Language::Hcl => self.node(key).raw == Raw::Missing,
            Language::Json | Language::JsonC | Language::Json5 => false,
        }
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
        let own = self.own_members(id);
        let member = if own.len() < MANY {
            let is_key = |&&Member { key: id, .. }: &&Member| {
                let node = self.node(id);
                (node.digest == digest || node.raw != Raw::String) && self.bytes(id) == key.as_bytes()
            };
            own.iter().rev().find(is_key)?
        } else {
            let sorted = self.sorted.get_or_init(|| self.sort_members()).get(&id)?;
            let behind = sorted.partition_point(|member| self.bytes(member.key) <= key.as_bytes());
            sorted.get(behind.checked_sub(1)?).filter(|member| self.bytes(member.key) == key.as_bytes())?
        };
        Some(Member { key: member.key, value: self.resolve(member.value) })
    }

    fn sort_members(&self) -> Sorted {
        let sorted = |id| {
            let mut members: Box<[Member]> = self.own_members(id).into();
            members.sort_by(|one, other| self.bytes(one.key).cmp(self.bytes(other.key)));
            (id, members)
        };
        self.ids().filter(|&id| MANY <= self.own_members(id).len()).map(sorted).collect()
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
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::parse;

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
    fn keys_of_a_large_object_are_found_like_those_of_a_small_one() {
        let lines =
            (0..MANY).flat_map(|index| [format!("k{index}: 1\n"), format!("{index}: 2\n"), "k7: 3\n".to_owned()]);
        let text: String = lines.collect();
        let (tree, _) = parse(text.as_str().into(), Language::Yaml, None);
        let root = tree.root();
        for &Member { key, .. } in tree.own_members(root) {
            let key = tree.text(key);
            let last = tree.own_members(root).iter().rfind(|member| tree.text(member.key) == key);
            assert_eq!(tree.member(root, key).as_ref(), last, "{key}");
        }
        assert_eq!(tree.member(root, "k"), None);
        assert_eq!(tree.member(root, "zero"), None);
    }
}
