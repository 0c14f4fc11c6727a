//! See [`VARIABLE_NAME_INVALID`].

use crate::asl::StateType;
use crate::diagnostic::Applicability;
use crate::edit;
use crate::expression::Reference;
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::variable_name;

declare_rule! {
    /// The name of a variable is not one that the language takes.
    ///
    /// A name starts with a letter and goes on with letters, digits and underscores, of any script (Unicode's `ID_Start` and
    /// `ID_Continue`), and has at most 80 characters. Variables are assigned as a whole: a key such as `order.id` does not set
    /// a part of one. Nothing could read such a variable: `$my-var` is `$my` minus `var` in JSONata, and no path.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Assign": {"order-id": 7}, "Next": "Done"}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Assign": {"orderId": 7, "größe": 1}, "Next": "Done"}
    /// ```
    ///
    /// Fix: writes underscores in place of what is not allowed. Whoever reads the variable has to follow.
    ///
    /// Source: [Variables](https://states-language.net/#state-machine-variables)
    pub VARIABLE_NAME_INVALID = "variable-name-invalid" (Variables, Warning, Both, fix: Sometimes), Check::Variables(check)
}

fn check(ctx: &mut Context<'_>, _: &[Reference]) {
    let (tree, variables) = (ctx.tree, ctx.variables);
    for assignment in &variables.assignments {
        let name = variables.name(assignment.variable);
        let Some(state) = ctx.machine.state(assignment.state).filter(|state| can_assign(state)) else { continue };
        if name.is_empty() {
            let message = format!("state `{}` assigns a variable without a name", state.name);
            ctx.report(assignment.key, message).help("give it a name");
            continue;
        }
        let Some((fault, help)) = variable_name::fault(name) else { continue };
        let diagnostic = ctx.report(assignment.key, format!("state `{}` assigns `{name}`, but {fault}", state.name));
        diagnostic.help(help);
        if let Some(valid) = variable_name::nearest_valid(name).filter(|valid| variables.find(valid).is_none()) {
            let suffix = if tree.text(assignment.key).ends_with(".$") { ".$" } else { "" };
            let edits = edit::rename_key(tree, assignment.key, &format!("{valid}{suffix}"));
            diagnostic.fix(format!("write `{valid}`"), Applicability::Unsafe, edits);
        }
    }
}

/// Of other types the schema says that they assign nothing.
fn can_assign(state: &State) -> bool {
    !matches!(state.kind, Some(StateType::Succeed | StateType::Fail))
}
