//! See [`VARIABLE_OUTER_IN_DISTRIBUTED_MAP`].

use crate::expression::Reference;
use crate::rule::{Check, Context};
use crate::semantics::variable_use::{Trouble, Uses};

declare_rule! {
    /// A state inside a distributed Map reads a variable from outside of it.
    ///
    /// The items of a distributed Map run in executions of their own, which know nothing of the variables of the execution
    /// that started them. The fields of the Map state itself, `ItemSelector` and `ItemBatcher` among them, still do.
    ///
    /// ```json,fails
    /// {"QueryLanguage": "JSONata", "StartAt": "Set", "States": {
    ///   "Set": {"Type": "Pass", "Assign": {"region": "eu"}, "Next": "Each"},
    ///   "Each": {"Type": "Map", "Items": [1, 2], "End": true, "ItemProcessor": {
    ///     "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}, "StartAt": "Use", "States": {
    ///       "Use": {"Type": "Pass", "Output": "{% $region %}", "End": true}}}}}}
    /// ```
    ///
    /// ```json,passes
    /// {"QueryLanguage": "JSONata", "StartAt": "Set", "States": {
    ///   "Set": {"Type": "Pass", "Assign": {"region": "eu"}, "Next": "Each"},
    ///   "Each": {"Type": "Map", "Items": [1, 2], "ItemSelector": {"region": "{% $region %}"}, "End": true, "ItemProcessor": {
    ///     "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}, "StartAt": "Use", "States": {
    ///       "Use": {"Type": "Pass", "Output": "{% $states.input.region %}", "End": true}}}}}}
    /// ```
    ///
    /// Source: [Workflow variables](https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html)
    pub VARIABLE_OUTER_IN_DISTRIBUTED_MAP = "variable-outer-in-distributed-map" (Variables, Warning, Both, fix: Never), Check::Variables(check)
}

fn check(ctx: &mut Context<'_>, references: &[Reference]) {
    let tree = ctx.tree;
    let uses = Uses::new(tree, ctx.machine, ctx.graphs, ctx.variables);
    for reference in references {
        let Some((state, Trouble::OutsideDistributed(assignment))) = uses.trouble(reference) else { continue };
        let name = &reference.name;
        let message = format!("state `{}` reads `${name}` from outside of the distributed Map it runs in", state.name);
        ctx.report(reference.node, message)
            .span(reference.span(tree))
            .discriminator(&**name)
            .related(tree.span(assignment.key), "assigned here")
            .help("hand it to the items by `ItemSelector` or `BatchInput`");
    }
}
