//! Where the vertices of each layer are from left to right, after Brandes and Köpf: vertices that one line connects are
//! aligned in four ways (from above and below, leftmost and rightmost), and the two middle places of each are averaged.
//!
//! Lanes stay straight before anything else, and a segment is aligned only where no heavier one wants the same vertex,
//! so that the main line of a machine does not give way to its error handlers.

use rustc_hash::FxHashSet;

use super::lanes::{Kind, Net};
use super::order::{Neighbours, Orders};

/// The least distance between two vertices: of boxes and labels, and of lines.
const BOX_GAP: f64 = 32.0;
const LABEL_GAP: f64 = 14.0;
const LINE_GAP: f64 = 12.0;

/// The centre of each vertex; the leftmost edge of all is at 0.
pub(super) fn centres(net: &Net, orders: &Orders) -> Vec<f64> {
    let alignable = alignable(net, orders);
    let mut candidates: Vec<Vec<f64>> = Vec::with_capacity(4);
    for from_below in [false, true] {
        for from_right in [false, true] {
            let view = View { net, orders, from_below, from_right };
            let roots = view.align(&alignable);
            candidates.push(view.compact(&roots));
        }
    }
    balance(net, &mut candidates)
}

/// For each vertex the neighbours that it may be aligned with, from left to right.
struct Alignable {
    above: Vec<Vec<usize>>,
    below: Vec<Vec<usize>>,
}

fn alignable(net: &Net, orders: &Orders) -> Alignable {
    let Neighbours { mut above, mut below } = Neighbours::of(net);
    let conflicts = conflicts(net, orders, &above);
    let heaviest = |neighbours: &[Vec<(usize, u8)>]| -> Vec<u8> {
        neighbours.iter().map(|list| list.iter().map(|&(_, weight)| weight).max().unwrap_or(0)).collect()
    };
    let (heaviest_above, heaviest_below) = (heaviest(&above), heaviest(&below));
    for (lower, list) in above.iter_mut().enumerate() {
        list.retain(|&(upper, weight)| {
            weight == heaviest_above[lower] && weight == heaviest_below[upper] && !conflicts.contains(&(upper, lower))
        });
        list.sort_by_key(|&(upper, _)| orders.places[upper]);
    }
    for (upper, list) in below.iter_mut().enumerate() {
        list.retain(|&(lower, weight)| {
            weight == heaviest_above[lower] && weight == heaviest_below[upper] && !conflicts.contains(&(upper, lower))
        });
        list.sort_by_key(|&(lower, _)| orders.places[lower]);
    }
    let vertices = |list: Vec<(usize, u8)>| list.into_iter().map(|(vertex, _)| vertex).collect();
    Alignable { above: above.into_iter().map(vertices).collect(), below: below.into_iter().map(vertices).collect() }
}

/// The segments that cross the inside of a lane.
fn conflicts(net: &Net, orders: &Orders, above: &[Vec<(usize, u8)>]) -> FxHashSet<(usize, usize)> {
    let is_inside =
        |upper: usize, lower: usize| net.vertices[upper].kind == Kind::Lane && net.vertices[lower].kind == Kind::Lane;
    let lane_above = |lower: usize| {
        above[lower].iter().find(|&&(upper, _)| is_inside(upper, lower)).map(|&(upper, _)| orders.places[upper])
    };
    let mut conflicts = FxHashSet::default();
    for layer in orders.layers.iter().skip(1) {
        // The part of the layer above that lies between two lanes, and the vertices below it.
        let mut left = 0;
        let mut first = 0;
        for (place, &vertex) in layer.iter().enumerate() {
            let lane = lane_above(vertex);
            if lane.is_none() && place + 1 != layer.len() {
                continue;
            }
            let right = lane.unwrap_or(usize::MAX);
            for &lower in &layer[first..=place] {
                for &(upper, _) in &above[lower] {
                    let at = orders.places[upper];
                    if (at < left || right < at) && !is_inside(upper, lower) {
                        conflicts.insert((upper, lower));
                    }
                }
            }
            first = place + 1;
            left = lane.unwrap_or(left);
        }
    }
    conflicts
}

/// One of the four ways to look at the layers. Seen from the right, places are counted from the right and x grows to
/// the left.
struct View<'a> {
    net: &'a Net,
    orders: &'a Orders,
    from_below: bool,
    from_right: bool,
}

