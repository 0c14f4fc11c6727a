//! The heights of layers and gaps, and the lines: from the bottom of a box through its label and its lane to the top of
//! another.
//!
//! Inside a layer all lines are vertical. Between a layer and the row of labels in the gap next to it there is a band
//! where they may move aside, and next to the boxes one where lines that lead back turn, each on a track of its own.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::lanes::{Course, Kind, Lane, Net, Path, is_gap};
use super::{Graph, Layout, Point, Route, Size, real};

/// The least height of a band where lines move aside, how much of their widest move is added, and how much at most.
const BAND: f64 = 17.0;
const BAND_SLOPE: f64 = 0.08;
const BAND_GROWTH: f64 = 30.0;

/// The distance of two tracks of turning lines, and of the last one from the band behind it.
const TRACK: f64 = 9.0;
const TRACK_MARGIN: f64 = 6.0;

/// How far from the corners of a box lines begin and end, and their distance from each other where there is room.
const CORNER: f64 = 18.0;
const PORT_GAP: f64 = 12.0;

/// Puts everything in its place.
pub(super) fn draw(graph: &Graph, net: &Net, centres: &[f64]) -> Layout {
    let ports = Ports::of(graph, net, centres);
    let tracks = Tracks::of(graph, net, centres, &ports);
    let rows = Rows::of(graph, net, centres, &ports, &tracks);
    let drawing = Drawing { graph, net, centres, ports: &ports, tracks: &tracks, rows: &rows };
    let lanes: Vec<LaneLine> = net.lanes.iter().enumerate().map(|(index, lane)| drawing.lane(index, lane)).collect();
    let owners = owners(net);
    let routes = net.paths.iter().enumerate().map(|(link, path)| match path {
        Some(path) => drawing.route(link, path, &lanes, &owners),
        None => Route::default(),
    });
    let corner = |(index, size): (usize, &Size)| Point {
        x: centres[index] - size.width / 2.0,
        y: rows.layers[net.vertices[index].layer].top,
    };
    let right = net.vertices.iter().zip(centres).map(|(vertex, x)| x + vertex.width / 2.0).fold(0.0, f64::max);
    Layout {
        size: Size { width: right, height: rows.height },
        corners: graph.boxes.iter().enumerate().map(corner).collect(),
        routes: routes.collect(),
    }
}

/// Where lines leave and enter their boxes.
struct Ports {
    /// Of each link.
    out: Vec<f64>,
    /// Of each link that goes to its target directly.
    direct: Vec<f64>,
    /// Of each lane.
    lanes: Vec<f64>,
}

enum Arrival {
    Link(usize),
    Lane(usize),
}

impl Ports {
    fn of(graph: &Graph, net: &Net, centres: &[f64]) -> Self {
        let count = graph.boxes.len();
        let mut leaving: Vec<Vec<(f64, usize)>> = vec![Vec::new(); count];
        let mut arriving: Vec<Vec<(f64, Arrival)>> = (0..count).map(|_| Vec::new()).collect();
        for (index, (link, path)) in graph.links.iter().zip(&net.paths).enumerate() {
            let Some(path) = path else { continue };
            leaving[link.from].push((centres[path.own], index));
            if path.course == Course::Down && path.lane.is_none() {
                arriving[link.to].push((centres[path.own], Arrival::Link(index)));
            }
        }
        for (index, lane) in net.lanes.iter().enumerate() {
            arriving[lane.target].push((lane_end(net, lane, centres), Arrival::Lane(index)));
        }
        let links = graph.links.len();
        let mut ports = Self { out: vec![0.0; links], direct: vec![0.0; links], lanes: vec![0.0; net.lanes.len()] };
        for (index, size) in graph.boxes.iter().enumerate() {
            let ends = ends_of(centres[index], size.width);
            leaving[index].sort_by(|one, other| one.0.total_cmp(&other.0));
            let wishes: Vec<f64> = leaving[index].iter().map(|&(x, _)| x).collect();
            for (x, &(_, link)) in spread(&wishes, ends).into_iter().zip(&leaving[index]) {
                ports.out[link] = x;
            }
            arriving[index].sort_by(|one, other| one.0.total_cmp(&other.0));
            let wishes: Vec<f64> = arriving[index].iter().map(|(x, _)| *x).collect();
            for (x, (_, arrival)) in spread(&wishes, ends).into_iter().zip(&arriving[index]) {
                match *arrival {
                    Arrival::Link(link) => ports.direct[link] = x,
                    Arrival::Lane(lane) => ports.lanes[lane] = x,
                }
            }
        }
        ports
    }
}

