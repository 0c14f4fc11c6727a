//! What is to be drawn of a definition: nodes, edges and groups, with the sizes of what has text, without places.

use rustc_hash::FxHashMap;

use super::text::{clip, width};
use super::{Area, Edge, EdgeRole, Group, Label, Node, NodeKind, Picture, condition};
use crate::analysis::Definition;
use crate::asl::StateType;
use crate::graph::StateGraph;
use crate::model::{Machine, Role, Scope, ScopeKind, State, StateId, Target};
use crate::resource::{self, Resource};
use crate::semantics::map_state::{Mode, mode};
use crate::syntax::Tree;

/// The sizes of fonts. The renderer of SVG writes them as they are measured here.
pub(super) const NAME_SIZE: f64 = 13.0;
pub(super) const DETAIL_SIZE: f64 = 11.0;
pub(super) const LABEL_SIZE: f64 = 11.0;

/// Where the text of a box begins, and what stays free behind it.
pub(super) const TEXT_LEFT: f64 = 44.0;
const TEXT_RIGHT: f64 = 16.0;

/// How much wider names are for being bold.
pub(super) const BOLD: f64 = 1.12;

const BOX_HEIGHT: f64 = 46.0;
const LEAST_WIDTH: f64 = 120.0;
const WIDEST_NAME: f64 = 220.0;
const WIDEST_DETAIL: f64 = 250.0;
const WIDEST_LABEL: f64 = 150.0;
pub(super) const WIDEST_STUB: f64 = 220.0;
const LABEL_MARGIN: f64 = 6.0;
const LABEL_HEIGHT: f64 = 17.0;

/// The diameter of the marks where scopes begin and end.
const MARK: f64 = 18.0;

/// The nodes, edges and groups of a definition.
pub(super) fn of(definition: &Definition) -> Picture {
    let Some(machine) = &definition.machine else {
        return Picture { groups: vec![Group::default()], ..Picture::default() };
    };
    let mut builder = Builder {
        tree: &definition.tree,
        machine,
        picture: Picture::default(),
        nodes: FxHashMap::default(),
        absent: FxHashMap::default(),
    };
    machine.scopes.iter().for_each(|scope| builder.scope(scope));
    builder.picture
}

/// How much room a label takes, with what stays free around it.
pub(super) fn label_area(shown: &str) -> Area {
    Area { width: width(shown, LABEL_SIZE) + 2.0 * LABEL_MARGIN, height: LABEL_HEIGHT, ..Area::default() }
}

struct Builder<'a> {
    tree: &'a Tree,
    machine: &'a Machine,
    picture: Picture,
    nodes: FxHashMap<StateId, usize>,
    /// Targets that are no states, by group and text.
    absent: FxHashMap<(usize, &'a str), usize>,
}

impl<'a> Builder<'a> {
    fn scope(&mut self, scope: &'a Scope) {
        let group = self.picture.groups.len();
        self.picture.groups.push(Group {
            owner: scope.owner.and_then(|owner| self.nodes.get(&owner).copied()),
            title: self.title(scope),
            area: Area::default(),
        });
        let start = scope.start_at.as_ref().map(|target| (self.mark(NodeKind::Start, group), target));
        let graph = StateGraph::new(self.machine, scope);
        let is_certain = !scope.open && scope.start_at.as_ref().is_some_and(|target| target.leads_to().is_some());
        for state in self.machine.states_of(scope) {
            let node = self.state(state, group, !is_certain || graph.is_reachable(state));
            self.nodes.insert(state.id, node);
        }
        if let Some((start, target)) = start {
            let to = self.target(target, group);
            self.edge(start, to, EdgeRole::Start, String::new(), "");
        }
        for state in self.machine.states_of(scope) {
            self.transitions(state, group);
        }
    }

    fn title(&self, scope: &Scope) -> String {
        let siblings = scope.owner.and_then(|owner| self.machine.state(owner)).map_or(0, |owner| owner.scopes.len());
        match scope.kind {
            ScopeKind::Branch { index } if 1 < siblings => format!("Branch {}", index + 1),
            _ => String::new(),
        }
    }

    fn mark(&mut self, kind: NodeKind, group: usize) -> usize {
        let area = Area { width: MARK, height: MARK, ..Area::default() };
        self.node(Node { area, ..blank(kind, group) })
    }

    fn node(&mut self, node: Node) -> usize {
        self.picture.nodes.push(node);
        self.picture.nodes.len() - 1
    }

    fn state(&mut self, state: &State, group: usize, is_reached: bool) -> usize {
        let node = Node {
            span: Some(self.tree.span(state.name.node)),
            is_reached,
            ..labelled(NodeKind::State(state.id, state.kind), group, &state.name.text, &detail(self.tree, state))
        };
        self.node(node)
    }

    fn transitions(&mut self, state: &'a State, group: usize) {
        let Some(&from) = self.nodes.get(&state.id) else { return };
        let mut transitions: Vec<_> = state.transitions.iter().collect();
        // The main line first, error handlers last: that is the order from left to right.
        transitions.sort_by_key(|transition| match transition.role {
            Role::Next => (0, 0),
            Role::Choice(index) => (1, index),
            Role::Default => (2, 0),
            Role::Catch(index) => (3, index),
        });
        for transition in transitions {
            let to = self.target(&transition.target, group);
            let (text, brief) = self.label(state, transition.role);
            self.edge(from, to, EdgeRole::Transition(transition.role), text, &brief);
        }
        let has_mark = state.end == Some(true) && state.kind.is_none_or(StateType::takes_next);
        if has_mark {
            let end = self.mark(NodeKind::End, group);
            self.edge(from, end, EdgeRole::End, String::new(), "");
        }
    }

