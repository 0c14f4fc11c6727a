//! See [`DEFINITION_TOO_LARGE`].

use crate::json_size::minified;
use crate::rule::{Check, Context};
use crate::syntax::{Language, Trait};

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
