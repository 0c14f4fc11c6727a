//! From tree to model. Total: whatever the tree, there is a machine.

use rustc_hash::FxHashMap;

use super::{ChoiceRule, Handler, Machine, Name, Role, Scope, ScopeId, ScopeKind, State, StateId, Target, Transition};
use crate::asl::{MOST_GUESSES, QueryLanguage, StateType, nearest};
use crate::schema::{self, Owner};
use crate::syntax::{Member, NodeId, Tree};
use crate::text::offset;

/// How deep scopes may nest in each other. The tree's own depth allows no more.
const MAX_SCOPES_DEEP: usize = 128;

/// The machine of the definition at `root`.
pub fn lower(tree: &Tree, root: NodeId) -> Machine {
    let root = tree.resolve(root);
    let query_language = field(tree, root, "QueryLanguage").and_then(|node| language(tree, node)).unwrap_or_default();
    let mut lowering = Lowering {
        tree,
        machine: Machine { node: root, query_language, scopes: Vec::new(), states: Vec::new() },
        depth: 0,
    };
    lowering.scope(root, ScopeKind::Root, None);
    let mut machine = lowering.machine;
    if field(tree, root, "QueryLanguage").is_none() && is_all_jsonata(tree, &machine) {
        machine.query_language = QueryLanguage::Jsonata;
        machine.states.iter_mut().for_each(|state| state.query_language = QueryLanguage::Jsonata);
    }
    machine
}

/// Whether the machine, which names no language, was meant to be a JSONata one: several states have fields that only
/// JSONata has, none has one that only `JSONPath` has, and none names its language.
fn is_all_jsonata(tree: &Tree, machine: &Machine) -> bool {
    let is_jsonata = |state: &&State| jsonata_field(tree, state).is_some();
    if machine.states.iter().filter(is_jsonata).take(2).count() < 2 {
        return false;
    }
    machine.states.iter().all(|state| {
        let Some(kind) = state.kind else { return true };
        let takes =
            |language, name| schema::fields(Owner::State(kind), language).iter().any(|field| field.name == name);
        tree.members(state.node).all(|member| {
            let name = tree.text(member.key);
            let is_jsonpath = takes(QueryLanguage::JsonPath, name) && !takes(QueryLanguage::Jsonata, name);
            name != "QueryLanguage" && !is_jsonpath
        }) && state.choices.iter().all(|rule| tree.get(rule.node, "Variable").is_none())
    })
}

/// The key of a state's field that only JSONata has.
pub fn jsonata_field(tree: &Tree, state: &State) -> Option<NodeId> {
    let own = ["Arguments", "Output", "Items"].into_iter().find_map(|name| tree.member(state.node, name));
    let condition = || state.choices.iter().find_map(|rule| tree.member(rule.node, "Condition"));
    own.or_else(condition).map(|member| member.key)
}

/// The language that is named, a name in the wrong case taken as meant.
fn language(tree: &Tree, node: NodeId) -> Option<QueryLanguage> {
    let text = tree.known(node)?;
    [QueryLanguage::JsonPath, QueryLanguage::Jsonata]
        .into_iter()
        .find(|language| language.name().eq_ignore_ascii_case(text))
}

struct Lowering<'a> {
    tree: &'a Tree,
    machine: Machine,
    depth: usize,
}

