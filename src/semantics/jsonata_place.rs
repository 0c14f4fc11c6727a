//! Where JSONata expressions stand in a state and what Step Functions makes of them there: the parts of `$states` that
//! exist, the values that the field takes, the strings that are text although they look like expressions.

use crate::asl::{QueryLanguage, StateType};
use crate::expr::jsonata::scope::Resolution;
use crate::expr::jsonata::{ExprId, NodeKind};
use crate::expr::types::Kinds;
use crate::expression::{Expression, Jsonata, Part};
use crate::flow::variables::Variables;
use crate::model::State;
use crate::schema::{self, Owner, ValueKind};
use crate::syntax::{Member, NodeId, Tree};

/// The fields of `$states`.
/// <https://states-language.net/#reserved-states-variable-with-jsonata>
pub const STATES_FIELDS: [&str; 4] = ["input", "context", "result", "errorOutput"];

/// Fields whose own value may be any text. In the others the schema says that a string has to be an expression.
const TEXT_FIELDS: [&str; 4] = ["Timestamp", "Error", "Cause", "RoleArn"];

/// How a message names the place: the field and the state.
pub fn place(expression: &Expression<'_>, state: &State) -> String {
    format!("`{}` of state `{}`", expression.field.name, state.name)
}

/// Whether `$states.result` exists here: behind the work of a Task, Parallel or Map state.
pub fn has_result(expression: &Expression<'_>, state: &State) -> bool {
    let works = matches!(state.kind, Some(StateType::Task | StateType::Parallel | StateType::Map));
    works && expression.part == Part::State && is_output_or_assign(expression)
}

/// Whether `$states.errorOutput` exists here: in what a catcher gives on.
pub fn has_error_output(expression: &Expression<'_>) -> bool {
    matches!(expression.part, Part::Catcher(_)) && is_output_or_assign(expression)
}

fn is_output_or_assign(expression: &Expression<'_>) -> bool {
    matches!(expression.field.name, "Output" | "Assign")
}

/// Whether strings of this field are evaluated if they stand between `{%` and `%}`.
pub fn is_evaluated(expression: &Expression<'_>, state: &State) -> bool {
    state.query_language == QueryLanguage::Jsonata
        && matches!(expression.field.value, ValueKind::Jsonata | ValueKind::JsonataTemplate)
}

/// Whether a string at this place may be plain text: elsewhere the schema asks for an expression.
pub fn may_be_text(tree: &Tree, expression: &Expression<'_>) -> bool {
    match expression.field.value {
        ValueKind::JsonataTemplate => expression.field.name != "Arguments" || !is_whole_field(tree, expression),
        ValueKind::Jsonata => TEXT_FIELDS.contains(&expression.field.name) || !is_whole_field(tree, expression),
        _ => false,
    }
}

/// Whether the string is the field's value itself.
pub fn is_whole_field(tree: &Tree, expression: &Expression<'_>) -> bool {
    expression.key.is_none() && tree.get(expression.object, expression.field.name) == Some(expression.node)
}

/// The values that the field takes from an expression at this place; one that gives none of them fails.
/// <https://states-language.net/#jsonata-runtime-errors>
pub fn accepted(tree: &Tree, expression: &Expression<'_>) -> Kinds {
    let value = Kinds::ALL.without(Kinds::UNDEFINED | Kinds::FUNCTION);
    if !is_whole_field(tree, expression) {
        return value;
    }
    match expression.field.name {
        "Condition" => Kinds::BOOLEAN,
        // An object is taken by a distributed Map state.
        "Items" => Kinds::ARRAY | Kinds::OBJECT,
        "Timestamp" | "Error" | "Cause" | "RoleArn" => Kinds::STRING,
        _ if is_number(expression) => Kinds::NUMBER,
        _ => value,
    }
}

/// Whether the field takes a number.
pub fn is_number(expression: &Expression<'_>) -> bool {
    expression.field.value == ValueKind::Jsonata
        && !matches!(expression.field.name, "Condition" | "Items" | "Timestamp" | "Error" | "Cause" | "RoleArn")
}

/// Whether what the expression gives and what its parts are can be trusted: it parses, and no variable of the workflow
/// has the name of a built-in function that it uses.
pub fn has_types(jsonata: &Jsonata, variables: &Variables) -> bool {
    jsonata.ast.faults.is_empty()
        && !jsonata.scope.resolutions.iter().any(|resolution| match resolution {
            Resolution::Builtin(function) => variables.find(function.name).is_some(),
            _ => false,
        })
}

/// The part of an expression that is its value: what is last in a block.
pub fn value_of(jsonata: &Jsonata) -> Option<ExprId> {
    let mut at = jsonata.ast.root?;
    while let NodeKind::Block(items) = jsonata.ast.kind(at)
        && let Some(last) = items.last()
    {
        at = *last;
    }
    Some(at)
}

/// A key of a payload whose strings are evaluated.
#[derive(Clone, Copy, Debug)]
pub struct PayloadKey {
    pub field: &'static str,
    pub member: Member,
    /// The key of `Assign` itself: the name of a variable.
    pub is_variable: bool,
}

/// The keys of a JSONata state's payloads, those of its rules and catchers included.
pub fn payload_keys(tree: &Tree, state: &State) -> Vec<PayloadKey> {
    let mut found = Vec::new();
    let Some(kind) = state.kind.filter(|_| state.query_language == QueryLanguage::Jsonata) else { return found };
    fields(tree, Owner::State(kind), state.node, &mut found);
    for rule in &state.choices {
        fields(tree, Owner::ChoiceRule, rule.node, &mut found);
    }
    for catcher in &state.catchers {
        fields(tree, Owner::Catcher, catcher.node, &mut found);
    }
    found
}

/// Objects of the language nest in each other only a few levels deep.
fn fields(tree: &Tree, owner: Owner, object: NodeId, found: &mut Vec<PayloadKey>) {
    if tree.is_opaque(object) {
        return;
    }
    for member in tree.members(object) {
        let Some(field) = schema::field(owner, QueryLanguage::Jsonata, tree.text(member.key)) else { continue };
        match field.value {
            ValueKind::JsonataTemplate => keys(tree, field.name, member.value, field.name == "Assign", found),
            ValueKind::Object => {
                if let Some(owner) = Owner::all().find(|owner| owner.name() == field.name) {
                    fields(tree, owner, member.value, found);
                }
            }
            _ => {}
        }
    }
}

fn keys(tree: &Tree, field: &'static str, value: NodeId, is_variable: bool, found: &mut Vec<PayloadKey>) {
    if tree.is_opaque(value) {
        return;
    }
    for member in tree.members(value) {
        if !tree.is_opaque(member.key) {
            found.push(PayloadKey { field, member, is_variable });
        }
        keys(tree, field, member.value, false, found);
    }
    for item in tree.items(value) {
        keys(tree, field, item, false, found);
    }
}
