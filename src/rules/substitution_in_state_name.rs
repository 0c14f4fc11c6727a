//! See [`SUBSTITUTION_IN_STATE_NAME`].

use crate::model::Machine;
use crate::rule::{Check, Context};
use crate::syntax::NodeId;

declare_rule! {
    /// The name of a state has a placeholder, so that what leads to it cannot be checked.
    ///
    /// What the name will be is known when the state machine is deployed. Until then nobody can tell whether a target exists
    /// or a state is reached, and nothing is said of either where such a name is around. States seldom need it: what differs
    /// between deployments fits into their fields as well.
    ///
    /// ```json,fails
    /// {"StartAt": "Ship to ${Country}", "States": {"Ship to ${Country}": {"Type": "Succeed"}}}
    /// ```
    ///
    /// ```json,passes
    /// {"StartAt": "Ship", "States": {"Ship": {"Type": "Succeed", "Comment": "to ${Country}"}}}
    /// ```
    ///
    /// Source: [DefinitionSubstitutions](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-stepfunctions-statemachine.html)
    pub SUBSTITUTION_IN_STATE_NAME = "substitution-in-state-name" (Host, Hint, Both, fix: Never), Check::Machine(check)
}

fn check(ctx: &mut Context<'_>, machine: &Machine) {
    let tree = ctx.tree;
    let is_open = |node: NodeId| tree.string(node).is_some() && tree.is_opaque(node);
    for state in machine.states.iter().filter(|state| is_open(state.name.node)) {
        let message = format!("the name of state `{}` is known only when it is deployed", state.name);
        ctx.report(state.node, message)
            .span(tree.content_span(state.name.node))
            .help("until then, what leads to it cannot be checked");
    }
}
