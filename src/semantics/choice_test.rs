//! What the rules of a Choice state test, and whether one of them always matches.

use rustc_hash::{FxHashMap, FxHashSet};

use super::choice;
use crate::asl::{self, Operand, comparator};
use crate::syntax::{Kind, Member, NodeId, Tree};

/// Fields of a rule that are no part of its test.
const NO_TEST: [&str; 4] = ["Next", "Comment", "Assign", "Output"];

/// Functions of `JSONata`, without their `$`, that give another value each time.
const VOLATILE: [&str; 4] = ["now", "millis", "random", "uuid"];

/// The expression between the braces of `{% … %}`.
pub fn expression(text: &str) -> Option<&str> {
    text.strip_prefix("{%")?.strip_suffix("%}").map(str::trim)
}

/// Whether the same expression may give another value the next time.
pub fn is_volatile(expression: &str) -> bool {
    expression.split('$').skip(1).any(|after| VOLATILE.iter().any(|function| after.starts_with(function)))
}

/// The value of a rule's `Condition` that does not depend on anything.
pub fn constant(tree: &Tree, rule: NodeId) -> Option<bool> {
    let condition = tree.get(rule, "Condition")?;
    match tree.kind(condition) {
        Kind::Bool(value) => Some(value),
        Kind::String => match tree.known(condition).and_then(expression)? {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

/// The test of a rule in one spelling, so that equal tests are equal text; `None` where it is not known, not there or
/// not the same each time.
pub fn canonical(tree: &Tree, rule: NodeId) -> Option<String> {
    let mut text = String::new();
    write(tree, rule, &NO_TEST, &mut text)?;
    (text != "{}").then_some(text)
}

fn write(tree: &Tree, node: NodeId, left_out: &[&str], text: &mut String) -> Option<()> {
    if tree.is_opaque(node) || tree.is_incomplete(node) {
        return None;
    }
    match tree.kind(node) {
        Kind::Object => {
            let mut members: Vec<_> = tree.members(node).map(|member| (tree.text(member.key), member)).collect();
            members.retain(|(key, _)| !left_out.contains(key));
            members.sort_by_key(|(key, _)| *key);
            text.push('{');
            for (key, member) in members {
                if tree.is_opaque(member.key) {
                    return None;
                }
                text.push_str(key);
                text.push(':');
                write(tree, member.value, &["Comment"], text)?;
                text.push(',');
            }
            text.push('}');
        }
        Kind::Array => {
            text.push('[');
            for item in tree.items(node) {
                write(tree, item, &["Comment"], text)?;
                text.push(',');
            }
            text.push(']');
        }
        Kind::String => {
            let known = tree.known(node)?;
            let known = expression(known).unwrap_or(known);
            if is_volatile(known) {
                return None;
            }
            text.push_str(&format!("{known:?}"));
        }
        Kind::Number => text.push_str(&tree.number(node)?.to_string()),
        Kind::Null => text.push_str("null"),
        Kind::Bool(value) => text.push_str(if value { "true" } else { "false" }),
        _ => return None,
    }
    Some(())
}

/// Whether one of the rules matches whatever the values are, as far as can be told; a rule that is not known, or is
/// reported for what is wrong with it, may.
pub fn may_be_exhaustive(tree: &Tree, rules: impl Iterator<Item = NodeId>) -> bool {
    let mut tests = Tests::default();
    rules.into_iter().any(|rule| tests.complete(tree, rule))
}

/// Whether it is not clear what a rule tests, for what is wrong with it or not known of it.
fn is_faulty(tree: &Tree, rule: NodeId) -> bool {
    if !tree.is_object(rule) || tree.is_incomplete(rule) {
        return true;
    }
    if let Some(condition) = tree.get(rule, "Condition") {
        let is_expression = tree.known(condition).is_some_and(|text| expression(text).is_some());
        return !is_expression && tree.boolean(condition).is_none();
    }
    choice::tests(tree, rule).into_iter().any(|test| {
        let parts = choice::parts(tree, test);
        match (parts.comparators.as_slice(), parts.connectives.as_slice()) {
            _ if parts.is_open => true,
            ([comparator], []) => {
                let variable = parts.variable.map(|variable| variable.value);
                variable.is_none_or(|variable| tree.string(variable).is_none()) || !fits(tree, *comparator)
            }
            ([], [connective]) => match tree.text(connective.key) {
                "Not" => !tree.is_object(connective.value),
                _ => tree.items(connective.value).len() == 0,
            },
            _ => true,
        }
    })
}

/// Whether a comparison operator has an operand of its type.
fn fits(tree: &Tree, comparator: Member) -> bool {
    let value = tree.resolve(comparator.value);
    match asl::comparator(tree.text(comparator.key)) {
        _ if tree.is_opaque(value) => true,
        Some(Operand::Boolean) => tree.boolean(value).is_some(),
        Some(Operand::Number) => tree.number(value).is_some(),
        Some(Operand::String | Operand::Timestamp | Operand::Path) => tree.string(value).is_some(),
        None => false,
    }
}

/// The tests seen so far.
#[derive(Default)]
struct Tests {
    /// What a comparison of two values covers: below 1, equal 2, above 4; or true 1 and false 2.
    covered: FxHashMap<String, u8>,
    plain: FxHashSet<String>,
    negated: FxHashSet<String>,
}

impl Tests {
    /// Adds a rule; says whether something always matches now.
    fn complete(&mut self, tree: &Tree, rule: NodeId) -> bool {
        if tree.is_opaque(rule) || constant(tree, rule) == Some(true) || is_faulty(tree, rule) {
            return true;
        }
        if let Some(alternatives) = tree.get(rule, "Or") {
            if tree.is_opaque(alternatives) {
                return true;
            }
            let alternatives: Vec<NodeId> = tree.items(alternatives).collect();
            return alternatives.into_iter().any(|alternative| self.complete(tree, alternative));
        }
        if let Some(inner) = tree.get(rule, "Not") {
            let Some(test) = canonical(tree, inner) else { return tree.is_opaque(inner) };
            return self.negate(test);
        }
        if let Some(condition) = tree.get(rule, "Condition") {
            return tree.known(condition).and_then(expression).is_some_and(|expression| self.expression(expression));
        }
        let compared = tree.members(rule).find_map(|member| {
            let operator = tree.text(member.key);
            comparator(operator).map(|operand| (operator, operand, member.value))
        });
        if let (Some((operator, operand, value)), Some(variable)) = (compared, tree.get(rule, "Variable"))
            && let Some((key, part, whole)) = data_test(tree, tree.text(variable), operator, operand, value)
            && self.cover(key, part, whole)
        {
            return true;
        }
        canonical(tree, rule).is_some_and(|test| self.affirm(test))
    }

    fn expression(&mut self, expression: &str) -> bool {
        if is_volatile(expression) {
            return false;
        }
        if let Some((left, part, right)) = comparison(expression) {
            let (key, part, whole) = match right {
                "true" => (left.to_owned(), 1, 3),
                "false" => (left.to_owned(), 2, 3),
                _ => (format!("{left}\n{right}"), part, 7),
            };
            if self.cover(key, part, whole) {
                return true;
            }
        }
        match expression.strip_prefix("$not(").and_then(|rest| rest.strip_suffix(')')) {
            Some(inner) => self.negate(inner.trim().to_owned()),
            None => self.affirm(expression.to_owned()),
        }
    }

    fn cover(&mut self, key: String, part: u8, whole: u8) -> bool {
        let covered = self.covered.entry(key).or_default();
        *covered |= part;
        *covered == whole
    }

    fn affirm(&mut self, test: String) -> bool {
        let complete = self.negated.contains(&test);
        self.plain.insert(test);
        complete
    }

    fn negate(&mut self, test: String) -> bool {
        let complete = self.plain.contains(&test);
        self.negated.insert(test);
        complete
    }
}

/// What is compared, the part that this operator covers, and the whole.
fn data_test(tree: &Tree, variable: &str, operator: &str, operand: Operand, value: NodeId) -> Option<(String, u8, u8)> {
    if operand == Operand::Boolean {
        let part = if tree.boolean(value)? { 1 } else { 2 };
        return Some((format!("{operator}\n{variable}"), part, 3));
    }
    let kind = ["String", "Numeric", "Timestamp"].into_iter().find(|kind| operator.starts_with(kind))?;
    let (comparison, path) = match operator.get(kind.len()..)?.strip_suffix("Path") {
        Some(comparison) => (comparison, "Path"),
        None => (operator.get(kind.len()..)?, ""),
    };
    let part = match comparison {
        "LessThan" => 1,
        "Equals" => 2,
        "LessThanEquals" => 3,
        "GreaterThan" => 4,
        "GreaterThanEquals" => 6,
        _ => return None,
    };
    Some((format!("{kind}{path}\n{variable}\n{}", tree.text(value)), part, 7))
}

/// Takes an expression that is one comparison apart: left side, the part covered, right side.
fn comparison(expression: &str) -> Option<(&str, u8, &str)> {
    let mut depth = 0_u32;
    let mut quote = None;
    let mut found: Option<(usize, usize, u8)> = None;
    let bytes = expression.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let here = at;
        at += 1;
        if let Some(open) = quote {
            if byte == b'\\' {
                at += 1;
            } else if byte == open {
                quote = None;
            }
            continue;
        }
        match byte {
            b'"' | b'\'' | b'`' => quote = Some(byte),
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            b'?' | b':' | b';' | b'~' if depth == 0 => return None,
            b'=' | b'<' | b'>' | b'!' if depth == 0 => {
                let equals = bytes.get(at) == Some(&b'=') && byte != b'=';
                let part = match (byte, equals) {
                    (b'=', _) => 2,
                    (b'<', false) => 1,
                    (b'<', true) => 3,
                    (b'>', false) => 4,
                    (b'>', true) => 6,
                    (_, true) => 5,
                    _ => return None,
                };
                at += usize::from(equals);
                if found.replace((here, at, part)).is_some() {
                    return None;
                }
            }
            _ => {}
        }
    }
    let (start, end, part) = found?;
    let joined = expression.split(|character: char| !character.is_alphanumeric() && character != '_');
    if joined.into_iter().any(|word| matches!(word, "and" | "or" | "in")) {
        return None;
    }
    Some((expression.get(..start)?.trim(), part, expression.get(end..)?.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comparisons_are_taken_apart() {
        assert_eq!(comparison("$states.input.n >= 5"), Some(("$states.input.n", 6, "5")));
        assert_eq!(comparison("$x[a = 1] != 'a = b'"), Some(("$x[a = 1]", 5, "'a = b'")));
        assert_eq!(comparison("$a < 1 and $b > 2"), None);
        assert_eq!(comparison("$a"), None);
        assert_eq!(comparison("$a > 1 or $b"), None);
    }
}
