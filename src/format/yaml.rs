//! The layout of YAML, by a crate that prints what it parsed itself.
//!
//! Its parser is not ours: what it prints is read again, and taken only if it says the same.

use pretty_yaml::config::{FormatOptions, LanguageOptions, LayoutOptions, LineBreak};

use super::difference::{is_layout_only, with_quotes_of};
use super::{Options, Refusal, says_the_same};
use crate::syntax::{self, Kind, Language, Tree};

/// How deep collections in brackets may nest: the other parser calls itself for each level.
const MOST_BRACKETS: usize = 40;

/// The last column at which a line may start. The other parser keeps columns as the bits of a number of 64.
const LAST_COLUMN: usize = 63;

/// The text of a tree without faults, laid out.
pub(super) fn format(tree: &Tree, text: &str, options: &Options) -> Result<String, Refusal> {
    if MOST_BRACKETS < nested_brackets(tree) || LAST_COLUMN < deepest_column(text) {
        return Err(Refusal::TooDeep);
    }
    let language = LanguageOptions { trailing_comma: false, brace_spacing: false, ..LanguageOptions::default() };
    let line_break = if text.contains("\r\n") { LineBreak::Crlf } else { LineBreak::Lf };
    let layout = LayoutOptions { print_width: options.max_width, indent_width: options.width_of_level(), line_break };
    // The other parser may take for a fault what ours reads.
    let mut formatted =
        pretty_yaml::format_text(text, &FormatOptions { layout, language }).map_err(|_| Refusal::Unsure)?;
    if !options.ends_line(text) {
        formatted.truncate(formatted.trim_end_matches(['\n', '\r']).len());
    }
    // The tree does not know the names of anchors nor what comments say: the texts have to be the same but for blanks.
    if !is_layout_only(text, &formatted) {
        return Err(Refusal::Unsure);
    }
    let is_same = |formatted: &String| {
        let (after, faults) = syntax::parse(formatted.as_str().into(), Language::Yaml, None);
        faults.is_empty() && says_the_same(tree, &after)
    };
    // The printer makes quotes alike. They stay as they are unless a text has quotes in it that were rewritten for that.
    let candidates = [with_quotes_of(text, &formatted), formatted];
    candidates.into_iter().find(is_same).ok_or(Refusal::Unsure)
}

/// The greatest column, from 0, at which the text of a line starts behind blanks and dashes.
fn deepest_column(text: &str) -> usize {
    let column = |line: &str| line.len() - line.trim_start_matches([' ', '-']).len();
    text.lines().map(column).max().unwrap_or(0)
}

/// How many collections in brackets stand within one another.
fn nested_brackets(tree: &Tree) -> usize {
    let mut depths = vec![0_usize; tree.len()];
    for id in tree.ids() {
        // A container has a smaller id than what is in it.
        let around = tree.parent(id).and_then(|parent| depths.get(parent.index())).copied().unwrap_or(0);
        let own = matches!(tree.kind(id), Kind::Array | Kind::Object) && tree.is_bracketed(id);
        if let Some(depth) = depths.get_mut(id.index()) {
            *depth = around + usize::from(own);
        }
    }
    depths.into_iter().max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::tests::check;

    #[test]
    fn blocks_are_indented() {
        check(
            "a.asl.yaml",
            "StartAt:   A\nStates:\n    A:\n        Type: Pass # why\n        Parameters: { a: [1,2] }\n        End: true",
            "StartAt: A\nStates:\n  A:\n    Type: Pass # why\n    Parameters: {a: [1, 2]}\n    End: true\n",
        );
    }

    #[test]
    fn what_the_other_parser_cannot_read_is_refused() {
        let refusal = |text: &str| {
            let (tree, _) = syntax::parse(text.into(), Language::Yaml, None);
            format(&tree, text, &Options::default()).err()
        };
        for depth in [1, 20, 40, 41, 250] {
            let brackets = format!("a: {}{}\n", "[".repeat(depth), "]".repeat(depth));
            assert_eq!(refusal(&brackets), (40 < depth).then_some(Refusal::TooDeep), "{depth}");
            let dashes = format!("{}x\n", "- ".repeat(depth));
            assert_eq!(refusal(&dashes), (31 < depth).then_some(Refusal::TooDeep), "{depth}");
            let blanks = format!("a:\n{}b: 1\n", " ".repeat(depth));
            assert_eq!(refusal(&blanks), (63 < depth).then_some(Refusal::TooDeep), "{depth}");
        }
    }

    #[test]
    fn quotes_stay() {
        check(
            "a.asl.yaml",
            "A:   '{% $x %}'\nB: \"{% 'y' %}\"\nC: 'it''s'\n",
            "A: '{% $x %}'\nB: \"{% 'y' %}\"\nC: 'it''s'\n",
        );
    }

    #[test]
    fn texts_of_several_lines_keep_their_lines() {
        check(
            "a.asl.yaml",
            "A:\n    Output: |\n          {%\n            $x\n          %}\n    Next: >-\n      a\n      b\n",
            "A:\n  Output: |\n    {%\n      $x\n    %}\n  Next: >-\n    a\n    b\n",
        );
    }
}