impl Lowering<'_> {
    fn scope(&mut self, node: NodeId, kind: ScopeKind, owner: Option<StateId>) -> Option<ScopeId> {
        if MAX_SCOPES_DEEP <= self.depth {
            return None;
        }
        let tree = self.tree;
        let id = ScopeId(offset(self.machine.scopes.len()));
        let start_at = field(tree, node, "StartAt").map(|node| self.target(node));
        self.machine.scopes.push(Scope {
            id,
            node,
            kind,
            owner,
            start_at,
            states: Vec::new(),
            open: false,
            names_open: false,
        });
        self.depth += 1;
        let states = self.states(node, id);
        self.depth -= 1;
        self.resolve(id, node, states);
        Some(id)
    }

    fn states(&mut self, node: NodeId, scope: ScopeId) -> Vec<StateId> {
        let tree = self.tree;
        let Some(object) = field(tree, node, "States") else { return Vec::new() };
        let mut states = Vec::new();
        // Of states with the same name the last one counts, as for any JSON object.
        for member in tree.members(object) {
            // States that a macro makes are not known.
            if tree.is_object(member.value) && !tree.text(member.key).starts_with("Fn::") {
                let name = Name { text: tree.text(member.key).into(), node: member.key };
                states.push(self.state(name, member.value, scope, states.len()));
            }
        }
        states
    }

    fn state(&mut self, name: Name, node: NodeId, scope: ScopeId, index: usize) -> StateId {
        let tree = self.tree;
        let id = StateId(offset(self.machine.states.len()));
        let fields = Fields::of(tree, node);
        let kind = fields.get("Type").and_then(|node| state_type(tree, node));
        let query_language =
            fields.get("QueryLanguage").and_then(|node| language(tree, node)).unwrap_or(self.machine.query_language);
        self.machine.states.push(State {
            id,
            scope,
            index,
            name,
            node,
            kind,
            query_language,
            transitions: Vec::new(),
            end: fields.get("End").and_then(|node| tree.boolean(node)),
            choices: Vec::new(),
            retriers: Vec::new(),
            catchers: Vec::new(),
            scopes: Vec::new(),
        });
        let mut transitions = Vec::new();
        // AWS follows `Next` and `Catch` even on types that have none.
        if let Some(target) = fields.get("Next") {
            transitions.push(Transition { role: Role::Next, target: self.target(target) });
        }
        let mut choices = Vec::new();
        if matches!(kind, Some(StateType::Choice) | None) {
            choices = self.choices(&fields, &mut transitions);
        }
        let catchers = self.handlers(&fields, "Catch");
        for catcher in &catchers {
            if let Some(target) = field(tree, catcher.node, "Next") {
                transitions.push(Transition { role: Role::Catch(catcher.index), target: self.target(target) });
            }
        }
        let retriers = self.handlers(&fields, "Retry");
        let scopes = self.inner_scopes(&fields, id, kind);
        if let Some(state) = self.machine.states.get_mut(id.0 as usize) {
            state.transitions = transitions;
            state.choices = choices;
            state.catchers = catchers;
            state.retriers = retriers;
            state.scopes = scopes;
        }
        id
    }

    fn choices(&self, fields: &Fields<'_>, transitions: &mut Vec<Transition>) -> Vec<ChoiceRule> {
        let tree = self.tree;
        let mut choices = Vec::new();
        if let Some(rules) = fields.get("Choices") {
            for (index, rule) in tree.items(rules).enumerate() {
                let index = offset(index);
                choices.push(ChoiceRule { node: rule, index });
                if let Some(target) = field(tree, rule, "Next") {
                    transitions.push(Transition { role: Role::Choice(index), target: self.target(target) });
                }
            }
        }
        if let Some(target) = fields.get("Default") {
            transitions.push(Transition { role: Role::Default, target: self.target(target) });
        }
        choices
    }

    fn handlers(&self, fields: &Fields<'_>, name: &str) -> Vec<Handler> {
        let tree = self.tree;
        let Some(array) = fields.get(name) else { return Vec::new() };
        tree.items(array)
            .enumerate()
            .map(|(index, node)| {
                let errors = field(tree, node, "ErrorEquals").into_iter().flat_map(|errors| tree.items(errors));
                let errors = errors.filter(|&error| tree.string(error).is_some()).collect();
                Handler { node, index: offset(index), errors }
            })
            .collect()
    }

    fn inner_scopes(&mut self, fields: &Fields<'_>, id: StateId, kind: Option<StateType>) -> Vec<ScopeId> {
        let tree = self.tree;
        let mut scopes = Vec::new();
        if matches!(kind, Some(StateType::Parallel) | None)
            && let Some(branches) = fields.get("Branches")
        {
            let branches: Vec<NodeId> = tree.items(branches).collect();
            for (index, branch) in branches.into_iter().enumerate() {
                if tree.is_object(branch) {
                    scopes.extend(self.scope(branch, ScopeKind::Branch { index: offset(index) }, Some(id)));
                }
            }
        }
        if matches!(kind, Some(StateType::Map) | None) {
            let processor = fields.get("ItemProcessor").or_else(|| fields.get("Iterator"));
            if let Some(processor) = processor.filter(|&processor| tree.is_object(processor)) {
                scopes.extend(self.scope(processor, ScopeKind::Processor, Some(id)));
            }
        }
        scopes
    }

    fn target(&self, node: NodeId) -> Target {
        let name = if self.tree.is_opaque(node) { None } else { self.tree.known(node).map(Into::into) };
        Target { node, name, state: None, meant: None }
    }

    /// Finds the states that the targets of a scope name.
    fn resolve(&mut self, id: ScopeId, node: NodeId, states: Vec<StateId>) {
        let tree = self.tree;
        let entry = |&id: &StateId| self.machine.state(id).map(|state| (tree.text(state.name.node), id));
        let names: FxHashMap<&str, StateId> = states.iter().filter_map(entry).collect();
        let mut guesses = Guesses { names: &names, sorted: None, left: MOST_GUESSES };
        let names_open = names_are_open(tree, node);
        let mut open = names_open;
        for &id in &states {
            let Some(state) = self.machine.states.get_mut(id.0 as usize) else { continue };
            for transition in &mut state.transitions {
                guesses.resolve(&mut transition.target);
                open |= is_unknown(tree, &transition.target);
            }
        }
        if let Some(scope) = self.machine.scopes.get_mut(id.0 as usize) {
            if let Some(start_at) = &mut scope.start_at {
                guesses.resolve(start_at);
                open |= start_at.leads_to().is_none();
            } else {
                open = true;
            }
            scope.states = states;
            scope.open = open;
            scope.names_open = names_open;
        }
    }
}

