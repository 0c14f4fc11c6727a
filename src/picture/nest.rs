//! Gives everything its place, from the inside out: the scopes of a state are laid out first, then the state is a box
//! of that size in its own scope.

use std::ops::Range;

use super::diagram::{BOLD, LABEL_SIZE, WIDEST_STUB, label_area};
use super::layered::{Graph, Layout, Link, Point, Size, lay_out};
use super::outline::inner_groups;
use super::text::{clip, width};
use super::{Area, Edge, EdgeRole, Label, Node, Picture};
use crate::model::Role;

/// The free space around the picture, and the height of its title.
const MARGIN: f64 = 20.0;
const TITLE: f64 = 30.0;

/// The free space inside a group, and the height of its title.
const PADDING: f64 = 14.0;
const GROUP_TITLE: f64 = 16.0;

/// Between groups, and between them and the box they are in.
const GROUP_GAP: f64 = 12.0;

/// A group is at least this large, so that an empty one is seen.
const LEAST: Size = Size { width: 60.0, height: 30.0 };

/// How many groups of a state stand side by side, and how far they reach, before more of them go into a further row.
const ROW: usize = 5;
const ROW_WIDTH: f64 = 1_400.0;

/// What a group has: its nodes and edges, which stand together, and the groups inside its nodes.
struct Part {
    nodes: Range<usize>,
    edges: Range<usize>,
}

/// Places the nodes, edges and groups of a picture, whose nodes have sizes.
pub(super) fn place(picture: &mut Picture) {
    let parts: Vec<Part> = (0..picture.groups.len()).map(|group| part(picture, group)).collect();
    let inner = inner_groups(picture);
    for (group, part) in parts.iter().enumerate().rev() {
        for node in part.nodes.clone() {
            if !inner[node].is_empty() {
                enclose(picture, node, &inner[node]);
            }
        }
        let layout = lay_out(&graph(picture, part));
        let size = layout.size;
        take(picture, part, layout);
        let title = title_height(picture, group);
        let area = &mut picture.groups[group].area;
        area.width = size.width.max(LEAST.width) + 2.0 * PADDING;
        area.height = size.height.max(LEAST.height) + 2.0 * PADDING + title;
    }
    for (group, part) in parts.iter().enumerate() {
        let corner = match picture.groups[group].owner {
            None => Point { x: MARGIN - PADDING, y: MARGIN - PADDING },
            Some(owner) => Point { x: picture.nodes[owner].area.x, y: picture.nodes[owner].area.y },
        };
        let title = title_height(picture, group);
        let area = &mut picture.groups[group].area;
        area.x += corner.x;
        area.y += corner.y;
        let origin = Point { x: area.x + PADDING, y: area.y + PADDING + title };
        shift(picture, part, origin);
    }
    if let Some(all) = picture.groups.first() {
        picture.width = (all.area.right() + MARGIN - PADDING).max(title_width(picture)).ceil();
        picture.height = (all.area.bottom() + MARGIN - PADDING).ceil();
    }
}

fn part(picture: &Picture, group: usize) -> Part {
    let nodes = &picture.nodes;
    let edges = &picture.edges;
    let group_of = |edge: &Edge| nodes[edge.from].group;
    Part {
        nodes: nodes.partition_point(|node| node.group < group)..nodes.partition_point(|node| node.group <= group),
        edges: edges.partition_point(|edge| group_of(edge) < group)
            ..edges.partition_point(|edge| group_of(edge) <= group),
    }
}

fn title_height(picture: &Picture, group: usize) -> f64 {
    match (picture.groups[group].owner, picture.groups[group].title.is_empty()) {
        (None, _) => TITLE,
        (Some(_), true) => 0.0,
        (Some(_), false) => GROUP_TITLE,
    }
}

fn title_width(picture: &Picture) -> f64 {
    2.0 * MARGIN + 40.0 + BOLD * width(&picture.title, 14.0).min(400.0)
}

