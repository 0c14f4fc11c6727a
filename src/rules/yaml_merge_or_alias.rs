//! See [`YAML_MERGE_OR_ALIAS`].

use crate::rule::{Check, Context};
use crate::syntax::{Kind, Language};

declare_rule! {
    /// A YAML definition uses aliases or merge keys.
    ///
    /// They are read as meant here. Not every tool on the way to AWS does: some know aliases but take `<<` for a key of
    /// that name, some editors know neither. Said once for each definition.
    ///
    /// ```yaml,fails
    /// StartAt: Greet
    /// States:
    ///   Greet:
    ///     Type: Task
    ///     Resource: arn:aws:states:::lambda:invoke
    ///     Parameters: &function {FunctionName: greet}
    ///     Next: Part
    ///   Part:
    ///     Type: Task
    ///     Resource: arn:aws:states:::lambda:invoke
    ///     Parameters: *function
    ///     End: true
    /// ```
    ///
    /// ```yaml,passes
    /// StartAt: Greet
    /// States:
    ///   Greet:
    ///     Type: Task
    ///     Resource: arn:aws:states:::lambda:invoke
    ///     Parameters: {FunctionName: greet}
    ///     End: true
    /// ```
    ///
    /// Source: [YAML 1.2.2, alias nodes](https://yaml.org/spec/1.2.2/#71-alias-nodes)
    pub YAML_MERGE_OR_ALIAS = "yaml-merge-or-alias" (Syntax, Hint, Both, fix: Never), Check::Document(check)
}

fn check(ctx: &mut Context<'_>) {
    let tree = ctx.tree;
    if tree.language() != Language::Yaml {
        return;
    }
    // A merge key comes before the alias that it merges.
    let found = tree.descendants(ctx.root).find_map(|node| match tree.kind(node) {
        Kind::String if tree.is_merge_key(node) => Some((node, "merge keys")),
        Kind::Alias(_) => Some((node, "aliases")),
        _ => None,
    });
    if let Some((node, what)) = found {
        ctx.report(node, format!("YAML {what} are not understood by every tool that reads definitions"))
            .help("make sure that whatever deploys this file expands them");
    }
}
