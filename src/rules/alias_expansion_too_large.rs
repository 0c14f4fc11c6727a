//! See [`ALIAS_EXPANSION_TOO_LARGE`].

use crate::rule::Check;

declare_rule! {
    /// The aliases of a YAML file stand for far more values than the file has.
    ///
    /// A few lines of aliases to aliases can stand for millions of values. Whatever writes them out as JSON runs out of
    /// memory, or gets a definition beyond the 1 MiB that AWS takes. Nothing else is checked in such a file.
    ///
    /// ```yaml,fails
    /// StartAt: Greet
    /// States:
    ///   Greet:
    ///     Type: Pass
    ///     End: true
    ///     Result:
    ///       tens: &tens [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
    ///       hundreds: &hundreds [*tens, *tens, *tens, *tens, *tens, *tens, *tens, *tens, *tens, *tens]
    ///       thousands: &thousands [*hundreds, *hundreds, *hundreds, *hundreds, *hundreds, *hundreds, *hundreds]
    ///       more: &more [*thousands, *thousands, *thousands, *thousands, *thousands, *thousands]
    ///       most: [*more, *more, *more, *more]
    /// ```
    ///
    /// ```yaml,passes
    /// StartAt: Greet
    /// States:
    ///   Greet:
    ///     Type: Pass
    ///     End: true
    ///     Result:
    ///       tens: &tens [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
    ///       again: *tens
    /// ```
    ///
    /// Source: [Service quotas](https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html)
    pub ALIAS_EXPANSION_TOO_LARGE = "alias-expansion-too-large" (Syntax, Error, Both, fix: Never), Check::Elsewhere
}
