//! Habits of other languages in JSONata expressions: operators of JavaScript, paths of `JSONPath`, several expressions in
//! one string. They make an expression unreadable, and each has a better name than the syntax fault it leads to.
//!
//! This decides which rule speaks of an expression that does not parse; `jsonata_context` and `jsonata_fault` speak only
//! of those that do.

use std::ops::Range;

use crate::expr::jsonata::{self, Ast};
use crate::expr::jsonpath;

/// Why an expression does not parse, if more can be said than where.
#[derive(Debug)]
pub enum Habit {
    /// There is nothing between `{%` and `%}`.
    Empty,
    /// `{% $a %}-{% $b %}`: one string that was meant as several.
    Several,
    /// Operators of JavaScript, in the order of the text.
    Operators(Vec<Misused>),
    /// The whole is a `JSONPath` path.
    Path,
}

/// An operator that JSONata does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misused {
    pub range: Range<u32>,
    pub operator: &'static str,
    /// What JSONata writes for it; `None` where that is no exchange of one for the other.
    pub instead: Option<&'static str>,
}

/// The operators of other languages and what JSONata writes for them, longest first.
const FOREIGN: [(&str, Option<&str>); 7] = [
    ("===", Some("=")),
    ("!==", Some("!=")),
    ("==", Some("=")),
    ("=>", None),
    ("&&", Some("and")),
    ("||", Some("or")),
    ("!", None),
];

/// Operators of JSONata that end like foreign ones begin.
const OWN: [&str; 4] = ["<=", ">=", ":=", "~>"];

/// The habit that an expression's faults come from. `None` for an expression that parses, too.
pub fn of(text: &str, ast: &Ast) -> Option<Habit> {
    let first = ast.faults.first()?;
    if text.trim().is_empty() {
        return Some(Habit::Empty);
    }
    if text.find("%}").is_some_and(|end| text.get(end..).is_some_and(|rest| rest.contains("{%"))) {
        return Some(Habit::Several);
    }
    if is_path(text) {
        return Some(Habit::Path);
    }
    let operators = operators(text);
    let is_to_blame = |misused: &Misused| misused.range.contains(&first.range.start);
    operators.iter().any(is_to_blame).then_some(Habit::Operators(operators))
}

/// What to write for a word of other languages that an expression stops being readable behind.
pub fn remedy(text: &str, fault: u32) -> Option<&'static str> {
    let before = text.get(..fault as usize)?.trim_end();
    let word_start = before.rfind(|letter: char| !letter.is_ascii_alphabetic()).map_or(0, |at| at + 1);
    match before.get(word_start..)? {
        // A step of a path, or a variable, is a name like any other.
        _ if before.get(..word_start)?.ends_with(['.', '$', '`', '_']) => None,
        "not" => Some("negate by `$not(…)`"),
        "return" => Some("the last expression in `(…; …)` is its value"),
        "let" | "const" | "var" => Some("bind a variable by `($name := value; …)`"),
        _ => {
            let rest = before.trim_start().strip_prefix("if")?;
            rest.trim_start().starts_with('(').then_some("write `condition ? one : other`")
        }
    }
}

/// The function that does what a function or a method of JavaScript does.
pub fn function(javascript: &str) -> Option<&'static str> {
    let meant = match javascript {
        "concat" | "push" => "append",
        "find" => "filter",
        "forEach" => "map",
        "includes" => "contains",
        "parseFloat" | "parseInt" => "number",
        "slice" | "substr" => "substring",
        "stringify" | "toString" => "string",
        "toLowerCase" => "lowercase",
        "toUpperCase" => "uppercase",
        _ => return None,
    };
    Some(meant)
}

/// Whether an expression with a fault is a whole path of `JSONPath`, such as `$.a[?(@.b == 1)]`.
fn is_path(text: &str) -> bool {
    let text = text.trim();
    if !text.starts_with('$') || !text.contains(['[', '.']) {
        return false;
    }
    let path = jsonpath::parse(text);
    path.faults.is_empty() && !path.segments.is_empty()
}