/// The last place of a lane before its target. One that is only a turn ends where it is.
fn lane_end(net: &Net, lane: &Lane, centres: &[f64]) -> f64 {
    let end = match lane.vertices.as_slice() {
        [turn, inner, ..] if net.vertices[*turn].kind == Kind::Turn => Some(*inner),
        [.., last] => Some(*last),
        [] => None,
    };
    end.map_or(0.0, |vertex| centres[vertex])
}

/// The part of a side where lines may end.
fn ends_of(centre: f64, width: f64) -> (f64, f64) {
    let reach = (width / 2.0 - CORNER).max(0.0);
    (centre - reach, centre + reach)
}

/// Places between two ends, near the wishes, which are in order, and apart from each other as far as there is room.
fn spread(wishes: &[f64], (low, high): (f64, f64)) -> Vec<f64> {
    let Some(gaps) = wishes.len().checked_sub(1) else { return Vec::new() };
    let gap = if gaps == 0 { 0.0 } else { PORT_GAP.min((high - low) / real(gaps)) };
    let mut places: Vec<f64> = Vec::with_capacity(wishes.len());
    for &wish in wishes {
        let least = places.last().map_or(low, |before| before + gap);
        places.push(wish.clamp(low, high).max(least));
    }
    let mut most = high;
    for place in places.iter_mut().rev() {
        *place = place.min(most);
        most = *place - gap;
    }
    places
}

/// The tracks of turning lines: below the boxes of links that lead back, and above their targets.
struct Tracks {
    /// Of each link: which track, counted from the boxes.
    below: Vec<usize>,
    /// Of each lane.
    above: Vec<usize>,
    /// How many there are in each gap below the boxes over it and above those under it.
    counts_below: Vec<usize>,
    counts_above: Vec<usize>,
}

/// A turn from left to right in a gap, and whose it is.
struct Turn {
    left: f64,
    right: f64,
    of: usize,
}

impl Tracks {
    fn of(graph: &Graph, net: &Net, centres: &[f64], ports: &Ports) -> Self {
        let mut below: Vec<Vec<Turn>> = (0..net.layers).map(|_| Vec::new()).collect();
        let mut above: Vec<Vec<Turn>> = (0..net.layers).map(|_| Vec::new()).collect();
        let turn = |one: f64, other: f64, of: usize| Turn { left: one.min(other), right: one.max(other), of };
        let mut extents: Vec<Option<Turn>> = (0..net.lanes.len()).map(|_| None).collect();
        for (index, lane) in net.lanes.iter().enumerate() {
            if 1 < lane.vertices.len() {
                extents[index] = Some(turn(ports.lanes[index], lane_end(net, lane, centres), index));
            }
        }
        for (index, path) in net.paths.iter().enumerate() {
            let Some(path) = path.as_ref().filter(|path| path.course == Course::Back) else { continue };
            below[net.vertices[graph.links[index].from].layer + 1].push(turn(
                ports.out[index],
                centres[path.own],
                index,
            ));
            let Some((lane, _)) = path.lane else { continue };
            if net.lanes[lane].vertices.len() == 1 {
                let known = extents[lane].get_or_insert(turn(ports.lanes[lane], ports.lanes[lane], lane));
                known.left = known.left.min(centres[path.own]);
                known.right = known.right.max(centres[path.own]);
            }
        }
        for extent in extents.into_iter().flatten() {
            let lane = &net.lanes[extent.of];
            if lane.vertices.first().is_some_and(|&first| net.vertices[first].kind == Kind::Turn) {
                above[lane.top].push(extent);
            }
        }
        let mut tracks = Self {
            below: vec![0; graph.links.len()],
            above: vec![0; net.lanes.len()],
            counts_below: Vec::new(),
            counts_above: Vec::new(),
        };
        tracks.counts_below = below.into_iter().map(|turns| assign(turns, &mut tracks.below)).collect();
        tracks.counts_above = above.into_iter().map(|turns| assign(turns, &mut tracks.above)).collect();
        tracks
    }
}

