//! What a choice rule asks for, in a few words.

use crate::asl::{Operand, comparator};
use crate::semantics::choice;
use crate::semantics::choice_test::expression;
use crate::syntax::{NodeId, Tree};

/// How deep tests are told, and how many of each And and Or. Deeper and more is an ellipsis.
const DEEPEST: usize = 4;
const MOST: usize = 6;

/// The condition of a choice rule; empty when it has none.
pub(super) fn text(tree: &Tree, rule: NodeId) -> String {
    if let Some(condition) = tree.get(rule, "Condition") {
        let text = tree.text(condition);
        return expression(text.trim()).unwrap_or(text).to_owned();
    }
    test(tree, rule, DEEPEST, str::to_owned)
}

/// The condition with less of where values come from: what is tested tells more.
pub(super) fn brief(tree: &Tree, rule: NodeId) -> String {
    if tree.get(rule, "Condition").is_some() {
        return text(tree, rule).replace("$states.input.", "…");
    }
    test(tree, rule, DEEPEST, last_part)
}

fn last_part(path: &str) -> String {
    match path.rsplit_once('.') {
        Some((start, last)) if 2 < start.len() && is_name(last) => format!("…{last}"),
        _ => path.to_owned(),
    }
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|letter| letter.is_alphanumeric() || letter == '_')
}

fn test(tree: &Tree, test: NodeId, depth: usize, shorten: fn(&str) -> String) -> String {
    let parts = choice::parts(tree, test);
    if let Some(connective) = parts.connectives.first() {
        return connected(tree, tree.text(connective.key), connective.value, depth, shorten);
    }
    let variable = parts.variable.map(|variable| shorten(tree.text(variable.value)));
    let Some(comparison) = parts.comparators.first() else { return variable.unwrap_or_default() };
    compared(tree, variable.as_deref().unwrap_or("?"), tree.text(comparison.key), comparison.value)
}

fn connected(tree: &Tree, connective: &str, inner: NodeId, depth: usize, shorten: fn(&str) -> String) -> String {
    let Some(deeper) = depth.checked_sub(1) else { return "…".to_owned() };
    if connective == "Not" {
        return format!("not ({})", test(tree, inner, deeper, shorten));
    }
    let word = if connective == "And" { " and " } else { " or " };
    let mut parts: Vec<String> =
        tree.items(inner).take(MOST).map(|item| enclosed(tree, item, deeper, shorten)).collect();
    if MOST < tree.own_items(inner).len() {
        parts.push("…".to_owned());
    }
    parts.join(word)
}

/// A test inside another, in parentheses where it is itself connected.
fn enclosed(tree: &Tree, inner: NodeId, depth: usize, shorten: fn(&str) -> String) -> String {
    let text = test(tree, inner, depth, shorten);
    let is_connected = ["And", "Or"].iter().any(|connective| tree.get(inner, connective).is_some());
    if is_connected { format!("({text})") } else { text }
}

fn compared(tree: &Tree, variable: &str, operator: &str, value: NodeId) -> String {
    let operand = comparator(operator);
    if operand == Some(Operand::Boolean) && operator.starts_with("Is") {
        let what = match operator {
            "IsNull" => "null",
            "IsPresent" => "present",
            "IsNumeric" => "a number",
            "IsString" => "a string",
            "IsBoolean" => "a boolean",
            _ => "a timestamp",
        };
        let not = if tree.boolean(value) == Some(false) { "not " } else { "" };
        return format!("{variable} is {not}{what}");
    }
    let text = tree.text(value);
    let is_quoted = matches!(operand, Some(Operand::String | Operand::Timestamp)) && tree.string(value).is_some();
    let value = if is_quoted { format!("\"{text}\"") } else { text.to_owned() };
    format!("{variable} {} {value}", sign(operator))
}

fn sign(operator: &str) -> &'static str {
    let operator = operator.strip_suffix("Path").unwrap_or(operator);
    // The longer endings first: `LessThanEquals` ends in `Equals`, too.
    let signs = [
        ("LessThanEquals", "≤"),
        ("GreaterThanEquals", "≥"),
        ("LessThan", "<"),
        ("GreaterThan", ">"),
        ("Matches", "matches"),
    ];
    signs.iter().find(|(ending, _)| operator.ends_with(ending)).map_or("=", |(_, sign)| sign)
}

#[cfg(test)]
mod tests {
    use crate::syntax::{Language, parse};

    #[track_caller]
    fn check(rule: &str, expected: &str) {
        let (tree, _) = parse(rule.into(), Language::Json, None);
        assert_eq!(super::text(&tree, tree.resolve(tree.root())), expected);
    }

    #[test]
    fn comparisons_are_signs() {
        check(r#"{"Variable": "$.n", "NumericGreaterThanEquals": 5}"#, "$.n ≥ 5");
        check(r#"{"Variable": "$.n", "NumericLessThanPath": "$.m"}"#, "$.n < $.m");
        check(r#"{"Variable": "$.s", "StringEquals": "a b"}"#, r#"$.s = "a b""#);
        check(r#"{"Variable": "$.s", "StringMatches": "a*"}"#, r#"$.s matches "a*""#);
        check(r#"{"Variable": "$.b", "BooleanEquals": true}"#, "$.b = true");
        check(r#"{"Variable": "$.b", "IsPresent": false}"#, "$.b is not present");
    }

    #[test]
    fn brief_conditions_leave_out_where_values_come_from() {
        let rule = r#"{"Variable": "$.order.fraud.score", "NumericGreaterThan": 80}"#;
        let (tree, _) = parse(rule.into(), Language::Json, None);
        assert_eq!(super::brief(&tree, tree.resolve(tree.root())), "…score > 80");
        assert_eq!(["$.a", "$", "$.a['b.c']"].map(super::last_part), ["$.a", "$", "$.a['b.c']"]);
    }

    #[test]
    fn connectives_are_words() {
        check(
            r#"{"And": [{"Variable": "$.a", "IsNull": true}, {"Not": {"Variable": "$.b", "IsNull": true}}]}"#,
            "$.a is null and not ($.b is null)",
        );
        check(
            r#"{"Or": [{"And": [{"Variable": "$.a", "IsNull": true}, {"Variable": "$.b", "IsNull": true}]}]}"#,
            "($.a is null and $.b is null)",
        );
        let deep = format!("{}{{}}{}", r#"{"Not": "#.repeat(9), "}".repeat(9));
        check(&deep, "not (not (not (not (…))))");
    }

    #[test]
    fn expressions_stand_without_their_delimiters() {
        check(r#"{"Condition": "{% $n > 1 %}"}"#, "$n > 1");
        check(r#"{"Condition": true}"#, "true");
        check("{}", "");
        check("[]", "");
    }
}
