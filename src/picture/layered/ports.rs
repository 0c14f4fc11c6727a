//! Where lines leave and enter their boxes: near to where they come from, in an order in which they do not cross.

use super::lanes::{Course, Lane, Net};
use super::{Graph, real};

/// How far from the corners of a box lines begin and end, and their distance from each other where there is room.
const CORNER: f64 = 18.0;
const PORT_GAP: f64 = 12.0;

/// Where lines leave and enter their boxes.
pub(super) struct Ports {
    /// Of each link.
    pub(super) out: Vec<f64>,
    /// Of each link that goes to its target directly.
    pub(super) direct: Vec<f64>,
    /// Of each lane.
    pub(super) lanes: Vec<f64>,
}

/// What a line at the side of a box is part of.
#[derive(Clone, Copy)]
enum Line {
    Link(usize),
    Lane(usize),
}

/// A line at the side of a box, where it comes from or goes to, and whether it turns on its way.
struct End {
    line: Line,
    x: f64,
    turns: bool,
}

impl End {
    /// From left to right. Turning lines are the outermost, so that they cross no others, and among them those from
    /// further away are further inside, so that they reach around each other.
    fn order(&self, centre: f64) -> (u8, f64) {
        match (self.turns, self.x < centre) {
            (true, true) => (0, -self.x),
            (true, false) => (2, -self.x),
            (false, _) => (1, self.x),
        }
    }
}

impl Ports {
    pub(super) fn of(graph: &Graph, net: &Net, centres: &[f64]) -> Self {
        let count = graph.boxes.len();
        let mut leaving: Vec<Vec<End>> = (0..count).map(|_| Vec::new()).collect();
        let mut arriving: Vec<Vec<End>> = (0..count).map(|_| Vec::new()).collect();
        let mut lane_ends: Vec<f64> = net.lanes.iter().map(|lane| lane_end(lane, centres)).collect();
        for (index, (link, path)) in graph.links.iter().zip(&net.paths).enumerate() {
            let Some(path) = path else { continue };
            let (x, this) = (centres[path.own], Line::Link(index));
            leaving[link.from].push(End { line: this, x, turns: path.course == Course::Back });
            match path.lane {
                None if path.course == Course::Down => arriving[link.to].push(End { line: this, x, turns: false }),
                Some((lane, _)) if net.lanes[lane].is_level() => lane_ends[lane] = x,
                _ => {}
            }
        }
        for (index, (lane, x)) in net.lanes.iter().zip(lane_ends).enumerate() {
            arriving[lane.target].push(End { line: Line::Lane(index), x, turns: lane.is_back });
        }
        let links = graph.links.len();
        let mut ports = Self { out: vec![0.0; links], direct: vec![0.0; links], lanes: vec![0.0; net.lanes.len()] };
        for (index, size) in graph.boxes.iter().enumerate() {
            let centre = centres[index];
            for (line, x) in placed(&mut leaving[index], centre, size.width) {
                if let Line::Link(link) = line {
                    ports.out[link] = x;
                }
            }
            for (line, x) in placed(&mut arriving[index], centre, size.width) {
                match line {
                    Line::Link(link) => ports.direct[link] = x,
                    Line::Lane(lane) => ports.lanes[lane] = x,
                }
            }
        }
        ports
    }
}

/// Where lines end at a side of a box.
fn placed(ends: &mut [End], centre: f64, width: f64) -> Vec<(Line, f64)> {
    ends.sort_by(|one, other| {
        let (one, other) = (one.order(centre), other.order(centre));
        one.0.cmp(&other.0).then(one.1.total_cmp(&other.1))
    });
    let wishes: Vec<f64> = ends.iter().map(|end| end.x).collect();
    ends.iter().map(|end| end.line).zip(spread(&wishes, ends_of(centre, width))).collect()
}

/// The last place of a lane before its target. One that is only a turn ends where it is.
pub(super) fn lane_end(lane: &Lane, centres: &[f64]) -> f64 {
    let end = match lane.vertices.as_slice() {
        [_, inner, ..] if lane.is_back => Some(*inner),
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

/// Places between two ends, in order, near the wishes and apart from each other as far as there is room.
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

#[cfg(test)]
mod tests {
    use super::*;

    fn places(ends: &[(f64, bool)]) -> Vec<f64> {
        let mut ends: Vec<End> =
            ends.iter().enumerate().map(|(index, &(x, turns))| End { line: Line::Link(index), x, turns }).collect();
        let mut places = vec![0.0; ends.len()];
        for (line, x) in placed(&mut ends, 100.0, 136.0) {
            if let Line::Link(index) = line {
                places[index] = x;
            }
        }
        places
    }

    #[test]
    fn lines_end_where_they_come_from_or_at_the_nearest_corner() {
        assert_eq!(places(&[(110.0, false), (0.0, false), (500.0, false)]), [110.0, 50.0, 150.0]);
        assert_eq!(places(&[(100.0, false), (100.0, false)]), [100.0, 112.0]);
    }

    #[test]
    fn many_lines_share_the_room_there_is() {
        let places = places(&[(900.0, false); 11]);
        assert!(places.iter().all(|place| (50.0..=150.0).contains(place)), "{places:?}");
        assert!(places.windows(2).all(|pair| 9.9 < pair[1] - pair[0]), "{places:?}");
    }

    #[test]
    fn turning_lines_are_outermost_and_reach_around_each_other() {
        assert_eq!(places(&[(300.0, true), (400.0, true), (900.0, false)]), [150.0, 138.0, 126.0]);
        assert_eq!(places(&[(0.0, true), (-50.0, true), (-90.0, false)]), [50.0, 62.0, 74.0]);
    }
}
