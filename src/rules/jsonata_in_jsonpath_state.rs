//! See [`JSONATA_IN_JSONPATH_STATE`].

use crate::asl::QueryLanguage;
use crate::expression::{self, Content, Expression};
use crate::model::State;
use crate::rule::{Check, Context};
use crate::schema::ValueKind;

declare_rule! {
    /// A `{% … %}` string stands in a state whose query language is `JSONPath`.
    ///
    /// Nothing evaluates it there: the state gives on or compares the text. A state uses the machine's query language
    /// unless it sets its own `QueryLanguage`; the language of a Map or Parallel state around it does not count.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "Parameters": {"id": "{% $states.input.id %}"}, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Output": {"id": "{% $states.input.id %}"}, "End": true}
    /// ```
    ///
    /// Source: [Query languages](https://states-language.net/#query-language)
    pub JSONATA_IN_JSONPATH_STATE = "jsonata-in-jsonpath-state" (Jsonata, Warning, JsonPath, fix: Never),
    Check::Literal(check)
}

fn check(ctx: &mut Context<'_>, state: &State, expression: &Expression<'_>) {
    if !expression.text.starts_with("{%")
        || state.query_language != QueryLanguage::JsonPath
        || !matches!(expression.content, Content::Literal)
        || expression::delimited(expression.text.trim()).is_none()
    {
        return;
    }
    // Other fields have rules that refuse such a value.
    let is_value = matches!(expression.field.value, ValueKind::Template | ValueKind::Json)
        || matches!(expression.field.name, "Error" | "Cause" | "StringEquals" | "StringMatches");
    if !is_value {
        return;
    }
    ctx.report(
        expression.node,
        format!(
            "an expression in `{}` of state `{}` is not evaluated, as the state uses JSONPath",
            expression.field.name, state.name
        ),
    )
    .help("set `\"QueryLanguage\": \"JSONata\"` and use the fields of JSONata, or write a path");
}
