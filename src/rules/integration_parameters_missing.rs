//! See [`INTEGRATION_PARAMETERS_MISSING`].

use crate::diagnostic::Applicability;
use crate::edit;
use crate::integration::{Arguments, Call};
use crate::model::State;
use crate::resource::Resource;
use crate::rule::{Check, Context};

declare_rule! {
    /// A Task calls an integration without `Parameters`, or without `Arguments` in JSONata.
    ///
    /// Every resource of the form `arn:aws:states:::…` needs the field, an empty object where the action takes nothing.
    /// AWS refuses the definition without it: `Parameters field is required for resource ARN`. The state's input is not
    /// passed on by itself, as it is to a function or an activity that is named by its own ARN.
    ///
    /// ```json,fails
    /// {"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:ec2:describeRegions", "End": true}
    /// ```
    ///
    /// ```json,fails
    /// {"Type": "Task", "QueryLanguage": "JSONata", "Resource": "arn:aws:states:::lambda:invoke", "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:ec2:describeRegions", "Parameters": {}, "End": true}
    /// ```
    ///
    /// Fix: adds an empty object where the action is not known to need more.
    ///
    /// Source: [Task state](https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html)
    pub INTEGRATION_PARAMETERS_MISSING = "integration-parameters-missing" (Integration, Error, Both, fix: Sometimes), Check::Task(check)
}

fn check(ctx: &mut Context<'_>, state: &State, call: &Call<'_>) {
    if call.arguments != Arguments::Absent {
        return;
    }
    // What AWS does not recognize is reported as that.
    let required = match (&call.resource, call.action) {
        (Resource::AwsSdk { .. }, _) => &[][..],
        (Resource::Optimized { .. }, Some(action)) if !action.operation.map_only => &action.operation.required,
        _ => return,
    };
    let field = Arguments::field(state.query_language);
    let message = format!("state `{}` calls an integration without `{field}`", state.name);
    if !required.is_empty() {
        let names: Vec<String> = required.iter().map(|name| format!("`{name}`")).collect();
        ctx.report(call.node, message).help(format!("add `{field}` with {}", names.join(", ")));
        return;
    }
    let resource = ctx.key(state.node, "Resource");
    let edits = resource.and_then(|key| edit::insert_member(ctx.tree, state.node, key, field, "{}"));
    ctx.report(call.node, message).help(format!("add `{field}`, an empty object if the action takes nothing")).fix(
        format!("add `\"{field}\": {{}}`"),
        Applicability::Unsafe,
        edits,
    );
}
