//! See [`WRONG_TYPE`].

use crate::rule::Check;

declare_rule! {
    /// A field has a value of the wrong JSON type.
    ///
    /// AWS converts nothing: `"30"` is no number, `"true"` no boolean, and the definition is refused with `Expected
    /// value of type …`. In YAML the quotes decide.
    ///
    /// ```json,fails
    /// {"Type": "Wait", "Seconds": "30", "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Wait", "Seconds": 30, "End": true}
    /// ```
    ///
    /// Fix: adds or removes quotes where nothing else is off; renames `Seconds` and the like to `SecondsPath` where a path
    /// stands in them.
    ///
    /// Source: [State types](https://states-language.net/#state-types)
    pub WRONG_TYPE = "wrong-type" (Structure, Error, Both, fix: Sometimes), Check::Elsewhere
}
