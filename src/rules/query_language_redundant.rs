//! See [`QUERY_LANGUAGE_REDUNDANT`].

use crate::asl::QueryLanguage;
use crate::diagnostic::Applicability;
use crate::edit;
use crate::model::State;
use crate::rule::{Check, Context};

declare_rule! {
    /// A state names the query language that it would have anyway.
    ///
    /// ```json,fails
    /// {"MachineQueryLanguage": "JSONata", "Type": "Pass", "QueryLanguage": "JSONata", "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"MachineQueryLanguage": "JSONata", "Type": "Pass", "End": true}
    /// ```
    ///
    /// Fix: removes the field.
    ///
    /// Source: [Query languages](https://states-language.net/#query-language)
    pub QUERY_LANGUAGE_REDUNDANT = "query-language-redundant" (Structure, Hint, Both, fix: Always), Check::State(check)
}

fn check(ctx: &mut Context<'_>, state: &State) {
    let tree = ctx.tree;
    let Some(member) = tree.member(state.node, "QueryLanguage") else { return };
    let machine = match tree.get(ctx.root, "QueryLanguage") {
        None => QueryLanguage::default().name(),
        Some(value) => match tree.known(value) {
            Some(name) => name,
            None => return,
        },
    };
    if tree.known(member.value) != Some(machine) || QueryLanguage::from_name(machine).is_none() {
        return;
    }
    let remove = edit::remove_member(tree, state.node, member.key);
    ctx.report(
        member.value,
        format!("{machine} is the language of the whole machine, state `{}` included", state.name),
    )
    .span(tree.span(member.key))
    .fix("remove `QueryLanguage`", Applicability::Safe, remove);
}
