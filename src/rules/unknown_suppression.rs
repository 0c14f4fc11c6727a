//! See [`UNKNOWN_SUPPRESSION`].

use crate::rule::Check;

declare_rule! {
    /// A suppression names a rule that does not exist, or none at all.
    ///
    /// It suppresses nothing. A suppression names rules or categories, so that it does not hide what nobody has thought
    /// of; there is none of everything.
    ///
    /// ```yaml,fails
    /// StartAt: Greet
    /// States:
    ///   Greet:
    ///     Type: Pass
    ///     End: true
    ///     Comment: says hello # asl-lint: ignore[unreachable-sate]
    /// ```
    ///
    /// ```yaml,fails
    /// StartAt: Greet
    /// States:
    ///   # asl-lint: ignore
    ///   Greet:
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
    /// Fix: writes the name that was probably meant.
    ///
    /// Source: [Suppression](https://asl-lint.github.io/suppression.html)
    pub UNKNOWN_SUPPRESSION = "unknown-suppression" (Syntax, Warning, Both, fix: Sometimes), Check::Elsewhere
}
