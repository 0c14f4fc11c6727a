//! Which variables the rules of a Choice state ask about, and what the answer says behind each of them.
//!
//! A rule that holds because `$exists($total)`, or because `IsPresent` is true of it, leads on with a value; the rules
//! below it, and `Default`, know the opposite. A test that says neither is taken to know what it does.

use rustc_hash::FxHashSet;

use crate::expr::jsonata::{self, Ast, ExprId, NodeKind, Operator};
use crate::expr::jsonpath::{self, Root};
use crate::syntax::{NodeId, Tree};

/// The variables that the test of a rule asks about.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// They have a value where the rule holds.
    pub when_true: Vec<Box<str>>,
    /// They have a value where it does not.
    pub when_false: Vec<Box<str>>,
    /// It cannot be told which.
    pub either: Vec<Box<str>>,
}

/// What the test of a rule asks; `None` if nothing.
pub fn of_rule(tree: &Tree, rule: NodeId) -> Option<Asked> {
    let mut asked = Asked::default();
    let mut all = Vec::new();
    if let Some(condition) = tree.get(rule, "Condition") {
        let text = tree.known(condition).filter(|text| text.contains("exists"))?;
        let ast = jsonata::parse(text.strip_prefix("{%")?.strip_suffix("%}")?);
        let root = ast.root?;
        expression(&ast, root, true, &mut asked.when_true);
        expression(&ast, root, false, &mut asked.when_false);
        all.extend(ast.ids().filter_map(|id| asks(&ast, id)).map(Into::into));
    } else {
        mentions(tree, rule, &mut all);
        if !all.is_empty() {
            comparison(tree, rule, true, &mut asked.when_true);
            comparison(tree, rule, false, &mut asked.when_false);
        }
    }
    if all.is_empty() {
        return None;
    }
    let told: FxHashSet<&str> = asked.when_true.iter().chain(&asked.when_false).map(|name| &**name).collect();
    all.retain(|name| !told.contains(&**name));
    asked.either = all;
    Some(asked)
}

/// The variables of `$exists($name)` and `$exists($name.field)`.
fn asks(ast: &Ast, call: ExprId) -> Option<&str> {
    let NodeKind::Call { callee, arguments } = ast.kind(call) else { return None };
    let (NodeKind::Variable(name), [argument]) = (ast.kind(*callee), arguments.as_slice()) else { return None };
    if **name != *"exists" {
        return None;
    }
    jsonata::scope::rooted_path(ast, *argument)
        .map(|(root, _)| root)
        .filter(|root| !matches!(*root, "" | "$" | "states"))
}

/// The variables that have a value if an expression is as said.
fn expression(ast: &Ast, root: ExprId, holds: bool, found: &mut Vec<Box<str>>) {
    let mut pending = vec![(root, holds)];
    while let Some((id, holds)) = pending.pop() {
        match ast.kind(id) {
            NodeKind::Binary { operator, left, right }
                if matches!((operator, holds), (Operator::And, true) | (Operator::Or, false)) =>
            {
                pending.extend([(*right, holds), (*left, holds)]);
            }
            NodeKind::Block(items) => {
                if let [only] = items.as_slice() {
                    pending.push((*only, holds));
                }
            }
            NodeKind::Call { callee, arguments } => match (ast.kind(*callee), arguments.as_slice()) {
                (NodeKind::Variable(name), [argument]) if **name == *"not" => pending.push((*argument, !holds)),
                _ if holds => found.extend(asks(ast, id).map(Into::into)),
                _ => {}
            },
            _ => {}
        }
    }
}

/// As [`expression`], for a rule of `JSONPath`. The tree bounds the depth.
fn comparison(tree: &Tree, rule: NodeId, holds: bool, found: &mut Vec<Box<str>>) {
    let list = if holds { "And" } else { "Or" };
    for inner in tree.get(rule, list).into_iter().flat_map(|list| tree.items(list)) {
        comparison(tree, inner, holds, found);
    }
    if let Some(inner) = tree.get(rule, "Not") {
        comparison(tree, inner, !holds, found);
    }
    let asked = tree.get(rule, "IsPresent").and_then(|value| tree.boolean(value));
    if asked == Some(holds) {
        found.extend(variable(tree, rule));
    }
}

/// Every variable that `IsPresent` is asked of, at whatever depth.
fn mentions(tree: &Tree, rule: NodeId, found: &mut Vec<Box<str>>) {
    for list in ["And", "Or"].into_iter().filter_map(|name| tree.get(rule, name)) {
        for inner in tree.items(list) {
            mentions(tree, inner, found);
        }
    }
    if let Some(inner) = tree.get(rule, "Not") {
        mentions(tree, inner, found);
    }
    if tree.get(rule, "IsPresent").is_some() {
        found.extend(variable(tree, rule));
    }
}

fn variable(tree: &Tree, rule: NodeId) -> Option<Box<str>> {
    let text = tree.get(rule, "Variable").and_then(|node| tree.known(node)).filter(|text| !text.starts_with("$."))?;
    match jsonpath::parse(text).root {
        Root::Variable(name) => Some(name.text),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{Language, parse};

    #[track_caller]
    fn check(rule: &str, when_true: &[&str], when_false: &[&str], either: &[&str]) {
        let (tree, _) = parse(rule.into(), Language::Json, None);
        let asked = of_rule(&tree, tree.root()).unwrap_or_default();
        let texts = |names: &[Box<str>]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(texts(&asked.when_true), when_true, "{rule}");
        assert_eq!(texts(&asked.when_false), when_false, "{rule}");
        assert_eq!(texts(&asked.either), either, "{rule}");
    }

    #[test]
    fn answers_are_followed() {
        check(r#"{"Condition": "{% $exists($a) and $b = 1 %}"}"#, &["a"], &[], &[]);
        check(r#"{"Condition": "{% $not($exists($a)) %}"}"#, &[], &["a"], &[]);
        check(r#"{"Condition": "{% ($exists($a.b) and $not($exists($c))) %}"}"#, &["a"], &[], &["c"]);
        check(r#"{"Condition": "{% $exists($a) or $exists($b) %}"}"#, &[], &[], &["a", "b"]);
        check(r#"{"Condition": "{% $exists($states.input.a) %}"}"#, &[], &[], &[]);
        check(r#"{"Variable": "$a.b", "IsPresent": true}"#, &["a"], &[], &[]);
        check(r#"{"Not": {"Variable": "$a", "IsPresent": true}}"#, &[], &["a"], &[]);
        check(
            r#"{"And": [{"Variable": "$a", "IsPresent": true}, {"Variable": "$b", "IsNull": true}]}"#,
            &["a"],
            &[],
            &[],
        );
        check(r#"{"Variable": "$.a", "IsPresent": true}"#, &[], &[], &[]);
    }
}
