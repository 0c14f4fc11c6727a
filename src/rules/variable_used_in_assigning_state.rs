//! See [`VARIABLE_USED_IN_ASSIGNING_STATE`].

use crate::expression::Reference;
use crate::rule::{Check, Context};
use crate::semantics::variable_use::{Trouble, Uses};

declare_rule! {
    /// A state reads a variable that only the state itself has assigned by then.
    ///
    /// All expressions of a state see the variables as they were when it was entered: what its `Assign` gives is there from
    /// the next state on. The first time, there is nothing to read.
    ///
    /// ```json,fails
    /// {"QueryLanguage": "JSONata", "StartAt": "Price", "States": {
    ///   "Price": {"Type": "Pass", "Assign": {"net": 100, "gross": "{% $net * 1.2 %}"}, "Next": "Report"},
    ///   "Report": {"Type": "Pass", "Output": "{% [$net, $gross] %}", "End": true}}}
    /// ```
    ///
    /// ```json,passes
    /// {"QueryLanguage": "JSONata", "StartAt": "Price", "States": {
    ///   "Price": {"Type": "Pass", "Assign": {"net": 100}, "Next": "Report"},
    ///   "Report": {"Type": "Pass", "Output": "{% [$net, $net * 1.2] %}", "End": true}}}
    /// ```
    ///
    /// Source: [Workflow variables](https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html)
    pub VARIABLE_USED_IN_ASSIGNING_STATE = "variable-used-in-assigning-state" (Variables, Warning, Both, fix: Never), Check::Variables(check)
}

fn check(ctx: &mut Context<'_>, references: &[Reference]) {
    let tree = ctx.tree;
    let uses = Uses::new(tree, ctx.machine, ctx.graphs, ctx.variables);
    for reference in references {
        let Some((state, Trouble::OwnAssign(assignment))) = uses.trouble(reference) else { continue };
        let name = &reference.name;
        let message =
            format!("state `{}` reads `${name}`, which has no value before the state itself assigns it", state.name);
        ctx.report(reference.node, message)
            .span(reference.span(tree))
            .discriminator(&**name)
            .related(tree.span(assignment.key), "the value is there from the next state on")
            .help("read it in the next state, or write the value out here");
    }
}
