//! See [`UNDEFINED_VARIABLE`].

use crate::diagnostic::Applicability;
use crate::expression::Reference;
use crate::rule::{Check, Context};
use crate::semantics::variable_use::{Trouble, Uses};

declare_rule! {
    /// A variable is read that no state assigns.
    ///
    /// AWS takes such a definition. When it runs, a path to the variable fails, and a JSONata expression takes it for nothing,
    /// which is an error as soon as nothing is what the whole expression gives. A name is looked for in all states of the
    /// machine; one that exists, but not for this state, is the business of other rules.
    ///
    /// ```json,fails
    /// {"QueryLanguage": "JSONata", "StartAt": "Count", "States": {
    ///   "Count": {"Type": "Pass", "Assign": {"orderCount": "{% $count($states.input.orders) %}"}, "Next": "Report"},
    ///   "Report": {"Type": "Pass", "Output": "{% $orderCuont %}", "End": true}}}
    /// ```
    ///
    /// ```json,passes
    /// {"QueryLanguage": "JSONata", "StartAt": "Count", "States": {
    ///   "Count": {"Type": "Pass", "Assign": {"orderCount": "{% $count($states.input.orders) %}"}, "Next": "Report"},
    ///   "Report": {"Type": "Pass", "Output": "{% $orderCount %}", "End": true}}}
    /// ```
    ///
    /// Fix: writes the name that comes nearest; safe when only the case differs.
    ///
    /// Source: [Workflow variables](https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html)
    pub UNDEFINED_VARIABLE = "undefined-variable" (Variables, Warning, Both, fix: Sometimes), Check::Variables(check)
}

fn check(ctx: &mut Context<'_>, references: &[Reference]) {
    let tree = ctx.tree;
    let uses = Uses::new(tree, ctx.machine, ctx.graphs, ctx.variables);
    for reference in references {
        let Some((state, Trouble::Undefined { meant })) = uses.trouble(reference) else { continue };
        let name = &reference.name;
        let diagnostic = ctx.report(
            reference.node,
            format!("state `{}` reads the variable `${name}`, but no state assigns it", state.name),
        );
        diagnostic.span(reference.span(tree)).discriminator(&**name);
        let Some(meant) = meant else {
            diagnostic.help("assign it in a state before this one");
            continue;
        };
        let applicability = if meant.certain { Applicability::Safe } else { Applicability::Unsafe };
        diagnostic.help(format!("did you mean `${}`?", meant.name)).fix(
            format!("write `${}`", meant.name),
            applicability,
            reference.rename(tree, meant.name),
        );
    }
}
