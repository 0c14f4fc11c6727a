//! In which order the vertices of each layer stand, so that few lines cross: sweeps that put each vertex at the mean
//! place of its neighbours, as long as they help.

use super::lanes::{INSIDE, Net, Path};
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

/// Arranges the vertices of a net: once beginning with the order of the links, once with its reverse.
pub(super) fn arrange(graph: &Graph, net: &Net) -> Orders {
    let neighbours = Neighbours::of(net);
    let links: Vec<usize> = (0..graph.links.len()).collect();
    let (orders, crossings) = improved(first_order(graph, net, &links), net, &neighbours);
    if crossings == 0 {
        return orders;
    }
    let reversed: Vec<usize> = links.into_iter().rev().collect();
    let (other_orders, other_crossings) = improved(first_order(graph, net, &reversed), net, &neighbours);
    if other_crossings < crossings { other_orders } else { orders }
}

/// Sweeps as long as that helps. Gives the best orders on the way, and what their crossings cost.
fn improved(mut orders: Orders, net: &Net, neighbours: &Neighbours) -> (Orders, u64) {
    let mut best = orders.clone();
    let mut fewest = crossings(&orders, neighbours);
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
        let now = crossings(&orders, neighbours);
        if now < fewest {
            fewest = now;
            best = orders.clone();
            idle = 0;
        } else {
            idle += 1;
        }
    }
    (best, fewest)
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

/// Vertices in the order in which one comes by them who follows the links, those named first before others.
fn first_order(graph: &Graph, net: &Net, links: &[usize]) -> Orders {
    let count = graph.boxes.len();
    let mut out: Vec<Vec<usize>> = vec![Vec::new(); count];
    for &index in links {
        if net.paths[index].is_some() {
            out[graph.links[index].from].push(index);
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

/// How much a segment of a weight pulls at its ends: the main line more than all handlers of a state.
fn pull(weight: u8) -> f64 {
    f64::from(1_u32 << (2 * weight.min(4)))
}

/// What all crossings of segments cost: for each, the product of what the two are worth.
fn crossings(orders: &Orders, neighbours: &Neighbours) -> u64 {
    let mut crossings = 0;
    for layer in &orders.layers {
        // From left to right, each segment crosses those before it that end further right.
        let mut ends: Vec<(usize, u64)> = Vec::new();
        for &vertex in layer {
            let first = ends.len();
            let below = neighbours.below[vertex].iter();
            ends.extend(below.map(|&(lower, weight)| (orders.places[lower], worth(weight))));
            ends[first..].sort_unstable();
        }
        let width = ends.iter().map(|&(end, _)| end + 1).max().unwrap_or(0);
        let mut sums = vec![0_u64; width + 1];
        let mut total = 0;
        for &(end, worth) in &ends {
            crossings += worth * (total - prefix(&sums, end + 1));
            add(&mut sums, end + 1, worth);
            total += worth;
        }
    }
    crossings
}

/// How bad it is to cross a segment of a weight. Lanes are mostly those of error handlers.
const fn worth(weight: u8) -> u64 {
    match weight {
        0 => 1,
        1 | INSIDE => 2,
        2 => 4,
        _ => 6,
    }
}

/// The sum of the first values of a Fenwick tree, whose indexes begin at 1.
fn prefix(sums: &[u64], mut index: usize) -> u64 {
    let mut sum = 0;
    while 0 < index {
        sum += sums[index];
        index &= index - 1;
    }
    sum
}

fn add(sums: &mut [u64], mut index: usize, by: u64) {
    while let Some(sum) = sums.get_mut(index) {
        *sum += by;
        index += index & index.wrapping_neg();
    }
}

#[cfg(test)]
mod tests {
    use super::super::lanes::weave;
    use super::super::{Link, Size, layers};
    use super::*;

    fn arranged(count: usize, links: &[(usize, usize)]) -> (Orders, u64) {
        let link =
            |&(from, to): &(usize, usize)| Link { from, to, weight: 2, label: Size::default(), stub: Size::default() };
        let boxes = vec![Size { width: 10.0, height: 10.0 }; count];
        let graph = Graph { boxes, links: links.iter().map(link).collect(), has_start: true };
        let net = weave(&graph, &layers::of(&graph));
        let orders = arrange(&graph, &net);
        let cost = crossings(&orders, &Neighbours::of(&net));
        (orders, cost)
    }

    #[test]
    fn what_is_written_first_stands_on_the_left() {
        let (orders, cost) = arranged(4, &[(0, 2), (0, 1), (0, 3)]);
        assert_eq!((orders.layers[3].as_slice(), cost), ([2, 1, 3].as_slice(), 0));
    }

    #[test]
    fn crossings_that_can_be_avoided_are() {
        let (_, cost) = arranged(7, &[(0, 1), (0, 2), (0, 3), (1, 6), (2, 5), (3, 4), (1, 5)]);
        assert_eq!(cost, 0);
    }

    #[test]
    fn a_crossing_costs_the_product_of_both() {
        // Three boxes that all lead to three others cross nine times, however they stand.
        let links: Vec<(usize, usize)> =
            (1..4).map(|one| (0, one)).chain((1..4).flat_map(|one| (4..7).map(move |other| (one, other)))).collect();
        assert_eq!(arranged(7, &links).1, 9 * worth(2) * worth(2));
    }
}
