//! `asl/graph`: a machine as data for a picture. A request of our own; `docs/graph-request.md` describes it.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use tower_lsp::lsp_types::{Range, TextDocumentIdentifier};

use super::documents::Snapshot;
use crate::ide::diagram::{self, Diagram, DiagramScope, Edge, Findings, Node};
use crate::model::{Role, ScopeKind, StateId};
use crate::picture::{self, Area, EdgeRole, NodeKind, Picture};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct GraphParams {
    pub(super) text_document: TextDocumentIdentifier,
    /// The logical id of the machine in a template; the first machine where it is left out.
    #[serde(default)]
    pub(super) machine: Option<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct GraphData {
    /// The version of the document that this is of.
    version: Option<i32>,
    /// The names of all machines of the document.
    machines: Vec<String>,
    /// The name of this one.
    machine: String,
    query_language: &'static str,
    range: Range,
    nodes: Vec<NodeData>,
    edges: Vec<EdgeData>,
    scopes: Vec<ScopeData>,
    /// Those that are in no state.
    findings: FindingsData,
    width: f64,
    height: f64,
    /// Where scopes begin and end, and names that no state has.
    marks: Vec<MarkData>,
}

/// A rectangle of the picture.
#[derive(Clone, Copy, Debug, Default, Serialize)]
struct AreaData {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
}

/// Something in the picture that is no state, with the lines that lead there or from there.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct MarkData {
    kind: &'static str,
    name: String,
    #[serde(flatten)]
    area: AreaData,
    lines: Vec<Vec<[f64; 2]>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct NodeData {
    id: u32,
    scope: u32,
    name: String,
    #[serde(rename = "type")]
    kind: Option<&'static str>,
    #[serde(skip_serializing_if = "String::is_empty")]
    resource: String,
    range: Range,
    selection_range: Range,
    is_start: bool,
    is_end: bool,
    findings: FindingsData,
    #[serde(flatten)]
    area: AreaData,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct EdgeData {
    from: u32,
    to: u32,
    role: &'static str,
    /// Of a choice rule or a catcher, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    index: Option<u32>,
    label: String,
    range: Range,
    is_guess: bool,
    points: Vec<[f64; 2]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    label_position: Option<[f64; 2]>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct ScopeData {
    id: u32,
    owner: Option<u32>,
    kind: &'static str,
    /// Of a branch, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    index: Option<u32>,
    start: Option<u32>,
    nodes: Vec<u32>,
    #[serde(flatten)]
    area: AreaData,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct FindingsData {
    error: usize,
    warning: usize,
    info: usize,
    hint: usize,
    rules: Vec<&'static str>,
}

pub(super) fn graph(snapshot: &Snapshot, machine: Option<&str>) -> Option<GraphData> {
    let analysis = snapshot.analysis();
    let Diagram { index, name, query_language, span, scopes, nodes, edges, findings } =
        diagram::diagram(analysis, machine)?;
    let picture = picture::draw(analysis.definitions.get(index)?, "", []);
    let places = Places::of(&picture);
    Some(GraphData {
        version: snapshot.version,
        machines: analysis.definitions.iter().map(|definition| definition.name.clone()).collect(),
        machine: name,
        query_language: query_language.name(),
        range: snapshot.range(span),
        nodes: nodes.into_iter().map(|node| node_data(snapshot, &places, node)).collect(),
        edges: edges.into_iter().map(|edge| edge_data(snapshot, &places, edge)).collect(),
        scopes: scopes.into_iter().map(|scope| scope_data(&places, scope)).collect(),
        findings: findings_data(findings),
        width: rounded(picture.width),
        height: rounded(picture.height),
        marks: marks(&picture),
    })
}

/// Where the picture has the states and transitions of the model.
struct Places<'a> {
    states: FxHashMap<StateId, &'a picture::Node>,
    transitions: FxHashMap<(StateId, Role), &'a picture::Edge>,
    groups: &'a [picture::Group],
}

impl<'a> Places<'a> {
    fn of(picture: &'a Picture) -> Self {
        let state = |index: usize| match picture.nodes.get(index)?.kind {
            NodeKind::State(id, _) => Some(id),
            _ => None,
        };
        let transition = |edge: &'a picture::Edge| match edge.role {
            EdgeRole::Transition(role) => Some(((state(edge.from)?, role), edge)),
            EdgeRole::Start | EdgeRole::End => None,
        };
        let states = picture.nodes.iter().enumerate().filter_map(|(index, node)| Some((state(index)?, node)));
        Self {
            states: states.collect(),
            transitions: picture.edges.iter().filter_map(transition).collect(),
            groups: &picture.groups,
        }
    }
}

/// What the picture has beside the states.
fn marks(picture: &Picture) -> Vec<MarkData> {
    let mut lines: FxHashMap<usize, Vec<Vec<[f64; 2]>>> = FxHashMap::default();
    for edge in &picture.edges {
        for end in [edge.from, edge.to] {
            if picture.nodes.get(end).is_some_and(|node| !matches!(node.kind, NodeKind::State(..))) {
                lines.entry(end).or_default().push(points(edge));
            }
        }
    }
    let mark = |(index, node): (usize, &picture::Node)| {
        let lines = lines.remove(&index).unwrap_or_default();
        let is_state = matches!(node.kind, NodeKind::State(..));
        let (kind, name, area) = (node.kind.name(), node.name.clone(), area_data(&node.area));
        (!is_state).then_some(MarkData { kind, name, area, lines })
    };
    picture.nodes.iter().enumerate().filter_map(mark).collect()
}

fn points(edge: &picture::Edge) -> Vec<[f64; 2]> {
    edge.points.iter().map(|point| [rounded(point.x), rounded(point.y)]).collect()
}

fn area_data(area: &Area) -> AreaData {
    let Area { x, y, width, height } = *area;
    AreaData { x: rounded(x), y: rounded(y), width: rounded(width), height: rounded(height) }
}

/// A tenth of a pixel is more than anyone sees.
fn rounded(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

fn node_data(snapshot: &Snapshot, places: &Places<'_>, node: Node) -> NodeData {
    NodeData {
        area: places.states.get(&node.id).map(|node| area_data(&node.area)).unwrap_or_default(),
        id: node.id.0,
        scope: node.scope.0,
        name: node.name,
        kind: node.kind.map(crate::asl::StateType::name),
        resource: node.resource,
        range: snapshot.range(node.span),
        selection_range: snapshot.range(node.selection),
        is_start: node.is_start,
        is_end: node.is_end,
        findings: findings_data(node.findings),
    }
}

fn edge_data(snapshot: &Snapshot, places: &Places<'_>, edge: Edge) -> EdgeData {
    let line = places.transitions.get(&(edge.from, edge.role));
    let label = line.and_then(|line| line.label.as_ref());
    let (role, index) = match edge.role {
        Role::Next => ("next", None),
        Role::Default => ("default", None),
        Role::Choice(index) => ("choice", Some(index)),
        Role::Catch(index) => ("catch", Some(index)),
    };
    let (from, to) = (edge.from.0, edge.to.0);
    EdgeData {
        from,
        to,
        role,
        index,
        label: edge.label,
        range: snapshot.range(edge.span),
        is_guess: edge.is_guess,
        points: line.map(|line| points(line)).unwrap_or_default(),
        label_position: label.map(|label| {
            let Area { x, y, width, height } = label.area;
            [rounded(x + width / 2.0), rounded(y + height / 2.0)]
        }),
    }
}

fn scope_data(places: &Places<'_>, scope: DiagramScope) -> ScopeData {
    let group = usize::try_from(scope.id.0).ok().and_then(|index| places.groups.get(index));
    let (kind, index) = match scope.kind {
        ScopeKind::Root => ("root", None),
        ScopeKind::Branch { index } => ("branch", Some(index)),
        ScopeKind::Processor => ("processor", None),
    };
    ScopeData {
        id: scope.id.0,
        owner: scope.owner.map(|owner| owner.0),
        kind,
        index,
        area: group.map(|group| area_data(&group.area)).unwrap_or_default(),
        start: scope.start.map(|start| start.0),
        nodes: scope.nodes.into_iter().map(|node| node.0).collect(),
    }
}

fn findings_data(findings: Findings) -> FindingsData {
    let Findings { errors, warnings, infos, hints, rules } = findings;
    FindingsData { error: errors, warning: warnings, info: infos, hint: hints, rules: rules.into_iter().collect() }
}
