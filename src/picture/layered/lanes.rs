//! The net of vertices between the boxes: what lines pass on their way, one vertex for each layer they cross.
//!
//! Boxes stand in odd layers, and between them are gaps. A line has a vertex of its own right below its source, which
//! carries its label; from there on it shares the lane of its target. What leads back has its own vertex beside its
//! source. Lanes are the only vertices whose number can outgrow the graph, so they are bounded: the longest are not
//! drawn, and their links end at their labels.

use rustc_hash::FxHashMap;

use super::{Graph, Link};

/// How many vertices all lanes may have, besides so many for each box.
const LANES: usize = 6_000;
const LANES_PER_BOX: usize = 12;

/// A box, or a point of a line in a layer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Vertex {
    pub(super) layer: usize,
    pub(super) width: f64,
    pub(super) kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Box,
    /// Of one link alone.
    Own,
    /// Of all links of a weight to a target.
    Lane,
    /// Where a line turns around.
    Turn,
}

/// Two vertices of neighbouring layers on one line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Segment {
    pub(super) upper: usize,
    pub(super) lower: usize,
    /// Segments inside a lane weigh the most.
    pub(super) weight: u8,
}

/// The vertices by which a link goes.
#[derive(Clone, Debug)]
pub(super) struct Path {
    pub(super) course: Course,
    /// Below the source; beside it for what leads back.
    pub(super) own: usize,
    /// The turn below the source of what leads back.
    pub(super) turn: Option<usize>,
    /// The lane it joins, and the layer in which it does.
    pub(super) lane: Option<(usize, usize)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Course {
    Down,
    Back,
    /// To its label only.
    Cut,
}

/// A lane: its vertices stand in consecutive layers. One that leads back begins with the turn above its target.
#[derive(Clone, Debug)]
pub(super) struct Lane {
    pub(super) target: usize,
    pub(super) is_back: bool,
    pub(super) top: usize,
    /// From the top layer down.
    pub(super) vertices: Vec<usize>,
}

impl Lane {
    /// Whether it has a turn alone: its links come from the layer of its target.
    pub(super) fn is_level(&self) -> bool {
        self.is_back && self.vertices.len() == 1
    }

    pub(super) fn at(&self, layer: usize) -> Option<usize> {
        self.vertices.get(layer.checked_sub(self.top)?).copied()
    }
}

/// The graph with all its vertices. Those of the boxes come first, under the boxes' indexes.
#[derive(Clone, Debug, Default)]
pub(super) struct Net {
    pub(super) vertices: Vec<Vertex>,
    pub(super) segments: Vec<Segment>,
    /// Of each link; `None` for a link of a box that is not there.
    pub(super) paths: Vec<Option<Path>>,
    pub(super) lanes: Vec<Lane>,
    pub(super) layers: usize,
}

/// The weight of segments inside lanes, above that of all links.
pub(super) const INSIDE: u8 = u8::MAX;

/// The weight of segments that lead back or nowhere, below that of all links.
const BACK: u8 = 0;

/// The layer in which the boxes of a rank stand.
const fn layer(rank: usize) -> usize {
    2 * rank + 1
}

/// Whether a layer lies between those of boxes.
pub(super) const fn is_gap(layer: usize) -> bool {
    layer.is_multiple_of(2)
}

/// What tells lanes apart: target, weight, and whether it leads back.
type Key = (usize, u8, bool);

/// The layers that a lane reaches over.
#[derive(Clone, Copy, Debug)]
struct Reach {
    top: usize,
    bottom: usize,
}

/// Weaves the net of a graph whose boxes have ranks.
pub(super) fn weave(graph: &Graph, ranks: &[usize]) -> Net {
    let mut net = Net { layers: ranks.iter().map(|&rank| layer(rank) + 2).max().unwrap_or(0), ..Net::default() };
    for (size, &rank) in graph.boxes.iter().zip(ranks) {
        net.vertex(layer(rank), size.width, Kind::Box);
    }
    let mut lanes: FxHashMap<Key, usize> = FxHashMap::default();
    for (key, reach) in affordable(wishes(graph, ranks), LANES + LANES_PER_BOX * graph.boxes.len()) {
        let lane = net.lane(key, reach);
        lanes.insert(key, lane);
    }
    for link in &graph.links {
        let path = net.path(link, ranks, &lanes);
        net.paths.push(path);
    }
    net
}

/// The lanes that links ask for, in the order of the links.
fn wishes(graph: &Graph, ranks: &[usize]) -> Vec<(Key, Reach)> {
    let mut places: FxHashMap<Key, usize> = FxHashMap::default();
    let mut wishes: Vec<(Key, Reach)> = Vec::new();
    for link in &graph.links {
        let Some((key, reach)) = wish(link, ranks) else { continue };
        let place = *places.entry(key).or_insert(wishes.len());
        match wishes.get_mut(place) {
            Some((_, known)) => {
                known.top = known.top.min(reach.top);
                known.bottom = known.bottom.max(reach.bottom);
            }
            None => wishes.push((key, reach)),
        }
    }
    wishes
}

fn wish(link: &Link, ranks: &[usize]) -> Option<(Key, Reach)> {
    let (&from, &to) = (ranks.get(link.from)?, ranks.get(link.to)?);
    let is_back = to <= from;
    let above = layer(to) - 1;
    let reach = if is_back {
        Reach { top: above, bottom: layer(from) - 1 }
    } else {
        Reach { top: layer(from) + 2, bottom: above }
    };
    (reach.top <= reach.bottom).then_some(((link.to, link.weight, is_back), reach))
}

/// The shortest lanes, as many as have no more vertices than allowed; in the order they came.
fn affordable(wishes: Vec<(Key, Reach)>, allowed: usize) -> Vec<(Key, Reach)> {
    let length = |(_, reach): &(Key, Reach)| reach.bottom + 1 - reach.top;
    let mut lengths: Vec<usize> = wishes.iter().map(length).collect();
    lengths.sort_unstable();
    let mut left = allowed;
    for longest in lengths {
        let Some(rest) = left.checked_sub(longest) else {
            // All lanes of a length or none of them: what is drawn does not hang on the order of the links.
            return wishes.into_iter().filter(|wish| length(wish) < longest).collect();
        };
        left = rest;
    }
    wishes
}

impl Net {
    fn vertex(&mut self, layer: usize, width: f64, kind: Kind) -> usize {
        self.vertices.push(Vertex { layer, width, kind });
        self.vertices.len() - 1
    }

