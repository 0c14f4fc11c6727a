//! See [`DUPLICATE_KEY`].

use rustc_hash::{FxHashMap, FxHashSet};

use crate::diagnostic::Applicability;
use crate::edit;
use crate::rule::{Check, Context};
use crate::syntax::{NodeId, Step, Trait};

declare_rule! {
    /// A key is written twice in one object.
    ///
    /// Parsers keep the last value without a word, so the first one is lost; some refuse the file. Two states of the
    /// same name are `state-redefined`.
    ///
    /// JSON only: an example with a repeated key cannot be rewritten.
    ///
    /// ```json,fails
    /// {"StartAt": "Greet", "States": {"Greet": {"Type": "Pass", "Result": {"name": "Ada", "name": "Grace"},
    ///    "End": true}}}
    /// ```
    ///
    /// ```yaml,fails
    /// StartAt: Greet
    /// States:
    ///   Greet:
    ///     Type: Pass
    ///     Comment: says hello
    ///     Comment: says good morning
    ///     End: true
    /// ```
    ///
    /// ```json,passes
    /// {"StartAt": "Greet", "States": {"Greet": {"Type": "Pass", "Result": {"name": "Ada", "guest": "Grace"},
    ///    "End": true}}}
    /// ```
    ///
    /// Fix: removes the first one, which has no effect.
    ///
    /// Source: [RFC 8259, section 4](https://www.rfc-editor.org/rfc/rfc8259#section-4)
    pub DUPLICATE_KEY = "duplicate-key" (Syntax, Warning, Both, fix: Sometimes), Check::Document(check)
}

fn check(ctx: &mut Context<'_>) {
    let tree = ctx.tree;
    if !tree.has(Trait::DuplicateKeys) {
        return;
    }
    let doubtful: Vec<NodeId> = tree.descendants(ctx.root).filter(|&node| tree.has_duplicate_keys(node)).collect();
    if doubtful.is_empty() {
        return;
    }
    let scopes: FxHashSet<NodeId> =
        ctx.machine.scopes.iter().filter_map(|scope| tree.get(scope.node, "States")).collect();
    for object in doubtful.into_iter().filter(|object| !scopes.contains(object)) {
        let place = place(ctx, object);
        let mut seen: FxHashMap<&str, NodeId> = FxHashMap::default();
        for member in tree.own_members(object) {
            let key = tree.text(member.key);
            // Several `<<` are several merges, and equal placeholders are somebody else's business.
            if tree.is_opaque(member.key) || tree.is_merge_key(member.key) {
                continue;
            }
            let Some(first) = seen.insert(key, member.key) else { continue };
            let message = format!("`{key}` is written twice in {place}");
            let remove = edit::remove_member(tree, object, first);
            ctx.report(member.key, message).related(tree.span(first), "this one has no effect").fix(
                format!("remove the first `{key}`"),
                Applicability::Unsafe,
                remove,
            );
        }
    }
}

/// What an object is called: by its state, else by the field it stands in.
fn place(ctx: &Context<'_>, object: NodeId) -> String {
    if object == ctx.root {
        return "the definition".to_owned();
    }
    if let Some(state) = ctx.machine.states.iter().find(|state| state.node == object) {
        return format!("state `{}`", state.name);
    }
    match ctx.tree.path(ctx.root, object).as_slice() {
        [.., Step::Key(field)] => format!("`{field}`"),
        [.., Step::Key(field), Step::Index(index)] => format!("entry {index} of `{field}`"),
        _ => "an object".to_owned(),
    }
}
