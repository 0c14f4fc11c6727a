//! See [`CFN_MISSING_GETATT`].

use crate::asl::StateType;
use crate::diagnostic::{Applicability, Edit};
use crate::host::{Intrinsic, Replacer, Value};
use crate::model::State;
use crate::rule::{Check, Context};
use crate::syntax::{Kind, NodeId};

declare_rule! {
    /// A Task's `Resource` is the name of a Lambda function where its ARN is needed.
    ///
    /// `Ref` of a function gives its name. A Task calls an ARN, which `Fn::GetAtt` gives; AWS refuses the name when the
    /// state machine is created. The Serverless Framework takes the short names of functions, too, and makes `Ref` that of
    /// a version only where the state machine says `useExactVersion`.
    ///
    /// ```yaml,template,fails
    /// Resources:
    ///   Resize: {Type: AWS::Lambda::Function}
    ///   Order:
    ///     Type: AWS::StepFunctions::StateMachine
    ///     Properties:
    ///       Definition:
    ///         StartAt: Resize
    ///         States:
    ///           Resize: {Type: Task, Resource: !Ref Resize, End: true}
    /// ```
    ///
    /// ```yaml,template,passes
    /// Resources:
    ///   Resize: {Type: AWS::Lambda::Function}
    ///   Order:
    ///     Type: AWS::StepFunctions::StateMachine
    ///     Properties:
    ///       Definition:
    ///         StartAt: Resize
    ///         States:
    ///           Resize: {Type: Task, Resource: !GetAtt Resize.Arn, End: true}
    /// ```
    ///
    /// Fix: write `Fn::GetAtt`, where the function is named in the definition itself.
    ///
    /// Source: [AWS::Lambda::Function, return values](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-lambda-function.html)
    pub CFN_MISSING_GETATT = "cfn-missing-getatt" (Host, Warning, Both, fix: Sometimes), Check::State(check)
}

fn check(ctx: &mut Context<'_>, state: &State) {
    let Some(node) = ctx.tree.get(state.node, "Resource").filter(|_| state.kind == Some(StateType::Task)) else {
        return;
    };
    let Some((name, edit)) = function_name(ctx, node) else { return };
    let message = format!("`Resource` of state `{}` becomes the name of a function, not its ARN", state.name);
    ctx.report(node, message).help("`Fn::GetAtt` gives the ARN").fix(
        format!("write the ARN of `{name}`"),
        Applicability::Safe,
        edit.map(|edit| vec![edit]),
    );
}

/// What the function is called in the template if a value becomes its name, and the edit that makes it the ARN.
fn function_name(ctx: &Context<'_>, node: NodeId) -> Option<(String, Option<Edit>)> {
    let tree = ctx.tree;
    let template = ctx.facts.template.as_ref();
    if let Some(Intrinsic::Ref(id)) = Intrinsic::of(tree, node) {
        let functions = ctx.facts.functions.as_ref();
        let is_function = |id: &str| {
            template.is_some_and(|template| template.is_function(id))
                || functions.is_some_and(|functions| functions.is_name(id))
        };
        let name = tree.known(id).filter(|id| is_function(id))?;
        let text = match tree.kind(node) {
            Kind::Tagged(_) => format!("!GetAtt {name}.Arn"),
            _ => format!("{{\"Fn::GetAtt\": [\"{name}\", \"Arn\"]}}"),
        };
        // Braces in the text of YAML are as good as indentation, but look out of place.
        let is_block = !matches!(tree.kind(node), Kind::Tagged(_)) && !tree.is_bracketed(node);
        return Some((name.to_owned(), (!is_block).then(|| Edit { span: tree.span(node), text })));
    }
    let name = tree.string(node)?.raw().strip_prefix("${")?.strip_suffix('}')?;
    match ctx.facts.substitutions.as_ref().and_then(|names| names.get(name)) {
        Some(Value::FunctionName) => Some((name.to_owned(), None)),
        Some(Value::Other) => None,
        None => {
            let is_sub = ctx.facts.replacer == Replacer::Sub;
            template.filter(|template| is_sub && template.is_function(name))?;
            let span = tree.content_span(node);
            let is_as_written = ctx.source.slice(span) == format!("${{{name}}}");
            let edit = Edit { span, text: format!("${{{name}.Arn}}") };
            Some((name.to_owned(), is_as_written.then_some(edit)))
        }
    }
}
