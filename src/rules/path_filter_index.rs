//! See [`PATH_FILTER_INDEX`].

use crate::diagnostic::Applicability;
use crate::expr::jsonpath::{self, Path, Root, SegmentKind};
use crate::expression::{Content, Expression};
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::expression_fault;
use crate::text::offset;

declare_rule! {
    /// An index behind a filter does not pick one of the matches.
    ///
    /// In `$.orders[?(@.paid == true)][0]` the index is applied to every order that matches, not to the list of them. An order is an
    /// object and has no item 0, so the result is empty.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "Parameters": {"first.$": "$.orders[?(@.paid == true)][0]"}, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "Parameters": {"first.$": "States.ArrayGetItem($.orders[?(@.paid == true)], 0)"}, "End": true}
    /// ```
    ///
    /// Fix: takes the item by `States.ArrayGetItem`.
    ///
    /// Source: [JsonPath](https://github.com/json-path/JsonPath#what-is-returned-when)
    pub PATH_FILTER_INDEX = "path-filter-index" (Path, Warning, JsonPath, fix: Sometimes), Check::Expressions(check)
}

fn check(ctx: &mut Context<'_>, state: &State, expressions: &[Expression<'_>]) {
    for expression in expressions {
        if !expression.text.contains('?') {
            continue;
        }
        for path in expression.paths() {
            if let Some(place) = indexed_filter(path)
                && expression_fault::of(expression).is_none()
            {
                report(ctx, state, expression, path, place);
            }
        }
    }
}

fn report(ctx: &mut Context<'_>, state: &State, expression: &Expression<'_>, path: &Path, place: usize) {
    let tree = ctx.tree;
    let Some(index) = path.segments.get(place) else { return };
    let message = format!("{} takes an item of each match, not one of the matches", expression.subject(tree, state));
    let diagnostic = ctx.report(expression.node, message).span(expression.span(tree, &index.range));
    diagnostic.help("wrap the path into `States.ArrayGetItem`");
    let number = match &index.kind {
        SegmentKind::Index(numbers) => numbers.first().copied().filter(|number| 0 <= *number),
        _ => None,
    };
    let last = place + 1 == path.segments.len();
    let whole = matches!(expression.content, Content::Path(_)) && expression.key.is_some();
    let matches = expression.text.get(path.range.start as usize..index.range.start as usize);
    if let (Some(number), Some(matches), true) = (number, matches, last && whole) {
        let call = format!("States.ArrayGetItem({matches}, {number})");
        let edits = expression.edit(tree, &(0..offset(expression.text.len())), &call);
        diagnostic.fix("call `States.ArrayGetItem`", Applicability::Unsafe, edits);
    }
}

/// The place of an index right behind a filter whose matches are certainly objects: the filter asks for fields of them.
fn indexed_filter(path: &Path) -> Option<usize> {
    let place = path.segments.windows(2).position(|pair| {
        let [filter, index] = pair else { return false };
        matches!(filter.kind, SegmentKind::Filter(_)) && matches!(index.kind, SegmentKind::Index(_))
    })?;
    let within = path.segments.get(place)?.range.clone();
    let mut asked = jsonpath::paths(path)
        .into_iter()
        .filter(|inner| inner.root == Root::Current && within.contains(&inner.range.start))
        .peekable();
    asked.peek()?;
    let of_objects =
        asked.all(|inner| matches!(inner.segments.first().map(|first| &first.kind), Some(SegmentKind::Name(_))));
    of_objects.then_some(place + 1)
}