/// Whether a target may lead anywhere. One that is no text at all is a fault of shape.
fn is_unknown(tree: &Tree, target: &Target) -> bool {
    target.name.is_none() && (tree.is_opaque(target.node) || tree.string(target.node).is_none())
}

/// Whether `States` may hold more than is seen: a placeholder for a name, a state or the whole.
fn names_are_open(tree: &Tree, node: NodeId) -> bool {
    let Some(object) = field(tree, node, "States") else { return true };
    if tree.is_opaque(object) || tree.is_incomplete(object) {
        return true;
    }
    tree.members(object).any(|member| {
        tree.is_opaque(member.key) || tree.is_opaque(member.value) || tree.text(member.key).starts_with("Fn::")
    })
}

/// The fields of an object, a misspelt name taken as meant.
struct Fields<'a> {
    tree: &'a Tree,
    object: NodeId,
    /// Members that are no fields of the language; mostly none.
    unknown: Vec<Member>,
}

impl<'a> Fields<'a> {
    fn of(tree: &'a Tree, object: NodeId) -> Self {
        let unknown = tree.members(object).filter(|member| !schema::is_field(tree.text(member.key))).collect();
        Self { tree, object, unknown }
    }

    fn get(&self, name: &str) -> Option<NodeId> {
        let value = self.tree.get(self.object, name);
        value.or_else(|| schema::meant(self.tree, self.unknown.iter().copied(), name).map(|member| member.value))
    }
}

/// One field of an object, a misspelt name taken as meant.
fn field(tree: &Tree, object: NodeId, name: &str) -> Option<NodeId> {
    if !tree.is_object(object) {
        return None;
    }
    tree.get(object, name).or_else(|| schema::misspelt(tree, object, name).map(|member| member.value))
}

fn state_type(tree: &Tree, node: NodeId) -> Option<StateType> {
    let text = tree.known(node)?;
    StateType::ALL.into_iter().find(|kind| kind.name().eq_ignore_ascii_case(text))
}

/// Looks up names, and what a name that is none may have meant.
struct Guesses<'a> {
    names: &'a FxHashMap<&'a str, StateId>,
    /// The names in order, made when the first guess is asked for, so that guesses do not depend on hashing.
    sorted: Option<Vec<&'a str>>,
    /// How many more guesses are made.
    left: usize,
}

impl Guesses<'_> {
    fn resolve(&mut self, target: &mut Target) {
        let Some(name) = &target.name else { return };
        target.state = self.names.get(&**name).copied();
        if target.state.is_some() || self.left == 0 {
            return;
        }
        self.left -= 1;
        let names = self.names;
        let sorted = self.sorted.get_or_insert_with(|| {
            let mut sorted: Vec<&str> = names.keys().copied().collect();
            sorted.sort_unstable();
            sorted
        });
        target.meant = nearest(name, sorted.iter().copied()).and_then(|name| self.names.get(name).copied());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{Language, parse};

    fn machine(text: &str) -> Machine {
        let (tree, _) = parse(text.into(), Language::Json, None);
        lower(&tree, tree.root())
    }

    #[test]
    fn nested_states_take_the_root_language() {
        let machine = machine(
            r#"{"StartAt": "M", "States": {"M": {"Type": "Map", "QueryLanguage": "JSONata", "End": true,
                "ItemProcessor": {"StartAt": "I", "States": {"I": {"Type": "Pass", "End": true}}}}}}"#,
        );
        let languages: Vec<_> = machine.states.iter().map(|state| (&*state.name.text, state.query_language)).collect();
        assert_eq!(languages, [("M", QueryLanguage::Jsonata), ("I", QueryLanguage::JsonPath)]);
        assert_eq!(machine.scopes[1].owner, Some(StateId(0)));
    }

    #[test]
    fn misspelt_targets_and_fields_are_followed() {
        let machine = machine(
            r#"{"StartAt": "Frist", "States": {"First": {"Type": "Pass", "Nxet": "Secnod"}, "Second": {"Type": "Succeed"}}}"#,
        );
        assert_eq!(machine.scopes[0].start_at.as_ref().unwrap().leads_to(), Some(StateId(0)));
        assert_eq!(machine.states[0].next().unwrap().leads_to(), Some(StateId(1)));
        assert!(!machine.scopes[0].open);
    }

    #[test]
    fn placeholders_open_a_scope() {
        let open = |text: &str| machine(text).scopes[0].open;
        assert!(open(r#"{"StartAt": "${S}", "States": {"A": {"Type": "Succeed"}}}"#));
        assert!(open(r#"{"StartAt": "A", "States": {"A": {"Type": "Succeed"}, "${B}": {"Type": "Succeed"}}}"#));
        assert!(open(r#"{"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": {"Ref": "X"}}}}"#));
        assert!(!open(r#"{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}"#));
    }
}
