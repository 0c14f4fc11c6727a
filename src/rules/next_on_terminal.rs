//! See [`NEXT_ON_TERMINAL`].

use crate::rule::Check;

declare_rule! {
    /// A Choice, Succeed or Fail state has `Next` or `End`.
    ///
    /// Succeed and Fail states end the execution by themselves, and a Choice state goes on by its rules and `Default`.
    /// AWS answers `Field 'Next' is not supported`.
    ///
    /// ```json,fails
    /// {"Type": "Succeed", "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Succeed"}
    /// ```
    ///
    /// Fix: removes the field; `Next` of a Choice state without `Default` becomes its `Default`.
    ///
    /// Source: [Transitions](https://states-language.net/#transition)
    pub NEXT_ON_TERMINAL = "next-on-terminal" (Structure, Error, Both, fix: Always), Check::Elsewhere
}
