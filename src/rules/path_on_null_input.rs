//! See [`PATH_ON_NULL_INPUT`].

use crate::asl::QueryLanguage;
use crate::expr::jsonpath::{Root, SegmentKind};
use crate::expression::Expression;
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::expression_fault;
use crate::syntax::Kind;

declare_rule! {
    /// A path reads a field of the input, though `InputPath: null` has emptied it.
    ///
    /// With null the state gets `{}` as its input, in which there is nothing to find, and the state fails.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "InputPath": null, "Parameters": {"id.$": "$.id"}, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "InputPath": null, "Parameters": {"id.$": "$$.Execution.Input.id"}, "End": true}
    /// ```
    ///
    /// Source: [InputPath](https://states-language.net/#filters)
    pub PATH_ON_NULL_INPUT = "path-on-null-input" (Path, Warning, JsonPath, fix: Never), Check::Expressions(check)
}

fn check(ctx: &mut Context<'_>, state: &State, expressions: &[Expression<'_>]) {
    if state.query_language != QueryLanguage::JsonPath {
        return;
    }
    let tree = ctx.tree;
    let Some(input) = tree.member(state.node, "InputPath") else { return };
    if tree.kind(tree.resolve(input.value)) != Kind::Null {
        return;
    }
    for expression in expressions {
        // Fields that read what `InputPath` gives, and not a result.
        let reads = matches!(
            expression.field.name,
            "Parameters" | "ItemSelector" | "ItemsPath" | "SecondsPath" | "TimestampPath" | "Variable"
        );
        let asks = expression.field.name == "Variable" && tree.get(expression.object, "IsPresent").is_some();
        if !reads || asks || expression_fault::of(expression).is_some() {
            continue;
        }
        for path in expression.paths() {
            let names_field = matches!(path.segments.first().map(|first| &first.kind), Some(SegmentKind::Name(_)));
            if path.root != Root::Input || !names_field || !path.is_definite() {
                continue;
            }
            let message = format!("{} reads the input, which is empty", expression.subject(tree, state));
            ctx.report(expression.node, message)
                .span(expression.span(tree, &path.range))
                .related(tree.span(input.value), "null gives an empty input");
        }
    }
}