/// Gives each turn a track on which it meets no other; says how many tracks that takes. What reaches over others comes
/// to lie further from the boxes.
fn assign(mut turns: Vec<Turn>, tracks: &mut [usize]) -> usize {
    turns.sort_by(|one, other| one.left.total_cmp(&other.left).then(other.right.total_cmp(&one.right)));
    // The bits of numbers that are not negative have the order of the numbers.
    let key = |x: f64| x.max(0.0).to_bits();
    let mut ends: BinaryHeap<Reverse<(u64, usize)>> = BinaryHeap::new();
    let mut count = 0;
    for turn in &turns {
        let free =
            ends.peek().filter(|Reverse((end, _))| *end < key(turn.left - TRACK)).map(|Reverse((_, track))| *track);
        let track = if let Some(track) = free {
            ends.pop();
            track
        } else {
            count += 1;
            count - 1
        };
        ends.push(Reverse((key(turn.right), track)));
        tracks[turn.of] = track;
    }
    for turn in &turns {
        tracks[turn.of] = count - 1 - tracks[turn.of];
    }
    count
}

/// From where to where a layer or a row of labels reaches.
#[derive(Clone, Copy, Debug, Default)]
struct Row {
    top: f64,
    bottom: f64,
}

struct Rows {
    /// For the layers of boxes these, for gaps the row of labels.
    layers: Vec<Row>,
    height: f64,
}

/// How far lines move aside above and below the labels of a gap; `None` where there are no lines.
#[derive(Clone, Copy, Debug, Default)]
struct Moves {
    above: Option<f64>,
    below: Option<f64>,
}

impl Rows {
    fn of(graph: &Graph, net: &Net, centres: &[f64], ports: &Ports, tracks: &Tracks) -> Self {
        let mut heights = vec![0.0_f64; net.layers];
        for (vertex, size) in net.vertices.iter().zip(&graph.boxes) {
            heights[vertex.layer] = heights[vertex.layer].max(size.height);
        }
        for (link, path) in graph.links.iter().zip(&net.paths) {
            let Some(path) = path else { continue };
            let height = if path.course == Course::Cut { link.stub.height } else { link.label.height };
            let layer = net.vertices[path.own].layer;
            heights[layer] = heights[layer].max(height);
        }
        let moves = moves(graph, net, centres, ports);
        let band = |moved: Option<f64>| moved.map_or(0.0, |far| BAND + (far * BAND_SLOPE).min(BAND_GROWTH));
        let mut layers = Vec::with_capacity(net.layers);
        let mut y = 0.0;
        for (layer, &height) in heights.iter().enumerate() {
            if is_gap(layer) {
                y += room(tracks.counts_below[layer]) + band(moves[layer].above);
            }
            layers.push(Row { top: y, bottom: y + height });
            y += height;
            if is_gap(layer) {
                y += band(moves[layer].below) + room(tracks.counts_above[layer]);
            }
        }
        Self { layers, height: y }
    }
}

/// The height of so many tracks.
fn room(tracks: usize) -> f64 {
    if tracks == 0 { 0.0 } else { real(tracks) * TRACK + TRACK_MARGIN }
}

fn moves(graph: &Graph, net: &Net, centres: &[f64], ports: &Ports) -> Vec<Moves> {
    let mut moves = vec![Moves::default(); net.layers];
    let widen = |slot: &mut Option<f64>, one: f64, other: f64| {
        *slot = Some(slot.unwrap_or(0.0).max((one - other).abs()));
    };
    for (index, (link, path)) in graph.links.iter().zip(&net.paths).enumerate() {
        let Some(path) = path else { continue };
        let (own, from) = (centres[path.own], net.vertices[link.from].layer);
        let joined = path.lane.and_then(|(lane, entry)| net.lanes[lane].at(entry));
        match path.course {
            Course::Back => {
                if let Some(inner) = joined.filter(|&joined| net.vertices[joined].kind == Kind::Lane) {
                    widen(&mut moves[from - 1].below, own, centres[inner]);
                }
            }
            Course::Down => {
                widen(&mut moves[from + 1].above, ports.out[index], own);
                widen(&mut moves[from + 1].below, own, joined.map_or(ports.direct[index], |joined| centres[joined]));
            }
            Course::Cut => widen(&mut moves[from + 1].above, ports.out[index], own),
        }
    }
    for (index, lane) in net.lanes.iter().enumerate() {
        let inner: Vec<usize> =
            lane.vertices.iter().copied().filter(|&vertex| net.vertices[vertex].kind == Kind::Lane).collect();
        for pair in inner.windows(2) {
            let (upper, lower) = (net.vertices[pair[0]].layer, net.vertices[pair[1]].layer);
            let slot = if is_gap(lower) { &mut moves[lower].above } else { &mut moves[upper].below };
            widen(slot, centres[pair[0]], centres[pair[1]]);
        }
        if let Some(&last) = inner.last()
            && net.vertices[last].layer < net.vertices[lane.target].layer
        {
            widen(&mut moves[net.vertices[last].layer].below, centres[last], ports.lanes[index]);
        }
    }
    moves
}

