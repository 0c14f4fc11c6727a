//! The nodes of a picture in the order in which a text with nested blocks names them.

use super::Picture;

/// A step of the outline. What is opened is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Node(usize),
    /// A node with groups inside.
    Open(usize),
    /// A group with a title of its own.
    OpenGroup(usize),
    Close,
}

enum Task {
    Nodes(usize),
    Step(Step),
}

/// The outline of a picture.
pub(super) fn of(picture: &Picture) -> Vec<Step> {
    let mut nodes: Vec<Vec<usize>> = vec![Vec::new(); picture.groups.len()];
    for (index, node) in picture.nodes.iter().enumerate() {
        nodes[node.group].push(index);
    }
    let inner = inner_groups(picture);
    let mut steps = Vec::new();
    let mut pending = vec![Task::Nodes(0)];
    while let Some(task) = pending.pop() {
        match task {
            Task::Nodes(group) => {
                let listed = nodes.get(group).into_iter().flatten();
                pending.extend(listed.rev().map(|&node| Task::Step(Step::Node(node))));
            }
            Task::Step(Step::Node(node)) if !inner[node].is_empty() => {
                steps.push(Step::Open(node));
                pending.push(Task::Step(Step::Close));
                for &group in inner[node].iter().rev() {
                    if picture.groups[group].title.is_empty() {
                        pending.push(Task::Nodes(group));
                    } else {
                        pending.extend([
                            Task::Step(Step::Close),
                            Task::Nodes(group),
                            Task::Step(Step::OpenGroup(group)),
                        ]);
                    }
                }
            }
            Task::Step(step) => steps.push(step),
        }
    }
    steps
}

/// For each node the groups inside it.
pub(super) fn inner_groups(picture: &Picture) -> Vec<Vec<usize>> {
    let mut inner: Vec<Vec<usize>> = vec![Vec::new(); picture.nodes.len()];
    for (index, group) in picture.groups.iter().enumerate() {
        if let Some(owner) = group.owner {
            inner[owner].push(index);
        }
    }
    inner
}
