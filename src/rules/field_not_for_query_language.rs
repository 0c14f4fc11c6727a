//! See [`FIELD_NOT_FOR_QUERY_LANGUAGE`].

use crate::asl::QueryLanguage;
use crate::diagnostic::Applicability;
use crate::edit;
use crate::model::{Machine, jsonata_field};
use crate::rule::{Check, Context};

declare_rule! {
    /// A field belongs to the query language that the state does not use.
    ///
    /// JSONPath states work with `InputPath`, `Parameters`, `ResultSelector`, `ResultPath` and `OutputPath`, JSONata
    /// states with `Arguments` and `Output`. AWS refuses a field of the other language. A state that names no
    /// `QueryLanguage` takes the machine's, which is JSONPath unless the top of the definition says otherwise. Where all
    /// states are written in JSONata and only that line is missing, it is one finding.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "Output": {"greeting": "hello"}, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Output": {"greeting": "hello"}, "End": true}
    /// ```
    ///
    /// Fix: names the query language of a machine whose states all use JSONata.
    ///
    /// Source: [Query languages](https://states-language.net/#query-language)
    pub FIELD_NOT_FOR_QUERY_LANGUAGE = "field-not-for-query-language" (Structure, Error, Both, fix: Sometimes),
    Check::Machine(check)
}

/// The schema finds the fields; a machine that was meant to be a JSONata one and does not say so is told here.
fn check(ctx: &mut Context<'_>, machine: &Machine) {
    let tree = ctx.tree;
    let root = machine.node;
    let says_nothing = tree.get(root, "QueryLanguage").is_none()
        && crate::schema::misspelt(tree, root, "QueryLanguage").is_none()
        && !tree.is_incomplete(root);
    if machine.query_language != QueryLanguage::Jsonata || !says_nothing {
        return;
    }
    let members = tree.own_members(root);
    if members.iter().any(|member| tree.is_opaque(member.key) || tree.text(member.key).starts_with("Fn::")) {
        return;
    }
    let Some(first) = members.first() else { return };
    let place = if tree.is_bracketed(root) { tree.opening_span(root) } else { tree.span(first.key) };
    let field = machine.states.iter().find_map(|state| jsonata_field(tree, state));
    let edits = edit::insert_member(tree, root, first.key, "QueryLanguage", "\"JSONata\"");
    let finding = ctx.report(root, "the states are written in JSONata, but the state machine does not say so");
    finding.span(place).help("add `\"QueryLanguage\": \"JSONata\"`; without it AWS takes JSONPath").fix(
        "set `QueryLanguage` of the state machine",
        Applicability::Safe,
        edits,
    );
    if let Some(field) = field {
        finding.related(tree.span(field), "a field that only JSONata has");
    }
}
