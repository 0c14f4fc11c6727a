//! A workflow variable: where it is assigned, what it is known to be, whether it has a value here.

use super::with_type;
use crate::analysis::Analysis;
use crate::expr::intrinsic;
use crate::expr::types::Type;
use crate::expression::{self, Content};
use crate::flow::variables::{Assignment, Known, Variables};
use crate::ide::location::Location;
use crate::ide::prose::{Prose, code, few};
use crate::model::{Machine, ScopeId};
use crate::syntax::{Kind, Tree};

/// More places than these are only counted, and their values not looked at.
const MOST: usize = 8;

/// What is known of a variable by its name, as the state around the location sees it.
pub(super) fn about(analysis: &Analysis, location: &Location<'_>, name: &str) -> Option<Prose> {
    let (machine, state) = (location.machine()?, location.state()?);
    let variables = location.variables();
    let variable = variables.find(name)?;
    let home = variables.home(state.scope, variable)?;
    let kind = type_of(location.tree(), machine, &variables, variable, home);
    let mut text = Prose::new(with_type(format!("{}: workflow variable", code(&format!("${name}"))), &kind));
    let places = assigned_in(analysis, location, &variables, variable, home);
    text.paragraph(format!("Assigned in {}.", few(&places, MOST)));
    let here = code(&state.name.text);
    match variables.on_entry(state, variable) {
        Known::Assigned => text.paragraph(format!("Has a value whenever {here} starts.")),
        Known::Maybe => text.paragraph(format!("Has no value on some ways to {here}.")),
        Known::Never => text.paragraph(format!("Has no value yet when {here} starts.")),
        Known::Unknown => {}
    }
    Some(text)
}

/// The states of a scope that assign a variable, with their lines.
pub(super) fn assigned_in(
    analysis: &Analysis,
    location: &Location<'_>,
    variables: &Variables,
    variable: usize,
    home: ScopeId,
) -> Vec<String> {
    let place = |assignment: &Assignment| {
        let state = location.machine()?.state(assignment.state).filter(|state| state.scope == home)?;
        let line = analysis.source.position(location.tree().span(assignment.key).start).line;
        Some(format!("{} (line {line})", code(&state.name.text)))
    };
    of(variables, variable).filter_map(place).collect()
}

fn of(variables: &Variables, variable: usize) -> impl Iterator<Item = &Assignment> {
    variables.assignments.iter().filter(move |assignment| assignment.variable == variable)
}

/// The type of all that is assigned to a variable.
fn type_of(tree: &Tree, machine: &Machine, variables: &Variables, variable: usize, home: ScopeId) -> Type {
    let is_home = |assignment: &&Assignment| machine.state(assignment.state).is_some_and(|state| state.scope == home);
    let all: Vec<&Assignment> = of(variables, variable).filter(is_home).take(MOST + 1).collect();
    if MOST < all.len() || variables.is_opaque(home) {
        return Type::Any;
    }
    all.into_iter()
        .map(|assignment| value_type(tree, machine, variables, assignment))
        .reduce(Type::join)
        .unwrap_or_default()
}

fn value_type(tree: &Tree, machine: &Machine, variables: &Variables, assignment: &Assignment) -> Type {
    let value = assignment.value;
    match tree.kind(value) {
        Kind::Null => Type::Null,
        Kind::Bool(_) => Type::Boolean,
        Kind::Number => Type::Number,
        Kind::Array => Type::array(Type::Any),
        Kind::Object if !tree.is_opaque(value) => Type::any_object(),
        Kind::String if !tree.is_opaque(value) => {
            let Some(state) = machine.state(assignment.state) else { return Type::Any };
            let expressions = expression::of_state(tree, state, variables);
            match expressions.into_iter().find(|expression| expression.node == value).map(|found| found.content) {
                Some(Content::Jsonata(jsonata)) => jsonata.result(),
                Some(Content::Intrinsic(intrinsic)) => given(&intrinsic),
                Some(Content::Path(_) | Content::NotText) => Type::Any,
                Some(Content::Literal) | None => Type::String,
            }
        }
        _ => Type::Any,
    }
}

/// What the outermost call gives.
fn given(intrinsic: &intrinsic::Intrinsic) -> Type {
    match intrinsic.root_call().and_then(|call| call.function).map(|function| function.returns) {
        Some(intrinsic::Type::String) => Type::String,
        Some(intrinsic::Type::Number) => Type::Number,
        Some(intrinsic::Type::Boolean) => Type::Boolean,
        Some(intrinsic::Type::Null) => Type::Null,
        Some(intrinsic::Type::Array) => Type::array(Type::Any),
        Some(intrinsic::Type::Object) => Type::any_object(),
        Some(intrinsic::Type::Any | intrinsic::Type::Scalar) | None => Type::Any,
    }
}
