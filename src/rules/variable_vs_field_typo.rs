//! See [`VARIABLE_VS_FIELD_TYPO`].

use crate::diagnostic::Applicability;
use crate::expression::Reference;
use crate::rule::{Check, Context};
use crate::semantics::variable_use::{Trouble, Uses};

declare_rule! {
    /// A path starts with a variable that no state assigns, and a field of that name is read elsewhere: `$order` for `$.order`.
    ///
    /// `$.order` is a field of the input, `$order` a variable. AWS takes a path to a variable that does not exist; the state
    /// fails when it runs.
    ///
    /// ```json,fails
    /// {"StartAt": "Price", "States": {
    ///   "Price": {"Type": "Pass", "Parameters": {"net.$": "$.order.net", "tax.$": "$order.tax"}, "End": true}}}
    /// ```
    ///
    /// ```json,passes
    /// {"StartAt": "Price", "States": {
    ///   "Price": {"Type": "Pass", "Parameters": {"net.$": "$.order.net", "tax.$": "$.order.tax"}, "End": true}}}
    /// ```
    ///
    /// Fix: writes the dot.
    ///
    /// Source: [Workflow variables](https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html)
    pub VARIABLE_VS_FIELD_TYPO = "variable-vs-field-typo" (Variables, Warning, JsonPath, fix: Sometimes), Check::Variables(check)
}

fn check(ctx: &mut Context<'_>, references: &[Reference]) {
    let tree = ctx.tree;
    let uses = Uses::new(tree, ctx.machine, ctx.graphs, ctx.variables);
    for reference in references {
        let Some((state, Trouble::MissingDot)) = uses.trouble(reference) else { continue };
        let name = &reference.name;
        let message = format!("state `{}` reads the variable `${name}`, but no state assigns it", state.name);
        ctx.report(reference.node, message)
            .span(reference.span(tree))
            .discriminator(&**name)
            .help(format!("the field of the input is `$.{name}`"))
            .fix(format!("write `$.{name}`"), Applicability::Unsafe, reference.rename(tree, &format!(".{name}")));
    }
}
