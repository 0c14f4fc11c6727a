//! What the function takes whose brackets the cursor is in.
//!
//! The call is read from the text before the cursor, since what is being typed has no end yet.

use std::ops::Range;

use super::location::Location;
use super::prose::Prose;
use crate::analysis::Analysis;
use crate::asl::QueryLanguage;
use crate::expr::intrinsic::{self, Count};
use crate::expr::jsonata::{self, call, functions};
use crate::expression::is_call;
use crate::schema::ValueKind;
use crate::syntax::cursor::Spot;
use crate::syntax::{Kind, NodeId, Style};
use crate::text::offset as to_offset;

/// A function's signature and where in it the cursor is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignatureHelp {
    /// `$substring(text, start, [length])`
    pub label: String,
    pub parameters: Vec<Parameter>,
    /// The parameter that the cursor is at; `None` behind the last.
    pub active: Option<usize>,
    pub about: Prose,
}

/// A parameter in a signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Where it stands in the label, in bytes.
    pub range: Range<u32>,
    /// What it has to be.
    pub kind: String,
}

/// The signature of the innermost call around an offset.
pub fn signature_help(analysis: &Analysis, offset: u32) -> Option<SignatureHelp> {
    let location = Location::at(analysis, offset)?;
    let (key, node) = string_at(&location)?;
    let before = text_before(analysis, &location, node)?;
    match location.language {
        QueryLanguage::Jsonata => {
            let inside = before.strip_prefix("{%").filter(|inside| !inside.ends_with("%}"))?;
            let open = call::call_at(inside, to_offset(inside.len()))?;
            let function = functions::find(&open.name)?;
            (!is_rebound(&location, inside, &open)).then(|| of_jsonata(function, open.argument))
        }
        QueryLanguage::JsonPath => {
            let is_read = is_call(&before) && takes_call(&location, key?);
            let intrinsic = is_read.then(|| intrinsic::parse(&before))?;
            let (id, argument) = intrinsic::call_at(&intrinsic, to_offset(before.len()))?;
            intrinsic.call(id)?.function.map(|function| of_intrinsic(function, argument))
        }
    }
}

/// The string that the offset is in, or behind where it has no closing quote yet, and its key.
fn string_at(location: &Location<'_>) -> Option<(Option<NodeId>, NodeId)> {
    let tree = location.tree();
    let (key, node) = match location.spot {
        Spot::Value { key, value, .. } => (Some(key), value),
        Spot::Item { item, .. } => (None, item),
        Spot::Root { root } => (tree.parent(root).and_then(|tagged| tree.key_of(tagged)), root),
        Spot::Member { object, after } => {
            let before = tree.own_members(object).iter().rfind(|member| Some(member.key) == after)?;
            (Some(before.key), Some(before.value).filter(|&value| tree.is_incomplete(value))?)
        }
        Spot::NewItem { after, .. } => (None, after.filter(|&item| tree.is_incomplete(item))?),
        Spot::Key { .. } => return None,
    };
    (tree.kind(node) == Kind::String).then_some((key, node))
}

/// The value of a string up to the offset. What is typed last may be no part of it yet: blanks behind a plain scalar of
/// YAML, blanks and a comma behind a text without its closing quote.
fn text_before(analysis: &Analysis, location: &Location<'_>, node: NodeId) -> Option<String> {
    let (tree, offset) = (location.tree(), location.offset);
    let text = tree.text(node);
    let end = tree.content_span(node).end;
    if end < offset {
        let behind = analysis.source.text().get(end as usize..offset as usize)?;
        let is_open = tree.is_incomplete(node) || tree.style(node) == Style::Plain;
        let is_typed = is_open && behind.bytes().all(|byte| matches!(byte, b' ' | b','));
        return is_typed.then(|| format!("{text}{behind}"));
    }
    let map = tree.scalar_map(node);
    // In the indentation of a line the text before it counts.
    let last = || map.runs().iter().rfind(|run| run.source.end <= offset).map(|run| run.decoded.end);
    let at = map.decoded(offset).or_else(last)?;
    text.get(..at as usize).map(str::to_owned)
}

/// Whether a call may stand at the location: under a key that ends in `.$`, or in a field that takes one.
fn takes_call(location: &Location<'_>, key: NodeId) -> bool {
    location.tree().text(key).ends_with(".$")
        || location.field().is_some_and(|(_, field)| field.value == ValueKind::PathOrIntrinsic)
}

/// Whether a name is bound by the expression or the machine, so that it is no function of the language.
fn is_rebound(location: &Location<'_>, text: &str, open: &call::OpenCall) -> bool {
    let ast = jsonata::parse(text);
    let scope = jsonata::analyze(&ast, &|_| false);
    let variables = location.variables();
    let is_variable = || {
        let scope = location.state().map(|state| state.scope);
        scope.zip(variables.find(&open.name)).is_some_and(|(scope, name)| variables.home(scope, name).is_some())
    };
    scope.binders.iter().any(|binder| binder.name == open.name) || is_variable()
}

fn of_intrinsic(function: &intrinsic::Function, argument: usize) -> SignatureHelp {
    let signature = function.signature();
    let parameters = signature.parameters.into_iter().zip(function.parameters);
    let is_endless = function.parameters.last().is_some_and(|last| last.count == Count::Many);
    let mut about = Prose::new(sentence(function.description));
    about.code("", format!("{} → {}", function.example, function.result));
    SignatureHelp {
        label: signature.label,
        parameters: parameters
            .map(|(range, parameter)| Parameter { range, kind: parameter.kind.describe().to_owned() })
            .collect(),
        active: active(argument, function.parameters.len(), is_endless),
        about,
    }
}

