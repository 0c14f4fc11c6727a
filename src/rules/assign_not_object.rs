//! See [`ASSIGN_NOT_OBJECT`].

use crate::rule::Check;

declare_rule! {
    /// `Assign` is something else than an object.
    ///
    /// Variables are assigned by name, so `Assign` is an object with the names as keys; not even a JSONata expression
    /// that gives an object will do.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Assign": "{% {'total': 0} %}", "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Assign": {"total": "{% 0 %}"}, "End": true}
    /// ```
    ///
    /// Source: [Variables](https://states-language.net/#state-machine-variables)
    pub ASSIGN_NOT_OBJECT = "assign-not-object" (Structure, Error, Both, fix: Never), Check::Elsewhere
}
