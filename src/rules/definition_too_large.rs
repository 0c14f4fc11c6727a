//! See [`DEFINITION_TOO_LARGE`].

use crate::rule::{Check, Context};
use crate::syntax::{Kind, Language, NodeId, Style, Trait, Tree};

declare_rule! {
    /// A definition is larger than the 1 MiB that AWS takes.
    ///
    /// The limit holds for the definition as JSON without blanks and line ends; comments of YAML do not count,
    /// `Comment` fields do. Large fixed data is better kept in S3. What placeholders will be replaced by is not
    /// counted. A file of more than 2,000,000 values is reported without a closer look.
    ///
    /// JSON only: the example is as large as it says.
    ///
    /// ```json,fails,generated
    /// {"StartAt": "Greet", "States": {"Greet": {"Type": "Pass", "End": true, "Result": "
    /// repeat "hello " 175000
    /// "}}}
    /// ```
    ///
    /// ```json,passes
    /// {"StartAt": "Greet", "States": {"Greet": {"Type": "Pass", "End": true, "Result": "hello"}}}
    /// ```
    ///
    /// Source: [Service quotas](https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html)
    pub DEFINITION_TOO_LARGE = "definition-too-large" (Limits, Warning, Both, fix: Never), Check::Document(check)
}

const LIMIT: u64 = 1_048_576;

fn check(ctx: &mut Context<'_>) {
    let tree = ctx.tree;
    let span = tree.span(ctx.root);
    // JSON is never longer without its blanks. YAML saves at most a few quotes, brackets and commas a value; but an alias
    // stands for more than itself.
    let saved = if tree.language() == Language::Yaml { 6 * tree.len() as u64 } else { 0 };
    if !tree.has(Trait::Aliases) && u64::from(span.end - span.start) + saved <= LIMIT {
        return;
    }
    let length = minified(tree, ctx.root);
    if LIMIT < length {
        let message = format!("the definition has {length} bytes as minified JSON, AWS takes at most {LIMIT}");
        let spot = tree.own_members(ctx.root).first().map_or(span, |first| tree.span(first.key));
        ctx.report(ctx.root, message).span(spot).help("keep large fixed data in S3, or split the workflow");
    }
}

/// How many bytes a value has at least as JSON without blanks; what is not known counts nothing.
fn minified(tree: &Tree, node: NodeId) -> u64 {
    let node = tree.resolve(node);
    let separators = |count: usize| (count.saturating_sub(1)) as u64;
    match tree.kind(node) {
        Kind::Object if !tree.is_opaque(node) => {
            let (mut length, mut count) = (2_u64, 0_usize);
            for member in tree.members(node) {
                length =
                    length.saturating_add(string(tree, member.key) + 1).saturating_add(minified(tree, member.value));
                count += 1;
            }
            length + separators(count)
        }
        Kind::Array => {
            let items = tree.items(node);
            let length = 2 + separators(items.len());
            items.map(|item| minified(tree, item)).fold(length, u64::saturating_add)
        }
        Kind::String => string(tree, node),
        Kind::Bool(true) | Kind::Null => 4,
        Kind::Bool(false) => 5,
        Kind::Number => tree.text(node).len() as u64,
        Kind::Object | Kind::Alias(_) | Kind::Tagged(_) | Kind::Hole | Kind::Missing => 0,
    }
}

fn string(tree: &Tree, node: NodeId) -> u64 {
    if tree.is_opaque(node) {
        return 0;
    }
    let text = tree.text(node);
    let span = tree.span(node);
    // Where the text stands as it is, between quotes of JSON, nothing is escaped.
    if tree.style(node) == Style::Json && (span.end - span.start) as usize == text.len() + 2 {
        return text.len() as u64 + 2;
    }
    let escapes = text.bytes().filter(|byte| matches!(byte, b'"' | b'\\' | ..b' ')).count();
    (text.len() + escapes + 2) as u64
}
