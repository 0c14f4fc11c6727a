//! How far a new line of YAML is indented: below a key, below an item, as the line above else.

use super::location::definition_at;
use crate::analysis::Analysis;
use crate::diagnostic::Edit;
use crate::syntax::Language;
use crate::text::{Span, offset as to_offset};

/// The edit that indents the empty line at an offset for what is to follow the line above; `width` is that of a level.
/// `None` where the line is right as it is, or is not for this program to indent: inside a text, or behind an empty line.
pub fn of_new_line(analysis: &Analysis, offset: u32, width: usize) -> Option<Edit> {
    let tree = &definition_at(analysis, offset)?.tree;
    if tree.language() != Language::Yaml || tree.is_embedded() {
        return None;
    }
    let text: &str = analysis.source.text();
    let before = text.get(..offset as usize)?;
    let start = before.rfind('\n')? + 1;
    let rest = text.get(start..)?;
    let line = rest.get(..rest.find(['\n', '\r']).unwrap_or(rest.len()))?;
    let above_end = start - 1;
    let above_start = text.get(..above_end)?.rfind('\n').map_or(0, |end| end + 1);
    let above = text.get(above_start..above_end)?;
    let is_text = tree.ids().any(|id| {
        let span = tree.span(id);
        tree.string(id).is_some() && span.range().start < above_start && above_end < span.range().end
    });
    if is_text || !line.trim().is_empty() || above.trim().is_empty() {
        return None;
    }
    let column = column_below(above, width);
    let span = Span::new(to_offset(start), to_offset(start + line.len()));
    let indentation = " ".repeat(column);
    (line != indentation).then_some(Edit { span, text: indentation })
}

/// The column at which a line below starts.
fn column_below(above: &str, width: usize) -> usize {
    let above = above.trim_end();
    let above = above.find(" #").and_then(|comment| above.get(..comment)).unwrap_or(above).trim_end();
    let content = above.trim_start_matches([' ', '-']);
    // A minus that belongs to what follows it is no dash.
    let dashed = above.len() - content.len();
    let blanks = above.len() - above.trim_start_matches(' ').len();
    let is_item = above.get(blanks..).is_some_and(|rest| rest == "-" || rest.starts_with("- "));
    let column = if is_item { dashed } else { blanks };
    if content.is_empty() {
        return blanks + if is_item { 2 } else { 0 };
    }
    let opens_text = || {
        let header = content.trim_end_matches(|letter: char| matches!(letter, '+' | '-') || letter.is_ascii_digit());
        [": |", ": >", "- |", "- >"].iter().any(|ending| header.ends_with(ending))
    };
    if content.ends_with(':') || opens_text() {
        return column + width;
    }
    // Below a scalar that is an item, the next item follows.
    if is_item && !content.contains(": ") { blanks } else { column }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::testing::{JSON, YAML, marked};

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        let (analysis, offset) = marked(YAML, text);
        let edit = of_new_line(&analysis, offset, 2);
        let mut changed = analysis.source.text().to_string();
        let result = edit.map(|edit| {
            changed.replace_range(edit.span.range(), &edit.text);
            changed.as_str()
        });
        assert_eq!(result, expected, "{text}");
    }

    #[test]
    fn below_keys_and_items() {
        check("States:\n$0", Some("States:\n  "));
        check("States:\n  A: # the first\n  $0\n  B: {}\n", Some("States:\n  A: # the first\n    \n  B: {}\n"));
        check("States:\n  A:\n    Type: Pass\n$0", Some("States:\n  A:\n    Type: Pass\n    "));
        check("States:\n  A:\n    Type: Pass\n    $0", None);
        check("Retry:\n  - ErrorEquals: [x]\n$0", Some("Retry:\n  - ErrorEquals: [x]\n    "));
        check("Retry:\n  - ErrorEquals:\n$0", Some("Retry:\n  - ErrorEquals:\n      "));
        check("Retry:\n  -\n$0", Some("Retry:\n  -\n    "));
        check("a:\n  - x\n$0", Some("a:\n  - x\n  "));
        check("a: -1\n  $0", Some("a: -1\n"));
        check("Output: |-\n$0", Some("Output: |-\n  "));
    }

    #[test]
    fn what_is_left_alone() {
        check("States:\n  A:\n\n$0", None);
        check("Output: |\n  a:\n$0\n  b\n", None);
        check("States:\n  A: $0\n", None);
        let (analysis, offset) = marked(JSON, "{\n$0\n}");
        assert_eq!(of_new_line(&analysis, offset, 2), None);
    }
}
