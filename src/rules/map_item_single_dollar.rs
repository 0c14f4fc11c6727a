//! See [`MAP_ITEM_SINGLE_DOLLAR`].

use crate::asl::StateType;
use crate::diagnostic::Applicability;
use crate::expr::jsonpath::{Path, Root, SegmentKind};
use crate::expression::Expression;
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::expression_fault;
use crate::semantics::map_state;

declare_rule! {
    /// A path reads `$.Map.Item` or `$.Task.Token`, which are in the context object: `$$.`.
    ///
    /// With one `$` the path looks for a field `Map` or `Task` in the data of the workflow, and the state fails.
    ///
    /// ```json,fails
    /// {"Type": "Map", "ItemSelector": {"order.$": "$.Map.Item.Value"}, "End": true, "ItemProcessor": {
    ///   "StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}}}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Map", "ItemSelector": {"order.$": "$$.Map.Item.Value"}, "End": true, "ItemProcessor": {
    ///   "StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}}}
    /// ```
    ///
    /// Fix: adds the second `$`.
    ///
    /// Source: [Context object](https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html)
    pub MAP_ITEM_SINGLE_DOLLAR = "map-item-single-dollar" (Path, Warning, JsonPath, fix: Always), Check::Expressions(check)
}

fn check(ctx: &mut Context<'_>, state: &State, expressions: &[Expression<'_>]) {
    for expression in expressions {
        let text = expression.text;
        let leads = text.starts_with("$.Map") || text.starts_with("$.Task");
        if !leads && (!text.contains(['[', '(']) || !text.contains("$.Map") && !text.contains("$.Task")) {
            continue;
        }
        for path in expression.paths() {
            let meant = match leading_names(path) {
                (Some("Map"), Some("Item"), Some("Index" | "Value" | "Key" | "Source")) => {
                    is_of_item(ctx, state, expression)
                }
                (Some("Task"), Some("Token"), None) => waits_for_token(ctx, state),
                _ => false,
            };
            if meant && expression_fault::of(expression).is_none() {
                report(ctx, state, expression, path);
            }
        }
    }
}

fn report(ctx: &mut Context<'_>, state: &State, expression: &Expression<'_>, path: &Path) {
    let tree = ctx.tree;
    let root = path.range.start..path.range.start + 1;
    let edits = expression.edit(tree, &root, "$$");
    let written = expression.text.get(path.range.start as usize..path.range.end as usize).unwrap_or_default();
    ctx.report(
        expression.node,
        format!("{} reads `{written}` from the data, not from the context object", expression.subject(tree, state)),
    )
    .span(expression.span(tree, &path.range))
    .help("the context object is `$$`")
    .fix("add the second `$`", Applicability::Unsafe, edits);
}

fn leading_names(path: &Path) -> (Option<&str>, Option<&str>, Option<&str>) {
    let name = |at: usize| match &path.segments.get(at)?.kind {
        SegmentKind::Name(name) if path.root == Root::Input => Some(&*name.text),
        _ => None,
    };
    (name(0), name(1), name(2))
}

/// Whether there is an item here that the path can be meant to read.
fn is_of_item(ctx: &Context<'_>, state: &State, expression: &Expression<'_>) -> bool {
    let selects = state.kind == Some(StateType::Map) && matches!(expression.field.name, "ItemSelector" | "Parameters");
    selects || map_state::around(ctx.machine, state).is_some()
}

fn waits_for_token(ctx: &Context<'_>, state: &State) -> bool {
    let resource = ctx.tree.get(state.node, "Resource").and_then(|resource| ctx.tree.string(resource));
    resource.is_some_and(|resource| resource.raw().ends_with(".waitForTaskToken"))
}