/// The link that draws the whole line of each lane: the first that joins it at its far end.
fn owners(net: &Net) -> Vec<Option<usize>> {
    let mut owners: Vec<Option<(usize, usize)>> = vec![None; net.lanes.len()];
    for (link, path) in net.paths.iter().enumerate() {
        let Some((path, (lane, entry))) = path.as_ref().and_then(|path| Some((path, path.lane?))) else { continue };
        let is_further = |known: usize| if path.course == Course::Back { known < entry } else { entry < known };
        if owners[lane].is_none_or(|(_, known)| is_further(known)) {
            owners[lane] = Some((link, entry));
        }
    }
    owners.into_iter().map(|owner| owner.map(|(link, _)| link)).collect()
}

/// The line of a lane in the direction of flow, so that links can take the rest of it from where they join.
struct LaneLine {
    points: Vec<Point>,
    /// For each point the next one where the line bends, or its end.
    next: Vec<usize>,
}

impl LaneLine {
    fn new(points: Vec<Point>) -> Self {
        let mut next = vec![points.len(); points.len()];
        for index in (0..points.len().saturating_sub(1)).rev() {
            let following = index + 1;
            let is_bend = points.get(following + 1).is_none_or(|after| {
                let (before, at) = (points[index], points[following]);
                !(same(before.x, at.x) && same(at.x, after.x))
            });
            next[index] = if is_bend { following } else { next[following] };
        }
        Self { points, next }
    }

    fn from(&self, first: usize) -> Vec<Point> {
        let mut points = Vec::new();
        let mut index = first;
        while let Some(&point) = self.points.get(index) {
            points.push(point);
            index = self.next[index];
        }
        points
    }
}

fn same(one: f64, other: f64) -> bool {
    (one - other).abs() < 0.01
}

struct Drawing<'a> {
    graph: &'a Graph,
    net: &'a Net,
    centres: &'a [f64],
    ports: &'a Ports,
    tracks: &'a Tracks,
    rows: &'a Rows,
}

