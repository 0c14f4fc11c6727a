//! See [`REFERENCE_PATH_DOUBTFUL`].

use crate::expr::jsonpath::{Path, Reason, Root};
use crate::expression::Expression;
use crate::model::State;
use crate::rule::{Check, Context};
use crate::schema::ValueKind;
use crate::semantics::expression_fault;

declare_rule! {
    /// A path that names more than one place stands where the language wants a Reference Path.
    ///
    /// `ItemsPath`, `SecondsPath`, `Variable` and others are Reference Paths by the specification: no `*`, `..`, filter, slice or
    /// function, and no index below 0. Step Functions may refuse another path there, and if it does not, the value is an array.
    ///
    /// ```json,fails
    /// {"Type": "Wait", "SecondsPath": "$.delays[*]", "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Wait", "SecondsPath": "$.delays[0]", "End": true}
    /// ```
    ///
    /// Source: [Reference Paths](https://states-language.net/#ref-paths)
    pub REFERENCE_PATH_DOUBTFUL = "reference-path-doubtful" (Path, Warning, JsonPath, fix: Never), Check::Path(check)
}

fn check(ctx: &mut Context<'_>, state: &State, expression: &Expression<'_>, path: &Path) {
    if expression.field.value != ValueKind::ReferencePath || expression_fault::of(expression).is_some() {
        return;
    }
    let Err(obstacle) = path.as_reference_path() else { return };
    let refused = match expression.field.name {
        // Only what is not known to be refused; a wrong root has a rule of its own.
        "ResultPath" => path.root != Root::Input || !matches!(obstacle.reason, Reason::Character(_)),
        "MaxConcurrencyPath" => path.root == Root::Context,
        _ => false,
    };
    if refused {
        return;
    }
    let tree = ctx.tree;
    let message =
        format!("{} should name one place, without {}", expression.subject(tree, state), obstacle.reason.what());
    ctx.report(expression.node, message).span(expression.span(tree, &obstacle.range));
}