    /// The layers of two vertices say which is the upper one.
    fn segment(&mut self, one: usize, other: usize, weight: u8) {
        let is_upper = self.vertices[one].layer < self.vertices[other].layer;
        let (upper, lower) = if is_upper { (one, other) } else { (other, one) };
        self.segments.push(Segment { upper, lower, weight });
    }

    fn lane(&mut self, (target, weight, is_back): Key, reach: Reach) -> usize {
        let kind = |layer: usize| if is_back && layer == reach.top { Kind::Turn } else { Kind::Lane };
        let vertices: Vec<usize> =
            (reach.top..=reach.bottom).map(|layer| self.vertex(layer, 0.0, kind(layer))).collect();
        for pair in vertices.windows(2) {
            let weight = if self.vertices[pair[0]].kind == Kind::Turn { BACK } else { INSIDE };
            self.segment(pair[0], pair[1], weight);
        }
        let last = if is_back { vertices.first() } else { vertices.last() };
        if let Some(&last) = last {
            self.segment(last, target, if is_back { BACK } else { weight });
        }
        self.lanes.push(Lane { target, is_back, top: reach.top, vertices });
        self.lanes.len() - 1
    }

    fn path(&mut self, link: &Link, ranks: &[usize], lanes: &FxHashMap<Key, usize>) -> Option<Path> {
        let (&from, &to) = (ranks.get(link.from)?, ranks.get(link.to)?);
        let wish = wish(link, ranks);
        let lane = wish.and_then(|(key, _)| lanes.get(&key).copied());
        if wish.is_some() && lane.is_none() {
            let own = self.vertex(layer(from) + 1, link.stub.width, Kind::Own);
            self.segment(link.from, own, BACK);
            return Some(Path { course: Course::Cut, own, turn: None, lane: None });
        }
        if from < to {
            let own = self.vertex(layer(from) + 1, link.label.width, Kind::Own);
            self.segment(link.from, own, link.weight);
            let entry = layer(from) + 2;
            let next = lane.and_then(|lane| self.lanes.get(lane)?.at(entry)).unwrap_or(link.to);
            self.segment(own, next, link.weight);
            return Some(Path { course: Course::Down, own, turn: None, lane: lane.map(|lane| (lane, entry)) });
        }
        let own = self.vertex(layer(from), link.label.width, Kind::Own);
        let turn = self.vertex(layer(from) + 1, 0.0, Kind::Turn);
        self.segment(link.from, turn, BACK);
        self.segment(own, turn, BACK);
        let entry = layer(from) - 1;
        if let Some(next) = lane.and_then(|lane| self.lanes.get(lane)?.at(entry)) {
            self.segment(next, own, BACK);
        }
        Some(Path { course: Course::Back, own, turn: Some(turn), lane: lane.map(|lane| (lane, entry)) })
    }
}
