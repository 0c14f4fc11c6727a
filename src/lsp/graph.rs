//! `asl/graph`: a machine as data for a picture. A request of our own; `docs/graph-request.md` describes it.

use serde::{Deserialize, Serialize};
use tower_lsp::lsp_types::{Range, TextDocumentIdentifier};

use super::documents::Snapshot;
use crate::ide::diagram::{self, Diagram, DiagramScope, Edge, Findings, Node};
use crate::model::{Role, ScopeKind};

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
    version: i32,
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
    let Diagram { name, query_language, span, scopes, nodes, edges, findings } = diagram::diagram(analysis, machine)?;
    Some(GraphData {
        version: snapshot.version,
        machines: analysis.definitions.iter().map(|definition| definition.name.clone()).collect(),
        machine: name,
        query_language: query_language.name(),
        range: snapshot.range(span),
        nodes: nodes.into_iter().map(|node| node_data(snapshot, node)).collect(),
        edges: edges.into_iter().map(|edge| edge_data(snapshot, edge)).collect(),
        scopes: scopes.into_iter().map(scope_data).collect(),
        findings: findings_data(findings),
    })
}

fn node_data(snapshot: &Snapshot, node: Node) -> NodeData {
    NodeData {
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

fn edge_data(snapshot: &Snapshot, edge: Edge) -> EdgeData {
    let (role, index) = match edge.role {
        Role::Next => ("next", None),
        Role::Default => ("default", None),
        Role::Choice(index) => ("choice", Some(index)),
        Role::Catch(index) => ("catch", Some(index)),
    };
    let (from, to) = (edge.from.0, edge.to.0);
    EdgeData { from, to, role, index, label: edge.label, range: snapshot.range(edge.span), is_guess: edge.is_guess }
}

fn scope_data(scope: DiagramScope) -> ScopeData {
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
        start: scope.start.map(|start| start.0),
        nodes: scope.nodes.into_iter().map(|node| node.0).collect(),
    }
}

fn findings_data(findings: Findings) -> FindingsData {
    let Findings { errors, warnings, infos, hints, rules } = findings;
    FindingsData { error: errors, warning: warnings, info: infos, hint: hints, rules: rules.into_iter().collect() }
}
