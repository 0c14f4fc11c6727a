//! See [`CATCH_TO_SELF`].

use crate::model::{Role, State, Transition};
use crate::rule::{Check, Context};

declare_rule! {
    /// A catcher leads back to the state that failed.
    ///
    /// That is a retry without a limit and without a pause: as long as the error lasts, the state is run again at once,
    /// until the history is full. A retrier counts its attempts and waits between them.
    ///
    /// ```json,fails
    /// {"Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:charge", "End": true,
    ///   "Catch": [{"ErrorEquals": ["BankOffline"], "Next": "Example"}]}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:charge", "End": true,
    ///   "Retry": [{"ErrorEquals": ["BankOffline"], "IntervalSeconds": 5, "MaxAttempts": 6, "BackoffRate": 2}]}
    /// ```
    ///
    /// Source: [Fallback states](https://states-language.net/#fallback-states)
    pub CATCH_TO_SELF = "catch-to-self" (Graph, Warning, Both, fix: Never), Check::Transition(check)
}

fn check(ctx: &mut Context<'_>, state: &State, transition: &Transition) {
    let Role::Catch(index) = transition.role else { return };
    if transition.target.state != Some(state.id) {
        return;
    }
    let Some(catcher) = state.catcher(index) else { return };
    // What it assigns or puts out may be the counter or the corrected input of the next try.
    if ["Assign", "Output"].into_iter().any(|field| ctx.tree.get(catcher.node, field).is_some()) {
        return;
    }
    ctx.report(transition.target.node, format!("the catcher leads back to state `{}`, which failed", state.name))
        .help("use `Retry`, which waits and counts, or go to a state that waits first");
}
