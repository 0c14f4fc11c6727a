//! See [`ASSIGN_AT_END`].

use crate::asl::StateType;
use crate::expression::Reference;
use crate::flow::variables::On;
use crate::rule::{Check, Context};

declare_rule! {
    /// A state that ends its scope assigns variables.
    ///
    /// Variables live as long as their scope: the machine, the branch, the item. What the last state assigns takes effect
    /// behind it, where there is nothing left to read it.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Assign": {"total": 1}, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Output": {"total": 1}, "End": true}
    /// ```
    ///
    /// Source: [Scope of variables](https://states-language.net/#variable-scope)
    pub ASSIGN_AT_END = "assign-at-end" (Variables, Info, Both, fix: Never), Check::Variables(check)
}

fn check(ctx: &mut Context<'_>, _: &[Reference]) {
    let (machine, variables) = (ctx.machine, ctx.variables);
    for state in &machine.states {
        if state.end != Some(true) || state.next().is_some() || variables.assigned_on(state.id, On::State).is_empty() {
            continue;
        }
        // Of other types the schema says that they do not end by `End`, or assign nothing.
        if !state.kind.is_some_and(StateType::takes_next) {
            continue;
        }
        let Some(key) = ctx.key(state.node, "Assign") else { continue };
        let message = format!("what state `{}` assigns cannot be read: the scope ends with it", state.name);
        ctx.report(key, message).help("remove it, or hand the values on as output");
    }
}
