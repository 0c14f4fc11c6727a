//! See [`EVENTS_ENTRY_INCOMPLETE`].

use crate::integration::{self, Arguments, Call};
use crate::model::State;
use crate::resource::Resource;
use crate::rule::{Check, Context};
use crate::semantics::map_state::lacks;
use crate::syntax::{NodeId, Tree};

declare_rule! {
    /// An event for `EventBridge` lacks its source, its type or its detail.
    ///
    /// `putEvents` takes each entry by itself. One without `Source`, `DetailType` or `Detail` is not sent: the answer says
    /// `Parameter Source is not valid`, and with the optimized integration the state fails.
    ///
    /// ```json,fails
    /// {"Type": "Task", "Resource": "arn:aws:states:::events:putEvents",
    ///   "Parameters": {"Entries": [{"Source": "shop", "Detail": {"id.$": "$.id"}}]}, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Task", "Resource": "arn:aws:states:::events:putEvents",
    ///   "Parameters": {"Entries": [{"Source": "shop", "DetailType": "Order placed", "Detail": {"id.$": "$.id"}}]},
    ///   "End": true}
    /// ```
    ///
    /// Source: [Add EventBridge events](https://docs.aws.amazon.com/step-functions/latest/dg/connect-eventbridge.html)
    pub EVENTS_ENTRY_INCOMPLETE = "events-entry-incomplete" (Integration, Warning, Both, fix: Never), Check::Task(check)
}

/// What each entry has to have.
const REQUIRED: [&str; 3] = ["Source", "DetailType", "Detail"];

fn check(ctx: &mut Context<'_>, state: &State, call: &Call<'_>) {
    let puts_events = match &call.resource {
        Resource::Optimized { .. } => {
            call.action.is_some_and(|action| (action.service, action.name) == ("events", "putEvents"))
        }
        Resource::AwsSdk { service, action, .. } => (service.text, action.text) == ("eventbridge", "putEvents"),
        _ => false,
    };
    let Arguments::Object { object, .. } = call.arguments else { return };
    let tree = ctx.tree;
    let Some(entries) = tree.get(object, "Entries").filter(|&entries| puts_events && tree.is_array(entries)) else {
        return;
    };
    for entry in tree.items(entries) {
        let absent: Vec<String> = absent(tree, entry).into_iter().map(|name| format!("`{name}`")).collect();
        if !absent.is_empty() {
            let message = format!("an event of state `{}` lacks {}", state.name, absent.join(" and "));
            ctx.report(entry, message)
                .span(tree.opening_span(entry))
                .help("an event has a `Source`, a `DetailType` and a `Detail`");
        }
    }
}

/// What an entry certainly lacks.
fn absent(tree: &Tree, entry: NodeId) -> Vec<&'static str> {
    if !tree.is_object(entry) || tree.is_opaque(entry) || !integration::is_closed(tree, entry) {
        return Vec::new();
    }
    let is_given = |name: &str| tree.members(entry).any(|member| integration::parameter(tree, &member) == name);
    REQUIRED.into_iter().filter(|name| !is_given(name) && lacks(tree, entry, name)).collect()
}
