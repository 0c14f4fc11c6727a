//! A state in a few lines: what it does, from where it is reached, where it goes, which variables it sees.

use super::{language, resource};
use crate::analysis::Analysis;
use crate::asl::StateType;
use crate::flow::variables::{Known, Variables};
use crate::ide::duration::in_words;
use crate::ide::location::Location;
use crate::ide::prose::{Prose, code, few};
use crate::model::{Machine, Role, Scope, ScopeKind, State, Target};
use crate::semantics::processor;
use crate::syntax::Tree;

/// More names than these say nothing more.
const MOST: usize = 8;

pub(super) fn summary(analysis: &Analysis, location: &Location<'_>, machine: &Machine, state: &State) -> Prose {
    let tree = location.tree();
    let is_own = tree.get(state.node, "QueryLanguage").is_some();
    let kind = state.kind.map_or("state of unknown type".to_owned(), |kind| format!("{} state", kind.name()));
    let place = place(machine, state);
    let mut text =
        Prose::new(format!("{}: {kind}, {}{place}", code(&state.name.text), language(state.query_language, is_own)));
    if let Some(comment) = tree.get(state.node, "Comment").and_then(|comment| tree.known(comment)) {
        text.quote(comment);
    }
    if let Some(work) = work(tree, state) {
        text.paragraph(work);
    }
    let variables = location.variables();
    let lines = [arrivals(machine, state), departures(machine, state), in_scope(analysis, location, state, &variables)];
    text.list(lines.into_iter().flatten().collect());
    text
}

/// The branch or iteration that the state is in.
fn place(machine: &Machine, state: &State) -> String {
    let Some(scope) = machine.scope(state.scope) else { return String::new() };
    let Some(owner) = scope.owner.and_then(|owner| machine.state(owner)) else { return String::new() };
    let owner = code(&owner.name.text);
    match scope.kind {
        ScopeKind::Root => String::new(),
        ScopeKind::Branch { index } => format!(", in branch {} of {owner}", index + 1),
        ScopeKind::Processor => format!(", in the iterations of {owner}"),
    }
}

/// What the state does, where its type does not say it all.
fn work(tree: &Tree, state: &State) -> Option<String> {
    match state.kind? {
        StateType::Task => resource::sentence(tree.text(tree.get(state.node, "Resource")?)),
        StateType::Wait => {
            let seconds = tree.get(state.node, "Seconds").and_then(|seconds| tree.number(seconds))?;
            Some(format!("Waits for {}.", in_words(seconds)))
        }
        StateType::Parallel => {
            Some(format!("Runs {} at the same time.", count(state.scopes.len(), "branch", "branches")))
        }
        StateType::Map => Some(match processor::distributed(tree, state) {
            Some(_) => "Runs each iteration in a child execution of its own.".to_owned(),
            None => "Runs its iterations in this execution.".to_owned(),
        }),
        StateType::Fail => {
            let error = tree.get(state.node, "Error").and_then(|error| tree.known(error))?;
            Some(format!("Fails with {}.", code(error)))
        }
        StateType::Pass | StateType::Choice | StateType::Succeed => None,
    }
}

fn arrivals(machine: &Machine, state: &State) -> Option<String> {
    let scope = machine.scope(state.scope)?;
    let mut ways = Vec::new();
    if scope.start_at.as_ref().and_then(Target::leads_to) == Some(state.id) {
        ways.push("`StartAt`".to_owned());
    }
    for other in machine.states_of(scope) {
        let to_here = other.transitions.iter().filter(|transition| transition.target.leads_to() == Some(state.id));
        ways.extend(to_here.map(|transition| format!("{} ({})", code(&other.name.text), role(transition.role))));
    }
    Some(if ways.is_empty() { "comes from nowhere".to_owned() } else { format!("comes from {}", few(&ways, MOST)) })
}

fn departures(machine: &Machine, state: &State) -> Option<String> {
    let target = |role: Role, name: &str| format!("{} ({})", code(name), self::role(role));
    let named = state.transitions.iter().filter_map(|transition| {
        let meant = transition.target.leads_to().and_then(|id| machine.state(id)).map(|state| &state.name.text);
        meant.or(transition.target.name.as_ref()).map(|name| target(transition.role, name))
    });
    let ways: Vec<String> = named.collect();
    let end = state.is_terminal().then(|| machine.scope(state.scope).map_or("ends", ends));
    match (ways.is_empty(), end) {
        (true, None) => None,
        (true, Some(end)) => Some(end.to_owned()),
        (false, None) => Some(format!("goes to {}", few(&ways, MOST))),
        (false, Some(end)) => Some(format!("goes to {}, or {end}", few(&ways, MOST))),
    }
}

fn ends(scope: &Scope) -> &'static str {
    match scope.kind {
        ScopeKind::Root => "ends the execution",
        ScopeKind::Branch { .. } => "ends the branch",
        ScopeKind::Processor => "ends the iteration",
    }
}

fn role(role: Role) -> String {
    match role {
        Role::Next => "`Next`".to_owned(),
        Role::Default => "`Default`".to_owned(),
        Role::Choice(index) => format!("`Choices[{index}]`"),
        Role::Catch(index) => format!("`Catch[{index}]`"),
    }
}

/// The variables that may have a value when the state starts, each with where it is assigned.
fn in_scope(analysis: &Analysis, location: &Location<'_>, state: &State, variables: &Variables) -> Option<String> {
    let mut shown = Vec::new();
    for (variable, name) in variables.names().iter().enumerate() {
        let Some(home) = variables.home(state.scope, variable) else { continue };
        let doubt = match variables.on_entry(state, variable) {
            Known::Assigned => "",
            Known::Maybe => "not on every way, ",
            Known::Never | Known::Unknown => continue,
        };
        // What is beyond the last one shown is only counted.
        if MOST <= shown.len() {
            shown.push(String::new());
            continue;
        }
        let from = super::variable::assigned_in(analysis, location, variables, variable, home);
        shown.push(format!("{} ({doubt}from {})", code(&format!("${name}")), few(&from, 2)));
    }
    (!shown.is_empty()).then(|| format!("variables: {}", few(&shown, MOST)))
}

fn count(number: usize, one: &str, many: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {many}") }
}
