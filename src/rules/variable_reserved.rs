//! See [`VARIABLE_RESERVED`].

use crate::asl::StateType;
use crate::expression::Reference;
use crate::rule::{Check, Context};

declare_rule! {
    /// A state assigns `states`, the name that belongs to Step Functions.
    ///
    /// `$states` holds the input, the result, the error and the context of the state. AWS refuses to let it be assigned:
    /// `Cannot assign to reserved variable '$states'`.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Assign": {"states": ["Ohio", "Utah"]}, "Next": "Done"}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Assign": {"regions": ["Ohio", "Utah"]}, "Next": "Done"}
    /// ```
    ///
    /// Source: [Reserved variable](https://states-language.net/#reserved-states-variable-with-jsonata)
    pub VARIABLE_RESERVED = "variable-reserved" (Variables, Error, Both, fix: Never), Check::Variables(check)
}

fn check(ctx: &mut Context<'_>, _: &[Reference]) {
    let variables = ctx.variables;
    let Some(reserved) = variables.find("states") else { return };
    for assignment in variables.assignments.iter().filter(|assignment| assignment.variable == reserved) {
        let Some(state) = ctx.machine.state(assignment.state) else { continue };
        // The schema says that these assign nothing.
        if matches!(state.kind, Some(StateType::Succeed | StateType::Fail)) {
            continue;
        }
        let message = format!("state `{}` assigns `states`, a name that is reserved", state.name);
        ctx.report(assignment.key, message).help("give the variable another name");
    }
}
