//! See [`QUERY_LANGUAGE_DOWNGRADE`].

use crate::asl::QueryLanguage;
use crate::diagnostic::Applicability;
use crate::edit;
use crate::model::State;
use crate::rule::{Check, Context};

declare_rule! {
    /// A state goes back to JSONPath in a machine whose language is JSONata.
    ///
    /// Only a JSONPath machine may mix: its states can choose JSONata one by one. AWS answers that `QueryLanguage` can
    /// not be `JSONPath` if set to `JSONata` for the whole state machine. That holds for states at any depth.
    ///
    /// ```json,fails
    /// {"MachineQueryLanguage": "JSONata", "Type": "Pass", "QueryLanguage": "JSONPath", "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"MachineQueryLanguage": "JSONPath", "Type": "Pass", "QueryLanguage": "JSONata", "End": true}
    /// ```
    ///
    /// Fix: removes the field; what the state says in JSONPath has to be rewritten then.
    ///
    /// Source: [Query languages](https://states-language.net/#query-language)
    pub QUERY_LANGUAGE_DOWNGRADE = "query-language-downgrade" (Structure, Error, Both, fix: Always), Check::State(check)
}

fn check(ctx: &mut Context<'_>, state: &State) {
    let tree = ctx.tree;
    if ctx.text(ctx.root, "QueryLanguage") != Some(QueryLanguage::Jsonata.name()) {
        return;
    }
    let Some(member) = tree.member(state.node, "QueryLanguage") else { return };
    if tree.known(member.value) != Some(QueryLanguage::JsonPath.name()) {
        return;
    }
    let machine = tree.member(ctx.root, "QueryLanguage").map(|member| tree.span(member.value));
    let remove = edit::remove_member(tree, state.node, member.key);
    let message = format!("state `{}` goes back to JSONPath in a JSONata machine", state.name);
    let diagnostic = ctx.report(member.value, message);
    diagnostic
        .help("say it in JSONata, or make JSONPath the machine's language and choose JSONata state by state")
        .fix("remove `QueryLanguage`", Applicability::Unsafe, remove);
    if let Some(machine) = machine {
        diagnostic.related(machine, "the language of the whole machine");
    }
}
