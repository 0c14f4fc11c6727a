//! See [`DYNAMODB_ATTRIBUTE_TYPE`].

use crate::asl::nearest;
use crate::diagnostic::Applicability;
use crate::edit;
use crate::integration::{self, Arguments, Call};
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::map_state::object;
use crate::syntax::{Kind, Member, NodeId};

declare_rule! {
    /// A value for `DynamoDB` has a type that there is not, or is a number that is not written as text.
    ///
    /// In `Key`, `Item` and `ExpressionAttributeValues` a value is an object of one member, whose name is the type:
    /// `{"S": "text"}`, `{"N": "5"}`, `{"BOOL": true}`. A number is written as text. AWS takes the names of types by the
    /// letter, and answers `The value for the field 'N' must be a STRING`. It was not seen which of it keeps a definition from
    /// being created, so this is a warning. A text alone stands in published samples and is not reported.
    ///
    /// ```json,fails
    /// {"Type": "Task", "Resource": "arn:aws:states:::dynamodb:getItem",
    ///   "Parameters": {"TableName": "orders", "Key": {"id": {"String": "42"}}}, "End": true}
    /// ```
    ///
    /// ```json,fails
    /// {"Type": "Task", "Resource": "arn:aws:states:::dynamodb:putItem",
    ///   "Parameters": {"TableName": "orders", "Item": {"id": {"S.$": "$.id"}, "total": {"N": 5}}}, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Task", "Resource": "arn:aws:states:::dynamodb:putItem",
    ///   "Parameters": {"TableName": "orders", "Item": {"id": {"S.$": "$.id"}, "total": {"N": "5"}}}, "End": true}
    /// ```
    ///
    /// Fix: writes the type that was meant, or the number in quotes.
    ///
    /// Source: [Call DynamoDB APIs](https://docs.aws.amazon.com/step-functions/latest/dg/connect-ddb.html)
    pub DYNAMODB_ATTRIBUTE_TYPE = "dynamodb-attribute-type" (Integration, Warning, Both, fix: Sometimes), Check::Task(check)
}

/// The parameters that are objects of typed values.
const FIELDS: [&str; 3] = ["ExpressionAttributeValues", "Item", "Key"];

/// The types as the API of `DynamoDB` has them. Through the AWS SDK some have other names.
const TYPES: [&str; 10] = ["B", "BOOL", "BS", "L", "M", "N", "NS", "NULL", "S", "SS"];

fn check(ctx: &mut Context<'_>, state: &State, call: &Call<'_>) {
    let Arguments::Object { object: parameters, .. } = call.arguments else { return };
    if call.action.is_none_or(|action| action.service != "dynamodb") {
        return;
    }
    let tree = ctx.tree;
    for values in FIELDS.into_iter().filter_map(|field| object(tree, parameters, field)) {
        for member in tree.members(values) {
            let value = member.value;
            if tree.is_object(value) && !tree.is_opaque(value) && integration::is_closed(tree, value) {
                check_value(ctx, state, member);
            }
        }
    }
}

fn check_value(ctx: &mut Context<'_>, state: &State, value: Member) {
    let tree = ctx.tree;
    let name = tree.text(value.key);
    for member in tree.members(value.value) {
        match integration::parameter(tree, &member) {
            "N" if tree.kind(member.value) == Kind::Number => report_number(ctx, state, name, member.value),
            written if TYPES.contains(&written) => {}
            _ => report_type(ctx, state, name, member),
        }
    }
}

fn report_type(ctx: &mut Context<'_>, state: &State, name: &str, member: Member) {
    let tree = ctx.tree;
    let written = integration::parameter(tree, &member);
    let message = format!("`{written}`, for `{name}` of state `{}`, is no type of DynamoDB", state.name);
    let diagnostic = ctx.report(member.key, message);
    if let Some(meant) = nearest_type(written) {
        let edits = integration::rename_parameter(tree, &member, meant);
        diagnostic.help(format!("did you mean `{meant}`?")).fix(
            format!("write `{meant}`"),
            Applicability::Unsafe,
            edits,
        );
    } else {
        let names = TYPES.map(|name| format!("`{name}`")).join(", ");
        diagnostic.help(format!("the types are {names}"));
    }
}

fn report_number(ctx: &mut Context<'_>, state: &State, name: &str, value: NodeId) {
    let quoted = format!("\"{}\"", ctx.tree.text(value));
    let edits = edit::replace(ctx.tree, value, &quoted);
    ctx.report(value, format!("the number of `{name}` of state `{}` is not written as text", state.name))
        .help(format!("write `{quoted}`"))
        .fix("put it in quotes", Applicability::Safe, edits);
}

/// The type that a name stands for: another letter case, or the word for it.
fn nearest_type(name: &str) -> Option<&'static str> {
    const WORDS: [(&str, &str); 5] =
        [("String", "S"), ("Number", "N"), ("Boolean", "BOOL"), ("List", "L"), ("Map", "M")];
    let word = WORDS.into_iter().find(|(word, _)| word.eq_ignore_ascii_case(name)).map(|(_, meant)| meant);
    let cased = || TYPES.into_iter().find(|known| known.eq_ignore_ascii_case(name));
    word.or_else(cased).or_else(|| nearest(name, TYPES))
}
