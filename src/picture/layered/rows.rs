//! How high layers and the gaps between them are: the wider lines move aside in a gap, the higher it is.

use super::Graph;
use super::lanes::{Course, Kind, Net, is_gap};
use super::ports::Ports;
use super::tracks::{Tracks, room};

/// The least height of a band where lines move aside, how much of their widest move is added, and how much at most.
const BAND: f64 = 17.0;
const BAND_SLOPE: f64 = 0.08;
const BAND_GROWTH: f64 = 30.0;

/// From where to where a layer or a row of labels reaches.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Row {
    pub(super) top: f64,
    pub(super) bottom: f64,
}

pub(super) struct Rows {
    /// For the layers of boxes these, for gaps the row of labels.
    pub(super) layers: Vec<Row>,
    pub(super) height: f64,
}

/// How far lines move aside above and below the labels of a gap; `None` where there are no lines.
#[derive(Clone, Copy, Debug, Default)]
struct Moves {
    above: Option<f64>,
    below: Option<f64>,
}

impl Rows {
    pub(super) fn of(graph: &Graph, net: &Net, centres: &[f64], ports: &Ports, tracks: &Tracks) -> Self {
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
