//! See [`UNUSED_SUPPRESSION`].

use crate::rule::Check;

declare_rule! {
    /// A suppression is about nothing that is found.
    ///
    /// What it was written for has been mended, or it stands at the wrong place. Left there, it would hide the next
    /// finding of the rule without anybody having decided so.
    ///
    /// A comment at the end of a line is about that line, one on a line of its own about the whole entry that follows.
    ///
    /// ```yaml,fails
    /// StartAt: Greet
    /// States:
    ///   Greet: # asl-lint: ignore[unreachable-state] is started by hand
    ///     Type: Pass
    ///     End: true
    /// ```
    ///
    /// ```yaml,passes
    /// StartAt: Greet
    /// States:
    ///   Greet:
    ///     Type: Pass
    ///     End: true
    ///   # asl-lint: ignore[unreachable-state] is started by hand
    ///   Repair:
    ///     Type: Pass
    ///     End: true
    /// ```
    ///
    /// Fix: removes the suppression, or the rule from its list.
    ///
    /// Source: [Suppression](https://asl-lint.github.io/suppression.html)
    pub UNUSED_SUPPRESSION = "unused-suppression" (Syntax, Warning, Both, fix: Sometimes), Check::Elsewhere
}
