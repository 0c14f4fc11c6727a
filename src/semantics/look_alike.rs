//! Texts that stand where nothing is evaluated but look as if they were meant to be.

use crate::expr::intrinsic::looks_like_intrinsic;
use crate::expr::jsonpath::{self, Root};
use crate::expression::{Content, Expression};
use crate::flow::variables::Variables;
use crate::model::State;
use crate::schema::ValueKind;
use crate::syntax::{Step, Tree};

/// What a literal text looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LookAlike {
    Path,
    Call,
}

impl LookAlike {
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Call => "call of an intrinsic function",
        }
    }
}

/// What a text looks like, taken as a whole. `$name` looks like a path where a variable has that name.
pub fn of(text: &str, variables: &Variables) -> Option<LookAlike> {
    if looks_like_intrinsic(text) {
        return Some(LookAlike::Call);
    }
    (jsonpath::looks_like_path(text) || is_variable(text, variables)).then_some(LookAlike::Path)
}

fn is_variable(text: &str, variables: &Variables) -> bool {
    if !text.starts_with('$') || variables.names().is_empty() {
        return false;
    }
    let path = jsonpath::parse(text);
    let Root::Variable(name) = &path.root else { return false };
    path.faults.is_empty() && variables.find(&name.text).is_some()
}

/// Whether a literal stands in a `JSONPath` payload, and not in place of one.
pub fn is_payload_literal(tree: &Tree, expression: &Expression<'_>) -> bool {
    matches!(expression.content, Content::Literal)
        && expression.field.value == ValueKind::Template
        && (expression.key.is_some() || tree.parent(expression.node) != Some(expression.object))
}

/// Keys under which others want a path of their own: rules of `EventBridge`, columns of Kinesis, definitions, the message
/// adapter of Cumulus (`cma`).
const FOR_ANOTHER: [&str; 12] = [
    "cma",
    "definition",
    "inputpath",
    "inputpathsmap",
    "itemspath",
    "jsonpath",
    "jsonpaths",
    "mapping",
    "outputpath",
    "recordrowpath",
    "resultpath",
    "rowpath",
];

/// Beside a text with paths, the key of the values of these paths by their names: so does `EvaluateExpression` of the CDK.
/// <https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_stepfunctions_tasks.EvaluateExpression.html>
const VALUES_OF_PATHS: &str = "expressionAttributeValues";

/// Whether a key on the way to a literal, or what stands beside it, says that it holds a path for somebody else.
pub fn is_for_another(tree: &Tree, state: &State, expression: &Expression<'_>) -> bool {
    let payload = tree.parent(expression.node);
    if payload.is_some_and(|payload| tree.get(payload, VALUES_OF_PATHS).is_some()) {
        return true;
    }
    let way = tree.path(state.node, expression.node);
    // The first key is the field of the state.
    way.iter().skip(1).any(|step| match step {
        Step::Key(key) => FOR_ANOTHER.contains(&key.to_ascii_lowercase().as_str()),
        Step::Index(_) => false,
    })
}
