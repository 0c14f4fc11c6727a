//! Lays a directed graph out in layers, after Sugiyama: boxes of given sizes and links between them become places and
//! lines. Knows nothing of state machines.
//!
//! Every line leaves a box at its bottom and enters one at its top, so that reading goes down. What leads back up turns
//! below its source and runs up a lane beside the boxes. Long lines of one kind to one target share a lane, which
//! keeps the work and the drawing small where hundreds of links lead to the same box.

mod lanes;
mod layers;
mod order;
mod place;
mod ports;
mod route;
mod rows;
mod tracks;

/// Width and height.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Size {
    pub(super) width: f64,
    pub(super) height: f64,
}

/// A place; y grows downwards.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    pub x: f64,
    pub y: f64,
}

/// A link between two boxes, which are named by their indexes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link {
    pub(super) from: usize,
    pub(super) to: usize,
    /// The more it weighs, the more is done to keep it straight; links of one weight to one box share lanes.
    pub(super) weight: u8,
    /// The size of what is written at it.
    pub(super) label: Size,
    /// The size of what is written instead where its line is cut.
    pub(super) stub: Size,
}

/// Boxes and links.
#[derive(Clone, Debug, Default)]
pub(super) struct Graph {
    pub(super) boxes: Vec<Size>,
    pub(super) links: Vec<Link>,
    /// Whether the first box is where everything starts. What it does not lead to stands below the rest.
    pub(super) has_start: bool,
}

/// The line of a link.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Route {
    pub(super) points: Vec<Point>,
    /// The index of the point from which on another link draws the same line.
    pub(super) joins: Option<usize>,
    /// The centre of its label.
    pub(super) label: Point,
    /// Whether it leads up.
    pub(super) is_back: bool,
    /// Whether it is too long to draw: it ends at its label.
    pub(super) is_cut: bool,
}

/// Where everything is.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Layout {
    pub(super) size: Size,
    /// The top left corner of each box.
    pub(super) corners: Vec<Point>,
    /// Of each link.
    pub(super) routes: Vec<Route>,
}

/// Lays a graph out. The same graph has the same layout. Links of boxes that are not there are left without a line.
pub(super) fn lay_out(graph: &Graph) -> Layout {
    let ranks = layers::of(graph);
    let net = lanes::weave(graph, &ranks);
    let orders = order::arrange(graph, &net);
    let centres = place::centres(&net, &orders);
    route::draw(graph, &net, &centres)
}

/// A count as a number to calculate with.
fn real(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::INFINITY, f64::from)
}
