//! What a selection grows to: a part of an expression, the expression, the string, the member, the object, …, the file.

use std::ops::Range;

use super::location::Location;
use crate::analysis::Analysis;
use crate::expr::intrinsic::{self, Intrinsic};
use crate::expr::jsonpath::{self, Path};
use crate::expression::{Content, Expression};
use crate::flow::variables::Variables;
use crate::syntax::{NodeId, Tree};
use crate::text::{Span, offset};

/// The parts of an expression that a selection grows to before it takes the whole. A path of a thousand steps has a thousand
/// parts, each inside the next one, and who gets them may go from one to the next by recursion.
const MOST_PARTS: usize = 64;

/// The spans around an offset, each inside the next one; the last one is the whole file. None outside of definitions.
pub fn around(analysis: &Analysis, at: u32) -> Option<Vec<Span>> {
    let location = Location::at(analysis, at)?;
    let tree = location.tree();
    let mut spans = Vec::new();
    let node = location.spot.node();
    // What a name in an expression means does not matter here, so the variables need not be known.
    if let Some(expression) = location.expression(&Variables::default()) {
        of_expression(tree, &expression, at, &mut spans);
    }
    if tree.string(node).is_some() {
        spans.push(tree.content_span(node));
    }
    for node in std::iter::successors(Some(node), |&node| tree.parent(node)) {
        of_node(tree, node, &mut spans);
    }
    spans.push(Span::new(0, offset(analysis.source.text().len())));
    Some(growing(spans, at))
}

/// A node, and the member or the contents of the container that it is a part of.
fn of_node(tree: &Tree, node: NodeId, spans: &mut Vec<Span>) {
    let span = tree.span(node);
    let is_container = tree.is_object(node) || tree.is_array(node);
    if is_container && tree.is_bracketed(node) {
        spans.push(Span::new(tree.opening_span(node).end, tree.closing_span(node).start));
    }
    spans.push(span);
    let Some(parent) = tree.parent(node) else { return };
    let member = tree.own_members(parent);
    let member = member.get(member.partition_point(|member| member.key <= node).wrapping_sub(1));
    if let Some(member) = member.filter(|member| member.key == node || member.value == node) {
        spans.push(Span::new(tree.span(member.key).start, tree.span(member.value).end));
    }
}

/// The parts of an expression around an offset, smaller ones first, and the whole text of it.
fn of_expression(tree: &Tree, expression: &Expression<'_>, at: u32, spans: &mut Vec<Span>) {
    let mut ranges: Vec<Range<u32>> = match &expression.content {
        Content::Jsonata(jsonata) => jsonata.ast.nodes.iter().map(|node| node.range.clone()).collect(),
        Content::Path(path) => of_path(path),
        Content::Intrinsic(intrinsic) => of_intrinsic(intrinsic),
        Content::Literal | Content::NotText => return,
    };
    ranges.push(0..offset(expression.text.len()));
    let spans_of_parts = ranges.iter().map(|range| expression.span(tree, range));
    let mut parts: Vec<Span> = spans_of_parts.filter(|span| touches(*span, at)).collect();
    parts.sort_by_key(|span| span.end - span.start);
    let whole = parts.pop();
    spans.extend(growing(parts, at).into_iter().take(MOST_PARTS));
    spans.extend(whole);
}

/// A path from its root to each of its steps, and the paths in its filters.
fn of_path(path: &Path) -> Vec<Range<u32>> {
    let of_one = |path: &Path| {
        let start = path.range.start;
        let steps: Vec<Range<u32>> =
            path.segments.iter().flat_map(|segment| [segment.range.clone(), start..segment.range.end]).collect();
        std::iter::once(path.range.clone()).chain(steps)
    };
    jsonpath::paths(path).into_iter().flat_map(of_one).collect()
}

