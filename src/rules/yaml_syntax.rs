//! See [`YAML_SYNTAX`].

use crate::rule::Check;

declare_rule! {
    /// The text is not YAML.
    ///
    /// Whatever turns the file into the JSON that AWS takes stops here. A line that cannot be read is left out and
    /// reading goes on behind it; nothing is said of what may have stood in it.
    ///
    /// Text that begins with `{`, `[`, `*`, `&`, `@`, `%` or a backtick, and text with a colon and a blank in it, needs
    /// quotes. So does every expression: `Output: {% $states.input %}` begins a mapping.
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
    /// Fix: puts an expression that ends on its line in quotes, and a space behind a colon that lacks it.
    ///
    /// Source: [YAML 1.2.2](https://yaml.org/spec/1.2.2/)
    pub YAML_SYNTAX = "yaml-syntax" (Syntax, Error, Both, fix: Sometimes), Check::Elsewhere
}