fn of_jsonata(function: &jsonata::Function, argument: usize) -> SignatureHelp {
    let patterns = &function.pattern().parameters;
    let mut at = to_offset(function.name.len() + "$(".len());
    let parameters = function.usage_of_parameters().into_iter().zip(patterns).map(|(usage, pattern)| {
        let range = at..at + to_offset(usage.len());
        at = range.end + to_offset(", ".len());
        Parameter { range, kind: pattern.describe() }
    });
    let parameters: Vec<Parameter> = parameters.collect();
    let is_endless = patterns.last().is_some_and(|last| last.repeated);
    let mut about = Prose::new(sentence(function.about));
    about.code("", function.example);
    let active = active(argument, parameters.len(), is_endless);
    SignatureHelp { label: function.usage(), parameters, active, about }
}

fn active(argument: usize, count: usize, is_endless: bool) -> Option<usize> {
    if argument < count { Some(argument) } else { count.checked_sub(1).filter(|_| is_endless) }
}

/// A line of a function table as a sentence.
pub(super) fn sentence(line: &str) -> String {
    let mut letters = line.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::testing::{JSON, YAML, marked};

    fn help(path: &str, text: &str) -> Option<String> {
        let (analysis, offset) = marked(path, text);
        let help = signature_help(&analysis, offset)?;
        let mut label = help.label.clone();
        if let Some(active) = help.active.and_then(|active| help.parameters.get(active)) {
            label.insert(active.range.end as usize, '>');
            label.insert(active.range.start as usize, '<');
        }
        Some(label)
    }

    #[track_caller]
    fn check(path: &str, text: &str, expected: &str) {
        assert_eq!(help(path, text).as_deref(), Some(expected), "{text}");
    }

    fn jsonpath(value: &str) -> String {
        format!(
            r#"{{"StartAt": "A", "States": {{"A": {{"Type": "Pass", "Parameters": {{"x.$": {value}}}, "End": true}}}}}}"#
        )
    }

    fn jsonata(value: &str) -> String {
        format!(
            r#"{{"QueryLanguage": "JSONata", "StartAt": "A", "States": {{"A": {{"Type": "Pass", "Output": {{"x": {value}}}, "End": true}}}}}}"#
        )
    }

    #[test]
    fn intrinsic_functions() {
        check(JSON, &jsonpath(r#""States.ArrayRange($0""#), "States.ArrayRange(<first>, last, step)");
        check(JSON, &jsonpath(r#""States.ArrayRange(1, $0)""#), "States.ArrayRange(first, <last>, step)");
        check(JSON, &jsonpath(r#""States.Array(1, 2, 3, $0)""#), "States.Array(<value, …>)");
        check(JSON, &jsonpath(r#""States.UUID($0)""#), "States.UUID()");
        check(JSON, &jsonpath(r#""States.ArrayLength(States.Array($0))""#), "States.Array(<value, …>)");
        check(JSON, &jsonpath(r#""States.ArrayLength(1, $0)""#), "States.ArrayLength(array)");
        let half = r#"{"StartAt": "A", "States": {"A": {"Type": "Pass", "Parameters": {"x.$": "States.MathAdd(1, $0"#;
        check(JSON, half, "States.MathAdd(first, <second>)");
        check(
            YAML,
            "StartAt: A\nStates:\n  A:\n    Type: Pass\n    Parameters:\n      x.$: States.MathAdd(1, $0\n    End: true\n",
            "States.MathAdd(first, <second>)",
        );
        assert_eq!(help(JSON, &jsonpath(r#""States.UUID$0()""#)), None);
        assert_eq!(help(JSON, &jsonpath(r#""$.a$0""#)), None);
        assert_eq!(help(JSON, &jsonpath(r#""x", "y": "States.UUID($0)""#)), None);
    }

    #[test]
    fn jsonata_functions() {
        check(JSON, &jsonata(r#""{% $substring($0 %}""#), "$substring(<text>, start, [length])");
        check(JSON, &jsonata(r#""{% $substring('a', 1, $0) %}""#), "$substring(text, start, <[length]>)");
        check(JSON, &jsonata(r#""{% $substring(\"a\", $0"#), "$substring(text, <start>, [length])");
        check(JSON, &jsonata(r#""{% $zip(a, b, $0) %}""#), "$zip(<array, ...>)");
        check(
            YAML,
            "QueryLanguage: JSONata\nStartAt: A\nStates:\n  A:\n    Type: Pass\n    Output: |-\n      {% $sum(\n        $0\n      ) %}\n",
            "$sum(<numbers>)",
        );
        assert_eq!(help(JSON, &jsonata(r#""{% ($sum := 1; $sum($0)) %}""#)), None);
        assert_eq!(help(JSON, &jsonata(r#""{% $nothing($0) %}""#)), None);
        assert_eq!(help(JSON, &jsonata(r#""$sum($0)""#)), None);
    }

    #[test]
    fn templates() {
        let head =
            "Resources:\n  M:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      DefinitionString: ";
        let block = format!(
            "{head}|\n        {{\"QueryLanguage\": \"JSONata\", \"States\": {{\"A\": {{\"Type\": \"Pass\",\n          \"Output\": \"{{% $split('a', $0) %}}\"}}}}}}\n"
        );
        check("template.yaml", &block, "$split(text, <separator>, [limit])");
        let string = r#"{"Resources": {"M": {"Type": "AWS::StepFunctions::StateMachine", "Properties": {"DefinitionString":
            "{\"States\": {\"A\": {\"Type\": \"Pass\", \"Parameters\": {\"x.$\": \"States.MathAdd(1,$0\"}}}}"}}}}"#;
        check("template.json", string, "States.MathAdd(first, <second>)");
    }
}