impl View<'_> {
    fn place(&self, vertex: usize) -> usize {
        let place = self.orders.places[vertex];
        if !self.from_right {
            return place;
        }
        self.orders.layers[self.net.vertices[vertex].layer].len() - 1 - place
    }

    /// The vertices of a layer in the direction of view.
    fn layer(&self, index: usize) -> Box<dyn Iterator<Item = usize> + '_> {
        let layer = self.orders.layers[index].iter().copied();
        if self.from_right { Box::new(layer.rev()) } else { Box::new(layer) }
    }

    /// For each vertex the first of those that it stands in a line with.
    fn align(&self, alignable: &Alignable) -> Vec<usize> {
        let count = self.net.vertices.len();
        let neighbours = if self.from_below { &alignable.below } else { &alignable.above };
        let mut roots: Vec<usize> = (0..count).collect();
        let mut is_taken = vec![false; count];
        let layers = 0..self.orders.layers.len();
        let layers: Vec<usize> = if self.from_below { layers.rev().collect() } else { layers.collect() };
        for layer in layers {
            // The place up to which the neighbouring layer is taken: lines do not cross.
            let mut free_from = 0;
            for vertex in self.layer(layer) {
                let candidates = &neighbours[vertex];
                let Some(last) = candidates.len().checked_sub(1) else { continue };
                let (low, high) = (last / 2, last.div_ceil(2));
                let medians = if self.from_right { [high, low] } else { [low, high] };
                for candidate in medians.map(|median| candidates[median]) {
                    let place = self.place(candidate);
                    if !is_taken[candidate] && free_from <= place {
                        is_taken[candidate] = true;
                        roots[vertex] = roots[candidate];
                        free_from = place + 1;
                        break;
                    }
                }
            }
        }
        roots
    }

    /// Pushes the lines as far to the left as they go, then each as far to the right as its neighbours leave room.
    fn compact(&self, roots: &[usize]) -> Vec<f64> {
        let count = roots.len();
        let mut after: Vec<Vec<(usize, f64)>> = vec![Vec::new(); count];
        let mut waits = vec![0_usize; count];
        for layer in 0..self.orders.layers.len() {
            let mut previous: Option<usize> = None;
            for vertex in self.layer(layer) {
                if let Some(previous) = previous {
                    after[roots[previous]].push((roots[vertex], self.distance(previous, vertex)));
                    waits[roots[vertex]] += 1;
                }
                previous = Some(vertex);
            }
        }
        let mut order: Vec<usize> =
            (0..count).filter(|&vertex| roots[vertex] == vertex && waits[vertex] == 0).collect();
        let mut xs = vec![0.0_f64; count];
        let mut next = 0;
        while let Some(&root) = order.get(next) {
            next += 1;
            for &(other, distance) in &after[root] {
                xs[other] = xs[other].max(xs[root] + distance);
                waits[other] -= 1;
                if waits[other] == 0 {
                    order.push(other);
                }
            }
        }
        for &root in order.iter().rev() {
            let room = after[root].iter().map(|&(other, distance)| xs[other] - distance).reduce(f64::min);
            if let Some(room) = room {
                xs[root] = xs[root].max(room);
            }
        }
        let sign = if self.from_right { -1.0 } else { 1.0 };
        roots.iter().map(|&root| sign * xs[root]).collect()
    }

    fn distance(&self, one: usize, other: usize) -> f64 {
        let (one, other) = (self.net.vertices[one], self.net.vertices[other]);
        let is_box = |kind: Kind| kind == Kind::Box;
        let gap = match (is_box(one.kind), is_box(other.kind)) {
            (true, true) => BOX_GAP,
            (false, false) if one.width == 0.0 && other.width == 0.0 => LINE_GAP,
            _ => LABEL_GAP,
        };
        f64::midpoint(one.width, other.width) + gap
    }
}

/// Lays the candidates over the narrowest one and takes the mean of the two middle places of each vertex.
fn balance(net: &Net, candidates: &mut [Vec<f64>]) -> Vec<f64> {
    let extent = |xs: &[f64]| {
        let ends = xs.iter().zip(&net.vertices).map(|(x, vertex)| (x - vertex.width / 2.0, x + vertex.width / 2.0));
        ends.reduce(|(left, right), (start, end)| (left.min(start), right.max(end))).unwrap_or_default()
    };
    let extents: Vec<(f64, f64)> = candidates.iter().map(|xs| extent(xs)).collect();
    let narrowest = extents.iter().copied().min_by(|one, other| (one.1 - one.0).total_cmp(&(other.1 - other.0)));
    let Some((left, right)) = narrowest else { return Vec::new() };
    for (index, xs) in candidates.iter_mut().enumerate() {
        let is_from_right = index % 2 == 1;
        let shift = if is_from_right { right - extents[index].1 } else { left - extents[index].0 };
        for x in xs.iter_mut() {
            *x += shift;
        }
    }
    let centres: Vec<f64> = (0..net.vertices.len())
        .map(|vertex| {
            let mut places: Vec<f64> = candidates.iter().map(|xs| xs[vertex]).collect();
            places.sort_by(f64::total_cmp);
            f64::midpoint(places[1], places[2])
        })
        .collect();
    let (leftmost, _) = extent(&centres);
    centres.into_iter().map(|x| x - leftmost).collect()
}
