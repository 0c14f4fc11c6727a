//! A state machine as a picture: boxes, lines and labels with their places, and renderers that write them down.
//!
//! Pure data in, pure data out: nothing here knows files, terminals or editors. A definition with faults is drawn as
//! far as it can be read, and what was found in it is at the states it belongs to.

mod condition;
mod diagram;
pub mod dot;
mod findings;
pub mod json;
mod layered;
pub mod mermaid;
mod nest;
mod outline;
pub mod svg;
mod text;

use crate::analysis::Definition;
use crate::asl::StateType;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Role, StateId};
use crate::text::Span;

pub use layered::Point;

/// A rectangle, by its top left corner.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Area {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

impl Area {
    pub fn right(&self) -> f64 {
        self.x + self.width
    }

    pub fn bottom(&self) -> f64 {
        self.y + self.height
    }
}

/// A drawn state machine. Nodes, edges and groups are named by their indexes.
#[derive(Clone, Debug, Default)]
pub struct Picture {
    pub title: String,
    /// One sentence that says what is to be seen.
    pub description: String,
    pub width: f64,
    pub height: f64,
    /// Those of a group stand together, the group of the machine first.
    pub nodes: Vec<Node>,
    pub edges: Vec<Edge>,
    /// One for each scope; the first is the machine itself.
    pub groups: Vec<Group>,
    /// What was found in the definition and belongs to no state.
    pub findings: Vec<Finding>,
}

/// A state, or something else that lines lead from or to.
#[derive(Clone, Debug)]
pub struct Node {
    pub kind: NodeKind,
    /// The whole name; empty for marks.
    pub name: String,
    /// The name as far as it fits.
    pub shown_name: String,
    /// What the state is about, in a few words, as far as they fit.
    pub detail: String,
    pub group: usize,
    pub area: Area,
    /// The state's name in the file.
    pub span: Option<Span>,
    /// Whether something leads here, or may: false for states that are never reached.
    pub is_reached: bool,
    /// The worst first.
    pub findings: Vec<Finding>,
}

impl Node {
    pub fn severity(&self) -> Option<Severity> {
        self.findings.first().map(|finding| finding.severity)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeKind {
    /// Where a scope begins.
    Start,
    /// Where a scope ends.
    End,
    /// A state; its type is `None` when it has none that is known.
    State(StateId, Option<StateType>),
    /// A name that no state has.
    Missing,
    /// A target whose name is not known before deployment.
    Unknown,
}

impl NodeKind {
    /// One word for programs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::End => "end",
            Self::State(..) => "state",
            Self::Missing => "missing",
            Self::Unknown => "unknown",
        }
    }

    pub const fn state_type(self) -> Option<StateType> {
        match self {
            Self::State(_, kind) => kind,
            _ => None,
        }
    }
}

/// Why a line leads where it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EdgeRole {
    /// From the start mark to the state of `StartAt`.
    Start,
    Transition(Role),
    /// From a state with `End: true` to the end mark.
    End,
}

impl EdgeRole {
    /// One word for programs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Transition(Role::Next) => "next",
            Self::Transition(Role::Default) => "default",
            Self::Transition(Role::Choice(_)) => "choice",
            Self::Transition(Role::Catch(_)) => "catch",
            Self::End => "end",
        }
    }

    pub const fn is_catch(self) -> bool {
        matches!(self, Self::Transition(Role::Catch(_)))
    }
}

/// A line between two nodes of a group.
#[derive(Clone, Debug)]
pub struct Edge {
    pub from: usize,
    pub to: usize,
    pub role: EdgeRole,
    /// From the bottom of one node to the top of the other. What is neither level nor upright swings from one upright
    /// into the next.
    pub points: Vec<Point>,
    /// The index of the point from which on another edge to the same node has the same line.
    pub joins: Option<usize>,
    pub label: Option<Label>,
    /// Whether it leads up.
    pub is_back: bool,
    /// Whether its line would be too long to follow: it ends at its label, which names the target.
    pub is_cut: bool,
}

/// What is written at an edge.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// All of it.
    pub text: String,
    /// As far as it fits.
    pub shown: String,
    pub area: Area,
}

/// A scope: the machine, a branch, the processor of a Map state.
#[derive(Clone, Debug, Default)]
pub struct Group {
    /// The node whose box it is in.
    pub owner: Option<usize>,
    /// Such as `Branch 2`; empty for the machine and for an only part.
    pub title: String,
    pub area: Area,
}

/// What was found, in a few words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub severity: Severity,
    pub rule: &'static str,
    pub message: String,
}

/// Draws a definition with its findings. The title is for a definition that has no name of its own.
pub fn draw<'a>(definition: &Definition, title: &str, findings: impl IntoIterator<Item = &'a Diagnostic>) -> Picture {
    let mut picture = diagram::of(definition);
    let title = if definition.name.is_empty() { title } else { &definition.name };
    title.clone_into(&mut picture.title);
    findings::add(&mut picture, definition, findings);
    nest::place(&mut picture);
    picture.description = description(&picture);
    picture
}

fn description(picture: &Picture) -> String {
    let many = |count: usize, word: &str| if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") };
    let states = picture.nodes.iter().filter(|node| matches!(node.kind, NodeKind::State(..))).count();
    let is_transition = |edge: &&Edge| matches!(edge.role, EdgeRole::Transition(_));
    let transitions = picture.edges.iter().filter(is_transition).count();
    let mut text = format!("{} and {}", many(states, "state"), many(transitions, "transition"));
    let findings = picture.findings.len() + picture.nodes.iter().map(|node| node.findings.len()).sum::<usize>();
    if 0 < findings {
        text.push_str(&format!(", {}", many(findings, "finding")));
    }
    text
}
