//! See [`NUMBER_PRECISION`].

use crate::rule::{Check, Context};
use crate::syntax::{Kind, Trait};

declare_rule! {
    /// A whole number is too large to be kept exactly.
    ///
    /// Numbers beyond 9007199254740991 (2⁵³ − 1) lose their last digits in readers that work with double-precision
    /// numbers; JSONata is one. Comparisons with such a number are not reliable. Identifiers are better written as
    /// text.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "Result": {"order": 9007199254740993}, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "Result": {"order": 9007199254740991}, "End": true}
    /// ```
    ///
    /// Source: [Choice state, data tests](https://states-language.net/#choice-state)
    pub NUMBER_PRECISION = "number-precision" (Syntax, Info, Both, fix: Never), Check::Document(check)
}

fn check(ctx: &mut Context<'_>) {
    let tree = ctx.tree;
    if !tree.has(Trait::LongNumbers) {
        return;
    }
    for node in tree.descendants(ctx.root) {
        if tree.kind(node) == Kind::Number && is_inexact(tree.text(node)) {
            ctx.report(node, format!("`{}` is too large a number to be kept exactly", tree.text(node)))
                .help("beyond 9007199254740991 the last digits may be lost; write it as text if it is an identifier");
        }
    }
}

/// Whether digits stand for an integer that double precision does not keep: none of its neighbours may be meant.
fn is_inexact(text: &str) -> bool {
    const LARGEST: u128 = (1 << 53) - 1;
    let digits = text.trim_start_matches(['-', '+']);
    digits.len() > 15
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && digits.parse().map_or(true, |value: u128| LARGEST < value)
}
