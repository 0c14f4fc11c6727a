//! See [`PATH_INDEFINITE_TO_ARRAY`].

use crate::asl::{self, Operand};
use crate::expr::intrinsic::{ArgumentKind, Type};
use crate::expr::jsonpath::{Path, SegmentKind};
use crate::expression::{Content, Expression};
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::expression_fault;

declare_rule! {
    /// A path that may match several places stands where a single value is wanted.
    ///
    /// A path with `*`, `..`, a filter or a slice gives an array, even for one match. An array compares with nothing, and
    /// `States.Format` does not take one.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "Parameters": {"text.$": "States.Format('Order {}', $.orders[*].id)"}, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "Parameters": {"text.$": "States.Format('Order {}', $.orders[0].id)"}, "End": true}
    /// ```
    ///
    /// Source: [Paths](https://states-language.net/#path)
    pub PATH_INDEFINITE_TO_ARRAY = "path-indefinite-to-array" (Path, Info, JsonPath, fix: Never), Check::Expressions(check)
}

fn check(ctx: &mut Context<'_>, state: &State, expressions: &[Expression<'_>]) {
    for expression in expressions {
        let wanted: Vec<&Path> = match &expression.content {
            // Nearly every path gives one value.
            Content::Path(path) if !gives_array(path) => continue,
            Content::Path(path) if asl::comparator(expression.field.name) == Some(Operand::Path) => vec![path],
            Content::Intrinsic(intrinsic) => intrinsic
                .calls
                .iter()
                .filter_map(|call| Some((call, call.function.filter(|function| !function.ignores_arguments)?)))
                .flat_map(|(call, function)| {
                    call.arguments.iter().enumerate().filter_map(|(at, argument)| {
                        let parameter = function.parameter(at).filter(|parameter| !parameter.lenient)?;
                        let single = matches!(parameter.kind, Type::String | Type::Number | Type::Scalar);
                        match &argument.kind {
                            ArgumentKind::Path(path) if single => Some(&**path),
                            _ => None,
                        }
                    })
                })
                .collect(),
            _ => continue,
        };
        for path in wanted {
            if !gives_array(path) || expression_fault::of(expression).is_some() {
                continue;
            }
            let tree = ctx.tree;
            let message =
                format!("{} wants a single value, and this path gives an array", expression.subject(tree, state));
            ctx.report(expression.node, message)
                .span(expression.span(tree, &path.range))
                .help("take an item by `States.ArrayGetItem`, in a payload of a state before");
        }
    }
}

/// A function at the end makes one value of several.
fn gives_array(path: &Path) -> bool {
    let last = path.segments.last().map(|segment| &segment.kind);
    !path.is_definite() && !matches!(last, Some(SegmentKind::Function { .. }))
}
