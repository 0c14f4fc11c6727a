//! In which order the vertices of each layer stand, so that few lines cross: sweeps that put each vertex at the mean
//! place of its neighbours, as long as they help.

use super::lanes::{Net, Path};
use super::{Graph, real};

/// How many sweeps there are at most, and how many in a row may bring nothing.
const SWEEPS: usize = 24;
const IDLE_SWEEPS: usize = 4;

/// The vertices of each layer from left to right, and the way back from a vertex to its place.
#[derive(Clone, Debug, Default)]
pub(super) struct Orders {
    pub(super) layers: Vec<Vec<usize>>,
    pub(super) places: Vec<usize>,
}

/// Arranges the vertices of a net.
pub(super) fn arrange(graph: &Graph, net: &Net) -> Orders {
    let neighbours = Neighbours::of(net);
    let mut orders = first_order(graph, net);
    let mut best = orders.clone();
    let mut fewest = crossings(&orders, &neighbours);
    let mut idle = 0;
    for sweep in 0..SWEEPS {
        if fewest == 0 || idle == IDLE_SWEEPS {
            break;
        }
        if sweep % 2 == 0 {
            (1..net.layers).for_each(|layer| orders.sort(layer, &neighbours.above));
        } else {
            (0..net.layers).rev().skip(1).for_each(|layer| orders.sort(layer, &neighbours.below));
        }
        let now = crossings(&orders, &neighbours);
        if now < fewest {
            fewest = now;
            best = orders.clone();
            idle = 0;
        } else {
            idle += 1;
        }
    }
    best
}

/// For each vertex those that it has segments to, with their weights.
pub(super) struct Neighbours {
    pub(super) above: Vec<Vec<(usize, u8)>>,
    pub(super) below: Vec<Vec<(usize, u8)>>,
}

impl Neighbours {
    pub(super) fn of(net: &Net) -> Self {
        let mut above = vec![Vec::new(); net.vertices.len()];
        let mut below = vec![Vec::new(); net.vertices.len()];
        for segment in &net.segments {
            above[segment.lower].push((segment.upper, segment.weight));
            below[segment.upper].push((segment.lower, segment.weight));
        }
        Self { above, below }
    }
}

/// Vertices in the order in which one comes by them who follows the links, the first link of each box first: what is
/// written first stands on the left.
fn first_order(graph: &Graph, net: &Net) -> Orders {
    let count = graph.boxes.len();
    let mut out: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (index, link) in graph.links.iter().enumerate() {
        if net.paths[index].is_some() {
            out[link.from].push(index);
        }
    }
    let mut orders = Orders { layers: vec![Vec::new(); net.layers], places: vec![usize::MAX; net.vertices.len()] };
    for first in 0..count {
        let mut open: Vec<(usize, usize)> = Vec::new();
        if orders.put(net, first) {
            open.push((first, 0));
        }
        while let Some((from, next)) = open.last_mut() {
            let Some(&link) = out[*from].get(*next) else {
                open.pop();
                continue;
            };
            *next += 1;
            if let Some(path) = &net.paths[link] {
                orders.put_path(net, path);
            }
            let to = graph.links[link].to;
            if orders.put(net, to) {
                open.push((to, 0));
            }
        }
    }
    orders
}

impl Orders {
    /// Puts a vertex behind the others of its layer; says whether it was new.
    fn put(&mut self, net: &Net, vertex: usize) -> bool {
        if self.places[vertex] != usize::MAX {
            return false;
        }
        let layer = &mut self.layers[net.vertices[vertex].layer];
        self.places[vertex] = layer.len();
        layer.push(vertex);
        true
    }

    fn put_path(&mut self, net: &Net, path: &Path) {
        for vertex in path.turn.into_iter().chain([path.own]) {
            self.put(net, vertex);
        }
        let Some(lane) = path.lane.and_then(|(lane, _)| net.lanes.get(lane)) else { return };
        // A lane is put as a whole.
        for &vertex in &lane.vertices {
            if !self.put(net, vertex) {
                return;
            }
        }
    }

    /// Sorts a layer by where the neighbours of its vertices are. Who has none keeps its place.
    fn sort(&mut self, layer: usize, neighbours: &[Vec<(usize, u8)>]) {
        let mean = |vertex: usize| {
            let (sum, weights) = neighbours[vertex].iter().fold((0.0, 0.0), |(sum, weights), &(neighbour, weight)| {
                let weight = pull(weight);
                (sum + weight * real(self.places[neighbour]), weights + weight)
            });
            if weights == 0.0 { None } else { Some(sum / weights) }
        };
        let mut sorted: Vec<(f64, usize)> = Vec::with_capacity(self.layers[layer].len());
        let mut kept: Vec<(usize, usize)> = Vec::new();
        for (place, &vertex) in self.layers[layer].iter().enumerate() {
            match mean(vertex) {
                Some(mean) => sorted.push((mean, vertex)),
                None => kept.push((place, vertex)),
            }
        }
        sorted.sort_by(|one, other| one.0.total_cmp(&other.0));
        let mut sorted = sorted.into_iter().map(|(_, vertex)| vertex);
        let mut kept = kept.into_iter().peekable();
        let count = self.layers[layer].len();
        let mut order = Vec::with_capacity(count);
        for place in 0..count {
            let next = kept.next_if(|&(at, _)| at == place).map(|(_, vertex)| vertex).or_else(|| sorted.next());
            order.extend(next.or_else(|| kept.next().map(|(_, vertex)| vertex)));
        }
        for (place, &vertex) in order.iter().enumerate() {
            self.places[vertex] = place;
        }
        self.layers[layer] = order;
    }
}

/// How much a segment of a weight pulls at its ends.
fn pull(weight: u8) -> f64 {
    1.0 + f64::from(weight.min(8))
}

/// How many pairs of segments cross.
fn crossings(orders: &Orders, neighbours: &Neighbours) -> u64 {
    let mut crossings = 0;
    for layer in &orders.layers {
        // From left to right, each segment crosses those before it that end further right.
        let mut ends: Vec<usize> = Vec::new();
        for &vertex in layer {
            let first = ends.len();
            ends.extend(neighbours.below[vertex].iter().map(|&(lower, _)| orders.places[lower]));
            ends[first..].sort_unstable();
        }
        let width = ends.iter().max().map_or(0, |&end| end + 1);
        let mut counts = vec![0_u64; width + 1];
        for (seen, &end) in ends.iter().enumerate() {
            let before = prefix(&counts, end + 1);
            crossings += u64::try_from(seen).unwrap_or(u64::MAX).saturating_sub(before);
            add(&mut counts, end + 1);
        }
    }
    crossings
}

/// The sum of the first counts of a Fenwick tree, whose indexes begin at 1.
fn prefix(counts: &[u64], mut index: usize) -> u64 {
    let mut sum = 0;
    while 0 < index {
        sum += counts[index];
        index &= index - 1;
    }
    sum
}

fn add(counts: &mut [u64], mut index: usize) {
    while let Some(count) = counts.get_mut(index) {
        *count += 1;
        index += index & index.wrapping_neg();
    }
}
