//! See [`PAYLOAD_TEMPLATE_NOT_OBJECT`].

use crate::asl::QueryLanguage;
use crate::model::State;
use crate::rule::{Check, Context};
use crate::schema::{Owner, fields};

declare_rule! {
    /// A payload is one piece of text that looks like a path.
    ///
    /// `Parameters`, `ItemSelector` and `ResultSelector` are objects in which keys that end in `.$` are evaluated. A
    /// path in place of the object is not evaluated: the state gets the text itself. Other values than objects work in
    /// some places, AWS accepts lists, booleans and null, so nothing is said of these.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "Parameters": "$.order", "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "Parameters": {"order.$": "$.order"}, "End": true}
    /// ```
    ///
    /// Source: [Payload template](https://states-language.net/#payload-template)
    pub PAYLOAD_TEMPLATE_NOT_OBJECT = "payload-template-not-object" (Structure, Warning, JsonPath, fix: Never),
    Check::State(check)
}

fn check(ctx: &mut Context<'_>, state: &State) {
    let Some(kind) = state.kind else { return };
    if state.query_language != QueryLanguage::JsonPath {
        return;
    }
    for name in ["Parameters", "ItemSelector", "ResultSelector"] {
        let Some(text) = ctx.text(state.node, name) else { continue };
        if !text.starts_with('$') && !text.starts_with("States.") {
            continue;
        }
        // A field that the type does not have is reported as such.
        let known = fields(Owner::State(kind), QueryLanguage::JsonPath).iter().any(|field| field.name == name);
        let Some(node) = ctx.field(state.node, name).filter(|_| known) else { continue };
        let message = format!("`{name}` of state `{}` is the text `{text}`, not what it refers to", state.name);
        ctx.report(node, message).help(match name {
            "Parameters" => "paths stand under keys that end in `.$`; `InputPath` takes a single path",
            _ => "paths stand under keys that end in `.$`",
        });
    }
}
