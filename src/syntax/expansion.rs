//! How large a document is to those who follow its aliases.

use super::{Kind, NodeId, Trait, Tree};
use crate::text::offset;

impl Tree {
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
        order.sort_by_key(|&index| self.nodes.get(index).map_or((0, 0), |node| (node.end, u32::MAX - offset(index))));
        for index in order {
            let id = NodeId(offset(index));
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
}

#[cfg(test)]
mod tests {
    use crate::syntax::{Language, parse};

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
