//! What an offset of a document means in the language: which state it is in, which object, which field.

use crate::analysis::{Definition, Reading};
use crate::asl::QueryLanguage;
use crate::expression::{self, Expression};
use crate::flow::variables::Variables;
use crate::model::{Machine, ScopeId, State, StateId};
use crate::schema::{self, Field, Owner, ValueKind};
use crate::syntax::cursor::{self, Spot};
use crate::syntax::{NodeId, Tree};

/// An offset of a document, understood.
#[derive(Clone, Copy, Debug)]
pub struct Location<'a> {
    pub definition: &'a Definition,
    pub offset: u32,
    pub spot: Spot,
    /// The scope whose `States` the offset is in, or whose `StartAt` it may set; the root scope outside of all states.
    pub scope: Option<ScopeId>,
    /// The innermost state around.
    pub state: Option<StateId>,
    /// The language of the state, or of the machine.
    pub language: QueryLanguage,
    pub surroundings: Surroundings,
}

/// The container in which a [`Spot`] is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Surroundings {
    /// An object of the language: keys in it are its fields.
    Object { node: NodeId, owner: Owner },
    /// A state whose type is absent or not known.
    UntypedState { node: NodeId },
    /// A `States` object: keys in it are names of states.
    States { node: NodeId },
    /// An array of objects of the language.
    List { node: NodeId, owner: Owner },
    /// Anywhere inside the value of a field that is not made of objects of the language: a payload, a list of texts.
    Value { object: NodeId, owner: Owner, field: &'static Field },
    /// Inside something the language does not know.
    Unknown,
}

impl<'a> Location<'a> {
    /// The location of an offset; `None` outside of all definitions.
    pub fn at(reading: &'a Reading, offset: u32) -> Option<Self> {
        let definition = definition_at(reading, offset)?;
        let tree = &definition.tree;
        let spot = cursor::at(tree, reading.source.text(), tree.resolve(definition.root), offset);
        let machine = definition.machine.as_ref();
        let mut walk = Walk {
            tree,
            machine,
            scope: machine.and_then(|machine| machine.scopes.first()).map(|scope| scope.id),
            state: None,
            language: machine.map(|machine| machine.query_language).unwrap_or_default(),
        };
        let surroundings = walk.down_to(tree.resolve(definition.root), spot.container());
        let Walk { scope, state, language, .. } = walk;
        Some(Self { definition, offset, spot, scope, state, language, surroundings })
    }

    pub fn tree(&self) -> &'a Tree {
        &self.definition.tree
    }

    pub fn machine(&self) -> Option<&'a Machine> {
        self.definition.machine.as_ref()
    }

    pub fn state(&self) -> Option<&'a State> {
        self.machine()?.state(self.state?)
    }

    /// The field of the language whose key or value the offset is on, or inside of whose value it is.
    pub fn field(&self) -> Option<(Owner, &'static Field)> {
        match (self.surroundings, self.spot) {
            (Surroundings::Object { owner, .. }, Spot::Key { key, .. } | Spot::Value { key, .. }) => {
                schema::field(owner, self.language, self.tree().text(key)).map(|field| (owner, field))
            }
            (Surroundings::Value { owner, field, .. }, _) => Some((owner, field)),
            _ => None,
        }
    }

    /// The variables of the machine.
    pub fn variables(&self) -> Variables {
        self.machine().map(|machine| Variables::of(self.tree(), machine)).unwrap_or_default()
    }

    /// The expression that the offset is in, its delimiters included, among those of the state around.
    pub fn expression(&self, variables: &Variables) -> Option<Expression<'a>> {
        let state = self.state()?;
        let holds = |expression: &Expression<'_>| {
            let span = self.tree().span(expression.node);
            span.start <= self.offset && self.offset <= span.end
        };
        expression::of_state(self.tree(), state, variables).into_iter().find(holds)
    }
}

/// The definition that an offset is in: where definitions stand in a template, the innermost text around; a definition
/// that is the whole file takes every offset.
pub fn definition_at(reading: &Reading, offset: u32) -> Option<&Definition> {
    let holds = |definition: &&Definition| {
        let span = definition.tree.span(definition.root);
        span.start <= offset && offset <= span.end
    };
    let is_whole = |definition: &&Definition| definition.name.is_empty();
    reading.definitions.iter().find(holds).or_else(|| reading.definitions.iter().find(is_whole))
}

