//! See [`RETRY_MAX_DELAY_BELOW_INTERVAL`].

use crate::model::{Handler, State};
use crate::rule::{Check, Context};

declare_rule! {
    /// The longest wait of a retrier is shorter than its first.
    ///
    /// `MaxDelaySeconds` caps waits that grow from `IntervalSeconds` on, so it has to be the larger one. Otherwise the
    /// interval is never what is written, and `BackoffRate` has nothing to do.
    ///
    /// ```json,fails
    /// {"Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:charge", "End": true,
    ///   "Retry": [{"ErrorEquals": ["BankOffline"], "IntervalSeconds": 60, "MaxDelaySeconds": 30}]}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:charge", "End": true,
    ///   "Retry": [{"ErrorEquals": ["BankOffline"], "IntervalSeconds": 60, "MaxDelaySeconds": 900}]}
    /// ```
    ///
    /// Source: [Error handling](https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html)
    pub RETRY_MAX_DELAY_BELOW_INTERVAL = "retry-max-delay-below-interval" (Errors, Warning, Both, fix: Never),
    Check::Retrier(check)
}

fn check(ctx: &mut Context<'_>, state: &State, retrier: &Handler) {
    let tree = ctx.tree;
    let seconds = |name| tree.get(retrier.node, name).and_then(|node| Some((node, tree.number(node)?)));
    let (Some((interval_node, interval)), Some((longest_node, longest))) =
        (seconds("IntervalSeconds"), seconds("MaxDelaySeconds"))
    else {
        return;
    };
    if longest < 1.0 || interval <= longest {
        return;
    }
    let message = format!(
        "`MaxDelaySeconds` in `Retry[{}]` of state `{}` is below `IntervalSeconds`, {}",
        retrier.index,
        state.name,
        tree.text(interval_node)
    );
    ctx.report(longest_node, message)
        .related(tree.span(interval_node), "the first wait")
        .help("make it larger than the interval, or leave it out");
}
