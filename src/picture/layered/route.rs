//! The lines: from the bottom of a box through its label and its lane to the top of another.
//!
//! Inside a layer all lines are vertical. Between a layer and the row of labels in the gap next to it there is a band
//! where they may move aside, and next to the boxes one where lines that lead back turn.

use super::lanes::{Course, Lane, Net, Path, is_gap};
use super::ports::Ports;
use super::rows::{Row, Rows};
use super::tracks::{TRACK, Tracks, room};
use super::{Graph, Layout, Point, Route, Size, real};

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
        let at = |vertex: usize| (self.centres[vertex], self.straight(self.net.vertices[vertex].layer));
        let port = self.ports.lanes[index];
        let top = self.box_top(lane.target);
        if lane.is_back {
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
            let is_level = path.lane.is_none_or(|(lane, _)| self.net.lanes[lane].is_level());
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
        let steps = if lane.is_back { lane.top + lane.vertices.len() - 1 - layer } else { layer - lane.top };
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
