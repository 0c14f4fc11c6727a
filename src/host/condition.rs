//! What a value of a template may turn out to be when it is deployed, where a condition decides.

use crate::syntax::{Kind, NodeId, Tree};

/// How many values are followed at most; aliases may lead to one many times over.
const OUTCOMES: usize = 64;

/// The values that a value may become: those between which `Fn::If` chooses, and itself if it is none.
pub(super) fn outcomes(tree: &Tree, value: NodeId) -> Vec<NodeId> {
    let mut found = Vec::new();
    let mut open = vec![value];
    while let Some(next) = open.pop() {
        let Some(choice) = choice(tree, next) else {
            found.push(next);
            continue;
        };
        if OUTCOMES <= open.len() + found.len() {
            break;
        }
        // Behind the name of the condition; the first is looked at first.
        let values: Vec<NodeId> = tree.items(choice).skip(1).collect();
        open.extend(values.into_iter().rev());
    }
    found
}

/// The list that an `Fn::If` takes, if a value is one.
fn choice(tree: &Tree, value: NodeId) -> Option<NodeId> {
    let arguments = match tree.kind(value) {
        Kind::Tagged(inner) if tree.tag(value)?.0 == "!If" => tree.resolve(inner),
        Kind::Object if tree.own_members(value).len() == 1 => tree.get(value, "Fn::If")?,
        _ => return None,
    };
    tree.is_array(arguments).then_some(arguments)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{Language, parse};

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let text = format!("x: {text}\n");
        let (tree, faults) = parse(text.as_str().into(), Language::Yaml, None);
        assert_eq!(faults, []);
        let found = outcomes(&tree, tree.get(tree.root(), "x").unwrap());
        assert_eq!(found.into_iter().map(|node| tree.written(node)).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn conditions_choose() {
        check("a", &["a"]);
        check("!If [C, a, b]", &["a", "b"]);
        check("{Fn::If: [C, !If [D, a, {b: 1}], c]}", &["a", "{b: 1}", "c"]);
        check("{Fn::If: a, b: c}", &["{Fn::If: a, b: c}"]);
    }

    #[test]
    fn choices_that_multiply_are_cut_off() {
        let nested = (0..20).map(|level| format!("  - &x{} !If [C, *x{level}, *x{level}]\n", level + 1));
        let text = format!("- &x0 a\n{}", nested.collect::<String>().replace("  - ", "- "));
        let (tree, _) = parse(text.as_str().into(), Language::Yaml, None);
        let last = tree.items(tree.root()).last().unwrap();
        assert!(outcomes(&tree, last).len() <= OUTCOMES);
    }
}