/// Arranges groups in rows inside a node, below its name, and makes the node as large as that takes.
fn enclose(picture: &mut Picture, node: usize, groups: &[usize]) {
    let top = picture.nodes[node].area.height;
    let mut corner = Point { x: GROUP_GAP, y: top };
    let mut right: f64 = 0.0;
    let mut bottom = top;
    let mut in_row = 0;
    let rows = groups.len().div_ceil(ROW);
    let columns = groups.len().div_ceil(rows.max(1));
    for &group in groups {
        let area = &mut picture.groups[group].area;
        if 0 < in_row && (in_row == columns || ROW_WIDTH < corner.x + area.width) {
            corner = Point { x: GROUP_GAP, y: bottom + GROUP_GAP };
            in_row = 0;
        }
        (area.x, area.y) = (corner.x, corner.y);
        corner.x = area.right() + GROUP_GAP;
        right = right.max(area.right());
        bottom = bottom.max(area.bottom());
        in_row += 1;
    }
    let area = &mut picture.nodes[node].area;
    area.width = area.width.max(right + GROUP_GAP);
    area.height = bottom + GROUP_GAP;
    if let [only] = groups {
        let inner = &mut picture.groups[*only].area;
        inner.width = inner.width.max(area.width - 2.0 * GROUP_GAP);
    }
}

fn graph(picture: &Picture, part: &Part) -> Graph {
    let size = |area: &Area| Size { width: area.width, height: area.height };
    let link = |edge: &Edge| Link {
        from: edge.from - part.nodes.start,
        to: edge.to - part.nodes.start,
        weight: weight(edge.role),
        label: edge.label.as_ref().map(|label| size(&label.area)).unwrap_or_default(),
        stub: size(&label_area(&stub(picture, edge))),
    };
    Graph {
        boxes: picture.nodes[part.nodes.clone()].iter().map(|node| size(&node.area)).collect(),
        links: picture.edges[part.edges.clone()].iter().map(link).collect(),
        has_start: picture.nodes.get(part.nodes.start).is_some_and(is_start) && !part.nodes.is_empty(),
    }
}

fn is_start(node: &Node) -> bool {
    node.kind == super::NodeKind::Start
}

/// The main line is kept the straightest.
const fn weight(role: EdgeRole) -> u8 {
    match role {
        EdgeRole::Start | EdgeRole::End | EdgeRole::Transition(Role::Next) => 3,
        EdgeRole::Transition(Role::Choice(_) | Role::Default) => 2,
        EdgeRole::Transition(Role::Catch(_)) => 1,
    }
}

/// What stands at the end of a line that is cut.
fn stub(picture: &Picture, edge: &Edge) -> String {
    let target = &picture.nodes[edge.to].name;
    let text = match &edge.label {
        Some(label) => format!("{} → {target}", clip(&label.shown, LABEL_SIZE, WIDEST_STUB / 2.0)),
        None => format!("→ {target}"),
    };
    clip(&text, LABEL_SIZE, WIDEST_STUB)
}

/// Takes a layout over, relative to the group.
fn take(picture: &mut Picture, part: &Part, layout: Layout) {
    for (node, corner) in picture.nodes[part.nodes.clone()].iter_mut().zip(layout.corners) {
        (node.area.x, node.area.y) = (corner.x, corner.y);
    }
    for (index, route) in part.edges.clone().zip(layout.routes) {
        if route.is_cut {
            let shown = stub(picture, &picture.edges[index]);
            let target = picture.nodes[picture.edges[index].to].name.clone();
            let text = match &picture.edges[index].label {
                Some(label) => format!("{} → {target}", label.text),
                None => format!("→ {target}"),
            };
            picture.edges[index].label = Some(Label { text, area: label_area(&shown), shown });
        }
        let edge = &mut picture.edges[index];
        if let Some(label) = &mut edge.label {
            label.area.x = route.label.x - label.area.width / 2.0;
            label.area.y = route.label.y - label.area.height / 2.0;
        }
        edge.points = route.points;
        edge.joins = route.joins;
        edge.is_back = route.is_back;
        edge.is_cut = route.is_cut;
    }
}

fn shift(picture: &mut Picture, part: &Part, by: Point) {
    for node in &mut picture.nodes[part.nodes.clone()] {
        node.area.x += by.x;
        node.area.y += by.y;
    }
    for edge in &mut picture.edges[part.edges.clone()] {
        for point in &mut edge.points {
            point.x += by.x;
            point.y += by.y;
        }
        if let Some(label) = &mut edge.label {
            label.area.x += by.x;
            label.area.y += by.y;
        }
    }
}