/// The operators of other languages outside of strings, quoted names and comments.
fn operators(text: &str) -> Vec<Misused> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        let Some(letter) = rest.chars().next() else { break };
        let length = match letter {
            '"' | '\'' | '`' => quoted(rest, letter),
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            _ => match FOREIGN.iter().find(|(operator, _)| rest.starts_with(operator)) {
                // `!=` is JSONata's own, while `!==` is not.
                Some(("!", _)) if rest.starts_with("!=") => 2,
                Some((operator, instead)) => {
                    let (Ok(start), Ok(end)) = (u32::try_from(at), u32::try_from(at + operator.len())) else { break };
                    found.push(Misused { range: start..end, operator, instead: *instead });
                    operator.len()
                }
                None if OWN.iter().any(|operator| rest.starts_with(operator)) => 2,
                None => letter.len_utf8(),
            },
        };
        at += length;
    }
    found
}

/// The length of a quoted text at the start.
fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        if escaped {
            escaped = false;
        } else if letter == '\\' && quote != '`' {
            escaped = true;
        } else if letter == quote {
            return at + 1;
        }
    }
    text.len()
}

/// The operand behind a `!`: `$name`, its steps, calls and filters, or a group in brackets. Only one that parses.
pub fn negated(text: &str, start: u32) -> Option<Range<u32>> {
    let rest = text.get(start as usize..)?;
    let mut depth = 0_u32;
    let mut end = 0;
    for (at, letter) in rest.char_indices() {
        match letter {
            '"' | '\'' | '`' => return None,
            '(' | '[' => depth += 1,
            ')' | ']' if 0 < depth => depth -= 1,
            _ if 0 < depth || letter == '$' || letter == '.' || letter == '_' || letter.is_alphanumeric() => {}
            _ => break,
        }
        end = at + letter.len_utf8();
    }
    let operand = rest.get(..end)?;
    let readable = !operand.is_empty() && jsonata::parse(operand).faults.is_empty();
    readable.then_some(start..start + u32::try_from(end).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found = match of(text, &jsonata::parse(text)) {
            None => vec![],
            Some(Habit::Empty) => vec!["empty"],
            Some(Habit::Several) => vec!["several"],
            Some(Habit::Path) => vec!["path"],
            Some(Habit::Operators(operators)) => operators.iter().map(|misused| misused.operator).collect(),
        };
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn habits_are_told_from_other_faults() {
        check(" ", &["empty"]);
        check(" $a %}-{% $b ", &["several"]);
        check("$.books[?(@.price < 10)].title", &["path"]);
        check("$a == 1", &["=="]);
        check("$a === 1 && $b !== 'x && y'", &["===", "&&", "!=="]);
        check("$a || $b", &["||"]);
        check("!$a", &["!"]);
        check("$map($a, $v => $v.id)", &["=>"]);
        check("1 +", &[]);
        check("$a = 1 and $b != 2", &[]);
        check("'a == b'", &[]);
        check("$a[?", &[]);
    }

    #[test]
    fn words_of_other_languages_have_a_remedy() {
        let told = |text: &str| {
            let ast = jsonata::parse(text);
            remedy(text, ast.faults.first().expect("a fault").range.start).and_then(|help| help.split('`').nth(1))
        };
        assert_eq!(told("$a and not $b"), Some("$not(…)"));
        assert_eq!(told("if ($a) 1 else 2"), Some("condition ? one : other"));
        assert_eq!(told("(let $x := 1; $x)"), Some("($name := value; …)"));
        assert_eq!(told("($x := 1; return $x)"), Some("(…; …)"));
        assert_eq!(told("$a.not $b"), None);
        assert_eq!(told("$a $b"), None);
    }

    #[test]
    fn the_operand_of_a_negation_is_found() {
        assert_eq!(negated("!$a.b(1 + 2)[0] and $c", 1), Some(1..15));
        assert_eq!(negated("!($a or $b)", 1), Some(1..11));
        assert_eq!(negated("!'a'", 1), None);
        assert_eq!(negated("! $a", 1), None);
    }
}