impl Drawing<'_> {
    /// Where lines in a layer are vertical: its row and, beside boxes, the tracks above and below them.
    fn straight(&self, layer: usize) -> Row {
        let row = self.rows.layers[layer];
        if is_gap(layer) {
            return row;
        }
        let above = room(self.tracks.counts_above[layer - 1]);
        let below = self.tracks.counts_below.get(layer + 1).map_or(0.0, |&count| room(count));
        Row { top: row.top - above, bottom: row.bottom + below }
    }

    fn box_top(&self, index: usize) -> f64 {
        self.rows.layers[self.net.vertices[index].layer].top
    }

    fn box_bottom(&self, index: usize) -> f64 {
        self.box_top(index) + self.graph.boxes[index].height
    }

    /// The height of the track on which a lane turns into its target.
    fn track_above(&self, lane: usize) -> f64 {
        self.box_top(self.net.lanes[lane].target) - real(self.tracks.above[lane] + 1) * TRACK
    }

    fn lane(&self, index: usize, lane: &Lane) -> LaneLine {
        let mut points = Vec::new();
        let is_back = lane.vertices.first().is_some_and(|&first| self.net.vertices[first].kind == Kind::Turn);
        let at = |vertex: usize| (self.centres[vertex], self.straight(self.net.vertices[vertex].layer));
        let port = self.ports.lanes[index];
        let top = self.box_top(lane.target);
        if is_back {
            for &vertex in lane.vertices.iter().skip(1).rev() {
                let (x, Row { top, bottom }) = at(vertex);
                points.extend([Point { x, y: bottom }, Point { x, y: top }]);
            }
            let y = self.track_above(index);
            points.extend(points.last().map(|last| Point { x: last.x, y }));
            points.push(Point { x: port, y });
        } else {
            for &vertex in &lane.vertices {
                let (x, Row { top, bottom }) = at(vertex);
                points.extend([Point { x, y: top }, Point { x, y: bottom }]);
            }
            points.push(Point { x: port, y: self.straight(self.net.vertices[lane.target].layer).top });
        }
        points.push(Point { x: port, y: top });
        LaneLine::new(points)
    }

    fn route(&self, index: usize, path: &Path, lanes: &[LaneLine], owners: &[Option<usize>]) -> Route {
        let link = &self.graph.links[index];
        let layer = self.net.vertices[link.from].layer;
        let (own, port, bottom) = (self.centres[path.own], self.ports.out[index], self.box_bottom(link.from));
        let row = self.rows.layers[layer];
        let mut points = vec![Point { x: port, y: bottom }];
        let is_back = path.course == Course::Back;
        let label = if is_back {
            let y = row.bottom + real(self.tracks.below[index] + 1) * TRACK;
            points.extend([Point { x: port, y }, Point { x: own, y }]);
            let is_level = path.lane.is_none_or(|(lane, _)| self.net.lanes[lane].vertices.len() == 1);
            if is_level {
                let y = path.lane.map_or(row.top, |(lane, _)| self.track_above(lane));
                points.push(Point { x: own, y });
            } else {
                points.push(Point { x: own, y: self.straight(layer).top });
            }
            Point { x: own, y: self.box_top(link.from) + self.graph.boxes[link.from].height / 2.0 }
        } else {
            let labels = self.rows.layers[layer + 1];
            points.extend([Point { x: port, y: self.straight(layer).bottom }, Point { x: own, y: labels.top }]);
            if path.course == Course::Down {
                points.push(Point { x: own, y: labels.bottom });
            }
            Point { x: own, y: f64::midpoint(labels.top, labels.bottom) }
        };
        let mut joins = None;
        if let Some((lane, entry)) = path.lane {
            joins = (owners[lane] != Some(index)).then_some(points.len());
            points.extend(lanes[lane].from(self.entry(lane, entry)));
        } else if path.course == Course::Down {
            let port = self.ports.direct[index];
            points.push(Point { x: port, y: self.straight(self.net.vertices[link.to].layer).top });
            points.push(Point { x: port, y: self.box_top(link.to) });
        }
        let (points, joins) = without_needless(&points, joins);
        Route { points, joins, label, is_back, is_cut: path.course == Course::Cut }
    }

    /// The index of the point of a lane's line where one enters who joins it in a layer.
    fn entry(&self, lane: usize, layer: usize) -> usize {
        let lane = &self.net.lanes[lane];
        let is_back = lane.vertices.first().is_some_and(|&first| self.net.vertices[first].kind == Kind::Turn);
        let steps = if is_back { lane.top + lane.vertices.len() - 1 - layer } else { layer - lane.top };
        2 * steps
    }
}

/// The line without points that change nothing; the point where it joins another stays.
fn without_needless(points: &[Point], joins: Option<usize>) -> (Vec<Point>, Option<usize>) {
    let mut distinct: Vec<(Point, bool)> = Vec::with_capacity(points.len());
    for (index, &point) in points.iter().enumerate() {
        let is_join = joins == Some(index);
        match distinct.last_mut() {
            Some((last, was_join)) if same(last.x, point.x) && same(last.y, point.y) => *was_join |= is_join,
            _ => distinct.push((point, is_join)),
        }
    }
    let mut kept: Vec<Point> = Vec::with_capacity(distinct.len());
    let mut joins_at = None;
    for (index, &(point, is_join)) in distinct.iter().enumerate() {
        let is_on_the_way = match (kept.last(), distinct.get(index + 1)) {
            (Some(before), Some((after, _))) => same(before.x, point.x) && same(point.x, after.x),
            _ => false,
        };
        if is_join {
            joins_at = Some(kept.len());
        }
        if is_join || !is_on_the_way {
            kept.push(point);
        }
    }
    (kept, joins_at)
}
