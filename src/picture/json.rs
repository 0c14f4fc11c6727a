//! A picture for programs: everything there is to draw, with places. New keys may be added, none may be removed.

use serde::Serialize;

use super::{Area, Finding, Picture};
use crate::text::{Source, Span};

/// The version of the document's layout.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    title: &'a str,
    description: &'a str,
    width: f64,
    height: f64,
    nodes: Vec<Node<'a>>,
    edges: Vec<Edge<'a>>,
    groups: Vec<Group<'a>>,
    findings: Vec<Found<'a>>,
}

#[derive(Serialize)]
struct Node<'a> {
    id: usize,
    kind: &'static str,
    #[serde(rename = "type")]
    state_type: Option<&'static str>,
    name: &'a str,
    label: &'a str,
    detail: &'a str,
    group: usize,
    #[serde(flatten)]
    area: Rectangle,
    reached: bool,
    severity: Option<&'static str>,
    findings: Vec<Found<'a>>,
    start: Option<Position>,
    end: Option<Position>,
}

#[derive(Serialize)]
struct Edge<'a> {
    id: usize,
    from: usize,
    to: usize,
    role: &'static str,
    label: Option<Caption<'a>>,
    points: Vec<[f64; 2]>,
    joins: Option<usize>,
    back: bool,
    cut: bool,
}

#[derive(Serialize)]
struct Caption<'a> {
    text: &'a str,
    label: &'a str,
    #[serde(flatten)]
    area: Rectangle,
}

#[derive(Serialize)]
struct Group<'a> {
    id: usize,
    owner: Option<usize>,
    title: &'a str,
    #[serde(flatten)]
    area: Rectangle,
}

#[derive(Serialize)]
struct Found<'a> {
    severity: &'static str,
    rule: &'static str,
    message: &'a str,
}

#[derive(Serialize)]
struct Rectangle {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
}

#[derive(Serialize)]
struct Position {
    line: u32,
    column: u32,
    offset: u32,
}

/// A JSON document. The source is that of the definition, for the lines of its states.
pub fn render(picture: &Picture, source: &Source) -> String {
    let document = Document {
        version: VERSION,
        title: &picture.title,
        description: &picture.description,
        width: picture.width,
        height: picture.height,
        nodes: nodes(picture, source),
        edges: edges(picture),
        groups: picture
            .groups
            .iter()
            .enumerate()
            .map(|(id, group)| Group { id, owner: group.owner, title: &group.title, area: rectangle(&group.area) })
            .collect(),
        findings: found(&picture.findings),
    };
    // Plain structs of texts and numbers always have a JSON form.
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

fn nodes<'a>(picture: &'a Picture, source: &Source) -> Vec<Node<'a>> {
    let mut nodes = Vec::with_capacity(picture.nodes.len());
    for (id, node) in picture.nodes.iter().enumerate() {
        nodes.push(Node {
            id,
            kind: node.kind.name(),
            state_type: node.kind.state_type().map(crate::asl::StateType::name),
            name: &node.name,
            label: &node.shown_name,
            detail: &node.detail,
            group: node.group,
            area: rectangle(&node.area),
            reached: node.is_reached,
            severity: node.severity().map(crate::diagnostic::Severity::name),
            findings: found(&node.findings),
            start: node.span.map(|span: Span| position(source, span.start)),
            end: node.span.map(|span: Span| position(source, span.end)),
        });
    }
    nodes
}

fn edges(picture: &Picture) -> Vec<Edge<'_>> {
    let edges = picture.edges.iter().enumerate();
    edges
        .map(|(id, edge)| Edge {
            id,
            from: edge.from,
            to: edge.to,
            role: edge.role.name(),
            label: edge.label.as_ref().map(|label| Caption {
                text: &label.text,
                label: &label.shown,
                area: rectangle(&label.area),
            }),
            points: edge.points.iter().map(|point| [round(point.x), round(point.y)]).collect(),
            joins: edge.joins,
            back: edge.is_back,
            cut: edge.is_cut,
        })
        .collect()
}

fn found(findings: &[Finding]) -> Vec<Found<'_>> {
    findings
        .iter()
        .map(|finding| Found { severity: finding.severity.name(), rule: finding.rule, message: &finding.message })
        .collect()
}

fn rectangle(area: &Area) -> Rectangle {
    Rectangle { x: round(area.x), y: round(area.y), width: round(area.width), height: round(area.height) }
}

fn position(source: &Source, offset: u32) -> Position {
    let position = source.position(offset);
    Position { line: position.line, column: position.column, offset }
}

/// A tenth of a pixel is exact enough to draw, and short to write.
fn round(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}
