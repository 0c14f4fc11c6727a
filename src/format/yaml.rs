//! The layout of YAML, by a crate that prints what it parsed itself.
//!
//! Its parser is not ours: what it prints is read again, and taken only if it says the same.

use pretty_yaml::config::{FormatOptions, LanguageOptions, LayoutOptions, LineBreak};

use super::difference::is_layout_only;
use super::{Options, Refusal, says_the_same};
use crate::syntax::{self, Kind, Language, Tree};

/// Collections in brackets within one another beyond this are left alone: each level multiplies the printer's time.
const MOST_BRACKETS: usize = 8;

/// The text of a tree without faults, laid out.
pub(super) fn format(tree: &Tree, text: &str, options: &Options) -> Result<String, Refusal> {
    if MOST_BRACKETS < nested_brackets(tree) {
        return Err(Refusal::TooDeep);
    }
    let language = LanguageOptions { trailing_comma: false, brace_spacing: false, ..LanguageOptions::default() };
    let line_break = if text.contains("\r\n") { LineBreak::Crlf } else { LineBreak::Lf };
    let layout = LayoutOptions { print_width: options.max_width, indent_width: options.width_of_level(), line_break };
    // The other parser may take for a fault what ours reads.
    let mut formatted =
        pretty_yaml::format_text(text, &FormatOptions { layout, language }).map_err(|_| Refusal::Unsure)?;
    if !options.final_newline {
        formatted.truncate(formatted.trim_end_matches(['\n', '\r']).len());
    }
    let (after, faults) = syntax::parse(formatted.as_str().into(), Language::Yaml, None);
    // The tree does not know the names of anchors nor what comments say: the texts have to be the same but for blanks.
    let is_same = faults.is_empty() && says_the_same(tree, &after) && is_layout_only(text, &formatted);
    if is_same { Ok(formatted) } else { Err(Refusal::Unsure) }
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
    fn texts_of_several_lines_keep_their_lines() {
        check(
            "a.asl.yaml",
            "A:\n    Output: |\n          {%\n            $x\n          %}\n    Next: >-\n      a\n      b\n",
            "A:\n  Output: |\n    {%\n      $x\n    %}\n  Next: >-\n    a\n    b\n",
        );
    }
}
