//! See [`DEFINITION_STRING_NOT_JSON`].

use crate::rule::Check;

declare_rule! {
    /// A definition that is deployed as text is YAML, or no text at all.
    ///
    /// `DefinitionString` of CloudFormation, and `definition` of Terraform where it is text, go to AWS as they stand, and
    /// AWS takes JSON alone. An object is for `Definition`. The rest of the definition is checked all the same.
    ///
    /// ```yaml,template,fails
    /// Resources:
    ///   Order:
    ///     Type: AWS::StepFunctions::StateMachine
    ///     Properties:
    ///       DefinitionString: |
    ///         StartAt: Ship
    ///         States:
    ///           Ship: {Type: Succeed}
    /// ```
    ///
    /// ```yaml,template,passes
    /// Resources:
    ///   Order:
    ///     Type: AWS::StepFunctions::StateMachine
    ///     Properties:
    ///       Definition:
    ///         StartAt: Ship
    ///         States:
    ///           Ship: {Type: Succeed}
    /// ```
    ///
    /// Source: [AWS::StepFunctions::StateMachine](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-stepfunctions-statemachine.html)
    pub DEFINITION_STRING_NOT_JSON = "definition-string-not-json" (Host, Warning, Both, fix: Never), Check::Elsewhere
}