fn of_intrinsic(intrinsic: &Intrinsic) -> Vec<Range<u32>> {
    let arguments = |call: &intrinsic::Call| call.arguments.iter().map(|argument| argument.range.clone()).collect();
    let of_call = |call: &intrinsic::Call| {
        let mut ranges: Vec<Range<u32>> = arguments(call);
        ranges.extend([call.name.range.clone(), call.range.clone()]);
        ranges
    };
    let calls = intrinsic.calls.iter().flat_map(of_call);
    calls.chain(intrinsic::paths(intrinsic).into_iter().flat_map(of_path)).collect()
}

fn touches(span: Span, at: u32) -> bool {
    span.start <= at && at <= span.end
}

/// Of spans that start small those that hold the offset and all before them.
fn growing(spans: Vec<Span>, at: u32) -> Vec<Span> {
    let mut grown: Vec<Span> = Vec::new();
    for span in spans {
        let holds = grown.last().map_or(touches(span, at), |last| span.contains(*last) && span != *last);
        if holds && (!span.is_empty() || grown.is_empty()) {
            grown.push(span);
        }
    }
    grown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::testing::{JSON, YAML, marked};

    #[track_caller]
    fn check(path: &str, text: &str, expected: &[&str]) {
        let (analysis, at) = marked(path, text);
        let spans = around(&analysis, at).unwrap_or_default();
        let found: Vec<&str> = spans.iter().map(|span| analysis.source.slice(*span)).collect();
        assert_eq!(found.get(..expected.len()), Some(expected), "{found:#?}");
        assert_eq!(found.last().copied(), Some(&**analysis.source.text()));
    }

    #[test]
    fn jsonata() {
        check(
            JSON,
            r#"{"QueryLanguage": "JSONata", "States": {"A": {"Type": "Pass", "Output": "{% $sum($states.inp$0ut.x) + 1 %}"}}}"#,
            &[
                "input",
                "$states.input",
                "$states.input.x",
                "$sum($states.input.x)",
                "$sum($states.input.x) + 1",
                " $sum($states.input.x) + 1 ",
                "{% $sum($states.input.x) + 1 %}",
                "\"{% $sum($states.input.x) + 1 %}\"",
                "\"Output\": \"{% $sum($states.input.x) + 1 %}\"",
                "\"Type\": \"Pass\", \"Output\": \"{% $sum($states.input.x) + 1 %}\"",
            ],
        );
    }

    #[test]
    fn paths_and_calls() {
        check(
            JSON,
            r#"{"States": {"A": {"Type": "Pass", "Parameters": {"a.$": "States.Format('{}', $.a.b$0.c)"}}}}"#,
            &[".b", "$.a.b", "$.a.b.c", "States.Format('{}', $.a.b.c)", "\"States.Format('{}', $.a.b.c)\""],
        );
        check(YAML, "States:\n  A:\n    Type: Pass\n    InputPath: $.a$0\n", &[".a", "$.a", "InputPath: $.a"]);
    }

    #[test]
    fn a_long_path_has_some_parts_and_the_whole() {
        let path = format!("$.a$0{}", ".b".repeat(100_000));
        let text = format!(r#"{{"States": {{"A": {{"Type": "Pass", "InputPath": "{path}"}}}}}}"#);
        let (analysis, at) = marked(JSON, &text);
        let spans = around(&analysis, at).unwrap();
        assert_eq!(analysis.source.slice(spans[1]), "$.a");
        assert_eq!(analysis.source.slice(spans[MOST_PARTS]), path.replace("$0", ""));
        assert!(spans.len() < 2 * MOST_PARTS, "{}", spans.len());
    }

    #[test]
    fn members() {
        check(
            YAML,
            "States:\n  A:\n    Ty$0pe: Pass\n    End: true\n",
            &["Type", "Type: Pass", "Type: Pass\n    End: true"],
        );
        check(JSON, "{\"States\": {\"A\": {$0", &["", "{", "\"A\": {"]);
        check(
            "template.yaml",
            "Resources:\n  M:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      DefinitionString: |\n        {\"StartAt\": \"A$0\"}\n",
            &["A", "\"A\"", "\"StartAt\": \"A\"", "{\"StartAt\": \"A\"}"],
        );
        let (analysis, at) = marked("values.yaml", "a: b$0\n");
        assert_eq!(around(&analysis, at), None);
    }
}