    /// The node that a target leads to; one of its own where there is no such state.
    fn target(&mut self, target: &'a Target, group: usize) -> usize {
        let known = target.leads_to().and_then(|state| self.nodes.get(&state).copied());
        if let Some(node) = known.filter(|&node| self.picture.nodes[node].group == group) {
            return node;
        }
        let text = self.tree.text(target.node);
        if let Some(&node) = self.absent.get(&(group, text)) {
            return node;
        }
        let (kind, detail) = match &target.name {
            Some(_) => (NodeKind::Missing, "no such state"),
            None => (NodeKind::Unknown, "known at deployment"),
        };
        let node = self.node(labelled(kind, group, text, detail));
        self.absent.insert((group, text), node);
        node
    }

    /// What is written at a transition, and what is where there is little room.
    fn label(&self, state: &State, role: Role) -> (String, String) {
        let text = match role {
            Role::Next => String::new(),
            Role::Default => "default".to_owned(),
            Role::Choice(index) => {
                let found = state.choices.binary_search_by_key(&index, |choice| choice.index);
                return found.ok().and_then(|found| state.choices.get(found)).map_or_else(Default::default, |choice| {
                    (condition::text(self.tree, choice.node), condition::brief(self.tree, choice.node))
                });
            }
            Role::Catch(index) => {
                let found = state.catchers.binary_search_by_key(&index, |catcher| catcher.index);
                let catcher = found.ok().and_then(|found| state.catchers.get(found));
                let errors = catcher.map(|catcher| catcher.errors.as_slice()).unwrap_or_default();
                let names: Vec<&str> = errors.iter().map(|&error| self.tree.text(error)).collect();
                names.join(", ")
            }
        };
        (text.clone(), text)
    }

    fn edge(&mut self, from: usize, to: usize, role: EdgeRole, text: String, brief: &str) {
        let fits = width(&text, LABEL_SIZE) <= WIDEST_LABEL;
        let shown = clip(if fits { &text } else { brief }, LABEL_SIZE, WIDEST_LABEL);
        let label = (!shown.is_empty()).then(|| Label { area: label_area(&shown), text, shown });
        let (points, joins) = (Vec::new(), None);
        self.picture.edges.push(Edge { from, to, role, points, joins, label, is_back: false, is_cut: false });
    }
}

fn blank(kind: NodeKind, group: usize) -> Node {
    Node {
        kind,
        name: String::new(),
        shown_name: String::new(),
        detail: String::new(),
        group,
        area: Area::default(),
        span: None,
        is_reached: true,
        findings: Vec::new(),
    }
}

/// A box with a name and a line below it.
fn labelled(kind: NodeKind, group: usize, name: &str, detail: &str) -> Node {
    let shown_name = clip(name, BOLD * NAME_SIZE, WIDEST_NAME);
    let detail = clip(detail, DETAIL_SIZE, WIDEST_DETAIL);
    let text = width(&shown_name, BOLD * NAME_SIZE).max(width(&detail, DETAIL_SIZE));
    let area =
        Area { width: (TEXT_LEFT + text + TEXT_RIGHT).max(LEAST_WIDTH).ceil(), height: BOX_HEIGHT, ..Area::default() };
    Node { name: name.to_owned(), shown_name, detail, area, ..blank(kind, group) }
}

/// The type of a state, what it calls, waits for, or fails with, and a sign if it tries again.
fn detail(tree: &Tree, state: &State) -> String {
    let text = |field: &str| tree.get(state.node, field).map(|node| tree.text(node)).unwrap_or_default();
    let Some(kind) = state.kind else {
        let written = text("Type");
        return if written.is_empty() { "no type".to_owned() } else { format!("{written}?") };
    };
    let more = match kind {
        StateType::Task => called(text("Resource")),
        StateType::Wait => waited(&text),
        StateType::Fail => text("Error").to_owned(),
        StateType::Map if mode(tree, state) == Mode::Distributed => "distributed".to_owned(),
        _ => String::new(),
    };
    let retries = if state.retriers.is_empty() { "" } else { " ↻" };
    if more.is_empty() { format!("{}{retries}", kind.name()) } else { format!("{} · {more}{retries}", kind.name()) }
}

fn called(text: &str) -> String {
    match resource::parse(text) {
        Resource::Optimized { service, action, suffix, .. } | Resource::AwsSdk { service, action, suffix, .. } => {
            format!("{}:{}{}", service.text, action.text, suffix.map_or("", |suffix| suffix.text))
        }
        Resource::Lambda { function, .. } => format!("lambda {}", function.text),
        Resource::Activity { name, .. } => format!("activity {}", name.text),
        Resource::Other | Resource::Partial | Resource::Malformed { .. } => text.to_owned(),
    }
}

fn waited<'a>(text: &impl Fn(&str) -> &'a str) -> String {
    let seconds = text("Seconds");
    if !seconds.is_empty() {
        let is_number = seconds.bytes().all(|byte| byte.is_ascii_digit());
        return if is_number { format!("{seconds} s") } else { seconds.to_owned() };
    }
    let fields = ["SecondsPath", "Timestamp", "TimestampPath"];
    fields.iter().map(|field| text(field)).find(|text| !text.is_empty()).unwrap_or_default().to_owned()
}
