//! Names in an expression: which are bound in it, which come from outside, and what is asked of the context.
//!
//! Blocks and functions are the scopes (<https://docs.jsonata.org/programming#blocks>). In Step Functions the outermost
//! context is nothing that can be asked: values come from `$states` and from variables
//! (<https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html>). Which variables a machine has is not
//! known here.

mod hyphen;
mod path;
mod resolve;

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::ast::{Ast, ExprId};
use super::functions::Function;

pub use path::rooted_path;
pub use resolve::analyze;

/// The variable that Step Functions provides.
pub const STATES: &str = "states";

/// What an expression takes from around it.
#[derive(Debug, Default)]
pub struct Scope {
    /// Variables that nothing in the expression binds; without built-in functions and `$states`.
    pub variables: Vec<VariableUse>,
    pub states: Vec<StatesUse>,
    pub context: Vec<ContextUse>,
    pub calls: Vec<CallUse>,
    /// Built-in functions that are the result themselves, as `$now` where `$now()` is meant.
    pub uncalled: Vec<Uncalled>,
    /// Bindings in the expression.
    pub binders: Vec<Binder>,
    /// What each node is if it is a variable, by id.
    pub resolutions: Vec<Resolution>,
}

/// What a variable refers to.
#[derive(Clone, Copy, Debug, Default)]
pub enum Resolution {
    #[default]
    NoVariable,
    /// The node that binds it: a `:=`, a parameter, or the variable behind `@` or `#`.
    Local(ExprId),
    Builtin(&'static Function),
    States,
    /// `$` or `$$`
    Context,
    /// The binding place itself.
    Binding,
    Free,
}

impl Resolution {
    /// Whether two variables of expressions with the same nodes refer to the same.
    pub fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Local(binder), Self::Local(other)) => binder == other,
            (Self::Builtin(function), Self::Builtin(other)) => function.name == other.name,
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }
}

/// A variable from outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VariableUse {
    pub node: ExprId,
    /// Without its `$`.
    pub name: Box<str>,
    pub range: Range<u32>,
    /// The expression asks somewhere whether it exists: `$exists($name)`.
    pub guarded: bool,
}

/// `$states.input.order`, as far as its steps are plain names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatesUse {
    /// The variable's node.
    pub node: ExprId,
    pub segments: Vec<Segment>,
    /// From `$states` to the last segment.
    pub range: Range<u32>,
    /// See [`VariableUse::guarded`], for `$exists($states.…)` on this very path or a longer one.
    pub guarded: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    pub name: Box<str>,
    pub range: Range<u32>,
}

/// A local variable: the places that bind a name in one block or function, and those that read it there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Local {
    /// Without its `$`.
    pub name: Box<str>,
    /// Of the names, with their `$`.
    pub bound: Vec<Range<u32>>,
    pub read: Vec<Range<u32>>,
}

impl Scope {
    /// The local variable whose name is at an offset, its edges included.
    pub fn local_at(&self, ast: &Ast, offset: u32) -> Option<Local> {
        let holds = |range: &Range<u32>| range.start <= offset && offset <= range.end;
        let binders: FxHashMap<ExprId, &Binder> = self.binders.iter().map(|binder| (binder.node, binder)).collect();
        let reads = || {
            ast.ids().zip(&self.resolutions).filter_map(|(id, resolution)| match resolution {
                Resolution::Local(binder) => binders.get(binder).map(|&binder| (ast.range(id), binder)),
                _ => None,
            })
        };
        let binder = self.binders.iter().find(|binder| holds(&binder.range));
        let binder = binder.or_else(|| reads().find(|(range, _)| holds(range)).map(|(_, binder)| binder))?;
        let is_same = |other: &Binder| other.name == binder.name && other.container == binder.container;
        Some(Local {
            name: binder.name.clone(),
            bound: self.binders.iter().filter(|other| is_same(other)).map(|other| other.range.clone()).collect(),
            read: reads().filter(|(_, other)| is_same(other)).map(|(range, _)| range).collect(),
        })
    }
}

/// How the context is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ContextKind {
    /// A bare name.
    Field(Box<str>),
    /// `$`
    Current,
    /// `$$`
    Root,
    /// `*`
    Wildcard,
    /// `**`
    Descendants,
    /// `%`
    Parent,
}

/// A reference to the outermost context, which Step Functions does not give; `$$` is one wherever it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContextUse {
    pub node: ExprId,
    pub kind: ContextKind,
    pub range: Range<u32>,
    /// It stands where there is an inner context: only for `$$`.
    pub nested: bool,
    /// It stands in the body of a function, which takes the context of its definition.
    pub in_function: bool,
    /// A name with a hyphen was read as a subtraction: the whole name as it was meant.
    pub hyphenated: Option<Range<u32>>,
}

/// Who is called.
#[derive(Clone, Copy, Debug)]
pub enum Callee {
    Builtin(&'static Function),
    /// A function bound in the expression.
    Local,
    /// A variable of the machine, which never holds a function. It may hide a built-in one.
    Variable,
    /// Nothing that is known: `$name(...)` with an unbound name.
    Unknown,
    /// `name(...)`, a built-in's name without its `$`.
    Bare(&'static Function),
    /// `name(...)`, where no function has that name: the field of that name, and no field holds a function.
    Field,
}

/// A call of a name.
#[derive(Clone, Debug)]
pub struct CallUse {
    /// The call; for `x ~> $name` without brackets, the name.
    pub node: ExprId,
    /// Without its `$`.
    pub name: Box<str>,
    /// Of the name, with its `$`.
    pub name_range: Range<u32>,
    /// How many arguments it gets, with the one that `~>` puts first.
    pub arguments: usize,
    pub callee: Callee,
    /// `~>` gives it its first argument.
    pub applied: bool,
    /// A `?` stands for an argument, so this makes a function and calls none.
    pub partial: bool,
    /// There is a context from which left out arguments can be taken.
    pub has_context: bool,
}

#[derive(Clone, Debug)]
pub struct Uncalled {
    pub node: ExprId,
    pub function: &'static Function,
    pub range: Range<u32>,
    /// It is not the result itself but within an array or object that is.
    pub nested: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BinderKind {
    /// `$name := value`
    Assignment,
    Parameter,
    /// `@$name`
    Focus,
    /// `#$name`
    Position,
}

/// A place that binds a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binder {
    /// The `:=`; otherwise the variable.
    pub node: ExprId,
    pub name: Box<str>,
    /// Of the name, with its `$`.
    pub range: Range<u32>,
    pub kind: BinderKind,
    /// The innermost block or function around, in which the name is bound.
    pub container: Option<ExprId>,
    /// The name is also one of the given variables, which it hides and does not assign.
    pub shadows: bool,
}
