//! The expressions of a state: every string that is evaluated, or looks as if it were meant to be, parsed, with where it
//! stands and what it may use there.
//!
//! Which language a string is in follows from the field table of the schemas (`x-value`), the owner of the field and the
//! state's query language; there is no second table.

mod collect;
mod reference;

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use crate::diagnostic::Edit;
use crate::expr::intrinsic::{self, Intrinsic};
use crate::expr::jsonata::{self, Ast, Inference, Scope};
use crate::expr::jsonpath::{self, Path};
use crate::expr::types::Type;
use crate::flow::variables::Variables;
use crate::model::{ScopeId, State};
use crate::schema::{Field, Owner};
use crate::syntax::{NodeId, Tree};
use crate::text::{Span, SpanMap};

pub use collect::{delimited, is_call, of_state};
pub use reference::{Reference, references};

/// The part of a state that an expression belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// The state itself.
    State,
    /// A rule of `Choices`, from 0.
    Choice(u32),
    Catcher(u32),
    Retrier(u32),
}

/// How a string maps onto the file: made when first asked for, once for all that stands in the string.
#[derive(Clone, Debug, Default)]
struct StringMap(Arc<OnceLock<SpanMap>>);

impl StringMap {
    /// `node` is the string of which this is the map.
    fn of(&self, tree: &Tree, node: NodeId) -> &SpanMap {
        self.0.get_or_init(|| tree.scalar_map(node))
    }
}

/// A string of a state and what it holds.
#[derive(Debug)]
pub struct Expression<'a> {
    /// The string (or, where [`Content::NotText`], the value that should be one).
    pub node: NodeId,
    /// The field of the language in which it stands, directly or deep inside.
    pub field: &'static Field,
    /// The object that has the field.
    pub owner: Owner,
    pub part: Part,
    /// The key of the payload in which it stands, if it stands in a payload and not in the field itself.
    pub key: Option<NodeId>,
    /// The object of the payload in which it stands.
    pub object: NodeId,
    /// The text that is parsed: in JSONata what stands between `{%` and `%}`.
    pub text: &'a str,
    /// Where `text` starts in the decoded string.
    start: u32,
    map: StringMap,
    pub content: Content,
}

/// What a string holds.
#[derive(Debug)]
pub enum Content {
    Path(Path),
    Intrinsic(Intrinsic),
    Jsonata(Box<Jsonata>),
    /// Sent or compared as it is, though something in it looks like an expression.
    Literal,
    /// The value of a key that ends in `.$`, but no string.
    NotText,
}

/// A JSONata expression with what its names mean and what its parts give.
#[derive(Debug)]
pub struct Jsonata {
    pub ast: Ast,
    pub scope: Scope,
    pub types: Inference,
}

impl Jsonata {
    /// Parses an expression of a state of a scope.
    fn parse(text: &str, variables: &Variables, within: ScopeId) -> Self {
        let ast = jsonata::parse(text);
        let is_variable =
            |name: &str| variables.find(name).is_some_and(|variable| variables.home(within, variable).is_some());
        let scope = jsonata::analyze(&ast, &is_variable);
        let types = jsonata::infer::infer_in(&ast, text, &scope, &type_of_states);
        Self { ast, scope, types }
    }

    /// The type of the whole.
    pub fn result(&self) -> Type {
        self.ast.root.map_or(Type::Any, |root| self.types.of(root))
    }
}

/// The types that `$states` is known to have, by path: `states.context.State.Name`.
/// <https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html>
pub fn type_of_states(path: &str) -> Type {
    match path.strip_prefix("states.context.") {
        Some(
            "Execution.Id"
            | "Execution.Name"
            | "Execution.RoleArn"
            | "Execution.StartTime"
            | "State.EnteredTime"
            | "State.Name"
            | "StateMachine.Id"
            | "StateMachine.Name"
            | "Task.Token",
        ) => Type::String,
        Some("Execution.RedriveCount" | "State.RetryCount" | "Map.Item.Index") => Type::Number,
        _ => Type::Any,
    }
}

impl Expression<'_> {
    /// Where a range of [`Expression::text`] stands in the file.
    pub fn span(&self, tree: &Tree, range: &Range<u32>) -> Span {
        self.map.of(tree, self.node).span(self.within(range))
    }

    /// Where in [`Expression::text`] an offset of the file is.
    pub fn offset(&self, tree: &Tree, offset: u32) -> Option<u32> {
        let at = self.map.of(tree, self.node).decoded(offset)?.checked_sub(self.start)?;
        (at as usize <= self.text.len()).then_some(at)
    }

    /// A range of [`Expression::text`] as one of the decoded string.
    pub fn within(&self, range: &Range<u32>) -> Range<u32> {
        range.start + self.start..range.end + self.start
    }

    /// The edit of the file that writes something else for a range of [`Expression::text`].
    pub fn edit(&self, tree: &Tree, range: &Range<u32>, text: &str) -> Option<Vec<Edit>> {
        let (span, text) = self.map.of(tree, self.node).edit(self.within(range), text)?;
        Some(vec![Edit { span, text }])
    }

    /// The name under which the string stands: the nearest key, in a payload or of the language.
    pub fn name<'t>(&self, tree: &'t Tree) -> &'t str {
        self.key.map_or(self.field.name, |key| tree.text(key))
    }

    /// The name and where it is, for a message: "`Variable` in `Choices[1]` of state `A`".
    pub fn subject(&self, tree: &Tree, state: &State) -> String {
        let (name, state) = (self.name(tree), &state.name);
        match self.part {
            Part::State => format!("`{name}` of state `{state}`"),
            Part::Choice(index) => format!("`{name}` in `Choices[{index}]` of state `{state}`"),
            Part::Catcher(index) => format!("`{name}` in `Catch[{index}]` of state `{state}`"),
            Part::Retrier(index) => format!("`{name}` in `Retry[{index}]` of state `{state}`"),
        }
    }

    /// The key under which the string itself stands; nothing for the item of an array.
    pub fn own_key(&self, tree: &Tree) -> Option<NodeId> {
        let Some(key) = self.key else { return tree.member(self.object, self.field.name).map(|member| member.key) };
        let container = tree.parent(self.node)?;
        (tree.parent(key) == Some(container)).then_some(key)
    }

    /// Whether it does not parse.
    pub fn is_faulty(&self) -> bool {
        match &self.content {
            Content::Path(path) => !path.faults.is_empty(),
            Content::Intrinsic(intrinsic) => !intrinsic.faults.is_empty(),
            Content::Jsonata(jsonata) => !jsonata.ast.faults.is_empty(),
            Content::Literal | Content::NotText => false,
        }
    }

    /// Whether its key ends in `.$`.
    pub fn has_suffix(&self, tree: &Tree) -> bool {
        self.key.is_some_and(|key| tree.text(key).ends_with(".$"))
    }

    /// The paths it holds: itself, or those in the arguments of an intrinsic function.
    pub fn paths(&self) -> Vec<&Path> {
        match &self.content {
            Content::Path(path) => jsonpath::paths(path),
            Content::Intrinsic(intrinsic) => intrinsic::paths(intrinsic),
            Content::Jsonata(_) | Content::Literal | Content::NotText => Vec::new(),
        }
    }
}