/// The way from the root of a definition to a container in it.
struct Walk<'a> {
    tree: &'a Tree,
    machine: Option<&'a Machine>,
    scope: Option<ScopeId>,
    state: Option<StateId>,
    language: QueryLanguage,
}

impl Walk<'_> {
    fn down_to(&mut self, root: NodeId, container: NodeId) -> Surroundings {
        let mut way: Vec<NodeId> =
            std::iter::successors(Some(container), |&node| (node != root).then(|| self.tree.parent(node)).flatten())
                .collect();
        way.reverse();
        let mut at = Surroundings::Object { node: root, owner: Owner::Machine };
        for node in way.into_iter().skip(1) {
            at = self.step(at, node);
        }
        at
    }

    /// What a container inside another one is.
    fn step(&mut self, around: Surroundings, node: NodeId) -> Surroundings {
        match around {
            Surroundings::Object { node: object, owner } => match self.key(node) {
                Some(key) => self.field(object, owner, key, node),
                None => Surroundings::Unknown,
            },
            Surroundings::States { .. } => self.enter_state(node),
            Surroundings::List { owner, .. } => {
                if matches!(owner, Owner::Branch) {
                    self.enter_scope(node);
                }
                Surroundings::Object { node, owner }
            }
            Surroundings::Value { object, owner, field } => Surroundings::Value { object, owner, field },
            // A tagged value is passed on the way to what it holds.
            Surroundings::UntypedState { .. } | Surroundings::Unknown => Surroundings::Unknown,
        }
    }

    fn field(&mut self, object: NodeId, owner: Owner, key: NodeId, node: NodeId) -> Surroundings {
        let Some(field) = schema::field(owner, self.language, self.tree.text(key)) else {
            return Surroundings::Unknown;
        };
        let list = |owner| Surroundings::List { node, owner };
        match field.value {
            ValueKind::States => Surroundings::States { node },
            ValueKind::Branches => list(Owner::Branch),
            ValueKind::Choices => list(Owner::ChoiceRule),
            ValueKind::Rules => list(Owner::NestedChoiceRule),
            ValueKind::Retriers => list(Owner::Retrier),
            ValueKind::Catchers => list(Owner::Catcher),
            ValueKind::Rule => Surroundings::Object { node, owner: Owner::NestedChoiceRule },
            ValueKind::Machine => {
                self.enter_scope(node);
                Surroundings::Object { node, owner: Owner::Processor }
            }
            ValueKind::Object => match Owner::all().find(|owner| owner.name() == field.name) {
                Some(owner) => Surroundings::Object { node, owner },
                None => Surroundings::Value { object, owner, field },
            },
            _ => Surroundings::Value { object, owner, field },
        }
    }

    fn enter_state(&mut self, node: NodeId) -> Surroundings {
        let Some(state) = self.machine.and_then(|machine| machine.states.iter().find(|state| state.node == node))
        else {
            return Surroundings::UntypedState { node };
        };
        self.state = Some(state.id);
        self.scope = Some(state.scope);
        self.language = state.query_language;
        match state.kind {
            Some(kind) => Surroundings::Object { node, owner: Owner::State(kind) },
            None => Surroundings::UntypedState { node },
        }
    }

    fn enter_scope(&mut self, node: NodeId) {
        let scope = self.machine.and_then(|machine| machine.scopes.iter().find(|scope| scope.node == node));
        self.scope = scope.map(|scope| scope.id).or(self.scope);
        // Inner states take the machine's language, not that of the state around.
        self.language = self.machine.map(|machine| machine.query_language).unwrap_or_default();
    }

    fn key(&self, value: NodeId) -> Option<NodeId> {
        self.tree.key_of(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::testing::{JSON, YAML, marked};

    /// Says in words where `$0` is in the language.
    fn describe(path: &str, text: &str) -> String {
        let (analysis, offset) = marked(path, text);
        let Some(location) = Location::at(&analysis, offset) else { return "nowhere".to_owned() };
        let state = location.state().map_or("-", |state| &state.name.text);
        let scope = location.scope.map_or(99, |scope| scope.0);
        let place = match location.surroundings {
            Surroundings::Object { owner, .. } => format!("{} fields", owner.name()),
            Surroundings::UntypedState { .. } => "fields of a state without a type".to_owned(),
            Surroundings::States { .. } => "names".to_owned(),
            Surroundings::List { owner, .. } => format!("{} list", owner.name()),
            Surroundings::Value { owner, field, .. } => format!("inside {}.{}", owner.name(), field.name),
            Surroundings::Unknown => "unknown".to_owned(),
        };
        let field = location.field().map_or(String::new(), |(_, field)| format!(", field {}", field.name));
        format!("{place}{field} in {state}, scope {scope}")
    }

    #[test]
    fn json() {
        let states =
            |body: &str| format!(r#"{{"StartAt": "A", "States": {{"A": {{{body}}}, "B": {{"Type": "Pass"}}}}}}"#);
        let check = |body: &str, expected: &str| assert_eq!(describe(JSON, &states(body)), expected, "{body}");
        check(r#""Type": "Task", $0"#, "Task fields in A, scope 0");
        check(r#""Type": "Task", "Ne$0""#, "Task fields in A, scope 0");
        check(r#""Type": "Task", "Next": "$0""#, "Task fields, field Next in A, scope 0");
        check(r#""$0""#, "fields of a state without a type in A, scope 0");
        check(r#""Type": "Task", "Parameters": {"a": [$0]}"#, "inside Task.Parameters, field Parameters in A, scope 0");
        check(r#""Type": "Task", "Retry": [{$0}]"#, "Retrier fields in A, scope 0");
        check(r#""Type": "Task", "Retry": [$0]"#, "Retrier list in A, scope 0");
        check(
            r#""Type": "Task", "Catch": [{"ErrorEquals": ["$0"]}]"#,
            "inside Catcher.ErrorEquals, field ErrorEquals in A, scope 0",
        );
        check(r#""Type": "Choice", "Choices": [{"And": [{"$0"#, "NestedChoiceRule fields in A, scope 0");
        check(r#""Type": "Map", "ItemProcessor": {"StartAt": "$0"}"#, "Processor fields, field StartAt in A, scope 1");
        check(
            r#""Type": "Map", "ItemProcessor": {"States": {"X": {"Type": "Pass", $0}}}"#,
            "Pass fields in X, scope 1",
        );
        check(r#""Type": "Parallel", "Branches": [{"States": {"X": {}, $0"#, "names in A, scope 1");
        check(r#""Type": "Map", "ItemReader": {"ReaderConfig": {"$0"#, "ReaderConfig fields in A, scope 0");
        assert_eq!(describe(JSON, r#"{"StartAt": "$0"}"#), "Machine fields, field StartAt in -, scope 0");
        assert_eq!(describe(JSON, r#"{"States": {"A": {}, $0}}"#), "names in -, scope 0");
        assert_eq!(describe(JSON, "$0"), "Machine fields in -, scope 99");
    }

    #[test]
    fn yaml() {
        let states = |body: &str| format!("StartAt: A\nStates:\n  A:\n    Type: Task\n{body}  B:\n    Type: Pass\n");
        let check = |body: &str, expected: &str| assert_eq!(describe(YAML, &states(body)), expected, "{body}");
        check("    $0\n", "Task fields in A, scope 0");
        check("    Next: $0\n", "Task fields, field Next in A, scope 0");
        check(
            "    Retry:\n      - ErrorEquals:\n          - $0\n",
            "inside Retrier.ErrorEquals, field ErrorEquals in A, scope 0",
        );
        check("    Retry:\n      - ErrorEquals: [E]\n        $0\n", "Retrier fields in A, scope 0");
        check("  $0\n", "names in -, scope 0");
        check("    Parameters:\n      a: $0\n", "inside Task.Parameters, field Parameters in A, scope 0");
    }

    #[test]
    fn templates() {
        let text = "Resources:\n  M:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      DefinitionString: |\n        {\"StartAt\": \"$0\"}\n";
        assert_eq!(describe("template.yaml", text), "Machine fields, field StartAt in -, scope 0");
        assert_eq!(describe("template.yaml", &text.replace("$0", "A").replace("M:", "M$0:")), "nowhere");
    }
}
