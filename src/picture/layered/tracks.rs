//! On which tracks lines turn that lead back: those that would meet lie on different ones.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::lanes::{Course, Net};
use super::ports::{Ports, lane_end};
use super::{Graph, real};

/// The distance of two tracks, and of the last one from the band behind it.
pub(super) const TRACK: f64 = 9.0;
const MARGIN: f64 = 6.0;

/// The tracks of turning lines: below the boxes of links that lead back, and above their targets.
pub(super) struct Tracks {
    /// Of each link: which track, counted from the boxes.
    pub(super) below: Vec<usize>,
    /// Of each lane.
    pub(super) above: Vec<usize>,
    /// How many there are in each gap below the boxes over it and above those under it.
    pub(super) counts_below: Vec<usize>,
    pub(super) counts_above: Vec<usize>,
}

/// A turn from left to right in a gap, and whose it is.
struct Turn {
    left: f64,
    right: f64,
    of: usize,
}

impl Tracks {
    pub(super) fn of(graph: &Graph, net: &Net, centres: &[f64], ports: &Ports) -> Self {
        let mut below: Vec<Vec<Turn>> = (0..net.layers).map(|_| Vec::new()).collect();
        let mut above: Vec<Vec<Turn>> = (0..net.layers).map(|_| Vec::new()).collect();
        let turn = |one: f64, other: f64, of: usize| Turn { left: one.min(other), right: one.max(other), of };
        let mut extents: Vec<Option<Turn>> = (0..net.lanes.len()).map(|_| None).collect();
        for (index, lane) in net.lanes.iter().enumerate() {
            if !lane.is_level() {
                extents[index] = Some(turn(ports.lanes[index], lane_end(lane, centres), index));
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
            if net.lanes[lane].is_level() {
                let known = extents[lane].get_or_insert(turn(ports.lanes[lane], ports.lanes[lane], lane));
                known.left = known.left.min(centres[path.own]);
                known.right = known.right.max(centres[path.own]);
            }
        }
        for extent in extents.into_iter().flatten() {
            let lane = &net.lanes[extent.of];
            if lane.is_back {
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

/// The height of so many tracks.
pub(super) fn room(tracks: usize) -> f64 {
    if tracks == 0 { 0.0 } else { real(tracks) * TRACK + MARGIN }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_that_would_meet_have_tracks_of_their_own() {
        let turns = |ends: &[(f64, f64)]| -> (usize, Vec<usize>) {
            let turns = ends.iter().enumerate().map(|(of, &(left, right))| Turn { left, right, of });
            let mut tracks = vec![0; ends.len()];
            (assign(turns.collect(), &mut tracks), tracks)
        };
        assert_eq!(turns(&[]), (0, vec![]));
        assert_eq!(turns(&[(0.0, 50.0), (100.0, 150.0)]), (1, vec![0, 0]));
        assert_eq!(turns(&[(20.0, 50.0), (10.0, 90.0)]), (2, vec![0, 1]));
    }
}
