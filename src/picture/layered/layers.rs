//! Which box stands in which layer: as far from the start as its longest way there, ways back left out.

use super::Graph;

/// The layer of each box, from 0. What the start does not lead to stands below what it leads to.
pub(super) fn of(graph: &Graph) -> Vec<usize> {
    let count = graph.boxes.len();
    let successors = successors(graph);
    let mut search = Search { successors: &successors, seen: vec![false; count], finished: Vec::new() };
    if graph.has_start {
        search.run(0);
    }
    let is_reached = search.seen.clone();
    let reached = search.finished.len();
    let mut entered = vec![false; count];
    for (from, targets) in successors.iter().enumerate() {
        targets.iter().filter(|&&to| to != from).for_each(|&to| entered[to] = true);
    }
    // What nothing leads to comes first, so that the rest hangs below it.
    for first in (0..count).filter(|&index| !entered[index]).chain(0..count) {
        search.run(first);
    }
    let (main, rest) = search.finished.split_at(reached);
    let mut ranks = vec![0; count];
    descend(main, &successors, &mut ranks, |_| true);
    let base = main.iter().map(|&index| ranks[index] + 1).max().unwrap_or(0);
    for &index in rest {
        ranks[index] = base;
    }
    descend(rest, &successors, &mut ranks, |index| !is_reached[index]);
    ranks
}

fn successors(graph: &Graph) -> Vec<Vec<usize>> {
    let count = graph.boxes.len();
    let mut successors = vec![Vec::new(); count];
    for link in graph.links.iter().filter(|link| link.from < count && link.to < count) {
        successors[link.from].push(link.to);
    }
    successors
}

/// Pushes the successors of boxes below them. A link to a box that was finished later leads back and pushes nothing.
fn descend(finished: &[usize], successors: &[Vec<usize>], ranks: &mut [usize], takes: impl Fn(usize) -> bool) {
    let mut is_done = vec![false; ranks.len()];
    for &index in finished.iter().rev() {
        is_done[index] = true;
        for &next in successors[index].iter().filter(|&&next| takes(next)) {
            if !is_done[next] {
                ranks[next] = ranks[next].max(ranks[index] + 1);
            }
        }
    }
}

/// A depth-first search that remembers in which order boxes were finished: backwards, that is an order in which all
/// links but those that close a cycle lead forward.
struct Search<'a> {
    successors: &'a [Vec<usize>],
    seen: Vec<bool>,
    finished: Vec<usize>,
}

impl Search<'_> {
    fn run(&mut self, first: usize) {
        if self.seen.get(first) != Some(&false) {
            return;
        }
        self.seen[first] = true;
        let mut open = vec![(first, 0)];
        while let Some((index, next)) = open.last_mut() {
            let Some(&to) = self.successors[*index].get(*next) else {
                self.finished.push(*index);
                open.pop();
                continue;
            };
            *next += 1;
            if !self.seen[to] {
                self.seen[to] = true;
                open.push((to, 0));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Graph, Link, Size};

    fn ranks(count: usize, links: &[(usize, usize)], has_start: bool) -> Vec<usize> {
        let link =
            |&(from, to): &(usize, usize)| Link { from, to, weight: 1, label: Size::default(), stub: Size::default() };
        let boxes = vec![Size::default(); count];
        super::of(&Graph { boxes, links: links.iter().map(link).collect(), has_start })
    }

    #[test]
    fn the_longest_way_counts() {
        assert_eq!(ranks(4, &[(0, 1), (1, 2), (0, 2), (2, 3)], true), [0, 1, 2, 3]);
    }

    #[test]
    fn ways_back_do_not_push() {
        assert_eq!(ranks(3, &[(0, 1), (1, 2), (2, 1), (1, 1)], true), [0, 1, 2]);
        assert_eq!(ranks(2, &[(0, 1), (1, 0)], false), [0, 1]);
    }

    #[test]
    fn what_is_not_reached_stands_below() {
        assert_eq!(ranks(4, &[(0, 1), (3, 2), (2, 1)], true), [0, 1, 3, 2]);
    }

    #[test]
    fn links_into_nothing_are_left_out() {
        assert_eq!(ranks(1, &[(0, 7)], true), [0]);
        assert_eq!(ranks(0, &[], true), [0; 0]);
    }
}
