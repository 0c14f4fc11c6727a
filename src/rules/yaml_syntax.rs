//! See [`YAML_SYNTAX`].

use crate::rule::Check;

declare_rule! {
    /// The text is not YAML.
    ///
    /// Whatever turns the file into the JSON that AWS takes stops here. A line that cannot be read is left out and
    /// reading goes on behind it; nothing is said of what may have stood in it.
    ///
    /// ```yaml,fails
    /// StartAt: Greet
    /// States:
    ///   Greet:
    ///     Type: Pass
    ///     Comment: "says hello
    ///     End: true
    /// ```
    ///
    /// ```yaml,passes
    /// StartAt: Greet
    /// States:
    ///   Greet:
    ///     Type: Pass
    ///     Comment: "says hello"
    ///     End: true
    /// ```
    ///
    /// Source: [YAML 1.2.2](https://yaml.org/spec/1.2.2/)
    pub YAML_SYNTAX = "yaml-syntax" (Syntax, Error, Both, fix: Never), Check::Elsewhere
}
